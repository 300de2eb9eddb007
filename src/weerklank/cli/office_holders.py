"""`weerklank account office-holders`: who is in function without a corporate account."""

from datetime import date

import click

from weerklank.cli.account_facts import DATE
from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.cli.person_text import office
from weerklank.model.json_value import JsonObject
from weerklank.services.people.list_office_holders import (
    OfficeHolder,
    OfficeHolders,
    list_office_holders,
)


@click.command(
    "office-holders",
    help=say(
        "Noem de ambtsdragers in functie zonder corporate account: wie bij een hybride of "
        "persoonlijk account staat, of met 'person office' als ambtsdrager is vastgelegd.",
        "Name the office holders in function without a corporate account: whom a hybrid or "
        "personal account names, or who was recorded by 'person office'.",
    ),
)
@click.option(
    "--on",
    "day",
    type=DATE,
    metavar="DATE",
    help=say("Dag waarop zij in functie zijn; standaard vandaag.", "Day; today by default."),
)
@common
def office_holders(given: Common, day: date | None) -> None:
    """Report office holders."""
    workplace = given.workplace()
    on = day or workplace.today()
    found = list_office_holders(workplace.register(), on)
    answer(
        {
            "holders": [_holder_json(one) for one in found.without_account],
            "in_function": found.in_function,
            "on": on.isoformat(),
        },
        as_json=given.json,
        text=lambda: _tell(found, on),
    )


def _holder_json(holder: OfficeHolder) -> JsonObject:
    return {
        "name": holder.name,
        "office": holder.office,
        "from": holder.start.isoformat(),
        "to": holder.end.isoformat() if holder.end else None,
        "accounts": [*holder.accounts],
    }


def _tell(found: OfficeHolders, on: date) -> None:
    for holder in found.without_account:
        echo(f"{holder.name}: {_in_words(holder)}")
    if not found.in_function:
        echo(
            say(
                "Er is niemand bekend die op {day} een ambt bekleedt. Leg het vast met 'weerklank "
                "person office NAAM --office AMBT --from DATUM'.",
                "Nobody is known to be in an office on {day}. Record it with 'weerklank person "
                "office NAME --office OFFICE --from DATE'.",
                day=on,
            )
        )
    else:
        echo(
            say(
                "{count} van {all} ambtsdragers in functie op {day} zonder corporate account.",
                "{count} of {all} office holders in function on {day} without a corporate "
                "account.",
                count=len({one.name for one in found.without_account}),
                all=found.in_function,
                day=on,
            )
        )


def _in_words(holder: OfficeHolder) -> str:
    named = holder.office or say("ambt onbekend", "office not known")
    text = office(named, str(holder.start), str(holder.end or ""))
    if holder.accounts:
        return f"{text} ({', '.join(holder.accounts)})"
    return text + say(" (geen account)", " (no account)")

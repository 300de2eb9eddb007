"""`weerklank agreement`: what was agreed with platforms on archiving, or decided without."""

from datetime import date
from pathlib import Path

import click

from weerklank.cli.account_facts import DATE, PLATFORM
from weerklank.cli.account_text import notices_json, tell_notices
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.agreement import Agreement, AgreementDocument, AgreementKind
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import TITLES, Platform
from weerklank.model.register_words import AGREEMENT_KINDS, AGREEMENT_STATES
from weerklank.services.register.agreements import (
    add_agreement,
    agreement_json,
    agreements,
    end_agreement,
    withdraw_agreement,
)
from weerklank.services.schedule.finish_change import finish_change
from weerklank.services.workplace import Workplace


@click.group(
    "agreement",
    help=say(
        "Overeenkomsten met platforms over archiveren.", "Agreements with platforms on archiving."
    ),
)
def agreement_command() -> None:
    """Hold what one can do with agreements."""


@agreement_command.command(
    "add",
    help=say(
        "Leg een overeenkomst over platform P vast, of het besluit zonder te archiveren: dan "
        "weegt de Archiefwet zwaarder dan de voorwaarden (module 3).",
        "Record an agreement on platform P, or the decision to archive without one: then the "
        "Archiefwet weighs more than the terms (module 3).",
    ),
)
@click.argument("platform", metavar="P", type=PLATFORM)
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in AgreementKind]),
    required=True,
    help=say("Wie haar sloot; none: er is er geen.", "Who made it; none: there is none."),
)
@click.option(
    "--scope",
    metavar="TEXT",
    required=True,
    help=say("Wat mag, en met welke technieken.", "What is allowed, by which techniques."),
)
@click.option(
    "--from",
    "valid_from",
    type=DATE,
    metavar="DATE",
    required=True,
    help=say("Eerste dag.", "First day."),
)
@click.option(
    "--until", "valid_until", type=DATE, metavar="DATE", help=say("Laatste dag.", "Last day.")
)
@click.option("--party", metavar="NAME", help=say("Met of via wie.", "With or through whom."))
@click.option(
    "--document",
    metavar="FILE",
    help=say(
        "De tekst; naam en controlesom worden bewaard, de inhoud niet.",
        "The text; its name and digest are kept, its content is not.",
    ),
)
@click.option(
    "--document-place",
    metavar="TEXT",
    help=say("Waar de tekst te vinden is.", "Where the text can be found."),
)
@click.option(
    "--decided",
    type=DATE,
    metavar="DATE",
    help=say("Zonder overeenkomst: dag van het besluit.", "Without one: day of the decision."),
)
@click.option(
    "--decided-by",
    metavar="NAME",
    help=say("Zonder overeenkomst: wie besloot.", "Without one: who decided."),
)
@click.option(
    "--measures",
    metavar="TEXT",
    help=say(
        "Zonder overeenkomst: wat er gebeurt als het account wordt opgeschort.",
        "Without one: what is done when the account is suspended.",
    ),
)
@click.option(
    "--api",
    "covers_api",
    is_flag=True,
    help=say(
        "Staat toe dat de API van het platform wordt gevraagd; zeg ook waar de tekst staat.",
        "Permits to ask the API of the platform; say also where the text is.",
    ),
)
@common
def add(
    given: Common,
    platform: str,
    kind: str,
    scope: str,
    valid_from: date,
    valid_until: date | None,
    party: str | None,
    document: str | None,
    document_place: str | None,
    decided: date | None,
    decided_by: str | None,
    measures: str | None,
    covers_api: bool,
) -> None:
    """Record an agreement."""
    workplace = given.workplace()
    stated = Agreement(
        id="",
        platform=Platform(platform),
        kind=AgreementKind(kind),
        scope=scope.strip(),
        valid_from=valid_from,
        valid_until=valid_until,
        party=party,
        document=AgreementDocument(place=document_place) if document_place else None,
        decided=decided,
        decided_by=decided_by,
        measures=measures,
        covers_api=covers_api,
    )
    added = add_agreement(workplace, stated, Path(document) if document else None)
    _tell(given, workplace, added)


@agreement_command.command(
    "end",
    help=say("Leg vast dat overeenkomst O eindigt.", "Record that agreement O comes to its end."),
)
@click.argument("number", metavar="O")
@click.option(
    "--on",
    "day",
    type=DATE,
    metavar="DATE",
    required=True,
    help=say("Laatste dag waarop zij geldt.", "Last day on which it holds."),
)
@common
def end(given: Common, number: str, day: date) -> None:
    """End an agreement."""
    workplace = given.workplace()
    _tell(given, workplace, end_agreement(workplace, number, day))


@agreement_command.command(
    "withdraw",
    help=say(
        "Trek overeenkomst O per vandaag in: wat zij toestond, mag niet meer.",
        "Withdraw agreement O as of today: what it permitted is permitted no more.",
    ),
)
@click.argument("number", metavar="O")
@common
def withdraw(given: Common, number: str) -> None:
    """Withdraw an agreement."""
    workplace = given.workplace()
    _tell(given, workplace, withdraw_agreement(workplace, number))


@agreement_command.command("list", help=say("Toon alle overeenkomsten.", "Show all agreements."))
@click.option("--platform", type=PLATFORM, help=say("Van één platform.", "Of one platform."))
@common
def show_all(given: Common, platform: str | None) -> None:
    """List the agreements."""
    workplace = given.workplace()
    today = workplace.today()
    found = [
        agreement_json(one, today)
        for one in agreements(workplace, Platform(platform) if platform else None)
    ]

    def text() -> None:
        if not found:
            echo(say("Nog geen overeenkomsten.", "No agreements yet."))
        for one in found:
            _line(one)

    answer({"agreements": [*found]}, as_json=given.json, text=text)


def _tell(given: Common, workplace: Workplace, agreement: Agreement) -> None:
    notices = finish_change(workplace)
    told = agreement_json(agreement, workplace.today())

    def text() -> None:
        _line(told)
        tell_notices(notices)

    answer({**told, "warnings": notices_json(notices)}, as_json=given.json, text=text)


def _line(one: JsonObject) -> None:
    until = one["valid_until"] or "…"
    head = f"{one['agreement']}  {TITLES[str(one['platform'])]:<10} "
    kind = AGREEMENT_KINDS[str(one["kind"])].say(language())
    party = f" ({one['party']})" if one["party"] else ""
    state = AGREEMENT_STATES[str(one["state"])].say(language())
    echo(f"{head}{kind}{party}: {one['scope']}; {one['valid_from']} - {until}, {state}")
    if one["covers_api"]:
        echo(say("       staat de API toe", "       permits the API"))
    if one["decided"]:
        echo(
            say(
                "       besloten door {by} op {day}; bij opschorting: {measures}",
                "       decided by {by} on {day}; on suspension: {measures}",
                by=one["decided_by"],
                day=one["decided"],
                measures=one["measures"],
            )
        )
    document = one["document"]
    if isinstance(document, dict):
        parts = [document["name"], document["sha256"], document["place"]]
        echo("       " + "  ".join(str(part) for part in parts if part))

"""`weerklank account review` and `report`: whether the register is still right."""

from datetime import date

import click

from weerklank.cli.account_facts import DATE
from weerklank.cli.account_text import notices_json, tell_notices
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.cli.report import tell_report
from weerklank.model.change_report import Reported
from weerklank.model.json_value import JsonObject
from weerklank.model.review import LONGEST_REVIEW_TERM, USUAL_REVIEW_TERM
from weerklank.services.register.report_change import report_change, report_json
from weerklank.services.register.review_account import (
    review_account,
    review_json,
    reviews,
    set_review_term,
)
from weerklank.services.schedule.finish_change import finish_change


@click.command(
    "review",
    help=say(
        "Leg vast dat account A is nagelopen en dat klopt wat er staat. Zonder A: toon welke "
        "accounts moeten worden nagelopen.",
        "Record that account A was looked at and that what it says is right. Without A: show "
        "which accounts are to be reviewed.",
    ),
)
@click.argument("name", metavar="[A]", required=False)
@common
def review(given: Common, name: str | None) -> None:
    """Record a review, or list what is due."""
    workplace = given.workplace()
    if name is None:
        _list(given, [review_json(one) for one in reviews(workplace)])
        return
    done = review_json(review_account(workplace, name))
    notices = finish_change(workplace)

    def text() -> None:
        echo(
            say(
                "{account} is nagelopen door {by}; opnieuw voor {due}.",
                "{account} was reviewed by {by}; again by {due}.",
                account=done["account"],
                by=done["by"],
                due=done["due"] or "-",
            )
        )
        tell_notices(notices)

    answer({**done, "warnings": notices_json(notices)}, as_json=given.json, text=text)


def _list(given: Common, found: list[JsonObject]) -> None:
    def text() -> None:
        for one in found:
            if one["due"] is not None:
                echo(_due_line(one))
        overdue = sum(one["overdue"] is True for one in found)
        echo(say("{count} over tijd.", "{count} overdue.", count=overdue))

    answer({"accounts": [*found]}, as_json=given.json, text=text)


def _due_line(one: JsonObject) -> str:
    never = say("nog nooit nagelopen", "never reviewed")
    last = (
        say(
            "nagelopen op {day} door {by}",
            "reviewed on {day} by {by}",
            day=one["last"],
            by=one["by"],
        )
        if one["last"]
        else never
    )
    late = say(" (over tijd)", " (overdue)") if one["overdue"] else ""
    return say(
        "{account}  voor {due}{late}  {last}",
        "{account}  by {due}{late}  {last}",
        account=one["account"],
        due=one["due"],
        late=late,
        last=last,
    )


@click.command(
    "review-term",
    help=say(
        "Stel in binnen hoeveel MAANDEN elk account wordt nagelopen; standaard {months}.",
        "Set within how many MONTHS each account is reviewed; {months} by default.",
        months=USUAL_REVIEW_TERM,
    ),
)
@click.argument("months", metavar="MONTHS", type=click.IntRange(1, LONGEST_REVIEW_TERM))
@common
def review_term(given: Common, months: int) -> None:
    """Set the term of reviews."""
    workplace = given.workplace()
    set_review_term(workplace, months)
    notices = finish_change(workplace)

    def text() -> None:
        echo(
            say(
                "Elk account wordt binnen {months} maanden nagelopen.",
                "Each account is reviewed within {months} months.",
                months=months,
            )
        )
        tell_notices(notices)

    told: JsonObject = {"months": months, "warnings": notices_json(notices)}
    answer(told, as_json=given.json, text=text)


@click.command(
    "report",
    help=say(
        "Meld wat er aan account A is veranderd; dat mag iedereen. Zonder A: een account dat "
        "nog niet in het overzicht staat.",
        "Report what changed about account A; anyone may. Without A: an account that is not in "
        "the register yet.",
    ),
)
@click.argument("name", metavar="[A]", required=False)
@click.option(
    "--what",
    type=click.Choice([one.value for one in Reported]),
    required=True,
    help=say("Wat er niet meer klopt.", "What is no longer right."),
)
@click.option(
    "--note",
    metavar="TEXT",
    help=say(
        "Toelichting in één zin, zonder namen van burgers; verplicht bij 'other' en zonder A. Zij "
        "blijft bewaard.",
        "Note in one sentence, without names of citizens; required with 'other' and without A. "
        "It is kept.",
    ),
)
@click.option(
    "--since", type=DATE, metavar="DATE", help=say("Sinds wanneer.", "Since when it is so.")
)
@click.option(
    "--by",
    metavar="NAME",
    help=say("Wie het meldt; standaard wie handelt.", "Who tells; who acts by default."),
)
@common
def report(
    given: Common,
    name: str | None,
    what: str,
    note: str | None,
    since: date | None,
    by: str | None,
) -> None:
    """Report a change."""
    workplace = given.workplace()
    reported = Reported(what)
    made = report_change(workplace, reported, account=name, since=since, by=by, note=note)
    notices = finish_change(workplace)
    told = report_json(made, workplace.today(), language())

    def text() -> None:
        tell_report(told, language())
        tell_notices(notices)

    answer({**told, "warnings": notices_json(notices)}, as_json=given.json, text=text)

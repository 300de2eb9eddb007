"""`weerklank month`: close months that are past."""

import click

from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.errors import WeerklankError
from weerklank.model.json_value import JsonObject
from weerklank.services.change.close_months import ClosedMonth, close_months


@click.group("month", help=say("Maanden van opname.", "Months of capture."))
def month_command() -> None:
    """Hold what one can do with months."""


@month_command.command(
    "close",
    help=say(
        "Sluit maanden af die voorbij zijn, van de accounts A of van alle. Wat runs openlieten "
        "gaat naar zijn plaats, kleine pakketten samengevoegd. Een run begint er zelf mee voor "
        "zijn account; dit is voor accounts waarvan niets meer komt.",
        "Close months that are past, of accounts A or of all. What runs left open goes to its "
        "place, small packages merged. A run begins with it for its own account; this is for "
        "accounts of which nothing comes any more.",
    ),
)
@click.argument("accounts", metavar="[A]...", nargs=-1)
@common
def close(given: Common, accounts: tuple[str, ...]) -> None:
    """Close months."""
    closed: list[ClosedMonth] = []

    def text() -> None:
        for month in closed:
            echo(
                say(
                    "{account} {month}: {packages} {packages:pakket werd|pakketten werden} "
                    "{parts}, {records} {records:record|records}.",
                    "{account} {month}: {packages} {packages:package|packages} became "
                    "{parts}, {records} {records:record|records}.",
                    account=month.account,
                    month=month.month,
                    packages=month.packages,
                    parts=month.parts,
                    records=month.records,
                )
            )
        if not closed:
            echo(say("Er was niets af te sluiten.", "There was nothing to close."))

    try:
        close_months(given.workplace(), accounts, closed.append)
    except WeerklankError as error:  # what was closed before it is closed, and told with it
        error.answer = {"months": [_month_json(month) for month in closed]}
        if closed and not given.json:
            text()
        raise
    answer(
        {"months": [_month_json(month) for month in closed], "state": "closed"},
        as_json=given.json,
        text=text,
    )


def _month_json(month: ClosedMonth) -> JsonObject:
    return {
        "account": month.account,
        "month": month.month,
        "packages": month.packages,
        "parts": month.parts,
        "records": month.records,
    }

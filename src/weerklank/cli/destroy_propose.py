"""`weerklank destroy propose`: a destruction list of posts that are named, or of all due."""

from collections.abc import Iterator
from datetime import date

import click

from weerklank.cli.account_facts import DATE
from weerklank.cli.destruction_words import show_list
from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer
from weerklank.model.destruction import DestructionList, Ground
from weerklank.services.appraise.appraise_items import Due, due
from weerklank.services.appraise.due_of import due_of
from weerklank.services.change.destruction_json import list_json
from weerklank.services.change.destruction_lists import propose
from weerklank.services.change.propose_due import check_day, propose_due
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace

_GROUNDS = click.Choice(
    # Erasure comes of the decision on a request of a person, never by itself.
    [str(ground) for ground in Ground if ground is not Ground.ERASURE]
)


@click.command(
    "propose",
    help=say(
        "Stel een vernietigingslijst voor: van berichten die u noemt, of met --due van alles "
        "waarvan de termijn van de selectielijst om is.",
        "Propose a destruction list: of posts that you name, or with --due of all whose term by "
        "the selection list is over.",
    ),
)
@click.option(
    "--id",
    "items",
    metavar="ID",
    multiple=True,
    help=say("Bericht; herhaalbaar.", "Post; repeatable."),
)
@click.option(
    "--due",
    "is_due",
    is_flag=True,
    help=say(
        "Alles wat is vervallen, op grond van de selectielijst.",
        "All that is due, on ground of the selection list.",
    ),
)
@click.option(
    "--on",
    type=DATE,
    default=None,
    help=say(
        "Met --due: vervallen op deze dag; anders vandaag.", "With --due: by this day; else today."
    ),
)
@click.option(
    "--account",
    "accounts",
    metavar="A",
    multiple=True,
    help=say(
        "Met --due: van dit account; herhaalbaar.", "With --due: of this account; repeatable."
    ),
)
@click.option("--ground", type=_GROUNDS, default=None, help=say("Grond.", "Ground."))
@click.option("--reason", required=True, help=say("Toelichting.", "Reason."))
@common
def propose_command(
    given: Common,
    items: tuple[str, ...],
    is_due: bool,
    on: date | None,
    accounts: tuple[str, ...],
    ground: str | None,
    reason: str,
) -> None:
    """Propose."""
    _check(items, is_due=is_due, narrows=bool(accounts or on), ground=ground)
    workplace = given.workplace()
    found = (
        _all_due(workplace, on, accounts, reason)
        if is_due
        else _named(workplace, items, Ground(str(ground)), reason)
    )
    seal_events(workplace)
    answer(list_json(found), as_json=given.json, text=lambda: show_list(found))


def _check(items: tuple[str, ...], *, is_due: bool, narrows: bool, ground: str | None) -> None:
    """Refuse options that do not go together (UsageError)."""
    if not is_due and ground is None:
        raise click.MissingParameter(param_type="option", param_hint="--ground")
    if not is_due and narrows:
        raise click.UsageError(
            say("--on en --account horen bij --due.", "--on and --account go with --due.")
        )
    if is_due and (items or ground not in (None, str(Ground.SELECTION))):
        raise click.UsageError(
            say(
                "--due noemt zelf wat is vervallen, op grond van de selectielijst: zonder --id en "
                "zonder een andere --ground.",
                "--due names what is due itself, on ground of the selection list: without --id "
                "and without another --ground.",
            )
        )


def _named(
    workplace: Workplace, items: tuple[str, ...], ground: Ground, reason: str
) -> DestructionList:
    over = [*due_of(workplace, items)] if ground is Ground.SELECTION else []
    return propose(workplace, items, ground, reason, over)


def _all_due(
    workplace: Workplace, on: date | None, accounts: tuple[str, ...], reason: str
) -> DestructionList:
    day = check_day(workplace, on)
    register = workplace.register() if accounts else None
    wanted = {str(register.find(name).id) for name in accounts} if register else set()

    def chosen() -> Iterator[Due]:
        return (one for one in due(workplace, day) if not wanted or one.account in wanted)

    return propose_due(workplace, chosen(), day, reason)

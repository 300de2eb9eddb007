"""`weerklank mark`: what is no government information or special, and what is decided on it."""

import click

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.cli.usual_verb import USUAL, UsualVerb
from weerklank.model.json_value import JsonObject
from weerklank.model.mark import WORDS, Judgement, Mark
from weerklank.model.special import KINDS, STATES
from weerklank.services.appraise.mark_item import decide_mark, list_marks, mark_item, mark_json
from weerklank.services.appraise.mark_special import (
    SpecialItem,
    decide_special,
    decides_special,
    mark_special,
    special_items,
    special_json,
)
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace

_SPECIAL = say(
    "Bevat mogelijk bijzondere of strafrechtelijke persoonsgegevens, of gaat over een kind; als "
    "communicatieadviseur, archivaris of privacy officer.",
    "Probably holds special or criminal personal data, or is about a child; as communication "
    "adviser, archivist or privacy officer.",
)
_ONE = (
    "Kies --not-government of --special, en niet beide.",
    "Choose --not-government or --special, and not both.",
)
#: Items that are listed at most.
_MOST = 1_000


@click.group(
    "mark",
    cls=UsualVerb,
    help=say(
        "Markeer een bericht of reactie als geen overheidsinformatie, of als bijzonder: 'mark "
        "ID'.",
        "Mark a post or reply as not government information, or as special: 'mark ID'.",
    ),
)
def mark_command() -> None:
    """Hold what is done with marks."""


@mark_command.command(
    USUAL,
    help=say(
        "Markeer ID, als communicatieadviseur; het woord 'add' mag weg. De archivaris besluit.",
        "Mark ID, as communication adviser; the word 'add' may be left out. The archivist "
        "decides.",
    ),
)
@click.argument("item", metavar="ID")
@click.option(
    "--not-government",
    "is_not_government",
    is_flag=True,
    help=say(
        "Geen overheidsinformatie: privé, partijpolitiek of onrechtmatig, zoals een BSN.",
        "Not government information: private, party-political or unlawful, such as a BSN.",
    ),
)
@click.option("--special", "is_special", is_flag=True, help=_SPECIAL)
@click.option("--reason", required=True, metavar="TEXT", help=say("Waarom.", "Why."))
@common
def add(
    given: Common, item: str, reason: str, *, is_not_government: bool, is_special: bool
) -> None:
    """Mark."""
    if is_not_government is is_special:
        raise click.UsageError(say(*_ONE))
    workplace = given.workplace()
    if is_special:
        _answer(given, workplace, mark_special(workplace, item, reason))
        return
    mark = mark_item(workplace, item, reason)
    seal_events(workplace)
    answer(mark_json(mark), as_json=given.json, text=lambda: _show(mark))


@mark_command.command(
    "decide",
    help=say(
        "Besluit over ID, als archivaris: houden, beperken of verwijderen. 'remove' stelt een "
        "vernietigingslijst voor en voert niets uit. Over wat bijzonder is ook als privacy "
        "officer: 'restrict' bevestigt, 'keep' zegt dat het dat niet is.",
        "Decide on ID, as archivist: keep, restrict or remove. 'remove' proposes a destruction "
        "list and executes nothing. On what is special as privacy officer too: 'restrict' "
        "confirms, 'keep' says that it is not.",
    ),
)
@click.argument("item", metavar="ID")
@click.argument(
    "judgement",
    metavar="|".join(Judgement),
    type=click.Choice([judgement.value for judgement in Judgement]),
)
@click.option(
    "--special",
    "is_special",
    is_flag=True,
    help=say(
        "Over bijzondere gegevens; nodig als ID ook als geen overheidsinformatie is gemarkeerd.",
        "On special data; needed where ID is marked as no government information too.",
    ),
)
@common
def decide(given: Common, item: str, judgement: str, *, is_special: bool) -> None:
    """Decide."""
    workplace = given.workplace()
    if is_special or decides_special(workplace, item):
        _answer(given, workplace, decide_special(workplace, item, Judgement(judgement)))
        return
    mark = decide_mark(workplace, item, Judgement(judgement))
    seal_events(workplace)
    answer(mark_json(mark), as_json=given.json, text=lambda: _show(mark))


@mark_command.command("list", help=say("Noem wat gemarkeerd is.", "Name what is marked."))
@click.option(
    "--waiting",
    is_flag=True,
    help=say("Alleen waarover nog te besluiten is.", "Only what is still to be decided on."),
)
@click.option(
    "--special",
    "is_special",
    is_flag=True,
    help=say(
        "Wat mogelijk bijzondere persoonsgegevens bevat, als archivaris of privacy officer.",
        "What probably holds special personal data, as archivist or privacy officer.",
    ),
)
@common
def list_(given: Common, *, waiting: bool, is_special: bool) -> None:
    """List."""
    if is_special:
        _list_special(given, waiting=waiting)
        return
    marks = list_marks(given.workplace(), waiting=waiting)

    def text() -> None:
        for mark in marks:
            _show(mark)
        if not marks:
            echo(say("Er is niets gemarkeerd.", "Nothing is marked."))

    answer({"marks": [mark_json(mark) for mark in marks]}, as_json=given.json, text=text)


def _answer(given: Common, workplace: Workplace, found: SpecialItem) -> None:
    seal_events(workplace)
    value = special_json(found, language())
    answer(value, as_json=given.json, text=lambda: _show_special(found))


def _list_special(given: Common, *, waiting: bool) -> None:
    found = special_items(given.workplace(), with_decided=not waiting, limit=_MOST)

    def text() -> None:
        for one in found.items:
            _show_special(one)
        if not found.items:
            echo(say("Er is niets bijzonders gemarkeerd.", "Nothing is marked as special."))

    value: JsonObject = {
        "marks": [special_json(one, language()) for one in found.items],
        "total": found.total,
    }
    answer(value, as_json=given.json, text=text)


def _show_special(found: SpecialItem) -> None:
    echo(f"{found.item.id}  {STATES[found.state].say(language())}")
    for find in found.finds:
        echo(f"  {KINDS[find.kind].say(language())} ({find.rule}, {find.confidence:.2f})")
    for step in found.mark.steps if found.mark else ():
        what = step.reason or STATES[step.state].say(language())
        echo(f"  {step.at:%Y-%m-%d}  {step.by}: {what}")


def _show(mark: Mark) -> None:
    echo(f"{mark.id}  {WORDS[mark.state].say(language())}")
    for step in mark.steps:
        what = step.judgement.value if step.judgement else step.reason
        number = f" ({step.list})" if step.list else ""
        echo(f"  {step.at:%Y-%m-%d}  {step.by}: {what}{number}")
    if mark.is_stated_only:
        echo(
            say(
                "  De namen zijn opgegeven, niet aangemeld: één systeemgebruiker handelde.",
                "  The names were stated, not signed in: one system user acted.",
            )
        )

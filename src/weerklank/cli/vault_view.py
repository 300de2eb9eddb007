"""What is opened, on a terminal: on a screen of its own that is gone after, and in no file."""

import os
import select
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from weerklank.cli.language import language, say
from weerklank.cli.output import echo
from weerklank.model.day_words import moment
from weerklank.model.errors import Refused
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.vault import VIEW, VaultRequest
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.vault.open_original import INTO_A_FILE, Opened
from weerklank.services.vault.request_opening import extend_view
from weerklank.services.vault.true_time import elapsed
from weerklank.services.workplace import Workplace

#: To a screen of its own and back, which keeps nothing of it to scroll to (xterm, 1049), and
#: clearing what is shown.
_APART, _BACK, _CLEAR = "\x1b[?1049h", "\x1b[?1049l", "\x1b[2J\x1b[H"
#: What asks for more time: *verlengen*, extend.
_EXTEND = ("v", "e")
#: Seconds after which the time is looked at again.
_LOOK = 5.0


def refuse_file() -> None:
    """Refuse to open anything while standard output is a file."""
    try:
        mode = os.fstat(sys.stdout.fileno()).st_mode
    except (OSError, ValueError):
        return
    if stat.S_ISREG(mode):
        raise Refused(INTO_A_FILE)


def opened_json(opened: Opened) -> JsonObject:
    """Write what was opened, beside what the archive says."""
    fields: list[Json] = [
        {
            "archived": one.archived,
            "correction": one.correction,
            "place": one.place,
            "value": one.value,
        }
        for one in opened.fields
    ]
    return {"archived": opened.item.text, "original": fields}


def show_opened(workplace: Workplace, opened: Opened) -> bool:
    """Show what was opened: on a terminal until the end of its time, elsewhere once.

    Tells whether its time was over.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        _tell(opened)
        return False
    end = elapsed() + VIEW.total_seconds()
    with _apart():
        _tell(opened)
        _tell_end(opened.request)
        said = _wait(end)
        if said is not None and said in _EXTEND:
            found = extend_view(workplace, opened.request.id)
            seal_events(workplace)
            click.echo(_CLEAR, nl=False)
            _tell(opened)
            _tell_end(found)
            said = _wait(end + VIEW.total_seconds())
    return said is None


@contextmanager
def _apart() -> Iterator[None]:
    click.echo(_APART + _CLEAR, nl=False)
    try:
        yield
    finally:
        click.echo(_CLEAR + _BACK, nl=False)


def _wait(end: float) -> str | None:
    """Wait for what the reader types, in lower case; None when the time is over first."""
    while (left := end - elapsed()) > 0:
        # A machine that sleeps stops this wait, and not the time.
        if select.select([sys.stdin], [], [], min(left, _LOOK))[0]:
            return sys.stdin.readline().strip().lower()
    return None


def _tell(opened: Opened) -> None:
    found, reader = opened.request, opened.request.requested.by
    echo(
        say(
            "Verzegeld origineel, geopend door {reader}",
            "Sealed original, opened by {reader}",
            reader=reader,
        )
    )
    echo(f"{found.item} ({found.version})  {found.id}  {found.case}")
    echo()
    echo(say("In het archief:", "In the archive:"))
    echo(f"  {opened.item.text or '-'}")
    for one in opened.fields:
        echo()
        later = say(" (correctie {n})", " (correction {n})", n=one.correction)
        echo(f"{one.place}{later if one.correction else ''}")
        echo(f"  {one.value}")
        if one.archived is not None:
            echo(say("  nu: {value}", "  now: {value}", value=one.archived))


def _tell_end(found: VaultRequest) -> None:
    until = moment(found.shown_until, language()) if found.shown_until else ""
    echo()
    echo(
        say("Te zien tot {until}; Enter sluit.", "Shown until {until}; Enter closes.", until=until)
    )
    if found.extensions:
        echo(say("Verlengd; nog eens kan niet.", "Extended; once more is not possible."))
    else:
        echo(
            say(
                "Meer tijd nodig? v en Enter verlengt één keer, met een kwartier.",
                "Need more time? e and Enter extends once, by a quarter of an hour.",
            )
        )

"""Options by which items are selected: `search` and `export` take the same."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import ParamSpec, TypeVar

import click

from weerklank.cli.language import say
from weerklank.model.clock import begin_of
from weerklank.model.item import Captions
from weerklank.model.platform import Platform
from weerklank.model.question import Question
from weerklank.services.find.read_hotspots import find_hotspot
from weerklank.services.workplace import Workplace

P = ParamSpec("P")
R = TypeVar("R")

_DAY = click.DateTime(["%Y-%m-%d"])
#: By which techniques the connectors that there are bring anything in; named here, since asking
#: them would load ten platforms for one search.
TECHNIQUES = ("api", "browser", "export", "portability")
_OPTIONS = (
    click.option(
        "--account",
        multiple=True,
        metavar="A",
        help=say("Alleen dit account.", "This account only."),
    ),
    click.option(
        "--platform",
        multiple=True,
        type=click.Choice([str(p) for p in Platform]),
        help=say("Alleen dit platform.", "This platform only."),
    ),
    click.option(
        "--kind",
        multiple=True,
        type=click.Choice(["profile", "post", "reply", "boost", "story", "medium"]),
        help=say("Alleen deze soort.", "This kind only."),
    ),
    click.option(
        "--from",
        "since",
        type=_DAY,
        metavar="DATE",
        help=say("Vanaf deze dag.", "From this day on."),
    ),
    click.option(
        "--to",
        "until",
        type=_DAY,
        metavar="DATE",
        help=say("Tot en met deze dag.", "Up to and including this day."),
    ),
    click.option(
        "--process",
        multiple=True,
        metavar="CODE",
        help=say("Alleen dit werkproces.", "This work process only."),
    ),
    click.option(
        "--hotspot",
        multiple=True,
        metavar="H",
        help=say(
            "Alleen wat deze vastgestelde hotspot omvat.", "Only what this adopted hotspot holds."
        ),
    ),
    click.option(
        "--scenario",
        multiple=True,
        type=click.Choice(["A", "B", "C"]),
        help=say(
            "Alleen wat onder dit scenario is geoogst.",
            "Only what was harvested in this scenario.",
        ),
    ),
    click.option(
        "--technique",
        multiple=True,
        type=click.Choice(TECHNIQUES),
        help=say("Alleen wat zo is geoogst.", "Only what was harvested this way."),
    ),
    click.option(
        "--media",
        multiple=True,
        type=click.Choice(["yes", "no", "image", "video", "audio"]),
        help=say(
            "Met of zonder media, of met media van deze soort.",
            "With or without media, or with media of this type.",
        ),
    ),
    click.option(
        "--captions",
        multiple=True,
        type=click.Choice([str(one) for one in Captions]),
        help=say(
            "Alleen films met of zonder ondertiteling, of waarvan het platform dat niet zegt.",
            "Only films with or without captions, or of which the platform does not say so.",
        ),
    ),
    click.option(
        "--state",
        multiple=True,
        type=click.Choice(["present", "edited", "deleted", "restricted"]),
        help=say("Alleen in deze toestand.", "In this state only."),
    ),
)


def selection_options(command: Callable[P, R]) -> Callable[P, R]:
    """Give a command the options of a selection.

    They arrive as `account`, `since`, `until` and, by their own names, the other facts.
    """
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def selected(
    workplace: Workplace,
    words: tuple[str, ...],
    account: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    facts: dict[str, tuple[str, ...]],
) -> Question:
    """Make of the words and options of a command the question that they ask.

    WrongUse for an account or hotspot that there is none of, and for what is no text.
    """
    _refuse_bytes(*words, *account, *(value for values in facts.values() for value in values))
    register = workplace.register() if account else None
    accounts = tuple(register.find(name).id for name in account) if register else ()
    hotspots = tuple(find_hotspot(workplace, name).id for name in facts.get("hotspot", ()))
    asked: dict[str, tuple[str, ...]] = {"account": accounts, **facts, "hotspot": hotspots}
    return Question(
        words=" ".join(words),
        tags=tuple(f"{name}:{value}" for name in sorted(asked) for value in asked[name]),
        since=_midnight(since, 0),
        until=_midnight(until, 1),
    )


def _refuse_bytes(*given: str) -> None:
    """Refuse what is no text: bytes of a command line that are not UTF-8."""
    if any(not text.isascii() and text.encode(errors="ignore").decode() != text for text in given):
        raise click.UsageError(say("De zoekvraag is geen UTF-8.", "The query is not UTF-8."))


def _midnight(day: datetime | None, later: int) -> datetime | None:
    """Give the beginning of a day, or of the next; None, no bound, where the calendar ends."""
    if day is None or (later and day.date() == date.max):
        return None
    return begin_of(day.date() + timedelta(days=later))

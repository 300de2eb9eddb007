"""`weerklank search`: full-text search."""

from datetime import UTC, datetime, time, timedelta

import click

from weerklank import bootstrap
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.item import ArchivalItem
from weerklank.model.item_words import KINDS
from weerklank.model.platform import Platform
from weerklank.model.question import Question
from weerklank.services.find_items import find_items
from weerklank.services.item_json import author_name, hit_json

_DAY = click.DateTime(["%Y-%m-%d"])
_SHOWN = 160


@click.command(
    "search",
    help=say(
        "Zoek QUERY: hele woorden die alle voorkomen; tussen aanhalingstekens naast elkaar.",
        "Search for QUERY: whole words, all of which occur; in quotes beside each other.",
    ),
)
@click.argument("query", metavar="QUERY", nargs=-1)
@click.option("--account", metavar="A", help=say("Alleen dit account.", "This account only."))
@click.option(
    "--platform",
    type=click.Choice([str(p) for p in Platform]),
    help=say("Alleen dit platform.", "This platform only."),
)
@click.option(
    "--kind",
    type=click.Choice(["profile", "post", "reply", "boost", "story"]),
    help=say("Alleen deze soort.", "This kind only."),
)
@click.option(
    "--from",
    "since",
    type=_DAY,
    metavar="DATE",
    help=say("Vanaf deze dag (UTC).", "From this day on (UTC)."),
)
@click.option(
    "--to",
    "until",
    type=_DAY,
    metavar="DATE",
    help=say("Tot en met deze dag (UTC).", "Up to and including this day (UTC)."),
)
@click.option(
    "--process",
    metavar="CODE",
    help=say("Alleen dit werkproces.", "This work process only."),
)
@click.option(
    "--scenario",
    type=click.Choice(["A", "B", "C"]),
    help=say(
        "Alleen wat onder dit scenario is geoogst.", "Only what was harvested in this scenario."
    ),
)
@click.option(
    "--technique",
    type=click.Choice(
        sorted({t.value for c in bootstrap.connectors() for t in c.manifest.techniques})
    ),
    help=say("Alleen wat zo is geoogst.", "Only what was harvested this way."),
)
@click.option(
    "--media",
    type=click.Choice(["yes", "no", "image", "video", "audio"]),
    help=say(
        "Met of zonder media, of met media van deze soort.",
        "With or without media, or with media of this type.",
    ),
)
@click.option(
    "--state",
    type=click.Choice(["present", "edited"]),
    help=say("Alleen in deze toestand.", "In this state only."),
)
@click.option(
    "--limit",
    type=click.IntRange(1, 1000),
    default=20,
    metavar="N",
    show_default=True,
    help=say("Hoeveel er hooguit worden getoond.", "How many are shown at most."),
)
@click.option(
    "--sort",
    type=click.Choice(["newest", "relevance"]),
    default="newest",
    show_default=True,
    help=say("Volgorde.", "Order."),
)
@common
def search_command(
    given: Common,
    /,
    query: tuple[str, ...],
    account: str | None,
    since: datetime | None,
    until: datetime | None,
    limit: int,
    sort: str,
    **facts: str | None,
) -> None:
    """Search."""
    _refuse_bytes(*query, *(value or "" for value in facts.values()))
    workplace = given.workplace()
    if account:
        facts["account"] = workplace.register().find(account).id
    hits = find_items(
        workplace,
        Question(
            words=" ".join(query),
            tags=tuple(f"{name}:{value}" for name, value in sorted(facts.items()) if value),
            since=_midnight(since, 0),
            until=_midnight(until, 1),
            limit=limit,
            newest_first=sort == "newest",
        ),
    )

    def text() -> None:
        echo(say("{total} gevonden", "{total} found", total=hits.total))
        for item in hits.items:
            show_hit(item)

    answer(
        {"hits": [hit_json(item) for item in hits.items], "total": hits.total},
        as_json=given.json,
        text=text,
    )


def _refuse_bytes(*given: str) -> None:
    """Refuse what is no text: bytes of a command line that are not UTF-8."""
    if any(not text.isascii() and text.encode(errors="ignore").decode() != text for text in given):
        raise click.UsageError(say("De zoekvraag is geen UTF-8.", "The query is not UTF-8."))


def _midnight(day: datetime | None, later: int) -> datetime | None:
    if day is None:
        return None
    return datetime.combine(day.date() + timedelta(days=later), time(), UTC)


def kind_words(item: ArchivalItem) -> str:
    """Say for people what kind of item it is."""
    return KINDS[item.kind].say(language())


def show_hit(item: ArchivalItem) -> None:
    """Show an item in two lines."""
    echo()
    echo(f"{item.id}  {item.created_at}  {kind_words(item)}  {author_name(item.author)}")
    words = " ".join((item.title or "", item.text or "")).split()
    line = " ".join(words)
    echo(f"  {line[:_SHOWN]}{'…' if len(line) > _SHOWN else ''}")

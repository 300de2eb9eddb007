"""`weerklank search`: full-text search."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import NoReturn

import click

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo, error_json
from weerklank.cli.selection_options import selected, selection_options
from weerklank.model.errors import BrokenInput
from weerklank.model.item import ArchivalItem
from weerklank.model.item_words import KINDS
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.question import Order
from weerklank.model.text import Text
from weerklank.services.find.echo import Echo
from weerklank.services.find.find_items import Facet, Hit, SearchPage, find_items, search_page
from weerklank.services.find.item_json import author_in_words, hit_json
from weerklank.services.find.mark_words import Snippet, where_of

_SHOWN = 160
_FACETS = {
    "account": Text("Account", "Account"),
    "platform": Text("Platform", "Platform"),
    "kind": Text("Soort", "Kind"),
    "author": Text("Auteur", "Author"),
    "process": Text("Werkproces", "Process"),
    "scenario": Text("Scenario", "Scenario"),
    "technique": Text("Techniek", "Technique"),
    "media": Text("Media", "Media"),
    "captions": Text("Ondertiteling", "Captions"),
    "state": Text("Staat", "State"),
    "hotspot": Text("Hotspot", "Hotspot"),
    "year": Text("Jaar", "Year"),
    "month": Text("Maand", "Month"),
}
_DAMAGED = Text("(een versie hiervan is beschadigd)", "(a version of this is damaged)")
_MISSED = Text(
    "(een versie hiervan is beschadigd; wat is gezocht, kan daarin staan)",
    "(a version of this is damaged; what was sought may stand in it)",
)


@click.command(
    "search",
    help=say(
        "Zoek QUERY: hele woorden die alle voorkomen; tussen aanhalingstekens naast elkaar. "
        "Verder: woord* voor een begin, #onderwerp, en AND, OR, NOT (of EN, OF, NIET) met "
        "haakjes; een min vóór een woord is NOT. Een bericht telt als geheel, met al zijn "
        "versies. Een filter mag vaker: dan geldt een van zijn waarden.",
        "Search for QUERY: whole words, all of which occur; in quotes beside each other. "
        "Besides: word* for a beginning, #topic, and AND, OR, NOT (or EN, OF, NIET) with "
        "parentheses; a minus before a word is NOT. A post counts as a whole, with all its "
        "versions. A filter may be repeated: then any of its values holds.",
    ),
)
@click.argument("query", metavar="QUERY", nargs=-1)
@selection_options
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
    type=click.Choice([one.value for one in Order]),
    default="newest",
    show_default=True,
    help=say("Volgorde.", "Order."),
)
@click.option(
    "--stem",
    is_flag=True,
    help=say(
        "Ook andere vormen van de woorden: brug vindt bruggen.",
        "Other forms of the words too: brug finds bruggen.",
    ),
)
@click.option(
    "--facets",
    is_flag=True,
    help=say(
        "Tel ook hoeveel er per account, soort, maand enzovoort zijn.",
        "Also count how many there are per account, kind, month and so on.",
    ),
)
@common
def search_command(
    given: Common,
    /,
    query: tuple[str, ...],
    account: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    limit: int,
    sort: str,
    *,
    stem: bool,
    facets: bool,
    **facts: tuple[str, ...],
) -> None:
    """Search."""
    workplace = given.workplace()
    question = replace(
        selected(workplace, query, account, since, until, facts),
        stem=stem,
        limit=limit,
        order=Order(sort),
    )
    page = search_page(workplace, question) if facets else None
    hits = page.hits if page else find_items(workplace, question)
    value: JsonObject = {"hits": [_hit_json(hit) for hit in hits.hits], "total": hits.total}
    if stem:
        value["forms"] = [[*forms] for forms in hits.forms]
    if page:
        value |= {"echo": _echo_json(page.echo), "facets": _facets_json(page)}

    def text() -> None:
        echo(say("{total} gevonden", "{total} found", total=hits.total))
        for forms in hits.forms:
            echo(say("Gezocht op: {words}", "Searched for: {words}", words=", ".join(forms)))
        for hit in hits.hits:
            show_item_line(hit.item)
            if not any(where_of(hit.item, one) is None for one in hit.snippets):
                echo(f"  {_beginning(hit.item)}")
            for one in hit.snippets:
                where = where_of(hit.item, one)
                echo(f"  {f'({where.say(language())}) ' if where else ''}{_marked(one)}")
            if hit.damage:
                echo(f"  {(_MISSED if hit.is_unexplained else _DAMAGED).say(language())}")
        for facet in page.facets if page else ():
            _show_facet(facet)

    if hits.damage:
        tell_with_damage(hits.damage[0], value, None if given.json else text)
    answer(value, as_json=given.json, text=text)


def tell_with_damage(
    damage: BrokenInput, value: JsonObject, text: Callable[[], None] | None
) -> NoReturn:
    """Tell what was found, and with exit 6 that something of it lies in a damaged file."""
    if text is not None:
        text()
    damage.answer = value
    raise damage


def _hit_json(hit: Hit) -> JsonObject:
    value = hit_json(hit.item, hit.state) | {
        "in_thread": hit.in_thread,
        "snippets": [_snippet_json(snippet) for snippet in hit.snippets],
        "techniques": [*hit.techniques],
    }
    # Only of what is damaged: everything else has nothing to say here.
    return value | ({"damage": error_json(hit.damage[0])} if hit.damage else {})


def _snippet_json(snippet: Snippet) -> JsonObject:
    """Write a snippet with the places of its marks: begin and end, counted in characters."""
    marks: list[Json] = []
    at = 0
    for piece in snippet.pieces:
        if piece.marked:
            marks.append([at, at + len(piece.text)])
        at += len(piece.text)
    return {
        "marks": marks,
        "text": "".join(piece.text for piece in snippet.pieces),
        "version": snippet.version,
        "where": str(snippet.where),
    }


def _facets_json(page: SearchPage) -> JsonObject:
    return {
        facet.name: [{"count": value.count, "value": value.value} for value in facet.values]
        for facet in page.facets
    }


def _echo_json(echo_: Echo) -> JsonObject:
    return {
        "bars": [
            {"posts": bar.posts, "replies": bar.replies, "start": bar.start.isoformat()}
            for bar in echo_.bars
        ],
        "outside": echo_.outside,
        "step": str(echo_.step),
    }


def _show_facet(facet: Facet) -> None:
    counted = [value for value in facet.values if value.count]
    if counted:
        echo()
        echo(_FACETS[facet.name].say(language()))
        for value in counted:
            echo(f"  {value.count:>8}  {value.value}")


def kind_words(item: ArchivalItem) -> str:
    """Say for people what kind of item it is."""
    return KINDS[item.kind].say(language())


def show_hit(item: ArchivalItem) -> None:
    """Show an item in two lines."""
    show_item_line(item)
    echo(f"  {_beginning(item)}")


def show_item_line(item: ArchivalItem) -> None:
    """Show which item it is."""
    echo()
    day = item.created_at if item.is_dated else say("zonder dag", "without a day")
    who = author_in_words(item.author, language())
    echo(f"{item.id}  {day}  {kind_words(item)}  {who}")


def _beginning(item: ArchivalItem) -> str:
    line = " ".join(" ".join((item.title or "", item.text or "")).split())
    return f"{line[:_SHOWN]}{'…' if len(line) > _SHOWN else ''}"


def _marked(snippet: Snippet) -> str:
    """Show a snippet on one line, with what was found between arrows."""
    pieces = (f"»{one.text}«" if one.marked else one.text for one in snippet.pieces)
    line = " ".join("".join(pieces).split())
    return f"{'…' if snippet.cut_before else ''}{line}{'…' if snippet.cut_after else ''}"

"""Find: search in the catalogue, read in the packages."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.facts import COUNTED, HOTSPOT, SPECIAL
from weerklank.catalogue.item_places import Located
from weerklank.catalogue.query import (
    MOST,
    Appeared,
    ask,
    count,
    count_days,
    count_facts,
    count_months,
    sought_of,
)
from weerklank.catalogue.query_clauses import Laid
from weerklank.catalogue.query_words import Sought
from weerklank.minimise.item_keys import ItemKeys
from weerklank.model.clock import civil_day
from weerklank.model.deletion import Deletion
from weerklank.model.errors import BrokenInput
from weerklank.model.item import ArchivalItem, AuthorRole, ItemState, state_of, techniques_of
from weerklank.model.item_address import item_address
from weerklank.model.platform import Platform
from weerklank.model.question import PERIOD, Question
from weerklank.model.special import LaidStates
from weerklank.model.symbols import decode
from weerklank.services.find.echo import Echo, Step, echo_of, fits_days
from weerklank.services.find.forms_in_sight import forms_in_sight
from weerklank.services.find.hold_against_log import unlike_log
from weerklank.services.find.item_json import author_name
from weerklank.services.find.mark_words import Snippet, is_explained, snippets_of
from weerklank.services.find.protection import hotspot_rows
from weerklank.services.find.read_items import ItemReader, ask_for_part
from weerklank.services.find.read_marks import is_special, laid_states
from weerklank.services.find.show_thread import may_see
from weerklank.services.seal.read_destructions import read_lists
from weerklank.services.workplace import Workplace

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An item that was found, as its newest version has it."""

    item: ArchivalItem
    state: ItemState
    #: What is known of its end; None of what is there still, as far as anyone looked.
    deletion: Deletion | None
    #: Handle of the account, or pseudonym.
    author: str
    #: Techniques by which it was seen.
    techniques: tuple[str, ...]
    #: Whether any of its versions was for followers only.
    shielded: bool
    #: Whether it probably holds special data (D7).
    special: bool
    #: Items of its thread that the archive holds, itself included.
    in_thread: int
    #: Why it was found; empty when only facts were asked.
    snippets: tuple[Snippet, ...]
    #: What is wrong with files in which versions of it lie, the newest first.
    damage: tuple[BrokenInput, ...] = ()
    #: Whether the words that can be read are not enough for it to be found.
    is_unexplained: bool = False


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a fact, and how many of what was found have it."""

    value: str
    count: int
    #: Whether the question asks for it.
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One fact with its values, the most frequent first; years and months the newest first.

    Counted without what the question asks of this very fact, so that another value can be chosen.
    """

    name: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Loosened:
    """How much would be found if one fact, or the period, were not asked."""

    name: str
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """One page of what was found."""

    question: Question
    #: Everything that was found.
    total: int
    hits: tuple[Hit, ...]
    #: Whether there is a page behind this one that can be asked.
    has_more: bool
    #: Where forms of words count: each word with the forms that were sought.
    forms: tuple[tuple[str, ...], ...]
    #: Of what was found and can't be read: which file is damaged or gone. `verify` tells all.
    unreadable: tuple[BrokenInput, ...] = ()

    @property
    def damage(self) -> tuple[BrokenInput, ...]:
        """What is wrong with any file in which something of this page lies."""
        return (*self.unreadable, *(one for hit in self.hits for one in hit.damage))

    @property
    def reached(self) -> int:
        """How many of what was found pages can reach."""
        return min(self.total, MOST)

    @property
    def pages(self) -> int:
        """How many pages of this length can be asked."""
        return -(-self.reached // self.question.limit)

    @property
    def items(self) -> list[ArchivalItem]:
        """The items of the page."""
        return [hit.item for hit in self.hits]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """All that a page of search shows."""

    hits: Hits
    facets: tuple[Facet, ...]
    #: Of all that was found, not of this page alone.
    echo: Echo
    #: How many were not looked through, as who asks may not see them: whatever the words are, so
    #: that no question tells what stands in them.
    withheld: int
    #: Where nothing was found: which fact stands in the way.
    loosened: tuple[Loosened, ...]


def find_items(workplace: Workplace, question: Question, leaving_out: Iterable[str] = ()) -> Hits:
    """Search; gives each item of which a version fits once, by its newest version.

    `leaving_out` names items, by key, that are not asked for. WrongUse with a hint when the words
    can't be read. What lies in a damaged file is named and takes nothing else away.
    """

    def find(catalogue: Catalogue, reader: ItemReader) -> Hits:
        return _find(_search(workplace, catalogue, question, reader, leaving_out))

    return ask_for_part(workplace, find)


def search_page(workplace: Workplace, question: Question) -> SearchPage:
    """Search, with what stands beside the hits: facets with counts, echo, and what blocks."""

    def page(catalogue: Catalogue, reader: ItemReader) -> SearchPage:
        search = _search(workplace, catalogue, question, reader, (), counting=True)
        hits = _find(search)
        months = count_months(catalogue.texts, question, search.apart)
        return SearchPage(
            hits=hits,
            facets=(*_facets(search), *_periods(search, months)),
            echo=_echo(search, months),
            withheld=0 if question.sight.special else _special(search),
            loosened=() if hits.total else tuple(_loosened(search)),
        )

    return ask_for_part(workplace, page)


@dataclass(frozen=True, slots=True)
class _Search:
    """A question, the catalogue that it is put to, and what is on its way out of it."""

    workplace: Workplace
    reader: ItemReader
    catalogue: Catalogue
    question: Question
    #: The states that decisions gave to items, by key.
    laid: LaidStates
    #: Rows of which the index does not know what became.
    apart: Laid


def _search(
    workplace: Workplace,
    catalogue: Catalogue,
    question: Question,
    reader: ItemReader,
    leaving_out: Iterable[str],
    *,
    counting: bool = False,
) -> _Search:
    going = (found.keys for found in read_lists(workplace).values() if found.is_open)
    keys = [decode(key) for key in {*leaving_out}.union(*going)]
    laid = laid_states(workplace)
    database = catalogue.database
    asks_hotspots = counting or bool(question.values(HOTSPOT))
    rows = {
        state: database.places.rows_of_keys(
            decode(key) for key, its in laid.items() if its is state
        )
        for state in set(laid.values())
    }
    apart = Laid(
        database.places.rows_of_keys(keys),
        rows,
        special=database.places.rows_of_keys(map(decode, laid.special)),
        ordinary=[
            row
            for key, version in laid.ordinary.items()
            for row in database.places.rows_up_to(decode(key), version)
        ],
        hotspots=hotspot_rows(workplace, catalogue) if asks_hotspots else {},
    )
    search = _Search(workplace, reader, catalogue, question, laid, apart)
    only = _row_at(search)
    return replace(search, apart=replace(apart, only=only)) if only else search


def _find(search: _Search) -> Hits:
    question, database = search.question, search.catalogue.database
    answer = ask(search.catalogue.texts, question, search.apart)
    sought = sought_of(search.catalogue.texts, question)
    places = [place for row in answer.rows if (place := database.places.by_row(row)) is not None]
    hits: list[Hit] = []
    unreadable: list[BrokenInput] = []
    for place in places:
        found = _hit(search, place, sought)
        if isinstance(found, Hit):
            hits.append(found)
        else:
            unreadable.append(found)
    return Hits(
        question=question,
        total=answer.total,
        hits=tuple(hits),
        unreadable=tuple(unreadable),
        has_more=min(answer.total, MOST) > question.offset + question.limit,
        forms=forms_in_sight(search.catalogue.texts, question, search.apart, sought),
    )


def _row_at(search: _Search) -> tuple[int, ...]:
    """Give the row of the post of ours whose address on its platform was asked, if any.

    Of ours alone: by the address of someone's reply one would learn under which pseudonym they go.
    Nor where texts have the address: those are asked for.
    """
    question, database = search.question, search.catalogue.database
    if not _ADDRESS.fullmatch(question.words.strip()):
        return ()
    if count(search.catalogue.texts, replace(question, tags=(), since=None, until=None)):
        return ()
    keys = ItemKeys(search.workplace.keys.ids)
    address = item_address(question.words)
    for platform in Platform:
        place = database.places.newest_by_key(keys.tag(platform, address))
        if place is None or place.row in search.apart.gone:
            continue
        item = search.reader.try_read(place)
        if isinstance(item, BrokenInput):
            return (place.row,)  # what is wrong with its file is told instead
        if item.author.role is AuthorRole.OWN and may_see(
            item, question.sight, search.laid, place
        ):
            return (place.row,)
    return ()


def _special(search: _Search) -> int:
    """Give how many items of the whole archive are special."""
    laid, apart = search.laid, search.apart
    told = replace(apart, gone=[*apart.gone, *apart.special, *apart.ordinary], only=())
    by_rule = count(search.catalogue.texts, Question(tags=(SPECIAL,)), told)
    places = search.catalogue.database.places
    return by_rule + sum(places.newest_by_key(decode(key)) is not None for key in laid.special)


def _hit(search: _Search, place: Located, sought: Sought | None) -> Hit | BrokenInput:
    """Give a hit, or what is wrong with the file of its newest version; older ones may miss."""
    reader, database = search.reader, search.catalogue.database
    item = reader.try_read(place)
    if isinstance(item, BrokenInput):
        return item
    versions: list[ArchivalItem] = [item]
    damage: list[BrokenInput] = []
    places = database.places.versions_by_key(place.key)[::-1] if item.version > 1 else [place]
    for one in map(reader.try_read, places[1:]):
        if isinstance(one, BrokenInput):
            damage.append(one)
        else:
            versions.append(one)
    snippets, unmarked = snippets_of(versions, sought)
    is_unexplained = not is_explained(sought, unmarked)
    if is_unexplained and not damage:
        # The words were there when it was indexed: was one of the versions changed since?
        damage.extend(unlike_log(search.workplace, places))
    deletion = database.deletions.of(place.key)
    return Hit(
        item=item,
        state=state_of(item, search.laid, deleted=deletion is not None),
        deletion=deletion,
        author=author_name(item.author),
        techniques=techniques_of(versions),
        shielded=place.shielded,
        special=is_special(place, search.laid),
        in_thread=database.threads.size(place.thread),
        snippets=snippets,
        damage=tuple(damage),
        is_unexplained=is_unexplained,
    )


def _facets(search: _Search) -> Iterator[Facet]:
    question, texts = search.question, search.catalogue.texts
    whole = count_facts(texts, question, search.apart)
    for name in COUNTED:
        chosen = question.values(name)
        counted = count_facts(texts, question.without(name), search.apart) if chosen else whole
        values = {
            value: number
            for fact, number in counted.items()
            for of, _, value in (fact.partition(":"),)
            if of == name
        }
        values |= {value: 0 for value in chosen if value not in values}
        yield Facet(
            name,
            tuple(
                FacetValue(value, values[value], value in chosen)
                for value in sorted(values, key=lambda value: (-values[value], value))
            ),
        )


def _echo(search: _Search, months: list[Appeared]) -> Echo:
    # Days are many to count over the years: only where they fit the picture.
    drawn = _drawn(months)
    if drawn and fits_days(drawn[0].start, drawn[-1].start):
        return echo_of(_drawn(count_days(search.catalogue.texts, search.question, search.apart)))
    return echo_of(drawn, Step.MONTH)


def _drawn(counted: list[Appeared]) -> list[Appeared]:
    """Leave out where nothing but a profile appeared: a picture is of what was said."""
    return [one for one in counted if one.posts or one.replies]


def _periods(search: _Search, months: list[Appeared]) -> Iterator[Facet]:
    """Give years and months; counted without the period that is asked, as other facts are.

    Profiles count too, in the year in which the account was made: by that they are found.
    """
    question = search.question
    if question.since or question.until:
        months = count_months(search.catalogue.texts, question.without(PERIOD), search.apart)
    for name, signs in (("year", 4), ("month", 7)):
        counts: dict[str, int] = {}
        for one in months:
            value = one.start.isoformat()[:signs]
            counts[value] = counts.get(value, 0) + one.posts + one.replies + one.profiles
        yield Facet(
            name,
            tuple(
                FacetValue(value, counts[value], _is_asked(question, value))
                for value in sorted(counts, reverse=True)
            ),
        )


def _is_asked(question: Question, period: str) -> bool:
    """Tell whether a year or month is exactly what the question asks."""
    if question.since is None or question.until is None:
        return False
    since, until = civil_day(question.since), civil_day(question.until)
    year, month = int(period[:4]), int(period[5:] or 1)
    following = (year + 1, 1) if len(period) == 4 else (year + month // 12, month % 12 + 1)
    return (since.year, since.month, until.year, until.month, since.day, until.day) == (
        year, month, *following, 1, 1,
    )  # fmt: skip


def _loosened(search: _Search) -> Iterator[Loosened]:
    question = search.question
    names = [*dict.fromkeys(tag.partition(":")[0] for tag in question.tags)]
    if question.since or question.until:
        names.append(PERIOD)
    for name in names:
        total = count(search.catalogue.texts, question.without(name), search.apart)
        if total:
            yield Loosened(name, total)

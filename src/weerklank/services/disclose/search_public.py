"""Search public: what the portal finds and counts, of public items alone (ADR 0142)."""

import threading
from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from pathlib import Path

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.facts import texts_of
from weerklank.catalogue.item_places import Located
from weerklank.catalogue.query import Appeared, rows_fitting
from weerklank.catalogue.shown_words import ShownWords
from weerklank.disclose.renumber import Renumbered
from weerklank.model.errors import BrokenInput
from weerklank.model.item import ArchivalItem, ItemState, Medium, state_of
from weerklank.model.question import Question, Sight
from weerklank.services.disclose.public_items import (
    REMEMBERED,
    PublicItem,
    PublicItems,
    items_in,
)
from weerklank.services.find.echo import Echo, echo_of
from weerklank.services.find.read_items import ItemReader, ask_for_part
from weerklank.services.workplace import Workplace

#: Signs of what may be asked, posts on a page, and pages that can be reached.
LONGEST, A_PAGE, MOST_PAGES = 200, 20, 50
#: Of so many public posts one fits, or fewer: then those are put in order, else all are gone by.
_FEW = 10
_ACCOUNT, _DAY = attrgetter("account"), attrgetter("day")
_OPEN = Sight(shielded=False, restricted=False, special=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicQuestion:
    """What a visitor asks."""

    words: str = ""
    account: str = ""
    since: date | None = None
    #: The last day.
    until: date | None = None
    #: The first is 1.
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPost:
    """A public post with its words, as everyone may read them."""

    found: PublicItem
    #: Its newest version; only its words below are for showing.
    item: ArchivalItem
    title: str
    text: str
    is_edited: bool
    media: tuple[Medium, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicHits:
    """One page of what was found, and what all of it comes to."""

    question: PublicQuestion
    total: int
    posts: tuple[PublicPost, ...]
    pages: int
    echo: Echo
    #: Of what is found but for the choice of an account.
    by_account: Mapping[str, int]


def search_public(workplace: Workplace, question: PublicQuestion) -> PublicHits:
    """Search what is public, the newest first.

    WrongUse when the words can't be read. Words that are too long are cut off, and a page behind
    the last gives the last.
    """

    def search(catalogue: Catalogue, reader: ItemReader) -> PublicHits:
        public = items_in(workplace, catalogue)
        fitting = _fitting(workplace, catalogue, reader, public, question)
        every = _within(fitting, question)
        found = every
        if question.account:
            found = [one for one in every if one.account == question.account]
        pages = min(max(1, -(-len(found) // A_PAGE)), MOST_PAGES)
        at = min(max(1, question.page), pages)
        shown = found[(at - 1) * A_PAGE : at * A_PAGE]
        return PublicHits(
            question=question,
            total=len(found),
            posts=tuple(posts_of(catalogue, reader, shown)),
            pages=pages,
            echo=_echo(public, question, found),
            by_account=Counter(map(_ACCOUNT, every)),
        )

    return ask_for_part(workplace, search)


def newest_public(workplace: Workplace, most: int, account: str = "") -> tuple[PublicPost, ...]:
    """Give the newest public posts, of all accounts or of one."""

    def newest(catalogue: Catalogue, reader: ItemReader) -> tuple[PublicPost, ...]:
        every = items_in(workplace, catalogue).shown.values()
        found = [one for one in every if account in ("", one.account)]
        return tuple(posts_of(catalogue, reader, found[:most]))

    return ask_for_part(workplace, newest)


def posts_of(
    catalogue: Catalogue, reader: ItemReader, found: Iterable[PublicItem]
) -> Iterable[PublicPost]:
    """Read the words of public posts; what lies in a damaged file is left out."""
    for one in found:
        place = place_of(catalogue, one)
        item = reader.try_read(place) if place else None
        if item is not None and not isinstance(item, BrokenInput):
            yield public_post(one, item, Renumbered())


def place_of(catalogue: Catalogue, found: PublicItem) -> Located | None:
    """Find where a public post lies; None where its row is another's by now."""
    place = catalogue.database.places.by_row(found.row)
    return place if place is not None and place.key == found.key else None


def public_post(found: PublicItem, item: ArchivalItem, persons: Renumbered) -> PublicPost:
    """Give the words of a post with other names for whoever stands in it under a pseudonym."""
    return PublicPost(
        found=found,
        item=item,
        title=persons.text(item.title or ""),
        text=persons.text(item.text or ""),
        is_edited=state_of(item) is ItemState.EDITED,
        media=item.media,
    )


def _fitting(
    workplace: Workplace,
    catalogue: Catalogue,
    reader: ItemReader,
    public: PublicItems,
    question: PublicQuestion,
) -> Sequence[PublicItem]:
    """Give what fits by the words that are shown: not by those of an older version."""
    words = question.words[:LONGEST].strip()
    if not words:
        return [*public.shown.values()]
    return public.asked.of(words, lambda: _sought(workplace, catalogue, reader, public, words))


def _sought(
    workplace: Workplace,
    catalogue: Catalogue,
    reader: ItemReader,
    public: PublicItems,
    words: str,
) -> tuple[PublicItem, ...]:
    asked = Question(words=words, tags=("author:own",), sight=_OPEN)
    otherwise = _WORDS.of(workplace.layout.index, catalogue, reader, public)
    rows = {row for row in rows_fitting(catalogue.texts, asked) if row not in public.otherwise}
    rows.update(otherwise.fitting(asked))
    if not public.shown:
        return ()
    if len(rows) > len(public.shown) // _FEW:
        return tuple(one for one in public.shown.values() if one.row in rows)
    there = [one for row in rows if (one := public.by_row.get(row))]
    return tuple(sorted(there, key=lambda one: (-one.created, one.id)))


class _HeldWords:
    """Words of what the index on disk knows otherwise than it is shown, of each archive."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._places: OrderedDict[Path, tuple[PublicItems, ShownWords]] = OrderedDict()

    def of(
        self, place: Path, catalogue: Catalogue, reader: ItemReader, public: PublicItems
    ) -> ShownWords:
        """Give them for what is public now; none of what is not, or not any more."""

        def read(row: int) -> list[str] | None:
            located = catalogue.database.places.by_row(row)
            item = reader.try_read(located) if located else None
            if item is None or isinstance(item, BrokenInput):
                return None
            persons = Renumbered()
            return [persons.text(text) for text in texts_of(item)]

        with self._lock:
            known, words = self._places.get(place, (None, ShownWords()))
            if known is not public:
                words = words.renewed(public.otherwise, read)
                self._places[place] = public, words
            self._places.move_to_end(place)
            while len(self._places) > REMEMBERED:
                self._places.popitem(last=False)
            return words


_WORDS = _HeldWords()


def _within(fitting: Sequence[PublicItem], question: PublicQuestion) -> Sequence[PublicItem]:
    """Give those of the period that is asked; of a hundred thousand each step counts."""
    if question.since is None and question.until is None:
        return fitting
    since, until = question.since or date.min, question.until or date.max
    return [one for one in fitting if (day := one.day) is not None and since <= day <= until]


def _echo(public: PublicItems, question: PublicQuestion, found: Sequence[PublicItem]) -> Echo:
    """Count by day; replies where all posts are counted, and not only those with some words."""
    posts = Counter(map(_DAY, found))
    replies: Counter[date] = Counter()
    if not question.words.strip():
        for account, days in public.days.items():
            if question.account in ("", account):
                replies.update(
                    {
                        day: number
                        for day, number in days.items()
                        if (question.since is None or day >= question.since)
                        and (question.until is None or day <= question.until)
                    }
                )
    every = sorted({day for day in posts if day is not None} | replies.keys())
    return echo_of([Appeared(day, posts[day], replies[day]) for day in every])

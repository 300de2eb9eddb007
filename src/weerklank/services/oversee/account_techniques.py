"""Account techniques: what of an account which techniques saw, and the sum of it set by set.

Counted by the catalogue alone, so that an account of a million posts is counted in a moment
(requirement C6, docs/adr/0101).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from weerklank.catalogue.beside import BesideRow, Meant
from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.account import Account
from weerklank.model.beside import (
    LETTERS,
    WEIGHTS,
    Aspect,
    Consequence,
    Difference,
    bits_of,
    differences_in,
    letters_in,
)
from weerklank.model.errors import BrokenInput
from weerklank.model.item import ArchivalItem, ItemState, state_of
from weerklank.model.question import Sight
from weerklank.model.run import Technique
from weerklank.model.special import LaidStates
from weerklank.model.symbols import decode
from weerklank.model.text import Text
from weerklank.services.find.read_items import ItemReader, ask_for_part
from weerklank.services.find.read_marks import is_special, laid_states
from weerklank.services.find.show_item import EVERYTHING
from weerklank.services.find.show_thread import may_see
from weerklank.services.oversee.account_activity import restricted_of
from weerklank.services.oversee.technique_limits import Limit, TechniqueLimits
from weerklank.services.oversee.technique_looks import EVER, NEVER, Look, looks_of, number_of
from weerklank.services.oversee.technique_sets import Gone, SetOf, marks_of, place_of, sets_of
from weerklank.services.runs.read_runs import read_runs
from weerklank.services.workplace import Workplace

#: What a difference by which aspect is one, to ask a platform's limits for.
_ON: Mapping[Difference, Aspect] = {
    Difference.WORDS: Aspect.TEXT,
    Difference.EDIT: Aspect.EDITED,
    Difference.FILES: Aspect.FILES,
    Difference.LACKING: Aspect.FILES,
    Difference.MEDIA: Aspect.MEDIA,
    Difference.ALT: Aspect.ALT,
    Difference.CAPTIONS: Aspect.CAPTIONS,
    Difference.NUMBERS: Aspect.LIKES,
    Difference.MOMENT: Aspect.MOMENT,
    Difference.VISIBILITY: Aspect.VISIBILITY,
    Difference.ADDRESS: Aspect.ADDRESS,
    Difference.ANSWERS: Aspect.ANSWERS,
    Difference.REPLIES: Aspect.REPLIES,
}


@dataclass(frozen=True, slots=True)
class Differs:
    """On how many posts and replies techniques differ in one way."""

    difference: Difference
    count: int
    weight: Consequence
    #: Why the platform leaves it so, by a technique, where it does.
    limit: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountBeside:
    """What of an account in a period was seen by which techniques."""

    account: Account
    first: date | None
    last: date | None
    #: Largest first.
    sets: tuple[SetOf, ...]
    #: What counts for completeness first, then the most.
    differences: tuple[Differs, ...]
    looks: Mapping[Technique, Look]
    #: Techniques by which the platform gives no replies of others, and why.
    no_replies: Mapping[Technique, Text]
    #: That one post may stand in two records, where the platform leaves no choice.
    not_joined: Text | None = None

    @property
    def posts(self) -> int:
        """Give what the archive holds of the account's own messages."""
        return sum(one.posts for one in self.sets)

    @property
    def replies(self) -> int:
        """Give what it holds of replies by others."""
        return sum(one.replies for one in self.sets)

    @property
    def used(self) -> tuple[Technique, ...]:
        """Give the techniques that saw anything, or finished a run."""
        seen = {letter for one in self.sets for letter in one.letters}
        return tuple(one for one in LETTERS if one in seen or self.looks[one].runs)

    def seen_by(self, letter: Technique) -> SetOf:
        """Give how much one technique saw, whoever else did."""
        own = [one for one in self.sets if letter in one.letters]
        return SetOf((letter,), sum(o.posts for o in own), sum(o.replies for o in own))


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideHit:
    """A post of a list of those that were seen by some techniques, or on which they differ."""

    item: ArchivalItem
    state: ItemState
    shielded: bool
    special: bool
    letters: tuple[Technique, ...]
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which posts of an account are listed."""

    #: First and last day in Europe/Amsterdam; None for no bound.
    first: date | None = None
    last: date | None = None
    #: Exactly by whom they were seen.
    letters: tuple[Technique, ...] | None = None
    difference: Difference | None = None
    #: Only what others wrote, or only what the account did.
    theirs: bool | None = None
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideHits:
    """A part of such a list."""

    hits: tuple[BesideHit, ...]
    has_more: bool
    #: What is wrong with files that could not be read.
    damage: tuple[BrokenInput, ...] = field(default=())


def account_techniques(
    workplace: Workplace,
    name: str,
    limits: Iterable[Limit],
    first: date | None = None,
    last: date | None = None,
    sight: Sight = EVERYTHING,
) -> AccountBeside:
    """Count what of an account was seen by which techniques, from a day to another, both included.

    `limits` are those of its platform. WrongUse when the register does not know the account.
    """
    account = workplace.register().find(name)
    bounds = TechniqueLimits(tuple(limits))
    looks = looks_of(read_runs(workplace, account.id))
    begin, until = _span(first, last)
    meant = Meant(account=account.id, first=begin, until=until)
    marks = marks_of(account, looks)
    hidden = () if sight.restricted else restricted_of(workplace, account)

    def ask(catalogue: Catalogue, _reader: ItemReader) -> AccountBeside:
        beside = catalogue.database.beside
        counted: Counter[tuple[int, int, int, int]] = Counter()
        for day, theirs, seen, differs, count in beside.counted(meant):
            counted[theirs, seen, differs, place_of(day, marks)] += count
        unseen = {decode(key) for key in hidden}
        for key in unseen:
            row = beside.row_of(key)
            if row and meant.first <= row[2] < meant.until:
                counted[row[4], row[5], row[6], place_of(row[2], marks)] -= 1
        gone = [
            Gone(seen, place_of(day, marks), datetime.fromtimestamp(created, UTC), last_seen)
            for (key, _, day, created, theirs, seen, _), last_seen in beside.gone(meant)
            if not theirs and key not in unseen
        ]
        return AccountBeside(
            account=account,
            first=first,
            last=last,
            sets=sets_of(account, counted, gone, marks, looks),
            differences=_differences(counted, bounds),
            looks=looks,
            no_replies={
                letter: text
                for letter in LETTERS
                if (text := bounds.on(letter, Aspect.REPLIES)) is not None
            },
            not_joined=bounds.not_joined,
        )

    return ask_for_part(workplace, ask)


def techniques_listed(
    workplace: Workplace, name: str, asked: Asked, sight: Sight = EVERYTHING
) -> BesideHits:
    """List posts of an account by who saw them or on what they differ, newest first."""
    account = workplace.register().find(name)
    laid = laid_states(workplace)

    def ask(catalogue: Catalogue, reader: ItemReader) -> BesideHits:
        begin, until = _span(asked.first, asked.last)
        meant = Meant(
            account=account.id,
            theirs=asked.theirs,
            seen=None if asked.letters is None else bits_of(asked.letters),
            differs=0 if asked.difference is None else bits_of([asked.difference]),
            first=begin,
            until=until,
        )
        rows = catalogue.database.beside.listed(meant, limit=asked.limit + 1, offset=asked.offset)
        hits: list[BesideHit] = []
        damage: list[BrokenInput] = []
        for row in rows[: asked.limit]:
            found = _hit(catalogue, reader, row, sight, laid)
            if isinstance(found, BrokenInput):
                damage.append(found)
            elif found:
                hits.append(found)
        return BesideHits(hits=tuple(hits), has_more=len(rows) > asked.limit, damage=tuple(damage))

    return ask_for_part(workplace, ask)


def _hit(
    catalogue: Catalogue,
    reader: ItemReader,
    row: BesideRow,
    sight: Sight,
    laid: LaidStates,
) -> BesideHit | BrokenInput | None:
    key, *_, seen, differs = row
    place = catalogue.database.places.newest_by_key(key)
    if place is None:
        return None
    item = reader.try_read(place)
    if isinstance(item, BrokenInput):
        return item
    if not may_see(item, sight, laid, place):
        return None
    return BesideHit(
        item=item,
        state=state_of(item, laid, deleted=catalogue.database.deletions.of(key) is not None),
        shielded=place.shielded,
        special=is_special(place, laid),
        letters=letters_in(seen),
        differences=differences_in(differs),
    )


def _span(first: date | None, last: date | None) -> tuple[int, int]:
    """Give from which day to before which other, as numbers since 1970."""
    return (
        EVER if first is None else number_of(first),
        NEVER if last is None else number_of(last) + 1,
    )


def _differences(
    counted: Mapping[tuple[int, int, int, int], int], bounds: TechniqueLimits
) -> tuple[Differs, ...]:
    """Sum up differences; one that a limit explains for some posts alone has two rows."""
    alike: Counter[tuple[int, int]] = Counter()
    for (_, seen, differs, _), count in counted.items():
        alike[seen, differs] += count
    counts: Counter[tuple[Difference, Text | None]] = Counter()
    for (seen, differs), count in alike.items():
        for one in differences_in(differs):
            counts[one, limit_of(one, letters_in(seen), bounds)] += count
    found = [
        Differs(one, count, Consequence.NO_GAP if limit else WEIGHTS[one], limit)
        for (one, limit), count in counts.items()
        if count
    ]
    return tuple(sorted(found, key=lambda one: (not one.weight.counts, -one.count)))


def limit_of(
    difference: Difference, letters: Iterable[Technique], bounds: TechniqueLimits
) -> Text | None:
    """Say why it is no gap: what a platform does not give by one of them is missing by no run."""
    weighs = WEIGHTS[difference] in {Consequence.FINDING, Consequence.GAP}
    if not weighs or difference is Difference.WORDS:
        return None
    told = (bounds.on(letter, _ON[difference]) for letter in letters)
    return next((text for text in told if text is not None), None)

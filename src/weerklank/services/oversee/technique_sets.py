"""Technique sets: what was seen by the same techniques, and why the others did not see it."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from weerklank.model.account import Account, Scenario
from weerklank.model.beside import LETTERS, letters_in
from weerklank.model.run import Technique
from weerklank.services.oversee.technique_looks import (
    EVER,
    NEVER,
    Look,
    Why,
    day_of,
    number_of,
)


@dataclass(frozen=True, slots=True)
class Missed:
    """How many of a set one technique did not see, for one reason."""

    letter: Technique
    why: Why
    count: int
    #: Day after which or before which that is so.
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """A post that is gone from its platform."""

    #: Techniques that saw it, as bits, and its place among the marks.
    seen: int
    place: int
    published: datetime
    #: RFC 3339.
    last_seen: str


@dataclass(slots=True)
class SetOf:
    """What was seen by the same techniques, and by no other."""

    letters: tuple[Technique, ...]
    posts: int = 0
    #: Written by others.
    replies: int = 0
    #: Why the others did not see its posts; those of one letter come to `posts`.
    missed: tuple[Missed, ...] = ()


def marks_of(account: Account, looks: Mapping[Technique, Look]) -> list[int]:
    """Give the days since 1970, in order, from which techniques could see another part of it."""
    marks = {number_of(day) for day in account.turning_days()}
    for look in looks.values():
        for one in look.stretches:
            marks |= {one.first, one.until}
    return sorted(mark for mark in marks if EVER < mark < NEVER)


def place_of(day: int, marks: list[int]) -> int:
    """Give how many of some marks a day has passed."""
    return bisect_right(marks, day)


def sets_of(
    account: Account,
    counted: Mapping[tuple[int, int, int, int], int],
    gone: Sequence[Gone],
    marks: list[int],
    looks: Mapping[Technique, Look],
) -> tuple[SetOf, ...]:
    """Give the sets, largest first, each with why the other techniques did not see its posts.

    `counted` counts by whether others wrote it, techniques, differences and place among `marks`;
    `gone` has those of the account's own that are gone from the platform.
    """
    sets: dict[int, SetOf] = {}
    places: dict[int, Counter[int]] = {}
    for (theirs, seen, _, place), count in counted.items():
        found = sets.setdefault(seen, SetOf(letters_in(seen)))
        if theirs:
            found.replies += count
        else:
            found.posts += count
            places.setdefault(seen, Counter())[place] += count
    for seen, found in sets.items():
        missing = [letter for letter in LETTERS if letter not in found.letters]
        found.missed = tuple(
            one
            for letter in missing
            for one in _missed(
                account,
                looks[letter],
                places.get(seen, Counter()),
                [one for one in gone if one.seen == seen],
                marks,
            )
        )
    ordered = sorted(sets.values(), key=lambda one: (one.posts, one.replies), reverse=True)
    return tuple(one for one in ordered if one.posts or one.replies)


def _missed(
    account: Account,
    look: Look,
    places: Mapping[int, int],
    gone: Sequence[Gone],
    marks: list[int],
) -> list[Missed]:
    """Say why a technique did not see the posts of a set, stretch of time by stretch."""
    counts: Counter[Why] = Counter()
    for place, count in places.items():
        why = _why_of(account, look, place, marks)
        counts[why] += count
    for one in gone:
        why = _why_of(account, look, one.place, marks)
        if why in {Why.MISSED, Why.GAP} and look.looked_after(one.published, one.last_seen):
            counts[why] -= 1
            counts[Why.GONE] += 1
    earliest = min((one.first for one in look.stretches), default=EVER)
    days: dict[Why, date | None] = {
        Why.WAITS: look.reached,
        Why.BEFORE: day_of(earliest) if earliest > EVER else None,
    }
    return [Missed(look.letter, why, counts[why], days.get(why)) for why in Why if counts[why] > 0]


def _why_of(account: Account, look: Look, place: int, marks: list[int]) -> Why:
    """Say why nothing was seen of a stretch of time, by a moment within it."""
    at = marks[place] - 1 if place < len(marks) else (marks[-1] if marks else 0)
    if not look.runs:
        return Why.NEVER
    if account.scenario_on(day_of(at)) is Scenario.C:
        return Why.BY_HAND
    covering = next((one for one in look.stretches if one.first <= at < one.until), None)
    if covering is not None:
        return Why.GAP if covering.has_gaps else Why.MISSED
    return Why.WAITS if look.reached is None or day_of(at) > look.reached else Why.BEFORE

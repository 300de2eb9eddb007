"""Technique looks: how far each technique looked at an account, and why it did not see a post."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from weerklank.catalogue.held_days import EPOCH
from weerklank.model.account import Account, Scenario
from weerklank.model.beside import LETTERS, letter_of
from weerklank.model.clock import civil_day
from weerklank.model.deletion import Deletion
from weerklank.model.run import Technique
from weerklank.services.runs.read_runs import PastRun

#: Before and after every day since 1970.
EVER, NEVER = -(1 << 40), 1 << 40
_BEGIN = EPOCH.toordinal()


class Why(StrEnum):
    """Why a technique did not see something that the archive holds."""

    #: No run of it on this account was finished.
    NEVER = "never"
    #: On that day the account was hybrid or personal: only what is handed in may come in.
    BY_HAND = "by_hand"
    #: No run of it reached that day yet.
    WAITS = "waits"
    #: Its runs read no further back than a later day.
    BEFORE = "before"
    #: The platform does not give such a thing by this technique.
    LIMIT = "limit"
    #: It was gone from the platform before the technique looked.
    GONE = "gone"
    #: A run that looked there missed something: perhaps this.
    GAP = "gap"
    #: It looked there and did not find it.
    MISSED = "missed"

    @property
    def counts(self) -> bool:
        """Tell whether somebody should look why it was not seen."""
        return self in {Why.GAP, Why.MISSED}


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one day to before another (since 1970) that a technique looked at."""

    first: int
    until: int
    #: Whether the newest run that looked there missed something.
    has_gaps: bool


@dataclass(frozen=True)
class Look:
    """How far one technique looked at an account, by runs that were finished."""

    letter: Technique
    #: Newest first; runs on single posts are none.
    runs: tuple[PastRun, ...]

    @property
    def reached(self) -> date | None:
        """Give the last day that it looked at; None where it never did."""
        days = [run.reached for run in self.runs if run.reached]
        return max(days) if days else None

    @cached_property
    def stretches(self) -> tuple["Stretch", ...]:
        """Give the stretches of time that its runs looked at, in order, each by its newest run."""
        found: list[Stretch] = []
        open_ = [(EVER, NEVER)]
        for run in self.runs:
            if run.reached is None:
                continue
            # Of the day at which it stopped it read a part: that day is not one that it looked at.
            first = number_of(civil_day(run.read_since)) + 1 if run.read_since else EVER
            until = number_of(run.reached) + 1
            left: list[tuple[int, int]] = []
            for begin, end in open_:
                lower, upper = max(begin, first), min(end, until)
                if lower >= upper:
                    left.append((begin, end))
                    continue
                found.append(Stretch(lower, upper, has_gaps=bool(run.gaps)))
                left += [one for one in ((begin, lower), (upper, end)) if one[0] < one[1]]
            open_ = left
        return tuple(_joined(sorted(found, key=lambda one: one.first)))

    def covering(self, moment: datetime) -> list[PastRun]:
        """Give the runs that looked at what was published at a moment, newest first."""
        day = civil_day(moment)
        return [
            run
            for run in self.runs
            if run.reached
            and run.reached >= day
            and (run.read_since is None or run.read_since <= moment)
        ]

    def looked_after(self, published: datetime, last_seen: str) -> bool:
        """Tell whether all that looked at a moment began after something was seen last there."""
        seen = datetime.fromisoformat(last_seen)
        return all(run.started >= seen for run in self.covering(published))

    def why_not(
        self, account: Account, published: datetime, gone: Deletion | None, *, is_limit: bool
    ) -> Why:
        """Say why it did not see what the archive holds of a moment.

        `gone` says what is known of its end on the platform; `is_limit` that the platform gives
        no such thing by this technique.
        """
        if not self.runs:
            return Why.NEVER
        if account.scenario_on(civil_day(published)) is Scenario.C:
            return Why.BY_HAND
        if is_limit:
            return Why.LIMIT
        covering = self.covering(published)
        if not covering:
            is_later = self.reached is None or civil_day(published) > self.reached
            return Why.WAITS if is_later else Why.BEFORE
        if gone and self.looked_after(published, gone.last_seen):
            return Why.GONE
        return Why.GAP if covering[0].gaps else Why.MISSED


def looks_of(runs: Iterable[PastRun]) -> Mapping[Technique, Look]:
    """Give how far each of the three techniques looked at the account of some runs."""
    whole = [run for run in runs if run.ended and not run.asked and not run.is_ahead]
    return {
        letter: Look(letter, tuple(run for run in whole if letter_of(run.technique) is letter))
        for letter in LETTERS
    }


def number_of(day: date) -> int:
    """Give the number of a day since 1970."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """Give the day of a number, or the nearest that the calendar has."""
    return date.fromordinal(min(max(number + _BEGIN, 1), date.max.toordinal()))


def _joined(found: list[Stretch]) -> Iterator[Stretch]:
    """Join stretches that lie end to end and are alike."""
    last: Stretch | None = None
    for one in found:
        if last and last.until == one.first and last.has_gaps == one.has_gaps:
            last = Stretch(last.first, one.until, one.has_gaps)
            continue
        if last:
            yield last
        last = one
    if last:
        yield last

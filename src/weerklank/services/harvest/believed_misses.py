"""Believed misses: whether a day passed since a look that missed posts by a clock that ran behind.

A run that began by a clock behind what the log held by then was dated too early, and nobody knows
by how much. What the log took in after it by a clock that had come further was surely not before
it: from then on the day is counted. The log is read in its own order, which no clock decides, and
of the journal alone: of the other books no event is dated before the one before it, whatever the
clock says.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from weerklank.jobs.past import moment_of
from weerklank.model.clock import from_iso, is_ahead
from weerklank.model.deletion import SEEN, Deletion
from weerklank.model.event import Book, Event
from weerklank.model.reread import CONFIRM_AFTER
from weerklank.services.workplace import Workplace

#: What the file of an event tells of its moment: milliseconds, and none finer.
_MOMENT = re.compile(rf"{Book.JOURNAL}/(\d{{4}}/\d\d/\d\d/\d{{9}})-")
_FINEST = timedelta(milliseconds=1)


def doubted_misses(
    workplace: Workplace, marks: Mapping[str, Deletion], now: datetime
) -> frozenset[str]:
    """Give by key the posts of which a look of now can't confirm the mark, though it seems to.

    The log is read only when there is a mark that seems old enough.
    """
    seem = {key: mark.missed for key, mark in marks.items() if mark.may_be_confirmed(now)}
    return frozenset(_Log(workplace, seem, now).doubted()) if seem else frozenset()


class _Log:
    """The log, gone through for runs that missed posts and were dated too early."""

    def __init__(self, workplace: Workplace, missed: Mapping[str, str], now: datetime) -> None:
        self._workplace = workplace
        self._missed = missed
        self._now = now
        #: Runs by a clock that ran behind: how far the log was when they began.
        self._behind: dict[str, datetime] = {}
        #: When the log first had something of a clock that had come further.
        self._after: dict[str, datetime] = {}
        #: The run that missed a post, of those.
        self._by: dict[str, str] = {}

    def doubted(self) -> Iterator[str]:
        """Give the posts that such a run missed, and not surely a day ago."""
        self._read()
        for key, run in self._by.items():
            after = self._after.get(run)
            if after is None or self._now - after < CONFIRM_AFTER:
                yield key

    def _read(self) -> None:
        since = min(map(from_iso, self._missed.values())) - _FINEST
        reached: datetime | None = None
        for name in self._workplace.log.events_since(0):
            moment = _moment(name)
            if moment is None or is_ahead(moment, self._now):
                continue  # what a clock noted that ran ahead tells nothing of when
            for run, then in self._behind.items():
                if run not in self._after and is_ahead(moment, then):
                    self._after[run] = moment
            if moment >= since:
                for event in self._workplace.events.read_sealed([name]):
                    self._take(event, reached)
            reached = moment if reached is None else max(reached, moment)

    def _take(self, event: Event, reached: datetime | None) -> None:
        if event.kind == "run.started":
            if reached is not None and is_ahead(reached, moment_of(event)):
                self._behind[event.subject] = reached
            return
        run, posts = str(event.data.get("run")), event.data.get("posts")
        if event.kind == SEEN and run in self._behind and isinstance(posts, dict):
            at = event.data.get("at")
            self._by |= {key: run for key in posts if self._missed.get(key) == at}


def _moment(name: str) -> datetime | None:
    """Give the moment of an event of the journal by the name of its file; None for another's."""
    told = _MOMENT.match(name)
    if told is None:
        return None
    try:
        return datetime.strptime(f"{told[1]}000", "%Y/%m/%d/%H%M%S%f").replace(tzinfo=UTC)
    except ValueError:
        return None

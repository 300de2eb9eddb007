"""Monitor of hotspots: which peaks in replies may be of an event that is one (requirement G2).

The selection list of municipalities of 2020 asks to look for them periodically. It proposes to
people, and enters nothing: what a peak is about, they read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby

from weerklank.appraise.peaks import (
    YARDSTICKS,
    Peak,
    Series,
    Step,
    Usual,
    peaks_of,
    usual_around,
    weekly,
)
from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.clock import civil_day
from weerklank.model.hotspot import Hotspot, HotspotState
from weerklank.model.json_value import Json, JsonObject
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.find.read_hotspots import read_hotspots
from weerklank.services.workplace import Workplace

#: By which steps one may look: what `watch_replies` takes.
BY = tuple(step.value for step in Step)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A peak in what was answered with an account."""

    peak: Peak
    #: Hotspots of the same account and days, not withdrawn.
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Watched:
    """What was answered with one account, step by step, and which peaks there are."""

    account: str
    series: Series
    usual: list[Usual | None]
    candidates: tuple[Candidate, ...]


def watch_replies(
    workplace: Workplace, by: str, since: date | None = None, until: date | None = None
) -> list[Watched]:
    """Look for peaks in the replies that are held, by account; `by` day or week.

    Given are the peaks with any day between two days, both included; what is usual goes by all.
    """
    step = Step(by)
    hotspots = [*read_hotspots(workplace).values()]
    first, last = since or date.min, until or date.max

    def watch(catalogue: Catalogue) -> list[Watched]:
        found = []
        for account, days in _series(catalogue):
            series = days if step is Step.DAY else weekly(days)
            usual = usual_around(series, YARDSTICKS[step])
            peaks = peaks_of(series, usual, YARDSTICKS[step].bridged)
            asked = [one for one in peaks if one.first <= last and one.last >= first]
            told = tuple(Candidate(one, _known(hotspots, account, one)) for one in asked)
            found.append(Watched(account, series, usual, told))
        return found

    return consult(workplace, watch)


def _series(catalogue: Catalogue) -> Iterator[tuple[str, Series]]:
    """Give the replies of each day of each account, from the first to the last that it spoke."""
    said = catalogue.database.items.days_answered()
    for account, rows in groupby(said, key=lambda row: row[0]):
        start: date | None = None
        counts: list[int] = []
        for _, created, is_reply in rows:
            day = civil_day(datetime.fromtimestamp(created, UTC))
            start = start or day
            number = (day - start).days
            counts.extend([0] * (number + 1 - len(counts)))
            counts[number] += is_reply
        if start is not None:
            yield account, Series(start, Step.DAY, counts)


def _known(hotspots: list[Hotspot], account: str, peak: Peak) -> tuple[str, ...]:
    return tuple(
        one.id
        for one in hotspots
        if one.state is not HotspotState.WITHDRAWN
        and (not one.accounts or account in one.accounts)
        and (one.since is None or one.since <= peak.last)
        and (one.until is None or one.until >= peak.first)
    )


def watched_json(found: list[Watched], by: str) -> JsonObject:
    """Write what was found, with the figures by which it is drawn."""
    return {
        "accounts": [_series_json(one) for one in found],
        "by": by,
        "candidates": [
            {
                "account": one.account,
                "from": told.peak.first.isoformat(),
                "hotspots": [*told.known],
                "replies": told.peak.replies,
                "times": round(told.peak.times, 1),
                "to": told.peak.last.isoformat(),
                "top": told.peak.top.isoformat(),
                "top_replies": told.peak.top_replies,
                "usual": round(told.peak.usual, 1),
            }
            for one in found
            for told in one.candidates
        ],
    }


def _series_json(one: Watched) -> Json:
    """Write a series as it is drawn: a number for each step from the first on."""
    return {
        "account": one.account,
        "level": [None if around is None else round(around.level, 1) for around in one.usual],
        "replies": [*one.series.counts],
        "start": one.series.start.isoformat(),
        "threshold": [
            None if around is None else round(around.threshold, 1) for around in one.usual
        ],
    }

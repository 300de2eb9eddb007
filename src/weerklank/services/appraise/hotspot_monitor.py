"""Monitor of hotspots: which peaks in what is said may be of an event that is one (G2).

The selection list of municipalities of 2020 asks to look for them periodically. It proposes to
people, and enters nothing: what a peak is about, they read. Looked at are the replies of others
and, as no export of most platforms brings those, what the account said itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
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

#: By which steps one may look: what `watch` takes.
BY = tuple(step.value for step in Step)


class Said(StrEnum):
    """What is counted: of others, or of the account itself."""

    REPLIES = "replies"
    POSTS = "posts"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A peak in what was said with an account."""

    peak: Peak
    #: Hotspots of the same account and days, not withdrawn.
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Watched:
    """What was said with one account, step by step, and which peaks there are."""

    account: str
    said: Said
    series: Series
    usual: list[Usual | None]
    candidates: tuple[Candidate, ...]


def watch(
    workplace: Workplace, by: str, since: date | None = None, until: date | None = None
) -> list[Watched]:
    """Look for peaks in what is held, by account, in replies and in own posts; `by` day or week.

    Given are the peaks with any day between two days, both included; what is usual goes by all.
    """
    step = Step(by)
    hotspots = [*read_hotspots(workplace).values()]
    first, last = since or date.min, until or date.max

    def look(catalogue: Catalogue) -> list[Watched]:
        found = []
        for account, said, days in _series(catalogue):
            series = days if step is Step.DAY else weekly(days)
            usual = usual_around(series, YARDSTICKS[step])
            peaks = peaks_of(series, usual, YARDSTICKS[step].bridged)
            asked = [one for one in peaks if one.first <= last and one.last >= first]
            told = tuple(Candidate(one, _known(hotspots, account, one)) for one in asked)
            found.append(Watched(account, said, series, usual, told))
        return found

    return consult(workplace, look)


def _series(catalogue: Catalogue) -> Iterator[tuple[str, Said, Series]]:
    """Give what was said on each day with each account, from its first day to its last."""
    rows = catalogue.database.items.moments_said()
    for account, said in groupby(rows, key=lambda row: row[0]):
        start: date | None = None
        counts: dict[Said, list[int]] = {one: [] for one in Said}
        for _, created, is_reply in said:
            day = civil_day(datetime.fromtimestamp(created, UTC))
            start = start or day
            number = (day - start).days
            for one in counts.values():
                one.extend([0] * (number + 1 - len(one)))
            counts[Said.REPLIES if is_reply else Said.POSTS][number] += 1
        for kind, of_days in counts.items():
            if start is not None:
                yield account, kind, Series(start, Step.DAY, of_days)


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
        "by": by,
        "candidates": [
            {
                "account": one.account,
                "count": told.peak.count,
                "from": told.peak.first.isoformat(),
                "hotspots": [*told.known],
                "of": one.said.value,
                "times": round(told.peak.times, 1),
                "to": told.peak.last.isoformat(),
                "top": told.peak.top.isoformat(),
                "top_count": told.peak.top_count,
                "usual": round(told.peak.usual, 1),
            }
            for one in found
            for told in one.candidates
        ],
        "series": [_series_json(one) for one in found],
    }


def _series_json(one: Watched) -> Json:
    """Write a series as it is drawn: a number for each step from the first on."""
    usual = one.usual
    return {
        "account": one.account,
        "counts": [*one.series.counts],
        "level": [None if around is None else round(around.level, 1) for around in usual],
        "of": one.said.value,
        "start": one.series.start.isoformat(),
        "threshold": [None if around is None else round(around.threshold, 1) for around in usual],
    }

"""Drift: what a platform gives otherwise than before, told from chance.

All here is a pure function of numbers. `HeldBefore` is what runs until now held of one account by
one technique; `compare` lays a run beside it; `after` takes it up. What drifted is not taken
up until somebody has acknowledged it: from then on it is as it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from weerklank.model.coverage import Coverage, Standing, objects, standings

#: Objects after which those of before weigh no more: a field that is used more and more is no
#: surprise for ever.
_MOST_BEFORE = 2_000
#: Share from which a field is steady: whether it stands is up to the platform, not to its maker.
_STEADY = 0.9
#: A steady field vanished when it was away from this many objects in a row...
_FEWEST_AWAY = 5
#: ...and, had nothing changed, that would happen less often than this.
_CHANCE = 1e-6
#: A steady field fell when its share lost this much, of this many objects before and now.
_FALL, _FEWEST_OBJECTS = 0.25, 20
#: Of one that is up to its maker, such as a poll, at least this many must have been expected...
_EXPECTED = 50
#: ...and no more than this part of those have come.
_LEFT = 0.25
#: More is missing than was acknowledged when it grew by this part, and by this many.
_GROWTH, _FEW_MORE = 1.1, 2


class DriftKind(StrEnum):
    """What may be otherwise than before."""

    #: A field that is nowhere any more.
    VANISHED = "field_vanished"
    #: A field that stands much less often.
    FELL = "field_fell"
    #: A field that no mapping knows.
    UNKNOWN = "field_unknown"
    #: The platform states more than it gives, or much less.
    COUNTS = "counts_differ"
    #: Pages on which the steps of a visit do not find what they need.
    PAGE_STEPS = "page_steps"
    #: Pages that the map does not fit, so that nothing of them is kept.
    PAGE_MAP = "page_map"


#: Drift of pages: known by a test of ours, not beside earlier runs, and over once that passes.
OF_PAGES = frozenset({DriftKind.PAGE_STEPS, DriftKind.PAGE_MAP})
#: In place of a kind of page: what is of no kind alone.
ANY_PAGE = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesTested:
    """How many pages of a kind a run laid beside its steps or its map, and what fitted not."""

    kind: DriftKind
    page: str
    of: int
    #: On how many of them, by what it was.
    misfits: Mapping[str, int] = field(default_factory=dict)

    def broken(self) -> dict[str, Standing]:
        """Give what does not fit, with the pages that it fits of those that were tested."""
        return {
            f"{self.page}: {what}": Standing(max(self.of - count, 0), self.of)
            for what, count in sorted(self.misfits.items())
        }

    def has_told(self, kind: DriftKind, what: str) -> bool:
        """Tell whether a drift of pages would have been seen here, if it were so still."""
        return self.of > 0 and kind is self.kind and what.startswith(f"{self.page}: ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """One thing that is otherwise than before.

    Of counts, `now` holds how much came of what was stated, and `before` what was acknowledged;
    of pages, `now` holds how many fitted of those that were tested, and `before` is empty.
    """

    kind: DriftKind
    #: Path of the field; of counts what is counted: `posts`, `replies`; of pages the kind of
    #: page and what does not fit.
    what: str
    before: Standing
    now: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBefore:
    """What runs until now held."""

    fields: Mapping[str, Standing] = field(default_factory=dict)
    #: Objects in a row, over the last runs, from which a field was away.
    away: Mapping[str, int] = field(default_factory=dict)
    #: Paths of fields that no mapping knows and that somebody acknowledged.
    unknown: frozenset[str] = frozenset()
    #: Counts that somebody acknowledged.
    counts: Mapping[str, Standing] = field(default_factory=dict)
    #: Of pages what does not fit and somebody acknowledged, until it fits again.
    pages: frozenset[tuple[DriftKind, str]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNow:
    """What one run held."""

    coverage: Coverage = field(default_factory=dict)
    unknown: Mapping[str, int] = field(default_factory=dict)
    #: Of `posts` and `replies`: how many came of how many that the platform states.
    counts: Mapping[str, Standing] = field(default_factory=dict)
    tested: tuple[PagesTested, ...] = ()


def compare(before: HeldBefore, now: ReadNow) -> list[Drift]:
    """Give what is otherwise than before, fields first."""
    of = objects(now.coverage)
    here = standings(now.coverage)
    found = []
    for path, earlier in sorted(before.fields.items()):
        standing = here.get(path, Standing(0, of.get(path.rpartition("/")[0], 0)))
        kind = _drifted(earlier, standing, before.away.get(path, 0))
        if kind:
            found.append(Drift(kind=kind, what=path, before=earlier, now=standing))
    found += [
        Drift(kind=DriftKind.UNKNOWN, what=path, before=Standing(0, 0), now=Standing(count, count))
        for path, count in sorted(now.unknown.items())
        if path not in before.unknown
    ]
    return [*found, *_counts(before, now), *_pages(before, now)]


def _pages(before: HeldBefore, now: ReadNow) -> list[Drift]:
    return [
        Drift(kind=tested.kind, what=what, before=Standing(0, 0), now=standing)
        for tested in now.tested
        for what, standing in tested.broken().items()
        if (tested.kind, what) not in before.pages
    ]


def fitting_again(before: HeldBefore, tested: Iterable[PagesTested]) -> HeldBefore:
    """Forget of what was acknowledged on pages what fits again: if it breaks anew it is told."""
    over = {
        (kind, what)
        for kind, what in before.pages
        for one in tested
        if one.has_told(kind, what) and what not in one.broken()
    }
    return replace(before, pages=before.pages - over)


def _drifted(before: Standing, now: Standing, away: int) -> DriftKind | None:
    if not now.of:
        return None
    share = _sure_share(before)
    if not now.holding:
        return DriftKind.VANISHED if _is_gone(before, share, now.of + away) else None
    if before.share >= _STEADY:
        enough = min(before.of, now.of) >= _FEWEST_OBJECTS
        return DriftKind.FELL if enough and now.share <= before.share - _FALL else None
    expected = share * now.of
    return DriftKind.FELL if expected >= _EXPECTED and now.holding <= expected * _LEFT else None


def _sure_share(before: Standing) -> float:
    """Give the share that is sure at least: of few objects nothing much is."""
    return before.holding / (before.of + 1)


def _is_gone(before: Standing, share: float, away: int) -> bool:
    if before.share < _STEADY:
        return share * away >= _EXPECTED
    return away >= _FEWEST_AWAY and (1 - share) ** away <= _CHANCE


def _counts(before: HeldBefore, now: ReadNow) -> list[Drift]:
    found = []
    for what, counted in sorted(now.counts.items()):
        known = before.counts.get(what, Standing(0, 0))
        accepted = known.of - known.holding
        missing = counted.of - counted.holding
        usual = max(counted.of * (_GROWTH - 1), _FEW_MORE)  # it counts a little later
        if _is_more(missing, accepted) or _is_more(-missing, -accepted, usual):
            found.append(Drift(kind=DriftKind.COUNTS, what=what, before=known, now=counted))
    return found


def _is_more(missing: int, accepted: int, usual: float = 0) -> bool:
    """Tell whether more is missing than somebody accepted, which grows with the account."""
    if missing <= usual:
        return False
    return accepted <= 0 or missing > max(accepted * _GROWTH, accepted + _FEW_MORE)


def after(before: HeldBefore, now: ReadNow, drifted: Iterable[str]) -> HeldBefore:
    """Take up what a run held, but of what drifted."""
    of = objects(now.coverage)
    here = standings(now.coverage)
    fields, away = dict(before.fields), dict(before.away)
    told = set(drifted)
    for path in before.fields.keys() | here.keys():
        standing = here.get(path, Standing(0, of.get(path.rpartition("/")[0], 0)))
        if not standing.holding:
            if path in fields:
                away[path] = away.get(path, 0) + standing.of
        elif path not in told:
            earlier = fields.get(path, Standing(0, 0))
            missed = away.pop(path, 0)
            # It is back: where it was away in between, that was chance, unless it was told.
            was_told = _is_gone(earlier, _sure_share(earlier), missed)
            chance = Standing(0, 0 if was_told else missed)
            fields[path] = _capped(earlier) + chance + standing
    return replace(before, fields=fields, away=away)


def _capped(standing: Standing) -> Standing:
    if standing.of <= _MOST_BEFORE:
        return standing
    return Standing(standing.holding * _MOST_BEFORE // standing.of, _MOST_BEFORE)


def acknowledged(before: HeldBefore, drift: Drift) -> HeldBefore:
    """Take up what drifted as how it is from now on."""
    if drift.kind is DriftKind.UNKNOWN:
        return replace(before, unknown=before.unknown | {drift.what})
    if drift.kind in OF_PAGES:
        return replace(before, pages=before.pages | {(drift.kind, drift.what)})
    if drift.kind is DriftKind.COUNTS:
        return replace(before, counts={**before.counts, drift.what: drift.now})
    rest = {path: one for path, one in before.fields.items() if path != drift.what}
    away = {path: one for path, one in before.away.items() if path != drift.what}
    if drift.now.holding:
        rest[drift.what] = drift.now
    return replace(before, fields=rest, away=away)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A drift that a run found: it stands until somebody acknowledges it."""

    #: Run that found it first, and its number among what that run found.
    id: str
    drift: Drift
    #: Run since which it is so.
    since: str
    #: Permanent addresses of the first items in which the last run saw it; none of counts.
    items: tuple[str, ...] = ()

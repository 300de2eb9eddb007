"""Due calendar: what may be destroyed in which month and year, by what is decided or supposed.

Nothing is decided by looking: a hotspot, a list or a day is supposed, and the archive counted
beside how it is now, in one pass (screens.md 5.13).
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from weerklank.appraise.choose_row import Decided
from weerklank.appraise.law import regime_on
from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.held_items import HeldItem
from weerklank.model.hotspot import Hotspot
from weerklank.model.selection import ListKind, Outcome, SelectionList, Trigger
from weerklank.services.appraise.appraise_items import Appraiser, appraiser, held_items
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.find.protection import Protection, held_by
from weerklank.services.find.read_hotspots import find_hotspot
from weerklank.services.seal.read_selection import find_list
from weerklank.services.workplace import Workplace

#: Months, and years, that a calendar looks ahead, the one that it is made in included.
MONTHS, YEARS = 12, 10
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposed:
    """What is supposed to be otherwise than it is; None for what is as it is."""

    #: Number of a hotspot: a candidate as if adopted, an adopted one as if withdrawn.
    hotspot: str | None = None
    #: A list, by name and version or before it was loaded, as if it were in force for all that was
    #: ever published.
    list: str | SelectionList | None = None
    #: Day on which is looked.
    on: date | None = None

    @property
    def is_anything(self) -> bool:
        """Tell whether anything is supposed."""
        return self != Supposed()


@dataclass(slots=True)
class Bar:
    """Items whose term ends in the same month or year."""

    #: May be destroyed then.
    due: int = 0
    #: Kept for ever by a hotspot alone.
    hotspot: int = 0
    #: Kept by a legal hold as long as it stands, or by a Woo dossier.
    hold: int = 0

    @property
    def total(self) -> int:
        """Give how many terms end."""
        return self.due + self.hotspot + self.hold

    def take(self, *, hotspot: bool, hold: bool) -> None:
        """Count one."""
        if hotspot:
            self.hotspot += 1
        elif hold:
            self.hold += 1
        else:
            self.due += 1


@dataclass(slots=True)
class Line:
    """Items that go by the same row."""

    row: str | None
    list: str | None
    process: str | None
    outcome: Outcome
    trigger: Trigger | None
    items: int = 0
    #: First and last of the days to which they are kept, where there are any.
    first: date | None = None
    last: date | None = None
    #: Kept for ever by a hotspot, or held by a legal hold.
    hotspot: int = 0
    hold: int = 0

    def take(self, until: date | None, *, hotspot: bool, hold: bool) -> None:
        """Count one."""
        self.items += 1
        self.hotspot += hotspot
        self.hold += hold and not hotspot
        if until is not None:
            self.first = min(self.first or until, until)
            self.last = max(self.last or until, until)


@dataclass(slots=True)
class DueCalendar:
    """What the archive holds, by when its terms end; filled while it is gone through."""

    #: Day on which was looked: what may go on it stands in `over`.
    on: date
    #: Day in the first of the months and years.
    start: date
    over: Bar = field(default_factory=Bar)
    months: list[Bar] = field(default_factory=lambda: [Bar() for _ in range(MONTHS)])
    years: list[Bar] = field(default_factory=lambda: [Bar() for _ in range(YEARS)])
    #: After the last of the years.
    later: Bar = field(default_factory=Bar)
    #: By outcome, a hotspot taken into account.
    outcomes: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    #: To be destroyed, and nobody knows from which day their term is counted.
    without_start: int = 0
    _lines: dict[tuple[str | None, ...], Line] = field(default_factory=dict)

    @property
    def items(self) -> int:
        """Give how many items there are."""
        return sum(self.outcomes.values())

    @property
    def lines(self) -> list[Line]:
        """Give the rows that items go by, what is to be destroyed first, then by first day."""
        order = [Outcome.DESTROY, Outcome.UNDECIDED, Outcome.KEEP]
        return sorted(
            self._lines.values(),
            key=lambda one: (
                order.index(one.outcome),
                one.first or date.max,
                one.list or "",
                one.row or "",
            ),
        )

    def take(self, judge: Appraiser, item: HeldItem) -> None:
        """Count one."""
        found = judge.by_row(item)
        goes = found.outcome is Outcome.DESTROY
        hotspot = found.outcome is not Outcome.KEEP and bool(judge.protection.hotspots_of(item.id))
        kept = judge.protection
        hold = bool(kept.holds_of(item.id) or kept.dossiers_of(item.id))
        self.outcomes[Outcome.KEEP if hotspot else found.outcome] += 1
        key = (found.list, found.row, found.outcome.value)
        line = self._lines.get(key)
        if line is None:
            line = self._lines[key] = Line(
                found.row, found.list, found.process, found.outcome, found.trigger
            )
        line.take(found.until, hotspot=hotspot, hold=hold)
        if not goes:
            return
        if found.until is None:
            self.without_start += not hotspot
            return
        for bar in self._bars(found.until):
            bar.take(hotspot=hotspot, hold=hold)

    def _bars(self, until: date) -> list[Bar]:
        """Give where the end of a term counts: it is over from the day after."""
        if until < self.on:
            return [self.over]
        free = until + _ONE_DAY if until < date.max else until
        month = (free.year - self.start.year) * 12 + free.month - self.start.month
        year = free.year - self.start.year
        bars = [self.years[year] if year < YEARS else self.later]
        return [self.months[month], *bars] if month < MONTHS else bars


def due_calendar(workplace: Workplace, *supposed: Supposed) -> list[DueCalendar]:
    """Count the archive as it is, and as it would be under each that is supposed.

    In one pass and flat memory. WrongUse for a hotspot or list that is not there. A day that is
    supposed is today or later.
    """
    today = workplace.today()
    judges = [(appraiser(workplace), DueCalendar(today, today))]
    judges += [_supposing(workplace, judges[0][0], one) for one in supposed]
    threads = any(judge.asks_threads for judge, _ in judges)
    for item in held_items(workplace, threads=threads):
        for judge, calendar in judges:
            calendar.take(judge, item)
    return [calendar for _, calendar in judges]


def _supposing(
    workplace: Workplace, now: Appraiser, supposed: Supposed
) -> tuple[Appraiser, DueCalendar]:
    """Give who would judge; what is known by row already is used again where it can be."""
    today = workplace.today()
    on = max(supposed.on or today, today)
    judge = replace(now, regime=regime_on(on, now.decided.law_begins), _known={})
    if supposed.hotspot:
        hotspot = find_hotspot(workplace, supposed.hotspot)
        judge.protection = _protected(workplace, now.protection, hotspot)
    if supposed.list:
        judge.decided = _in_force(now.decided, supposed.list)
    return judge, DueCalendar(on, today)


def _protected(workplace: Workplace, now: Protection, hotspot: Hotspot) -> Protection:
    """Give what is kept when a candidate is adopted, or an adopted one withdrawn."""
    others = {name: held for name, held in now.hotspots.items() if name != hotspot.id}
    if hotspot.is_adopted:
        return replace(now, hotspots=others)

    def held(catalogue: Catalogue) -> frozenset[str]:
        return frozenset(one.id for one in held_by(catalogue, hotspot.scope))

    return replace(now, hotspots={**others, hotspot.id: consult(workplace, held)})


def _in_force(decided: Decided, name: str | SelectionList) -> Decided:
    """Let one list be in force for every day; decisions by others still find theirs."""
    found = find_list(decided, name) if isinstance(name, str) else name
    others = [
        replace(one, kind=ListKind.KEY_FUNCTION) for one in decided.lists if one.id != found.id
    ]
    whole = replace(found, kind=ListKind.PROCESS, valid_from=None, valid_until=None)
    return replace(decided, lists=(*others, whole))

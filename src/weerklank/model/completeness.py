"""Completeness: what a check asks, what was measured, and what comes of it (I1; docs/adr/0133)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from weerklank.model.ids import AccountId
from weerklank.model.text import Text


class Quality(StrEnum):
    """The six qualities of DUTO; none goes before another."""

    FINDABLE = "findable"
    AVAILABLE = "available"
    READABLE = "readable"
    INTERPRETABLE = "interpretable"
    RELIABLE = "reliable"
    FUTURE_PROOF = "future_proof"


class Unit(StrEnum):
    """In what a check is measured."""

    #: Of a hundred, in tenths; rounded to the side that flatters nobody.
    PERCENT = "percent"
    DAYS = "days"
    #: How many there are.
    COUNT = "count"
    #: How often the agreed interval of the account fits in it.
    INTERVALS = "intervals"


class Better(StrEnum):
    """Whether more is better, or less."""

    MORE = "more"
    LESS = "less"


class Verdict(StrEnum):
    """What comes of a check, weakest first: what nobody checked is never fine."""

    BELOW = "below"
    NOT_CHECKED = "not_checked"
    IN_BAND = "in_band"
    FULL = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lowered:
    """A bar that is lower for a while, and why."""

    #: None: nothing is asked until then.
    minimum: float | None
    #: What full is in the meantime; None for what it is.
    full: float | None = None
    #: Last day on which it holds.
    until: date
    reason: str
    #: Who decided, and when; None where the file of the yardstick has it.
    by: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """What is decided on one check: all its bars at once."""

    #: None: nothing is asked.
    minimum: float | None
    #: None: what full is stays as the yardstick has it.
    full: float | None = None
    #: Last day, of bars that ask less.
    until: date | None = None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that is measured, with its bars."""

    id: str
    quality: Quality
    name: Text
    #: What is measured, in a sentence.
    what: Text
    unit: Unit
    better: Better
    #: None: nothing is asked.
    minimum: float | None
    full: float
    #: Article or page that it follows from, or that it is our interpretation.
    source: Text
    #: What holds instead of the bars until a day.
    lowered: Lowered | None = None
    #: False where the organisation made a yardstick before this check was there: the bars are
    #: those of the program, and nobody took them over (docs/adr/0148).
    is_adopted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardstick:
    """A set of checks with their bars: what full is, and what the minimum."""

    name: str
    #: Rises with each decision on it; 0 for that of the program, on which nobody decided.
    version: int
    checks: tuple[Check, ...]
    #: Whether it is the one of the program: our interpretation.
    is_ours: bool = True

    def find(self, name: str) -> Check | None:
        """Give the check of an id."""
        return next((one for one in self.checks if one.id == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing seen that a value rests on."""

    what: Text
    #: Package, file in it, run, or book: what to open.
    where: str
    #: How many it is about, of how many; None where it is no part of anything.
    count: int
    of: int | None = None
    #: Permanent ids of posts that it is about, the first of them.
    items: tuple[str, ...] = ()
    #: Whether those are the rest: what is counted is there, and they are what is not.
    is_of_rest: bool = False
    #: Whether it says what the platform can never give: no measure helps against that.
    is_limit: bool = False

    @property
    def pointed_at(self) -> int:
        """Give how many posts it points at, whether their ids stand in it or not."""
        return (self.of or 0) - self.count if self.is_of_rest else self.count


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What was measured of one check, before any bar is laid beside it."""

    #: None: it was not measured, and `why` says why.
    value: float | None
    #: Of a share: how many have it, of how many.
    holding: int | None = None
    of: int | None = None
    why: Text | None = None
    #: Whether there is nothing to measure it of: where no film is, none has captions.
    is_empty: bool = False
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A check that was measured, with the bars of that day and what comes of it."""

    check: Check
    measured: Measured
    #: The bars that held on the day of measuring.
    minimum: float | None
    full: float
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """How many checks came to which verdict, and the weakest of them: no average."""

    counts: Mapping[Verdict, int]
    #: Of those that were not checked: how many had nothing to be measured of.
    empty: int
    weakest: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """What was measured of an account, or of the organisation, in a period."""

    #: None: of all accounts together.
    account: AccountId | None
    #: First and last day; None for no bound.
    first: date | None
    last: date | None
    at: datetime
    #: Of the yardstick: its name and version.
    yardstick: str
    version: int
    band: Band
    results: tuple[Result, ...]
    #: Whether files were read and digested too.
    deep: bool = False

    def result_of(self, name: str) -> Result | None:
        """Give the result of a check by its id."""
        return next((one for one in self.results if one.check.id == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptResult:
    """What a kept measurement says of one check."""

    value: float | None
    minimum: float | None
    full: float
    verdict: Verdict
    #: Of a share: how many have it, of how many; 0 where there was nothing to measure it of.
    holding: int | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMeasurement:
    """A measurement as the journal keeps it: numbers and verdicts, no evidence."""

    account: AccountId | None
    first: date | None
    last: date | None
    at: datetime
    by: str
    yardstick: str
    version: int
    deep: bool
    band: Band
    results: Mapping[str, KeptResult] = field(default_factory=dict)
    #: Whether a clock that ran ahead noted it: nobody knows when it was.
    is_ahead: bool = False

    @property
    def is_whole(self) -> bool:
        """Tell whether it was of no period, by a clock that was right."""
        return self.first is None and self.last is None and not self.is_ahead

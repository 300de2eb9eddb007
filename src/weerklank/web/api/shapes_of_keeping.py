"""What the API gives of keeping: measurements, checks, terms, holds and the journal."""

from datetime import date

from weerklank.web.api.shapes import Moment, SelfLink, Shape


class Measurement(Shape, frozen=True, kw_only=True, rename={"since": "from", "until": "to"}):
    """A kept measurement of completeness: of an account, or of all together."""

    account: str | None
    at: Moment
    by: str
    band: dict[str, int | str]
    deep: bool
    since: date | None
    until: date | None
    version: int
    yardstick: str


class Check(Shape, frozen=True, kw_only=True):
    """A check of the archive: what was looked at, found, and not looked at."""

    at: Moment
    by: str
    ok: bool
    deep: bool
    accounts: list[str]
    checked: dict[str, int]
    findings: dict[str, int]
    not_checked: dict[str, int]


class Ending(Shape, frozen=True, kw_only=True):
    """Records whose term ends in one month or year, by what keeps them."""

    due: int
    hotspot: int
    hold: int


class Month(Ending, frozen=True, kw_only=True):
    """Records whose term ends in a month; its first day."""

    start: date


class Year(Ending, frozen=True, kw_only=True):
    """Records whose term ends in a year."""

    year: int


class Line(Shape, frozen=True, kw_only=True):
    """Records that go by one row of a selection list."""

    row: str | None
    list: str | None
    process: str | None
    outcome: str
    items: int
    first: date | None
    last: date | None
    hotspot: int
    hold: int


class Due(Shape, frozen=True, kw_only=True):
    """What may be destroyed when, by what is decided now."""

    on: date
    items: int
    over: Ending
    months: list[Month]
    years: list[Year]
    later: Ending
    outcomes: dict[str, int]
    without_start: int
    lines: list[Line]


class Hotspot(Shape, frozen=True, kw_only=True, rename={"since": "from", "until": "to"}):
    """An event of which everything is kept, proposed or adopted."""

    hotspot: str
    name: str
    state: str
    reason: str
    accounts: list[str]
    criteria: list[str]
    hashtags: list[str]
    terms: list[str]
    since: date | None
    until: date | None
    proposed: Moment
    proposed_by: str
    adopted: Moment | None
    adopted_by: str | None
    body: str | None
    decided: date | None
    withdrawn: Moment | None
    withdrawn_by: str | None
    withdrawn_reason: str | None


class Entry(Shape, frozen=True, kw_only=True):
    """An event of a book: who did what, when and about what."""

    at: Moment
    book: str
    kind: str
    subject: str
    by: str | None
    roles: list[str]
    system_user: str


class Hold(
    Shape,
    frozen=True,
    kw_only=True,
    rename={"links": "_links", "first": "from", "last": "to"},
):
    """A legal hold, standing or lifted."""

    hold: str
    state: str
    ground: str
    case: str
    accounts: list[str]
    first: date | None
    last: date | None
    query: str | None
    items: list[str]
    by: str
    since: Moment
    lifted: Moment | None
    lifted_by: str | None
    lifted_reason: str | None
    links: SelfLink

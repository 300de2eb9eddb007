"""Account activity: what of an account appeared on each day, and how far each technique saw it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.day_counts import appeared
from weerklank.catalogue.held_days import EPOCH, DaySum
from weerklank.model.account import Account, Scenario
from weerklank.model.clock import civil_day
from weerklank.model.errors import BrokenInput
from weerklank.model.ids import AccountId
from weerklank.model.question import Sight
from weerklank.model.run import Technique
from weerklank.model.symbols import decode
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.find.echo import Bar, Echo, Step
from weerklank.services.find.read_items import ItemReader, ask_for_part
from weerklank.services.find.read_marks import read_marks
from weerklank.services.find.show_item import EVERYTHING
from weerklank.services.runs.read_runs import read_runs
from weerklank.services.seal.read_requests import apart_of_account
from weerklank.services.workplace import Workplace

#: No social medium is older than SixDegrees, of 1997 (boyd and Ellison, Social Network Sites,
#: 2007): what a platform dates before was not posted then.
EARLIEST = date(1997, 1, 1)
#: The three letters of the screens. A portability job gives what an export gives.
LETTERS = (Technique.API, Technique.EXPORT, Technique.BROWSER)


class Cover(StrEnum):
    """How far a technique saw a day."""

    #: It saw something of that day: how much, says `held`.
    HELD = "held"
    #: It looked at that day, and what appeared came in by another technique.
    OTHERS = "others"
    #: It looked at that day, and nothing appeared.
    NOTHING = "nothing"
    #: No run of it reached that day yet.
    WAITS = "waits"
    #: It was never used on this account.
    UNUSED = "unused"
    #: On that day the account was hybrid or personal: only what is handed in may come in.
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a technique saw of a day."""

    technique: Technique
    cover: Cover
    #: Items that it saw, whichever technique brought them in first.
    held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day (in Europe/Amsterdam) of an account, by moment of publication."""

    day: date
    posts: int
    replies: int
    media: int
    #: Changes that were seen in what appeared that day.
    edits: int
    #: Of what appeared that day, how much is gone from the platform.
    deletions: int
    #: One for each of `LETTERS`.
    coverage: tuple[Coverage, ...]

    @property
    def items(self) -> int:
        """Everything that the archive holds of that day."""
        return self.posts + self.replies


@dataclass(frozen=True, slots=True)
class Sum:
    """What appeared on several days together."""

    posts: int = 0
    replies: int = 0
    media: int = 0
    edits: int = 0
    #: Of what appeared, how much is gone from the platform.
    deletions: int = 0

    @property
    def items(self) -> int:
        """Everything that appeared."""
        return self.posts + self.replies

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(
            self.posts + other.posts,
            self.replies + other.replies,
            self.media + other.media,
            self.edits + other.edits,
            self.deletions + other.deletions,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """The days of an account without a hole, and what they come to."""

    account: Account
    days: tuple[Day, ...]
    #: First and last day on which anything appeared, also outside of the days that were asked;
    #: as far as anything can have: from `EARLIEST` until today.
    first: date | None
    last: date | None
    #: What bears a day before that, and after it: in no picture, and to be searched.
    earlier: Sum = Sum()
    later: Sum = Sum()

    @property
    def posts(self) -> int:
        """Messages of the account in these days."""
        return sum(day.posts for day in self.days)

    @property
    def replies(self) -> int:
        """Reactions of others in these days."""
        return sum(day.replies for day in self.days)

    @property
    def media(self) -> int:
        """Media in these days."""
        return sum(day.media for day in self.days)

    @property
    def edits(self) -> int:
        """Changes in these days."""
        return sum(day.edits for day in self.days)

    @property
    def deletions(self) -> int:
        """What appeared in these days and is gone from the platform."""
        return sum(day.deletions for day in self.days)

    @property
    def everything(self) -> Sum:
        """All of these days, and what bears a day that can't be."""
        here = Sum(self.posts, self.replies, self.media, self.edits, self.deletions)
        return here + self.earlier + self.later

    @property
    def echo(self) -> Echo:
        """The same days as a picture wants them."""
        return Echo(Step.DAY, tuple(Bar(d.day, d.posts, d.replies) for d in self.days))


def account_activity(
    workplace: Workplace,
    name: str,
    since: date | None = None,
    until: date | None = None,
    sight: Sight = EVERYTHING,
) -> Activity:
    """Give the days of an account from `since` to `until`, both included, as far as seen.

    Unless named they are the first day on which anything can have appeared and of which something
    is held, and today. WrongUse when the
    register does not know the account.
    """
    account = workplace.register().find(name)
    hidden = () if sight.restricted else restricted_of(workplace, account)

    def ask(catalogue: Catalogue, reader: ItemReader) -> dict[date, _Counts]:
        return counts_of(account, catalogue, reader, hidden)

    found = ask_for_part(workplace, ask)
    reached = _reached(workplace, account)
    today = workplace.today()
    last = until or today
    possible = [day for day in found if EARLIEST <= day <= today]
    start = since or min(possible, default=last)
    return Activity(
        account=account,
        days=days_told(account, start, last, found, reached),
        first=min(possible, default=None),
        last=max(possible, default=None),
        earlier=_sum(counts for day, counts in found.items() if day < EARLIEST),
        later=_sum(counts for day, counts in found.items() if day > today),
    )


def restricted_of(workplace: Workplace, account: Account) -> tuple[str, ...]:
    """Give the keys of what was restricted of an account by a decision (D5, D6)."""
    marks = read_marks(workplace).values()
    marked = [one.key for one in marks if one.is_restricted and one.account == account.id]
    return tuple(dict.fromkeys((*marked, *apart_of_account(workplace, account.id))))


def counts_of(
    account: Account,
    catalogue: Catalogue,
    reader: ItemReader,
    hidden: Iterable[str],
    since: date = date.min,
) -> dict[date, "_Counts"]:
    """Count what the catalogue holds of the days of an account, but for what is hidden, by key."""
    database, first = catalogue.database, (since - EPOCH).days
    rows = database.days.since(account.id, first)
    found = _gathered(rows, database.deletions.moments_of(account.id))
    for key in hidden:
        _take_out(found, catalogue, reader, key)
    return found


def _take_out(
    found: dict[date, "_Counts"], catalogue: Catalogue, reader: ItemReader, key: str
) -> None:
    """Count an item out again, for who may not see that it is there."""
    places = catalogue.database.places.versions_by_key(decode(key))
    seen_by: set[str] = set()
    for place in sorted(places, key=lambda one: one.version):
        item = reader.try_read(place)
        if not isinstance(item, BrokenInput):
            counts = found[civil_day(datetime.fromtimestamp(place.created, UTC))]
            posts, replies, media, edits = appeared(item)
            seen = int(item.technique not in seen_by)
            seen_by.add(item.technique)
            counts.add(item.technique, -posts, -replies, -media, -edits, -seen)
    if places and catalogue.database.deletions.of(decode(key)):
        found[civil_day(datetime.fromtimestamp(places[0].created, UTC))].deletions -= 1
    for day in [day for day, counts in found.items() if counts.is_empty]:
        del found[day]


def activity_stand(workplace: Workplace, account: Account) -> object:
    """Give what changes when the days of an account do; quick to ask."""
    held = consult(
        workplace,
        lambda catalogue: (catalogue.database.parts.stand(), catalogue.database.deletions.stand()),
    )
    # What a day waits for depends on which day it is now.
    today = workplace.today()
    scenarios = [(turn, account.scenario_on(turn)) for turn in sorted(account.turning_days())]
    return held, _reached(workplace, account), scenarios, today


class _Counts:
    """What appeared on one day."""

    def __init__(self) -> None:
        self.posts = self.replies = self.media = self.edits = self.deletions = 0
        self.held: dict[Technique, int] = defaultdict(int)

    def add(
        self, technique: str, posts: int, replies: int, media: int, edits: int, seen: int
    ) -> None:
        self.posts += posts
        self.replies += replies
        self.media += media
        self.edits += edits
        self.held[_letter(technique)] += seen

    @property
    def items(self) -> int:
        return self.posts + self.replies

    @property
    def is_empty(self) -> bool:
        return not (self.items or self.media or self.edits or self.deletions)


def _sum(counted: Iterable[_Counts]) -> Sum:
    return sum((Sum(one.posts, one.replies, one.media, one.edits) for one in counted), Sum())


def _gathered(rows: Iterable[DaySum], gone: Iterable[int]) -> dict[date, _Counts]:
    found: dict[date, _Counts] = defaultdict(_Counts)
    for day, technique, posts, replies, media, edits, seen in rows:
        found[EPOCH + timedelta(days=day)].add(technique, posts, replies, media, edits, seen)
    for created in gone:
        found[civil_day(datetime.fromtimestamp(created, UTC))].deletions += 1
    return found


def days_told(
    account: Account,
    start: date,
    last: date,
    found: Mapping[date, _Counts],
    reached: Mapping[Technique, date],
) -> tuple[Day, ...]:
    """Give each day from one to another, both included, with what was counted of it."""
    return tuple(
        _day(day, found.get(day), reached, by_hand=by_hand)
        for day, by_hand in _days(account, start, last)
    )


def _letter(technique: str) -> Technique:
    known = Technique(technique)
    return Technique.EXPORT if known is Technique.PORTABILITY else known


def _days(account: Account, start: date, last: date) -> Iterator[tuple[date, bool]]:
    """Give the days, and whether on them only what is handed in may come in."""
    turns = account.turning_days()
    by_hand = account.scenario_on(start) is Scenario.C
    for number in range((last - start).days + 1):
        day = start + timedelta(days=number)
        if day in turns:
            by_hand = account.scenario_on(day) is Scenario.C
        yield day, by_hand


def _day(
    day: date, counts: _Counts | None, reached: Mapping[Technique, date], *, by_hand: bool
) -> Day:
    counts = counts or _Counts()
    total = counts.items
    return Day(
        day=day,
        posts=counts.posts,
        replies=counts.replies,
        media=counts.media,
        edits=counts.edits,
        deletions=counts.deletions,
        coverage=tuple(
            _coverage(
                technique,
                _cover(
                    day, counts.held[technique], total, reached.get(technique), by_hand=by_hand
                ),
                counts.held[technique],
            )
            for technique in LETTERS
        ),
    )


@lru_cache(maxsize=4096)
def _coverage(technique: Technique, cover: Cover, held: int) -> Coverage:
    """Give a coverage; of thousands of days most are alike."""
    return Coverage(technique, cover, held)


def _cover(day: date, held: int, total: int, reached: date | None, *, by_hand: bool) -> Cover:
    if held:
        return Cover.HELD
    if by_hand:
        return Cover.BY_HAND
    if reached is None:
        return Cover.UNUSED
    if day > reached:
        return Cover.WAITS
    return Cover.OTHERS if total else Cover.NOTHING


def _reached(workplace: Workplace, account: Account) -> dict[Technique, date]:
    """Give the last day that each technique looked at of one account."""
    return reached_days(workplace).get(account.id, {})


def reached_days(workplace: Workplace) -> dict[AccountId, dict[Technique, date]]:
    """Give the last day that each technique looked at, by the runs on whole accounts.

    Of an export that is the day on which it was made, as far as its file tells.
    """
    reached: dict[AccountId, dict[Technique, date]] = defaultdict(dict)
    for run in read_runs(workplace):
        if run.reached is not None and not run.asked and not run.is_ahead:
            letter = _letter(run.technique)
            known = reached[run.account]
            known[letter] = max(run.reached, known.get(letter, run.reached))
    return reached

"""Dashboard: of a period what accounts said and what came back, and which days were looked at.

Numbers alone, of every account of the register; as far as who looks may see.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.account import Account, AccountStatus, Scenario
from weerklank.model.question import Sight
from weerklank.model.run import Technique
from weerklank.services.find.echo import Bar, Echo, Step
from weerklank.services.find.read_items import ItemReader, ask_for_part
from weerklank.services.find.show_item import EVERYTHING
from weerklank.services.oversee.account_activity import counts_of, reached_days, restricted_of
from weerklank.services.workplace import Workplace

#: Days, and months, that a picture shows one by one.
_MOST_DAYS, _MOST_MONTHS = 92, 120
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysLooked:
    """Days of an account in a period, by whether a harvest looked at them.

    Days to come are none, and those after the account was closed or its platform ended.
    """

    #: A run of the whole account, by any technique, came this far.
    seen: int = 0
    #: No run came this far yet, or there was none at all.
    waits: int = 0
    #: Only what is handed in may come in.
    by_hand: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountActs:
    """What an account said in a period, and what came back."""

    account: Account
    posts: int
    replies: int
    days: DaysLooked


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """A period, both days included."""

    first: date
    last: date
    #: What appeared, step by step, of all accounts together.
    echo: Echo
    #: By how much there is of them, the most first.
    accounts: tuple[AccountActs, ...]

    @property
    def days(self) -> DaysLooked:
        """Give the days of all accounts together."""
        return DaysLooked(
            seen=sum(one.days.seen for one in self.accounts),
            waits=sum(one.days.waits for one in self.accounts),
            by_hand=sum(one.days.by_hand for one in self.accounts),
        )


def dashboard(
    workplace: Workplace, first: date, last: date, sight: Sight = EVERYTHING
) -> Dashboard:
    """Count a period, from its first day to its last, of every account that is registered."""
    accounts = [*workplace.register().accounts.values()]
    reached = reached_days(workplace)

    def ask(catalogue: Catalogue, reader: ItemReader) -> tuple[list[AccountActs], dict[date, Bar]]:
        acts, days = [], dict[date, Bar]()
        for account in accounts:
            hidden = () if sight.restricted else restricted_of(workplace, account)
            found = {
                day: (counts.posts, counts.replies)
                for day, counts in counts_of(account, catalogue, reader, hidden, first).items()
                if first <= day <= last
            }
            end = _last_to_harvest(workplace, account, last)
            acts.append(_acts(account, first, end, found, reached.get(account.id, {})))
            for day, (posts, replies) in found.items():
                known = days.get(day, Bar(day, 0, 0))
                days[day] = Bar(day, known.posts + posts, known.replies + replies)
        return acts, days

    acts, days = ask_for_part(workplace, ask)
    acts.sort(key=lambda one: (-one.posts - one.replies, one.account.id))
    return Dashboard(first=first, last=last, echo=_echo(first, last, days), accounts=tuple(acts))


def _last_to_harvest(workplace: Workplace, account: Account, last: date) -> date:
    """Give the last day of a period that can be harvested, by account and platform."""
    days = [last, workplace.today()]
    if account.status is AccountStatus.CLOSED and account.status_since:
        days.append(account.status_since)
    decided = workplace.register().platforms.get(account.platform)
    if decided is not None and decided.status == "ended":
        days.append(decided.decided)
    return min(days)


def _acts(
    account: Account,
    first: date,
    last: date,
    found: Mapping[date, tuple[int, int]],
    reached: Mapping[Technique, date],
) -> AccountActs:
    return AccountActs(
        account=account,
        posts=sum(posts for posts, _ in found.values()),
        replies=sum(replies for _, replies in found.values()),
        days=_looked(account, first, last, max(reached.values(), default=None)),
    )


def _looked(account: Account, first: date, last: date, reached: date | None) -> DaysLooked:
    """Part the days of a period; without going through them one by one."""
    seen = waits = by_hand = 0
    if last < first:
        return DaysLooked()
    for start, end in _stretches(account, first, last):
        count = (end - start).days + 1
        if account.scenario_on(start) is Scenario.C:
            by_hand += count
            continue
        before = 0 if reached is None else max((min(end, reached) - start).days + 1, 0)
        seen += before
        waits += count - before
    return DaysLooked(seen=seen, waits=waits, by_hand=by_hand)


def _stretches(account: Account, first: date, last: date) -> Iterator[tuple[date, date]]:
    """Give the stretches of a period in each of which the scenario stays the same."""
    turns = sorted(turn for turn in account.turning_days() if first < turn <= last)
    starts = [first, *turns]
    ends = [*(turn - _ONE_DAY for turn in turns), last]
    yield from zip(starts, ends, strict=True)


def _echo(first: date, last: date, days: Mapping[date, Bar]) -> Echo:
    """Put days together until a picture has room for them, those without anything too."""
    count = (last - first).days + 1
    step = (
        Step.DAY
        if count <= _MOST_DAYS
        else Step.MONTH
        if count <= _MOST_MONTHS * 31
        else Step.YEAR
    )
    bars: dict[date, Bar] = {}
    for number in range(count):
        day = first + timedelta(days=number)
        start = _start(day, step)
        known, more = bars.get(start, Bar(start, 0, 0)), days.get(day)
        bars[start] = (
            known
            if more is None
            else Bar(start, known.posts + more.posts, known.replies + more.replies)
        )
    return Echo(step, tuple(bars.values()))


def _start(day: date, step: Step) -> date:
    if step is Step.DAY:
        return day
    return day.replace(day=1) if step is Step.MONTH else day.replace(month=1, day=1)

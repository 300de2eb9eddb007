"""A discrete simulation of harvests: accounts come due, hands take them, platforms let them wait.

It follows the product: an account is due its interval after its last look began; of one archive 64
pieces of work are put at most, and 4 of accounts on one platform; a harvest that fails waits ten
minutes, doubled each time; what a killed worker did is due again.
"""

import heapq
from collections import Counter, deque
from dataclasses import dataclass, field
from random import Random  # noqa: TID251 - a seeded generator: the same run every time

from benchmarks.scale.arrivals import DAY, HOUR
from benchmarks.scale.budget import Budgets
from benchmarks.scale.plan import Account, Plan, accounts
from benchmarks.scale.platforms import Limit, platforms
from benchmarks.scale.units import Units
from benchmarks.scale.visit import Costs, Visit, visit
from weerklank.jobs.due import FIRST_BACK_OFF
from weerklank.services.machines.share_out import MOST, MOST_OF_SERVER

_BACK_OFF = FIRST_BACK_OFF.total_seconds()
#: What happens at a moment; at the same one the lower goes first.
_ENDED, _DUE, _FREE = range(3)


@dataclass(slots=True)
class Told:
    """What the simulation found."""

    #: Seconds from due to begun, and from due to closed, of each harvest that came to its end.
    waited: list[float] = field(default_factory=list)
    lasted: list[float] = field(default_factory=list)
    due: int = 0
    done: int = 0
    failed: int = 0
    killed: int = 0
    #: Due, put or at work when the time was up.
    left: int = 0
    #: Items: what came in the time, what was harvested of it or before it, what waits at the end.
    arrived: int = 0
    waiting_before: int = 0
    harvested: int = 0
    again: int = 0
    waiting: int = 0
    questions: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    files: int = 0
    cpu: float = 0.0
    #: Seconds that hands were at work; and accounts in the system, in account-seconds.
    busy: float = 0.0
    in_system: float = 0.0
    budgets: Budgets = field(default_factory=Budgets)

    def quantile(self, share: float) -> float:
        """Give how long a share of the harvests waited at most, in seconds."""
        ordered = sorted(self.waited)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0


class Simulation:
    """One run over a plan."""

    def __init__(self, plan: Plan, units: Units, limits: list[Limit] | None = None) -> None:
        """`limits` are the platforms; those of the file unless others are given."""
        self.plan, self.told = plan, Told()
        self._rng = Random(plan.seed + 1)
        share = units.of("posts_share")
        self.costs = Costs(units, plan.media / 365 / (plan.items * share))
        self._failing, self._found = units.of("failing"), units.of("worker_found")
        self._falls = units.of("worker_falls") / HOUR
        self.accounts = accounts(plan, units, limits or platforms())
        self._end = plan.days * DAY
        self._free = plan.hands
        self._queue: deque[Account] = deque()
        #: Of each archive what is due and was not put, what was put, and of which platform.
        self._held: list[deque[Account]] = [deque() for _ in range(plan.archives)]
        self._put: Counter[int] = Counter()
        self._of_platform: Counter[tuple[int, str]] = Counter()
        self._events: list[tuple[float, int, int, Account | None, Visit | None]] = []
        self._known_due: dict[int, float] = {}
        self._now = 0.0

    def run(self) -> Told:
        """Let the time pass."""
        for one in self.accounts:
            self.told.waiting_before += self._since(one, 0)
            self._come_due(one, one.due)
        while self._events and self._events[0][0] < self._end:
            now, kind, _, account, made = heapq.heappop(self._events)
            self._pass(now)
            if kind == _ENDED and account is not None:
                self._close(account, now, made)
            elif kind == _DUE and account is not None:
                self._known_due[account.number] = now
                self.told.due += 1
                self._offer(account)
            self._begin(now)
        self._pass(self._end)
        self._count_up()
        return self.told

    def _pass(self, now: float) -> None:
        self.told.in_system += len(self._known_due) * (now - self._now)
        self._now = now

    def _come_due(self, account: Account, at: float) -> None:
        heapq.heappush(self._events, (at, _DUE, account.number, account, None))

    def _offer(self, account: Account) -> None:
        """Put it in the queue where there is room for its archive and its platform."""
        key = account.archive, account.limit.name
        if self._put[account.archive] >= MOST or self._of_platform[key] >= MOST_OF_SERVER:
            self._held[account.archive].append(account)
            return
        self._put[account.archive] += 1
        self._of_platform[key] += 1
        self._queue.append(account)

    def _begin(self, now: float) -> None:
        """Let free hands take what waits."""
        outage = self.plan.outage
        if outage and outage[0] <= now < outage[1]:
            if self._queue:
                heapq.heappush(self._events, (outage[1], _FREE, -1, None, None))
            return
        while self._free and self._queue:
            self._harvest(self._queue.popleft(), now)

    def _harvest(self, account: Account, now: float) -> None:
        told, costs = self.told, self.costs
        self._free -= 1
        made = visit(account, now, costs)
        asked, is_whole = told.budgets.ask(
            account.limit, account.credential, now, made.questions, costs.latency
        )
        end = asked + made.aside
        if self._rng.random() < self._failing:
            end, is_whole = now + (end - now) / 2, False
        killed = self._rng.expovariate(self._falls) if self._falls else self._end + end
        outage = self.plan.outage
        stop = outage[0] if outage and now < outage[0] < end else end
        if now + killed < stop:
            told.killed += 1
            stop = now + killed + self._found
            is_whole = False
        told.questions[account.limit.name] += made.questions
        told.cpu += made.cpu
        told.busy += min(stop, self._end) - now
        result = made if is_whole and stop == end else None
        account.due = now  # its next turn counts from here
        heapq.heappush(self._events, (stop, _ENDED, account.number, account, result))

    def _close(self, account: Account, now: float, made: Visit | None) -> None:
        told, begun, due = self.told, account.due, self._known_due.pop(account.number)
        self._free += 1
        self._put[account.archive] -= 1
        self._of_platform[account.archive, account.limit.name] -= 1
        held = self._held[account.archive]
        for _ in range(len(held)):
            self._offer(held.popleft())
        interval = self.plan.hours * HOUR
        if made is None:
            told.failed += 1
            account.failures += 1
            wait = min(_BACK_OFF * 2 ** min(account.failures - 1, 20), max(interval, _BACK_OFF))
            self._come_due(account, now + wait)
            return
        told.done += 1
        told.waited.append(begun - due)
        told.lasted.append(now - due)
        told.harvested += made.items
        told.again += made.again
        told.read[account.limit.name] += made.items + made.again
        told.files += made.files
        account.failures, account.looked = 0, begun
        self._come_due(account, begun + interval)

    def _count_up(self) -> None:
        """Count what is left when the time is up."""
        told = self.told
        told.left = len(self._known_due)
        for one in self.accounts:
            told.arrived += one.posts.between(0, self._end) + one.replies.between(0, self._end)
            told.waiting += self._since(one, self._end)

    @staticmethod
    def _since(account: Account, until: float) -> int:
        after = account.looked
        return account.posts.between(after, until) + account.replies.between(after, until)

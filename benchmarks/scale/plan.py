"""What is to be planned for, and the accounts that it means."""

from dataclasses import dataclass
from random import Random  # noqa: TID251 - a seeded generator: the same plan every time

from benchmarks.scale.arrivals import (
    DAY,
    POSTS,
    POSTS_AT_WEEKENDS,
    REPLIES,
    REPLIES_AT_WEEKENDS,
    Course,
    Incident,
    Stream,
)
from benchmarks.scale.platforms import Limit
from benchmarks.scale.units import Units

#: How unequal accounts are: the shape of a log-normal distribution, an assumption.
_UNEQUAL = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The size, and how it is worked on."""

    accounts: int = 10_000
    #: A day: posts and replies together.
    items: int = 1_000_000
    #: Bytes a year.
    media: float = 55e12
    #: Archives: each organisation has its own.
    archives: int = 500
    #: Between the beginnings of two harvests of an account.
    hours: float = 24
    #: Processes of workers that harvest.
    hands: int = 12
    days: float = 7
    seed: int = 1
    #: Whether all organisations ask by one app, and not each by its own.
    one_app: bool = False
    #: With `times` the replies for the accounts of one archive in twenty.
    incident: Incident | None = None
    #: From when until when the archives can't be reached, in seconds.
    outage: tuple[float, float] | None = None


@dataclass(slots=True)
class Account:
    """One account of the plan, and how it stands in the simulation."""

    number: int
    archive: int
    limit: Limit
    #: Who shares what the platform allows.
    credential: tuple[str, int]
    posts: Stream
    replies: Stream
    #: From 0 to 30 days: when its list is read whole.
    turn: float
    looked: float
    due: float
    failures: int = 0


def accounts(plan: Plan, units: Units, limits: list[Limit]) -> list[Account]:
    """Make the accounts: platforms by share, unequal, their turns spread over the interval."""
    rng = Random(plan.seed)
    weights = [rng.lognormvariate(0, _UNEQUAL) for _ in range(plan.accounts)]
    share = units.of("posts_share")
    posts, replies = Course(POSTS, POSTS_AT_WEEKENDS), Course(REPLIES, REPLIES_AT_WEEKENDS)
    kinds = rng.choices(limits, [one.share for one in limits], k=plan.accounts)
    answered = sum(weight for weight, one in zip(weights, kinds, strict=True) if one.replies)
    posts_each = plan.items * share / sum(weights)
    replies_each = plan.items * (1 - share) / answered
    made = []
    for number, (weight, limit) in enumerate(zip(weights, kinds, strict=True)):
        archive = number * plan.archives // plan.accounts
        due = rng.random() * plan.hours * 3_600
        incident = plan.incident if archive % 20 == 0 else None
        answers = weight * replies_each if limit.replies else 0.0
        made.append(
            Account(
                number=number,
                archive=archive,
                limit=limit,
                credential=(limit.name, _sharer(limit, plan, number, archive)),
                posts=Stream(posts, weight * posts_each, rng.random()),
                replies=Stream(replies, answers, rng.random(), incident),
                turn=rng.random() * 30 * DAY,
                looked=due - plan.hours * 3_600,
                due=due,
            )
        )
    return made


def _sharer(limit: Limit, plan: Plan, number: int, archive: int) -> int:
    if limit.scope == "account":
        return number
    return archive if limit.scope == "app" and not plan.one_app else -1

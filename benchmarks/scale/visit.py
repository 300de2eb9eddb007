"""What one harvest of an account asks and costs, as the product harvests."""

from dataclasses import dataclass
from math import ceil

from benchmarks.scale.arrivals import DAY, HOUR
from benchmarks.scale.plan import Account
from benchmarks.scale.units import Units

#: Ages at which posts are looked at again (`model/reread.py`), without that of an hour.
AGES = (DAY, 7 * DAY, 30 * DAY, 365 * DAY)
_WHOLE_AFTER = 30 * DAY


@dataclass(frozen=True, slots=True)
class Visit:
    """One harvest: what it brings, what it asks, what it takes."""

    posts: int
    replies: int
    #: Items that are read again.
    again: int
    #: To the API: what counts for the budget.
    questions: int
    #: Files of media.
    files: int
    #: Core-seconds.
    cpu: float
    #: Seconds that it takes when nothing has to be waited for, without the questions.
    aside: float

    @property
    def items(self) -> int:
        """Give how many items come in."""
        return self.posts + self.replies


class Costs:
    """The unit costs that a harvest needs, read once."""

    def __init__(self, units: Units, media_of_post: float) -> None:
        """`media_of_post` in bytes."""
        self.question, self.item = units.of("question_cpu"), units.of("item_cpu")
        self.known, self.run = units.of("known_cpu"), units.of("run_cpu")
        self.latency, self.begin = units.of("latency"), units.of("media_latency")
        self.files, self.download = units.of("media_files"), units.of("download_bytes")
        self.hashing, self.media = units.of("hash_bytes"), media_of_post
        self.days_before = units.of("years_before") * 365


def visit(account: Account, now: float, costs: Costs) -> Visit:
    """Say what a harvest that begins now brings and asks: all since the last one."""
    since, limit = account.looked, account.limit
    posts, replies = account.posts, account.replies
    new, answers = posts.between(since, now), replies.between(since, now)
    due = posts.between(since - HOUR, min(since, now - HOUR))  # came to the age of an hour
    below = replies.between(since - HOUR, min(since, now - HOUR))
    for place, age in enumerate(AGES):
        come = posts.between(since - age, now - age)
        due += come
        if place < limit.rereads:
            below += replies.between(since - age, now - age)
    listed = new + posts.between(since - DAY, since)
    if (since + account.turn) // _WHOLE_AFTER != (now + account.turn) // _WHOLE_AFTER:
        listed += round(posts.each_day * costs.days_before)
    if limit.replies:
        asked = max(new + due, ceil((answers + below) / limit.replies))
    else:
        asked, below = ceil(due / limit.page), 0
    questions = limit.fixed + listed // limit.page + asked
    files = round(new * costs.files)
    media = new * costs.media
    again = due + below
    cpu = (
        costs.run
        + questions * costs.question
        + (new + answers) * costs.item
        + again * costs.known
        + media / costs.hashing
    )
    aside = files * costs.begin + media / costs.download + cpu
    return Visit(new, answers, again, questions, files, cpu, aside)

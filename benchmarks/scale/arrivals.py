"""When posts and replies come: days and weeks in the Netherlands, and an incident.

Counts are a course and not drawn: an account that has so many posts a day had
`floor(a day * course + start)` of them until any moment, before the beginning too. So how many
come between two moments needs no list, and what arrived can be counted beside what was harvested.
"""

from dataclasses import dataclass
from math import floor

HOUR, DAY, WEEK = 3_600, 86_400, 604_800
#: Of 24 hours, how much of a working day's posts falls in each: an assumption, office hours.
POSTS = (0, 0, 0, 0, 0, 0, 1, 3, 7, 10, 10, 9, 7, 8, 9, 9, 8, 6, 4, 4, 3, 1, 1, 0)
#: The same of replies: people answer in breaks and evenings.
REPLIES = (1, 1, 0, 0, 0, 0, 1, 3, 4, 5, 5, 5, 7, 6, 5, 5, 6, 7, 8, 9, 9, 7, 4, 2)
#: Of Saturday and Sunday, how much of a working day.
POSTS_AT_WEEKENDS, REPLIES_AT_WEEKENDS = 0.3, 0.8


class Course:
    """How much came until a moment, in days of the average; a week is exactly seven."""

    def __init__(self, hours: tuple[int, ...], at_weekends: float) -> None:
        """`hours` from midnight on; moment 0 is a Monday at midnight."""
        weights = [
            weight * (1.0 if day < 5 else at_weekends) for day in range(7) for weight in hours
        ]
        whole = sum(weights)
        self._each = [7 * weight / whole for weight in weights]
        self._until = [0.0]
        for each in self._each:
            self._until.append(self._until[-1] + each)

    def until(self, moment: float) -> float:
        """Give how much came from moment 0 until another, in seconds; less than 0 before it."""
        weeks, rest = divmod(moment, WEEK)
        hour = int(rest // HOUR)
        return 7 * weeks + self._until[hour] + self._each[hour] * (rest - hour * HOUR) / HOUR


@dataclass(frozen=True, slots=True)
class Incident:
    """Hours in which some accounts get so many times the replies."""

    begin: float
    end: float
    times: float


@dataclass(frozen=True, slots=True)
class Stream:
    """What comes to one account: posts or replies."""

    course: Course
    each_day: float
    start: float
    incident: Incident | None = None

    def until(self, moment: float) -> int:
        """Give how many came until a moment; only differences mean something."""
        came = self.course.until(moment)
        if self.incident is not None and moment > self.incident.begin:
            until = self.course.until(min(moment, self.incident.end))
            came += (self.incident.times - 1) * (until - self.course.until(self.incident.begin))
        return floor(self.each_day * came + self.start)

    def between(self, after: float, until: float) -> int:
        """Give how many came after one moment until another."""
        return self.until(until) - self.until(after)

"""Said around: what was said around the days of a hotspot or a peak, for its picture.

Counts alone, by day, of all that the accounts said and were answered; several in one pass.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.query import Appeared
from weerklank.model.clock import civil_day
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.find.echo import Echo, echo_of
from weerklank.services.workplace import Workplace

#: Days that are told before the first and after the last.
_AROUND = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Span:
    """Days of which the picture is asked, both included; None for no bound."""

    #: Numbers of accounts; empty for all.
    accounts: frozenset[str]
    since: date | None
    until: date | None

    def holds(self, account: str, day: date) -> bool:
        """Tell whether something of an account on a day belongs in the picture."""
        return (
            (not self.accounts or account in self.accounts)
            and (self.since is None or day >= _later(self.since, -_AROUND))
            and (self.until is None or day <= _later(self.until, _AROUND))
        )


@dataclass(slots=True)
class _Counted:
    posts: Counter[date] = field(default_factory=Counter)
    replies: Counter[date] = field(default_factory=Counter)

    def echo(self) -> Echo:
        days = sorted({*self.posts, *self.replies})
        return echo_of([Appeared(day, self.posts[day], self.replies[day]) for day in days])


def said_around(workplace: Workplace, spans: Sequence[Span]) -> list[Echo]:
    """Count what was said in each span and four weeks around it, by day or coarser."""
    counts = [_Counted() for _ in spans]

    def count(catalogue: Catalogue) -> None:
        for account, created, is_reply in catalogue.database.items.moments_said():
            day = civil_day(datetime.fromtimestamp(created, UTC))
            for span, counted in zip(spans, counts, strict=True):
                if span.holds(account, day):
                    (counted.replies if is_reply else counted.posts)[day] += 1

    consult(workplace, count)
    return [one.echo() for one in counts]


def _later(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day  # where the calendar ends

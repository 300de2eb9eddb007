"""Note stated deletions: write of which posts the platform itself says that they were deleted."""

from itertools import islice

from weerklank.model.clock import iso
from weerklank.model.deletion import STATED, WITHDRAWN
from weerklank.model.event import Book
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.run import RunReport
from weerklank.services.workplace import Workplace

#: Posts that one event names.
_MOST = 5_000


def note_stated_deletions(
    workplace: Workplace, report: RunReport, gone: dict[str, str], restored: list[str]
) -> None:
    """Mark posts, by key, as deleted at the moment that the platform states (RFC 3339, UTC).

    Of those that were restored the mark is taken back.
    """
    report.deletions += len(gone)
    report.deletions_withdrawn += len(restored)
    waiting = iter(sorted(gone.items()))
    while some := dict(islice(waiting, _MOST)):
        posts: JsonObject = {**some}
        told: JsonObject = {"at": iso(report.started), "posts": posts, "run": report.run}
        workplace.record(Book.JOURNAL, STATED, report.account, told)
    for first in range(0, len(restored), _MOST):
        back: list[Json] = [*restored[first : first + _MOST]]
        told = {"at": iso(report.started), "posts": back, "run": report.run}
        workplace.record(Book.JOURNAL, WITHDRAWN, report.account, told)

"""Stated deletions: mark what the platform itself says its maker deleted (docs/adr/0053, 0076)."""

from weerklank.model.clock import iso
from weerklank.model.deletion import SEEN
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.run import RunReport
from weerklank.services.workplace import Workplace

#: Posts that one event names.
_MOST = 5_000


def note_stated_deletions(
    workplace: Workplace, report: RunReport, deleted: dict[str, str]
) -> None:
    """Write the marks, each with the moment of deletion as the last at which the post was there.

    `deleted` gives that moment (RFC 3339, UTC) by key of the item.
    """
    report.deletions = len(deleted)
    keys = sorted(deleted)
    for first in range(0, len(keys), _MOST):
        posts: JsonObject = {key: deleted[key] for key in keys[first : first + _MOST]}
        told: JsonObject = {"at": iso(report.started), "posts": posts, "run": report.run}
        workplace.record(Book.JOURNAL, SEEN, report.account, told)

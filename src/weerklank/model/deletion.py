"""A mark that a post is gone from its platform: seen gone once, confirmed, or taken back.

The post keeps its record and its text. What was seen is told by events of the journal, so that it
stands in the log; the marks that hold are what those events come to.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from weerklank.model.clock import civil_day, from_iso, is_ahead
from weerklank.model.event import Event
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.reread import CONFIRM_AFTER
from weerklank.model.text import Text

#: The first sure look that missed posts, one at least a day later, and a look that found them.
SEEN, CONFIRMED, WITHDRAWN = "deletion.seen", "deletion.confirmed", "deletion.withdrawn"
#: The platform itself says in an export that the account deleted them, and when.
STATED = "deletion.stated"
KINDS = (SEEN, CONFIRMED, WITHDRAWN, STATED)

ONCE = Text("eenmaal gezien dat het weg is", "seen gone once")
TWICE = Text("bevestigd", "confirmed")
_SECONDS = len("2026-01-01T00:00:00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """What is known of the end of a post; moments are RFC 3339, UTC."""

    last_seen: str
    #: When a run first missed it in a way that leaves no doubt; as the platform states it, when it
    #: was deleted.
    missed: str
    #: When a later look confirmed it, or the platform's own statement did.
    confirmed: str | None = None

    @property
    def words(self) -> Text:
        """Say how sure it is."""
        return ONCE if self.confirmed is None else TWICE

    def is_from_ahead(self, now: datetime) -> bool:
        """Tell whether a clock that ran ahead set it: nobody knows when the item was missed."""
        return is_ahead(from_iso(self.missed), now)

    def may_be_confirmed(self, now: datetime) -> bool:
        """Tell whether a look at this moment would confirm it, or tell again when it did."""
        is_sure = self.confirmed is not None and not is_ahead(from_iso(self.confirmed), now)
        return not is_sure and now - from_iso(self.missed) >= CONFIRM_AFTER

    def is_refuted_by(self, exported: date) -> bool:
        """Tell whether an export of this day that has the item says that it came back.

        Only what looks missed comes back so: of what a platform states to be deleted, its exports
        may tell the words besides.
        """
        last = self.confirmed or self.missed
        is_of_looks = self.last_seen < self.missed <= last
        return is_of_looks and civil_day(from_iso(last)) < exported


def deletion_json(found: Deletion | None) -> JsonObject | None:
    """Write a mark with the names of the command-line contract; None where there is none."""
    if found is None:
        return None
    return {
        "confirmed": found.confirmed is not None,
        "confirmed_at": found.confirmed,
        "first_missed": found.missed,
        "last_seen": found.last_seen,
    }


def apply_deletion(marks: dict[str, Deletion], event: Event) -> set[str]:
    """Change marks, by key of the post, as an event tells; gives the keys that it names.

    An event that tells what holds already changes nothing: a run that died may have written it.
    One that tells of an earlier moment than the mark sets that right: a clock ran ahead.
    """
    at, posts = str(event.data.get("at", "")), event.data.get("posts")
    if event.kind in (SEEN, STATED) and isinstance(posts, dict):
        mark = _seen if event.kind == SEEN else _stated
        for key, told in posts.items():
            marks[key] = mark(marks.get(key), str(told), at)
        return set(posts)
    keys = _keys(posts)
    for key in keys & marks.keys():
        if event.kind == WITHDRAWN:
            del marks[key]
        elif event.kind == CONFIRMED and _is_before(at, marks[key].confirmed):
            marks[key] = replace(marks[key], confirmed=at)
    return keys


def _seen(known: Deletion | None, last_seen: str, at: str) -> Deletion:
    """Give the mark of a post that was missed, the first time."""
    if known is None or _is_before(at, known.missed):
        return Deletion(last_seen=last_seen, missed=at)
    return known


def _stated(known: Deletion | None, gone: str, _at: str) -> Deletion:
    """Give the mark of a post of which the platform says when it was deleted: that is sure."""
    if known is None:
        return Deletion(last_seen=gone, missed=gone, confirmed=gone)
    return known if known.confirmed else replace(known, confirmed=gone)


def _is_before(at: str, known: str | None) -> bool:
    """Tell by whole seconds, which RFC 3339 writes alike, whether a moment is an earlier one."""
    return known is None or at[:_SECONDS] < known[:_SECONDS]


def _keys(value: Json) -> set[str]:
    return set(map(str, value)) if isinstance(value, list) else set()

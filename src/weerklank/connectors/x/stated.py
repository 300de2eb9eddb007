"""What an archive of X says of itself in manifest.js: whose it is, and how much it holds."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from weerklank.connectors.x.archive import MANIFEST, PAYLOAD_DETAILS, Archive, kind_of
from weerklank.connectors.x.moments import moment_of
from weerklank.connectors.x.small_file import objects_in
from weerklank.harvest.json_fields import number_written, text_of
from weerklank.harvest.moment import moment
from weerklank.harvest.port import Unreadable
from weerklank.model.clock import civil_day
from weerklank.model.json_value import Json, JsonObject

#: Name under which the number of all records together stands, where no file has one.
_ALL = ""
#: Types of data that are messages, by how their names begin.
_MESSAGES = ("directMessage", "audioVideoCallsInDm", "grokChat", "encryptedDirectMessage")


@dataclass(frozen=True, slots=True)
class Stated:
    """What manifest.js says; without it nothing is stated."""

    #: Records by file, of those files that hold posts.
    records: dict[str, int] = field(default_factory=dict)
    #: Records of what stays unread, by the name of its type.
    others: Counter[str] = field(default_factory=Counter)
    messages: int = 0
    is_partial: bool = False
    #: When the archive was made; RFC 3339, UTC.
    made: str | None = None
    user: JsonObject = field(default_factory=dict)

    def joined(self, others: Iterable["Stated"], *, is_partial: bool) -> "Stated":
        """Give what all parts of an archive state, each file once."""
        records, unread, messages = dict(self.records), Counter(self.others), self.messages
        for one in others:
            for name, count in one.records.items():
                records[name] = max(count, records.get(name, 0))
            unread |= one.others
            messages = max(messages, one.messages)
        return replace(
            self, records=records, others=unread, messages=messages, is_partial=is_partial
        )

    @property
    def day(self) -> date | None:
        """Give the day on which the archive was made."""
        return civil_day(self.made) if self.made else None


def stated_in(archive: Archive) -> Stated:
    """Read manifest.js, as far as it is there."""
    found = next(iter(objects_in(archive, MANIFEST)), None)
    if found is None:
        return _stated_before_2018(archive)
    info = _object(found, "archiveInfo")
    records: dict[str, int] = {}
    others: Counter[str] = Counter()
    messages = 0
    for name, kind in _object(found, "dataTypes").items():
        for path, count in _files(kind):
            file = path.rpartition("/")[2]
            if kind_of(file):
                records[file] = count
            elif name.startswith(_MESSAGES):
                messages += count
            else:
                others[file] += count
    return Stated(
        records=records,
        others=others,
        messages=messages,
        is_partial=info.get("isPartialArchive") is True,
        made=_moment(info.get("generationDate")),
        user=_object(found, "userInfo"),
    )


def _stated_before_2018(archive: Archive) -> Stated:
    """Read payload_details.js, which says no more than how many tweets there are, and when."""
    found = next(iter(objects_in(archive, PAYLOAD_DETAILS)), {})
    count = number_written(found.get("tweets"))
    try:
        made = moment_of(found.get("created_at"))
    except Unreadable:
        made = None
    return Stated(records={} if count is None else {_ALL: count}, made=made)


def _object(holder: JsonObject, name: str) -> JsonObject:
    value = holder.get(name)
    return value if isinstance(value, dict) else {}


def _files(kind: Json) -> list[tuple[str, int]]:
    files = kind.get("files") if isinstance(kind, dict) else None
    found = []
    for one in files if isinstance(files, list) else ():
        path = text_of(one.get("fileName")) if isinstance(one, dict) else None
        count = number_written(one.get("count")) if isinstance(one, dict) else None
        if path and count is not None:
            found.append((path, count))
    return found


def _moment(value: Json) -> str | None:
    try:
        return moment(value)
    except Unreadable:
        return None

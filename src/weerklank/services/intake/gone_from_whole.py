"""Gone from the whole: what is held of an account and lacks in a list that is proven to be whole.

Such a list states a deletion as clearly as a list of what was deleted does (docs/adr/0086). It
says so only of what is older than it, and only when nothing that came in before is newer: of an
older list, or one of which a part is missing, nothing follows.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from weerklank.catalogue.catalogue import Catalogue
from weerklank.harvest.port import ListsWhole
from weerklank.minimise.item_keys import ItemKeys
from weerklank.model.clock import begin_of, from_iso, is_ahead, iso
from weerklank.model.event import Book, Event
from weerklank.model.item_address import item_address
from weerklank.model.platform import Platform
from weerklank.model.run import RunReport
from weerklank.model.symbols import decode, encode
from weerklank.services.intake.held_versions import HeldVersions
from weerklank.services.seal.read_destructions import destroyed_keys
from weerklank.services.workplace import Workplace
from weerklank.store.sorted_file import SortedTable

_TAG = 16
_MOST_UNSAVED = 10_000
#: Our clock and that of who made the list differ by less.
_CLOCKS_DIFFER = timedelta(hours=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ByList:
    """What follows from a list that is whole."""

    #: Items that are gone, by key, with the moment by which they were.
    gone: dict[str, str] = field(default_factory=dict)
    #: Keys of items that were marked as gone, and that it lists.
    back: frozenset[str] = frozenset()


NOTHING_GONE = ByList()


class GoneFromWhole:
    """Lays what is held of an account beside a list; used under the account's lock."""

    def __init__(
        self,
        workplace: Workplace,
        catalogue: Catalogue,
        keys: ItemKeys,
        held: HeldVersions,
        report: RunReport,
    ) -> None:
        self._workplace = workplace
        self._database = catalogue.database
        self._keys = keys
        self._held = held
        self._report = report

    def beside(self, export: ListsWhole, platform: Platform, folder: Path) -> ByList:
        """Tell what is gone from an export, and what is back; `folder` is for its working files.

        Notes in the report of which moment the export is whole.
        """
        state = export.whole_of
        if state is None or is_ahead(state, self._report.started):
            return NOTHING_GONE
        self._report.whole_of = state
        if state <= self._newest_before():
            return NOTHING_GONE
        listed = SortedTable(folder, _TAG, 1)
        try:
            self._fill(listed, export, platform)
            gone = {
                encode(key): iso(state)
                for key in self._missing(listed, state)
                if self._is_of(key, export, platform)
            }
            marks = self._database.deletions.of_account(self._report.account)
            back = {encode(key) for key in marks if listed.get(key) is not None}
        finally:
            listed.close()
        return ByList(gone, frozenset(back))

    def _fill(self, listed: SortedTable, export: ListsWhole, platform: Platform) -> None:
        for native in export.listed():
            listed.put(self._keys.tag(platform, native), b"\x00")
            if listed.unsaved >= _MOST_UNSAVED:
                listed.save()
        listed.save()

    def _missing(self, listed: SortedTable, state: datetime) -> Iterator[bytes]:
        """Give what is held, is older than the list and not in it, and has no sure mark."""
        destroyed = frozenset(map(decode, destroyed_keys(self._workplace)))
        for key, created in self._database.items.own_of(self._report.account):
            is_older = created < state.timestamp()
            if not is_older or key in destroyed or listed.get(key) is not None:
                continue
            mark = self._database.deletions.of(key)
            if mark is None or mark.confirmed is None:
                yield key

    def _is_of(self, key: bytes, export: ListsWhole, platform: Platform) -> bool:
        """Tell whether an export would list an item: by the addresses that are kept of it."""
        located = self._database.places.newest_by_key(key)
        if located is None:
            return False
        item = self._held.read(located)
        for told in (item.url, self._held.source_of(item).get("uri")):
            native = item_address(told) if isinstance(told, str) else ""
            if native and self._keys.tag(platform, native) == key:
                return export.would_list(native)
        return False

    def _newest_before(self) -> datetime:
        """Give the latest moment that runs on the account showed before this one."""
        account, began = self._report.account, dict[str, datetime]()
        newest = from_iso("1970-01-01T00:00:00Z")
        for event in self._workplace.events.read_genuine(Book.JOURNAL):
            if event.data.get("account") != account or event.subject == self._report.run:
                continue
            if event.kind == "run.started":
                began[event.subject] = event.at + _CLOCKS_DIFFER
            elif event.kind == "run.finished":
                began.pop(event.subject, None)
                newest = max(newest, _shown_by(event))
        return max(newest, *began.values()) if began else newest


def _shown_by(event: Event) -> datetime:
    """Give the latest moment of which a run that ended may have shown anything."""
    whole, day = event.data.get("whole_of"), event.data.get("exported")
    if isinstance(whole, str):
        return from_iso(whole)
    at = event.at + _CLOCKS_DIFFER
    if isinstance(day, str):
        return min(at, begin_of(date.fromisoformat(day)) + _DAY)
    return at

"""The files of a choice, counted for two seconds a request, and kept until something changes.

For a count each record is read. So a page shows how far that came, and the next one goes on.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

from weerklank.model.file_format import FileFormat, Judged
from weerklank.model.virus import VirusCheck, VirusState
from weerklank.services.appraise.format_tables import table_in_force
from weerklank.services.appraise.list_formats import FormatCounts, ListedFile, list_formats
from weerklank.services.appraise.media_files import Scope
from weerklank.services.appraise.virus_standing import last_scan
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.workplace import Workplace

#: Seconds that one request counts.
SECONDS = 2.0
#: Files that are shown of each finding; of more the first.
SHOWN = 100
#: Choices of which the count is kept.
_MOST = 8

_Key = tuple[Path, Scope]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFile:
    """What a page shows of a file; nothing of what its post says."""

    item: str
    account: str
    number: int
    format: FileFormat
    judged: Judged
    #: What the last scan told; None where there was none.
    virus: VirusCheck | None


@dataclass(frozen=True, slots=True)
class SoFar:
    """A choice as far as it was counted."""

    counts: FormatCounts
    #: How many files are of what was asked, and the first of them.
    fitting: int
    shown: tuple[ShownFile, ...]
    is_whole: bool


@dataclass(slots=True)
class _Count:
    """A count that goes on from one request to the next."""

    #: By what files are judged: by another table, or after another scan, all is counted anew.
    judged_by: object
    #: What was held when it began: a count that is whole is made anew for anything else.
    held: object
    counts: FormatCounts
    files: Iterator[ListedFile]
    #: By finding and by state of viruses, and any by an empty name.
    numbers: dict[str, int] = field(default_factory=dict)
    first: dict[str, list[ShownFile]] = field(default_factory=dict)
    is_whole: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def go_on(self, what: str, seconds: float) -> SoFar:
        """Count further for some seconds, one file at least, and give what there is."""
        with self.lock:
            ends = time.monotonic() + seconds
            while not self.is_whole:
                one = next(self.files, None)
                if one is None:
                    self.is_whole = True
                    break
                self._take(one)
                if time.monotonic() >= ends:
                    break
            return SoFar(
                deepcopy(self.counts),
                self.numbers.get(what, 0),
                tuple(self.first.get(what, ())),
                self.is_whole,
            )

    def _take(self, one: ListedFile) -> None:
        state = one.virus.state if one.virus else VirusState.NOT_CHECKED
        for name in ("", *one.judged.findings, f"virus-{state}"):
            self.numbers[name] = self.numbers.get(name, 0) + 1
            shown = self.first.setdefault(name, [])
            if len(shown) < SHOWN:
                shown.append(_shown(one))


def _shown(one: ListedFile) -> ShownFile:
    file = one.file
    return ShownFile(
        item=file.item.id,
        account=file.item.account,
        number=file.number,
        format=file.format,
        judged=one.judged,
        virus=one.virus,
    )


class FormatsTold:
    """Counts by choice, the last few."""

    def __init__(self) -> None:
        self._known: OrderedDict[_Key, _Count] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, workplace: Workplace, scope: Scope, what: str) -> SoFar:
        """Give a choice as it was kept, or further than it was; and of what the first files."""
        key = (workplace.layout.root, scope)
        count = self._begun(workplace, key)
        try:
            return count.go_on(what, SECONDS)
        except BaseException:  # whatever it was: half a count is not gone on with; raised again
            with self._lock:
                self._known.pop(key, None)
            raise

    def _begun(self, workplace: Workplace, key: _Key) -> _Count:
        last = last_scan(workplace)
        judged_by = (table_in_force(workplace).version, last.at if last else None)
        held = consult(workplace, lambda one: one.database.parts.stand())
        with self._lock:
            known = self._known.get(key)
            is_old = known is not None and known.is_whole and known.held != held
            if known is None or known.judged_by != judged_by or is_old:
                counts = FormatCounts()
                files = list_formats(workplace, key[1], counts, codecs=False)
                known = self._known[key] = _Count(judged_by, held, counts, files)
            self._known.move_to_end(key)
            while len(self._known) > _MOST:
                self._known.popitem(last=False)
        return known


FORMATS_TOLD = FormatsTold()

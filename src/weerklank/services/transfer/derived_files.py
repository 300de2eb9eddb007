"""Derived files: what is made for a SIP of files that are in no preferred format."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from weerklank.model.derivative import Derivative, DerivedForm, NotDerived
from weerklank.model.file_format import FileFormat
from weerklank.model.item import ArchivalItem, Medium
from weerklank.services.appraise.derive_media import Deriver, note_conversions
from weerklank.services.appraise.media_files import MediaFile
from weerklank.services.find.file_formats import format_of
from weerklank.services.transfer.held_lines import concept_of
from weerklank.services.workplace import Workplace
from weerklank.transfer.mdto import Concept, Reference
from weerklank.transfer.mdto_lists import IANA

#: Rows of one event of the journal.
_AT_A_TIME = 500
#: Media types of what PRONOM may not know by its bytes.
_TYPES = {
    DerivedForm.PNG: "image/png",
    DerivedForm.MP4: "video/mp4",
    DerivedForm.WAV: "audio/wav",
    DerivedForm.PDF: "application/pdf",
    DerivedForm.SRT: "application/x-subrip",
    DerivedForm.VTT: "text/vtt",
}


class DerivedFiles:
    """Makes derivatives one by one, and remembers what was made and what was not."""

    def __init__(self, workplace: Workplace) -> None:
        self._workplace = workplace
        self._deriver = Deriver(workplace)
        self.made: list[Derivative] = []
        self.left: Counter[NotDerived] = Counter()

    @contextmanager
    def of(
        self, item: ArchivalItem, medium: Medium, path: Path, stem: str
    ) -> Iterator[tuple[Path, Derivative] | None]:
        """Make a derivative of a file of a package, there as long as the block runs.

        None of one that needs none, or of which none can be made.
        """
        told = format_of(path)
        file = MediaFile(item=item, medium=medium, number=1, path=path, format=told)
        with tempfile.TemporaryDirectory(prefix="weerklank-derive-") as aside:
            derived = self._deriver.derive(file, Path(aside), stem)
            if isinstance(derived, Derivative):
                self.made.append(derived)
                yield Path(aside) / derived.name, derived
            else:
                self.left[derived] += 1
                yield None

    def note(self, transfer: str) -> None:
        """Tell in the journal what was made for a transfer."""
        for start in range(0, len(self.made), _AT_A_TIME):
            note_conversions(self._workplace, transfer, self.made[start : start + _AT_A_TIME])


def form_of(one: Derivative) -> Concept:
    """Name the format of a derivative."""
    known = concept_of(FileFormat(puid=one.puid, name=one.format))
    kind = _TYPES[one.form]
    return known or Concept(kind, kind, Reference(IANA))

"""Films and sound in boxes (MP4, MOV, M4A), by ISO/IEC 14496-12 and the QuickTime File Format.

The copy has the size of the file: what goes is made a free box of noughts, so that nothing moves
to which the film points. Of what the film is made of, only what a picture, a sound or a subtitle
points to stays; tracks of anything else, such as positions, go with what they point to.
"""

from typing import NamedTuple

from weerklank.media import looks
from weerklank.media.film_boxes import Box, boxes_in
from weerklank.media.film_samples import Span, merged, spans_of
from weerklank.media.foreign_file import Broken, ForeignFile, TooMuch
from weerklank.media.pieces import Pieces
from weerklank.model.medium_trace import Trace

#: So much of what describes a film is read.
_MOST = 64 << 20
_FREE = frozenset((b"free", b"skip", b"wide"))
_STAY = frozenset((b"ftyp", b"styp", b"sidx", b"mfra", b"pdin"))
#: What stays within each box that holds others; all else there goes.
_WITHIN: dict[bytes, frozenset[bytes]] = {
    b"moov": frozenset((b"mvhd", b"trak", b"mvex", b"iods")),
    b"trak": frozenset((b"tkhd", b"edts", b"mdia", b"tapt")),
    b"mdia": frozenset((b"mdhd", b"hdlr", b"minf", b"elng")),
    b"minf": frozenset(b"vmhd smhd nmhd sthd gmhd hdlr dinf stbl".split()),
    b"dinf": frozenset((b"dref",)),
    b"stbl": frozenset(
        b"stsd stts ctts cslg stss stps stsz stz2 stsc stco co64 sdtp sbgp sgpd subs".split()
    ),
    b"moof": frozenset((b"mfhd", b"traf")),
    b"traf": frozenset(b"tfhd tfdt trun sdtp sbgp sgpd subs".split()),
}
#: Kinds of tracks that stay.
_SHOWN = frozenset((b"vide", b"soun", b"subt", b"sbtl", b"text", b"clcp"))
_TIMED = frozenset((b"mvhd", b"tkhd", b"mdhd"))
_DEEPEST = 12
#: In how pictures and sounds are described: who made what encoded them (QuickTime), and the name
#: of it; how long those are.
_MAKER, _MAKER_SIZE, _ENCODER, _ENCODER_SIZE = 20, 4, 50, 32


class Edit(NamedTuple):
    """What comes in place of bytes of the file; noughts where it is None."""

    start: int
    end: int
    put: bytes | None = None


class Film:
    """A film of which a clean copy is put together."""

    def __init__(self, file: ForeignFile, traces: set[Trace]) -> None:
        self._file = file
        self._traces = traces
        self._edits: set[Edit] = set()
        self._shown: list[Span] = []
        self._is_in_fragments = False
        #: Tracks that stay.
        self._tracks = 0
        #: What kind the track is of that is looked into.
        self._handler = b""

    def clean(self, out: Pieces) -> None:
        """Put the pieces of the copy; Broken or TooMuch where there can be none."""
        top = self._boxes(0, self._file.size)
        names = {one.name for one in top}
        if b"moov" not in names or names <= {b"moov", b"ftyp"}:
            raise Broken
        self._is_in_fragments = b"moof" in names
        if self._is_in_fragments:
            self._demand_pairs(top)
        self._begin(top)
        for box in top:
            if box.name in (b"moov", b"moof"):
                self._describe(box)
        if not self._tracks:  # nothing would be left of it, as where its description is packed
            raise Broken
        for box in top:
            self._top(box)
        self._look_within(top)
        self._write(out)

    def _begin(self, top: list[Box]) -> None:
        """Do what has to be known before anything is taken out: here nothing."""

    def _is_besides(self, _: Box) -> bool:
        """Tell whether a box goes that may stay in other copies: here none does."""
        return False

    def _is_kept(self, _: Box) -> bool:
        """Tell whether a track stays, of which the kind was read."""
        return self._handler in _SHOWN

    def _describe_entry(self, entry: Box) -> None:
        """Take more out of how a picture or sound is described: here nothing."""

    def _note_track(self, box: Box, table: dict[bytes, Span]) -> None:
        """Take note of a track that stays: here nothing."""

    def _look_within(self, top: list[Box]) -> None:
        """Take out what lies within pictures and sounds themselves: here nothing."""

    def _boxes(self, place: int, end: int) -> list[Box]:
        found = [*boxes_in(self._file, place, end)]
        place = found[-1].end if found else place
        if place < end:  # too short to be a box
            self._edits.add(Edit(place, end))
            self._note_filled(place, end)
        return found

    @staticmethod
    def _demand_pairs(top: list[Box]) -> None:
        """Let data of fragments be only what each one has: which parts of it, is not looked at."""
        is_told = False
        for box in top:
            if box.name == b"mdat" and not is_told:
                raise TooMuch
            is_told = box.name == b"moof" or (is_told and box.name != b"mdat")

    def _top(self, box: Box) -> None:
        if box.name in _FREE:
            self._free(box)
        elif box.name == b"mdat":
            self._blank_between(box)
        elif box.name not in _STAY and box.name not in (b"moov", b"moof"):
            self._drop(box)

    def _describe(self, box: Box) -> None:
        if box.end - box.start > _MOST:
            raise TooMuch
        self._inside(box, 0)

    def _inside(self, box: Box, depth: int) -> None:
        if depth > _DEEPEST:
            raise Broken
        for one in self._boxes(box.inner, box.end):
            if one.name in _FREE:
                self._free(one)
            elif one.name not in _WITHIN[box.name] or self._is_besides(one):
                self._drop(one)
            elif one.name == b"trak":
                self._track(one, depth)
            elif one.name in _WITHIN:
                self._inside(one, depth + 1)
            else:
                self._mend(one)

    def _mend(self, box: Box) -> None:
        """Take out of a box that stays what is not needed."""
        if box.name in _TIMED:
            self._untime(box)
        elif box.name == b"hdlr":
            self._unname(box)
        elif box.name == b"dref":
            self._self_contained(box)
        elif box.name == b"stsd" and self._handler in (b"vide", b"soun"):
            for one in self._boxes(box.inner + 8, box.end):
                self._take_out(one, _MAKER, _MAKER_SIZE)
                if self._handler == b"vide":
                    self._take_out(one, _ENCODER, _ENCODER_SIZE)
                self._describe_entry(one)

    def _track(self, box: Box, depth: int) -> None:
        """Keep a track that is shown; of another nothing stays, nor of what it points to."""
        media = self._one(self._boxes(box.inner, box.end), b"mdia")
        parts = self._boxes(media.inner, media.end)
        self._handler = self._file.at(self._one(parts, b"hdlr").inner + 8, 4)
        if not self._is_kept(box):
            if self._is_in_fragments:  # which of its pieces are of this track is not looked at
                raise TooMuch
            self._drop(box)
            return
        self._tracks += 1
        minf = self._one(parts, b"minf")
        stbl = self._one(self._boxes(minf.inner, minf.end), b"stbl")
        found = self._boxes(stbl.inner, stbl.end)
        table = {one.name: (one.inner, one.end) for one in found}
        if not self._is_in_fragments:
            self._shown += spans_of(self._file, table)
        self._inside(box, depth + 1)
        self._note_track(box, table)

    @staticmethod
    def _one(boxes: list[Box], name: bytes) -> Box:
        found = next((one for one in boxes if one.name == name), None)
        if found is None:
            raise Broken
        return found

    def _drop(self, box: Box) -> None:
        data = self._file.upto(box.start, min(box.end - box.start, looks.MOST))
        self._traces |= looks.look(looks.XMP if b"<rdf:RDF" in data else looks.BOXES, data)
        self._edits.add(Edit(box.start + 4, box.start + 8, b"free"))
        self._edits.add(Edit(box.inner, box.end))

    def _free(self, box: Box) -> None:
        self._edits.add(Edit(box.inner, box.end))
        self._note_filled(box.inner, box.end)

    def _note_filled(self, start: int, end: int) -> None:
        if Trace.OTHER in self._traces:
            return
        if self._file.upto(start, min(end - start, looks.MOST)).strip(b"\0"):
            self._traces.add(Trace.OTHER)

    def _untime(self, box: Box) -> None:
        wide = 16 if self._file.at(box.inner, 1) == b"\1" else 8
        place = box.inner + 4
        if place + wide > box.end:
            raise Broken
        if self._file.at(place, wide).strip(b"\0"):
            self._traces.add(Trace.MOMENT)
        self._edits.add(Edit(place, place + wide))

    def _unname(self, box: Box) -> None:
        if box.end > box.inner + 12:
            self._edits.add(Edit(box.inner + 12, box.end))

    def _take_out(self, entry: Box, place: int, size: int) -> None:
        """Blank what names the device in the description of a picture or sound."""
        start = entry.start + place
        if start + size > entry.end:
            raise Broken
        if self._file.at(start, size).strip(b"\0"):
            self._traces.add(Trace.DEVICE)
        self._edits.add(Edit(start, start + size))

    def _self_contained(self, box: Box) -> None:
        """Take out paths of files; the film says that it is all in this one."""
        for one in self._boxes(box.inner + 8, box.end):
            if one.end > one.inner + 4:
                self._note_filled(one.inner + 4, one.end)
                self._edits.add(Edit(one.inner, one.inner + 4, b"\0\0\0\1"))
                self._edits.add(Edit(one.inner + 4, one.end))

    def _blank_between(self, box: Box) -> None:
        """Blank what nothing that is shown points to."""
        if self._is_in_fragments:
            return
        place = box.inner
        for start, end in merged(self._shown, box.inner, box.end):
            if start > place:
                self._edits.add(Edit(place, start))
                self._note_filled(place, start)
            place = max(place, end)
        if place < box.end:
            self._edits.add(Edit(place, box.end))
            self._note_filled(place, box.end)

    def _write(self, out: Pieces) -> None:
        place = 0
        for edit in sorted(self._edits, key=lambda one: (one.start, one.end)):
            if edit.start < place:
                raise Broken
            out.keep(place, edit.start)
            if edit.put is None:
                out.blank(edit.end - edit.start)
            else:
                out.put(edit.put)
            place = edit.end
        out.keep(place, self._file.size)


def clean(file: ForeignFile, out: Pieces, traces: set[Trace]) -> None:
    """Put the pieces of a clean copy, and note what is left out."""
    Film(file, traces).clean(out)

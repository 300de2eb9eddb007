"""Bare: a copy of a film in boxes in which nothing is left but what is seen and heard.

For what goes to somebody who asked for it (docs/adr/0177): no subtitles, no chapters, no tracks
that are switched off, and no words within the pictures. What its subtitles say goes as text.
"""

from collections.abc import Iterator

from weerklank.media.film import Edit, Film
from weerklank.media.film_boxes import Box
from weerklank.media.film_fragments import head_of, samples_of_run
from weerklank.media.film_notes import Filling, Units, fill_config, fill_notes, units_of
from weerklank.media.film_samples import Span, samples_of
from weerklank.media.film_tracks import Track, scale_of, seen_and_heard, track_of
from weerklank.media.foreign_file import Broken, ForeignFile
from weerklank.media.pieces import Pieces
from weerklank.model.medium_trace import Trace

#: What stays of how a picture or a sound is described.
_DESCRIBED = frozenset(
    b"avcC hvcC vpcC av1C esds btrt pasp colr clap fiel mdcv clli SmDm CoLL dvcC dvvC d263 damr "
    b"dac3 dec3 dac4 alac dOps dfLa wave chan chnl srat".split()
)
#: What needs not be there for a film to be played, and can hold any words: a language in words,
#: addresses of descriptions, and names of groups and parts of samples.
_BESIDES = frozenset((b"elng", b"iods", b"sgpd", b"sbgp", b"subs"))
#: Where those descriptions begin in the entry of a picture; of a sound by its version.
_IN_PICTURE, _IN_SOUND = 86, {0: 36, 1: 52, 2: 72}


class _Bare(Film):
    def __init__(self, file: ForeignFile, traces: set[Trace]) -> None:
        super().__init__(file, traces)
        #: Where the tracks begin that stay.
        self._stay: frozenset[int] = frozenset()
        #: How the pictures of the track are written that is looked into.
        self._units: list[Units] = []
        #: By the number of the track.
        self._pictures: dict[int, tuple[Units, dict[bytes, Span]]] = {}

    def _begin(self, top: list[Box]) -> None:
        tracks = [one for box in top if box.name == b"moov" for one in self._tracks_in(box)]
        self._stay = seen_and_heard(tracks)

    def _tracks_in(self, moov: Box) -> Iterator[Track]:
        boxes = self._boxes(moov.inner, moov.end)
        head = self._one(boxes, b"mvhd")
        scale = scale_of(self._file, head.inner, head.end)
        for box in boxes:
            if box.name == b"trak":
                parts = self._parts(box, (b"mdia", b"edts", b"tref"))
                if b"hdlr" not in parts:
                    raise Broken
                handler = self._file.at(parts[b"hdlr"][0] + 8, 4)
                yield track_of(self._file, box.start, parts, handler=handler, movie=scale)

    def _parts(self, box: Box, within: tuple[bytes, ...]) -> dict[bytes, Span]:
        """Give where the boxes in one lie, and those in some of them."""
        found: dict[bytes, Span] = {}
        for one in self._boxes(box.inner, box.end):
            if one.name in within:
                found |= self._parts(one, within)
            else:
                found.setdefault(one.name, (one.inner, one.end))
        return found

    def _is_besides(self, box: Box) -> bool:
        return box.name in _BESIDES

    def _is_kept(self, box: Box) -> bool:
        self._units.clear()
        return box.start in self._stay

    def _describe_entry(self, entry: Box) -> None:
        place = entry.start + _IN_PICTURE
        if self._handler == b"soun":
            place = entry.start + _IN_SOUND.get(self._file.number(entry.start + 16, 2), 0)
        if not entry.start < place <= entry.end:
            raise Broken
        for one in self._boxes(place, entry.end):
            if one.name not in _DESCRIBED:
                self._drop(one)
                continue
            units = units_of(self._file, one.name, one.inner, one.end)
            self._units += [units] if units is not None else []
            if units is not None and units.is_265:
                self._fill(fill_config(self._file, one.inner, one.end))

    def _note_track(self, box: Box, table: dict[bytes, Span]) -> None:
        for one in self._boxes(box.inner, box.end):
            if one.name == b"tkhd" and self._units:
                wide = self._file.at(one.inner, 1) == b"\1"
                number = self._file.number(one.inner + (20 if wide else 12), 4)
                self._pictures[number] = self._units[0], table

    def _look_within(self, top: list[Box]) -> None:
        for units, table in self._pictures.values():
            for start, size in samples_of(self._file, table) if b"stsz" in table else ():
                self._fill(fill_notes(self._file, units, start, size))
        if self._is_in_fragments and self._pictures:
            usual = self._usual(top)
            for moof in top:
                if moof.name == b"moof":
                    self._look_within_fragment(moof, usual)

    def _look_within_fragment(self, moof: Box, usual: dict[int, int]) -> None:
        for traf in self._boxes(moof.inner, moof.end):
            if traf.name != b"traf":
                continue
            parts = self._boxes(traf.inner, traf.end)
            head = self._one(parts, b"tfhd")
            number, base, size = head_of(self._file, (head.inner, head.end), moof.start)
            if number not in self._pictures:
                continue
            each = usual.get(number, 0) if size is None else size
            for run in parts:
                if run.name == b"trun":
                    for at, long in samples_of_run(self._file, (run.inner, run.end), base, each):
                        self._fill(fill_notes(self._file, self._pictures[number][0], at, long))

    def _usual(self, top: list[Box]) -> dict[int, int]:
        """Give the sizes of samples of which a fragment names none, by track (`trex`)."""
        return {
            self._file.number(one.inner + 4, 4): self._file.number(one.inner + 16, 4)
            for moov in top
            if moov.name == b"moov"
            for box in self._boxes(moov.inner, moov.end)
            if box.name == b"mvex"
            for one in self._boxes(box.inner, box.end)
            if one.name == b"trex"
        }

    def _fill(self, fillings: Iterator[Filling]) -> None:
        for one in fillings:
            self._traces.add(Trace.OTHER)
            self._edits.add(Edit(one.start, one.end, one.put))


def clean_bare(file: ForeignFile, out: Pieces, traces: set[Trace]) -> None:
    """Put the pieces of a copy in which nothing is left but what is seen and heard."""
    _Bare(file, traces).clean(out)

"""Look for signs of people in bytes, through all that they contain and every way of writing."""

import io
import re
from collections.abc import Iterator

from weerklank.minimise.hidden_writings import hidden_writings
from weerklank.minimise.leak_signs import LeakSigns, Sign
from weerklank.services.scan.containers import (
    BROKEN,
    CLOSED,
    FILMS,
    PICTURES,
    Opens,
    Part,
    Reads,
    Unopened,
    mail_parts,
    opener,
    whole,
)
from weerklank.services.scan.found import OF_KIND, LeakFinding, Scanned

#: Containers within one another that are opened.
DEEPEST = 12
#: Bytes that one file of the archive may unpack to.
_MOST_READ = 64 << 30
_WINDOW = 1 << 18
#: Bytes of a window that are looked at again with the next: a name may go on there.
_OVERLAP = 400
_HEAD = 512
_MAIL = re.compile(rb"(?:[A-Za-z-]{2,40}: [^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){3,}")
_WIDE = re.compile(rb"(?:[\t\n\r\x20-\xff]\0){4,}|(?:\0[\t\n\r\x20-\xff]){4,}")
_CUT = re.compile(rb"[\s,;\"'<>](?=[^\s,;\"'<>]*\Z)")
_NOT_UTF8 = re.compile("[\udc80-\udcff]")
#: Of a text in another encoding the most bytes that are no UTF-8, of all: more is no text.
_MOST_ODD = 0.1


class Look:
    """Looks through streams; what it finds goes into `scanned`."""

    def __init__(self, signs: LeakSigns, scanned: Scanned) -> None:
        self.signs = signs
        self.scanned = scanned
        self._read_of_file = 0

    def begin(self) -> None:
        """Begin a file: what it may unpack to is counted anew."""
        self._read_of_file = 0

    def stream(self, path: str, place: str, stream: Reads, depth: int = 0) -> None:
        """Look through a stream and all that it contains."""
        head = stream.read(_HEAD)
        opens = opener(head)
        closed = next((kind for magic, kind in CLOSED.items() if head.startswith(magic)), None)
        if closed is not None:
            self.scanned.skip("closed", path)
        if head.startswith((*PICTURES, *FILMS)) or head[4:8] == b"ftyp":
            self.scanned.skip("pictures", path)
        if opens is None and _MAIL.match(head):
            opens = _mail
        if opens is None:
            self._text(path, place, _Again(head, stream))
            return
        if depth >= DEEPEST:
            self.scanned.skip("too-deep", path)
            return
        self._open(path, place, opens, _rewound(head, stream), depth)

    def _open(self, path: str, place: str, opens: Opens, stream: Reads, depth: int) -> None:
        """Look through the parts of a container, and its bytes where those say more."""
        try:
            if opens in _ALSO_AS_BYTES:
                content = whole(stream)
                self._text(path, place, io.BytesIO(content))
                stream = io.BytesIO(content)
            for name, part in opens(stream):
                self.stream(path, f"{place}{name} > ", part, depth + 1)
        except BROKEN as error:
            why = str(error) if isinstance(error, Unopened) else "broken"
            self.scanned.skip(why if why == "too-large" else _WHY.get(why, "broken"), path)

    def parts(self, path: str, parts: Iterator[Part]) -> None:
        """Look through parts that were opened otherwise."""
        try:
            for name, part in parts:
                self.stream(path, f"{name} > ", part, 1)
        except BROKEN:
            self.scanned.skip("broken", path)

    def as_it_lies(self, path: str, stream: Reads) -> None:
        """Look through bytes as they lie there, whatever they are."""
        self._text(path, "", stream)

    def _text(self, path: str, place: str, stream: Reads) -> None:
        base, window = 0, b""
        seen: set[tuple[str, int]] = set()
        while block := stream.read(_WINDOW):
            self.scanned.read += len(block)
            self._read_of_file += len(block)
            if self._read_of_file > _MOST_READ:
                raise Unopened("too-large")
            window += block
            self._window(path, place, base, window, seen)
            cut = _CUT.search(window[:-_OVERLAP][-4096:])
            keep = len(window) - _OVERLAP
            if cut is not None:
                keep -= min(4096, keep) - cut.start()
            base, window = base + max(keep, 0), window[max(keep, 0) :]

    def _window(
        self, path: str, place: str, base: int, window: bytes, seen: set[tuple[str, int]]
    ) -> None:
        text = window.decode("utf-8", "surrogateescape")
        for at, sign in self.in_text(text, path):
            byte = base + len(text[:at].encode("utf-8", "surrogateescape"))
            code = OF_KIND[sign.kind]
            if (code, byte) not in seen:
                seen.add((code, byte))
                self.scanned.found(LeakFinding(code, path, f"{place}byte {byte}", sign.tags))
        for start, read in _elsewise(window, text):
            for _, sign in self.in_text(read, path):
                byte, code = base + start, OF_KIND[sign.kind]
                if (code, byte) not in seen:
                    seen.add((code, byte))
                    self.scanned.found(LeakFinding(code, path, f"{place}byte {byte}", sign.tags))

    def in_text(self, text: str, path: str) -> Iterator[tuple[int, Sign]]:
        """Give the signs in a text in every reading, with the character at which each begins."""
        inner: list[tuple[int, bytes]] = []
        for sign in self.signs.find(text):
            yield sign.at, sign
        for at, read in hidden_writings(text, lambda at, content: inner.append((at, content))):
            for sign in self.signs.find(read):
                yield at, sign
        for at, content in inner:
            self.stream(path, f"character {at} > ", io.BytesIO(content), DEEPEST - 4)


def _elsewise(window: bytes, text: str) -> Iterator[tuple[int, str]]:
    """Give what stands in a window in two bytes a letter, or in an encoding of one byte."""
    if b"\0" in window:
        for match in _WIDE.finditer(window):
            codec = "utf-16-be" if match[0][:1] == b"\0" else "utf-16-le"
            yield match.start(), match[0].decode(codec, "replace")
    odd = len(_NOT_UTF8.findall(text))
    if 0 < odd < len(text) * _MOST_ODD and b"\0" not in window:
        yield 0, window.decode("cp1252", "replace")


class _Again:
    """A stream of which the beginning was read already."""

    def __init__(self, head: bytes, stream: Reads) -> None:
        self._head, self._stream = head, stream

    def read(self, size: int = -1, /) -> bytes:
        if not self._head:
            return self._stream.read(size)
        if size < 0:
            found, self._head = self._head, b""
            return found + self._stream.read()
        found, self._head = self._head[:size], self._head[size:]
        return found


def _rewound(head: bytes, stream: Reads) -> Reads:
    """Give a stream from its beginning: a file as it is, so that it can be sought in."""
    if isinstance(stream, io.BufferedReader) and stream.seekable():
        stream.seek(0)
        return stream
    return _Again(head, stream)


def _mail(stream: Reads) -> Iterator[Part]:
    return mail_parts(whole(stream))


_WHY = {"encrypted": "closed", "brotli": "closed", "no-warc": "broken", "cut-off": "broken"}
_ALSO_AS_BYTES = frozenset(
    {opener(b"SQLite format 3\0"), opener(b"\x89PNG\r\n\x1a\n"), opener(b"%PDF-"), _mail}
)

"""Which files of a page are kept: pictures and films of ours, and what its frame is drawn with."""

from codecs import getincrementaldecoder
from collections.abc import Callable
from urllib.parse import unquote

from weerklank.minimise.page_words import absolute
from weerklank.model.raw_page import ReadsBodies, Resources, SeenResource

_PICTURES = frozenset(
    f"image/{kind}" for kind in ("png", "jpeg", "gif", "webp", "avif", "bmp", "x-icon")
)
_FILMS = frozenset(
    "video/mp4 video/webm video/ogg video/quicktime audio/mpeg audio/ogg audio/mp4 audio/aac "
    "audio/wav audio/x-wav audio/flac audio/webm".split()
)
_FONTS = frozenset(
    "font/woff2 font/woff font/ttf font/otf application/font-woff application/font-woff2 "
    "application/x-font-ttf application/x-font-woff".split()
)
_DRAWING = "image/svg+xml"
#: Bytes of a drawing that is read for names.
_LARGEST_DRAWING = 500_000
_LONGEST_ADDRESS = 2_000
#: Bytes by which a file is told from words, and what words may begin with.
_START = 400
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
#: Status of answers that are what was asked for.
_GOOD = range(200, 300)


class PageFiles:
    """Tells of the addresses in a page which files are kept, and remembers which."""

    def __init__(
        self,
        base: str,
        resources: Resources,
        bodies: ReadsBodies,
        names: Callable[[str], bool],
    ) -> None:
        """Know what the page got; `names` tells whether words name somebody of the page."""
        self._base = base
        self._resources = resources
        self._bodies = bodies
        self._names = names
        self._of_frame: dict[str, bool] = {}
        self.kept: dict[str, None] = {}

    def picture(self, written: str) -> str | None:
        """Give the address of a picture of ours, when its file is there to be kept."""
        return self._of_kinds(written, _PICTURES)

    def film(self, written: str) -> str | None:
        """Give the address of a film or sound of ours, when its file is there to be kept."""
        return self._of_kinds(written, _FILMS)

    def sign(self, written: str) -> str | None:
        """Give the address of a picture that stands for a sign, which may be a drawing."""
        address = absolute(self._base, written).partition("#")[0]
        if not self.of_frame(address):
            return None
        self.kept[address] = None
        return address

    def _of_kinds(self, written: str, kinds: frozenset[str]) -> str | None:
        address = absolute(self._base, written).partition("#")[0]
        found = self._whole(address)
        if found is None or kind_of(found) not in kinds or self._names(unquote(address)):
            return None
        self.kept[address] = None
        return address

    def of_frame(self, address: str) -> bool:
        """Tell whether a file that the platform's own frame is drawn with can be kept."""
        known = self._of_frame.get(address)
        if known is None:
            known = self._of_frame[address] = self._is_of_frame(address)
        return known

    def _is_of_frame(self, address: str) -> bool:
        found = self._whole(address)
        if found is None or self._names(unquote(address)):
            return False
        kind = kind_of(found)
        if kind == _DRAWING:
            return self._is_harmless(found)
        return kind in _PICTURES or kind in _FONTS

    def _is_harmless(self, drawing: SeenResource) -> bool:
        """Tell of a drawing that it runs nothing, leads nowhere and names nobody."""
        if drawing.length > _LARGEST_DRAWING or drawing.body is None:
            return False
        text = b"".join(self._bodies.read(drawing.body)).decode("utf-8", "replace")
        low = text.lower()
        if any(sign in low for sign in ("<script", "<foreignobject", "<image", "<text", "<!")):
            return False
        return "&" not in text and not self._names(text)

    def _whole(self, address: str) -> SeenResource | None:
        if not address.startswith(("https://", "http://")) or len(address) > _LONGEST_ADDRESS:
            return None
        found = self._resources.get(address)
        if found is None or found.status not in _GOOD or found.method != "GET":
            return None
        if not found.is_whole or found.body is None:
            return None
        return None if kind_of(found) != _DRAWING and self._is_text(found.body) else found

    def _is_text(self, body: str) -> bool:
        """Tell of a file that says to be a picture, film or font whether it is words instead."""
        start = next(iter(self._bodies.read(body)), b"")[:_START]
        try:
            signs = getincrementaldecoder("utf-8")().decode(start)
        except UnicodeDecodeError:
            return start.startswith(_UTF_16)
        return bool(signs) and all(sign.isprintable() or sign in "\t\n\r\f" for sign in signs)


def kind_of(found: SeenResource) -> str:
    """Give the media type of a file alone: behind it a server may put a name."""
    return found.content_type.partition(";")[0].strip().lower()

"""A file as it is sent: by what its bytes are, whole or the piece that a player asks for."""

import re
from collections.abc import Callable, Iterable

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from weerklank.services.find.media_format import Kind

_RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")
#: It may do nothing, wherever it is opened.
FILE_POLICY = "default-src 'none'; style-src 'none'; sandbox"
#: Bytes of one piece at most; a player asks for the next.
_LARGEST_PIECE = 4 << 20


def file_name(item: str, kind: Kind, ours: str = "", *, is_original: bool = False) -> str:
    """Name a file of an item, so that an original and its copy can lie beside each other."""
    safe = re.sub(r"[^a-z0-9-]", "", item.lower())
    return f"{safe}{'-origineel' if is_original else ''}.{ours or kind.extension}"


def send(
    request: HttpRequest,
    size: int,
    kind: str,
    whole: Callable[[], Iterable[bytes]],
    read: Callable[[int, int], bytes],
) -> HttpResponseBase:
    """Send a file, or the piece of it that a player asks for."""
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None:
        answer: HttpResponseBase = FileResponse(whole(), content_type=kind)
        answer["Accept-Ranges"] = "bytes"
        answer["Content-Length"] = str(size)
        return answer
    first = int(asked[1])
    last = min(int(asked[2]) if asked[2] else size - 1, size - 1, first + _LARGEST_PIECE - 1)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    content = read(first, last - first + 1)
    piece = HttpResponse(content, status=206, content_type=kind)
    piece["Content-Range"] = f"bytes {first}-{last}/{size}"
    piece["Accept-Ranges"] = "bytes"
    return piece

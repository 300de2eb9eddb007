"""Answers with a file or the range of it that was asked (RFC 9110, section 14)."""

import re

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from weerklank.services.replay.ranges import ReadsRanges

_ASKED = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def answer_range(
    request: HttpRequest, file: ReadsRanges, content_type: str, tag: str
) -> HttpResponseBase:
    """Send the file, or the one range of it that is asked; more ranges at once get all of it.

    `tag` names these very bytes. OSError when they can't be read.
    """
    length = file.length
    asked = _range(request, length, tag)
    if asked is not None and asked[0] >= asked[1]:
        answer: HttpResponseBase = HttpResponse(status=416)
        answer["Content-Range"] = f"bytes */{length}"
        return answer
    start, stop = asked or (0, length)
    if request.method == "HEAD":
        answer = HttpResponse(content_type=content_type)
    else:
        answer = StreamingHttpResponse(file.read(start, stop), content_type=content_type)
    if asked is not None:
        answer.status_code = 206
        answer["Content-Range"] = f"bytes {start}-{stop - 1}/{length}"
    answer["Content-Length"] = str(stop - start)
    answer["Accept-Ranges"] = "bytes"
    answer["ETag"] = f'"{tag}"'
    return answer


def _range(request: HttpRequest, length: int, tag: str) -> tuple[int, int] | None:
    """Give begin and end of what is asked; None for all, an empty one where nothing is there."""
    found = _ASKED.fullmatch(request.headers.get("Range", "").strip())
    if request.method != "GET" or found is None or not (found[1] or found[2]):
        return None
    if request.headers.get("If-Range", f'"{tag}"') != f'"{tag}"':
        return None
    if not found[1]:  # so many of the last
        return max(length - int(found[2]), 0), length
    start = int(found[1])
    if found[2] and int(found[2]) < start:  # no range at all
        return None
    return start, min(int(found[2]) + 1, length) if found[2] else length

"""Files that come along with a request, as they are: received whole or refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from django.http.request import UnreadablePostError

from weerklank.model.errors import BrokenInput
from weerklank.model.text import Text
from weerklank.web.api.operation import Call
from weerklank.web.api.problems import TOO_LARGE, WRONG_TYPE, WRONG_VALUES, ApiError, Wrong
from weerklank.web.upload import MemoryUpload, TooLarge, taken_in

FILE = "application/octet-stream"
NO_FILE = Text("Stuur het bestand mee.", "Send the file along.")
_THIS = Text("Dit bestand", "This file")
_BROKEN_OFF = Wrong(
    "body", "", Text("Het bestand kwam niet heel aan.", "The file did not arrive whole.")
)


def sent_upload(call: Call, most: int) -> MemoryUpload:
    """Receive the file of a request; it reaches no disk (docs/adr/0030)."""
    if call.request.content_type != FILE:
        raise ApiError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, WRONG_TYPE, type=FILE)
    try:
        file = taken_in(call.request.read, most)
    except TooLarge:
        raise ApiError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE, most=most) from None
    except UnreadablePostError:
        raise ApiError(HTTPStatus.BAD_REQUEST, WRONG_VALUES, (_BROKEN_OFF,)) from None
    if not file.size:
        file.close()
        raise ApiError(HTTPStatus.BAD_REQUEST, WRONG_VALUES, (Wrong("body", "", NO_FILE),))
    if file.size != _told_size(call):  # whoever sent it went away: half an export is none
        file.close()
        raise ApiError(HTTPStatus.BAD_REQUEST, WRONG_VALUES, (_BROKEN_OFF,))
    return file


def sent_file(call: Call, most: int) -> bytes:
    """Give the bytes of a small file of a request."""
    with sent_upload(call, most) as file:
        content: bytes = file.read()
    return content


@contextmanager
def as_sent(call: Call) -> Iterator[None]:
    """Tell of a file that can't be read as of a request that can't be used: it is no damage."""
    try:
        yield
    except BrokenInput as error:
        told = {**error.values, "file": call.visit.say(_THIS)}
        raise ApiError(HTTPStatus.BAD_REQUEST, error.code, (), **told) from error


def _told_size(call: Call) -> int:
    told = str(call.request.META.get("CONTENT_LENGTH") or "")
    return int(told) if told.isascii() and told.isdecimal() else 0

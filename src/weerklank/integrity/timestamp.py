"""Ask a time-stamp authority for a token over a checkpoint (RFC 3161, HTTP transport of 3.4)."""

import re
import urllib.error
import urllib.request
from datetime import UTC, datetime
from urllib.parse import urlsplit

from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimestampRequestBuilder,
    TimeStampResponse,
    decode_timestamp_response,
)

_SECONDS = 15
#: A token with its certificates is a few kilobytes; more than this is none.
_LARGEST = 1 << 20
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
#: What the content of a token begins with (id-smime-ct-TSTInfo), and a moment in DER.
_TST_INFO = bytes.fromhex("060b2a864886f70d0109100104")
_GENERALIZED = re.compile(rb"\x18[\x0f-\x1a](\d{14})(?:\.\d+)?Z")


class NoTimeStamp(OSError):
    """No token could be had now; says why in words of our own."""


def is_usable(address: str) -> bool:
    """Tell whether an address may be asked: http or https with a host, nothing else.

    Plain http is usual for authorities: the answer is signed, and the request holds a digest.
    """
    parts = urlsplit(address)
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.username


def request_stamp(address: str, content: bytes) -> bytes:
    """Get a time-stamp response over the SHA-256 of some content, as the authority sent it.

    Kept whole, since it is what `openssl ts -verify` reads. NoTimeStamp when the authority can't
    be reached, refuses, or answers about something else.
    """
    query = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256).build()
    if not is_usable(address):
        raise NoTimeStamp("not an http address")
    message = urllib.request.Request(  # noqa: S310 - the scheme was looked at above
        address,
        data=query.as_bytes(),
        headers={"Content-Type": "application/timestamp-query"},
        method="POST",
    )
    try:
        with urllib.request.urlopen(message, timeout=_SECONDS) as answer:  # noqa: S310 - same
            content_read: bytes = answer.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        raise NoTimeStamp(type(error).__name__) from error
    _refuse_other(content_read, query.message_imprint.message)
    return content_read


def stated_in(answer: bytes) -> datetime | None:
    """Give the moment that a response states (genTime of RFC 3161, 2.4.2), whoever signed it.

    None where none can be read. Read from the bytes: the library refuses some responses that
    openssl reads.
    """
    _, found, info = answer.partition(_TST_INFO)
    moment = _GENERALIZED.search(info) if found else None
    if moment is None:
        return None
    try:
        return datetime.strptime(moment[1].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _refuse_other(answer: bytes, digest: bytes) -> None:
    try:
        response: TimeStampResponse = decode_timestamp_response(answer)
        granted = response.status in {int(PKIStatus.GRANTED), int(PKIStatus.GRANTED_WITH_MODS)}
        stamped = response.tst_info.message_imprint.message if granted else b""
    except ValueError as error:
        # rfc3161-client refuses some orders of certificates that openssl writes and reads; such
        # an answer is kept when it is about our digest, and verified with openssl.
        if digest not in answer:
            raise NoTimeStamp("not an answer to this question") from error
        return
    if not granted:
        raise NoTimeStamp(f"status {response.status}")
    if stamped != digest:
        raise NoTimeStamp("about something else")

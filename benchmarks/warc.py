"""Writing WARC and WACZ, against warcio and against the leanest writer that isal allows."""

import hashlib
import io
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from cryptography.hazmat.primitives.asymmetric import ec
from isal import igzip_lib
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from benchmarks.figures import Figure
from weerklank.model.page import ChosenPage, KeptResource, PageFacts
from weerklank.package.wacz_signing import WaczSigner
from weerklank.package.wacz_writer import write_wacz
from weerklank.package.warc_writer import WarcWriter

_ROUNDS = 5
_AT = "2026-11-27T03:00:00Z"
_HOST = "https://social.voorbeelddam.example"
_FILM = 200 << 20
_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class _Answer:
    address: str
    kind: str
    body: bytes


class _Nowhere(io.RawIOBase):
    """A place that counts: what a disk costs is not what is measured."""

    def __init__(self) -> None:
        super().__init__()
        self.length = 0

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.length

    def seek(self, place: int, _whence: int = 0, /) -> int:
        self.length = place
        return place

    def write(self, content: object) -> int:
        size = len(memoryview(content))  # type: ignore[arg-type] # a buffer, whatever its type
        self.length += size
        return size


def run() -> list[Figure]:
    """Give CPU as ratios, by answers of 2 kB and mixed with media; and memory beside a film."""
    grown = _grown()  # first: later this process has been larger
    figures = []
    for name, answers, floor in (("2 kB", _small(), 3.5), ("mixed", _mixed(), 5.0)):
        ours, theirs, lean = _least(answers)
        size = sum(len(one.body) for one in answers) / 1e6
        figures += [
            Figure(f"warc {name}: warcio by ours, CPU", theirs / ours, floor, "x"),
            Figure(f"warc {name}: ours by leanest isal", ours / lean, 1.8, "x", at_most=True),
            Figure(f"warc {name}: MB per CPU second", size / ours, None, "MB/s"),
        ]
    packed, theirs = _length(_ours, _mixed()), _length(_warcio, _mixed())
    media = sum(len(one.body) for one in _mixed() if one.kind == "image/jpeg")
    stored = _length(_ours, [one for one in _mixed() if one.kind == "image/jpeg"])
    return [
        *figures,
        Figure("warc mixed: bytes by warcio", packed / theirs, 1.1, "x", at_most=True),
        Figure("warc: media by their own bytes", stored / media, 1.02, "x", at_most=True),
        Figure("wacz: growth beside a film of 200 MB", grown, 20, "MB", at_most=True),
    ]


def _least(answers: list[_Answer]) -> tuple[float, float, float]:
    """Give the least CPU seconds of each, taken in turns."""
    ways = (_ours, _warcio, _lean)
    times = [[_seconds(way, answers) for way in ways] for _ in range(_ROUNDS)]
    ours, theirs, lean = (min(row[number] for row in times) for number in range(len(ways)))
    return ours, theirs, lean


_Way = Callable[[list[_Answer], _Nowhere], None]


def _seconds(way: _Way, answers: list[_Answer]) -> float:
    begun = time.process_time()
    way(answers, _Nowhere())
    return time.process_time() - begun


def _length(way: _Way, answers: list[_Answer]) -> int:
    place = _Nowhere()
    way(answers, place)
    return place.length


def _ours(answers: list[_Answer], place: _Nowhere) -> None:
    warc = WarcWriter(place, seed="", at=_AT)
    for one in answers:
        warc.exchange(
            one.address,
            _AT,
            status=200,
            headers=(("Content-Type", one.kind), ("Server", "Mastodon")),
            protocol="h2",
            body=one.body,
        )


def _warcio(answers: list[_Answer], place: _Nowhere) -> None:
    """Write the same as warcio does by default: zlib, SHA-1."""
    warc = WARCWriter(place, gzip=True)
    for one in answers:
        headers = [("Content-Type", one.kind), ("Server", "Mastodon")]
        answer = warc.create_warc_record(
            one.address,
            "response",
            payload=io.BytesIO(one.body),
            http_headers=StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1"),
        )
        question = warc.create_warc_record(
            one.address,
            "request",
            http_headers=StatusAndHeaders(
                f"GET {one.address[len(_HOST) :]} HTTP/1.1",
                [("Host", _HOST[8:])],
                is_http_request=True,
            ),
        )
        warc.write_request_response_pair(question, answer)


def _lean(answers: list[_Answer], place: _Nowhere) -> None:
    """Write members with digests that fit, and look at nothing."""
    for number, one in enumerate(answers):
        http = b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\nContent-Length: %d\r\n\r\n" % (
            one.kind.encode(),
            len(one.body),
        )
        path = one.address[len(_HOST) :].encode()
        asked = b"GET %b HTTP/1.1\r\nHost: %b\r\n\r\n" % (path, _HOST[8:].encode())
        for kind, lines, body in ((b"request", asked, b""), (b"response", http, one.body)):
            block = lines + body
            head = (
                b"WARC/1.1\r\nWARC-Type: %b\r\nWARC-Record-ID: <urn:uuid:%032x>\r\n"
                b"WARC-Target-URI: %b\r\nWARC-Date: 2026-11-27T03:00:00Z\r\n"
                b"WARC-Payload-Digest: sha256:%b\r\nWARC-Block-Digest: sha256:%b\r\n"
                b"Content-Type: application/http; msgtype=%b\r\nContent-Length: %d\r\n\r\n"
                % (
                    kind,
                    number,
                    one.address.encode(),
                    hashlib.sha256(body).hexdigest().encode(),
                    hashlib.sha256(block).hexdigest().encode(),
                    kind,
                    len(block),
                )
            )
            record = head + block + b"\r\n\r\n"
            if one.kind == "image/jpeg":
                place.write(record)  # as it is: stored blocks cost a copy at most
            else:
                place.write(
                    igzip_lib.compress(record, level=2, flag=igzip_lib.COMP_GZIP, hist_bits=15)
                )


def _small() -> list[_Answer]:
    return [
        _Answer(f"{_HOST}/api/v1/statuses/{number}", "application/json", _text(number, 2_000))
        for number in range(4_000)
    ]


def _mixed() -> list[_Answer]:
    """Give what pages bring: answers of an API, a page, and pictures of 20 to 400 kB."""
    answers = []
    for number in range(150):
        size = 20_000 + number * 2_500
        picture = hashlib.shake_128(number.to_bytes(4)).digest(size)
        answers += [
            _Answer(f"{_HOST}/api/v1/{number}", "application/json", _text(number, 2_000)),
            _Answer(f"{_HOST}/@gemeente/{number}", "text/html", _text(number, 60_000)),
            _Answer(f"{_HOST}/media/{number}.jpg", "image/jpeg", picture),
        ]
    return answers


def _text(seed: int, size: int) -> bytes:
    """Give words that pack about as text does."""
    noise = hashlib.shake_128(b"%d" % seed).digest(size // 6)
    words = (
        b"brug water gemeente bericht open van de het een raad straat vandaag reactie"
    ).split()
    return b" ".join(words[byte % len(words)] + b"%x" % (byte & 3) for byte in noise)[:size]


def _grown() -> float:
    """Give by how many MB this process grew while it wrote a page with a film of 200 MB."""
    piece = bytes(range(256)) * (_PIECE // 256)

    def read() -> Iterator[bytes]:
        return (piece for _ in range(_FILM // _PIECE))

    film = KeptResource(
        address=f"{_HOST}/film.mp4",
        status=200,
        headers=(("Content-Type", "video/mp4"),),
        protocol="h2",
        at=_AT,
        length=_FILM,
        read=read,
    )
    page = ChosenPage(
        address=f"{_HOST}/@gemeente/1",
        at=_AT,
        title=None,
        html=b"<!doctype html>",
        text="",
        resources=(film.address,),
        shows=(),
        post_box=None,
        facts=PageFacts(map=1, stopped="quiet"),
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    signer = WaczSigner(ec.generate_private_key(ec.SECP384R1()))
    write_wacz(cast("BinaryIO", _Nowhere()), page, [film], None, signer)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024

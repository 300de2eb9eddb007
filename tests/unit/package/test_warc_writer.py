"""Our WARC writer: members, digests, what strangers can't put in a header, flat memory."""

import base64
import hashlib
import io
import tracemalloc
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerklank.model.errors import Defect
from weerklank.package.warc_fields import (
    ascii_address,
    header_value,
    is_packed,
    media_type,
    moment,
    response_lines,
)
from weerklank.package.warc_writer import HELD, Body, WarcWriter

AT = "2026-11-27T03:00:00Z"
ADDRESS = "https://social.voorbeelddam.example/@gemeente/113"


def members(warc: bytes) -> list[bytes]:
    """Unpack each gzip member by itself, with the standard library."""
    found = []
    while warc:
        reader = zlib.decompressobj(wbits=31)
        found.append(reader.decompress(warc) + reader.flush())
        warc = reader.unused_data
    return found


def writer(place: io.BytesIO) -> WarcWriter:
    return WarcWriter(place, seed="proef", at=AT, digests_members=True)


def exchange(place: io.BytesIO, body: bytes | Body, kind: str = "text/css", **more: object):
    arguments = {"status": 200, "headers": (("Content-Type", kind),), "protocol": "h2"} | more
    return writer(place).exchange(ADDRESS, AT, body=body, **arguments)


def pieces_of(content: bytes, size: int = 60_001) -> Body:
    def read() -> Iterator[bytes]:
        return (content[at : at + size] for at in range(0, len(content), size))

    return Body(len(content), read)


@pytest.mark.parametrize("kind", ["text/css", "video/mp4"])
@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, HELD, HELD + 1, 3 * HELD])
def test_each_record_is_a_member_with_digests_that_fit(kind: str, size: int) -> None:
    content = hashlib.shake_256(b"x").digest(size)
    place = io.BytesIO()
    asked, answered = exchange(place, pieces_of(content), kind)
    question, answer = members(place.getvalue())
    assert question.startswith(b"WARC/1.1\r\nWARC-Type: request\r\n")
    head, _, block = answer.partition(b"\r\n\r\n")
    assert block.endswith(content + b"\r\n\r\n")
    block = block[:-4]
    assert f"Content-Length: {len(block)}\r\n".encode() in head
    assert f"WARC-Block-Digest: sha256:{hashlib.sha256(block).hexdigest()}".encode() in head
    assert answered.digest == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert f"WARC-Payload-Digest: {answered.digest}\r\n".encode() in head
    assert f"WARC-Concurrent-To: <{asked.id}>".encode() in head
    assert f"WARC-Concurrent-To: <{answered.id}>".encode() in question
    assert b"WARC-Protocol: h2\r\n" in head
    member = place.getvalue()[answered.offset :]
    assert len(member) == answered.length
    assert answered.member_digest == f"sha256:{hashlib.sha256(member).hexdigest()}"


def test_what_is_packed_already_is_stored() -> None:
    content = b"a" * 100_000
    for kind, stored in (("image/png", True), ("image/svg+xml", False), ("text/html", False)):
        for body in (content, pieces_of(content * 20)):
            place = io.BytesIO()
            _, answered = exchange(place, body, kind)
            length = len(body) if isinstance(body, bytes) else body.length
            assert (answered.length > length) is stored, kind


@pytest.mark.parametrize(
    ("kind", "packed"),
    [
        ("image/jpeg", True),
        ("image/webp", True),
        ("image/avif", True),
        ("image/bmp", False),
        ("video/mp4", True),
        ("audio/mpeg", True),
        ("audio/wav", False),
        ("audio/mpegurl", False),
        ("font/woff2", True),
        ("font/ttf", False),
        ("application/vnd.apple.mpegurl", False),
        ("application/pdf", True),
        ("application/json", False),
        ("", False),
    ],
)
def test_which_files_are_packed(kind: str, packed: bool) -> None:
    assert is_packed(kind) is packed


def test_the_same_gives_the_same_and_another_seed_other_ids() -> None:
    def file(seed: str) -> tuple[bytes, str]:
        place = io.BytesIO()
        warc = WarcWriter(place, seed=seed, at=AT)
        info = warc.warcinfo("Weerklank 0", (("robots", "ignore"),))
        warc.resource("urn:text:x", AT, "text/plain", b"x")
        return place.getvalue(), info.id

    assert file("a") == file("a")
    assert file("a")[1] != file("b")[1]
    text = b"".join(members(file("a")[0]))
    assert f"WARC-Warcinfo-ID: <{file('a')[1]}>".encode() in text
    assert b"robots: ignore\r\n" in text


@pytest.mark.parametrize("length", [0, 4, 6, HELD + 4, HELD + 6])
def test_a_body_that_is_not_what_was_said_is_no_record(length: int) -> None:
    content = b"x" * (HELD + 5 if length > HELD else 5)
    with pytest.raises(Defect, match="PAGE-001"):
        exchange(io.BytesIO(), Body(length, lambda: iter([content])))


def test_a_body_that_changes_between_two_readings_is_no_record() -> None:
    readings = iter([b"a", b"b"])
    body = Body(2 * HELD, lambda: iter([next(readings) * (2 * HELD)]))
    with pytest.raises(Defect, match="PAGE-001"):
        exchange(io.BytesIO(), body)


def test_a_long_body_is_never_held() -> None:
    def read() -> Iterator[bytes]:
        return (bytes(100_000) for _ in range(1000))

    class Nowhere:
        def write(self, content: bytes) -> int:
            return len(content)

    for kind in ("video/mp4", "text/plain"):
        warc = WarcWriter(Nowhere(), seed="", at=AT)
        tracemalloc.start()
        warc.exchange(
            ADDRESS,
            AT,
            status=200,
            headers=(("content-type", kind),),
            protocol="",
            body=Body(100_000_000, read),
        )
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 3_000_000


HOSTILE = "x\r\nWARC-Type: warcinfo\n\x00\x85\u2028é"


def test_no_stranger_begins_a_line() -> None:
    place = io.BytesIO()
    warc = writer(place)
    warc.exchange(
        f"https://social.voorbeelddam.example/{HOSTILE}",
        AT,
        status=200,
        headers=((HOSTILE, "a"), ("X-A", HOSTILE), ("Content-Type", HOSTILE), ("Set-Cookie", "s")),
        protocol=HOSTILE,
        body=b"",
    )
    warc.resource(f"urn:text:{HOSTILE}", AT, HOSTILE, b"")
    for record in members(place.getvalue()):
        assert record.isascii()
        assert record.count(b"\nWARC-Type:") == 1
        assert record.count(b"\n") == record.count(b"\r\n")
        assert b"Set-Cookie" not in record
        assert b"WARC-Protocol" not in record


@given(st.text(), st.text(), st.text())
def test_any_words_are_one_line_of_ascii(address: str, name: str, value: str) -> None:
    for made in (ascii_address(address), header_value(value), media_type([(name, value)])):
        assert made.isascii()
        assert not set(made) & set(map(chr, [*range(32), 127]))
    assert " " not in ascii_address(address)
    lines = response_lines(200, [(name, value)], 3)
    assert lines.endswith(b"\r\nContent-Length: 3\r\n\r\n")
    assert lines.count(b"\r\n") in (3, 4)


def test_framing_is_ours_and_the_old_one_is_told() -> None:
    lines = response_lines(
        404, [("Content-Encoding", "zstd"), ("content-length", "12"), ("ETag", '"a"')], 7
    )
    assert lines == (
        b"HTTP/1.1 404 Not Found\r\nx-orig-content-encoding: zstd\r\nx-orig-content-length: 12\r\n"
        b'ETag: "a"\r\nContent-Length: 7\r\n\r\n'
    )


def test_an_address_loses_fragment_and_who_signs_in() -> None:
    assert ascii_address("https://jan:geheim@a.example/x@y?q#z") == "https://a.example/x@y?q"
    assert ascii_address("https://a:b@c@d.example/") == "https://d.example/"
    assert ascii_address('https://a.example/é "<') == "https://a.example/%C3%A9%20%22%3C"
    assert ascii_address("https://a.example/%7Ex") == "https://a.example/%7Ex"


@pytest.mark.parametrize(
    "at", ["", "2026-11-27", "2026-02-31T00:00:00Z", "2026-11-27T03:00:00+01:00", "x\r\n"]
)
def test_a_moment_that_is_none(at: str) -> None:
    with pytest.raises(ValueError, match=r"no moment|day is out of range"):
        moment(at)


@pytest.mark.parametrize("address", ["ftp://a.example/", "urn:x", "data:,x", "https:///x", "/x"])
def test_an_exchange_has_an_address_of_http(address: str) -> None:
    with pytest.raises(ValueError, match="no address"):
        writer(io.BytesIO()).exchange(address, AT, status=200, headers=(), protocol="", body=b"")


@pytest.mark.parametrize("status", [0, 99, 600, -1])
def test_an_exchange_has_a_status(status: int) -> None:
    with pytest.raises(ValueError, match="no status"):
        exchange(io.BytesIO(), b"", status=status)


def test_ids_count_on() -> None:
    place = io.BytesIO()
    warc = writer(place)
    ids = [warc.resource(f"urn:text:{n}", AT, "text/plain", b"").id for n in range(300)]
    assert len(set(ids)) == 300
    assert all(one[23] == "8" and one[28] in "89ab" for one in ids)
    assert base64.b16decode(ids[255][-4:].upper()) == b"\x00\xff"

"""The file of a page: what is in it, the same each time, and our own check of it."""

import base64
import gzip
import hashlib
import io
import re
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import given, settings
from hypothesis import strategies as st
from one_page import (
    ADDRESS,
    FILM,
    HOST,
    PNG,
    SIGNER,
    Parts,
    chosen,
    kept,
    members,
    pack,
    packed,
    public_der,
    summed,
    whole,
    write,
    zipped,
)

from weerklank.model.errors import Defect
from weerklank.model.page import Rendered
from weerklank.package import wacz_writer, warc_check, warc_members
from weerklank.package.wacz_check import OTHER_TEXT, check_wacz, demand_sound
from weerklank.package.wacz_signing import WaczSigner
from weerklank.package.wacz_writer import ARCHIVE, DATAPACKAGE, DIGEST, INDEX, PAGES
from weerklank.package.warc_check import Finding

WHOLE = whole()
SAID = chosen().text
GOLDEN = Path(__file__).parents[1] / "golden" / "page-1.wacz"


def check(content: bytes, key: str | None = None) -> tuple[Finding, ...]:
    return check_wacz(io.BytesIO(content), None if key is None else (key,))


def said(content: bytes) -> str:
    found = check(content)
    assert all("{" not in one.says.nl + one.says.en for one in found)
    return "\n".join(f"{one.where}: {one.says.en}" for one in found)


def files(content: bytes = WHOLE) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def test_a_page_becomes_one_file_that_holds() -> None:
    content, written = write(pictures=Rendered(page_png=PNG, post_png=PNG, pdf=b"%PDF-1.7\n"))
    assert content == WHOLE
    assert check(content, written.public_key) == ()
    assert written.page_address == ADDRESS
    assert written.page_at == "2026-11-27T03:00:00Z"
    assert written.records == {
        "metadata": 1,
        "request": 5,
        "resource": 3,
        "response": 5,
        "warcinfo": 1,
    }
    assert (written.missing, written.left_out) == ((), ())
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        assert pack.testzip() is None
        assert [one.filename for one in pack.infolist()] == [
            ARCHIVE,
            INDEX,
            PAGES,
            DATAPACKAGE,
            DIGEST,
        ]
        assert {one.compress_type for one in pack.infolist()} == {zipfile.ZIP_STORED}
        assert {one.date_time for one in pack.infolist()} == {(2026, 11, 27, 3, 0, 0)}


def test_the_check_reads_a_path_too(tmp_path: Path) -> None:
    (tmp_path / "p.wacz").write_bytes(WHOLE)
    assert check_wacz(tmp_path / "p.wacz") == ()


def test_a_page_of_an_earlier_writer_holds_for_good() -> None:
    """Made on 27 November 2026, before any version came out; what is frozen is never made anew."""
    assert check_wacz(GOLDEN, None, SAID) == ()


def test_what_the_list_has_a_page_say_is_its_text() -> None:
    assert check_wacz(io.BytesIO(WHOLE), None, SAID) == ()
    (found,) = check_wacz(io.BytesIO(WHOLE), None, SAID.replace("open", "dicht"))
    assert (found.where, found.says) == (PAGES, OTHER_TEXT)
    long = "woord " * 400_000  # more than a list of pages may say
    content, _ = write(chosen(text=long))
    assert b'"text"' not in files(content)[PAGES]
    assert check_wacz(io.BytesIO(content), None, long) == ()
    (found,) = check_wacz(io.BytesIO(content), None, SAID)
    assert found.says == OTHER_TEXT, "nothing said where there was room to"


def _more_before_and_in_the_list(content: bytes) -> list[tuple[int, int]]:
    """Give of each member how many bytes its own header and the list at the end have besides."""
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        return [
            (
                int.from_bytes(content[one.header_offset + 28 : one.header_offset + 30], "little"),
                len(one.extra),
            )
            for one in pack.infolist()
        ]


def test_no_member_has_more_before_it_than_the_list_tells() -> None:
    """wabac reads a member from the wrong place when only its own header has more."""
    assert _more_before_and_in_the_list(WHOLE) == [(0, 0)] * 5


def test_a_large_archive_has_numbers_of_64_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wacz_writer, "FAR", 1_000_000)
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1_000_000)
    content = whole()
    assert check(content) == ()
    (before, listed), *others = _more_before_and_in_the_list(content)
    assert (before, listed) == (20, 20)
    assert others == [(0, 12)] * 4  # where they lie is a large number too
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        assert pack.testzip() is None


def test_a_page_that_was_written_wrong_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "p.wacz"
    path.write_bytes(WHOLE)
    demand_sound(path, SIGNER.public_key, SAID)
    path.write_bytes(WHOLE[:-1])
    with pytest.raises(Defect, match="PAGE-002"):
        demand_sound(path, SIGNER.public_key, SAID)


def test_what_the_records_are() -> None:
    records = members(files()[ARCHIVE])
    kinds = [record.split(b"\r\n")[1].removeprefix(b"WARC-Type: ").decode() for record in records]
    assert kinds == [
        "warcinfo",
        *["request", "response"] * 5,
        *["resource"] * 3,
        "metadata",
    ]
    page = records[2]
    assert b"\r\nContent-Type: text/html; charset=utf-8\r\n" in page
    assert b"WARC-Date: 2026-11-27T03:00:00Z\r\n" in page
    assert f"WARC-Target-URI: {ADDRESS}\r\n".encode() in page
    assert (
        f"GET /@gemeente/113?b=2&a=1 HTTP/1.1\r\nHost: {HOST[8:]}\r\n\r\n".encode() in records[1]
    )
    assert records[6].endswith(b"\r\n\r\n" + FILM + b"\r\n\r\n")
    assert FILM[:60_000] in files()[ARCHIVE], "a film is stored"
    about = orjson.loads(records[-1].split(b"\r\n\r\n")[1])
    assert about["facts"] == {"grey": 2, "map": 1, "stopped": "quiet"}
    assert about["shows"] == ["0" * 26]
    assert about["records"]["response"] == 5
    assert f"WARC-Target-URI: urn:weerklank:page:{ADDRESS}\r\n".encode() in records[-1]


def test_pages_and_manifest() -> None:
    head, page, rest = files()[PAGES].split(b"\n")
    assert orjson.loads(head)["format"] == "json-pages-1.0"
    told = orjson.loads(page)
    assert (told["url"], told["ts"], told["title"], told["text"]) == (
        ADDRESS,
        "2026-11-27T03:00:00Z",
        "Bericht van gemeente Voorbeelddam",
        "De brug is weer open é",
    )
    assert rest == b""
    manifest = orjson.loads(files()[DATAPACKAGE])
    assert (manifest["profile"], manifest["wacz_version"]) == ("data-package", "1.1.1")
    assert {one["path"]: one["hash"] for one in manifest["resources"]} == {
        name: f"sha256:{hashlib.sha256(files()[name]).hexdigest()}"
        for name in (ARCHIVE, INDEX, PAGES)
    }


def test_the_signature_by_hand() -> None:
    digest = orjson.loads(files()[DIGEST])
    signed = digest["signedData"]
    assert digest["path"] == "datapackage.json"
    words = f"sha256:{hashlib.sha256(files()[DATAPACKAGE]).hexdigest()}"
    assert signed["hash"] == digest["hash"] == words
    assert base64.b64decode(signed["publicKey"]) == public_der()
    raw = base64.b64decode(signed["signature"])
    key = serialization.load_der_public_key(public_der())
    assert isinstance(key, ec.EllipticCurvePublicKey)
    asn1 = encode_dss_signature(int.from_bytes(raw[:48]), int.from_bytes(raw[48:]))
    key.verify(asn1, words.encode(), ec.ECDSA(hashes.SHA256()))


def test_what_is_missing_and_what_is_left_out_is_told() -> None:
    given_ = [
        kept(f"{HOST}/beeld.png", PNG, "image/png"),
        kept(f"{HOST}/beeld.png#weer", PNG, "image/png"),
        kept(f"{ADDRESS}#x", b"<p>", "text/html"),
        kept("data:image/png,x", PNG, "image/png"),
        kept(f"{HOST}/{'x' * 9000}", PNG, "image/png"),
    ]
    content, written = write(resources=given_)
    assert check(content) == ()
    assert written.missing == tuple(
        f"{HOST}/{name}" for name in ("film.mp4", "stijl.css", "leeg.svg?Ü=a b")
    )
    assert written.left_out == tuple(one.address for one in given_[1:])
    assert written.records["response"] == 2


@pytest.mark.parametrize(
    "changed",
    [
        {"title": None},
        {"title": "\ud800 \x00 é" * 3000},
        {"text": ""},
        {"text": "\ud800\x00"},
        {"text": "é" * 600_000},
        {"html": b""},
        {"at": "1970-01-01T00:00:00Z"},
        {"address": "http://[::1]:8080"},
        {"address": "https://WWW.Voorbeelddam.example:443/../A//b/?sid=" + "0" * 32 + "&B&a="},
        {"shows": ("0" * 26,) * 2000},
        {"address": f"{HOST}/{'x' * (8192 - len(HOST) - 1)}"},
    ],
    ids=lambda changed: str(changed)[:40],
)
def test_any_page_that_is_written_holds(changed: dict) -> None:
    content, _ = write(chosen(**changed))
    assert said(content) == ""


@pytest.mark.parametrize(
    "changed",
    [{"at": "gisteren"}, {"address": "about:blank"}, {"address": f"{HOST}/{'x' * 8192}"}],
    ids=["moment", "scheme", "length"],
)
def test_what_is_no_page_is_not_written(changed: dict) -> None:
    with pytest.raises(ValueError, match=r"no (moment|address)"):
        write(chosen(**changed))


def test_a_resource_that_lies_ends_the_writing() -> None:
    with pytest.raises(Defect, match="PAGE-001"):
        write(resources=[kept(f"{HOST}/beeld.png", PNG, "image/png", length=5)])


def test_headers_without_end_are_cut_and_the_page_holds() -> None:
    headers = tuple((f"x-{number}", "\U0001f600 " * 9000) for number in range(500))
    content, _ = write(resources=[kept(f"{HOST}/a.png", PNG, "image/png", headers=headers)])
    assert check(content) == ()
    assert len(members(files(content)[ARCHIVE])[4]) < 60_000


@pytest.mark.parametrize("spoil", ["records", "findings", "lists", "one"])
def test_a_file_that_unpacks_to_much_takes_little_memory(spoil: str) -> None:
    parts = Parts.of(write(resources=[])[0])
    head = parts.records[-1].partition(b"\r\n\r\n")[0]
    many = {
        "records": [head + b"\r\n\r\n" + bytes(4 << 20)] * 20,
        "findings": [bytes(1 << 20)] * 80,
        "lists": [],
        "one": [head + b"\r\n\r\n" + bytes(200 << 20)],
    }[spoil]
    parts.records += many
    if spoil == "lists":
        parts.pages = b"[" + b"[]," * (690_000) + b"[]]\n[]\n"
    content = parts.put_together()
    del parts, many
    tracemalloc.start()
    assert check(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < len(content) + 90_000_000


def test_no_name_of_anybody_nor_of_a_machine() -> None:
    text = b"".join(members(files()[ARCHIVE])) + b"".join(files().values())
    for word in (
        b"hostname",
        b"operator",
        b"publisher",
        b"ip:",
        b"WARC-IP-Address",
        b"User-Agent",
    ):
        assert word not in text


SMALL = write(resources=[kept(f"{HOST}/beeld.png", PNG, "image/png")])[0]


@settings(max_examples=400)
@given(st.integers(0, len(SMALL) - 1), st.integers(1, 255))
def test_every_changed_byte_is_found(place: int, change: int) -> None:
    spoilt = bytearray(SMALL)
    spoilt[place] ^= change
    assert check(bytes(spoilt))


@settings(max_examples=60)
@given(st.integers(0, len(SMALL) - 1), st.integers(0, len(SMALL)), st.binary(max_size=40))
def test_every_cut_and_every_insertion_is_found(first: int, second: int, put: bytes) -> None:
    start, end = sorted((first, second))
    spoilt = SMALL[:start] + put + SMALL[end:]
    assert bool(check(spoilt)) is (spoilt != SMALL)


@given(st.binary(max_size=300))
def test_any_bytes_are_no_page(content: bytes) -> None:
    assert check(content)


@settings(max_examples=60)
@given(st.binary(max_size=300), st.binary(max_size=200), st.integers(0, 3))
def test_any_content_in_a_sound_zip_gives_findings(one: bytes, two: bytes, place: int) -> None:
    contents = [pack(one) + two, one, two, one, two]
    contents[place] = b"{" + contents[place]
    assert check(zipped(dict(zip(files(), contents, strict=True))))


def swap(record: bytes, old: bytes, new: bytes) -> bytes:
    assert old in record
    return record.replace(old, new, 1)


def declares_more(parts: Parts) -> bytes:
    length = len(parts.records[4].partition(b"\r\n\r\n")[2]) - 4
    parts.records[4] = swap(
        parts.records[4], b"Content-Length: %d\r\n" % length, b"Content-Length: 5000\r\n"
    )
    return parts.put_together()


def declares_less(parts: Parts) -> bytes:
    length = len(parts.records[4].partition(b"\r\n\r\n")[2]) - 4
    parts.records[4] = swap(
        parts.records[4],
        b"Content-Length: %d\r\n" % length,
        b"Content-Length: %d\r\n" % (length - 9),
    )
    return parts.put_together()


def two_in_a_member(parts: Parts) -> bytes:
    return parts.put_together(
        lambda records: packed([*records[:3], records[3] + records[4], *records[5:]])
    )


def one_is_gone(parts: Parts) -> bytes:
    del parts.records[-2]
    return parts.put_together()


def answers_swapped(parts: Parts) -> bytes:
    parts.records[2], parts.records[4] = parts.records[4], parts.records[2]
    return parts.put_together()


def last_question_open(parts: Parts) -> bytes:
    parts.records.append(parts.records[1].replace(b"000001>", b"0000ff>", 1))
    return parts.put_together()


def one_more(parts: Parts) -> bytes:
    parts.records.append(
        parts.records[-2].replace(b"WARC-Record-ID: <urn:uuid:8", b"WARC-Record-ID: <urn:uuid:7")
    )
    return parts.put_together()


def same_twice(parts: Parts) -> bytes:
    parts.records.append(parts.records[-2])
    return parts.put_together()


def other_body(parts: Parts) -> bytes:
    parts.records[2] = swap(parts.records[2], b"weer open", b"WEER OPEN")
    return parts.put_together()


def no_digests(parts: Parts) -> bytes:
    record = parts.records[2]
    head, end, rest = record.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if b"Digest" not in line]
    parts.records[2] = b"\r\n".join(lines) + end + rest
    return parts.put_together()


def header_twice(parts: Parts) -> bytes:
    parts.records[2] = swap(
        parts.records[2], b"WARC-Type: response", b"WARC-Type: response\r\nWARC-Type: resource"
    )
    return parts.put_together()


def older_version(parts: Parts) -> bytes:
    parts.records[2] = swap(parts.records[2], b"WARC/1.1", b"WARC/1.0")
    return parts.put_together()


def no_first(parts: Parts) -> bytes:
    del parts.records[0]
    return parts.put_together()


def other_http_length(parts: Parts) -> bytes:
    parts.records[6] = re.sub(
        rb"\r\nContent-Length: (\d)(\d+)\r\n\r\n",
        rb"\r\nContent-Length: 9\2\r\n\r\n",
        parts.records[6],
        count=1,
    )
    head, end, block = parts.records[6].partition(b"\r\n\r\n")
    digest = hashlib.sha256(block[:-4]).hexdigest().encode()
    parts.records[6] = (
        re.sub(rb"(WARC-Block-Digest: sha256:)[0-9a-f]+", rb"\1" + digest, head) + end + block
    )
    return parts.put_together()


def pointing_elsewhere(parts: Parts) -> bytes:
    lines = parts.index.splitlines(keepends=True)
    first, second = (orjson.loads(line.split(b" ", 2)[2])["offset"] for line in lines[:2])
    lines[0] = swap(lines[0], f'"offset":"{first}"'.encode(), f'"offset":"{second}"'.encode())
    parts.index = b"".join(lines)
    return parts.put_together()


def line_is_gone(parts: Parts) -> bytes:
    parts.index = parts.index.split(b"\n", 1)[1]
    return parts.put_together()


def line_twice(parts: Parts) -> bytes:
    parts.index = parts.index.split(b"\n", 1)[0] + b"\n" + parts.index
    return parts.put_together()


def out_of_order(parts: Parts) -> bytes:
    parts.index = b"".join(reversed(parts.index.splitlines(keepends=True)))
    return parts.put_together()


def no_index(parts: Parts) -> bytes:
    parts.index = b""
    return parts.put_together()


def endless_index(parts: Parts) -> bytes:
    parts.index = b"\n" * (warc_check.MOST_RECORDS + 1)
    return parts.put_together()


def other_page(parts: Parts) -> bytes:
    parts.pages = swap(parts.pages, b"/113", b"/114")
    return parts.put_together()


def other_moment(parts: Parts) -> bytes:
    parts.pages = swap(parts.pages, b"03:00:00", b"03:00:09")
    return parts.put_together()


def no_pages(parts: Parts) -> bytes:
    parts.pages = parts.pages.split(b"\n")[0] + b"\n"
    return parts.put_together()


def other_main(parts: Parts) -> bytes:
    parts.datapackage["mainPageUrl"] = f"{HOST}/beeld.png"
    return parts.put_together()


def other_counts(parts: Parts) -> bytes:
    parts.datapackage["weerklank"]["records"]["response"] += 1
    return parts.put_together()


def other_standard(parts: Parts) -> bytes:
    parts.datapackage["wacz_version"] = "1.0.0"
    return parts.put_together()


def nested(parts: Parts) -> bytes:
    deep: list = []
    for _ in range(300):
        deep = [deep]
    content = files(parts.put_together())
    text = b"[" * 300 + b"]" * 300
    content[DATAPACKAGE] = b'{"a":' + text + b"}"
    return zipped(content)


def unsigned(parts: Parts) -> bytes:
    content = files(parts.put_together())
    digest = orjson.loads(content[DIGEST])
    del digest["signedData"]
    return zipped(content | {DIGEST: orjson.dumps(digest)})


def signed_more(parts: Parts) -> bytes:
    content = files(parts.put_together())
    digest = orjson.loads(content[DIGEST])
    digest["signedData"]["domain"] = "voorbeelddam.example"
    return zipped(content | {DIGEST: orjson.dumps(digest, option=orjson.OPT_SORT_KEYS)})


def other_signature(parts: Parts) -> bytes:
    content = files(parts.put_together())
    digest = orjson.loads(content[DIGEST])
    digest["signedData"]["signature"] = WaczSigner(ec.derive_private_key(7, ec.SECP384R1())).sign(
        digest["hash"]
    )
    return zipped(content | {DIGEST: orjson.dumps(digest, option=orjson.OPT_SORT_KEYS)})


def key_of_another_kind(parts: Parts) -> bytes:
    content = files(parts.put_together())
    digest = orjson.loads(content[DIGEST])
    digest["signedData"]["publicKey"] = "MCowBQYDK2VwAyEA" + "A" * 43 + "="
    return zipped(content | {DIGEST: orjson.dumps(digest, option=orjson.OPT_SORT_KEYS)})


def deflated(parts: Parts) -> bytes:
    return zipped(files(parts.put_together()), zipfile.ZIP_DEFLATED)


def more_files(parts: Parts) -> bytes:
    return zipped({**files(parts.put_together()), "archive/meer.warc.gz": b""})


def other_way_out(parts: Parts) -> bytes:
    content = files(parts.put_together())
    return zipped({**content, "../../buiten": b""})


def twice_the_name(parts: Parts) -> bytes:
    content = files(parts.put_together())
    return zipped({**content, "DATAPACKAGE.json": content[DATAPACKAGE]})


def something_before(parts: Parts) -> bytes:
    return b"#!/bin/sh\n" + parts.put_together()


def with_comment(parts: Parts) -> bytes:
    content = parts.put_together()
    return content[:-2] + b"\x02\x00hi"


def two_stories(parts: Parts) -> bytes:
    content = bytearray(parts.put_together())
    content[30:31] = b"B"  # name in the header of the first file
    return bytes(content)


def with_line(line: bytes, before: bytes = b"Content-Type: text/html") -> Callable[[Parts], bytes]:
    """Give a way to write one more line into the record of the page, with sums that fit."""

    def spoil(parts: Parts) -> bytes:
        more = parts.records[2].replace(b"\r\n" + before, b"\r\n" + line + b"\r\n" + before, 1)
        assert more != parts.records[2]
        parts.records[2] = summed(more)
        return parts.made_to_fit()

    spoil.__name__ = line.decode()
    return spoil


def page_twice(parts: Parts) -> bytes:
    for record in parts.records[1:3]:
        other = re.sub(
            rb"<urn:uuid:\w", b"<urn:uuid:0", record.replace(b"weer open", b"weer dicht")
        )
        parts.records.insert(-1, summed(other))
    return parts.made_to_fit()


def page_not_found(parts: Parts) -> bytes:
    parts.records[2] = summed(swap(parts.records[2], b"HTTP/1.1 200 OK", b"HTTP/1.1 404 OK"))
    return parts.made_to_fit()


def asked_elsewhere(parts: Parts) -> bytes:
    parts.records[1] = summed(swap(parts.records[1], b"Host: social", b"Host: kwalijk"))
    return parts.made_to_fit()


def named_in_gzip(parts: Parts) -> bytes:
    def named(records: list[bytes]) -> bytes:
        place = io.BytesIO()
        for record in records:
            with gzip.GzipFile("Wietske Zandstra", "wb", 1, place, mtime=0) as member:
                member.write(record)
        return place.getvalue()

    return parts.made_to_fit(named)


def manifest_says_more(parts: Parts) -> bytes:
    parts.datapackage["creator"] = "Wietske Zandstra"
    return parts.put_together()


def made_never(parts: Parts) -> bytes:
    parts.datapackage["created"] = "nooit"
    return parts.put_together()


def page_says_more(parts: Parts) -> bytes:
    head, page, _ = parts.pages.split(b"\n")
    more = orjson.dumps({**orjson.loads(page), "by": "x"}, option=orjson.OPT_SORT_KEYS)
    parts.pages = head + b"\n" + more + b"\n"
    return parts.put_together()


def other_title(parts: Parts) -> bytes:
    parts.datapackage["title"] = "Een andere pagina"
    return parts.put_together()


SPOILT: dict[Callable[[Parts], bytes], str] = {
    declares_more: "the record says to have 5000 bytes",
    declares_less: "something stands behind the",
    two_in_a_member: "something stands behind the",
    one_is_gone: "fits no record",
    answers_swapped: "does not stand behind its question",
    last_question_open: "does not stand before its answer",
    one_more: "this record is not in the index",
    same_twice: "two records have one id",
    other_body: "the digest of the payload does not fit",
    no_digests: "the digest of the record does not fit",
    header_twice: "the header of the record can't be read",
    older_version: "the header of the record can't be read",
    no_first: "does not say what made the file",
    other_http_length: "is no HTTP as it should be",
    pointing_elsewhere: "line 1 of the index fits no record",
    line_is_gone: "this record is not in the index",
    line_twice: "a line stands twice in the index",
    out_of_order: "the index is not in order",
    no_index: "this record is not in the index",
    endless_index: "too large to be checked",
    other_page: "the page of the list is not in the archive",
    other_moment: "the page of the list is not in the archive",
    no_pages: "the list of pages can't be read",
    other_main: "the manifest opens another page",
    other_counts: "there are more or fewer records",
    other_standard: "this is no manifest of WACZ 1.1.1",
    nested: "this is no manifest of WACZ 1.1.1",
    unsigned: "the signature is missing",
    signed_more: "the signature is missing or has another form",
    other_signature: "the signature is not that of the manifest",
    key_of_another_kind: "the signature is not that of the manifest",
    deflated: "packed or encrypted",
    more_files: "the file does not consist of",
    other_way_out: "a name in the zip may lead out",
    twice_the_name: "two files in the zip have one name",
    something_before: "files in the zip overlap",
    with_comment: "does not end as a zip",
    two_stories: "says something else than the list",
    with_line(b"Content-Encoding: br"): "or one that is never kept",
    with_line(b"Transfer-Encoding: chunked"): "or one that is never kept",
    with_line(b"Set-Cookie: a=b"): "or one that is never kept",
    with_line(b"geen kop"): "a header of the answer is none",
    with_line(b"WARC-Truncated: length", b"WARC-Date"): "a field that no record has",
    with_line(b"WARC-Segment-Number: 2", b"WARC-Date"): "a field that no record has",
    page_twice: "two records have one address",
    page_not_found: "the page of the list is not in the archive",
    asked_elsewhere: "the question is not that for the address",
    named_in_gzip: "something stands besides in the header of the gzip",
    manifest_says_more: "more, less or something else than what is told of a page",
    made_never: "more, less or something else than what is told of a page",
    page_says_more: "more, less or something else than what is told of a page",
    other_title: "more, less or something else than what is told of a page",
}


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda one: one.__name__)
def test_what_is_spoilt_with_manifest_and_signature_that_fit_is_found(
    spoil: Callable[[Parts], bytes],
) -> None:
    assert SPOILT[spoil] in said(spoil(Parts.of(WHOLE)))


def test_what_is_made_to_fit_unchanged_holds() -> None:
    assert said(Parts.of(WHOLE).made_to_fit()) == ""


def test_what_is_put_together_again_unchanged_differs_in_how_it_is_packed_alone() -> None:
    """So that the tests above find what they spoilt, and nothing else."""
    found = said(Parts.of(WHOLE).put_together()).splitlines()
    assert all("index" in line for line in found)


def test_a_good_signature_of_another_key() -> None:
    other = WaczSigner(ec.derive_private_key(8, ec.SECP384R1()))
    assert [one.says.en for one in check(WHOLE, other.public_key)] == [
        "the signature is good, but of another key"
    ]


def test_a_member_that_unpacks_without_end_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc_members, "MOST_UNPACKED", 1 << 20)
    parts = Parts.of(write(resources=[])[0])
    parts.records[2] += bytes(4 << 20)
    assert "unpacks to more than 16 GiB" in said(parts.put_together())


def test_records_and_findings_without_end_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc_check, "MOST_RECORDS", 4)
    assert "too many records or faults" in said(WHOLE)
    monkeypatch.undo()
    parts = Parts.of(WHOLE)
    parts.records = [b"x\r\n\r\n"] * 5000
    assert len(check(parts.put_together())) == 100

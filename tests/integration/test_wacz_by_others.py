"""What others read in the file of a page, record by record, and damage that they pass over.

`wacz validate`, warcio and FastWARC say that all is well of files in which something is wrong
(they are lenient, or filter); so records are counted here, one by one, against what was written.
"""

import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import orjson
import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from fastwarc.warc import WarcRecordType
from one_page import ADDRESS, FILM, HOST, HTML, PNG, Parts, kept, packed, whole, write, zipped
from test_wacz import (
    declares_less,
    declares_more,
    deflated,
    line_is_gone,
    no_digests,
    one_more,
    other_counts,
    other_main,
    other_page,
    other_signature,
    pointing_elsewhere,
    said,
    signed_more,
    something_before,
    unsigned,
)
from warcio.archiveiterator import ArchiveIterator

from weerklank.package.wacz_writer import ARCHIVE, INDEX

BIN = Path(sys.executable).parent
WHOLE = whole()
#: warcinfo, 5 questions and answers, 3 pictures, 1 about the page.
COUNTS = {"warcinfo": 1, "request": 5, "response": 5, "resource": 3, "metadata": 1}


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONWARNINGS": "ignore", "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [str(one) for one in arguments],
        capture_output=True,
        text=True,
        timeout=120,
        env=environment,
    )


def accepted(content: bytes, folder: Path) -> bool:
    """Tell whether `wacz validate` passes a file."""
    path = folder / "page.wacz"
    path.write_bytes(content)
    told = run(BIN / "wacz", "validate", "-f", path)
    return told.returncode == 0 and "is valid" in told.stdout


def warc_of(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        return pack.read(ARCHIVE)


def by_warcio(warc: bytes) -> list[tuple[str, str, bytes]]:
    return [
        (
            record.rec_type,
            record.rec_headers.get_header("WARC-Target-URI") or "",
            record.content_stream().read(),
        )
        for record in ArchiveIterator(io.BytesIO(warc), check_digests="raise")
    ]


def test_wacz_validate_accepts_a_page(tmp_path: Path) -> None:
    assert accepted(WHOLE, tmp_path)
    assert not accepted(zipped({"datapackage.json": b"{}"}), tmp_path)


def test_warcio_reads_every_record_with_digests_that_fit() -> None:
    records = by_warcio(warc_of(WHOLE))
    assert Counter(kind for kind, _, _ in records) == COUNTS
    answers = {address: body for kind, address, body in records if kind == "response"}
    assert answers[ADDRESS] == HTML
    assert answers[f"{HOST}/film.mp4"] == FILM
    assert answers[f"{HOST}/beeld.png"] == PNG
    assert answers[f"{HOST}/leeg.svg?%C3%9C=a%20b"] == b""


def test_warcio_check_names_each_record(tmp_path: Path) -> None:
    path = tmp_path / "data.warc.gz"
    path.write_bytes(warc_of(WHOLE))
    told = run(BIN / "warcio", "check", "-v", path)
    assert told.returncode == 0
    assert told.stdout.count("digest pass") == sum(COUNTS.values())


def test_fastwarc_reads_every_record_with_digests_that_fit() -> None:
    kinds: Counter[str] = Counter()
    for record in FastIterator(io.BytesIO(warc_of(WHOLE)), parse_http=False):
        kind = record.headers["WARC-Type"]
        assert record.verify_block_digest(), (kind, record.record_id)
        kinds[kind] += 1
    assert kinds == COUNTS
    answers = {}
    for record in FastIterator(
        io.BytesIO(warc_of(WHOLE)), record_types=WarcRecordType.response, parse_http=True
    ):
        assert record.verify_payload_digest(consume=False)
        answers[record.headers["WARC-Target-URI"]] = (
            record.http_headers.status_code,
            record.reader.read(),
        )
    assert answers[ADDRESS] == (200, HTML)
    assert answers[f"{HOST}/film.mp4"] == (200, FILM)


def test_cdxj_indexer_makes_the_same_index(tmp_path: Path) -> None:
    path = tmp_path / "data.warc.gz"
    path.write_bytes(warc_of(WHOLE))
    told = run(BIN / "cdxj-indexer", "--sort", "--digest-records", "--post-append", path)
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as pack:
        ours = pack.read(INDEX).decode().splitlines()
    theirs = told.stdout.splitlines()
    assert len(ours) == len(theirs) == 9
    for our, their in zip(ours, theirs, strict=True):
        assert our.split(" ", 2)[:2] == their.split(" ", 2)[:2]
        assert orjson.loads(our.split(" ", 2)[2]) == orjson.loads(their.split(" ", 2)[2])


def test_each_line_of_the_index_leads_to_a_record_that_others_can_read() -> None:
    warc = warc_of(WHOLE)
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as pack:
        lines = pack.read(INDEX).decode().splitlines()
    for line in lines:
        told = json.loads(line.split(" ", 2)[2])
        start, length = int(told["offset"]), int(told["length"])
        record = next(iter(ArchiveIterator(io.BytesIO(warc[start : start + length]))))
        assert record.rec_headers.get_header("WARC-Target-URI") == told["url"]
        body = record.content_stream().read()
        assert told["digest"] == f"sha256:{hashlib.sha256(body).hexdigest()}"


def test_gzip_itself_reads_it_all(tmp_path: Path) -> None:
    path = tmp_path / "data.warc.gz"
    path.write_bytes(warc_of(WHOLE))
    assert run("gzip", "--test", path).returncode == 0


#: Damage, with manifest and signature made to fit, of which `wacz validate` says that it is valid.
PASSED_OVER: list[Callable[[Parts], bytes]] = [
    declares_less,
    declares_more,
    line_is_gone,
    no_digests,
    one_more,
    other_counts,
    other_main,
    other_page,
    other_signature,
    pointing_elsewhere,
    signed_more,
    unsigned,
    deflated,
    something_before,
]


@pytest.mark.parametrize("spoil", PASSED_OVER, ids=lambda one: one.__name__)
def test_what_wacz_validate_passes_over_is_found_by_ours(
    spoil: Callable[[Parts], bytes], tmp_path: Path
) -> None:
    content = spoil(Parts.of(WHOLE))
    assert accepted(content, tmp_path)
    assert said(content)


def test_a_record_that_declares_more_than_it_holds(tmp_path: Path) -> None:
    """The damage of research: `warcio check` is silent, FastWARC leaves records out."""
    warc = warc_of(declares_more(Parts.of(WHOLE)))
    path = tmp_path / "data.warc.gz"
    path.write_bytes(warc)
    silent = run(BIN / "warcio", "check", path)
    assert (silent.returncode, silent.stdout) == (0, "")
    read = 0
    with suppress(OSError):  # in the middle of a larger file
        for _ in FastIterator(io.BytesIO(warc), verify_digests=True):
            read += 1
    assert read < sum(COUNTS.values())


def test_a_page_without_pictures_or_resources_is_one_too(tmp_path: Path) -> None:
    content, _ = write(resources=[])
    assert accepted(content, tmp_path)
    assert Counter(kind for kind, _, _ in by_warcio(warc_of(content))) == {
        "warcinfo": 1,
        "request": 1,
        "response": 1,
        "metadata": 1,
    }


def test_brotli_in_a_header_of_an_unpacked_body_stops_no_reader() -> None:
    """warcio breaks off at a body that says to be brotli; ours say so under another name."""
    resource = kept(f"{HOST}/a.css", b"p{}", "text/css")
    assert ("Content-Encoding", "br") in resource.headers
    records = by_warcio(warc_of(write(resources=[resource])[0]))
    assert ("response", f"{HOST}/a.css", b"p{}") in records


def test_parts_that_are_put_together_again_are_a_sound_zip(tmp_path: Path) -> None:
    """So that what is passed over above is passed over for what it is."""
    assert accepted(Parts.of(WHOLE).put_together(packed), tmp_path)

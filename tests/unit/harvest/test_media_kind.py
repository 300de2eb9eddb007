"""What is a medium and what is a page, an error or a text in place of it, by its bytes."""

import gzip
import io
import time
from typing import Any, ClassVar, cast

import pytest

from weerklank.harvest.media_kind import is_medium, stands_for_medium
from weerklank.harvest.medium_stream import MediumStream
from weerklank.harvest.port import BrokenOff

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
XHTML = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC '
    b'"-//W3C//DTD XHTML 1.0 Strict//EN"><html>login'
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


@pytest.mark.parametrize(
    "begin",
    [
        b"",
        b"\r\n",
        b" " * 4096,
        b"<!DOCTYPE html><html>login",
        b"\xef\xbb\xbf<!DOCTYPE html><html>login",
        b"<!-- een --><html><form>login",
        b"<div>Please sign in</div>",
        "<html><body>Aanmelden".encode("utf-16"),
        "<html><body>Aanmelden".encode("utf-16-be"),
        "<html><body>Aanmelden".encode("utf-16-le"),
        "<p>Geen toegang, één moment</p>".encode("latin-1"),
        "<p>Доступ запрещён</p>".encode(),
        "<p>één</p>".encode()[:5],
        b'{"error":"This method requires an authenticated user"}',
        b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
        XHTML,
        b"Forbidden",
        b"The free trial is over",
        b"Not Found\n",
        b"<!-- <svg> --><html>",
        b"<!DOCTYPE html><svg>",
        b"<html>\0</html> Meld u aan om dit te zien, want hier is het nu besloten",
        b"WEBVTTT",
    ],
)
@pytest.mark.parametrize("said", ["image/png", "application/octet-stream", "", "video/mp4"])
def test_a_text_in_place_of_a_medium_is_none_whatever_its_server_calls_it(begin, said):
    assert not is_medium(begin, said)


@pytest.mark.parametrize(
    "begin",
    [
        PNG,
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        b"GIF89a\1\0",
        b"RIFF\x10\0\0\0WEBPVP8 ",
        b"\0\0\0\x20ftypisom",
        b"\x1aE\xdf\xa3\1\0",
        b"OggS\0\2",
        b"ID3\4\0\0",
        b"\xff\xfb\x90d",
        b"WEBVTT\n\n00:01.000 --> 00:04.000\nHallo",
        SVG,
        b'<?xml version="1.0"?>\n<!-- Tekening -->\n<!DOCTYPE svg PUBLIC "x" "y" [\n'
        b'<!ENTITY a "b">\n]>\n' + SVG,
    ],
)
@pytest.mark.parametrize("said", ["image/png", "text/html; charset=utf-8", "", "application/json"])
def test_a_medium_is_one_whatever_its_server_calls_it(begin, said):
    assert is_medium(begin, said)


def test_what_nobody_here_knows_is_kept_unless_it_is_said_to_be_a_text():
    unknown = bytes(range(128, 256)) * 4 + bytes(range(32))
    assert is_medium(unknown, "image/new")
    assert is_medium(unknown, "")
    assert is_medium(bytes(50), "image/png")
    assert not is_medium(unknown, " Text/HTML")
    assert not is_medium(unknown, "application/xhtml+xml")


@pytest.mark.parametrize(
    "begin", [gzip.compress(b"<html>login", mtime=0), b"%PDF-1.4 x", b"PK\3\4xxxx"]
)
def test_another_known_format_is_no_picture_and_may_be_a_document(begin):
    assert not is_medium(begin, "image/png")
    assert is_medium(begin, "application/pdf")


def test_many_comments_take_no_time():
    begun = time.monotonic()
    assert not is_medium(b"<!---->" * 585, "image/svg+xml")
    assert not is_medium(b"<!DOCTYPE svg" + b"[]" * 2000, "image/svg+xml")
    assert time.monotonic() - begun < 1


class _Answer:
    headers: ClassVar[dict[str, str]] = {"Content-Type": "image/png"}


def _stream(content: bytes) -> MediumStream:
    """Give a file that comes byte by byte."""
    source = io.BytesIO(content)
    return MediumStream(cast("Any", _Answer()), lambda _, size: source.read(min(size, 1)))


def test_a_file_that_comes_in_crumbs_is_judged_by_all_of_its_beginning():
    with pytest.raises(BrokenOff):
        _stream(XHTML).read(1 << 16)
    whole = PNG + bytes(range(256)) * 40
    stream = _stream(whole)
    assert b"".join(iter(lambda: stream.read(1000), b"")) == whole


@pytest.mark.parametrize(
    "begin",
    [
        b"",
        b"\xef\xbb\xbf <!DOCTYPE html><html>login",
        "<html><body>Aanmelden".encode("utf-16"),
        b'{"error":"expired"}',
        b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
        XHTML,
    ],
)
def test_an_empty_file_and_a_page_of_an_export_are_no_medium(begin):
    assert not stands_for_medium(begin)


@pytest.mark.parametrize("begin", [PNG, SVG, b"\xff\xd8", b"<\0\1\2" + bytes(range(200)), b"x"])
def test_what_else_an_export_holds_may_be_one(begin):
    assert stands_for_medium(begin)

"""Formats of media in packages: written, carried along, taken out with their medium, verified."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from small_archive import Small, failed, post, posts
from test_verify import make_right_again

from weerklank import bootstrap
from weerklank.model.question import Question
from weerklank.package import formats as identification
from weerklank.package.names import packages
from weerklank.services.find.find_items import find_items
from weerklank.services.workplace import Silent
from weerklank.store.lock import locked
from weerklank.store.ocfl import CONTENT
from weerklank.testing.mastodon_export import ExportMedium
from weerklank.testing.png import encode_png

pytestmark = pytest.mark.usefixtures("formats_are_asked")

#: A picture without anything behind its end, as siegfried demands.
PURE = ExportMedium(
    path="/media_attachments/files/puur.png",
    content_type="image/png",
    alt=None,
    width=8,
    height=8,
    data=encode_png(8, 8, [(9, 9, 9)], [bytes(8)] * 8),
)


PICTURED = post(20, "Een plaatje.", media=(PURE,))


@pytest.fixture
def small(tmp_path: Path) -> Small:
    made = Small(tmp_path / "small").make()
    made.take_in([*posts().items, PICTURED])
    return made


def formats(small: Small) -> list[dict]:
    (package,) = packages(small.layout)
    text = (package.folder / CONTENT / "formats.jsonl").read_bytes()
    return [orjson.loads(line) for line in text.splitlines()]


def media(small: Small) -> list[str]:
    (package,) = packages(small.layout)
    return sorted(f"media/{p.name}" for p in (package.folder / CONTENT / "media").iterdir())


def test_every_medium_has_its_line(small: Small) -> None:
    lines = formats(small)
    assert [line["file"] for line in lines] == media(small)
    assert [match["puid"] for line in lines for match in line["matches"]] == ["fmt/11"]
    # The others have bytes behind their end.
    assert [line.get("why") for line in lines].count("unknown") == len(lines) - 1
    (package,) = packages(small.layout)
    manifest = (package.folder / CONTENT / "manifest-sha256.txt").read_text()
    assert "  formats.jsonl\n" in manifest
    small.assert_verifies()


def test_a_package_without_media_has_none(tmp_path: Path) -> None:
    small = Small(tmp_path / "small").make()
    small.take_in([post(1, "Zonder beeld.")])
    (package,) = packages(small.layout)
    assert not (package.folder / CONTENT / "formats.jsonl").exists()
    small.assert_verifies()


def test_a_line_goes_with_its_medium(small: Small) -> None:
    before = media(small)
    number = small.approve(small.ids()[posts().url("doel")])
    small.good("destroy", "execute", number, acting="Anna")
    (gone,) = set(before) - set(media(small))
    assert [line["file"] for line in formats(small)] == media(small)
    assert small.holds(gone.removeprefix("media/").encode()) == set()
    small.assert_verifies()
    ids = small.ids()
    number = small.approve(
        ids[posts().url("aan_y")],
        next(i for url, i in ids.items() if url.endswith(str(PICTURED.number))),
    )
    small.good("destroy", "execute", number, acting="Anna")
    (package,) = packages(small.layout)
    assert not (package.folder / CONTENT / "formats.jsonl").exists()
    small.assert_verifies()


ODD = b'{"file":"media/weg.png","matches":[],"why":"unknown"}\n'


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (lambda lines: None, {"VERIFY-101"}),
        (lambda lines: lines[:-1], {"VERIFY-516"}),
        (lambda lines: [*lines, ODD], {"VERIFY-515"}),
        (lambda lines: [*lines, lines[0]], {"VERIFY-515"}),
        (
            lambda lines: [line.replace(b"fmt/", b"x/") for line in lines],
            {"VERIFY-515", "VERIFY-516"},
        ),
        (
            lambda lines: [lines[0].replace(b",", b", ", 1), *lines[1:]],
            {"VERIFY-515", "VERIFY-516"},
        ),
        (lambda lines: [b"{}\n", *lines[1:]], {"VERIFY-515", "VERIFY-516"}),
        (lambda lines: [b"\n", *lines[1:]], {"VERIFY-515", "VERIFY-516"}),
    ],
)
def test_lines_that_do_not_fit_the_media_are_found(
    small: Small, change: Callable[[list[bytes]], list[bytes] | None], codes: set[str]
) -> None:
    """Also by who made all digests right again."""
    (package,) = packages(small.layout)
    path = package.folder / CONTENT / "formats.jsonl"
    lines = change(path.read_bytes().splitlines(keepends=True))
    path.unlink() if lines is None else path.write_bytes(b"".join(lines))
    make_right_again(package.folder)
    _, told = small.run("verify", "--deep")
    assert {one["code"] for one in told["findings"]} == {*codes, "VERIFY-402"}
    assert {"package", "formats"} <= {one["code"] for one in failed(small.archive)}


def test_an_identification_that_breaks_off_loses_no_medium(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("weerklank.package.formats._CHILD", (sys.executable, "-c", "1 / 0"))
    small = Small(tmp_path / "small").make()
    run = small.take_in(posts().items)["runs"][0]
    assert (run["items"]["media"], run["complete"]) == (2, True)
    assert [line["why"] for line in formats(small)] == ["failed"] * 2
    small.assert_verifies()


def test_start_up_does_not_load_the_signatures() -> None:
    code = (
        "import sys; import weerklank.package.writer, weerklank.services.intake.import_export;"
        "print('pygfried' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_a_medium_on_which_identification_hangs_holds_up_no_search(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The catalogue's lock is free all that time: a search takes it, and finds what is there."""
    begun, go = tmp_path / "begun", tmp_path / "go"
    script = f"""
import pathlib, time
pathlib.Path({str(begun)!r}).touch()
while not pathlib.Path({str(go)!r}).exists():
    time.sleep(0.01)
"""
    monkeypatch.setattr(identification, "_CHILD", (sys.executable, "-c", script))
    later = replace(PURE, path="/media_attachments/files/later.png", data=PURE.data + b"later")
    runs: list[dict] = []
    new = post(30, "Nog een plaatje van de watertoren.", media=(later,))
    at_work = threading.Thread(target=lambda: runs.append(small.take_in([new], "new.tar.gz")))
    at_work.start()
    try:
        while not begun.exists():
            assert at_work.is_alive()
            time.sleep(0.01)
        with locked(small.layout.lock("catalogue"), "catalogue"):
            pass  # or Locked
        place = bootstrap.workplace(str(small.archive), str(small.root / "keys"), Silent(), None)
        assert find_items(place, Question(words="plaatje")).total == 1
    finally:
        go.touch()
        at_work.join()
    assert runs[0]["runs"][0]["items"]["posts"] == 1
    assert small.good("search", "watertoren")["total"] == 1

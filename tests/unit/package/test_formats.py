"""Formats of media: what siegfried says, and that foreign bytes take nothing else down."""

import os
import sys
import time
from pathlib import Path
from typing import Any

import orjson
import pytest

from weerklank.package import formats
from weerklank.package.formats import format_lines
from weerklank.testing.png import encode_png
from weerklank.testing.voorbeelddam.film import rising_water

pytestmark = pytest.mark.usefixtures("formats_are_asked")

PNG = encode_png(8, 8, [(9, 9, 9)], [bytes(8)] * 8)


def told(folder: Path) -> dict[str, dict]:
    lines = [orjson.loads(line) for line in format_lines(folder).splitlines()]
    assert [line["file"] for line in lines] == sorted(line["file"] for line in lines)
    return {line["file"].removeprefix("media/"): line for line in lines}


def child(patch: pytest.MonkeyPatch, when: str) -> None:
    """Put a process in the place of the real one, that does something at a name."""
    script = f"""
import json, os, sys, time
for line in sys.stdin:
    name = line.strip()
    {when}
    print(json.dumps({{"file": name, "by": "x", "signatures": "y", "matches": [
        {{"puid": "fmt/11", "format": "f", "version": "", "mime": "", "basis": "", "warning": ""}}
    ]}}), flush=True)
"""
    patch.setattr(formats, "_CHILD", (sys.executable, "-c", script))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in "abcdef":
        (tmp_path / name).write_bytes(b"x")
    return tmp_path


def test_what_other_tests_are_told_is_what_the_program_says(
    tmp_path: Path, told_formats: Any
) -> None:
    pictures = {"a.png": PNG + b"a", "b.jpg": PNG + b"b", "c.png": b"", "d.png": PNG + b"a"}
    for name, content in pictures.items():
        (tmp_path / name).write_bytes(content)
    asked = (tmp_path, sorted(pictures), dict.fromkeys(pictures, 1))
    due = list(told_formats.ask(*asked))
    assert [one.file for one in due] == sorted(pictures)
    for _ in range(2):
        assert list(told_formats.identify(*asked)) == due


def test_what_each_file_is(tmp_path: Path) -> None:
    (tmp_path / "beeld.png").write_bytes(PNG)
    (tmp_path / "film.mp4").write_bytes(rising_water())
    (tmp_path / "zomaar.jpg").write_bytes(os.urandom(4000))
    (tmp_path / "leeg.png").write_bytes(b"")
    (tmp_path / "anders.jpg").write_bytes(PNG)
    lines = told(tmp_path)
    assert lines["beeld.png"]["matches"][0]["puid"] == "fmt/11"
    assert lines["beeld.png"]["matches"][0]["mime"] == "image/png"
    assert lines["film.mp4"]["matches"][0]["puid"] == "fmt/199"
    assert lines["anders.jpg"]["matches"][0]["warning"] == "extension mismatch"
    for name in ("zomaar.jpg", "leeg.png"):
        assert (lines[name]["matches"], lines[name]["why"]) == ([], "unknown")
    assert all("DROID" in line["signatures"] for line in lines.values())
    assert all(line["by"].startswith("siegfried ") for line in lines.values())


def test_nothing_of_the_bytes_is_told(tmp_path: Path) -> None:
    """Not even where the bytes look like text."""
    (tmp_path / "a.png").write_bytes(b"Trijntje Vlier " * 900)
    assert b"Vlier" not in format_lines(tmp_path)


def test_a_crash_costs_one_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child(monkeypatch, "if name == 'c': os.kill(os.getpid(), 11)")
    lines = told(folder)
    assert lines.pop("c") == {"file": "media/c", "matches": [], "why": "failed"}
    assert all(line["matches"] for line in lines.values())
    assert len(lines) == 5


def test_a_hang_costs_one_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "_SECONDS", 1.0)
    child(monkeypatch, "if name == 'b': time.sleep(60)")
    began = time.monotonic()
    lines = told(folder)
    assert time.monotonic() - began < 30
    assert [name for name, line in lines.items() if "why" in line] == ["b"]


def test_after_three_the_rest_is_left_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child(monkeypatch, "open(sys.argv[1] + '/../started', 'a').write('x'); sys.exit(1)")
    lines = told(folder)
    assert {line["why"] for line in lines.values()} == {"failed"}
    assert len(lines) == 6
    assert (folder.parent / "started").read_text() == "xxx"


@pytest.mark.parametrize(
    "line",
    [
        "print('no JSON'); continue",
        "print('{}'); continue",
        "name = '../else'",
    ],
)
def test_what_is_no_answer_is_not_believed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    child(monkeypatch, f"if name == 'a':\n        {line}")
    lines = told(folder)
    assert lines["a"]["why"] == "failed"
    assert set(lines) == set("abcdef")


def test_ctrl_c_does_not_reach_the_process(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That goes to the session of the terminal, and what waits for a record needs an answer."""
    answer = "{'file': name, 'by': str(os.getsid(0)), 'signatures': '', 'matches': []}"
    child(monkeypatch, f"print(json.dumps({answer})); continue")
    assert told(folder)["a"]["by"] != str(os.getsid(0))


def test_only_pronom_and_plain_text_comes_through(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = (
        "{'file': name, 'by': 'x' * 5000, 'signatures': chr(27) + 'y', 'matches': [{'puid': p,"
        " 'format': '', 'version': '', 'mime': '', 'basis': '', 'warning': ''}"
        " for p in ('Trijntje', 'fmt/1')]}"
    )
    child(monkeypatch, f"print(json.dumps({answer})); continue")
    line = told(folder)["a"]
    assert line["matches"] == [{"puid": "fmt/1"}]
    assert len(line["by"]) == 300
    assert line["signatures"] == "y"


def test_the_real_process_writes_nothing_and_takes_no_endless_memory(tmp_path: Path) -> None:
    """Its limits hold: a file that it may not read, and one that is not there, end it tidily."""
    (tmp_path / "a.png").write_bytes(PNG)
    found = list(formats._identify(tmp_path, ["a.png", "weg.png"], {"a.png": 1, "weg.png": 1}))
    assert [one.file for one in found] == ["a.png", "weg.png"]
    assert found[1].matches == ()

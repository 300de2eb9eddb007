"""Every reason and name that people type enters the books without control signs."""

import json
from pathlib import Path

import pytest
from place import Archive

BAD = "x\x1b[31m\u202ey"
SIGNS = ("\\u001b", "\x1b", "\u202e", "\\u202e")

ACTS = {
    "a report": ("account", "report", "a0001", "--what", "other", "--note", BAD, "--by", BAD),
    "a manager": ("account", "edit", "a0001", "--manager", BAD),
    "a unit": ("account", "edit", "a0001", "--unit", BAD),
    "a tenure": ("account", "edit", "a0001", "--tenure", f"{BAD}:2024-01-01"),
    "closing": ("account", "close", "a0001", "--without-harvest", BAD),
    "a platform": (
        "platform",
        "status",
        "mastodon",
        "ended",
        "--decided",
        "2026-01-01",
        "--without-harvest",
        BAD,
    ),
    "an office": ("person", "office", "Ria", "--office", BAD, "--from", "2024-01-01"),
}


@pytest.mark.parametrize("act", ACTS)
def test_what_was_typed_is_kept_clean(tmp_path: Path, act: str) -> None:
    place = Archive(tmp_path / "place").make()
    place.good("person", "add", "Ria", "--role", "register-owner")
    place.run("--as", "Ria", *ACTS[act])
    books = [path.read_text() for path in place.folder.glob("register/**/*.json")]
    assert any("x [31m y" in text for text in books), json.dumps(books)
    assert not any(sign in text for text in books for sign in SIGNS)


def test_a_reason_of_control_signs_alone_is_none(tmp_path: Path) -> None:
    place = Archive(tmp_path / "place").make()
    code, told = place.run("account", "close", "a0001", "--without-harvest", "\x1b")
    assert (code, told["error"]["code"]) == (2, "USE-001")


def test_names_in_a_register_file_are_kept_clean(tmp_path: Path) -> None:
    place = Archive(tmp_path / "place").make()
    sheet = tmp_path / "overzicht.csv"
    place.good("account", "edit", "a0001", "--unit", "Naam")
    place.good("account", "export", str(sheet))
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("Naam", BAD), encoding="utf-8")
    place.good("account", "import", str(sheet))
    assert place.good("account", "show", "a0001")["unit"] == "x [31m y"

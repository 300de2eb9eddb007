"""A second look at the files of a set, by programs of others: what they read, and what not."""

import io
import shutil
from pathlib import Path

import pytest

from weerklank.media import told_by_others
from weerklank.media.clean import Clean, clean
from weerklank.media.told_by_others import told_of_files
from weerklank.services.disclose.look_into_media import MediaLook
from weerklank.services.disclose.same_pictures import Leak
from weerklank.testing.carrying_media import carrying_media

NAME = "Zqwubbe Tjoelker"
FILES = carrying_media(NAME)
PICTURES = {"foto.jpg": "image/jpeg", "plaat.png": "image/png", "plaat.webp": "image/webp"}


class Kept:
    """Knows one name, of redaction 7."""

    def stands_in(self, text: str) -> tuple[tuple[bool, int], ...]:
        return ((False, 7),) if "Tjoelker" in text else ()


def looked(files: dict[str, bytes], kind: str | None = None) -> MediaLook:
    look = MediaLook(Kept())
    for number, (name, content) in enumerate(files.items(), 1):
        passed = look.copied(iter([content]), name, kind or PICTURES[name], f"{number:04d}")
        assert b"".join(passed) == content
    look.end()
    return look


def cleaned(name: str) -> bytes:
    content = FILES[name]
    found = clean(io.BytesIO(content), len(content), PICTURES[name])
    assert isinstance(found, Clean)
    return b"".join(found.pieces.blocks(io.BytesIO(content)))


@pytest.mark.needs("exiftool")
def test_a_name_in_a_picture_is_found_and_in_a_clean_one_none() -> None:
    found = looked({name: FILES[name] for name in PICTURES})
    assert found.leaks == [Leak(7, f"{number:04d}") for number in (1, 2, 3)]
    found = looked({name: cleaned(name) for name in PICTURES})
    assert (found.leaks, found.not_looked) == ([], 0)


@pytest.mark.needs("exiftool")
def test_what_can_not_be_read_was_not_looked_into(tmp_path: Path) -> None:
    found = looked({"foto.jpg": b"\0\1\2" * 40, "plaat.png": FILES["plaat.png"]})
    assert (found.leaks, found.not_looked) == ([Leak(7, "0002")], 1)
    (tmp_path / "een").write_bytes(FILES["foto.jpg"])
    with (tmp_path / "een").open("rb") as file:
        (told,) = told_of_files([file])
    assert told is not None
    assert not [word for word in told.words if str(tmp_path) in word]


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(told_by_others.shutil, "which", lambda _: None)


@pytest.mark.usefixtures("without")
def test_without_such_programs_nothing_counts_as_looked_into() -> None:
    found = looked({name: FILES[name] for name in PICTURES})
    assert (found.leaks, found.not_looked) == ([], len(PICTURES))
    assert looked({"geluid.mp3": FILES["geluid.mp3"]}, "audio/mpeg").not_looked == 1


@pytest.mark.needs("exiftool")
def test_what_one_program_finds_counts_where_the_other_is_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there = shutil.which
    monkeypatch.setattr(
        told_by_others.shutil, "which", lambda name: there(name) if name == "exiftool" else None
    )
    found = looked({"geluid.mp3": FILES["geluid.mp3"]}, "audio/mpeg")
    assert (found.leaks, found.not_looked) == ([Leak(7, "0001")], 1)

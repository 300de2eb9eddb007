"""Pictures in HEIC: a PNG of each goes out beside the original, without where it was taken."""

import shutil
import subprocess
from pathlib import Path

import pytest
from small_archive import Small, post
from test_formats_of_files import medium

from weerklank.media import heic

pytestmark = [pytest.mark.needs("heif"), pytest.mark.needs("ffmpeg")]
#: Exif that says who made it, and that it lies on its side.
_EXIF = (
    b"Exif\0\0MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"
    b"\x01\x3b\0\x02\0\0\0\x0c\0\0\0\x26\0\0\0\0Pia Privacy\0"
)
_WIDE, _HIGH = 70, 50


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a photo as a telephone does, with Exif."""
    folder = tmp_path_factory.mktemp("heic")
    source = ("-f", "lavfi", "-i", f"testsrc=d=1:s={_WIDE}x{_HIGH}", "-frames:v", "1")
    subprocess.run(["ffmpeg", "-v", "error", *source, folder / "a.jpg"], check=True)
    plain = (folder / "a.jpg").read_bytes()
    size = (len(_EXIF) + 2).to_bytes(2, "big")
    (folder / "a.jpg").write_bytes(plain[:2] + b"\xff\xe1" + size + _EXIF + plain[2:])
    made = folder / "a.heic"
    subprocess.run(["heif-enc", folder / "a.jpg", "-o", made], check=True, capture_output=True)
    assert b"Pia Privacy" in made.read_bytes()
    return made


def test_a_photo_becomes_a_png_without_what_it_carries(photo: Path, tmp_path: Path) -> None:
    made = heic.to_png(photo, tmp_path, "a.png")
    assert made == tmp_path / "a.png"
    assert [*tmp_path.iterdir()] == [made]
    content = made.read_bytes()
    assert b"Pia Privacy" not in content
    assert b"eXIf" not in content
    assert content[16:24] == _WIDE.to_bytes(4, "big") + _HIGH.to_bytes(4, "big")
    told = heic.tool()
    assert told is not None
    assert told.startswith("heif-convert 1")


def test_what_is_broken_gives_nothing(photo: Path, tmp_path: Path) -> None:
    whole = photo.read_bytes()
    for content in (b"", whole[:40], whole[:-100], b"%PDF-1.4", b"\x89PNG\r\n\x1a\n"):
        broken = tmp_path / "kapot.heic"
        broken.write_bytes(content)
        (tmp_path / "uit").mkdir(exist_ok=True)
        assert heic.to_png(broken, tmp_path / "uit", "a.png") is None
        assert not [*(tmp_path / "uit").iterdir()]
    assert heic.to_png(tmp_path / "weg.heic", tmp_path / "uit", "a.png") is None


def test_of_more_pictures_in_one_file_none_is_chosen(photo: Path, tmp_path: Path) -> None:
    several = tmp_path / "reeks.heic"
    one = photo.with_suffix(".jpg")
    subprocess.run(["heif-enc", one, one, "-o", several], check=True, capture_output=True)
    (tmp_path / "uit").mkdir()
    assert heic.to_png(several, tmp_path / "uit", "a.png") is None
    assert not [*(tmp_path / "uit").iterdir()]


def test_it_goes_beside_the_original_and_is_told(
    photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = Small(tmp_path / "small").make()
    content = photo.read_bytes()
    small.take_in([post(20, "Een foto.", media=(medium("a.heic", "image/heic", content),))])
    (listed,) = small.good("formats", "list")["files"]
    assert listed["puid"] == heic.PUID
    out = tmp_path / "uit"
    (told,) = small.good("formats", "derive", listed["id"], "-o", str(out), acting="Anna")["files"]
    made = told["derivative"]
    assert (made["form"], made["puid"], made["tool"]) == ("png", "fmt/11", heic.tool())
    assert (out / told["original"]).read_bytes() == content
    assert b"Pia Privacy" not in (out / made["name"]).read_bytes()
    # Without the program it is said which one lacks.
    monkeypatch.setattr(shutil, "which", lambda _: None)
    given = ("formats", "derive", listed["id"], "-o", str(tmp_path / "zonder"))
    (told,) = small.good(*given, acting="Anna")["files"]
    assert (told["derivative"], told["why"]) == (None, "no-heic-tool")

"""A bare film shows and sounds the same, and has no words anywhere; what it said can be read."""

import io
import subprocess
from pathlib import Path

import pytest

from speaking_film import PLACES, pictures_of, speaking_film
from weerklank.media.clean import Clean, clean
from weerklank.media.film_notes import Units, fill_notes, filled
from weerklank.media.film_texts import texts_of
from weerklank.media.foreign_file import Broken, ForeignFile
from weerklank.media.told_by_others import told_of_film
from weerklank.model.medium_trace import NotCleaned
from weerklank.services.find.media_format import kind_of

pytestmark = pytest.mark.needs("ffmpeg")
SAID = ("Dit is Zqondertitel Proefstra", "Bel Wilma: 06 12345678")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("film")
    speaking_film(made)
    return made


def bare(content: bytes) -> bytes | NotCleaned:
    found = clean(io.BytesIO(content), len(content), "video/mp4", bare=True)
    if isinstance(found, NotCleaned):
        return found
    return b"".join(found.pieces.blocks(io.BytesIO(content)))


def remade(folder: Path, name: str, *words: str) -> bytes:
    command = ("ffmpeg", "-v", "error", "-y", *words, "-c", "copy", name)
    subprocess.run(command, cwd=folder, check=True)
    return (folder / name).read_bytes()


def test_no_name_is_left_and_the_film_plays_as_it_did(folder: Path) -> None:
    content = (folder / "film.mp4").read_bytes()
    assert not [name for name in PLACES if name.encode() not in content]
    copy = bare(content)
    assert isinstance(copy, bytes)
    assert not [name for name in PLACES if name.encode() in copy]
    assert b"x264" not in copy
    (folder / "kaal.mp4").write_bytes(copy)
    assert pictures_of(folder / "kaal.mp4") == pictures_of(folder / "film.mp4")
    assert bare(copy) == copy


def test_what_others_see_has_its_subtitles_still(folder: Path) -> None:
    content = (folder / "film.mp4").read_bytes()
    found = clean(io.BytesIO(content), len(content), "video/mp4")
    assert isinstance(found, Clean)
    copy = b"".join(found.pieces.blocks(io.BytesIO(content)))
    assert (b"Zqondertitel" in copy, b"Zqtitel" in copy) == (True, False)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("film.mov", ("-map", "0:v:0", "-map", "0:a", "-map", "0:s:0")),
        (
            "fragment.mp4",
            (
                *("-map", "0:v:0", "-map", "0:a", "-map_chapters", "-1"),
                *("-movflags", "+frag_keyframe+empty_moov+default_base_moof"),
            ),
        ),
        (
            "fragment2.mp4",
            ("-map", "0:v:0", "-map", "0:a", "-map_chapters", "-1", "-movflags", "+frag_keyframe"),
        ),
        ("geluid.m4a", ("-map", "0:a")),
    ],
)
def test_other_sorts_lose_their_words_too(folder: Path, name: str, words: tuple[str, ...]) -> None:
    content = remade(folder, name, "-i", "film.mp4", *words)
    assert b"Zq" in content
    copy = bare(content)
    assert isinstance(copy, bytes)
    assert b"Zq" not in copy


def test_what_is_cut_off_and_still_there_gives_no_copy(folder: Path) -> None:
    content = remade(
        folder, "rest.mp4", "-ss", "1.4", "-i", "film.mp4", "-map", "0:v:0", "-map", "0:a"
    )
    assert bare(content) is NotCleaned.TOO_MUCH


def test_notes_within_h265_go_too(folder: Path) -> None:
    coded = ("-c:v", "libx265", "-x265-params", "log-level=none", "-tag:v", "hvc1")
    command = ("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=s=64x48:r=5:d=1", *coded)
    subprocess.run((*command, "h265.mp4"), cwd=folder, check=True)
    content = (folder / "h265.mp4").read_bytes()
    copy = bare(content)
    assert isinstance(copy, bytes)
    assert (b"x265 (build" in content, b"x265 (build" in copy) == (True, False)


def test_what_a_film_says_can_be_read(folder: Path) -> None:
    with (folder / "film.mp4").open("rb") as file:
        first, second = texts_of(file, (folder / "film.mp4").stat().st_size)
    assert tuple(one.text for one in first) == SAID
    assert [(one.begin, one.end) for one in first] == [(0, 1000), (1000, 2000)]
    assert "Zqtweespoor" in second[0].text
    broken = (folder / "film.mp4").read_bytes()
    for at in range(0, len(broken), 97):
        texts_of(io.BytesIO(broken[:at]), at)
        spoilt = broken[:at] + b"\xff" * 4 + broken[at + 4 :]
        texts_of(io.BytesIO(spoilt), len(spoilt))
        assert not isinstance(bare(spoilt), bytes) or len(bare(spoilt)) == len(spoilt)  # type: ignore[arg-type]


def test_another_program_tells_what_a_film_carries(folder: Path) -> None:
    with (folder / "film.mp4").open("rb") as file:
        told = told_of_film(file, "video/mp4")
    assert told is not None
    assert {"video", "chapters", "subtitle"} <= {*told.besides}
    assert "Zqtitel" in told.words
    (folder / "kaal.mp4").write_bytes(bare((folder / "film.mp4").read_bytes()))  # type: ignore[arg-type]
    with (folder / "kaal.mp4").open("rb") as file:
        told = told_of_film(file, "video/mp4")
    assert told is not None
    assert told.besides == ()
    (folder / "geen.mp4").write_bytes(b"\0" * 400)
    with (folder / "geen.mp4").open("rb") as file:
        assert told_of_film(file, "video/mp4") is None


def unit(kind: int, payload: bytes) -> bytes:
    said = bytes((kind,)) + payload
    return len(said).to_bytes(4, "big") + said


@pytest.mark.parametrize(
    ("written", "goes"),
    [
        (unit(6, b"\x05\x06Zqnaam\x80"), True),
        (unit(6, b"\x04\x06Zqnaam\x80"), True),
        (unit(6, b"\x06\x01\x80\x80"), False),
        (unit(6, b"\x06\x01\x80\x05\x06Zqnaam\x80"), True),
        (unit(6, b"\xff\x05\x06Zqnaam\x80"), True),
        (unit(12, b"Zqnaam\x80"), True),
        (unit(24, b"Zqnaam"), True),
        (unit(5, b"Zqnaam"), False),
    ],
)
def test_units_that_are_no_picture_become_filling(written: bytes, *, goes: bool) -> None:
    file = ForeignFile(io.BytesIO(written), len(written))
    (*found,) = fill_notes(file, Units(is_265=False, width=4), 0, len(written))
    assert bool(found) is goes
    for one in found:
        assert (one.start, one.end, one.put) == (
            4,
            len(written),
            filled(len(written) - 4, is_265=False),
        )


def test_a_unit_longer_than_its_sample_is_broken() -> None:
    written = b"\0\0\0\x20\x05"
    file = ForeignFile(io.BytesIO(written), len(written))
    with pytest.raises(Broken):
        (*_,) = fill_notes(file, Units(is_265=False, width=4), 0, len(written))


@pytest.mark.parametrize("name", ["film.mkv", "film.webm", "beside.vtt", "beside.srt"])
def test_other_containers_and_subtitles_beside_a_film_have_no_copy(
    folder: Path, name: str
) -> None:
    if name.startswith("film"):
        words = ("-i", "film.mp4", "-map", "0:v:0", "-f", "matroska")
        content = remade(folder, name, *words)
    else:
        content = b"WEBVTT\n\n00:00.000 --> 00:01.000\nZqondertitel\n"
        (folder / name).write_bytes(content)
    found = clean(io.BytesIO(content), len(content), kind_of(folder / name).type, bare=True)
    assert found is NotCleaned.UNKNOWN

"""A clean copy shows the same, carries nothing else, and is none where a file is broken."""

import io
import json
import subprocess
from pathlib import Path

import pytest

from weerklank.media import foreign_file
from weerklank.media.clean import Clean, clean, traces
from weerklank.media.exif import HEAD, look
from weerklank.model.medium_trace import NotCleaned, Trace
from weerklank.services.find.media_format import kind_of
from weerklank.testing.canaries import Canaries, CanaryClass
from weerklank.testing.carrying_media import TURNED, carrying_media, exif_of
from weerklank.testing.leak_scan import LeakScan

SOMEBODY = Canaries().give("medium", CanaryClass.THIRD)
FILES = carrying_media(SOMEBODY.name)
KINDS = {
    "foto.jpg": "image/jpeg",
    "plaat.png": "image/png",
    "plaat.webp": "image/webp",
    "plaat.gif": "image/gif",
    "film.mp4": "video/mp4",
    "film.mov": "video/mp4",
    "geluid.m4a": "audio/mp4",
    "geluid.mp3": "audio/mpeg",
    "geluid.wav": "audio/wav",
    "geluid.flac": "audio/flac",
}
PICTURES = ("foto.jpg", "plaat.png", "plaat.webp")


def cleaned(content: bytes, kind: str) -> bytes:
    found = clean(io.BytesIO(content), len(content), kind)
    assert isinstance(found, Clean), found
    copy = b"".join(found.pieces.blocks(io.BytesIO(content)))
    assert len(copy) == found.pieces.size
    return copy


def test_each_kind_that_is_cleaned_is_tried(tmp_path: Path) -> None:
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
        assert kind_of(tmp_path / name).type == KINDS[name]


@pytest.mark.parametrize("name", KINDS)
def test_nobody_and_no_place_is_left_in_a_copy(name: str, tmp_path: Path) -> None:
    content = FILES[name]
    (tmp_path / "kopie").mkdir()
    (tmp_path / "kopie" / name).write_bytes(cleaned(content, KINDS[name]))
    assert SOMEBODY.name.encode() in content
    assert not [one for one in LeakScan([SOMEBODY]).folder(tmp_path) if one.canary is not None]
    copy = (tmp_path / "kopie" / name).read_bytes()
    signs = (b"52", b"GPS", b"xmp", b"Toestel", b"2026", b"TPE1", b"ARTIST", b"IART", b"\xa9xyz")
    assert not [sign for sign in signs if sign in copy]
    told = traces(io.BytesIO(content), len(content), KINDS[name])
    assert not isinstance(told, NotCleaned)
    assert Trace.NAME in told
    assert Trace.POSITION in told or name in ("geluid.wav", "geluid.flac", "plaat.gif")


@pytest.mark.parametrize("name", KINDS)
def test_a_copy_is_cleaned_no_further(name: str) -> None:
    copy = cleaned(FILES[name], KINDS[name])
    assert cleaned(copy, KINDS[name]) == copy
    left = traces(io.BytesIO(copy), len(copy), KINDS[name])
    assert left == frozenset()


@pytest.mark.parametrize("name", KINDS)
def test_a_copy_can_be_read_from_any_place(name: str) -> None:
    content = FILES[name]
    found = clean(io.BytesIO(content), len(content), KINDS[name])
    assert isinstance(found, Clean)
    whole, file = cleaned(content, KINDS[name]), io.BytesIO(content)
    for count in (1, 7, 10_000):
        pieces = [found.pieces.read(file, at, count) for at in range(0, len(whole), count)]
        assert b"".join(pieces) == whole
    assert found.pieces.read(file, len(whole), 5) == b""


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_stays_turned(name: str) -> None:
    copy = cleaned(FILES[name], KINDS[name])
    begin = copy.index(b"MM\0*")
    assert look(copy[begin : begin + 40]) == (set(), TURNED)


def test_what_is_shown_is_the_same_bytes() -> None:
    """What a format needs to be shown stands in the copy as it stood in the file."""
    jpeg = FILES["foto.jpg"]
    begin = jpeg.index(b"\xff\xdb")
    assert cleaned(jpeg, "image/jpeg").endswith(jpeg[begin : jpeg.index(b"\xff\xd9") + 2])
    film = cleaned(FILES["film.mp4"], "video/mp4")
    assert len(film) == len(FILES["film.mp4"])
    first, second = film.index(b"BEELD-een"), film.index(b"BEELD-twee")
    assert (first, second) == tuple(map(FILES["film.mp4"].index, (b"BEELD-een", b"BEELD-twee")))
    assert film[first + 9 : second].strip(b"\0") == b""
    sound = cleaned(FILES["geluid.mp3"], "audio/mpeg")
    assert sound in FILES["geluid.mp3"]
    assert len(sound) == 3 * 417


@pytest.mark.parametrize("name", KINDS)
def test_a_broken_file_gives_no_copy_or_a_clean_one(name: str) -> None:
    """Cut off at any place, or with any byte changed: never an error, never a name."""
    content, kind = FILES[name], KINDS[name]
    spoilt = [content[:at] for at in range(0, len(content), 7)]
    for at in range(0, len(content), 5):
        spoilt += [content[:at] + bytes((to,)) + content[at + 1 :] for to in (0, 0xFF)]
    broken = 0
    for one in spoilt:
        found = clean(io.BytesIO(one), len(one), kind)
        told = traces(io.BytesIO(one), len(one), kind)
        broken += isinstance(found, NotCleaned)
        assert isinstance(found, Clean) <= (not isinstance(told, NotCleaned))
    assert broken


@pytest.mark.parametrize("kind", ["video/webm", "image/avif", "audio/ogg", "application/pdf"])
def test_what_is_not_cleaned_is_told_to_be(kind: str) -> None:
    assert clean(io.BytesIO(b"x"), 1, kind) is NotCleaned.UNKNOWN
    assert traces(io.BytesIO(b"x"), 1, kind) is NotCleaned.UNKNOWN


def test_a_file_of_endless_parts_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign_file, "_MOST_PARTS", 1_000)
    gif = FILES["plaat.gif"]
    begin = gif.index(b"\x21\xf9")
    many = gif[:begin] + b"\x21\xfe\1x\0" * 501 + gif[begin:]
    assert clean(io.BytesIO(many), len(many), "image/gif") is NotCleaned.TOO_MUCH


def test_a_word_before_a_picture_changes_nothing_of_how_it_is_shown() -> None:
    gif, control = FILES["plaat.gif"], b"\x21\xf9\x04\x05\x32\0\x01\0"
    plain = gif.index(b"\x2c", gif.index(b"\x21\xf9"))
    told = gif[:plain] + control + b"\x21\xfe\5Truus\0" + gif[plain:]
    copy = cleaned(told, "image/gif")
    assert control + b"\x2c" in copy
    assert b"Truus" not in copy


def part_of_film(name: bytes) -> bytes:
    film = FILES["film.mp4"]
    begin = film.index(name) - 4
    return film[begin : begin + int.from_bytes(film[begin : begin + 4], "big")]


def box(name: bytes, *parts: bytes) -> bytes:
    inner = b"".join(parts)
    return (len(inner) + 8).to_bytes(4, "big") + name + inner


def test_of_fragments_only_their_own_data_stay() -> None:
    moov = box(b"moov", part_of_film(b"mvhd"), part_of_film(b"trak"))
    fragment = box(b"moof", box(b"mfhd", bytes(8))), box(b"mdat", b"BEELD")
    film = b"".join((part_of_film(b"ftyp"), moov, *fragment, box(b"emsg", b"Truus"), *fragment))
    copy = cleaned(film, "video/mp4")
    assert copy.count(b"BEELD") == 2
    assert b"Truus" not in copy
    for odd in (film + box(b"mdat", b"Truus"), film.replace(moov, moov + box(b"mdat", b"Truus"))):
        assert clean(io.BytesIO(odd), len(odd), "video/mp4") is NotCleaned.TOO_MUCH


def test_who_made_what_encoded_goes() -> None:
    for name, entry in (("film.mov", b"png "), ("geluid.m4a", b"sowt")):
        film = FILES[name]
        place = film.index(entry) + 16
        made = film[:place] + b"GoPr" + film[place + 4 :]
        assert b"GoPr" not in cleaned(made, KINDS[name])
        assert Trace.DEVICE in (traces(io.BytesIO(made), len(made), KINDS[name]) or ())


def test_a_film_of_which_nothing_would_be_left_gives_no_copy() -> None:
    film = FILES["film.mp4"].replace(b"trak", b"cmov")
    assert clean(io.BytesIO(film), len(film), "video/mp4") is NotCleaned.BROKEN


def test_exif_of_others_is_read_without_harm() -> None:
    whole = exif_of(b"Iemand")
    assert look(HEAD + whole)[0] == {Trace.NAME, Trace.DEVICE, Trace.MOMENT, Trace.POSITION}
    for at in range(len(whole)):
        look(whole[:at])
        look(whole[:at] + b"\xff" * 8 + whole[at + 8 :])


@pytest.mark.needs("exiftool")
def test_another_program_finds_nothing_either(tmp_path: Path) -> None:
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
        (tmp_path / f"schoon-{name}").write_bytes(cleaned(content, KINDS[name]))
    command = ["exiftool", "-j", "-a", "-u", "-U", "-ee", "-G4:1", "-s", str(tmp_path)]
    told = subprocess.run(command, capture_output=True, check=False).stdout
    found = {
        Path(one["SourceFile"]).name: json.dumps(one, ensure_ascii=False)
        for one in json.loads(told)
    }
    assert len(found) == 2 * len(FILES)
    for name in FILES:
        assert SOMEBODY.surname in found[name], name
        assert SOMEBODY.surname not in found[f"schoon-{name}"], name
        assert "GPS" not in found[f"schoon-{name}"], name

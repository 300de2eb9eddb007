"""A picture with bars: upright as it was seen, and nothing of what stood beneath or besides."""

import io
from tempfile import TemporaryFile

import pytest
from PIL import Image, ImageCms

from secret_picture import AREA, SIZE, frames, hollow_png, moving, picture, secrets_in, upright
from weerklank.media import cover as covering
from weerklank.media.cover import Covered, cover
from weerklank.media.limited import Limit
from weerklank.model.area import Area, read_area
from weerklank.model.part_of_picture import NotInPart

KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
#: Colours that a format that loses some may be off.
OFF = 14


def covered(content: bytes, kind: str, *bars: tuple[Area, str]) -> Covered | NotInPart:
    with TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        return cover(file, len(content), kind, bars)


def bar(words: str = "5.1.2e") -> tuple[Area, str]:
    area = read_area(AREA)
    assert area is not None
    return area, words


def palette_of(content: bytes) -> list[tuple[int, int, int]]:
    """Give the colours that a GIF names, whether a place has them or not."""
    if not content.startswith(b"GIF") or not content[10] & 0x80:
        return []
    table = content[13 : 13 + 3 * (2 << (content[10] & 7))]
    return [(table[at], table[at + 1], table[at + 2]) for at in range(0, len(table), 3)]


def looks_right(made: Covered | NotInPart, shades: tuple[int, ...] = (60,)) -> None:
    """Hold each picture against the one that was seen, place for place."""
    assert isinstance(made, Covered)
    assert (made.width, made.height, made.frames) == (*SIZE, len(shades))
    every = [*frames(made.content)]
    assert len(every) == len(shades)
    left, top, right, bottom = bar()[0].pixels(*SIZE)
    for seen, shade in zip(every, shades, strict=True):
        assert seen.size == SIZE
        assert secrets_in(seen) == 0
        was = upright(shade)
        for place in ((5, 5), (110, 5), (5, 70), (90, 55), (left - 3, top), (right + 3, bottom)):
            both = zip(seen.getpixel(place), was.getpixel(place), strict=True)
            assert max(abs(is_now - before) for is_now, before in both) <= OFF, place
        for place in ((left + 1, top + 1), (right - 1, bottom - 1), (left + 1, bottom - 1)):
            assert max(seen.getpixel(place)) <= OFF
    assert not [one for one in palette_of(made.content) if min(one[0], one[2]) > one[1] + 70]
    words = (b"Exif\0", b"eXIf", b"Zqmaker", b"Zqnoot", b"ICC_PROFILE", b"iCCP", b"ns.adobe")
    assert not [one for one in words if one in made.content]


@pytest.mark.parametrize(
    ("form", "turned"),
    [("GIF", 1), ("PNG", 1), ("PNG", 8), ("WEBP", 1), ("WEBP", 3)]
    + [("JPEG", one) for one in range(1, 9)],
)
def test_each_form_and_turn_is_covered_where_it_was_seen(form: str, turned: int) -> None:
    content = picture(form, turned=turned)
    made = covered(content, KINDS[form], bar())
    looks_right(made)
    assert isinstance(made, Covered)
    assert Image.open(io.BytesIO(made.content)).format == form


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP"])
def test_all_pictures_of_one_that_moves_are_covered(form: str) -> None:
    made = covered(moving(form), KINDS[form], bar())
    looks_right(made, (20, 40, 60, 80))
    assert isinstance(made, Covered)
    with Image.open(io.BytesIO(made.content)) as file:
        times = []
        for at in range(file.n_frames):
            file.seek(at)
            file.load()
            times.append(int(file.info["duration"]))
        assert times == [90, 120, 90, 150]


def test_what_is_seen_through_is_white_and_hides_nothing() -> None:
    made = covered(picture("PNG", mode="RGBA"), "image/png", bar())
    looks_right(made)
    assert isinstance(made, Covered)
    with Image.open(io.BytesIO(made.content)) as seen:
        assert seen.mode == "RGB"
        assert seen.getpixel((110, 70)) == (255, 255, 255)


def test_colours_of_another_profile_and_of_print_are_those_that_were_seen() -> None:
    out = io.BytesIO()
    Image.new("CMYK", SIZE, (0, 255, 255, 0)).save(out, "JPEG", quality=95)
    made = covered(out.getvalue(), "image/jpeg")
    assert isinstance(made, Covered)
    red, green, blue = next(frames(made.content)).getpixel((60, 40))
    assert (red > 200, green < 60, blue < 60) == (True, True, True)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    looks_right(covered(picture("PNG", icc_profile=profile), "image/png", bar()))
    broken = covered(picture("PNG", icc_profile=b"geen profiel"), "image/png", bar())
    looks_right(broken)
    out = io.BytesIO()
    Image.new("I;16", SIZE, 40_000).save(out, "PNG")
    made = covered(out.getvalue(), "image/png")
    assert isinstance(made, Covered)
    assert next(frames(made.content)).getpixel((60, 40)) == (156, 156, 156)


def test_a_bar_says_its_ground_where_that_fits() -> None:
    content = picture("PNG")
    large, narrow = covered(content, "image/png", bar()), Area(1000, 1000, 100, 8000)
    assert isinstance(large, Covered)
    inside = bar()[0].pixels(*SIZE)
    shown = next(frames(large.content)).crop(inside)
    assert sum(min(one) > 150 for one in shown.get_flattened_data()) > 20
    small = covered(content, "image/png", (narrow, "5.1.2e"))
    assert isinstance(small, Covered)
    left, top, right, bottom = narrow.pixels(*SIZE)
    strip = next(frames(small.content)).crop((left, top, right + 1, bottom + 1))
    assert max(max(one) for one in strip.get_flattened_data()) == 0


def test_what_cannot_be_decoded_safely_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert covered(hollow_png(60_000), "image/png") is NotInPart.TOO_LARGE
    assert covered(hollow_png(60), "image/png") is NotInPart.BROKEN
    assert covered(picture("JPEG")[:1500], "image/jpeg") is NotInPart.BROKEN
    assert covered(picture("PNG")[:-2000], "image/png") is NotInPart.BROKEN
    # By what its bytes are and by nothing else: a picture under the name of another is none.
    assert covered(picture("PNG"), "image/jpeg") is NotInPart.BROKEN
    assert covered(b"", "image/gif") is NotInPart.BROKEN
    assert covered(b"x", "image/svg+xml") is NotInPart.KIND
    assert covered(b"x", "image/avif") is NotInPart.KIND
    assert covered(b"x", "video/mp4") is NotInPart.FILM
    monkeypatch.setattr(covering, "_LARGEST", 10)
    assert covered(picture("PNG"), "image/png") is NotInPart.TOO_LARGE


def test_a_picture_that_takes_too_much_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(covering, "_LIMIT", Limit(seconds=0.05))
    assert covered(picture("PNG"), "image/png") is NotInPart.TOO_LARGE
    monkeypatch.setattr(covering, "_LIMIT", Limit(seconds=60, answer=100))
    assert covered(picture("PNG"), "image/png") is NotInPart.TOO_LARGE


def test_what_the_decoder_says_is_taken_apart_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    for said in ("print('geen regel')", "print('{}')", "print('{\"frames\":1}')"):
        monkeypatch.setattr(covering, "_PROGRAM", (*covering._PROGRAM[:1], "-c", said))
        assert covered(picture("PNG"), "image/png") is NotInPart.BROKEN
    head = '{"frames":1,"height":1,"width":1}'
    monkeypatch.setattr(
        covering, "_PROGRAM", (*covering._PROGRAM[:1], "-c", f"print('{head}\\n<svg/>')")
    )
    assert covered(picture("PNG"), "image/png") is NotInPart.BROKEN

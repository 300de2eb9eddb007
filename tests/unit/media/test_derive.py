"""Which format is brought to which, and what goes over without being encoded anew."""

from pathlib import Path

import pytest

from weerklank.media.derive import recipe_of
from weerklank.model.derivative import DerivedForm

NOWHERE = Path("nowhere")


@pytest.mark.parametrize(
    ("puid", "codecs", "form", "copied"),
    [
        ("fmt/566", (), DerivedForm.PNG, False),
        ("fmt/2062", (), DerivedForm.PNG, False),
        ("fmt/573", ("vp9", "opus"), DerivedForm.MP4, False),
        ("x-fmt/384", ("h264", "aac"), DerivedForm.MP4, True),
        ("x-fmt/384", ("h264", "pcm_s16le"), DerivedForm.MP4, False),
        ("fmt/199", ("hevc", "aac"), DerivedForm.MP4, False),
        ("fmt/199", ("aac",), DerivedForm.WAV, False),
        ("fmt/134", ("mp3", "mjpeg"), DerivedForm.WAV, False),
        ("fmt/203", ("vorbis",), DerivedForm.WAV, False),
        ("fmt/279", ("flac",), DerivedForm.WAV, False),
        ("fmt/1218", (), DerivedForm.VTT, False),
        ("fmt/1454", (), DerivedForm.SRT, False),
    ],
)
def test_a_format_is_brought_to_a_common_one(puid, codecs, form, copied):
    recipe = recipe_of(NOWHERE, puid, codecs)
    assert recipe is not None
    assert (recipe.form, recipe.copied) == (form, copied)
    assert ("copy" in recipe.words) is copied


@pytest.mark.parametrize(
    ("puid", "codecs"),
    [
        ("fmt/199", ("h264", "aac")),
        ("fmt/141", ("pcm_s16le",)),
        ("fmt/11", ()),
        ("fmt/43", ()),
        # Nobody could tell what is in it, or what it is.
        ("fmt/199", ()),
        ("fmt/1101", ()),
        (None, ()),
    ],
)
def test_there_is_no_way_or_no_need(puid, codecs):
    assert recipe_of(NOWHERE, puid, codecs) is None


def test_of_sound_with_24_bits_none_is_lost():
    recipe = recipe_of(NOWHERE, "fmt/279", ("flac",))
    assert recipe is not None
    assert "pcm_s24le" in recipe.words

"""The matching key: what looks alike is equal, and a hit leads back to the original."""

# ruff: noqa: RUF001 (look-alikes are the subject)

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerklank.minimise.folding import fold, fold_key


@pytest.mark.parametrize(
    "written",
    [
        "GEORGE",
        "ｇｅｏｒｇｅ",
        "𝓰𝓮𝓸𝓻𝓰𝓮",
        "g\u0435\u043erge",  # Cyrillic
        "ge\u03bfrge",  # Greek
        "géôrgë",
        "ge\u0301orge",
        "ge\u200borge",
        "ge\u00adorge",
        "\u202ageorge\u202c",
        "geo\u034frge\ufe0f",
    ],
)
def test_look_alikes_have_one_key(written: str) -> None:
    assert fold_key(written) == "george"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Straße", "strasse"),
        ("Søren Łącki", "soren lacki"),
        ("O\u2019Brien", "o'brien"),
        ("Jan\u2010Willem", "jan-willem"),
        ("\u03bdan Dam", "van dam"),
        ("ΓΙΩΡΓΟΣ", fold_key("γιωργος")),
        ("אבי", "אבי"),
    ],
)
def test_key(written: str, key: str) -> None:
    assert fold_key(written) == key


def test_a_hit_is_cut_out_of_the_original_with_what_is_invisible_in_it() -> None:
    text = "hé G\u200beorge\u0301, dag"
    folded = fold(text)
    start = folded.key.index("george")
    first, last = folded.span(start, start + 6)
    assert text[first:last] == "G\u200beorge\u0301"


def test_half_a_character_is_never_cut() -> None:
    folded = fold("oﬃce")
    assert folded.span(0, 2) == (0, 2)
    assert folded.span(0, 3) == (0, 2)


def test_ascii_has_no_map() -> None:
    assert fold("Dag George").origin is None
    assert fold("").key == ""
    assert fold("\u200b").key == ""


def test_folding_twice_changes_nothing_for_any_character() -> None:
    keys = {fold_key(chr(code)) for code in range(0, sys.maxunicode + 1, 7)}
    assert all(fold_key(key) == key for key in keys)


@given(st.text())
def test_key_and_map_agree(text: str) -> None:
    folded = fold(text)
    assert folded.key == fold_key(text)
    for at in range(len(folded.key)):
        start, end = folded.span(at, at + 1)
        assert 0 <= start < end <= len(text)
        assert folded.key[at] in fold_key(text[start:end])

"""What people type is kept without signs that no hand types (`weerklank.model.text.typed`)."""

import pytest

from weerklank.model.text import typed

_TURNS = [chr(sign) for sign in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
_CONTROLS = [chr(sign) for sign in (*range(0x20), *range(0x7F, 0xA0))]


@pytest.mark.parametrize("sign", [*_TURNS, *_CONTROLS, "\u2028", "\u2029"], ids=ascii)
def test_a_sign_that_is_no_letter_goes(sign: str) -> None:
    assert typed(f"Jan{sign}sen") == "Jan sen"
    assert typed(f"{sign}Jan {sign} {sign}") == "Jan"


def test_words_stay_as_they_were() -> None:
    # A family of four is one sign with joiners in it; Arabic stays in its own order by itself.
    words = "Ça va? 👨‍👩‍👧‍👦 سلام - Fryslân, 's-Gravenhage"
    assert typed(f"  {words}\n") == words

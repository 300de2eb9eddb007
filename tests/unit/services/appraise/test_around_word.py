"""What stands around a word in doubt: whole words, as far as they fit."""

import pytest

from weerklank.services.appraise.around_word import words_after, words_before

TEXT = "De wethouder sprak met BURGER over de nieuwe parkeerplaatsen"
AT = TEXT.index("BURGER")
END = AT + len("BURGER")


@pytest.mark.parametrize(
    ("most", "before", "after"),
    [
        (60, "De wethouder sprak met ", " over de nieuwe parkeerplaatsen"),
        (14, " sprak met ", " over de "),  # within "wethouder", and within "nieuwe"
        (10, "sprak met ", " over de "),
        (9, " met ", " over de "),
    ],
)
def test_no_word_is_cut(most: int, before: str, after: str) -> None:
    assert words_before(TEXT, AT, most) == before
    assert words_after(TEXT, END, most) == after


def test_a_word_longer_than_all_that_is_shown_is_cut() -> None:
    text = "x" * 100 + "BURGER" + "y" * 100
    assert words_before(text, 100, 60) == "x" * 60
    assert words_after(text, 106, 60) == "y" * 60
    assert words_before("BURGER", 0, 60) == words_after("BURGER", 6, 60) == ""

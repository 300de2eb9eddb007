"""Words as they are shown: found by them, and by nothing that was kept besides."""

import pytest

from weerklank.catalogue.shown_words import ShownWords
from weerklank.model.errors import WrongUse
from weerklank.model.question import Question

TEXTS = {1: ["Nieuwe tekst #hoogwater van Persoon 1"], 2: ["Tweede"], 3: None}


def fitting(words: ShownWords, asked: str) -> list[int]:
    return sorted(words.fitting(Question(words=asked)))


def test_rows_are_found_by_their_words_and_what_can_not_be_read_by_none() -> None:
    asked: list[int] = []

    def read(row: int) -> list[str] | None:
        asked.append(row)
        return TEXTS[row]

    assert fitting(ShownWords(), "iets") == []
    made = ShownWords().renewed({1: "a 2", 2: "b 2", 3: "c 1"}, read)
    for words in ("nieuwe", "nie*", '"persoon 1"', "#hoogwater", "NOT tweede"):
        assert fitting(made, words) == [1], words
    for words in ("oude", "!!", '"tekst nieuwe"'):
        assert fitting(made, words) == [], words
    with pytest.raises(WrongUse):
        made.fitting(Question(words="(open"))

    fewer = made.renewed({2: "b 2"}, read)
    assert asked == [1, 2, 3]
    assert fitting(fewer, "nieuwe") == []
    assert fitting(fewer, "tweede") == [2]
    fewer.renewed({2: "b 3"}, read)
    assert asked == [1, 2, 3, 2]  # of another version

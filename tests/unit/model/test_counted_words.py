"""The word that goes with a number: of one, and of more."""

import re
from pathlib import Path

import pytest

from weerklank.model.text import Text

_PAGES = Path(__file__).parents[3] / "src" / "weerklank" / "web" / "templates"
#: A number before a word in one sentence of a page, where the word never changes.
_STARK = re.compile(r'\{% say "(?P<nl>[^"]*\{n\} (?P<word>[a-z]+en)\b[^"]*)" "[^"]*"[^%]*%\}')
_WORDS = {"stukken", "berichten", "bestanden", "rijen", "dagen", "plaatsen", "bevindingen"}


@pytest.mark.parametrize(
    ("n", "nl", "en"),
    [
        (0, "0 stukken zijn weg", "0 records are gone"),
        (1, "1 stuk is weg", "1 record is gone"),
        ("1", "1 stuk is weg", "1 record is gone"),
        ("1.000", "1.000 stukken zijn weg", "1.000 records are gone"),
        (21, "21 stukken zijn weg", "21 records are gone"),
    ],
)
def test_a_word_goes_with_its_number(n: object, nl: str, en: str) -> None:
    said = Text("{n} {n:stuk is|stukken zijn} weg", "{n} {n:record is|records are} gone")
    assert said.filled(n=n) == Text(nl, en)


def test_other_ways_to_write_a_value_stay() -> None:
    said = Text("{part:.0%} van {n:>3} {n:stuk|stukken}", "")
    assert said.say("nl", part=0.5, n=1) == "50% van   1 stuk"


def test_no_page_counts_one_as_more() -> None:
    stark = []
    for page in sorted(_PAGES.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        for found in _STARK.finditer(text):
            name = re.search(r"\bn=([\w.]+)", found.group())
            if name is None or name[1].startswith("most"):  # a limit is never one
                continue
            is_asked = re.search(rf"{re.escape(name[1])}\S* [=!><]", text[: found.start()])
            if not is_asked and found["word"] in _WORDS:
                stark.append((page.name, found.group()))
    assert not stark

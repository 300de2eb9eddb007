"""What is counted reads as one or as many by the mark of `Text` alone, in errors too."""

import re
from pathlib import Path

from weerklank.model.errors import CATALOGUE
from weerklank.services.disclose.judge import NOT_AGREED
from weerklank.services.disclose.look_for_leaks import LEAKS
from weerklank.services.intake.hand_in import NOT_IN_FILE, OTHER_WORDS

SOURCES = Path(__file__).parents[2] / "src" / "weerklank"
#: A text for one beside a text for more, where both could be the same text with a mark.
BY_HAND = re.compile(r'\{% (?:el)?if [\w.|]+ == 1 %\}(?:<[^>]*>)?\{% say "1 ')


def test_no_template_chooses_between_one_and_many_by_hand() -> None:
    assert BY_HAND.search('{% if n == 1 %}{% say "1 stuk" "1 item" %}{% else %}')
    templates = list(SOURCES.rglob("*.html"))
    assert len(templates) > 100
    found = [
        f"{path.name}: {one[0]}"
        for path in templates
        for one in BY_HAND.finditer(path.read_text(encoding="utf-8"))
        if path.name != "search.html"  # one is a post or a reply; more are both
    ]
    assert found == []


def test_an_error_about_one_says_one() -> None:
    about = {"dossier": "w0001", "number": 1, "document": "0001", "handin": "h0001"}
    for code, one, more in (
        (NOT_AGREED, "Bij 1 stuk van", "Bij 2 stukken van"),
        (LEAKS, "(1 plaats in", "(2 plaatsen in"),
        (NOT_IN_FILE, "staat er 1 niet", "staan er 2 niet"),
        (OTHER_WORDS, "zegt 1 bericht van", "zeggen 2 berichten van"),
    ):
        message = CATALOGUE[code].message
        assert one in message.say("nl", count=1, **about)
        assert more in message.say("nl", count=2, **about)

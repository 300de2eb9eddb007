"""A reason says why, and names no citizen that shows by its form."""

import pytest

from weerklank.model.errors import WrongUse
from weerklank.model.reason import reason_of


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("Gaat over @jancanarie@elders.example", "account name"),
        ("van @jancanarie, zie boven", "account name"),
        ("Mail jan.canarie+x@elders.example", "e-mail"),
        ("bel 06-1234 5678", "telephone"),
        ("bel +31 (0)20 624 1111", "telephone"),
        ("belt 0031201234567", "telephone"),
        ("noemt BSN 111222333", "citizen"),
        ("noemt 1112.22.333", "citizen"),
        ("noemt NL91 ABNA 0417 1643 00", "bank"),
    ],
)
def test_what_shows_that_it_is_of_a_person_is_refused(words: str, what: str) -> None:
    with pytest.raises(WrongUse) as refused:
        reason_of(words)
    assert what in str(refused.value)
    assert words not in str(refused.value)


@pytest.mark.parametrize(
    "words",
    [
        "Privé: gaat over een vakantie",
        "Noemt een burgerservicenummer",
        "Zaak 2026-0123456, besluit van 17 januari 2026",
        "Zie vbd-2026-01-17-461s6 en 123456789",  # passes no check of numbers
        "Art. 9:1 Awb; 17.00 uur; 3.000 euro",
        "Apenstaart @ los",
    ],
)
def test_an_ordinary_reason_is_kept_as_it_is(words: str) -> None:
    assert reason_of(f"  {words} ") == words

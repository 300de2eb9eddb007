"""A reason says why, and names no citizen that shows by its form."""

import pytest

from weerklank.model.errors import WrongUse
from weerklank.model.reason import MOST, given_reason, reason_of


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
        ("belt op 06.12.34.56.78", "telephone"),
        ("belt op 06/12345678", "telephone"),
        ("belt op 06\u201112345678", "telephone"),
        ("tel:0612345678", "telephone"),
        ("tel.0612345678", "telephone"),
        ("belt +32 470 12 34 56", "telephone"),
        ("belt 0032-470-123456", "telephone"),
        ("\uff10\uff1612345678", "telephone"),
        ("0\u200b612345678", "telephone"),
        ("\u0660\u0666\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668", "telephone"),
        ("BE68 5390 0754 7034 van haar", "bank"),
        ("DE89370400440532013000", "bank"),
        ("gb29 nwbk 6016 1331 9268 19", "bank"),
        ("NL91.ABNA.0417.1643.00", "bank"),
        ("BSN 1112-22-333", "citizen"),
        ("BSN 111-222-333", "citizen"),
        ("BSN 11 1222 333", "citizen"),
        ("\uff20karel", "account name"),
        ("@\u200bkarel", "account name"),
        ("karel.bsky.social", "account name"),
        ("did:plc:abc", "account name"),
        ("piet\uff20elders.example", "e-mail"),
        ("piet [at] elders.example", "e-mail"),
        ("piet(at)elders.example", "e-mail"),
        ("piet @ elders.example", "e-mail"),
        ("https://x.com/karel_kanarie", "profile"),
        ("x.com/karel_kanarie/status/12", "profile"),
        ("zie elders.example/users/karel.", "profile"),
        ("facebook.com/profile.php?id=1000123", "profile"),
        ("wa.me/31612345678", "profile"),
        ("Kerkstraat 5, 1234 AB Delft", "home"),
        ("op 1234AB 5", "home"),
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
        "Zie https://voorbeelddam.example/besluit/12-11-2026",
        "Zie https://www.instagram.com/p/abc/ en youtube.com/watch?v=abc",
        "Besluit van 12-11-2026, 17.00 uur, en van 01-02-2026 10:00 tot 12:00",
        "Op 2026-11-26 om 09:00, op 2026-11-27 niet",
        "Zaak 2026-12345, 2026/123456 en Z2026-00012345",
        "Van 01-01-2020 tot 31-12-2026: 18.01.2012 is een dag",
        "Volgens artikel 5, 2026 en AB12 met 3 keer 4 woorden erachter",
        "3.000 2.500 en 0,5 procent",
        "Ja (at)",
    ],
)
def test_an_ordinary_reason_is_kept_as_it_is(words: str) -> None:
    assert reason_of(f"  {words} ") == words


def test_a_decision_has_a_reason_of_a_sentence() -> None:
    assert given_reason("  Volgens \n besluit. ") == "Volgens besluit."
    for words in ("", " \x00 ", "x" * (MOST + 1)):
        with pytest.raises(WrongUse) as refused:
            given_reason(words)
        assert refused.value.code == "USE-003"

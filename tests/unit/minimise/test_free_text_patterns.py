"""Numbers, addresses and handles in running text."""

from itertools import pairwise

import pytest

from weerklank.minimise.free_text.find import find_words
from weerklank.model.found_words import FoundKind


def found(text: str) -> list[tuple[str, str]]:
    return [(words.kind.value, text[words.start : words.end]) for words in find_words(text)]


@pytest.mark.parametrize(
    ("kind", "text", "part"),
    [
        ("bsn", "mijn bsn is 123456782", "123456782"),
        ("bsn", "BSN: 1234.56.782.", "1234.56.782"),
        ("bsn", "123 456 782 is mijn burgerservicenummer", "123 456 782"),
        ("iban", "naar NL91 ABNA 0417 1643 00 graag", "NL91 ABNA 0417 1643 00"),
        ("iban", "nl91abna0417164300", "nl91abna0417164300"),
        ("iban", "BE68 5390 0754 7034", "BE68 5390 0754 7034"),
        ("iban", "GB82WEST12345698765432", "GB82WEST12345698765432"),
        ("iban", "DE89370400440532013000", "DE89370400440532013000"),
        ("iban", "MT84MALT011000012345MTLCAST001S", "MT84MALT011000012345MTLCAST001S"),
        ("iban", "NL91 NL91 ABNA 0417 1643 00", "NL91 ABNA 0417 1643 00"),
        ("phone", "bel 0612345678", "0612345678"),
        ("phone", "bel 06 - 12 34 56 78!", "06 - 12 34 56 78"),
        ("phone", "(020) 123 45 67", "(020) 123 45 67"),
        ("phone", "+31 (0)6 12345678", "+31 (0)6 12345678"),
        ("phone", "0031612345678", "0031612345678"),
        ("phone", "+32 470 12 34 56", "+32 470 12 34 56"),
        ("email", "mail jan.jansen+werk@post.example.", "jan.jansen+werk@post.example"),
        ("email", "https://krant.example/jan@post.example", "jan@post.example"),
        ("email", "jan [at] post [dot] example", "jan [at] post [dot] example"),
        ("email", "j\u200ban@post.example", "j\u200ban@post.example"),
        ("address", "Dorpsstraat 12a, 1234 AB Dorp", "Dorpsstraat 12a, 1234 AB"),
        ("address", "op Laan van de Vrede 16 bis", "Laan van de Vrede 16 bis"),
        ("address", "in de Van der Helststraat 3-2", "Van der Helststraat 3-2"),
        ("address", "1234AB 12", "1234AB 12"),
        ("address", "Nieuwmarkt 2026, 1234 AB", "Nieuwmarkt 2026, 1234 AB"),
        ("address", "1234 ab, nr. 12", "1234 ab, nr. 12"),
        ("birth", "geb. 9-4-1986", "9-4-1986"),
        ("birth", "geboren op 9 april 1986", "9 april 1986"),
        ("birth", "born April 9, 1986", "April 9, 1986"),
        ("handle", "zie @jan_80.", "@jan_80"),
        ("handle", "@jan@mast.example zei", "@jan@mast.example"),
        ("handle", "insta: jan.80", "jan.80"),
        ("profile", "https://www.facebook.com/jan.jansen", "https://www.facebook.com/jan.jansen"),
        ("profile", "instagram.com/jan_80", "instagram.com/jan_80"),
        ("profile", "https://x.com/jan80/status/1", "https://x.com/jan80/status/1"),
        ("profile", "https://www.linkedin.com/in/jan-80/", "https://www.linkedin.com/in/jan-80/"),
        ("profile", "https://www.tiktok.com/@jan80", "https://www.tiktok.com/@jan80"),
        ("profile", "https://www.youtube.com/@jan80", "https://www.youtube.com/@jan80"),
        ("profile", "https://www.snapchat.com/add/jan80", "https://www.snapchat.com/add/jan80"),
        ("profile", "https://www.threads.net/@jan80", "https://www.threads.net/@jan80"),
        (
            "profile",
            "https://bsky.app/profile/jan.example",
            "https://bsky.app/profile/jan.example",
        ),
        ("profile", "https://mast.example/@jan80", "https://mast.example/@jan80"),
    ],
)
def test_is_found_to_the_letter(kind, text, part):
    assert (kind, part) in found(text)


@pytest.mark.parametrize(
    "plate",
    [
        "AB-12-34", "12-34-AB", "12-AB-34", "AB-12-CD", "AB-CD-12", "12-AB-CD", "12-BCD-1",
        "1-BCD-12", "AB-123-C", "A-123-BC", "ABC-12-D", "A-12-BCD", "1-AB-123", "123-AB-1",
    ],
)  # fmt: skip
def test_every_sidecode_of_plates_is_found(plate):
    assert found(f"De {plate} staat fout") == [("plate", plate)]
    assert found(f"kenteken {plate.replace('-', '')}") == [("plate", plate.replace("-", ""))]


@pytest.mark.parametrize(
    "text",
    [
        "Zaak 123456782 is gesloten",  # passes the eleven-test, nothing says what it is
        "mijn bsn is 123456783",  # fails the eleven-test
        "NL92 ABNA 9417 1643 00",
        "op 01-02-2024 12 keer",
        "bel 0800-1234 of 0900 1234567",
        "info@voorbeelddam.example",
        "@gemeentevoorbeelddam @MinXYZ",
        "de snelweg 12 km verder, onderweg 3 keer gestopt",
        "in 2024 is 12 keer geveegd",
        "op 12-03-24 om 10-12-30",
        "besloten op 9 april 1986",
        "https://www.voorbeelddam.example/nieuws/2024",
        "https://www.facebook.com/groups/123",
        "Burger-7KQ4-M2XN-9TG zegt",
        "Antwoord 6 en Voetbalveld 2",
        "Wanneer komt de Lentemarkt 2026?",
    ],
)
def test_is_left(text):
    assert found(text) == []


def test_a_pseudonym_is_no_name_nor_plate():
    from weerklank.model.symbols import check_symbol

    symbols = "7kq4m2xn9t"
    whole = symbols + check_symbol(symbols)
    text = f"Hoi Burger-{whole[:4]}-{whole[4:8]}-{whole[8:]}!".replace("burger", "Burger")
    assert found(text) == []


def test_places_are_those_of_the_original_text():
    text = "\u200bDag\u00ad \ufb01jn, mevrouw J\u0430\u043dsen\u0301 en \uff20jan\uff3f80"
    for words in find_words(text):
        assert text[words.start : words.end].strip() == text[words.start : words.end]
    assert ("name", "J\u0430\u043dsen\u0301") in found(text)
    assert ("handle", "\uff20jan\uff3f80") in found(text)


def test_findings_are_in_order_and_never_over_each_other():
    text = (
        "Jan Jansen, Dorpsstraat 3, 1234 AB, jan@post.example, 0612345678, @jan, x.com/jan " * 20
    )
    words = find_words(text)
    assert all(a.end <= b.start for a, b in pairwise(words))
    assert {w.kind for w in words} >= {FoundKind.NAME, FoundKind.ADDRESS, FoundKind.EMAIL}
    assert all(0 < w.confidence < 1 for w in words)
    assert find_words("") == find_words("\u200b") == ()

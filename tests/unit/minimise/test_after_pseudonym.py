"""A surname that stands behind what a first name or a handle was replaced by."""

import pytest

from weerklank.minimise.free_text.find import find_words
from weerklank.model.ids import Pseudonym

WHO = str(Pseudonym("7kq4m2x9d"))


def found(text: str) -> list[str]:
    said = text.replace("WHO", WHO)
    return [said[one.start : one.end] for one in find_words(said) if one.kind == "name"]


@pytest.mark.parametrize(
    ("text", "surname"),
    [
        ("De klacht van WHO Hoekstra is binnen.", "Hoekstra"),
        ("WHO Hoekstra heeft gelijk.", "Hoekstra"),
        ("Ik sprak WHO van der Meer over de brug.", "van der Meer"),
        ("Ik sprak WHO de Vries over de brug.", "de Vries"),
        ("Ik sprak WHO de Vries-Hoekstra over de brug.", "de Vries-Hoekstra"),
        ("volgens WHO hoekstra klopt het niet", "hoekstra"),
        ("Ik heb het met WHO Kwibbelaar over de brug gehad.", "Kwibbelaar"),
        ("De brief is van WHO Visser en niet van mij.", "Visser"),
    ],
)
def test_the_surname_is_found(text: str, surname: str) -> None:
    assert found(text) == [surname]


@pytest.mark.parametrize(
    "text",
    [
        "WHO Kunt u mij bellen over de brug?",
        "WHO WHO Wanneer is de brug klaar?",
        "Dank! WHO Wanneer is de brug klaar?",
        "Groetjes WHO uit Den Helder",
        "De foto is van WHO op Laan van Meerdervoort",
        "Ik ging met WHO naar Amsterdam",
        "Ik woon met WHO in de stad",
        "De bijdrage van WHO De brug is dicht",
        "De foto is van WHO ANP en het is mooi",
        "WHO's fiets staat er niet",
    ],
)
def test_what_goes_on_with_the_sentence_is_none(text: str) -> None:
    assert found(text) == []


def test_what_only_looks_like_a_pseudonym_hides_nothing() -> None:
    assert "Hoekstra" not in found("De brief van Burger-AAAA-BBBB Hoekstra is er.")

"""What pages behind a profile say of rights, erasure, archiving and channels."""

import pytest

from weerklank.services.profile.page_statements import channels_in, erasure_in, rights_in
from weerklank.services.profile.page_text import Shown


@pytest.mark.parametrize(
    "text",
    [
        "Het recht op gegevenswissing geldt niet voor archivering in het algemeen belang.",
        "Voor archivering is het recht op gegevenswissing niet van toepassing.",
        "Wij archiveren reacties. Daarvoor geldt het recht op vergetelheid niet.",
        "U hebt geen recht op wissing van gegevens in ons archief.",
        "U heeft recht op gegevenswissing. Dit recht geldt niet voor wat wij archiveren.",
        "Voor archivering bestaat het recht om vergeten te worden niet.",
        "Wij hoeven uw gegevens niet te verwijderen als zij in het archief staan.",
        "U hebt dit recht op wissing niet als uw gegevens worden gearchiveerd.",
        "Gegevens die zijn gearchiveerd, kunnen wij niet op uw verzoek verwijderen.",
        "Het recht om vergeten te worden geldt hier\nniet. Dat komt door de Archiefwet, in het "
        "algemeen belang.".replace("hier\nniet", "hier niet"),
    ],
)
def test_erasure_that_does_not_apply(text: str) -> None:
    found = erasure_in(Shown(text))
    assert found.is_said
    assert found.for_archiving
    assert len(found.words) == 3


@pytest.mark.parametrize(
    "text",
    [
        "U hebt recht op inzage en op gegevenswissing. Wij archiveren reacties.",
        "U kunt uw gegevens laten wissen als wij ze niet meer nodig hebben. Zie ons archief.",
        "Wij verwijderen uw gegevens als het recht op bewaren niet meer geldt. Archief.",
        "Het recht op gegevenswissing geldt niet alleen hier, maar ook voor archivering.",
        "U hebt niet alleen recht op inzage, maar ook op verwijdering uit het archief.",
        "U heeft geen toestemming nodig om verwijdering uit het archief te vragen.",
        "De uitzondering voor archivering is niet van toepassing op het recht op wissing.",
        "U hebt recht op verwijdering uit het archief. Dit recht geldt altijd.",
        "Archivering geldt niet voor privéberichten. U mag ze verwijderen.",
        "",
    ],
)
def test_erasure_that_is_not_denied(text: str) -> None:
    assert not erasure_in(Shown(text)).is_said


def test_erasure_that_is_denied_for_something_else() -> None:
    found = erasure_in(Shown("Het recht op gegevenswissing geldt niet. Wij zijn een gemeente."))
    assert found.is_said
    assert not found.for_archiving


def test_words_between_are_not_told() -> None:
    text = "Het recht op wissing geldt voor Teun van Oranje niet wegens archivering."
    assert erasure_in(Shown(text)).words == ("wissing", "geldt ... niet", "archiver")


def test_rights() -> None:
    text = "U hebt het recht op inzage, rectificatie en beperking en mag bezwaar maken."
    assert rights_in(Shown(text)) == ("inzage", "rectificatie", "beperking", "bezwaar")
    assert rights_in(Shown("U hebt recht op verbetering en verwijdering.")) == (
        "rectificatie",
        "gegevenswissing",
    )
    assert rights_in(Shown("U hebt recht op inzage.")) == ()
    assert rights_in(Shown("Bezwaar en klacht: bel ons.")) == ()


def test_channels() -> None:
    text = "Dien uw bezwaar in met DigiD via het formulier, of per brief aan Postbus 1."
    assert channels_in(Shown(text)) == ("formulier", "DigiD", "post")
    assert channels_in(Shown("Bel ons: telefoon 14 0123.")) == ()
    assert channels_in(Shown("Hier leest u alles over bezwaar.")) == ()

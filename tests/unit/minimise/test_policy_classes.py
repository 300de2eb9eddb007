"""Another policy per field class: proposed, counted, approved, and what it then does."""

import time

import pytest

from weerklank.minimise.initials import hide_initials
from weerklank.model.account import Scenario
from weerklank.model.policy import (
    EVERYTHING_SEALED,
    MAY_BE,
    Change,
    Choice,
    FieldClass,
    Policy,
    SealedOriginals,
)


def _policy(months: int | None, *changes: Change) -> Policy:
    made = Policy(version=1, sealed=SealedOriginals(months=months), knows_initials=True)
    return made.changed_by(changes)


def test_an_archive_of_before_is_treated_as_it_was() -> None:
    before = Policy(version=3, sealed=SealedOriginals(months=12))
    assert all(before.treatment(one) == EVERYTHING_SEALED for one in Scenario)
    assert before.changed_by(()).treatment(Scenario.B) == EVERYTHING_SEALED


def test_nobody_is_ever_kept_and_nothing_sealed_without_a_vault() -> None:
    persons = set(FieldClass) - {FieldClass.INITIALS}
    assert all(Choice.KEEP not in MAY_BE[one] for one in persons)
    bare = _policy(None, Change(FieldClass.TEXT, Scenario.B, Choice.SEAL))
    assert bare.treatment(Scenario.B).sealed == frozenset()
    assert bare.treatment(Scenario.B).hides_initials
    assert all(Choice.SEAL not in bare.may_be(one) for one in FieldClass)


def test_what_is_found_is_sealed_with_its_text_alone() -> None:
    policy = _policy(12, Change(FieldClass.TEXT, Scenario.B, Choice.PSEUDONYMISE))
    assert policy.choice(FieldClass.FOUND, Scenario.B) is Choice.DROP
    assert policy.choice(FieldClass.FOUND, Scenario.C) is Choice.SEAL


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Dank voor uw melding. ^JS", "Dank voor uw melding. ^[medewerker]"),
        ("<p>Wij kijken. ^ Sanne</p>", "<p>Wij kijken. ^[medewerker]</p>"),
        ("Tot morgen ^J.d.V<br>#afval", "Tot morgen ^[medewerker]<br>#afval"),
        ("2^n is geen naam", "2^n is geen naam"),
        ("Kijk ^ omhoog vandaag", "Kijk ^ omhoog vandaag"),
        ("Al gedaan ^[medewerker]", "Al gedaan ^[medewerker]"),
        ("Opgelost!^JS", "Opgelost!^[medewerker]"),
        (
            "Gemeld ^JS #afval https://dam.example/x",
            "Gemeld ^[medewerker] #afval https://dam.example/x",
        ),
        ("Foto ^JS beeld.example/a (1/2) 😊", "Foto ^[medewerker] beeld.example/a (1/2) 😊"),
        ("Een ^JS\nen twee ^AB/^C", "Een ^[medewerker]\nen twee ^[medewerker]/^[medewerker]"),
        (
            '<p>Ja&nbsp;&#94;JS <a href="https://dam.example/tags/x">#<span>x</span></a></p><p>z</p>',
            '<p>Ja&nbsp;^[medewerker] <a href="https://dam.example/tags/x">#<span>x</span></a></p><p>z</p>',
        ),
        ("Kijk ^JS zegt dat het kan", "Kijk ^JS zegt dat het kan"),
        ("blij ^o^", "blij ^o^"),
    ],
)
def test_initials_are_what_signs_a_line(said: str, shown: str) -> None:
    assert hide_initials(said) == shown


@pytest.mark.parametrize("hostile", ["^a ", "^a <a ", "<a >", "^a &#", "^a.b-c.", "<a>^a", "a-"])
def test_initials_are_looked_for_in_linear_time(hostile: str) -> None:
    def took(times: int) -> float:
        begun = time.process_time()
        hide_initials(f"^x {hostile * times}")
        return time.process_time() - begun

    assert min(took(20_000) for _ in range(2)) < 40 * min(took(2_000) for _ in range(3)) + 0.05

"""Names that look alike are of one person, until somebody tells them apart."""

from datetime import UTC, datetime

import pytest

from weerklank.model.errors import Refused
from weerklank.model.person import Person, Role
from weerklank.model.transfer import SealedChoice
from weerklank.register.book import Register
from weerklank.services.people.add_person import named
from weerklank.services.people.look_alikes import is_one_of, name_key
from weerklank.services.transfer.read_transfers import SealedVote, standing_choice

CYRILLIC, GREEK, UNSEEN = "\u0410nna", "\u0391nna", "Anna\u3164"


@pytest.mark.parametrize("other", [CYRILLIC, GREEK, UNSEEN, "Ann\u0430", "\uff21nna", "\u00c1nna"])
def test_who_looks_like_another_is_not_added(other: str) -> None:
    register = Register()
    register.persons["Anna"] = Person(name="Anna", roles=(Role.ARCHIVIST,))
    with pytest.raises(Refused) as refused:
        named(register, other)
    assert refused.value.code == "ROLE-008"
    assert is_one_of(other, ("Ruud", "Anna"))


@pytest.mark.parametrize("said", ["anna", " Anna ", "ANNA"])
def test_who_is_there_is_found_however_written(said: str) -> None:
    register = Register()
    register.persons["Anna"] = Person(name="Anna", roles=(Role.ARCHIVIST,))
    assert named(register, said).name == "Anna"


def test_a_name_in_two_forms_of_unicode_is_one() -> None:
    register = Register()
    register.persons["Jos\u00e9"] = Person(name="Jos\u00e9", roles=(Role.READER,))
    assert named(register, "Jose\u0301").name == "Jos\u00e9"


@pytest.mark.parametrize(
    ("one", "other"), [("Iris", "lris"), ("Team 10", "Team lO"), ("O'Neil", "O\u2019Neil")]
)
def test_shapes_that_are_one_in_most_type(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize("other", ["Anna (Financiën)", "Hanna", "Anne", "Anna B."])
def test_others_are_others(other: str) -> None:
    assert not is_one_of(other, ("Anna",))


def test_one_person_under_two_names_does_not_decide_as_two() -> None:
    def vote(by: str, role: Role) -> SealedVote:
        moment = datetime(2026, 1, 1, tzinfo=UTC)
        return SealedVote(
            by=by,
            roles=frozenset({role}),
            at=moment,
            choice=SealedChoice.KEEP,
            is_signed_in=True,
            system_user="root",
        )

    archivist = vote("Anna", Role.ARCHIVIST)
    assert standing_choice([archivist, vote("Pia", Role.PRIVACY)]) is SealedChoice.KEEP
    assert standing_choice([archivist, vote(CYRILLIC, Role.PRIVACY)]) is None

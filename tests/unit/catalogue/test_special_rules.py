"""Rules for special, criminal and children's data: as right as they say, and in linear time."""

import time

import pytest

from weerklank.catalogue.special_rules import CONFIDENCE, specials_in
from weerklank.model.special import SpecialKind
from weerklank.testing.special_score import special_posts, special_score

#: Milliseconds of processor time for 10,000 signs, whatever they are.
_MOST = 100


def test_rules_are_as_sure_as_they_say() -> None:
    score = special_score(specials_in, special_posts("dev"))
    measured = {rule: round(share.interval[0], 3) for rule, share in score.by_rule.items()}
    assert {rule: value for rule, value in CONFIDENCE.items() if value} == {
        rule: value for rule, value in measured.items() if value
    }
    assert min(share.value for share in score.recall.values()) >= 0.8
    assert score.too_many.value <= 0.05


def test_a_topic_is_nobody_and_a_person_is() -> None:
    assert specials_in("Het ziekenhuis zoekt mensen met autisme voor een onderzoek.") == ()
    assert specials_in("Mijn zoon heeft geen autisme.") == ()
    (find,) = specials_in("Hallo, mijn zoon heeft autisme.")
    assert (find.kind, find.rule) == (SpecialKind.HEALTH, "health-own/1")
    assert find.confidence > 0.5


@pytest.mark.parametrize(
    "piece",
    [
        "ik ",
        "mijn zoon van ",
        "heb stem ik ",
        "vvd ",
        "ik stem wij lid ",
        "[naam] ",
        "a",
        "é",
        "ik\n",
    ],
)
def test_time_is_linear_on_hostile_text(piece: str) -> None:
    text = piece * (10_000 // len(piece))
    specials_in.cache_clear()
    start = time.process_time()
    specials_in(text)
    assert (time.process_time() - start) * 1000 < _MOST

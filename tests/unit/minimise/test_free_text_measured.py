"""What is found in running text, measured: floors of recall and precision."""

import runpy
from functools import cache
from pathlib import Path

import pytest

from weerklank.minimise.free_text.confidence import CONFIDENCE
from weerklank.minimise.free_text.find import find_words
from weerklank.model.found_words import FoundKind, FoundWords
from weerklank.testing.free_text_posts import Marked, MarkedPost, marked_posts
from weerklank.testing.free_text_score import Score, Share, read_set, score

ROOT = Path(__file__).parents[3]
SETS = ROOT.parent / "shared" / "privacy"
TOOL = runpy.run_path(str(ROOT / "tools" / "measure_free_text.py"))
STRUCTURED = [kind for kind in FoundKind if kind not in {FoundKind.NAME, FoundKind.PROFILE}]


@cache
def own() -> Score:
    return score(find_words, marked_posts(TOOL["OWN_POSTS"]))


@cache
def replaced() -> Score:
    made: Score = TOOL["replaced"]()
    return made


@cache
def by_rule() -> dict[str, Share]:
    behind = TOOL["BEHIND"]
    assert behind not in own().by_rule, "nothing is replaced there"
    return {**own().by_rule, behind: replaced().by_rule[behind]}


def of_set(name: str) -> Score:
    path = SETS / f"{name}.jsonl"
    if not path.is_file():
        pytest.skip(f"{name} is not there")
    return score(find_words, read_set(path))


@pytest.mark.parametrize("kind", STRUCTURED)
def test_every_number_address_and_handle_of_our_posts_is_found(kind):
    assert own().recall[kind].value == 1
    assert own().precision[kind].value == 1


def test_names_of_our_posts_keep_their_floors():
    assert own().recall[FoundKind.NAME].value >= 0.80
    assert own().precision[FoundKind.NAME].value >= 0.92
    assert own().of_names[True].value >= 0.93
    assert own().of_names[False].value >= 0.63


@pytest.mark.parametrize("rule", sorted(CONFIDENCE))
def test_the_confidence_of_a_rule_is_what_is_measured(rule):
    low, high = by_rule()[rule].interval
    assert low - 0.002 <= CONFIDENCE[rule] <= high


def test_every_rule_that_finds_has_a_confidence():
    assert by_rule().keys() == CONFIDENCE.keys()


def test_what_stands_behind_a_pseudonym_is_found_and_nothing_else():
    measured = replaced()
    assert measured.recall[FoundKind.NAME].value >= 0.74  # 0.54 without the rule
    assert measured.by_rule[TOOL["BEHIND"]].value == 1


def test_the_report_tells_of_it_as_measured():
    told = "\n".join(TOOL["behind_part"](replaced(), Path("nowhere")))
    assert told.strip() in TOOL["REPORT"].read_text("utf-8")


@pytest.mark.parametrize("name", ["nl-social-synthetic-dev", "nl-wikineural-val-per"])
def test_gates_on_sets_of_others(name):
    recall, precision = TOOL["SETS"][name][1]
    measured = of_set(name)
    assert measured.recall[FoundKind.NAME].value >= recall
    assert measured.precision[FoundKind.NAME].value >= precision


def test_numbers_of_the_development_set_are_all_found():
    measured = of_set("nl-social-synthetic-dev")
    for kind in STRUCTURED:
        assert measured.recall[kind].value == 1, kind


def test_the_report_is_that_of_these_posts():
    lines, _ = TOOL["own_part"]()
    report = TOOL["REPORT"].read_text("utf-8")
    assert "\n".join(lines) in report
    assert "\n".join(TOOL["rules_part"](by_rule())) in report


def test_a_set_that_is_not_there_is_said_to_be_so(tmp_path, capsys):
    assert "Niet gemeten: de set was er niet." in TOOL["other_part"](tmp_path, "en-btc-a-per")
    assert "not measured" in capsys.readouterr().err


def test_the_score_asks_for_every_letter():
    text = "Dag Jan de Vries!"
    post = MarkedPost(text, (Marked(4, 16, FoundKind.NAME),))

    def finds(start: int, end: int) -> Score:
        found = (FoundWords(start, end, FoundKind.NAME, "x/1", 0.5),)
        return score(lambda _: found, [post])

    assert finds(4, 16).recall[FoundKind.NAME] == Share(1, 1)
    half = finds(4, 7)
    assert half.recall[FoundKind.NAME] == Share(0, 1)
    assert half.precision[FoundKind.NAME] == Share(1, 1)
    assert finds(0, 3).precision[FoundKind.NAME] == Share(0, 1)


def test_the_interval_is_that_of_wilson():
    low, high = Share(8, 10).interval
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
    assert Share(0, 0).interval == (0.0, 1.0)

"""The table of events: every kind has its terms, and none that the lists do not know."""

import json
from pathlib import Path

import pytest

from weerklank.model.life import LIFE_KINDS, LifeKind
from weerklank.transfer import documentation
from weerklank.transfer.event_terms import LOC_LABELS, TERMS, VOCABULARY
from weerklank.transfer.mdto_lists import OWN_EVENTS, OWN_LIST

LISTS = Path(__file__).parents[4] / "shared/standards/mdto/begrippenlijsten.json"


def test_every_kind_has_words_and_a_type_of_the_vocabulary():
    assert set(TERMS) == set(LIFE_KINDS) == set(LifeKind)
    for term in TERMS.values():
        assert term.uri == f"{VOCABULARY}/{term.loc}"
        assert term.label == LOC_LABELS[term.loc]
    assert set(LOC_LABELS) == {term.loc for term in TERMS.values()}


def test_own_terms_go_along_with_what_uses_them():
    codes = {row["code"] for row in documentation.terms()["begrippen"]}
    assert {one.code for one in OWN_EVENTS} < codes
    for term in TERMS.values():
        if term.concept is not None and term.concept.code is not None:
            assert term.concept.of.name == OWN_LIST
            assert term.concept.code in codes


def test_what_only_the_house_is_told_of_is_not_in_mdto():
    inside = {LifeKind.FIXITY_CHECKED, LifeKind.HELD, LifeKind.SPECIAL_MARKED, LifeKind.SET_APART}
    assert {TERMS[kind].concept for kind in inside} == {None}


def test_labels_are_those_of_the_list_of_mdto():
    if not LISTS.is_file():
        pytest.skip("../shared/standards/mdto is not there")
    labels = set(json.loads(LISTS.read_bytes())["lijsten"]["EventTypeLijst"]["labels"])
    used = {one.concept.label for one in TERMS.values() if isinstance(one.mdto, str)}
    assert used <= labels

"""Whom the titles and marks in Facebook's export name."""

import pytest

from weerklank.connectors.facebook.edits import Edits
from weerklank.connectors.facebook.people import (
    is_in_group,
    links_in,
    marked_in,
    named_in_title,
    person_named,
    without_marks,
)

US = "Gemeente Voorbeelddam"


@pytest.mark.parametrize(
    ("title", "names"),
    [
        (f"{US} heeft iets geplaatst op de tijdlijn van Jan de Vries.", ["Jan de Vries"]),
        (f"{US} heeft gereageerd op het bericht van Jan de Vries.", ["Jan de Vries"]),
        (f"{US} heeft de foto van Jan de Vries gedeeld.", ["Jan de Vries"]),
        (f"{US} wrote on Jan Smith's timeline.", ["Jan Smith"]),
        (f"{US} replied to Jan Smith's comment.", ["Jan Smith"]),
        (f"{US} commented on Jan Smith\u2019s post.", ["Jan Smith"]),
        (f"{US} shared Jan Smith's video.", ["Jan Smith"]),
        (f"{US} is met Jan de Vries.", ["Jan de Vries"]),
        (f"{US} heeft gereageerd op zijn eigen reactie.", []),
        (f"{US} replied to their own comment.", []),
        (f"{US} heeft 2 nieuwe foto's toegevoegd.", []),
        ("", []),
    ],
)
def test_names_in_titles(title, names):
    assert list(dict.fromkeys(named_in_title(title))) == names


def test_marks_name_somebody_by_number_and_name():
    text = "Dank @[1000123:2048:Jan  de Vries] en @[77:274:Ons] en @[x:1:niemand]"
    persons = list(marked_in(text))
    assert [(one.handle, one.display_name) for one in persons] == [
        ("1000123", "Jan de Vries"),
        ("77", "Ons"),
    ]
    links = links_in(text, lambda name: name == "Ons")
    assert [(one.address, one.shown) for one in links] == [
        ("https://www.facebook.com/1000123", "Jan  de Vries"),
        ("", "Ons"),
    ]
    assert without_marks({"a": [text]}) == {"a": ["Dank Jan  de Vries en Ons en @[x:1:niemand]"]}


def test_two_who_are_known_by_name_are_two():
    assert person_named("Jan de Vries") == person_named("Jan  de Vries")
    assert person_named("Jan de Vries").user_id != person_named("Piet de Vries").user_id


def test_what_was_put_into_a_group_is_known():
    assert is_in_group(f"{US} heeft iets geplaatst in Buurt Oost.")
    assert is_in_group(f"{US} posted in Buurt Oost.")
    assert not is_in_group(f"{US} heeft een foto toegevoegd.")


@pytest.mark.parametrize("title", ["van " * 20_000, "'s post" * 20_000, "@[" * 20_000])
def test_a_long_title_takes_no_long_time(title):
    list(named_in_title(title))
    list(marked_in(title))


def edit(moment, text, number=1):
    return {
        "timestamp": moment,
        "fbid": str(number),
        "label_values": [{"label": "Tekst", "value": text}],
    }


def test_an_edit_is_tied_by_its_number_or_by_moment_and_words():
    edits = Edits()
    for one in (edit(10, "een"), edit(20, "twee"), edit(20, "los", 2), {"timestamp": 1}):
        edits.note(one, 100)
    post = {"timestamp": 5}
    assert [one["timestamp"] for one in edits.of(post, 20, "twee")] == [10, 20]
    assert edits.of(post, 20, "iets anders") == []
    assert edits.of(post, 21, "twee") == []
    assert edits.of({"fbid": 1}, None, None) == edits.of(post, 20, "twee")
    edits.note(edit(30, "te veel"), 64 << 20)
    assert {one.kind: one.count for one in edits.findings()} == {
        "edits_untied": 1,
        "edits_left": 2,
    }

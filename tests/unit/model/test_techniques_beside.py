"""What techniques tell of one item, aspect by aspect: by records written by hand."""

from typing import Any

import pytest

from weerklank.model.beside import (
    LETTERS,
    Aspect,
    Difference,
    bits_of,
    differences_in,
    differences_of,
    laid_beside,
    letter_of,
    letters_in,
)
from weerklank.model.item import (
    ArchivalItem,
    Author,
    AuthorRole,
    Captions,
    Counts,
    ItemKind,
    Medium,
    Poll,
    PollOption,
    Ref,
    RefType,
    Visibility,
)
from weerklank.model.mint import mint
from weerklank.model.run import Technique

API, EXPORT, BROWSER = Technique.API, Technique.EXPORT, Technique.BROWSER


def version(technique: str, number: int, **more: Any) -> ArchivalItem:
    told: dict[str, Any] = {
        "account": "a0001",
        "author": Author(role=AuthorRole.OWN),
        "captured_at": f"2026-02-0{number}T09:00:00Z",
        "created_at": "2026-01-05T09:00:00Z",
        "id": "vbd-2026-01-05-7kq4m",
        "key": "0" * 26,
        "kind": ItemKind.POST,
        "platform": "mastodon",
        "policy": 1,
        "run": "20260201T090000Z-run000",
        "scenario": "B",
        "technique": technique,
        "text": mint("Het water stijgt"),
        "version": number,
        "wording": 1 if number > 1 else None,
    }
    return ArchivalItem(**{**told, **more})


def poll(*options: str, votes: int | None = None) -> Poll:
    return Poll(options=tuple(PollOption(text=mint(one), votes=votes) for one in options))


FILE, NONE = Medium(id="m1", file="m1.png"), Medium(id="m1", missing="not_in_export")
OTHER = {"text": mint("Het water zakt"), "wording": None}
#: What the second version has, by name; what the first has; and in what they then differ.
PAIRS: dict[str, tuple[dict[str, Any], dict[str, Any], set[Difference]]] = {
    "the same": ({}, {}, set()),
    "other words": ({}, OTHER, {Difference.WORDS}),
    "other words, edited": (
        {},
        {**OTHER, "edited_at": "2026-01-06T09:00:00Z"},
        {Difference.EDIT},
    ),
    "other words, edited at one moment": (
        {"edited_at": "2026-01-06T09:00:00Z"},
        {**OTHER, "edited_at": "2026-01-06T09:00:00Z"},
        {Difference.WORDS},
    ),
    "other title": ({}, {"title": mint("Let op"), "wording": None}, {Difference.WORDS}),
    # The recorder knows who became known since.
    "other stand-in": ({}, {"text": mint("Het water stijgt, Burger-7KQ4")}, set()),
    "one has the file": ({"media": (NONE,)}, {"media": (FILE,)}, {Difference.FILES}),
    "the other has the file": ({"media": (FILE,)}, {"media": (NONE,)}, {Difference.FILES}),
    "nobody has the file": ({"media": (NONE,)}, {"media": (NONE,)}, {Difference.LACKING}),
    "not in the API": (
        {"media": (Medium(id="m1", missing="not_in_api"),)},
        {"media": (FILE,)},
        {Difference.FILES},
    ),
    "another medium": (
        {"media": (FILE,)},
        {"media": (Medium(id="m2", file="m2.png"),), "wording": None},
        {Difference.MEDIA},
    ),
    "one medium more": (
        {"media": (FILE,)},
        {"media": (FILE, Medium(id="m2", file="m2.png"))},
        {Difference.MEDIA},
    ),
    "other description": (
        {"media": (FILE,)},
        {"media": (Medium(id="m1", file="m1.png", alt=mint("brug")),), "wording": None},
        {Difference.ALT},
    ),
    "other likes": (
        {"counts": Counts(likes=3)},
        {"counts": Counts(likes=4)},
        {Difference.NUMBERS},
    ),
    "numbers taken over": (
        {"counts": Counts(likes=3)},
        {"counts": Counts(likes=3)},
        set(),
    ),
    "no numbers": ({"counts": Counts(likes=3)}, {"counts": None}, set()),
    "other votes": (
        {"poll": poll("ja", votes=1)},
        {"poll": poll("ja", votes=2)},
        {Difference.NUMBERS},
    ),
    "no poll": ({"poll": poll("ja", votes=1)}, {"poll": None, **OTHER}, {Difference.WORDS}),
    "captions": (
        {"captions": Captions.WITHOUT},
        {"captions": Captions.WITH},
        {Difference.CAPTIONS},
    ),
    "captions untold": ({"captions": Captions.UNTOLD}, {"captions": Captions.WITH}, set()),
    "other moment": ({}, {"created_at": "2026-01-05T09:00:01Z"}, {Difference.MOMENT}),
    "no moment": ({}, {"created_at": "1970-01-01T00:00:00Z"}, set()),
    "other visibility": ({}, {"visibility": Visibility.FOLLOWERS}, {Difference.VISIBILITY}),
    "other address": (
        {"url": mint("https://a.example/1")},
        {"url": mint("https://a.example/2")},
        {Difference.ADDRESS},
    ),
    "the same page": (
        {"url": mint("http://a.example/1")},
        {"url": mint("https://a.example/1/")},
        set(),
    ),
    "no address": ({"url": mint("https://a.example/1")}, {"url": None}, set()),
    "answers another": (
        {"refs": (Ref(key="1" * 26, type=RefType.REPLY_TO),)},
        {"refs": (Ref(key="2" * 26, type=RefType.REPLY_TO),), "wording": None},
        {Difference.ANSWERS},
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_two_techniques_differ_as_their_records_do(name):
    first, second, differences = PAIRS[name]
    found = differences_of([version("api", 1, **first), version("export", 2, **second)])
    assert found == differences


def test_the_last_version_of_each_technique_counts_and_who_looked_last_is_not_otherwise():
    versions = [
        version("api", 1),
        version("export", 2),
        version("api", 3, **OTHER),
        version("browser", 4, text=OTHER["text"], wording=3),
    ]
    (row,) = [one for one in laid_beside(versions) if one.aspect is Aspect.TEXT]
    assert {letter: (cell.told, cell.is_other) for letter, cell in row.cells.items()} == {
        API: ("Het water zakt", False),
        EXPORT: ("Het water stijgt", True),
        BROWSER: ("Het water zakt", False),
    }
    assert row.difference is Difference.WORDS


def test_what_is_written_once_more_brings_nobody_back_in():
    """An older wording that comes later is followed by what was held, once more."""
    versions = [
        version("api", 1, edited_at="2026-01-06T09:00:00Z"),
        version("export", 2, **OTHER),
        version("api", 3, edited_at="2026-01-06T09:00:00Z"),
    ]
    rows = {row.aspect: row for row in laid_beside(versions)}
    assert rows[Aspect.TEXT].difference is Difference.EDIT
    assert rows[Aspect.TEXT].cells[EXPORT].is_other
    assert not rows[Aspect.TEXT].cells[API].is_other
    # The export does not say that it was edited: that is not told, and no difference.
    assert rows[Aspect.EDITED].difference is None


def test_own_numbers_are_laid_beside_each_other_and_others_are_not():
    versions = [
        version("api", 1, counts=Counts(likes=3)),
        version("export", 2, counts=Counts(likes=3)),
        version("browser", 3, counts=Counts(likes=5)),
    ]
    (row,) = [one for one in laid_beside(versions) if one.aspect is Aspect.LIKES]
    assert {letter: (cell.told, cell.is_other) for letter, cell in row.cells.items()} == {
        API: (3, True),
        EXPORT: (None, False),
        BROWSER: (5, False),
    }
    assert row.cells[EXPORT].is_kept


def test_one_technique_alone_differs_from_nothing():
    assert differences_of([version("api", 1, counts=Counts(likes=3))]) == frozenset()
    assert differences_of([version("api", 1, media=(NONE,))]) == {Difference.LACKING}
    assert laid_beside([]) == ()


def test_a_portability_job_is_an_export():
    assert letter_of("portability") is EXPORT
    versions = [version("export", 1), version("portability", 2)]
    assert {*laid_beside(versions)[0].cells} == {EXPORT}


def test_bits_come_back_as_what_they_are_of():
    for one in Difference:
        assert differences_in(bits_of([one])) == (one,)
    assert differences_in(bits_of(Difference)) == tuple(Difference)
    assert letters_in(bits_of([BROWSER, API])) == (API, BROWSER)
    assert letters_in(bits_of(LETTERS)) == LETTERS
    # The catalogue keeps these bits: another order asks for another version of it.
    assert [bits_of([one]) for one in (Difference.WORDS, Difference.REPLIES)] == [1, 1 << 12]


def test_the_same_words_laid_out_otherwise_are_no_difference():
    """What nobody can see is nothing to look at: spaces, ends of lines, how an é is written."""
    told = mint("Het  café\nis dicht")
    same = [
        version("api", 1, text=told, title=told, poll=poll("nee, dank")),
        version(
            "browser", 2, text=mint("Het\xa0cafe\u0301 is dicht "), title=told, wording=None,
            poll=poll("nee,  dank"),
        ),
    ]  # fmt: skip
    assert differences_of(same) == frozenset()
    other = [same[0], version("browser", 2, text=mint("Het cafe is dicht"), wording=None)]
    assert Difference.WORDS in differences_of(other)

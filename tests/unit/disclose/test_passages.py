"""What of a text is left around what is kept back, other names for persons, and what leaks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerklank.disclose.leaks import leaks_in, sought
from weerklank.disclose.passages import Bar, Words, cut, places_of, plain_text
from weerklank.disclose.renumber import Renumbered
from weerklank.model.errors import WrongUse
from weerklank.model.woo_grounds import WOO_GROUNDS, ground_of
from weerklank.services.disclose.seek_words import found_in, seek

SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 30), st.sampled_from(["5.1.2e", "5.2"]))
)


def test_every_place_of_a_passage_is_found_and_no_part_of_one_twice() -> None:
    assert list(places_of("aa", "aaaa aa")) == [(0, 2), (2, 4), (5, 7)]
    assert list(places_of("", "aaaa")) == []
    assert list(places_of("Aa", "aaaa")) == []


def test_passages_that_touch_or_overlap_are_one_bar_with_all_grounds() -> None:
    cut_up = cut("Jan woont in Dorp.", [(0, 3, "5.1.2e"), (3, 8, "5.2"), (13, 17, "5.1.2e")])
    assert cut_up == (
        Bar(("5.1.2e", "5.2")),
        Words("t in "),
        Bar(("5.1.2e",)),
        Words("."),
    )


#: Letters that stand by themselves: of others a bar covers what belongs to them.
ALONE = st.characters(exclude_categories=("Cs", "Mn", "Mc", "Me", "Cf", "Sk"))


@given(st.text(ALONE, max_size=25), SPANS)
def test_nothing_within_a_span_is_left_and_all_outside_is(
    text: str, spans: list[tuple[int, int, str]]
) -> None:
    left = "".join(one.text for one in cut(text, spans) if isinstance(one, Words))
    inside = {at for start, end, _ in spans for at in range(start, end)}
    assert left == "".join(sign for at, sign in enumerate(text) if at not in inside)


@given(st.integers(1, 20), st.integers(1, 20))
def test_a_bar_tells_nothing_of_how_long_its_words_are(one: int, other: int) -> None:
    said = {plain_text(cut("x" * length, [(0, length, "5.1.2e")])) for length in (one, other)}
    assert said == {"[█ 5.1.2e █]"}


def test_persons_have_the_same_number_in_one_decision_and_no_name_of_the_archive() -> None:
    first, second = "Burger-7KQ4-M2PX-AB", "Burger-0000-1111-C"
    persons = Renumbered()
    said = persons.text(f"Dank @{second}, en {first.lower()}. Groet {second}")
    assert said == "Dank Persoon 1, en Persoon 2. Groet Persoon 1"
    assert (persons.name(first), len(persons)) == ("Persoon 2", 2)
    assert Renumbered().name(first) == "Persoon 1"


@pytest.mark.parametrize(
    ("passage", "text", "is_found"),
    [
        ("Jan de Boer", "Volgens JAN DE  BOER is dat zo.", True),
        ("Jan de Boer", "jan-de-boer", True),
        ("Zoë", "zoe was er", True),
        ("Jan", "in januari", False),
        ("de", "de man", False),
        ("Dorpsstraat 12", "Dorpsstraat 123", False),
        ("Jan de Boer", "Lees #JanDeBoer.", True),
        ("Jan\nde Boer", "J\u200ban\u202e de Bo\u00ader", True),
        ("06 12345678", "Bel 06-1234 5678", True),
        ("06-12345678", "Bel 061234567890", False),
    ],
)
def test_words_leak_as_whole_words_however_they_are_written(
    passage: str, text: str, is_found: bool
) -> None:
    looked_for = [one for one in [sought(7, passage)] if one]
    assert leaks_in(text, looked_for) == ([7] if is_found else [])


@pytest.mark.parametrize("written", ["5.1.2e", "5.1.2.e", " 5.1.2E ", "art. 5.1.2.E"])
def test_a_ground_is_known_however_it_is_written(written: str) -> None:
    assert ground_of(written).code == "5.1.2e"
    assert ground_of("dubbel") is WOO_GROUNDS["dubbel"]


@pytest.mark.parametrize("written", ["5.1.2", "", "5.1.2z", "5.1.2ee", "5.1..2e"])
def test_what_is_no_ground_is_refused_with_those_there_are(written: str) -> None:
    with pytest.raises(WrongUse) as refused:
        ground_of(written)
    assert "5.1.2i, 5.1.5" in refused.value.hint("nl")


@pytest.mark.parametrize(
    ("text", "passage", "left"),
    [
        ("x cafe\u0301 y", "cafe", "x [█ 5.2 █] y"),
        ("z \U0001f44d\U0001f3fd!", "\U0001f44d", "z [█ 5.2 █]!"),
        ("a \U0001f469\u200d\U0001f467 b", "\U0001f469", "a [█ 5.2 █] b"),
        ("a\nJan\nde Boer c", "Jan\nde Boer", "a\n[█ 5.2 █] c"),
        ("\u05e9\u05dc\u05d5\u05dd Jan", "\u05e9\u05dc\u05d5\u05dd", "[█ 5.2 █] Jan"),
    ],
)
def test_a_bar_covers_a_whole_letter_with_what_is_joined_to_it(
    text: str, passage: str, left: str
) -> None:
    spans = [(start, end, "5.2") for start, end in places_of(passage, text)]
    assert plain_text(cut(text, spans)) == left


@pytest.mark.parametrize(
    ("text", "start", "end", "left"),
    [
        ("Dag Burger-7KQ4-M2PX-AB, dag", 12, 14, "Dag , dag"),
        ("Dag @burger-7kq4-m2px-ab", 0, 5, ""),
        ("Dag Burger-7KQ4-M2PX-AB", 23, 23, "Dag Burger-7KQ4-M2PX-AB"),
        ("Dag e\u0301\u0323n", 5, 7, "Dag n"),
        ("Dag \U0001f469\u200d\U0001f467!", 6, 7, "Dag !"),
        ("Dag \U0001f469\U0001f3fd!", 5, 6, "Dag !"),
    ],
)
def test_a_bar_begins_and_ends_where_letters_and_names_do(
    text: str, start: int, end: int, left: str
) -> None:
    cut_up = cut(text, [(start, end, "5.1.2e")])
    assert "".join(one.text for one in cut_up if isinstance(one, Words)) == left


@pytest.mark.parametrize(
    ("passage", "text"),
    [
        ("Jan de Vries", "Dat is #BedanktJanDeVries, toch?"),
        ("0612345678", "Bel tel0612345678a of niet"),
        ("06-12345678", "Bel +31 (0)6 1234 5678"),
        ("+31612345678", "Bel 06 12 34 56 78"),
        ("Proefstra", "Dat is \u0420r\u043e\u0435fstr\u0430"),
        ("Proefstra", "Wilma Proefstras fiets"),
        ("Søren Ploeg", "Soren Ploeg zei het"),
        ("Jan Jansen", "https://voorbeeld.example/jan%20jansen/1"),
        ("Jansen", "Jan\u3164sen"),
        ("Jansen", "Dag " + "".join(chr(0xE0000 + ord(one)) for one in "Jansen")),
        ("\u7530\u4e2d\u592a\u90ce", "\u662f\u7530\u4e2d\u592a\u90ce\u8bf4"),
        ("woont Burger-7KQ4-M2PX-AB daar", "Nee, daar woont @burger-7kq4-m2px-ab daar niet"),
    ],
)
def test_words_are_found_however_they_are_hidden(passage: str, text: str) -> None:
    found = seek(7, passage)
    assert found is not None
    assert found_in(text, [found]) == [7]
    assert found_in("De brug bij de sluis is open, bel 010 765 43 21.", [found]) == []

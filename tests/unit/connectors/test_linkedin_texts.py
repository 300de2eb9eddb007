"""Texts, names and addresses of LinkedIn's API, as they are and as they should not be."""

import time

import pytest

from weerklank.connectors.linkedin.little_text import (
    Mention,
    Said,
    read_attributed,
    read_little,
    said_in,
    urns_in,
)
from weerklank.connectors.linkedin.restli import encoded, list_of, query_of
from weerklank.connectors.linkedin.urns import (
    comment_urn,
    is_of_page,
    number_of_comment,
    number_of_page,
    post_urn,
)
from weerklank.testing.linkedin_api_json import little

PERSON = "urn:li:person:aB-1_x"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("Gewoon", "Gewoon"),
        (
            r"A1 \(deel\) \#let\_op \\ \@ik \[x\] \{y\} \<z\> \* \~ \|",
            r"A1 (deel) #let_op \ @ik [x] {y} <z> * ~ |",
        ),
        (
            "{hashtag|\\#|Dorpsplein} en {hashtag|\uff03|wijd} en {hashtag|#|los}",
            "#Dorpsplein en \uff03wijd en #los",
        ),
        (r"\q blijft, net als een \ ", r"\q blijft, net als een \ "),
        ("{onbekend|x}", "{onbekend|x}"),
        ("@[Half", "@[Half"),
        ("@[Naam](geen urn)", "@[Naam](geen urn)"),
        ("naam@voorbeelddam.example", "naam@voorbeelddam.example"),
        ("Dag 👋 é", "Dag 👋 é"),
        ("", ""),
    ],
)
def test_little_text_becomes_what_a_reader_sees(written, text):
    assert read_little(written) == Said(text=text)


def test_who_is_mentioned_is_known_by_name_and_urn():
    said = read_little(
        rf"Dank @[Jan \(Dam\) de Vries]({PERSON}), @[Bureau](urn:li:organization:12)!"
    )
    assert said.text == "Dank Jan (Dam) de Vries, Bureau!"
    assert said.persons == (Mention(name="Jan (Dam) de Vries", urn=PERSON),)
    assert [one.name for one in said.mentions if one.is_organisation] == ["Bureau"]
    # Whatever is no page of an organisation is taken for a person.
    (other,) = read_little("@[X](urn:li:iets:1)").mentions
    assert not other.is_organisation


@pytest.mark.parametrize("text", ["Gewoon", "(a) [b] {c} <d> #e @f *_~|\\", "Dag 👋", "a\n\nb"])
def test_what_the_double_writes_reads_back(text):
    assert read_little(little(text)) == Said(text=text)


def test_attributes_count_in_units_of_utf_16():
    value = {"person": {"person": PERSON}}
    said = read_attributed(
        {"text": "👋 Jan dank", "attributes": [{"start": 3, "length": 3, "value": value}]}
    )
    assert said.mentions == (Mention(name="Jan", urn=PERSON),)


@pytest.mark.parametrize(
    "attribute",
    [
        {"start": -1, "length": 3, "value": {"person": PERSON}},
        {"start": 900, "length": 3, "value": {"person": PERSON}},
        {"start": 0, "length": 0, "value": {"person": PERSON}},
        {"start": "0", "length": None, "value": {"person": PERSON}},
        {"value": PERSON},
    ],
)
def test_a_place_that_is_none_gives_no_name_and_still_a_person(attribute):
    (mention,) = read_attributed({"text": "Dag", "attributes": [attribute]}).mentions
    assert (mention.name, mention.urn) == ("", PERSON)


@pytest.mark.parametrize(
    "attributes", [None, "x", [1], [{"value": 3}], [{"value": {"hashtag": "urn:li:hashtag:x"}}]]
)
def test_what_mentions_nobody_mentions_nobody(attributes):
    assert said_in({"text": "Dag", "attributes": attributes}) == Said(text="Dag")


def test_a_text_of_another_form_is_none():
    assert [said_in(value) for value in (3, ["x"], {"text": 3}, True)] == [None] * 4
    assert said_in(None) == said_in({}) == Said(text="")


@pytest.mark.parametrize(
    "part", ["@[", "@[a](urn:li:x:", "\\", "{hashtag|\\#|", "@[a\\]", "{hashtag|#|a\\", "@[a](("]
)
def test_hostile_text_takes_linear_time(part):
    begun = time.process_time()
    read_little(part * 200_000)
    list(urns_in(part * 200_000 + " urn:li:person:een"))
    assert time.process_time() - begun < 5


def test_values_are_escaped_and_the_list_is_not():
    urn = "urn:li:comment:(urn:li:activity:1,2)"
    assert encoded(urn) == "urn%3Ali%3Acomment%3A%28urn%3Ali%3Aactivity%3A1%2C2%29"
    assert list_of(["urn:li:share:1", "a'b"]) == "List(urn%3Ali%3Ashare%3A1,a%27b)"
    assert query_of(q="x", ids=list_of([])) == "q=x&ids=List()"


@pytest.mark.parametrize(
    ("written", "urn"),
    [
        ("urn:li:share:7012345678901234567", "urn:li:share:7012345678901234567"),
        ("urn:li:ugcpost:7", "urn:li:ugcPost:7"),
        ("urn%3Ali%3Ashare%3A7", "urn:li:share:7"),
        ("urn:li:instantRepost:7", None),
        ("urn:li:share:7 en meer", None),
        ("", None),
    ],
)
def test_a_post_has_the_name_that_it_has_in_an_export(written, urn):
    assert post_urn(written) == urn


def test_a_comment_has_one_name():
    urn = "urn:li:comment:(urn:li:activity:1,2)"
    forms = (urn, "urn:li:comment:(activity:1,2)", encoded(urn))
    assert {comment_urn(one) for one in forms} == {urn}
    assert (number_of_comment(urn), comment_urn("urn:li:share:1")) == ("2", None)


def test_an_organisation_is_known_by_its_number():
    assert number_of_page("urn:li:organizationalPage:12") == "12"
    assert number_of_page("urn:li:person:12") is None
    assert [is_of_page(one) for one in ("urn:li:company:1", "urn:li:person:1")] == [True, False]

"""Whatever a document of MDTO holds comes out of reading and writing as it went in."""

from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weerklank.transfer.mdto import FileObject, InformationObject, Mdto, Reference
from weerklank.transfer.mdto_rules import findings_in
from weerklank.transfer.mdto_shape import SHAPES, Place
from weerklank.transfer.mdto_types import Form
from weerklank.transfer.mdto_view import labelled, labelled_lines
from weerklank.transfer.mdto_xml import mdto_pieces, read_mdto, read_mdto_in

SCHEMA = Path(__file__).parents[4] / "shared/standards/mdto/MDTO-XML1.0.1.xsd"
#: What is above every group.
ABOVE = {"MDTO", "informatieobject", "bestand"}
#: All that XML 1.0 can hold, white space and what has to be escaped most of all.
TEXTS = st.text(
    st.one_of(
        st.sampled_from(" \t\n\r<>&'\"]é€\U0001f4ef\x85\u2028"),
        st.characters(
            min_codepoint=0x20, exclude_categories=("Cs",), exclude_characters="\ufffe\uffff"
        ),
    ),
    max_size=12,
)
FORMED = {
    Form.STRING: TEXTS,
    Form.INTEGER: st.integers(0, 1 << 60).map(str),
    Form.DATE: st.dates().map(str),
    Form.MOMENT: st.datetimes().map(lambda one: one.isoformat()),
    Form.PERIOD: st.dates().flatmap(lambda one: st.sampled_from([str(one), str(one)[:7]])),
    Form.WHEN: st.datetimes().map(lambda one: one.isoformat()),
    Form.DURATION: st.integers(0, 99).map(lambda one: f"P{one}Y"),
    Form.LANGUAGE: st.sampled_from(["nl", "fy", "nl-NL"]),
    Form.ADDRESS: st.sampled_from(["https://voorbeelddam.example/a?b=c", "urn:x:1"]),
}


def field_of(place: Place) -> st.SearchStrategy[Any]:
    one = FORMED[place.form] if place.of is None else groups(place.of)
    if place.many:
        return st.lists(one, min_size=place.least, max_size=place.least + 1).map(tuple)
    return one if place.least else st.none() | one


@cache
def groups(of: type) -> st.SearchStrategy[Any]:
    return st.deferred(
        lambda: st.builds(of, **{place.field: field_of(place) for place in SHAPES[of]})
    )


DOCUMENTS = st.builds(
    Mdto, st.one_of(groups(InformationObject), groups(FileObject)), st.none() | TEXTS
)


def written(document: Mdto) -> bytes:
    return b"".join(mdto_pieces(document))


@cache
def official() -> Any:
    etree = pytest.importorskip("lxml.etree", reason="lxml is not installed")
    return etree.XMLSchema(etree.parse(SCHEMA)), etree


def test_every_field_is_an_element():
    for of, places in SHAPES.items():
        assert {one.name for one in fields(of)} == {place.field for place in places}


@settings(max_examples=120)
@given(DOCUMENTS, st.integers(1, 400))
def test_reading_gives_what_was_written(document, size):
    content = written(document)
    assert read_mdto(content, "x") == document
    again = written(read_mdto(content, "x"))
    assert ElementTree.canonicalize(again.decode()) == ElementTree.canonicalize(content.decode())
    taken: list[Reference] = []
    pieces = (content[at : at + size] for at in range(0, len(content), size))
    read = read_mdto_in(pieces, "x", taken.append)
    if isinstance(document.subject, InformationObject):
        assert isinstance(read.subject, InformationObject)
        assert replace(read.subject, parts=tuple(taken)) == document.subject
    assert not [one for one in findings_in(document) if one.code.startswith("MDTO-X")]


@pytest.mark.skipif(not SCHEMA.exists(), reason="../shared/standards/mdto is not there")
@settings(max_examples=30)
@given(DOCUMENTS)
def test_the_official_schema_takes_what_we_write(document):
    schema, etree = official()
    schema.assertValid(etree.fromstring(written(document)))


@settings(max_examples=30)
@given(DOCUMENTS)
def test_the_view_tells_every_text_by_its_element(document):
    named = {place.element for places in SHAPES.values() for place in places if place.of}
    leaves = [
        (one.tag.rpartition("}")[2], one.text or "")
        for one in ElementTree.fromstring(written(document)).iter()
    ]
    told = [(name, text) for _, name, text in labelled_lines(document) if text is not None]
    assert told == [one for one in leaves if one[0] not in named | ABOVE]
    assert labelled(document).keys() <= {"informatieobject", "bestand"}

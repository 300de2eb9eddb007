"""MDTO is read and written without loss, and held against the rules that its schema misses."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from weerklank.model.errors import BrokenInput
from weerklank.transfer import mdto_lists as lists
from weerklank.transfer.delivery_rules import DELIVERY_RULES, next_step
from weerklank.transfer.durations import plus
from weerklank.transfer.mdto import (
    Concept,
    Coverage,
    FileDigest,
    FileObject,
    Identifier,
    InformationObject,
    Mdto,
    MdtoEvent,
    Reference,
    Relation,
    Restriction,
    Term,
)
from weerklank.transfer.mdto_delivery import Delivery
from weerklank.transfer.mdto_rules import RULES, findings_in
from weerklank.transfer.mdto_xml import mdto_pieces, read_mdto

SHARED = Path(__file__).parents[4] / "shared/standards/mdto"
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="../shared/standards/mdto is not there"
)
SOURCE = "Archief van Voorbeelddam"
OBJECT = InformationObject(
    ids=(Identifier("vbd-1", SOURCE),),
    name="Bericht over de Dorpsstraat",
    level=lists.LEVELS.concept("Archiefstuk"),
    languages=("nl",),
    events=(MdtoEvent(lists.EVENTS.concept("Publicatie"), "2026-11-03T10:15:00+01:00"),),
    appraisal=lists.APPRAISALS.concept("Tijdelijk te bewaren"),
    retention=Term(start="2026-11-03", length="P5Y", end="2031-11-03"),
    part_of=(Reference("november 2026", Identifier("vbd-0", SOURCE)),),
    represented_by=(Reference("a.json", Identifier("vbd-2", SOURCE)),),
    creators=(Reference("gemeente Voorbeelddam"),),
    restrictions=(Restriction(type=lists.RESTRICTIONS.concept("Geen beperking")),),
)
FILE = FileObject(
    ids=(Identifier("vbd-2", SOURCE),),
    name="a.json",
    size="12",
    format=Concept("JSON", "fmt/817", Reference(lists.PRONOM)),
    digests=(
        FileDigest(lists.DIGESTS.concept("SHA-256"), "0a" * 32, "2026-11-03T10:15:00+01:00"),
    ),
    represents=Reference("Bericht over de Dorpsstraat", Identifier("vbd-1", SOURCE)),
)


def written(document: Mdto) -> bytes:
    return b"".join(mdto_pieces(document))


def canonical(content: bytes) -> str:
    root = ElementTree.fromstring(content)
    for element in root.iter():
        element.tail = None
        if len(element):
            element.text = None
    return ElementTree.canonicalize(ElementTree.tostring(root))


def codes(subject: InformationObject | FileObject) -> set[str]:
    return {one.code for one in findings_in(Mdto(subject))}


@needs_shared
def test_official_examples_and_the_example_sip_come_out_as_they_went_in():
    etree = pytest.importorskip("lxml.etree", reason="lxml is not installed")
    schema = etree.XMLSchema(etree.parse(SHARED / "MDTO-XML1.0.1.xsd"))
    paths = [*SHARED.glob("voorbeelden/*.xml"), *SHARED.glob("voorbeeld-sip/**/*.mdto.xml")]
    assert len(paths) == 11
    delivery = Delivery()
    for path in sorted(SHARED.glob("voorbeeld-sip/**/*")):
        if path.is_file():
            read = read_mdto(path.read_bytes(), "x") if path.name.endswith("mdto.xml") else None
            delivery.take(str(path.relative_to(SHARED / "voorbeeld-sip")), read)
    for path in paths:
        document = read_mdto(path.read_bytes(), path.name)
        assert canonical(written(document)) == canonical(path.read_bytes()), path
        schema.assertValid(etree.fromstring(written(document)))
        assert not [one for one in findings_in(document) if not one.is_advice], path
    # It names the extra metadata among its files, and all of them say whose they are.
    delivery.done()
    assert [*delivery.findings()] == []


@needs_shared
def test_our_tables_are_those_of_mdto():
    told = json.loads((SHARED / "begrippenlijsten.json").read_text())
    assert "2026-06-23" in told["bron"]
    assert "2026-06-23" in (lists.__doc__ or "")
    rows = told["lijsten"].values()
    assert {row["naamInXml"] for row in rows} == {one.name for one in lists.OF_MDTO}
    for row in rows:
        ours = next(one for one in lists.OF_MDTO if one.name == row["naamInXml"])
        assert ours.is_closed is (row["type"] == "gesloten")
        terms = row.get("begrippen") or [{"label": label} for label in row["labels"]]
        assert ours.terms == {term["label"]: term.get("code") for term in terms}


@needs_shared
def test_what_we_write_is_valid_by_the_schema():
    etree = pytest.importorskip("lxml.etree", reason="lxml is not installed")
    schema = etree.XMLSchema(etree.parse(SHARED / "MDTO-XML1.0.1.xsd"))
    for subject in (OBJECT, FILE):
        schema.assertValid(etree.fromstring(written(Mdto(subject))))


def test_unknown_terms_and_odd_letters_survive():
    odd = replace(
        OBJECT,
        name="Café <b> & 'ja'\r\n\t€",
        level=Concept("Eigen niveau", "x", Reference("Eigen lijst", Identifier("1", "wij"))),
        parts=(Reference(""), Reference(" b ")),
    )
    for document in (Mdto(odd), Mdto(FILE), Mdto(OBJECT, None)):
        assert read_mdto(written(document), "x") == document
    assert read_mdto(written(Mdto(replace(OBJECT, name="a\x00b"))), "x").subject.name == "a\ufffdb"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<naam>", b"<naam x='1'>"),
        (b"<waardering>", b"los<waardering>"),
        (b"<taal>nl</taal>", b"<taal>nl</taal><naam>x</naam>"),
        (b"<taal>", b"<taal><b/>"),
        (b"</MDTO>", b"<bestand/></MDTO>"),
        (b"<MDTO ", b"<!DOCTYPE MDTO [<!ENTITY a 'b'>]><MDTO "),
        (b'https://www.nationaalarchief.nl/mdto"', b'urn:anders"'),
        (b"</MDTO>", b""),
        (b"<begripLabel>", b"<begripCode>x</begripCode><begripLabel>"),
    ],
)
def test_what_the_schema_refuses_is_refused(old, new):
    content = written(Mdto(OBJECT))
    assert old in content
    with pytest.raises(BrokenInput, match="MDTO-001"):
        read_mdto(content.replace(old, new, 1), "x")


def test_what_must_be_there_is_named_when_it_is_not():
    start, rest = written(Mdto(OBJECT)).split(b"<waardering>")
    with pytest.raises(BrokenInput, match="waardering"):
        read_mdto(start + rest.split(b"</waardering>")[1], "x")


def _with(**changes: object) -> InformationObject:
    return replace(OBJECT, **changes)  # type: ignore[arg-type] - any field


APPRAISED = lists.APPRAISALS.concept
OTHER = Restriction(type=lists.RESTRICTIONS.concept("Overig"))


@pytest.mark.parametrize(
    ("code", "subject"),
    [
        ("MDTO-R01", _with(level=Concept("Map", None, Reference(lists.LEVELS.name)))),
        ("MDTO-R02", _with(appraisal=replace(APPRAISED("Tijdelijk te bewaren"), code="X"))),
        ("MDTO-R02", _with(appraisal=Concept("Bewaren", None, Reference(lists.PRONOM)))),
        ("MDTO-R03", _with(name=" ")),
        ("MDTO-R04", _with(appraisal=APPRAISED("Blijvend te bewaren"))),
        ("MDTO-R05", replace(FILE, size="-1")),
        ("MDTO-R06", replace(FILE, digests=(replace(FILE.digests[0], value="0a"),))),
        ("MDTO-X02", replace(FILE, digests=(replace(FILE.digests[0], at="2026-11-03"),))),
        ("MDTO-R08", _with(languages=("nld",))),
        ("MDTO-R09", _with(restrictions=(OTHER,))),
        ("MDTO-R10", _with(restrictions=(replace(OTHER, term=Term(length="P1Y")),))),
        ("MDTO-R11", _with(retention=replace(OBJECT.retention, end="2031-11-04"))),
        ("MDTO-R12", _with(coverages=(Coverage(APPRAISED("Nader te bepalen"), "2026", "2025"),))),
        ("MDTO-R13", _with(part_of=(Reference("x", OBJECT.ids[0]),))),
        ("MDTO-R13", replace(FILE, represents=Reference("x", FILE.ids[0]))),
        (
            "MDTO-R13",
            _with(
                relations=(
                    Relation(Reference("x", OBJECT.ids[0]), lists.RELATIONS.concept("Vervangt")),
                )
            ),
        ),
        ("MDTO-R14", _with(ids=OBJECT.ids * 2)),
        ("MDTO-R15", _with(extra=OBJECT.represented_by)),
        ("MDTO-A01", _with(name="a" * 81)),
        ("MDTO-A02", _with(descriptions=("a" * 3001,))),
        (
            "MDTO-R01",
            replace(
                FILE,
                digests=(
                    replace(
                        FILE.digests[0],
                        algorithm=Concept("MD5", None, Reference(lists.DIGESTS.name)),
                    ),
                ),
            ),
        ),
    ],
)
def test_a_rule_finds_what_the_schema_misses(code, subject):
    assert codes(OBJECT) == codes(FILE) == set()
    assert code in codes(subject)


def test_the_profile_names_every_rule():
    profile = (Path(__file__).parents[3] / "docs/format/sip.md").read_text(encoding="utf-8")
    for code, text in (RULES | DELIVERY_RULES).items():
        assert f"| `{code}` | {text.en} |\n" in profile
        assert next_step(code).en


def test_a_document_names_its_schema():
    assert [one.code for one in findings_in(Mdto(OBJECT, None))] == ["MDTO-R16"]


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2026-01-31", "P1M", "2026-02-28"),
        ("2024-02-29", "P1Y", "2025-02-28"),
        ("2024-02-29", "P4Y", "2028-02-29"),
        ("2026-11-03", "P1Y2M3D", "2028-01-06"),
        ("2026-11-03", "P42D", "2026-12-15"),
        ("2026-11-03", "P0D", "2026-11-03"),
        ("2026-11-03", "PT1H", "None"),
        ("2026-11-03", "P", "None"),
        ("2026-11-03", "P9999Y", "None"),
    ],
)
def test_terms_are_counted_on_the_calendar(start, length, end):
    assert str(plus(date.fromisoformat(start), length)) == end


def _dossier() -> InformationObject:
    return replace(
        OBJECT,
        ids=(Identifier("vbd-0", SOURCE),),
        part_of=(),
        parts=(Reference("x", OBJECT.ids[0]),),
        represented_by=(),
    )


def _delivered(**files: object) -> set[str]:
    delivery = Delivery()
    whole = {
        "m/m.mdto.xml": Mdto(_dossier()),
        "m/p/p.mdto.xml": Mdto(OBJECT),
        "m/p/a.json": None,
        "m/p/a.json.bestand.mdto.xml": Mdto(FILE),
        "pakbon.xml": None,
    }
    for path, document in {**whole, **files}.items():
        delivery.take(path, document)  # type: ignore[arg-type] - of either kind
    delivery.done()
    return {one.code for _, one in delivery.findings()}


def test_a_delivery_is_looked_at_as_a_whole():
    assert _delivered() == set()
    other = Mdto(replace(FILE, ids=(Identifier("vbd-3", SOURCE),)))
    assert _delivered(**{"m/p/b.json": None}) == {"MDTO-D05"}
    assert _delivered(**{"m/p/b.json.bestand.mdto.xml": other}) == {"MDTO-D04", "MDTO-D06"}
    assert _delivered(**{"m/p/p.mdto.xml": Mdto(_with(part_of=()))}) == {"MDTO-D06"}
    assert _delivered(**{"m/p/p.mdto.xml": Mdto(_with(represented_by=()))}) == {"MDTO-D06"}
    assert "MDTO-D01" in _delivered(**{"m/q/q.mdto.xml": Mdto(OBJECT)})
    assert "MDTO-D02" in _delivered(**{"m/p/A b.json": None})
    assert "MDTO-D03" in _delivered(**{"m/a.json": None})
    assert "MDTO-D04" in _delivered(**{"m/p/q.mdto.xml": Mdto(OBJECT)})
    circle = replace(_dossier(), part_of=(Reference("x", OBJECT.ids[0]),))
    below = replace(OBJECT, parts=(Reference("x", circle.ids[0]),))
    found = _delivered(**{"m/m.mdto.xml": Mdto(circle), "m/p/p.mdto.xml": Mdto(below)})
    assert found == {"MDTO-D07"}
    stray = replace(FILE, represents=Reference("x", Identifier("nergens", SOURCE)))
    found = _delivered(**{"m/p/a.json.bestand.mdto.xml": Mdto(stray)})
    assert found == {"MDTO-D08"}

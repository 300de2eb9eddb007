"""What fits a type of XML Schema is what the official schema takes, by other code than ours."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from weerklank.transfer.mdto_types import Form, fits

SHARED = Path(__file__).parents[4] / "shared/standards/mdto/MDTO-XML1.0.1.xsd"
DAYS = (
    "2026-11-27", " 2026-11-27\n", "2026-11", "2026", "26", "2026-13", "2026-02-29", "2024-02-29",
    "1900-02-29", "2000-02-29", "2026-11-31", "2026-11-27Z", "2026-11-27+01:00", "2026+14:00",
    "2026-11-27+15:00", "-0044-03-15", "12026-01-01", "012026-01-01", "2026-1-1", "", "x", "٢٠٢٦",
    "2026-11-27T10:00:00", "2026-11-27T10:00", "2026-11-27T24:00:00", "2026-11-27T24:00:01",
    "2026-11-27T10:00:00.123456789", "2026-11-27T10:00:00.Z", "2026-11-27T25:00:00",
    "2026-11-27 10:00:00", "2026-11-27T10:00:00+01:00", "2026-11-27T10:00:60",
)  # fmt: skip
#: A document with one place for each type, and what is put there.
CASES: dict[Form, tuple[str, ...]] = {
    Form.INTEGER: ("0", "12", "-1", "+1", " 7 ", "1.0", "", "x", "1" * 20, "1 2", "007"),
    Form.DATE: DAYS,
    Form.MOMENT: DAYS,
    Form.PERIOD: DAYS,
    Form.WHEN: DAYS,
    Form.DURATION: (
        "P1Y", "P", "P1Y2M3D", "PT", "PT1H", "P1DT", "P1DT2H3M4.5S", "-P1D", "1Y", "P1M1Y",
        "P1.5D", "PT1.S", " P1Y ", "P1Y PT1H", "PT5M", "P0D",
    ),
    Form.LANGUAGE: ("nl", "nld", "nl-NL", "nl_NL", "", "nederlands", "abcdefghi", "x-y", "n1"),
    Form.ADDRESS: (
        "https://voorbeelddam.example/a?b=c#d", "a b", "a/b", "", "?x", "#x", "http://[::1]/", "%",
        "%41", "mailto:a@b.example", "http://h:80/", "http://h:x/", "a:b", ":a", "é", "a[b]", "##",
        "//h/p", "/p", "../p", "http://", "http://a b/", "urn:x:y", "a<b>", "1:2",
    ),
}  # fmt: skip
#: What other validators refuse, and the norm with them.
STRICTER = {"a b", "http://a b/", "PT1.S", " 2026-11-27\n"}
PLACES: dict[Form, str] = {
    Form.INTEGER: "omvang",
    Form.DATE: "termijnStartdatumLooptijd",
    Form.MOMENT: "checksumDatum",
    Form.PERIOD: "termijnEinddatum",
    Form.WHEN: "eventTijd",
    Form.DURATION: "termijnLooptijd",
    Form.LANGUAGE: "taal",
    Form.ADDRESS: "URLBestand",
}


@cache
def schema_of(element: str) -> Any:
    """Give a schema of one element alone, with the type that the official schema gives it."""
    etree = pytest.importorskip("lxml.etree", reason="lxml is not installed")
    whole = etree.parse(SHARED).getroot()
    ns = "{http://www.w3.org/2001/XMLSchema}"
    (found,) = whole.iterfind(f".//{ns}element[@name='{element}']")
    found.attrib.pop("minOccurs")
    found.attrib.pop("maxOccurs")
    only = etree.Element(f"{ns}schema", nsmap={"xsd": ns[1:-1]})
    only.append(found)
    return etree.XMLSchema(only)


@pytest.mark.skipif(not SHARED.exists(), reason="../shared/standards/mdto is not there")
@pytest.mark.parametrize("form", CASES)
def test_a_type_takes_what_the_schema_takes(form):
    etree = pytest.importorskip("lxml.etree", reason="lxml is not installed")
    taken = {}
    for text in CASES[form]:
        element = etree.Element(PLACES[form])
        element.text = text
        taken[text] = schema_of(PLACES[form]).validate(element)
    fitting = {text: fits(form, text) for text in CASES[form]}
    assert not any(fitting[text] for text in STRICTER if text in fitting)
    assert fitting == {text: held and text not in STRICTER for text, held in taken.items()}
    assert {*taken.values()} == {True, False}

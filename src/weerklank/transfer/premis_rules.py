"""A validator of our own for PREMIS 3.0, from its data dictionary: it is not the official schema.

A test holds what is written to that schema (0162); this needs no library of XML schemas. What is
looked at: which elements there are, in which order and how often; that none is empty; and what no
schema sees: that marks are unique, that all that is linked is there, that an event is of the type
that its address in the vocabulary says, moments, sizes and digests. Elements that are never
written here are findings too.
"""

import re
from collections.abc import Iterator
from itertools import islice, takewhile
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from weerklank.model.text import Text
from weerklank.transfer.event_terms import LOC_LABELS, VOCABULARY
from weerklank.transfer.mdto_rules import Finding
from weerklank.transfer.premis import NAMESPACE, VERSION

RULES: dict[str, Text] = {
    "PREMIS-R01": Text("het is geen leesbare XML.", "it is no XML that can be read."),
    "PREMIS-R02": Text(
        "{where}: '{value}' hoort hier niet, of niet op deze plaats.",
        "{where}: '{value}' does not belong here, or not in this place.",
    ),
    "PREMIS-R03": Text("{where}: '{value}' ontbreekt.", "{where}: '{value}' is missing."),
    "PREMIS-R04": Text("{where} is leeg.", "{where} is empty."),
    "PREMIS-R05": Text(
        "het document noemt versie 3.0 niet.", "the document does not name version 3.0."
    ),
    "PREMIS-R06": Text("het soort object '{value}' bestaat niet.", "no kind of object '{value}'."),
    "PREMIS-R07": Text("kenmerk '{value}' staat er twee keer.", "mark '{value}' stands twice."),
    "PREMIS-R08": Text(
        "'{value}' wordt genoemd en staat niet in het document.",
        "'{value}' is named and is not in the document.",
    ),
    "PREMIS-R09": Text(
        "het soort gebeurtenis '{value}' past niet bij zijn adres in de lijst.",
        "the type of event '{value}' does not fit its address in the vocabulary.",
    ),
    "PREMIS-R10": Text("'{value}' is geen moment.", "'{value}' is no moment."),
    "PREMIS-R11": Text("'{value}' is geen getal.", "'{value}' is no number."),
    "PREMIS-R12": Text("de controlesom is geen SHA-256.", "the digest is no SHA-256."),
}
_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d))?")
_NUMBER = re.compile(r"\d{1,19}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_KINDS = frozenset({"premis:intellectualEntity", "premis:representation", "premis:file"})
_PATTERNS = {
    "eventDateTime": (_MOMENT, "PREMIS-R10"),
    "size": (_NUMBER, "PREMIS-R11"),
    "compositionLevel": (_NUMBER, "PREMIS-R11"),
    "messageDigest": (_DIGEST, "PREMIS-R12"),
}
_MANY = 1 << 30


class Child(NamedTuple):
    """An element within another: how often at least and at most."""

    name: str
    least: int = 1
    most: int = 1


def _id(name: str, *more: Child) -> tuple[Child, ...]:
    return (Child(f"{name}Type"), Child(f"{name}Value"), *more)


def _any(name: str) -> Child:
    return Child(name, 0, _MANY)


def _maybe(name: str) -> Child:
    return Child(name, 0)


#: What stands in each element, in order; an element that is not here holds text.
SHAPES: dict[str, tuple[Child, ...]] = {
    "premis": (Child("object", 1, _MANY), _any("event"), _any("agent"), _any("rights")),
    "object": (
        Child("objectIdentifier", 1, _MANY),
        _any("objectCharacteristics"),
        _maybe("originalName"),
        _any("relationship"),
        _any("linkingEventIdentifier"),
        _any("linkingRightsStatementIdentifier"),
    ),
    "objectIdentifier": _id("objectIdentifier"),
    "objectCharacteristics": (
        _maybe("compositionLevel"),
        _any("fixity"),
        _maybe("size"),
        Child("format", 1, _MANY),
    ),
    "fixity": (
        Child("messageDigestAlgorithm"),
        Child("messageDigest"),
        _maybe("messageDigestOriginator"),
    ),
    "format": (_maybe("formatDesignation"), _maybe("formatRegistry"), _any("formatNote")),
    "formatDesignation": (Child("formatName"), _maybe("formatVersion")),
    "formatRegistry": (
        Child("formatRegistryName"),
        Child("formatRegistryKey"),
        _maybe("formatRegistryRole"),
    ),
    "relationship": (
        Child("relationshipType"),
        Child("relationshipSubType"),
        Child("relatedObjectIdentifier", 1, _MANY),
        _any("relatedEventIdentifier"),
    ),
    "relatedObjectIdentifier": _id("relatedObjectIdentifier", _maybe("relatedObjectSequence")),
    "relatedEventIdentifier": _id("relatedEventIdentifier"),
    "event": (
        Child("eventIdentifier"),
        Child("eventType"),
        Child("eventDateTime"),
        _any("eventDetailInformation"),
        _any("eventOutcomeInformation"),
        _any("linkingAgentIdentifier"),
        _any("linkingObjectIdentifier"),
    ),
    "eventIdentifier": _id("eventIdentifier"),
    "eventDetailInformation": (_maybe("eventDetail"),),
    "eventOutcomeInformation": (Child("eventOutcome"), _any("eventOutcomeDetail")),
    "eventOutcomeDetail": (Child("eventOutcomeDetailNote"),),
    "linkingAgentIdentifier": _id("linkingAgentIdentifier", _any("linkingAgentRole")),
    "linkingObjectIdentifier": _id("linkingObjectIdentifier", _any("linkingObjectRole")),
    "agent": (
        Child("agentIdentifier", 1, _MANY),
        _any("agentName"),
        _maybe("agentType"),
        _maybe("agentVersion"),
        _any("agentNote"),
    ),
    "agentIdentifier": _id("agentIdentifier"),
    "rights": (Child("rightsStatement", 1, _MANY),),
    "rightsStatement": (
        Child("rightsStatementIdentifier"),
        Child("rightsBasis"),
        _maybe("copyrightInformation"),
        _maybe("licenseInformation"),
        _any("statuteInformation"),
        _maybe("otherRightsInformation"),
        _any("rightsGranted"),
        _any("linkingObjectIdentifier"),
        _any("linkingAgentIdentifier"),
    ),
    "rightsStatementIdentifier": _id("rightsStatementIdentifier"),
    "copyrightInformation": (
        Child("copyrightStatus"),
        Child("copyrightJurisdiction"),
        _maybe("copyrightStatusDeterminationDate"),
        _any("copyrightNote"),
    ),
    "licenseInformation": (_maybe("licenseTerms"), _any("licenseNote")),
    "otherRightsInformation": (Child("otherRightsBasis"), _any("otherRightsNote")),
}


def premis_findings(content: bytes) -> list[Finding]:
    """Give what a document does otherwise than PREMIS 3.0 says, as far as this looks."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        return [_found("PREMIS-R01")]
    if _name(root) != "premis":
        return [_found("PREMIS-R02", where="/", value=_name(root))]
    version = [] if root.get("version") == VERSION else [_found("PREMIS-R05")]
    return [*version, *_shape(root, "premis"), *_marks(root), *_values(root)]


def _found(code: str, **values: object) -> Finding:
    return Finding(code, RULES[code].filled(**values))


def _name(element: Element) -> str:
    """Give the name of an element of PREMIS; of another, with its namespace."""
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")


def _shape(element: Element, where: str) -> Iterator[Finding]:
    shape = SHAPES.get(_name(element))
    waiting = list(element)
    for child in shape or ():
        there = [*islice(_taken(waiting, child.name), child.most)]
        del waiting[: len(there)]
        for inner in there:
            yield from _shape(inner, f"{where}/{child.name}")
        if len(there) < child.least:
            yield _found("PREMIS-R03", where=where, value=child.name)
    for inner in waiting:
        yield _found("PREMIS-R02", where=where, value=_name(inner))
    is_empty = not len(element) if shape else not (element.text or "").strip()
    if is_empty:
        yield _found("PREMIS-R04", where=where)


def _taken(waiting: list[Element], name: str) -> Iterator[Element]:
    return takewhile(lambda one: _name(one) == name, waiting)


def _mark(element: Element, name: str) -> tuple[str, str]:
    """Give type and value of an identifier."""
    begin = f"{{{NAMESPACE}}}{name}"
    return element.findtext(f"{begin}Type") or "", element.findtext(f"{begin}Value") or ""


def _marks(root: Element) -> Iterator[Finding]:
    """Look whether each mark stands once, and all that is linked is there."""
    known: dict[str, set[tuple[str, str]]] = {}
    for name in ("object", "event", "agent", "rightsStatement"):
        seen = known.setdefault(name, set())
        for one in root.iter(f"{{{NAMESPACE}}}{name}Identifier"):
            mark = _mark(one, f"{name}Identifier")
            if mark in seen:
                yield _found("PREMIS-R07", value=mark[1])
            seen.add(mark)
    for link, of in (
        ("linkingObjectIdentifier", "object"),
        ("relatedObjectIdentifier", "object"),
        ("linkingAgentIdentifier", "agent"),
        ("linkingEventIdentifier", "event"),
    ):
        for one in root.iter(f"{{{NAMESPACE}}}{link}"):
            mark = _mark(one, link)
            if mark not in known[of]:
                yield _found("PREMIS-R08", value=mark[1])


def _values(root: Element) -> Iterator[Finding]:
    for one in root.iter(f"{{{NAMESPACE}}}object"):
        kind = one.get(_XSI_TYPE)
        if kind not in _KINDS:
            yield _found("PREMIS-R06", value=kind)
        is_file = one.find(f"{{{NAMESPACE}}}objectCharacteristics") is not None
        if is_file is not (kind == "premis:file"):
            yield _found("PREMIS-R03", where=kind, value="objectCharacteristics")
    for one in root.iter(f"{{{NAMESPACE}}}eventType"):
        code = (one.get("valueURI") or "").removeprefix(f"{VOCABULARY}/")
        if LOC_LABELS.get(code) != one.text:
            yield _found("PREMIS-R09", value=one.text)
    for name, (pattern, rule) in _PATTERNS.items():
        texts = (one.text or "" for one in root.iter(f"{{{NAMESPACE}}}{name}"))
        yield from (_found(rule, value=one) for one in texts if not pattern.fullmatch(one))

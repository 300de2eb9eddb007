"""PREMIS 3.0 of one item: object, files, events, agents and rights as the archive holds them.

Pure: from a life to XML, piece by piece. Source: PREMIS Data Dictionary 3.0 (Library of Congress,
2015) and its XML schema. Texts are Dutch, as those of MDTO. Who has rights on something of another
is not told here: that stays with the rights themselves.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from weerklank.model.clock import iso
from weerklank.model.licences import STATUSES, CopyrightStatus
from weerklank.model.life import LIFE_KINDS, LINKS, AgentKind, AgentRole, LifeAgent, LifeEvent
from weerklank.model.rights import PORTRAITS, PartRights
from weerklank.transfer.event_terms import TERMS, VOCABULARY
from weerklank.transfer.mdto_xml import xml_text

NAMESPACE = "http://www.loc.gov/premis/v3"
VERSION = "3.0"
_LOCATION = f"{NAMESPACE} https://www.loc.gov/standards/premis/v3/premis-v3-0.xsd"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
AGENT_TYPES: dict[AgentKind, str] = {
    AgentKind.PERSON: "person",
    AgentKind.ORGANISATION: "organization",
    AgentKind.SOFTWARE: "software",
    AgentKind.SYSTEM_USER: "system user",
}
ROLES: dict[AgentRole, str] = {
    AgentRole.IMPLEMENTER: "implementer",
    AgentRole.AUTHORIZER: "authorizer",
    AgentRole.PROGRAM: "executing program",
}
_STATUSES: dict[CopyrightStatus, str] = {
    CopyrightStatus.OWN: "copyrighted",
    CopyrightStatus.TRANSFERRED: "copyrighted",
    CopyrightStatus.LICENSED: "copyrighted",
    CopyrightStatus.THIRD_PARTY: "copyrighted",
    CopyrightStatus.FREE: "publicdomain",
    CopyrightStatus.UNKNOWN: "unknown",
}


@dataclass(frozen=True, slots=True)
class Element:
    """An element of PREMIS: with text, or with others in it."""

    name: str
    content: "str | tuple[Element, ...]"
    #: Attributes, in order.
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PremisFile:
    """A file that belongs to the item."""

    #: Id of the medium.
    medium: str
    #: Name in its package.
    name: str
    size: int
    #: SHA-256 of the whole file, in hexadecimal, as the manifest of its package has it.
    digest: str | None
    #: Name, version and PUID of its format; of one that is not known its media type.
    format: str
    version: str | None = None
    puid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """All that is told of one item."""

    #: Who gives the marks: unique in it is each.
    source: str
    #: Permanent address.
    item: str
    events: tuple[LifeEvent, ...]
    files: tuple[PremisFile, ...] = ()
    rights: tuple[PartRights, ...] = ()


def premis_pieces(found: Described) -> Iterator[bytes]:
    """Write PREMIS of an item, an element after another."""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<premis:premis xmlns:premis="{NAMESPACE}" xmlns:xsi="{_XSI}"'
        f' xsi:schemaLocation="{_LOCATION}" version="{VERSION}">\n'
    ).encode()
    for one in (*_objects(found), *_events(found), *_agents(found), *_rights(found)):
        yield "".join(_lines(one, 1)).encode()
    yield b"</premis:premis>\n"


def _lines(one: Element, depth: int) -> Iterator[str]:
    indent = "  " * depth
    attributes = "".join(
        f' {name}="{xml_text(value).replace(chr(34), "&quot;")}"' for name, value in one.attributes
    )
    begin = f"{indent}<premis:{one.name}{attributes}>"
    if isinstance(one.content, str):
        yield f"{begin}{xml_text(one.content)}</premis:{one.name}>\n"
        return
    yield f"{begin}\n"
    for inner in one.content:
        yield from _lines(inner, depth + 1)
    yield f"{indent}</premis:{one.name}>\n"


def _group(name: str, *content: Element | None, **attributes: str) -> Element:
    return Element(name, tuple(one for one in content if one), tuple(attributes.items()))


def _id(name: str, kind: str, value: str, *more: Element) -> Element:
    return _group(name, Element(f"{name}Type", kind), Element(f"{name}Value", value), *more)


def _objects(found: Described) -> Iterator[Element]:
    parts = (
        _group(
            "relationship",
            Element("relationshipType", "structural"),
            Element("relationshipSubType", "has part"),
            *(
                _id("relatedObjectIdentifier", found.source, file_mark(found.item, one.medium))
                for one in found.files
            ),
        )
        if found.files
        else None
    )
    yield Element(
        "object",
        tuple(one for one in (_id("objectIdentifier", found.source, found.item), parts) if one),
        (("xsi:type", "premis:intellectualEntity"),),
    )
    for file in found.files:
        yield _file(found, file)


def file_mark(item: str, medium: str) -> str:
    """Name a file of an item."""
    return f"{item}/{medium}"


def _file(found: Described, file: PremisFile) -> Element:
    fixity = (
        _group(
            "fixity",
            Element("messageDigestAlgorithm", "SHA-256"),
            Element("messageDigest", file.digest),
        )
        if file.digest
        else None
    )
    registry = (
        _group(
            "formatRegistry",
            Element("formatRegistryName", "PRONOM"),
            Element("formatRegistryKey", file.puid),
        )
        if file.puid
        else None
    )
    named = _group(
        "formatDesignation",
        Element("formatName", file.format),
        Element("formatVersion", file.version) if file.version else None,
    )
    return Element(
        "object",
        (
            _id("objectIdentifier", found.source, file_mark(found.item, file.medium)),
            _group(
                "objectCharacteristics",
                Element("compositionLevel", "0"),
                fixity,
                Element("size", str(file.size)),
                _group("format", named, registry),
            ),
            Element("originalName", file.name),
        ),
        (("xsi:type", "premis:file"),),
    )


def _events(found: Described) -> Iterator[Element]:
    files = {one.medium for one in found.files}
    for event in found.events:
        term = TERMS[event.kind]
        yield _group(
            "event",
            _id("eventIdentifier", found.source, event.id),
            Element(
                "eventType",
                term.label,
                (
                    ("authority", "eventType"),
                    ("authorityURI", VOCABULARY),
                    ("valueURI", term.uri),
                ),
            ),
            Element("eventDateTime", iso(event.at)),
            _group("eventDetailInformation", Element("eventDetail", _detail(event))),
            _outcome(event),
            *(
                _id(
                    "linkingAgentIdentifier",
                    found.source,
                    agent_mark(one),
                    Element("linkingAgentRole", ROLES[one.role]),
                )
                for one in event.agents
            ),
            _id("linkingObjectIdentifier", found.source, event.item),
            *(
                _id("linkingObjectIdentifier", found.source, file_mark(event.item, medium))
                for medium in {event.medium} & files
                if medium is not None
            ),
        )


def _detail(event: LifeEvent) -> str:
    """Say in words what happened, of which version, why, and what it leads to."""
    said = [LIFE_KINDS[event.kind].nl]
    if event.version is not None:
        said.append(f"versie {event.version}")
    said += [f"{LINKS[one.kind].nl} {one.name}" for one in event.linked]
    if event.reason:
        said.append(f"reden: {event.reason}")
    return "; ".join(said)


def _outcome(event: LifeEvent) -> Element:
    note = (
        _group("eventOutcomeDetail", Element("eventOutcomeDetailNote", event.note.nl))
        if event.note
        else None
    )
    return _group("eventOutcomeInformation", Element("eventOutcome", str(event.outcome)), note)


def agent_mark(agent: LifeAgent) -> str:
    """Name an agent: a program with its version, another by kind and name."""
    if agent.kind is AgentKind.SOFTWARE:
        return " ".join(filter(None, (agent.name, agent.version)))
    return f"{AGENT_TYPES[agent.kind]}: {agent.name}"


def _agents(found: Described) -> Iterator[Element]:
    known: dict[str, LifeAgent] = {}
    for event in found.events:
        for agent in event.agents:
            known.setdefault(agent_mark(agent), agent)
    for mark, agent in known.items():
        yield _group(
            "agent",
            _id("agentIdentifier", found.source, mark),
            Element("agentName", agent.name),
            Element("agentType", AGENT_TYPES[agent.kind]),
            Element("agentVersion", agent.version) if agent.version else None,
        )


def _rights(found: Described) -> Iterator[Element]:
    """Write what holds of copyright and portraits, for the text and for each file."""
    files = {one.medium for one in found.files}
    statements: list[Element] = []
    for part in found.rights:
        medium = part.medium.id if part.medium else None
        mark = file_mark(found.item, medium) if medium in files and medium else found.item
        named = file_mark(found.item, medium or "tekst")
        statements += _statements(found.source, mark, named, part)
    if statements:
        yield _group("rights", *statements)


def _statements(source: str, mark: str, named: str, part: PartRights) -> Iterable[Element]:
    of = _id("linkingObjectIdentifier", source, mark)
    if part.status is not None:
        licence = part.licence
        yield _group(
            "rightsStatement",
            _id("rightsStatementIdentifier", source, f"{named}/auteursrecht"),
            Element("rightsBasis", "license" if licence else "copyright"),
            None
            if licence
            else _group(
                "copyrightInformation",
                Element("copyrightStatus", _STATUSES[part.status]),
                Element("copyrightJurisdiction", "nl"),
                Element("copyrightNote", STATUSES[part.status].nl),
            ),
            _group(
                "licenseInformation",
                Element("licenseTerms", licence.uri or licence.code),
                Element("licenseNote", f"{licence.name.nl} ({STATUSES[part.status].nl})"),
            )
            if licence
            else None,
            of,
        )
    if part.of_portrait is not None:
        yield _group(
            "rightsStatement",
            _id("rightsStatementIdentifier", source, f"{named}/portretrecht"),
            Element("rightsBasis", "other"),
            _group(
                "otherRightsInformation",
                Element("otherRightsBasis", "portretrecht (Auteurswet, artikel 19 tot en met 21)"),
                Element("otherRightsNote", PORTRAITS[part.of_portrait].nl),
            ),
            of,
        )

"""MDTO 1.0.1: metadata of information objects and files, as values.

Norm: Metagegevens voor duurzaam toegankelijke overheidsinformatie, XML schema 1.0.1 (2023-01-09).
Every value is the text that stands in the XML, so that nothing is lost by reading and writing.
Fields stand in the order of the schema; `mdto_shape` says which element each is.
"""

from collections.abc import Iterable
from dataclasses import dataclass

#: Where every document says by which version of the schema it was made.
SCHEMA = (
    "https://www.nationaalarchief.nl/mdto https://www.nationaalarchief.nl/mdto/MDTO-XML1.0.1.xsd"
)


@dataclass(frozen=True, slots=True)
class Identifier:
    """A mark, unique within the source that gave it (identificatieGegevens)."""

    mark: str
    source: str


@dataclass(frozen=True, slots=True)
class Reference:
    """Points at something by name, and by identifier where it has one (verwijzingGegevens)."""

    name: str
    id: Identifier | None = None


@dataclass(frozen=True, slots=True)
class Concept:
    """A term of a list (begripGegevens)."""

    label: str
    code: str | None
    of: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term of time (termijnGegevens): ISO dates and durations."""

    trigger: Concept | None = None
    start: str | None = None
    length: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """Where it can be consulted (raadpleeglocatieGegevens)."""

    physical: tuple[Reference, ...] = ()
    online: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which time it is about (dekkingInTijdGegevens)."""

    type: Concept
    begin: str
    end: str | None = None


@dataclass(frozen=True, slots=True)
class MdtoEvent:
    """What happened to it (eventGegevens)."""

    type: Concept
    at: str | None = None
    actor: Reference | None = None
    result: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """How it stands to another information object (gerelateerdInformatieobjectGegevens)."""

    to: Reference
    type: Concept


@dataclass(frozen=True, slots=True)
class Party:
    """Who had to do with it (betrokkeneGegevens)."""

    type: Concept
    actor: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """What limits its use (beperkingGebruikGegevens)."""

    type: Concept
    note: str | None = None
    documents: tuple[Reference, ...] = ()
    term: Term | None = None


@dataclass(frozen=True, slots=True)
class FileDigest:
    """By what a file is checked (checksumGegevens); `at` is an xsd:dateTime."""

    algorithm: Concept
    value: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationObject:
    """An information object (informatieobject): an aggregation or a single record."""

    ids: tuple[Identifier, ...]
    name: str
    level: Concept | None = None
    classes: tuple[Concept, ...] = ()
    keywords: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    locations: tuple[Location, ...] = ()
    coverages: tuple[Coverage, ...] = ()
    places: tuple[Reference, ...] = ()
    languages: tuple[str, ...] = ()
    events: tuple[MdtoEvent, ...] = ()
    appraisal: Concept
    retention: Term | None = None
    category: Concept | None = None
    part_of: tuple[Reference, ...] = ()
    #: May be given one by one, since an aggregation can have more parts than fit in memory.
    parts: Iterable[Reference] = ()
    represented_by: tuple[Reference, ...] = ()
    extra: tuple[Reference, ...] = ()
    relations: tuple[Relation, ...] = ()
    creators: tuple[Reference, ...]
    parties: tuple[Party, ...] = ()
    activity: Reference | None = None
    restrictions: tuple[Restriction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileObject:
    """A file (bestand)."""

    ids: tuple[Identifier, ...]
    name: str
    #: Bytes.
    size: str
    format: Concept
    digests: tuple[FileDigest, ...]
    url: str | None = None
    represents: Reference


@dataclass(frozen=True, slots=True)
class Mdto:
    """A document: of one information object or one file."""

    subject: InformationObject | FileObject
    #: As it says itself by which schema it was made; None where it does not.
    schema: str | None = SCHEMA

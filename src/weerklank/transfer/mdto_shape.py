"""Which element each field of MDTO is, in the order of the schema, and how often it may stand."""

from typing import NamedTuple

from weerklank.transfer.mdto import (
    Concept,
    Coverage,
    FileDigest,
    FileObject,
    Identifier,
    InformationObject,
    Location,
    MdtoEvent,
    Party,
    Reference,
    Relation,
    Restriction,
    Term,
)
from weerklank.transfer.mdto_types import Form

NAMESPACE = "https://www.nationaalarchief.nl/mdto"
OBJECT, FILE = "informatieobject", "bestand"
#: That an element may stand more than once.
MANY = True


class Place(NamedTuple):
    """An element of a group."""

    field: str
    element: str
    #: What it holds; None for text.
    of: type | None = None
    #: How often at least (0 or 1), and whether more than once.
    least: int = 0
    many: bool = False
    #: What its text has to be.
    form: Form = Form.STRING


SHAPES: dict[type, tuple[Place, ...]] = {
    Identifier: (
        Place("mark", "identificatieKenmerk", None, 1),
        Place("source", "identificatieBron", None, 1),
    ),
    Reference: (
        Place("name", "verwijzingNaam", None, 1),
        Place("id", "verwijzingIdentificatie", Identifier),
    ),
    Concept: (
        Place("label", "begripLabel", None, 1),
        Place("code", "begripCode"),
        Place("of", "begripBegrippenlijst", Reference, 1),
    ),
    Term: (
        Place("trigger", "termijnTriggerStartLooptijd", Concept),
        Place("start", "termijnStartdatumLooptijd", form=Form.DATE),
        Place("length", "termijnLooptijd", form=Form.DURATION),
        Place("end", "termijnEinddatum", form=Form.PERIOD),
    ),
    Location: (
        Place("physical", "raadpleeglocatieFysiek", Reference, 0, MANY),
        Place("online", "raadpleeglocatieOnline", None, 0, MANY, Form.ADDRESS),
    ),
    Coverage: (
        Place("type", "dekkingInTijdType", Concept, 1),
        Place("begin", "dekkingInTijdBegindatum", None, 1, form=Form.PERIOD),
        Place("end", "dekkingInTijdEinddatum", form=Form.PERIOD),
    ),
    MdtoEvent: (
        Place("type", "eventType", Concept, 1),
        Place("at", "eventTijd", form=Form.WHEN),
        Place("actor", "eventVerantwoordelijkeActor", Reference),
        Place("result", "eventResultaat"),
    ),
    Relation: (
        Place("to", "gerelateerdInformatieobjectVerwijzing", Reference, 1),
        Place("type", "gerelateerdInformatieobjectTypeRelatie", Concept, 1),
    ),
    Party: (
        Place("type", "betrokkeneTypeRelatie", Concept, 1),
        Place("actor", "betrokkeneActor", Reference, 1),
    ),
    Restriction: (
        Place("type", "beperkingGebruikType", Concept, 1),
        Place("note", "beperkingGebruikNadereBeschrijving"),
        Place("documents", "beperkingGebruikDocumentatie", Reference, 0, MANY),
        Place("term", "beperkingGebruikTermijn", Term),
    ),
    FileDigest: (
        Place("algorithm", "checksumAlgoritme", Concept, 1),
        Place("value", "checksumWaarde", None, 1),
        Place("at", "checksumDatum", None, 1, form=Form.MOMENT),
    ),
    InformationObject: (
        Place("ids", "identificatie", Identifier, 1, MANY),
        Place("name", "naam", None, 1),
        Place("level", "aggregatieniveau", Concept),
        Place("classes", "classificatie", Concept, 0, MANY),
        Place("keywords", "trefwoord", None, 0, MANY),
        Place("descriptions", "omschrijving", None, 0, MANY),
        Place("locations", "raadpleeglocatie", Location, 0, MANY),
        Place("coverages", "dekkingInTijd", Coverage, 0, MANY),
        Place("places", "dekkingInRuimte", Reference, 0, MANY),
        Place("languages", "taal", None, 0, MANY, Form.LANGUAGE),
        Place("events", "event", MdtoEvent, 0, MANY),
        Place("appraisal", "waardering", Concept, 1),
        Place("retention", "bewaartermijn", Term),
        Place("category", "informatiecategorie", Concept),
        Place("part_of", "isOnderdeelVan", Reference, 0, MANY),
        Place("parts", "bevatOnderdeel", Reference, 0, MANY),
        Place("represented_by", "heeftRepresentatie", Reference, 0, MANY),
        Place("extra", "aanvullendeMetagegevens", Reference, 0, MANY),
        Place("relations", "gerelateerdInformatieobject", Relation, 0, MANY),
        Place("creators", "archiefvormer", Reference, 1, MANY),
        Place("parties", "betrokkene", Party, 0, MANY),
        Place("activity", "activiteit", Reference),
        Place("restrictions", "beperkingGebruik", Restriction, 1, MANY),
    ),
    FileObject: (
        Place("ids", "identificatie", Identifier, 1, MANY),
        Place("name", "naam", None, 1),
        Place("size", "omvang", None, 1, form=Form.INTEGER),
        Place("format", "bestandsformaat", Concept, 1),
        Place("digests", "checksum", FileDigest, 1, MANY),
        Place("url", "URLBestand", form=Form.ADDRESS),
        Place("represents", "isRepresentatieVan", Reference, 1),
    ),
}

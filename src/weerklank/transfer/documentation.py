"""What explains a SIP and goes along with it: the structure of our JSON, and our list of terms."""

from weerklank.model.json_value import JsonObject
from weerklank.transfer.mdto_lists import OWN_LIST, OWN_TERMS, OWN_VERSION

RECORDS, SOURCES, TERMS = (
    "weerklank-records.schema.json",
    "weerklank-bron.schema.json",
    "weerklank-begrippen.json",
)


def urn(name: str) -> str:
    """Name the structure of one of the files with JSON."""
    return f"urn:weerklank:{name}:{OWN_VERSION}"


_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TEXTS = {
    "id": "Permanent adres: samen met version de sleutel.",
    "key": "Ondoorzichtig kenmerk van het bericht; refs en thread wijzen ermee.",
    "kind": "profile, post, reply, boost, story, medium (bestand zonder bericht) of page.",
    "account": "Nummer van het account in het accountoverzicht.",
    "platform": "Platform waarop het stond.",
    "created_at": "Moment van publicatie, RFC 3339 in UTC; 1970-01-01T00:00:00Z: niet bekend.",
    "captured_at": "Moment van opname, RFC 3339 in UTC.",
    "edited_at": "Moment waarop de maker het wijzigde, als het platform dat zegt.",
    "text": "Tekst als veilige HTML; namen van anderen zijn vervangen door pseudoniemen.",
    "title": "Titel, of waarschuwing die de lezer eerst zag.",
    "url": "Adres op het platform.",
    "language": "Taal, zoals het platform die opgaf.",
    "visibility": "public (ook als het ontbreekt), unlisted of followers.",
    "thread": "Kenmerk van het bovenste bericht van de draad.",
    "process": "Werkproces.",
    "scenario": "A, B of C: scenario van de whitepaper.",
    "technique": "Waarmee het is opgenomen: api, browser, export of portability.",
    "run": "Oogst of opname waarin het kwam.",
}
_REQUIRED = (
    "account",
    "author",
    "captured_at",
    "created_at",
    "id",
    "key",
    "kind",
    "platform",
)


def records_schema() -> JsonObject:
    """Give the JSON Schema of the file with records of a post and its thread."""
    record: JsonObject = {
        "type": "object",
        "required": [*_REQUIRED],
        "properties": {
            **{name: {"type": "string", "description": text} for name, text in _TEXTS.items()},
            "version": {
                "type": "integer",
                "description": "Versie, vanaf 1 (ook als het ontbreekt); elke volgende zegt iets "
                "anders of heeft andere aantallen.",
            },
            "author": {
                "type": "object",
                "description": "Wie het schreef: role own (het account), listed (ander account "
                "van de organisatie), named (bij besluit herkenbaar) of citizen (pseudoniem).",
                "required": ["role"],
            },
            "counts": {"type": "object", "description": "Aantallen die het platform opgaf."},
            "media": {
                "type": "array",
                "description": "Beeld en geluid: id, type, alt; digest is met een geheim zout "
                "gemaakt en geen controlesom van het bestand.",
                "items": {"type": "object", "required": ["id"]},
            },
            "refs": {
                "type": "array",
                "description": "Verwijzingen naar andere berichten, elk met key en type.",
                "items": {"type": "object", "required": ["key", "type"]},
            },
            "poll": {"type": "object", "description": "Peiling met opties."},
            "sealed": {
                "type": "string",
                "description": "SHA-256 van het versleutelde origineel in de kluis van het "
                "archief van herkomst; het origineel zelf is geen deel van deze SIP.",
            },
        },
    }
    return {
        "$schema": _DRAFT,
        "$id": urn(RECORDS),
        "title": "Bericht met zijn draad, in alle versies die zijn opgenomen",
        "type": "object",
        "required": ["schema", "records"],
        "properties": {
            "schema": {"const": urn(RECORDS)},
            "records": {"type": "array", "items": record},
        },
    }


def sources_schema() -> JsonObject:
    """Give the JSON Schema of the file with what the platform itself told."""
    return {
        "$schema": _DRAFT,
        "$id": urn(SOURCES),
        "title": "Wat het platform van een bericht en zijn draad vertelde",
        "type": "object",
        "required": ["schema", "sources"],
        "properties": {
            "schema": {"const": urn(SOURCES)},
            "sources": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["id", "version", "source"],
                    "properties": {
                        "id": {"type": "string"},
                        "version": {"type": "integer"},
                        "source": {
                            "description": "Het bericht zoals het platform het gaf, in de "
                            "velden van dat platform; wat over anderen ging is weggelaten of "
                            "door een pseudoniem vervangen."
                        },
                    },
                },
            },
        },
    }


def terms() -> JsonObject:
    """Give our list of terms, with all that MDTO asks of a list of one's own."""
    return {
        "naam": OWN_LIST,
        "versie": OWN_VERSION,
        "beheerder": "project Weerklank",
        "toepassingsgebied": "Sociale media van overheden: beperkingGebruik, classificatie, "
        "dekkingInTijd, termijnen en eventType",
        "begrippen": [
            {"code": one.code, "definitie": one.definition, "label": one.label}
            for one in OWN_TERMS
        ],
    }

"""Read the receipt of a depot: which SIP it has, by what it checked that, and which files.

`docs/format/sip.md` section 7 has its form, as JSON and as XML. Both are foreign.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast
from xml.etree.ElementTree import Element, ParseError

import orjson
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from weerklank.model.errors import BrokenInput, fault
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.text import Text, typed

NO_RECEIPT = fault(
    "TRANSFER-006",
    Text(nl="{name} is geen ontvangstbevestiging: {why}.", en="{name} is no receipt: {why}."),
    Text(
        nl="Vraag het depot om een bevestiging in JSON met identificatie (het kenmerk van de "
        "SIP), kenmerk (dat van het depot) en hashSip (SHA-256 van manifest-sha256.txt).",
        en="Ask the depot for a receipt in JSON with identificatie (the mark of the SIP), kenmerk "
        "(that of the depot) and hashSip (SHA-256 of manifest-sha256.txt).",
    ),
)
#: Bytes at most; one of a million files has some 150 MB.
MOST_BYTES = 256 << 20
_NEEDED = ("identificatie", "kenmerk", "hashSip")
_COUNTS = ("aantalInformatieobjecten", "aantalBestandenNietMdto", "omvangBytesNietMdto")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a depot says that it has."""

    sip: str
    #: What the depot calls it.
    mark: str
    #: SHA-256 of the manifest.
    digest: str
    #: When it came, as the depot says.
    received: str | None
    #: Objects, files and bytes, where it says them; None where it does not.
    counts: tuple[int | None, int | None, int | None]
    #: SHA-256 of files by name; None where it names no files.
    files: dict[str, str] | None
    #: SHA-256 of the manifests of originals and keys, where it has those.
    originals_digest: str | None = None
    keys_digest: str | None = None


def read_receipt(content: bytes, name: str) -> Receipt:
    """Read a receipt; BrokenInput for what is none."""
    if len(content) > MOST_BYTES:
        raise BrokenInput(NO_RECEIPT, name=name, why=Text("te groot", "too large"))
    try:
        is_json = content.lstrip()[:1] == b"{"
        told: JsonObject = orjson.loads(content) if is_json else _xml(content)
    except (ValueError, LookupError, ParseError, DefusedXmlException) as error:
        why = Text("geen JSON of XML van die vorm", "no JSON or XML of that form")
        raise BrokenInput(NO_RECEIPT, name=name, why=why) from error
    values = {key: typed(str(told.get(key) or "")) for key in (*_NEEDED, "tijdstipOntvangst")}
    for key in _NEEDED:
        if not values[key]:
            raise BrokenInput(NO_RECEIPT, name=name, why=Text(f"{key} ontbreekt", f"no {key}"))
    try:
        objects, files, size = (_number(told.get(key)) for key in _COUNTS)
        named = _files(told.get("bestanden"))
    except ValueError as error:
        why = Text("een aantal of bestand klopt niet", "a count or a file is not sound")
        raise BrokenInput(NO_RECEIPT, name=name, why=why) from error
    return Receipt(
        sip=values["identificatie"],
        mark=values["kenmerk"][:200],
        digest=values["hashSip"].lower(),
        received=values["tijdstipOntvangst"][:40] or None,
        counts=(objects, files, size),
        files=named,
        originals_digest=typed(str(told.get("hashOriginelen") or "")).lower() or None,
        keys_digest=typed(str(told.get("hashSleutels") or "")).lower() or None,
    )


def _xml(content: bytes) -> JsonObject:
    root = cast("Element", fromstring(content, forbid_dtd=True, forbid_entities=True))
    if root.tag != "ontvangstbevestiging":
        raise ValueError(root.tag)
    told: JsonObject = {one.tag: (one.text or "").strip() for one in root if one.tag != "bestand"}
    files = [{part.tag: (part.text or "").strip() for part in one} for one in root.iter("bestand")]
    return told | ({"bestanden": [{**one} for one in files]} if files else {})


def _number(value: Json) -> int | None:
    return None if value is None or value == "" else int(str(value))


def _files(rows: Json) -> dict[str, str] | None:
    if rows is None:
        return None
    found: dict[str, str] = {}
    for name, digest in _rows(rows):
        if found.setdefault(name, digest) != digest:
            raise ValueError(name)  # one that says two things says nothing
    return found


def _rows(rows: Json) -> Iterator[tuple[str, str]]:
    for row in rows if isinstance(rows, list) else [None]:
        if not isinstance(row, dict) or not row.get("identificatie") or not row.get("checksum"):
            raise ValueError
        yield str(row["identificatie"]), str(row["checksum"]).lower()

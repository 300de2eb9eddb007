"""The pakbon of a SIP: what is in it and what is not, as XML.

MDTO-SIP-specificatie 1.0 says what must be in it and leaves its form free; ours is in
`docs/format/sip.md`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from weerklank.transfer.mdto_xml import xml_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Pakbon:
    """What a pakbon says."""

    id: str
    name: str
    target: str
    #: SHA-256 of the manifest, which has the SHA-256 of every file.
    digest: str
    #: xsd:dateTime.
    made: str
    creator: str
    contact: str
    objects: int
    #: Files with content: those whose name does not end in `.mdto.xml`.
    files: int
    #: Bytes of those.
    bytes: int
    particulars: tuple[str, ...]


def write_pakbon(pakbon: Pakbon) -> bytes:
    """Write it."""
    rows: Iterable[tuple[str, object]] = (
        ("identificatie", pakbon.id),
        ("naam", pakbon.name),
        ("locatieDoelsysteem", pakbon.target),
        ("hashSip", pakbon.digest),
        ("tijdstipCreatie", pakbon.made),
        ("archiefvormer", pakbon.creator),
        ("contact", pakbon.contact),
        ("aantalInformatieobjecten", pakbon.objects),
        ("aantalBestanden", pakbon.files),
        ("aantalBestandenNietMdto", pakbon.files),
        ("omvangBytesNietMdto", pakbon.bytes),
        *(("bijzonderheden", one) for one in pakbon.particulars),
    )
    lines = (_row(name, value) for name, value in rows)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<pakbon>\n' + "".join(lines)).encode() + (
        b"</pakbon>\n"
    )


def _row(name: str, value: object) -> str:
    attribute = ' algoritme="SHA-256" over="manifest-sha256.txt"' if name == "hashSip" else ""
    return f"  <{name}{attribute}>{xml_text(str(value))}</{name}>\n"

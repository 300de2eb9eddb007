"""Hold a pakbon against the delivery that it goes with.

The specification says what must be in it and leaves its form free: what has the names of ours is
held against the delivery, whoever made it.
"""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from weerklank.transfer.delivery_rules import found_in_delivery
from weerklank.transfer.mdto_delivery import MANIFEST
from weerklank.transfer.mdto_rules import Finding, shown
from weerklank.transfer.xml_pieces import NO_XML, XmlBuilder, read_xml

_MOST_BYTES = 16 << 20
_NEEDED = (
    "identificatie",
    "naam",
    "locatieDoelsysteem",
    "hashSip",
    "tijdstipCreatie",
    "archiefvormer",
    "contact",
    "aantalInformatieobjecten",
    "aantalBestanden",
    "aantalBestandenNietMdto",
    "omvangBytesNietMdto",
)


def pakbon_findings(
    pieces: Iterable[bytes], counts: tuple[int, int, int], manifest: str | None
) -> Iterator[Finding]:
    """Give what a pakbon says otherwise than it is.

    `counts` are the information objects, the files with content and the bytes of those; `manifest`
    is the SHA-256 of the manifest, where there is one.
    """
    try:
        root = read_xml(pieces, XmlBuilder(), _MOST_BYTES)
    except NO_XML:
        yield found_in_delivery("MDTO-P04")
        return
    told = {_name(one): one for one in root}
    if _name(root) != "pakbon" or not told.keys() & set(_NEEDED):
        yield found_in_delivery("MDTO-A04")
        return
    for name in _NEEDED:
        if name not in told or not (told[name].text or "").strip():
            yield found_in_delivery("MDTO-P03", where=name)
    objects, files, size = map(str, counts)
    there = {
        "aantalInformatieobjecten": objects,
        "aantalBestanden": files,
        "aantalBestandenNietMdto": files,
        "omvangBytesNietMdto": size,
    }
    if "hashSip" in told and told["hashSip"].get("over") == MANIFEST:
        there["hashSip"] = manifest or "-"
    for name, number in there.items():
        said = (told[name].text or "").strip() if name in told else ""
        if said and said.lower() != number:
            yield found_in_delivery("MDTO-P02", where=name, value=shown(said), number=number)


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]

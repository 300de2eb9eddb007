"""Read the receipt of a depot: which SIP it has, by what it checked that, and which files.

`docs/format/sip.md` section 7 has its form, as JSON and as XML. Both are foreign: of what is in
them no more is held than what has a name there, so that none grows to many times its bytes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import msgspec

from weerklank.model.errors import BrokenInput, fault
from weerklank.model.text import Text, typed
from weerklank.transfer.xml_pieces import NO_XML, XmlBuilder, read_xml

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
_PIECE = 1 << 20
#: Elements that are of files, and no value.
_OF_FILES = ("bestand", "bestanden")
#: A value that stands by itself, as some write it.
_Plain = str | int | float | bool | None


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


class _File(msgspec.Struct):
    """A file that a receipt names."""

    name: str | int = msgspec.field(name="identificatie")
    digest: str = msgspec.field(name="checksum")


class _Told(msgspec.Struct):
    """What a receipt says, by the names of its form."""

    sip: _Plain = msgspec.field(name="identificatie", default=None)
    mark: _Plain = msgspec.field(name="kenmerk", default=None)
    digest: _Plain = msgspec.field(name="hashSip", default=None)
    received: _Plain = msgspec.field(name="tijdstipOntvangst", default=None)
    originals_digest: _Plain = msgspec.field(name="hashOriginelen", default=None)
    keys_digest: _Plain = msgspec.field(name="hashSleutels", default=None)
    objects: _Plain = msgspec.field(name="aantalInformatieobjecten", default=None)
    files: _Plain = msgspec.field(name="aantalBestandenNietMdto", default=None)
    size: _Plain = msgspec.field(name="omvangBytesNietMdto", default=None)
    rows: list[_File] | None = msgspec.field(name="bestanden", default=None)


_JSON = msgspec.json.Decoder(_Told)


class _NotSound(ValueError):
    """A count or a file of a receipt is none."""


def read_receipt(content: bytes, name: str) -> Receipt:
    """Read a receipt; BrokenInput for what is none."""
    if len(content) > MOST_BYTES:
        raise BrokenInput(NO_RECEIPT, name=name, why=Text("te groot", "too large"))
    try:
        is_json = content.lstrip()[:1] == b"{"
        told, files = _of_json(content) if is_json else _of_xml(content)
        counts = (
            _number(told.objects),
            _number(told.files),
            _number(told.size),
        )
    except _NotSound as error:
        why = Text("een aantal of bestand klopt niet", "a count or a file is not sound")
        raise BrokenInput(NO_RECEIPT, name=name, why=why) from error
    except (msgspec.DecodeError, RecursionError, *NO_XML) as error:
        why = Text("geen JSON of XML van die vorm", "no JSON or XML of that form")
        raise BrokenInput(NO_RECEIPT, name=name, why=why) from error
    needed = {
        "identificatie": typed(str(told.sip or "")),
        "kenmerk": typed(str(told.mark or "")),
        "hashSip": typed(str(told.digest or "")),
    }
    for key, value in needed.items():
        if not value:
            raise BrokenInput(NO_RECEIPT, name=name, why=Text(f"{key} ontbreekt", f"no {key}"))
    return Receipt(
        sip=needed["identificatie"],
        mark=needed["kenmerk"][:200],
        digest=needed["hashSip"].lower(),
        received=typed(str(told.received or ""))[:40] or None,
        counts=counts,
        files=files,
        originals_digest=typed(str(told.originals_digest or "")).lower() or None,
        keys_digest=typed(str(told.keys_digest or "")).lower() or None,
    )


def _of_json(content: bytes) -> tuple[_Told, dict[str, str] | None]:
    try:
        told = _JSON.decode(content)
    except msgspec.ValidationError as error:
        if "$.bestanden" in str(error):
            raise _NotSound from error
        raise
    rows, told.rows = told.rows, None
    return told, None if rows is None else _files((one.name, one.digest) for one in rows)


def _of_xml(content: bytes) -> tuple[_Told, dict[str, str] | None]:
    """Read it in pieces: of a file nothing is held but its name and digest."""
    rows: list[tuple[str, str]] = []

    def take(element: Element) -> None:
        parts = {part.tag: (part.text or "").strip() for part in element}
        rows.append((parts.get("identificatie", ""), parts.get("checksum", "")))

    pieces = (content[at : at + _PIECE] for at in range(0, len(content), _PIECE))
    root = read_xml(pieces, XmlBuilder("bestand", take, around=(1, 2)), MOST_BYTES)
    if root.tag != "ontvangstbevestiging":
        raise ValueError(root.tag)
    if any(len(one) for one in root.iter("bestand")):
        raise _NotSound  # one where nobody looked for it
    told = {one.tag: (one.text or "").strip() for one in root if one.tag not in _OF_FILES}
    return msgspec.convert(told, _Told), _files(rows) if rows else None


def _number(value: _Plain) -> int | None:
    try:
        return None if value is None or value == "" else int(str(value))
    except ValueError as error:
        raise _NotSound from error


def _files(rows: Iterable[tuple[str | int, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, digest in _sound(rows):
        if found.setdefault(name, digest) != digest:
            raise _NotSound(name)  # one that says two things says nothing
    return found


def _sound(rows: Iterable[tuple[str | int, str]]) -> Iterator[tuple[str, str]]:
    for name, digest in rows:
        if not name or not digest:
            raise _NotSound
        yield str(name), digest.lower()

"""Look whether the file of a page is what it should be: `check_wacz`, stricter than others.

`wacz validate`, warcio and FastWARC pass over a record that declares more than it holds, an index
that points elsewhere, records that nothing lists, and signatures with a key alone. This finds
those, and takes any bytes: a hostile file gives findings, in bounded memory, and never an error.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import BinaryIO

import orjson
from isal import isal_zlib

from weerklank.model.canonical import canonical
from weerklank.model.errors import Defect, fault
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.text import Text
from weerklank.package.wacz_signing import AUTH_VERSION, is_signed_by
from weerklank.package.wacz_writer import (
    ABOUT,
    ARCHIVE,
    DATAPACKAGE,
    DIGEST,
    INDEX,
    INDEXED,
    LARGEST_PAGES,
    PAGES,
    WACZ_VERSION,
    index_line,
    line_of_page,
)
from weerklank.package.warc_check import MOST_FINDINGS, MOST_RECORDS, Finding, WarcSeen, check_warc
from weerklank.package.warc_writer import WarcRecord
from weerklank.package.zip_layout import NoLayout, Stored, layout

UNSOUND = fault(
    "PAGE-002",
    Text(
        nl="Het bestand van een pagina klopt niet na het schrijven: {where}: {problem}.",
        en="The file of a page is not sound after it was written: {where}: {problem}.",
    ),
    Text(
        nl="De pagina is niet bewaard. Kijk of de schijf gezond is en oogst opnieuw; meld het als "
        "het terugkomt.",
        en="The page was not kept. See whether the disk is sound and harvest again; report it if "
        "it comes back.",
    ),
)
_MEMBERS = (ARCHIVE, INDEX, PAGES, DATAPACKAGE, DIGEST)
#: What the manifest and the line of the page say, and nothing else.
_TOLD = {
    "created",
    "mainPageDate",
    "mainPageUrl",
    "profile",
    "resources",
    "software",
    "title",
    "wacz_version",
    "weerklank",
}
_OF_PAGE = {"id", "size", "title", "ts", "url"}
_READ = 1 << 20
#: Bytes of each member other than the WARC.
_LARGEST = {INDEX: 64 << 20, PAGES: LARGEST_PAGES, DATAPACKAGE: 1 << 18, DIGEST: 1 << 16}
_SIGNED = {"created", "hash", "publicKey", "signature", "software", "version"}


def check_wacz(
    source: Path | BinaryIO, public_keys: Collection[str] | None = None, text: str | None = None
) -> tuple[Finding, ...]:
    """Give what is wrong with the file of a page; nothing when all of it holds.

    With `public_keys` (SubjectPublicKeyInfo in base64) a good signature of any other key is a
    finding too; with `text`, what the page says, so is another one in the list of pages. OSError
    when the file can't be read at all.
    """
    if isinstance(source, Path):
        with source.open("rb") as stream:
            return _check(stream, public_keys, text)
    return _check(source, public_keys, text)


def demand_sound(path: Path, public_key: str, text: str) -> None:
    """Refuse to keep a page of which the file that was just written does not hold (Defect)."""
    found = check_wacz(path, (public_key,), text)
    if found:
        raise Defect(UNSOUND, where=found[0].where, problem=found[0].says)


def _check(
    stream: BinaryIO, public_keys: Collection[str] | None, text: str | None
) -> tuple[Finding, ...]:
    try:
        members = layout(stream)
    except NoLayout as broken:
        return (Finding("", broken.problem),)
    if tuple(member.name for member in members) != _MEMBERS:
        return (Finding("", OTHER_FILES),)
    if any(member.length > _LARGEST[member.name] for member in members[1:]):
        return (Finding("", TOO_LARGE),)
    found = list(_digests(stream, members))
    warc = check_warc(stream, members[0].start, members[0].length, ARCHIVE)
    found += warc.findings
    index, pages, datapackage, digest = (_content(stream, one) for one in members[1:])
    found += _check_index(index, warc.records)
    told = _object(datapackage)
    found += _check_pages(pages, warc.records, told, text)
    found += _check_counts(told, warc)
    found += _check_digest(digest, datapackage, told, public_keys)
    return tuple(found[:MOST_FINDINGS])


def _content(stream: BinaryIO, member: Stored) -> bytes:
    stream.seek(member.start)
    return stream.read(member.length)


def _object(content: bytes) -> JsonObject:
    """Read one canonical JSON object; an empty one when it is anything else."""
    try:
        value: Json = orjson.loads(content)
        return value if isinstance(value, dict) and canonical(value) == content else {}
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):  # of one that is nested too deep
        return {}


def _digests(stream: BinaryIO, members: tuple[Stored, ...]) -> Iterator[Finding]:
    """Digest each member, and look whether the manifest and the zip say the same."""
    listed = []
    for member in members:
        digest, crc, left = hashlib.sha256(), 0, member.length
        stream.seek(member.start)
        while left and (piece := stream.read(min(_READ, left))):
            digest.update(piece)
            crc = isal_zlib.crc32(piece, crc)
            left -= len(piece)
        if left or crc != member.crc:
            yield Finding(member.name, OTHER_CRC)
        listed.append(
            {
                "bytes": member.length,
                "hash": f"sha256:{digest.hexdigest()}",
                "name": member.name.rpartition("/")[2],
                "path": member.name,
            }
        )
    told = _object(_content(stream, members[3]))
    stated = told.get("resources")
    if told.keys() != _TOLD or told["created"] != told["mainPageDate"]:
        yield Finding(DATAPACKAGE, OTHER_WORDS)
    if told.get("profile") != "data-package" or told.get("wacz_version") != WACZ_VERSION:
        yield Finding(DATAPACKAGE, NO_MANIFEST)
    if stated != listed[:3]:
        yield Finding(DATAPACKAGE, OTHER_MANIFEST)


def _check_index(content: bytes, records: list[WarcRecord]) -> Iterator[Finding]:
    """Look whether the index has the line of each record, in order, and no other line."""
    expected = {index_line(one).encode(): one for one in records if one.kind in INDEXED}
    if content.count(b"\n") > MOST_RECORDS:
        yield Finding(INDEX, TOO_LARGE)
        return
    lines = [line + b"\n" for line in content.split(b"\n")[:-1]]
    if lines != sorted(lines) or not content.endswith(b"\n"):
        yield Finding(INDEX, NOT_IN_ORDER)
    for line in sorted(set(lines) - expected.keys())[:MOST_FINDINGS]:
        yield Finding(INDEX, NO_RECORD.filled(number=lines.index(line) + 1))
    for line in expected.keys() - set(lines):
        yield Finding(f"{ARCHIVE}@{expected[line].offset}", NOT_IN_INDEX)
    if len(lines) != len(set(lines)):
        yield Finding(INDEX, LISTED_TWICE)


def _check_pages(
    content: bytes, records: list[WarcRecord], told: JsonObject, text: str | None
) -> Iterator[Finding]:
    """Look whether each page that is listed can be shown, and is the one that opens."""
    shown = {
        (one.address, one.at): one
        for one in records
        if one.kind == "response" and one.media_type == "text/html" and one.status == _OK
    }
    head, *lines = content.split(b"\n", 3)
    if lines[-1:] != [b""] or len(lines) != 2 or _object(head).get("format") != _PAGES_FORMAT:
        yield Finding(PAGES, NO_PAGES)
        return
    page = _object(lines[0])
    record = shown.get((str(page.get("url")), str(page.get("ts"))))
    if record is None or page.get("size") != record.length:
        yield Finding(PAGES, PAGE_GONE)
    elif _is_told_otherwise(page, record.id, told):
        yield Finding(PAGES, OTHER_WORDS)
    elif text is not None and lines[0] != line_of_page(_bare(page), text):
        yield Finding(PAGES, OTHER_TEXT)
    if (told.get("mainPageUrl"), told.get("mainPageDate")) != (page.get("url"), page.get("ts")):
        yield Finding(DATAPACKAGE, OTHER_MAIN)


def _bare(page: JsonObject) -> JsonObject:
    return {name: page[name] for name in page.keys() - {"text"}}


def _is_told_otherwise(page: JsonObject, record: str, told: JsonObject) -> bool:
    """Tell whether the line of a page says what no line does, or another id or title."""
    said = (record.rpartition(":")[2], told.get("title"))
    return page.keys() - {"text"} != _OF_PAGE or (page["id"], page["title"]) != said


def _check_counts(told: JsonObject, warc: WarcSeen) -> Iterator[Finding]:
    """Look whether there are as many records of each kind as manifest and WARC say."""
    counted = dict(Counter(record.kind for record in warc.records))
    ours = told.get("weerklank")
    if not isinstance(ours, dict) or ours.get("records") != counted:
        yield Finding(DATAPACKAGE, OTHER_COUNTS)
    about = [one for one in warc.records if one.kind == "metadata"]
    main = str(told.get("mainPageUrl"))
    if [one.address for one in about] != [f"{ABOUT}{main}"]:
        yield Finding(ARCHIVE, NO_ABOUT)
    elif _object(warc.told).get("records") != counted:
        yield Finding(f"{ARCHIVE}@{about[0].offset}", OTHER_COUNTS)


def _check_digest(
    content: bytes, datapackage: bytes, told: JsonObject, public_keys: Collection[str] | None
) -> Iterator[Finding]:
    """Look at the digest of the manifest and the signature under it (wacz-auth 0.1.0)."""
    words = f"sha256:{hashlib.sha256(datapackage).hexdigest()}"
    stated = _object(content)
    signed = stated.get("signedData")
    if stated.keys() != {"hash", "path", "signedData"} or not isinstance(signed, dict):
        yield Finding(DIGEST, NOT_SIGNED)
        return
    if (stated["path"], stated["hash"]) != (DATAPACKAGE, words):
        yield Finding(DIGEST, OTHER_DIGEST)
    key, signature = str(signed.get("publicKey")), str(signed.get("signature"))
    says = (told.get("created"), words, told.get("software"), AUTH_VERSION)
    if signed.keys() != _SIGNED or says != tuple(
        signed[name] for name in ("created", "hash", "software", "version")
    ):
        yield Finding(DIGEST, NOT_SIGNED)
    elif not is_signed_by(words, signature, key):
        yield Finding(DIGEST, BAD_SIGNATURE)
    elif public_keys is not None and key not in public_keys:
        yield Finding(DIGEST, OTHER_KEY)


_PAGES_FORMAT = "json-pages-1.0"
_OK = 200
OTHER_FILES = Text(
    f"het bestand bestaat niet uit {', '.join(_MEMBERS)}, in deze volgorde",
    f"the file does not consist of {', '.join(_MEMBERS)}, in this order",
)
TOO_LARGE = Text(
    "een lijst in het bestand is te groot om na te gaan",
    "a list in the file is too large to be checked",
)
OTHER_CRC = Text("de controlesom in de zip klopt niet", "the checksum in the zip does not fit")
NO_MANIFEST = Text(
    f"dit is geen inhoudsopgave van WACZ {WACZ_VERSION}",
    f"this is no manifest of WACZ {WACZ_VERSION}",
)
OTHER_MANIFEST = Text(
    "de inhoudsopgave noemt andere bestanden, lengten of controlesommen",
    "the manifest names other files, lengths or digests",
)
OTHER_WORDS = Text(
    "hier staat meer, minder of iets anders dan over een pagina gezegd wordt",
    "this says more, less or something else than what is told of a page",
)
OTHER_TEXT = Text(
    "de lijst van pagina's laat de pagina iets anders zeggen dan haar tekst",
    "the list of pages has the page say something else than its text does",
)
NOT_IN_ORDER = Text("de index staat niet op volgorde", "the index is not in order")
NO_RECORD = Text(
    "bij regel {number} van de index hoort geen record",
    "line {number} of the index fits no record",
)
NOT_IN_INDEX = Text("dit record staat niet in de index", "this record is not in the index")
LISTED_TWICE = Text("een regel staat twee keer in de index", "a line stands twice in the index")
NO_PAGES = Text(
    "de lijst van pagina's is niet te lezen of noemt er niet één",
    "the list of pages can't be read or does not name one",
)
PAGE_GONE = Text(
    "de pagina in de lijst staat niet in het archief",
    "the page of the list is not in the archive",
)
OTHER_MAIN = Text(
    "de inhoudsopgave opent een andere pagina dan de lijst noemt",
    "the manifest opens another page than the list names",
)
OTHER_COUNTS = Text(
    "er zijn meer of minder records dan dit zegt", "there are more or fewer records than this says"
)
NO_ABOUT = Text(
    "het record dat zegt hoe de pagina is gekozen, ontbreekt",
    "the record that says how the page was chosen is missing",
)
NOT_SIGNED = Text(
    "de handtekening ontbreekt of heeft een andere vorm",
    "the signature is missing or has another form",
)
OTHER_DIGEST = Text(
    "de controlesom is niet die van de inhoudsopgave", "the digest is not that of the manifest"
)
BAD_SIGNATURE = Text(
    "de handtekening hoort niet bij de inhoudsopgave", "the signature is not that of the manifest"
)
OTHER_KEY = Text(
    "de handtekening is goed, maar van een andere sleutel",
    "the signature is good, but of another key",
)

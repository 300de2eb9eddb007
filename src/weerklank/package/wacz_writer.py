"""Write a page as one WACZ file (1.1.1), in one pass: WARC, index, list of pages, signed manifest.

Every member of the zip is stored, so that a replay takes what it needs by ranges. All moments are
of the capture, and no name of a person, a machine or an organisation stands in it: the same page
gives the same bytes. docs/format/README.md says what is in it.
"""

import hashlib
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, cast

import msgspec

from weerklank import __version__
from weerklank.model.canonical import canonical
from weerklank.model.json_value import JsonObject
from weerklank.model.page import ChosenPage, KeptResource, Rendered
from weerklank.package.surt import surt
from weerklank.package.wacz_signing import AUTH_VERSION, SignsWacz
from weerklank.package.warc_fields import ascii_address, is_web_address, moment
from weerklank.package.warc_writer import Body, TakesBytes, WarcRecord, WarcWriter

WACZ_VERSION = "1.1.1"
ARCHIVE, INDEX = "archive/data.warc.gz", "indexes/index.cdx"
PAGES = "pages/pages.jsonl"
DATAPACKAGE, DIGEST = "datapackage.json", "datapackage-digest.json"
#: Kinds of records of which an index has a line.
INDEXED = ("response", "resource", "metadata")
#: What stands before the address of a page in that of a record of ours about it.
ABOUT = "urn:weerklank:page:"
#: Bytes of the list of pages; what a page says stands in it only where that is less.
LARGEST_PAGES = 2 << 20
#: Bytes of a WARC from which a zip needs numbers of 64 bits for it. Below that it gets none: wabac
#: takes it that nothing stands before a member of which the list at the end tells nothing more.
FAR = (1 << 31) - 1
_LONGEST_TITLE = 1000
#: Bytes of lines of two records, addresses of the longest among them.
_MOST_LINES = 64 << 10
_SOFTWARE = f"Weerklank {__version__}"
_OUR_PICTURES = {"page": "urn:fullPage:", "post": "urn:weerklank:post:", "print": "urn:pdf:"}
_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class WaczWritten:
    """What stands in a file that was written."""

    #: Where a replay begins: as the list of pages and the index have it.
    page_address: str
    #: RFC 3339 in UTC, to the second.
    page_at: str
    #: Records of the WARC by kind.
    records: Mapping[str, int]
    #: Addresses that the page shows and nothing was given for.
    missing: tuple[str, ...]
    #: Addresses that were given and not written: no address of HTTP, or one that stands there.
    left_out: tuple[str, ...]
    #: By which the signature is checked, SubjectPublicKeyInfo (DER) in base64.
    public_key: str


def write_wacz(
    stream: BinaryIO,
    chosen: ChosenPage,
    resources: Iterable[KeptResource],
    pictures: Rendered | None,
    signer: SignsWacz,
) -> WaczWritten:
    """Write a chosen page with what it shows; memory stays flat whatever its films are.

    `stream` can seek and is empty: the header of the WARC is filled in when its length is known.

    Defect (PAGE-001) when a resource is not what it says; ValueError when the page has no address
    of HTTP or no moment. Then what was written so far is no WACZ: the caller throws it away.
    """
    at = moment(chosen.at)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as pack:
        members = _Members(pack, at)
        listed = tuple(resources)
        far = _most_bytes(chosen, listed, pictures) > FAR
        with members.open(ARCHIVE, far=far) as place:
            archive = _Archive(place, chosen, at)
            archive.write_page()
            archive.write_resources(listed)
            if pictures is not None:
                archive.write_pictures(pictures)
            archive.write_about()
        members.put(INDEX, _index(archive.records))
        members.put(PAGES, _pages(chosen, archive.page))
        datapackage = canonical(_datapackage(chosen, members, archive))
        members.put(DATAPACKAGE, datapackage)
        members.put(DIGEST, canonical(_digest(datapackage, at, signer)))
    return WaczWritten(
        archive.page.address,
        at,
        archive.counts,
        archive.missing,
        tuple(archive.left_out),
        signer.public_key,
    )


def _most_bytes(
    chosen: ChosenPage, resources: Iterable[KeptResource], pictures: Rendered | None
) -> int:
    """Give what the WARC is at most: bodies stored in blocks, and lines before them."""
    shown = (pictures.page_png, pictures.post_png or b"", pictures.pdf) if pictures else ()
    lengths = [len(chosen.html), *map(len, shown), sum(map(len, chosen.shows)) * 2]
    lines = 0
    for resource in resources:
        lengths.append(resource.length)
        lines += sum(len(name) + 12 * len(value) for name, value in resource.headers)
    return sum(length + length // 1000 + _MOST_LINES for length in lengths) + lines


class _Member:
    """A member of the zip while it is written: counted and digested as it goes."""

    def __init__(self, place: TakesBytes) -> None:
        self._place = place
        self.length = 0
        self.digest = hashlib.sha256()

    def write(self, content: bytes) -> int:
        self.length += len(content)
        self.digest.update(content)
        return self._place.write(content)


class _Members:
    """The members of the zip, each stored, with the moment of the capture."""

    def __init__(self, pack: zipfile.ZipFile, at: str) -> None:
        self._pack = pack
        seen = datetime.fromisoformat(at)
        # A zip knows no year before 1980.
        self._moment = max(seen.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
        #: What the manifest says of each.
        self.resources: list[JsonObject] = []

    @contextmanager
    def open(self, path: str, *, far: bool = False) -> Iterator[_Member]:
        about = zipfile.ZipInfo(path, self._moment)
        about.create_system = 3
        about.external_attr = 0o100644 << 16
        with self._pack.open(about, "w", force_zip64=far) as place:
            member = _Member(place)
            yield member
        self.resources.append(
            {
                "bytes": member.length,
                "hash": f"sha256:{member.digest.hexdigest()}",
                "name": path.rpartition("/")[2],
                "path": path,
            }
        )

    def put(self, path: str, content: bytes) -> None:
        with self.open(path) as member:
            member.write(content)


class _Archive:
    """The WARC of one page."""

    def __init__(self, place: TakesBytes, chosen: ChosenPage, at: str) -> None:
        self._chosen = chosen
        self._at = at
        seed = f"{chosen.address}\n{chosen.at}"
        self._warc = WarcWriter(place, seed=seed, at=at, digests_members=True)
        self.records = [self._warc.warcinfo(_SOFTWARE)]
        self.left_out: list[str] = []
        self._addresses: set[str] = set()

    def write_page(self) -> None:
        """Write the page itself, as the answer of its address."""
        pair = self._warc.exchange(
            self._chosen.address,
            self._at,
            status=200,
            headers=(("Content-Type", _HTML),),
            protocol="",
            body=self._chosen.html,
        )
        self.records += pair
        self.page = pair[1]
        self._addresses.add(self.page.address)

    def write_resources(self, resources: Iterable[KeptResource]) -> None:
        """Write what the page shows, each address once."""
        for resource in resources:
            address = ascii_address(resource.address)
            if address in self._addresses or not is_web_address(address):
                self.left_out.append(resource.address)
                continue
            self._addresses.add(address)
            self.records += self._warc.exchange(
                address,
                resource.at,
                status=resource.status,
                headers=resource.headers,
                protocol=resource.protocol,
                body=Body(resource.length, resource.read),
            )

    def write_pictures(self, pictures: Rendered) -> None:
        """Write how the page looked, under addresses of our own: no replay takes them for it."""
        files = (
            ("page", pictures.page_png, "image/png"),
            ("post", pictures.post_png, "image/png"),
            ("print", pictures.pdf, "application/pdf"),
        )
        for kind, content, media_type in files:
            if content is not None:
                address = f"{_OUR_PICTURES[kind]}{self.page.address}"
                self.records.append(self._warc.resource(address, self._at, media_type, content))

    def write_about(self) -> None:
        """Write that the page was chosen from what stood there, and what is not in it."""
        chosen = self._chosen
        told: JsonObject = {
            "facts": cast("JsonObject", msgspec.to_builtins(chosen.facts)),
            "nl": "Gekozen uit de pagina zoals zij er stond; het antwoord is niet dat van de "
            "server, en vragen zijn zonder koppen bewaard.",
            "en": "Chosen from the page as it stood; the answer is not that of the server, and "
            "questions are kept without headers.",
            "records": {**self.counts, "metadata": 1},
            "shows": list(chosen.shows),
        }
        address = f"{ABOUT}{self.page.address}"
        self.records.append(self._warc.metadata(address, self._at, self.page, told))

    @property
    def counts(self) -> dict[str, int]:
        """Records by kind."""
        return dict(sorted(Counter(record.kind for record in self.records).items()))

    @property
    def missing(self) -> tuple[str, ...]:
        """Addresses that the page shows and that are not there."""
        return tuple(
            address
            for address in self._chosen.resources
            if ascii_address(address) not in self._addresses
        )


def _index(records: Iterable[WarcRecord]) -> bytes:
    """Write the index (CDXJ) of a WARC, in order of its keys."""
    lines = sorted(index_line(record) for record in records if record.kind in INDEXED)
    return "".join(lines).encode()


def index_line(record: WarcRecord) -> str:
    """Write the line of a record: key, moment, and what cdxj-indexer tells of it."""
    told = {"url": record.address}
    if record.media_type:
        told["mime"] = record.media_type
    if record.status:
        told["status"] = str(record.status)
    told |= {
        "digest": record.digest,
        "length": str(record.length),
        "offset": str(record.offset),
        "filename": ARCHIVE.rpartition("/")[2],
        "recordDigest": record.member_digest,
    }
    when = "".join(filter(str.isdigit, record.at))
    return f"{surt(record.address)} {when} {msgspec.json.encode(told).decode()}\n"


def _pages(chosen: ChosenPage, page: WarcRecord) -> bytes:
    head: JsonObject = {"format": "json-pages-1.0", "id": "pages", "title": "Pages"}
    told: JsonObject = {
        "id": page.id.rpartition(":")[2],
        "size": page.length,
        "title": _title(chosen, page),
        "ts": page.at,
        "url": page.address,
    }
    return canonical(head) + b"\n" + line_of_page(told, _sound(chosen.text)) + b"\n"


def line_of_page(told: JsonObject, text: str) -> bytes:
    """Write what the list tells of a page, with what the page says where that is not too much."""
    line = canonical({**told, "text": text})
    return line if len(line) <= LARGEST_PAGES // 2 else canonical(told)


def _title(chosen: ChosenPage, page: WarcRecord) -> str:
    return _sound(chosen.title or "")[:_LONGEST_TITLE] or page.address


def _sound(words: str) -> str:
    """Give words as UTF-8 can hold them: a page may hold half a symbol."""
    return words.encode("utf-8", "replace").decode()


def _datapackage(chosen: ChosenPage, members: _Members, archive: _Archive) -> JsonObject:
    return {
        "created": archive.page.at,
        "mainPageDate": archive.page.at,
        "mainPageUrl": archive.page.address,
        "profile": "data-package",
        "resources": list(members.resources),
        "software": _SOFTWARE,
        "title": _title(chosen, archive.page),
        "wacz_version": WACZ_VERSION,
        "weerklank": {"records": {**archive.counts}},
    }


def _digest(datapackage: bytes, at: str, signer: SignsWacz) -> JsonObject:
    """Write digest and signature of the manifest (wacz-auth 0.1.0, a key without a name)."""
    words = f"sha256:{hashlib.sha256(datapackage).hexdigest()}"
    return {
        "hash": words,
        "path": DATAPACKAGE,
        "signedData": {
            "created": at,
            "hash": words,
            "publicKey": signer.public_key,
            "signature": signer.sign(words),
            "software": _SOFTWARE,
            "version": AUTH_VERSION,
        },
    }

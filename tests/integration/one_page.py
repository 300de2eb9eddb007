"""A page of Voorbeelddam to write, and ways to spoil its file as nobody's writer would."""

import base64
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import orjson
from cryptography.hazmat.primitives.asymmetric import ec
from isal import igzip_lib

from weerklank.model.canonical import canonical
from weerklank.model.page import ChosenPage, KeptResource, PageFacts, Rendered
from weerklank.package.wacz_signing import WaczSigner
from weerklank.package.wacz_writer import (
    ARCHIVE,
    DATAPACKAGE,
    DIGEST,
    INDEX,
    INDEXED,
    PAGES,
    WaczWritten,
    index_line,
    write_wacz,
)
from weerklank.package.warc_check import check_warc
from weerklank.testing.png import encode_png

HOST = "https://social.voorbeelddam.example"
ADDRESS = f"{HOST}/@gemeente/113?b=2&a=1"
PNG = encode_png(8, 8, [(9, 9, 9)], [bytes(8)] * 8)
FILM = hashlib.shake_256(b"film").digest(1_500_000)
HTML = (
    "<!doctype html><html lang=nl><head><title>Bericht</title><link rel=stylesheet "
    f"href={HOST}/stijl.css></head><body><p id=t>De brug is weer open é"
    f"<img src={HOST}/beeld.png><video src={HOST}/film.mp4></video></body></html>"
).encode()
KEY = ec.derive_private_key(113, ec.SECP384R1())
SIGNER = WaczSigner(KEY)

RESOURCES = (
    (f"{HOST}/beeld.png", PNG, "image/png"),
    (f"{HOST}/film.mp4", FILM, "video/mp4"),
    (f"{HOST}/stijl.css", b"p { color: rgb(1, 2, 3) }\n" * 50_000, "text/css; charset=utf-8"),
    (f"{HOST}/leeg.svg?Ü=a b", b"", "image/svg+xml"),
)


def chosen(**changed: object) -> ChosenPage:
    page = ChosenPage(
        address=f"{ADDRESS}#top",
        at="2026-11-27T03:00:00.250Z",
        title="Bericht van gemeente Voorbeelddam",  # type: ignore[arg-type] # plain text of a test
        html=HTML,
        text="De brug is weer open é",
        resources=tuple(address for address, _, _ in RESOURCES),
        shows=("0" * 26,),
        post_box=None,
        facts=PageFacts(map=1, stopped="quiet", grey=2),
    )
    return replace(page, **changed)  # type: ignore[arg-type] # passed on as it came


def kept(
    address: str, body: bytes, kind: str, length: int | None = None, **more: object
) -> KeptResource:
    def read() -> Iterator[bytes]:
        return (body[at : at + 65_000] for at in range(0, len(body), 65_000))

    resource = KeptResource(
        address=address,
        status=200,
        headers=(("content-type", kind), ("Content-Encoding", "br"), ("Content-Length", "1")),
        protocol="h2",
        at="2026-11-27T03:00:01Z",
        length=len(body) if length is None else length,
        read=read,
    )
    return replace(resource, **more)  # type: ignore[arg-type] # passed on as it came


def write(
    page: ChosenPage | None = None,
    resources: list[KeptResource] | None = None,
    pictures: Rendered | None = None,
) -> tuple[bytes, WaczWritten]:
    place = io.BytesIO()
    if resources is None:
        resources = [kept(*one) for one in RESOURCES]
    written = write_wacz(place, page or chosen(), resources, pictures, SIGNER)
    return place.getvalue(), written


def whole() -> bytes:
    return write(pictures=Rendered(page_png=PNG, post_png=PNG, pdf=b"%PDF-1.7\n"))[0]


@dataclass
class Parts:
    """The file of a page, taken apart to change one thing in it and make the rest fit."""

    #: Records, unpacked, each to become a member.
    records: list[bytes]
    index: bytes
    pages: bytes
    datapackage: dict
    signer: WaczSigner = SIGNER

    @classmethod
    def of(cls, content: bytes) -> "Parts":
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            warc = pack.read(ARCHIVE)
            datapackage = orjson.loads(pack.read(DATAPACKAGE))
            return cls(members(warc), pack.read(INDEX), pack.read(PAGES), datapackage)

    def put_together(self, members: Callable[[list[bytes]], bytes] | None = None) -> bytes:
        """Give a file of which manifest and signature fit whatever is in it."""
        warc = (members or packed)(self.records)
        files = {ARCHIVE: warc, INDEX: self.index, PAGES: self.pages}
        self.datapackage["resources"] = [
            {
                "bytes": len(content),
                "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
                "name": path.rpartition("/")[2],
                "path": path,
            }
            for path, content in files.items()
        ]
        datapackage = canonical(self.datapackage)
        words = f"sha256:{hashlib.sha256(datapackage).hexdigest()}"
        signed = {
            "created": self.datapackage["created"],
            "hash": words,
            "publicKey": self.signer.public_key,
            "signature": self.signer.sign(words),
            "software": self.datapackage["software"],
            "version": "0.1.0",
        }
        files[DATAPACKAGE] = datapackage
        files[DIGEST] = canonical({"hash": words, "path": DATAPACKAGE, "signedData": signed})
        return zipped(files)

    def made_to_fit(self, members: Callable[[list[bytes]], bytes] | None = None) -> bytes:
        """Give a file of which counts, index and the line of the page fit its records as well."""
        kinds = [re.search(rb"WARC-Type: (\w+)", record)[1].decode() for record in self.records]  # type: ignore[index] # each has one
        counts = {kind: kinds.count(kind) for kind in kinds}
        self.datapackage["weerklank"]["records"] = counts
        head, end, block = self.records[-1].partition(b"\r\n\r\n")
        about = canonical({**orjson.loads(block), "records": counts})
        self.records[-1] = summed(head + end + about + b"\r\n\r\n")
        warc = (members or packed)(self.records)
        found = check_warc(io.BytesIO(warc), 0, len(warc), ARCHIVE).records
        lines = (index_line(one).encode() for one in found if one.kind in INDEXED)
        self.index = b"".join(sorted(lines))
        first, page, _ = self.pages.split(b"\n")
        told = orjson.loads(page)
        shown = [one for one in found if one.kind == "response" and one.address == told["url"]]
        size = shown[-1].length
        self.pages = first + b"\n" + canonical({**told, "size": size}) + b"\n"
        return self.put_together(members)


def summed(record: bytes) -> bytes:
    """Give a record with lengths and digests that fit what is in it."""
    head, end, block = record.partition(b"\r\n\r\n")
    block = block.removesuffix(b"\r\n\r\n")
    payload = block
    if b"WARC-Type: response" in head:
        lines, gap, payload = block.partition(b"\r\n\r\n")
        length = b"\r\nContent-Length: %d" % len(payload)
        block = re.sub(rb"\r\nContent-Length: \d+", length, lines) + gap + payload
    for name, content in ((b"Block", block), (b"Payload", payload)):
        digest = b"%b-Digest: sha256:%b" % (name, hashlib.sha256(content).hexdigest().encode())
        head = re.sub(name + rb"-Digest: sha256:\w+", digest, head)
    head = re.sub(rb"\r\nContent-Length: \d+", b"\r\nContent-Length: %d" % len(block), head)
    return head + end + block + b"\r\n\r\n"


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w", method) as pack:
        for path, content in files.items():
            about = zipfile.ZipInfo(path, (2026, 11, 27, 3, 0, 0))
            about.create_system = 3
            about.external_attr = 0o100644 << 16
            about.compress_type = method
            pack.writestr(about, content)
    return place.getvalue()


def packed(records: list[bytes]) -> bytes:
    return b"".join(pack(record) for record in records)


def pack(record: bytes) -> bytes:
    return igzip_lib.compress(record, level=2, flag=igzip_lib.COMP_GZIP, hist_bits=15)


def members(warc: bytes) -> list[bytes]:
    """Unpack each gzip member by itself, with the standard library."""
    found = []
    while warc:
        reader = zlib.decompressobj(wbits=31)
        found.append(reader.decompress(warc) + reader.flush())
        warc = reader.unused_data
    return found


def public_der() -> bytes:
    return base64.b64decode(SIGNER.public_key)

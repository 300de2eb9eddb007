#!/usr/bin/env python3
"""Check a proof of one item, or a whole archive of Weerklank, without Weerklank.

    python3 weerklank_verify.py PROOF.json [--media FILE ...] [--key FILE_OR_VKEY] [--tsa-ca FILE]
    python3 weerklank_verify.py ARCHIVE_FOLDER [--deep] [--key FILE_OR_VKEY] [--tsa-ca FILE]

Needs Python 3.8 or later and nothing else; signatures and time stamps are checked with `openssl`
where it is installed. Written from "The archive format, version 1" (docs/format/README.md).

Exit code: 0 all that could be checked is good; 1 something failed; 2 neither proof nor archive;
3 the result could not be written.
Not to be seen from the files alone: an archive that was put back as a whole to an older state.
Compare the size of the newest checkpoint with one that was published or stamped elsewhere.
"""

from __future__ import annotations

import binascii
import contextlib
import hashlib
import json
import os
import re
import stat
import sys
from collections.abc import Iterator
from io import TextIOWrapper
from itertools import zip_longest
from typing import BinaryIO, NamedTuple, TypeVar

OK, FAILED, UNCHECKED = "OK", "FAILED", "NOT CHECKED"
SHOWN = {OK: "goed / passed", FAILED: "FOUT / FAILED", UNCHECKED: "niet nagegaan / not checked"}
LARGEST = 64 << 20  # bytes of a proof, an inventory, a statement, one line
FINDINGS_KEPT = 10_000  # for --json
BOOKS = ("register", "decisions", "journal", "access")
TOP_FOLDERS = "|".join(("objects", "open", "sealed", "blind", "log", "index", *BOOKS))
TOP_FILES = ("weerklank-archive.json", "README.txt", "weerklank_verify.py")
# README.txt of this version: bytes of each piece and what of the archive follows it, and the hash
# of all pieces.
README_PIECES = (
    (27, "organisation"),
    (22, "created"),
    (18, "origin"),
    (115, "organisation"),
    (3376, "organisation"),
    (8980, ""),
)
README_HASH = "a60a7974f1c40b8366bf3d98f559ff1b26f9b9cac7bd080404eb2b3ceac67d86"
INVENTORY, SIDECAR, MANIFEST = "inventory.json", "inventory.json.sha256", "manifest-sha256.txt"
CONTENT = "v1/content"
VAULTS = {"objects": "g", "sealed": "s"}  # OCFL storage roots and what goes before a generation
ACCOUNT, MONTH, PART = "a[0-9]{4,}", "[0-9]{4}-[0-9]{2}", "[0-9]{4}"
# Of the blind index: hexadecimal digits of key and value.
TABLES = {"persons": (32, 34), "pseudonyms": (32, 6), "words": (64, 2), "threads": (64, 4)}
REPAIR = "repair-[0-9a-z]{6}"
WORKING = {  # in open/, no part of the record: what names there are of files and of folders
    "locks": (
        (
            r"((catalogue|decisions|log|mail|register|transfer|(account|connection|portability)-"
            rf"{ACCOUNT})\.lock|{ACCOUNT}\.fence)"
        ),
        "",
    ),
    "spool": (
        "",
        rf"((job-)?{ACCOUNT}-[0-9a-f]{{12}}|rewrite-{ACCOUNT}-{MONTH}-{PART}(-sealed)?|{REPAIR})",
    ),
    "trash": ("", f"({ACCOUNT}-)?{MONTH}-.+-[0-9a-z]{{6}}"),
}
EVENT_NAME = r"[0-9]{9}-[^-/]+-[0-9]+\.json"
EVENT = f"({'|'.join(BOOKS)})/[0-9]{{4}}/[0-9]{{2}}/[0-9]{{2}}/{EVENT_NAME}"
LEAVES = "(?:[0-9]{12}|[1-9][0-9]{12,17})"  # a number of leaves in a name: at least twelve digits
TILE = re.compile(r"log/tile/([0-9]{1,2})/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([0-9]{1,3}))?")
ALWAYS = {"first", "leaves", "kind"}
PACKAGE_KEYS = {*ALWAYS, "package", "records", "generation", "manifest", "run"}
# In the journal: of runs, and of what was read again by a better mapping.
WORK_BEGUN, WORK_ENDED = ("run.started", "mapping.begun"), ("run.finished", "mapping.done")
WORK = (*WORK_BEGUN, *WORK_ENDED, "package.finished", "month.closed")
# Decisions by which a rewrite begins, and by which it is done (3.4).
ENDING = ("term.begun", "originals.begun")  # of originals alone
BEGUN = ("destruction.begun", "closing.begun", "privacy.begun", *ENDING)
CERTIFIED = "destruction.certified"
DONE = ("destruction.executed", "closing.done", "privacy.corrected", "term.done", "originals.done")
WORK_KEYS = ("account", "fence", "manifest", "month", "run", "sealed_manifest")
# The version of the format that this program reads.
FORMAT, PROOF_FORMAT = 1, "weerklank-proof/1"
PROOF_KEYS = {"format", "record", "source", "salt", "media", "leaf", "size", "path"}
PROOF_KEYS |= {"checkpoint", "key", "timestamp"}
MEDIUM_KEYS = {"id", "salt", "digest", "file"}
SPKI = bytes.fromhex("302a300506032b6570032100")  # what goes before the 32 bytes of an Ed25519 key
# RFC 8032, 7.1, test 2: tells a bad signature from an openssl that can't do Ed25519.
KNOWN_KEY = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
KNOWN_SIGNATURE = (
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)
T = TypeVar("T")


class Unreadable(ValueError):
    """Something that is not what it should be."""


BROKEN = (ValueError, OSError, EOFError, RecursionError, MemoryError)


class Unchecked(Exception):
    """Something that can't be checked here."""


class NotTold(Exception):
    """A result that could not be written: no fault of what is checked."""


def tell(line: str) -> None:
    """Write a line of the result; NotTold when nobody can read it."""
    if sys.stdout is None:
        raise NotTold("geen standaarduitvoer / no standard output")
    try:
        print(line, flush=True)
    except OSError as error:
        raise NotTold(error.strerror or "?") from error


def demand(good: object, message: str) -> None:
    """Raise Unreadable unless something is so."""
    if not good:
        raise Unreadable(message)


def printable(text: str) -> str:
    """Make text of others harmless for a terminal."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


class Report:
    """Collects results; says them at once unless it is silent."""

    def __init__(self, *, silent: bool, passed: bool) -> None:
        self.items: list[dict[str, str]] = []
        self.counts: dict[str, int] = {}
        self._silent, self._passed = silent, passed

    def add(self, result: str, code: str, message: str, path: str = "") -> None:
        """Add the result of one check; what passed is told or only counted."""
        for key in (result, f"{code} {result}"):
            self.counts[key] = self.counts.get(key, 0) + 1
        if result == OK and not self._passed:
            return
        item = {"check": code, "result": result, "path": path, "message": message}
        item = {key: printable(text) for key, text in item.items()}
        if len(self.items) < FINDINGS_KEPT:
            self.items.append(item)
        if not self._silent:
            tell(f"{SHOWN[result]}: {code}: {item['path']} {item['message']}")

    @contextlib.contextmanager
    def judge(self, code: str, message: str = "", path: str = "") -> Iterator[None]:
        """Judge a block: good, unless it raises what broken input raises, or Unchecked."""
        try:
            yield
        except BROKEN as error:
            self.add(FAILED, code, f"{message} {error}".strip(), path)
        except Unchecked as error:
            self.add(UNCHECKED, code, str(error), path)
        else:
            self.add(OK, code, message, path)


# --- Reading what others wrote -----------------------------------------------------------------


def get(value: object, key: str, kind: type[T]) -> T:
    """Give a value of an object, of the kind that it must be; a number is 0 or more."""
    found = value.get(key) if isinstance(value, dict) else None
    if not isinstance(found, kind) or isinstance(found, bool):
        raise Unreadable(f"'{key}' ontbreekt of is geen / is missing or no {kind.__name__}")
    demand(not isinstance(found, int) or 0 <= found < 1 << 62, f"'{key}'")
    return found


def unhex(text: object, size: int) -> bytes:
    """Read exactly `size` bytes of lower-case hexadecimal."""
    if not isinstance(text, str) or not re.fullmatch(f"[0-9a-f]{{{2 * size}}}", text):
        raise Unreadable(f"geen / not {size} bytes in hexadecimal")
    return bytes.fromhex(text)


def unbase64(text: str) -> bytes:
    """Read base64 in its one canonical spelling."""
    raw = binascii.a2b_base64(text.encode("ascii"))
    demand(binascii.b2a_base64(raw, newline=False).decode() == text, "base64")
    return raw


def _short_int(digits: str) -> int:
    demand(len(digits) <= 30, "een getal is te lang / a number is too long")
    return int(digits)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    demand(len(dict(pairs)) == len(pairs), "een sleutel staat er twee keer / a key stands twice")
    return dict(pairs)


def parse_json(text: bytes) -> object:
    """Read JSON strictly: UTF-8, no key twice, no endless numbers."""
    value: object = json.loads(text.decode(), parse_int=_short_int, object_pairs_hook=_unique)
    return value


def canonical(value: object) -> bytes:
    """Write a value as canonical JSON."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def read_canonical(line: bytes) -> object:
    """Read a canonical line; Unreadable when writing it again does not give the same bytes.

    A fraction keeps the spelling that it has, since programs differ in the shortest form (1e-5,
    1e-05, 0.00001); all else is compared exactly. In what is given back a fraction is text.
    """
    text = line.decode()
    mark = next((c for c in map(chr, range(0xE000, 0xF900)) if c not in text), "")
    value: object = json.loads(
        text, parse_int=_short_int, parse_float=lambda digits: mark + digits + mark
    )
    again = canonical(value).decode()
    if mark and mark in again:
        again = again.replace(f'"{mark}', "").replace(f'{mark}"', "")
    demand(mark and again == text, "geen canonieke JSON / not canonical JSON")
    return value


# --- The Merkle tree (RFC 6962) ----------------------------------------------------------------


def sha256(content: bytes) -> bytes:
    """Hash."""
    return hashlib.sha256(content).digest()


def leaf_hash(entry: bytes) -> bytes:
    """Hash an entry into its leaf."""
    return sha256(b"\x00" + entry)


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two nodes into their parent."""
    return sha256(b"\x01" + left + right)


def fold(hashes: list[bytes]) -> bytes:
    """Give the root over nodes of one level; a lone last one rises as it is."""
    while len(hashes) > 1:
        lone = hashes[-1:] if len(hashes) % 2 else []
        hashes = [*map(node_hash, hashes[::2], hashes[1::2]), *lone]
    return hashes[0] if hashes else sha256(b"")


def climb(leaf: int, size: int, digest: bytes, path: list[bytes]) -> bytes:
    """Climb from a leaf to the root; Unreadable when the path does not fit the tree."""
    demand(leaf < size, "het blad ligt buiten de boom / the leaf lies outside the tree")
    node, last = leaf, size - 1
    for step in path:
        demand(last, "het pad is te lang / the path is too long")
        if node & 1 or node == last:
            digest = node_hash(step, digest)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            digest = node_hash(digest, step)
        node, last = node >> 1, last >> 1
    demand(last == 0, "het pad is te kort / the path is too short")
    return digest


def tile_path(level: int, number: int, width: int = 256) -> str:
    """Give the path of a tile (C2SP tlog-tiles)."""
    groups = f"{number % 1000:03d}"
    while number >= 1000:
        number //= 1000
        groups = f"x{number % 1000:03d}/{groups}"
    return f"log/tile/{level}/{groups}" + ("" if width == 256 else f".p/{width}")


# --- Signatures and time stamps ----------------------------------------------------------------


class Key(NamedTuple):
    """A public key of a log; one from a PEM file has no name."""

    name: str
    public: bytes

    def identifier(self, name: str = "") -> bytes:
        """Give the four bytes by which a note says that this key signed it."""
        return sha256((self.name or name).encode() + b"\n\x01" + self.public)[:4]

    @property
    def pem(self) -> bytes:
        """Write the key as openssl reads it."""
        encoded = binascii.b2a_base64(SPKI + self.public)
        return b"-----BEGIN PUBLIC KEY-----\n" + encoded + b"-----END PUBLIC KEY-----\n"


def parse_key(text: str) -> Key:
    """Read a C2SP verifier key, or the PEM of an Ed25519 key."""
    if text.startswith("-----BEGIN"):
        key = Key("", binascii.a2b_base64("".join(text.split("\n")[1:-2]))[len(SPKI) :])
        demand(key.pem.split() == text.encode().split() and len(key.public) == 32, "Ed25519")
        return key
    name, identifier, encoded = text.strip().split("+", 2)
    raw = unbase64(encoded)
    demand(name and len(raw) == 33 and raw[0] == 1, "geen sleutel / not a key")
    demand(Key(name, raw[1:]).identifier().hex() == identifier, "sleutel-id / key id")
    return Key(name, raw[1:])


class Note(NamedTuple):
    """A checkpoint: what was signed, and by which keys."""

    text: bytes
    origin: str
    size: int
    root: bytes
    previous: int
    signatures: list[tuple[str, bytes]]


def parse_note(note: bytes) -> Note:
    """Read a checkpoint (C2SP tlog-checkpoint, signed note)."""
    text, _, rest = note.decode().rpartition("\n\n")
    form = "[^\n]+\n(0|[1-9][0-9]{0,17})\n[^\n]+\nprevious (0|[1-9][0-9]{0,17})"
    demand(re.fullmatch(form, text), "checkpoint")
    demand(re.fullmatch("(\u2014 [^ \n]+ [^ \n]+\n)+", rest), "handtekening / signature")
    origin, size, root, previous = text.split("\n")
    pairs = [line.split(" ")[1:] for line in rest[:-1].split("\n")]
    signatures = [(name, unbase64(encoded)) for name, encoded in pairs]
    before = int(previous[9:])
    demand(before < int(size), "previous")
    return Note(f"{text}\n".encode(), origin, int(size), unbase64(root), before, signatures)


def openssl(command: str, **files: bytes) -> bool:
    """Run openssl on files in a folder of our own; Unchecked when there is no openssl."""
    import subprocess
    import tempfile
    from pathlib import Path

    quiet = subprocess.DEVNULL
    with tempfile.TemporaryDirectory(prefix="weerklank-") as folder:
        for name, content in files.items():
            Path(folder, name).write_bytes(content)
        call = ["openssl", *command.split()]
        try:
            done = subprocess.run(
                call, cwd=folder, stdin=quiet, stdout=quiet, stderr=quiet, timeout=60, check=False
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise Unchecked(f"geen openssl / no openssl: {error}") from error
    return done.returncode == 0


def ed25519(public: bytes, text: bytes, signature: bytes) -> bool:
    """Check an Ed25519 signature with openssl."""
    command = "pkeyutl -verify -pubin -inkey key -rawin -in text -sigfile signature"
    return openssl(command, key=Key("", public).pem, text=text, signature=signature)


def check_note(note: Note, keys: list[Key]) -> None:
    """Check the signature of one of these keys; Unchecked when openssl is not up to it."""
    for name, blob in note.signatures:
        for key in keys:
            if name != note.origin or blob[:4] != key.identifier(name):
                continue
            if key.name in ("", name) and len(blob) == 68:
                if ed25519(key.public, note.text, blob[4:]):
                    return
                if not ed25519(bytes.fromhex(KNOWN_KEY), b"\x72", bytes.fromhex(KNOWN_SIGNATURE)):
                    raise Unchecked("deze openssl kan geen / this openssl can't do Ed25519")
    raise Unreadable("geen goede handtekening van de sleutel / no good signature of the key")


def is_one_value(der: bytes) -> bool:
    """Tell whether these bytes are one DER sequence and nothing behind it."""
    if len(der) < 2 or der[0] != 0x30:
        return False
    more = der[1] & 0x7F if der[1] > 0x7F else 0
    length = int.from_bytes(der[2 : 2 + more], "big") if more else der[1]
    return len(der) == 2 + more + length


def check_stamp(stamp: bytes, note: bytes, authority: bytes) -> None:
    """Check an RFC 3161 time stamp over a checkpoint, with certificates as they were then."""
    import calendar
    import time

    demand(is_one_value(stamp), "bytes achter de tijdstempel / behind the time stamp")
    place = stamp.find(sha256(note))
    demand(place >= 0, "de tijdstempel is van iets anders / the time stamp is of something else")
    if not authority:
        raise Unchecked("geen --tsa-ca gegeven / no --tsa-ca given")
    said = re.compile(rb"\x18[\x0f-\x1f]([0-9]{14})(\.[0-9]+)?Z").search(stamp, place)
    demand(said, "geen tijd / no time")
    command = "ts -verify -data note -in stamp -CAfile authority"
    with contextlib.suppress(ValueError, AttributeError):
        moment = time.strptime(said.group(1).decode(), "%Y%m%d%H%M%S") if said else None
        command += f" -attime {calendar.timegm(moment)}" if moment else ""
    good = openssl(command, note=note, stamp=stamp, authority=authority)
    demand(good, "openssl ts -verify")


# --- Proof of one item (chapter 8) -------------------------------------------------------------


class Proof:
    """A proof of one item; Unreadable when the JSON is none."""

    def __init__(self, raw: object) -> None:
        demand(get(raw, "format", str) == PROOF_FORMAT, "format")
        texts = [get(raw, key, str).encode() for key in ("record", "source", "checkpoint")]
        self.record, self.source, self.checkpoint = texts
        more: dict[str, object] = {"media": [], "timestamp": "", **get({"": raw}, "", dict)}
        self.timestamp = unbase64(get(more, "timestamp", str))
        self.salt = unhex(get(raw, "salt", str), 16)
        self.rows = get(more, "media", list)
        self.media = {get(m, "id", str): m for m in self.rows}
        self.salts = {name: unhex(get(m, "salt", str), 16) for name, m in self.media.items()}
        self.leaf, self.size = get(raw, "leaf", int), get(raw, "size", int)
        steps = get(raw, "path", list)
        demand(len(steps) <= 64, "path: > 64")
        self.path = [unhex(step, 32) for step in steps]
        self.note, self.key = parse_note(self.checkpoint), parse_key(get(raw, "key", str))
        self.unknown = sorted({*get({"": raw}, "", dict)} - PROOF_KEYS)
        for medium in self.rows:
            self.unknown += [f"media {medium['id']}: {k}" for k in {*medium} - MEDIUM_KEYS]

    def check(self, report: Report, keys: list[Key], files: list[str], authority: bytes) -> None:
        """Check everything that a proof claims."""
        for key in self.unknown:
            text = "valt niet onder het bewijs / is not covered by the proof"
            report.add(FAILED, "unknown", f"'{key}' {text}")
        with report.judge("record", "canonieke JSON / canonical JSON"):
            record = read_canonical(self.record)
            demand(get(record, "id", str), "id")
        with report.judge("source", "canonieke JSON / canonical JSON"):
            read_canonical(self.source)
        note, own = self.note, self.key.identifier(self.note.origin).hex()
        place = f"blad / leaf {self.leaf}, checkpoint {note.size} ({note.origin})"
        with report.judge("inclusion", place):
            leaf = leaf_hash(sha256(self.salt + self.record + b"\n" + self.source))
            root = climb(self.leaf, self.size, leaf, self.path)
            demand(self.size == note.size and root == note.root, "past niet / does not fit")
        with report.judge("key", f"sleutel / key {own} = --key"):
            if not keys:
                raise Unchecked(
                    f"sleutel {own} komt uit het bewijs zelf: vergelijk haar met de sleutel "
                    f"die de organisatie bekendmaakt / key {own} was taken from the proof itself: "
                    "compare it with the one that the organisation published"
                )
            same = [k for k in keys if k.public == self.key.public]
            demand(any(k.name in ("", self.key.name) for k in same), "een andere / another key")
        with report.judge("signature", "Ed25519"):
            demand(len(note.signatures) == 1, "handtekeningen / signatures")
            check_note(note, [self.key])
        if report.counts.get(f"signature {UNCHECKED}"):
            warning = (
                "zonder de handtekening toont dit bewijs alleen dat het in zichzelf klopt / "
                "without the signature this proof shows internal consistency only"
            )
            report.add(UNCHECKED, "signature", warning)
        with report.judge("timestamp", "RFC 3161"):
            if not self.timestamp:
                raise Unchecked("geen tijdstempel in het bewijs / no time stamp in the proof")
            check_stamp(self.timestamp, self.checkpoint, authority)
        self._check_media(report, files)

    def _check_media(self, report: Report, files: list[str]) -> None:
        with report.judge("media-list", "als in het record / as in the record"):
            record = read_canonical(self.record)
            stated = record.get("media", []) if isinstance(record, dict) else []
            demand(isinstance(stated, list), "media")
            rows = [m for m in stated if "file" in get({"": m}, "", dict)]
            keys = ("id", "digest", "file")
            mine = [[m.get(key) for key in keys] for m in self.rows]
            demand(
                mine == [[get(m, key, str) for key in keys] for m in rows], "verschilt / differs"
            )
        found = set()
        for file in files:
            with report.judge("media", file):
                names = {n for n, m in self.media.items() if self._fits(n, m.get("digest"), file)}
                demand(names, "hoort niet bij dit bewijs / does not belong to this proof")
                found |= names
        for name in sorted(self.media.keys() - found):
            report.add(
                UNCHECKED, "media", f"{name}: geen bestand gegeven / no file given (--media)"
            )

    def _fits(self, name: str, digest: object, file: str) -> bool:
        with open_plain(file) as stream:
            return digest_stream(stream, self.salts[name]) == digest

    def facts(self, *, show: bool) -> dict[str, object]:
        """Give what a person wants to know of the record."""
        with contextlib.suppress(*BROKEN):
            record = read_canonical(self.record)
            if isinstance(record, dict):
                text = str(record.get("text", ""))
                facts = {key: str(record.get(key)) for key in ("id", "account", "created_at")}
                return {**facts, "characters": len(text), **({"text": text} if show else {})}
        return {}


# --- Files below one folder --------------------------------------------------------------------


def open_plain(path: str) -> BinaryIO:
    """Open a plain file; Unreadable when it is anything else."""
    flags = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, os.O_RDONLY | flags)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise Unreadable("geen gewoon bestand / not a plain file")
    return os.fdopen(handle, "rb")


def read_limited(stream: BinaryIO, limit: int = LARGEST) -> bytes:
    """Read a file to its end, up to a limit."""
    content = stream.read(limit + 1)
    demand(len(content) <= limit, f"meer dan / more than {limit} bytes")
    return content


def digest_stream(stream: BinaryIO, salt: bytes = b"") -> str:
    """Hash a file after a salt, in flat memory."""
    digest = hashlib.sha256(salt)
    for piece in iter(lambda: stream.read(1 << 18), b""):
        digest.update(piece)
    return digest.hexdigest()


class Tree:
    """Reads what lies below one folder and nothing else: no link is followed."""

    def __init__(self, root: str, report: Report) -> None:
        self.root, self.report = root, report

    def _real(self, path: str) -> str:
        """Give where a path lies, after a look at every name on the way."""
        parts = path.split("/") if path else []
        demand(not {"", ".", ".."} & set(parts), "een pad naar elders / a path to elsewhere")
        where = self.root
        for part in parts:
            where += f"/{part}"
            demand(not stat.S_ISLNK(os.lstat(where).st_mode), "een koppeling / a link")
        return where

    def open(self, path: str) -> BinaryIO:
        """Open a plain file."""
        return open_plain(self._real(path))

    def read(self, path: str, limit: int = LARGEST) -> bytes:
        """Read a small file."""
        with self.open(path) as stream:
            return read_limited(stream, limit)

    def has(self, path: str) -> bool:
        """Tell whether there is something by a name."""
        folder, _, name = path.rpartition("/")
        with contextlib.suppress(*BROKEN):
            return bool(os.lstat(f"{self._real(folder)}/{name}"))
        return False

    def digest(self, path: str, salt: bytes = b"") -> str:
        """Hash a file."""
        with self.open(path) as stream:
            return digest_stream(stream, salt)

    def exact(self, path: str, content: bytes) -> None:
        """Check a file whose content is given."""
        with self.report.judge("file", path=path):
            demand(self.read(path) == content, "andere inhoud dan hoort / other content than due")

    def lines(self, path: str) -> Iterator[bytes]:
        """Give the lines of a gzip file, in flat memory."""
        import gzip
        import zlib

        try:
            with self.open(path) as packed, gzip.open(packed) as stream:
                for line in iter(lambda: stream.readline(LARGEST), b""):
                    demand(line.endswith(b"\n"), "een regel is te lang / a line is too long")
                    yield line[:-1]
        except zlib.error as error:
            raise Unreadable(f"gzip: {error}") from error

    def odd(self, path: str) -> None:
        """Report what should not be there."""
        self.report.add(FAILED, "unexpected", "hoort hier niet / does not belong here", path)

    def listing(
        self, folder: str, folders: str = "", files: str = "", *, written: bool = True
    ) -> list[str]:
        """Give the sorted names in a folder that have one of two forms; others are findings.

        `written` tells whether files are written there, of which one may be left unfinished.
        """
        good: list[str] = []
        if not self.has(folder):
            return good
        with self.report.judge("folder", path=folder):
            for entry in sorted(os.scandir(self._real(folder)), key=lambda entry: entry.name):
                path = f"{folder}/{entry.name}" if folder else entry.name
                form = folders if entry.is_dir(follow_symlinks=False) else files
                file = entry.is_file(follow_symlinks=False)
                plain = file or entry.is_dir(follow_symlinks=False)
                if written and file and entry.name.endswith(".new"):
                    text = "nooit afgeschreven / was never finished"
                    self.report.add(UNCHECKED, "unfinished", text, path)
                elif plain and re.fullmatch(form, entry.name, re.DOTALL):
                    good.append(entry.name)
                else:
                    self.odd(path)
        return good

    def walk(self, folder: str, *, written: bool = False) -> Iterator[str]:
        """Give all files below a folder; an empty folder is a finding (not of pruned tiles)."""
        waiting = [folder] if self.has(folder) else []
        while waiting:
            path = waiting.pop()
            if not stat.S_ISDIR(os.lstat(f"{self.root}/{path}").st_mode):
                yield path
                continue
            names = self.listing(path, ".+", ".+", written=written)
            waiting += [f"{path}/{name}" for name in reversed(names)]
            if not names and not re.fullmatch(r"log/tile/.*\.p", path):
                self.odd(path)


# --- The log (chapter 7) -----------------------------------------------------------------------


def split(content: bytes) -> list[bytes]:
    """Cut a tile into hashes."""
    return [content[i : i + 32] for i in range(0, len(content), 32)]


def certificate(event: object) -> list[str]:
    """Give the certificate that a decision on a time-stamp authority names; none of others."""
    if (get(event, "book", str), get(event, "kind", str)) != ("decisions", "timestamp.set"):
        return []
    return [get(get(event, "data", dict), "certificate", str)]


def joined(certificates: list[str]) -> bytes:
    """Write certificates one after the other, each once."""
    lines = (one if one.endswith("\n") else f"{one}\n" for one in dict.fromkeys(certificates))
    return "".join(lines).encode()


class Log:
    """Checks the log of an archive, and tells what it says of packages and events."""

    def __init__(self, tree: Tree, origin: str, keys: list[Key], authority: bytes) -> None:
        self.tree, self.report, self.origin, self.authority = tree, tree.report, origin, authority
        self.heads: list[tuple[int, bytes]] = []
        self.files: set[str] = set()
        self.stamps: dict[int, set[str]] = {}  # size -> SHA-256 of stamps that were obtained
        self.work: dict[str, dict[str, object]] = {}  # what events of WORK say, by file
        self.access: dict[str, list[int]] = {}  # of who looked at what: by day, leaves of events
        self.ended: dict[str, int] = {}  # up to which leaf those were destroyed by their term
        self.lost: dict[str, int] = {}  # files of it that are not there, with their leaves
        self.certificates: list[str] = []  # of time-stamp authorities, as was decided
        self.made = ""  # the first event of the register, which says what archive this is
        # (package, in the vault) -> generation -> (first leaf, records, manifest, run)
        self.packages: dict[tuple[str, bool], dict[int, tuple[int, int, str, str]]] = {}
        self.merged: dict[str, str] = {}  # package -> the one that it went up in
        # package -> first leaf -> (records, answers of an API)
        self.answers: dict[str, dict[int, tuple[int, int]]] = {}
        self._cached: tuple[int, int, bytes] = (-1, -1, b"")
        self._stamped: list[int] = []
        published = self._read_keys()
        self._keys = keys or published
        for key in published if not keys else ():
            text = (
                f"sleutel {key.identifier().hex()} komt uit het archief zelf: vergelijk haar met "
                "de sleutel die de organisatie bekendmaakt / key was taken from the archive "
                "itself: compare it with the one that the organisation published"
            )
            self.report.add(UNCHECKED, "key", text)

    def check(self) -> None:
        """Check checkpoints, tiles and statements."""
        self._read_checkpoints()
        self.size = max((size for size, _ in self.heads), default=0)
        if not self.heads:
            self.report.add(UNCHECKED, "log", "nog geen checkpoint / no checkpoint yet", "log")
        self._roll()
        for path in self.tree.walk("log/tile", written=True) if self.size else ():
            self._check_other_tile(path)
        self._read_statements()
        self.check_lost()

    def _read_keys(self) -> list[Key]:
        keys = []
        names = self.tree.listing("log/keys", files=r"[0-9a-f]{8}\.(vkey|pem)|tsa-ca\.pem")
        for stem in sorted({name[:8] for name in names if name != "tsa-ca.pem"}):
            path = f"log/keys/{stem}"
            with self.report.judge("key", path=f"{path}.vkey"):
                line = self.tree.read(f"{path}.vkey", 1 << 12)
                key = parse_key(line.decode("utf-8", "replace"))
                demand(line == line.strip() + b"\n" and key.identifier().hex() == stem, "id")
                demand(key.name == self.origin, f"origin: {key.name}")
                self.tree.exact(f"{path}.pem", key.pem)
                keys.append(key)
        return keys

    def _read_checkpoints(self) -> None:
        before = 0
        names = self.tree.listing("log/checkpoints", files=rf"{LEAVES}\.(txt|tsr)")
        for name in names:
            path = f"log/checkpoints/{name}"
            if name == f"{int(name[:-4]):012d}.tsr":
                self._stamped.append(int(name[:-4]))
                continue
            with self.report.judge("checkpoint", path=path):
                note = parse_note(self.tree.read(path))
                self.heads.append((note.size, note.root))
                self._follows(before, note)
                demand(name == f"{note.size:012d}.txt", "naam en grootte / name and size")
                demand(note.origin == self.origin, f"origin: {note.origin}")
                demand(len(note.signatures) == 1, "handtekeningen / signatures")
                check_note(note, self._keys)
            before = int(name[:-4])

    def check_stamps(self, waiting: list[str]) -> None:
        """Check time stamps, and that those that the log tells of are there as they were.

        The one over the newest checkpoint is told of by what enters the log next. `waiting` names
        events that wait for the log: a decision among them may be anyone's.
        """
        for size in sorted({*self._stamped, *self.stamps}):
            path, told = f"log/checkpoints/{size:012d}.tsr", self.stamps.get(size, set())
            with self.report.judge("timestamp", path=path):
                there = size in self._stamped
                demand(
                    there, "ontbreekt, genoemd in het logboek / is missing, the log tells of it"
                )
                stamp = self.tree.read(path)
                same = not told or sha256(stamp).hex() in told
                demand(same, "een ander dan in het logboek / another than in the log")
                check_stamp(stamp, self.tree.read(f"{path[:-4]}.txt"), self.authority)
            if not told and size < self.size:
                text = (
                    "geen gebeurtenis in het logboek noemt dit tijdstempel: dat het weg is zou "
                    "niet opvallen / no event in the log names it: that it is gone would not show"
                )
                self.report.add(UNCHECKED, "timestamp", text, path)
        if (self.certificates or self._stamped) and self.size not in self._stamped:
            text = (
                "geen tijdstempel: niet gekregen of weggehaald / no time stamp: not given or gone"
            )
            self.report.add(UNCHECKED, "timestamp", text, f"log/checkpoints/{self.size:012d}.txt")
        self._check_authority(waiting)

    def _check_authority(self, waiting: list[str]) -> None:
        """Check that the certificates for time stamps are those that decisions in the log name."""
        path = "log/keys/tsa-ca.pem"
        if not self.certificates and not self.tree.has(path):
            return
        with self.report.judge("authority", path=path):
            found, due = self.tree.read(path), list(self.certificates)
            for name in waiting if found != joined(due) else ():
                with contextlib.suppress(*BROKEN):
                    due += certificate(read_canonical(self.tree.read(name)[:-1]))
            demand(
                due and found == joined(due),
                "anders dan besloten / unlike the decisions in the log",
            )
            if len(due) > len(self.certificates):
                raise Unchecked(
                    "het besluit wacht op het logboek / the decision waits for the log"
                )

    def _follows(self, before: int, note: Note) -> None:
        """Check that the checkpoint that this one names as the one before is there."""
        if note.previous != before:
            path = f"log/checkpoints/{max(note.previous, before):012d}.txt"
            missing, by = note.previous > before, f"{note.size:012d}.txt"
            text = f"ontbreekt, genoemd in {by} / is missing, {by} names it"
            other = f"hoort hier niet, volgens {by} / does not belong here, by {by}"
            self.report.add(FAILED, "chain", text if missing else other, path)

    def _width(self, level: int, number: int) -> int:
        """Give how many hashes of a tile belong to the log."""
        return max(0, min(256, (self.size >> 8 * level) - 256 * number))

    def _tile(self, level: int, number: int) -> bytes:
        """Give the hashes of a tile that belong to the log, from the narrowest file with them."""
        if (level, number) != self._cached[:2]:
            least = self._width(level, number)
            for width in range(least, 257):
                path = tile_path(level, number, width)
                if self.tree.has(path):
                    content = self.tree.read(path, 256 * 32)
                    demand(len(content) == 32 * width, "lengte / length")
                    self._cached = (level, number, content[: 32 * least])
                    return self._cached[2]
            raise Unreadable("ontbreekt / is missing")
        return self._cached[2]

    def _leaf_is(self, number: int, entry: bytes) -> None:
        place = number % 256 * 32
        hashes = self._tile(0, number // 256)
        tile = tile_path(0, number // 256, self._width(0, number // 256))
        good = number < self.size and hashes[place : place + 32] == leaf_hash(entry)
        demand(good, f"is niet / is not leaf {number} ({tile})")

    def has_leaf(self, numbers: list[int], entry: bytes) -> bool:
        """Tell whether an entry stands at one of these places."""
        for number in numbers:
            with contextlib.suppress(*BROKEN):
                self._leaf_is(number, entry)
                return True
        return False

    def _roll(self) -> None:
        """Compute higher tiles and the root of every checkpoint from level 0, in one pass."""
        heads = sorted(self.heads, reverse=True)
        roots: list[tuple[int, bytes]] = []  # of the perfect subtrees passed: (level, root)
        levels: dict[int, list[bytes]] = {}
        tile: list[bytes] = []
        number = good = 0
        while True:
            while heads and heads[-1][0] <= 256 * number + len(tile):
                size, root = heads.pop()
                good = self._root_is(size, root, roots, tile[: size - 256 * number], good)
            if len(tile) == 256:
                self._pass(roots, levels, number, fold(tile))
                number += 1
            if 256 * number + len(tile) % 256 >= self.size:
                break
            tile = []
            with self.report.judge("tile", path=tile_path(0, number, self._width(0, number))):
                tile = split(self._tile(0, number))
            if not tile:
                break
        self._finish(heads, levels)

    def _finish(self, heads: list[tuple[int, bytes]], levels: dict[int, list[bytes]]) -> None:
        for size, _ in heads:
            text = f"de tegels reiken niet tot hier / the tiles do not reach this, {size}"
            self.report.add(FAILED, "root", text, f"log/checkpoints/{size:012d}.txt")
        for level, hashes in levels.items() if not heads else ():
            if hashes:
                self._tile_is(level, (self.size >> 8 * level) // 256, hashes)

    def _pass(
        self,
        roots: list[tuple[int, bytes]],
        levels: dict[int, list[bytes]],
        number: int,
        node: bytes,
    ) -> None:
        roots.append((8, node))
        while len(roots) > 1 and roots[-1][0] == roots[-2][0]:
            level, right = roots.pop()
            roots[-1] = (level + 1, node_hash(roots[-1][1], right))
        self._rise(levels, 1, number, node)

    def _root_is(
        self, size: int, root: bytes, roots: list[tuple[int, bytes]], rest: list[bytes], good: int
    ) -> int:
        computed = [node for _, node in roots] + ([fold(rest)] if rest or not roots else [])
        while len(computed) > 1:
            right = computed.pop()
            computed[-1] = node_hash(computed[-1], right)
        ends = (good // 256, max(size - 1, 0) // 256)
        tiles = " … ".join(tile_path(0, n, self._width(0, n)) for n in sorted({*ends}))
        with self.report.judge("root", path=f"log/checkpoints/{size:012d}.txt"):
            demand(
                computed[0] == root, f"een andere wortel dan van / another root than of {tiles}"
            )
        return size if computed[0] == root else good

    def _rise(self, levels: dict[int, list[bytes]], level: int, number: int, node: bytes) -> None:
        hashes = levels.setdefault(level, [])
        hashes.append(node)
        if len(hashes) == 256:
            self._tile_is(level, number // 256, hashes)
            self._rise(levels, level + 1, number // 256, fold(hashes))
            hashes.clear()

    def _tile_is(self, level: int, number: int, hashes: list[bytes]) -> None:
        width = self._width(level, number)
        with self.report.judge("tile", path=tile_path(level, number, width)):
            found = split(self._tile(level, number)) if width else []
            wrong = [n for n, node in enumerate(hashes) if found[n : n + 1] != [node]]
            below = tile_path(level - 1, number * 256 + wrong[0]) if wrong else ""
            demand(not wrong, f"past niet bij / does not fit {below}")

    def _check_other_tile(self, path: str) -> None:
        """Look at every file among the tiles: also those that the root was not computed from."""
        found = TILE.fullmatch(path)
        level, groups, wide = found.groups() if found else ("0", "", "")
        width = int(wide or 256)
        number = int(groups.replace("x", "").replace("/", "") or 0)
        due = self._width(int(level), number)
        if not found or tile_path(int(level), number, width) != path:
            self.tree.odd(path)
        elif width > due:
            text = "voorbij het nieuwste checkpoint / beyond the newest checkpoint"
            self.report.add(UNCHECKED, "beyond", text, path)
        elif width < due:
            with self.report.judge("tile", path=path):
                same = self.tree.read(path) == self._tile(int(level), number)[: 32 * width]
                demand(same, "wijkt af van de bredere tegel / differs from the wider tile")

    def _read_statements(self) -> None:
        """Check that statements cover all leaves once, and that leaves are what they say."""
        due: int | None = 0
        for name in self.tree.listing("log/segments", files=rf"{LEAVES}\.json"):
            first, path, leaves = int(name[:-5]), f"log/segments/{name}", 0
            if first < self.size and due is not None and due != first:
                self._gap(due, first)
            with self.report.judge("statement", path=path):
                line = self.tree.read(path)
                statement = read_canonical(line[:-1])
                leaves = get(statement, "leaves", int)
                demand(leaves and line[-1:] == b"\n", "leaves")
                demand(get(statement, "first", int) == first, "first")
                if first >= self.size:
                    raise Unchecked(
                        f"log/checkpoints/{first + leaves:012d}.txt is er niet: voorbij het "
                        "nieuwste checkpoint / is not there: beyond the newest checkpoint"
                    )
                if get(statement, "kind", str) == "events":
                    self._check_events(statement, first)
                else:
                    self._check_package(statement, first)
            due = (
                first + leaves
                if leaves and first < self.size
                else None
                if first < self.size
                else due
            )
        if due is not None and due != self.size:
            self._gap(due, self.size)

    def _gap(self, due: int, first: int) -> None:
        what = "overlap" if first < due else "een gat / a hole"
        path = f"log/segments/{due:012d}.json"
        self.report.add(FAILED, "coverage", f"{what}: {due} -> {first}", path)

    def _check_events(self, statement: object, first: int) -> None:
        files = get(statement, "files", list)
        demand(
            isinstance(statement, dict) and set(statement) == {*ALWAYS, "files"}, "sleutels / keys"
        )
        demand(get(statement, "leaves", int) == len(files), "leaves")
        for number, path in enumerate(files, first):
            demand(isinstance(path, str) and re.fullmatch(EVENT, path), "files")
            with self.report.judge("event", f"log/segments/{first:012d}.json:", path):
                demand(path not in self.files, "twee keer in het logboek / twice in the log")
                self.files.add(path)
                if first == 0 and not self.made and path.startswith("register/"):
                    self.made = path
                if path.startswith("access/"):
                    self.access.setdefault(path[7:17].replace("/", "-"), []).append(number)
                    if not self.tree.has(path):
                        self.lost[path] = number
                        continue
                line = self.tree.read(path)
                self._leaf_is(number, sha256(line))
                event = read_canonical(line[:-1])
                self._end_days(path, event, number)
                demand(path.startswith(get(event, "book", str) + "/"), "book")
                demand(line.endswith(b"\n"), "regeleinde / line feed")
                # The log holds what an event says, not its name: an old one could be moved.
                moment = re.sub("[^0-9]", "", get(event, "at", str))
                moment = moment.ljust(17, "0")[:17]
                demand(re.sub("[^0-9]", "", path).startswith(moment), "at")
                self.certificates += certificate(event)
                self.note_work(path, event)
                if get(event, "kind", str) == "timestamp.obtained":
                    data = get(event, "data", dict)
                    told = self.stamps.setdefault(get(data, "checkpoint", int), set())
                    told.add(get(data, "sha256", str))

    def _end_days(self, path: str, event: object, number: int) -> None:
        """Take in a decision by which days of who looked at what went after their term (6)."""
        if not path.startswith("decisions/") or get(event, "kind", str) != "access.begun":
            return
        data, moment = get(event, "data", dict), get(event, "at", str)
        size, months = get(data, "size", int), get(data, "months", int)
        demand(0 < size <= number and months, "size")
        now = int(moment[:4]) * 12 + int(moment[5:7]), int(moment[8:10])
        for row in get(data, "days", list):
            day = get(row, "day", str)
            demand(re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", day), "day")
            before = self.ended.get(day, 0)
            events = sum(before <= leaf < size for leaf in self.access.get(day, ()))
            due = int(day[:4]) * 12 + int(day[5:7]) + months, int(day[8:])
            if due < now and events == get(row, "events", int):
                self.ended[day] = size

    def check_lost(self) -> None:
        """Check that what is gone of who looked at what went by such a decision."""
        for path, number in self.lost.items():
            if number < self.ended.get(path[7:17].replace("/", "-"), 0):
                text = "vernietigd na zijn termijn / destroyed after its term"
                self.report.add(OK, "event", text, path)
            else:
                self.report.add(FAILED, "event", "ontbreekt / is missing", path)

    def note_work(self, path: str, event: object) -> None:
        """Remember what an event of the journal says of a run, or of a package of one."""
        kind, subject = get(event, "kind", str), get(event, "subject", str)
        if path.startswith("journal/") and kind in WORK:
            data = get(event, "data", dict)
            self.work[path] = {
                **{key: data.get(key) for key in WORK_KEYS},
                "kind": kind,
                "subject": subject,
            }

    def _check_package(self, statement: object, first: int) -> None:
        demand(isinstance(statement, dict) and get(statement, "kind", str) == "package", "kind")
        keys = (
            set(statement) - {"answers", "sealed_manifest", "decision", "merged"}
            if isinstance(statement, dict)
            else ()
        )
        demand(keys == PACKAGE_KEYS, "sleutels / keys")
        name, generation = get(statement, "package", str), get(statement, "generation", int)
        records, run = get(statement, "records", int), get(statement, "run", str)
        decided = isinstance(statement, dict) and "decision" in statement
        demand(generation > 1 or not decided, "decision")
        of_decision = isinstance(statement, dict) and statement.get("decision") == run
        demand(generation == 1 or of_decision, "run")
        demand(re.fullmatch(f"{ACCOUNT}/{MONTH}/{PART}", name), "package")
        demand(name not in self.merged, "opgegaan in een ander / went up in another")
        merged = get({"merged": [], **get({"": statement}, "", dict)}, "merged", list)
        for one in merged:
            demand(isinstance(one, str), "merged")
            here = (one, False) in self.packages and one not in self.merged and one != name
            demand(generation > 1 and here and one[:-4] == name[:-4], "merged")
            self.merged[one] = name
        more: dict[str, object] = {"answers": 0, **get({"": statement}, "", dict)}
        place = first + records + get(more, "answers", int)
        self.answers.setdefault(name, {})[first] = (records, get(more, "answers", int))
        for key, vault in (("manifest", False), ("sealed_manifest", True)):
            if vault and isinstance(statement, dict) and key not in statement:
                continue
            manifest = unhex(get(statement, key, str), 32).hex()
            line: dict[str, object] = {"generation": generation, "manifest": manifest}
            line.update({"package": name}, **({"vault": True} if vault else {}))
            line.update({"run": run} if generation == 1 else {})
            if isinstance(statement, dict):
                line.update({k: statement[k] for k in ("decision", "merged") if k in statement})
            known = self.packages.setdefault((name, vault), {})
            demand(generation not in known, "twee keer in het logboek / twice in the log")
            known[generation] = (first, records, manifest, run)
            self._leaf_is(place, sha256(canonical(line)))
            place += 1
        demand(place == first + get(statement, "leaves", int), "leaves")


# --- The archive (chapters 1 to 4 and 6) -------------------------------------------------------


class Archive:
    """Checks everything in an archive's folder."""

    def __init__(self, tree: Tree, log: Log, about: object, *, deep: bool) -> None:
        self.tree, self.report, self.log, self.deep = tree, tree.report, log, deep
        self.about = about
        self.seen: dict[tuple[str, bool], int] = {}
        self.begun: set[str] = set()
        # Packages of which originals were destroyed, by decision.
        self.terms: dict[str, set[str]] = {}
        # Later epochs of pseudonyms of which the end is not decided: their folders in blind/.
        self.epochs: set[str] = set()
        # Media of records: those that lie in another package, with where they are named, and
        # those that lie where their record is, by hash, so that a million stay small.
        self.elsewhere: dict[tuple[str, str], str] = {}
        self.pages = 0
        self.here: set[int] = set()

    def check(self) -> None:
        """Check log, events and packages."""
        names = self.tree.listing("", TOP_FOLDERS, "|".join(map(re.escape, TOP_FILES)))
        for name in set(TOP_FILES) - set(names):
            self.report.add(FAILED, "file", "ontbreekt / is missing", name)
        self.tree.listing("log", "checkpoints|keys|segments|tile", written=False)
        self.log.check()
        self._check_about()
        waiting = [name for book in BOOKS for name in self._check_book(book)]
        self._check_numbers(waiting)
        for name in waiting:
            with contextlib.suppress(*BROKEN):
                self.log.note_work(name, read_canonical(self.tree.read(name)[:-1]))
        self.log.check_stamps(waiting)
        self.begun = self._begun()
        for path, package, generation, vault in self._places():
            self._check_place(path, package, generation, vault)
        for (package, vault), stated in self.log.packages.items():
            if package in self.log.merged:
                continue
            if vault and max(self.log.packages.get((package, False), {0: 0})) > max(stated):
                continue  # a later generation without originals: none of them stayed
            if self.seen.get((package, vault), 0) < max(stated):
                what = "sealed" if vault else "objects"
                text = f"generatie / generation {max(stated)} ontbreekt / is missing"
                path = f"{what}/{package}-{VAULTS[what]}{max(stated)}"
                self.report.add(FAILED, "package", text, path)
        self._check_elsewhere()
        self._say_pages()
        self._check_working()
        self._check_blind()
        self._check_texts()

    def _check_texts(self) -> None:
        """Say which texts are not those of this version: no leaf of the log is of them."""
        with self.report.judge("text", path=TOP_FILES[1]):
            if not is_readme(self.tree.read(TOP_FILES[1]), self.about):
                raise Unchecked(
                    "niet die van deze versie; niets legt de inhoud vast / "
                    "not that of this version; nothing vouches for its content"
                )
        with self.report.judge("text", path=TOP_FILES[2]):
            if self.tree.read(TOP_FILES[2]) != _plain(__file__):
                raise Unchecked(
                    "een ander programma dan dit: gebruik er een uit een bron die u vertrouwt / "
                    "another program than this: use one from a source that you trust"
                )

    def _check_blind(self) -> None:
        """Check names, form and order of the blind index, which no leaf of the log is of (5)."""
        for table, widths in self._tables().items():
            found = self.tree.listing(f"blind/{table}", files=r"[0-9]{6}\.txt|files\.list")
            names = [name for name in found if name != "files.list"]
            with self.report.judge("blind", path=f"blind/{table}"):
                demand(names, "de tabel ontbreekt / the table is missing")
            if not names:
                continue
            listed: dict[str, tuple[int, str]] = {}
            with self.report.judge("blind", path=f"blind/{table}/files.list"):
                listed = self._files_of_table(f"blind/{table}")
            for name in sorted({*names, *listed}):
                with self.report.judge("blind", path=f"blind/{table}/{name}"):
                    demand(name in names, "het bestand ontbreekt / the file is missing")
                    actual = self._check_table(f"blind/{table}/{name}", *widths)
                    if name not in listed:
                        raise Unchecked("niet in files.list / not in files.list")
                    demand(actual == listed[name], "omvang of inhoud / size or content")

    def _tables(self) -> dict[str, tuple[int, int]]:
        """Give the tables that must be there: of the first epoch, and of later ones (5)."""
        for name in self.tree.listing("blind", "|".join((*TABLES, "[0-9]{4}")), written=False):
            if name not in TABLES and name not in self.epochs:
                text = "tijdvak op zijn weg / epoch on its way"
                self.report.add(UNCHECKED, "unfinished", text, f"blind/{name}")
        found = dict(TABLES)
        for epoch in sorted(self.epochs):
            self.tree.listing(f"blind/{epoch}", "|".join(TABLES), written=False)
            found |= {f"{epoch}/{table}": widths for table, widths in TABLES.items()}
        return found

    def _files_of_table(self, table: str) -> dict[str, tuple[int, str]]:
        """Give bytes and digest of the files of a table, by name, as its list has them."""
        content = self.tree.read(f"{table}/files.list")
        form = rb"([0-9]{6}\.txt) (0|[1-9][0-9]{0,17}) ([0-9a-f]{64})\n"
        found = {m[1].decode(): m for m in re.finditer(form, content)}
        demand(content and b"".join(found[n][0] for n in sorted(found)) == content, "vorm / form")
        return {name: (int(m[2]), m[3].decode()) for name, m in found.items()}

    def _check_table(self, path: str, key: int, value: int) -> tuple[int, str]:
        digest, size, last, form = (
            hashlib.sha256(),
            0,
            b"",
            re.compile(b"[0-9a-f]{%d} [0-9a-f]{%d}\n" % (key, value)),
        )
        with self.tree.open(path) as stream:
            for row in iter(lambda: stream.read(key + value + 2), b""):
                demand(form.fullmatch(row) and last < row[:key], "vorm, volgorde / form, order")
                digest.update(row)
                size += len(row)
                last = row[:key]
        return size, digest.hexdigest()

    def _check_working(self) -> None:
        """Check names in the working folders, and locks whole; what a process left is told."""
        for top, (files, folders) in WORKING.items():
            written = top == "locks"
            for name in self.tree.listing(f"open/{top}", folders, files, written=written):
                path = f"open/{top}/{name}"
                if not written:
                    text = "werkmap, niet ingezien / working folder, not looked into"
                    self.report.add(UNCHECKED, "working", text, path)
                    continue
                with self.report.judge("file", path=path):
                    form = rb"[0-9]{1,9}\n" if name.endswith(".fence") else b""
                    demand(re.fullmatch(form, self.tree.read(path)), "inhoud / content")

    def _check_about(self) -> None:
        """Check what archive this is by the first event of the register, which the log holds."""
        with self.report.judge("about", path=TOP_FILES[0]):
            if not self.log.size:
                raise Unchecked("nog geen checkpoint / no checkpoint yet")
            demand(self.log.made, "geen eerste gebeurtenis / no first event in register/")
            event = read_canonical(self.tree.read(self.log.made)[:-1])
            same = get(event, "kind", str) == "archive.made"
            same = same and get(event, "data", dict) == self.about
            demand(same, f"anders dan / unlike {self.log.made}")

    def _check_book(self, book: str) -> Iterator[str]:
        """Check the names in a book; give the events that wait for the log."""
        for folder in self._below([book], "[0-9]{4}", "[0-9]{2}", "[0-9]{2}"):
            for name in self.tree.listing(folder, files=EVENT_NAME):
                if f"{folder}/{name}" not in self.log.files:
                    text = (
                        "nog niet in het logboek, en zonder de sleutelmap niet te zeggen of het "
                        "echt is / not in the log yet, and without the key folder there is no "
                        "telling whether it is genuine"
                    )
                    self.report.add(UNCHECKED, "event", text, f"{folder}/{name}")
                    yield f"{folder}/{name}"

    def _check_numbers(self, waiting: list[str]) -> None:
        """Check that of each process that wrote events none is gone before one in the log."""
        seen: dict[str, set[int]] = {}
        last: dict[str, tuple[int, str]] = {}
        for name in (*self.log.files, *waiting):
            _, session, number = name[:-5].rsplit("-", 2)
            seen.setdefault(session, set()).add(int(number))
            if name in self.log.files:
                last[session] = max(last.get(session, (0, "")), (int(number), name))
        for session, (highest, name) in sorted(last.items()):
            gone = highest - len({n for n in seen[session] if 0 < n <= highest})
            if gone:
                text = (
                    f"{gone} van hetzelfde proces ontbreken, van voor deze / of the same process "
                    "are missing, from before this one"
                )
                self.report.add(FAILED, "event", text, name)

    def _begun(self) -> set[str]:
        """Give the packages that a decision began to rewrite and did not finish.

        By decisions that the log holds: any other may be anyone's.
        """
        begun: dict[str, set[str]] = {}
        executed: set[str] = set()
        for path in sorted(name for name in self.log.files if name.startswith("decisions/")):
            with contextlib.suppress(*BROKEN):
                event = parse_json(self.tree.read(path))
                kind, subject = get(event, "kind", str), get(event, "subject", str)
                if kind == "epoch.begun" and re.fullmatch("e[0-9]{4}", subject):
                    self.epochs.add(subject[1:])
                elif kind == "epoch.ending":
                    self.epochs.discard(subject[1:])
                if kind in BEGUN:
                    rows = get(get(event, "data", dict), "packages", list)
                    begun[subject] = {get(row, "package", str) for row in rows}
                    if kind in ENDING:
                        self.terms[subject] = begun[subject]
                elif kind in DONE:
                    begun.pop(subject, None)
                    executed.add(subject)
                elif kind == CERTIFIED and subject not in executed:
                    text = (
                        "verklaring van een lijst die niet is uitgevoerd / certificate of a list "
                        "that was not executed"
                    )
                    self.report.add(FAILED, "event", text, path)
        return set().union(*begun.values())

    def _below(self, folders: list[str], *forms: str) -> Iterator[str]:
        for folder in folders:
            if not forms:
                yield folder
                continue
            names = self.tree.listing(folder, forms[0], r"0=ocfl_1\.1" if folder in VAULTS else "")
            below = [f"{folder}/{n}" for n in names if n not in ("0=ocfl_1.1", *WORKING)]
            yield from self._below(below, *forms[1:])

    def _places(self) -> Iterator[tuple[str, str, int, bool]]:
        """Give the packages on disk, the highest generation of each first."""
        for top, mark in VAULTS.items():
            self.tree.exact(f"{top}/0=ocfl_1.1", b"ocfl_1.1\n")
            for month in self._below([top], ACCOUNT, MONTH):
                names = self.tree.listing(month, f"{PART}-{mark}[1-9][0-9]{{0,5}}")
                for name in sorted(names, key=lambda n: (n[:4], -int(n[6:]))):
                    package = f"{month.partition('/')[2]}/{name[:4]}"
                    yield f"{month}/{name}", package, int(name[6:]), mark == "s"
        accounts = "|".join((ACCOUNT, *WORKING))
        for run in self._below(["open"], accounts, MONTH, "[0-9]{6}-.+"):
            account, month = run.split("/")[1:3]
            for name in self.tree.listing(run, f"{PART}(-sealed)?"):
                yield f"{run}/{name}", f"{account}/{month}/{name[:4]}", 1, name.endswith("-sealed")

    def _check_place(self, path: str, package: str, generation: int, vault: bool) -> None:  # noqa: FBT001 - part of a package's name here
        logged = generation in self.log.packages.get((package, vault), {})
        if not logged and not self.tree.has(f"{path}/{INVENTORY}"):
            text = "nooit voltooid, geen deel van het archief / never finished, no part of it"
            self.report.add(UNCHECKED, "unfinished", text, f"{path}/{INVENTORY}")
            return
        if path.startswith("open/") and (package, vault) not in self.log.packages:
            with self.report.judge("unsealed", path=path):
                self._check_vouched(path, package, vault)
            return
        if package in self.begun:
            text = (
                "een begonnen herschrijving is niet af; de volgende run maakt haar af / "
                "a rewrite that began is not finished; the next run will finish it"
            )
            self.report.add(UNCHECKED, "rewriting", text, path)
            self.seen[package, vault] = max(generation, self.seen.get((package, vault), 0))
            if generation in self.log.packages.get((package, vault), {}):
                with self.report.judge("package", path=path):
                    self._manifest_is_stated(path, package, generation, vault)
        else:
            self._check_stated(path, package, generation, vault)
        with self.report.judge("inventory", path=f"{path}/{INVENTORY}"):
            self._check_files(
                path, f":{package.replace('/', ':')}:{'s' if vault else 'g'}{generation}"
            )
        if self.deep and not vault and package not in {*self.begun, *self.log.merged}:
            with self.report.judge("lines", path=path):
                self._check_lines(f"{path}/{CONTENT}", package, generation)
            with self.report.judge("answers", path=f"{path}/{CONTENT}/source/answers.jsonl.gz"):
                self._check_answers(f"{path}/{CONTENT}", package)
            with self.report.judge("formats", path=f"{path}/{CONTENT}/formats.jsonl"):
                self._check_formats(f"{path}/{CONTENT}")

    def _check_vouched(self, path: str, package: str, vault: bool) -> None:  # noqa: FBT001 - part of a package's name here
        """Raise Unchecked for a package that was finished, or left by a run that has not ended."""
        account, (fence, _, run) = path.split("/")[1], path.split("/")[3].partition("-")
        manifest = self.tree.digest(f"{path}/{CONTENT}/{MANIFEST}")
        begun: dict[object, object] = {}
        finished: set[object] = set()
        for _, told in sorted(self.log.work.items()):
            if told["kind"] == "package.finished":
                if (told["subject"], told["run"]) == (package, run):
                    here = told["fence"] in (None, int(fence))
                    finished.add(told["sealed_manifest" if vault else "manifest"] if here else "")
            elif told["kind"] in WORK_BEGUN:
                begun[told["account"]] = told["subject"]
            elif told["kind"] in WORK_ENDED:
                begun = {key: one for key, one in begun.items() if one != told["subject"]}
        if manifest in finished:
            raise Unchecked(
                "voltooid, nog niet in het logboek, en zonder de sleutelmap niet te zeggen of het "
                "echt is / finished, not in the log yet, and without the key folder there is no "
                "telling whether it is genuine"
            )
        demand(
            begun.get(account) == run and not finished,
            "logboek noch journaal noemt dit / neither log nor journal names this",
        )
        raise Unchecked(
            "nooit voltooid, geen deel van het archief / never finished, no part of it"
        )

    def _check_stated(self, path: str, package: str, generation: int, vault: bool) -> None:  # noqa: FBT001 - part of a package's name here
        """Check a package's place and manifest against the log."""
        with self.report.judge("package", path=path):
            newest = max(self.log.packages.get((package, False), {0: 0}))
            other = self.log.merged.get(package, "")
            demand(not other, f"opgegaan in / went up in {other}")
            demand(not vault or generation >= newest, "hoort weg te zijn / should be gone")
            seen = self.seen.setdefault((package, vault), generation)
            demand(seen == generation, "twee generaties / two generations")
            stated = self.log.packages.get((package, vault), {})
            demand(generation in stated, "niet in het logboek / not in the log")
            self._manifest_is_stated(path, package, generation, vault)

    def _manifest_is_stated(self, path: str, package: str, generation: int, vault: bool) -> None:  # noqa: FBT001 - part of a package's name here
        """Check that a manifest, and the run of an open package, are those of the log."""
        _, _, manifest, run = self.log.packages[package, vault][generation]
        digest = self.tree.digest(f"{path}/{CONTENT}/{MANIFEST}")
        demand(digest == manifest, f"{MANIFEST}: niet die uit / not that of the log")
        if path.startswith("open/"):
            self._check_folder(path, package, run)

    def _check_folder(self, path: str, package: str, run: str) -> None:
        """Check the folder of a run in which a package is open: its number, run and month."""
        _, account, month, folder, _ = path.split("/")
        fence, _, named = folder.partition("-")
        demand(named == run, "run")
        for name, told in self.log.work.items():
            if name not in self.log.files:
                continue
            if told["kind"] == "package.finished" and told["fence"] is not None:
                other = (told["subject"], told["run"]) == (package, run)
                demand(not other or told["fence"] == int(fence), f"{fence}: {told['fence']}")
            elif (told["kind"], told["subject"], told["month"]) == (
                "month.closed",
                account,
                month,
            ):
                text = (
                    "ligt in open/, die maand is afgesloten; de volgende run sluit het af / "
                    "lies in open/ though that month was closed; the next run will close it"
                )
                self.report.add(UNCHECKED, "closed", text, path)

    def _check_files(self, path: str, identifier: str) -> None:
        """Check inventory and manifest of a package against its files."""
        text = self.tree.read(f"{path}/{INVENTORY}")
        own = {
            "0=ocfl_object_1.1": b"ocfl_object_1.1\n",
            SIDECAR: f"{sha256(text).hex()} {INVENTORY}\n".encode(),
            f"v1/{SIDECAR}": f"{sha256(text).hex()} {INVENTORY}\n".encode(),
            f"v1/{INVENTORY}": text,
            INVENTORY: text,
        }
        for name, content in own.items():
            self.tree.exact(f"{path}/{name}", content)
        due: dict[str, list[str]] = {}  # file -> digests that it should have
        with self.report.judge("inventory", path=f"{path}/{INVENTORY}"):
            inventory = parse_json(text)
            demand(
                get(inventory, "id", str) == f"urn:weerklank:{self.log.origin}{identifier}", "id"
            )
            demand(get(inventory, "head", str) == "v1", "head")
            demand(get(inventory, "digestAlgorithm", str) == "sha256", "digestAlgorithm")
            manifest = get(inventory, "manifest", dict)
            for digest in manifest:
                for name in get(manifest, digest, list):
                    due.setdefault(str(name), []).append(digest)
            cut = {d: [str(n)[len(CONTENT) + 1 :] for n in names] for d, names in manifest.items()}
            state = get(get(get(inventory, "versions", dict), "v1", dict), "state", dict)
            demand(state == cut, "versions.v1.state")
        rows: list[str] = []
        with self.report.judge("manifest", path=f"{path}/{CONTENT}/{MANIFEST}"):
            rows = self.tree.read(f"{path}/{CONTENT}/{MANIFEST}").decode().split("\n")
            demand(rows.pop() == "", "het einde / its end")
            listed = {f"{CONTENT}/{row[66:]}" for row in rows} | {f"{CONTENT}/{MANIFEST}"}
            demand(
                listed == set(due) and len(rows) + 1 == len(due),
                f"anders dan / unlike {INVENTORY}",
            )
        for row in rows:
            due.setdefault(f"{CONTENT}/{row[66:]}", []).append(
                row[:64] if row[64:66] == "  " else ""
            )
        for found in self.tree.walk(path):
            if found[len(path) + 1 :] not in {*own, *due}:
                self.tree.odd(found)
        for name, digests in sorted(due.items()):
            with self.report.judge("file", path=f"{path}/{name}"):
                demand(
                    {self.tree.digest(f"{path}/{name}")} == {*digests}, "een andere som / digest"
                )

    def _check_lines(self, content: str, package: str, generation: int) -> None:
        """Check every record with its source and proof line against the log (chapter 3)."""
        stated = self.log.packages.get((package, False), {})
        segments = self._segments(package)
        named: set[int] = set()
        names = ("records/records.jsonl.gz", "source/source.jsonl.gz", "proof/leaves.txt.gz")
        last, count = -1, 0
        ended = {decision for decision, of in self.terms.items() if package in of}
        originals = Originals(self.tree, content, package, generation, ended)
        for lines in zip_longest(*(self.tree.lines(f"{content}/{name}") for name in names)):
            count += 1
            demand(None not in lines, f"regel / line {count}: niet even lang / unequal lengths")
            with self.report.judge("line", f"{count}:", path=f"{content}/{names[0]}"):
                record, source, proof = lines
                number = "(0|[1-9][0-9]{0,11})"
                form = f"(g?{number}\\+)?{number} [0-9a-f]{{32}}( [^ =]+=[0-9a-f]{{32}})*"
                demand(re.fullmatch(form, proof.decode()), names[2])
                ordinal, salt, *media = proof.decode().split(" ")
                commitment = sha256(bytes.fromhex(salt) + record + b"\n" + source)
                if "+" in ordinal:
                    begin, _, digits = ordinal.partition("+")
                    place, start = int(digits), -1
                    if begin[0] != "g":  # of a package that others went up in: first leaf
                        start = int(begin)
                    elif 1 < int(begin[1:]) <= generation:  # corrected: the generation that did it
                        start = stated.get(int(begin[1:]), (-1, 0, "", ""))[0]
                    good = place < segments.get(start, 0) and start + place not in named
                    demand(good, names[2])
                    named.add(start + place)
                    places = [start + place]
                else:
                    demand(int(ordinal) > last, names[2])
                    last = int(ordinal)
                    places = [
                        first + last
                        for g, (first, records, _, _) in stated.items()
                        if g == 1 and last < records
                    ]
                demand(
                    self.log.has_leaf(places, commitment), "niet in het logboek / not in the log"
                )
                read_canonical(source)
                item = read_canonical(record)
                alike = generation > 1 or get(item, "run", str) == stated[1][3]
                demand(alike, "run: niet die uit het logboek / not that of the log")
                originals.check(item)
                self._check_media(content, item, media)
        if generation == 1 and 1 in stated:
            demand(count == stated[1][1], f"{count} regels / lines; log: {stated[1][1]}")
        with self.report.judge("originals", path=content):
            originals.finish()

    def _check_formats(self, content: str) -> None:
        """Check that each media file has one line on its format (3.6)."""
        files = [name[len(content) + 1 :] for name in self.tree.walk(f"{content}/media")]
        if not files and not self.tree.has(f"{content}/formats.jsonl"):
            return
        rows = self.tree.read(f"{content}/formats.jsonl").decode().split("\n")
        demand(rows.pop() == "", "het einde / its end")
        lines = [read_canonical(row.encode()) for row in rows]
        for line in lines:
            identified = bool(get(line, "matches", list))
            why = "" if identified else get(line, "why", str)
            demand(identified or why in ("unknown", "failed"), "why")
            for match in get(line, "matches", list):
                demand(re.fullmatch("(x-)?fmt/[0-9]{1,6}", get(match, "puid", str)), "puid")
        told = sorted(get(line, "file", str) for line in lines)
        demand(told == sorted(files), "niet van elk mediabestand een / not one of each media file")

    def _segments(self, package: str) -> dict[int, int]:
        """Give the segments whose records a package may hold: first leaf, number of records."""
        return {
            first: records
            for name in self._family(package)
            for first, records, _, _ in self.log.packages.get((name, False), {}).values()
        }

    def _family(self, package: str) -> set[str]:
        """Give a package and all that went up in it."""
        names, size = {package}, 0
        while len(names) > size:
            size = len(names)
            names |= {one for one, other in self.log.merged.items() if other in names}
        return names

    def _check_answers(self, content: str, package: str) -> None:
        """Check every answer of an API against the log (3.7)."""
        names = ("source/answers.jsonl.gz", "proof/answers.txt.gz")
        waiting = {
            first + records + count
            for name in self._family(package)
            for first, (records, answers) in self.log.answers.get(name, {}).items()
            for count in range(answers)
        }
        if not waiting and not any(self.tree.has(f"{content}/{name}") for name in names):
            return
        own = min(self.log.answers.get(package, {0: (0, 0)}))
        for lines in zip_longest(*(self.tree.lines(f"{content}/{name}") for name in names)):
            demand(None not in lines, "niet even lang / unequal lengths")
            envelope, proof = lines
            form = r"((0|[1-9]\d{0,11})\+)?(0|[1-9]\d{0,11}) ([0-9a-f]{32})"
            found = re.fullmatch(form, proof.decode(), re.ASCII)
            if found is None:
                raise Unreadable(names[1])
            leaf = int(found[2] or own) + int(found[3])
            value = read_canonical(envelope)
            demand(get(value, "number", int) and get(value, "status", int), "number")
            demand(leaf in waiting, f"leaf {leaf}")
            waiting.remove(leaf)
            entry = sha256(bytes.fromhex(found[4]) + envelope)
            demand(self.log.has_leaf([leaf], entry), "niet in het logboek / not in the log")
        demand(not waiting, f"{len(waiting)} ontbreken / are missing")

    def _check_media(self, content: str, record: object, salted: list[str]) -> None:
        """Check salted digests; a medium without a salt here lies in another package."""
        salts = {name: salt for name, _, salt in (text.partition("=") for text in salted)}
        media = get({"media": [], **get({"": record}, "", dict)}, "media", list)
        for medium in (m for m in media if "file" in get({"": m}, "", dict)):
            name, digest = get(medium, "id", str), get(medium, "digest", str)
            if name not in salts:
                self.elsewhere.setdefault((name, digest), content)
                continue
            self.here.add(hash((name, digest)))
            path = f"{content}/media/{get(medium, 'file', str)}"
            demand(self.tree.has(path), f"ontbreekt / is missing: {path}")
            same = self.tree.digest(path, bytes.fromhex(salts[name])) == digest
            demand(same, f"gezouten som / salted digest: {path}")
            self.pages += medium.get("role") == "replay"

    def _say_pages(self) -> None:
        """Say that the files of pages are those that were kept, and that nobody looked inside."""
        if self.pages:
            text = (
                f"{self.pages} pagina's: wel de bewaarde, niet of zij te tonen zijn; dat doet "
                "'weerklank verify --deep' / pages: those kept, not whether they can be shown"
            )
            self.report.add(UNCHECKED, "pages", text)

    def _check_elsewhere(self) -> None:
        """Check that media of later versions lie in some package, that of first capture."""
        for (name, digest), content in self.elsewhere.items():
            with self.report.judge("media", f"{name}:", content):
                if self.begun and hash((name, digest)) not in self.here:
                    raise Unchecked("een herschrijving is niet af / a rewrite is not finished")
                demand(
                    hash((name, digest)) in self.here, "ligt in geen pakket / lies in no package"
                )


class Originals:
    """The sealed originals beside one package, in the order of their records (chapter 4)."""

    def __init__(
        self, tree: Tree, content: str, package: str, generation: int, ended: set[str]
    ) -> None:
        self._ended = ended  # decisions that destroyed originals of this package
        beside = f"{content[: -len(CONTENT) - 1]}-sealed"
        is_open = content.startswith("open/") and tree.has(beside)
        self._path = beside if is_open else f"sealed/{package}-s{generation}"
        self._path += f"/{CONTENT}"
        self._lines: Iterator[bytes] = iter(())
        self._tree, self._count, self._is_good = tree, 0, True

    def check(self, record: object) -> None:
        """Check the originals of one record: the first, and what corrections replaced later."""
        told = get({"": record}, "", dict)
        later = get({"sealed_later": [], **told}, "sealed_later", list)
        if "sealed" in told or later:
            for digest in (told.get("sealed"), *later):
                self._check(record, digest)

    def _check(self, record: object, sealed: object) -> None:
        if not self._is_good:
            return
        self._is_good = False  # until it was found: all that follow a wrong one would be shifted
        path = f"{self._path}/originals.jsonl.gz"
        if not self._count:
            self._lines = self._tree.lines(path)
        self._count += 1
        line = next(self._lines, None)
        if line is None:
            raise Unreadable(f"ontbreekt / is missing: {path}: {self._count}")
        original = read_canonical(line)
        more: dict[str, object] = {"version": 1, **get({"": record}, "", dict)}
        same = get(original, "id", str) == get(more, "id", str)
        same = same and get(original, "version", int) == get(more, "version", int)
        demand(same, f"van een ander record / of another record: {path}: {self._count}")
        if get({"": original}, "", dict).keys() == {"destroyed", "id", "version"}:
            decision = get(original, "destroyed", str)
            text = f"geen besluit noemt dit / no decision names this: {path}: {self._count}"
            demand(decision in self._ended, text)
            self._is_good = True
            return
        digest = sha256(unbase64(get(original, "ciphertext", str))).hex()
        demand(digest == sealed, f"andere som / digest: {path}: {self._count}")
        wrapped = f"{self._path}/keys/{get(original, 'key', str)}.age"
        demand(self._tree.has(wrapped), f"ontbreekt / is missing: {wrapped}")
        self._is_good = True

    def finish(self) -> None:
        """Check that no original is left over."""
        demand(
            not self._count or not self._is_good or next(self._lines, None) is None,
            f"te veel regels / too many lines: {self._path}/originals.jsonl.gz",
        )


def is_readme(text: bytes, about: object) -> bool:
    """Tell whether a README is that of this version, for the archive that it lies in."""
    pieces, place = b"", 0
    for length, name in README_PIECES:
        pieces += text[place : place + length]
        place += length
        value = about.get(name, "") if isinstance(about, dict) else ""
        due = str(value)[: 10 if name == "created" else None].encode()
        if text[place : place + len(due)] != due:
            return False
        place += len(due)
    return place == len(text) and sha256(pieces).hex() == README_HASH


def check_archive(
    root: str, report: Report, keys: list[Key], authority: bytes, *, deep: bool
) -> None:
    """Check an archive."""
    tree, origin = Tree(root, report), ""
    about: object = None
    with report.judge("file", path=TOP_FILES[0]):
        line = tree.read(TOP_FILES[0])
        about = read_canonical(line.rstrip(b"\n"))
        found = get({"n": 0, **get({"": about}, "", dict)}, "format", int)
        other = (
            f"indeling {found}; dit programma kent / format {found}; this program knows {FORMAT}"
        )
        demand(found == FORMAT, other)
        origin = get(about, "origin", str)
        demand(line.endswith(b"}\n"), "regeleinde / line feed")
    Archive(tree, Log(tree, origin, keys, authority), about, deep=deep).check()


# --- The command -------------------------------------------------------------------------------


def main(arguments: list[str] | None = None) -> int:
    """Check what the command line names; give the exit code."""
    import argparse

    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("target", help="PROOF.json or the folder of an archive")
    parser.add_argument("--media", nargs="+", action="extend", default=[], metavar="FILE")
    parser.add_argument("--key", action="append", default=[], metavar="FILE_OR_VKEY")
    parser.add_argument("--tsa-ca", metavar="FILE")
    parser.add_argument("--deep", action="store_true", help="archive: also every line")
    parser.add_argument("--show", action="store_true", help="proof: print the text")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        keys = [parse_key(_text_or_file(key)) for key in options.key]
        authority = _plain(options.tsa_ca) if options.tsa_ca else b""
        is_folder = stat.S_ISDIR(os.stat(options.target).st_mode)  # noqa: PTH116 - paths are texts in this file
        report = Report(silent=options.json, passed=not is_folder)
        if is_folder:
            marks = (*TOP_FILES[:1], "log", "objects")
            demand(set(marks) & set(os.listdir(options.target)), "geen archief / no archive")  # noqa: PTH208 - paths are texts in this file
            check_archive(options.target, report, keys, authority, deep=options.deep)
            return _conclude(report, "findings", {}, as_json=options.json)
        proof = Proof(parse_json(_plain(options.target)))
        facts = proof.facts(show=options.show)
        for key, fact in facts.items() if not options.json else ():
            tell(f"{key}: {printable(str(fact))}")
        proof.check(report, keys, options.media, authority)
        return _conclude(report, "checks", facts, as_json=options.json)
    except BROKEN as error:
        text = printable(f"niet te lezen / not readable: {error}")
        tell(json.dumps({"ok": False, "checks": [], "error": text}) if options.json else text)
        return 2


def program() -> int:
    """Run as a program: what can't be written ends with an exit code too, and no traceback."""
    try:
        return main()
    except NotTold as error:
        with contextlib.suppress(OSError, AttributeError):
            sys.stderr.write(f"uitslag niet te schrijven / result can't be written: {error}\n")
            sys.stderr.flush()
        # Or Python tries again at its end to write what is left, and fails there.
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, AttributeError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return 3


def _plain(path: str) -> bytes:
    with open_plain(path) as stream:
        return read_limited(stream)


def _text_or_file(key: str) -> str:
    return key if re.fullmatch(r"[^+\n]+\+[0-9a-f]{8}\+[^\n]+", key) else _plain(key).decode()


def _conclude(report: Report, name: str, facts: dict[str, object], *, as_json: bool) -> int:
    failed = report.counts.get(FAILED, 0)
    if as_json:
        keep = {"checks": ("check",), "findings": ("code", "path")}[name]
        items = [
            {k: item[k] for k in (*keep, "result", "message")}
            for item in ({**item, "code": item["check"]} for item in report.items)
        ]
        whole = {"ok": not failed, name: items, "counts": report.counts, "record": facts}
        tell(json.dumps(whole, ensure_ascii=False))
        return 1 if failed else 0
    for key, count in sorted(report.counts.items()):
        tell(f"  {key}: {count}")
    tell("Uitslag / result: " + ("FAILED" if failed else "OK"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(program())

"""Leak test: canaries in every leaf, and a byte search through everything that was written.

Third parties' canaries may be nowhere, those of the account and of the register must stay where
they belong, unknown ones lie in the vault alone. The same search finds all of them when
pseudonymisation is off; that switch is made here, by monkeypatch: the product has none.
"""

import base64
import bz2
import gzip
import io
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tarfile
import unicodedata
import zipfile
import zlib
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

import brotli
import msgspec
import pyrage
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from empty_archive import make_empty, open_at
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from weerklank.catalogue.query import Question, ask
from weerklank.connectors.mastodon import activity as mastodon_activity
from weerklank.connectors.mastodon import export as mastodon_export
from weerklank.connectors.mastodon import first_look
from weerklank.connectors.mastodon.archive import open_archive
from weerklank.connectors.mastodon.export import MastodonExport
from weerklank.connectors.mastodon.shape import ACTIVITY, ACTOR
from weerklank.harvest.intake import Intake, spool_name
from weerklank.harvest.media_shelf import MediaShelf, file_name
from weerklank.minimise.blind_index import BlindIndex
from weerklank.minimise.folding import fold_key
from weerklank.minimise.item_keys import ItemKeys
from weerklank.minimise.minimiser import Circumstances, Minimiser
from weerklank.minimise.vault import without_term
from weerklank.minimise.who import Whois
from weerklank.model.account import AccountKind
from weerklank.model.clock import FixedClock, iso
from weerklank.model.event import Book
from weerklank.model.item import Counts, ItemKind, RefType
from weerklank.model.platform import Platform
from weerklank.model.raw import (
    ByType,
    Either,
    Field,
    Language,
    Passed,
    RawItem,
    RawMedium,
    RawPerson,
    RawPoll,
    RawPollOption,
    RawRef,
    Scanned,
)
from weerklank.model.run import RunReport, Technique
from weerklank.services.catalogue.open_catalogue import open_catalogue
from weerklank.services.catalogue.rebuild_catalogue import rebuild_catalogue
from weerklank.services.change.recover import recover
from weerklank.services.intake.import_report import named_fields
from weerklank.services.intake.recorder import Recorder
from weerklank.services.register.account_facts import Facts
from weerklank.services.register.accounts_of_ours import listed_accounts
from weerklank.services.register.register_account import register
from weerklank.services.runs.next_fence import next_fence
from weerklank.services.runs.run_report import report_json
from weerklank.store.keys import KeyFolder
from weerklank.store.spool import Spool
from weerklank.testing.canaries import Canaries, Canary, CanaryClass, encodings
from weerklank.testing.leak_scan import LeakScan
from weerklank.testing.mastodon_export import (
    ExportAccount,
    ExportBoost,
    ExportMedium,
    ExportPoll,
    ExportPost,
    snowflake,
    write_export,
)
from weerklank.testing.png import encode_png

THIRD, OWN, LISTED, UNKNOWN = CanaryClass
HOST = "social.gemeente.example"
ME = f"https://{HOST}/users/gemeente"
OWNER = RawPerson(
    platform=Platform.MASTODON,
    user_id=ME,
    handle=f"gemeente@{HOST}",
    addresses=(ME, f"https://{HOST}/@gemeente"),
    display_name="Gemeente Grootdam",
)
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
CREATED = "2026-11-20T10:00:00Z"


ADDRESSED = (Field.PERSON, Field.ITEM, Field.REFERENCE, Field.TALK)


# --- payloads that hold a canary in every leaf -------------------------------------------------


@dataclass
class Payload:
    """A source with a canary in every leaf, and where each of them stands."""

    canaries: Canaries
    #: Whose item it is: THIRD, OWN or LISTED.
    author: CanaryClass
    #: What may be an object or a value is an object: everywhere (2), as post (1), nowhere (0).
    nested: int
    source: dict = field(default_factory=dict)
    #: JSON pointer -> path of the field in the table, canary of the leaf.
    leaves: dict[str, tuple[str, Canary]] = field(default_factory=dict)
    #: Canaries that the item names in its structure too, so that a text may name them.
    persons: list[Canary] = field(default_factory=list)
    unknown: dict[str, Canary] = field(default_factory=dict)

    def give(self, path, kind):
        return self.canaries.give(f"{self.author} {self.nested} {path}", kind)

    shape: dict = field(default_factory=lambda: ACTIVITY)

    def fill(self):
        self.source = self._object(self.shape, "profile" if self.is_profile else "", "")
        return self

    @property
    def is_profile(self):
        return self.shape is ACTOR

    def _value(self, rule, path, pointer):
        match rule:
            case Field():
                return self._leaf(rule, path, pointer)
            case Either():
                nested = self.nested > (path != "/object")
                chosen = rule.shape if nested else rule.value
                return self._value(chosen, path, pointer)
            case ByType():
                return self._by_type(rule, path, pointer)
            case Language():
                key = self.give(f"{path}/key", UNKNOWN)
                self.unknown[f"{pointer}/{key.name}"] = key
                value = self._leaf(rule.value, f"{path}/nl", f"{pointer}/nl")
                return {"nl": value, key.name: f"Tekst {key.name}"}
            case dict() if path.endswith(("/attachment", "/oneOf", "/anyOf")):
                return [self._object(rule, path, f"{pointer}/0")]
            case dict():
                return self._object(rule, path, pointer)

    def _by_type(self, rule, path, pointer):
        made = []
        for kind, shape in rule.shapes.items():
            at = f"{pointer}/{len(made)}"
            made.append(self._object({**shape, "type": None}, f"{path}[{kind}]", at))
            made[-1]["type"] = kind
        made.append(self._object(rule.otherwise, f"{path}[?]", f"{pointer}/{len(made)}"))
        return made

    def _object(self, shape, path, pointer):
        made = {
            key: self._value(rule, f"{path}/{key}", f"{pointer}/{key}")
            for key, rule in shape.items()
            if rule is not None
        }
        value, key = self.give(f"{path}/?", UNKNOWN), self.give(f"{path}/?key", UNKNOWN)
        made["zZz"] = {"diep": [value.name, {"dieper": value.number}]}
        made[key.name] = True
        made[f"~{key.local}/"] = {key.handle: None}
        self.unknown[f"{pointer}/zZz"] = value
        self.unknown[f"{pointer}/{key.name}"] = key
        return made

    def _leaf(self, rule, path, pointer):
        own = self.give(path, self.author)
        self.leaves[pointer] = (path, own)
        if rule not in (*ADDRESSED, Field.HANDLE, Field.TEXT, Field.HTML):
            # A fact of the account itself has the form of one.
            return f"https://{HOST}/{own.number}.png" if rule is Field.OWN else own.name
        third = own if self.author is THIRD else self.give(f"{path} (derde)", THIRD)
        if rule in ADDRESSED:
            self.leaves[pointer] = (path, third)
            return third.address if rule is Field.PERSON else third.item
        self.persons.append(third)
        if rule is Field.HANDLE:
            self.leaves[pointer] = (path, third)
            return f"@{third.handle}"
        if rule is Field.HTML:
            return html_of(own, third)
        return f"{own.surname}: dag {third.name}, @{third.handle} #{third.local}"


def html_of(own, third, *, handle_only=False):
    """Give HTML with a name in all places that HTML has; in an export only handles are known."""
    name = third.local if handle_only else third.name
    coded = "".join(f"&#{ord(c)};" for c in name)
    word = third.local if handle_only else third.surname
    address = third.item if handle_only else third.numbered
    split = f"{word[:4]}<b>{word[4:9]}</b><!-- {third.name} -->{word[9:]}"
    twice = third.handle.replace(".", "%252E")
    return (
        f'<p lang="nl" class="{third.local} u-{third.number}" id="{third.local}"'
        f' data-who="{third.number}" onclick="go({third.number})">{own.surname} '
        f'<span class="h-card"><a href="{third.address}" class="u-url mention">'
        f"@<span>{third.local}</span></a></span> en <a href='{address}'>deze</a>"
        f'<a href="https://krant.example/?u={twice}">x</a>'
        f'<a href="https://{HOST}/tags/{third.local}" rel="tag {third.local}">#<span>{third.local}'
        f'</span></a> <img alt="{name}" title="{coded}" src="{third.address}.png">'
        f"<script>{third.name}</script><{third.local}>x</{third.local}> {coded} {split} "
        f"{third.local}\u200b@mast.example <!-- {third.item} --><style>.{third.local}</style></p>"
    )


def person(canary, *, name=True):
    return RawPerson(
        platform=Platform.MASTODON,
        user_id=canary.address,
        handle=canary.handle,
        addresses=(canary.address, canary.numbered),
        display_name=canary.name if name else None,
    )


def raw_item(made, number=1):
    """Make the raw item of a payload, as an API of the platform would give it."""
    who = made.give("author", made.author)
    author = OWNER if made.author is OWN else person(who)
    base = ME if made.author is OWN else who.address
    note = made.source.get("object", {}) if made.nested else {}  # else it is an address
    fill = made.give("item", THIRD)
    own = made.give("item", made.author)
    parent = made.give("parent", THIRD)
    text = f"{own.surname}: {fill.name}"
    return RawItem(
        platform=Platform.MASTODON,
        native_id=f"{base}/statuses/{number}",
        kind=ItemKind.PROFILE if made.is_profile else ItemKind.REPLY,
        created_at=CREATED,
        edited_at=CREATED,
        author=author,
        persons=tuple(person(c) for c in (*made.persons, fill)),
        html=note.get("content") or html_of(own, fill),
        title=text,
        language=fill.local,
        url=f"{base}/statuses/{number}" if made.author is not THIRD else who.item,
        refs=tuple(RawRef(type=kind, native_id=parent.item) for kind in RefType),
        media=(
            RawMedium(
                source=f"/media_attachments/files/{fill.local}.png",
                content_type=f"image/{fill.local}",
                alt=text,
            ),
        ),
        poll=RawPoll(options=(RawPollOption(text=text, votes=2),)),
        counts=Counts(likes=3),
        source=made.source,
        shape=made.shape,
    )


# --- an archive, and a run without an export ---------------------------------------------------


@dataclass
class Place:
    """An archive of a test."""

    root: Path
    archive: Path
    keys: Path
    identity: str

    def workplace(self):
        return open_at(self.archive, self.keys, NOON)

    def lines(self, kind):
        """Give all lines of records or sources, as they lie in the packages."""
        found = []
        for path in sorted(self.archive.glob(f"**/v1/content/{kind}/*.jsonl.gz")):
            found += unpack(path.read_bytes()).splitlines()
        return found

    def opened(self):
        """Open the vault with the identity that `init` gave out (docs/format, section 4)."""
        identity = pyrage.x25519.Identity.from_str(self.identity)
        opened = {}
        for path in self.archive.glob("**/originals.jsonl.gz"):
            for line in unpack(path.read_bytes()).splitlines():
                sealed = json.loads(line)
                wrapped = path.with_name("keys") / f"{sealed['key']}.age"
                inner = without_term(KeyFolder(self.keys), sealed["key"], wrapped.read_bytes())
                cipher = AESGCM(pyrage.decrypt(inner, [identity]))
                text = cipher.decrypt(
                    base64.b64decode(sealed["nonce"]),
                    base64.b64decode(sealed["ciphertext"]),
                    f"{sealed['id']} {sealed['version']}".encode(),
                )
                opened[sealed["id"], sealed["version"]] = json.loads(text)
        return opened


def unpack(packed):
    text = b""
    while packed:
        reader = zlib.decompressobj(31)
        text += reader.decompress(packed)
        packed = reader.unused_data
    return text


def scanner(canaries):
    return LeakScan(
        canaries,
        is_vault=lambda path: path.name == "originals.jsonl.gz",
        is_ciphertext=lambda path: (
            path.parent.parent.name == "spool" and path.parent.parent.parent.name == "open"
        ),
        is_raw=is_binary,
    )


def is_binary(path):
    """Say which files are binary by nature: index, hashes, and what is or wraps a key."""
    return bool({"search", "tile", "keys"} & set(path.parts)) or path.name.endswith(
        ("-shm", "-wal")
    )


def make_place(root, sealed, listed=()):
    root.mkdir(parents=True, exist_ok=True)
    archive, keys = root / "archive", root / "keys"
    made = {"name": "Gemeente Grootdam", "prefix": "grd", "sealed": sealed}
    new = make_empty(root, FixedClock(NOON), **made)
    register(new.workplace, OWNER.addresses[1], Facts(kind=AccountKind.CORPORATE))
    for canary in listed:
        register(new.workplace, canary.address, Facts(kind=AccountKind.CORPORATE))
    return Place(root, archive, keys, new.identity)


def record(place, threads):
    """Record items as an import does; `threads` pairs the id of a thread's root with its items."""
    workplace = place.workplace()
    book = workplace.register()
    account = next(a for a in book.accounts.values() if a.handle == OWNER.handle)
    recover(workplace, account.id)
    policy = workplace.policy()
    report = RunReport(
        run=workplace.new_run(), account=account.id, technique=Technique.API, started=NOON
    )
    with ExitStack() as stack:
        keys = ItemKeys(workplace.keys.ids)
        blind = BlindIndex(workplace.layout.blind, workplace.keys, "weerklank/test")
        stack.callback(blind.close)
        minimiser = Minimiser(
            Circumstances(
                account=account.id,
                run=report.run,
                technique=report.technique,
                policy=policy,
                captured_at=iso(NOON),
            ),
            Platform.MASTODON,
            Whois(OWNER, listed_accounts(book), blind),
            keys,
            blind,
        )
        catalogue = open_catalogue(workplace)
        stack.callback(catalogue.close)
        shelf = MediaShelf(workplace.layout.spool / spool_name(account.id) / "media")
        stack.callback(shelf.close)
        recorder = Recorder(
            workplace,
            account,
            report,
            fence=next_fence(workplace, account.id),
            minimiser=minimiser,
            blind=blind,
            catalogue=catalogue,
            shelf=shelf,
        )
        stack.callback(recorder.abandon)
        roots = [(keys.tag(Platform.MASTODON, root), items) for root, items in threads]
        for tag, items in roots:
            for raw in items:
                minimiser.note_participants(tag, (*raw.persons, raw.author))
        for tag, items in roots:
            for raw in items:
                prepared = minimiser.prepare(raw)
                for medium, path in prepared.media:
                    shelf.receive([medium], path, io.BytesIO(b"a medium").read)
                recorder.add(prepared, tag)
        recorder.seal()
        catalogue.commit(workplace.log.latest().size)
        report.unknown_fields = named_fields(minimiser.tally.unknown)
        workplace.record(Book.JOURNAL, "run.finished", report.run, report_json(report))
    return report


def asked(place, canaries):
    """Ask the text index for the words of canaries; its dictionary is compressed."""
    with ExitStack() as stack:
        catalogue = open_catalogue(place.workplace())
        stack.callback(catalogue.close)
        found = []
        for canary in canaries:
            plain = unicodedata.normalize("NFKD", canary.surname)
            plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
            words = {canary.surname, plain, canary.local, str(canary.number), fold_key(plain)}
            if any(ask(catalogue.texts, Question(words=w)).total for w in words):
                found.append(canary)
        return found


def verified(place):
    """Run the verifier that lies in the archive itself, with every line."""
    told = subprocess.run(
        [sys.executable, "-I", place.archive / "weerklank_verify.py", place.archive, "--deep"],
        capture_output=True,
        text=True,
    )
    return told.returncode == 0, told.stdout + told.stderr


def shown(findings):
    return sorted({(f.canary.path if f.canary else "", f.where, f.what) for f in findings})


# --- the instruments ---------------------------------------------------------------------------


def test_the_scanner_finds_every_encoding_in_every_container(tmp_path):
    canaries = Canaries()
    canary, other = canaries.give("a", THIRD), canaries.give("b", THIRD)
    scan = LeakScan([canary, other])
    for pattern in encodings(canary):
        assert {f.canary for f in scan.content("x", b"<" + pattern + b">")} == {canary}, pattern
    zipped, tarred = io.BytesIO(), io.BytesIO()
    for form in (canary.name, canary.handle, canary.address, canary.numbered, canary.item):
        text = form.encode()
        with zipfile.ZipFile(zipped := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("x", text)
        with tarfile.open(fileobj=(tarred := io.BytesIO()), mode="w") as tar:
            tar.addfile(tarfile.TarInfo(form[:90]))
        for packed in (
            gzip.compress(b"first") + gzip.compress(text),
            zipped.getvalue(),
            gzip.compress(tarred.getvalue()),
            base64.b64encode(gzip.compress(text)),
            json.dumps({"a": json.dumps(["\u00e9", form])}).encode(),
            quote(quote(f"https://x.example/?u={form}", safe=""), safe="").encode(),
            picture(form),
            text.hex().encode(),
            bz2.compress(text),
            form.encode("utf-16"),
            json.dumps(form).encode("utf-16-le"),
            base64.b64encode(b"0" + form.encode("utf-16-le")),
            "\u200b".join(form).encode(),
            zlib.compress(text),
            recorded(text),
            recorded(gzip.compress(text), "gzip"),
            recorded(zlib.compress(text), "deflate"),
            gzip.compress(recorded(brotli.compress(text * 3), "br")),
            recorded(in_pieces(gzip.compress(text)), "gzip", pieces=True),
            document(b"<</Author (%b)>>" % form.encode("utf-16-be")),
            shown_in_document(form),
        ):
            assert canary in {f.canary for f in scan.content("x", packed)}, packed
    database = sqlite3.connect(tmp_path / "x.sqlite", isolation_level=None)
    database.execute("CREATE TABLE t (a, b)")
    database.execute("INSERT INTO t VALUES (?, ?)", (canary.number, gzip.compress(b"nothing")))
    database.execute("INSERT INTO t VALUES (1, ?)", (gzip.compress(other.name.encode()),))
    database.close()
    assert {f.canary for f in scan.folder(tmp_path)} == {canary, other}


def recorded(body, packed="identity", *, pieces=False):
    """Give a record of WARC with an answer of HTTP."""
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {packed}\r\n"
    head += "Transfer-Encoding: chunked\r\n" if pieces else ""
    block = head.encode() + b"\r\n" + body
    return b"WARC/1.1\r\nContent-Length: %d\r\n\r\n%b\r\n\r\n" % (len(block), block)


def in_pieces(body):
    half = len(body) // 2
    parts = (body[:half], body[half:], b"")
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts)


def document(*streams):
    """Give a PDF of these streams, packed as they mostly are."""
    packed = (b"<<>>stream\n%b\nendstream\n" % zlib.compress(one) for one in streams)
    return b"%PDF-1.7\n" + b"".join(packed) + b"%%EOF"


def shown_in_document(text):
    """Give a PDF with a page on which text stands as signs of a font that has only those."""
    signs = {letter: number for number, letter in enumerate(dict.fromkeys(text), start=3)}
    table = "".join(
        f"<{n:04X}> <{letter.encode('utf-16-be').hex()}>" for letter, n in signs.items()
    )
    page = "] TJ [".join(f"<{signs[letter]:04X}>" for letter in text)
    return document(f"beginbfchar {table} endbfchar".encode(), f"BT [{page}] TJ ET".encode())


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00of no kind", b"\x1f\x8b\x08 broken", b"PK\x03\x04 broken", b"%PDF-1.7",
        b"\x28\xb5\x2f\xfdzstd", gzip.compress(b"cut off")[:-4],
        gzip.compress(b"x") + b"and more", b"\x89PNG\r\n\x1a\n\0\0\0\xffIDATx",
        gzip.compress(b"\xff\xfe\x00of no kind"), document() + b"/Encrypt",
        recorded(b"\x28\xb5\x2f\xfdzstd", "zstd"), recorded(b"x", "compress"), recorded(b"x")[:-9],
    ],
    ids=[str(number) for number in range(13)],
)  # fmt: skip
def test_what_can_not_be_opened_is_a_finding(tmp_path, content):
    (tmp_path / "x").write_bytes(content)
    assert any("undecodable" in f.what for f in LeakScan([]).folder(tmp_path))


@pytest.mark.parametrize(
    "plain", [b"Zomaar een verhaal. " * 20, bytes(range(64)) * 40, b"aaaaaaaa" * 9]
)
def test_a_vault_that_is_no_ciphertext_is_a_finding(tmp_path, plain):
    line = {"ciphertext": base64.b64encode(plain).decode(), "id": "x"}
    (tmp_path / "originals.jsonl.gz").write_bytes(gzip.compress(json.dumps(line).encode()))
    scan = LeakScan([], is_vault=lambda path: True)
    assert [f.what for f in scan.folder(tmp_path)] == ["not ciphertext: has a pattern"]
    line["ciphertext"] = base64.b64encode(os.urandom(len(plain))).decode()
    (tmp_path / "originals.jsonl.gz").write_bytes(gzip.compress(json.dumps(line).encode()))
    assert scan.folder(tmp_path) == []


# --- a, c: items by hand -----------------------------------------------------------------------

#: Payloads: whose item it is, and what of it is nested.
KINDS = [(author, nested) for author in (OWN, THIRD, LISTED) for nested in (2, 1, 0)]


def make_payloads(canaries):
    made = [Payload(canaries, author, nested).fill() for author, nested in KINDS]
    return [*made, Payload(canaries, OWN, 2, shape=ACTOR).fill()]


def listed_authors(canaries):
    return [canaries.give(f"{LISTED} {nested} author", LISTED) for nested in (2, 1, 0)]


def fill_archive(root, sealed):
    canaries = Canaries()
    payloads = make_payloads(canaries)
    place = make_place(root, sealed, listed_authors(canaries))
    report = record(
        place, [(f"{ME}/statuses/1{n}", [raw_item(p, n)]) for n, p in enumerate(payloads)]
    )
    return SimpleNamespace(place=place, canaries=canaries, payloads=payloads, report=report)


@pytest.fixture(scope="module", params=["12", "drop"])
def filled(request, tmp_path_factory):
    return fill_archive(tmp_path_factory.mktemp("leaks") / request.param, request.param)


def test_no_byte_of_third_parties_and_unknown_fields(filled):
    place, hidden = filled.place, filled.canaries.of(THIRD, UNKNOWN)
    assert len(hidden) > 300
    scan = scanner(hidden)
    assert shown(scan.folder(place.root)) == []
    assert asked(place, hidden) == []
    rebuild_catalogue(place.workplace())
    assert shown(scan.folder(place.root)) == []
    assert asked(place, hidden) == []
    assert verified(place)[0], verified(place)[1]


def test_own_and_listed_words_are_found(filled):
    kept = [p.give("item", p.author) for p in filled.payloads if p.author is not THIRD]
    assert asked(filled.place, kept) == kept
    records = b"\n".join(filled.place.lines("records")).decode()
    for canary in kept:
        assert canary.surname in records
    for canary in listed_authors(filled.canaries):
        assert f'"handle":"{canary.handle}","role":"listed"' in records


def test_third_parties_keep_no_media(filled):
    found = [json.loads(line) for line in filled.place.lines("records")]
    assert all(r["author"]["role"] == "citizen" or "url" in r for r in found)
    third = [r for r in found if r["author"]["role"] == "citizen"]
    assert len(third) == 3
    for one in third:
        assert "handle" not in one["author"]
        assert "url" not in one
        assert [set(m) - {"alt", "id"} for m in one["media"]] == [{"missing"}]
    names = [path.name for path in filled.place.archive.glob("**/media/*")]
    assert len(names) == len(filled.payloads) - len(third)


# --- what becomes of every field ---------------------------------------------------------------

KEPT, REPLACED, OUT = "kept", "replaced", "out"


def expand(text):
    """Expand words as a shell does: `a/{b,c}` is `a/b` and `a/c`."""
    words = text.split()
    while any("{" in word for word in words):
        words = [
            f"{head}{choice}{rest}"
            for word in words
            for head, brace, tail in [word.partition("{")]
            for choices, _, rest in [tail.partition("}")]
            for choice in (choices.split(",") if brace else [""])
        ]
    return words


#: Addresses and texts: the third party in them is replaced, whoever is the author.
HIDDEN = """
    /{id,actor,to,cc,object}
    /object/{id,url,atomUri,inReplyTo,inReplyToAtomUri,conversation,context,attributedTo,to,cc}
    /object/{summary,summaryMap/nl,name,content,contentMap/nl}
    /object/attachment/{,icon/}{name,summary}
    /object/tag[{Mention,Link}]/{href,name} /object/tag[{Hashtag,Emoji}]/name
    /object/{replies,likes,shares,oneOf/replies,anyOf/replies}/{,first/}{id,next,partOf,items}
    /object/{replies,likes,shares,oneOf/replies/first,anyOf/replies/first}
    /object/{quote,quoteUri,quoteUrl,_misskey_quote,quoteAuthorization}
    /object/interactionPolicy/{canQuote,canReply}/{automaticApproval,manualApproval}
    /object/{oneOf,anyOf}/name /signature/creator
    profile/{name,summary,movedTo,alsoKnownAs} profile/attachment/{name,value}
    profile/tag[{Mention,Link}]/{href,name} profile/tag[{Hashtag,Emoji}]/name
    profile/interactionPolicy/{canQuote,canReply,canFeature}/{automaticApproval,manualApproval}
    profile/{icon,image}/{name,summary}
"""
#: Facts: what has not the form of one is taken out, and counted as an unknown field.
FACTS = """
    /{type,published} /signature/{type,created}
    /object/{type,published,updated,sensitive,endTime,closed,votersCount,directMessage}
    /object/attachment/{,icon/}{type,mediaType,width,height,focalPoint}
    /object/attachment/duration /@context profile/@context /object/tag
    /object/tag[Emoji]/{updated,icon/type,icon/mediaType} /object/tag[Link]/{mediaType,rel}
    /object/tag[?]/type /object/{oneOf,anyOf}/type
    /object/{replies,likes,shares,oneOf/replies,anyOf/replies}/{,first/}{type,totalItems}
    profile/{type,manuallyApprovesFollowers,discoverable,indexable,published,memorial,suspended}
    profile/{showFeatured,showMedia,showRepliesInMedia} profile/attachment/type
    profile/tag[Emoji]/{updated,icon/type,icon/mediaType} profile/tag[Link]/{mediaType,rel}
    profile/tag[?]/type profile/{icon,image}/{type,mediaType,width,height,focalPoint}
"""
#: Confirms what was replaced: taken out as soon as anything was.
SIGNATURES = "/signature /signature/signatureValue"
#: Facts of the author: kept of ours and of those listed, taken out of third parties.
OURS = """
    /object/attachment/{,icon/}{url,blurhash}
    /object/tag[Hashtag]/href /object/tag[Emoji]/{id,icon/url}
    profile/{id,following,followers,inbox,outbox,featured,featuredTags,url,webfinger}
    profile/{preferredUsername,devices,attributionDomains,likes,bookmarks,endpoints/sharedInbox}
    profile/publicKey/{id,owner,publicKeyPem} profile/{icon,image}/{url,blurhash}
    profile/tag[Hashtag]/href profile/tag[Emoji]/{id,icon/url}
"""
DECISIONS = {
    path: decided
    for text, decided in (
        (HIDDEN, dict.fromkeys((THIRD, OWN, LISTED), REPLACED)),
        (FACTS, dict.fromkeys((THIRD, OWN, LISTED), OUT)),
        (SIGNATURES, dict.fromkeys((THIRD, OWN, LISTED), OUT)),
        (OURS, {THIRD: OUT, OWN: KEPT, LISTED: KEPT}),
    )
    for path in expand(text)
}


def differences(made, source):
    """Say of every leaf of a payload what became of it in the minimised source."""
    table = {}
    for pointer, (path, _) in made.leaves.items():
        before, after = at(made.source, pointer), at(source, pointer)
        found = KEPT if after == before else OUT if after is None else REPLACED
        assert table.setdefault(path, found) == found, path
    return table


def at(value, pointer):
    for written in pointer.split("/")[1:]:
        step = written.replace("~1", "/").replace("~0", "~")
        try:
            value = value[int(step)] if isinstance(value, list) else value[step]
        except (KeyError, IndexError):
            return None
    return value


def test_every_field_was_decided_on(filled):
    sources = [json.loads(line) for line in filled.place.lines("source")]
    met = set()
    for made, source in zip(filled.payloads, sources, strict=True):
        table = differences(made, source)
        assert table == {path: DECISIONS.get(path, {}).get(made.author) for path in table}
        met |= table.keys()
    assert met == DECISIONS.keys()


def own_fields(shape, path=""):
    """Give the fields of a shape that hold facts of the account itself, as roads to them."""
    match shape:
        case Field.OWN | Field.CONTEXT:
            yield path
        case Either():
            yield from own_fields(shape.shape, path)
            yield from own_fields(shape.value, path)
        case ByType():
            for kind, inner in shape.shapes.items():
                yield from own_fields(inner, f"{path}[{kind}]")
        case dict():
            for key, inner in shape.items():
                yield from own_fields(inner, f"{path}/{key}")


def put_at(road, value):
    """Make a source with a value at the end of a road."""
    for step in reversed(road.strip("/").split("/")):
        name, _, kind = step.partition("[")
        value = {name: [{"type": kind[:-1], **value}] if kind else value}
    return value


WORDS_IN_FACTS = {
    "words": lambda name: name,
    "one word": lambda name: name.split()[-1],
    "an address with words": lambda name: f"{ME}/{name}",
    "an address with coded words": lambda name: f"{ME}/" + name.replace(" ", "%20"),
    "a collection": lambda name: {"type": "Collection", "items": [{"name": name}]},
    "a list": lambda name: ["https://www.w3.org/ns/activitystreams", name],
    "a vocabulary": lambda name: {name: "toot:featured", "featured": {"@id": name}, "toot": name},
    "a term": lambda name: {"toot": f"toot:{name.split()[-1]}", "discoverable": f"toot:{name}"},
    "somebody's profile": lambda name: f"https://mast.example/@{name.split()[-1]}",
}


@pytest.mark.parametrize("written", WORDS_IN_FACTS)
def test_free_text_where_a_fact_of_the_account_goes_is_sealed(tmp_path, written):
    """A third party whom nothing else names, in every field that holds facts of ours."""
    place = make_place(tmp_path, "12")
    raws, met = [], 0
    third = Canaries().give("a", THIRD)
    for shape, profile in ((ACTIVITY, False), (ACTOR, True)):
        for road in own_fields(shape):
            met += 1
            source = {"type": "Create", **put_at(road, WORDS_IN_FACTS[written](third.name))}
            raw = post("Dag", number=met, source=source)
            kind = ItemKind.PROFILE if profile else ItemKind.POST
            raws.append(msgspec.structs.replace(raw, shape=shape, kind=kind))
    assert met > 30
    report = record(place, [(raw.native_id, [raw]) for raw in raws])
    assert scanner([third]).folder(place.root) == []
    assert sum(report.unknown_fields.values()) >= met
    assert len(place.opened()) == met


@pytest.mark.parametrize("value", ["Zoë Vlinder", "https://x.example/zoe", {"a": "Zoë"}, ["Zoë"]])
def test_a_signature_that_is_none_is_taken_out(tmp_path, value):
    source = {"type": "Create", "signature": {"type": "Key", "signatureValue": value}}
    got = minimised(tmp_path, post("Dag", source=source))
    assert got.source == {"type": "Create", "signature": {"type": "Key"}}


@pytest.mark.parametrize(
    ("changed", "kept"),
    [
        ({}, True),
        ({"content": "Dag Zoë Vlinder"}, True),
        ({"content": '<a href="https://mast.example/@vlinder">Zoë</a>'}, False),
        ({"inReplyTo": "https://mast.example/@vlinder/7"}, False),
        ({"inReplyTo": f"{ME}/statuses/7"}, False),
        ({"newField": 1}, False),
    ],
)
def test_a_signature_is_kept_as_long_as_nothing_else_changed(tmp_path, changed, kept):
    """It would confirm a guess of what was replaced, sealed or not."""
    signed = {"type": "RsaSignature2017", "signatureValue": base64.b64encode(bytes(256)).decode()}
    note = {"id": f"{ME}/statuses/1", "type": "Note", "content": "Dag", **changed}
    source = {"type": "Create", "object": note, "signature": signed}
    got = minimised(tmp_path, post("Dag", source=source))
    assert ("signatureValue" in got.source["signature"]) == kept
    assert (["/signature/signatureValue", signed["signatureValue"]] in got.sealed) != kept


@pytest.mark.parametrize(
    "source",
    [
        {"object": {"url": f"{ME}/statuses/Zoë Vlinder"}},
        {"object": {"conversation": f"tag:{HOST}, Zoe Vlinder"}},
        {"object": {"replies": {"first": {"next": f"{ME}/Zoe Vlinder/replies?page=true"}}}},
        {"actor": f"{ME}#Zoë"},
        {"to": [PUBLIC, f"{ME}/Zoe%20Vlinder"]},
    ],
)
def test_words_behind_an_address_of_ours_are_no_part_of_it(tmp_path, source):
    got = minimised(tmp_path, post("Dag", source=source))
    assert not re.search("(?i)zo[eë]", str(got.source))


def test_own_and_listed_canaries_survive(filled):
    sources = [json.loads(line) for line in filled.place.lines("source")]
    for made, source in zip(filled.payloads, sources, strict=True):
        for pointer, (path, canary) in made.leaves.items():
            found = str(at(source, pointer))
            if (
                made.author is not THIRD
                and canary.kind is made.author
                and path not in expand(FACTS)
            ):
                is_there = canary.surname in found or str(canary.number) in found
                assert is_there == (path not in expand(SIGNATURES)), path


def test_the_vault_gives_everything_back_to_who_holds_its_key(filled):
    opened = filled.place.opened()
    records = [json.loads(line) for line in filled.place.lines("records")]
    if not opened:
        assert filled.place.root.name == "drop"
        assert not any("sealed" in record for record in records)
        assert not list(filled.place.archive.glob("**/*-sealed"))
        return
    assert filled.place.root.name == "12"
    for made, record in zip(filled.payloads, records, strict=True):
        sealed = dict(opened[record["id"], 1])
        for pointer, (path, _) in made.leaves.items():
            if DECISIONS[path][made.author] is not KEPT:
                assert sealed[pointer] == at(made.source, pointer), pointer
        for pointer, canary in made.unknown.items():
            told = json.dumps([pointer, sealed[pointer]], ensure_ascii=False)
            assert canary.surname in told or str(canary.number) in told


def test_facts_that_have_the_form_of_one_are_kept(tmp_path):
    facts = {
        "type": "Question", "published": CREATED, "updated": "2026-11-20T10:00:00.123+01:00",
        "sensitive": False, "endTime": CREATED, "closed": True, "votersCount": 12,
        "attachment": [{
            "type": "Document", "mediaType": "video/mp4", "width": 640, "height": 480,
            "focalPoint": [-0.5, 0.25], "duration": "PT12.5S",
        }],
        "tag": [{
            "type": "Link", "rel": "nofollow noopener",
            "mediaType": 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"',
        }],
        "contentMap": {"nl": "Dag", "zh-Hant-TW": "Dag", "nds": "Dag"},
    }  # fmt: skip
    whose = person(Canaries().give("x", THIRD))
    for author in (OWNER, whose):
        raw = post("Dag", author=author, source={"type": "Create", "object": facts})
        place = make_place(tmp_path / str(author is OWNER), "drop")
        report = record(place, [(raw.native_id, [raw])])
        assert json.loads(place.lines("source")[0])["object"] == facts
        assert report.unknown_fields == {}


def test_the_scanner_is_not_blind(tmp_path, monkeypatch):
    switch_off(monkeypatch)
    filled = fill_archive(tmp_path / "off", "12")
    hidden = filled.canaries.of(THIRD, UNKNOWN)
    findings = scanner(hidden).folder(filled.place.root)
    found = {finding.canary for finding in findings if finding.canary}
    # Of what an item answers or quotes only a keyed tag is ever made.
    assert {c.path.split()[-1] for c in hidden if c not in found} == {"parent"}
    in_texts = [made.give("item", THIRD) for made in filled.payloads]
    assert asked(filled.place, in_texts) == in_texts


OFF = """
from weerklank.minimise.removal import Removal
from weerklank.minimise.source import SourceMinimiser
from weerklank.minimise.who import Whois
from weerklank.model.item import AuthorRole
from weerklank.minimise import minimiser
setattr_(SourceMinimiser, "minimise", lambda self, source, *_, **__: (source, Removal()))
setattr_(SourceMinimiser, "text", lambda self, html: html)
setattr_(SourceMinimiser, "plain", lambda self, text: text)
setattr_(Whois, "role", lambda self, person: AuthorRole.LISTED)
setattr_(Whois, "stays", lambda self, address: True)
"""


def switch_off(monkeypatch):
    """Switch pseudonymisation off: a matter of this test alone."""
    exec(OFF, {"setattr_": monkeypatch.setattr})


def post(html, *, author=OWNER, persons=(), number=1, parent=None, source=None, **more):
    """Make a raw item of a few words."""
    native = f"{author.user_id}/statuses/{number}"
    note = {"id": native, "type": "Note", "content": html, "inReplyTo": parent}
    return RawItem(
        platform=Platform.MASTODON,
        native_id=native,
        kind=ItemKind.REPLY if parent else ItemKind.POST,
        created_at=f"2026-11-20T10:00:{number % 60:02}Z",
        author=author,
        persons=persons,
        html=html,
        refs=(RawRef(type=RefType.REPLY_TO, native_id=parent),) if parent else (),
        source=source or {"type": "Create", "actor": author.user_id, "object": note},
        shape=ACTIVITY,
        **more,
    )


# --- b: whole exports, through the command line ------------------------------------------------

ACCOUNT = ExportAccount(
    host=HOST,
    name="gemeente",
    display_name="Gemeente Grootdam",
    summary_html="<p>Nieuws van de gemeente.</p>",
    actor_id=ME,
    created=datetime(2020, 1, 1, tzinfo=UTC),
)
#: Runs the command line after something was changed in it for the test.
DRIVER = """
import os, signal, sys
exec(sys.argv[1])
from weerklank.cli.main import main
main(sys.argv[2:])
"""
#: Does so for each of several changes and commands, in a process that forks for each of them when
#: all that they import is there. How they ended is told in a file.
DRIVER_OF_MANY = f"""
import json, os, sys
from pathlib import Path
import weerklank.cli.importing
from weerklank import bootstrap
bootstrap.connectors()
told, runs = Path(sys.argv[1]), json.loads(sys.argv[2])
left = []
for sys.argv[1:] in runs:
    child = os.fork()
    if not child:
        break
    left.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
else:
    told.write_text(json.dumps(left))
    sys.exit()
{DRIVER}
"""


def picture(note):
    """Make a picture with words in all kinds of text that a PNG has, and what no kind names."""
    made = encode_png(2, 2, [(0, 0, 0), (9, 9, 9)], [b"\0\1", b"\1\0"])
    text = note.encode()
    chunks = (
        (b"tEXt", b"Author\0" + note.encode("latin-1", "replace")),
        (b"zTXt", b"Comment\0\0" + zlib.compress(text)),
        (b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(text)),
        (b"eXIf", b"II*\0" + text),
    )
    packed = b"".join(
        len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
        for kind, data in chunks
    )
    return made[:33] + packed + made[33:]


def export_of(path, canaries, monkeypatch, style="zip"):
    """Write an export with canaries wherever an export has a place for them."""

    def third(place):
        return canaries.give(place, THIRD)

    def own(place):
        return canaries.give(place, OWN)

    def medium(number, note, alt):
        name = f"media_attachments/files/{number}/original/{note.local}.png"
        return ExportMedium(
            path=name, content_type="image/png", alt=alt, width=2, height=2,
            data=picture(note.name),
        )  # fmt: skip

    items = []

    def add(visibility="public", **more):
        place = f"{visibility} {len(items)}"
        moment = datetime(2026, 1 + len(items) % 9, 3, 10, len(items), tzinfo=UTC)
        parties = [third(f"{place} {what}") for what in ("mention", "text")]
        hidden = third(f"{place} words") if visibility == "direct" else own(place)
        says = html_of(hidden, parties[1], handle_only=True)
        if visibility == "direct":
            says += third(f"{place} more").name
        items.append(
            ExportPost(
                number=snowflake(moment),
                published=moment,
                html=says,
                visibility=visibility,
                mentions=tuple((p.address, f"@{p.handle}") for p in parties),
                hashtags=("Afval", parties[0].local.replace(".", "")),
                conversation="tag:mast.example,2026-01-01:objectType=Conversation:objectId="
                f"{third(place + ' talk').number}",
                **more,
            )
        )

    for number in range(3):
        add(
            in_reply_to=third(f"reply {number}").item,
            media=(medium(number, own(f"medium {number}"), own(f"alt {number}").name),),
            quote=third(f"quote {number}").item,
            edited=datetime(2026, 10, 1, tzinfo=UTC),
            summary=f"Over {own(f'warning {number}').surname}",
            poll=ExportPoll(
                options=((own(f"option {number}").name, 3), ("Nee", 2)),
                end=datetime(2026, 9, 1, tzinfo=UTC),
            ),
        )
    add("unlisted")
    add("followers")
    for number in range(3):
        party = third(f"direct {number}")
        add("direct", media=(medium(f"9{number}", party, party.name),), summary=party.name)
    items.append(
        ExportBoost(
            number=snowflake(datetime(2026, 2, 1, tzinfo=UTC)),
            published=datetime(2026, 2, 1, tzinfo=UTC),
            object_uri=third("boost").item,
        )
    )
    stray = third("stray file")
    with monkeypatch.context() as patch:
        patch.setattr(
            "weerklank.testing.mastodon_archive.activity",
            strangely(canaries, patch, mastodon_export),
        )
        write_export(
            path,
            ACCOUNT,
            items,
            style=style,
            likes=[third("like").item],
            bookmarks=[third("bookmark").item],
            avatar=medium("avatar", own("avatar"), None),
            extra_members=[
                (f"media_attachments/files/7/original/{stray.local}.png", picture(stray.name)),
                (f"{third('folder').name}/{third('note').name}.txt", third("note").name.encode()),
                ("notes.json", json.dumps({"a": third("other json").name}).encode()),
            ],
        )
    return items


def strangely(canaries, patch, _):
    """Write activities as servers do that have fields of their own, and faults."""
    from weerklank.testing.mastodon_json import activity

    seen = []

    def write(account, item, *, modern=True):
        made = activity(account, item, modern=modern)
        number = len(seen)
        seen.append(number)
        for place, where in (("activity", made), ("note", made["object"])):
            if isinstance(where, dict):
                strange = canaries.give(f"{place} {number} unknown", UNKNOWN)
                where["sanneField"] = [{strange.name: strange.number}]
                where[strange.local] = strange.name
        if number == 4:  # to the followers: break its moment, its tags and its author
            wrong = canaries.give("broken", THIRD)
            made["object"]["published"] = wrong.name
            made["published"] = wrong.name
        if number == 3:
            made["object"]["tag"].append({"type": "Mention", "href": None, "name": ""})
        return made

    return write


def never_read(canary):
    """Say whether a canary stands where nothing is read: not even a vault may hold it."""
    if canary.kind is UNKNOWN:
        return canary.path.split()[1] in "567"  # the messages
    return canary.path.startswith(
        ("direct", "like", "bookmark", "stray", "folder", "note", "other", "broken")
    )


@dataclass
class Scratch:
    """Everything that a process could write into, and what it said."""

    root: Path
    said: list = field(default_factory=list)
    identity: str = ""

    def __post_init__(self):
        for name in ("work", "tmp", "home", "data", "config", "cache", "state", "run"):
            (self.root / name).mkdir(parents=True)

    @property
    def archive(self):
        return self.root / "work" / "archive"

    def call(self, *arguments, change=""):
        return self._run(DRIVER, change, *map(str, arguments))

    def call_each(self, runs):
        """Run several commands, each with its change; gives their exit codes."""
        told = self.root.parent / "left.json"
        given = json.dumps([[change, *map(str, arguments)] for change, *arguments in runs])
        done = self._run(DRIVER_OF_MANY, str(told), given)
        assert done.returncode == 0, done.stderr
        return json.loads(told.read_bytes())

    def _run(self, program, *given):
        places = {
            "HOME": "home", "TMPDIR": "tmp", "XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config",
            "XDG_CACHE_HOME": "cache", "XDG_STATE_HOME": "state", "XDG_RUNTIME_DIR": "run",
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-X", "faulthandler", "-c", program, *given],
            cwd=self.root / "work",
            env={
                "PATH": os.environ["PATH"],
                "WEERKLANK_ARCHIVE": str(self.archive),
                "PYTHONDONTWRITEBYTECODE": "1",
                "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
                "COLUMNS": "200",
                **{name: str(self.root / place) for name, place in places.items()},
            },
            capture_output=True,
            stdin=subprocess.DEVNULL,
        )
        self.said += [done.stdout, done.stderr]
        return done

    def make(self, sealed="12"):
        made = self.call(
            "--json", "init", self.archive, "--organisation", "Gemeente Grootdam",
            "--sealed", sealed,
        )  # fmt: skip
        self.identity = json.loads(made.stdout)["identity"]
        added = self.call("account", "add", ACCOUNT.url, "--kind", "corporate")
        assert added.returncode == 0, added.stderr

    def findings(self, canaries):
        scan = scanner(canaries)
        found = scan.folder(self.root)
        for said in self.said:
            found += scan.content("said", said)
        return shown(found)


@pytest.fixture
def scratch(tmp_path):
    return Scratch(tmp_path / "scratch")


@pytest.mark.parametrize(("style", "sealed"), [("zip", "12"), ("tar.gz", "drop")])
def test_a_whole_export(tmp_path, scratch, monkeypatch, style, sealed):
    canaries = Canaries()
    file = tmp_path / f"export.{style}"
    export_of(file, canaries, monkeypatch, style)
    hidden = canaries.of(THIRD, UNKNOWN)
    control = scanner(canaries).content("export", file.read_bytes())
    assert {finding.canary for finding in control} == set(canaries)
    scratch.make(sealed)
    told = scratch.call("--json", "import", file)
    assert told.returncode == 1, told.stderr  # one record is broken
    report = json.loads(told.stdout)["runs"][0]
    assert report["items"] == {"media": 4, "posts": 5, "profiles": 1, "replies": 0}
    assert report["skipped"]["direct_messages"] == 3
    assert [gap["kind"] for gap in report["gaps"]] == ["record_broken"]
    scratch.call("import", file)
    for command in (
        ["verify"],
        ["search", "Afval"],
        ["catalogue", "rebuild"],
        ["--json", "verify"],
    ):
        scratch.call(*command)
    assert scratch.findings(hidden) == []
    place = Place(scratch.root, scratch.archive, next(scratch.root.glob("data/*/keys/*")), "")
    assert asked(place, hidden) == []
    assert verified(place)[0]
    # What is ours is there: in texts, in the pictures and their alternative texts.
    ours = scanner(canaries.of(OWN))
    kept = {finding.canary.path for finding in ours.folder(scratch.archive)}
    assert kept >= {
        c.path for c in canaries.of(OWN) if not c.path.startswith(("direct", "followers"))
    }
    place.identity = scratch.identity
    vault = json.dumps(list(place.opened().values()), ensure_ascii=False).encode()
    given_back = {f.canary for f in scanner(hidden).content("vault", vault)}
    for canary in hidden:
        sealed_here = sealed == "12" and not never_read(canary) and "followers" not in canary.path
        if canary.path.split()[1:2] == ["4"]:
            sealed_here = False  # the broken one
        assert sealed_here == (canary in given_back), canary


def test_a_whole_export_is_found_with_pseudonymisation_off(tmp_path, scratch, monkeypatch):
    canaries = Canaries()
    file = tmp_path / "export.zip"
    export_of(file, canaries, monkeypatch)
    scratch.make()
    told = scratch.call("--json", "import", file, change=f"setattr_ = setattr\n{OFF}")
    assert told.returncode == 1, told.stderr
    scan = scanner(canaries.of(THIRD, UNKNOWN))
    found = {f.canary for f in scan.folder(scratch.root) if f.canary}
    missed = {c for c in canaries.of(THIRD, UNKNOWN) if c not in found}
    assert {c.path for c in missed if not never_read(c) and " 4" not in c.path} == set()
    assert not [c.path for c in found if never_read(c)]


KILL = """
from weerklank.store import spool, members
from weerklank.harvest.intake import Intake
from weerklank.package.writer import PackageWriter
spool._FRAME = members.LINES = 1
def after(cls, name, times, count=[0]):
    work = getattr(cls, name)
    def go(self, *given):
        result = work(self, *given)
        count[0] += 1
        for stream in getattr(self, "_streams", ()):
            stream.flush()
        if count[0] == times:
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    setattr(cls, name, go)
def flushed(self, *given, work=spool.Spool._write):
    work(self, *given)
    for stream in self._streams.values():
        stream.flush()
spool.Spool._write = flushed
"""


@pytest.mark.parametrize("moment", ["Intake, '_take', 4", "PackageWriter, 'add', 3"])
def test_killed_in_the_middle(tmp_path, scratch, monkeypatch, moment):
    canaries = Canaries()
    file = tmp_path / "export.zip"
    export_of(file, canaries, monkeypatch)
    hidden = canaries.of(THIRD, UNKNOWN)
    scratch.make()
    killed = scratch.call("import", file, change=f"{KILL}\nafter({moment})")
    assert killed.returncode == -signal.SIGKILL
    spooled = [p for p in scratch.archive.glob("open/spool/*/*") if p.is_file()]
    assert sum(path.stat().st_size for path in spooled) > 1000
    assert scratch.findings(hidden) == []
    again = scratch.call("--json", "import", file)
    assert again.returncode == 1, again.stderr
    assert scratch.findings(hidden) == []
    assert not [p for p in scratch.archive.glob("open/spool/*/*") if p.is_file()]


STAGES = {
    "open": "weerklank.connectors.mastodon.activity:Reader.__init__",
    "scan": "weerklank.connectors.mastodon.export:MastodonExport._scanned",
    "read": "weerklank.connectors.mastodon.export:MastodonExport.read",
    "profile": "weerklank.connectors.mastodon.export:MastodonExport.profile",
    "media": "weerklank.harvest.media_shelf:MediaShelf.receive",
    "participants": "weerklank.minimise.minimiser:Minimiser.note_participants",
    "prepare": "weerklank.minimise.minimiser:Minimiser.prepare",
    "minimise": "weerklank.minimise.minimiser:Minimiser.minimise",
    "rewrite": "weerklank.minimise.names:ThreadNames.find",
    "seal": "weerklank.minimise.vault:VaultWriter.seal",
    "writer": "weerklank.package.writer:PackageWriter.add",
    "catalogue": "weerklank.catalogue.catalogue:Catalogue.add_package",
    "index": "weerklank.catalogue.text_index:TextIndex.add",
}
RAISE = """
import importlib
module, _, path = {place!r}.partition(":")
cls, _, name = path.partition(".")
def fail(*given, **more):
    held = {words!r}
    raise {error}(held)
setattr(getattr(importlib.import_module(module), cls), name, fail)
"""


@pytest.mark.slow
@pytest.mark.parametrize("error", ["ValueError", "KeyError", "OSError"])
def test_errors_that_quote_content(tmp_path, scratch, monkeypatch, error):
    canaries = Canaries()
    file = tmp_path / "export.zip"
    export_of(file, canaries, monkeypatch)
    held = canaries.give("held by the error", THIRD)
    scratch.make()
    changes = [
        RAISE.format(place=place, words=f"{held.name} {held.item}", error=error)
        for place in STAGES.values()
    ]
    left = scratch.call_each(
        (change, *(["--json"] if number % 2 else []), "import", file)
        for number, change in enumerate(changes)
    )
    ended = dict(zip(STAGES, left, strict=True))
    assert {*ended.values()} <= {1, 4, 70}, (ended, scratch.said)
    assert scratch.findings(canaries.of(THIRD, UNKNOWN)) == []
    # The seam is real: the same error, told as Python does, is found.
    loud = scratch.call("import", file, change=changes[-1] + "\nfail()")
    assert scanner([held]).content("said", loud.stderr)


# --- direct messages, and addressing that is written otherwise ----------------------------------


class Recording:
    """A decoder that remembers what it was given."""

    def __init__(self, decoder, seen):
        self._decoder = decoder
        self._seen = seen

    def decode(self, content):
        self._seen.append(bytes(content))
        return self._decoder.decode(content)


@pytest.mark.parametrize("style", ["zip", "tar.gz"])
def test_nothing_of_a_direct_message_is_read(tmp_path, monkeypatch, style):
    canaries = Canaries()
    file = tmp_path / f"export.{style}"
    export_of(file, canaries, monkeypatch, style)
    seen, opened = [], []
    for module, name in ((mastodon_export, "BODY"), (first_look, "_ADDRESSES")):
        decoder = Recording(getattr(module, name), seen)
        monkeypatch.setattr(module, name, decoder)
    archive = open_archive(file)
    members = archive.container.members

    def watched(wanted):
        for name, stream in members(wanted):
            opened.append(name)
            yield name, stream

    archive.container.members = watched
    export = MastodonExport(archive)
    entries = list(export.scan())
    wanted = {path for entry in entries if isinstance(entry, Scanned) for path in entry.media}
    list(export.media(wanted.__contains__))
    assert sum(isinstance(entry, Passed) for entry in entries) == 3 + 2
    assert len(wanted) == 3
    assert set(opened) == {"actor.json", "outbox.json", *wanted}
    # Of a message its addresses are all that is decoded: those whom it mentions.
    addressed = [c for c in canaries.of(THIRD) if re.match("direct [0-9] (mention|text)$", c.path)]
    hidden = [c for c in canaries.of(THIRD) if never_read(c) and c not in addressed]
    kept = [e.content for e in entries if isinstance(e, Scanned)]
    hidden = [c for c in hidden if c.path != "broken"]
    assert shown(scanner(hidden).content("read", b"\n".join([*seen, *kept]))) == []
    kept = b"\n".join(kept)
    assert shown(scanner(addressed).content("kept", kept)) == []


@pytest.mark.parametrize(
    ("to", "cc", "kept"),
    [
        (PUBLIC, None, True),
        ("as:Public", None, True),
        (["as:Public"], "https://mast.example/users/x", True),
        ("https://mast.example/users/x", "Public", True),
        (f"{ME}/followers", ..., True),
        (..., "as:Public", True),
        (..., ..., False),
        (None, None, False),
        ([], [], False),
        ("https://mast.example/users/x", ..., False),
        (["https://mast.example/users/x"], "https://mast.example/users/y", False),
        ([{"id": PUBLIC}], [], False),
        ({"id": PUBLIC}, PUBLIC, False),
        (f"{PUBLIC}x", [f"{ME}/followersx"], False),
    ],
)
def test_addressing_in_all_its_spellings(tmp_path, scratch, monkeypatch, to, cc, kept):
    canaries = Canaries()
    hidden, own = canaries.give("direct", THIRD), canaries.give("own", OWN)

    def write(account, item, *, modern=True):
        made = {"id": f"{ME}/statuses/1/activity", "type": "Create", "actor": ME}
        made["published"] = CREATED
        words = f"<p>{own.name if kept else hidden.name}</p>"
        made["object"] = {"id": f"{ME}/statuses/1", "type": "Note", "content": words}
        for where in (made, made["object"]):
            where |= {k: v for k, v in (("to", to), ("cc", cc)) if v is not ...}
        return made

    monkeypatch.setattr("weerklank.testing.mastodon_archive.activity", write)
    item = ExportBoost(number=1, published=NOON, object_uri="")
    write_export(tmp_path / "export.zip", ACCOUNT, [item], style="zip")
    export = MastodonExport(open_archive(tmp_path / "export.zip"))
    found = [entry for entry in export.scan() if isinstance(entry, Scanned)]
    assert len(found) == kept
    for entry in found:
        raw = export.read(entry.content)
        assert own.name in raw.html
        assert raw.visibility in {"public", "unlisted", "followers"}


# --- e: the dictionary of a thread --------------------------------------------------------------

SANNE = RawPerson(
    platform=Platform.MASTODON,
    user_id="https://mast.example/users/sdv.kanarie_80",
    handle="sdv.kanarie_80@mast.example",
    addresses=("https://mast.example/users/sdv.kanarie_80",),
    display_name="Sanne de Vries-Canary",
)
ROOT = f"{ME}/statuses/1"
#: Promised: no word of her name and nothing of her handle is left.
VARIANTS = (
    "Sanne de Vries-Canary",
    "SANNE DE VRIES-CANARY",
    "sanne de vries canary",
    "S\u00e1nn\u00e9 de Vr\u00eces-C\u00e4nary",
    "Sa\u0301nne de Vries-Canary",
    "Sa\u200bnne de V\u2060ries-Can\u00adary",
    "S\u0430nn\u0435 d\u0435 Vr\u0456\u0435s-\u0421\u0430n\u0430ry",
    "\uff33\uff41\uff4e\uff4e\uff45 de \uff36\uff52\uff49\uff45\uff53",
    "\U0001d412\U0001d41a\U0001d427\U0001d427\U0001d41e",
    "Vries-Canary, Sanne de",
    "De Vries-Canary",
    "mevrouw Canary",
    "Sanne\u2019s vraag",
    "de vraag van Canary\u2019s buur Vries",
    "#SanneDeVriesCanary",
    "sanne_de_vries_canary",
    "sanne-de-vries-canary",
    "Sa<b>nn</b>e de V<i>ries</i>",
    "S&#97;nne de Vries&#x2d;Canary",
    '<a href="https://krant.example/sanne-de-vries-canary" title="Sanne">x</a>',
    "@sdv.kanarie_80",
    "SDV.Kanarie_80@mast.example",
    "https://mast.example/@sdv.kanarie_80/1234",
    "Dag Kanarie,",
    "S. de Vries-Canary",
)
#: Not promised, and so not claimed: what only a reader sees.
NOT_PROMISED = {
    "leet": "S4nn3 d3 Vr13s",
    "spelled out": "S a n n e",
    "diminutive": "Sannetje",
    "with another word": "Sannedeelt dit",
    "other script": "\u0421\u0430\u043d\u043d\u0435",
    "in a picture of letters": "\u24c8\u24b6 nne",
}
TELLING = re.compile("sanne|vries|canary|sdv[._-]|kanarie")
#: Symbols that chance drew for us: of a pseudonym, a key, a run.
DRAWN = re.compile(
    r"(?<=\bBurger-)[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}\b"
    r"|\b[0-9a-hjkmnp-tv-z]{26}\b|(?<=Z-)[0-9a-hjkmnp-tv-z]{6}(?=\")"
)


def said(place):
    """Give all that packages say, folded, without markup in the way."""
    lines = [*place.lines("records"), *place.lines("source")]
    text = "\n".join(json.dumps(json.loads(line), ensure_ascii=False) for line in lines)
    return fold_key(html_free(not_drawn(text)))


def not_drawn(text):
    """Leave out what chance drew: one pseudonym in some 16,000 has `SDV-` in it."""
    return DRAWN.sub("", text)


def html_free(text):
    return re.sub(r"</?(?:b|i)>", "", text)


def test_chance_says_no_name_and_hides_none():
    assert not TELLING.search(fold_key(not_drawn("Zie Burger-TSDV-1SDV-6V hier")))
    for left in (
        "Burger-sdv.kanarie_80",
        "Burger-TW0W-155V-6V-Canary",
        "Sanne Burger-TW0W-155V-6V",
        "Burger-SDV.-155V-6V",
        "weerklank:item:sdv.kanarie_80",
        "20261125T120000Z-sanne",
    ):
        assert TELLING.search(fold_key(not_drawn(f'"{left}"'))), left


def in_every_place(words):
    """Give an own answer that has words wherever an answer has words."""
    bare = re.sub("<[^>]*>", "", words)
    raw = post(
        f"<p>Zie {words} hier</p>",
        number=9,
        parent=ROOT,
        title=f"Over {bare}",
        media=(RawMedium(source="/media/1.png", alt=f"Foto van {bare}"),),
        poll=RawPoll(options=(RawPollOption(text=f"Meer {bare}"), RawPollOption(text="Minder"))),
    )
    note = raw.source["object"]
    note |= {
        "contentMap": {"en": f"<p>See {words} there</p>"},
        "summary": f"Over {bare}",
        "summaryMap": {"nl": f"Over {bare}"},
        "attachment": [{"type": "Image", "name": f"Foto van {bare}"}],
        "oneOf": [{"type": "Note", "name": f"Meer {bare}"}],
        "tag": [{
            "type": "Hashtag",
            "name": f"#{bare.replace(' ', '')}",
            "href": f"https://{HOST}/tags/{bare.replace(' ', '').lower()}",
        }] if re.fullmatch("#?[A-Za-z_]+", bare) else [],
    }  # fmt: skip
    return raw


def reply_of_sanne():
    return post("<p>Wanneer komt de bus?</p>", author=SANNE, number=2, parent=ROOT)


@pytest.mark.parametrize("mentioned", [False, True])
@pytest.mark.parametrize("words", VARIANTS)
def test_an_answer_that_names_who_replied(tmp_path, words, mentioned):
    place = make_place(tmp_path, "12")
    answer = in_every_place(words)
    if mentioned:
        answer = msgspec.structs.replace(answer, persons=(SANNE,))
    record(place, [(ROOT, [post("<p>Dag</p>"), reply_of_sanne(), answer])])
    left = said(place)
    assert not TELLING.search(left), TELLING.findall(left)
    assert left.count("burger-") > 1


@pytest.mark.parametrize("words", VARIANTS)
def test_a_later_run_that_names_who_replied(tmp_path, words):
    """Who took part is known by the blind index alone: no structure of this run names her."""
    place = make_place(tmp_path, "12")
    record(place, [(ROOT, [post("<p>Dag</p>"), reply_of_sanne()])])
    record(place, [(ROOT, [in_every_place(words)])])
    left = said(place)
    assert not TELLING.search(left), TELLING.findall(left)


#: Addresses of somebody of whom nothing else tells: the server says that it is a profile.
FRONT_ENDS = (
    "https://nitter.example/sdv.kanarie_80",
    "https://xcancel.com/sdv.kanarie_80/status/12",
    "https://pixelfed.example/sdv.kanarie_80",
    "https://pixelfed.example/p/sdv.kanarie_80/12",
    "https://friendica.example/profile/sdv.kanarie_80",
    "https://lemmy.example/u/sdv.kanarie_80",
    "https://peertube.example/c/sdv.kanarie_80/videos",
    "https://misskey.example/@sdv.kanarie_80",
    "https://bsky.app/profile/sdv.kanarie_80.example",
    "https://sdv-kanarie80.bsky.social",
    "https://www.threads.net/@sdv.kanarie_80",
    "https://www.tiktok.com/@sdv.kanarie_80",
    "https://www.youtube.com/c/sdv.kanarie_80",
    "https://invidious.example/c/sdv.kanarie_80",
    "https://www.instagram.com/stories/sdv.kanarie_80/12",
    "https://www.facebook.com/sdv.kanarie_80",
    "https://www.linkedin.com/in/sdv.kanarie_80",
)


@pytest.mark.parametrize("link", FRONT_ENDS)
def test_a_profile_on_a_known_server_is_hidden_in_every_place(tmp_path, link):
    place = make_place(tmp_path, "12")
    anchor = f'<a href="{link}">{link.removeprefix("https://")}</a>'
    record(place, [(ROOT, [in_every_place(link), post(f"<p>Zie {anchor}</p>", number=3)])])
    assert not TELLING.search(said(place)), TELLING.findall(said(place))
    assert said(place).count("burger-") > 1


def test_a_later_process(tmp_path):
    place = make_place(tmp_path, "12")
    record(place, [(ROOT, [post("<p>Dag</p>"), reply_of_sanne()])])
    script = (
        "import sys; from pathlib import Path; import test_leaks as t\n"
        "place = t.Place(Path(sys.argv[1]), *map(Path, sys.argv[2:4]), '')\n"
        "t.record(place, [(t.ROOT, [t.in_every_place('Sanne de Vries-Canary')])])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, place.root, place.archive, place.keys],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert len(place.lines("records")) == 3
    assert not TELLING.search(said(place))


def test_another_thread_keeps_a_word_that_is_no_name_there(tmp_path):
    place = make_place(tmp_path, "12")
    elsewhere = post("<p>De kanarie van Sanne</p>", number=7)
    record(place, [(ROOT, [reply_of_sanne()]), (elsewhere.native_id, [elsewhere])])
    assert "de kanarie van sanne" in said(place)


@pytest.mark.parametrize("kind", NOT_PROMISED)
def test_what_is_not_promised(tmp_path, kind):
    """Says what is not replaced; when this fails, more is replaced than is told: tell it."""
    place = make_place(tmp_path, "12")
    words = NOT_PROMISED[kind]
    record(place, [(ROOT, [reply_of_sanne(), post(f"<p>Zie {words} hier</p>", parent=ROOT)])])
    assert words in "\n".join(json.loads(line)["text"] for line in place.lines("records"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Dag Sanne, de bus komt.", "Dag Burger, de bus komt."),
        ("Beste mevrouw Sanne van Dijk", "Beste mevrouw Burger"),
        ("Hoi vandijk!", "Hoi Burger!"),
        ("Een sanne is een bloem.", "Een sanne is een bloem."),
        ("Dag van harte", "Dag van harte"),
        ("Dag gemeente", "Dag gemeente"),
    ],
)
@pytest.mark.parametrize("later", [False, True])
def test_a_greeting_by_a_part_of_the_handle(tmp_path, words, expected, later):
    place = make_place(tmp_path, "12")
    mentioned = tuple(
        RawPerson(
            platform=Platform.MASTODON,
            user_id=f"https://mast.example/users/{name}",
            handle=f"{name}@mast.example",
        )
        for name in ("sanne.vandijk80", "gemeente_fan")
    )
    answer = post(f"<p>{words}</p>", number=3, persons=() if later else mentioned, parent=ROOT)
    asking = post("<p>Vraag</p>", number=2, persons=mentioned, parent=ROOT)
    if later:
        record(place, [(ROOT, [asking])])
        record(place, [(ROOT, [answer])])
    else:
        record(place, [(ROOT, [asking, answer])])
    texts = [json.loads(line)["text"] for line in place.lines("records")]
    assert re.sub("Burger-[0-9A-Z-]+", "Burger", texts[1]) == expected


# --- small cases --------------------------------------------------------------------------------


def minimised(tmp_path, raw, listed=()):
    place = make_place(tmp_path, "12", listed)
    report = record(place, [(ROOT, [raw])])
    return SimpleNamespace(
        record=json.loads(place.lines("records")[0]),
        source=json.loads(place.lines("source")[0]),
        sealed=next(iter(place.opened().values()), []),
        report=report,
    )


def test_handles_in_all_their_spellings(tmp_path):
    canaries = Canaries()
    third, listed = canaries.give("a", THIRD), canaries.give("b", LISTED)
    tags = [
        {"type": "Mention", "href": third.address, "name": name}
        for name in (
            f"@{third.handle}", f"@{third.local}", third.local.upper(), f"{third.local} (zij)",
            f"@{third.name}", "@\U0001f33b@mast.example", "@-@mast.example", third.address,
        )
    ]  # fmt: skip
    tags += [
        {"type": "Mention", "href": whose.addresses[0], "name": name}
        for whose in (OWNER, person(listed, name=False))
        for name in (f"@{whose.handle}", f"@{whose.handle.partition('@')[0]}")
    ]
    source = {"type": "Create", "object": {"tag": tags}}
    got = minimised(tmp_path, post("Dag", persons=(person(third),), source=source), [listed])
    found = got.source["object"]["tag"]
    assert found[8:] == tags[8:]
    for tag in found[:8]:
        assert tag["href"].startswith("weerklank:person:")
        assert re.fullmatch("@?Burger-[0-9A-Z-]+", tag.get("name", "Burger-1"))


def test_listed_by_an_address_that_anyone_can_write(tmp_path):
    listed = Canaries().give("b", LISTED)
    spoofed = f"https://kwaad.example/@{listed.handle}"
    source = {"type": "Create", "actor": spoofed, "object": {"inReplyTo": spoofed + "/1"}}
    got = minimised(tmp_path, post("Dag", source=source), [listed])
    assert got.source["actor"].startswith("weerklank:person:")
    assert got.source["object"]["inReplyTo"].startswith("weerklank:item:")


def test_names_of_fields_that_anyone_can_write(tmp_path):
    third = Canaries().give("a", THIRD)
    plain = re.sub("[^a-z]", "", third.local)
    for author in (person(third), OWNER):
        objects = [{"type": "Image", plain: "x", third.surname: "y"} for _ in range(9)]
        source = {"type": "Create", "object": {"attachment": objects, "newField": 1}}
        raw = post("Dag", author=author, persons=(person(third),), source=source)
        got = minimised(tmp_path / str(author is OWNER), raw)
        assert third.surname not in str(got.report.unknown_fields)
        assert plain not in str(got.report.unknown_fields)
        assert sum(got.report.unknown_fields.values()) == 19


@pytest.mark.parametrize("author", [["https://mast.example/users/x"], {"id": "x"}, 7])
def test_an_author_that_is_no_plain_address_is_not_us(author):
    reader = mastodon_activity.Reader({"id": ME, "preferredUsername": "gemeente"})
    note = {"id": f"{ME}/1", "published": CREATED, "attributedTo": author, "content": "x"}
    content = json.dumps({"type": "Create", "actor": ME, "object": note}).encode()
    try:
        raw = reader.activity(content)
    except ValueError:
        return
    assert raw.author is not reader.owner
    assert raw.author.handle != reader.owner.handle


@pytest.mark.parametrize(
    "moment", ["Jan Vries", "2026-11 Vries", "2026-11-20T10:00 V.", "\u0662\u0660\u0662\u0666-11"]
)
def test_no_words_in_the_names_of_working_files(tmp_path, monkeypatch, moment):
    names = []
    monkeypatch.setattr(Spool, "add", lambda self, name, content: names.append((name, content)))
    entry = Scanned(
        content=b"", native_id="x", parent=None, created_at=moment, persons=(), media=()
    )
    export = SimpleNamespace(owner=OWNER, scan=lambda: [entry])
    intake = Intake(
        export,
        tmp_path / "spool",
        lambda native: bytes(16),
        chosen=None,
        held_media=lambda item: frozenset(),
        is_held=lambda item: False,
        destroyed=frozenset(),
        today=NOON.date(),
        is_ours=lambda person: False,
    )
    intake.first_pass(lambda done: None)
    assert [(name, content[:32].strip()) for name, content in names] == [("0000-00", b"0000-00")]


def test_no_words_in_the_names_of_media():
    assert file_name(bytes(16), "/media/foto.JPG").endswith(".jpg")
    assert "." not in file_name(bytes(16), "/media/sanne.vries")


# --- f: fields that nobody knew, anywhere --------------------------------------------------------

_NESTED = st.recursive(
    st.sampled_from(["NAME", "NUMBER", "HANDLE", "ADDRESS"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["diep", "NAME", "HANDLE", "type", "id"]), inner)
    ),
    max_leaves=6,
)


def test_unknown_fields_at_random_places(tmp_path):
    place = make_place(tmp_path, "12")
    canary = Canaries().give("f", UNKNOWN)
    words = {
        "NAME": canary.name, "NUMBER": canary.number, "HANDLE": canary.handle,
        "ADDRESS": canary.item,
    }  # fmt: skip
    made: list[RawItem] = []

    def named(value):
        if isinstance(value, dict):
            return {str(words.get(k, k)): named(v) for k, v in value.items()}
        if isinstance(value, list):
            return [named(v) for v in value]
        return words[value]

    @settings(
        max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(
        st.randoms(use_true_random=False), st.sampled_from([OWN, THIRD]), _NESTED, st.booleans()
    )
    def add(rng, author, value, replace):
        payload = Payload(Canaries("f"), author, 2)
        payload.fill()
        plain_leaves(payload.source)
        objects = [payload.source]
        for _ in range(rng.randint(0, 6)):
            inner = [v for v in parts(objects[-1]) if isinstance(v, dict)]
            objects += [rng.choice(inner)] if inner else []
        key = rng.choice(["xNew", canary.name, canary.local, canary.handle, "type2", "~/"])
        known = [k for k in objects[-1] if k not in NAMING]
        if replace and known:
            # Something nested where a known field of another kind goes.
            key = rng.choice(known)
            value = {"diep": value, "NAME": value}
        objects[-1][key] = named(value)
        whose = OWNER if author is OWN else person(payload.give("author", THIRD))
        made.append(post("Dag", author=whose, number=len(made) + 1, source=payload.source))

    add()
    assert len(made) >= 100
    report = record(place, [(raw.native_id, [raw]) for raw in made])
    assert shown(scanner([canary]).folder(place.root)) == []
    assert shown(scanner([canary]).content("report", str(report).encode())) == []
    assert canary.surname in json.dumps(list(place.opened().values()), ensure_ascii=False)


#: Known fields of which any text is kept: free text, and facts of our own.
NAMING = frozenset(path.rpartition("/")[2] for text in (HIDDEN, OURS) for path in expand(text)) | {
    "first",
    "nl",
    "object",
}


def parts(value):
    """Give the objects inside an object, also those in its lists."""
    for part in value.values():
        yield from part if isinstance(part, list) else [part]


def plain_leaves(value):
    """Take the canaries out of a payload: here one canary alone is looked for."""
    for key in [k for k in value if not (k.isascii() and k.isidentifier()) and k != "@context"]:
        del value[key]
    value.pop("zZz", None)
    for part in parts(value):
        if isinstance(part, dict):
            plain_leaves(part)

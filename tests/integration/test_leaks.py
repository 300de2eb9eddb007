"""Leak test: canaries in every leaf, and a byte search through everything that was written.

Third parties' canaries may be nowhere, those of the account and of the register must stay where
they belong, unknown ones lie in the vault alone. The same search finds all of them when
pseudonymisation is off; that switch is made here, by monkeypatch: the product has none.
"""

import base64
import io
import json
import os
import random
import re
import signal
import subprocess
import sys
import unicodedata
import zlib
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pyrage
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from weerklank.catalogue.query import Question, ask
from weerklank.connectors.mastodon import activity as mastodon_activity
from weerklank.connectors.mastodon import export as mastodon_export
from weerklank.connectors.mastodon.export import MastodonExport, open_archive
from weerklank.connectors.mastodon.shape import ACTIVITY, ACTOR
from weerklank.harvest.intake import spool_name
from weerklank.harvest.media_shelf import MediaShelf
from weerklank.minimise.blind_index import BlindIndex
from weerklank.minimise.folding import fold_key
from weerklank.minimise.item_keys import ItemKeys
from weerklank.minimise.minimiser import Circumstances, KeptMedium, Minimiser
from weerklank.minimise.names import ThreadNames
from weerklank.minimise.source import Removal, SourceMinimiser
from weerklank.minimise.who import Whois
from weerklank.model.account import AccountKind
from weerklank.model.canonical import canonical, canonical_struct
from weerklank.model.clock import FixedClock, iso
from weerklank.model.ids import ItemId
from weerklank.model.item import AuthorRole, Counts, ItemKind, RefType
from weerklank.model.organisation import Organisation
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
from weerklank.services.catalogue_packages import open_catalogue, rebuild_catalogue
from weerklank.services.edit_account import Facts
from weerklank.services.import_export import listed_accounts, named_fields, next_fence
from weerklank.services.make_archive import make_archive
from weerklank.services.recorder import Recorder
from weerklank.services.recover import recover
from weerklank.services.register_account import register
from weerklank.services.run_report import report_json
from weerklank.services.workplace import Silent, open_workplace
from weerklank.model.event import Book
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
        if rule not in (Field.PERSON, Field.ITEM, Field.HANDLE, Field.TEXT, Field.HTML):
            return own.name
        third = own if self.author is THIRD else self.give(f"{path} (derde)", THIRD)
        if rule in (Field.PERSON, Field.ITEM):
            self.leaves[pointer] = (path, third)
            return third.address if rule is Field.PERSON else third.item
        self.persons.append(third)
        if rule is Field.HANDLE:
            self.leaves[pointer] = (path, third)
            return f"@{third.handle}"
        if rule is Field.HTML:
            return html_of(own, third)
        return f"{own.surname}: dag {third.name}, @{third.handle} #{third.local}"


def html_of(own, third):
    """Give HTML with a name in all places that HTML has."""
    coded = "".join(f"&#{ord(c)};" for c in third.name)
    split = f"{third.surname[:4]}<b>{third.surname[4:7]}</b><!-- {third.name} -->{third.surname[7:]}"
    twice = third.handle.replace(".", "%252E")
    return (
        f'<p lang="nl" class="{third.local} u-{third.number}" id="{third.local}"'
        f' data-who="{third.number}" onclick="go({third.number})">{own.surname} '
        f'<span class="h-card"><a href="{third.address}" class="u-url mention">'
        f"@<span>{third.local}</span></a></span> en <a href='{third.numbered}'>deze</a>"
        f'<a href="https://krant.example/?u={twice}">x</a>'
        f'<a href="https://{HOST}/tags/{third.local}" rel="tag {third.local}">#<span>{third.local}'
        f'</span></a> <img alt="{third.name}" title="{coded}" src="{third.address}.png">'
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
        return open_workplace(
            self.archive, self.keys, clock=FixedClock(NOON), reporter=Silent()
        )

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
                cipher = AESGCM(pyrage.decrypt(wrapped.read_bytes(), [identity]))
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
    return bool({"search", "tile", "keys"} & set(path.parts)) or path.name.endswith("-shm")


def make_place(root, sealed, listed=()):
    root.mkdir(parents=True, exist_ok=True)
    archive, keys = root / "archive", root / "keys"
    new = make_archive(
        archive,
        keys,
        Organisation(name="Gemeente Grootdam", prefix="grd", origin="weerklank/test"),
        clock=FixedClock(NOON),
        reporter=Silent(),
        sealed=sealed,
    )
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
                policy=policy.version,
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
            seals=policy.seals,
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
    /object/attachment/duration
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
    /@context /object/attachment/{,icon/}{url,blurhash}
    /object/tag[Hashtag]/href /object/tag[Emoji]/{id,icon/url}
    profile/{@context,id,following,followers,inbox,outbox,featured,featuredTags,url,webfinger}
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
    for step in pointer.split("/")[1:]:
        step = step.replace("~1", "/").replace("~0", "~")
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


def test_own_and_listed_canaries_survive(filled):
    sources = [json.loads(line) for line in filled.place.lines("source")]
    for made, source in zip(filled.payloads, sources, strict=True):
        for pointer, (path, canary) in made.leaves.items():
            found = str(at(source, pointer))
            if made.author is not THIRD and canary.kind is made.author and path not in expand(FACTS):
                assert (canary.surname in found) == (path not in expand(SIGNATURES)), path


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
        sealed = {pointer: value for pointer, value in opened[record["id"], 1]}
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
from weerklank.minimise.source import Removal, SourceMinimiser
from weerklank.minimise.who import Whois
from weerklank.model.item import AuthorRole
from weerklank.minimise import minimiser
setattr_(SourceMinimiser, "minimise", lambda self, source, shape, names, *, is_ours: (source, Removal()))
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

"""A SIP is made whole, valid by the schema and by the rules that it misses, or not at all."""

import hashlib
import json
import re
import zipfile
from base64 import b64decode
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pyrage
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pages_taken import chosen, held, take_pages
from pypdf import PdfReader
from small_archive import MARKS, PERSONS, Small, X, Y, account, filled, moment, post, posts

from weerklank.package.formats import format_lines
from weerklank.services.seal.known_exports import begin_export
from weerklank.services.transfer import make_sip, transfers_of_item
from weerklank.services.transfer.read_transfers import find_transfer
from weerklank.store.lock import locked
from weerklank.testing.mastodon_export import write_export
from weerklank.transfer.mdto import FileObject, InformationObject, Mdto
from weerklank.transfer.mdto_delivery import Delivery
from weerklank.transfer.mdto_rules import findings_in
from weerklank.transfer.mdto_xml import read_mdto

SHARED = Path(__file__).parents[3] / "shared/standards/mdto"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Small:
    small = filled(tmp_path_factory.mktemp("overbrengen") / "plaats")
    made = posts()
    text = str(held(small)[made.url("gewoon")].text)
    take_pages(small, chosen(made.url("gewoon"), text))
    return small


@pytest.fixture
def small(source: Small, tmp_path: Path) -> Small:
    return source.copy(tmp_path / "plaats")


def decide(small: Small, *more: str, sealed: str = "keep") -> None:
    for person in ("Anna", "Pia"):
        small.good("transfer", "decide", "--sealed", sealed, *more, acting=person)


def documents(out: Path) -> dict[str, Mdto | None]:
    """Give every file by its path, with what stands in it where it is MDTO."""
    paths = sorted(path for path in out.rglob("*") if path.is_file())
    return {
        path.relative_to(out).as_posix(): (
            read_mdto(path.read_bytes(), path.name) if path.name.endswith(".mdto.xml") else None
        )
        for path in paths
    }


def assert_delivery_holds(out: Path) -> None:
    """Look at every file by the schema, where it is there, and by our own rules."""
    delivery = Delivery()
    found = documents(out)
    for path, document in found.items():
        delivery.take(path, document)
        if document is not None:
            assert findings_in(document) == [], path
    delivery.done()
    assert [*delivery.findings()] == [], "\n".join(map(str, delivery.findings()))
    listed = dict(
        reversed(line.split("  ", 1))
        for line in (out / "manifest-sha256.txt").read_text().splitlines()
    )
    assert listed.keys() == found.keys() - {"manifest-sha256.txt", "pakbon.xml"}
    for path, digest in listed.items():
        assert hashlib.sha256((out / path).read_bytes()).hexdigest() == digest


def make(small: Small, out: Path, *more: str, code: int = 0, acting: str = "Anna") -> dict:
    left, told = small.run("transfer", "make", str(out), *more, acting=acting)
    assert left == code, told
    return told


def refused(small: Small, out: Path, *more: str, code: int, acting: str = "Anna") -> str:
    """Give by what a SIP is refused; nothing of it is left."""
    told = make(small, out, *more, code=code, acting=acting)
    assert not list(out.parent.glob("*.new*"))
    return str(told["error"]["code"])


def objects(out: Path, level: str) -> list[InformationObject]:
    return [
        one.subject
        for one in documents(out).values()
        if one
        and isinstance(one.subject, InformationObject)
        and one.subject.level
        and one.subject.level.label == level
    ]


@pytest.fixture(scope="module")
def made(source, tmp_path_factory) -> tuple[Small, Path, dict]:
    small = source.copy(tmp_path_factory.mktemp("heel") / "plaats")
    decide(small)
    out = small.root.parent / "sip"
    return small, out, make(small, out, "--target", "Collectie 12", "--contact", "DIV")


class TestWhole:
    def test_it_is_valid_by_our_rules_and_the_official_schema(self, made):
        _, out, _ = made
        assert_delivery_holds(out)
        if not SHARED.is_dir():
            pytest.skip("../shared/standards/mdto is not there")
        etree = pytest.importorskip("lxml.etree", reason="lxml is not installed")
        schema = etree.XMLSchema(etree.parse(SHARED / "MDTO-XML1.0.1.xsd"))
        for path in out.rglob("*.mdto.xml"):
            schema.assertValid(etree.parse(path))

    def test_each_file_is_of_the_format_that_it_names(self, made):
        _, out, _ = made
        told = {
            one.subject.name: one.subject.format.code
            for one in documents(out).values()
            if one and isinstance(one.subject, FileObject)
        }
        seen = out.parent / "gezien"
        seen.mkdir()
        for name in told:
            (found,) = out.rglob(name)
            (seen / name).symlink_to(found)
        for line in format_lines(seen).splitlines():
            row = json.loads(line)
            puids = {match["puid"] for match in row["matches"]}
            named = told[row["file"].removeprefix("media/")]
            assert named in puids or (not puids and named == "image/png"), row
        assert {"fmt/817", "fmt/1281"} < set(told.values())

    def test_levels_events_and_limits_say_what_the_archive_knows(self, made):
        small, out, told = made
        (archive,), (series,) = objects(out, "Archief"), objects(out, "Serie")
        assert [one.name for one in archive.part_of] == ["Collectie 12"]
        assert len(series.ids) == 3
        assert {one.name[:22] for one in objects(out, "Dossier")} == {
            "Berichten januari 2025",
            "Berichten januari 2026",
        }
        by_id = {one.ids[0].mark: one for one in objects(out, "Archiefstuk")}
        edited = by_id[held(small)[posts().url("doel")].id]
        events = [one.type.label for one in edited.events]
        taken = ["Opname", "Minimalisering van persoonsgegevens"]
        assert events == ["Publicatie", "Wijziging", *taken, *taken, "Export"]
        assert edited.events[0].at == "2026-01-07T10:00:00+01:00"
        plain = by_id[held(small)[posts().url("gewoon")].id]
        assert plain.descriptions[0].startswith("Maandag wordt het oud papier")
        # Whose the rights are nobody recorded: that is never without a limit.
        (open_,) = plain.restrictions
        assert (open_.type.label, "auteursrecht" in open_.note) == ("Nader te bepalen", True)
        assert {one.appraisal.code for one in by_id.values()} == {"N", "B"}  # B: what explains
        thread = json.loads(next(out.rglob(f"{edited.ids[0].mark}.json")).read_bytes())
        assert len(thread["records"]) == 3  # two versions, and the answer
        schema = json.loads(next(out.rglob("weerklank-records.schema.json")).read_bytes())
        required = schema["properties"]["records"]["items"]["required"]
        assert all(set(required) <= row.keys() for row in thread["records"])
        assert schema["$id"] == thread["schema"]
        sources = json.loads(next(out.rglob(f"{edited.ids[0].mark}.bron.json")).read_bytes())
        assert len(sources["sources"]) == 3
        assert told["objects"] == sum(
            1 for one in documents(out).values() if one and hasattr(one.subject, "appraisal")
        )

    def test_the_pakbon_counts_what_is_there(self, made):
        _, out, told = made
        bon = ElementTree.parse(out / "pakbon.xml").getroot()
        said = {one.tag: one.text for one in bon}
        content = [
            path
            for path in out.rglob("*")
            if path.is_file() and not path.name.endswith(".mdto.xml") and path.parent != out
        ]
        size = sum(path.stat().st_size for path in content)
        assert (said["aantalBestandenNietMdto"], said["omvangBytesNietMdto"]) == (
            str(len(content)),
            str(size),
        )
        assert (told["files"], told["bytes"]) == (len(content), size)
        manifest = hashlib.sha256((out / "manifest-sha256.txt").read_bytes()).hexdigest()
        assert said["hashSip"] == manifest == told["digest"]
        assert (said["locatieDoelsysteem"], said["contact"]) == ("Collectie 12", "DIV")

    def test_a_page_is_a_warc_as_the_guideline_asks(self, made):
        from warcio.archiveiterator import ArchiveIterator

        _, out, _ = made
        (path,) = out.rglob("*.warc")
        with path.open("rb") as stream:
            records = [
                (one.rec_type, one.content_stream().read(), one.digest_checker)
                for one in ArchiveIterator(stream, check_digests=True)
            ]
        assert records[0][0] == "warcinfo"
        info = records[0][1].decode()
        assert all(f"\n{word}: " in f"\n{info}" for word in ("software", "format", "robots"))
        assert all(checker.passed is not False for *_, checker in records)
        assert {"request", "response"} <= {kind for kind, *_ in records}

    def test_nobody_else_stands_in_it(self, made):
        _, out, _ = made
        for path in out.rglob("*"):
            content = (path.read_bytes() if path.is_file() else b"") + path.name.encode()
            for name in (X, Y):
                assert name[0].encode() not in content
                assert name[0].rpartition("/")[2].encode() not in content.lower(), path

    def test_both_sides_sign_a_declaration(self, made, tmp_path):
        small, _, told = made
        odt, pdf = tmp_path / "v.odt", tmp_path / "v.pdf"
        for path in (odt, pdf, tmp_path / "nog.pdf"):
            said = small.good("transfer", "declaration", "t0001", "-o", str(path))
            assert said == {"file": str(path), "sip": "t0001"}
        assert (tmp_path / "nog.pdf").read_bytes() == pdf.read_bytes()
        set_ = " ".join(page.extract_text() for page in PdfReader(pdf).pages)
        plain = zipfile.ZipFile(odt).read("content.xml").decode()
        for words in (set_, plain):
            flat = re.sub(r"\s", "", words)
            assert told["digest"] in flat
            for one in ("Collectie12", "DIV", "a0001", "Signature", "didnotconfirm"):
                assert one in flat, one
        assert small.run("transfer", "declaration", "t0001", "-o", str(tmp_path / "v.txt"))[0] == 2
        assert small.run("transfer", "declaration", "t0009", "-o", str(pdf))[0] == 2

    def test_it_stands_in_the_list(self, made):
        small, _, told = made
        (one,) = small.good("transfer", "list")["transfers"]
        assert one == small.good("transfer", "show", "t0001")
        assert (one["state"], one["digest"]) == ("made", told["digest"])
        small.assert_verifies()


def test_two_persons_decide_alike_before_each_transfer(small, tmp_path):
    out = tmp_path / "sip"
    small.good("person", "add", "Bea", "--role", "archivist", "--role", "privacy")
    assert refused(small, out, code=3) == "TRANSFER-003"
    assert refused(small, out, code=3, acting="Ruud") == "ROLE-002"
    assert small.run("transfer", "decide", "--sealed", "keep", acting="Ruud")[0] == 3
    small.good("transfer", "decide", "--sealed", "keep", acting="Bea")
    assert refused(small, out, code=3) == "TRANSFER-003"
    told = small.good("transfer", "decide", "--sealed", "keep", acting="Anna")
    assert told["decided"] == "keep"
    assert refused(small, out, "--account", "a0001", code=3) == "TRANSFER-003"  # another choice
    make(small, out)
    assert refused(small, tmp_path / "nog-een", code=3) == "TRANSFER-003"  # each decides anew


def test_a_folder_that_may_not_be_used_is_refused(small, tmp_path):
    decide(small)
    taken = tmp_path / "vol"
    (taken / "iets").mkdir(parents=True)
    assert refused(small, taken, code=2) == "TRANSFER-005"
    assert refused(small, small.archive / "sip", code=2) == "ARCHIVE-015"
    assert refused(small, small.root / "keys" / "sip", code=2) == "ARCHIVE-015"
    replica = tmp_path / "tweede" / "replica"
    small.good("replicate", replica.as_uri())
    for inside in (replica / "sip", replica / "data" / "objects" / "sip", replica):
        assert refused(small, inside, code=2) == "ARCHIVE-015"
    days = ("--from", "2026-02-01", "--to", "2026-01-01")
    assert refused(small, tmp_path / "sip", *days, code=2) == "TRANSFER-002"
    (taken / "iets").rmdir()
    make(small, taken)
    assert_delivery_holds(taken)


def test_what_breaks_off_leaves_nothing_and_can_be_made_again(small, tmp_path, monkeypatch):
    decide(small)

    def fail() -> None:
        raise KeyboardInterrupt

    out = tmp_path / "sip"
    with monkeypatch.context() as patch:
        patch.setattr(make_sip.os, "sync", fail)
        assert small.run("transfer", "make", str(out), acting="Anna")[0] != 0
    assert not [*tmp_path.glob("sip*")]
    file = next(small.archive.rglob("a0001/**/v1/content/records/records.jsonl.gz"))
    whole = file.read_bytes()
    file.write_bytes(whole[:-9] + b"x" + whole[-8:])
    assert refused(small, out, code=6) == "ARCHIVE-008"
    file.write_bytes(whole)
    assert make(small, out)["sip"] == "t0003"
    states = [one["state"] for one in small.good("transfer", "list")["transfers"]]
    assert states == ["begun", "begun", "made"]


def test_what_a_killed_transfer_left_goes_with_the_next(small, tmp_path):
    decide(small)
    left = begin_export(small.workplace(), tmp_path / "eerder", "sip")
    (left / "archief-x").mkdir(parents=True)
    (left / "archief-x" / "a.json").write_text("{}")
    others = [tmp_path / "eerder.new-kopie", tmp_path / "los.new-77"]
    for other in others:
        other.mkdir()
    (tmp_path / "eerder.new-88").symlink_to(others[1])
    with locked(small.workplace().layout.lock("transfer"), "transfer"):
        assert small.run("transfer", "make", str(tmp_path / "sip"), acting="Anna")[0] == 5
    assert left.exists()
    make(small, tmp_path / "sip")
    assert not left.exists()
    assert all(one.is_dir() for one in (*others, tmp_path / "eerder.new-88"))


def test_what_is_restricted_or_destroyed_does_not_go_and_the_pakbon_says_so(
    small, tmp_path, monkeypatch
):
    ids = {url: item.id for url, item in held(small).items()}
    small.good("person", "add", "Cor", "--role", "communication")
    plain, gone = (ids[posts().url(name)] for name in ("gewoon", "doel"))
    given = ("--not-government", "--reason", "privé")
    small.good("mark", plain, *given, acting="Cor")
    small.good("mark", "decide", plain, "restrict", acting="Anna")
    hidden = post(20, "Alleen voor wie ons volgt.", visibility="followers")
    small.take_in([*posts(edited=True).items, hidden])
    (other,) = {item.id for item in held(small).values()} - set(ids.values())
    small.good("destroy", "execute", small.approve(gone), acting="Anna")
    period = ("--account", "a0001", "--from", "2026-01-01", "--to", "2026-12-31")
    decide(small, *period)
    out = tmp_path / "sip"
    told = make(small, out, *period)
    assert_delivery_holds(out)
    assert told["left_out"] == {"destroyed": 1, "destroying": 0, "pages": 0, "restricted": 1}
    assert find_transfer(small.workplace(), "t0001").left.items == {plain}
    # Each post says with which transfer it went, and those that stayed say none.
    went = {id_: small.good("post", "show", id_)["transfers"] for id_ in {*ids.values()} - {gone}}
    (one,) = went[ids[posts().url("antwoord")]]
    assert (one["sip"], one["version"], one["sure"], one["received"]) == ("t0001", 1, True, None)
    assert went[plain] == went[ids[posts().url("oud")]] == []
    assert None in went.values()  # the profile, of which it is not told
    with monkeypatch.context() as patch:
        patch.setattr(transfers_of_item, "_begun", lambda _: datetime.max.replace(tzinfo=UTC))
        later = small.good("post", "show", ids[posts().url("antwoord")])
        assert later["transfers"] == []  # what came in since
    by_id = {one.ids[0].mark: one for one in objects(out, "Archiefstuk")}
    assert not {plain, gone, ids[posts().url("oud")]} & by_id.keys()
    private = by_id[other].restrictions[0]
    assert private.type.code == "AW1995-15-1-A"
    assert private.term is not None
    assert (private.term.start, private.term.end) == ("2026-01-25", "2101-01-25")
    assert by_id[other].descriptions == ()
    bon = (out / "pakbon.xml").read_text()
    assert "Niet meegegaan: 1 bericht dat een besluit beperkt" in bon
    assert "niet aanwezig: 1 bericht of pagina." in bon
    mark = MARKS[0].encode()
    assert not [path for path in out.rglob("*") if path.is_file() and mark in path.read_bytes()]
    # What answers the post that was destroyed goes, as what its thread begins with.
    assert ids[posts().url("antwoord")] in by_id


def test_a_profile_goes_in_the_wordings_of_the_period(small, tmp_path):
    changed = replace(account(), summary_html="<p>Het nieuwste nieuws van de gemeente.</p>")
    path = small.root / "later.tar.gz"
    write_export(path, changed, posts(edited=True).items)
    small.good("import", str(path))
    decide(small, "--to", "2026-12-31")
    out = tmp_path / "sip"
    make(small, out, "--to", "2026-12-31")
    assert_delivery_holds(out)
    profiles = [one for one in objects(out, "Archiefstuk") if one.name.startswith("Profiel")]
    assert [[relation.type.label for relation in one.relations] for one in profiles] == [
        ["Is vervangen door"],
        ["Vervangt"],
    ]
    assert profiles[0].relations[0].to.id == profiles[1].ids[0]


class TestThreadsThatMeet:
    """What it answers is known later: a reply stays in one record, with all its versions."""

    @pytest.fixture
    def met(self, tmp_path) -> Small:
        me, small = account().actor_id, Small(tmp_path / "plaats").make()
        top, middle = post(1, "Waar een draad mee begint."), post(2, "Antwoord daarop.")
        middle = replace(middle, in_reply_to=f"{me}/statuses/{top.number}")
        below = post(3, "Antwoord op het antwoord.")
        below = replace(below, in_reply_to=f"{me}/statuses/{middle.number}")
        lowest = replace(post(4, "Nog een."), in_reply_to=f"{me}/statuses/{below.number}")
        small.take_in([below, lowest])
        edited = replace(below, html="<p>Verbeterd antwoord.</p>", edited=moment(9))
        small.take_in([top, middle, edited, lowest])
        return small

    def test_each_post_goes_once_with_all_it_said(self, met, tmp_path):
        decide(met)
        make(met, tmp_path / "sip")
        assert_delivery_holds(tmp_path / "sip")
        records = [
            path
            for path in (tmp_path / "sip").rglob("grt-*.json")
            if not path.name.endswith(".bron.json")
        ]
        texts = [path.read_text() for path in records]
        for words in ("Waar een draad", "Antwoord daarop", "Antwoord op het", "Verbeterd"):
            assert sum(words in text for text in texts) == 1, words

    def test_it_is_told_of_each_that_it_went(self, met, tmp_path):
        decide(met)
        make(met, tmp_path / "sip")
        for item in met.ids().values():
            if "2020" not in item:  # a profile
                told = met.good("post", "show", item)["transfers"]
                assert [one["sip"] for one in told] == ["t0001"], item

    def test_the_thread_shows_what_it_says_now(self, met):
        lowest = max(met.ids().values())
        shown = json.dumps(met.good("post", "show", lowest, "--thread"))
        assert "Verbeterd antwoord." in shown
        assert "Antwoord op het antwoord." not in shown


class TestReceipt:
    """What a depot says is held against what was made."""

    @pytest.fixture
    def sent(self, small, tmp_path) -> tuple[Small, Path, dict]:
        decide(small)
        out = tmp_path / "sip"
        told = make(small, out)
        files = [
            {"identificatie": name.rpartition("/")[2], "checksum": digest}
            for digest, name in (
                line.split("  ", 1)
                for line in (out / "manifest-sha256.txt").read_text().splitlines()
            )
            if not name.endswith(".mdto.xml")
        ]
        bon = ElementTree.parse(out / "pakbon.xml").getroot()
        receipt = {
            "identificatie": bon[0].text,
            "kenmerk": "ED-2026-17",
            "hashSip": told["digest"],
            "aantalInformatieobjecten": told["objects"],
            "bestanden": files,
        }
        return small, out, receipt

    def take(self, sent: tuple[Small, Path, dict], told: object, *more: str) -> tuple[int, dict]:
        small, out, _ = sent
        path = out.parent / "bevestiging"
        path.write_bytes(told if isinstance(told, bytes) else json.dumps(told).encode())
        return small.run("transfer", "receipt", str(path), *more, acting="Anna")

    def test_what_fits_is_received_and_the_next_sip_tells_of_it(self, sent):
        small, out, receipt = sent
        sip = ("--sip", str(out))
        files = receipt["bestanden"]
        for wrong in (
            b"geen bevestiging",
            b"[]",
            b"{}",
            b"<a/>",
            b'<?xml version="1.0" encoding="onbekend"?><ontvangstbevestiging/>',
            b"<!DOCTYPE a [<!ENTITY b 'c'>]><ontvangstbevestiging/>",
            {**receipt, "aantalInformatieobjecten": "veel"},
            {**receipt, "bestanden": [{"identificatie": "x"}]},
            {**receipt, "bestanden": [{**files[0], "checksum": "0" * 64}, *files]},
            b'{"kenmerk": "'
            + b"x" * 60
            + b'", "identificatie": '
            + b"[" * 2000
            + b"1"
            + b"]" * 2000
            + b"}",
        ):
            code, told = self.take(sent, wrong, *sip)
            assert (code, told["error"]["code"]) == (6, "TRANSFER-006"), wrong
        changed = [
            {**files[0], "checksum": "0" * 64},
            *files[2:],
            {**files[0], "identificatie": "x"},
        ]
        code, told = self.take(
            sent,
            {**receipt, "hashSip": "0", "aantalInformatieobjecten": 1, "bestanden": changed},
            *sip,
        )
        kinds = sorted(one["kind"] for one in told["differences"])
        assert (code, kinds) == (1, ["count", "digest", "missing", "other", "unknown"])
        assert (told["ok"], told["state"]) == (False, "made")
        assert self.take(sent, receipt)[1]["error"]["code"] == "TRANSFER-009"
        assert (
            self.take(sent, receipt, "--sip", str(out.parent))[1]["error"]["code"]
            == "TRANSFER-008"
        )
        code, told = self.take(sent, receipt, *sip)
        assert (code, told["ok"], told["state"], told["receipt"]) == (
            0,
            True,
            "received",
            "ED-2026-17",
        )
        assert self.take(sent, receipt, *sip)[1]["error"]["code"] == "TRANSFER-007"
        decide(small)
        again = out.parent / "later"
        make(small, again)
        (series,) = objects(again, "Serie")
        assert [one.type.label for one in series.events] == ["Overbrenging", "Export"]

    def test_xml_says_the_same(self, sent):
        _, _, receipt = sent
        rows = "".join(
            f"<{key}>{receipt[key]}</{key}>" for key in ("identificatie", "kenmerk", "hashSip")
        )
        code, told = self.take(
            sent, f"<ontvangstbevestiging>{rows}</ontvangstbevestiging>".encode()
        )
        assert (code, told["state"]) == (0, "received")


def test_selection_lists_say_what_becomes_of_each(small, tmp_path):
    """B, V and N come of the rows in force, with term and category."""
    small.good("selection", "load", "--shipped", acting="Anna")
    shown = small.good("selection", "show")["list"]
    row = next(one for one in shown["rows"] if one["outcome"] == "V")
    doomed = held(small)[posts().url("gewoon")].id
    given = ("--row", row["code"], "--reason", "Rest")
    small.good("selection", "assign", "--id", doomed, *given, acting="Anna")
    decide(small)
    out = tmp_path / "sip"
    make(small, out)
    assert_delivery_holds(out)
    by_id = {one.ids[0].mark: one for one in objects(out, "Archiefstuk")}
    found = by_id[doomed]
    assert (found.appraisal.code, found.category.code) == ("V", row["code"])
    assert found.retention.start == "2026-01-06"
    assert found.retention.end == small.good("retention", "show", doomed)["until"]
    assert "<bijzonderheden>Waardering van de archiefstukken: " in (out / "pakbon.xml").read_text()


class TestHandOver:
    """Originals and keys go separate ways, and the depot confirms both."""

    def test_only_both_with_the_private_sealing_key_open_anything(self, tmp_path):
        small = Small(tmp_path / "plaats")
        small.root.mkdir()
        where = ("--organisation", "Gemeente Grootdam", "--sealed", "12")
        sealing = small.good("init", str(small.archive), *where)["identity"]
        small.good("account", "add", account().url, "--kind", "corporate")
        for name, role in PERSONS.items():
            small.good("person", "add", name, "--role", role)
        small.take_in(posts().items)
        decide(small, sealed="handover")
        depot = pyrage.x25519.Identity.generate()
        out, originals, keys = (tmp_path / name for name in ("sip", "originelen", "sleutels"))
        assert refused(small, out, code=2) == "TRANSFER-010"
        given = ("--originals", str(originals), "--keys-to", str(keys), "--recipient")
        assert refused(small, out, *given, "age1nee", code=2) == "TRANSFER-012"
        inside = ("--originals", str(out / "o"), "--keys-to", str(keys), "--recipient")
        assert refused(small, out, *inside, str(depot.to_public()), code=2) == "TRANSFER-010"
        told = make(small, out, *given, str(depot.to_public()))
        assert_delivery_holds(out)
        assert {path.name for path in originals.iterdir()} == {
            "originals.jsonl",
            "manifest-sha256.txt",
        }
        rows = [
            json.loads(line) for line in (originals / "originals.jsonl").read_bytes().splitlines()
        ]
        private = pyrage.x25519.Identity.from_str(sealing)
        found = b""
        for row in rows:
            wrapped = (keys / f"data-{row['key']}.age").read_bytes()
            with pytest.raises(pyrage.DecryptError):
                pyrage.decrypt(wrapped, [private])
            inner = pyrage.decrypt(wrapped, [depot])
            with pytest.raises(pyrage.DecryptError):
                pyrage.decrypt(inner, [depot])
            key = pyrage.decrypt(inner, [private])
            nonce, ciphertext = (b64decode(row[name]) for name in ("nonce", "ciphertext"))
            found += AESGCM(key).decrypt(
                nonce, ciphertext, f"{row['id']} {row['version']}".encode()
            )
        assert all(name[0].encode() in found for name in (X, Y))
        epoch = pyrage.decrypt((keys / "epochs-0001.key.age").read_bytes(), [depot])
        assert epoch == (small.root / "keys/epochs/0001.key").read_bytes()
        assert all(path.stat().st_mode & 0o77 == 0 for path in keys.glob("*.age"))
        for folder in (out, originals):
            content = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
            assert not any(name[0].encode() in content for name in (X, Y))
        path = tmp_path / "bevestiging.json"
        receipt = {
            "identificatie": told["sip"],
            "kenmerk": "ED-1",
            "hashSip": told["digest"],
            "hashOriginelen": told["originals_digest"],
        }
        path.write_text(json.dumps(receipt))
        code, said = small.run("transfer", "receipt", str(path), acting="Anna")
        assert (code, said["differences"]) == (1, [{"kind": "digest", "name": "hashSleutels"}])
        path.write_text(json.dumps(receipt | {"hashSleutels": told["keys_digest"]}))
        assert small.good("transfer", "receipt", str(path), acting="Anna")["state"] == "received"
        decide(small)
        places = (*given[:1], str(tmp_path / "o"), given[2], str(tmp_path / "k"), given[4])
        left = refused(small, tmp_path / "sip2", *places, str(depot.to_public()), code=2)
        assert left == "TRANSFER-011"

"""The life of one item: every step stands in it once, in order, as PREMIS and MDTO alike."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from small_archive import Small, account, link, moment, picture, post, small_parts

from weerklank import bootstrap
from weerklank.model.clock import SystemClock
from weerklank.model.event import Book
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.vault.read_requests import find_request
from weerklank.services.vault.request_opening import record_opened
from weerklank.services.workplace import Silent
from weerklank.store.events import EventStore
from weerklank.transfer.mdto import InformationObject
from weerklank.transfer.mdto_rules import findings_in
from weerklank.transfer.mdto_xml import read_mdto
from weerklank.transfer.premis_rules import premis_findings

SHARED = Path(__file__).parents[3] / "shared/standards"
#: As the Library of Congress gave it out: PREMIS 3.0 of 18 January 2016.
SCHEMA = Path(__file__).parents[1] / "servers/premis/premis-v3-0.xsd"
NAMESPACE = "{http://www.loc.gov/premis/v3}"
HOLDER = "Fotobureau Voorbeeld"
PIETER = ("https://mast.example/users/zqpieterbaas", "@zqpieterbaas@mast.example")
FIRST = post(
    2, "Vraag van zqpieterbaas over het dorpsfeest op het plein.", media=(picture("plein", 60),)
)
EDITED = replace(
    FIRST,
    html="<p>Vraag van zqpieterbaas over het dorpsfeest, dat zaterdag is.</p>",
    edited=moment(3),
)
OTHER = post(1, "Maandag wordt het oud papier opgehaald in de hele gemeente.")
JOINS = post(
    4,
    f"{link(PIETER)} dank voor uw vraag.",
    in_reply_to=f"{account().actor_id}/statuses/{FIRST.number}",
    mentions=(PIETER,),
)
#: How one version comes in; its medium is there once.
TAKEN = ["captured", "minimised", "packaged", "format-identified"]
#: What happened to it since, in the order of `_live`.
STEPS = [
    *("gone", "gone-confirmed", "back"),
    *("marked", "mark-decided"),
    *("rights-set", "rights-ended", "appraised", "hotspot-adopted", "held", "original-opened"),
    *("replicated", "fixity-checked", "repaired", "fixity-checked"),
    *("transfer-made", "transfer-received"),
    *("hold-lifted", "hotspot-withdrawn", "appraisal-ended"),
]


def events(small: Small, item: str) -> list[dict]:
    told: list[dict] = small.good("post", "events", item)["events"]
    when = [datetime.fromisoformat(one["at"]) for one in told]
    assert when == sorted(when)
    marks = [one["event"] for one in told]
    assert len(set(marks)) == len(marks)
    return told


def write(small: Small, item: str, form: str) -> bytes:
    path = small.root / f"leven.{form}"
    told = small.good("post", "events", item, "--format", form, "-o", str(path))
    assert (told["file"], told["format"]) == (str(path), form)
    return path.read_bytes()


def _note_looks(small: Small, key: str) -> None:
    """Write what harvests do that miss a post, miss it again, and find it again."""
    workplace = small.workplace()
    now = workplace.clock.now().isoformat()
    for kind, posts in (("seen", {key: now}), ("confirmed", [key]), ("withdrawn", [key])):
        now = workplace.clock.now().isoformat()
        told = {"at": now, "posts": posts, "run": "20260101T000000Z-aaaaaa"}
        workplace.record(Book.JOURNAL, f"deletion.{kind}", "a0001", told)
    seal_events(workplace)


def _decide(small: Small, item: str) -> None:
    anna, carla = {"acting": "Anna"}, {"acting": "Carla"}
    small.good("mark", item, "--not-government", "--reason", "Per ongeluk.", **carla)
    small.good("mark", "decide", item, "keep", **anna)
    entry = ("--status", "licensed", "--licence", "cc-by-4.0", "--holder", HOLDER)
    small.good("rights", "set", item, *entry, "--source", "Z-1", **carla)
    small.good("rights", "end", item, "--reason", "Contract liep af.", **carla)
    path = small.root / "lijst.csv"
    path.write_text("code;proces;waardering;bewaartermijn\n1.2;Overig;V;P1D\n", encoding="utf-8")
    small.good("selection", "load", str(path), **anna)
    row = ("--row", "1.2", "--reason", "Overig.")
    small.good("selection", "assign", "--account", "a0001", "--share", "own", *row, **anna)
    small.good(
        *("hotspot", "propose", "Dorpsfeest", "--from", "2026-01-01", "--to", "2026-02-01"),
        *("--term", "dorpsfeest", "--criterion", "unrest", "--reason", "Veel ophef."),
        **carla,
    )
    body = ("--body", "College", "--date", "2026-01-20")
    small.good("hotspot", "adopt", "h0001", *body, **anna)
    small.good("hold", "add", "--id", item, "--ground", "Geschil.", "--case", "Z-9", **anna)
    asked = ("--ground", "accuracy", "--case", "Z-10")
    number = str(small.good("vault", "request", item, *asked, acting="Wim")["request"])
    small.good("vault", "approve", number, acting="Pia")
    opening = bootstrap.workplace(str(small.archive), str(small.root / "keys"), Silent(), "Wim")
    record_opened(opening, find_request(opening, number))


def _keep(small: Small, item: str) -> None:
    """Copy it, damage its package, let that be found, and mend it."""
    told = events(small, item)
    packages = {
        one["name"] for event in told for one in event["linked"] if one["kind"] == "package"
    }
    small.good("replicate", str(small.root / "replica"))
    month, part = min(packages).rsplit("/", 1)
    (records,) = small.layout.objects.glob(f"{month}/{part}-g*/v1/content/records/*")
    whole = records.read_bytes()
    records.write_bytes(bytes([whole[0] ^ 1]) + whole[1:])
    assert small.run("verify")[0] == 1
    small.good("repair")  # and looks at all of it


def _transfer(small: Small) -> None:
    for person in ("Anna", "Pia"):
        small.good("transfer", "decide", "--sealed", "keep", acting=person)
    sip = small.root / "sip"
    told = small.good("transfer", "make", str(sip), acting="Anna")
    path = small.root / "bevestiging.json"
    receipt = {
        "identificatie": ElementTree.parse(sip / "pakbon.xml").getroot()[0].text,
        "kenmerk": "ED-1",
        "hashSip": told["digest"],
        "aantalInformatieobjecten": told["objects"],
    }
    path.write_text(json.dumps(receipt))
    small.good("transfer", "receipt", str(path), acting="Anna")


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Small, str, str]:
    """Let everything happen to one post but its end; gives its address and that of another."""
    with pytest.MonkeyPatch.context() as patch:
        small_parts(patch)
        small = Small(tmp_path_factory.mktemp("leven") / "plaats").make()
        for name, role in (("Carla", "communication"), ("Wim", "woo")):
            small.good("person", "add", name, "--role", role)
        small.take_in([OTHER, FIRST])
        small.take_in([OTHER, EDITED], "tweede.tar.gz")
        (run,) = small.take_in([OTHER, EDITED, JOINS], "derde.tar.gz")["runs"]
        assert run["corrected"] == 2
        ids = small.ids()
        item, other = (
            ids[f"https://social.grootdam.example/@gemeente/{one.number}"]
            for one in (FIRST, OTHER)
        )
        _note_looks(small, dict(_keys(small))[item])
        _decide(small, item)
        _keep(small, item)
        _transfer(small)
        anna = {"acting": "Anna"}
        small.good("hold", "lift", "s0001", "--reason", "Uitspraak.", **anna)
        small.good("hotspot", "withdraw", "h0001", "--reason", "Toch niet.", **anna)
        end = ("--end", "--account", "a0001", "--share", "own", "--reason", "Vervalt.")
        small.good("selection", "assign", *end, **anna)
    return small, item, other


def _keys(small: Small) -> Iterator[tuple[str, str]]:
    for item in set(small.ids().values()):
        yield item, str(small.good("show", item)["key"])


def test_each_step_stands_in_it_once_in_the_order_in_which_it_happened(lived):
    small, item, other = lived
    told = events(small, item)
    came = ["published", "edited", *TAKEN, *TAKEN[:3], "corrected"]
    assert [one["kind"] for one in told] == [*came, *STEPS]
    found = {one["kind"]: one for one in told}
    # The program by its version, persons as the journal names them, a body that decided.
    taken = {one["kind"]: one for one in found["captured"]["agents"]}
    assert taken["software"]["version"]
    assert found["appraised"]["agents"][0] == {
        "kind": "person", "name": "Anna", "role": "implementer", "version": None,
    }  # fmt: skip
    assert found["hotspot-adopted"]["agents"][1]["name"] == "College"
    assert found["original-opened"]["agents"][0]["name"] == "Wim"
    assert found["edited"]["at"] == "2026-01-08T09:00:00Z"
    assert (found["held"]["reason"], found["rights-ended"]["reason"]) == (
        "Geschil.",
        "Contract liep af.",
    )
    checks = [one["outcome"] for one in told if one["kind"] == "fixity-checked"]
    assert checks == ["warning", "success"]
    # What was decided of it alone is not in the life of another.
    others = {one["kind"] for one in events(small, other)}
    assert {"appraised", "appraisal-ended", "transfer-received", "replicated"} < others
    assert not others & {"marked", "held", "hotspot-adopted", "corrected", "rights-set", "gone"}


def test_nobody_else_is_in_it_in_any_form(lived):
    small, item, _ = lived
    forms = [write(small, item, form) for form in ("json", "premis", "mdto")]
    for told in (*forms, json.dumps(events(small, item)).encode()):
        for name in ("zqpieterbaas", HOLDER, str(small.root)):
            assert name.encode() not in told, name
    # MDTO tells what the post says, in which a pseudonym may stand; no event does.
    assert b"Burger-" not in forms[0] + forms[1]


def test_premis_and_mdto_are_of_the_same_record_and_valid(lived):
    small, item, _ = lived
    told = events(small, item)
    premis = write(small, item, "premis")
    assert premis_findings(premis) == []
    root = ElementTree.fromstring(premis)
    found = [
        (one.findtext(f"{NAMESPACE}eventType"), one.findtext(f"{NAMESPACE}eventDateTime"))
        for one in root.iter(f"{NAMESPACE}event")
    ]
    assert [kind for kind, _ in found] == [one["premis"]["type"] for one in told]
    assert [at for _, at in found] == [one["at"] for one in told]
    (file,) = list(root.iter(f"{NAMESPACE}objectCharacteristics"))
    assert file.findtext(f"{NAMESPACE}fixity/{NAMESPACE}messageDigestAlgorithm") == "SHA-256"
    document = read_mdto(write(small, item, "mdto"), "leven.mdto.xml")
    assert findings_in(document) == []
    assert isinstance(document.subject, InformationObject)
    labels = [one.type.label for one in document.subject.events]
    assert labels == [one["mdto"] for one in told if one["mdto"]]
    assert {one.actor.name for one in document.subject.events if one.actor} == {
        "Gemeente Grootdam"
    }
    # What went into the SIP was told from the same record, as far as it had come.
    (sidecar,) = (small.root / "sip").rglob(f"{item}.mdto.xml")
    sent = read_mdto(sidecar.read_bytes(), sidecar.name).subject
    assert isinstance(sent, InformationObject)
    before = labels[: labels.index("Export")]
    assert [one.type.label for one in sent.events] == [*before, "Export"]


@pytest.mark.needs("premis-schema")
def test_premis_is_valid_by_the_official_schema(lived):
    from lxml import etree

    small, _, _ = lived
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    every = {one["id"] for one in small.good("search", "")["hits"]}
    assert len(every) > 3
    for item in every:
        schema.assertValid(etree.fromstring(write(small, item, "premis")))


def test_all_lives_of_a_sip_take_one_pass_through_the_books(lived, tmp_path, monkeypatch):
    small, _, _ = lived
    small = small.copy(tmp_path / "plaats")
    for person in ("Anna", "Pia"):
        small.good("transfer", "decide", "--sealed", "keep", acting=person)
    read: list[Book] = []
    fold = EventStore.fold

    def counted(self: EventStore, book: Book, begin: type, **more: bool) -> object:
        if begin.__module__.endswith("told_events"):
            read.append(book)
        return fold(self, book, begin, **more)

    monkeypatch.setattr(EventStore, "fold", counted)
    small.good("transfer", "make", str(tmp_path / "sip"), acting="Anna")
    assert read == [Book.DECISIONS, Book.JOURNAL]


def test_of_what_is_destroyed_it_says_that_and_no_more(lived, tmp_path):
    small, item, other = lived
    small = small.copy(tmp_path / "plaats")
    row = ("--id", item, "--row", "1.2", "--reason", "Overig.")
    small.good("selection", "assign", *row, acting="Anna")
    number = small.approve(item)
    before = [one["kind"] for one in events(small, item)]
    assert before[-3:] == ["destruction-proposed", "destruction-agreed", "destruction-agreed"]
    # Done, and the SIP still has it.
    assert small.run("destroy", "execute", number, acting="Anna")[0] == 1
    told = small.good("post", "events", item)
    assert told["destroyed_by"] == [number]
    kinds = [one["kind"] for one in told["events"]]
    assert kinds == [*before[-3:], "destroyed"]
    assert {one["reason"] for one in told["events"]} == {None}
    premis = write(small, item, "premis")
    assert premis_findings(premis) == []
    assert b"dorpsfeest" not in premis
    assert b"Dorpsfeest" not in premis
    code, refused = small.run(
        "post", "events", item, "--format", "mdto", "-o", str(tmp_path / "m"), acting="Anna"
    )
    assert (code, refused["error"]["code"]) == (2, "SEARCH-003")
    assert not (tmp_path / "m").exists()
    assert "destroyed" not in {one["kind"] for one in events(small, other)}
    assert small.run("post", "events", "grt-2026-01-01-aaaaa")[0] == 2
    assert small.run("post", "events", item, "--format", "premis")[0] == 2


def test_it_is_followed_into_the_package_that_took_its_package_in(tmp_path, monkeypatch):
    small = Small(tmp_path / "plaats").make()
    small.take_in([OTHER, FIRST])
    small.take_in([OTHER, EDITED], "tweede.tar.gz")
    item = small.ids()[f"https://social.grootdam.example/@gemeente/{FIRST.number}"]
    small.good("audit", "--spread", "1")
    for days in (40, 41):
        later = datetime.now(UTC) + timedelta(days=days)
        monkeypatch.setattr(SystemClock, "now", lambda _, later=later: later)
        small.good(*(("month", "close") if days == 40 else ("audit",)))
        monkeypatch.undo()
    told = [
        (one["kind"], [link["name"][-4:] for link in one["linked"] if link["kind"] == "package"])
        for one in events(small, item)
    ]
    checked = "fixity-checked"
    assert [one for one in told if one[0] in {"packaged", checked, "merged", "month-closed"}] == [
        ("packaged", ["0001"]),
        ("packaged", ["0002"]),
        (checked, ["0001"]),
        (checked, ["0002"]),
        ("merged", ["0002"]),
        ("month-closed", []),
        (checked, ["0002"]),
    ]

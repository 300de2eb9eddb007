"""The certificate of a destruction list: when it is given, what it says, where copies lie."""

import bz2
import gzip
import io
import json
import lzma
import shutil
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree
from pypdf import PdfReader
from small_archive import MARKS, TWICE, Small, account, filled, post, posts, small_parts

from weerklank.services.change import certify_list
from weerklank.services.share import new_folder
from weerklank.services.transfer import make_sip

POSTS = posts()
SCHEMA = Path(__file__).parents[2] / "docs/format/destruction-certificate.xsd"
SPACE = {"c": "urn:weerklank:destruction-certificate:0"}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    made = filled(tmp_path_factory.mktemp("template") / "small")
    made.good("person", "add", "Vera", "--role", "archivist")
    return made


@pytest.fixture
def small(template: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    small_parts(monkeypatch)
    return template.copy(tmp_path / "small")


def address(small: Small, *names: str) -> list[str]:
    ids = small.ids()
    return [ids[POSTS.url(name)] for name in names]


def refused(small: Small, number: str, who: str = "Vera") -> tuple[int, str]:
    code, told = small.run("destroy", "certificate", number, acting=who)
    return code, told["error"]["code"]


def valid(content: bytes) -> etree._Element:
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    root = etree.fromstring(content)
    schema.assertValid(root)
    return root


def test_a_list_is_certified_by_a_fourth_person_once_every_copy_is_gone(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, alone, twice = address(small, "doel", "alleen_z", "twee_1")
    given, other = tmp_path / "uitvoer", tmp_path / "andere"
    small.good("export", str(given), "--format", "as2")
    small.good("export", str(other), "--format", "jsonld")
    shutil.move(other, tmp_path / "weg")
    number = small.approve(target, alone, twice)
    assert refused(small, number) == (3, "DESTROY-002")  # not executed yet

    code, done = small.run("destroy", "execute", number, acting="Anna")
    assert (code, done["state"]) == (1, "executed")
    media = {str(path) for path in (given / "media").rglob("*") if path.is_file()}
    # Of media too, whose bytes tell nothing: whoever takes the rest away must not leave those.
    of_them = {name for name in media if f"/{target}/" in name or f"/{alone}/" in name}
    assert of_them
    assert set(done["search"]["found"]) == {f"{given}/activity-streams.json", *of_them}
    assert done["search"]["not_searched"] == [{"place": str(other), "why": "moved"}]
    assert done["search"]["places"]["exports"] == sum(p.is_file() for p in given.rglob("*"))
    assert done["search"]["by_structure"] > 0  # what a kept post says too
    assert small.holds(TWICE.encode())

    assert refused(small, number, "Ruud") == (3, "ROLE-002")
    assert refused(small, number) == (3, "DESTROY-015")
    shutil.rmtree(given)

    def dies(*given: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(certify_list, "_record", dies)
        assert small.run("destroy", "certificate", number, acting="Vera")[0] == 70
    assert small.good("destroy", "list")["lists"][0]["state"] == "executed"

    xml, pdf = tmp_path / "verklaring.xml", tmp_path / "verklaring.pdf"
    made = small.good(
        "destroy", "certificate", number, "-o", str(xml), "--backups-until", "2027-01-31",
        acting="Vera",
    )  # fmt: skip
    assert (made["state"], made["by"]["certified"]) == ("certified", "Vera")
    root = valid(xml.read_bytes())
    assert [act.get("act") for act in root.iterfind(".//c:act", SPACE)] == [
        "proposed", "reviewed", "approved", "begun", "executed", "certified"
    ]  # fmt: skip
    assert root.find("c:acts", SPACE).get("statedOnly") == "true"
    (category,) = root.iterfind(".//c:category", SPACE)
    told = {name: category.get(name) for name in ("account", "sort", "items", "records")}
    assert told == {"account": "a0001", "sort": "posts", "items": "3", "records": "4"}
    assert (category.get("first"), category.get("last")) == ("2026-01-07", "2026-01-12")
    assert {one.get("id") for one in root.iterfind(".//c:item", SPACE)} == {target, alone, twice}
    assert root.find(".//c:notSearched", SPACE).text == str(other)
    assert root.find(".//c:foundAndTakenAway", SPACE).text in done["search"]["found"]
    assert root.find("c:backups", SPACE).get("until") == "2027-01-31"

    # Another time, by anybody, it is the same, whatever is asked.
    again = tmp_path / "nog-eens.xml"
    small.good("destroy", "certificate", number, "-o", str(again), "--backups-until", "2029-01-01")
    assert again.read_bytes() == xml.read_bytes()
    small.good("destroy", "certificate", number, "-o", str(pdf))
    pages = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.read_bytes())).pages)
    assert number in pages
    assert target in pages
    assert small.run("destroy", "certificate", number, "-o", "x.txt")[0] == 2
    assert small.run("destroy", "execute", number, acting="Anna")[0] == 3

    # What was destroyed is told nowhere, and everything else stays provable.
    whole = pages + xml.read_text()
    assert not [mark for mark in MARKS if mark in whole]
    assert not small.holds(*(mark.encode() for mark in MARKS))
    assert small.run("show", target)[1]["error"]["code"] == "SEARCH-003"
    small.assert_verifies()
    (kept,) = (
        json.loads(path.read_bytes())
        for path in small.layout.root.glob("decisions/*/*/*/*.json")
        if b'"destruction.certified"' in path.read_bytes()
    )
    assert kept["data"]["xml"].encode() == xml.read_bytes()


@pytest.mark.parametrize("back", ["whole", "search"])
def test_a_certificate_waits_for_the_index(small: Small, tmp_path: Path, back: str) -> None:
    """An index that was put back from a copy holds what went."""
    small.good("search", MARKS[0])
    part = Path() if back == "whole" else Path("search")
    shutil.copytree(small.layout.index / part, tmp_path / "copy")
    number = small.approve(*address(small, "doel", "alleen_z"))
    small.good("destroy", "execute", number, acting="Anna")
    shutil.rmtree(small.layout.index / part)
    shutil.copytree(tmp_path / "copy", small.layout.index / part)
    assert small.term_counts(*MARKS) > 0
    code, told = small.run("destroy", "certificate", number, acting="Vera")
    if code:
        assert (code, told["error"]["code"]) == (4, "DESTROY-014")
        small.good("catalogue", "rebuild")
        small.good("destroy", "certificate", number, acting="Vera")
    assert small.term_counts(*MARKS) == 0
    assert not small.holds(*(mark.encode() for mark in MARKS))


def test_what_was_sealed_is_looked_for_too(small: Small) -> None:
    (target,) = address(small, "doel")
    vaults = [
        path for path in small.archive.glob("**/originals.jsonl.gz") if "sealed" in path.as_posix()
    ]
    copies = []
    for number, path in enumerate(vaults):
        copies.append(small.layout.index / f"copy-{number}.gz")
        shutil.copyfile(path, copies[-1])
    number = small.approve(target)
    code, done = small.run("destroy", "execute", number, acting="Anna")
    assert code == 1
    assert done["search"]["found"]
    assert {Path(name).name for name in done["search"]["found"]} <= {one.name for one in copies}


def test_what_cannot_be_looked_through_is_told(small: Small) -> None:
    torn = small.layout.index / "torn.jsonl.gz"
    torn.write_bytes(b"no gzip at all")
    number = small.approve(*address(small, "doel"))
    done = small.good("destroy", "execute", number, acting="Anna")
    assert done["search"]["not_searched"] == [{"place": "index/torn.jsonl.gz", "why": "damaged"}]
    made = small.good("destroy", "certificate", number, acting="Vera")
    assert made["not_searched"] == done["search"]["not_searched"]


def test_what_was_packed_or_linked_is_looked_through_or_told(small: Small, tmp_path: Path) -> None:
    given, index = tmp_path / "uitvoer", tmp_path / "index"
    small.good("export", str(given), "--format", "as2")
    content = (given / "activity-streams.json").read_bytes()
    shutil.rmtree(given)
    given.mkdir()
    (given / "een.bz2").write_bytes(bz2.compress(content))
    (given / "twee.GZ").write_bytes(gzip.compress(content))
    (given / "drie.xz").write_bytes(lzma.compress(content))
    with zipfile.ZipFile(given / "vier.docx", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("document.xml", content)
    (given / "vijf.7z").write_bytes(b"7z\xbc\xaf\x27\x1c" + bytes(99))
    (given / "zes.bz2").write_bytes(b"BZh9" + bytes(99))
    small.layout.index.rename(index)
    small.layout.index.symlink_to(index)
    number = small.approve(*address(small, "doel"))
    code, done = small.run("destroy", "execute", number, acting="Anna")
    assert code == 1
    found = [Path(name).name for name in done["search"]["found"]]
    assert found == ["drie.xz", "een.bz2", "twee.GZ", "vier.docx"]
    assert done["search"]["not_searched"] == [
        {"place": "index", "why": "elsewhere"},
        {"place": f"{given}/vijf.7z", "why": "unreadable"},
        {"place": f"{given}/zes.bz2", "why": "damaged"},
    ]


def test_a_replica_that_still_holds_it_is_told(small: Small, tmp_path: Path) -> None:
    """By the log alone: it was not searched, and goes on its own."""
    gone, last = address(small, "gewoon", "laatst")
    replica = (tmp_path / "replica").as_uri()
    small.good("replicate", replica)
    numbers = small.approve(gone), small.approve(last)
    for number in numbers:
        small.good("destroy", "execute", number, acting="Anna")
    made = small.good("destroy", "certificate", numbers[0], acting="Vera")
    assert made["not_searched"] == [{"place": "replica r0001", "why": "elsewhere"}]
    small.good("replicate", replica)
    made = small.good("destroy", "certificate", numbers[1], acting="Vera")
    assert made["not_searched"] == []


def test_a_sip_that_lies_there_is_looked_through(small: Small, tmp_path: Path) -> None:
    for person in ("Anna", "Pia"):
        small.good("transfer", "decide", "--sealed", "keep", acting=person)
    out = tmp_path / "sip"
    small.good("transfer", "make", str(out), acting="Anna")
    number = small.approve(*address(small, "gewoon"))
    code, done = small.run("destroy", "execute", number, acting="Anna")
    assert code == 1
    assert done["search"]["found"]
    assert all(name.startswith(f"{out}/") for name in done["search"]["found"])


def test_no_day_is_told_of_what_the_platform_does_not_date(small: Small, tmp_path: Path) -> None:
    undated = post(12, "Van toen het platform nog geen dagen bijhield.")
    undated = replace(undated, published=datetime(1970, 1, 1, tzinfo=UTC))
    small.take_in([*POSTS.items, undated], "undated.tar.gz")
    name = account().name
    item = small.ids()[f"https://{account().host}/@{name}/{undated.number}"]
    number = small.approve(item)
    small.good("destroy", "execute", number, acting="Anna")
    for kind in ("xml", "pdf"):
        out = tmp_path / f"verklaring.{kind}"
        small.good("destroy", "certificate", number, "-o", str(out), acting="Vera")
    root = valid((tmp_path / "verklaring.xml").read_bytes())
    (category,) = root.iterfind(".//c:category", SPACE)
    assert (category.get("items"), category.get("first"), category.get("last")) == (
        "1",
        None,
        None,
    )


@pytest.mark.parametrize("what", ["transfer", "export"])
def test_what_a_killed_process_left_of_a_copy_is_looked_through(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    module = {"transfer": make_sip, "export": new_folder}[what]
    out = tmp_path / "kopie [1]"
    given = ("make", str(out)) if what == "transfer" else (str(out), "--format", "as2")
    for person in ("Anna", "Pia"):
        small.good("transfer", "decide", "--sealed", "keep", acting=person)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", killed)
        patch.setattr(module.shutil, "rmtree", lambda *_, **__: None)  # nothing is cleared by it
        assert small.run(what, *given, acting="Anna")[0] != 0
    (left,) = tmp_path.glob("kopie*")
    number = small.approve(*address(small, "gewoon"))
    code, done = small.run("destroy", "execute", number, acting="Anna")
    assert code == 1
    assert done["search"]["found"]
    assert all(name.startswith(f"{left}/") for name in done["search"]["found"])


def test_a_long_certificate_names_no_address_in_its_document(small: Small) -> None:
    from weerklank.documents.document import Paragraph
    from weerklank.services.change.certificate_document import certificate_document
    from weerklank.services.change.certificate_xml import certificate_xml

    number = small.approve(*address(small, "gewoon"))
    small.good("destroy", "execute", number, acting="Anna")
    small.good("destroy", "certificate", number, acting="Vera")
    made = certify_list.certify(small.workplace(), number)
    assert made.made <= datetime.now(UTC)
    long = replace(made, items=tuple(f"grt-2026-01-06-{n:05}" for n in range(50_000)))
    told = [b.text for b in certificate_document(long, "nl").blocks if isinstance(b, Paragraph)]
    assert not [text for text in told if "grt-2026" in text]
    assert len(valid(certificate_xml(long).encode())) > 5


def test_a_certificate_of_what_was_not_executed_is_damage(small: Small) -> None:
    from small_archive import failed

    from weerklank.model.event import Book
    from weerklank.services.seal.seal_events import seal_events

    number = small.approve(*address(small, "gewoon"))
    workplace = small.workplace()
    workplace.record(
        Book.DECISIONS, "destruction.certified", number, {"xml": "", "certificate": {}}
    )
    seal_events(workplace)
    _, told = small.run("verify")
    assert [one["code"] for one in told["findings"]] == ["VERIFY-307"]
    assert [one["path"] for one in failed(small.archive)] == [told["findings"][0]["path"]]


def test_what_another_list_took_and_what_somebody_quoted_is_told(
    small: Small, tmp_path: Path
) -> None:
    plain, alone, twice = address(small, "gewoon", "alleen_z", "twee_1")
    first, second, third = small.approve(plain), small.approve(plain), small.approve(plain, alone)
    small.good("destroy", "execute", first, acting="Anna")
    for number, items in ((second, []), (third, [alone])):
        told = small.good("destroy", "execute", number, acting="Anna")
        assert (told["items"], told["before"]) == (items, [{"id": plain, "list": first}])
        xml, pdf = tmp_path / f"{number}.xml", tmp_path / f"{number}.pdf"
        small.good("destroy", "certificate", number, "-o", str(xml), acting="Vera")
        small.good("destroy", "certificate", number, "-o", str(pdf))
        root = valid(xml.read_bytes())
        assert root.find("c:destroyed", SPACE).get("items") == str(len(items))
        assert [one.get("id") for one in root.iterfind(".//c:item", SPACE)] == items
        (before,) = root.iterfind(".//c:before", SPACE)
        assert (before.get("id"), before.get("list")) == (plain, first)
        assert f"{plain}({first})" in "".join(text_of(pdf).split())

    # Decisions stay. So what a reason quotes stays, and no archivist is told to take it away.
    given = ("destroy", "propose", "--id", twice, "--ground", "court")
    number = str(small.good(*given, "--reason", f"Dat er staat: {TWICE}", acting="Pia")["list"])
    (other,) = address(small, "twee_2")
    small.good("destroy", "review", number, acting="Ruud")
    small.good("destroy", "approve", number, acting="Anna")
    last = small.approve(other)
    small.good("destroy", "execute", number, acting="Anna")
    code, told = small.run("destroy", "execute", last, acting="Anna")
    (quoted,) = told["search"]["found"]
    assert (code, quoted.partition("/")[0]) == (1, "decisions")
    xml, pdf = tmp_path / "verklaring.xml", tmp_path / "verklaring.pdf"
    small.good("destroy", "certificate", last, "-o", str(xml), acting="Vera")
    small.good("destroy", "certificate", last, "-o", str(pdf))
    root = valid(xml.read_bytes())
    assert root.find(".//c:foundAndStays", SPACE).text == quoted
    assert root.find(".//c:foundAndTakenAway", SPACE) is None
    assert "Er is niets teruggevonden" not in text_of(pdf)
    assert "Nothing was found" not in text_of(pdf)
    small.assert_verifies()


def text_of(pdf: Path) -> str:
    return "".join(page.extract_text() for page in PdfReader(pdf).pages)

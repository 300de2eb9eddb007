"""A rewrite signs what it makes into the log: it begins with nothing that is damaged."""

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from small_archive import Small, account, filled, post, posts, small_parts
from test_months import DECEMBER, closed_parts, november, open_parts, time_is

from weerklank.services.change import execute_destruction
from weerklank.store.ocfl import CONTENT
from weerklank.testing.mastodon_export import write_export

POSTS = posts()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return filled(tmp_path_factory.mktemp("template") / "small")


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> Small:
    with pytest.MonkeyPatch.context() as patch:
        return november(tmp_path_factory.mktemp("months") / "small", patch)


@pytest.fixture
def small(template: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    small_parts(monkeypatch)
    return template.copy(tmp_path / "small")


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-3] ^= 1
    path.write_bytes(content)


def other_words(path: Path) -> None:
    text = gzip.decompress(path.read_bytes())
    path.write_bytes(gzip.compress(text.replace(b"e", b"E", 1)))


def remove(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


#: How a package or its sealed object is damaged, and with what.
DAMAGES: dict[str, tuple[bool, str, Callable[[Path], None]]] = {
    "words": (False, f"{CONTENT}/records/records.jsonl.gz", other_words),
    "events": (False, f"{CONTENT}/events.jsonl", flip),
    "no events": (False, f"{CONTENT}/events.jsonl", remove),
    "medium": (False, f"{CONTENT}/media/*", flip),
    "no medium": (False, f"{CONTENT}/media/*", remove),
    "no formats": (False, f"{CONTENT}/formats.jsonl", remove),
    "no proofs": (False, f"{CONTENT}/proof/leaves.txt.gz", remove),
    "manifest": (False, f"{CONTENT}/manifest-sha256.txt", flip),
    "no manifest": (False, f"{CONTENT}/manifest-sha256.txt", remove),
    "wrapped key": (True, f"{CONTENT}/keys/*", flip),
    "no wrapped key": (True, f"{CONTENT}/keys/*", remove),
    "recipient": (True, f"{CONTENT}/recipient.txt", flip),
    "originals": (True, f"{CONTENT}/originals.jsonl.gz", other_words),
    "no originals": (True, f"{CONTENT}/originals.jsonl.gz", remove),
    "no sealed manifest": (True, f"{CONTENT}/manifest-sha256.txt", remove),
    "no sealed inventory": (True, "inventory.json", remove),
    "no sealed object": (True, "", remove),
}


def damage(package: Path, sealed: Path, kind: str) -> None:
    in_vault, pattern, how = DAMAGES[kind]
    folder = sealed if in_vault else package
    found = sorted(folder.glob(pattern)) if pattern else [folder]
    assert found
    how(found[0])


def holder(small: Small) -> tuple[Path, Path]:
    """The closed package with the post that goes, and its sealed object."""
    name = small.ids()[POSTS.url("doel")].encode()
    for records in sorted(small.layout.objects.glob(f"*/*/*/{CONTENT}/records/*.gz")):
        if b'"id":"' + name in gzip.decompress(records.read_bytes()):
            package = records.parents[3]
            below = package.relative_to(small.layout.objects)
            return package, small.layout.sealed / below.parent / below.name.replace("-g", "-s")
    raise AssertionError


@pytest.mark.parametrize("kind", DAMAGES)
def test_a_destruction_does_not_begin_with_a_damaged_package(small: Small, kind: str) -> None:
    number = small.approve(small.ids()[POSTS.url("doel")])
    damage(*holder(small), kind)
    before = small.run("verify")[1]["findings"]
    assert before
    code, told = small.run("destroy", "execute", number, acting="Anna")
    assert (code, told["error"]["code"]) == (6, "ARCHIVE-008"), told
    assert "a0001/2026-" in told["error"]["message"]
    assert small.good("destroy", "list")["lists"][0]["state"] == "approved"
    assert small.run("verify")[1]["findings"] == before
    assert not list(small.layout.objects.glob("*/*/*-g2"))


def test_a_destruction_that_was_refused_goes_on_when_the_file_is_back(small: Small) -> None:
    number = small.approve(small.ids()[POSTS.url("doel")])
    package, _ = holder(small)
    events = package / CONTENT / "events.jsonl"
    kept = events.read_bytes()
    flip(events)
    assert small.run("destroy", "execute", number, acting="Anna")[0] == 6
    events.write_bytes(kept)
    small.good("destroy", "execute", number, acting="Anna")
    small.assert_verifies()


def test_a_destruction_at_work_stops_at_damage(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = small.approve(small.ids()[POSTS.url("doel")])
    package, sealed = holder(small)

    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(execute_destruction, "rewrite", dies)
        small.run("destroy", "execute", number, acting="Anna")
    assert small.good("destroy", "list")["lists"][0]["state"] != "executed"
    recipient = sealed / CONTENT / "recipient.txt"
    kept = recipient.read_bytes()
    flip(recipient)
    code, told = small.run("destroy", "execute", number, acting="Anna")
    assert (code, told["error"]["code"]) == (6, "ARCHIVE-008")
    assert recipient.relative_to(small.archive).as_posix() in told["error"]["message"]
    assert package.is_dir()
    recipient.write_bytes(kept)
    small.good("destroy", "execute", number, acting="Anna")
    small.assert_verifies()


def test_a_statement_that_was_changed_along_does_not_pass(small: Small) -> None:
    """Manifest, inventory and statement may be made to fit; the leaf of the log may not."""
    number = small.approve(small.ids()[POSTS.url("doel")])
    package, _ = holder(small)
    name = f"{package.parts[-3]}/{package.parts[-2]}/{package.name[:4]}"
    for path in sorted((small.archive / "log/segments").glob("*.json")):
        text = path.read_text()
        if f'"package":"{name}"' in text:
            place = text.index('"manifest":"') + 12
            path.write_text(f"{text[:place]}{'0' * 8}{text[place + 8 :]}")
    code, told = small.run("destroy", "execute", number, acting="Anna")
    assert (code, told["error"]["code"]) == (6, "ARCHIVE-008")
    assert "log/segments/" in told["error"]["message"]


@pytest.mark.parametrize("kind", DAMAGES)
def test_a_month_is_closed_but_for_its_damaged_package(
    months: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    small = months.copy(tmp_path / "small")
    time_is(monkeypatch, DECEMBER)
    sealed = next(
        path
        for path in sorted(small.layout.open.glob("a*/*/*/*-sealed"))
        if list(path.with_name(path.name.removesuffix("-sealed")).glob(f"{CONTENT}/media/*"))
    )
    package = sealed.with_name(sealed.name.removesuffix("-sealed"))
    damage(package, sealed, kind)
    before = small.run("verify")[1]["findings"]
    assert before
    run = small.take_in([post(50, "Het eerste bericht van december.")], "december.tar.gz")
    told = [one for one in run["runs"][0]["warnings"] if one["code"] == "month-left-open"]
    assert len(told) == 1
    assert package.parent.relative_to(small.archive).as_posix() in told[0]["message"] or (
        kind == "no sealed object" and "sealed/a0001/2026-11" in told[0]["message"]
    )
    assert package.name in open_parts(small)
    assert len(closed_parts(small)) == 1
    assert small.run("verify")[1]["findings"] == before
    code, answer = small.run("month", "close")
    assert (code, answer["error"]["code"]) == (6, "ARCHIVE-008")
    assert small.run("verify")[1]["findings"] == before


def take_in_other(small: Small, name: str, day: int) -> tuple[int, dict]:
    """Take in an export of another account."""
    path = small.root / f"{name}-{day}.tar.gz"
    write_export(path, account("dienst"), [post(day, f"De dienst meldt dag {day}.")])
    return small.run("import", str(path))


def test_a_destruction_that_waits_holds_up_its_own_account_alone(
    months: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = months.copy(tmp_path / "small")
    small.good("account", "add", account("dienst").url, "--kind", "corporate")
    assert take_in_other(small, "november", 41)[0] == 0
    number = small.approve(small.ids()[POSTS.url("doel")])

    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(execute_destruction, "rewrite", dies)
        small.run("destroy", "execute", number, acting="Anna")
    name = next(
        row["package"]
        for path in (small.archive / "decisions").rglob("*.json")
        for event in [json.loads(path.read_bytes())]
        if event["kind"] == "destruction.begun"
        for row in event["data"]["packages"]
    )
    (package,) = small.layout.open.glob(f"{name[:-5]}/*/{name[-4:]}")
    events = package / CONTENT / "events.jsonl"
    kept = events.read_bytes()
    flip(events)
    time_is(monkeypatch, DECEMBER)
    code, answer = small.run("month", "close")
    assert (code, answer["error"]["code"]) == (6, "ARCHIVE-008")
    assert [(one["account"], one["month"]) for one in answer["months"]] == [("a0002", "2026-11")]
    code, answer = take_in_other(small, "december", 60)
    assert code == 0, answer
    (told,) = [one for one in answer["runs"][0]["warnings"] if one["code"] == "destruction-waits"]
    assert events.relative_to(small.archive).as_posix() in told["message"]
    assert number in told["message"]
    assert small.good("search", "dienst")["total"] == 2
    path = small.root / "own.tar.gz"
    write_export(path, account(), [post(61, "Dit kan er nu niet bij.")])
    code, answer = small.run("import", str(path))
    assert (code, answer["error"]["code"], answer["runs"]) == (6, "ARCHIVE-008", [])
    events.write_bytes(kept)
    code, answer = take_in_other(small, "later", 62)
    assert code == 0
    assert answer["runs"][0]["warnings"] == []
    assert small.good("destroy", "list")["lists"][0]["state"] == "executed"
    small.good("import", str(path))
    small.assert_verifies()
    small.assert_catalogue_is_as_rebuilt()

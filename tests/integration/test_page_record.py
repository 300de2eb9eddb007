"""A page is an item: written whole with its files, once for what it shows, and found nowhere."""

import gzip
import json
import os
import shutil
import signal
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from pages_taken import chosen, held, pages, take_pages
from small_archive import Small, failed, filled, posts, stand_alone
from test_crashes import KILLED, Calls, in_child
from test_crashes import chosen as some_of

from weerklank.model.ids import ItemKey
from weerklank.model.item import ArchivalItem, Visibility
from weerklank.package.wacz_signing import SignsWacz
from weerklank.services.intake.recorder import Recorder
from weerklank.store.ocfl import CONTENT
from weerklank.testing import taken_pages

TEXT = "De burgemeester opent zaterdag het nieuwe zwembad aan de Dijkweg in Grootdam."


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return filled(tmp_path_factory.mktemp("template") / "small")


@pytest.fixture
def small(template: Small, tmp_path: Path) -> Small:
    return template.copy(tmp_path / "small")


def shown(small: Small, *names: str) -> list[ArchivalItem]:
    """Give held posts by their names."""
    known = held(small)
    return [known[posts().url(name)] for name in names]


def test_a_page_is_an_item_with_its_files(small: Small) -> None:
    target, reply = shown(small, "doel", "antwoord")
    page = chosen(posts().url("doel"), TEXT, (reply.key, target.key))
    report = take_pages(small, page)
    assert (report.pages, report.items.posts, report.items.media) == (1, 0, 0)
    (item,) = pages(small)
    assert item.kind == "page"
    assert [(ref.type, ref.key) for ref in item.refs] == [
        ("shows", target.key),
        ("shows", reply.key),
    ]
    assert (item.thread, item.url, item.process) == (target.key, target.url, target.process)
    assert item.author == target.author
    assert item.created_at == item.captured_at == page.at
    assert item.page == page.facts
    assert item.technique == "browser"
    assert item.text is None
    assert [one.role for one in item.media] == ["replay", "page", "post", "print", "text"]
    assert {str(one.file).rpartition(".")[2] for one in item.media} == {
        "wacz",
        "png",
        "pdf",
        "txt",
    }
    package = next(small.layout.open.glob("*/*/*/*/v1/content/media/*.wacz")).parent.parent
    formats = [json.loads(row) for row in (package / "formats.jsonl").read_bytes().splitlines()]
    found = {one["file"].rpartition(".")[2]: one["matches"][0]["puid"] for one in formats}
    assert found == {"wacz": "fmt/1840", "png": "fmt/11", "pdf": "fmt/18", "txt": "x-fmt/111"}
    small.assert_verifies()
    (source,) = [one for one in sources(small) if one.get("at") == page.at]
    assert set(source) == {"address", "at", "content", "map"}


def sources(small: Small) -> list[dict[str, object]]:
    return [
        json.loads(row)
        for path in small.archive.glob(f"*/a*/**/{CONTENT}/source/source.jsonl.gz")
        for row in gzip.decompress(path.read_bytes()).splitlines()
    ]


def test_what_shows_the_same_is_not_written_again(small: Small) -> None:
    (target,) = shown(small, "doel")
    first = chosen(posts().url("doel"), TEXT, (target.key,))
    again = chosen(posts().url("doel"), TEXT, (target.key,), at="2026-11-21T10:00:00Z")
    other = chosen(posts().url("doel"), TEXT + "!", (target.key,), at="2026-11-22T10:00:00Z")
    take_pages(small, first)
    report = take_pages(small, again)
    assert (report.pages, report.already_held) == (0, 1)
    # In one run too, before the catalogue knows the first of them.
    later = chosen(posts().url("doel"), TEXT + "!", (target.key,), at="2026-11-23T10:00:00Z")
    report = take_pages(small, other, later)
    assert (report.pages, report.already_held) == (1, 1)
    assert [one.created_at for one in pages(small)] == [first.at, other.at]
    assert len({one.id for one in pages(small)}) == 2
    # Other files with the same words are another page.
    files = chosen(
        posts().url("doel"),
        TEXT + "!",
        (target.key,),
        at="2026-11-24T10:00:00Z",
        resources=("https://social.grootdam.example/foto.jpg",),
    )
    assert take_pages(small, files).pages == 1
    small.assert_verifies()


def test_a_moment_is_one_page(small: Small) -> None:
    (target,) = shown(small, "doel")
    take_pages(small, chosen(posts().url("doel"), TEXT, (target.key,)))
    report = take_pages(small, chosen(posts().url("doel"), TEXT + "?", (target.key,)))
    assert (report.pages, report.already_held) == (0, 1)


def test_a_page_of_an_account_whose_profile_is_not_held(small: Small) -> None:
    (target,) = shown(small, "doel")
    page = chosen("https://social.grootdam.example/@gemeente", TEXT, (target.key,), post_box=None)
    take_pages(small, page, native=("iets",))
    (item,) = pages(small)
    assert item.refs[1].key == target.key
    assert item.thread == item.refs[0].key
    assert item.url is None
    small.assert_verifies()


def test_what_a_page_is_of_is_found_in_the_first_run_of_an_archive_too(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such a run looks items up by their day, and what a page is of is of another."""
    (target,) = shown(small, "doel")
    made = Recorder.__init__

    def began_empty(recorder: Recorder, *given: Any, **named: Any) -> None:
        made(recorder, *given, **named)
        recorder._began_empty = True

    monkeypatch.setattr(Recorder, "__init__", began_empty)
    take_pages(small, chosen(posts().url("doel"), TEXT))
    (item,) = pages(small)
    assert (item.url, item.thread) == (target.url, target.key)


@pytest.mark.parametrize("visibility", ["followers", "unlisted"])
def test_a_page_is_for_nobody_whom_an_item_on_it_is_not_for(
    small: Small, monkeypatch: pytest.MonkeyPatch, visibility: str
) -> None:
    reply, other = shown(small, "antwoord", "gewoon")
    newest = Recorder.newest

    def as_if(recorder: Recorder, key: ItemKey) -> ArchivalItem | None:
        found = newest(recorder, key)
        is_it = found is not None and key == reply.key
        return structs.replace(found, visibility=Visibility(visibility)) if is_it else found

    monkeypatch.setattr(Recorder, "newest", as_if)
    with_reply = chosen(posts().url("doel"), TEXT, (reply.key, other.key))
    take_pages(small, with_reply, chosen(posts().url("gewoon"), TEXT, at="2026-11-20T10:00:05Z"))
    assert [one.visibility for one in pages(small)] == [visibility, "public"]


def test_a_file_that_is_gone_writes_nothing(small: Small) -> None:
    page = chosen(posts().url("doel"), TEXT)
    before, whole = small.versions(), taken_pages.page_files

    def missing(one: object, folder: Path, signer: SignsWacz) -> object:
        made = whole(page, folder, signer)
        made[-1][1].unlink()
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(taken_pages, "page_files", missing)
        with pytest.raises(FileNotFoundError):
            take_pages(small, page)
    assert small.versions() == before
    assert take_pages(small, page).pages == 1  # the next run clears what was left
    small.assert_verifies()


def test_an_interruption_waits_for_the_whole_page(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    from weerklank.package.writer import PackageWriter

    plain = PackageWriter.take_medium
    asked: list[int] = []

    def take(writer: PackageWriter, *given: object) -> None:
        if not asked:
            asked.append(1)
            signal.raise_signal(signal.SIGINT)
        plain(writer, *given)  # type: ignore[arg-type] # passed on as it came

    monkeypatch.setattr(PackageWriter, "take_medium", take)
    ended: list[int] = []
    add = PackageWriter.add

    def added(writer: PackageWriter, *given: object) -> int:
        ended.append(1)
        return add(writer, *given)  # type: ignore[arg-type] # passed on as it came

    monkeypatch.setattr(PackageWriter, "add", added)
    with pytest.raises(KeyboardInterrupt):
        take_pages(small, chosen(posts().url("doel"), TEXT))
    assert ended == [1]


@pytest.mark.slow
def test_a_run_that_is_killed_leaves_a_whole_page_or_none(template: Small) -> None:
    shared = Path("/dev/shm")
    place = shared if os.access(shared, os.W_OK) else template.root.parent
    page = chosen(posts().url("doel"), TEXT)
    with tempfile.TemporaryDirectory(dir=place, prefix="weerklank-") as name:
        folder, told = Path(name), Path(name) / "told.txt"

        def run(small: Small, at: int) -> list[str]:
            calls = Calls(small.root, at, lambda _: os._exit(KILLED))
            calls.listen()
            take_pages(small, page)
            return calls.names

        counted = template.copy(folder / "counted")
        assert in_child(partial(run, counted, -1), told) == 0, told.read_text()
        ends = set()
        for at in some_of(json.loads(told.read_text()), 25, 20261127):
            small = template.copy(folder / "small")
            ends.add(in_child(partial(run, small, at), told))
            assert len(pages(small)) <= 1
            take_pages(small, page)  # the next run finishes it, or clears it away
            (item,) = pages(small)
            assert len(item.media) == 5
            small.assert_verifies()
            small.assert_catalogue_is_as_rebuilt()
            shutil.rmtree(small.root)
        assert KILLED in ends


@pytest.mark.parametrize("ending", ["wacz", "png", "pdf", "txt"])
def test_a_damaged_file_of_a_page_is_found_by_both_who_verify(small: Small, ending: str) -> None:
    take_pages(small, chosen(posts().url("doel"), TEXT))
    (page,) = pages(small)
    name = next(str(one.file) for one in page.media if str(one.file).endswith(ending))
    (path,) = small.archive.glob(f"*/a*/**/media/{name}")
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    code, told = small.run("verify", "--deep")
    assert code == 1
    assert any(name in str(one) for one in told["findings"])
    assert any(name in str(one) for one in failed(small.archive))


def test_a_page_is_proven_with_its_files(small: Small, tmp_path: Path) -> None:
    take_pages(small, chosen(posts().url("doel"), TEXT))
    (page,) = pages(small)
    proof = tmp_path / "proof.json"
    small.good("prove", page.id, "-o", str(proof))
    files = [str(next(small.archive.glob(f"*/a*/**/media/{one.file}"))) for one in page.media]
    code, told = stand_alone(str(proof), "--media", *files)
    assert code == 0, told
    wrong = tmp_path / "wrong.pdf"
    wrong.write_bytes(b"%PDF-1.7")
    assert stand_alone(str(proof), "--media", *files[:4], str(wrong))[0] != 0

"""A page is an item: written whole with its files, once for what it shows, and found nowhere."""

import gzip
import json
import os
import shutil
import signal
import tempfile
from functools import partial
from pathlib import Path

import pytest
from pages_taken import chosen, files_of, held, pages, take_pages
from small_archive import Small, filled, posts
from test_crashes import KILLED, Calls, in_child
from test_crashes import chosen as some_of

from weerklank.model.item import ArchivalItem
from weerklank.store.ocfl import CONTENT

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
        posts().url("doel"), TEXT + "!", (target.key,), at="2026-11-24T10:00:00Z", resources=()
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


def test_a_file_that_is_gone_writes_nothing(small: Small, tmp_path: Path) -> None:
    page = chosen(posts().url("doel"), TEXT)
    files = files_of(page, tmp_path / "files")
    assert all(path.is_file() for _, path, _ in files)
    before = small.versions()
    import pages_taken

    def missing(one: object, folder: Path) -> object:
        made = files_of(page, folder)
        made[-1][1].unlink()
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages_taken, "files_of", missing)
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
        plain(writer, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(PackageWriter, "take_medium", take)
    ended: list[int] = []
    add = PackageWriter.add

    def added(writer: PackageWriter, *given: object) -> int:
        ended.append(1)
        return add(writer, *given)  # type: ignore[arg-type]

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

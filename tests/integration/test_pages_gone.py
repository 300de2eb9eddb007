"""A page and all that it shows are one destruction unit; what names somebody later loses files."""

import gzip
import io
import json
import os
import tempfile
import zipfile
from contextlib import redirect_stdout
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pages_taken import chosen, held, key_of, pages, take_pages
from place import Archive, members, tar
from small_archive import Small, filled, posts, stand_alone
from test_crashes import Bench, copied
from test_crashes import chosen as some_of
from test_privacy_correction import AFTER, BEFORE, FIRST, HANDLE, OTHER

from weerklank.cli.main import main
from weerklank.model.clock import SystemClock
from weerklank.model.item import ArchivalItem
from weerklank.services.seal.search_bytes import search_bytes
from weerklank.services.seal.search_needles import Kind, Needles
from weerklank.testing.mastodon_export import ExportPost

SAID = 'Gefeliciteerd met de molen; het lied van de lantaarn klinkt "morgen" & overmorgen.'
SEED = 20261127


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """An archive with two posts on pages: one with an answer on it, and one by itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SystemClock, "now", lambda _: datetime(2026, 11, 20, 9, tzinfo=UTC))
        small = filled(tmp_path_factory.mktemp("template") / "small")
        target, reply, other = shown(small, "doel", "antwoord", "gewoon")
        words = f"{target.text} {reply.text}"
        take_pages(
            small,
            chosen(url("doel"), words, (target.key, reply.key)),
            chosen(url("gewoon"), str(other.text), (other.key,), at="2026-11-20T10:00:05Z"),
        )
    return small


@pytest.fixture
def small(template: Small, tmp_path: Path) -> Small:
    return template.copy(tmp_path / "small")


def url(name: str) -> str:
    return posts().url(name)


def shown(small: Small, *names: str) -> list[ArchivalItem]:
    known = held(small)
    return [known[url(name)] for name in names]


def page_of(small: Small, name: str) -> ArchivalItem:
    (item,) = shown(small, name)
    return next(page for page in pages(small) if page.refs[0].key == item.key)


def unpacked(small: Small) -> bytes:
    """Every byte, of a WACZ also what is packed in it."""
    found = []
    for name, content in small.bytes_of_all():
        found.append(content)
        if name.endswith(".wacz"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for member in archive.namelist():
                    data = archive.read(member)
                    found.append(gzip.decompress(data) if member.endswith(".gz") else data)
    return b"\n".join(found)


# --- destruction --------------------------------------------------------------------------------


def test_a_post_takes_its_pages_along(small: Small, tmp_path: Path) -> None:
    (target,) = shown(small, "doel")
    page, other = page_of(small, "doel"), page_of(small, "gewoon")
    words = str(target.text).split("\n")[0].encode()
    assert words in unpacked(small)
    proofs = small.prove_all(tmp_path / "before", but=frozenset({target.id, page.id}))
    made = small.good(
        "destroy", "propose", "--id", target.id, "--ground", "court", "--reason", "x", acting="Pia"
    )  # fmt: skip
    assert made["items"] == [target.id, page.id]
    assert made["pages"] == [page.id]
    main_words = ["--archive", str(small.archive), "--keys", str(small.root / "keys")]
    with redirect_stdout(io.StringIO()) as said, pytest.raises(SystemExit):
        main([*main_words, "destroy", "list"])
    assert f"  {page.id}  (page)\n" in said.getvalue()
    assert f"  {target.id}\n" in said.getvalue()
    small.good("destroy", "review", made["list"], acting="Ruud")
    small.good("destroy", "approve", made["list"], acting="Anna")
    done = small.good("destroy", "execute", made["list"], acting="Anna")
    assert done["records"] == 3  # the post has two versions
    assert done["search"]["found"] == []
    assert [one.id for one in pages(small)] == [other.id]
    left = unpacked(small)
    assert words not in left
    for medium in page.media:
        assert str(medium.file).encode() not in left
        assert str(medium.digest).encode() not in left
    code, told = small.run("show", page.id)
    assert (code, told["error"]["code"]) == (2, "SEARCH-003")
    small.assert_verifies()
    small.assert_catalogue_is_as_rebuilt()
    for proof in proofs:
        assert stand_alone(str(proof))[0] == 0
    # No harvest brings a page of it back.
    report = take_pages(small, chosen(url("doel"), "Iets anders", at="2026-11-25T10:00:00Z"))
    assert (report.pages, report.destroyed) == (0, 1)


def test_an_answer_takes_the_page_along_on_which_it_stands(small: Small) -> None:
    target, reply = shown(small, "doel", "antwoord")
    page = page_of(small, "doel")
    number = small.approve(reply.id)
    done = small.good("destroy", "execute", number, acting="Anna")
    assert done["pages"] == [page.id]
    assert small.good("show", target.id)["id"] == target.id
    assert str(reply.text).encode() not in unpacked(small)
    # The post gets another page, without the answer; with it there is none.
    with_reply = chosen(url("doel"), "a", (reply.key,), at="2026-11-25T10:00:00Z")
    without = chosen(url("doel"), "b", at="2026-11-25T10:00:05Z")
    report = take_pages(small, with_reply, without)
    assert (report.pages, report.destroyed) == (1, 1)
    small.assert_verifies()


def test_a_page_that_came_after_the_proposal_goes_too(small: Small) -> None:
    (target,) = shown(small, "doel")
    first = page_of(small, "doel")
    number = small.approve(target.id)
    take_pages(small, chosen(url("doel"), f"{target.text}!", at="2026-11-25T10:00:00Z"))
    later = next(one for one in pages(small) if one.created_at == "2026-11-25T10:00:00Z")
    done = small.good("destroy", "execute", number, acting="Anna")
    assert set(done["pages"]) == {first.id, later.id}
    assert set(done["items"]) == {target.id, first.id, later.id}
    assert [one.id for one in pages(small)] == [page_of(small, "gewoon").id]
    small.assert_verifies()


def test_a_page_goes_by_itself_and_stays_away(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SystemClock, "now", lambda _: datetime(2026, 11, 25, 10, tzinfo=UTC))
    (other,) = shown(small, "gewoon")
    page = page_of(small, "gewoon")
    done = small.good("destroy", "execute", small.approve(page.id), acting="Anna")
    assert (done["items"], done["records"]) == ([page.id], 1)
    assert small.good("show", other.id)["id"] == other.id
    again = chosen(url("gewoon"), "anders", at="2026-11-25T10:00:00Z")
    report = take_pages(small, again)
    assert (report.pages, report.destroyed) == (0, 1)
    # Once the post says something else there may be a page of it again.
    made = posts(edited=True)
    text = made.items[made.names["gewoon"]]
    changed = {name: getattr(text, name) for name in text.__slots__}
    changed |= {"html": "<p>Dinsdag wordt het papier opgehaald.</p>", "edited": text.published}
    place = made.names["gewoon"]
    later = [*made.items[:place], ExportPost(**changed), *made.items[place + 1 :]]
    assert small.take_in(later)["runs"][0]["new_versions"] == 1
    report = take_pages(small, again)
    assert (report.pages, report.destroyed) == (1, 0)
    small.assert_verifies()


def test_the_search_of_every_byte_looks_into_what_is_packed(small: Small) -> None:
    (other,) = shown(small, "gewoon")
    take_pages(
        small,
        chosen(
            url("gewoon"),
            "anders",
            at="2026-11-25T10:00:00Z",
            html=f"<p>Boven</p><p>{SAID.replace('&', '&amp;')}</p>".encode(),
        ),
    )
    workplace = small.workplace()
    line = SAID.replace("&", "&amp;").encode()
    found = search_bytes(workplace, Needles({line: Kind.LINE})).found
    assert [name.rpartition(".")[2] for name in found] == ["wacz"]
    # As a line it is looked for in pages alone; as a text everywhere.
    words = str(other.text).encode()
    assert search_bytes(workplace, Needles({words: Kind.LINE})).found == []
    assert search_bytes(workplace, Needles({words: Kind.LINE})).by_structure == 1


def test_a_post_whose_words_a_page_has_by_another_way_is_found(small: Small) -> None:
    """A page that does not say what it shows can't be found by it: the search is."""
    (target,) = shown(small, "doel")
    hidden = chosen(url("gewoon"), f"x\n{target.text}", at="2026-11-25T10:00:00Z")
    take_pages(small, hidden)
    number = small.approve(target.id)
    code, done = small.run("destroy", "execute", number, acting="Anna")
    assert code == 1
    assert {name.rpartition(".")[2] for name in done["search"]["found"]} == {"wacz", "txt"}


@pytest.mark.slow
def test_a_destruction_with_pages_is_whole_wherever_it_dies(template: Small) -> None:
    shared = Path("/dev/shm")
    place = shared if os.access(shared, os.W_OK) else template.root.parent
    with tempfile.TemporaryDirectory(dir=place, prefix="weerklank-") as name:
        folder = Path(name)
        small = template.copy(folder / "before")
        (target,) = shown(small, "doel")
        number = small.approve(target.id)
        bench = Bench(small, folder, ("--as", "Anna", "destroy", "execute", number))
        for at in bench.once(some_of(bench.calls(), 25, SEED)):
            with copied(bench) as copy:
                bench.killed(copy, at)
                bench.settled(copy, lambda: _settle(copy, number, target.id), at)


def _settle(small: Small, number: str, target: str) -> None:
    (made,) = small.good("destroy", "list")["lists"]
    begun = any(
        json.loads(path.read_bytes())["kind"] == "destruction.begun"
        for path in small.archive.glob("decisions/*/*/*/*.json")
    )
    if not begun:
        assert len(pages(small)) == 2
        small.assert_verifies()
    if made["state"] != "executed":
        small.good("destroy", "execute", number, acting="Anna")
    assert len(pages(small)) == 1
    assert not [one for one in held(small).values() if one.id == target]
    small.assert_verifies()
    small.assert_catalogue_is_as_rebuilt()


# --- corrections for privacy --------------------------------------------------------------------


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "place").make()


def take(archive: Archive, pieces: list[object]) -> dict[str, object]:
    return archive.take(tar(archive.root / "export.tar.gz", members(pieces)))  # type: ignore[arg-type] # pieces of a test


def as_small(archive: Archive) -> Small:
    """Look at an archive, whose keys lie where those of a small one do, as at a small one."""
    return Small(archive.root)


def number_of(made: ExportPost) -> str:
    return f"https://social.voorbeelddam.example/statuses/{made.number}"


def test_a_page_that_names_who_joined_later_loses_its_files(archive: Archive) -> None:
    take(archive, BEFORE)
    small = as_small(archive)
    first, other = number_of(FIRST), number_of(OTHER)
    words = "Vraag van zqpieterbaas over de brug"
    take_pages(
        small,
        chosen(first, words, title="Vraag van zqpieterbaas"),
        chosen(other, "Open voor iedereen", at="2026-11-20T10:00:05Z"),
        native=(first, other),
    )
    named, quiet = pages(small)
    before = unpacked(small)
    assert HANDLE in before
    run = take(archive, AFTER)
    assert run["corrected"] == 2  # the post and its page
    assert HANDLE not in unpacked(small)
    now, still = pages(small)
    assert still == quiet
    assert (now.id, now.key, now.refs, now.title) == (named.id, named.key, named.refs, None)
    assert {(one.id, one.role, one.missing, one.file) for one in now.media} == {
        (one.id, one.role, "corrected", None) for one in named.media
    }
    assert now.correction
    for medium in named.media:
        assert str(medium.file).encode() not in unpacked(small)
        assert str(medium.digest).encode() not in unpacked(small)
    small.assert_verifies()
    (told,) = [
        e["data"] for e in archive.events("decisions", "privacy.corrected") if e["data"]["records"]
    ]
    assert told["search"]["found"] == []
    # What shows the same is no longer known to: another page of the post comes in.
    again = chosen(first, words, at="2026-11-25T10:00:00Z")
    assert take_pages(small, again, native=(first,)).pages == 1


def test_a_page_of_many_posts_loses_its_files_by_one_that_was_corrected(archive: Archive) -> None:
    take(archive, BEFORE)
    small = as_small(archive)
    first = key_of(small, number_of(FIRST))
    profile = "https://social.voorbeelddam.example/users/gemeente"
    # Its text does not tell: what stands on it does.
    take_pages(small, chosen(profile, "niets", (first,), post_box=None), native=(profile,))
    run = take(archive, AFTER)
    assert run["corrected"] == 2
    (page,) = pages(small)
    assert all(one.missing == "corrected" for one in page.media)
    small.assert_verifies()


def test_a_page_of_many_posts_loses_its_files_by_its_text(archive: Archive) -> None:
    take(archive, [*BEFORE[1:]])
    small = as_small(archive)
    take(archive, BEFORE)
    first = key_of(small, number_of(FIRST))
    profile = "https://social.voorbeelddam.example/users/gemeente"
    page = chosen(profile, "Hier vraagt zqpieterbaas iets", (first,), post_box=None)
    take_pages(small, page, native=(profile,))
    take(archive, AFTER)
    (found,) = pages(small)
    assert all(one.missing == "corrected" for one in found.media)
    assert HANDLE not in unpacked(small)


@pytest.mark.slow
def test_a_correction_with_a_page_is_whole_wherever_it_dies(tmp_path: Path) -> None:
    shared = Path("/dev/shm")
    place = shared if os.access(shared, os.W_OK) else tmp_path
    with tempfile.TemporaryDirectory(dir=place, prefix="weerklank-") as name:
        folder = Path(name)
        archive = Archive(folder / "before").make()
        take(archive, BEFORE)
        small = as_small(archive)
        first = number_of(FIRST)
        take_pages(small, chosen(first, "Vraag van zqpieterbaas"), native=(first,))
        export = tar(folder / "before" / "export.tar.gz", members(AFTER))  # type: ignore[arg-type] # pieces of a test
        assert export.is_file()
        bench = Bench(small, folder, ("import", "{root}/export.tar.gz"))
        for at in bench.once(some_of(bench.calls(), 25, SEED)):
            with copied(bench) as copy:
                bench.killed(copy, at)
                bench.settled(copy, lambda: _corrected(copy), at)


def _corrected(small: Small) -> None:
    small.good("import", str(small.root / "export.tar.gz"))
    (page,) = pages(small)
    assert all(one.missing == "corrected" for one in page.media)
    assert HANDLE not in unpacked(small)
    small.assert_verifies()


# --- the close of a month -----------------------------------------------------------------------


def test_pages_move_along_when_a_month_is_closed(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = pages(small)
    monkeypatch.setattr(SystemClock, "now", lambda _: datetime(2026, 11, 22, 10, tzinfo=UTC))
    take_pages(small, chosen(url("doel"), "Later", at="2026-11-22T10:00:00Z"))
    monkeypatch.setattr(SystemClock, "now", lambda _: datetime(2026, 12, 3, 9, tzinfo=UTC))
    assert len(list(small.layout.open.glob("a*/*/*/[0-9]*"))) > 1
    small.good("month", "close")
    assert not list(small.layout.open.glob("a*/*/*/[0-9]*"))
    assert [one.id for one in pages(small)][: len(before)] == [one.id for one in before]
    for page in pages(small):
        for medium in page.media:
            assert list(small.archive.glob(f"*/a*/**/media/{medium.file}"))
    small.assert_verifies()
    small.assert_catalogue_is_as_rebuilt()

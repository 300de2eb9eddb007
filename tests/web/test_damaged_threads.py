"""A thread of which something lies in a damaged file: all else is shown, and why it is not."""

import re
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from own_archive import OURS, SANNE, OwnArchive, posted
from shown import Shown

from weerklank.services.workplace import Workplace
from weerklank.testing.mastodon_export import ExportPost, write_export
from weerklank.web import lost_events
from weerklank.web.lost_events import LOSSES, LossTold

BEGIN = posted("2026-03-01T10:00:00", "draadbegin van de kade")
ADDRESS = f"https://{OURS.host}/users/{OURS.name}/statuses/{BEGIN.number}"
ANSWER = posted("2026-04-01T10:00:00", "draadantwoord over de kade", in_reply_to=ADDRESS)


def without(path: Path) -> None:
    path.unlink()


def package_gone(path: Path) -> None:
    shutil.rmtree(path.parents[3])


def zeroed(path: Path) -> None:
    path.chmod(0o644)
    path.write_bytes(bytes(path.stat().st_size))


Damage = Callable[[Path], None]
DAMAGES: dict[str, tuple[Damage, str]] = {
    "gone": (without, "ARCHIVE-010"),
    "package gone": (package_gone, "SEARCH-002"),
    "zeroed": (zeroed, "ARCHIVE-008"),
}


def taken(root: Path, *more: tuple[ExportPost, ...]) -> OwnArchive:
    """Make an archive with the first post, and what is taken in after it, each a package."""
    made = OwnArchive(root).make([BEGIN])
    for number, posts in enumerate(more):
        export = root / f"{number}.tar.gz"
        write_export(export, OURS, [BEGIN, *posts])
        made.run("import", str(export))
    return made


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> OwnArchive:
    return taken(tmp_path_factory.mktemp("draad"), (ANSWER,))


@pytest.fixture
def held(template: OwnArchive, tmp_path: Path) -> OwnArchive:
    shutil.copytree(template.root, tmp_path / "draad", symlinks=True)
    return OwnArchive(tmp_path / "draad")


def records(held: OwnArchive, run: int) -> Path:
    """Give the records of a run: 0 is the first that was taken in, 1 the second."""
    return sorted(held.folder.glob("open/a0001/**/records/records.jsonl.gz"))[run]


def item(held: OwnArchive, words: str) -> str:
    (hit,) = held.run("search", words)["hits"]
    return str(hit["id"])


def shown(held: OwnArchive) -> Shown:
    workplace = held.serve()
    return Shown(held.folder, held.keys, workplace, "")


@pytest.mark.parametrize("how", DAMAGES)
def test_a_page_shows_what_can_be_read_and_names_the_rest(held: OwnArchive, how: str) -> None:
    damage, code = DAMAGES[how]
    begin, answer = item(held, "draadbegin"), item(held, "draadantwoord")
    damage(records(held, 1))
    site = shown(held)
    page = site.get(SANNE, f"/id/{begin}/")
    assert "draadbegin van de kade" in page
    (node,) = re.findall(r'<li class="reply.*?</li>', page, re.DOTALL)
    assert "Dit bericht is niet te lezen." in node
    assert code in node
    assert str(held.folder) not in page
    asked = site.client(SANNE).get(f"/id/{answer}/")
    assert asked.status_code == 500
    assert code in asked.content.decode()


def test_a_page_names_what_was_answered(held: OwnArchive) -> None:
    damage, code = DAMAGES["gone"]
    answer = item(held, "draadantwoord")
    damage(records(held, 0))
    page = shown(held).get(SANNE, f"/id/{answer}/")
    assert "draadantwoord over de kade" in page
    above = page.partition('class="above"')[2].partition("</section>")[0]
    assert "Dit bericht is niet te lezen." in above
    assert code in above


def test_a_command_shows_the_rest_of_a_thread(held: OwnArchive) -> None:
    damage, code = DAMAGES["zeroed"]
    begin = item(held, "draadbegin")
    damage(records(held, 1))
    told = held.run("show", begin, "--thread", code=6)
    assert told["error"]["code"] == code
    first, second = told["thread_items"]
    assert (first["id"], first["text"]) == (begin, "draadbegin van de kade")
    assert (second["state"], second["damage"]["code"]) == ("unreadable", code)
    assert second["damage"]["hint"]
    assert held.run("show", begin)["id"] == begin


def test_a_version_that_cant_be_read_takes_the_others_not_away(tmp_path: Path) -> None:
    changed = posted("2026-03-01T10:00:00", "draadbegin van de haven")
    made = OwnArchive(tmp_path).make([BEGIN])
    export = tmp_path / "nieuw.tar.gz"
    write_export(export, OURS, [changed])
    made.run("import", str(export))
    name = item(made, "haven")
    assert len(made.run("show", name, "--versions")["versions"]) == 2
    records(made, 0).unlink()
    told = made.run("show", name, "--versions", code=6)
    assert [one["version"] for one in told["versions"]] == [2]
    page = shown(made).get(SANNE, f"/id/{name}/")
    assert "draadbegin van de haven" in page
    assert "is niet te lezen" in page
    assert "ARCHIVE-010" in page
    found = shown(made).get(SANNE, "/zoeken/?q=haven")
    assert name in found


@pytest.mark.parametrize(
    ("book", "address"), [("register", "/accounts/"), ("decisions", "/vernietigen/")]
)
def test_a_page_says_that_a_book_is_gone(
    held: OwnArchive, tmp_path: Path, book: str, address: str
) -> None:
    client = shown(held).client(SANNE)
    assert client.get(address).status_code == 200
    (held.folder / book).rename(tmp_path / "away")
    asked = client.get(address)
    page = asked.content.decode()
    assert (asked.status_code, "ARCHIVE-023" in page) == (500, True)
    assert str(held.folder) not in page
    (tmp_path / "away").rename(held.folder / book)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("book", ["register", "decisions", "journal"])
@pytest.mark.parametrize("what", ["all", "one"])
def test_every_page_says_that_events_are_gone(
    held: OwnArchive, tmp_path: Path, book: str, what: str
) -> None:
    """A page that goes by what is left looked as if all were well."""
    held.run(*"hold add --account a0001 --ground geschil --case 7 --as".split(), SANNE)
    client = shown(held).client(SANNE)
    LOSSES.forget()
    assert "ontbre" not in client.get("/accounts/").content.decode()
    folder = held.folder / book
    gone = folder if what == "all" else max(folder.rglob("*.json"))
    path = f"{book}/" if what == "all" else gone.relative_to(held.folder).as_posix()
    gone.rename(tmp_path / "away")
    LOSSES.forget()
    for address in ("/accounts/", "/zoeken/?q=kade"):
        page = client.get(address).content.decode()
        assert ("ARCHIVE-023" if what == "all" else "ARCHIVE-011") in page, address
        assert path in page
    (tmp_path / "away").rename(gone)
    LOSSES.forget()
    assert "ontbre" not in client.get("/accounts/").content.decode()


def test_no_page_waits_while_it_is_looked_again_whether_events_are_gone(
    held: OwnArchive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = shown(held).client(SANNE)
    LOSSES.forget()
    client.get("/accounts/")
    monkeypatch.setattr(lost_events, "_LASTS", 0.0)
    may_look, plain = threading.Event(), lost_events._told

    def slowly(workplace: Workplace) -> tuple[LossTold, ...]:
        may_look.wait(30)
        return plain(workplace)

    monkeypatch.setattr(lost_events, "_told", slowly)
    (held.folder / "decisions").rename(tmp_path / "away")
    assert "ARCHIVE-023" not in client.get("/accounts/").content.decode()
    may_look.set()
    page = ""
    for _ in range(500):
        page = client.get("/accounts/").content.decode()
        if "ARCHIVE-023" in page:
            break
        time.sleep(0.02)
    assert "ARCHIVE-023" in page
    (tmp_path / "away").rename(held.folder / "decisions")
    monkeypatch.undo()
    LOSSES.forget()
    assert "ARCHIVE-023" not in client.get("/accounts/").content.decode()

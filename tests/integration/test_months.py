"""Closing a month: small packages of a month that is past become one, and no proof is lost."""

import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from small_archive import (
    MARKS,
    Small,
    account,
    failed,
    post,
    posts,
    small_parts,
    stand_alone,
)
from test_crashes import KILLED, SEED, Bench, chosen, copied, in_child
from test_standalone_verifier import blocks, run_block

from weerklank.model.clock import SystemClock
from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId
from weerklank.package.names import PROOF, RECORDS, packages
from weerklank.services.change import close_months, execute_destruction
from weerklank.services.change.begun_months import begun_months
from weerklank.services.change.close_months import close_past_months
from weerklank.services.find import read_items
from weerklank.store.events import EventStore
from weerklank.store.ocfl import CONTENT
from weerklank.testing.mastodon_export import write_export

NOVEMBER = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, 0, 0, 5, tzinfo=UTC)


def time_is(patch: pytest.MonkeyPatch, moment: datetime) -> None:
    patch.setattr(SystemClock, "now", lambda _: moment)


def november(root: Path, patch: pytest.MonkeyPatch) -> Small:
    """An archive of which four runs in November left an open package each."""
    time_is(patch, NOVEMBER)
    small = Small(root).make()
    items = posts().items
    # The last ones first, so that sorting by publication has something to do.
    small.take_in(items[6:])
    small.take_in(items[:6])
    small.take_in(posts(edited=True).items)
    small.take_in([post(40, "Een los bericht over het zwembad.")])
    assert len(open_parts(small)) == 4
    return small


def open_parts(small: Small) -> list[str]:
    return sorted(p.name for p in small.layout.open.glob("a*/*/*/*") if p.name.isdecimal())


def closed_parts(small: Small) -> list[str]:
    return sorted(p.name for p in small.layout.objects.glob("*/*/*"))


def unpacked(path: Path) -> list[bytes]:
    return gzip.decompress(path.read_bytes()).splitlines()


def lines(small: Small, name: str) -> list[bytes]:
    return [
        line
        for package in packages(small.layout)
        for line in unpacked(package.folder / CONTENT / name)
    ]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """The archive of November, to be copied."""
    with pytest.MonkeyPatch.context() as patch:
        return november(tmp_path_factory.mktemp("november") / "small", patch)


@pytest.fixture
def small(made: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    time_is(monkeypatch, NOVEMBER)
    return made.copy(tmp_path / "small")


def close(small: Small, patch: pytest.MonkeyPatch) -> dict:
    time_is(patch, DECEMBER)
    return small.good("month", "close")


def test_a_run_closes_the_months_that_are_past(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = small.versions()
    texts = sorted(lines(small, RECORDS))
    proofs = small.prove_all(small.root / "proofs")
    time_is(monkeypatch, DECEMBER)
    small.take_in([post(50, "Het eerste bericht van december.")])
    assert closed_parts(small) == ["0004-g2"]
    assert [p.name for p in small.layout.sealed.glob("*/*/*")] == ["0004-s2"]
    # The new month has its own open package; of the old one no folder is left.
    assert [p.name for p in (small.layout.open / "a0001").iterdir()] == ["2026-12"]
    assert not list((small.layout.open / "trash").iterdir())
    kept = [v for v in small.versions() if v in before]
    assert kept == before
    assert set(texts) < set(lines(small, RECORDS))
    small.assert_verifies()
    small.assert_catalogue_is_as_rebuilt()
    for proof in proofs:
        assert stand_alone(str(proof))[0] == 0
    small.prove_all(small.root / "again")
    for proof in sorted((small.root / "again").glob("*.json")):
        code, told = stand_alone(str(proof))
        assert code == 0, told


def test_a_package_that_was_put_back_in_open_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it lay there before its month was closed: no damage, but said, and closed again."""
    time_is(monkeypatch, NOVEMBER)
    small = Small(tmp_path / "small").make()
    small.take_in(posts().items)
    (run,) = small.layout.open.glob("a*/*/*")
    close(small, monkeypatch)
    run.mkdir(parents=True)
    (closed,), (vault,) = (small.archive.glob(f"{top}/*/*/*-?1") for top in ("objects", "sealed"))
    closed.rename(run / "0001")
    vault.rename(run / "0001-sealed")
    for folder in (closed.parent, closed.parent.parent, vault.parent, vault.parent.parent):
        folder.rmdir()
    _, told = small.run("verify")
    said = {one["what"]: one["path"] for one in told["not_checked"]}
    path = (run / "0001").relative_to(small.archive).as_posix()
    assert (told["ok"], said["closed-month"]) == (True, path)
    _, text = stand_alone(str(small.archive), "--json")
    assert path in {one["path"] for one in json.loads(text)["findings"] if one["code"] == "closed"}
    close(small, monkeypatch)
    assert "closed-month" not in {one["what"] for one in small.good("verify")["not_checked"]}


def test_a_closed_month_is_sorted_and_says_which_segment(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = {line.split(b" ", 1)[1]: line.split(b" ", 1)[0] for line in lines(small, PROOF)}
    originals = sorted(small.layout.open.glob("**/originals.jsonl.gz"))
    sealed = sorted(line for path in originals for line in unpacked(path))
    keys = sorted(p.name for p in small.layout.open.glob("**/keys/*.age"))
    media = sorted(p.name for p in small.layout.open.glob("**/media/*"))
    told = close(small, monkeypatch)
    assert told["months"] == [
        {"account": "a0001", "month": "2026-11", "packages": 4, "parts": 1, "records": len(plain)}
    ]
    (package,) = packages(small.layout)
    records = [json.loads(line) for line in lines(small, RECORDS)]
    dates = [record["created_at"] for record in records]
    assert dates == sorted(dates)
    segments = {
        int(path.stem): json.loads(path.read_bytes())
        for path in small.layout.log.glob("segments/*.json")
    }
    leaves = set()
    for line in lines(small, PROOF):
        place, rest = line.split(b" ", 1)
        first, ordinal = map(int, place.split(b"+"))
        assert segments[first]["records"] > ordinal
        assert b"%d" % ordinal == plain[rest]  # the salts moved along
        leaves.add(first + ordinal)
    assert len(leaves) == len(plain)
    vault = small.layout.sealed / "a0001/2026-11/0004-s2" / CONTENT
    stay = unpacked(vault / "originals.jsonl.gz")
    assert sorted(stay) == sealed
    order = [(json.loads(line)["id"], json.loads(line)["version"]) for line in stay]
    assert order == [(r["id"], r.get("version", 1)) for r in records if "sealed" in r]
    assert sorted(p.name for p in (vault / "keys").iterdir()) == keys
    assert len(keys) > 1
    assert sorted(p.name for p in (package.folder / CONTENT / "media").iterdir()) == media
    told_of = (package.folder / CONTENT / "formats.jsonl").read_bytes().splitlines()
    assert [json.loads(line)["file"] for line in told_of] == [f"media/{name}" for name in media]
    events = (package.folder / CONTENT / "events.jsonl").read_bytes().splitlines()
    kinds = [json.loads(line)["kind"] for line in events]
    assert kinds == ["package.sealed"] * 4 + ["package.merged"]


def test_closing_again_does_nothing(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    close(small, monkeypatch)
    size = len(list(small.layout.log.glob("checkpoints/*.txt")))
    assert small.good("month", "close", "a0001")["months"] == []
    assert len(list(small.layout.log.glob("checkpoints/*.txt"))) == size


def test_the_running_month_stays_open(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    assert small.good("month", "close")["months"] == []
    assert len(open_parts(small)) == 4
    time_is(monkeypatch, datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC))
    small.take_in(posts().items)
    assert len(open_parts(small)) == 4


def test_parts_are_no_fuller_than_they_may_be(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        small_parts(patch, 9)
        told = close(small, patch)
    (month,) = told["months"]
    assert month["parts"] == len(closed_parts(small)) > 1
    alone = [name for name in closed_parts(small) if name.endswith("-g1")]
    assert len(alone) < month["parts"]
    counts = [len(unpacked(p.folder / CONTENT / RECORDS)) for p in packages(small.layout)]
    assert max(counts) <= 9
    small.assert_verifies()
    small.assert_catalogue_is_as_rebuilt()
    small.prove_all(small.root / "proofs")
    assert all(stand_alone(str(p))[0] == 0 for p in (small.root / "proofs").iterdir())


def test_a_month_of_one_package_is_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    time_is(monkeypatch, NOVEMBER)
    small = Small(tmp_path / "small").make()
    small.take_in(posts().items)
    close(small, monkeypatch)
    assert closed_parts(small) == ["0001-g1"]
    assert [p.name for p in small.layout.sealed.glob("*/*/*")] == ["0001-s1"]
    assert not (small.layout.open / "a0001").exists()
    small.assert_verifies()
    small.assert_catalogue_is_as_rebuilt()


def test_a_clock_that_is_set_back_gives_no_part_twice(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(small, monkeypatch)
    time_is(monkeypatch, NOVEMBER)
    small.take_in([post(60, "Uit een klok die terugliep.")])
    assert open_parts(small) == ["0005"]
    small.assert_verifies()
    told = close(small, monkeypatch)
    assert told["months"][0]["packages"] == 1
    assert closed_parts(small) == ["0004-g2", "0005-g1"]
    small.assert_verifies()


def test_a_post_is_destroyed_from_a_closed_month(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(small, monkeypatch)
    target = small.ids()[posts().url("doel")]
    proofs = small.prove_all(small.root / "proofs", but=frozenset({target}))
    number = small.approve(target)
    small.good("destroy", "execute", number, acting="Anna")
    assert closed_parts(small) == ["0004-g3"]
    assert small.holds(*[mark.encode() for mark in MARKS[:3]]) == set()
    small.assert_verifies()
    small.assert_catalogue_is_as_rebuilt()
    for proof in proofs:
        assert stand_alone(str(proof))[0] == 0
    small.good(
        "prove", next(i for i in small.ids().values() if i != target), "-o", str(small.root / "p")
    )
    assert stand_alone(str(small.root / "p"))[0] == 0


def test_an_edit_and_a_search_find_what_was_closed(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(small, monkeypatch)
    assert small.good("search", "feest")["total"] == 1
    before = small.versions()
    small.take_in(posts(edited=True).items)
    assert small.versions() == before  # the same again adds nothing
    shown = small.good("show", small.ids()[posts().url("doel")], "--versions")
    assert len(shown["versions"]) == 2
    small.assert_verifies()


def test_a_month_that_is_closed_while_someone_asks_is_no_defect(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = small.ids()[posts().url("gewoon")]
    plain, closed = read_items.find_generation, []

    def slow(*given: object) -> object:
        if not closed:
            closed.append(True)
            close(copy, monkeypatch)
        return plain(*given)  # type: ignore[arg-type] # passed on as it came

    for ask in (
        ["show", item],
        ["search", "papier"],
        ["prove", item, "-o", str(small.root / "p")],
    ):
        copy = small.copy(small.root.with_name(f"copy-{ask[0]}"))
        with pytest.MonkeyPatch.context() as patch:
            closed.clear()
            patch.setattr(read_items, "find_generation", slow)
            copy.good(*ask)
    assert stand_alone(str(small.root / "p"))[0] == 0


def test_a_destruction_at_work_keeps_its_packages_where_it_knows_them(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = small.approve(small.ids()[posts().url("doel")])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(execute_destruction, "rewrite", lambda *_: 1 / 0)
        assert small.run("destroy", "execute", number, acting="Anna")[0] == 70
    time_is(monkeypatch, DECEMBER)
    place = small.workplace()
    told: list[object] = []
    close_past_months(place, AccountId("a0001"), told.append, told.append)
    assert told == []
    assert len(open_parts(small)) == 4
    # The command finishes the destruction first; what that rewrote lies closed already.
    told = small.good("month", "close")
    assert small.good("destroy", "list")["lists"][0]["state"] == "executed"
    assert told["months"][0]["packages"] == 2  # of the four two were rewritten
    assert small.holds(*[mark.encode() for mark in MARKS[:3]]) == set()
    small.assert_verifies()
    small.assert_catalogue_is_as_rebuilt()


def test_trash_that_another_process_deletes_too_is_gone(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, raced = shutil.rmtree, []

    def both(folder: Path, **more: object) -> None:
        if "trash" in str(folder) and folder not in raced:
            raced.append(folder)
            next(path for path in folder.rglob("*") if path.is_file()).unlink()
            raise FileNotFoundError(folder)
        plain(folder, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shutil, "rmtree", both)
        close(small, monkeypatch)
    assert raced
    assert not list((small.layout.open / "trash").iterdir())
    small.assert_verifies()


def test_two_accounts_are_closed_at_once(small: Small, tmp_path: Path) -> None:
    # Numbers of posts are unique on a server: these are other ones.
    lessons = [post(day, f"Les {day} gaat door.") for day in range(100, 104)]
    write_export(tmp_path / "school.tar.gz", account("school"), lessons[:2])
    small.good("account", "add", account("school").url, "--kind", "corporate")
    small.good("import", str(tmp_path / "school.tar.gz"))
    write_export(tmp_path / "school.tar.gz", account("school"), lessons)
    small.good("import", str(tmp_path / "school.tar.gz"))
    code = (
        "from datetime import UTC, datetime; from weerklank.model.clock import SystemClock\n"
        "SystemClock.now = lambda _: datetime(2026, 12, 1, 1, tzinfo=UTC)\n"
        "from weerklank.cli.main import main; import sys; main(sys.argv[1:])"
    )
    given = ["--archive", str(small.archive), "--keys", str(small.root / "keys"), "month", "close"]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, *given, name],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )
        for name in ("a0001", "a0002")
    ]  # fmt: skip
    said = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    assert closed_parts(small) == ["0002-g2", "0004-g2"]
    assert open_parts(small) == []
    small.assert_verifies()
    small.assert_catalogue_is_as_rebuilt()


def test_objects_of_a_closed_month_are_ocfl(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    close(small, monkeypatch)
    for place in (small.layout.objects, small.layout.sealed):
        (found,) = place.glob("*/*/*")
        validate = Path(sys.executable).with_name("ocfl-validate.py")
        done = subprocess.run(
            [sys.executable, str(validate), str(found)], capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_readme_follows_a_record_of_a_closed_month_into_the_log(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(small, monkeypatch)
    for number in (1, 4, 9):
        block = blocks()[4].replace("n=1 ", f"n={number} ")
        done = run_block(block, small.archive)
        assert (done.returncode, "OK" in done.stdout) == (0, True), done


# --- damage -------------------------------------------------------------------------------------


def test_a_package_that_went_up_in_another_may_not_be_there(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    (kept,) = small.layout.open.glob("a0001/2026-11/*/0002")
    shutil.copytree(kept, small.root / "kept")
    close(small, monkeypatch)
    where = small.layout.open / "a0001/2026-11" / kept.parent.name / "0002"
    shutil.copytree(small.root / "kept", where)
    _, told = small.run("verify", "--deep")
    assert {one["code"] for one in told["findings"]} == {"VERIFY-406"}
    assert [one["code"] for one in failed(small.archive)] == ["package"]


def test_the_list_of_what_was_merged_is_in_the_log(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise a package could be taken away, and a statement made to say that that is right."""
    close(small, monkeypatch)
    (path,) = (
        p
        for p in small.layout.log.glob("segments/*.json")
        if "merged" in json.loads(p.read_bytes())
    )
    value = json.loads(path.read_bytes())
    value["merged"] = value["merged"][:-1]
    path.write_bytes(json.dumps(value, sort_keys=True, separators=(",", ":")).encode() + b"\n")
    _, told = small.run("verify")
    assert {"VERIFY-213", "VERIFY-403"} <= {one["code"] for one in told["findings"]}
    assert {"statement", "package"} <= {one["code"] for one in failed(small.archive)}


# --- killed -------------------------------------------------------------------------------------


def killed_at(small: Small, told: Path, name: str, nth: int = 1, records: int = 1000) -> None:
    """Close the month in another process, that dies before the nth step of this name."""

    def work() -> None:
        left = iter(range(1, nth))
        write, move = EventStore.write, close_months.close_package

        def writing(store: EventStore, event: Event) -> Path:
            if event.kind == name and next(left, None) is None:
                os._exit(KILLED)
            return write(store, event)

        def moving(*given: object) -> Path:
            if name == "move" and next(left, None) is None:
                os._exit(KILLED)
            return move(*given)  # type: ignore[arg-type] # passed on as it came

        patch = pytest.MonkeyPatch()
        small_parts(patch, records)
        patch.setattr(EventStore, "write", writing)
        patch.setattr(close_months, "close_package", moving)
        close(small, patch)

    assert in_child(work, told) == KILLED, told.read_text()


def said_closed(small: Small) -> list[dict]:
    events = small.workplace().events.read(Book.JOURNAL)
    told = (dict(event.data) for event in events if event.kind == "month.closed")
    return [data for data in told if len(data.pop("closings")) == 1]


@pytest.mark.parametrize(
    ("records", "name", "nth"),
    [(1000, "month.closed", 1), (7, "month.closed", 1), (7, "move", 2), (1000, "closing.done", 1)],
)
def test_a_month_is_said_to_be_closed_wherever_its_closing_was_killed(
    small: Small,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    records: int,
    name: str,
    nth: int,
) -> None:
    whole = small.copy(tmp_path / "whole")
    with pytest.MonkeyPatch.context() as patch:
        small_parts(patch, records)
        close(whole, patch)
    (expected,) = said_closed(whole)
    killed_at(small, tmp_path / "told.txt", name, nth, records)
    assert said_closed(small) == []
    small_parts(monkeypatch, records)
    time_is(monkeypatch, DECEMBER)
    if name == "move":  # and once more, by a run
        killed_at(small, tmp_path / "told.txt", "month.closed", 1, records)
        small.take_in([post(50, "Het eerste bericht van december.")])
    elif records == 7:  # a destruction leaves nothing in `open/` by which it could be seen
        number = small.approve(small.ids()[posts().url("doel")])
        small.good("destroy", "execute", number, acting="Anna")
        small.good("month", "close")
    else:
        (month,) = small.good("month", "close")["months"]
        assert month == {"account": "a0001"} | expected
    assert small.good("month", "close")["months"] == []
    assert said_closed(small) == [expected]
    small.assert_verifies()


def test_a_package_that_was_damaged_since_a_closing_was_killed_is_not_told_as_closed(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_at(small, tmp_path / "told.txt", "move", 2, records=7)
    small_parts(monkeypatch, 7)
    time_is(monkeypatch, DECEMBER)
    path = max(small.layout.open.glob(f"a*/*/*/[0-9]*/{CONTENT}/{RECORDS}"))
    sound = path.read_bytes()
    path.write_bytes(sound[:-1])
    small.run("month", "close")
    (first,) = said_closed(small)
    path.write_bytes(sound)
    small.good("month", "close")
    assert [data["packages"] for data in said_closed(small)] == [first["packages"], 1]


def test_what_another_closed_meanwhile_is_not_told_again(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It read what was begun before the one that was killed began, and came here after."""
    there = len(open_parts(small))
    killed_at(small, tmp_path / "told.txt", "move", 2, records=7)
    small_parts(monkeypatch, 7)
    time_is(monkeypatch, DECEMBER)
    close_past_months(small.workplace(), AccountId("a0001"), pytest.fail, all_begun={})
    (first,) = said_closed(small)
    assert 0 < first["packages"] < there
    small.good("month", "close")
    assert sum(data["packages"] for data in said_closed(small)) == there
    assert begun_months(small.workplace()) == {}


@pytest.fixture
def template(
    made: Small, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Small, Path]]:
    """The archive of November with proofs, in memory where there is room; and that folder."""
    shared = Path("/dev/shm")
    place = shared if os.access(shared, os.W_OK) else tmp_path_factory.mktemp("memory")
    with tempfile.TemporaryDirectory(dir=place, prefix="weerklank-") as name:
        proven = made.copy(Path(name, "made"))
        with pytest.MonkeyPatch.context() as patch:
            time_is(patch, NOVEMBER)
            proven.prove_all(proven.root / "proofs")
            for proof in sorted((proven.root / "proofs").glob("*.json"))[3:]:
                proof.unlink()
            more = [*posts().items, post(50, "December.")]
            write_export(proven.root / "more.tar.gz", account(), more)
        yield proven, Path(name)


def is_whole(small: Small, before: list[tuple[str, int]]) -> None:
    """Check what was completed: all of November in one part, once."""
    assert closed_parts(small) == ["0004-g2"]
    assert [v for v in small.versions() if v in before] == before
    assert not list(small.layout.open.glob("trash/*"))
    assert not list(small.layout.spool.glob("*"))
    assert not list(small.layout.open.glob("a0001/2026-11"))
    small.assert_verifies()
    small.assert_catalogue_is_as_rebuilt()
    assert len(list((small.root / "proofs").glob("*.json"))) == 3
    for proof in (small.root / "proofs").glob("*.json"):
        assert stand_alone(str(proof))[0] == 0


def after_a_kill(small: Small, before: list[tuple[str, int]], how: int) -> None:
    """Check an archive as a kill left it, and complete it in one of several ways."""
    code, told = small.run("verify", "--deep")
    assert (code, told["findings"]) == (0, []), told
    assert failed(small.archive) == []
    if how == 0:  # the index is made anew while packages stand there twice
        small.good("catalogue", "rebuild")
        assert small.catalogue()[1] == len({key for key, _ in before})
    found = small.good("search", "brug")
    assert found["total"] == 2
    if how == 1:
        small.good("import", str(small.root / "more.tar.gz"))
    elif how == 2:  # a destruction completes it too
        number = small.approve(small.ids()[posts().url("alleen_z")])
        small.good("destroy", "execute", number, acting="Anna")
        assert small.holds(MARKS[3].encode()) == set()
        small.good("month", "close")
        small.assert_verifies()
        small.assert_catalogue_is_as_rebuilt()
        return
    else:
        small.good("month", "close")
    is_whole(small, before)


@pytest.mark.slow
def test_a_closing_that_is_killed_completes(
    template: tuple[Small, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    small, memory = template
    before = small.versions()
    time_is(monkeypatch, DECEMBER)
    bench = Bench(small, memory / "bench", ("month", "close"), records=1000)
    names = bench.calls()
    assert len(names) > 100
    for count, n in enumerate(bench.once(chosen(names, 100, SEED))):
        with copied(bench) as copy:
            assert bench.killed(copy, n) in (KILLED, 0)
            if count % 5 == 4:  # killed again in the recovery
                bench.killed(copy, 1 + (n * 7) % len(names))
            bench.settled(copy, partial(after_a_kill, copy, before, count % 4), (n, names[n - 1]))


@pytest.mark.slow
def test_an_import_that_is_killed_while_it_closes_completes(
    template: tuple[Small, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    small, memory = template
    before = small.versions()
    time_is(monkeypatch, DECEMBER)
    bench = Bench(small, memory / "bench", ("import", "{root}/more.tar.gz"), records=1000)
    names = bench.calls()
    closing = [n for n, name in enumerate(names, 1) if "rewrite-" in name or "/trash" in name]
    for n in bench.once(range(closing[0], closing[-1] + 30, 7)):
        with copied(bench) as copy:
            bench.killed(copy, n)
            bench.settled(copy, partial(after_a_kill, copy, before, 1), (n, names[n - 1]))

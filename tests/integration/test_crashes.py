"""Crashes: killed at every call to the file system, work completes or never began.

A child is forked that ends itself at the n-th call; what it leaves is what a machine leaves that
goes down there. Then another process does the same work again.
"""

import errno
import fcntl
import gc
import importlib
import io
import itertools
import json
import os
import pkgutil
import random  # noqa: TID251 - a seeded generator: the same calls each time
import re
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path

import pytest
from small_archive import (
    MARKS,
    Small,
    Z,
    account,
    failed,
    filled,
    post,
    posts,
    small_parts,
    stand_alone,
)
from test_destroy import blind_content, blind_files, lines_of, pseudonym, salts

import weerklank.cli
import weerklank.connectors
import weerklank.services
from weerklank.catalogue.text_index import TextIndex
from weerklank.cli.main import main
from weerklank.services.change import execute_destruction
from weerklank.store.atomic import create_file, replacing
from weerklank.testing.mastodon_export import ExportAccount, ExportItem, big_export, write_export

SEED = 20261125
KILLED = 9
#: Events of `sys.audit` that change a file system.
CHANGES = {"os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "os.truncate"}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
#: Export of some thousands of posts; small parts, so that many close.
PATCHED = (
    "import sys; from weerklank.package import writer; writer.MOST_RECORDS = {records}\n"
    "from weerklank.cli.main import main; main(sys.argv[1:])"
)


# --- a child that dies where it is told to ------------------------------------------------------


class Calls:
    """Counts calls that change anything on disk, and does something at the n-th."""

    def __init__(self, root: Path, at: int, action: Callable[[str], None]) -> None:
        self._root = str(root)
        self._at = at
        self._action = action
        self.names: list[str] = []
        #: Is asked before each call, where the state of the disk is to be told too.
        self.look: Callable[[], int] | None = None
        self.states: list[int] = []

    def step(self, name: str) -> None:
        self.names.append(name)
        if self.look:
            self.states.append(self.look())
        if len(self.names) == self._at:
            self._action(name)

    def listen(self) -> None:
        """Listen to everything; can't be undone, so in a child only."""
        sys.addaudithook(self._hear)
        os.fsync = self._fsync  # type: ignore[assignment]
        plain = TextIndex.commit

        def commit(index: TextIndex) -> None:
            writes = index._writer is not None
            if writes:
                self.step("tantivy before commit")
            plain(index)
            if writes:
                self.step("tantivy after commit")

        TextIndex.commit = commit  # type: ignore[method-assign]
        connect = sqlite3.connect

        def traced(*given: object, **more: object) -> sqlite3.Connection:
            connection = connect(*given, **more)  # type: ignore[arg-type, call-overload]
            connection.set_trace_callback(lambda t: self.step(f"sql {' '.join(t.split()[:3])}"))
            return connection

        sqlite3.connect = traced  # type: ignore[assignment]

    def _fsync(self, handle: int) -> None:
        self.step("fsync")

    def _hear(self, event: str, given: tuple[object, ...]) -> None:
        if event == "open":
            path, _, flags = given
            if isinstance(flags, int) and flags & WRITES and str(path).startswith(self._root):
                self.step(f"open {self._plain(path)}")
        elif event in CHANGES:
            self.step(f"{event} {self._plain(given[0])}")

    def _plain(self, path: object) -> str:
        """Name a path without what differs from run to run."""
        name = str(path).removeprefix(self._root)
        name = re.sub(r"\d{8}T\d{6}Z-\w{6}|\d{9}-\w{6}-\d+|[0-9a-z]{26}|[0-9a-f]{8,}", "*", name)
        return re.sub(r"\d+", "#", name)


class Disk:
    """Numbers the states of a folder, from call to call.

    Many a call changes nothing that another process could see: a question to the catalogue, an
    fsync, or the opening that the writing of a file begins with. Killed before it or after it, a
    command leaves the same.
    """

    #: So long after a change another one may come with the same time, in nanoseconds.
    BLUR = 200_000_000

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._seen: dict[str, tuple[int, ...]] = {}
        self._contents: dict[str, bytes] = {}
        self.number = 0

    def look(self) -> int:
        """Give the number of the state as it is now."""
        seen: dict[str, tuple[int, ...]] = {}
        contents: dict[str, bytes] = {}
        sharp = time.time_ns() - self.BLUR
        changed = False
        for path, about in self._found():
            if not stat.S_ISREG(about.st_mode):  # whatever changes in a folder shows in its files
                seen[path] = (about.st_ino, about.st_mode)
                continue
            when = about.st_mtime_ns
            seen[path] = (about.st_ino, about.st_mode, about.st_nlink, about.st_size, when)
            if when > sharp or path in self._contents:
                with suppress(FileNotFoundError):
                    held = Path(path).read_bytes()
                    changed |= held != self._contents.get(path, held)
                    if when > sharp:
                        contents[path] = held
        self.number += changed or seen != self._seen
        self._seen, self._contents = seen, contents
        return self.number

    def _found(self) -> Iterator[tuple[str, os.stat_result]]:
        waiting = [self._root]
        while waiting:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    try:
                        about = entry.stat(follow_symlinks=False)
                    except FileNotFoundError:  # a thread of the text index took it away
                        continue
                    if stat.S_ISDIR(about.st_mode):
                        waiting.append(entry.path)
                    yield entry.path, about


@cache
def import_all() -> None:
    """Import here what commands import when they need it; else hundreds of children would."""
    for package in (weerklank.cli, weerklank.connectors, weerklank.services):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(found.name)


def in_child(work: Callable[[], object], told: Path) -> int:
    """Run something in a process of its own; gives its exit code, and what it said in a file."""
    import_all()
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status)
    code = 70
    gc.freeze()  # else the first collection here copies all that the tests hold
    try:
        with told.open("w") as stream, redirect_stdout(stream):
            sys.stderr = io.StringIO()
            os.fsync = lambda handle: None  # type: ignore[assignment]  # the kernel lives on
            answer = work()
            if answer is not None:
                stream.write(json.dumps(answer))
        code = 0
    except SystemExit as left:
        code = int(str(left.code))
    except BaseException:  # noqa: BLE001 - whatever it is, the parent tells it
        told.write_text(traceback.format_exc())
    finally:
        os._exit(code)


@dataclass
class Bench:
    """Kills commands on copies of an archive, and checks what becomes of them."""

    template: Small
    folder: Path
    command: tuple[str, ...]
    records: int = 3
    #: All calls of an undisturbed run, and the state of the disk before each, once they are asked.
    names: list[str] = field(default_factory=list)
    states: list[int] = field(default_factory=list)
    copies: Iterator[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self.folder.mkdir(exist_ok=True)

    def given(self, small: Small) -> list[str]:
        words = [word.replace("{root}", str(small.root)) for word in self.command]
        place = ["--archive", str(small.archive), "--keys", str(small.root / "keys"), "--json"]
        return [*place, *words]

    def killed(self, small: Small, at: int) -> int:
        """Run the command and kill it at a call; 0 when it was done before."""

        def work() -> None:
            calls = Calls(small.root, at, lambda _: os._exit(KILLED))
            small_parts(pytest.MonkeyPatch(), self.records)
            calls.listen()
            main(self.given(small))

        return in_child(work, self.folder / "killed.txt")

    def calls(self) -> list[str]:
        """Name all calls of an undisturbed run."""
        if not self.names:
            with copied(self) as small:
                told = self.folder / "calls.txt"
                assert in_child(partial(self._counted, small), told) == 0, told.read_text()
                self.names, self.states = json.loads(told.read_text())
        return self.names

    def _counted(self, small: Small) -> list[object]:
        calls = Calls(small.root, -1, lambda _: None)
        calls.look = Disk(small.root).look
        small_parts(pytest.MonkeyPatch(), self.records)
        calls.listen()
        said = io.StringIO()
        with redirect_stdout(said), pytest.raises(SystemExit) as left:
            main(self.given(small))
        assert left.value.code == 0, said.getvalue()
        return [calls.names, calls.states]

    def once(self, calls: Iterable[int]) -> list[int]:
        """Give the calls, of those before which the disk is the same the first."""
        first: dict[int, int] = {}
        for n in sorted(calls):
            first.setdefault(self.states[n - 1], n)
        return list(first.values())

    def settled(self, small: Small, check: Callable[[], object], what: object) -> None:
        """Check, in a process of its own, what a kill left.

        Not in this one: the index leaves threads, and who is forked beside them may wait for ever.
        """
        told = self.folder / "checked.txt"

        def work() -> None:
            small_parts(pytest.MonkeyPatch(), self.records)
            check()

        assert in_child(work, told) == 0, f"{small.root}, {what}\n{told.read_text()}"


@contextmanager
def copied(bench: Bench) -> Iterator[Small]:
    """A copy of the template that is gone afterwards; no two have the same name."""
    small = bench.template.copy(bench.folder / f"small-{next(bench.copies)}")
    yield small
    shutil.rmtree(small.root, ignore_errors=True)  # a thread of the index may tidy it yet


def chosen(names: list[str], most: int, seed: int) -> list[int]:
    """Choose calls at random, of as many kinds as there is room for."""
    numbers = random.Random(seed)
    first = {name: n for n, name in reversed(list(enumerate(names, 1)))}
    kinds = sorted(first.values())
    rest = [n for n in range(1, len(names) + 1) if n not in first.values()]
    numbers.shuffle(kinds)
    numbers.shuffle(rest)
    return sorted([*kinds, *rest][:most])


def test_no_change_that_a_kill_may_leave_is_missed(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"before")
    disk = Disk(tmp_path)
    states = [disk.look()]

    def written() -> None:
        with file.open("r+b") as stream:  # as long as it was, and perhaps at the same time
            stream.write(b"behind")

    changes: list[Callable[[], object]] = [
        written,
        lambda: file.rename(tmp_path / "other"),
        (tmp_path / "folder").mkdir,
        lambda: (tmp_path / "folder/link").hardlink_to(tmp_path / "other"),
        lambda: (tmp_path / "other").chmod(0o400),
        (tmp_path / "folder/link").unlink,
    ]
    for change in changes:
        change()
        states += [disk.look(), disk.look()]
    assert states == [1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7]


# --- a destruction ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Doomed:
    """An archive with an approved list, and what must be so when it was executed."""

    small: Small
    number: str
    target: str
    needles: tuple[bytes, ...]
    before: tuple[tuple[str, int], ...]
    after: tuple[tuple[str, int], ...]
    person: bytes

    def at(self, small: Small) -> "Doomed":
        return replace(self, small=small)

    # --- the two states that there are

    def has_begun(self) -> bool:
        files = self.small.archive.glob("decisions/*/*/*/*.json")
        return any(json.loads(f.read_bytes())["kind"] == "destruction.begun" for f in files)

    def state(self) -> str:
        (made,) = self.small.good("destroy", "list")["lists"]
        return str(made["state"])

    def complete(self, by_import: bool = False) -> None:
        """Bring to its end what a kill left."""
        small = self.small
        if not self.has_begun():
            assert self.state() == "approved"
            assert tuple(small.versions()) == self.before
            small.good("show", self.target)
            small.assert_verifies()
        else:
            code, told = small.run("show", self.target)
            assert (code, told["error"]["code"]) == (2, "SEARCH-003")
            if by_import:
                small.assert_verifies()  # both say that a rewrite is under way, and no more
                small.take_in(posts(edited=True).items)
                assert self.state() == "executed"
        if self.state() == "approved":
            small.good("destroy", "execute", self.number, acting="Anna")
        assert self.state() == "executed"
        self.check()

    def check(self) -> None:
        small = self.small
        assert small.holds(*[mark.encode() for mark in MARKS], *self.needles) == set()
        assert tuple(small.versions()) == self.after
        assert small.term_counts(*MARKS) == 0
        assert not list(small.layout.index.glob("search/[!0-9]*"))
        small.assert_verifies()
        left = {path.name for path in small.layout.open.iterdir()}
        assert left <= {"a0001", "locks", "spool", "trash"}
        assert [*(small.layout.spool.glob("*")), *(small.layout.open / "trash").glob("*")] == []
        runs = list((small.layout.open / "a0001").glob("*/*"))
        assert all(any(run.iterdir()) for run in runs)
        assert all((part / "inventory.json").is_file() for run in runs for part in run.iterdir())
        # Of the file under its first name only: `.new` files may be left where a process died.
        left_over = {p.name for p in small.archive.rglob("*.new")}
        assert len(left_over) <= 4, left_over
        for proof in (small.root / "proofs").glob("*.json"):
            assert stand_alone(str(proof))[0] == 0
        rows, total, words = small.catalogue()
        assert len(rows) == len(self.after)
        assert total == len({key for key, _ in self.after})
        assert words["feest"] == 1
        small.assert_catalogue_is_as_rebuilt()


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in memory, where there is one: some hundreds of archives come and go."""
    shared = Path("/dev/shm")
    place = shared if os.access(shared, os.W_OK) else tmp_path_factory.mktemp("memory")
    with tempfile.TemporaryDirectory(dir=place, prefix="weerklank-") as name:
        yield Path(name)


@pytest.fixture(scope="module")
def doomed(memory: Path) -> Doomed:
    folder = memory / "doomed"
    folder.mkdir()

    def work() -> list[object]:
        small = filled(folder / "small")
        ids = small.ids()
        target, alone = (ids[posts().url(name)] for name in ("doel", "alleen_z"))
        lines = lines_of(small, target, alone)
        gone = {json.loads(record)["key"] for record, _ in lines}
        needles = [word.hex() for _, proof in lines for word in salts(proof)]
        before = small.versions()
        small.prove_all(small.root / "proofs", but=frozenset({target, alone}))
        for proof in sorted((small.root / "proofs").glob("*.json"))[2:]:
            proof.unlink()
        number = small.approve(target, alone)
        after = [one for one in before if one[0] not in gone]
        return [number, target, needles, before, after, pseudonym(small, Z).decode()]

    told = folder / "told.txt"
    assert in_child(work, told) == 0, told.read_text()
    number, target, needles, before, after, person = json.loads(told.read_text())
    return Doomed(
        small=Small(folder / "small"),
        number=number,
        target=target,
        needles=tuple(map(bytes.fromhex, needles)),
        before=tuple(map(tuple, before)),
        after=tuple(map(tuple, after)),
        person=person.encode(),
    )


@pytest.fixture(scope="module")
def bench(doomed: Doomed, memory: Path) -> Iterator[Bench]:
    command = ("--as", "Anna", "destroy", "execute", doomed.number)
    yield Bench(doomed.small, memory / "bench", command)
    shutil.rmtree(memory / "bench", ignore_errors=True)


@pytest.mark.timeout(1800)
@pytest.mark.slow
def test_a_destruction_that_is_killed_completes_or_never_began(
    doomed: Doomed, bench: Bench
) -> None:
    names = bench.calls()
    assert len(names) > 150
    assert {"tantivy after commit", "fsync"} <= set(names)
    began = 0
    assert len(set(names)) < 220, "not every kind is met"
    for n in bench.once(chosen(names, 220, SEED)):
        with copied(bench) as small:
            assert bench.killed(small, n) in (KILLED, 0), (n, names[n - 1])
            one = doomed.at(small)
            began += one.has_begun()
            bench.settled(small, partial(one.complete, by_import=n % 3 == 0), (n, names[n - 1]))
    assert began > 50


@pytest.mark.timeout(1800)
@pytest.mark.slow
def test_a_recovery_that_is_killed_too_completes(doomed: Doomed, bench: Bench) -> None:
    names = bench.calls()
    numbers = random.Random(SEED)
    # Before the intent there is nothing to recover.
    for _ in range(60):
        n, m = numbers.randrange(20, len(names)), numbers.randrange(1, len(names))
        with copied(bench) as small:
            bench.killed(small, n)
            bench.killed(small, m)
            one = doomed.at(small)
            by_import = numbers.random() < 0.3
            bench.settled(small, partial(one.complete, by_import=by_import), (n, m))


def test_persons_go_wherever_a_destruction_is_killed(doomed: Doomed, bench: Bench) -> None:
    names = bench.calls()
    for n in bench.once(n for n, name in enumerate(names, 1) if "/blind/" in name):
        with copied(bench) as small:
            bench.killed(small, n)
            one = doomed.at(small)
            small.good("destroy", "execute", one.number, acting="Anna")
            assert blind_files(small, one.person) == set(), names[n - 1]


def test_a_check_that_misses_nothing(doomed: Doomed, bench: Bench) -> None:
    """The checks above fail where a step of the destruction is left out."""
    left_out: list[Callable[[pytest.MonkeyPatch], None]] = [
        lambda patch: patch.setattr(execute_destruction, "_catalogue_anew", lambda *_: None),
        lambda patch: patch.setattr(
            "weerklank.services.seal.rewrite._remove_old", lambda *_: None
        ),
        lambda patch: patch.setattr("weerklank.services.seal.rewrite._log_all", lambda *_: None),
        lambda patch: patch.setattr(
            "weerklank.services.seal.rewrite.empty_trash", lambda *_: None
        ),
        lambda patch: patch.setattr(
            "weerklank.catalogue.catalogue.Catalogue.rebuild_years", lambda *_: None
        ),
        lambda patch: patch.setattr(
            "weerklank.package.rewriter._copy_originals", lambda *_: False
        ),
    ]
    for number, leave_out in enumerate(left_out):
        with copied(bench) as small:
            one = doomed.at(small)

            def work(leave_out: object = leave_out, one: Doomed = one) -> None:
                with pytest.MonkeyPatch.context() as patch:
                    small_parts(patch)
                    leave_out(patch)  # type: ignore[operator]
                    one.small.run("destroy", "execute", one.number, acting="Anna")
                one.check()

            assert in_child(work, bench.folder / "told.txt") == 70, number


@pytest.mark.slow
def test_another_list_finishes_one_that_was_killed_first(doomed: Doomed, bench: Bench) -> None:
    listed = bench.template.copy(bench.folder / "listed")
    listed.approve(listed.ids()[posts().url("antwoord")])  # in the part of the doomed one
    bench = replace(bench, template=listed, names=[])
    names = bench.calls()
    moment = next(n for n, name in enumerate(names, 1) if "os.rename" in name and "-g#" in name)
    logged = next(n for n, name in enumerate(names, 1) if "tantivy" in name)
    ends = [n for n, name in enumerate(names, 1) if name.startswith("os.rename /archive/o")]
    for n in bench.once({moment, moment + 1, logged, *ends}):
        with copied(bench) as small:
            one = doomed.at(small)
            bench.killed(small, n)

            def work(one: Doomed = one) -> None:
                one.small.good("destroy", "execute", "v0002", acting="Anna")
                states = {
                    m["list"]: m["state"] for m in one.small.good("destroy", "list")["lists"]
                }
                assert states["v0002"] == "executed"
                if states[one.number] == "executed":
                    assert one.small.holds(*[mark.encode() for mark in MARKS]) == set()
                assert one.small.holds(b"feest begint om tien uur") == set()
                one.small.assert_verifies()
                one.small.assert_catalogue_is_as_rebuilt()

            bench.settled(small, work, (n, names[n - 1]))


# --- an import ----------------------------------------------------------------------------------

PART = 5


def more_posts() -> list[ExportItem]:
    """What a later export holds: a changed post, media, citizens, and posts that are new."""
    new = [
        post(20 + n, f"Nieuws van dag {n}: de markt gaat gewoon door op het plein.")
        for n in range(9)
    ]
    # A part that reaches into two years: its first year is indexed before the whole of it is.
    return [*posts(edited=True).items, post(3, "Een bericht van lang geleden.", 2024), *new]


@dataclass(frozen=True)
class Fed:
    """An archive with an export that waits, and what it holds when that was taken in."""

    small: Small
    whole: tuple[tuple[str, int], ...]
    blind: frozenset[str]


@pytest.fixture(scope="module")
def fed(memory: Path) -> Fed:
    folder = memory / "fed"
    folder.mkdir()

    def work() -> list[object]:
        small_parts(pytest.MonkeyPatch(), PART)
        small = Small(folder / "small").make()
        small.take_in(posts().items)
        write_export(small.root / "more.tar.gz", account(), more_posts())
        whole = small.copy(folder / "whole")
        whole.good("import", str(whole.root / "more.tar.gz"))
        assert len(list(whole.layout.objects.glob("*/*/*-g1"))) >= 3
        return [whole.versions(), [row.decode() for row in sorted(blind_content(whole))]]

    told = folder / "told.txt"
    assert in_child(work, told) == 0, told.read_text()
    whole, blind = json.loads(told.read_text())
    return Fed(Small(folder / "small"), tuple(map(tuple, whole)), frozenset(blind))


def complete_import(fed: Fed, small: Small) -> None:
    """Check what a kill left, take the same file in again, and check that nothing is amiss."""
    assert set(small.versions()) <= set(fed.whole)
    small.assert_verifies()
    run = small.good("import", str(small.root / "more.tar.gz"))["runs"][0]
    assert run["complete"]
    assert tuple(small.versions()) == fed.whole
    assert {row.decode() for row in blind_content(small)} == fed.blind
    small.assert_verifies()
    runs = list((small.layout.open / "a0001").glob("*/*"))
    assert all((part / "inventory.json").is_file() for run in runs for part in run.iterdir())
    assert not list(small.layout.spool.glob("*"))
    small.assert_catalogue_is_as_rebuilt()
    again = small.good("import", str(small.root / "more.tar.gz"))["runs"][0]
    assert (again["items"]["posts"], again["new_versions"]) == (0, 0)
    assert tuple(small.versions()) == fed.whole


@pytest.fixture(scope="module")
def intake(fed: Fed, memory: Path) -> Iterator[Bench]:
    yield Bench(fed.small, memory / "intake", ("import", "{root}/more.tar.gz"), PART)
    shutil.rmtree(memory / "intake", ignore_errors=True)


@pytest.mark.timeout(1800)
@pytest.mark.slow
def test_an_import_that_is_killed_is_completed_by_the_next(fed: Fed, intake: Bench) -> None:
    names = intake.calls()
    assert len(names) > 300
    indexing = [n for n, name in enumerate(names, 1) if "tantivy" in name]
    for n in intake.once({*chosen(names, 80, SEED), *indexing}):
        with copied(intake) as small:
            assert intake.killed(small, n) in (KILLED, 0)
            if n % 4 == 0:
                intake.killed(small, n // 2 + 1)
            intake.settled(small, partial(complete_import, fed, small), (n, names[n - 1]))


def test_what_was_finished_and_not_sealed_is_no_damage(intake: Bench) -> None:
    names = intake.calls()
    ends = [n for n, name in enumerate(names, 1) if name.endswith("-sealed/inventory.json.new")]
    for n in intake.once([ends[0] + 4, *(n for n, name in enumerate(names, 1) if "tile" in name)]):
        with copied(intake) as small:
            intake.killed(small, n)
            assert failed(small.archive) == [], names[n - 1]


@pytest.mark.slow
def test_a_destruction_after_a_killed_import_takes_all_there_is(fed: Fed, intake: Bench) -> None:
    """Also what was finished and not sealed, and originals of a part that was half closed."""
    names = intake.calls()
    ends = [n for n, name in enumerate(names, 1) if "inventory.json" in name or "log/" in name]
    moves = [
        n for n, name in enumerate(names, 1) if re.match(r"os.rename /archive/open/.*[^w]$", name)
    ]
    assert moves
    for n in intake.once({*ends[::20], *moves, *(m + 1 for m in moves)}):
        with copied(intake) as small:
            intake.killed(small, n)

            def work(small: Small = small) -> None:
                number = small.approve(small.ids()[posts().url("doel")])
                small.good("destroy", "execute", number, acting="Anna")
                assert small.holds(*[mark.encode() for mark in MARKS[:3]]) == set()
                small.assert_verifies()
                small.good("import", str(small.root / "more.tar.gz"))
                assert small.holds(*[mark.encode() for mark in MARKS[:3]]) == set()
                small.assert_verifies()
                small.assert_catalogue_is_as_rebuilt()

            intake.settled(small, work, (n, names[n - 1]))


# --- a real process, really killed ---------------------------------------------------------------

#: Posts of the export, and records of a part: many parts close, and no test takes in more.
MANY, OF_A_PART = 500, 65


@dataclass(frozen=True)
class Big:
    """An empty archive with an export of many posts."""

    small: Small
    #: How long an import of it took.
    seconds: float
    records: int


def start(small: Small, *arguments: str, records: int = OF_A_PART) -> "subprocess.Popen[bytes]":
    place = ["--archive", str(small.archive), "--keys", str(small.root / "keys"), "--json"]
    return subprocess.Popen(
        [sys.executable, "-c", PATCHED.format(records=records), *place, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def ended(process: "subprocess.Popen[bytes]") -> int:
    """Wait for the end of a process, and give its exit code."""
    process.communicate()
    return process.returncode


def begun(small: Small, *arguments: str, records: int) -> int:
    """Run a command in a process of its own, of which all is imported; gives its number."""
    import_all()
    child = os.fork()
    if child:
        return child
    code = 70
    gc.freeze()
    try:
        small_parts(pytest.MonkeyPatch(), records)
        code, _ = small.run(*arguments)
    finally:
        os._exit(code)


def left_by(child: int) -> int:
    """Wait for the end of such a process, and give its exit code, or less than 0 by a signal."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def made_big(folder: Path, posts: int, of_a_part: int) -> Big:
    """Make an archive with an export, and take that in in a copy."""
    folder.mkdir()

    def work() -> None:
        small = Small(folder / "small")
        small.root.mkdir()
        big_export(small.root / "big.tar.gz", posts, seed=3, style="tar.gz", media_every=300)
        small.good(
            "init", str(small.archive), "--organisation", "Gemeente Grootdam", "--sealed", "12"
        )
        small.good("account", "add", "https://grootdam.example/@gemeente", "--kind", "corporate")

    told = folder / "told.txt"
    assert in_child(work, told) == 0, told.read_text()
    whole = Small(folder / "small").copy(folder / "whole")
    began = time.monotonic()
    child = begun(whole, "import", str(whole.root / "big.tar.gz"), records=of_a_part)
    assert left_by(child) in (0, 1)
    seconds = time.monotonic() - began
    records = len(whole.versions())
    assert records > posts
    return Big(Small(folder / "small"), seconds, records)


@pytest.fixture(scope="module")
def big(memory: Path) -> Big:
    return made_big(memory / "big", MANY, OF_A_PART)


def assert_all_is_there_once(big: Big, small: Small) -> None:
    versions = small.versions()
    assert len(versions) == len(set(versions)) == big.records
    assert {version for _, version in versions} == {1}
    small.assert_verifies()
    small.assert_catalogue_is_as_rebuilt()


@pytest.mark.timeout(1800)
@pytest.mark.slow
def test_a_process_that_is_killed_at_any_moment_is_completed(memory: Path) -> None:
    # Its own: how long an import takes is measured right before the kills.
    made = made_big(memory / "killed", MANY, OF_A_PART)
    numbers = random.Random(SEED)
    kills = 0
    seconds = made.seconds
    told = memory / "told.txt"

    def taken_in(small: Small) -> int:
        return begun(small, "import", str(small.root / "big.tar.gz"), records=OF_A_PART)

    for series in range(5):
        small = made.small.copy(memory / f"killed-{series}")
        for turn in range(5):
            child = taken_in(small)
            time.sleep(numbers.uniform(0.02, seconds))
            os.kill(child, signal.SIGKILL)
            if left_by(child) == -signal.SIGKILL:
                kills += 1
            else:  # the machine is faster than when it was measured: there was nothing to kill
                seconds *= 0.6
                small = made.small.copy(memory / f"killed-{series}-{turn}")
        assert in_child(small.assert_verifies, told) == 0, told.read_text()
        assert left_by(taken_in(small)) in (0, 1)
        done = in_child(lambda s=small: assert_all_is_there_once(made, s), told)
        assert done == 0, told.read_text()
    assert kills >= 20


def test_ctrl_c_seals_what_was_written(big: Big, tmp_path: Path) -> None:
    for series, parts in enumerate((1, 3)):
        small = big.small.copy(tmp_path / str(series))
        process = start(small, "import", str(small.root / "big.tar.gz"), records=50)
        while len(list(small.layout.objects.glob("*/*/*-g1"))) < parts or not written(small):
            assert process.poll() is None
            time.sleep(0.002)
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate()
        assert process.returncode == 4
        assert json.loads(said)["error"]["code"] == "RUN-001"
        told = tmp_path / "told.txt"

        def work(small: Small = small, parts: int = parts) -> None:
            held = len(small.versions())
            assert 50 * parts < held < big.records, held
            small.assert_verifies()
            small.run("import", str(small.root / "big.tar.gz"))
            assert_all_is_there_once(big, small)

        assert in_child(work, told) == 0, told.read_text()


def written(small: Small) -> bool:
    """Tell whether records of a part at hand are on disk."""
    try:
        files = list(small.layout.open.glob("a0001/*/*/*/v1/content/records/*.gz"))
        return any(file.stat().st_size for file in files)
    except FileNotFoundError:
        return False


def test_an_interruption_never_leaves_half_a_record(
    fed: Fed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C after each of the three lines of a record, and while a medium is taken over."""
    places = [("weerklank.store.members.MemberWriter.add", n) for n in (1, 7, 8, 9, 13, 14)] + [
        ("weerklank.package.writer.PackageWriter.take_medium", 1)
    ]
    for number, (place, at) in enumerate(places):
        small = fed.small.copy(tmp_path / str(number))

        def work(small: Small = small, place: str = place, at: int = at) -> None:
            with pytest.MonkeyPatch.context() as patch:
                _interrupt(patch, place, at)
                code, told = small.run("import", str(small.root / "more.tar.gz"))
            assert (code, told["error"]["code"]) == (4, "RUN-001")
            (run,) = told["runs"]
            assert run["complete"] is False
            assert [gap["kind"] for gap in run["gaps"]] == ["run_broken_off"]
            items = run["items"]
            held = items["posts"] + items["replies"] + items["profiles"] + run["new_versions"]
            assert held == len(small.versions()) - len(fed.small.versions())
            complete_import(fed, small)

        told = tmp_path / "told.txt"
        assert in_child(work, told) == 0, (place, at, told.read_text())


def _interrupt(patch: pytest.MonkeyPatch, place: str, at: int) -> None:
    """Interrupt right after the n-th call of a method."""
    module, kind, name = place.rsplit(".", 2)
    owner = getattr(sys.modules[module], kind)
    plain = getattr(owner, name)
    count = 0

    def interrupted(*given: object) -> object:
        nonlocal count
        count += 1
        answer = plain(*given)
        if count == at:
            signal.raise_signal(signal.SIGINT)
        return answer

    patch.setattr(owner, name, interrupted)


# --- a full disk --------------------------------------------------------------------------------


def fail_at(at: int, small: Small, names: tuple[str, ...]) -> None:
    """Let the n-th write fail for want of room, and every write after it, as a full disk does."""

    def refuse(name: str) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), name)

    calls = Calls(small.root, -1, refuse)
    plain = calls.step

    def step(name: str) -> None:
        if not name.startswith(names):
            return
        plain(name)
        if at <= len(calls.names) < at + 5:
            refuse(name)

    calls.step = step  # type: ignore[method-assign]
    calls.listen()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["open", "fsync"])
def test_a_full_disk_stops_an_import_and_a_later_one_completes(
    fed: Fed, intake: Bench, kind: str
) -> None:
    count = sum(name.startswith(kind) for name in intake.calls())
    for n in range(1, count + 1, max(1, count // 20)):
        with copied(intake) as small:

            def full(small: Small = small, n: int = n) -> None:
                small_parts(pytest.MonkeyPatch(), PART)
                fail_at(n, small, (kind,))
                code, told = small.run("import", str(small.root / "more.tar.gz"))
                assert (code, told["error"]["code"]) == (4, "STORE-002"), told

            told = intake.folder / "told.txt"
            assert in_child(full, told) == 0, (kind, n, told.read_text())
            intake.settled(small, partial(complete_import, fed, small), (kind, n))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["open", "fsync"])
def test_a_full_disk_stops_a_destruction_and_a_later_one_completes(
    doomed: Doomed, bench: Bench, kind: str
) -> None:
    count = sum(name.startswith(kind) for name in bench.calls())
    for n in range(1, count + 1, max(1, count // 20)):
        with copied(bench) as small:
            one = doomed.at(small)

            def full(small: Small = small, n: int = n, one: Doomed = one) -> None:
                small_parts(pytest.MonkeyPatch())
                fail_at(n, small, (kind,))
                code, told = small.run("destroy", "execute", one.number, acting="Anna")
                assert (code, told["error"]["code"]) == (4, "STORE-002"), told

            told = bench.folder / "told.txt"
            assert in_child(full, told) == 0, (kind, n, told.read_text())
            bench.settled(small, one.complete, (kind, n))


# --- two at once --------------------------------------------------------------------------------


def test_a_second_run_on_an_account_is_told_to_wait(big: Big, tmp_path: Path) -> None:
    small = big.small.copy(tmp_path / "small")
    first = start(small, "import", str(small.root / "big.tar.gz"))
    while not list(small.layout.spool.glob("*")):
        assert first.poll() is None
        time.sleep(0.005)
    told = tmp_path / "told.txt"
    again = partial(small.run, "import", str(small.root / "big.tar.gz"))
    assert in_child(again, told) == 0, told.read_text()
    code, said = json.loads(told.read_text())
    assert (code, said["error"]["code"]) == (5, "STORE-001")
    assert ended(first) in (0, 1)
    assert in_child(lambda: assert_all_is_there_once(big, small), told) == 0, told.read_text()


@pytest.mark.slow
def test_runs_on_two_accounts_at_once_both_succeed(tmp_path: Path) -> None:
    made = Small(tmp_path / "made")

    def prepare() -> None:
        made.make()
        names = [("school", 0), ("museum", 3)]
        made.root.joinpath("exports").mkdir()
        for name, first in names:
            made.good("account", "add", account(name).url, "--kind", "corporate")
            path = made.root / f"exports/{name}.tar.gz"
            write_export(path, account(name), _talk(account(name), first))

    told = tmp_path / "told.txt"
    assert in_child(prepare, told) == 0, told.read_text()
    files = [
        str(path.relative_to(made.root)) for path in sorted((made.root / "exports").iterdir())
    ]
    after_each_other = made.copy(tmp_path / "sequence")
    for file in files:
        run = begun(after_each_other, "import", str(after_each_other.root / file), records=20)
        assert left_by(run) == 0
    for series in range(4):
        small = made.copy(tmp_path / str(series))
        runs = [begun(small, "import", str(small.root / file), records=20) for file in files]
        assert [left_by(run) for run in runs] == [0, 0]
        assert small.versions() == after_each_other.versions()
        assert blind_content(small) == blind_content(after_each_other)

        def work(small: Small = small) -> None:
            small.assert_verifies()
            small.assert_catalogue_is_as_rebuilt()

        assert in_child(work, told) == 0, told.read_text()


def _talk(owner: ExportAccount, first: int) -> Iterator[ExportItem]:
    """Posts to many citizens, so that the blind index grows while both runs go on."""
    for n in range(200):
        name = f"inwoner_{first}_{n}"
        uri = f"https://mast.example/users/{name}"
        made = post(
            n,
            f'<a href="{uri}" class="u-url mention">@{name}@mast.example</a> bedankt, genoteerd!',
            2020,
            in_reply_to=f"{uri}/statuses/{n}",
            mentions=((uri, f"@{name}@mast.example"),),
        )
        # Both accounts are of one server, on which a number is of one post.
        yield replace(made, number=made.number + first)


def test_a_search_while_an_import_goes_on(big: Big, tmp_path: Path) -> None:
    small = big.small.copy(tmp_path / "small")
    run = start(small, "import", str(small.root / "big.tar.gz"), records=25)
    asked, told = 0, tmp_path / "told.txt"
    while run.poll() is None:
        assert in_child(partial(small.good, "search", "raad"), told) == 0, told.read_text()
        asked += 1
        time.sleep(0.02)  # the import is to go on too
    assert ended(run) in (0, 1)
    assert asked > 2
    assert in_child(lambda: assert_all_is_there_once(big, small), told) == 0, told.read_text()


def test_a_lock_goes_with_its_process(fed: Fed, tmp_path: Path) -> None:
    small = fed.small.copy(tmp_path / "small")
    path = small.layout.lock("account-a0001")
    with path.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        code, told = small.run("import", str(small.root / "more.tar.gz"))
        assert (code, told["error"]["code"]) == (5, "STORE-001")
        number = small.approve(small.ids()[posts().url("doel")])
        code, told = small.run("destroy", "execute", number, acting="Anna")
        assert (code, told["error"]["code"]) == (5, "STORE-001")
    small.good("destroy", "execute", number, acting="Anna")


def test_a_name_that_was_left_does_not_empty_the_finished_file(tmp_path: Path) -> None:
    """A process that died between link and unlink leaves one file under two names."""
    path = tmp_path / "event.json"
    create_file(path, b"whole")
    path.with_name("event.json.new").hardlink_to(path)
    with pytest.raises(FileExistsError):
        create_file(path, b"other")
    assert path.read_bytes() == b"whole"
    path.with_name("event.json.new").hardlink_to(path)
    with replacing(path) as stream:
        stream.write(b"half")
        assert path.read_bytes() == b"whole"
    assert path.read_bytes() == b"half"


def test_ctrl_c_while_the_search_index_is_written_is_an_interruption(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Waiting for the threads of a writer uses it up: the way out may not meet it again."""
    small = filled(tmp_path / "small")
    before = small.catalogue()

    class Interrupted:
        def __init__(self, writer: object) -> None:
            self._writer = writer

        def __getattr__(self, name: str) -> object:
            return getattr(self._writer, name)

        def wait_merging_threads(self) -> None:
            self._writer.wait_merging_threads()
            raise KeyboardInterrupt

    whole = TextIndex._write_to

    def write_to(self: TextIndex, year: str) -> object:
        writer = whole(self, year)
        if not isinstance(writer, Interrupted):
            self._writer = Interrupted(writer)
        return self._writer

    with monkeypatch.context() as patch:
        patch.setattr(TextIndex, "_write_to", write_to)
        code, told = small.run("catalogue", "rebuild")
    assert (code, told["error"]["code"]) == (4, "RUN-001"), told
    small.good("catalogue", "rebuild")
    assert small.catalogue() == before

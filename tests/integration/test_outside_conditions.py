"""What comes from outside is no defect: odd files, full disks, bytes that are no text."""

import json
import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from small_archive import Small, account, filled, post, posts, small_parts, stand_alone
from test_months import DECEMBER, november, time_is

from weerklank.model.errors import BrokenInput
from weerklank.services.seal import seal_package
from weerklank.store.ocfl import CONTENT, MANIFEST
from weerklank.testing.mastodon_export import write_export

POSTS = posts()
HUGE = 3 << 30


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return filled(tmp_path_factory.mktemp("template") / "small")


@pytest.fixture
def small(template: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    small_parts(monkeypatch)
    return template.copy(tmp_path / "small")


def statement(small: Small) -> Path:
    """The newest statement of a package."""
    return max(
        path
        for path in (small.archive / "log/segments").glob("*.json")
        if b'"kind":"package"' in path.read_bytes()
    )


CHANGES: dict[str, Callable[[str], str]] = {
    "package": lambda text: text.replace('"package":"a0001/', '"package":"a0001-'),
    "generation": lambda text: text.replace('"generation":1', '"generation":-1'),
    "records": lambda text: re.sub(r'"records":\d+', '"records":"x"', text),
    "leaves": lambda text: re.sub(r'"leaves":\d+', '"leaves":true', text),
    "merged": lambda text: text.replace('"package":', '"merged":7,"package":'),
    "merged names": lambda text: text.replace('"package":', '"merged":["x"],"package":'),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_a_malformed_statement_is_named(small: Small, tmp_path: Path, kind: str) -> None:
    item = small.ids()[POSTS.url("aan_y")]
    path = statement(small)
    text = path.read_text()
    changed = CHANGES[kind](text)
    assert changed != text
    path.write_text(changed)
    for command in (
        ("search", "plein"),
        ("prove", item, "-o", str(tmp_path / "p.json")),
        ("import", str(small.root / "export.tar.gz")),
        ("month", "close"),
    ):
        code, told = small.run(*command)
        assert code in (0, 6), (command, told)  # what reads no statement does its work
        if code == 6:
            assert (told["error"]["code"], path.name in told["error"]["message"]) == (
                "LOG-002",
                True,
            )
    code, told = small.run("verify")
    assert code == 1
    assert path.name in {one["path"].rpartition("/")[2] for one in told["findings"]}


@pytest.mark.parametrize("where", ["log/checkpoints", "log/segments"])
@pytest.mark.parametrize("how", ["large", "pipe"])
@pytest.mark.timeout(120)
def test_a_file_of_the_log_that_is_none_is_named(small: Small, where: str, how: str) -> None:
    path = max(one for one in (small.archive / where).iterdir() if one.suffix != ".tsr")
    if how == "pipe":
        path.unlink()
        os.mkfifo(path)
    else:
        os.truncate(path, HUGE)
    code, told = small.run("search", "plein")
    assert (code, told["error"]["code"]) == (6, "LOG-002")
    assert path.name in told["error"]["message"]
    code, told = small.run("verify")
    assert code == 1
    assert f"{where}/{path.name}" in {one["path"] for one in told["findings"]}
    assert stand_alone(str(small.archive))[0] == 1


@pytest.mark.parametrize("book", ["register", "decisions", "journal"])
@pytest.mark.parametrize("how", ["instead", "besides"])
@pytest.mark.timeout(60)
def test_verify_does_not_wait_for_a_pipe(small: Small, book: str, how: str) -> None:
    path = min((small.archive / book).glob("*/*/*/*.json"))
    if how == "besides":
        path = path.with_name("235959000-zzzzzz-1.json")
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    code, told = small.run("verify")
    assert code == 1
    assert path.relative_to(small.archive).as_posix() in {one["path"] for one in told["findings"]}
    assert small.run("account", "list")[0] == (0 if book == "journal" else 6)
    assert stand_alone(str(small.archive))[0] == 1


@pytest.mark.parametrize("how", ["file", "link", "broken link", "folder"])
def test_what_lies_in_the_trash_is_in_the_way_of_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    small = november(tmp_path / "small", monkeypatch)
    number = small.approve(small.ids()[POSTS.url("doel")])
    trash = small.layout.open / "trash"
    trash.mkdir(exist_ok=True)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_bytes(b"x")
    odd = trash / ".DS_Store"
    if how == "file":
        odd.write_bytes(b"x")
    elif how == "folder":
        (odd / "below").mkdir(parents=True)
    else:
        odd.symlink_to(outside if how == "link" else tmp_path / "nowhere")
    small.good("destroy", "execute", number, acting="Anna")
    time_is(monkeypatch, DECEMBER)
    small.good("month", "close")
    small.take_in([post(50, "Het eerste bericht van december.")], "december.tar.gz")
    assert (outside / "kept").exists()
    assert list(trash.iterdir()) == []
    small.assert_verifies()


def test_a_query_that_is_no_text_is_wrong_use(small: Small) -> None:
    for given in (("\udcff",), ("plein", "--process", "\udcff")):
        code, told = small.run("search", *given)
        assert (code, told["error"]["code"]) == (2, "USE-001")
    small.good("search", "één plein")


def test_a_malformed_manifest_of_a_package_that_waits_for_the_log_is_named(small: Small) -> None:
    (package,) = small.layout.objects.glob("*/*/0001-g1")
    manifest = package / CONTENT / MANIFEST
    for content in (b"x\n", b"\xff", None, manifest.read_bytes()):
        if content is None:
            manifest.unlink()
        else:
            manifest.write_bytes(content)
        if content and len(content) > 2:
            next((package / CONTENT).glob("events.jsonl")).unlink()
        with pytest.raises(BrokenInput):
            seal_package._checked(package)


@pytest.mark.parametrize("size", [500, 1024, 4096, 20_000])
def test_a_file_that_may_not_grow_is_no_defect(small: Small, size: int) -> None:
    """As on a disk that is full, or under a limit: exit 4, and later it works."""
    number = small.approve(small.ids()[POSTS.url("doel")])
    write_export(
        small.root / "new.tar.gz",
        account(),
        [*POSTS.items, post(20, "Een heel nieuw bericht.")],
    )
    given = [sys.executable, "-c", "from weerklank.cli.main import main; main()"]
    given += ["--archive", str(small.archive)]
    given += ["--keys", str(small.root / "keys"), "--json"]
    for command in (
        ("catalogue", "rebuild"),
        ("import", str(small.root / "new.tar.gz")),
        ("--as", "Anna", "destroy", "execute", number),
    ):
        done = subprocess.run(
            [*given, *command],
            capture_output=True,
            text=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
        )
        assert done.returncode in (0, 4), (command, done.stdout, done.stderr)
        if done.returncode:
            assert json.loads(done.stdout)["error"]["code"] == "STORE-002"
    small.good("catalogue", "rebuild")
    small.take_in([*POSTS.items, post(20, "Een heel nieuw bericht.")])
    if small.good("destroy", "list")["lists"][0]["state"] != "executed":
        small.good("destroy", "execute", number, acting="Anna")
    small.assert_verifies()

"""Any file of an archive or its key folder damaged: a command names it or does its work.

`test_verify.py` tells that `verify` finds each damage; here it is about every other command too:
none ever ends in a defect, and `verify` still tells everything it can.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import orjson
import pytest
from small_archive import Small, account, filled, link, post, posts, write_export

Damage = Callable[[bytes], bytes]
DAMAGES: dict[str, Damage | None] = {
    "empty": lambda _: b"",
    "half": lambda content: content[: len(content) // 2],
    "garbage": lambda _: b"\x00\xff\xfe garbage \x80" * 3,
    "text": lambda _: b"hallo\nwereld\n\n",
    "list": lambda _: b"[]\n",
    "object": lambda _: b"{}\n",
    "deep": lambda _: b'{"a":' + b"[" * 100_000,
    "huge": lambda content: content + b"x" * (2 << 20),
    "number": lambda _: b"1" * 5000,
    "gone": None,
}
#: Files that say what all else is: each damage, not one of them in turn.
VITAL = ("archive/log/", "archive/weerklank-archive.json", "keys/")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    made = filled(tmp_path_factory.mktemp("template") / "small")
    person = ("https://mast.example/users/wieke_zand", "@wieke_zand@mast.example")
    text = f"Een heel nieuw bericht over de brug voor {link(person)}."
    newer = [*posts().items, post(20, text, mentions=(person,))]
    write_export(made.root / "newer.tar.gz", account(), newer)
    return made


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Durability is not at stake here, and waiting for the disk would be most of the time."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def files(small: Small) -> list[str]:
    """Give the first and the last file of each kind, by path below the test's folder."""
    found: dict[str, list[str]] = {}
    for path in sorted(small.root.rglob("*")):
        name = path.relative_to(small.root).as_posix()
        if path.is_file() and name.startswith(("archive/", "keys/")):
            kind = re.sub(r"[0-9a-f]{8}|\d+", "#", re.sub(r"[^/]*-[0-9a-z]{6}-", "", name))
            found.setdefault(kind, []).append(name)
    return sorted({name for names in found.values() for name in (names[0], names[-1])})


_NUMBERS = count()


def damaged(template: Small, root: Path, name: str, damage: Damage | None) -> Small:
    # A folder of its own: the text index may still tidy the last one's files.
    small = template.copy(root / str(next(_NUMBERS)))
    path = small.root / name
    if damage is None:
        path.unlink()
        return small
    content, mode = path.read_bytes(), path.stat().st_mode
    path.chmod(0o600)
    path.write_bytes(damage(content))
    path.chmod(mode)
    return small


def commands(small: Small) -> Iterator[tuple[str, ...]]:
    """Give the commands in turn, endlessly."""
    some = min(small.ids().values())
    every = (
        ("verify", "--deep"),
        ("search", "brug"),
        ("import", str(small.root / "newer.tar.gz")),
        ("prove", some, "-o", str(small.root / "proof.json")),
        ("account", "list"),
        ("destroy", "propose", "--id", some, "--ground", "selection", "--reason", "t"),
        ("show", some),
        ("catalogue", "rebuild"),
        ("account", "edit", "a0001", "--unit", "Communicatie"),
    )
    return (every[place % len(every)] for place in count())


def check(small: Small, command: tuple[str, ...], name: str, kind: str) -> None:
    code, told = small.run(*command, acting="Pia" if command[0] == "destroy" else None)
    where = (name, kind, command, code, told.get("error"))
    assert code in (0, 1, 2, 3, 4, 6), where
    if code != 6:
        return
    error = told["error"]
    assert error["hint"], where
    # A log that is shorter or another than the key folder saw names no file: any may be at fault.
    if name.startswith(VITAL) and error["code"] != "LOG-001":
        assert Path(name).name in error["message"] or "log/tile" in error["message"], where


@pytest.mark.slow
def test_no_command_ends_in_a_defect_whatever_file_is_damaged(
    template: Small, tmp_path: Path
) -> None:
    turns = commands(template)
    for place, name in enumerate(files(template)):
        kinds = list(DAMAGES) if name.startswith(VITAL) else [[*DAMAGES][place % len(DAMAGES)]]
        for kind in kinds:
            small = damaged(template, tmp_path / "small", name, DAMAGES[kind])
            for _ in range(3):
                check(small, next(turns), name, kind)
            shutil.rmtree(small.root, ignore_errors=True)


@pytest.mark.slow
def test_verify_tells_everything_it_can_whatever_file_is_damaged(
    template: Small, tmp_path: Path
) -> None:
    for name in files(template):
        for kind, damage in DAMAGES.items():
            if not name.startswith(VITAL):
                continue
            small = damaged(template, tmp_path / "small", name, damage)
            code, told = small.run("verify")
            if (name, kind) == ("archive/weerklank-archive.json", "gone"):
                assert code == 1, told
            assert code in (0, 1), (name, kind, told)
            assert told["checked"]["records"] == 0 < told["checked"]["objects"]
            if name.startswith("archive/"):
                paths = [one["path"] for one in told["findings"]]
                assert name.removeprefix("archive/") in paths, (name, kind, told["findings"])


@pytest.mark.parametrize(
    ("name", "command", "code"),
    [
        ("keys/log.pem", "edit", "KEYS-004"),
        ("keys/pinned.json", "edit", "KEYS-004"),
        ("keys/ids.key", "import", "KEYS-004"),
        ("keys/blind.key", "import", "KEYS-004"),
        ("keys/epochs/0001.key", "import", "KEYS-004"),
        ("keys/sealing.pub", "import", "KEYS-004"),
        ("archive/weerklank-archive.json", "edit", "ARCHIVE-007"),
    ],
)
def test_a_damaged_key_or_archive_file_is_named_and_nothing_is_written(
    template: Small, tmp_path: Path, name: str, command: str, code: str
) -> None:
    small = damaged(template, tmp_path / "small", name, DAMAGES["half"])
    before = sorted(path for path, _ in small.bytes_of_all() if path.startswith("log/"))
    given = {
        "edit": ("account", "edit", "a0001", "--unit", "Communicatie"),
        "import": ("import", str(small.root / "newer.tar.gz")),
    }[command]
    left, told = small.run(*given)
    assert (left, told["error"]["code"]) == (6, code)
    assert Path(name).name in told["error"]["message"]
    assert sorted(path for path, _ in small.bytes_of_all() if path.startswith("log/")) == before


def test_another_log_key_signs_nothing(template: Small, tmp_path: Path) -> None:
    other = Small(tmp_path / "other").make()
    small = template.copy(tmp_path / "small")
    shutil.copy(other.root / "keys" / "log.pem", small.root / "keys" / "log.pem")
    code, told = small.run("account", "edit", "a0001", "--unit", "Communicatie")
    assert (code, told["error"]["code"]) == (6, "KEYS-004")
    assert "log.pem" in told["error"]["message"]


def test_a_checkpoint_that_nobody_signed_is_not_built_on(template: Small, tmp_path: Path) -> None:
    """Else the next checkpoint would vouch for whatever someone laid below this one."""
    small = template.copy(tmp_path / "small")
    newest = max((small.archive / "log" / "checkpoints").glob("*.txt"))
    origin, size, root, *rest = newest.read_text().split("\n")
    forged = newest.with_name(f"{int(size) + 1:012d}.txt")
    forged.write_text("\n".join([origin, str(int(size) + 1), root, *rest]))
    tiles = small.archive / "log" / "tile" / "0" / "000.p"
    (tiles / str(int(size) + 1)).write_bytes((tiles / size).read_bytes() + b"x" * 32)
    segments = small.archive / "log" / "segments"
    statement = segments / f"{int(size):012d}.json"
    for file, named in (("journal/x.json", statement), ("journal/2026/11/25/x.json", forged)):
        told = {"files": [file], "first": int(size), "kind": "events", "leaves": 1}
        statement.write_bytes(orjson.dumps(told) + b"\n")
        code, told = small.run("account", "edit", "a0001", "--unit", "Communicatie")
        assert (code, told["error"]["code"]) == (6, "LOG-002")
        assert named.name in told["error"]["message"]
    assert small.run("verify")[0] == 1


def test_a_statement_that_is_gone_lets_nothing_in_a_second_time(
    template: Small, tmp_path: Path
) -> None:
    newer = str(template.root / "newer.tar.gz")
    for path in sorted((template.archive / "log" / "segments").glob("*.json")):
        small = damaged(template, tmp_path / "small", f"archive/log/segments/{path.name}", None)
        code, told = small.run("import", newer)
        assert (code, told["error"]["code"]) == (6, "LOG-002")
        assert path.name in told["error"]["message"]


def test_a_package_in_the_log_is_never_cleared_away_as_unfinished(
    template: Small, tmp_path: Path
) -> None:
    small = template.copy(tmp_path / "small")
    inventory = min((small.archive / "open" / "a0001").glob("*/*/*[0-9]/inventory.json"))
    inventory.unlink()
    before = sorted(path for path, _ in small.bytes_of_all() if path.startswith("open/a0001"))
    code, told = small.run("import", str(small.root / "newer.tar.gz"))
    assert (code, told["error"]["code"]) == (6, "ARCHIVE-010")
    assert inventory.relative_to(small.archive).as_posix() in told["error"]["message"]
    after = sorted(path for path, _ in small.bytes_of_all() if path.startswith("open/a0001"))
    assert after == before


def test_a_lost_fence_never_falls_below_a_run_that_is_there(
    template: Small, tmp_path: Path
) -> None:
    for kind in ("gone", "garbage", "empty"):
        small = damaged(template, tmp_path / kind, "archive/open/locks/a0001.fence", DAMAGES[kind])
        runs = {path.name[:6] for path in (small.archive / "open" / "a0001").glob("*/*")}
        small.good("import", str(small.root / "newer.tar.gz"))
        after = {path.name[:6] for path in (small.archive / "open" / "a0001").glob("*/*")}
        assert min(after - runs) > max(runs)

"""What a command writes for its user takes the place of nothing of an archive or its keys."""

from collections.abc import Callable
from pathlib import Path

import pytest
from place import Archive, line, members, post, tar

#: Names of files of an archive and of its key folder, the last two of none that is there.
INSIDE = (
    "archive/weerklank-archive.json",
    "archive/weerklank_verify.py",
    "archive/README.txt",
    "archive/blind/persons/000001.txt",
    "keys/blind.key",
    "keys/epochs/0001.key",
    "archive/new/folder/out.csv",
    "keys/out.csv",
)


@pytest.fixture
def place(tmp_path: Path) -> Archive:
    made = Archive(tmp_path).make()
    made.take(tar(tmp_path / "export.tar.gz", members([line(post(1, "Een bericht."))])))
    return made


def state(place: Archive) -> dict[str, bytes]:
    """Every file of archive and keys but the catalogue, which a look-up may write."""
    return {
        path.relative_to(place.root).as_posix(): path.read_bytes()
        for folder in ("archive", "keys")
        for path in sorted((place.root / folder).rglob("*"))
        if path.is_file() and "archive/index" not in str(path)
    }


def prove(place: Archive, output: Path) -> tuple[int, dict]:
    return place.run("prove", place.rows()[0]["id"], "-o", str(output))


def export(place: Archive, output: Path) -> tuple[int, dict]:
    return place.run("account", "export", str(output))


def refused(place: Archive, act: Callable, output: Path) -> None:
    before = state(place)
    code, told = act(place, output)
    assert (code, told["error"]["code"]) == (2, "ARCHIVE-015"), told
    assert str(output) in told["error"]["message"]
    assert state(place) == before


def test_a_proof_replaces_nothing_of_archive_or_keys(place: Archive) -> None:
    records = next(place.folder.glob("open/**/records.jsonl.gz"))
    for output in (*(place.root / name for name in INSIDE), records, place.folder):
        refused(place, prove, output)
    assert not (place.folder / "new").exists()
    assert place.good("verify", "--deep")["ok"]


def test_a_register_is_not_written_into_archive_or_keys(place: Archive) -> None:
    for name in ("archive/objects/x.csv", "archive/x.json", "keys/x.xlsx"):
        refused(place, export, place.root / name)


@pytest.mark.parametrize("act", [prove, export])
def test_by_another_name_it_is_the_same_place(
    place: Archive, act: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place.root / "link").symlink_to(place.folder)
    (place.root / "out.csv").symlink_to(place.root / "keys" / "blind.key")
    (place.folder / "away.csv").symlink_to(place.root / "elsewhere.csv")
    for output in ("link/x.csv", "elsewhere/../archive/x.csv", "out.csv", "archive/away.csv"):
        refused(place, act, place.root / output)
    monkeypatch.chdir(place.folder)
    refused(place, act, Path("x.csv"))


@pytest.mark.parametrize("act", [prove, export])
def test_into_another_archive_neither(place: Archive, tmp_path: Path, act: Callable) -> None:
    other = Archive(tmp_path / "other").make()
    before = state(other)
    refused(place, act, other.folder / "journal" / "x.csv")
    (other.folder / "weerklank-archive.json").unlink()
    refused(place, act, other.folder / "x.csv")
    before.pop("archive/weerklank-archive.json")
    assert state(other) == before


@pytest.mark.parametrize("act", [prove, export])
def test_outside_of_them_it_is_written(place: Archive, act: Callable) -> None:
    for name in ("out.csv", "archive-2/out.csv", "deep/er/out.csv", "out.csv"):
        code, told = act(place, place.root / name)
        assert code == 0, told
        assert (place.root / name).stat().st_size > 100


@pytest.mark.parametrize("ending", ["-bewijs.json", "-exports"])
def test_a_demonstration_writes_nothing_of_its_own_into_keys(tmp_path: Path, ending: str) -> None:
    """A link that lies where it would write leads into the key folder."""
    (tmp_path / "keys").mkdir()
    (tmp_path / f"demo{ending}").symlink_to(tmp_path / "keys" / "other")
    code, told = Archive(tmp_path).run("demo", "--no-serve", str(tmp_path / "demo"))
    assert (code, told["error"]["code"]) == (2, "ARCHIVE-015"), told
    assert not (tmp_path / "demo").exists()

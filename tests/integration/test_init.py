"""`weerklank init` with what is wrong: nothing is made of it."""

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest
from place import Archive

from weerklank.services.seal import make_archive

PROGRAM = (sys.executable, "-c", "from weerklank.cli.main import main; main()")
FULL = Path("/dev/full")


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [
        *(("--sealed", wrong, "POLICY-001") for wrong in ("0", "-1", "1201", "x", "9" * 5000)),
        *(("--prefix", wrong, "ARCHIVE-013") for wrong in ("a/b", "A B", "x", "../a", "Vbd")),
        *(("--organisation", wrong, "ARCHIVE-024") for wrong in ("x" * 501, "-", "😀")),
        *(("--tooi", wrong, "REGISTER-150") for wrong in ("javascript:alert(1)", "gm0363")),
    ],
)
def test_a_wrong_option_makes_neither_archive_nor_keys(
    tmp_path: Path, option: str, value: str, code: str
) -> None:
    archive = Archive(tmp_path)
    given = ("init", str(archive.folder), "--organisation", "Voorbeelddam", option, value)
    left, told = archive.run(*given)
    assert (left, told["error"]["code"]) == (2, code)
    assert list(tmp_path.iterdir()) == []
    archive.good("init", str(archive.folder), "--organisation", "Voorbeelddam", "--sealed", "12")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Gemeente\nVoorbeelddam \u202e", "Gemeente Voorbeelddam"),
        ("Dienst {origin} van {created}", "Dienst {origin} van {created}"),
        ("é" * 200, "é" * 200),
    ],
)
def test_a_name_is_kept_on_one_line_and_both_verifiers_read_it(
    tmp_path: Path, given: str, kept: str
) -> None:
    archive = Archive(tmp_path)
    made = archive.good("init", str(archive.folder), "--organisation", given, "--sealed", "12")
    assert made["organisation"] == kept
    readme = (archive.folder / "README.txt").read_text()
    assert readme.splitlines()[0].endswith(f": {kept}")
    assert archive.good("verify", "--deep")["findings"] == []
    verifier = str(archive.folder / "weerklank_verify.py")
    alone = subprocess.run(
        [sys.executable, "-I", verifier, str(archive.folder)], capture_output=True, text=True
    )
    assert (alone.returncode, "FAILED" in alone.stdout) == (0, False), alone.stdout
    assert "README" not in alone.stdout


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
@pytest.mark.parametrize("form", [(), ("--json",)])
@pytest.mark.parametrize("is_there", [True, False])
def test_an_archive_of_which_nobody_saw_the_vault_key_is_not_made(
    tmp_path: Path, form: tuple[str, ...], is_there: bool
) -> None:
    """It would seal originals that can never be opened."""
    archive = Archive(tmp_path)
    if is_there:
        archive.folder.mkdir()
    given = ("--keys", str(archive.keys), *form, "init", str(archive.folder))
    words = [*PROGRAM, *given, "--organisation", "Voorbeelddam", "--sealed", "12"]
    with FULL.open("wb") as full:
        done = subprocess.run(words, stdout=full, stderr=subprocess.DEVNULL)
    assert done.returncode == 4
    assert [path.name for path in tmp_path.rglob("*")] == [archive.folder.name] * is_there
    archive.good("init", str(archive.folder), "--organisation", "Voorbeelddam", "--sealed", "12")


def test_a_disk_that_fills_up_leaves_no_half_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    archive = Archive(tmp_path)
    given = ("init", str(archive.folder), "--organisation", "Voorbeelddam", "--sealed", "12")
    with monkeypatch.context() as patch:
        patch.setattr(make_archive, "seal_events", full)
        left, told = archive.run(*given)
    assert (left, told["error"]["code"]) == (4, "STORE-002")
    assert list(tmp_path.iterdir()) == []
    archive.good(*given)


def test_who_makes_an_archive_at_the_same_moment_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, create = Archive(tmp_path), make_archive.KeyFolder.create
    given = ("init", str(archive.folder), "--organisation", "Voorbeelddam", "--sealed", "12")

    def late(*places: Path) -> object:
        create(*places)
        return create(*places)

    with monkeypatch.context() as patch:
        patch.setattr(make_archive.KeyFolder, "create", late)
        left, told = archive.run(*given)
    assert (left, told["error"]["code"]) == (2, "ARCHIVE-003")
    assert (archive.keys / "log.pem").exists()


@pytest.mark.parametrize(
    "code", ["gemeente/gm9999", "waterschap/hv_0155", "waterschap/ws0155_hv0155", "oorg/oorg10106"]
)
def test_every_code_of_the_lists_of_tooi_is_one(tmp_path: Path, code: str) -> None:
    archive, tooi = Archive(tmp_path), f"https://identifier.overheid.nl/tooi/id/{code}"
    archive.good("init", str(archive.folder), "--organisation", "Voorbeelddam", "--tooi", tooi)
    about = json.loads((archive.folder / "weerklank-archive.json").read_text())
    assert about["tooi"] == tooi


@pytest.mark.parametrize(
    "act", [("init", "--organisation", "Anders", "--sealed", "12"), ("demo",)]
)
@pytest.mark.parametrize("where", ["binnen", "objects/binnen", "diep/er/binnen"])
@pytest.mark.parametrize("loses", [False, True])
def test_no_archive_is_made_inside_another(
    tmp_path: Path, act: tuple[str, ...], where: str, loses: bool
) -> None:
    outer = Archive(tmp_path / "buiten").make()
    if loses:
        (outer.folder / "weerklank-archive.json").unlink()
    inner = outer.folder / where
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    beside = tmp_path / "ernaast"
    beside.symlink_to(outer.folder)
    for folder in (inner, beside / where):
        given = (act[0], str(folder), *act[1:])
        code, told = Archive(tmp_path / "nieuw").run(*given)
        assert (code, told["error"]["code"]) == (2, "ARCHIVE-014")
        assert str(outer.folder) in told["error"]["message"]
    beside.unlink()
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before
    assert loses or outer.good("verify")["ok"]


def test_keys_of_a_new_archive_do_not_go_into_another(tmp_path: Path) -> None:
    outer = Archive(tmp_path / "buiten").make()
    given = ("init", str(tmp_path / "nieuw"), "--organisation", "Anders", "--sealed", "12")
    code, told = outer.run(*given, "--keys", str(outer.folder / "keys"))
    assert (code, told["error"]["code"]) == (3, "KEYS-001")
    assert not (tmp_path / "nieuw").exists()


def test_an_archive_beside_another_is_made(tmp_path: Path) -> None:
    Archive(tmp_path / "een").make()
    Archive(tmp_path / "twee").make()
    (tmp_path / "een" / "log").mkdir()  # a folder that only looks like a part of one
    Archive(tmp_path / "een" / "drie").make()


def test_the_demonstration_is_made_where_the_option_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("weerklank.demo.fill_demo", lambda archive, *_: made.append(archive))
    for where in ((), ("hier",)):
        Archive(tmp_path).spoken("demo", *where, "--no-serve")
    Archive(tmp_path).spoken("demo", "--archive", "daar", "--no-serve")
    assert made == [tmp_path / "demo", tmp_path / "hier", tmp_path / "daar"]

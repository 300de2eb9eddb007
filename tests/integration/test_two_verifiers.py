"""What `verify --deep` finds, the program for readers finds too, and the other way round."""

import gzip
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from small_archive import Small, failed, filled, post, posts, small_parts, stand_alone
from test_false_intents import fit, second

from weerklank.store.ocfl import CONTENT

POSTS = posts()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return filled(tmp_path_factory.mktemp("template") / "small")


@pytest.fixture
def small(template: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    small_parts(monkeypatch)
    return template.copy(tmp_path / "small")


def change_originals(folder: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    path = folder / CONTENT / "originals.jsonl.gz"
    lines = change(gzip.decompress(path.read_bytes()).splitlines())
    path.write_bytes(gzip.compress(b"".join(line + b"\n" for line in lines)))
    fit(folder)


def other_ciphertext(lines: list[bytes]) -> list[bytes]:
    told = json.loads(lines[0])
    text = str(told["ciphertext"])
    told["ciphertext"] = ("B" if text[0] == "A" else "A") + text[1:]
    return [json.dumps(told, sort_keys=True, separators=(",", ":")).encode(), *lines[1:]]


CHANGES: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "ciphertext": other_ciphertext,
    "one too few": lambda lines: lines[:-1],
    "one too many": lambda lines: [*lines, lines[-1]],
    "order": lambda lines: lines[::-1],
    "version": lambda lines: [
        lines[0].replace(b'"version":1', b'"version":9'), *lines[1:]
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", CHANGES)
def test_originals_are_those_of_the_records(small: Small, kind: str) -> None:
    folder = next(
        one
        for one in sorted(small.layout.sealed.glob("*/*/*"))
        if gzip.decompress((one / CONTENT / "originals.jsonl.gz").read_bytes()).count(b"\n") > 1
    )
    change_originals(folder, CHANGES[kind])
    codes = {one["code"] for one in small.run("verify", "--deep")[1]["findings"]}
    assert codes & {"VERIFY-511", "VERIFY-512"}
    told = [one["code"] for one in failed(small.archive)]
    # The manifest is not that of the log; beyond that the originals themselves are named.
    assert {"package", "originals" if kind == "one too many" else "line"} <= {*told}


def test_a_medium_that_the_proof_line_names_must_be_there(small: Small) -> None:
    medium = min(small.layout.objects.glob(f"*/*/*/{CONTENT}/media/*"))
    package = medium.parents[3]
    medium.unlink()
    formats = package / CONTENT / "formats.jsonl"
    rest = [r for r in formats.read_bytes().splitlines() if medium.name.encode() not in r]
    formats.write_bytes(b"".join(row + b"\n" for row in rest))
    if not rest:
        formats.unlink()
        medium.parent.rmdir()
    fit(package)
    codes = {one["code"] for one in small.run("verify", "--deep")[1]["findings"]}
    assert "VERIFY-508" in codes
    assert any("media/" in one["message"] for one in failed(small.archive))


def test_a_medium_of_a_later_version_lies_where_it_was_captured_first(tmp_path: Path) -> None:
    small = Small(tmp_path / "small").make()
    first = posts().items[2]
    later = type(first)(
        **{
            **{name: getattr(first, name) for name in first.__slots__},
            "html": "<p>Verbeterd.</p>",
            "edited": post(3, "x").published,
        }
    )
    small.take_in([first])
    small.take_in([later])
    small.assert_verifies()
    (medium,) = small.layout.open.glob(f"*/*/*/*/{CONTENT}/media/*")
    package = medium.parents[3]
    shutil.rmtree(package)
    told = failed(small.archive)
    assert [one for one in told if one["code"] == "media"], told


@pytest.mark.parametrize("how", ["gone", "pipe", "large"])
@pytest.mark.timeout(60)
def test_verify_tells_of_an_archive_that_does_not_say_what_it_is(small: Small, how: str) -> None:
    about = small.layout.about
    about.unlink()
    if how == "pipe":
        os.mkfifo(about)
    elif how == "large":
        about.touch()
        os.truncate(about, 3 << 30)
    code, told = small.run("verify")
    assert code == 1
    assert "weerklank-archive.json" in {one["path"] for one in told["findings"]}
    assert stand_alone(str(small.archive))[0] == 1
    code, told = small.run("search", "brug")
    assert (code, told["error"]["code"]) == (
        (2, "ARCHIVE-001") if how == "gone" else (6, "ARCHIVE-007")
    )


def test_verify_does_not_take_any_folder_for_an_archive(small: Small, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    code, told = Small(tmp_path / "empty").run("verify")
    assert (code, told["error"]["code"]) == (2, "ARCHIVE-001")


def found_by_both(small: Small) -> tuple[set[str], set[str]]:
    """Paths of what the two find wrong; neither passes where the other does not."""
    code, told = small.run("verify", "--deep")
    other, _ = stand_alone(str(small.archive), "--deep")
    assert code == other
    return (
        {one["path"] for one in told["findings"]},
        {one["path"] for one in failed(small.archive)},
    )


@pytest.mark.parametrize("where", ["open", "objects", "sealed"])
def test_a_package_of_the_log_without_its_inventory_is_damaged(small: Small, where: str) -> None:
    """And not unfinished: the log says that it was."""
    inventory = min(
        (small.archive / where).glob("a*/**/inventory.json"), key=lambda p: len(p.parts)
    )
    assert inventory.parent.name != "v1"
    inventory.unlink()
    path = inventory.relative_to(small.archive).as_posix()
    ours, theirs = found_by_both(small)
    assert path in ours
    assert path in theirs
    # Nothing else is said to be missing: the package is there.
    assert all(one.startswith(path.removesuffix("/inventory.json")) for one in theirs)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("weerklank-archive.json", b"\n"),
        ("weerklank-archive.json", b"\n\n\n"),
        ("log/keys/tsa-ca.pem", b"x"),
        ("log/keys/tsa-ca.pem", b""),
        ("log/keys/tsa-ca.pem", b"\n"),
    ],
)
def test_bytes_that_nobody_wrote_are_found(small: Small, name: str, content: bytes) -> None:
    """Behind what the archive is, or as certificates where no authority was set."""
    with (small.archive / name).open("ab") as stream:
        stream.write(content)
    ours, theirs = found_by_both(small)
    assert ours == theirs == {name}


def rename_fence(small: Small) -> Path:
    run = max(small.layout.open.glob("a0001/*/*"))
    return run.rename(run.with_name(f"{int(run.name[:6]) + 5:06d}{run.name[6:]}"))


def in_trash(small: Small) -> Path:
    target = small.layout.open / "trash" / "oud"
    target.parent.mkdir(exist_ok=True)
    shutil.copytree(second(small), target)
    return target


def laid(*names: str, content: bytes = b"x") -> Callable[[Small], Path]:
    def lay(small: Small) -> Path:
        path = small.archive.joinpath(*names)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path if path.parent.name in ("locks", "spool", "trash") else path.parent

    return lay


@pytest.mark.parametrize(
    "how",
    [
        rename_fence,
        in_trash,
        laid("open", "trash", "x"),
        laid("open", "spool", "x"),
        laid("open", "spool", "copies", "x"),
        laid("open", "locks", "x"),
        laid("open", "locks", "log.lock"),
        laid("open", "locks", "a0001.fence", content=b"x"),
        laid("open", "locks", "more", "x"),
    ],
)
def test_what_was_added_in_open_is_found(small: Small, how: Callable[[Small], Path]) -> None:
    path = how(small).relative_to(small.archive).as_posix()
    for found in found_by_both(small):
        assert any(one.startswith(path) for one in found), found


def told_by_both(small: Small) -> tuple[dict[str, str], dict[str, str]]:
    """What the two did not check, with the first path."""
    code, told = small.run("verify", "--deep")
    other, text = stand_alone(str(small.archive), "--deep", "--json")
    assert (code, other) == (0, 0), (told, text)
    theirs = [one for one in json.loads(text)["findings"] if one["result"] == "NOT CHECKED"]
    return (
        {one["what"]: one["path"] for one in told["not_checked"]},
        {one["code"]: one["path"] for one in theirs[::-1]},
    )


@pytest.mark.parametrize(
    "name",
    [
        "spool/a0001-0123456789ab",
        "spool/rewrite-a0001-2026-11-0001",
        "trash/a0001-2026-11-0001-g1-abc123",
        "trash/2026-11-000001-20261126T031636Z-40nhtr-0001-abc123",
    ],
)
def test_what_a_process_left_in_a_working_folder_is_told(small: Small, name: str) -> None:
    folder = small.layout.open / name
    folder.mkdir(parents=True)
    (folder / "x").write_bytes(b"x")
    ours, theirs = told_by_both(small)
    assert ours["working"] == theirs["working"] == f"open/{name}"


@pytest.mark.parametrize("table", ["persons", "pseudonyms", "words", "threads"])
@pytest.mark.parametrize("how", ["files", "folder", "strange", "swapped"])
def test_the_blind_index_has_its_tables_in_their_form(small: Small, table: str, how: str) -> None:
    folder = small.layout.blind / table
    path = f"blind/{table}"
    rows = max(folder.glob("*.txt"), key=lambda one: one.stat().st_size)
    assert rows.stat().st_size > 100
    if how == "strange":
        (folder / "copy.bak").write_bytes(b"x")
        path = f"{path}/copy.bak"
    elif how == "swapped":
        first, second, *rest = rows.read_bytes().splitlines(keepends=True)
        rows.write_bytes(b"".join((second, first, *rest)))
        path = f"{path}/{rows.name}"
    else:
        shutil.rmtree(folder)
        if how == "files":
            folder.mkdir()
    ours, theirs = found_by_both(small)
    assert ours == theirs == {path}


PACKAGE = "objects/a*/*/*-g*"
PLACES = (
    *("", "journal", "register", "objects", "objects/a*", "objects/a*/*", "sealed/a*", "open"),
    *("log", "log/checkpoints", "log/keys", "log/segments", "log/tile", "log/tile/0"),
    *("blind", "blind/persons", "open/locks", "open/spool"),
    *(PACKAGE, f"{PACKAGE}/v1", f"{PACKAGE}/v1/content", f"{PACKAGE}/v1/content/records"),
)
#: Where no file is ever being written: no part of one may be left.
WHOLE = ("log", "blind", "open/spool", *PLACES[-4:])


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("is_folder", [True, False])
def test_what_is_called_unfinished_is_told_by_both_alike(
    small: Small, place: str, *, is_folder: bool
) -> None:
    (small.archive / "open" / "spool").mkdir(parents=True, exist_ok=True)
    strange = next(small.archive.glob(place)) / "x.new" if place else small.archive / "x.new"
    if is_folder:
        strange.mkdir()
    (strange / "a" if is_folder else strange).write_bytes(b"x")
    name = strange.relative_to(small.archive).as_posix()
    due = {name} if is_folder or place in WHOLE else set()
    for found in found_by_both(small):  # the one names a folder, the other what is in it
        assert {one.removesuffix("/a") for one in found} == due


@pytest.mark.parametrize("table", ["persons", "pseudonyms", "words", "threads"])
@pytest.mark.parametrize("how", ["lost", "list", "no list", "other row", "all but the list"])
def test_the_files_of_a_table_of_the_blind_index_are_those_of_its_list(
    small: Small, table: str, how: str
) -> None:
    folder = small.layout.blind / table
    rows = max(folder.glob("*.txt"), key=lambda one: one.stat().st_size)
    path = rows
    if how == "lost":
        rows.unlink()
    elif how == "other row":
        last = rows.read_bytes()
        rows.write_bytes(last[:-2] + (b"0" if last[-2:-1] != b"0" else b"1") + b"\n")
    elif how == "all but the list":
        for one in folder.glob("*.txt"):
            one.unlink()
        path = folder
    else:
        path = folder / "files.list"
        path.unlink()
        if how == "list":
            path.write_bytes(b"000001.txt\n")
    ours, theirs = found_by_both(small)
    assert ours == theirs == {path.relative_to(small.archive).as_posix()}


def test_an_archive_without_its_blind_index_is_damaged(small: Small) -> None:
    shutil.rmtree(small.layout.blind)
    ours, theirs = found_by_both(small)
    assert ours == theirs
    assert len(ours) == 4


# --- texts that no leaf of the log is of --------------------------------------------------------


def texts_told(small: Small) -> tuple[set[str], set[str]]:
    """Which of the texts of an archive the two did not check."""
    _, told = small.run("verify", "--deep")
    _, text = stand_alone(str(small.archive), "--deep", "--json")
    rows = json.loads(text)["findings"]
    return (
        {row["path"] for row in told["not_checked"] if row["what"].endswith("-text")},
        {row["path"] for row in rows if (row["code"], row["result"]) == ("text", "NOT CHECKED")},
    )


@pytest.mark.parametrize("name", ["README.txt", "weerklank_verify.py"])
@pytest.mark.parametrize(
    "change",
    [
        lambda _: b"hallo",
        lambda _: b"",
        lambda text: text + b"\n",
        lambda text: text[:-1],
        lambda text: text.replace(b"a", b"e", 1),
        lambda text: text.replace(b"2026", b"2025", 1) if b"2026" in text else b"#" + text,
        lambda text: text.replace(b"Grootdam", b"Kleindam", 1) + b" ",
    ],
)
def test_another_text_is_told_as_not_checked(
    small: Small, name: str, change: Callable[[bytes], bytes]
) -> None:
    path = small.archive / name
    path.write_bytes(change(path.read_bytes()))
    assert texts_told(small) == ({name}, {name})
    assert found_by_both(small) == (set(), set())


def test_the_texts_of_a_new_archive_are_known(tmp_path: Path) -> None:
    """Also of an organisation that is called as words of the README are."""
    for name in ("Grootdam", "archief", "é", "x" * 300):
        made = Small(tmp_path / name[:9])
        given = ("init", str(made.archive), "--organisation", name, "--prefix", "abc")
        made.good(*given, "--sealed", "12")
        assert texts_told(made) == (set(), set()), name


@pytest.mark.parametrize(("folder", "ending"), [("segments", "json"), ("checkpoints", "txt")])
def test_a_number_of_leaves_has_one_spelling(small: Small, folder: str, ending: str) -> None:
    path = sorted((small.archive / "log" / folder).glob(f"*.{ending}"))[1]
    added = path.with_name(f"0{path.name}")
    shutil.copyfile(path, added)
    name = added.relative_to(small.archive).as_posix()
    for found in found_by_both(small):
        assert name in found

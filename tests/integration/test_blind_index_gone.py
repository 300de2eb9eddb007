"""A table of the blind index that is gone: nothing comes in, as names would stay in it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from place import HOST, Archive, line, members, noted, post, tar, uri
from small_archive import Small, filled, posts

TABLES = ("persons", "pseudonyms", "threads", "words")
TALK = f"tag:{HOST},2026-01-01:objectId=500:objectType=Conversation"
JAN = {
    "type": "Mention",
    "href": "https://mast.example/users/pieternaam",
    "name": "@pieternaam@mast.example",
}
FIRST = post(1, "Dag allemaal.")


@pytest.fixture
def place(tmp_path: Path) -> Archive:
    """An archive in which somebody takes part in a thread."""
    made = Archive(tmp_path).make()
    met = noted(post(2, "Dank!"), tag=[JAN], conversation=TALK, inReplyTo=uri(FIRST))
    made.take(tar(tmp_path / "first.tar.gz", members([noted(FIRST, conversation=TALK), met])))
    return made


def later(place: Archive) -> Path:
    """Give an export of the same thread that names who took part in it, and mentions nobody."""
    named = noted(post(3, "pieternaam belde."), conversation=TALK, inReplyTo=uri(FIRST))
    return tar(place.root / "later.tar.gz", members([named, line(post(4, "Los."))]))


@pytest.mark.parametrize("gone", [*TABLES, "."])
def test_an_import_is_refused_and_works_again_once_it_is_back(place: Archive, gone: str) -> None:
    table = place.folder / "blind" / gone
    shutil.copytree(table, place.root / "kept")
    shutil.rmtree(table)
    before = place.lines()
    code, told = place.run("import", str(later(place)))
    assert (code, told["error"]["code"]) == (6, "STORE-004"), told
    assert f"blind/{'persons' if gone == '.' else gone} " in told["error"]["message"]
    assert place.lines() == before
    assert not table.exists()
    assert "VERIFY-604" in {one["code"] for one in place.run("verify")[1]["findings"]}
    shutil.copytree(place.root / "kept", table)
    place.take(later(place))
    assert len(place.rows()) == 4
    assert b"pieternaam belde" not in place.bytes_of_all()
    assert place.good("verify", "--deep")["ok"]


def test_a_folder_of_a_table_without_files_is_a_table_that_is_gone(place: Archive) -> None:
    for path in (place.folder / "blind" / "words").iterdir():
        path.unlink()
    code, told = place.run("import", str(later(place)))
    assert (code, told["error"]["code"]) == (6, "STORE-004")


def test_an_archive_in_which_nobody_was_met_yet_takes_its_first_export(tmp_path: Path) -> None:
    made = Archive(tmp_path).make()
    made.take(tar(tmp_path / "first.tar.gz", members([line(FIRST)])))
    made.take(later(made))
    assert len(made.rows()) == 3


def test_a_destruction_does_not_begin_without_it(tmp_path: Path) -> None:
    small: Small = filled(tmp_path / "small")
    number = small.approve(small.ids()[posts().url("doel")])
    table = small.layout.blind / "words"
    table.rename(tmp_path / "kept")
    code, told = small.run("destroy", "execute", number, acting="Anna")
    assert (code, told["error"]["code"]) == (6, "STORE-004"), told
    assert small.good("destroy", "list")["lists"][0]["state"] == "approved"
    (tmp_path / "kept").rename(table)
    small.good("destroy", "execute", number, acting="Anna")
    small.assert_verifies()


def newest(place: Archive, table: str) -> Path:
    return max((place.folder / "blind" / table).glob("*.txt"))


def standalone(place: Archive) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, str(place.folder / "weerklank_verify.py"), str(place.folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize("table", TABLES)
def test_one_lost_file_of_several_is_missed(place: Archive, table: str) -> None:
    lost = newest(place, table)
    assert len([*lost.parent.glob("*.txt")]) > 1
    kept = lost.read_bytes()
    lost.unlink()
    before = place.lines()
    code, told = place.run("import", str(later(place)))
    assert (code, told["error"]["code"]) == (6, "STORE-030"), told
    assert f"blind/{table}/{lost.name}" in told["error"]["message"]
    assert place.lines() == before
    found = [one for one in place.run("verify")[1]["findings"] if one["code"] == "VERIFY-624"]
    assert [one["path"] for one in found] == [f"blind/{table}/{lost.name}"]
    code, said = standalone(place)
    assert code != 0
    assert "het bestand ontbreekt" in said
    lost.write_bytes(kept)
    place.take(later(place))
    assert b"pieternaam belde" not in place.bytes_of_all()
    assert place.good("verify", "--deep")["ok"]
    assert standalone(place)[0] == 0


def test_a_file_cut_short_at_a_row_is_missed(place: Archive) -> None:
    cut = newest(place, "words")
    whole = cut.read_bytes()
    cut.write_bytes(whole[: whole.index(b"\n") + 1])
    code, told = place.run("import", str(later(place)))
    assert (code, told["error"]["code"]) == (6, "STORE-030")
    assert "VERIFY-625" in {one["code"] for one in place.run("verify")[1]["findings"]}
    assert standalone(place)[0] != 0


def test_another_row_in_a_file_is_a_finding(place: Archive) -> None:
    path = newest(place, "threads")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\n", 1)[:-3] + b"ff\n")
    codes = {one["code"] for one in place.run("verify")[1]["findings"]}
    assert codes == {"VERIFY-625"}


@pytest.mark.parametrize("content", [None, b"", b"\xff", b"000001.txt 0\n"])
def test_a_list_that_is_gone_or_is_none_is_missed(place: Archive, content: bytes | None) -> None:
    path = place.folder / "blind" / "words" / "files.list"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    codes = {one["code"] for one in place.run("verify")[1]["findings"]}
    assert codes & {"VERIFY-624", "VERIFY-603"}
    code, told = place.run("import", str(later(place)))
    assert (code, told["error"]["code"]) == (6, "STORE-030")


def first_line(content: bytes, *, more: int = 0, zeros: str = "") -> bytes:
    name, size, rest = content.split(b" ", 2)
    return b"%s %s%d %s" % (name, zeros.encode(), int(size) + more, rest)


#: Ways in which a list is none, or says something else than its files.
BAD_LISTS = {
    "a byte more": lambda had: first_line(had, more=1),
    "a zero before it": lambda had: first_line(had, zeros="0"),
    "a line twice": lambda had: had + had.splitlines(keepends=True)[0],
    "another end of line": lambda had: had.replace(b"\n", b"\v", 1),
    "no last end of line": lambda had: had[:-1],
    "another order": lambda had: b"".join(reversed(had.splitlines(keepends=True))),
    "a line more": lambda had: had + b"\n",
}


@pytest.mark.parametrize("how", BAD_LISTS)
def test_whatever_list_stops_an_import_is_a_finding(place: Archive, how: str) -> None:
    path = place.folder / "blind" / "words" / "files.list"
    had = path.read_bytes()
    assert had.count(b"\n") > 1
    path.write_bytes(BAD_LISTS[how](had))
    code, told = place.run("import", str(later(place)))
    assert (code, told["error"]["code"]) == (6, "STORE-030"), told
    found = place.run("verify")[1]["findings"]
    due = ("VERIFY-625", "000001.txt") if how == "a byte more" else ("VERIFY-603", path.name)
    assert (due[0], f"blind/words/{due[1]}") in [(one["code"], one["path"]) for one in found]
    code, said = standalone(place)
    assert code != 0
    assert f"blind/words/{due[1]}" in said
    path.write_bytes(had)
    place.take(later(place))


def test_a_file_that_a_run_left_unlisted_is_read_and_listed(place: Archive) -> None:
    """A process that dies after it wrote a file and before it listed it loses nothing."""
    path = newest(place, "words")
    listed = path.parent / "files.list"
    rows = listed.read_text().splitlines(keepends=True)
    listed.write_text("".join(row for row in rows if not row.startswith(path.name)))
    verified = place.good("verify")
    assert verified["ok"]
    assert "blind-unlisted" in str(verified["not_checked"])
    place.take(later(place))
    assert b"pieternaam belde" not in place.bytes_of_all()
    other = {
        **JAN,
        "href": "https://mast.example/users/annanaam",
        "name": "@annanaam@mast.example",
    }
    met = noted(post(5, "Dag!"), tag=[other], inReplyTo=uri(FIRST))
    place.take(tar(place.root / "more.tar.gz", members([met])))
    assert path.name in listed.read_text() or not path.exists()
    assert "blind-unlisted" not in str(place.good("verify")["not_checked"])

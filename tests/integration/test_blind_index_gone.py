"""A table of the blind index that is gone: nothing comes in, as names would stay in it."""

import shutil
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

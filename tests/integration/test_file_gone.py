"""A file of a package that is gone: named with exit 6, never as a disk that is full."""

from pathlib import Path

import pytest
from place import HOST, Archive, Json, gap, line, members, noted, post, tar, uri

TALK = f"tag:{HOST},2026-01-01:objectId=500:objectType=Conversation"
JAN = {
    "type": "Mention",
    "href": "https://mast.example/users/pieternaam",
    "name": "@pieternaam@mast.example",
}
FIRST = post(1, "pieternaam belde.")
LINES = ("records/records.jsonl.gz", "source/source.jsonl.gz", "proof/leaves.txt.gz")


@pytest.fixture
def place(tmp_path: Path) -> Archive:
    made = Archive(tmp_path).make()
    made.take(tar(tmp_path / "first.tar.gz", members([noted(FIRST, conversation=TALK)])))
    return made


def take_away(place: Archive, name: str) -> tuple[Path, bytes]:
    (path,) = place.folder.glob(f"open/a*/*/*/*/v1/content/{name}")
    kept = path.read_bytes()
    path.unlink()
    return path, kept


def names_it(told: Json, path: Path) -> bool:
    error = told["error"]
    return error["code"] == "ARCHIVE-010" and str(path) in error["message"]


def again(place: Archive, *more: Json) -> str:
    pieces = [noted(FIRST, conversation=TALK), *more]
    return str(tar(place.root / "again.tar.gz", members(pieces)))


@pytest.mark.parametrize("name", LINES)
def test_a_catalogue_that_is_made_anew_misses_it(place: Archive, name: str) -> None:
    path, kept = take_away(place, name)
    code, told = place.run("catalogue", "rebuild")
    assert code == 6
    assert names_it(told, path)
    assert told["error"]["retryable"] is False
    path.write_bytes(kept)
    assert place.good("catalogue", "rebuild")["records"] == 2


def test_whoever_reads_a_record_misses_it(place: Archive) -> None:
    item = place.rows()[0]["id"]
    path, kept = take_away(place, LINES[0])
    export = again(place, line(post(4, "Los.")))
    for words in (("import", export), ("search", "belde"), ("show", item)):
        code, told = place.run(*words)
        assert code == 6, (words, told)
        assert names_it(told, path), told
    path.write_bytes(kept)
    place.take(Path(export))
    assert len(place.rows()) == 2


@pytest.mark.parametrize("name", LINES[1:])
def test_a_proof_misses_it(place: Archive, name: str) -> None:
    item = place.rows()[0]["id"]
    path, _ = take_away(place, name)
    code, told = place.run("prove", item, "-o", str(place.root / "proof.json"))
    assert code == 6
    assert names_it(told, path)


@pytest.mark.parametrize("name", LINES[1:])
def test_a_correction_waits_for_it(place: Archive, name: str) -> None:
    path, kept = take_away(place, name)
    joins = noted(post(2, "Dank!"), tag=[JAN], conversation=TALK, inReplyTo=uri(FIRST))
    run = place.take(Path(again(place, joins)), code=1)
    assert gap(run, "correction_waits")["where"] == [str(path)]
    path.write_bytes(kept)
    assert place.take(Path(again(place, joins)))["corrected"] == 1
    assert b"pieternaam" not in place.bytes_of_all()
    assert place.good("verify", "--deep")["ok"]

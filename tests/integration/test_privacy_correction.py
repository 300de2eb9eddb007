"""Privacy correction: who joins a thread later goes out of what was held of it before."""

import json
import gzip

import pytest
from place import ME, SOMEONE, Archive, Json, line, members, noted, post, tar, uri
from small_archive import failed, stand_alone

HANDLE = b"zqpieterbaas"
FIRST = post(1, "Vraag van zqpieterbaas over de brug, die al weken open staat.")
PIETER = {
    "type": "Mention",
    "href": "https://mast.example/users/zqpieterbaas",
    "name": "@zqpieterbaas@mast.example",
}
OTHER = post(3, "Vandaag is het gemeentehuis tot vijf uur open voor iedereen.")
BEFORE = [line(FIRST), line(OTHER)]
AFTER = [*BEFORE, noted(post(2, "Dank voor uw vraag"), tag=[PIETER], inReplyTo=uri(FIRST))]


@pytest.fixture
def archive(tmp_path) -> Archive:
    return Archive(tmp_path / "place").make()


def take(archive: Archive, pieces: list[Json], code: int = 0) -> Json:
    return archive.take(tar(archive.root / "export.tar.gz", members(pieces)), code=code)


def assert_whole(archive: Archive) -> None:
    code, told = archive.run("verify", "--deep")
    assert (code, told.get("findings")) == (0, []), told
    assert failed(archive.folder) == []


def test_who_joins_later_goes_out_of_what_was_held(archive):
    take(archive, BEFORE)
    assert HANDLE in archive.bytes_of_all()
    run = take(archive, AFTER)
    assert (run["corrected"], run["new_versions"], run["items"]["posts"]) == (1, 0, 1)
    assert HANDLE not in archive.bytes_of_all()
    assert archive.good("search", "zqpieterbaas")["hits"] == []
    assert_whole(archive)

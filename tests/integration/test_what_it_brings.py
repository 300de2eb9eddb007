"""What a later import brings: numbers and names that became known are no edit by anybody."""

import tarfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from place import ME, Archive, Json, line, members, moment, noted, post, tar, uri

from weerklank.testing.mastodon_actor import actor

JANUARY, MARCH, MAY = (datetime(2026, month, 28, tzinfo=UTC) for month in (1, 3, 5))
FIRST = post(1, "Vraag van zqpieterbaas over de brug.")
PIETER = {
    "type": "Mention",
    "href": "https://mast.example/users/zqpieterbaas",
    "name": "@zqpieterbaas@mast.example",
}
REPLY = noted(post(2, "Dank voor uw vraag"), tag=[PIETER], inReplyTo=uri(FIRST))


@pytest.fixture
def archive(tmp_path) -> Archive:
    return Archive(tmp_path / "place").make()


def export(archive: Archive, day: datetime, *pieces: Json, summary: str = "Profiel.") -> Path:
    """Write an export as it was made on a day."""
    profile = orjson.dumps(actor(replace(ME, summary_html=f"<p>{summary}</p>")))
    held = []
    for name, data in [("actor.json", profile), members(pieces)[1]]:
        info = tarfile.TarInfo(name)
        info.mtime = int(day.timestamp())
        held.append((info, data))
    return tar(archive.root / "export.tar.gz", held)


def states(archive: Archive) -> list[str]:
    return [hit["state"] for hit in archive.good("search", "", "--kind", "post")["hits"]]


# --- somebody who joined later ------------------------------------------------------------------


def test_a_name_that_became_known_is_no_edit(archive):
    archive.take(export(archive, JANUARY, line(FIRST)))
    run = archive.take(export(archive, MARCH, line(FIRST), REPLY))
    assert (run["new_versions"], run["items"]["posts"]) == (0, 1)
    assert [row.get("version", 1) for row in archive.rows()] == [1, 1]
    assert states(archive) == ["present"]
    again = archive.take(export(archive, MAY, line(FIRST), REPLY))
    assert (again["new_versions"], again["already_held"]) == (0, 3)


LINK = 'Dank aan <a href="https://foto.example/kwikzilver">Kees Zilver</a> voor de foto'
KNOWN_BY = {
    "another text": {"summary": "Foto: https://foto.example/@kwikzilver"},
    "a mention": {
        "tag": [
            {
                "type": "Mention",
                "href": "https://foto.example/users/kwikzilver",
                "name": "@kwikzilver@foto.example",
            }
        ]
    },
}


@pytest.mark.parametrize("how", KNOWN_BY)
def test_a_link_that_became_known_as_of_somebody_is_no_edit(archive, how):
    """Another thread told whose it is: what was held is corrected, and is what it was."""
    archive.take(export(archive, JANUARY, line(post(1, LINK))))
    pieces = (line(post(1, LINK)), noted(post(2, "Nog een foto"), **KNOWN_BY[how]))
    runs = [archive.take(export(archive, day, *pieces)) for day in (MARCH, MAY, MAY)]
    assert [run["new_versions"] for run in runs] == [0, 0, 0]
    assert sum(run["corrected"] for run in runs) == 1
    assert set(states(archive)) == {"present"}
    assert archive.rows()[0]["text"].startswith("Dank aan @Burger-")
    for word in (b"kwikzilver", b"Kees Zilver"):
        assert word not in archive.bytes_of_all()


def test_what_a_dead_run_left_of_a_link_is_corrected_by_the_next(archive, monkeypatch):
    archive.take(export(archive, JANUARY, line(post(1, LINK))))
    path = export(
        archive,
        MARCH,
        line(post(1, LINK)),
        noted(post(2, "Nog een foto"), **KNOWN_BY["a mention"]),
    )
    with monkeypatch.context() as dead:
        dead.setattr("weerklank.services.intake.take_in.join_later", lambda *_: frozenset())
        assert archive.take(path)["corrected"] == 0
    run = archive.take(path)
    assert (run["new_versions"], run["corrected"]) == (0, 1)
    assert b"kwikzilver" not in archive.bytes_of_all()


def test_the_same_file_again_adds_nothing_whatever_became_known(archive):
    path = export(
        archive,
        MARCH,
        line(post(1, LINK)),
        noted(post(2, "Nog een foto"), **KNOWN_BY["a mention"]),
    )
    archive.take(path)
    run = archive.take(path)
    assert (run["new_versions"], run["corrected"], run["already_held"]) == (0, 0, 3)
    assert b"kwikzilver" not in archive.bytes_of_all()


def test_what_was_changed_besides_is_an_edit(archive):
    archive.take(export(archive, JANUARY, line(FIRST)))
    changed = line(replace(FIRST, html="<p>Vraag van zqpieterbaas over de sluis.</p>"))
    run = archive.take(export(archive, MARCH, changed, REPLY))
    assert run["new_versions"] == 1
    assert states(archive) == ["edited"]


def test_another_name_in_the_place_of_one_is_an_edit(archive):
    """A stand-in fits the name that it stands for, not any word."""
    archive.take(export(archive, JANUARY, line(post(1, "Vraag van wie dan ook over de brug."))))
    run = archive.take(export(archive, MARCH, line(FIRST), REPLY))
    assert run["new_versions"] == 1


# --- exports of one day -------------------------------------------------------------------------


def test_exports_of_one_day_do_not_take_turns(archive):
    made = [export(archive, MARCH, summary=s).read_bytes() for s in ("Een.", "Twee.")]
    for number, versions in ((0, 1), (1, 2), (0, 2), (1, 2), (0, 2)):
        path = archive.root / "beurt.tar.gz"
        path.write_bytes(made[number])
        archive.take(path)
        assert len(archive.lines()) == versions
    # What a later day shows is newer, also when it was so before.
    archive.take(export(archive, MAY, summary="Een."))
    assert [row["text"].strip() for row in archive.lines()] == ["Een.", "Twee.", "Een."]


def test_posts_that_were_edited_at_one_moment_do_not_take_turns(archive):
    texts = [
        line(replace(FIRST, html=f"<p>{text}</p>", edited=moment(3))) for text in ("Een", "Twee")
    ]
    for number, versions in ((0, 1), (1, 2), (0, 2), (1, 2)):
        archive.take(export(archive, MARCH, texts[number]))
        assert len(archive.rows()) == versions


# --- numbers ------------------------------------------------------------------------------------


def poll(*votes: int, **more: object) -> Json:
    """Give a post that asks something, with the votes that an export shows."""
    options = [
        {"type": "Note", "name": name, "replies": {"type": "Collection", "totalItems": count}}
        for name, count in zip(("Ja", "Nee"), votes, strict=True)
    ]
    made = {"type": "Question", "oneOf": options, "endTime": "2026-01-09T09:00:00Z"}
    return noted(post(3, "Komt er een brug?"), **made, votersCount=sum(votes), **more)


CLOSED = {"closed": "2026-01-09T09:00:00Z"}


def results(archive: Archive) -> list[tuple[list[int], bool]]:
    return [
        ([option["votes"] for option in row["poll"]["options"]], row["poll"].get("closed", False))
        for row in archive.rows()
    ]


@pytest.mark.parametrize("day", [JANUARY, MARCH])
def test_the_result_of_a_poll_comes_in_and_is_no_edit(archive, day):
    archive.take(export(archive, JANUARY, poll(1, 0)))
    assert archive.take(export(archive, day, poll(812, 9041, **CLOSED)))["new_versions"] == 1
    assert results(archive) == [([1, 0], False), ([812, 9041], True)]
    assert states(archive) == ["present"]
    (hit,) = archive.good("search", "brug", "--state", "present")["hits"]
    shown = archive.good("show", hit["id"], "--versions")
    assert (shown["state"], shown["wording"], shown["version"]) == ("present", 1, 2)
    assert [option["votes"] for option in shown["poll"]["options"]] == [812, 9041]
    assert shown["poll"]["closed"] is True
    assert archive.good("search", "brug", "--state", "edited")["hits"] == []
    assert archive.good("verify", "--deep")["findings"] == []


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (JANUARY, poll(3, 0)),
        (JANUARY, poll(9, 9, **CLOSED)),
        (MARCH, poll(2, 0)),
        (MAY, poll(1, 1)),
        (MAY, poll(9, 9)),
    ],
)
def test_older_numbers_do_not_come_back(archive, day, shown):
    archive.take(export(archive, MARCH, poll(3, 4, **CLOSED)))
    assert archive.take(export(archive, day, shown))["new_versions"] == 0
    assert results(archive) == [([3, 4], True)]


def test_fewer_votes_of_one_day_are_older(archive):
    archive.take(export(archive, MARCH, poll(5, 5)))
    assert archive.take(export(archive, MARCH, poll(5, 4)))["new_versions"] == 0
    assert archive.take(export(archive, MAY, poll(5, 4)))["new_versions"] == 1


def liked(likes: int, day: int = 4) -> Json:
    return noted(
        post(day, "Mooi weer"),
        likes={"id": "x", "type": "Collection", "totalItems": likes},
        shares={"id": "y", "type": "Collection", "totalItems": 1},
    )


def test_likes_come_in_with_an_export_of_a_later_day_and_are_no_edit(archive):
    archive.take(export(archive, JANUARY, liked(2)))
    assert archive.take(export(archive, JANUARY, liked(3)))["new_versions"] == 0
    assert archive.take(export(archive, MARCH, liked(7)))["new_versions"] == 1
    assert archive.take(export(archive, MARCH, liked(7)))["new_versions"] == 0
    assert archive.take(export(archive, JANUARY, liked(2)))["new_versions"] == 0
    assert [row["counts"]["likes"] for row in archive.rows()] == [2, 7]
    assert states(archive) == ["present"]


def test_an_export_that_states_no_numbers_takes_none_away(archive):
    archive.take(export(archive, JANUARY, liked(2)))
    bare = noted(post(4, "Mooi weer"), likes=None, shares=None)
    assert archive.take(export(archive, MARCH, bare))["new_versions"] == 0


def test_an_edited_post_stays_edited_when_its_numbers_move(archive):
    archive.take(export(archive, JANUARY, liked(2)))
    changed = noted(
        post(4, "Heel mooi weer"), likes={"id": "x", "type": "Collection", "totalItems": 2}
    )
    archive.take(export(archive, MARCH, changed))
    moved = noted(
        post(4, "Heel mooi weer"), likes={"id": "x", "type": "Collection", "totalItems": 9}
    )
    archive.take(export(archive, MAY, moved))
    assert [row.get("wording") for row in archive.rows()] == [None, None, 2]
    assert states(archive) == ["edited"]

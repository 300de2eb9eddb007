"""A post that a newer, whole and signed repository lacks is deleted; nothing else says so."""

from datetime import timedelta

import pytest
from bluesky_place import MADE, ME, bare, moment, post, theirs, zipped
from place import Archive

from weerklank.testing.bluesky_export import (
    RepoAccount,
    RepoRepost,
    car,
    document,
    records,
    write_zip,
)
from weerklank.testing.bluesky_repo import RepoKey, split_blocks

BY_ID = f"https://bsky.app/profile/{ME.did}"
STAYS, GOES = post(1, "Blijft"), post(2, "Gaat weg")
SHARED = RepoRepost(published=moment(3), of=theirs(1))
LATER = MADE + timedelta(hours=1)


@pytest.fixture
def place(tmp_path):
    made = Archive(tmp_path / "plek").begin()
    made.good("account", "add", ME.url, "--kind", "corporate", "--former-url", BY_ID)
    return made


def gone(place: Archive) -> dict[str, str]:
    """Give what counts as deleted, by its text, with the moment of that."""
    hits = place.good("search", "", "--state", "deleted")["hits"]
    shown = [place.good("show", hit["id"]) for hit in hits]
    return {one.get("text"): one["deletion"]["first_missed"] for one in shown}


def test_what_a_newer_repository_lacks_is_deleted_at_its_moment(place, tmp_path):
    run = place.take(zipped(tmp_path / "1.zip", STAYS, GOES, SHARED))
    assert run["deletions"] == 0
    run = place.take(zipped(tmp_path / "2.zip", STAYS, made=LATER))
    assert (run["deletions"], run["complete"]) == (2, True)
    assert gone(place) == {"Gaat weg": "2026-03-01T13:00:00Z", "": "2026-03-01T13:00:00Z"}
    again = place.take(zipped(tmp_path / "2.zip", STAYS, made=LATER))
    assert (again["deletions"], again["deletions_withdrawn"]) == (0, 0)
    assert place.good("verify")["ok"] is True


def test_what_stands_in_a_newer_one_again_is_no_longer_deleted(place, tmp_path):
    place.take(zipped(tmp_path / "1.zip", STAYS, GOES))
    place.take(zipped(tmp_path / "2.zip", STAYS, made=LATER))
    run = place.take(zipped(tmp_path / "3.zip", STAYS, GOES, made=LATER + timedelta(hours=1)))
    assert (run["deletions_withdrawn"], gone(place)) == (1, {})
    # Of one between those it is known what came of it.
    run = place.take(zipped(tmp_path / "4.zip", STAYS, made=LATER + timedelta(minutes=5)))
    assert (run["deletions"], gone(place)) == (0, {})


def test_an_older_repository_deletes_nothing(place, tmp_path):
    # Of long ago by what its writer says, and put there only after the older state.
    put_later = post(2, "Van vroeger", name="vroeger")
    place.take(zipped(tmp_path / "2.zip", STAYS, put_later, made=LATER))
    run = place.take(zipped(tmp_path / "1.zip", STAYS))
    assert (run["deletions"], gone(place)) == (0, {})


def test_one_of_the_same_day_as_a_file_that_nobody_proved_deletes_nothing(place, tmp_path):
    place.take(bare(tmp_path / "repo.car", STAYS, GOES, made=LATER))
    run = place.take(zipped(tmp_path / "1.zip", STAYS, made=LATER + timedelta(minutes=1)))
    assert (run["deletions"], gone(place)) == (0, {})
    run = place.take(zipped(tmp_path / "2.zip", STAYS, made=LATER + timedelta(days=1)))
    assert (run["deletions"], [*gone(place)]) == (1, ["Gaat weg"])


def without_a_node(content: bytes) -> bytes:
    """Leave out one part of the tree: the rest stays readable."""
    blocks = split_blocks(content)
    nodes = [
        number for number, one in enumerate(blocks) if b"\x61e" in one and b"$type" not in one
    ]
    return b"".join(one for number, one in enumerate(blocks) if number != nodes[0])


def spoilt(name: str) -> list[tuple[str, bytes]]:
    many = [post(20 + n, f"Nog {n}") for n in range(30)]
    content = car(ME, records(ME, [STAYS, *many]), LATER)
    if name == "a part of the tree is missing":
        content = without_a_node(content)
    elif name == "cut off":
        content = content[:-10]
    elif name == "something behind it":
        content += b"\x00" * 20
    key = RepoKey(9) if name == "another key" else None
    members = [("repo.car", content), ("did.json", document(ME, key))]
    return members[:1] if name == "no document" else members


@pytest.mark.parametrize(
    "how",
    [
        "a part of the tree is missing",
        "cut off",
        "something behind it",
        "another key",
        "no document",
    ],
)
def test_one_that_is_not_whole_or_not_proven_deletes_nothing(place, tmp_path, how):
    place.take(zipped(tmp_path / "1.zip", STAYS, GOES))
    path = write_zip(tmp_path / "2.zip", spoilt(how))
    left, answer = place.run("import", str(path))
    assert left in {0, 1}
    assert (answer["runs"][0]["deletions"], gone(place)) == (0, {})


def test_a_record_that_cant_be_read_is_still_there(place, tmp_path):
    place.take(zipped(tmp_path / "1.zip", STAYS, GOES))
    content = car(ME, records(ME, [STAYS, GOES]), LATER).replace(b"Gaat weg", b"Gaat wek")
    path = write_zip(tmp_path / "2.zip", [("repo.car", content), ("did.json", document(ME))])
    run = place.take(path, code=1)
    assert ([one["kind"] for one in run["gaps"]], run["deletions"]) == (["record_broken"], 0)


def test_a_state_of_the_future_deletes_nothing(place, tmp_path):
    place.take(zipped(tmp_path / "1.zip", STAYS, GOES))
    run = place.take(zipped(tmp_path / "2.zip", STAYS, made=LATER.replace(year=2199)))
    assert (run["deletions"], gone(place)) == (0, {})


def test_single_posts_that_were_asked_for_say_nothing_of_others(place, tmp_path):
    place.take(zipped(tmp_path / "1.zip", STAYS, GOES))
    path = zipped(tmp_path / "2.zip", STAYS, made=LATER)
    run = place.take(path, "--post", STAYS.address(ME.did))
    assert (run["deletions"], gone(place)) == (0, {})


def test_what_another_did_wrote_is_not_missed(place, tmp_path):
    place.take(zipped(tmp_path / "1.zip", STAYS, GOES))
    moved = RepoAccount(
        did="did:web:voorbeelddam.example", handle=ME.handle, display_name="V", description=""
    )
    by_new_id = f"https://bsky.app/profile/{moved.did}"
    place.good("account", "edit", ME.handle, "--former-url", by_new_id)
    content = car(moved, records(moved, [post(4, "Nieuw begin")]), LATER)
    path = write_zip(tmp_path / "2.zip", [("repo.car", content), ("did.json", document(moved))])
    run = place.take(path)
    assert (run["items"]["posts"], run["deletions"], gone(place)) == (1, 0, {})

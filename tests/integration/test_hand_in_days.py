"""An account that changed hands: the scenario of its day decides of each post (A4, A5)."""

import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from place import ME, Archive, Json, line, members, noted, packed, post, tar, uri, url

from weerklank.testing.mastodon_export import ExportPost

POSTS = [post(day, f"Van dag {day}.") for day in range(1, 8)]
PROCESS = ("--process", "publiekscommunicatie")


@pytest.fixture
def export(tmp_path) -> Path:
    return packed(tmp_path, "tar.gz", members(map(line, POSTS)))


def turned(root: Path, first: str, then: str, *more: str) -> Archive:
    """An account of one kind, and of another from the day of the fourth post on."""
    archive = Archive(root / "place")
    archive.good("init", str(archive.folder), "--organisation", "Voorbeelddam", "--sealed", "12")
    archive.good("account", "add", ME.url, "--kind", first, "--since", "2025-01-01", *more)
    archive.good("account", "edit", "a0001", "--kind", then, "--since", "2026-01-05")
    return archive


@pytest.fixture
def corporate_now(tmp_path) -> Archive:
    return turned(tmp_path, "hybrid", "corporate")


def told(archive: Archive) -> list[tuple[str, str]]:
    return sorted((row["text"], row["scenario"]) for row in archive.rows())


def hand_in_notice(run: Json) -> str:
    (warning,) = [one for one in run["warnings"] if one["code"] == "hand-in-only"]
    return str(warning["message"])


def test_days_of_a_hybrid_account_do_not_come_in_whole(corporate_now, export):
    run = corporate_now.take(export)
    assert told(corporate_now) == [(f"Van dag {day}.", "B") for day in (4, 5, 6, 7)]
    assert (run["items"]["posts"], run["skipped"]["out_of_scope"]) == (4, 3)
    message = hand_in_notice(run)
    assert "2026-01-02" in message
    assert "2026-01-04" in message
    assert "handin a0001" in message
    assert run["items"]["profiles"] == 1
    assert corporate_now.good("handin", "list")["handins"] == []


def test_the_corporate_days_of_an_account_that_is_hybrid_now_come_in_whole(tmp_path, export):
    archive = turned(tmp_path, "corporate", "hybrid")
    run = archive.take(export)
    assert told(archive) == [(f"Van dag {day}.", "B") for day in (1, 2, 3)]
    assert (run["items"]["profiles"], run["skipped"]["out_of_scope"]) == (0, 4)
    assert "2026-01-05" in hand_in_notice(run)


def test_a_post_of_a_hybrid_day_is_handed_in_to_an_account_that_is_corporate_now(
    corporate_now, export
):
    given = ("a0001", "--file", str(export))
    choices = corporate_now.good("handin", *given)
    assert [one["url"] for one in choices["choices"]] == [url(made) for made in POSTS[:3]]
    assert choices["skipped"]["out_of_scope"] == 4
    done = corporate_now.good("handin", *given, "--post", url(POSTS[1]), *PROCESS)
    assert done["handin"] == "h0001"
    assert told(corporate_now) == [("Van dag 2.", "C")]
    proposed = corporate_now.good("handin", *given, "--post", uri(POSTS[0]), *PROCESS, "--propose")
    corporate_now.good("handin", "confirm", proposed["handin"], "--file", str(export))
    assert told(corporate_now) == [("Van dag 1.", "C"), ("Van dag 2.", "C")]


def test_a_named_post_is_a_hand_in_on_the_days_that_need_one_only(corporate_now, export):
    run = corporate_now.take(export, "--post", url(POSTS[6]))
    assert (run["handin"], told(corporate_now)) == (None, [("Van dag 7.", "B")])
    run = corporate_now.take(export, "--post", url(POSTS[0]), "--post", url(POSTS[5]), *PROCESS)
    assert run["handin"] == "h0001"
    (held,) = corporate_now.good("handin", "list")["handins"]
    assert len(held["posts"]) == 1


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        ("2026-01-04T23:30:00-05:00", None),  # the 5th in UTC
        ("2026-01-05T00:30:00+02:00", "2026-01-04T22:30:00Z"),
        ("2026-01-06T00:30:00Z", "2026-01-04T22:30:00Z"),
    ],
)
def test_the_moment_that_a_post_is_kept_under_decides(corporate_now, tmp_path, outer, inner):
    made = noted(POSTS[0], published=inner)
    made["published"] = outer
    corporate_now.take(packed(tmp_path, "zip", members([made])))
    assert [scenario for _, scenario in told(corporate_now)] == ([] if inner else ["B"])


# --- the profile --------------------------------------------------------------------------------


def made_on(root: Path, day: int, posts: list[ExportPost]) -> Path:
    """Give an export whose container says that it was made on a day of January 2026."""
    content = []
    for name, data in members(map(line, posts)):
        info = tarfile.TarInfo(name)
        info.mtime = int(datetime(2026, 1, day, 12, tzinfo=UTC).timestamp())
        content.append((info, data))
    return tar(root / f"made-{day}.tar.gz", content)


def profiles(archive: Archive) -> list[Json]:
    return [row for row in archive.lines() if row["kind"] == "profile"]


def codes(run: Json) -> list[str]:
    return [one["code"] for one in run["warnings"]]


def test_a_profile_is_of_the_day_that_its_export_shows(tmp_path):
    """Not of the day on which the account was made, when it was somebody's own."""
    archive = turned(tmp_path, "personal", "corporate", "--process", "werving")
    run = archive.take(made_on(tmp_path, 9, POSTS))
    (profile,) = profiles(archive)
    assert (profile["scenario"], profile["process"]) == ("B", "werving")
    assert profile["created_at"] < "2023"
    assert (run["items"]["profiles"], codes(run)) == (1, ["hand-in-only"])


@pytest.mark.parametrize("day", [1, 4])
def test_the_profile_of_a_hybrid_day_does_not_come_in_whole(corporate_now, tmp_path, day):
    run = corporate_now.take(made_on(tmp_path, day, POSTS[: day - 1]))
    assert profiles(corporate_now) == []
    assert run["items"]["profiles"] == 0
    assert "profile-by-hand" in codes(run)
    (told,) = [one for one in run["warnings"] if one["code"] == "profile-by-hand"]
    assert f"({day} January 2026)" in told["message"]
    assert b"Het account van de gemeente" not in corporate_now.bytes_of_all()
    run = corporate_now.take(made_on(tmp_path, 6, POSTS[:5]))
    assert [profile["scenario"] for profile in profiles(corporate_now)] == ["B"]
    assert "profile-by-hand" not in codes(run)


def test_nor_does_that_of_an_account_that_is_hybrid_now(tmp_path):
    archive = turned(tmp_path, "corporate", "hybrid")
    run = archive.take(made_on(tmp_path, 3, POSTS[:2]))
    assert (profiles(archive), codes(run)) == ([], ["profile-by-hand"])
    assert len(archive.rows()) == 2
    # Single posts say nothing of a profile.
    archive.good("account", "edit", "a0001", "--process", "werving")
    run = archive.take(made_on(tmp_path, 3, POSTS[:2]), "--post", url(POSTS[0]))
    assert codes(run) == []


def test_an_export_that_does_not_say_its_day_is_of_that_of_its_newest_post(
    corporate_now, tmp_path
):
    def undated(days: int) -> Path:
        return tar(tmp_path / "undated.tar.gz", members(map(line, POSTS[:days])))

    run = corporate_now.take(undated(3))
    assert (profiles(corporate_now), run["exported"]) == ([], None)
    corporate_now.take(undated(5))
    assert [profile["scenario"] for profile in profiles(corporate_now)] == ["B"]


def process_notice(run: Json) -> str:
    (warning,) = [one for one in run["warnings"] if one["code"] == "no-process"]
    return str(warning["message"])


def test_a_named_post_comes_in_without_a_process_and_it_is_told_how_to_state_one(tmp_path, export):
    """The contract's `import FILE --account A --post URL` has no --process."""
    archive = Archive(tmp_path / "place")
    archive.good("init", str(archive.folder), "--organisation", "Voorbeelddam", "--sealed", "12")
    archive.good("account", "add", ME.url, "--kind", "personal")
    run = archive.take(export, "--account", "a0001", "--post", url(POSTS[0]))
    assert told(archive) == [("Van dag 1.", "C")]
    assert [row.get("process") for row in archive.rows()] == [None]
    (held,) = archive.good("handin", "list")["handins"]
    assert (held["handin"], held["process"]) == (run["handin"], None)
    said = process_notice(run)
    for step in ("h0001", "handin a0001 --file", "--process CODE", "account edit a0001 --process"):
        assert step in said
    # What is said there to be done can be done.
    stated = ("a0001", "--file", str(export), "--post", url(POSTS[0]), *PROCESS)
    done = archive.good("handin", *stated)
    assert (done["process"], done["runs"][0]["already_held"]) == ("publiekscommunicatie", 1)
    assert done["runs"][0]["warnings"] == []
    assert archive.good("verify", "--deep")["ok"] is True


def test_the_process_of_the_account_is_that_of_a_named_post(tmp_path, export):
    archive = Archive(tmp_path / "place")
    archive.good("init", str(archive.folder), "--organisation", "Voorbeelddam", "--sealed", "12")
    archive.good("account", "add", ME.url, "--kind", "personal", "--process", "werving")
    assert archive.refuses(export, 2, "--post", url(POSTS[0]), "--process", "Geen code!")
    run = archive.take(export, "--post", url(POSTS[0]))
    assert (run["handin"], run["warnings"]) == ("h0001", [])
    (held,) = archive.good("handin", "list")["handins"]
    assert held["process"] == "werving"
    assert [row["process"] for row in archive.rows()] == ["werving"]


def test_so_it_goes_with_a_hybrid_day_of_an_account_that_is_corporate_now(corporate_now, export):
    run = corporate_now.take(export, "--post", url(POSTS[0]))
    assert "h0001" in process_notice(run)
    assert told(corporate_now) == [("Van dag 1.", "C")]
    run = corporate_now.take(export, "--post", url(POSTS[6]))  # judged by nobody: it is corporate
    assert [one["code"] for one in run["warnings"]] == []

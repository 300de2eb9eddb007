"""What was public in a download of Snapchat, through the stages that it goes through in use."""

import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from place import Archive, gap

from weerklank.connectors.snapchat import connector
from weerklank.model.errors import BrokenInput
from weerklank.testing.canaries import Canaries, CanaryClass
from weerklank.testing.closed_members import closed_members
from weerklank.testing.leak_scan import LeakScan
from weerklank.testing.snapchat_export import (
    SnapchatExportContent,
    SnapchatStory,
    big_snapchat_export,
    write_snapchat_export,
)

URL = "https://www.snapchat.com/add/voorbeelddam"
READ = ("json/account.json", "json/shared_story.json")


def told(day: int, address: str | None = None, **more) -> SnapchatStory:
    shared = datetime(2026, 3, 1, 9, tzinfo=UTC) + timedelta(days=day)
    where = f"https://story.snapchat.com/s/W7_{day:08}" if address is None else address
    return SnapchatStory(shared=shared, address=where, **more)


def export(path: Path, *, folder: str = "", **content) -> Path:
    return write_snapchat_export(path, SnapchatExportContent(**content), folder=folder)


@pytest.fixture
def place(tmp_path) -> Archive:
    made = Archive(tmp_path).begin()
    made.good("account", "add", URL, "--kind", "corporate")
    return made


@pytest.mark.parametrize("folder", ["", "mydata_1/"])
def test_stories_spotlights_and_their_files_come_in(place, tmp_path, folder):
    file = export(
        tmp_path / "mydata.zip",
        folder=folder,
        stories=[told(1), told(2, "")],
        spotlights=[told(3, "https://www.snapchat.com/spotlight/W7_abc"), told(4, seconds="3.2")],
        files={"a-b.mp4": b"film"},
    )
    run = place.take(file)
    assert run["items"] == {"profiles": 1, "posts": 3, "replies": 0, "media": 1}
    assert "visibility_not_in_export" in {one["kind"] for one in run["limits"]}
    assert run["skipped"]["direct_messages"] == 3
    rows = {(row["kind"], row["created_at"][:10]): row for row in place.rows()}
    assert rows["story", "2026-03-02"]["url"] == "https://story.snapchat.com/s/W7_00000001"
    assert rows["story", "2026-03-02"]["visibility"] == "followers"
    assert "url" not in rows["story", "2026-03-03"]
    assert "visibility" not in rows["post", "2026-03-04"]
    (loose,) = [row for row in place.rows() if row["kind"] == "medium"]
    assert loose["visibility"] == "followers"
    assert [one.read_bytes() for one in place.media_files()] == [b"film"]
    place.good("verify", "--deep")
    again = place.take(file)
    assert (again["items"]["posts"], again["items"]["media"], again["new_versions"]) == (0, 0, 0)


def test_a_download_without_anything_public_says_so(place, tmp_path):
    run = place.take(export(tmp_path / "e.zip"), code=1)
    assert gap(run, "nothing_public")["count"] == 1
    assert place.rows() == []
    run = place.take(export(tmp_path / "f.zip", has_profiles=True), code=1)
    assert gap(run, "part_unknown")["count"] == 1


def test_nothing_else_is_opened(place, tmp_path):
    canary = Canaries().give("closed", CanaryClass.THIRD)
    file = export(
        tmp_path / "e.zip",
        stories=[told(1, more={"Nieuw": canary.name})],
        correspondent=canary.name,
    )
    with closed_members(lambda name: name not in READ) as opened:
        run = place.take(file)
    assert opened == []
    found = LeakScan([canary]).folder(place.folder)
    assert [one for one in found if one.canary is not None] == []
    assert not any(needle in json.dumps(run) for needle in canary.needles)


def test_broken_stories_cost_themselves(place, tmp_path):
    good = b'{"Story Date": "2026-03-02 09:00:00 UTC", "Story URL": ""}'
    odd = b'{"Shared Story": [' + good + b', {"Story Date": "ooit"}, 7, ' + good[:20]
    run = place.take(export(tmp_path / "e.zip", odd=odd), code=1)
    assert gap(run, "record_broken")["count"] == 2
    assert gap(run, "file_damaged")["count"] == 1
    assert len(place.rows()) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("json/account.json", b'{"Iets": {}}'),
        ("json/account.json", b"[]"),
        ("json/other.json", b'{"Basic Information": {}}'),
    ],
)
def test_what_is_not_snapchats_is_left_to_others(tmp_path, name, content):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as made:
        made.writestr(name, content)
    assert connector().open_export(tmp_path / "x.zip") is None
    (tmp_path / "y").write_bytes(content)
    assert connector().open_export(tmp_path / "y") is None


def test_a_download_as_pages_is_refused_with_what_to_do(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as made:
        for name in ("html/account.html", "html/snap_history.html"):
            made.writestr(name, b"<html>")
    with pytest.raises(BrokenInput) as refused:
        connector().open_export(tmp_path / "x.zip")
    assert refused.value.code == "IMPORT-027"


def test_many_stories_are_one_after_another(tmp_path):
    big_snapchat_export(tmp_path / "e", 300)
    found = [one for one in connector().open_export(tmp_path / "e").scan() if hasattr(one, "url")]
    assert len({one.native_id for one in found}) == 300

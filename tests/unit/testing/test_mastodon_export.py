"""Synthetic exports look like real ones, are the same every time and take little memory."""

import gzip
import hashlib
import json
import subprocess
import sys
import tarfile
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from weerklank.testing.mastodon_export import (
    PUBLIC,
    ExportAccount,
    ExportBoost,
    ExportMedium,
    ExportPoll,
    ExportPost,
    activity,
    big_export,
    snowflake,
    write_export,
)

SAMPLES = Path(__file__).parents[3].parent / "shared/samples/mastodon/archive-fossilizer-mini"
NOON = datetime(2026, 1, 17, 12, tzinfo=UTC)
ACCOUNT = ExportAccount(
    host="dam.example",
    name="dam",
    display_name="Dam",
    summary_html="<p>Dam</p>",
    actor_id="https://dam.example/users/dam",
    created=NOON,
)
FOLLOWERS = "https://dam.example/users/dam/followers"
ANN = ("https://mast.example/users/ann", "@ann@mast.example")
PICTURE = ExportMedium(
    path="/media_attachments/files/001/002/003/original/00ff.png",
    content_type="image/png",
    alt="Dijk",
    width=4,
    height=3,
    data=b"picture",
)


def a_post(**changes: Any) -> ExportPost:
    values: dict[str, Any] = {
        "number": snowflake(NOON),
        "published": NOON,
        "html": "<p>Dag & hoi</p>",
    }
    return ExportPost(**values | changes)


def members(path: Path) -> dict[str, bytes]:
    if path.name.endswith(".zip"):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            return {name: archive.read(name) for name in archive.namelist()}
    with tarfile.open(path) as tar:
        found = {}
        for member in tar:
            source = tar.extractfile(member)
            assert source is not None
            assert member.mtime == 0
            found[member.name] = source.read()
        return found


@pytest.fixture
def samples() -> Path:
    if not SAMPLES.is_dir():
        pytest.skip(f"the real examples are not here: {SAMPLES}")
    return SAMPLES


def sample(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text("utf-8"))


def test_an_older_post_has_the_keys_of_a_real_one_in_its_order(samples: Path) -> None:
    real = sample(samples, "outbox.json")["orderedItems"][0]
    ours = activity(ACCOUNT, a_post(language="en"), modern=False)
    assert list(ours) == list(real)
    for part in ("object", "signature"):
        assert list(ours[part]) == list(real[part])
    assert list(ours["object"]["replies"]) == list(real["object"]["replies"])
    assert list(ours["object"]["replies"]["first"]) == list(real["object"]["replies"]["first"])
    assert len(ours["signature"]["signatureValue"]) == len(real["signature"]["signatureValue"])


def test_media_and_mentions_have_the_keys_of_real_ones(samples: Path) -> None:
    real = sample(samples, "activity-with-attachment.json")
    post = a_post(media=(PICTURE,), mentions=(ANN,), summary="Let op")
    ours = activity(ACCOUNT, post, modern=False)
    assert list(ours["object"]) == list(real["object"])
    assert list(ours["object"]["attachment"][0]) == list(real["object"]["attachment"][0])
    assert list(ours["object"]["tag"][0]) == list(real["object"]["tag"][0])


def test_outbox_and_actor_have_the_keys_of_real_ones(samples: Path, tmp_path: Path) -> None:
    avatar = ExportMedium(
        path="avatar.png", content_type="image/png", alt=None, width=1, height=1, data=b"a"
    )
    path = tmp_path / "a.tar.gz"
    write_export(path, ACCOUNT, [a_post()], modern=False, avatar=avatar, header=avatar)
    found = members(path)
    assert list(json.loads(found["outbox.json"])) == list(sample(samples, "outbox.json"))
    ours, real = json.loads(found["actor.json"]), sample(samples, "actor.json")
    assert list(ours) == [key for key in real if key != "movedTo"]
    assert ours["@context"] == real["@context"]
    for part in ("publicKey", "icon", "image", "endpoints"):
        assert list(ours[part]) == list(real[part])


def test_a_modern_post_has_what_newer_servers_add() -> None:
    post = a_post(
        edited=NOON + timedelta(hours=1),
        quote="https://mast.example/users/ann/statuses/1",
        likes=3,
        shares=2,
    )
    note = activity(ACCOUNT, post)["object"]
    assert [key for key in note if key in {"conversation", "context", "content"}] == [
        "conversation",
        "context",
        "content",
    ]
    assert note["updated"] == "2026-01-17T13:00:00Z"
    assert (note["likes"]["totalItems"], note["shares"]["totalItems"]) == (3, 2)
    assert note["quote"] == note["quoteUri"] == post.quote
    assert note["interactionPolicy"] == {"canQuote": {"automaticApproval": [PUBLIC]}}
    assert "signature" not in activity(ACCOUNT, post)


def test_a_poll_is_a_question() -> None:
    poll = ExportPoll(options=(("Ja", 3), ("Nee", 1)), end=NOON)
    note = activity(ACCOUNT, a_post(poll=poll))["object"]
    assert note["type"] == "Question"
    assert [(o["name"], o["replies"]["totalItems"]) for o in note["oneOf"]] == [
        ("Ja", 3),
        ("Nee", 1),
    ]
    assert note["votersCount"] == 4
    assert note["closed"] == note["endTime"] == "2026-01-17T12:00:00Z"


@pytest.mark.parametrize(
    ("visibility", "to", "cc"),
    [
        ("public", [PUBLIC], [FOLLOWERS, ANN[0]]),
        ("unlisted", [FOLLOWERS], [PUBLIC, ANN[0]]),
        ("followers", [FOLLOWERS], [ANN[0]]),
        ("direct", [ANN[0]], []),
    ],
)
def test_visibility_is_told_by_the_audience(visibility: str, to: list[str], cc: list[str]) -> None:
    made = activity(ACCOUNT, a_post(visibility=visibility, mentions=(ANN,)))
    assert (made["to"], made["cc"]) == (to, cc)
    assert (made["object"]["to"], made["object"]["cc"]) == (to, cc)


def test_a_boost_holds_a_uri_alone() -> None:
    boost = ExportBoost(number=1, published=NOON, object_uri=f"{ANN[0]}/statuses/9")
    made = activity(ACCOUNT, boost)
    assert (made["type"], made["object"]) == ("Announce", f"{ANN[0]}/statuses/9")
    assert made["cc"] == [ANN[0], FOLLOWERS]


@pytest.mark.parametrize("style", ["tar.gz", "zip"])
@pytest.mark.parametrize("modern", [True, False])
def test_an_export_holds_what_was_put_in(tmp_path: Path, style: Any, modern: bool) -> None:
    path = tmp_path / f"a.{style}"
    items: Iterator[ExportPost] = iter([a_post(media=(PICTURE,)), a_post(number=5)])
    count = write_export(
        path,
        ACCOUNT,
        items,
        style=style,
        modern=modern,
        likes=["https://mast.example/1"],
        extra_members=[("vreemd.txt", b"x")],
    )
    found = members(path)
    outbox = json.loads(found["outbox.json"])
    assert count == outbox["totalItems"] == len(outbox["orderedItems"]) == 2
    assert b"\n" not in found["outbox.json"]
    assert b"\\u003cp\\u003eDag \\u0026 hoi" in found["outbox.json"]
    assert found[PICTURE.path.lstrip("/")] == b"picture"
    assert outbox["orderedItems"][0]["object"]["attachment"][0]["url"] == PICTURE.path
    assert json.loads(found["likes.json"])["orderedItems"] == ["https://mast.example/1"]
    assert json.loads(found["bookmarks.json"])["totalItems"] == 0
    assert json.loads(found["actor.json"])["preferredUsername"] == "dam"
    assert list(found)[-1] == "vreemd.txt"
    media_first = list(found).index(PICTURE.member) < list(found).index("outbox.json")
    assert media_first == (style == "tar.gz")


def test_an_export_may_be_empty_or_state_another_total(tmp_path: Path) -> None:
    path = tmp_path / "a.tar.gz"
    assert write_export(path, ACCOUNT, [], total_items=7) == 0
    outbox = json.loads(members(path)["outbox.json"])
    assert (outbox["totalItems"], outbox["orderedItems"]) == (7, [])


@pytest.mark.parametrize("style", ["tar.gz", "zip"])
def test_a_big_export_is_the_same_for_the_same_seed(tmp_path: Path, style: Any) -> None:
    hashes = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        path = tmp_path / f"{name}.{style}"
        big_export(path, 200, seed=seed, style=style, media_every=50)
        hashes.append(hashlib.sha256(path.read_bytes()).hexdigest())
    assert hashes[0] == hashes[1] != hashes[2]


def test_a_big_export_is_like_the_account_of_a_municipality(tmp_path: Path) -> None:
    path = tmp_path / "big.tar.gz"
    assert big_export(path, 3000, media_every=1000) == 3000
    found = members(path)
    items = json.loads(found["outbox.json"])["orderedItems"]
    assert sum(name.endswith(".png") for name in found) == 3
    moments = [item["published"] for item in items]
    assert moments == sorted(moments)
    assert (moments[0][:4], moments[-1][:4]) == ("2016", "2026")
    assert len({item["id"] for item in items}) == 3000
    notes = [item["object"] for item in items]
    assert 0.3 < sum(note["inReplyTo"] is not None for note in notes) / 3000 < 0.36
    ids = {note["id"] for note in notes}
    own = [note for note in notes if note["inReplyTo"] and "grootdam" in note["inReplyTo"]]
    assert own
    assert {note["inReplyTo"] for note in own} <= ids
    assert all(len(item["signature"]["signatureValue"]) == 344 for item in items)
    assert 2000 < len(found["outbox.json"]) / 3000 < 2800


@pytest.mark.parametrize("style", ["tar.gz", "zip"])
def test_memory_stays_flat(tmp_path: Path, style: Any) -> None:
    tracemalloc.start()
    try:
        big_export(tmp_path / "big", 4000, style=style)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 6_000_000  # a post that stayed would take 2,400 bytes


def test_the_command_line_writes_an_export(tmp_path: Path) -> None:
    path = tmp_path / "big.tar.gz"
    source = Path(__file__).parents[3] / "src"
    command = [
        sys.executable,
        "-m",
        "weerklank.testing.mastodon_export",
        str(path),
        "--posts",
        "5",
    ]
    done = subprocess.run(
        command, env={"PYTHONPATH": str(source)}, check=True, capture_output=True, text=True
    )
    assert "5 posts" in done.stdout
    with gzip.open(path) as plain:
        assert plain.read(11) == b"outbox.json"

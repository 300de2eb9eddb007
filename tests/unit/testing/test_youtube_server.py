"""The test double of YouTube answers what its discovery document says, and our shapes know it all.

`youtube_discovery.json` holds names and kinds of the fields that are asked for, from the discovery
document `youtube.v3`. The whole document comes with `google-api-python-client`, which is no
dependency: where it is installed, the extract is held against it.
"""

import json
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from weerklank.connectors.youtube.api_shape import CHANNEL, COMMENT, PLAYLIST, VIDEO
from weerklank.connectors.youtube.manifest import ORIGIN
from weerklank.connectors.youtube.sign_in import READ_ONLY
from weerklank.model.raw import Field, Rule
from weerklank.testing.youtube_shown import (
    FORCE_SSL,
    ShownChannel,
    ShownComment,
    ShownPlaylist,
    ShownVideo,
    YouTubeShown,
)

EXTRACT = json.loads((Path(__file__).parent / "youtube_discovery.json").read_text())
SCHEMAS = EXTRACT["schemas"]
KINDS = {"string": str, "boolean": bool, "integer": int, "number": (int, float)}
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
#: Banners of before 2020, image maps and the like, which YouTube no longer gives.
OF_THE_PAST = ("brandingSettings/image/",)


def faults(value: Any, kind: Any, where: str = "") -> list[str]:
    """Give where a value is not of a kind; a field that the kind has not is one too."""
    if isinstance(kind, str) and kind in KINDS:
        return [] if isinstance(value, KINDS[kind]) else [f"{where} is no {kind}"]
    if isinstance(kind, str):
        return faults(value, SCHEMAS[kind], where)
    if isinstance(kind, list):
        return [f for one in value for f in faults(one, kind[0], f"{where}/#")]
    if set(kind) == {"*"}:
        return [f for one in value.values() for f in faults(one, kind["*"], f"{where}/*")]
    unknown = [f"{where}/{name} is unknown" for name in value if name not in kind]
    known = [(name, one) for name, one in value.items() if name in kind]
    return [
        *unknown,
        *(f for name, one in known for f in faults(one, kind[name], f"{where}/{name}")),
    ]


def shown() -> YouTubeShown:
    channel = ShownChannel()
    video = ShownVideo(
        native_id="video-00001",
        title="Een",
        published=NOON,
        tags=("a",),
        live="live",
        localizations=(("en", "One", "Text"),),
    )
    comments = [
        ShownComment(
            native_id=native,
            video=video.native_id,
            text="Dag",
            published=NOON,
            author="UCiemand",
            name="@iemand",
            parent=parent,
        )
        for native, parent in (("Ug1", None), ("Ug1.2", "Ug1"))
    ]
    return YouTubeShown(channel, [video], comments, address="https://127.0.0.1")


@pytest.mark.parametrize(
    ("record", "schema"),
    [
        (shown().channel_json(), "Channel"),
        (shown().video_json(shown().videos[0]), "Video"),
        (shown().listed_json(shown().videos[0], 0), "PlaylistItem"),
        (
            shown().playlist_json(ShownPlaylist(native_id="PLeen", title="A", made=NOON)),
            "Playlist",
        ),
        (shown().thread_json(shown().comments[0]), "CommentThread"),
        (shown().comment_json(shown().comments[1]), "Comment"),
    ],
)
def test_the_double_answers_what_the_document_says(record, schema):
    assert faults(record, SCHEMAS[schema]) == []


def paths(kind: Any, where: str = "") -> list[str]:
    """Give the fields of a kind, each by its path."""
    if isinstance(kind, str):
        return [where] if kind in KINDS else paths(SCHEMAS[kind], where)
    if isinstance(kind, list):
        return paths(kind[0], where)
    if set(kind) == {"*"}:
        return paths(kind["*"], where)
    return [p for name, one in kind.items() for p in paths(one, f"{where}/{name}".lstrip("/"))]


def rule_at(rule: Rule, path: str) -> Rule | None:
    for step in path.split("/"):
        if not isinstance(rule, dict):
            return rule
        found = rule.get(step)
        if found is None:
            return None
        rule = found
    return rule


@pytest.mark.parametrize(
    ("schema", "shape"),
    [("Video", VIDEO), ("Channel", CHANNEL), ("Comment", COMMENT), ("Playlist", PLAYLIST)],
)
def test_each_field_that_is_asked_for_has_a_place_in_our_shape(schema, shape):
    unknown = [path for path in paths(SCHEMAS[schema]) if rule_at(shape, path) is None]
    # Each system by which a video may be rated is a field there, and a value in our record.
    left = [
        p for p in unknown if not p.startswith(("contentDetails/contentRating/", *OF_THE_PAST))
    ]
    assert left == []


def test_what_a_thread_tells_of_a_comment_has_a_place():
    told = {path for path in paths(SCHEMAS["CommentThreadSnippet"]) if "/" not in path}
    assert told - {"channelId", "videoId"} == set(COMMENT["thread"])  # type: ignore[arg-type] # an object
    assert rule_at(COMMENT, "snippet/authorChannelId/value") is Field.DROP


def test_comments_need_a_permission_that_writes_and_all_else_does_not():
    assert f"{ORIGIN}/" == EXTRACT["rootUrl"]
    for name, told in EXTRACT["lists"].items():
        reads = READ_ONLY in told["scopes"]
        assert reads is (name not in {"commentThreads", "comments"})
        assert FORCE_SSL in told["scopes"]


def test_the_extract_is_what_the_whole_document_says():
    if find_spec("googleapiclient") is None:
        pytest.skip("google-api-python-client, which holds the document, is not installed")
    package = Path(str(find_spec("googleapiclient").submodule_search_locations[0]))  # type: ignore[union-attr,index] # looked at above
    path = package / "discovery_cache" / "documents" / "youtube.v3.json"
    document = json.loads(path.read_text("utf-8"))
    for name in ("CommentSnippet", "CommentThreadSnippet", "VideoStatistics", "VideoStatus"):
        assert set(SCHEMAS[name]) == set(document["schemas"][name]["properties"])
    for name, told in EXTRACT["lists"].items():
        method = document["resources"][name]["methods"]["list"]
        assert told["scopes"] == sorted(method["scopes"])
        assert told["path"] == method["path"] == f"youtube/v3/{name}"
        for parameter, rules in told["parameters"].items():
            assert rules.items() <= method["parameters"][parameter].items()

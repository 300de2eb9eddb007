"""The bench of YouTube's API: our double of it, read with a key, which gives comments too."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from weerklank.connectors.youtube import YouTube
from weerklank.model.json_value import Json
from weerklank.testing.canaries import Canary
from weerklank.testing.conformance import LiveBench, Scene
from weerklank.testing.endless_list import EndlessPage
from weerklank.testing.youtube_server import youtube_server
from weerklank.testing.youtube_shown import (
    KEY,
    ShownChannel,
    ShownComment,
    ShownVideo,
    YouTubeShown,
)

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def _video(number: int) -> ShownVideo:
    return ShownVideo(
        native_id=f"film-{number:06}",
        title=f"Film {number}",
        published=NOON + timedelta(days=number),
    )


def _comment(person: Canary, video: str, says: str) -> ShownComment:
    return ShownComment(
        native_id=f"Ug{person.number}",
        video=video,
        text=f"Ik ben {person.name}{says}",
        published=NOON + timedelta(days=2),
        author=f"UC{person.number}",
        name=person.name,
        page=f"http://www.youtube.com/@{person.local}",
    )


@contextmanager
def _serve(scene: Scene) -> Iterator[YouTubeShown]:
    videos = [_video(number) for number in range(scene.posts)]
    comments = []
    person = scene.person
    if person:
        words = f"Dag {person.name}, zie {person.address} of @{person.handle}, ook @{person.local}"
        videos[1] = replace(videos[1], description=words, kept_back=scene.hidden_replies)
        comments = [_comment(person, videos[1].native_id, scene.says)]
    shown = YouTubeShown(ShownChannel(), videos, comments, hidden=scene.hidden)
    with youtube_server(shown) as served:
        yield served
    assert served.chats_asked == []


def _without_next(body: Json) -> Json:
    if isinstance(body, dict):
        return {name: value for name, value in body.items() if name != "nextPageToken"}
    return body


def _endless(body: Any, page: EndlessPage) -> Any:
    """Let the list lead on; films that it makes up are given by nobody."""
    items = [] if page.posts is None else body["items"]
    for one in items:
        one["contentDetails"]["videoId"] += f"-{page.posts}"
    return {**body, "items": items, "nextPageToken": f"blz{page.leads_to}"}


YOUTUBE = LiveBench(
    connector=YouTube(),
    serve=_serve,
    is_list=lambda path: path.startswith("/youtube/v3/playlistItems"),
    steady_field="definition",
    endless=_endless,
    tells_gone=False,  # what is private is missing to everyone but its owner
    without_next=_without_next,
    token=KEY,
)

"""The bench of TikTok's Display API, on a double of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from weerklank.connectors.tiktok import TikTok
from weerklank.testing.conformance import LiveBench, Scene
from weerklank.testing.endless_list import EndlessPage, renumbered
from weerklank.testing.tiktok_server import (
    TikTokServer,
    TikTokVideo,
    tiktok_number,
    tiktok_server,
)

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
TOKEN = "act.proef"


def _video(day: int, caption: str) -> TikTokVideo:
    at = NOON + timedelta(days=day)
    return TikTokVideo(number=tiktok_number(at), published=at, caption=caption)


@contextmanager
def tiktok(scene: Scene) -> Iterator[TikTokServer]:
    """Serve what a scene asks for. There are no replies in this API, and no messages.

    So nothing of it tells what a person is called besides their handle and address.
    """
    videos = [_video(day, f"Film {day}") for day in range(scene.posts)]
    if scene.person:
        who = scene.person
        words = f"Dag @{who.local}, zie {who.address} of @{who.handle}"
        videos[1] = replace(videos[1], caption=words, title=words, comments=1)
    with tiktok_server(videos, token=TOKEN, hidden=scene.hidden) as server:
        if scene.person:
            server.bio = f"Met dank aan @{scene.person.local}, {scene.person.address}"
        yield server


def without_next(body: Any) -> Any:
    """Take out of a page where its list goes on."""
    data = body.get("data") if isinstance(body, dict) else None
    if isinstance(data, dict):
        data.pop("cursor", None)
        data.pop("has_more", None)
    return body


def endless(body: Any, page: EndlessPage) -> Any:
    """Let the list lead on, to what is older each time."""
    told = renumbered(body, r"(?<!\d)7\d{18}(?!\d)", page)
    videos = [] if page.posts is None else told["data"]["videos"]
    cursor = 1_700_000_000_000 - page.leads_to
    return {**told, "data": {"videos": videos, "cursor": cursor, "has_more": True}}


TIKTOK = LiveBench(
    connector=TikTok(),
    serve=tiktok,
    is_list=lambda path: path.startswith("/v2/video/list/"),
    steady_field="share_count",
    endless=endless,
    tells_gone=False,
    without_next=without_next,
    token=TOKEN,
)

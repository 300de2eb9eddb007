"""The bench of Bluesky's API: an account on our double, as bad as wanted."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from instagram_live_bench import picture

from weerklank.connectors.bluesky import Bluesky
from weerklank.connectors.bluesky.manifest import MANIFEST
from weerklank.testing.bluesky_export import RepoAccount, RepoMedium, RepoPost
from weerklank.testing.bluesky_server import BlueskyServer, SkyReply, bluesky_server
from weerklank.testing.conformance import LiveBench, Scene
from weerklank.testing.endless_list import EndlessPage

SIGNS = "234567abcdefghijklmnopqrstuvwxyz"
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ME = RepoAccount(
    did="did:plc:gemeentevoorbeelddamgeme",
    handle="gemeente.voorbeelddam.example",
    display_name="Gemeente Voorbeelddam",
    description="Ja",
)


def asking(address: str) -> Bluesky:
    """Give the connector that asks a double."""
    made = Bluesky()
    made.manifest = replace(MANIFEST, api=address)
    return made


@contextmanager
def bluesky(scene: Scene) -> Iterator[BlueskyServer]:
    """Serve what a scene asks for."""
    posts = [
        RepoPost(
            published=NOON + timedelta(days=day),
            text=f"Bericht {day}",
            images=(RepoMedium(data=picture(day)),) if scene.pictures else (),
        )
        for day in range(scene.posts)
    ]
    person, hidden, replies = scene.person, {}, []
    if person:
        handle = f"{person.local}.{person.number}.example"
        did = f"did:web:{handle}"
        words = f"Dag {person.name}, zie {person.address} of @{handle} of @{person.handle}"
        posts[1] = replace(posts[1], text=words, dids={handle: did})
        top = posts[1].address(ME.did)
        replies = [
            SkyReply(
                did=did,
                handle=handle,
                name=person.name,
                text=f"Ik ben {person.name}{scene.says}",
                answers=top,
                root=top,
                published=NOON + timedelta(days=2),
            )
        ]
        hidden = {top: scene.hidden_replies}
    more: dict[str, Any] = {"hidden": scene.hidden, "hidden_replies": hidden}
    with bluesky_server(ME, posts, replies=replies, **more) as server:
        yield server


def without_cursor(body: Any) -> Any:
    return {name: one for name, one in body.items() if name != "cursor"}


def endless(body: Any, page: EndlessPage) -> Any:
    """Let the list lead on; of a key the last signs tell clocks apart, and not when it was."""
    number = page.posts or 0
    signs = f"{SIGNS[number // 32 % 32]}{SIGNS[number % 32]}"
    records = [] if page.posts is None else body["records"]
    for one in records:
        one["uri"] = f"{one['uri'][:-2]}{signs}"
    return {"records": records, "cursor": f"c{page.leads_to}"}


BLUESKY = LiveBench(
    connector=Bluesky(),
    serve=bluesky,
    is_list=lambda path: "listRecords" in path and "feed.post&" in path,
    steady_field="likeCount",
    endless=endless,
    shows_pictures=True,
    without_next=without_cursor,
    at=asking,
)

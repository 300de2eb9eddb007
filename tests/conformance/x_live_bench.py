"""The bench of X's API, on our double of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from weerklank.connectors.x import X
from weerklank.testing.canaries import Canary
from weerklank.testing.conformance import LiveBench, Scene
from weerklank.testing.endless_list import EndlessPage, renumbered
from weerklank.testing.x_api_json import Json, mention_json, post_json, reply_json, user_json
from weerklank.testing.x_server import XServer, x_server

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ME = user_json("7000001", "Voorbeelddam", "Gemeente Voorbeelddam", description="Ja")
SOMEBODY, TOKEN = "8000001", "kanarie-x-7f3c9e51"


def flat(person: Canary) -> str:
    """Give the handle that somebody has on X."""
    return person.local.replace(".", "_")


def x_post(day: int, text: str, **more: Any) -> Json:
    return post_json(NOON - timedelta(days=900 - day), ME["id"], text, **more)


def _mentioning(person: Canary, day: int, replies: int) -> Json:
    text = f"Dag {person.name}, zie {person.address} of @{flat(person)}"
    made = x_post(day, text)
    entities = {"mentions": [mention_json(text, flat(person), SOMEBODY)]}
    metrics = {**made["public_metrics"], "reply_count": replies}
    return {**made, "entities": entities, "public_metrics": metrics}


@contextmanager
def x(scene: Scene) -> Iterator[XServer]:
    """Serve what a scene asks for. X has no list in which a direct message may stand."""
    posts = [x_post(day, f"Bericht {day}") for day in range(scene.posts)]
    users: dict[str, Json] = {}
    person = scene.person
    if person:
        posts[1] = _mentioning(person, 1, 1 + scene.hidden_replies)
        users[SOMEBODY] = user_json(SOMEBODY, flat(person), person.name)
        answer = f"Ik ben {person.name} van {person.address}{scene.says}"
        posts.append(reply_json(NOON - timedelta(days=1), SOMEBODY, answer, posts[1]))
    with x_server(ME, *posts, users=users, hidden=scene.hidden) as server:
        server.now = NOON
        server.oauth.tokens[TOKEN] = ("tweet.read", "users.read", "offline.access")
        yield server


def is_x_list(path: str) -> bool:
    return path.startswith(f"/2/users/{ME['id']}/tweets")


def without_next(body: Any) -> Any:
    """Take out of an answer where its list goes on."""
    meta = {key: part for key, part in body.get("meta", {}).items() if key != "next_token"}
    return {**body, "meta": meta} if "meta" in body else body


def endless(body: Any, page: EndlessPage) -> Any:
    """Let the list lead on."""
    told = renumbered(body, r"(?<!\d)\d{17,}(?!\d)", page)
    data = [] if page.posts is None else told["data"]
    meta = {"result_count": len(data), "next_token": f"t{page.leads_to}"}
    return {**told, "data": data, "meta": meta}


X_LIVE = LiveBench(
    connector=X(),
    serve=x,
    is_list=is_x_list,
    steady_field="possibly_sensitive",
    endless=endless,
    without_next=without_next,
    token=TOKEN,
)

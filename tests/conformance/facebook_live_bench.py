"""The API of Facebook Pages for the suite: our double of it, which is no Facebook."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from instagram_live_bench import leading_on, picture, without_next

from weerklank.connectors.facebook import Facebook
from weerklank.testing.conformance import LiveBench, Scene
from weerklank.testing.endless_list import EndlessPage, renumbered
from weerklank.testing.facebook_server import NUMBER, TOKEN, FacebookDouble, facebook_server

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
FIRST = 500_000_000_000


@contextmanager
def facebook(scene: Scene) -> Iterator[FacebookDouble]:
    double = FacebookDouble("gemeentevoorbeelddam", "Gemeente Voorbeelddam")
    double.edge(NUMBER, "published_posts").hidden = scene.hidden
    person = scene.person
    for day in range(scene.posts):
        text = f"Bericht {day}"
        if person and day == 1:
            text = f"Dag {person.name}, zie {person.address} of @{person.local}"
        parts = {"data": [double.photo(FIRST + 500 + day)]}
        double.post(FIRST + day, NOON + timedelta(days=day), text, attachments=parts)
        double.files[f"/files/{FIRST + 500 + day}.jpg"] = "image/png", picture(day)
    if person:
        post = f"{NUMBER}_{FIRST + 1}"
        by = ("7000000000000001", person.name)
        double.comment(
            900, NOON + timedelta(days=2), f"Ik ben {person.name}{scene.says}", by, post
        )
        double.edge(post, "comments").hidden = scene.hidden_replies
        double.nodes[post].record["message_tags"] = [
            {"id": str(person.number), "name": person.name, "type": "user", "offset": 4}
        ]
    if scene.sender:
        double.edge(NUMBER, "conversations").ids.append("t_1")
    with facebook_server(double):
        yield double


def endless(body: Any, page: EndlessPage) -> Any:
    return leading_on(renumbered(body, r"(?<!\d)500\d{9}(?!\d)", page), page)


FACEBOOK = LiveBench(
    connector=Facebook(),
    serve=facebook,
    is_list=lambda path: "/me/published_posts?" in path,
    steady_field="status_type",
    endless=endless,
    shows_pictures=True,
    without_next=without_next,
    token=TOKEN,
)

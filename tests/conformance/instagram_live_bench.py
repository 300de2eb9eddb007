"""Instagram's API for the suite: our double of it, which is no Instagram."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from weerklank.connectors.instagram import Instagram
from weerklank.testing.conformance import LiveBench, Scene
from weerklank.testing.endless_list import EndlessPage, renumbered
from weerklank.testing.instagram_server import TOKEN, InstagramDouble, instagram_server
from weerklank.testing.png import encode_png

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
FIRST = 17_900_000_000_000_000


def picture(number: int) -> bytes:
    return encode_png(1, 1, [(number % 256, number // 256, 0)], [b"\0"])


@contextmanager
def instagram(scene: Scene) -> Iterator[InstagramDouble]:
    double = InstagramDouble("gemeentevoorbeelddam", "Gemeente Voorbeelddam")
    double.hidden = scene.hidden
    person = scene.person
    for day in range(scene.posts):
        text = f"Bericht {day}"
        if person and day == 1:
            # Of nobody does the API tell more of a name than the handle.
            text = f"Dag @{person.local}, zie {person.address}"
        number = double.post(FIRST + day, NOON + timedelta(days=day), text)
        double.files[f"/files/{number}.jpg"] = "image/png", picture(day)
    if person:
        by = ("6800000000000001", person.local)
        double.comment(
            FIRST + 900,
            NOON + timedelta(days=2),
            f"Ik ben {person.local}{scene.says}",
            by,
            str(FIRST + 1),
        )
        double.edge(str(FIRST + 1), "comments").hidden = scene.hidden_replies
    if scene.sender:
        double.edge(double.me, "conversations").ids.append("aWdfZAG06")
    with instagram_server(double):
        yield double


def is_list(path: str) -> bool:
    return "/me/media?" in path


def without_next(body: Any) -> Any:
    """Take out of a list where it goes on."""
    return {name: one for name, one in body.items() if name != "paging"} if body else body


def leading_on(body: Any, page: EndlessPage) -> Any:
    """Let a list of Meta's API lead on."""
    after = f"kanarie{page.leads_to}"
    next_page = f"https://graph.example/?after={after}"
    data = [] if page.posts is None else body["data"]
    return {**body, "data": data, "paging": {"cursors": {"after": after}, "next": next_page}}


def endless(body: Any, page: EndlessPage) -> Any:
    return leading_on(renumbered(body, r"(?<!\d)179\d{14}(?!\d)", page), page)


INSTAGRAM = LiveBench(
    connector=Instagram(),
    serve=instagram,
    is_list=is_list,
    steady_field="is_comment_enabled",
    endless=endless,
    shows_pictures=True,
    without_next=without_next,
    token=TOKEN,
)

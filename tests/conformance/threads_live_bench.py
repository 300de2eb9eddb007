"""The API of Threads for the suite: our double of it, which is no Threads."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from instagram_live_bench import leading_on, picture, without_next

from weerklank.connectors.threads import Threads
from weerklank.testing.conformance import LiveBench, Scene
from weerklank.testing.endless_list import EndlessPage, renumbered
from weerklank.testing.threads_server import NUMBER, TOKEN, ThreadsDouble, threads_server

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
FIRST = 18_000_000_000_000_000


@contextmanager
def threads(scene: Scene) -> Iterator[ThreadsDouble]:
    double = ThreadsDouble("gemeentevoorbeelddam", "Gemeente Voorbeelddam")
    person = scene.person
    for day in range(scene.posts):
        text = f"Bericht {day}"
        if person and day == 1:
            # Of nobody does the API tell more of a name than the handle.
            text = f"Dag @{person.local}, zie {person.address}"
        at = NOON + timedelta(days=day)
        address = f"/files/{FIRST + day}.jpg"
        double.post(FIRST + day, at, text, media_type="IMAGE", media_url=address)
        double.files[address] = "image/png", picture(day)
    if person:
        at = NOON + timedelta(days=2)
        double.reply(
            FIRST + 900, at, f"Ik ben {person.local}{scene.says}", person.local, str(FIRST + 1)
        )
    if scene.sender:
        double.edge(NUMBER, "conversations").ids.append("t_1")
    with threads_server(double):
        yield double


def endless(body: Any, page: EndlessPage) -> Any:
    return leading_on(renumbered(body, r"(?<!\d)180\d{14}(?!\d)", page), page)


THREADS = LiveBench(
    connector=Threads(),
    serve=threads,
    is_list=lambda path: "/me/threads?" in path,
    steady_field="reply_audience",
    states_posts=False,
    endless=endless,
    shows_pictures=True,
    without_next=without_next,
    token=TOKEN,
)

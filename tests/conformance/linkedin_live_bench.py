"""The live bench of LinkedIn: a page, by a double of its Pages Data Portability API."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from weerklank.connectors.linkedin import LinkedIn
from weerklank.model.json_value import Json
from weerklank.testing.conformance import LiveBench, Scene
from weerklank.testing.endless_list import EndlessPage, renumbered
from weerklank.testing.linkedin_api_json import PageComment, PagePost, little, mention
from weerklank.testing.linkedin_server import TOKEN, LinkedInServer, linkedin_server

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def urn(number: int) -> str:
    return f"urn:li:share:7{number:018}"


@contextmanager
def linkedin_page(scene: Scene) -> Iterator[LinkedInServer]:
    """Serve what a scene asks for."""
    posts = [
        PagePost(
            urn=urn(day),
            published=NOON + timedelta(days=day),
            commentary=little(f"Bericht {day} (deel)"),
        )
        for day in range(scene.posts)
    ]
    comments = []
    person = scene.person
    if person:
        member = f"urn:li:person:{person.local}"
        words = little(f"Dag {person.name}, zie {person.address} of @{person.handle} ")
        posts[1].commentary = words + mention(person.name, member)
        posts[1].hidden_comments = scene.hidden_replies
        comments = [
            PageComment(
                number=person.number,
                post=posts[1].urn,
                published=NOON + timedelta(days=2),
                actor=member,
                text=f"Ik ben {person.name}{scene.says}",
            )
        ]
    # Of messages there is no list here that could hold one: their endpoints are never asked.
    refused = {}
    for number in range(scene.hidden):
        named = urn(900_000 + number)
        refused[named] = 403
        posts.append(PagePost(urn=named, published=NOON - timedelta(days=9)))
    shown = LinkedInServer(posts=posts, comments=comments, refused=refused)
    with linkedin_server(shown) as server:
        yield server
        assert not server.closed_asked


def without_next(body: Json) -> Json:
    if isinstance(body, dict) and "metadata" in body:
        return {name: value for name, value in body.items() if name != "metadata"}
    return body


def endless(body: Any, page: EndlessPage) -> Any:
    """Let the list lead on; of posts that it makes up a batch says that they are not there."""
    told = renumbered(body, r"(?<!\d)7\d{18}(?!\d)", page)
    elements = [] if page.posts is None else told["elements"]
    cursor = {"nextPaginationCursor": f"{900 + page.leads_to}"}
    return {"elements": elements, "metadata": {"paginationCursorMetdata": cursor}}


LINKEDIN = LiveBench(
    connector=LinkedIn(),
    serve=linkedin_page,
    is_list=lambda path: "q=postsByAuthor" in path,
    steady_field="isReshareDisabledByAuthor",
    endless=endless,
    without_next=without_next,
    token=TOKEN,
)

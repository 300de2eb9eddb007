"""A double of the API of Facebook Pages on loopback, for one page: no Facebook.

Kinds of records and their fields are those of the references of Page, Page Post, Comment, Photo
and Video, and of the Facebook Stories API (Graph API v26.0): no sample was at hand here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from weerklank.testing.graph_double import Edge, GraphDouble
from weerklank.testing.graph_server import graph_server
from weerklank.testing.instagram_server import moment

TOKEN = "EAAGsynthetic"  # noqa: S105 - of nobody
NUMBER = "100000000000001"
KINDS = {
    "page": frozenset(
        "id name username link about description website category fan_count followers_count "
        "picture cover verification_status published_posts visitor_posts stories "
        "conversations".split()
    ),
    "post": frozenset(
        "id created_time updated_time message message_tags story permalink_url status_type "
        "is_hidden is_published privacy from attachments shares reactions comments".split()
    ),
    "story": frozenset("id post_id status creation_time media_type media_id url".split()),
    "photo": frozenset("id images".split()),
    "video": frozenset("id source".split()),
    "comment": frozenset(
        "id created_time message message_tags from parent object is_hidden like_count "
        "comment_count attachment comments".split()
    ),
}


class FacebookDouble(GraphDouble):
    """One page and what hangs below its posts."""

    def __init__(self, username: str, name: str, **more: object) -> None:
        super().__init__("v26.0", TOKEN, KINDS, me=NUMBER)
        self.username = username
        self.url = f"https://www.facebook.com/{username}"
        page = {
            "id": NUMBER,
            "name": name,
            "username": username,
            "link": f"https://www.facebook.com/{username}",
            "about": "De pagina van de gemeente.",
            "website": "https://www.voorbeelddam.example/",
            "category": "Overheidsorganisatie",
            "fan_count": 900,
            "followers_count": 950,
            "verification_status": "blue_verified",
        }
        self.add("page", {**page, **more})
        self.edge(NUMBER, "published_posts")
        self.edge(NUMBER, "visitor_posts")
        self.edge(NUMBER, "stories")

    def post(self, number: int, when: datetime, message: str, **more: object) -> str:
        """Publish a post; `more` says what it has besides, such as `attachments`."""
        whole = f"{NUMBER}_{number}"
        record: dict[str, Any] = {
            "id": whole,
            "created_time": moment(when),
            "message": message,
            "permalink_url": f"https://www.facebook.com/{NUMBER}/posts/{number}",
            "status_type": "mobile_status_update",
            "is_hidden": False,
            "privacy": {"value": "EVERYONE", "description": "Openbaar"},
            "from": {"id": NUMBER, "name": self.nodes[NUMBER].record["name"]},
            **more,
        }
        self.edge(whole, "comments")
        self.edges[whole, "reactions"] = Edge(hidden=4)
        return self.add("post", record, (NUMBER, "published_posts"))

    def photo(self, number: int, description: str | None = None) -> dict[str, Any]:
        """Give an attachment that is a picture; its file is `/files/NUMBER.jpg`."""
        part: dict[str, Any] = {
            "media_type": "photo",
            "type": "photo",
            "media": {"image": {"height": 1, "width": 1, "src": f"/files/{number}.jpg"}},
            "target": {"id": str(number), "url": f"https://www.facebook.com/photo?fbid={number}"},
        }
        return {**part, "description": description} if description else part

    def story(self, number: int, when: datetime, medium: int, kind: str = "photo") -> str:
        """Show a story; its file is `/files/MEDIUM.jpg`, or `.mp4` of a film."""
        file = f"/files/{medium}.{'jpg' if kind == 'photo' else 'mp4'}"
        small = {"height": 90, "width": 51, "source": "/files/small.jpg"}
        images = [small, {"height": 1920, "width": 1080, "source": file}]
        told = {"images": images} if kind == "photo" else {"source": file}
        self.add(kind, {"id": str(medium), **told})
        record = {
            "id": str(number),
            "post_id": str(number),
            "status": "PUBLISHED",
            "creation_time": str(int(when.timestamp())),
            "media_type": kind,
            "media_id": str(medium),
            "url": f"https://www.facebook.com/stories/{NUMBER}/{number}/",
        }
        return self.add("story", record, (NUMBER, "stories"))

    def visit(
        self, number: int, when: datetime, message: str, by: tuple[str, str] | None = None
    ) -> str:
        """Let a visitor, by number and name, put something on the page; None withholds who."""
        whole = f"{NUMBER}_{number}"
        record: dict[str, Any] = {
            "id": whole,
            "created_time": moment(when),
            "message": message,
            "permalink_url": f"https://www.facebook.com/{NUMBER}/posts/{number}",
            "status_type": "wall_post",
            "is_hidden": False,
            "privacy": {"value": "EVERYONE", "description": "Openbaar"},
        }
        if by:
            record["from"] = {"id": by[0], "name": by[1]}
        self.edge(whole, "comments")
        self.edges[whole, "reactions"] = Edge(hidden=1)
        return self.add("post", record, (NUMBER, "visitor_posts"))

    def comment(
        self,
        number: int,
        when: datetime,
        message: str,
        by: tuple[str, str] | None,
        post: str,
        below: str | None = None,
    ) -> str:
        """Let somebody, by number and name, answer a post or a reply; None withholds who."""
        short = post.partition("_")[2]
        whole = f"{short}_{number}"
        record: dict[str, Any] = {
            "id": whole,
            "created_time": moment(when),
            "message": message,
            "is_hidden": False,
            "like_count": 0,
            "comment_count": 0,
            "object": {"id": short},
        }
        if by:
            record["from"] = {"id": by[0], "name": by[1]}
        if below:
            record["parent"] = {"id": below}
            self.nodes[below].record["comment_count"] += 1
        self.add("comment", record)
        self.edge(post, "comments").ids.append(whole)
        return whole


@contextmanager
def facebook_server(double: FacebookDouble) -> Iterator[FacebookDouble]:
    """Serve on a free port of loopback while the block runs."""
    with graph_server(double):
        yield double

"""A double of Instagram's API on loopback, for one professional account: no Instagram.

Kinds of records and their fields are those of the reference of the Instagram Platform (IG User,
IG Media, IG Comment; Graph API v26.0), of which no sample was at hand here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from weerklank.testing.graph_double import GraphDouble
from weerklank.testing.graph_server import graph_server

TOKEN = "IGAAsynthetic"  # noqa: S105 - of nobody
NUMBER = "17841400000000001"
_SCOPED = "9000000000000001"
KINDS = {
    "user": frozenset(
        "id user_id username name account_type biography website profile_picture_url "
        "followers_count follows_count media_count media stories conversations".split()
    ),
    "media": frozenset(
        "id alt_text caption children comments comments_count ig_id is_comment_enabled "
        "is_shared_to_feed like_count media_product_type media_type media_url owner permalink "
        "shortcode thumbnail_url timestamp username view_count".split()
    ),
    "comment": frozenset(
        "id from hidden legacy_instagram_comment_id like_count media parent_id replies text "
        "timestamp user username".split()
    ),
}


def moment(when: datetime) -> str:
    """Write a moment as the API does."""
    return when.strftime("%Y-%m-%dT%H:%M:%S+0000")


class InstagramDouble(GraphDouble):
    """One account and what hangs below its posts."""

    def __init__(self, username: str, name: str, **more: object) -> None:
        super().__init__("v26.0", TOKEN, KINDS, me=_SCOPED)
        self.username = username
        self.url = f"https://www.instagram.com/{username}"
        account = {
            "user_id": NUMBER,
            "username": username,
            "name": name,
            "account_type": "BUSINESS",
            "biography": "Hier leest u het nieuws van de gemeente.",
            "website": "https://www.voorbeelddam.example/",
            "followers_count": 1200,
            "follows_count": 12,
        }
        self.add("user", {"id": _SCOPED, **account, **more})
        self.hidden = 0
        self.edge(_SCOPED, "media")
        self.edge(_SCOPED, "stories")

    def answer(self, path: str, query: dict[str, str], token: str) -> dict[str, Any]:
        """Answer, with the numbers that the API counts itself."""
        posts = self.edge(_SCOPED, "media").ids
        self.nodes[_SCOPED].record["media_count"] = len(posts) + self.hidden
        for number, node in self.nodes.items():
            if node.kind == "media" and node.record.get("media_product_type") == "FEED":
                node.record["comments_count"] = self._below(number, "comments")
        return super().answer(path, query, token)

    def _below(self, number: str, name: str) -> int:
        edge = self.edge(number, name)
        return len(edge.ids) + edge.hidden + sum(self._below(one, "replies") for one in edge.ids)

    def post(self, number: int, when: datetime, caption: str, **more: object) -> str:
        """Publish a picture; `more` says what is otherwise, such as `media_type`."""
        record: dict[str, Any] = {
            "id": str(number),
            "media_type": "IMAGE",
            "media_product_type": "FEED",
            "media_url": f"/files/{number}.jpg",
            "caption": caption,
            "permalink": f"https://www.instagram.com/p/C{number}/",
            "timestamp": moment(when),
            "username": self.username,
            "is_comment_enabled": True,
            "like_count": 3,
            "comments_count": 0,
            **more,
        }
        self.edge(str(number), "comments")
        is_story = record["media_product_type"] == "STORY"
        return self.add("media", record, (_SCOPED, "stories" if is_story else "media"))

    def carousel(self, number: int, when: datetime, caption: str, files: list[int]) -> str:
        """Publish several pictures at once."""
        made = self.post(number, when, caption, media_type="CAROUSEL_ALBUM")
        for one in reversed(files):
            child = {"id": str(one), "media_type": "IMAGE", "media_url": f"/files/{one}.jpg"}
            self.add("media", child, (made, "children"))
        return made

    def comment(
        self, number: int, when: datetime, text: str, by: tuple[str, str] | None, below: str
    ) -> str:
        """Let somebody, by number and name, answer a post or a reply; None withholds who."""
        is_reply = self.nodes[below].kind == "comment"
        record: dict[str, Any] = {
            "id": str(number),
            "text": text,
            "timestamp": moment(when),
            "hidden": False,
            "like_count": 0,
        }
        if by:
            record |= {"username": by[1], "from": {"id": by[0], "username": by[1]}}
        if is_reply:
            record["parent_id"] = below
        made = self.add("comment", record, (below, "replies" if is_reply else "comments"))
        self.edge(made, "replies")
        return made


@contextmanager
def instagram_server(double: InstagramDouble) -> Iterator[InstagramDouble]:
    """Serve on a free port of loopback while the block runs."""
    with graph_server(double):
        yield double

"""A double of the API of Threads on loopback, for one account: no Threads.

Kinds of records and their fields are those of the documents of the Threads API (v1.0), of which no
sample was at hand here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from weerklank.testing.graph_double import GraphDouble
from weerklank.testing.graph_server import graph_server
from weerklank.testing.instagram_server import moment

TOKEN = "THAAsynthetic"  # noqa: S105 - of nobody
NUMBER = "24000000000000001"
KINDS = {
    "user": frozenset(
        "id username name threads_biography threads_profile_picture_url is_verified threads "
        "replies conversations".split()
    ),
    "media": frozenset(
        "id media_product_type media_type media_url permalink owner username text timestamp "
        "shortcode thumbnail_url children is_quote_post quoted_post reposted_post alt_text "
        "link_attachment_url has_replies is_reply is_reply_owned_by_me root_post replied_to "
        "hide_status reply_audience gif_url poll_attachment topic_tag is_verified "
        "conversation replies".split()
    ),
}


class ThreadsDouble(GraphDouble):
    """One account and what hangs below its posts."""

    def __init__(self, username: str, name: str, **more: object) -> None:
        super().__init__("v1.0", TOKEN, KINDS, me=NUMBER)
        self.username = username
        self.url = f"https://www.threads.com/@{username}"
        account = {
            "id": NUMBER,
            "username": username,
            "name": name,
            "threads_biography": "De gemeente, ook hier.",
            "is_verified": False,
        }
        self.add("user", {**account, **more})
        self.edge(NUMBER, "threads")
        self.edge(NUMBER, "replies")

    def post(self, number: int, when: datetime, text: str, **more: object) -> str:
        """Publish a post; of words alone, unless `more` has a `media_type`."""
        return self._add(number, when, text, self.username, more, (NUMBER, "threads"))

    def _add(
        self,
        number: int,
        when: datetime,
        text: str,
        username: str | None,
        more: dict[str, object],
        *above: tuple[str, str],
    ) -> str:
        record: dict[str, Any] = {
            "id": str(number),
            "media_product_type": "THREADS",
            "media_type": "TEXT_POST",
            "text": text,
            "timestamp": moment(when),
            "is_quote_post": False,
            "has_replies": False,
            "is_reply": False,
            "reply_audience": "EVERYONE",
            **more,
        }
        if username is not None:
            link = f"https://www.threads.com/@{username}/post/D{number}"
            record |= {"username": username, "permalink": link}
        made = self.add("media", record, *above)
        self.edge(made, "conversation")
        self.edge(made, "replies")
        return made

    def reply(
        self,
        number: int,
        when: datetime,
        text: str,
        by: str | None,
        root: str,
        below: str | None = None,
        **more: object,
    ) -> str:
        """Let somebody, by name, answer a post or a reply to it; None withholds who."""
        answered = below or root
        is_own = by == self.username
        told = {
            "is_reply": True,
            "root_post": {"id": root},
            "replied_to": {"id": answered},
            "is_reply_owned_by_me": is_own,
            "hide_status": "NOT_HUSHED",
            **more,
        }
        above = ((NUMBER, "replies"),) if is_own else ()
        made = self._add(number, when, text, by, told, *above)
        self.edge(root, "conversation").ids.append(made)
        self.edge(answered, "replies").ids.append(made)
        for one in (root, answered):
            self.nodes[one].record["has_replies"] = True
        return made


@contextmanager
def threads_server(double: ThreadsDouble) -> Iterator[ThreadsDouble]:
    """Serve on a free port of loopback while the block runs."""
    with graph_server(double):
        yield double

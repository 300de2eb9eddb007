"""A test double of LinkedIn's Pages Data Portability API, on loopback.

Made from LinkedIn's documentation and from programs that use the API, and not from answers of
LinkedIn: what is tried here is tried on a double. It knows one page, asks for the headers and the
permission that LinkedIn asks for, and notes each question to an endpoint of messages or of leads,
which no connector may ever ask.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from weerklank.testing.central_oauth import CentralOAuth
from weerklank.testing.linkedin_api_json import (
    Json,
    PageComment,
    PagePost,
    comment_json,
    page_json,
    post_json,
    social_json,
)
from weerklank.testing.loopback import Answers, listening
from weerklank.testing.plain_answer import send

TOKEN = "een-toestemming"  # noqa: S105 - of the double alone
NUMBER = 10_002_687
_CLOSED = re.compile(r"message|inbox|thread|lead|notification", re.IGNORECASE)
_LIST = re.compile(r"List\((.*)\)")


@dataclass
class LinkedInServer:
    """What the double shows; may be changed while it runs."""

    address: str = ""
    name: str = "voorbeelddam"
    title: str = "Gemeente Voorbeelddam"
    number: int = NUMBER
    #: What the page has besides, over the usual.
    more_of_page: Json = field(default_factory=dict)
    posts: list[PagePost] = field(default_factory=list)
    comments: list[PageComment] = field(default_factory=list)
    #: Organisations that whoever gave the token manages; their page's own when None.
    manages: list[int] | None = None
    #: URNs that are named or asked for, and of which a batch says this instead.
    refused: dict[str, int] = field(default_factory=dict)
    #: Paths to which every question gets this status, by a part of them.
    statuses: dict[str, int] = field(default_factory=dict)
    #: Names that the finder gives besides, before the posts.
    named_besides: list[str] = field(default_factory=list)
    #: Files by their path.
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    #: The part that gives permission to an app; its tokens are taken besides `TOKEN`.
    oauth: CentralOAuth = field(
        default_factory=lambda: CentralOAuth(
            authorize="/oauth/v2/authorization",
            token="/oauth/v2/accessToken",  # noqa: S106 - a path
            revoke="/none",
            proves=False,
            separator=",",
        )
    )
    #: Oldest version of the API that is still given.
    oldest: str = "202512"
    asked: list[str] = field(default_factory=list)
    #: Questions to endpoints of messages, leads and the like: none may ever come.
    closed_asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Give the address with which the page is registered."""
        return f"https://www.linkedin.com/company/{self.name}"

    @property
    def author(self) -> str:
        """Give the URN of the organisation."""
        return f"urn:li:organization:{self.number}"

    def page(self) -> Json:
        """Give the organisation as it is answered."""
        return page_json(self.number, self.name, self.title) | self.more_of_page

    def post(self, urn: str) -> PagePost | None:
        """Give a post by its name."""
        return next((one for one in self.posts if one.urn == urn), None)

    def comment(self, urn: str) -> PageComment | None:
        """Give a comment by its name."""
        return next((one for one in self.comments if one.urn == urn), None)

    def below(self, urn: str) -> list[PageComment]:
        """Give the comments that the finder names below a post or a comment: one level."""
        comment = self.comment(urn)
        if comment is not None:
            return [one for one in self.comments if one.parent == comment.number]
        return [one for one in self.comments if one.post == urn and one.parent is None]

    def social(self, urn: str) -> Json | None:
        """Give the numbers beside a post or a comment."""
        post, top = self.post(urn), self.below(urn)
        if post is not None:
            hidden = post.hidden_comments
            all_below = [one for one in self.comments if one.post == urn]
            return social_json(urn, len(all_below) + hidden, len(top) + hidden, post.likes)
        return social_json(urn, len(top), len(top)) if self.comment(urn) else None


@contextmanager
def linkedin_server(server: LinkedInServer) -> Iterator[LinkedInServer]:
    """Serve a page as long as the block runs."""
    with listening(_Handler) as listens:
        server.address = listens.address
        listens.served = server
        yield server


class _Handler(Answers[LinkedInServer]):
    """Answers one question."""

    def do_GET(self) -> None:
        """Answer."""
        server, parts = self.served, urlsplit(self.path)
        if server.oauth.answers(self):
            return
        server.asked.append(self.path)
        if _CLOSED.search(parts.path):
            server.closed_asked.append(self.path)
        if parts.path in server.files:
            kind, data = server.files[parts.path]
            send(self, 200, data, {"Content-Type": kind})
            return
        status = self._status(server)
        if status != 200:
            self._say(status, {"status": status, "message": "Not as it should be"})
            return
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self._answer(server, parts.path.removeprefix("/rest/"), query, parts.query)

    def do_POST(self) -> None:
        """Take a form: only permission is asked by those."""
        if not self.served.oauth.answers(self):
            self._say(404, {"status": 404, "message": "No virtual resource found"})

    def _status(self, server: LinkedInServer) -> int:
        """Give what a question gets before it is looked at."""
        for part, status in server.statuses.items():
            if part in self.path:
                return status
        is_known = self.headers.get("Authorization") == f"Bearer {TOKEN}"
        if not (is_known or server.oauth.admits(self)):
            return 401
        if self.headers.get("X-Restli-Protocol-Version") != "2.0.0":
            return 400
        version = self.headers.get("LinkedIn-Version") or ""
        return 200 if re.fullmatch("[0-9]{6}", version) and version >= server.oldest else 426

    def _answer(self, server: LinkedInServer, path: str, query: dict[str, str], raw: str) -> None:
        if path == "dmaOrganizations":
            here = query.get("vanityName", "").lower() == server.name.lower()
            self._say(200, {"elements": [server.page()] if here else [], "paging": {}})
        elif path == f"dmaOrganizations/{server.number}":
            self._say(200, server.page())
        elif path == "dmaOrganizationAcls":
            manages = [server.number] if server.manages is None else server.manages
            self._say(200, {"elements": [_role(number) for number in manages], "paging": {}})
        elif path == "dmaFeedContentsExternal":
            self._find(server, query)
        elif path in {"dmaPosts", "dmaComments", "dmaSocialMetadata"}:
            self._batch(server, path, raw)
        else:
            self._say(404, {"status": 404, "message": "No virtual resource found"})

    def _find(self, server: LinkedInServer, query: dict[str, str]) -> None:
        if query.get("q") == "postsByAuthor":
            newest = sorted(server.posts, key=lambda one: one.published, reverse=True)
            named = [*server.named_besides, *(one.urn for one in newest)]
            named = named if query.get("author") == server.author else []
        else:
            named = [one.urn for one in server.below(query.get("entity", ""))]
        start, size = int(query.get("paginationCursor", "0")), int(query["maxPaginationCount"])
        page = named[start : start + size]
        further = str(start + size) if start + size < len(named) else None
        cursor = {"nextPaginationCursor": further} if further else {}
        self._say(
            200,
            {
                "elements": [{"id": urn} for urn in page],
                "metadata": {"paginationCursorMetdata": cursor},
                "paging": {"count": len(page), "start": 0},
            },
        )

    def _batch(self, server: LinkedInServer, path: str, raw: str) -> None:
        """Answer for several; Rest.li parts a list by commas, and those in a value are escaped."""
        asked = _LIST.search(raw)
        results: Json = {}
        statuses: Json = {}
        errors: Json = {}
        for urn in map(unquote, asked[1].split(",")) if asked and asked[1] else ():
            status = server.refused.get(urn, 200)
            record = _record(server, path, urn) if status == 200 else None
            if record is None:
                status = 404 if status == 200 else status
                errors[urn] = {"message": "Not given", "status": status}
            else:
                results[urn] = record
            statuses[urn] = status
        self._say(200, {"errors": errors, "results": results, "statuses": statuses})

    def _say(self, status: int, value: object) -> None:
        body = json.dumps(value, ensure_ascii=False).encode()
        send(self, status, body, {"Content-Type": "application/json; charset=utf-8"})


def _record(server: LinkedInServer, path: str, urn: str) -> Json | None:
    if path == "dmaSocialMetadata":
        return server.social(urn)
    if path == "dmaComments":
        comment = server.comment(urn)
        return comment_json(comment) if comment else None
    post = server.post(urn)
    return post_json(post, server.author) if post else None


def _role(number: int) -> Json:
    organisation = f"urn:li:organization:{number}"
    assigned = {"role": "ADMINISTRATOR", "roleAssignee": "urn:li:person:beheerder"}
    return {"key": {"organization": organisation, **assigned}, "state": "APPROVED"}

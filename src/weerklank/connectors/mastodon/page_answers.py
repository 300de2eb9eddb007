"""What Mastodon's own pages asked of its API and were given, by what was asked."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qs, urlsplit

import msgspec

from weerklank.connectors.mastodon.api_objects import object_of
from weerklank.connectors.mastodon.api_replies import READ_CONTEXT
from weerklank.harvest.browser.page_exchange import PageExchange, Wholeness
from weerklank.harvest.exchange import TOO_LARGE, Exchange, NoAnswer
from weerklank.harvest.json_fields import parse
from weerklank.harvest.page_port import Shown
from weerklank.harvest.port import NO_HEADERS
from weerklank.harvest.wire import LARGEST_ANSWER
from weerklank.model.json_value import JsonObject
from weerklank.model.raw_page import ReadsBodies
from weerklank.model.text import Text

NOT_ASKED = Text(
    "de pagina vroeg er de server niet naar", "the page did not ask the server for it"
)
_OK = 200
_JSON = "json"
_LIST_OF = msgspec.json.Decoder(list[msgspec.Raw])
#: Headers that say how a body came over the wire: what is kept is unpacked.
_PACKING = frozenset({"content-encoding", "content-length", "transfer-encoding"})


class Kind(StrEnum):
    """What a page asked for."""

    LIST = "list"
    PINNED = "pinned"
    POST = "post"
    CONTEXT = "context"


_PATHS = (
    (Kind.LIST, re.compile(r"/api/v1/accounts/([^/]+)/statuses")),
    (Kind.POST, re.compile(r"/api/v1/statuses/([^/]+)")),
    (Kind.CONTEXT, re.compile(r"/api/v1/statuses/([^/]+)/context")),
)


@dataclass(frozen=True, slots=True)
class Told:
    """One answer that a page was given: what was asked, of which number, and what came."""

    kind: Kind
    number: str
    exchange: Exchange


def told_in(shown: Shown, host: str) -> Iterator[Told]:
    """Give the answers of the account's own server that tell of posts, in their order.

    What came in part is left out: half of a list tells nothing that is sure.
    """
    for one in shown.exchanges:
        if not _is_whole(one):
            continue
        found = _asked(one.address, host)
        if found is not None:
            content = _content(one, shown.bodies)
            if content is not None:
                yield Told(*found, _exchange(one, content))


def _asked(address: str, host: str) -> tuple[Kind, str] | None:
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.netloc.lower() != host:
        return None
    for kind, path in _PATHS:
        found = path.fullmatch(parts.path)
        if found:
            pinned = kind is Kind.LIST and parse_qs(parts.query).get("pinned") == ["true"]
            return (Kind.PINNED if pinned else kind), found[1]
    return None


def leaves_out_replies(shown: Shown, host: str) -> bool:
    """Tell whether a page asked for a list without what the account answers to others."""
    return any(
        found[0] is Kind.LIST
        and parse_qs(urlsplit(one.address).query).get("exclude_replies") == ["true"]
        for one in shown.exchanges
        if (found := _asked(one.address, host)) is not None
    )


def _is_whole(one: PageExchange) -> bool:
    return one.method == "GET" and one.status == _OK and one.wholeness is Wholeness.WHOLE


def _content(one: PageExchange, bodies: ReadsBodies) -> bytes | None:
    """Give a body, unless it is larger than an answer may be."""
    if one.length > LARGEST_ANSWER:
        return None
    return b"".join(bodies.read(one.body)) if one.body else b""


def _exchange(one: PageExchange, content: bytes) -> Exchange:
    return Exchange(
        at=one.at,
        status=one.status or 0,
        headers=tuple(
            (name.encode("latin-1", "replace"), value.encode("latin-1", "replace"))
            for name, value in one.headers
            if name.lower() not in _PACKING
        ),
        body=content,
    )


class Recorded:
    """Answers questions with what a page was answered, and asks nobody anything."""

    is_signed_in = False

    def __init__(self, shown: Shown) -> None:
        self._shown = shown

    def get(self, address: str, _headers: Mapping[str, str] = NO_HEADERS) -> Exchange:
        """Give the last answer that the page was given at an address; NoAnswer without one."""
        wanted = _form(address)
        found = [
            one
            for one in self._shown.exchanges
            if one.method == "GET" and one.status and _form(one.address) == wanted
        ]
        if not found:
            raise NoAnswer(NOT_ASKED)
        content = _content(found[-1], self._shown.bodies)
        if content is None:
            raise NoAnswer(TOO_LARGE)
        return _exchange(found[-1], content)

    def post(
        self, _address: str, _body: JsonObject, _headers: Mapping[str, str] = NO_HEADERS
    ) -> Exchange:
        """Give nothing: what a page posts is not read."""
        raise NoAnswer(NOT_ASKED)

    def pause(self, attempt: int) -> None:
        """Wait for nothing: what was recorded stays as it is."""


def _form(address: str) -> tuple[str, str, frozenset[tuple[str, str]]]:
    """Give an address so that the order of what it asks makes no difference."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", address, frozenset()
    asked = parse_qs(parts.query, keep_blank_values=True)
    pairs = frozenset((name, one) for name, values in asked.items() for one in values)
    return parts.netloc.lower(), parts.path, pairs


def contents_of(told: Told) -> list[bytes]:
    """Give the posts of an answer, each as it came; none of one that can't be read."""
    if told.kind is Kind.POST:
        return [told.exchange.body]
    if told.kind is Kind.CONTEXT:
        try:
            context = READ_CONTEXT.decode(told.exchange.body)
        except (msgspec.DecodeError, RecursionError):
            return []
        return [bytes(raw) for raw in (*context.ancestors, *context.descendants)]
    return listed_in(told)


def listed_in(told: Told) -> list[bytes]:
    """Give the posts of a list, each as it came."""
    try:
        return [bytes(raw) for raw in _LIST_OF.decode(told.exchange.body)]
    except (msgspec.DecodeError, RecursionError):
        return []


def counted_in(told: Told) -> tuple[dict[str, int], list[str]]:
    """Give how much an answer holds of what, and where in it each post stands."""
    if told.kind is Kind.CONTEXT:
        try:
            context = READ_CONTEXT.decode(told.exchange.body)
        except (msgspec.DecodeError, RecursionError):
            return {"ancestors": 0, "descendants": 0}, []
        above, below = len(context.ancestors), len(context.descendants)
        pointers = [f"/ancestors/{at}" for at in range(above)]
        return {"ancestors": above, "descendants": below}, [
            *pointers,
            *(f"/descendants/{at}" for at in range(below)),
        ]
    if told.kind is Kind.POST:
        return {"statuses": 1}, [""]
    count = len(listed_in(told))
    return {"statuses": count}, [f"/{at}" for at in range(count)]


def read_post(content: bytes) -> JsonObject | None:
    """Parse a post; None where it is none."""
    try:
        return object_of(content)
    except (ValueError, RecursionError):
        return None


def accounts_in(shown: Shown) -> Iterator[JsonObject]:
    """Give whoever any answer to a page describes or mentions, wherever it stands in it."""
    for one in shown.exchanges:
        told = {name.lower(): value for name, value in one.headers}
        if not one.body or _JSON not in told.get("content-type", "").lower():
            continue
        content = _content(one, shown.bodies)
        try:
            waiting = [parse(content)] if content else []
        except (ValueError, RecursionError):
            continue
        while waiting:
            value = waiting.pop()
            if isinstance(value, dict):
                if isinstance(value.get("acct"), str):
                    yield value
                waiting.extend(value.values())
            elif isinstance(value, list):
                waiting.extend(value)

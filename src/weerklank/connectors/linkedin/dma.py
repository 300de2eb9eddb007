"""Questions to LinkedIn's Pages Data Portability API, and what their answers hold.

Source: LinkedIn's documentation of that API (learn.microsoft.com/linkedin/dma) and programs that
use it. It gives what a page did in three steps: a finder (`dmaFeedContentsExternal`) names posts
or comments, a batch gives the records of those, another the numbers beside them. Of the finder one
question a minute is taken. Whose names it is never asked.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

import msgspec

from weerklank.connectors.linkedin.restli import PROTOCOL, encoded, list_of, query_of
from weerklank.connectors.linkedin.urns import one_form
from weerklank.harvest.api_client import ApiClient
from weerklank.harvest.exchange import NO_SENSE, Exchange, NoAnswer
from weerklank.harvest.feed_reader import GOES_ROUND
from weerklank.harvest.json_fields import object_within, objects_within, text_of
from weerklank.harvest.port import Asks, NotesAnswers
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.text import Text

#: Version of the API that this connector reads, and the first day on which LinkedIn may stop it:
#: it keeps each for a year at least. With a newer one, look what changed before this is raised.
VERSION = "202608"
VERSION_MAY_END = date(2027, 8, 1)
HEADERS = {"LinkedIn-Version": VERSION, "X-Restli-Protocol-Version": PROTOCOL}

FINDER = "GET /rest/dmaFeedContentsExternal"
POSTS, COMMENTS = "GET /rest/dmaPosts", "GET /rest/dmaComments"
SOCIAL = "GET /rest/dmaSocialMetadata"
ORGANISATIONS, ACCESS = "GET /rest/dmaOrganizations", "GET /rest/dmaOrganizationAcls"
_PATHS = {one: one.removeprefix("GET /") for one in (FINDER, POSTS, COMMENTS, SOCIAL)}

#: For which organisations whoever asks has a role that was agreed to.
ACLS = "rest/dmaOrganizationAcls?q=roleAssignee&state=(value:APPROVED)&start=0&count=100"

NOT_PERMITTED = Text(
    "LinkedIn geeft dit niet met deze toestemming: de rol op de pagina of het recht ontbreekt",
    "LinkedIn does not give this by this permission: the role on the page or the right is missing",
)
NO_WAY_ON = Text(
    "LinkedIn zegt niet waar de lijst verdergaat",
    "LinkedIn does not say where the list goes on",
)
#: Names in one answer of the finder (LinkedIn takes 1,000 at most), and records in one batch.
PAGE = 100
#: Answers in a row that name nothing and lead on: each may lead to one that does.
_MOST_EMPTY = 2
BATCH = 50
OK, FORBIDDEN, MISSING, OUTDATED = 200, 403, 404, 426
#: Attempts whose pauses are together a minute and some: 45 to 75 seconds, and 24 to 40.
_A_MINUTE = (7, 6)
#: LinkedIn writes the one, and documents the other.
_CURSORS = ("paginationCursorMetdata", "paginationCursorMetadata")
_WRITE = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of asking for several records by their URNs."""

    #: By the URN that was asked for: the record, and its pointer in the answer.
    given: dict[str, tuple[JsonObject, str]] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    #: Number of the answer; 0 where there was none to note.
    answer: int = 0


class Dma:
    """Asks for what is of one organisation."""

    def __init__(self, endpoint: str, asks: Asks, answers: NotesAnswers) -> None:
        """`endpoint` is the origin of the API."""
        self._client = ApiClient(endpoint, asks, HEADERS)
        self._asks = asks
        self._answers = answers
        self._has_asked = False

    @property
    def base(self) -> str:
        """Give the origin of the API."""
        return self._client.base

    @property
    def is_signed_in(self) -> bool:
        """Tell whether it asks with a permission of the page."""
        return self._client.is_signed_in

    # --- whose ---------------------------------------------------------------------------------

    def organisation_called(self, name: str) -> tuple[Exchange, list[JsonObject]]:
        """Ask for the organisation whose page has a name in its address."""
        query = query_of(q="vanityName", vanityName=encoded(name))
        exchange, found = self._ask(f"rest/dmaOrganizations?{query}")
        return exchange, objects_within(found, "elements")

    def organisation(self, number: str) -> tuple[Exchange, JsonObject]:
        """Ask for an organisation by its number."""
        exchange, found = self._ask(f"rest/dmaOrganizations/{encoded(number)}")
        return exchange, found if isinstance(found, dict) else {}

    def noted(self, asked: str, exchange: Exchange, count: int) -> int:
        """Note an answer about whose the page is; gives its number."""
        return self._answers.note(asked, exchange, {"organisations": count})

    def managed(self) -> tuple[Exchange, list[JsonObject]]:
        """Ask for which organisations whoever gave the permission has a role."""
        exchange, found = self._ask(ACLS)
        return exchange, objects_within(found, "elements")

    # --- what it did ---------------------------------------------------------------------------

    def named(self, finder: str, **of: str) -> Iterator[tuple[int, list[str]]]:
        """Give the URNs that a finder names, page by page, with the number of each answer.

        NoAnswer when the list breaks off.
        """
        cursor: str | None = None
        seen: set[str] = set()
        page = empty = 0
        while True:
            page += 1
            exchange, found = self._found(finder, of, cursor)
            urns = [urn for one in objects_within(found, "elements") if (urn := _named(one))]
            further = _cursor(found)
            counts = {"named": len(urns)}
            answer = self._answers.note(
                f"{FINDER}?q={finder}", exchange, counts, page=page, more=further is not None
            )
            yield answer, urns
            empty = 0 if urns else empty + 1
            if (further is None and len(urns) >= PAGE) or empty > _MOST_EMPTY:
                raise NoAnswer(NO_WAY_ON)
            if further is None or (further in seen and not urns):
                return
            if further in seen:
                raise NoAnswer(GOES_ROUND)
            seen.add(further)
            cursor = further

    def _found(
        self, finder: str, of: dict[str, str], cursor: str | None
    ) -> tuple[Exchange, JsonObject]:
        on = {"paginationCursor": encoded(cursor)} if cursor else {}
        asked = {name: encoded(urn) for name, urn in of.items()}
        query = query_of(q=finder, **asked, maxPaginationCount=str(PAGE), **on)
        self._wait_for_turn()
        exchange, found = self._ask(f"{_PATHS[FINDER]}?{query}")
        if exchange.status != OK:
            raise NoAnswer(NOT_PERMITTED)
        if not isinstance(found, dict) or not isinstance(found.get("elements"), list):
            raise NoAnswer(NO_SENSE)
        return exchange, found

    def _wait_for_turn(self) -> None:
        """Wait for a minute after the last question to the finder: it takes no more."""
        if self._has_asked:
            for attempt in _A_MINUTE:
                self._asks.pause(attempt)
        self._has_asked = True

    def posts(self, urns: Sequence[str]) -> Batch:
        """Ask for posts."""
        return self._batch(POSTS, "posts", urns, viewContext="READER")

    def comments(self, urns: Sequence[str]) -> Batch:
        """Ask for comments."""
        return self._batch(COMMENTS, "comments", urns)

    def social(self, urns: Sequence[str]) -> Batch:
        """Ask for the numbers beside posts or comments."""
        return self._batch(SOCIAL, "numbers", urns)

    def _batch(self, asked: str, what: str, urns: Sequence[str], **more: str) -> Batch:
        """Ask for several at once; of what is neither given nor missing nothing is known."""
        query = query_of(ids=list_of(urns), **more)
        exchange, found = self._ask(f"{_PATHS[asked]}?{query}")
        if exchange.status == MISSING and len(urns) == 1:
            self._answers.note(asked, exchange, {what: 0})
            return Batch(missing=frozenset(urns))
        results = object_within(found, "results")
        answer = self._answers.note(asked, exchange, {what: len(results)})
        by_name = {one_form(name): name for name in results}
        given: dict[str, tuple[JsonObject, str]] = {}
        for urn in urns:
            name = by_name.get(urn)
            record = results.get(name) if name is not None else None
            if name is not None and isinstance(record, dict):
                given[urn] = record, f"/results/{_escaped(name)}"
        return Batch(given, frozenset(_missing(found)) - given.keys(), answer)

    def _ask(self, path: str) -> tuple[Exchange, Json]:
        return self._client.ask(f"{self.base}/{path}")


def written(record: JsonObject) -> bytes:
    """Write a record as it was answered, to be read again later."""
    return _WRITE.encode(record)


def by(size: int, urns: Iterable[str]) -> Iterator[list[str]]:
    """Give URNs so many at a time."""
    rest = iter(urns)
    while some := list(islice(rest, size)):
        yield some


def _named(element: JsonObject) -> str | None:
    return text_of(element.get("id"))


def _cursor(found: JsonObject) -> str | None:
    metadata = object_within(found, "metadata")
    told = (object_within(metadata, name).get("nextPaginationCursor") for name in _CURSORS)
    return next(filter(None, map(text_of, told)), None)


def _missing(found: Json) -> Iterator[str]:
    """Give the URNs of which a batch says that they are not there."""
    for urn, status in object_within(found, "statuses").items():
        if status == MISSING:
            yield one_form(urn)
    for urn, error in object_within(found, "errors").items():
        if isinstance(error, dict) and error.get("status") == MISSING:
            yield one_form(urn)


def _escaped(name: str) -> str:
    """Write a name as a step of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")

"""Questions to Meta's Graph API: one record, or a list page by page.

Each answer of a list says in `paging` whether there is more. Its `next` is an address with the
token in it, on whatever host; so it is taken for 'there is more' alone, and every address is made
here, of the endpoint and of the cursor. Source: "Paginated results" of the Graph API.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import parse_qs, urlsplit

import msgspec

from weerklank.harvest.api_client import ApiClient
from weerklank.harvest.exchange import IN_TROUBLE, NO_SENSE, Exchange, NoAnswer
from weerklank.harvest.feed import Given
from weerklank.harvest.meta_error import meta_error
from weerklank.harvest.port import Asks, NotesAnswers
from weerklank.model.text import Text

T = TypeVar("T")

NOT_PERMITTED = Text(
    "de toestemming om dit te lezen ontbreekt", "the permission to read this is lacking"
)
GOES_ROUND = Text(
    "het platform geeft dezelfde bladzijde steeds weer",
    "the platform gives the same page over and over",
)
NO_WAY_ON = Text(
    "het platform zegt niet waar de lijst verdergaat",
    "the platform does not say where the list goes on",
)


class NotPermitted(NoAnswer):
    """The token does not reach as far as what was asked."""

    def __init__(self) -> None:
        super().__init__(NOT_PERMITTED)


class NotThere(NoAnswer):
    """What was asked for is not there, for who asks."""

    def __init__(self) -> None:
        super().__init__(Text("het platform kent het niet", "the platform does not know it"))


class _Cursors(msgspec.Struct):
    after: str | None = None


class _Paging(msgspec.Struct):
    cursors: _Cursors | None = None
    next: str | None = None


class _Summary(msgspec.Struct):
    total_count: int | None = None


class GraphList(msgspec.Struct):
    """A list as the API gives it, at the top or within a record."""

    data: list[msgspec.Raw]
    paging: _Paging | None = None
    summary: _Summary | None = None

    @property
    def after(self) -> str | None:
        """Give the cursor of what comes next; None at the end.

        NoAnswer where there is more and nothing says from where.
        """
        if self.paging is None or not self.paging.next:
            return None
        cursors = self.paging.cursors
        found = (cursors.after if cursors else None) or _cursor_in(self.paging.next)
        if not found:
            raise NoAnswer(NO_WAY_ON)
        return found


def _cursor_in(address: str) -> str | None:
    try:
        return next(iter(parse_qs(urlsplit(address).query).get("after", [])), None)
    except ValueError:
        return None


_LIST_OF = msgspec.json.Decoder(GraphList)
_RECORD = msgspec.json.Decoder(dict[str, msgspec.Raw])


def list_within(record: Given, name: str) -> GraphList:
    """Give a list that came along in a record; an empty one where none did."""
    try:
        found = _RECORD.decode(record.content).get(name)
        return GraphList([]) if found is None else _LIST_OF.decode(found)
    except msgspec.DecodeError:
        raise NoAnswer(NO_SENSE) from None


class _Named(msgspec.Struct):
    id: str


_NAMED = msgspec.json.Decoder(_Named)
#: Pages in a row that bring nothing new: a few come empty where some records are not shown.
_MOST_WITHOUT_NEWS = 20


def told_apart(given: Given) -> int:
    """Give by what a record of a list is told apart: its number, else all of it."""
    try:
        return hash(_NAMED.decode(given.content).id)
    except (msgspec.DecodeError, RecursionError):
        return hash(given.content)


@dataclass(frozen=True, slots=True)
class Part:
    """A page of a list."""

    given: list[Given]
    #: How many there are in all, where the API says so.
    total: int | None


def without_field(fields: str, name: str) -> str:
    """Take a field out of what is asked for, at any depth: `a,b.limit(2){c,d}`. `id` stays."""
    kept = []
    for part in _parted(fields):
        head, brace, rest = part.partition("{")
        if head.partition(".")[0] == name != "id":
            continue
        inner = without_field(rest.removesuffix("}"), name) or "id"
        kept.append(f"{head}{{{inner}}}" if brace else head)
    return ",".join(kept)


def _parted(fields: str) -> Iterator[str]:
    """Part a list of fields at its own commas, and not at those within one of them."""
    depth = start = 0
    for at, sign in enumerate(fields):
        depth += (sign in "{(") - (sign in "})")
        if sign == "," and not depth:
            yield fields[start:at]
            start = at + 1
    if fields[start:]:
        yield fields[start:]


class Graph:
    """Asks one API for one account."""

    def __init__(self, endpoint: str, version: str, asks: Asks, answers: NotesAnswers) -> None:
        """`endpoint` is its origin, `version` what paths begin with, such as `v26.0`."""
        self._client = ApiClient(endpoint, asks)
        self._version = version
        self._answers = answers
        #: Fields that the API does not have, or no more, by what was asked: kinds of records have
        #: others, and one of another kind than was thought must not cost the rest theirs.
        self._refused: dict[str, list[str]] = {}

    @property
    def refused(self) -> list[str]:
        """Give the fields that the API does not have, or no more."""
        return list(dict.fromkeys(name for names in self._refused.values() for name in names))

    def one(self, asked: str, path: str, **query: object) -> Given:
        """Give one record; `asked` is its path as a template that names nobody.

        NotThere, NotPermitted, or NoAnswer where it can't be told.
        """
        exchange, found = self._ask(asked, path, query, _whole)
        number = self._note(asked, exchange, int(found is not None))
        if found is None:
            raise _why_not(exchange)
        return Given(found, number, "")

    def pages(
        self,
        asked: str,
        path: str,
        *,
        size: int,
        least: int | None = None,
        after: str | None = None,
        **query: object,
    ) -> Iterator[Part]:
        """Give a list to its end, `size` records at a time; NoAnswer where it breaks off.

        Asked for too much at once the API fails, as if it were in trouble: then `least` are asked
        for. `after` is the cursor from which it goes on, where the beginning came along elsewhere.
        """
        met: set[str] = set()
        came: set[int] = set()
        page = stale = 0
        while True:
            page += 1
            further = {"after": after} if after else {}
            told = {**query, "limit": size, **further}
            try:
                exchange, found = self._ask(asked, path, told, _LIST_OF.decode)
            except NoAnswer as none:
                if least is None or size <= least or none.reason != IN_TROUBLE:
                    raise
                size, page = least, page - 1
                continue
            if found is None:
                self._note(asked, exchange, 0, page)
                raise _why_not(exchange)
            number = self._note(asked, exchange, len(found.data), page, more=_has_more(found))
            given = [Given(bytes(one), number, f"/data/{at}") for at, one in enumerate(found.data)]
            yield Part(given, found.summary.total_count if found.summary else None)
            if found.paging is None and len(found.data) >= size:
                raise NoAnswer(NO_WAY_ON)
            after = found.after
            if after is None:
                return
            names = set(map(told_apart, given))
            stale = stale + 1 if names <= came else 0
            if after in met or stale == _MOST_WITHOUT_NEWS:
                raise NoAnswer(GOES_ROUND)
            met.add(after)
            came |= names

    def _ask(
        self, template: str, path: str, query: dict[str, object], read: Callable[[bytes], T]
    ) -> tuple[Exchange, T | None]:
        """Ask; once more without a field of which the API says that it does not have it.

        Versions of the API take fields away: one that is gone must not cost all others.
        """
        fields = str(query.get("fields", ""))
        refused = self._refused.setdefault(template, [])
        for name in refused:
            fields = without_field(fields, name)
        while True:
            asked = {**query, "fields": fields} if fields else query
            address = self._client.address(f"{self._version}/{path}", **asked)
            exchange, found = self._client.ask_for(address, read)
            error = meta_error(exchange) if found is None else None
            less = without_field(fields, error.field) if error and error.field else fields
            if error is None or error.field is None or less == fields:
                return exchange, found
            refused.append(error.field)
            fields = less

    def _note(
        self,
        asked: str,
        exchange: Exchange,
        count: int,
        page: int | None = None,
        *,
        more: bool = False,
    ) -> int:
        template = f"GET /{self._version}/{asked}"
        return self._answers.note(template, exchange, {"records": count}, page=page, more=more)


def _has_more(found: GraphList) -> bool:
    return found.paging is not None and bool(found.paging.next)


def _whole(content: bytes) -> bytes:
    """Give an answer that is a record as it came; one of another form is asked for again."""
    _RECORD.decode(content)
    return content


def _why_not(exchange: Exchange) -> NoAnswer:
    """Say what an answer that is no success means."""
    error = meta_error(exchange)
    if error is not None and error.is_missing:
        return NotThere()
    if error is not None and error.lacks_permission:
        return NotPermitted()
    return NoAnswer(IN_TROUBLE)

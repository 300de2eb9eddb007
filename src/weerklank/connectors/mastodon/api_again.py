"""Look at single posts again: those that a list no longer has, and those that are due.

A post is gone when the server says so (410), unless it says that of a post too that it just gave,
as of an endpoint that it has no more; or when it is missing in two ways: from the list or the
batch where it would stand, and by itself (404). Even then only while a post beside it answers, as
a server in trouble may say 404 of anything. All else is 'could not be looked at'. A post for
followers is missed only by who is shown such posts: in the same run another one came or answers,
or as many posts came as the account says to have, so that none remain.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import msgspec

from weerklank.connectors.mastodon.api_objects import id_of, object_of, visibility_of
from weerklank.connectors.mastodon.client import Client
from weerklank.harvest.exchange import NoAnswer
from weerklank.harvest.port import Held, NotesAnswers, Unreadable
from weerklank.model.item import Visibility
from weerklank.model.json_value import JsonObject

BATCH, ONE = "GET /api/v1/statuses", "GET /api/v1/statuses/:id"
_HERE_IN_LIST = "GET /api/v1/accounts/:id/statuses"

#: Posts that are asked for at once, and that one look at a post beside them vouches for.
BATCH_SIZE = 20
#: Posts that are asked for by themselves in one run; the rest is for the next.
_MOST_ALONE = 1_000
#: Posts for followers of which one is to show that such are shown.
_MOST_SHIELDED = 3
_OK, _MISSING, _GONE = 200, 404, 410
_NUMBER = re.compile(r"https://[^/]+/statuses/([0-9]+|[0-9A-Z]{26})")
_LIST_OF = msgspec.json.Decoder(list[msgspec.Raw])
_RAW = msgspec.json.Decoder(msgspec.Raw)


@dataclass(frozen=True, slots=True)
class Given:
    """A post that was given: as it was answered, and the number of the answer and place in it."""

    content: bytes
    answer: int
    pointer: str


def number_in(native: str) -> str | None:
    """Give the number by which a server is asked for a post; None where its address has none."""
    found = _NUMBER.fullmatch(native)
    return found[1] if found else None


class LookAgain:
    """Asks one server for single posts of one account."""

    def __init__(self, account: str, client: Client, answers: NotesAnswers, held: Held) -> None:
        self._account = account
        self._client = client
        self._answers = answers
        self._held = held
        #: Number of a post that this run was given: it shows that the server answers.
        self.beside: str | None = None
        #: Whether the account itself says that it has no posts left, and none can be beside.
        self.has_none = False
        #: Asks whether who is signed in still is the account itself, where that is relied on.
        self.still_is_owner: Callable[[], bool] | None = None
        #: Whether this run is shown what is for followers, or none remain; None before that is
        #: known.
        self.shows_shielded: bool | None = None
        self._knows_batches = True
        #: Whether it says of what it just gave that it is gone; None before that is known.
        self._says_so_of_all: bool | None = None
        self._alone = 0
        self._in_trouble = False

    def absent(self, natives: Iterable[str]) -> Iterator[Given]:
        """Look at posts that the list does not give where they would stand."""
        for some in _by(BATCH_SIZE, natives):
            missing: list[str] = []
            for native in some:
                given = self._by_itself(native, missing)
                if given:
                    self._held.only_by_itself(native)
                    yield given
            self._judge(missing)

    def due(self, natives: Iterable[str]) -> Iterator[Given]:
        """Look at posts that the list was not read down to; gives those that are there."""
        for some in _by(BATCH_SIZE, natives):
            left = some
            if self._knows_batches:
                found = self._batch(some)
                if found is not None:
                    yield from found.values()
                    left = [native for native in some if native not in found]
            missing: list[str] = []
            yield from filter(None, [self._by_itself(native, missing) for native in left])
            if not self._knows_batches:
                missing = list(filter(self._is_off_list, missing))
            self._judge(missing)

    def _batch(self, natives: list[str]) -> dict[str, Given] | None:
        """Ask for several at once; None where the server does not know that."""
        numbers = {number: native for native in natives if (number := number_in(native))}
        try:
            address = self._client.address("statuses", **{"id[]": list(numbers)})
            exchange, found = self._client.ask_for(address, _LIST_OF.decode)
        except NoAnswer:
            self._in_trouble = True
            return {}
        if found is None:
            self._knows_batches = False
            return None
        answer = self._answers.note(BATCH, exchange, {"statuses": len(found)})
        given: dict[str, Given] = {}
        for place, raw in enumerate(found):
            native = numbers.get(_id_in(bytes(raw)) or "")
            if native:
                given[native] = Given(bytes(raw), answer, f"/{place}")
        return given

    def _by_itself(self, native: str, missing: list[str]) -> Given | None:
        """Ask for one; what is not there by itself goes to `missing`."""
        number = number_in(native)
        if number is None or self._in_trouble or self._alone >= _MOST_ALONE:
            self._held.not_looked_at(native)
            return None
        self._alone += 1
        try:
            exchange, found = self._client.ask_for(
                self._client.address(f"statuses/{number}"), _RAW.decode
            )
        except NoAnswer:
            self._in_trouble = True
            self._held.not_looked_at(native)
            return None
        content = bytes(found) if found is not None else b""
        is_there = _id_in(content) == number
        answer = self._answers.note(ONE, exchange, {"statuses": int(is_there)})
        if is_there:
            return Given(content, answer, "")
        if exchange.status == _GONE:
            is_none = self._says_gone_of_all()
            (self._held.not_looked_at if is_none else self._held.gone)(native)
        elif exchange.status == _MISSING:
            missing.append(native)
        else:
            self._held.not_looked_at(native)
        return None

    def _says_gone_of_all(self) -> bool:
        """Tell whether the server says of what this run was given too that it is gone."""
        if self._says_so_of_all is None:
            if self.beside is None:
                return False
            try:
                exchange, _ = self._client.ask(self._client.address(f"statuses/{self.beside}"))
            except NoAnswer:
                return False
            self._answers.note(ONE, exchange, {"statuses": int(exchange.status == _OK)})
            self._says_so_of_all = exchange.status == _GONE
        return self._says_so_of_all

    def _is_off_list(self, native: str) -> bool:
        """Tell of a post whether the list of the account lacks it at the place where it stood."""
        number = number_in(native) or ""
        if number.isdecimal() and not self._in_trouble:
            path = f"accounts/{self._account}/statuses"
            address = self._client.address(path, limit=1, max_id=int(number) + 1)
            try:
                exchange, found = self._client.ask_for(address, _LIST_OF.decode)
            except NoAnswer:
                self._in_trouble = True
                found = None
            if found is not None:
                self._answers.note(_HERE_IN_LIST, exchange, {"statuses": len(found)})
                if all(_id_in(bytes(raw)) not in {None, number} for raw in found):
                    return True
        self._held.not_looked_at(native)
        return False

    def _judge(self, missing: list[str]) -> None:
        """Say of posts that are missing in two ways that they are gone, if one beside answers."""
        is_sure = bool(missing) and self._answers_beside()
        for native in missing:
            is_gone = is_sure and self._is_told_of(native)
            (self._held.gone if is_gone else self._held.not_looked_at)(native)

    def _is_told_of(self, native: str) -> bool:
        """Tell of a missing post whether who asks would be given it, were it there."""
        is_open = self.still_is_owner is None or not self._held.is_shielded(native)
        return is_open or self._is_shown_shielded()

    def _is_shown_shielded(self) -> bool:
        """Tell whether who asks is shown what is for followers: a few that are held are asked for.

        A server may know whose permission it is, and give all the same what anyone is given.
        """
        if self.shows_shielded is None:
            numbers = filter(None, map(number_in, self._held.shielded()))
            self.shows_shielded = any(
                visibility_of(self._one(number)) is Visibility.FOLLOWERS
                for number in islice(numbers, _MOST_SHIELDED)
            )
        return self.shows_shielded

    def _answers_beside(self) -> bool:
        if self.still_is_owner is not None and not self.still_is_owner():
            return False
        if self.beside is None:
            return self.has_none
        return bool(self._one(self.beside))

    def _one(self, number: str) -> JsonObject:
        """Give a post by itself that is to tell of others; nothing where it is not there."""
        try:
            exchange, found = self._client.ask(self._client.address(f"statuses/{number}"))
        except NoAnswer:
            self._in_trouble = True
            return {}
        is_there = isinstance(found, dict) and id_of(found.get("id")) == number
        self._answers.note(ONE, exchange, {"statuses": int(is_there)})
        return found if isinstance(found, dict) and is_there else {}


def _by(size: int, natives: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(natives)
    while some := list(islice(rest, size)):
        yield some


def _id_in(content: bytes) -> str | None:
    status = _object(content)
    return id_of(status.get("id"))


def _object(content: bytes) -> JsonObject:
    try:
        return object_of(content)
    except (Unreadable, ValueError, RecursionError):
        return {}

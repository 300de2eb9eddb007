"""What an account wrote, as the server that keeps it lists it: newest first, by the keys.

Source: the lexicons com.atproto.repo.{listRecords,getRecord}. A key is made of the moment at which
the record was written there, so that the order of keys is that of writing, whatever a record says
of itself. Some software makes keys of another form: those stand before all others.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

import msgspec

from weerklank.connectors.bluesky.tid import moment_of_tid
from weerklank.harvest.api_client import ApiClient, error_of
from weerklank.harvest.endless import ENDLESS_LIST, most_posts
from weerklank.harvest.exchange import NOT_THERE, Exchange, NoAnswer
from weerklank.harvest.feed_reader import GOES_ROUND
from weerklank.harvest.json_fields import parse, text_of
from weerklank.harvest.port import NotesAnswers, Unreadable
from weerklank.model.json_value import JsonObject

LIST = "GET /xrpc/com.atproto.repo.listRecords"
ONE = "GET /xrpc/com.atproto.repo.getRecord"
_PAGE, _AT_LEAST = 100, 20
#: Answers in a row that hold nothing and lead on: each may lead to one that does.
_MOST_EMPTY = 5
#: What servers of accounts say of a record that is not there.
_NO_RECORD, _WRONG, _COULD_NOT = "RecordNotFound", "InvalidRequest", "Could not locate record"


class _Page(msgspec.Struct):
    records: list[msgspec.Raw]
    cursor: str | None = None


_READ = msgspec.json.Decoder(_Page)
_RAW = msgspec.json.Decoder(msgspec.Raw)


class Listed(NamedTuple):
    """A record of a list."""

    collection: str
    #: The last part of its address; empty where that can't be read.
    key: str
    content: bytes
    #: Number of the answer, and place in it.
    answer: int
    pointer: str

    @property
    def written(self) -> datetime | None:
        """The moment in the key; None in one of another form."""
        return moment_of_tid(self.key)


class Repository:
    """Asks the server that keeps an account."""

    def __init__(self, client: ApiClient, answers: NotesAnswers, did: str) -> None:
        self._client = client
        self._answers = answers
        self._did = did

    def records(self, collection: str, down_to: datetime | None) -> Iterator[Listed]:
        """Give the records of a collection, newest first; NoAnswer when the list breaks off.

        As far down as that moment; the newest few whatever they are of, so that a run sees that
        the server still gives what is there.
        """
        cursor: str | None = None
        gone_to: set[str] = set()
        number = given = empty = 0
        most = most_posts(None)
        while True:
            exchange, page = self._page(collection, cursor)
            number += 1
            cursor = page.cursor
            counts, more = {"records": len(page.records)}, cursor is not None
            answer = self._answers.note(
                f"{LIST} {collection}", exchange, counts, page=number, more=more
            )
            for place, raw in enumerate(page.records):
                content = bytes(raw)
                one = Listed(collection, _key_of(content), content, answer, f"/records/{place}")
                is_below = down_to and one.written is not None and one.written < down_to
                if is_below and given >= _AT_LEAST:
                    return
                given += 1
                if given > most:  # also of what stands beside posts, which nobody else counts
                    raise NoAnswer(ENDLESS_LIST.filled(most=most))
                yield one
            if cursor is None and len(page.records) >= _PAGE:  # as a server that says no more
                cursor = one.key
            if not cursor:
                return
            empty = 0 if page.records else empty + 1
            if cursor in gone_to or empty > _MOST_EMPTY:
                raise NoAnswer(GOES_ROUND)
            gone_to.add(cursor)

    def _page(self, collection: str, cursor: str | None) -> tuple[Exchange, _Page]:
        asked = {"repo": self._did, "collection": collection, "limit": _PAGE}
        on = {} if cursor is None else {"cursor": cursor}
        address = self._client.address("xrpc/com.atproto.repo.listRecords", **asked, **on)
        exchange, found = self._client.ask_for(address, _READ.decode)
        if found is None:
            raise NoAnswer(NOT_THERE)
        return exchange, found

    def record(self, collection: str, key: str) -> tuple[Listed | None, bool]:
        """Ask for one record; where it does not come, tell whether it clearly is not there."""
        address = self._client.address(
            "xrpc/com.atproto.repo.getRecord", repo=self._did, collection=collection, rkey=key
        )
        exchange, found = self._client.ask_for(address, _RAW.decode)
        answer = self._answers.note(
            f"{ONE} {collection}", exchange, {"records": int(found is not None)}
        )
        if found is None:
            return None, _is_no_record(exchange)
        content = bytes(found)
        is_it = _key_of(content) == key
        return (Listed(collection, key, content, answer, "") if is_it else None), False

    def file(self, cid: str) -> str:
        """Give the address of a file of the account."""
        return self._client.address("xrpc/com.atproto.sync.getBlob", did=self._did, cid=cid)


class Beside:
    """Records that stand beside posts under the same key, found as those come by, newest first."""

    def __init__(self, records: Iterator[Listed]) -> None:
        self._records = records
        self._next = next(records, None)

    def of(self, key: str) -> JsonObject | None:
        """Give what one says; None when there is none that can be read."""
        while self._next is not None and self._next.key > key:
            self._next = next(self._records, None)
        return value_of(self._next) if self._next and self._next.key == key else None


def value_of(one: Listed) -> JsonObject | None:
    """Give what a record says; None where that can't be read."""
    try:
        found = parse(one.content)
    except (Unreadable, ValueError, RecursionError):
        return None
    value = found.get("value") if isinstance(found, dict) else None
    return value if isinstance(value, dict) else None


class _Named(msgspec.Struct):
    uri: str = ""


_NAME = msgspec.json.Decoder(_Named)


def _key_of(content: bytes) -> str:
    try:
        return _NAME.decode(content).uri.rpartition("/")[2]
    except (msgspec.DecodeError, RecursionError):
        return ""


def _is_no_record(exchange: Exchange) -> bool:
    told = error_of(exchange)
    word, said = text_of(told.get("error")), text_of(told.get("message")) or ""
    return word == _NO_RECORD or (word == _WRONG and said.startswith(_COULD_NOT))

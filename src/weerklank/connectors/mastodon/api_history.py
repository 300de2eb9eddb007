"""Earlier versions of edited posts, as Mastodon's own history tells them.

Source: `GET /api/v1/statuses/:id/history` (docs.joinmastodon.org, StatusEdit): the first version,
each edit, and last the post as it is. Servers may know no history or refuse it: that is a gap, not
'never edited'.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from weerklank.connectors.mastodon.api_objects import (
    KeptAt,
    KeptStatus,
    StatusReader,
    id_of,
    media_of,
    object_of,
)
from weerklank.connectors.mastodon.client import Client
from weerklank.connectors.mastodon.fields import Fields
from weerklank.harvest.endless import ENDLESS_EDITS, MOST_VERSIONS
from weerklank.harvest.exchange import NoAnswer
from weerklank.harvest.moment import moment
from weerklank.harvest.port import NotesAnswers, Unreadable
from weerklank.model.json_value import JsonObject
from weerklank.model.raw import Scanned
from weerklank.model.run import Shortfall
from weerklank.model.text import Text, verbatim

EDITS_MISSING = Text(
    "het bericht is bewerkt en de server geeft de eerdere versies niet, of niet vanaf de eerste",
    "the post was edited and the server does not give its earlier versions, or not from the first",
)
EDITS_BROKEN = Text(
    "een eerdere versie van een bewerkt bericht is onleesbaar in het antwoord; de andere kwamen",
    "an earlier version of an edited post is unreadable in the answer; the others came",
)
HISTORY = "GET /api/v1/statuses/:id/history"

#: Posts that a gap names.
_NAMED = 20
_LIST_OF = msgspec.json.Decoder(list[msgspec.Raw])
_KEPT, _READ_KEPT = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(KeptStatus)


class History:
    """Asks for the earlier versions of the posts of one account."""

    def __init__(self, client: Client, answers: NotesAnswers, statuses: StatusReader) -> None:
        self._client = client
        self._answers = answers
        self._statuses = statuses
        self._missing = 0
        self._where: list[Text] = []
        #: Entries of histories that are left out since those have no end.
        self._left = 0
        self._where_left: list[Text] = []
        #: Entries of histories that can't be read.
        self._broken = 0
        self._where_broken: list[Text] = []

    def before(self, entry: Scanned, status: JsonObject) -> Iterator[Scanned]:
        """Give what a post was before, the oldest first; nothing of one that was not edited."""
        edited, number = status.get("edited_at"), id_of(status.get("id"))
        if edited is None:
            return
        edits, answer = self._asked(number) if number else ([], 0)
        found, broken = self._earlier(edits[:MOST_VERSIONS], answer, entry, status)
        # One that does not begin at the first version lacks it, and nobody knows how many more.
        begins = any(one.edited_at is None for one in found)
        where = [verbatim(entry.url)] if entry.url else []
        if len(edits) > MOST_VERSIONS:
            self._left += len(edits) - MOST_VERSIONS
            self._where_left += where[: _NAMED - len(self._where_left)]
        if broken:
            self._broken += broken
            self._where_broken += where[: _NAMED - len(self._where_broken)]
        elif not begins:
            self._missing += 1
            self._where += where[: _NAMED - len(self._where)]
        yield from (one.scanned for one in found)

    def _asked(self, number: str) -> tuple[list[bytes], int]:
        """Give the entries of a history and the number of the answer; none where none comes."""
        try:
            address = self._client.address(f"statuses/{number}/history")
            exchange, edits = self._client.ask_for(address, _LIST_OF.decode)
        except NoAnswer:
            return [], 0
        answer = self._answers.note(HISTORY, exchange, {"edits": len(edits or ())})
        return [bytes(raw) for raw in edits or ()], answer

    def _earlier(
        self, edits: list[bytes], answer: int, entry: Scanned, status: JsonObject
    ) -> tuple[list["_Earlier"], int]:
        """Give the versions before the last, and how many entries can't be read."""
        kept = _READ_KEPT.decode(entry.content)
        found: list[_Earlier] = []
        broken = 0
        try:
            first, last = moment(status.get("created_at")), moment(status.get("edited_at"))
        except Unreadable:
            return [], 0
        for place, raw in enumerate(edits):
            try:
                edit = object_of(raw)
                made = moment(edit.get("created_at"))
                if made < last:
                    at = KeptAt(answer, f"/{place}")
                    edited = made if made > first else None
                    found.append(
                        _Earlier(edited, self._scanned(entry, kept, raw, edit, at, edited))
                    )
            except (Unreadable, ValueError, RecursionError):
                broken += 1
        return found, broken

    def _scanned(
        self,
        entry: Scanned,
        kept: KeptStatus,
        raw: bytes,
        edit: JsonObject,
        at: KeptAt,
        edited: str | None,
    ) -> Scanned:
        paths, addresses = media_of(Fields(edit))
        then = msgspec.structs.replace(
            kept,
            answer=at.answer,
            pointer=at.pointer,
            edit=raw,
            edited_at=edited,
        )
        linked = self._statuses.linked({**object_of(kept.content), **edit})
        return msgspec.structs.replace(
            entry,
            content=_KEPT.encode(then),
            linked=linked,
            media=paths,
            addresses=addresses,
            is_again=True,
        )

    def findings(self) -> list[Shortfall]:
        """Tell of which posts the earlier versions did not come, or could not be read."""
        endless = ENDLESS_EDITS.filled(most=MOST_VERSIONS)
        told = (
            ("edits_missing", self._missing, EDITS_MISSING, self._where),
            ("edits_broken", self._broken, EDITS_BROKEN, self._where_broken),
            ("edits_endless", self._left, endless, self._where_left),
        )
        return [
            Shortfall(kind=kind, count=count, reason=reason, where=tuple(where))
            for kind, count, reason, where in told
            if count
        ]


@dataclass(frozen=True, slots=True)
class _Earlier:
    """An earlier version, and when an edit made it; None of the first."""

    edited_at: str | None
    scanned: Scanned

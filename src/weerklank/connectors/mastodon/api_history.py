"""Earlier versions of edited posts, as Mastodon's own history tells them.

Source: `GET /api/v1/statuses/:id/history` (docs.joinmastodon.org, StatusEdit): the first version,
each edit, and last the post as it is. Servers may know no history or refuse it: that is a gap, not
'never edited'.
"""

from collections.abc import Iterator

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
from weerklank.connectors.mastodon.moment import moment
from weerklank.harvest.exchange import NoAnswer
from weerklank.harvest.port import NotesAnswers, Unreadable
from weerklank.model.json_value import JsonObject
from weerklank.model.raw import Scanned
from weerklank.model.run import Shortfall
from weerklank.model.text import Text, verbatim

EDITS_MISSING = Text(
    "het bericht is bewerkt en de server geeft de eerdere versies niet",
    "the post was edited and the server does not give its earlier versions",
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

    def before(self, entry: Scanned, status: JsonObject) -> Iterator[Scanned]:
        """Give what a post was before, the oldest first; nothing of one that was not edited."""
        edited, number = status.get("edited_at"), id_of(status.get("id"))
        if edited is None or number is None:
            return
        found = self._earlier(number, entry, status)
        if not found:
            self._missing += 1
            if entry.url and len(self._where) < _NAMED:
                self._where.append(verbatim(entry.url))
        yield from found

    def _earlier(self, number: str, entry: Scanned, status: JsonObject) -> list[Scanned]:
        try:
            address = self._client.address(f"statuses/{number}/history")
            exchange, edits = self._client.ask_for(address, _LIST_OF.decode)
        except NoAnswer:
            return []
        answer = self._answers.note(HISTORY, exchange, {"edits": len(edits or ())})
        kept = _READ_KEPT.decode(entry.content)
        try:
            first, last = moment(status.get("created_at")), moment(status.get("edited_at"))
            return [
                self._scanned(entry, kept, bytes(raw), KeptAt(answer, f"/{place}"), first)
                for place, raw in enumerate(edits or ())
                if moment(object_of(bytes(raw)).get("created_at")) < last
            ]
        except (Unreadable, ValueError, RecursionError):
            return []

    def _scanned(
        self, entry: Scanned, kept: KeptStatus, raw: bytes, at: KeptAt, first: str
    ) -> Scanned:
        edit = object_of(raw)
        made = moment(edit.get("created_at"))
        paths, addresses = media_of(Fields(edit))
        then = msgspec.structs.replace(
            kept,
            answer=at.answer,
            pointer=at.pointer,
            edit=raw,
            edited_at=made if made > first else None,
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
        """Tell of which posts the earlier versions did not come."""
        if not self._missing:
            return []
        return [
            Shortfall(
                kind="edits_missing",
                count=self._missing,
                reason=EDITS_MISSING,
                where=tuple(self._where),
            )
        ]

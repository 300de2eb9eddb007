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
from weerklank.harvest.noted_gaps import NotedGaps
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

_LIST_OF = msgspec.json.Decoder(list[msgspec.Raw])
_KEPT, _READ_KEPT = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(KeptStatus)


class History:
    """Asks for the earlier versions of the posts of one account."""

    def __init__(self, client: Client, answers: NotesAnswers, statuses: StatusReader) -> None:
        self._client = client
        self._answers = answers
        self._statuses = statuses
        self._gaps = NotedGaps()

    def before(self, entry: Scanned, status: JsonObject) -> Iterator[Scanned]:
        """Give what a post was before, the oldest first; nothing of one that was not edited."""
        edited, number = status.get("edited_at"), id_of(status.get("id"))
        if edited is None:
            return
        edits, answer = self._asked(number) if number else ([], 0)
        found, broken = self._earlier(edits[:MOST_VERSIONS], answer, entry, status)
        # One that does not begin at the first version lacks it, and nobody knows how many more.
        begins = any(one.edited_at is None for one in found)
        where = verbatim(entry.url) if entry.url else None
        if len(edits) > MOST_VERSIONS:
            self._gaps.note("edits_endless", where, len(edits) - MOST_VERSIONS)
        if broken:
            self._gaps.note("edits_broken", where, broken)
        elif not begins:
            self._gaps.note("edits_missing", where)
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
        return self._gaps.findings(
            {
                "edits_missing": EDITS_MISSING,
                "edits_broken": EDITS_BROKEN,
                "edits_endless": ENDLESS_EDITS.filled(most=MOST_VERSIONS),
            }
        )


@dataclass(frozen=True, slots=True)
class _Earlier:
    """An earlier version, and when an edit made it; None of the first."""

    edited_at: str | None
    scanned: Scanned

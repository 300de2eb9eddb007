"""Keep of a post what the first pass needs, whoever asked for its object: we, or a page.

What is a message, for followers of somebody else, or of another account is passed over unread.
"""

import msgspec

from weerklank.connectors.mastodon.activity import Reader
from weerklank.connectors.mastodon.api_objects import (
    DIRECT,
    UNKNOWN_VISIBILITY,
    KeptAt,
    KeptStatus,
    Pointed,
    StatusReader,
    address_field,
    id_of,
    media_of,
    visibility_of,
)
from weerklank.connectors.mastodon.fields import Fields
from weerklank.harvest.json_array import NOT_READ
from weerklank.harvest.json_fields import text_of
from weerklank.harvest.port import Unreadable
from weerklank.model.item import Visibility
from weerklank.model.json_value import JsonObject
from weerklank.model.raw import Passed, PassedOver, RawPerson, Scanned
from weerklank.model.text import Text

ADDRESS_OF_OURS = Text(
    "een reactie van een ander onder een adres van de eigen server, die dat bericht niet zo noemt",
    "a reply by somebody else under an address of the own server, which names that post otherwise",
)
_KEPT, _READ_KEPT = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(KeptStatus)


def kept_of(content: bytes) -> KeptStatus:
    """Give a post as it waited between the passes."""
    return _READ_KEPT.decode(content)


class Scans:
    """Keeps posts of one account, and what hangs below them."""

    def __init__(self, number: str, reader: Reader, statuses: StatusReader) -> None:
        """Keep for the account that the server knows by `number`."""
        self._number = number
        self._reader = reader
        self._statuses = statuses

    def own(
        self,
        content: bytes,
        status: JsonObject,
        at: KeptAt,
        parent: Pointed | None,
        quoted: Pointed | None,
    ) -> Scanned | Passed:
        """Keep a post that a list of the account gives; Unreadable when it can't be placed."""
        if status.get("visibility") == DIRECT:  # looked at before anything else of it
            named = text_of(status.get("uri"))
            return Passed(
                why=PassedOver.DIRECT_MESSAGE,
                native_id=self._reader.native(named) if named else None,
            )
        if visibility_of(status) is None:
            raise Unreadable(UNKNOWN_VISIBILITY)
        native = self._reader.native(address_field(status, "uri"))
        if not self.is_own(status) or not self._reader.is_of_server(native):
            return Passed(why=PassedOver.OTHER_ACTOR)
        kept = KeptStatus(content, at.answer, at.pointer, parent, quoted)
        is_boost = isinstance(status.get("reblog"), dict)
        fields = Fields(status)
        paths, addresses = ((), ()) if is_boost else media_of(fields)
        return Scanned(
            content=_KEPT.encode(kept),
            native_id=native,
            url=text_of(status.get("url")),
            parent=self._reader.native(parent.address) if parent and not is_boost else None,
            created_at=text_of(status.get("created_at")) or "",
            persons=self._statuses.boosted(status)
            if is_boost
            else self._statuses.persons(fields, parent, quoted),
            linked=() if is_boost else self._statuses.linked(status),
            media=paths,
            addresses=addresses,
        )

    def is_own(self, status: JsonObject) -> bool:
        """Tell whether the account itself wrote a post."""
        author = status.get("account")
        return isinstance(author, dict) and id_of(author.get("id")) == self._number

    def reply(
        self, content: bytes, status: JsonObject, at: KeptAt, parent: Pointed | None
    ) -> Scanned | Passed:
        """Keep a reply by somebody else; Unreadable when nobody can be seen to have written it."""
        if status.get("visibility") == DIRECT:
            return self.passed(PassedOver.DIRECT_MESSAGE, status, parent)
        self.demand_address_of_author(status)
        told = visibility_of(status)
        if told is None or told is Visibility.FOLLOWERS:  # counted, not kept
            return self.passed(PassedOver.OUT_OF_SCOPE, status, parent)
        author = self._statuses.author(status)
        if author is None:
            raise Unreadable(NOT_READ)
        kept = KeptStatus(content, at.answer, at.pointer, parent, self._statuses.quoted(status))
        fields = Fields(status)
        return Scanned(
            content=_KEPT.encode(kept),
            native_id=self._statuses.native(address_field(status, "uri")),
            url=text_of(status.get("url")),
            parent=self._statuses.native(parent.address) if parent else None,
            created_at=text_of(status.get("created_at")) or "",
            author=author,
            persons=(author, *self._statuses.persons(fields, parent, kept.quoted)),
            linked=self._statuses.linked(status),
            media=(),
        )

    def demand_address_of_author(self, status: JsonObject) -> None:
        """Refuse a post of somebody else under an address as posts of ours have; Unreadable.

        A server that believes what others tell it may give one, and it would stand in the archive
        as a version of ours. Who has an account elsewhere has no post on this server, and whoever
        has one here has posts by the numbers that the server gives.
        """
        native = self._statuses.native(text_of(status.get("uri")) or "")
        if "://" not in native or not self._reader.is_of_server(native) or self.is_own(status):
            return
        author = status.get("account")
        name = text_of(author.get("acct")) if isinstance(author, dict) else None
        is_elsewhere = self._reader.is_elsewhere(name)
        _, is_numbered, number = native.rpartition("/statuses/")
        if is_elsewhere or (is_numbered and number != id_of(status.get("id"))):
            raise Unreadable(ADDRESS_OF_OURS)

    def passed(
        self, why: PassedOver, status: JsonObject, parent: Pointed | None, count: int = 1
    ) -> Passed:
        """Pass over what is not kept, and tell who takes part by it; what it says is not read.

        Public replies below it may say their names.
        """
        address = text_of(status.get("uri"))
        author = self._statuses.author(status)
        named = self._statuses.persons(Fields(status), parent)
        persons: tuple[RawPerson, ...] = (*((author,) if author else ()), *named)
        return Passed(
            why=why,
            count=count,
            native_id=self._statuses.native(address) if address else None,
            parent=self._statuses.native(parent.address) if parent else None,
            persons=tuple(dict.fromkeys(persons)),
        )

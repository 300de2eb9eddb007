"""What hangs together with one post, by the API: whoever takes part in its thread, wherever.

A harvest reads the list to its end and all replies below it, and so meets a thread from many
sides. Whoever reads no more than the newest posts asks here what they would not meet: what stands
above a post, and all that hangs below the topmost of that.
"""

import msgspec

from weerklank.connectors.mastodon.api_again import ONE
from weerklank.connectors.mastodon.api_objects import (
    StatusReader,
    id_of,
    object_of,
    quoted_of,
    stated_of,
    visibility_of,
)
from weerklank.connectors.mastodon.api_replies import CONTEXT, READ_CONTEXT, Context
from weerklank.connectors.mastodon.client import GONE, Client
from weerklank.connectors.mastodon.fields import Fields
from weerklank.harvest.endless import MOST_REPLIES
from weerklank.harvest.exchange import NOT_THERE, NoAnswer
from weerklank.harvest.json_fields import text_of
from weerklank.harvest.port import Around, NotesAnswers
from weerklank.model.item import Visibility
from weerklank.model.json_value import JsonObject
from weerklank.model.raw import RawPerson

#: How often a server is asked for what stands above; each answer holds many.
_MOST_UPWARDS = 10
#: Replies that are asked for by themselves, as the server counts more below them than it gave.
_MOST_FURTHER = 20


class AroundPosts:
    """Finds what hangs together with posts of one account."""

    def __init__(
        self, own: str, client: Client, answers: NotesAnswers, statuses: StatusReader
    ) -> None:
        self._own = own
        self._client = client
        self._answers = answers
        self._statuses = statuses
        self._known: dict[str, Around] = {}

    def of(self, status: JsonObject) -> Around | None:
        """Give what hangs together with a post; None where the server didn't tell of all of it."""
        is_alone = stated_of(status.get("replies_count")) == 0 and _above(status) is None
        number = id_of(status.get("id"))
        if is_alone or isinstance(status.get("reblog"), dict):
            return Around()
        try:
            return self._thread(number, status) if number else None
        except (NoAnswer, ValueError, RecursionError):  # what can't be read may name anyone
            return None

    def _thread(self, number: str, status: JsonObject) -> Around | None:
        """Go up as far as the server tells, and give that with all that hangs below it."""
        met: dict[str, JsonObject] = {}
        for _ in range(_MOST_UPWARDS):
            found = self._context(number)
            if found is None:
                return None
            self._note(found.ancestors, met)
            if found.ancestors:
                status = object_of(bytes(found.ancestors[0]))
                number = id_of(status.get("id")) or number
            above = _above(status)
            if above is None:
                break
            # The server gave no more above it, or gives it by its number alone.
            further = self._one(above)
            if further is None and id_of(status.get("in_reply_to_account_id")) == self._own:
                return None  # of our own posts the address is known, and so what hangs below
            if further is None:
                break
            met[above] = further
            number, status = above, further
        if number not in self._known:
            self._known[number] = self._below(number)
        return self._told(met).joined(self._known[number])

    def _below(self, topmost: str) -> Around:
        """Give what hangs below the topmost post; what was short of that is asked further."""
        below: dict[str, JsonObject] = {}
        waiting, asked = [topmost], set[str]()
        for _ in range(_MOST_FURTHER):
            if not waiting or len(below) > MOST_REPLIES:
                break
            asked.add(waiting[0])
            found = self._context(waiting[0])
            self._note(found.descendants if found else [], below)
            waiting = [one for one in _short(below) if one not in asked]
        return self._told(below)

    def _context(self, number: str) -> Context | None:
        """Ask for what stands above and below a post; None for one that is not there."""
        exchange, found = self._client.ask_for(
            self._client.address(f"statuses/{number}/context"), READ_CONTEXT.decode
        )
        if found is None and exchange.status not in GONE:
            raise NoAnswer(NOT_THERE)
        self._answers.note(CONTEXT, exchange, {})
        return found

    def _one(self, number: str) -> JsonObject | None:
        exchange, found = self._client.ask(self._client.address(f"statuses/{number}"))
        if found is None and exchange.status not in GONE:
            raise NoAnswer(NOT_THERE)
        self._answers.note(ONE, exchange, {})
        return found if isinstance(found, dict) else None

    def _note(self, found: list[msgspec.Raw], met: dict[str, JsonObject]) -> None:
        for raw in found:
            status = object_of(bytes(raw))
            number = id_of(status.get("id"))
            if number:
                met[number] = status

    def _told(self, met: dict[str, JsonObject]) -> Around:
        items: dict[str, None] = {}
        persons: dict[RawPerson, None] = {}
        for status in met.values():
            address = text_of(status.get("uri"))
            if address:
                items[self._statuses.native(address)] = None
            persons |= dict.fromkeys(self._persons(status))
        return Around(tuple(items), tuple(persons))

    def _persons(self, status: JsonObject) -> tuple[RawPerson, ...]:
        """Give who takes part by a post; what one says that isn't for everyone is not read."""
        author = self._statuses.author(status)
        quoted = self._statuses.pointed(quoted_of(status)[0])
        named = self._statuses.persons(Fields(status), quoted)
        is_read = visibility_of(status) in {Visibility.PUBLIC, Visibility.UNLISTED}
        linked = self._statuses.linked(status) if is_read else ()
        return (*((author,) if author else ()), *named, *linked)


def _above(status: JsonObject) -> str | None:
    return id_of(status.get("in_reply_to_id"))


def _short(met: dict[str, JsonObject]) -> list[str]:
    """Give the posts below which the server counts more than came."""
    parents = [_above(status) for status in met.values()]
    return [
        number
        for number, status in met.items()
        if (stated_of(status.get("replies_count")) or 0) > parents.count(number)
    ]

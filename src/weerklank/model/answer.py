"""Answers of an API after minimisation: the envelope without the items that came in it.

Structs with fields in alphabetical order, as in the canonical line that `docs/format/` specifies.
"""

import msgspec

from weerklank.model.minimised import MinimisedText


class AnswerPlace(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Where an item came from: which answer of its run, by number, and where in that."""

    #: Number of the answer in its run, from 1.
    number: int
    #: JSON pointer (RFC 6901) in the answer as it came; absent when it would name someone.
    pointer: MinimisedText | None = None


class Paging(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Where an answer stands in a list of pages; cursors name items, so they are not kept."""

    #: Whether the platform said that there is more.
    more: bool = False
    #: Page of the list that was asked for, from 1.
    page: int = 1


class Envelope(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One answer of an API, without its items: it names none, so no destruction touches it."""

    #: What was asked, without whose or which: `GET /api/v1/accounts/:id/statuses`.
    asked: str
    #: When the answer came, RFC 3339, UTC.
    at: str
    #: How much it held of what: names of the connector's own.
    counts: dict[str, int] = {}
    #: Headers that name nobody, by name in lower case.
    headers: dict[str, MinimisedText] = {}
    #: How many other headers there were.
    headers_left_out: int = 0
    number: int
    paging: Paging | None = None
    run: str
    status: int

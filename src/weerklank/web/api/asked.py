"""What operations may be given: texts of so many signs, and what many of them ask alike."""

from typing import Annotated

import msgspec

from weerklank.web.api.operation import NO_NUL, Paging, Query

#: A word or name of the register, in an address.
Word = Annotated[str, msgspec.Meta(max_length=200, pattern=NO_NUL)]
Line = Annotated[str, msgspec.Meta(min_length=1, max_length=300, pattern=NO_NUL)]
Lines = Annotated[tuple[Line, ...], msgspec.Meta(max_length=50)]
#: Names of posts, or of parts of them, of which there may be many.
Many = Annotated[tuple[Line, ...], msgspec.Meta(min_length=1, max_length=1000)]
Long = Annotated[str, msgspec.Meta(min_length=1, max_length=2000, pattern=NO_NUL)]
#: What may be left empty.
Words = Annotated[str, msgspec.Meta(max_length=1000, pattern=NO_NUL)]
OneSpan = Annotated[
    str, msgspec.Meta(pattern="^(title|text|film|author|medium):[0-9]{1,9}-[0-9]{1,9}$")
]
Count = Annotated[int, msgspec.Meta(ge=0, le=1_000_000_000)]


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Why, in one sentence; it stays in the archive."""

    reason: Line


class SeenReason(Reason, frozen=True, kw_only=True):
    """Why, and the `acts` of the document as it was given: refused when it changed since."""

    seen: Count | None = None


class SeenQuery(Query, frozen=True, kw_only=True):
    """The `acts` of the document as it was given: refused when anything was done since."""

    seen: Count | None = None


class SeenStand(msgspec.Struct, frozen=True, kw_only=True):
    """The `stand` of what is decided on, as it was read: what changed since is looked at first."""

    seen: Line


class WaitingQuery(Paging, frozen=True, kw_only=True):
    """Whether also what was settled is asked."""

    settled: bool = False

"""What a medium carries besides what it shows, by kind; never a value of it."""

from enum import StrEnum


class Trace(StrEnum):
    """A kind of what a file carries besides its picture, film or sound."""

    #: Where it was made.
    POSITION = "position"
    #: Who made it, whose it is, or who is on it.
    NAME = "name"
    #: With what it was made: make, model, number of a camera or a program.
    DEVICE = "device"
    #: When it was made or changed.
    MOMENT = "moment"
    #: A small picture within, which may show more than the medium does.
    PREVIEW = "preview"
    #: Anything else: comments, descriptions, what nobody knows.
    OTHER = "other"


class NotCleaned(StrEnum):
    """Why no clean copy of a file can be made."""

    #: Of a kind that is not cleaned.
    UNKNOWN = "unknown"
    #: It is not put together as its kind is.
    BROKEN = "broken"
    #: It has more parts than are looked at.
    TOO_MUCH = "too_much"

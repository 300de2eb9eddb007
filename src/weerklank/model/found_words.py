"""What in running text may tell who somebody is: where it stands, what it is, who says so."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class FoundKind(StrEnum):
    """What something in running text is; values are stored, so they never get another name."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    IBAN = "iban"
    BSN = "bsn"
    #: A postcode with a number, or a street with one.
    ADDRESS = "address"
    PLATE = "plate"
    BIRTH = "birth"
    HANDLE = "handle"
    #: An address of the web that holds a handle.
    PROFILE = "profile"


@dataclass(frozen=True, slots=True)
class FoundWords:
    """A part of a text that may tell who somebody is."""

    #: In code points of the text that was given; `end` is exclusive.
    start: int
    end: int
    kind: FoundKind
    #: Stable name of the rule with its version: `bsn/1`, `name-after-title/1`.
    detector: str
    #: From 0 to 1: the precision that was measured of the detector.
    confidence: float


class FindsWords(Protocol):
    """Finds what may tell who somebody is in a text."""

    def __call__(self, text: str) -> tuple[FoundWords, ...]:
        """Give what was found, in order, none over another; in time that is linear in the text."""
        ...

"""What a connector must offer: the ports between a platform and the rest of the program."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO, Protocol

from weerklank.model.platform import Platform
from weerklank.model.raw import Broken, Passed, RawItem, RawPerson, Scanned
from weerklank.model.run import Shortfall, Technique
from weerklank.model.text import Text


class BrokenOff(Exception):
    """A medium or another part of an export that can't be read to its end."""


class Unreadable(ValueError):
    """A record that is not as it should be: says why in words of our own, never of its content."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a connector can and can't do, as data, so that completeness can be judged."""

    platform: Platform
    title: str
    techniques: tuple[Technique, ...]
    #: What the platform can never give by a technique: neither gap nor fault.
    limits: tuple[tuple[Technique, str, Text], ...]


class Export(Protocol):
    """An official export of one account, opened."""

    #: Whose export it is.
    owner: RawPerson
    #: File inside the export in which the items stand.
    items_file: str
    #: Items that the export itself says it holds; None when it does not say.
    stated_items: int | None
    #: Day on which the file was made, as far as its container says; it may say anything.
    exported: date | None

    def scan(self) -> Iterator[Scanned | Passed | Broken]:
        """Give the items in the order of the file without keeping them (first pass).

        One entry for every record, so that a record's number is that of its entry; what was
        passed over elsewhere in the export comes last.
        """
        ...

    def read(self, content: bytes) -> RawItem:
        """Read one scanned item whole (second pass); Unreadable when it is not as it should be."""
        ...

    def profile(self) -> RawItem | None:
        """Give the profile of the account; None when the file was cut off before it."""
        ...

    def media(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, BinaryIO]]:
        """Give the media that are wanted, by path, as streams; never opens another.

        Reading from a stream raises BrokenOff when the rest of it is damaged or cut off.
        """
        ...

    def unopened_media(self) -> int:
        """Tell how many media files the last `media` passed over."""
        ...

    def findings(self) -> list[Shortfall]:
        """Tell what is missing in the file as a whole, such as its end."""
        ...


class Connector(Protocol):
    """One platform."""

    manifest: Manifest

    def open_export(self, path: Path) -> Export | None:
        """Open an export file; None when it is not of this platform.

        BrokenInput when it is of this platform and can't be read at all.
        """
        ...

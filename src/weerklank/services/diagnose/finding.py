"""What a check of the installation looks at, and what it may find."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from weerklank.harvest.port import Connector
from weerklank.model.errors import CATALOGUE, WeerklankError
from weerklank.model.text import Text
from weerklank.services.workplace import Workplace


class Weight(StrEnum):
    """How bad a finding is."""

    #: Something is not as it must be.
    WRONG = "wrong"
    #: It works; something can't be done, or is wiser otherwise.
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Found:
    """Something that is not as it should be: a code of the catalogue of errors, and its values."""

    code: str
    weight: Weight = Weight.WRONG
    #: A file or folder of ours.
    path: Path | None = None
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> Text:
        """Say what is wrong."""
        return CATALOGUE[self.code].message.filled(**self.values)

    @property
    def hint(self) -> Text:
        """Say what to do about it."""
        return CATALOGUE[self.code].hint.filled(**self.values)


@dataclass(frozen=True, slots=True)
class Unseen:
    """Why something could not be looked at: that is an answer of its own, and never fine."""

    reason: Text


Told = Iterator[Found | Unseen]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The installation that is looked at; nothing in it is changed."""

    #: None where none was named.
    archive: Path | None = None
    keys: Path | None = None
    #: None where no archive was named; the error where it does not open.
    opened: Workplace | WeerklankError | None = None
    connectors: Sequence[Connector] = ()
    now: datetime
    environment: Mapping[str, str]
    #: Where temporary files go.
    temporary: Path
    #: The address of the screens that are about to be served; None to look which are served now.
    site: str | None = None
    #: The list of organisations of one server; None where none was named.
    organisations: Path | None = None
    #: Whether servers that are set may be asked.
    network: bool = False
    #: Where the kernel tells of itself.
    kernel: Path = Path("/proc")
    version: tuple[int, ...] = tuple(sys.version_info[:3])

    @property
    def workplace(self) -> Workplace:
        """Give the archive, for checks that are made of one that opens."""
        if not isinstance(self.opened, Workplace):
            raise TypeError("no archive")
        return self.opened


class Needs(StrEnum):
    """What must be there before a check can be made."""

    NOTHING = "nothing"
    #: An archive was named.
    NAMED = "named"
    #: It opens.
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check: what it looks at, why that matters, and what looks."""

    id: str
    what: Text
    why: Text
    look: Callable[[Scene], Told]
    needs: Needs = Needs.NOTHING

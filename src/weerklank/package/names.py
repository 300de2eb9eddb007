"""How packages are named and where they lie."""

import re
from dataclasses import dataclass
from pathlib import Path

from weerklank.model.ids import AccountId
from weerklank.store.layout import Layout

_CLOSED = re.compile(r"(?P<part>\d{4})-(?P<letter>[gs])(?P<generation>\d+)$")

RECORDS = "records/records.jsonl.gz"
SOURCE = "source/source.jsonl.gz"
PROOF = "proof/leaves.txt.gz"
#: Only where an API was asked: envelopes, and their salts.
ANSWERS = "source/answers.jsonl.gz"
ANSWER_PROOF = "proof/answers.txt.gz"
EVENTS = "events.jsonl"
FORMATS = "formats.jsonl"
MEDIA = "media"


@dataclass(frozen=True, slots=True, order=True)
class PackageName:
    """One part of what an account showed in one month of capture."""

    account: AccountId
    #: UTC month of capture, `2026-11`.
    month: str
    part: int

    def __str__(self) -> str:
        return f"{self.account}/{self.month}/{self.part:04d}"

    @classmethod
    def read(cls, text: str) -> "PackageName":
        """Read a name as `str` writes it."""
        account, month, part = text.split("/")
        return cls(AccountId(account), month, int(part))

    def object_id(self, origin: str, letter: str, generation: int) -> str:
        """Give the identifier of the OCFL object."""
        return (
            f"urn:weerklank:{origin}:{self.account}:{self.month}:{self.part:04d}:"
            f"{letter}{generation}"
        )

    def closed(self, layout: Layout, generation: int) -> Path:
        """Give the folder of a closed package."""
        month = layout.object_month(self.account, self.month)
        return month / f"{self.part:04d}-g{generation}"

    def closed_sealed(self, layout: Layout, generation: int) -> Path:
        """Give the folder of a closed sealed object."""
        month = layout.sealed_month(self.account, self.month)
        return month / f"{self.part:04d}-s{generation}"


@dataclass(frozen=True, slots=True)
class Found:
    """A package on disk."""

    name: PackageName
    generation: int
    folder: Path


def generation_of(folder: Path) -> tuple[int, str, int] | None:
    """Read part, letter and generation from a folder's name."""
    match = _CLOSED.match(folder.name)
    if match is None:
        return None
    return int(match["part"]), match["letter"], int(match["generation"])


def next_part(layout: Layout, account: AccountId, month: str) -> int:
    """Give the number of the next part; never asks the catalogue."""
    numbers = [0]
    for folder in layout.object_month(account, month).glob("*-g*"):
        named = generation_of(folder)
        if named:
            numbers.append(named[0])
    for folder in layout.open_month(account, month).glob("*/*"):
        digits = folder.name.removesuffix("-sealed")
        if digits.isdecimal():
            numbers.append(int(digits))
    return max(numbers) + 1


def packages(layout: Layout) -> list[Found]:
    """List the packages that are whole, closed and open, each in its highest generation."""
    found: dict[PackageName, Found] = {}
    for folder in layout.objects.glob("*/*/*"):
        named = generation_of(folder)
        if named and (folder / "inventory.json").is_file():
            name = PackageName(AccountId(folder.parts[-3]), folder.parts[-2], named[0])
            if name not in found or found[name].generation < named[2]:
                found[name] = Found(name, named[2], folder)
    for folder in layout.open.glob("*/*/*/*"):
        if folder.name.isdecimal() and (folder / "inventory.json").is_file():
            name = PackageName(AccountId(folder.parts[-4]), folder.parts[-3], int(folder.name))
            found.setdefault(name, Found(name, 1, folder))
    return [found[name] for name in sorted(found)]

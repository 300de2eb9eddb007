"""The file that holds a repository: `repo.car` as the app gives it, or a zip with media beside it.

In a zip nothing is opened but the repository, the DID document beside it, and files that have the
CID of a medium as their name. A tar is none of ours: to look into one is to read all of it.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from weerklank.connectors.bluesky import did_document
from weerklank.connectors.bluesky.blocks import HEAD, Blocks, Header, read_header
from weerklank.connectors.bluesky.commit import Commit, read_commit
from weerklank.harvest.export_file import Container, open_container
from weerklank.harvest.port import BrokenOff, Unreadable
from weerklank.harvest.reads_at import FileOnDisk, ReadsAt, SealedCopy
from weerklank.model.errors import BrokenInput, fault
from weerklank.model.text import Text

NO_REPOSITORY = fault(
    "IMPORT-029",
    Text(
        nl="{file} is een CAR-bestand, maar geen repository van Bluesky: het begin, met van wie "
        "het is, ontbreekt of is onleesbaar.",
        en="{file} is a CAR file, but no repository of Bluesky: its begin, with whose it is, is "
        "missing or unreadable.",
    ),
    Text(
        nl="Vraag de export opnieuw aan (Instellingen, Account, Gegevens exporteren) en lever "
        "het CAR-bestand ongewijzigd aan.",
        en="Ask for the export again (Settings, Account, Export my data) and hand in repo.car "
        "as it is.",
    ),
)
SEVERAL = fault(
    "IMPORT-030",
    Text(
        nl="{file} bevat {count} repositories van Bluesky.",
        en="{file} holds {count} repositories of Bluesky.",
    ),
    Text(
        nl="Lever ze één voor één aan, elk met de eigen media.",
        en="Hand them in one by one, each with its own media.",
    ),
)

_REPOSITORY = re.compile(r".*\.car", re.IGNORECASE | re.DOTALL)
_FILE = re.compile(r"(?:.*/)?(baf[a-z2-7]{56})(?:\.[A-Za-z0-9]{1,5})?", re.DOTALL)
#: Files of which the begin is looked at; more are no export of an account.
_MOST_LOOKED_AT = 20


@dataclass(slots=True)
class RepoFile:
    """A repository, opened. `container` is the zip that it came in, if any."""

    path: Path
    header: Header
    source: Callable[[], ReadsAt]
    container: Container | None = None
    _blocks: Blocks | None = field(default=None, init=False)

    @property
    def blocks(self) -> Blocks:
        """Its blocks; what it comes in is gone through when they are first asked for."""
        if self._blocks is None:
            self._blocks = Blocks(self.source(), self.header)
        return self._blocks

    def commit(self) -> Commit:
        """Give its state; BrokenInput when it has none that can be read."""
        try:
            found = read_commit(self.blocks.get(self.header.root))
        except Unreadable:
            found = None
        if found is None:
            raise BrokenInput(NO_REPOSITORY, file=self.path.name)
        return found

    def document(self, did: str) -> did_document.DidDocument | None:
        """Give the DID document that came along, if one did."""
        for _, stream in self._members(did_document.NAMED):
            content = _all_of(stream, did_document.LARGEST)
            document = did_document.read_document(content, did)
            if document is not None:
                return document
        return None

    def _members(self, named: re.Pattern[str]) -> Iterator[tuple[str, BinaryIO]]:
        if self.container is None:
            return
        looked_at = 0

        def wanted(name: str) -> bool:
            nonlocal looked_at
            looked_at += bool(named.fullmatch(name))
            return looked_at <= _MOST_LOOKED_AT and named.fullmatch(name) is not None

        yield from self.container.members(wanted)

    def media(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, BinaryIO]]:
        """Give the files beside it that are called after a CID and are wanted, by that CID."""
        if self.container is None:
            return

        def chosen(name: str) -> bool:
            match = _FILE.fullmatch(name)
            return match is not None and wanted(match[1])

        for name, stream in self.container.members(chosen):
            match = _FILE.fullmatch(name)
            if match:
                yield match[1], stream


def open_repo(path: Path) -> RepoFile | None:
    """Recognise a repository by its content; None when there is none in the file."""
    with path.open("rb") as file:
        header = read_header(file.read(HEAD))
    if header:
        return RepoFile(path, header, lambda: FileOnDisk(path))
    if not zipfile.is_zipfile(path):
        return None
    container = open_container(path)
    return _in_zip(container) if container else None


def _in_zip(container: Container) -> RepoFile | None:
    found: dict[str, Header] = {}
    looked_at = 0

    def wanted(name: str) -> bool:
        nonlocal looked_at
        looked_at += _REPOSITORY.fullmatch(name) is not None
        return looked_at <= _MOST_LOOKED_AT and _REPOSITORY.fullmatch(name) is not None

    for name, stream in container.members(wanted):
        header = read_header(_all_of(stream, HEAD))
        if header:
            found[name] = header
    if len(found) > 1:
        raise BrokenInput(SEVERAL, file=container.path.name, count=len(found))
    for name, header in found.items():
        return RepoFile(container.path, header, partial(_copy, container, name), container)
    return None


def _copy(container: Container, name: str) -> ReadsAt:
    """Copy a member so that any part of it can be read; as far as it is there."""
    for _, stream in container.members(lambda one: one == name):
        return SealedCopy(cast("BinaryIO", _UntilBroken(stream)))
    raise BrokenInput(NO_REPOSITORY, file=container.path.name)


class _UntilBroken:
    """A stream that ends where it breaks off: what came before is kept."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, size: int) -> bytes:
        """Read on."""
        try:
            return self._stream.read(size)
        except BrokenOff:
            return b""


def _all_of(stream: BinaryIO, most: int) -> bytes:
    """Read a member up to a size; nothing when it breaks off."""
    try:
        return stream.read(most)
    except BrokenOff:
        return b""

"""The members of a Mastodon export, wherever in its container its folder begins."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from weerklank.harvest.export_file import Container, UntilBroken, open_container
from weerklank.model.errors import BrokenInput, fault
from weerklank.model.text import Text

MORE_THAN_ONE = fault(
    "IMPORT-043",
    Text(
        nl="{file} bevat meer dan één Mastodon-export: in {count} mappen staat een outbox.json. "
        "Welke bedoeld is, staat er niet bij; er is niets opgenomen.",
        en="{file} holds more than one Mastodon export: an outbox.json is in {count} folders. "
        "Which one is meant it does not say; nothing was taken in.",
    ),
    Text(
        nl="Pak het bestand uit, maak van elke map een eigen zip-bestand, en neem die één voor "
        "één op. Zijn het exports van hetzelfde account, neem dan de oudste eerst.",
        en="Unpack the file, make a zip file of each folder by itself, and take those in one by "
        "one. If they are exports of the same account, take the oldest first.",
    ),
)
TWICE = fault(
    "IMPORT-045",
    Text(
        nl="{file} bevat {count} keer {name}, en niet steeds hetzelfde. Welke bedoeld is, staat "
        "er niet bij; er is niets opgenomen.",
        en="{file} holds {name} {count} times, and not always the same. Which one is meant it "
        "does not say; nothing was taken in.",
    ),
    Text(
        nl="Neem het bestand op zoals de server het gaf: die schrijft elk bestand één keer. Is "
        "het dat, vraag bij de server dan een nieuwe export aan.",
        en="Take in the file as the server gave it: that writes each file once. If it is that, "
        "ask the server for a new export.",
    ),
)

OUTBOX, ACTOR = "outbox.json", "actor.json"
_BLOCK = 1 << 20


class Archive:
    """The members of an export, wherever in the container its folder begins."""

    def __init__(self, container: Container, prefix: str) -> None:
        self.container = container
        self.prefix = prefix

    def members(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, BinaryIO]]:
        """Give wanted members by their name inside the export."""
        cut = len(self.prefix)
        for name, stream in self.container.members(
            lambda name: name.startswith(self.prefix) and wanted(name[cut:])
        ):
            yield name[cut:], stream


def open_archive(path: Path) -> Archive | None:
    """Recognise an export by its content: outbox.json beside actor.json, at any depth.

    BrokenInput for a file that holds two, or two of either that differ, as a tar that was added
    to: to take one would leave out the other unseen, and to take both would mix them.
    """
    container = open_container(path)
    if container is None:
        return None
    folders: dict[str, Counter[str]] = {}

    def note(name: str) -> bool:
        folder, slash, last = name.rpartition("/")
        if last in {OUTBOX, ACTOR}:
            folders.setdefault(folder + slash, Counter())[last] += 1
        return False

    for _ in container.members(note):
        pass
    exports = sum(OUTBOX in found for found in folders.values())
    if exports > 1:
        raise BrokenInput(MORE_THAN_ONE, file=path.name, count=exports)
    for prefix, found in sorted(folders.items(), key=lambda entry: len(entry[0])):
        if OUTBOX in found or container.damage:
            archive = Archive(container, prefix)
            _refuse_twice(archive, found)
            return archive
    return None


def _refuse_twice(archive: Archive, found: Counter[str]) -> None:
    """Refuse an export in which a file is there more than once, unless they are all the same."""
    name, count = found.most_common(1)[0]
    if count == 1:
        return
    contents = {_digest(stream) for _, stream in archive.members(lambda one: one == name)}
    if len(contents) > 1:
        path = archive.container.path
        raise BrokenInput(TWICE, file=path.name, name=archive.prefix + name, count=count)


def _digest(member: BinaryIO) -> bytes:
    """Give the digest of a member as far as it can be read; it is never kept."""
    stream, digest = UntilBroken(member), hashlib.sha256()
    while block := stream.read(_BLOCK):
        digest.update(block)
    return digest.digest()

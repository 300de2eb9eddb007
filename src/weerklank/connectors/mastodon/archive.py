"""The members of a Mastodon export, wherever in its container its folder begins."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from weerklank.harvest.export_file import Container, open_container
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

OUTBOX, ACTOR = "outbox.json", "actor.json"


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

    BrokenInput for a file that holds two: to take one of them would leave out the other unseen.
    """
    container = open_container(path)
    if container is None:
        return None
    folders: dict[str, set[str]] = {}

    def note(name: str) -> bool:
        folder, slash, last = name.rpartition("/")
        if last in {OUTBOX, ACTOR}:
            folders.setdefault(folder + slash, set()).add(last)
        return False

    for _ in container.members(note):
        pass
    exports = sum(OUTBOX in found for found in folders.values())
    if exports > 1:
        raise BrokenInput(MORE_THAN_ONE, file=path.name, count=exports)
    for prefix, found in sorted(folders.items(), key=lambda entry: len(entry[0])):
        if OUTBOX in found or container.damage:
            return Archive(container, prefix)
    return None

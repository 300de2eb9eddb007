"""The members of a Mastodon export, wherever in its container its folder begins."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from weerklank.harvest.export_file import Container, open_container

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
    """Recognise an export by its content: outbox.json beside actor.json, at any depth."""
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
    for prefix, found in sorted(folders.items(), key=lambda entry: len(entry[0])):
        if OUTBOX in found or container.damage:
            return Archive(container, prefix)
    return None

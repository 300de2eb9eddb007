"""The names in a bucket as folders: a store has none, and any text may be a name there."""

from collections.abc import Iterable, Iterator

from weerklank.integrity.verify.findings import printable
from weerklank.integrity.verify.tree import Entry


class StoreNames:
    """What lies in one part of a replica in a store, as it was listed and written since."""

    def __init__(self, listed: Iterable[tuple[str, int]]) -> None:
        self._sizes: dict[str, int] = {}
        self._folders: dict[str, dict[str, bool]] = {"": {}}
        #: Names that no file of ours can have, or that are folders too.
        self.strange: list[str] = []
        for name, size in listed:
            self.add(name, size)
        for name in [name for name in self._sizes if name in self._folders]:
            self.strange.append(printable(name))
            del self._sizes[name]

    def add(self, name: str, size: int) -> None:
        """Take in what was listed or written."""
        steps = name.split("/")
        if printable(name) != name or any(step in ("", ".", "..") for step in steps):
            self.strange.append(printable(name))
            return
        self._sizes[name] = size
        is_folder = False
        while name:
            above, _, last = name.rpartition("/")
            known = self._folders.setdefault(above, {})
            known[last] = known.get(last, False) or is_folder
            name, is_folder = above, True

    def drop(self, name: str) -> None:
        """Let a file go, and the folders in which nothing is left."""
        del self._sizes[name]
        while name:
            above, _, last = name.rpartition("/")
            del self._folders[above][last]
            if self._folders[above] or not above:
                return
            del self._folders[above]
            name = above

    def kind(self, name: str) -> str:
        """Tell what is there: `file`, `folder`, or `` for nothing."""
        if name in self._sizes:
            return "file"
        return "folder" if name in self._folders and (name or self._folders[""]) else ""

    def size(self, name: str) -> int | None:
        """Give the bytes of a file; None when it is not there."""
        return self._sizes.get(name)

    def listing(self, folder: str) -> list[Entry]:
        """Give the files and folders in a folder, by name."""
        before = f"{folder}/" if folder else ""
        return [
            Entry(name, before + name, is_folder=is_folder)
            for name, is_folder in sorted(self._folders.get(folder, {}).items())
        ]

    def below(self, name: str) -> Iterator[str]:
        """Name a file, or all files below a folder."""
        if name in self._sizes:
            yield name
        for entry in self.listing(name) if name in self._folders else ():
            yield from self.below(entry.path)

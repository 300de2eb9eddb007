"""An archive as it would be with other files in some places: so a repair is judged beforehand."""

import os
from pathlib import Path

from weerklank.integrity.verify.findings import Outcome
from weerklank.integrity.verify.tree import Entry, Tree


class Overlay(Tree):
    """Reads some paths from elsewhere, and all others as they lie there."""

    def __init__(self, root: Path, outcome: Outcome, files: dict[str, Path]) -> None:
        super().__init__(root, outcome)
        self._files = {name: os.fspath(path) for name, path in files.items()}
        self._folders = {above for name in files for above in _above(name)}

    def full(self, path: str) -> str:
        """Give the path in the file system."""
        return self._files.get(path) or super().full(path)

    def kind(self, path: str) -> str:
        """Tell what is there, or would be."""
        found = super().kind(path)
        return "folder" if not found and path in self._folders else found

    def listing(self, path: str) -> list[Entry]:
        """Give the plain files and folders that are, or would be, in a folder."""
        found = {entry.name: entry for entry in super().listing(path)} if _lies(self, path) else {}
        for name in self._files:
            folder, _, file = name.rpartition("/")
            if folder == path:
                found[file] = Entry(file, name, is_folder=False)
        for name in self._folders:
            folder, _, last = name.rpartition("/")
            if folder == path and last not in found:
                found[last] = Entry(last, name, is_folder=True)
        return sorted(found.values(), key=lambda entry: entry.name)


def _lies(tree: Tree, path: str) -> bool:
    return os.path.lexists(Tree.full(tree, path))


def _above(name: str) -> list[str]:
    parts = name.split("/")[:-1]
    return ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]

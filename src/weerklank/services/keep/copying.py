"""Copy to a replica: what is there already stays, and what is not as the log says never goes."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from weerklank.integrity.merkle import leaf_hash
from weerklank.integrity.verify.findings import Outcome
from weerklank.integrity.verify.log import Leaves
from weerklank.integrity.verify.tree import LARGE, MIDDLE, SMALL, Tree, Unreadable
from weerklank.services.keep.replica_files import BLOCK, Remains, ReplicaFiles, Unsound
from weerklank.services.seal.held_at import HeldObject
from weerklank.services.workplace import Workplace
from weerklank.store.ocfl import CONTENT, MANIFEST, OBJECT_DECLARATION

INVENTORY, SIDECAR = "inventory.json", "inventory.json.sha256"
#: What an object has besides its content; its inventory comes last, and with it it exists.
FRAME = (OBJECT_DECLARATION, f"v1/{SIDECAR}", f"v1/{INVENTORY}", SIDECAR, INVENTORY)


class Moved(Exception):
    """What is copied was moved or replaced meanwhile: look again where it lies."""


@dataclass(slots=True)
class Copied:
    """What a copy came to."""

    objects: int = 0
    files: int = 0
    bytes: int = 0
    #: Paths here that are not as the log says: they did not go.
    damaged: list[str] = field(default_factory=list)
    #: What went from the replica: objects by name and generation, days of who looked at what.
    removed: list[str] = field(default_factory=list)
    #: Paths in the replica that are nothing of this archive: they were left where they are.
    strange: list[str] = field(default_factory=list)
    #: Paths in the replica that were not as they should be, and are again.
    renewed: list[str] = field(default_factory=list)
    #: What the place kept of what was deleted there.
    remains: Remains = field(default_factory=Remains)

    def took(self, size: int) -> None:
        """Count a file that was written."""
        self.files += 1
        self.bytes += size


class Copying:
    """One pass of copying to one replica."""

    def __init__(
        self, workplace: Workplace, replica: ReplicaFiles, copied: Copied, *, deep: bool
    ) -> None:
        self._tree = Tree(workplace.layout.root, Outcome())
        self._leaves = Leaves(self._tree)
        self._replica = replica
        self._copied = copied
        #: Whether what lies in the replica is read again.
        self._deep = deep
        self._day: tuple[str, frozenset[str]] = ("", frozenset())

    # --- packages ----------------------------------------------------------------------------

    def object(self, held: HeldObject, there: dict[str, str]) -> None:
        """Copy an object; `there` says where the replica has which.

        Moved when it is not where it was; one that is damaged here does not go.
        """
        lies = there.get(held.name)
        if lies is not None and (not self._deep or self._is_sound(held, lies)):
            self._follow(held, lies, there)
        elif held.path is None:
            self._copied.damaged.append(held.closed)
        else:
            if lies is not None:
                self._copied.renewed.append(lies)
                self._replica.remove(f"{lies}/{INVENTORY}")
            self._bring(held, held.path, there)

    def _follow(self, held: HeldObject, lies: str, there: dict[str, str]) -> None:
        """Let a replica move what was moved here, such as at the close of a month."""
        if held.path is None or held.path == lies:
            return
        self._replica.remove(held.path)  # what a dead process left there
        self._replica.move(lies, held.path)
        self._replica.remove_empty(lies.rpartition("/")[0])
        there[held.name] = held.path

    def _bring(self, held: HeldObject, path: str, there: dict[str, str]) -> None:
        try:
            self._put_object(held, path)
        except (FileNotFoundError, Unreadable, Unsound) as error:
            if self._tree.kind(path) != "folder":
                raise Moved(path) from error
            self._copied.damaged.append(str(error) if isinstance(error, Unsound) else path)
            self._replica.remove(path)
        else:
            self._copied.objects += 1
            there[held.name] = path

    def _put_object(self, held: HeldObject, path: str) -> None:
        for name, digest in manifest_of(self._tree, held, path).items():
            self._put(f"{path}/{CONTENT}/{name}", digest)
        self._put(f"{path}/{CONTENT}/{MANIFEST}", held.manifest)
        inventory = hashlib.sha256(self._tree.read(f"{path}/{INVENTORY}", LARGE)).hexdigest()
        for name in FRAME:
            self._put(f"{path}/{name}", inventory if name.endswith(INVENTORY) else None)

    def _put(self, name: str, digest: str | None) -> None:
        """Copy a file of an object, unless it is there as it should be."""
        is_there = self._replica.kind(name) == "file"
        if digest is not None and is_there and self._replica.digest(name) == digest:
            return
        self._copied.took(
            self._replica.put(name, _blocks(self._tree, name), lambda d: digest in (None, d))
        )

    def _is_sound(self, held: HeldObject, lies: str) -> bool:
        tree = self._replica.tree(lies)
        try:
            listed = manifest_of(tree, held, lies)
            tree.read(f"{lies}/{INVENTORY}", LARGE)
            return all(tree.digest(f"{lies}/{CONTENT}/{n}") == d for n, d in listed.items())
        except (FileNotFoundError, Unreadable, Unsound):
            return False

    # --- events ------------------------------------------------------------------------------

    def event(self, leaf: int, name: str) -> None:
        """Copy an event file, when the log holds it as it is."""
        folder, _, file = name.rpartition("/")
        if self._day[0] != folder:
            there = frozenset(one.name for one in self._replica.listing(folder))
            self._day = folder, there
        if file in self._day[1] and not self._deep:
            return
        due = self._leaves.leaves(leaf, 1)
        if file in self._day[1] and self._is_of(self._replica.read(name, MIDDLE), due):
            return
        try:
            content = self._tree.read(name, MIDDLE)
        except (FileNotFoundError, Unreadable):
            content = None
        if content is None or not self._is_of(content, due):
            self._copied.damaged.append(name)
            return
        if file in self._day[1]:
            self._copied.renewed.append(name)
        self._copied.took(self._replica.put(name, [content], lambda _: True))

    @staticmethod
    def _is_of(content: bytes | None, leaf: bytes) -> bool:
        return content is not None and leaf_hash(hashlib.sha256(content).digest()) == leaf

    # --- files that are small ----------------------------------------------------------------

    def small(self, name: str, content: bytes | None = None) -> None:
        """Copy a small file that never changes or is written anew whole; by its content."""
        if content is None:
            content = self._tree.read(name, SMALL)
        there = self._replica.read(name, LARGE) if self._replica.kind(name) else None
        if there == content:
            return
        if there is not None:
            self._copied.renewed.append(name)
        self._copied.took(self._replica.put(name, [content], lambda _: True))

    def fixed(self, name: str) -> None:
        """Copy a file that never changes: only when it is not there, or when all is read again."""
        if not self._deep and self._replica.kind(name) == "file":
            return
        self.small(name, self._tree.read(name, LARGE))

    def table(self, name: str, digest: str) -> None:
        """Copy a file of the blind index, of which the list says what it is."""
        is_there = self._replica.kind(name) == "file"
        if is_there and (not self._deep or self._replica.digest(name) == digest):
            return
        try:
            blocks = _blocks(self._tree, name)
            self._copied.took(self._replica.put(name, blocks, lambda d: d == digest))
        except FileNotFoundError as error:
            raise Moved(name) from error
        except (Unsound, Unreadable):
            self._copied.damaged.append(name)

    def tile(self, level: int, number: int, width: int) -> bytes:
        """Give the first hashes of a tile, as the log here has them."""
        return self._leaves.tile(level, number, width)


def manifest_of(tree: Tree, held: HeldObject, path: str) -> dict[str, str]:
    """Read the list of the files of an object, when it is the one that the log names (Unsound)."""
    name = f"{path}/{CONTENT}/{MANIFEST}"
    text = tree.read(name, LARGE)
    if hashlib.sha256(text).hexdigest() != held.manifest:
        raise Unsound(name)
    rows = (line.partition("  ") for line in text.decode().splitlines())
    return {file: digest for digest, _, file in rows}


def _blocks(tree: Tree, name: str) -> Iterator[bytes]:
    with tree.open(name) as stream:
        while block := stream.read(BLOCK):
            yield block

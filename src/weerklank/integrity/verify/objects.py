"""Check packages and sealed objects as files: OCFL object, inventory, manifest, digests.

Which packages there are, and which there should be by the log, is `verify_places`.
"""

import re
from contextlib import suppress
from dataclasses import dataclass

from weerklank.integrity.verify.statements import Stated
from weerklank.integrity.verify.tree import (
    LARGE,
    SMALL,
    Malformed,
    Tree,
    Unreadable,
    demand,
    parse_object,
    words,
)
from weerklank.store.ocfl import CONTENT, MANIFEST, OBJECT_DECLARATION

INVENTORY = "inventory.json"
SIDECAR = "inventory.json.sha256"
_TOP = (OBJECT_DECLARATION, INVENTORY, SIDECAR, "v1")
_VERSION = (INVENTORY, SIDECAR, "content")
_TYPE = "https://ocfl.io/1.1/spec/#inventory"
_KEYS = frozenset(
    ("contentDirectory", "digestAlgorithm", "head", "id", "manifest", "type", "versions")
)
_VERSION_KEYS = frozenset(("created", "message", "state", "user"))
_ROW = re.compile(r"([0-9a-f]{64})  ([^\n\r]+)")
_HEX = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Place:
    """A folder in which a package or a sealed object lies."""

    #: Below the archive's folder.
    path: str
    #: `<account>/<yyyy-mm>/<part>`.
    package: str
    generation: int
    vault: bool
    #: Run of an open package, by the folder's name; None for a closed one.
    run: str | None

    @property
    def account(self) -> str:
        """Number of the account in the register."""
        return self.package.partition("/")[0]

    @property
    def content(self) -> str:
        """Where its content lies."""
        return f"{self.path}/{CONTENT}"

    def object_id(self, origin: str) -> str:
        """Give the identifier that the object should have."""
        letter = "s" if self.vault else "g"
        return f"urn:weerklank:{origin}:{self.package.replace('/', ':')}:{letter}{self.generation}"


def check_object(tree: Tree, place: Place, origin: str, stated: Stated | None) -> None:
    """Check all files of an object; what the log says of its manifest is the last word."""
    tree.outcome.objects += 1
    _check_names(tree, place)
    listed = _manifest(tree, place)
    digest = None
    try:
        digest = tree.digest(f"{place.content}/{MANIFEST}")
    except FileNotFoundError:
        tree.outcome.found("VERIFY-101", f"{place.content}/{MANIFEST}")
    except Unreadable:
        pass
    if stated is not None and digest is not None:
        due = stated.sealed_manifest if place.vault else stated.manifest
        if digest != due:
            tree.outcome.found("VERIFY-402", f"{place.content}/{MANIFEST}")
    in_inventory = _inventory(tree, place, origin)
    due_digests = listed if listed is not None else in_inventory
    if due_digests is None:
        return
    by = MANIFEST if listed is not None else INVENTORY
    _check_content(tree, place, {k: v for k, v in due_digests.items() if k != MANIFEST}, by)
    if listed is not None and in_inventory is not None and digest is not None:
        both = {**listed, MANIFEST: digest}
        if both != in_inventory:
            tree.outcome.found("VERIFY-109", f"{place.path}/{INVENTORY}", part=MANIFEST)


def _check_names(tree: Tree, place: Place) -> None:
    for folder, known in ((place.path, _TOP), (f"{place.path}/v1", _VERSION)):
        for entry in tree.listing(folder):
            if entry.name not in known or entry.is_folder != (entry.name in ("v1", "content")):
                tree.outcome.found("VERIFY-103", entry.path, by="OCFL")
    path = f"{place.path}/{OBJECT_DECLARATION}"
    try:
        if tree.read_due(path, SMALL) != b"ocfl_object_1.1\n":
            tree.outcome.found("VERIFY-111", path)
    except Unreadable:
        return


def _manifest(tree: Tree, place: Place) -> dict[str, str] | None:
    """Read the list that `sha256sum -c` checks: digest by path below the content folder."""
    path = f"{place.content}/{MANIFEST}"
    try:
        text = tree.read(path, LARGE).decode()
    except (FileNotFoundError, Unreadable):
        return None
    except UnicodeDecodeError:
        tree.outcome.found("VERIFY-110", path, part="UTF-8")
        return None
    rows: dict[str, str] = {}
    lines = text.split("\n")
    if lines.pop() != "":
        tree.outcome.found("VERIFY-110", path, part=str(len(lines) + 1))
    for count, line in enumerate(lines, 1):
        match = _ROW.fullmatch(line)
        if match is None or match[2] in rows or not _is_plain(match[2]):
            tree.outcome.found("VERIFY-110", path, part=str(count))
        else:
            rows[match[2]] = match[1]
    if list(rows) != sorted(rows):
        tree.outcome.found("VERIFY-110", path, part="sort")
    return rows


def _is_plain(name: str) -> bool:
    """Tell whether a path stays below the folder that it is of."""
    return not any(part in ("", ".", "..") for part in name.split("/"))


def _check_content(tree: Tree, place: Place, due: dict[str, str], by: str) -> None:
    """Compare the files below the content folder with what a list says of them."""
    found = set()
    for entry in tree.files_below(place.content):
        name = entry.path[len(place.content) + 1 :]
        if name == MANIFEST:
            continue
        digest = due.get(name)
        if digest is None:
            tree.outcome.found("VERIFY-103", entry.path, by=by)
            continue
        found.add(name)
        _check_digest(tree, entry.path, digest, by)
    for name in due:
        # What is there and no plain file was a finding of the walk.
        if name not in found and tree.kind(f"{place.content}/{name}") != "other":
            tree.outcome.found("VERIFY-101", f"{place.content}/{name}")


def _check_digest(tree: Tree, path: str, digest: str, by: str) -> None:
    try:
        if tree.digest(path) != digest:
            tree.outcome.found("VERIFY-102", path, by=by)
    except FileNotFoundError:
        tree.outcome.found("VERIFY-101", path)
    except Unreadable:
        return


def _inventory(tree: Tree, place: Place, origin: str) -> dict[str, str] | None:
    """Check the inventory, its copy and both sidecars; give its digests by content path."""
    path = f"{place.path}/{INVENTORY}"
    text = None
    with suppress(Unreadable):
        text = tree.read_due(path, LARGE)
    copy = f"{place.path}/v1/{INVENTORY}"
    try:
        again = tree.read_due(copy, LARGE)
        if text is None:
            text = again
        elif again != text:
            tree.outcome.found("VERIFY-102", copy, by=path)
    except Unreadable:
        pass
    if text is None:
        return None
    _check_sidecars(tree, place, text)
    try:
        return _digests(parse_object(text), place.object_id(origin))
    except Malformed as error:
        tree.outcome.found("VERIFY-109", path, part=str(error))
        return None


def _check_sidecars(tree: Tree, place: Place, text: bytes) -> None:
    from hashlib import sha256

    due = f"{sha256(text).hexdigest()} {INVENTORY}\n".encode()
    wrong = 0
    for path in (f"{place.path}/{SIDECAR}", f"{place.path}/v1/{SIDECAR}"):
        try:
            if tree.read_due(path, SMALL) != due:
                wrong += 1
                tree.outcome.found("VERIFY-102", path, by=INVENTORY)
        except Unreadable:
            continue
    if wrong == 2:  # both say otherwise: it is the inventory itself
        tree.outcome.found("VERIFY-102", f"{place.path}/{INVENTORY}", by=SIDECAR)


def _digests(inventory: dict[str, object], object_id: str) -> dict[str, str]:
    """Check what an inventory says (OCFL 1.1, 3.5); give digests by path below the content."""
    demand(inventory.keys() == _KEYS, "keys")
    demand(inventory["id"] == object_id, "id")
    demand(inventory["type"] == _TYPE, "type")
    demand(inventory["head"] == "v1", "head")
    demand(inventory["digestAlgorithm"] == "sha256", "digestAlgorithm")
    demand(inventory["contentDirectory"] == "content", "contentDirectory")
    versions = inventory["versions"]
    if not isinstance(versions, dict) or versions.keys() != {"v1"}:
        raise Malformed("versions")
    version = versions["v1"]
    if not isinstance(version, dict) or version.keys() != _VERSION_KEYS:
        raise Malformed("versions")
    words(version["created"], "created")
    digests = _paths(inventory["manifest"], "manifest", f"{CONTENT}/")
    demand(_paths(version["state"], "state", "") == digests, "state")
    return digests


def _paths(value: object, part: str, before: str) -> dict[str, str]:
    """Read digest to paths into path to digest; paths begin with `before`, which is cut off."""
    if not isinstance(value, dict):
        raise Malformed(part)
    found: dict[str, str] = {}
    for digest, paths in value.items():
        if not isinstance(paths, list) or not _HEX.fullmatch(digest):
            raise Malformed(part)
        for path in paths:
            name = words(path, part)
            demand(name.startswith(before), part)
            name = name[len(before) :]
            demand(name not in found and _is_plain(name), part)
            found[name] = digest
    return found

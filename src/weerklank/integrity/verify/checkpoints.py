"""Check keys, checkpoints and signatures of the log (`docs/format/` section 7)."""

import base64
import re
from dataclasses import dataclass, field
from itertools import pairwise

import pyrage

from weerklank.integrity.checkpoint import (
    BadCheckpoint,
    is_signed_by,
    parse,
    read_verifier_key,
    verifier_key,
)
from weerklank.integrity.log import public_pem
from weerklank.integrity.stamp_events import AUTHORITY
from weerklank.integrity.verify.tree import SMALL, Entry, Malformed, Tree, Unreadable, demand
from weerklank.store.keys import Pin

CHECKPOINTS = "log/checkpoints"
KEYS = "log/keys"
_ROOT = 32
_NAME = re.compile(r"(\d{12})\.(txt|tsr)")
_KEY_NAME = re.compile(r"([0-9a-f]{8})\.(vkey|pem)")
_SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")


@dataclass(slots=True)
class Checkpoints:
    """The checkpoints of a log as they lie there: root by size."""

    roots: dict[int, bytes] = field(default_factory=dict)
    #: Those whose signature is good: these judge the tiles, not the other way round.
    trusted: set[int] = field(default_factory=set)
    #: The size of the one before it, as each that was signed says.
    previous: dict[int, int] = field(default_factory=dict)
    #: Sizes of the checkpoints that have a time stamp beside them.
    stamped: list[int] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Leaves below the newest checkpoint."""
        return max(self.roots, default=0)


def checkpoint_path(size: int) -> str:
    """Give where the checkpoint of a size lies."""
    return f"{CHECKPOINTS}/{size:012d}.txt"


def stamp_path(size: int) -> str:
    """Give where the time stamp over the checkpoint of a size lies."""
    return f"{CHECKPOINTS}/{size:012d}.tsr"


def newest_checkpoint(tree: Tree) -> int:
    """Give the size of the newest checkpoint by its name alone."""
    names = (_NAME.fullmatch(entry.name) for entry in tree.listing(CHECKPOINTS))
    return max((int(m[1]) for m in names if m and m[2] == "txt"), default=0)


def check_keys(tree: Tree, origin: str, pin: Pin | None) -> list[bytes]:
    """Check the published keys; give those by which a checkpoint may be signed."""
    keys: list[bytes] = []
    found: dict[str, set[str]] = {}
    for entry in tree.listing(KEYS):
        match = _KEY_NAME.fullmatch(entry.name)
        if match and not entry.is_folder:
            found.setdefault(match[1], set()).add(match[2])
        elif entry.name != AUTHORITY or entry.is_folder:
            _odd(tree, entry)
    for identifier in sorted(found):
        keys += _published(tree, identifier, origin, pin)
    if not found:
        tree.outcome.found("VERIFY-101", f"{KEYS}/*.vkey")
    if pin is None:
        tree.outcome.skip("pin")
        return keys
    return [pin.key]


def _published(tree: Tree, identifier: str, origin: str, pin: Pin | None) -> list[bytes]:
    """Check one key in both its forms; gives it when it is in order."""
    path = f"{KEYS}/{identifier}.vkey"
    try:
        text = tree.read_due(path, SMALL)
        try:
            name, public = read_verifier_key(text.decode())
            demand(name == origin, "origin")
            line = verifier_key(name, public)
            demand(text == f"{line}\n".encode(), "vkey")
            demand(line.split("+")[1] == identifier, "id")
            pem = public_pem(public)
        except (Malformed, BadCheckpoint) as error:
            tree.outcome.found("VERIFY-201", path, part=str(error))
            return []
        except ValueError:
            tree.outcome.found("VERIFY-201", path, part="vkey")
            return []
        if pin is not None and public != pin.key:
            tree.outcome.found("VERIFY-202", path)
        path = f"{KEYS}/{identifier}.pem"
        if tree.read_due(path, SMALL) != pem:
            tree.outcome.found("VERIFY-201", path, part="pem")
    except Unreadable:
        return []
    return [public]


def is_recipient(text: bytes) -> bool:
    """Tell whether a file holds one age recipient and its line feed."""
    try:
        line = text.decode("ascii")
        return f"{pyrage.x25519.Recipient.from_str(line[:-1])}\n" == line
    except (ValueError, pyrage.RecipientError):
        return False


def check_checkpoints(tree: Tree, origin: str, keys: list[bytes]) -> Checkpoints:
    """Check form and signature of every checkpoint; its time stamp comes later."""
    found = Checkpoints()
    for entry in tree.listing(CHECKPOINTS):
        match = _NAME.fullmatch(entry.name)
        if match is None or entry.is_folder:
            _odd(tree, entry)
        elif match[2] == "txt":
            _check_note(tree, int(match[1]), origin, keys, found)
        else:
            found.stamped.append(int(match[1]))
    _check_chain(tree, found)
    return found


def _check_chain(tree: Tree, found: Checkpoints) -> None:
    """Check that each checkpoint that a later one names is there, and no other between them."""
    for before, size in pairwise([0, *sorted(found.roots)]):
        named = found.previous.get(size, before)
        by = checkpoint_path(size)
        if named > before and tree.kind(checkpoint_path(named)) != "file":
            tree.outcome.found("VERIFY-219", checkpoint_path(named), by=by)
        elif named < before:
            tree.outcome.found("VERIFY-220", checkpoint_path(before), by=by)


def _check_note(tree: Tree, size: int, origin: str, keys: list[bytes], found: Checkpoints) -> None:
    path = checkpoint_path(size)
    try:
        content = tree.read_due(path, SMALL)
    except Unreadable:
        found.roots[size] = b""
        return
    try:
        note = content.decode()
        checkpoint = parse(note)
        demand(note.startswith(f"{checkpoint.text}\n"), "canonical")
        demand(checkpoint.origin == origin, "origin")
        demand(checkpoint.size == size, "size")
        demand(len(checkpoint.root) == _ROOT, "root")
        _check_signature_lines(note[len(checkpoint.text) + 1 :])
    except (ValueError, OverflowError) as error:
        part = str(error) if isinstance(error, Malformed) else "note"
        tree.outcome.found("VERIFY-203", path, part=part)
        found.roots[size] = b""
        return
    found.roots[size] = checkpoint.root
    if any(_is_good(note, origin, key) for key in keys):
        found.trusted.add(size)
        found.previous[size] = checkpoint.previous
    else:
        tree.outcome.found("VERIFY-204", path)


def _is_good(note: str, origin: str, key: bytes) -> bool:
    try:
        return is_signed_by(note, origin, key)
    except ValueError:
        return False


def _check_signature_lines(text: str) -> None:
    lines = text.split("\n")
    demand(lines.pop() == "" and len(lines) == 1, "signature")
    for line in lines:
        match = _SIGNATURE.fullmatch(line)
        if match is None:
            raise Malformed("signature")
        blob = base64.b64decode(match[2], validate=True)
        demand(base64.b64encode(blob).decode() == match[2], "signature")


def _odd(tree: Tree, entry: Entry) -> None:
    if entry.name.endswith(".new") and not entry.is_folder:
        tree.outcome.skip("unfinished", entry.path)
    else:
        tree.outcome.found("VERIFY-105", entry.path)

"""The tree of a repository: from the keys of its records, in order, to their blocks.

Source: atproto.com/specs/repository, 'MST structure'. A node holds keys in order, each without
what it has in common with the key before it, and between them links to nodes with the keys that
lie in between. Keys are `collection/name`, so that a collection is a range.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from weerklank.connectors.bluesky.blocks import Blocks
from weerklank.connectors.bluesky.dag_cbor import CID, TO_BLOCK, Value, decode
from weerklank.harvest.json_array import TOO_DEEP
from weerklank.harvest.port import Unreadable
from weerklank.model.text import Text

NO_NODE = Text("heeft niet de vorm van een knoop", "has not the form of a node")
NOT_IN_ORDER = Text("heeft sleutels die niet op volgorde staan", "has keys that are not in order")

#: A tree of a billion records is half as deep.
_DEEPEST = 40
_KEY = re.compile(rb"[A-Za-z0-9.-]{1,317}/[A-Za-z0-9._:~-]{1,512}")
#: Above every key.
_ABOVE = b"\xff"


@dataclass(frozen=True, slots=True)
class _Node:
    """Keys with their blocks, and the nodes before, between and behind them."""

    entries: list[tuple[bytes, bytes]]
    below: list[bytes | None]


@dataclass(frozen=True, slots=True)
class _Step:
    """A node that is still to be gone through, or, with a key, a record."""

    link: bytes
    key: bytes | None
    depth: int
    #: Between which keys those of a node lie.
    low: bytes
    high: bytes


class Tree:
    """The tree of one repository. `lost` tells why parts of it can't be read, one entry a part."""

    def __init__(self, blocks: Blocks, root: bytes) -> None:
        self._blocks = blocks
        self._root = root
        self.lost: list[Text] = []

    def walk(self, begin: bytes = b"", end: bytes = _ABOVE) -> Iterator[tuple[bytes, bytes]]:
        """Give the keys from `begin` up to `end`, in order, each with the link to its record.

        A part that can't be read is left out and stands in `lost`; each walk begins that anew.
        """
        self.lost = []
        before = b""
        waiting = [_Step(self._root, None, 0, b"", _ABOVE)]
        while waiting:
            step = waiting.pop()
            if step.key is not None:
                before = step.key
                yield step.key, step.link
                continue
            try:
                node = self._node(step, before)
            except Unreadable as error:
                self.lost.append(error.reason)
            else:
                waiting += reversed([*_steps(node, step, begin, end)])

    def _node(self, step: _Step, before: bytes) -> _Node:
        if step.depth > _DEEPEST:
            raise Unreadable(TOO_DEEP)
        node = _read(decode(self._blocks.get(step.link)))
        low = max(step.low, before)
        for key, _ in node.entries:
            if not low < key < step.high:
                raise Unreadable(NOT_IN_ORDER)
            low = key
        return node


def _steps(node: _Node, step: _Step, begin: bytes, end: bytes) -> Iterator[_Step]:
    """Give what to go through of a node, in order, as far as it can hold keys of the range."""
    low = step.low
    for number, below in enumerate(node.below):
        is_last = number == len(node.entries)
        high = step.high if is_last else node.entries[number][0]
        if below is not None and begin < high and low < end:
            yield _Step(below, None, step.depth + 1, low, high)
        if not is_last:
            key, link = node.entries[number]
            if begin <= key < end:
                yield _Step(link, key, 0, b"", b"")
            low = key


def _read(value: Value) -> _Node:
    if not isinstance(value, dict) or not isinstance(value.get("e"), list):
        raise Unreadable(NO_NODE)
    entries: list[tuple[bytes, bytes]] = []
    below = [_below(value.get("l"))]
    before = b""
    listed = value["e"]
    for one in listed if isinstance(listed, list) else ():
        if not isinstance(one, dict):
            raise Unreadable(NO_NODE)
        before = _key(one.get("p"), one.get("k"), before)
        entries.append((before, _link(one.get("v"))))
        below.append(_below(one.get("t")))
    return _Node(entries, below)


def _key(shared: Value, rest: Value, before: bytes) -> bytes:
    if not isinstance(shared, int) or not isinstance(rest, bytes):
        raise Unreadable(NO_NODE)
    key = before[:shared] + rest
    if not 0 <= shared <= len(before) or not _KEY.fullmatch(key):
        raise Unreadable(NO_NODE)
    return key


def _link(value: Value) -> bytes:
    if not isinstance(value, bytes) or len(value) != CID or value[:4] != TO_BLOCK:
        raise Unreadable(NO_NODE)
    return value


def _below(value: Value) -> bytes | None:
    return None if value is None else _link(value)

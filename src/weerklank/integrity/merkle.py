"""The arithmetic of RFC 6962: leaves, nodes, roots and inclusion proofs."""

import hashlib
from collections.abc import Callable

Digest = bytes

#: Gives the root of a perfect subtree: level (0 = leaf) and index at that level.
Subtree = Callable[[int, int], Digest]

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> Digest:
    """Hash an entry of the log into its leaf (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: Digest, right: Digest) -> Digest:
    """Hash two nodes into their parent (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def commitment(salt: bytes, *parts: bytes) -> bytes:
    """Commit to content without telling it: what the log holds as an entry, 32 bytes."""
    return hashlib.sha256(salt + b"\n".join(parts)).digest()


def perfect_subtrees(size: int) -> list[tuple[int, int]]:
    """Cut a tree of `size` leaves into perfect subtrees, left to right, as (level, index)."""
    trees = []
    start = 0
    for level in range(size.bit_length() - 1, -1, -1):
        if size >> level & 1:
            trees.append((level, start >> level))
            start += 1 << level
    return trees


def root(size: int, subtree: Subtree) -> Digest:
    """Compute the root of the first `size` leaves."""
    trees = perfect_subtrees(size)
    if not trees:
        return EMPTY_ROOT
    result = subtree(*trees[-1])
    for level, index in reversed(trees[:-1]):
        result = node_hash(subtree(level, index), result)
    return result


def inclusion_path(leaf: int, size: int, subtree: Subtree) -> list[Digest]:
    """Give the hashes that lead from a leaf to the root (RFC 6962, 2.1.1), nearest first."""
    if not 0 <= leaf < size:
        raise IndexError(leaf)
    return _path(leaf, 0, size, subtree)


def _path(leaf: int, start: int, size: int, subtree: Subtree) -> list[Digest]:
    if size == 1:
        return []
    split = 1 << (size - 1).bit_length() - 1
    if leaf < split:
        return [*_path(leaf, start, split, subtree), _range(start + split, size - split, subtree)]
    return [
        *_path(leaf - split, start + split, size - split, subtree),
        _range(start, split, subtree),
    ]


def _range(start: int, size: int, subtree: Subtree) -> Digest:
    """Root of leaves start … start + size, where start is a multiple of the next power of two."""
    result = None
    position = start + size
    for level in range(size.bit_length()):
        if size >> level & 1:
            position -= 1 << level
            left = subtree(level, position >> level)
            result = left if result is None else node_hash(left, result)
    if result is None:
        raise ValueError(size)
    return result


def root_from_path(leaf: int, size: int, digest: Digest, path: list[Digest]) -> Digest | None:
    """Climb from a leaf to the root; None when the path does not fit the tree."""
    if not 0 <= leaf < size:
        return None
    node, last = leaf, size - 1
    for step in path:
        if last == 0:
            return None
        if node & 1 or node == last:
            digest = node_hash(step, digest)
            while not node & 1 and node:
                node >>= 1
                last >>= 1
        else:
            digest = node_hash(digest, step)
        node >>= 1
        last >>= 1
    return digest if last == 0 else None

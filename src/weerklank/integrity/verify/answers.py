"""Check answers of an API: each envelope is what the log committed to, and all are there."""

import re
from collections.abc import Iterator
from hashlib import sha256
from itertools import chain, zip_longest

from weerklank.integrity.tiles import MissingTile
from weerklank.integrity.verify.log import Leaves
from weerklank.integrity.verify.members import members
from weerklank.integrity.verify.objects import Place
from weerklank.integrity.verify.statements import Packages, Stated
from weerklank.integrity.verify.tree import Malformed, Tree, demand, number, parse_line, words

ANSWERS = "source/answers.jsonl.gz"
ANSWER_PROOF = "proof/answers.txt.gz"
_PROOF = re.compile(rb"(?:(\d{1,12})\+)?(\d{1,12}) ([0-9a-f]{32})")
_KEYS = frozenset(
    ("asked", "at", "counts", "headers", "headers_left_out", "number", "paging", "run", "status")
)


def check_answers(
    tree: Tree, place: Place, stated: Stated | None, leaves: Leaves, packages: Packages
) -> None:
    """Check the answers of a package; without a word of the log only their form."""
    path = f"{place.content}/{ANSWERS}"
    segments = packages.segments(place.package, place.generation)
    own = [one for one in segments.values() if one.generation == 1]
    due = sum(one.answers for one in own)
    proof_path = f"{place.content}/{ANSWER_PROOF}"
    if not due and not tree.kind(path) and not tree.kind(proof_path):
        return
    waiting = {one.first + one.records + count for one in own for count in range(one.answers)}
    found = 0
    proofs = _lines(tree, proof_path)
    for found, (line, proof) in enumerate(zip_longest(_lines(tree, path), proofs), 1):
        if line is None or proof is None:
            tree.outcome.found("VERIFY-518", path, lines=found - (line is None), due=due)
            return
        try:
            _check_form(line)
            leaf, salt = _leaf(proof, place, packages)
            if stated is not None:
                waiting.remove(leaf)
                entry = sha256(salt + line).digest()
                demand(leaves.leaves(leaf, 1) == sha256(b"\0" + entry).digest(), "leaf")
        except MissingTile:
            continue  # said already
        except (Malformed, KeyError):
            tree.outcome.found("VERIFY-517", path, line=found)
    if stated is not None and found != due:
        tree.outcome.found("VERIFY-518", path, lines=found, due=due)


def _lines(tree: Tree, path: str) -> Iterator[bytes]:
    return chain.from_iterable(members(tree, path))


def _leaf(proof: bytes, place: Place, packages: Packages) -> tuple[int, bytes]:
    """Read a proof line into leaf and salt; the first leaf is the package's own unless named."""
    match = _PROOF.fullmatch(proof)
    if match is None:
        raise Malformed("proof")
    first, ordinal, salt = match.groups()
    if first is None:
        own = packages.of(place.package, 1)
        first = b"%d" % (own.first if own else 0)
    return int(first) + int(ordinal), bytes.fromhex(salt.decode())


def _check_form(line: bytes) -> None:
    """Check that a line is an envelope; Malformed otherwise."""
    value = parse_line(line + b"\n")
    demand(value.keys() <= _KEYS, "keys")
    for key in ("asked", "at", "run"):
        words(value.get(key), key)
    for key in ("number", "status"):
        demand(number(value.get(key), key), key)
    for key in ("counts", "headers", "paging"):
        demand(isinstance(value.get(key, {}), dict), key)

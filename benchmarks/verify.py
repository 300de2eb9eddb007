"""Verify: file digests against hashlib over the same files, and records one by one."""

import hashlib
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import orjson

from benchmarks.figures import Figure, import_big
from weerklank import bootstrap
from weerklank.integrity.verify.findings import Outcome
from weerklank.integrity.verify.log import Leaves
from weerklank.integrity.verify.logged import Logged
from weerklank.integrity.verify.places import Places
from weerklank.integrity.verify.statements import Statements
from weerklank.integrity.verify.tree import Tree
from weerklank.services.verify.verify_archive import verify_archive
from weerklank.services.verify.vouch import voucher
from weerklank.services.workplace import Silent, Workplace
from weerklank.store.members import read_members

POSTS = 100_000
#: quality.md: file digests at least this times hashlib over the same files.
DIGESTS = 0.80
#: quality.md, on a core with 1.8 GB/s of SHA-256.
DEEP = 100_000
_ROUNDS = 3
_STORES = ("objects", "open", "sealed")
_LINES = ("records/records.jsonl.gz", "source/source.jsonl.gz", "proof/leaves.txt.gz")


def _best(work: Callable[[], None]) -> float:
    """Give the CPU seconds of the best of some rounds."""
    seconds = []
    for _ in range(_ROUNDS):
        begun = time.process_time()
        work()
        seconds.append(time.process_time() - begun)
    return min(seconds)


def bare_digests(archive: Path) -> None:
    """Hash all files of all objects, and nothing else."""
    for store in _STORES:
        for path in (archive / store).rglob("*"):
            if path.is_file():
                with path.open("rb") as stream:
                    hashlib.file_digest(stream, "sha256").hexdigest()


def object_checks(workplace: Workplace) -> None:
    """Check all objects as `verify` does: names, lists, inventories and every digest."""
    latest = workplace.log.latest()
    size = latest.size if latest else 0
    tree = Tree(workplace.layout.root, Outcome())
    statements = Statements(tree, Leaves(tree), size)
    list(statements.events())
    origin, packages = workplace.organisation.origin, statements.packages
    Places(tree, origin, packages, size, Logged(), vouch=voucher(workplace)).check()
    if tree.outcome.findings:
        raise ValueError(tree.outcome.findings[0])


def bare_records(archive: Path) -> None:
    """Unpack, read, write again and hash every record and source: the least of a deep check."""
    for content in archive.glob("o*/**/v1/content"):
        if not (content / _LINES[0]).is_file():
            continue
        streams = (read_members(content / name) for name in _LINES)
        for (_, records), (_, sources), (_, proofs) in zip(*streams, strict=True):
            for lines in (records, sources):
                values = orjson.loads(b"[%b]" % b",".join(lines))
                orjson.dumps(values, option=orjson.OPT_SORT_KEYS)
            for three in zip(records, sources, proofs, strict=True):
                hashlib.sha256(b"\0" + hashlib.sha256(b"\n".join(three)).digest()).digest()


def deep(workplace: Workplace) -> None:
    """Check everything."""
    if not verify_archive(workplace, deep=True).ok:
        raise ValueError(workplace.layout.root)


def hash_speed() -> float:
    """Give the speed of SHA-256 in hashlib on this core, in GB/s."""
    block = bytes(1 << 26)
    begun = time.process_time()
    hashlib.sha256(block).digest()
    return len(block) / (time.process_time() - begun) / 1e9


def run() -> list[Figure]:
    """Measure on one archive; without keys, so that nothing is written."""
    with tempfile.TemporaryDirectory() as name:
        archive = import_big(Path(name), POSTS).archive
        workplace = bootstrap.workplace(str(archive), str(Path(name, "no-keys")), Silent())
        bare = _best(lambda: bare_digests(archive))
        objects = _best(lambda: object_checks(workplace))
        least = _best(lambda: bare_records(archive))
        whole = _best(lambda: deep(workplace))
        return [
            Figure("verify, digests against hashlib", bare / objects, DIGESTS, "x"),
            Figure("verify --deep, posts per CPU-second", POSTS / whole, DEEP, ""),
            Figure("bare loop of deep, posts per CPU-second", POSTS / least, None, ""),
            Figure("verify --deep, ratio to the bare loop", whole / least, None, "x"),
            Figure("SHA-256 in hashlib", hash_speed(), None, "GB/s"),
        ]

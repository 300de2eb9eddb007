"""Let every reader read hostile input for a while.

    python tests/fuzz/campaign.py --seconds 60 [TARGET …]

Prints the seed, so that the same input can be made again, and what went wrong. With `--keep` the
input of that goes into `corpus/`, which is read first from then on. Exit code 1 when anything did.
"""

import argparse
import hashlib
import importlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[at]) for at in (0, 1, 2)]

from mutations import Mutator
from oracle import OURS, Finding, Target, judge

from told_formats import ToldFormats
from weerklank.package import formats

CORPUS = Path(__file__).parent / "corpus"
PARTS = ("targets_exports", "targets_answers", "targets_files", "targets_media", "targets_web")
#: An input of which nothing new is to be learned by being larger.
_LARGEST = 1 << 23


@dataclass
class Outcome:
    """What came of a target."""

    inputs: int = 0
    seconds: float = 0.0
    #: The first of each place, with its input.
    findings: dict[str, tuple[Finding, bytes]] = field(default_factory=dict)


def targets_of(parts: tuple[str, ...] = PARTS) -> dict[str, Target]:
    """Give the targets by name."""
    return {one.name: one for part in parts for one in importlib.import_module(part).TARGETS}


def kept(target: str) -> list[bytes]:
    """Give the inputs that were once read wrongly."""
    return [path.read_bytes() for path in sorted((CORPUS / target).glob("*"))]


def hostile(target: Target, seed: str) -> Iterator[bytes]:
    """Give hostile versions of sound input without end; the same ones for a seed."""
    known = (*target.seeds(), *kept(target.name))
    for number in count():
        mutator = Mutator(f"{seed}/{target.name}/{number}")
        made = mutator.change(mutator.by.choice(known), known)
        if len(made) < _LARGEST:
            yield made


def attack(target: Target, seed: str, *, seconds: float | None, few: bool = False) -> Outcome:
    """Let a target read sound input, then what is kept, then hostile input for so long.

    `few`: as many as the suite has time for, however long that takes.
    """
    outcome = Outcome()
    root = Path(tempfile.mkdtemp(prefix="fuzz-"))
    sound = target.seeds()
    begun = time.monotonic()
    try:
        for data in sound[:1] if target.is_one else sound:
            _look(outcome, target, data, root / "one", is_sound=True)
        for data in kept(target.name):
            _look(outcome, target, data, root / "one")
        for data in islice(hostile(target, seed), target.few if few else None):
            if seconds is not None and time.monotonic() - begun > seconds:
                break
            _look(outcome, target, data, root / "one")
    finally:
        shutil.rmtree(root, ignore_errors=True)
    outcome.seconds = time.monotonic() - begun
    return outcome


def _look(
    outcome: Outcome, target: Target, data: bytes, folder: Path, *, is_sound: bool = False
) -> None:
    folder.mkdir(parents=True)
    try:
        finding = judge(target, data, folder, is_sound=is_sound)
    finally:
        shutil.rmtree(folder)
    outcome.inputs += 1
    if finding is not None:
        outcome.findings.setdefault(finding.place, (finding, data))


def keep(target: str, data: bytes) -> Path:
    """Keep an input that was read wrongly, so that it is read again from now on."""
    path = CORPUS / target / hashlib.sha256(data).hexdigest()[:16]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def main() -> int:
    """Attack targets and tell what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("targets", nargs="*", help="names; all of them without")
    parser.add_argument("--seconds", type=float, default=60.0, help="of each target")
    parser.add_argument("--few", action="store_true", help="a fixed number for each, as the suite")
    parser.add_argument("--seed", default=os.urandom(4).hex())
    parser.add_argument("--keep", action="store_true", help="put what goes wrong into the corpus")
    parser.add_argument("--of", action="append", help="module with targets")
    given = parser.parse_args()
    sys.dont_write_bytecode = True  # a module that is loaded late would seem to write elsewhere
    os.fsync = lambda _: None  # what a power failure does is tried elsewhere
    targets = targets_of(tuple(given.of or PARTS))
    with tempfile.TemporaryDirectory(prefix="fuzz-formats-") as folder:
        if given.few:  # the same bytes come again and again, and starting that program is dear
            OURS.append(folder)
            formats._identify = ToldFormats(Path(folder)).identify
        return _attack_each(given, targets)


def _attack_each(given: argparse.Namespace, targets: dict[str, Target]) -> int:
    print(f"seed {given.seed}", flush=True)
    total = wrong = 0
    for name in given.targets or targets:
        seconds = None if given.few else given.seconds
        outcome = attack(targets[name], given.seed, seconds=seconds, few=given.few)
        total, wrong = total + outcome.inputs, wrong + len(outcome.findings)
        told = f"{outcome.inputs} inputs, {outcome.seconds:.1f} s, {len(outcome.findings)} wrong"
        print(f"{name}: {told}", flush=True)
        for place, (finding, data) in outcome.findings.items():
            where = f" kept as {keep(name, data)}" if given.keep else ""
            print(f"--- {place}{where}\n{finding.told}", flush=True)
    print(f"{total} inputs, {wrong} wrong", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())

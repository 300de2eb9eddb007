"""What is done to a whole archive: make the catalogue anew, destroy a post; and start-up."""

import os
import tempfile
import time
from pathlib import Path

from benchmarks.figures import Figure, Run, import_big, weerklank
from weerklank import bootstrap
from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId
from weerklank.model.question import Question
from weerklank.package.names import PackageName
from weerklank.package.rewriter import drop_records
from weerklank.services.catalogue.find_package import find_package
from weerklank.services.find.find_items import find_items
from weerklank.services.seal.search_bytes import search_bytes
from weerklank.services.seal.search_needles import Needles
from weerklank.services.workplace import Silent, Workplace

POSTS = 60_000
#: quality.md.
REBUILD = 20_000
START = 150.0
DESTROY = 0.2
SEARCH = 20.0


def run() -> list[Figure]:
    """Measure on an archive of three full parts."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        big = import_big(folder, POSTS)
        rebuilt = weerklank("catalogue", "rebuild", archive=big.archive)
        keys = big.archive.with_name(big.archive.name + "-keys")
        workplace = bootstrap.workplace(str(big.archive), str(keys), Silent())
        helped = _help(big.archive)
        return [
            Figure("rebuild, records per CPU-second", POSTS / rebuilt.cpu, REBUILD, ""),
            Figure("weerklank --help, CPU", helped.cpu * 1000, START, "ms", at_most=True),
            Figure(
                "rewrite of a part of 20,000, CPU-seconds",
                _rewrite(workplace, folder),
                DESTROY,
                "s",
                at_most=True,
            ),
            Figure(
                "search of every byte, CPU-s a million posts",
                _search(workplace) * 1_000_000 / POSTS,
                SEARCH,
                "s",
                at_most=True,
            ),
        ]


def _help(archive: Path) -> Run:
    return min((weerklank("--help", archive=archive) for _ in range(5)), key=lambda run: run.cpu)


def _rewrite(workplace: Workplace, folder: Path) -> float:
    hits = find_items(workplace, Question(limit=1000))
    gone = hits.items[-1]
    month = f"{workplace.clock.now():%Y-%m}"
    package = find_package(workplace, str(PackageName(AccountId(gone.account), month, 3)))
    if package is None:
        raise FileNotFoundError("part 3")
    sealed = package.name.closed_sealed(workplace.layout, 1)
    begun = time.process_time()
    drop_records(
        package,
        sealed if sealed.is_dir() else None,
        folder / "next",
        {gone.key}.__contains__,
        origin="maat",
        moment=workplace.clock.now(),
        event=Event(
            book=Book.JOURNAL,
            kind="package.rewritten",
            at=workplace.clock.now(),
            actor=workplace.actor,
            subject="maat",
            data={},
        ),
    )
    return time.process_time() - begun


def _search(workplace: Workplace) -> float:
    begun = time.process_time()
    search_bytes(workplace, Needles.of_texts(os.urandom(40).hex().encode() for _ in range(20)))
    return time.process_time() - begun

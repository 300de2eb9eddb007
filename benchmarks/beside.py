"""Three techniques beside each other: the sum of an account, and a page of what differs.

A hundred thousand posts of one account, or as many as WEERKLANK_BESIDE_POSTS says; each second one
was seen by two techniques, and some of those differ. From finished packages to the answer.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from benchmarks.figures import Figure, weerklank
from weerklank import bootstrap
from weerklank.catalogue.beside import Meant
from weerklank.model.beside import Difference
from weerklank.model.ids import AccountId, ItemKey, RunId, item_id
from weerklank.model.item import ArchivalItem, Author, AuthorRole, ItemKind
from weerklank.model.mint import mint
from weerklank.model.run import Technique
from weerklank.model.symbols import encode
from weerklank.package.names import PackageName
from weerklank.package.writer import MOST_RECORDS, PackageWriter
from weerklank.services.catalogue.hold_catalogue import hold_open
from weerklank.services.catalogue.open_catalogue import open_catalogue
from weerklank.services.oversee.account_techniques import (
    Asked,
    account_techniques,
    techniques_listed,
)
from weerklank.services.seal.seal_package import seal_package
from weerklank.services.workplace import Silent, Workplace

POSTS = int(os.environ.get("WEERKLANK_BESIDE_POSTS", "100000"))
#: A page is there within a tenth of a second of CPU (quality.md), up to a hundred thousand posts.
_GOAL, _GOAL_UP_TO = 100.0, 100_000
_TIMES = 10
_ACCOUNT = AccountId("a0001")
_RUN = RunId("20261126T000000Z-maat00")
_START = datetime(2017, 1, 2, 8, tzinfo=UTC)
#: Of so many posts that two saw, one has other words.
_OTHERWISE = 1_000


def run() -> list[Figure]:
    """Make the archive, then ask for the sum, a rare difference and the last page of a set."""
    with tempfile.TemporaryDirectory() as name:
        workplace = _make_archive(Path(name))
        begun = time.process_time()
        open_catalogue(workplace).close()
        indexing = time.process_time() - begun
        both = (Technique.API, Technique.EXPORT)
        last = POSTS // 2 - 20
        asked: dict[str, Callable[[], object]] = {
            "sum of an account": partial(account_techniques, workplace, _ACCOUNT, ()),
            "list of a difference": partial(
                techniques_listed, workplace, _ACCOUNT, Asked(difference=Difference.WORDS)
            ),
            "last page of a set": partial(
                techniques_listed, workplace, _ACCOUNT, Asked(letters=both, offset=last)
            ),
        }
        goal = _GOAL if POSTS <= _GOAL_UP_TO else None
        with hold_open(workplace):
            return [
                Figure("versions catalogued per CPU-second", POSTS * 1.5 / indexing, None, ""),
                *(
                    Figure(f"{name}, CPU", _spent(ask), goal, "ms", at_most=True)
                    for name, ask in asked.items()
                ),
                Figure("the same, counted by SQL alone, CPU", _bare(workplace), None, "ms"),
            ]


def _spent(ask: Callable[[], object]) -> float:
    """Give the least of some times: other work on the machine only adds."""
    ask()
    times = []
    for _ in range(_TIMES):
        begun = time.process_time()
        ask()
        times.append(time.process_time() - begun)
    return min(times) * 1000


def _bare(workplace: Workplace) -> float:
    with closing(open_catalogue(workplace)) as catalogue:
        beside = catalogue.database.beside
        meant = Meant(account=_ACCOUNT, first=-(1 << 40), until=1 << 40)
        return _spent(lambda: [*beside.counted(meant)])


def _make_archive(folder: Path) -> Workplace:
    """Make an archive of so many posts, sealed and not yet catalogued."""
    archive = folder / "archive"
    weerklank("init", str(archive), "--organisation", "Maat", "--sealed", "12", archive=archive)
    weerklank(
        "account", "add", "https://social.example/@maat", "--kind", "corporate", archive=archive
    )
    workplace = bootstrap.workplace(str(archive), str(folder / "archive-keys"), Silent())
    items = _items(workplace.organisation.prefix)
    for part in range(-(-(POSTS + POSTS // 2) // MOST_RECORDS)):
        name = PackageName(_ACCOUNT, "2026-11", part + 1)
        place = workplace.layout.open_run(_ACCOUNT, "2026-11", 1, _RUN) / f"{name.part:04d}"
        place.mkdir(parents=True)
        writer = PackageWriter(place, name)
        for _, item in zip(range(MOST_RECORDS), items, strict=False):
            writer.add(item, {"id": item.id}, {})
        seal_package(workplace, writer, None, _RUN, [])
    return workplace


def _items(prefix: str) -> Iterator[ArchivalItem]:
    for number in range(POSTS):
        yield _item(number, prefix, "api", 1)
    for number in range(0, POSTS, 2):
        yield _item(number, prefix, "export", 2)


def _item(number: int, prefix: str, technique: str, version: int) -> ArchivalItem:
    moment = _START + timedelta(minutes=number * 5)
    key = ItemKey(encode(number.to_bytes(16, "big")))
    is_other = version > 1 and number % _OTHERWISE == 0
    return ArchivalItem(
        account=_ACCOUNT,
        author=Author(role=AuthorRole.OWN),
        captured_at="2026-11-26T00:00:00Z",
        created_at=f"{moment:%Y-%m-%dT%H:%M:%SZ}",
        id=item_id(prefix, moment.date(), key, 26),
        key=key,
        kind=ItemKind.POST,
        platform="mastodon",
        policy=1,
        run=_RUN,
        scenario="B",
        technique=technique,
        text=mint(f"Bericht {number}" + (" anders" if is_other else "")),
        thread=key,
        version=version,
        wording=1 if version > 1 and not is_other else None,
    )

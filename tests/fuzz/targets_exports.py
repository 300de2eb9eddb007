"""The official exports: opened by their connector, and taken into an archive."""

import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from oracle import CLOSED, SOMEBODY, Target

from weerklank import bootstrap
from weerklank.harvest.port import BrokenOff, HasNotices, ListsWhole
from weerklank.model.account import AccountKind
from weerklank.model.clock import SystemClock
from weerklank.model.errors import Refused
from weerklank.model.organisation import Organisation
from weerklank.model.platform import Platform
from weerklank.model.raw import Scanned
from weerklank.model.run import RunReport
from weerklank.services.intake.import_export import import_export
from weerklank.services.register.account_facts import Facts
from weerklank.services.register.register_account import register
from weerklank.services.runs.run_report import report_json
from weerklank.services.seal.make_archive import make_archive
from weerklank.services.workplace import Silent, Workplace
from weerklank.testing.export_conformance import ExportBench, ExportScene

sys.path.append(str(Path(__file__).parents[1] / "conformance"))

from bluesky_export_bench import BLUESKY
from facebook_export_bench import FACEBOOK
from instagram_export_bench import INSTAGRAM
from linkedin_export_bench import LINKEDIN
from mastodon_export_bench import MASTODON
from snapchat_export_bench import SNAPCHAT
from threads_export_bench import THREADS
from tiktok_export_bench import TIKTOK
from x_export_bench import X_BENCH
from youtube_export_bench import YOUTUBE

BENCHES: dict[str, ExportBench] = {
    "bluesky": BLUESKY,
    "facebook": FACEBOOK,
    "instagram": INSTAGRAM,
    "linkedin": LINKEDIN,
    "mastodon": MASTODON,
    "snapchat": SNAPCHAT,
    "threads": THREADS,
    "tiktok": TIKTOK,
    "x": X_BENCH,
    "youtube": YOUTUBE,
}
_WHOLE = ExportScene(
    posts=5, pictures=1, lost_pictures=1, loose=1, person=SOMEBODY, closed=CLOSED,
    unknown=("onbekend", "veld"),
)  # fmt: skip
_SCENES = (
    _WHOLE,
    replace(_WHOLE, posts=7, hidden=2, broken=True, pictures=0, lost_pictures=0, loose=0),
)
#: What the reader of one record may raise: the record is told of as one that can't be read.
COSTS_A_RECORD = (ValueError, TypeError, LookupError, ArithmeticError, RecursionError)
_ENOUGH = 1 << 22


class _Account:
    """An archive with the account of an export in it, made once and copied for each input."""

    def __init__(self, url: str, platform: Platform) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="fuzz-archive-"))
        workplace = make_archive(
            self.folder / "archive",
            self.folder / "keys",
            Organisation(name="Voorbeelddam", prefix="vbd", tooi=None, origin="dam.example/log"),
            clock=SystemClock(),
            reporter=Silent(),
            sealed="12",
        ).workplace
        facts = Facts(kind=AccountKind.CORPORATE)
        made = register(workplace, url, facts, platform=platform).account
        self.id, self.handle = made.id, made.handle

    def copied(self, folder: Path) -> Workplace:
        """Give a workplace in a copy."""
        shutil.copytree(self.folder, folder / "own", symlinks=True)
        archive, keys = folder / "own/archive", folder / "own/keys"
        return bootstrap.workplace(str(archive), str(keys), Silent(), None)


@cache
def account_of(url: str, platform: Platform) -> _Account:
    """Give the archive of an account."""
    return _Account(url, platform)


def demand_silence(report: RunReport) -> None:
    """Raise AssertionError where a report names somebody."""
    told = str(report_json(report))
    assert not any(needle in told for one in (SOMEBODY, CLOSED) for needle in one.needles), told


def _seeds(bench: ExportBench) -> tuple[bytes, ...]:
    made = []
    account_of(bench.url, bench.connector.manifest.platform)
    with tempfile.TemporaryDirectory() as folder:
        for number, scene in enumerate(_SCENES):
            path = Path(folder, str(number), bench.file_name)
            path.parent.mkdir()
            bench.write(path, scene)
            made.append(path.read_bytes())
    return tuple(made)


def _put(data: bytes, folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def _open(bench: ExportBench, data: bytes, folder: Path) -> None:
    export = bench.connector.open_export(_put(data, folder, bench.file_name))
    if export is None:
        return
    paths = set()
    for entry in export.scan():
        if isinstance(entry, Scanned):
            paths |= set(map(str, entry.media))
            with suppress(*COSTS_A_RECORD):
                export.read(entry.content)
    export.profile()
    for _, stream in export.media(lambda path: path in paths):
        with suppress(BrokenOff):
            read = 0
            while (block := stream.read(1 << 16)) and read < _ENOUGH:
                read += len(block)
    export.unopened_media()
    export.findings()
    if isinstance(export, HasNotices):
        export.notices()
    if isinstance(export, ListsWhole):
        list(export.listed())


def _take(bench: ExportBench, data: bytes, folder: Path) -> None:
    path = _put(data, folder, bench.file_name)
    account = account_of(bench.url, bench.connector.manifest.platform)
    workplace = account.copied(folder)
    named = None if bench.says_whose else account.id
    with suppress(Refused):
        demand_silence(
            import_export(workplace, [bench.connector], path, account=named, way_out=bench.way_out)
        )


def _both(name: str, bench: ExportBench) -> tuple[Target, Target]:
    seeds: Callable[[], tuple[bytes, ...]] = cache(partial(_seeds, bench))
    return (
        Target(f"export-{name}", seeds, partial(_open, bench)),
        Target(f"import-{name}", seeds, partial(_take, bench), starts=True, few=2),
    )


TARGETS = tuple(one for name, bench in BENCHES.items() for one in _both(name, bench))

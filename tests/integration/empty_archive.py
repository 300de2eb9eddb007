"""An archive with nothing in it yet, made and opened by the services under a clock that stands."""

from datetime import datetime
from pathlib import Path

from weerklank.model.clock import FixedClock
from weerklank.model.organisation import Organisation
from weerklank.services.seal.make_archive import NewArchive, make_archive
from weerklank.services.workplace import Silent, Workplace, open_workplace


def make_empty(
    root: Path,
    clock: FixedClock,
    *,
    name: str = "Gemeente Voorbeelddam",
    prefix: str = "vbd",
    origin: str = "weerklank/test",
    sealed: str | None = None,
) -> NewArchive:
    """Make `archive` and `keys` in a folder."""
    return make_archive(
        root / "archive",
        root / "keys",
        Organisation(name=name, prefix=prefix, origin=origin),
        clock=clock,
        reporter=Silent(),
        sealed=sealed,
    )


def open_at(archive: Path, keys: Path, moment: datetime) -> Workplace:
    """Open an archive as if it were that moment."""
    return open_workplace(archive, keys, clock=FixedClock(moment), reporter=Silent())

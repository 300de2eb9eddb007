"""Recover: finish or clear away what a process left when it died, under the account's lock."""

import shutil
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from weerklank.model.errors import BrokenInput
from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.model.json_value import JsonObject
from weerklank.package.names import PackageName
from weerklank.package.writer import MOST_BYTES, MOST_RECORDS
from weerklank.services.catalogue.forget_removed import forget_removed
from weerklank.services.change.correct_persons import finish_begun
from weerklank.services.change.finish_closings import finish_closings
from weerklank.services.change.finish_terms import finish_terms
from weerklank.services.seal.seal_package import (
    SEALED_ENDING,
    close_package,
    finished_packages,
    seal_again,
)
from weerklank.services.workplace import Workplace
from weerklank.store.members import PART_GONE
from weerklank.store.ocfl import is_whole


def recover(workplace: Workplace, account: AccountId) -> int:
    """Bring an account's open packages in order; what was finished stays, the rest never was.

    Gives the number of records in which a privacy correction that had begun was finished.
    """
    clear_spools(workplace, account)
    finish_closings(workplace, account)
    corrected = finish_begun(workplace, account).records
    finish_terms(workplace, account)
    known = _Known(workplace)
    removed = []
    for folder, name in list(_open_packages(workplace, account)):
        if not _settle(workplace, account, known, folder, name):
            removed.append(str(name))
            continue
        half_closed = name.closed_sealed(workplace.layout, 1).is_dir()
        if half_closed or _is_full(folder, known.sealed.get(str(name), 0)):
            close_package(workplace, name, folder)
    if removed:
        forget_removed(workplace, removed)
    _remove_orphans(workplace, account)
    return corrected


class _Known:
    """What log and journal say of packages; read when first asked."""

    def __init__(self, workplace: Workplace) -> None:
        self._workplace = workplace

    @cached_property
    def sealed(self) -> dict[str, int]:
        """Packages that the log holds, with their number of records."""
        return _sealed(self._workplace)

    @cached_property
    def finished(self) -> dict[str, JsonObject]:
        """Packages that were finished, with what the journal says of them."""
        return finished_packages(self._workplace)


def _settle(
    workplace: Workplace, account: AccountId, known: _Known, folder: Path, name: PackageName
) -> bool:
    """Seal a package that was finished and clear away one that never was; tell whether it stays.

    A whole one that the journal does not know died just before its event, or someone else laid
    it there: either way it never was.
    """
    if str(name) in known.sealed:
        if not is_whole(folder):
            inventory = folder.relative_to(workplace.layout.root) / "inventory.json"
            raise BrokenInput(PART_GONE, path=inventory.as_posix())
        return True
    if not is_whole(folder) or str(name) not in known.finished:
        _remove(folder)
        return False
    run = folder.parent.name.partition("-")[2]
    seal_again(workplace, name, folder, known.finished[str(name)])
    workplace.record(
        Book.JOURNAL, "package.recovered", account, {"package": str(name), "run": run}
    )
    return True


def _open_packages(workplace: Workplace, account: AccountId) -> Iterator[tuple[Path, PackageName]]:
    for folder in sorted((workplace.layout.open / account).glob("*/*/*")):
        if folder.name.isdecimal():
            yield folder, PackageName(account, folder.parts[-3], int(folder.name))


def _remove_orphans(workplace: Workplace, account: AccountId) -> None:
    """Move or remove sealed objects whose package is gone from `open/`, and empty folders."""
    for sealed in (workplace.layout.open / account).glob(f"*/*/*{SEALED_ENDING}"):
        package = sealed.with_name(sealed.name.removesuffix(SEALED_ENDING))
        if not package.exists():
            shutil.rmtree(sealed)
    for run in (workplace.layout.open / account).glob("*/*"):
        if run.is_dir() and not any(run.iterdir()):
            run.rmdir()


def _remove(folder: Path) -> None:
    sealed = folder.with_name(folder.name + SEALED_ENDING)
    if sealed.is_dir():
        shutil.rmtree(sealed)
    shutil.rmtree(folder)


def _sealed(workplace: Workplace) -> dict[str, int]:
    """Give the packages that the log holds, with their number of records."""
    found = {}
    for _, statement in workplace.log.packages():
        records = statement.get("records")
        found[str(statement["package"])] = records if isinstance(records, int) else 0
    return found


def _is_full(folder: Path, records: int) -> bool:
    if records >= MOST_RECORDS:
        return True
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) >= MOST_BYTES


def clear_spools(workplace: Workplace, account: AccountId) -> None:
    """Throw away working files of dead runs: their keys died with them."""
    for folder in workplace.layout.spool.glob(f"{account}-*"):
        shutil.rmtree(folder, ignore_errors=True)

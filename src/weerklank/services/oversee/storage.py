"""Storage: how many bytes the archive takes, by account and by kind, and what is still free."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from weerklank.model.ids import AccountId
from weerklank.services.workplace import Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountBytes:
    """What the packages of an account take, in bytes."""

    account: AccountId
    #: Closed packages, and those of the month that runs.
    packages: int
    #: What lies in the vault.
    sealed: int

    @property
    def total(self) -> int:
        """Give both together."""
        return self.packages + self.sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """What an archive takes, in bytes."""

    #: The largest first.
    accounts: tuple[AccountBytes, ...]
    #: Catalogue: disposable.
    index: int
    #: Log, books and all else.
    others: int
    #: Left on the disk of the archive; None where that can't be told.
    free: int | None

    @property
    def total(self) -> int:
        """Give all together."""
        return sum(one.total for one in self.accounts) + self.index + self.others


def storage(workplace: Workplace) -> Storage:
    """Count the bytes of every file as they are now; one that goes meanwhile counts nothing."""
    layout = workplace.layout
    accounts = []
    for number in workplace.register().accounts:
        open_, vault = _parted(layout.open / number)
        packages = open_ + _bytes(layout.objects / number)
        accounts.append(
            AccountBytes(
                account=number,
                packages=packages,
                sealed=vault + _bytes(layout.sealed / number),
            )
        )
    accounts.sort(key=lambda one: (-one.total, one.account))
    index = _bytes(layout.index)
    inside = _bytes(layout.root)
    index_inside = index if layout.index.is_relative_to(layout.root) else 0
    return Storage(
        accounts=tuple(accounts),
        index=index,
        others=inside - index_inside - sum(one.total for one in accounts),
        free=_free(layout.root),
    )


#: How the folder of sealed originals of a package of the month that runs ends.
_SEALED = "-sealed"


def _parted(folder: Path) -> tuple[int, int]:
    """Give the bytes of packages that are open, and of what of them is sealed."""
    sizes = [0, 0]
    for path, size in _files(folder):
        parts = Path(path).relative_to(folder).parts
        sizes[any(part.endswith(_SEALED) for part in parts)] += size
    return sizes[0], sizes[1]


def _bytes(folder: Path) -> int:
    return sum(size for _, size in _files(folder))


def _files(folder: Path) -> Iterator[tuple[str, int]]:
    """Give each file below a folder with its bytes; no link is followed."""
    waiting = [str(folder)]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    elif entry.is_file(follow_symlinks=False):
                        yield entry.path, entry.stat(follow_symlinks=False).st_size
        except OSError:  # gone meanwhile, or for nobody to read
            continue


def _free(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None

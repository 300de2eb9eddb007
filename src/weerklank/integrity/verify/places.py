"""Check which packages there are: names and folders, and against what the log names."""

import re
from collections.abc import Callable, Iterator
from enum import Enum
from itertools import pairwise

from weerklank.integrity.verify.checkpoints import newest_checkpoint
from weerklank.integrity.verify.logged import Logged
from weerklank.integrity.verify.objects import INVENTORY, Place, check_object
from weerklank.integrity.verify.statements import (
    ACCOUNT,
    MONTH,
    PART,
    Packages,
    Stated,
    later_packages,
)
from weerklank.integrity.verify.tree import SMALL, Entry, Tree, Unreadable
from weerklank.integrity.verify.working import WORKING
from weerklank.store.ocfl import CONTENT, MANIFEST, ROOT_DECLARATION

_ACCOUNT = re.compile(ACCOUNT)
_MONTH = re.compile(MONTH)
_CLOSED = {
    "objects": re.compile(rf"({PART})-g([1-9]\d{{0,5}})"),
    "sealed": re.compile(rf"({PART})-s([1-9]\d{{0,5}})"),
}
_RUN = re.compile(r"\d{6,9}-([0-9A-Za-z][0-9A-Za-z-]{0,60})")
_OPEN = re.compile(rf"({PART})(-sealed)?")
#: Times that a package is looked at which a run moves meanwhile.
_TRIES = 5

#: What is to be done besides with a package whose files were checked.
#: Gives what takes the package into the comparison of all packages.
Deep = Callable[[Place, Stated | None], Callable[[], None]]


class Voucher(Enum):
    """Who says of a whole package in `open/` that it is work of this archive."""

    #: A genuine event: it was finished.
    EVENT = "event"
    #: An event that can't be told from a false one, without the key.
    UNPROVEN = "unproven"
    #: A run that has not ended, and left it.
    RUN = "run"
    NOBODY = "nobody"


#: Why such a package is not checked against the log; nothing where it is damage.
_LEFT = {
    Voucher.EVENT: "unsealed-packages",
    Voucher.UNPROVEN: "unsealed-packages-no-key",
    Voucher.RUN: "unfinished",
    Voucher.NOBODY: "",
}
#: Tells who vouches for a package that the log does not hold, by the digest of its manifest.
Vouch = Callable[[Place, str], Voucher]


def _nothing() -> None:
    """Do nothing: for what is compared with no other package."""


class Places:
    """Goes through all packages of an archive while runs may go on."""

    def __init__(
        self,
        tree: Tree,
        origin: str,
        packages: Packages,
        size: int,
        logged: Logged,
        *,
        accounts: frozenset[str] = frozenset(),
        parts: frozenset[str] | None = None,
        intents: frozenset[str] = frozenset(),
        vouch: Vouch,
        deep: Deep | None = None,
    ) -> None:
        self._tree = tree
        self._origin = origin
        self._packages = packages
        self._size = size
        self._logged = logged
        self._accounts = accounts
        #: Packages that are looked at; None for all.
        self._parts = parts
        #: Packages that a decision is replacing: two generations are in order.
        self._intents = intents
        self._vouch = vouch
        self._deep = deep
        self._seen: dict[tuple[str, bool], list[Place]] = {}
        self._empty: list[str] = []

    def check(self) -> None:
        """Check every package; open ones first: a run moves them from there to `objects/`."""
        waiting = set()
        for place in self._open():
            self._check(place)
            waiting.add(place.package)
        for root in _CLOSED:
            closed = list(self._closed(root))
            newest = {(p.package, p.vault): p.generation for p in closed}
            for place in closed:
                newest_here = newest[place.package, place.vault] == place.generation
                self._check(place, newest=newest_here)
        self._tell_empty(waiting)
        self._compare_with_log()

    def _tell_empty(self, waiting: set[str]) -> None:
        """Tell of folders without anything, but for those that are made for what comes next."""
        at_work = {package.partition("/")[0] for package in self._intents}
        for folder in self._empty:
            if self._tree.kind(folder) != "folder" or self._tree.listing(folder):
                continue
            if folder.split("/")[1] in at_work:  # made for what a rewrite will put there
                self._tree.outcome.skip("being-rewritten", folder)
            elif any(name.startswith(folder.partition("/")[2] + "/") for name in waiting):
                self._tree.outcome.skip("being-closed", folder)  # for what lies in `open/` yet
            else:
                self._tree.outcome.found("VERIFY-106", folder)

    def _check(self, place: Place, *, newest: bool = True) -> None:
        if self._passes_over(place.package):
            return
        seen = self._seen.setdefault((place.package, place.vault), [])
        for index, earlier in enumerate(seen):
            moved = earlier.generation == place.generation and not self._is_there(earlier)
            if moved:  # a run closed it since it was checked
                seen[index] = place
                return
        for _ in range(_TRIES):
            beside = self._beside(place)
            before = len(self._tree.outcome.findings)
            keep = self._check_once(place, newest=newest)
            if self._beside(place) == beside:
                if keep is not None:
                    keep()
                    seen.append(place)
                return
            # Moved or replaced meanwhile: look again, or it is met elsewhere.
            del self._tree.outcome.findings[before:]
            if not self._is_there(place):
                return

    def _passes_over(self, package: str) -> bool:
        if self._parts is not None and package not in self._parts:
            return True
        return bool(self._accounts) and package.partition("/")[0] not in self._accounts

    def _is_there(self, place: Place) -> bool:
        return self._tree.kind(place.path) == "folder"

    def _beside(self, place: Place) -> tuple[str, str]:
        """Tell what a run may move away: a package, and before that its sealed object."""
        return self._tree.kind(place.path), self._tree.kind(f"{place.path}-sealed")

    def _check_once(self, place: Place, *, newest: bool) -> Callable[[], None] | None:
        outcome = self._tree.outcome
        stated = self._stated(place)
        if self._tree.kind(f"{place.path}/{INVENTORY}") == "" and stated is None:
            if self._is_there(place):
                outcome.skip("unfinished", place.path)
            return None
        self._compare_run(place, stated)
        check_object(self._tree, place, self._origin, stated)
        if place.package in self._intents:
            outcome.skip("being-rewritten", place.path)
            return _nothing
        if place.package in self._packages.merged:
            outcome.found("VERIFY-406", place.path)
            return _nothing
        if self._deep and newest and not place.vault:
            return self._deep(place, stated)
        return _nothing

    def _stated(self, place: Place) -> Stated | None:
        stated = self._packages.of(place.package, place.generation)
        if stated is None or (place.vault and stated.sealed_manifest is None):
            return None
        return stated

    def _compare_run(self, place: Place, stated: Stated | None) -> None:
        """Check that the log names a package, and the run in whose folder it is open."""
        outcome = self._tree.outcome
        if stated is not None:
            if place.run is not None:
                self._check_folder(place, stated, place.run)
        elif place.package in self._intents:
            return  # said by who called
        elif place.package in self._entered_later():
            outcome.skip("unsealed-packages", place.path)
        elif place.run is None:
            outcome.found("VERIFY-401", place.path)
        else:
            self._check_vouched(place)

    def _check_folder(self, place: Place, stated: Stated, run: str) -> None:
        """Check the folder of a run in which a package is open: its number, run and month."""
        fence = self._logged.fences.get((place.package, run), place.fence)
        if (run, place.fence) != (stated.run, fence):
            self._tree.outcome.found("VERIFY-405", place.path)
        if place.package.rpartition("/")[0] in self._logged.closed:
            self._tree.outcome.skip("closed-month", place.path)

    def _check_vouched(self, place: Place) -> None:
        """Check that a package which the log does not hold yet was finished, or left by a run."""
        outcome = self._tree.outcome
        try:
            manifest = self._tree.digest(f"{place.path}/{CONTENT}/{MANIFEST}")
        except (FileNotFoundError, Unreadable):
            manifest = ""
        left = _LEFT[self._vouch(place, manifest)]
        if left:
            outcome.skip(left, place.path)
        else:
            outcome.found("VERIFY-407", place.path)

    def _entered_later(self) -> set[str]:
        newest = newest_checkpoint(self._tree)
        return later_packages(self._tree, self._size, newest) if newest > self._size else set()

    # --- folders -----------------------------------------------------------------------------

    def _open(self) -> Iterator[Place]:
        for account in self._tree.listing("open"):
            if account.is_folder and account.name in WORKING:
                continue
            for month in self._folders(account, _ACCOUNT):
                for run in self._folders(month, _MONTH):
                    match = _RUN.fullmatch(run.name)
                    if match is None or not run.is_folder:
                        self._odd(run)
                        continue
                    before = f"{account.name}/{month.name}"
                    yield from self._open_parts(run.path, before, match[1])

    def _open_parts(self, folder: str, before: str, run: str) -> Iterator[Place]:
        for entry in self._tree.listing(folder):
            match = _OPEN.fullmatch(entry.name)
            if match is None or not entry.is_folder:
                self._odd(entry)
                continue
            yield Place(entry.path, f"{before}/{match[1]}", 1, bool(match[2]), run)

    def _folders(self, entry: Entry, form: re.Pattern[str]) -> list[Entry]:
        """Give what is in a folder, when it has the right name."""
        if not entry.is_folder or not form.fullmatch(entry.name):
            self._odd(entry)
            return []
        return self._tree.listing(entry.path)

    def _closed(self, root: str) -> Iterator[Place]:
        self._check_declaration(f"{root}/{ROOT_DECLARATION}")
        for account in self._tree.listing(root):
            if account.name == ROOT_DECLARATION and not account.is_folder:
                continue
            for month in self._within(account, _ACCOUNT):
                yield from self._closed_parts(root, account.name, month)

    def _closed_parts(self, root: str, account: str, month: Entry) -> Iterator[Place]:
        found = []
        for entry in self._within(month, _MONTH):
            match = _CLOSED[root].fullmatch(entry.name)
            if match is None or not entry.is_folder:
                self._odd(entry)
                continue
            package = f"{account}/{month.name}/{match[1]}"
            found.append(Place(entry.path, package, int(match[2]), root == "sealed", None))
        yield from sorted(found, key=lambda place: (place.package, place.generation))

    def _within(self, entry: Entry, form: re.Pattern[str]) -> list[Entry]:
        """Give what is in a folder of a storage root, which may not be empty (OCFL 1.1, 4.2)."""
        found = self._folders(entry, form)
        if not found and entry.is_folder:
            self._empty.append(entry.path)
        return found

    def _odd(self, entry: Entry) -> None:
        if entry.name.endswith(".new") and not entry.is_folder:
            self._tree.outcome.skip("unfinished", entry.path)
        else:
            self._tree.outcome.found("VERIFY-105", entry.path)

    def _check_declaration(self, path: str) -> None:
        try:
            if self._tree.read_due(path, SMALL) != b"ocfl_1.1\n":
                self._tree.outcome.found("VERIFY-111", path)
        except Unreadable:
            return

    # --- against the log ---------------------------------------------------------------------

    def _compare_with_log(self) -> None:
        for places in self._seen.values():
            self._compare_beside(places)
        for package, generations in self._packages.stated.items():
            if self._passes_over(package):
                continue
            if package in self._packages.merged:
                continue
            stated = generations[max(generations)]
            self._compare_stated(package, stated, vault=False)
            if stated.sealed_manifest is not None:
                self._compare_stated(package, stated, vault=True)

    def _compare_beside(self, places: list[Place]) -> None:
        """Two generations of a package, or two copies of one, are damage."""
        for one, other in pairwise(places):
            if not all(map(self._is_there, (one, other))):
                continue
            if one.generation == other.generation:
                self._tree.outcome.found("VERIFY-113", other.path, other=one.path)
            elif one.package not in self._intents:
                first, second = sorted((one.generation, other.generation))
                self._tree.outcome.found(
                    "VERIFY-112", other.path, first=str(first), second=str(second)
                )

    def _compare_stated(self, package: str, stated: Stated, *, vault: bool) -> None:
        seen = self._seen.get((package, vault), [])
        newest = max((place.generation for place in seen), default=0)
        if newest >= stated.generation:
            return
        root, letter = ("sealed", "s") if vault else ("objects", "g")
        path = f"{root}/{package}-{letter}{stated.generation}"
        later = self._highest_now(root, package)
        if later >= stated.generation or package in self._entered_later():
            return  # a run put it there since, or it went up in another
        if newest:
            self._tree.outcome.found("VERIFY-404", seen[-1].path, stated=str(stated.generation))
        else:
            self._tree.outcome.found("VERIFY-403", path)

    def _highest_now(self, root: str, package: str) -> int:
        month, _, part = package.rpartition("/")
        highest = 0
        for entry in self._tree.listing(f"{root}/{month}"):
            match = _CLOSED[root].fullmatch(entry.name)
            if match and match[1] == part:
                highest = max(highest, int(match[2]))
        return highest

"""Check records: those of each package against the log, and those of all against each other."""

import gc
from collections.abc import Callable
from itertools import zip_longest

from weerklank.integrity.verify.answers import check_answers
from weerklank.integrity.verify.lines import PROOF, RECORDS, SOURCE, PackageLines
from weerklank.integrity.verify.log import Leaves
from weerklank.integrity.verify.media import MediaCheck
from weerklank.integrity.verify.members import members
from weerklank.integrity.verify.objects import Place
from weerklank.integrity.verify.rows import Sieve
from weerklank.integrity.verify.statements import Packages, Stated
from weerklank.integrity.verify.tree import Tree
from weerklank.model.symbols import KEY_SYMBOLS


def by_key(row: str) -> str:
    """Give the bucket of a row that begins with a key: an address shares the key's beginning."""
    return row[0]


class RecordCheck:
    """Checks the records of one package after another, and in the end against each other."""

    def __init__(
        self, tree: Tree, packages: Packages, leaves: Leaves, names: Sieve, media: MediaCheck
    ) -> None:
        self._tree = tree
        self._packages = packages
        self._leaves = leaves
        self._names = names
        self._media = media

    def check(self, place: Place, stated: Stated | None) -> Callable[[], None]:
        """Check all lines of a package, with no search for garbage: nothing refers in circles."""
        collects = gc.isenabled()
        gc.disable()
        try:
            return self._check(place, stated)
        finally:
            if collects:
                gc.enable()

    def _check(self, place: Place, stated: Stated | None) -> Callable[[], None]:
        """Check all lines of a package; gives what takes it into the comparison of all packages.

        That is left to the caller, who sees whether the package was moved meanwhile.
        """
        package = PackageLines(self._tree, place, stated, self._leaves, self._packages)
        rows: list[str] = []
        paths = [f"{place.content}/{name}" for name in (RECORDS, SOURCE, PROOF)]
        for three in zip_longest(*(members(self._tree, path) for path in paths)):
            lengths = [0 if lines is None else len(lines) for lines in three]
            if len(set(lengths)) > 1:
                # Two of three are right, most likely.
                wrong = next(i for i in range(3) if lengths.count(lengths[i]) == 1)
                lines, due = (package.count + lengths[i] for i in (wrong, wrong - 1))
                self._tree.outcome.found("VERIFY-503", paths[wrong], lines=lines, due=due)
                break
            rows += package.take(*three)
        noted = package.finish()
        check_answers(self._tree, place, stated, self._leaves, self._packages)

        def keep() -> None:
            self._names.add(rows)
            self._media.keep(noted)

        return keep

    def conclude(self) -> None:
        """Check that no version of an item is there twice and no address is of two items."""
        for rows in self._names.buckets():
            # Most often every key occurs once, and every address: then there is nothing to seek.
            keys = {row[:KEY_SYMBOLS] for row in rows}
            addresses = {row.split("\t", 3)[2] for row in rows}
            if not len(keys) == len(addresses) == len(rows):
                self._compare(rows)

    def _compare(self, rows: list[str]) -> None:
        keys: dict[str, str] = {}
        before = ("", "")
        for row in rows:
            key, version, address, package = row.split("\t")
            if (key, version) == before:
                self._tree.outcome.found("VERIFY-506", package, id=address, version=int(version))
            if keys.setdefault(address, key) != key:
                self._tree.outcome.found("VERIFY-507", package, id=address)
            before = (key, version)

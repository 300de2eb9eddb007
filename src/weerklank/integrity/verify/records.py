"""Check the records of each package against the log."""

import gc
from collections.abc import Callable
from itertools import zip_longest

from weerklank.integrity.verify.answers import check_answers
from weerklank.integrity.verify.lines import PROOF, RECORDS, SOURCE, PackageLines
from weerklank.integrity.verify.log import Leaves
from weerklank.integrity.verify.media import MediaCheck
from weerklank.integrity.verify.members import members
from weerklank.integrity.verify.names import Names
from weerklank.integrity.verify.objects import Place
from weerklank.integrity.verify.originals import Terms
from weerklank.integrity.verify.statements import Packages, Stated
from weerklank.integrity.verify.tree import Tree


class RecordCheck:
    """Checks the records of one package after another."""

    def __init__(
        self,
        tree: Tree,
        packages: Packages,
        leaves: Leaves,
        names: Names,
        media: MediaCheck,
        terms: Terms,
    ) -> None:
        """`terms` is what the log says of originals that were destroyed."""
        self._tree = tree
        self._packages = packages
        self._leaves = leaves
        self._names = names
        self._media = media
        self._terms = terms

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
        package = PackageLines(
            self._tree,
            place,
            stated,
            self._leaves,
            self._packages,
            self._terms,
            self._media.looks,
        )
        paths = [f"{place.content}/{name}" for name in (RECORDS, SOURCE, PROOF)]
        for three in zip_longest(*(members(self._tree, path) for path in paths)):
            lengths = [0 if lines is None else len(lines) for lines in three]
            if len(set(lengths)) > 1:
                # Two of three are right, most likely.
                wrong = next(i for i in range(3) if lengths.count(lengths[i]) == 1)
                lines, due = (package.count + lengths[i] for i in (wrong, wrong - 1))
                self._tree.outcome.found("VERIFY-503", paths[wrong], lines=lines, due=due)
                break
            package.take(*three)
        noted = package.finish()
        check_answers(self._tree, place, stated, self._leaves, self._packages)

        def keep() -> None:
            self._names.keep(package.named)
            self._media.keep(noted)

        return keep

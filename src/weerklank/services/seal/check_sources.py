"""Check packages before a rewrite: what it makes is signed into the log, damage and all.

By the files of each package and of its sealed object, their manifests, and what the log holds of
those: a rewrite takes over nothing that `verify` would name.
"""

from collections.abc import Iterable
from pathlib import Path

from weerklank.integrity.verify.findings import Outcome
from weerklank.integrity.verify.log import Leaves
from weerklank.integrity.verify.objects import INVENTORY, Place, check_object
from weerklank.integrity.verify.statements import Packages, Stated, Statements
from weerklank.integrity.verify.tree import Tree
from weerklank.model.errors import BrokenInput
from weerklank.package.names import PackageName
from weerklank.services.seal.old_places import old_places
from weerklank.services.workplace import Workplace
from weerklank.store.members import DAMAGED

#: Of names beside the statements of the log: `verify` tells of them, a rewrite reads none.
_STRAY = ("VERIFY-104", "VERIFY-105")


class SourceCheck:
    """Checks packages by what the log says of them now."""

    def __init__(self, workplace: Workplace) -> None:
        self._workplace = workplace
        self._outcome = Outcome()
        self._tree = Tree(workplace.layout.root, self._outcome)
        latest = workplace.log.latest()
        statements = Statements(self._tree, Leaves(self._tree), latest.size if latest else 0)
        for _ in statements.events():
            pass
        self._outcome.findings[:] = [f for f in self._outcome.findings if f.code not in _STRAY]
        self._refuse_findings()
        self._packages: Packages = statements.packages

    def check(self, sources: Iterable[tuple[PackageName, int]]) -> None:
        """Check packages, each in a generation that is in the log; BrokenInput names the file."""
        for name, generation in sources:
            self._check(name, generation)

    def is_sound(self, name: PackageName, generation: int) -> bool:
        """Tell whether a package, without its originals, is there as the log holds it."""
        try:
            self._package(name, generation)
        except BrokenInput:
            return False
        return True

    def _check(self, name: PackageName, generation: int) -> None:
        stated, sealed = self._package(name, generation)
        if sealed is None and stated.sealed_manifest is not None:
            due = name.closed_sealed(self._workplace.layout, generation)
            raise self._damaged(due / INVENTORY, "VERIFY-403")
        if sealed is not None and stated.sealed_manifest is None:
            raise self._damaged(sealed, "VERIFY-401")
        if sealed is not None:
            self._check_object(name, generation, sealed, stated, vault=True)

    def _package(self, name: PackageName, generation: int) -> tuple[Stated, Path | None]:
        """Check a package itself; give what the log says of it, and its sealed object."""
        old, sealed = old_places(self._workplace, name, generation)
        if old is None:
            due = name.closed(self._workplace.layout, generation)
            raise self._damaged(due / INVENTORY, "VERIFY-403")
        stated = self._packages.of(str(name), generation)
        if stated is None:
            raise self._damaged(old, "VERIFY-401")
        self._check_object(name, generation, old, stated, vault=False)
        return stated, sealed

    def _check_object(
        self, name: PackageName, generation: int, folder: Path, stated: Stated, *, vault: bool
    ) -> None:
        below = folder.relative_to(self._workplace.layout.root).as_posix()
        place = Place(below, str(name), generation, vault, None)
        check_object(self._tree, place, self._workplace.organisation.origin, stated)
        self._refuse_findings()

    def _refuse_findings(self) -> None:
        """Refuse to go on; what was found is no finding of the next package."""
        if self._outcome.findings:
            first = self._outcome.findings[0]
            self._outcome.findings.clear()
            raise BrokenInput(DAMAGED, path=first.path, problem=first.code)

    def _damaged(self, path: Path, code: str) -> BrokenInput:
        below = path.relative_to(self._workplace.layout.root).as_posix()
        return BrokenInput(DAMAGED, path=below, problem=code)

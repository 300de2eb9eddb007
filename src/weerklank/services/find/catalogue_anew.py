"""Bring the catalogue to new generations of packages, so that no word of the old ones stays."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.errors import BrokenInput
from weerklank.package.names import Found
from weerklank.services.catalogue.find_package import find_package
from weerklank.services.catalogue.follow_log import follow, members
from weerklank.services.catalogue.load_catalogue import load_catalogue
from weerklank.services.catalogue.rebuild_catalogue import clear_begun
from weerklank.services.find.read_items import PACKAGE_GONE
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked


@contextmanager
def catalogue_anew(
    workplace: Workplace, packages: Iterable[str], years: Iterable[str] = ()
) -> Iterator[Catalogue]:
    """Catalogue packages in the generation that they have now; gives the catalogue for a while.

    The search index of every year that they reach into, and of `years`, is made anew.
    """
    with locked(workplace.layout.lock("catalogue"), "catalogue", wait=True):
        clear_begun(workplace)
        catalogue = load_catalogue(workplace)
        try:
            # It may be behind, or new: what other runs wrote must not be passed over for good.
            follow(workplace, catalogue)
            for name in packages:
                package = _present(workplace, name)
                catalogue.replace_package(name, package.generation, members(package))
            catalogue.rebuild_years([*years], lambda name: members(_present(workplace, name)))
            catalogue.commit()
            yield catalogue
        finally:
            catalogue.close()


def _present(workplace: Workplace, name: str) -> Found:
    package = find_package(workplace, name)
    if package is None:
        raise BrokenInput(PACKAGE_GONE, package=name)
    return package

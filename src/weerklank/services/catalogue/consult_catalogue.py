"""Put a question to the catalogue, and once more when it was damaged or changed meanwhile."""

from collections.abc import Callable
from typing import TypeVar

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.soundness import Unsound, soundness
from weerklank.model.errors import Locked, NotNow
from weerklank.services.catalogue.find_package import Moved
from weerklank.services.catalogue.hold_catalogue import (
    PATIENCE,
    held_catalogue,
    is_held_open,
    let_go,
)
from weerklank.services.catalogue.open_catalogue import BUSY, open_catalogue
from weerklank.services.catalogue.rebuild_catalogue import replace_catalogue
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

T = TypeVar("T")


def consult(workplace: Workplace, use: Callable[[Catalogue], T]) -> T:
    """Put a question to the catalogue; once more if it is damaged, or a package was rewritten.

    Moved when that happens twice: then the package is gone.
    """
    try:
        return _consult(workplace, use)
    except Moved:
        return _consult(workplace, use)
    except Unsound:
        if is_held_open(workplace):
            return _consult_anew(workplace, use)
        with locked(workplace.layout.lock("catalogue"), "catalogue", wait=True):
            replace_catalogue(workplace)
        return _consult(workplace, use)


def _consult_anew(workplace: Workplace, use: Callable[[Catalogue], T]) -> T:
    """Consult a catalogue that is held open once more: another may have come in its place."""
    try:
        return _consult(workplace, use)
    except Unsound:
        pass
    try:
        with locked(workplace.layout.lock("catalogue"), "catalogue", wait=PATIENCE):
            replace_catalogue(workplace)
    except Locked:
        raise NotNow(BUSY) from None
    return _consult(workplace, use)


def _consult(workplace: Workplace, use: Callable[[Catalogue], T]) -> T:
    if is_held_open(workplace):
        try:
            with soundness():
                return use(held_catalogue(workplace))
        except (Moved, Unsound):
            let_go(workplace)
            raise
    catalogue = open_catalogue(workplace)
    try:
        with soundness():
            return use(catalogue)
    finally:
        catalogue.database.close()  # nothing was added

"""Forget packages that never were: throw the catalogue away when it knows any."""

from collections.abc import Collection

from weerklank.catalogue.catalogue import discard, knows
from weerklank.catalogue.soundness import Unsound, soundness
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked


def forget_removed(workplace: Workplace, names: Collection[str]) -> None:
    """Throw the catalogue away when it knows packages that never were; it is made anew when asked.

    Their rows would point at nothing, or at what gets their name next.
    """
    with locked(workplace.layout.lock("catalogue"), "catalogue", wait=True):
        try:
            with soundness():
                is_to_go = knows(workplace.layout.index, names)
        except Unsound:
            is_to_go = True
        if is_to_go:
            discard(workplace.layout.index)

"""List dossiers: those that wait for a decision by their last day, then the others."""

from weerklank.model.dossier import Dossier, DossierState
from weerklank.model.person import Role
from weerklank.services.seal.read_dossiers import find_dossier, read_dossiers
from weerklank.services.workplace import Workplace

READERS = (Role.WOO, Role.REVIEWER)


def list_dossiers(workplace: Workplace, *, waiting: bool = False) -> list[Dossier]:
    """Give the dossiers, those that wait by their last day first, to who works on them."""
    workplace.require(*READERS)
    today = workplace.today()
    every = read_dossiers(workplace).values()
    open_ones = [one for one in every if one.state is not DossierState.FROZEN]
    open_ones.sort(key=lambda one: (one.due(today), one.id))
    if waiting:
        return open_ones
    return [*open_ones, *(one for one in reversed([*every]) if one.state is DossierState.FROZEN)]


def show_dossier(workplace: Workplace, name: str) -> Dossier:
    """Give one dossier, to who works on dossiers."""
    workplace.require(*READERS)
    return find_dossier(workplace, name)

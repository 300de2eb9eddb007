"""Propose what is due: one list of all whose term by the selection list is over."""

from collections.abc import Iterable
from datetime import date

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.destruction import GONE, DestructionList, Ground, PageGone
from weerklank.model.errors import NotNow, Refused, WrongUse, fault
from weerklank.model.json_value import JsonObject
from weerklank.model.reason import given_reason
from weerklank.model.symbols import encode
from weerklank.model.text import Text
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.change.destruction_lists import (
    PROPOSERS,
    refuse_too_many,
    write_list,
)
from weerklank.services.change.due_rows import DueItem, by_row, rows_of
from weerklank.services.change.pages_along import pages_along
from weerklank.services.find.read_marks import withdrawn_lists
from weerklank.services.seal.read_destructions import read_lists
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

NOTHING_DUE = fault(
    "DESTROY-016",
    Text(nl="Er is tot {on} niets te vernietigen.", en="Nothing is due for destruction by {on}."),
    Text(
        nl="'weerklank retention due' zegt wat wanneer vervalt. Wat al op een lijst staat, telt "
        "niet mee.",
        en="'weerklank retention due' says what falls due when. What stands on a list already "
        "does not count.",
    ),
)
WENT = fault(
    "DESTROY-018",
    Text(
        nl="Terwijl de lijst werd gemaakt, is er iets vernietigd dat erop zou komen.",
        en="While the list was made, something was destroyed that would be on it.",
    ),
    Text(nl="Probeer het opnieuw.", en="Try again."),
)
AHEAD = fault(
    "DESTROY-017",
    Text(nl="{on} moet nog komen.", en="{on} is still to come."),
    Text(
        nl="Wat nog niet is vervallen, mag niet op een lijst; laat --on weg of noem een eerdere "
        "dag.",
        en="What is not due yet may not be on a list; leave out --on or name an earlier day.",
    ),
)


def check_day(workplace: Workplace, on: date | None) -> date:
    """Give the day of which is asked what is due: today, or an earlier one (else WrongUse)."""
    today = workplace.today()
    if on is not None and on > today:
        raise WrongUse(AHEAD, on=on.isoformat())
    return on or today


def listed_already(workplace: Workplace) -> frozenset[str]:
    """Give what stands on a list that may still be executed, by permanent address."""
    withdrawn = withdrawn_lists(workplace)
    return frozenset(
        item
        for found in read_lists(workplace).values()
        if found.state not in GONE and found.id not in withdrawn
        for item in found.items
    )


def propose_due(
    workplace: Workplace, due: Iterable[DueItem], on: date, reason: str
) -> DestructionList:
    """Propose the destruction of all that is due, by row of the selection list.

    What stands on a list already that may still be executed is passed over. Refused when nothing
    is left, or more than a list may hold.
    """
    workplace.require(*PROPOSERS)
    why = given_reason(reason)
    listed = listed_already(workplace)
    found = by_row(_at_most(one for one in due if one.id not in listed))
    if not found:
        raise Refused(NOTHING_DUE, on=on.isoformat())

    def look(catalogue: Catalogue) -> tuple[dict[str, str], list[PageGone]]:
        places = catalogue.database.places
        keys = ((places.key_of(one.id), one.id) for one in found)
        named = {encode(key): item for key, item in keys if key is not None}
        return named, pages_along(catalogue, named)

    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        named, pages = consult(workplace, look)
        if len(named) != len(found):
            raise NotNow(WENT)
        data: JsonObject = {
            "ground": str(Ground.SELECTION),
            "reason": why,
            "rows": [*rows_of(found)],
        }
        return write_list(workplace, data, named, pages)


def _at_most(due: Iterable[DueItem]) -> list[DueItem]:
    """Take what is due, as long as one list can hold it (Refused)."""
    found: list[DueItem] = []
    for one in due:
        found.append(one)
        refuse_too_many(len(found))
    return found

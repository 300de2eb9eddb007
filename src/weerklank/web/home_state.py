"""How the archive is doing, on the home page: the band in miniature, and what falls due (5.1).

Each for who has the page behind it. Numbers that were measured or counted before, told with when:
no page waits for them.
"""

from django.utils.safestring import SafeString

from weerklank.services.runs.read_measurements import last_whole
from weerklank.web.completeness_told import verdicts_of
from weerklank.web.due_ahead import DUE_AHEAD
from weerklank.web.due_slots import months_of
from weerklank.web.permissions import may
from weerklank.web.plots.retention import NARROW, WIDE, hatch, retention
from weerklank.web.visit import Visit


def band_told(visit: Visit) -> dict[str, object] | None:
    """Give the four numbers of the last measurement of all accounts together."""
    if not may(visit.roles, "completeness"):
        return None
    measured = last_whole(visit.workplace, None)
    if measured is None:
        return {"four": ()}
    return {"four": verdicts_of(measured.band), "at": measured.at}


def due_told(visit: Visit) -> dict[str, object] | None:
    """Give what may be destroyed now and in the coming months, as it was last counted."""
    if not may(visit.roles, "retention"):
        return None
    counted = DUE_AHEAD.of(visit.workplace)
    if counted is None:
        return {"at": None}
    calendar = counted.calendar
    slots = months_of(visit, calendar)
    return {
        "at": counted.at,
        "items": calendar.items,
        "now": calendar.over.due,
        "soon": sum(bar.due for bar in calendar.months),
        "ends": sum(bar.total for bar in calendar.months),
        "slots": slots,
        "hatch": SafeString(hatch("due-l")),
        "drawn": SafeString(
            retention(slots, visit.language, WIDE, "due-w")
            + retention(slots, visit.language, NARROW, "due-n")
        ),
    }

"""The calendar of retention in slots: months and years with their names, as pictures want."""

from weerklank.model.text import Text
from weerklank.services.appraise.due_calendar import Bar, DueCalendar
from weerklank.web.plots.retention import Parts, Slot
from weerklank.web.visit import Visit
from weerklank.web.words import SHORT_MONTHS

_NOW, _LATER = Text("al voorbij", "over already"), Text("later", "later")


def months_of(visit: Visit, now: DueCalendar, then: DueCalendar | None = None) -> list[Slot]:
    """Give the coming months, each with its name."""
    months = []
    for index, bar in enumerate(now.months):
        at = now.start.month - 1 + index
        name = f"{visit.say(SHORT_MONTHS[at % 12])} {now.start.year + at // 12}"
        months.append(Slot(name, _parts(bar), _parts(then.months[index]) if then else None))
    return months


def slots_of(
    visit: Visit, now: DueCalendar, then: DueCalendar | None
) -> list[tuple[Text, list[Slot]]]:
    """Give the months and the years, each with its name."""
    years = [Slot(visit.say(_NOW), _parts(now.over), _parts(then.over) if then else None)]
    years += [
        Slot(str(now.start.year + index), _parts(bar), _parts(then.years[index]) if then else None)
        for index, bar in enumerate(now.years)
    ]
    years.append(Slot(visit.say(_LATER), _parts(now.later), _parts(then.later) if then else None))
    return [
        (Text("Twaalf maanden", "Twelve months"), months_of(visit, now, then)),
        (Text("Tien jaar", "Ten years"), years),
    ]


def _parts(bar: Bar) -> Parts:
    return Parts(bar.due, bar.hotspot, bar.hold)

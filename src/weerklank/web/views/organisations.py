"""*Organisaties*: how several archives stand, in numbers alone (J2)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from weerklank.model.completeness import Verdict
from weerklank.model.completeness_words import VERDICTS
from weerklank.model.errors import BrokenInput
from weerklank.model.plan import PlanState
from weerklank.model.text import Text
from weerklank.services.schedule.overseen import LIST, Overseen, Place, read_list
from weerklank.services.schedule.overview import Overview
from weerklank.web import site
from weerklank.web.completeness_tabs import tabs_of
from weerklank.web.dashboards.block import Cell, Kind, Row, drawn, legend
from weerklank.web.error_words import message_of
from weerklank.web.overseen_counts import COUNTED
from weerklank.web.shell import page
from weerklank.web.visit import Visit, the_visit

ORGANISATIONS = Text("Organisaties", "Organisations")
_UNMEASURED = Text("nooit gemeten", "never measured")
_KINDS = (
    Kind(text=VERDICTS[Verdict.BELOW], style="bar-below"),
    Kind(text=VERDICTS[Verdict.IN_BAND], style="bar-reply"),
    Kind(text=VERDICTS[Verdict.FULL], style="bar-post"),
    Kind(text=VERDICTS[Verdict.NOT_CHECKED], style="bar-hotspot"),
    Kind(text=_UNMEASURED, style="bar-hold"),
)
_ORDER = (Verdict.BELOW, Verdict.IN_BAND, Verdict.FULL, Verdict.NOT_CHECKED)
_TOLD = Text("{below} onder, {overdue} over tijd", "{below} below, {overdue} overdue")
_TITLE = Text("Accounts per organisatie", "Accounts by organisation")


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """Show how this archive and those of the list stand."""
    visit = the_visit(request)
    here = site.current()
    context: dict[str, object] = {
        "title": ORGANISATIONS,
        "archive_tabs": tabs_of(visit.roles, "organisations"),
        "file": LIST,
    }
    try:
        listed = read_list(here.keys)
    except BrokenInput as error:
        context["problem"] = message_of(error)
        return page(request, "completeness/organisations.html", context)
    own = Place(folder=here.archive, keys=here.keys)
    places = (own, *(one for one in listed if one.folder != own.folder))
    counted = COUNTED.of(places, visit.workplace.clock.now(), anew="nieuw" in request.GET)
    known = sorted(
        ((one, found) for one in counted.archives if (found := one.found)), key=_urgency
    )
    rows = [_row(visit, found) for _, found in known]
    context |= {
        "at": counted.at,
        "others": len(listed),
        "picture": drawn(rows, _KINDS, _TITLE, visit.language, "org"),
        "legend": legend(_KINDS, "org"),
        "kinds": [one.text for one in _KINDS],
        "rows": [_told(visit, found) for _, found in known],
        "below": sum(bool(found.bands.get(Verdict.BELOW)) for _, found in known),
        "overdue": sum(found.plan.get(PlanState.OVERDUE, 0) for _, found in known),
        "unreadable": [
            (one.place.folder.name, message_of(one.error)) for one in counted.archives if one.error
        ],
    }
    return page(request, "completeness/organisations.html", context)


def _urgency(pair: tuple[Overseen, Overview]) -> tuple[int, int, str]:
    """Put what is below and overdue first."""
    found = pair[1]
    below, overdue = found.bands.get(Verdict.BELOW, 0), found.plan.get(PlanState.OVERDUE, 0)
    return (-below, -overdue, found.organisation.casefold())


def _parts(found: Overview) -> tuple[int, ...]:
    return (*(found.bands.get(one, 0) for one in _ORDER), found.unmeasured)


def _row(visit: Visit, found: Overview) -> Row:
    told = _TOLD.say(
        visit.language,
        below=found.bands.get(Verdict.BELOW, 0),
        overdue=found.plan.get(PlanState.OVERDUE, 0),
    )
    return Row(name=Cell(found.organisation), parts=_parts(found), cells=(), told=told)


def _told(visit: Visit, found: Overview) -> dict[str, object]:
    heads = [one.text.say(visit.language) for one in _KINDS]
    return {
        "name": found.organisation,
        "accounts": sum(found.accounts.values()),
        "bands": [*zip(heads, _parts(found), strict=True)],
        "open": found.plan.get(PlanState.OPEN, 0) + found.plan.get(PlanState.OVERDUE, 0),
        "overdue": found.plan.get(PlanState.OVERDUE, 0),
        "longest": found.harvests.longest_ago,
        "failures": sum(found.harvests.failures.values()),
        "check": found.check,
    }

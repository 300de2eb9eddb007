"""*Bewaartermijnen*: what may be destroyed when, what if, and which archives act holds (5.13)."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from weerklank.model.errors import Refused, WrongUse
from weerklank.model.hotspot import HotspotState
from weerklank.model.selection import OUTCOMES, TRIGGERS, Outcome
from weerklank.model.text import Text
from weerklank.services.appraise.due_calendar import (
    DueCalendar,
    Line,
    Supposed,
    due_calendar,
)
from weerklank.services.appraise.set_law import laws, set_law
from weerklank.services.find.read_hotspots import read_hotspots
from weerklank.services.seal.read_selection import read_selection
from weerklank.services.seal.seal_events import seal_events
from weerklank.web.act_form import NO_DAY, Field, act_form
from weerklank.web.due_slots import slots_of
from weerklank.web.permissions import may
from weerklank.web.plots.retention import NARROW, WIDE, hatch, retention
from weerklank.web.shell import Crumb, page
from weerklank.web.visit import Visit, the_visit

RETENTION = Text("Bewaartermijnen", "Retention")
_LAW = Text("Inwerkingtreding vastleggen", "Record when it enters into force")
_AS_ADOPTED = Text("{name}, als die wordt vastgesteld", "{name}, if it is adopted")
_AS_WITHDRAWN = Text("{name}, als die wordt ingetrokken", "{name}, if it is withdrawn")
_LISTS = Text("{name}, versie {version}", "{name}, version {version}")
_ON_DAY = Text("te vernietigen op de peildag", "to be destroyed on the day asked")
_UNTIL = Text("te vernietigen tot en met {year}", "to be destroyed up to and including {year}")
_PAST = Text("Kies vandaag of een latere dag.", "Choose today or a later day.")
_LAW_FIELDS = (
    Field(name="begins", label=Text("Eerste dag", "First day"), kind="day"),
    Field(
        name="source",
        label=Text("Vindplaats van het koninklijk besluit", "Source of the royal decree"),
        hint=Text("Zoals Stb. 2026, 400.", "Such as Stb. 2026, 400."),
        most=200,
    ),
)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Show when terms end, and beside it how that would be where something is supposed."""
    visit = the_visit(request)
    asked = {one: request.GET.get(one, "").strip() for one in ("hotspot", "lijst", "dag")}
    day, problem = _day(asked["dag"], visit.workplace.today())
    supposed = Supposed(hotspot=asked["hotspot"] or None, list=asked["lijst"] or None, on=day)
    try:
        found = due_calendar(visit.workplace, *([supposed] if supposed.is_anything else []))
    except WrongUse as error:
        raise Http404 from error
    now, then = found[0], found[1] if len(found) > 1 else None
    return page(
        request,
        "retention/calendar.html",
        {
            "title": RETENTION,
            "as_is": now,
            "then": then,
            "is_empty": not now.items,
            "looked": visit.workplace.clock.now(),
            "soon": sum(bar.due for bar in now.months),
            "pictures": _pictures(visit, now, then),
            "lines": [_line(line) for line in now.lines],
            "differences": _differences(now, then) if then else [],
            "more_kept": _more_kept(now, then),
            "less_kept": -_more_kept(now, then),
            "asked": asked,
            "problem": problem,
            **_choices(visit),
            "laws": laws(visit.workplace),
            "may_law": may(visit.roles, "retention-law"),
            "destruction": reverse("destruction") if may(visit.roles, "destruction") else "",
            "is_settled": "vastgelegd" in request.GET,
        },
        status=422 if problem else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def law(request: HttpRequest, name: str) -> HttpResponse:
    """Record from which day an archives act is in force."""
    workplace = the_visit(request).workplace
    found = next((one for one, _ in laws(workplace) if one.id == name and not one.begins), None)
    if found is None:
        raise Http404
    form = act_form(request, _LAW_FIELDS)
    begins = form.day("begins")
    if request.method == "POST" and begins and not form.problems:
        try:
            set_law(workplace, name, begins, form.values["source"])
            seal_events(workplace)
            return redirect(f"{reverse('retention')}?vastgelegd=ja")
        except (WrongUse, Refused) as error:
            form.told(error, {}, "source")
    return page(
        request,
        "act/act.html",
        {
            "title": _LAW,
            "lead": found.name,
            "facts": [
                (Text("Bron", "Source"), found.source),
                (Text("Overbrengen na", "Transfer after"), found.transfer_after.words()),
            ],
            "form": form,
            "verb": Text("Vastleggen", "Record"),
            "back": reverse("retention"),
        },
        crumbs=(Crumb(RETENTION, reverse("retention")), Crumb(_LAW)),
        status=422 if form.problems else 200,
    )


def _day(written: str, today: date) -> tuple[date | None, Text | None]:
    try:
        day = date.fromisoformat(written) if written else None
    except ValueError:
        return None, NO_DAY
    return (None, _PAST) if day and day < today else (day, None)


def _choices(visit: Visit) -> dict[str, object]:
    """Give what may be supposed: hotspots that stand, and lists."""
    hotspots = [
        (one.id, (_AS_WITHDRAWN if one.is_adopted else _AS_ADOPTED).filled(name=one.name))
        for one in read_hotspots(visit.workplace).values()
        if one.state is not HotspotState.WITHDRAWN
    ]
    lists = [
        (one.ref, _LISTS.filled(name=one.name, version=one.version))
        for one in read_selection(visit.workplace).lists
    ]
    return {"hotspots": hotspots, "lists": lists}


def _pictures(visit: Visit, now: DueCalendar, then: DueCalendar | None) -> list[dict[str, object]]:
    return [
        {
            "title": title,
            "slots": slots,
            "ends": sum(one.now.total for one in slots),
            "has_any": any(part and part.total for one in slots for part in (one.now, one.then)),
            "hatch": SafeString(hatch(f"r{index}l")),
            "hatched": f"url(#r{index}l)",
            "drawn": SafeString(
                retention(slots, visit.language, WIDE, f"r{index}w")
                + retention(slots, visit.language, NARROW, f"r{index}n")
            ),
        }
        for index, (title, slots) in enumerate(slots_of(visit, now, then))
    ]


def _line(line: Line) -> dict[str, object]:
    return {
        "line": line,
        "outcome": OUTCOMES[line.outcome],
        "trigger": TRIGGERS[line.trigger] if line.trigger else None,
    }


def _differences(now: DueCalendar, then: DueCalendar) -> list[dict[str, object]]:
    """Give the numbers that decide, now and as supposed."""
    rows = [(OUTCOMES[one], now.outcomes[one], then.outcomes[one]) for one in Outcome]
    last = _UNTIL.filled(year=now.start.year + len(now.years) - 1)
    rows += [(_ON_DAY, now.over.due, then.over.due), (last, _in_years(now), _in_years(then))]
    return [
        {"name": name, "now": before, "then": after, "more": after - before}
        for name, before, after in rows
    ]


def _more_kept(now: DueCalendar, then: DueCalendar | None) -> int:
    return then.outcomes[Outcome.KEEP] - now.outcomes[Outcome.KEEP] if then else 0


def _in_years(calendar: DueCalendar) -> int:
    return calendar.over.due + sum(bar.due for bar in calendar.years)

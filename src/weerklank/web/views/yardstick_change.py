"""*Lat wijzigen*: other bars for one check, with what that does to the accounts shown first."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from weerklank.model.completeness import Bars, Check, Lowered, Verdict
from weerklank.model.completeness_words import QUALITIES, UNIT_NAMES, bar_words, figure
from weerklank.model.errors import Refused, WrongUse
from weerklank.model.text import Text
from weerklank.services.measure.effect_of_bars import Effect, Judged, effect_of_bars
from weerklank.services.measure.set_yardstick import Supposed, set_bars, suppose_bars
from weerklank.services.measure.show_completeness import bars_today
from weerklank.services.seal.read_yardstick import yardstick_of
from weerklank.services.seal.seal_events import seal_events
from weerklank.web.account_names import names_of
from weerklank.web.act_form import ActForm, Field, act_form
from weerklank.web.completeness_told import FOUR, value_told, verdict_told
from weerklank.web.shell import Crumb, page
from weerklank.web.visit import Visit, the_visit

YARDSTICK = Text("Meetlat", "Yardstick")
_CHANGE = Text("Lat wijzigen", "Change the bars")
_LOOK = Text("Wat deze wijziging doet", "What this change does")
_WHOLE = Text("het archief als geheel", "the archive as a whole")
_NO_NUMBER = Text(
    "Geef een getal, met ten hoogste één cijfer achter de komma.",
    "Give a number, with one decimal at most.",
)
_NOTHING = Text("Dit wordt al gevraagd. Er verandert niets.", "This is asked already.")
#: Of the number of a yardstick, fewer than these.
_DIGITS = 10
_NUMBER = re.compile(r"[0-9]{1,7}(?:[.,][0-9])?")
_PLACES = {
    "MEASURE-002": "minimum",
    "MEASURE-003": "until",
    "MEASURE-004": "until",
    "MEASURE-005": "reason",
    "MEASURE-009": "full",
    "MEASURE-010": "minimum",
    "MEASURE-011": "until",
    "USE-002": "reason",
}


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, name: str) -> HttpResponse:
    """Ask for other bars, show what they would do, and record them once that was seen."""
    visit = the_visit(request)
    check = yardstick_of(visit.workplace).find(name)
    if check is None:
        raise Http404
    step = request.POST.get("stap", "")
    form = act_form(request, _fields(check, visit), _given(visit, check))
    if request.method != "POST" or step == "aanpassen":
        form.problems.clear()
        return _asked(request, visit, check, form)
    bars = _bars(form)
    if bars is None:
        return _asked(request, visit, check, form)
    try:
        seen = request.POST.get("versie", "")
        if step == "vastleggen" and seen.isdecimal() and len(seen) < _DIGITS:
            set_bars(visit.workplace, check.id, bars, int(seen))
            seal_events(visit.workplace)
            return redirect(f"{reverse('yardstick')}?vastgelegd={check.id}")
        supposed = suppose_bars(visit.workplace, check.id, bars)
    except (WrongUse, Refused) as error:
        form.told(error, _PLACES, "reason")
        return _asked(request, visit, check, form)
    if supposed.changes_nothing:
        form.problems["minimum"] = _NOTHING
        return _asked(request, visit, check, form)
    return _shown(request, visit, supposed, form)


def _fields(check: Check, visit: Visit) -> tuple[Field, ...]:
    unit = UNIT_NAMES[check.unit]
    return (
        Field(
            name="minimum",
            label=Text("Minimum", "Minimum"),
            hint=Text(
                "In {unit}. Leeg: er wordt niets gevraagd.", "In {unit}. Empty: nothing."
            ).filled(unit=unit),
            most=10,
            is_needed=False,
        ),
        Field(
            name="full",
            label=Text("Volledig", "Full"),
            hint=Text("In {unit}.", "In {unit}.").filled(unit=unit),
            most=10,
        ),
        Field(
            name="until",
            label=Text("Geldt tot en met", "Holds until"),
            hint=Text(
                "Nodig als u minder vraagt dan de meetlat: minimum {minimum}, volledig {full}. "
                "Na die dag geldt dat weer.",
                "Needed where you ask less than the yardstick: minimum {minimum}, full {full}. "
                "After that day it holds again.",
            ).filled(**_usual(check, visit)),
            kind="day",
            is_needed=False,
        ),
        Field(
            name="reason",
            label=Text("Waarom", "Why"),
            hint=Text("Noem geen burgers.", "Name no citizens."),
            kind="area",
            most=500,
        ),
    )


def _usual(check: Check, visit: Visit) -> dict[str, str]:
    """Say the bars of the yardstick, whatever is lower for a while."""
    return {
        "minimum": bar_words(check.minimum, check.unit, check.better, visit.language),
        "full": bar_words(check.full, check.unit, check.better, visit.language),
    }


def _given(visit: Visit, check: Check) -> dict[str, str]:
    """Give what holds today, to be changed."""
    minimum, full = bars_today(visit.workplace, check)
    lower = _lower_now(visit, check)
    return {
        "minimum": "" if minimum is None else figure(minimum, visit.language),
        "full": figure(full, visit.language),
        "until": lower.until.isoformat() if lower else "",
    }


def _lower_now(visit: Visit, check: Check) -> Lowered | None:
    """Give what is lower today; what is over holds no more."""
    lower = check.lowered
    return lower if lower and lower.until >= visit.workplace.today() else None


def _bars(form: ActForm) -> Bars | None:
    """Read what was typed; None where something of it is wrong."""
    numbers: dict[str, float | None] = {}
    for one in ("minimum", "full"):
        typed = form.values[one].removesuffix("%").strip()
        if typed and not _NUMBER.fullmatch(typed):
            form.problems.setdefault(one, _NO_NUMBER)
        numbers[one] = float(typed.replace(",", ".")) if _NUMBER.fullmatch(typed) else None
    if form.problems:
        return None
    return Bars(
        minimum=numbers["minimum"],
        full=numbers["full"],
        until=form.day("until"),
        reason=form.values["reason"],
    )


def _asked(request: HttpRequest, visit: Visit, check: Check, form: ActForm) -> HttpResponse:
    return page(
        request,
        "completeness/yardstick_change.html",
        {
            "title": _CHANGE,
            "check": check,
            "quality": QUALITIES[check.quality],
            "lowered": _lower_now(visit, check),
            "form": form,
            **_usual(check, visit),
        },
        crumbs=(Crumb(YARDSTICK, reverse("yardstick")), Crumb(check.name)),
        status=422 if form.problems else 200,
    )


def _shown(request: HttpRequest, visit: Visit, supposed: Supposed, form: ActForm) -> HttpResponse:
    """Show how many accounts have which verdict now and by the new bars, and which move."""
    effect, names = effect_of_bars(visit.workplace, supposed), names_of(visit)
    return page(
        request,
        "completeness/yardstick_effect.html",
        {
            "title": _LOOK,
            "check": supposed.before,
            "supposed": supposed,
            "bars": _beside(visit, supposed),
            "until": supposed.after.lowered.until if supposed.after.lowered else None,
            "values": {one: form.values[one] for one in ("minimum", "full", "until", "reason")},
            "counts": [_count(effect, one) for one in FOUR],
            "moved": [_moved(visit, supposed.before, one, names) for one in effect.moved],
            "unmeasured": [names.get(one, one) for one in effect.unmeasured],
            "measured": sum(effect.before.values()),
            "is_of_archive": effect.is_of_archive,
        },
        crumbs=(
            Crumb(YARDSTICK, reverse("yardstick")),
            Crumb(supposed.before.name, reverse("yardstick-change", args=[supposed.before.id])),
            Crumb(_LOOK),
        ),
    )


def _beside(visit: Visit, supposed: Supposed) -> list[dict[str, object]]:
    """Give minimum and full as they hold now and as they would."""
    now, then = (bars_today(visit.workplace, one) for one in (supposed.before, supposed.after))
    check = supposed.before

    def said(bar: float | None) -> str:
        return bar_words(bar, check.unit, check.better, visit.language)

    names = (Text("Minimum", "Minimum"), Text("Volledig", "Full"))
    return [
        {"name": name, "now": said(old), "then": said(new)}
        for name, old, new in zip(names, now, then, strict=True)
    ]


def _count(effect: Effect, one: Verdict) -> dict[str, object]:
    return {**verdict_told(one), "before": effect.before[one], "after": effect.after[one]}


def _moved(visit: Visit, check: Check, one: Judged, names: dict[str, str]) -> dict[str, object]:
    return {
        "name": names.get(one.account, one.account) if one.account else _WHOLE,
        "value": value_told(check, one.result, visit.language),
        "before": verdict_told(one.before),
        "after": verdict_told(one.after),
    }

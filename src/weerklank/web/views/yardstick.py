"""*Meetlat*: what each check asks, by which source, and every decision on it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from weerklank.model.completeness import Check, Quality, Yardstick
from weerklank.model.completeness_words import QUALITIES, bar_words
from weerklank.model.text import Text
from weerklank.services.measure.show_completeness import bars_today
from weerklank.services.seal.read_yardstick import (
    YardstickChange,
    yardstick_changes,
    yardstick_of,
)
from weerklank.web.completeness_tabs import tabs_of
from weerklank.web.permissions import may
from weerklank.web.shell import page
from weerklank.web.visit import Visit, the_visit

_TITLE = Text("Meetlat", "Yardstick")


@require_safe
def yardstick(request: HttpRequest) -> HttpResponse:
    """Show the yardstick in force, quality by quality, with what is lower for a while."""
    visit = the_visit(request)
    found = yardstick_of(visit.workplace)
    today = visit.workplace.today()
    lowered = [one for one in found.checks if one.lowered]
    return page(
        request,
        "completeness/yardstick.html",
        {
            "title": _TITLE,
            "archive_tabs": tabs_of(visit.roles, "yardstick"),
            "yardstick": found,
            "qualities": [
                {
                    "name": QUALITIES[quality],
                    "checks": [
                        _check(visit, one) for one in found.checks if one.quality is quality
                    ],
                }
                for quality in Quality
            ],
            "lowered": [
                {
                    **_check(visit, one),
                    "lowered": one.lowered,
                    "is_over": one.lowered.until < today,
                }
                for one in lowered
                if one.lowered
            ],
            "may_change": may(visit.roles, "yardstick-change"),
            "unadopted": [one.name for one in found.checks if not one.is_adopted],
            "set": found.find(request.GET.get("vastgelegd", "")),
            "changes": [_change(visit, found, one) for one in yardstick_changes(visit.workplace)],
        },
    )


def _check(visit: Visit, one: Check) -> dict[str, object]:
    def said(bar: float | None) -> str:
        return bar_words(bar, one.unit, one.better, visit.language)

    minimum, full = bars_today(visit.workplace, one)
    return {
        "check": one,
        "minimum": said(minimum),
        "full": said(full),
        "usual": said(one.minimum),
        "usual_full": said(one.full),
        "address": reverse("yardstick-change", args=[one.id]),
    }


def _change(visit: Visit, found: Yardstick, one: YardstickChange) -> dict[str, object]:
    check, bars = found.find(one.check) if one.check else None, one.bars

    def said(bar: float | None) -> str:
        return bar_words(bar, check.unit, check.better, visit.language) if check else ""

    return {
        "is": one,
        "check": check.name if check else one.check,
        "minimum": said(bars.minimum) if bars else "",
        "full": said(bars.full) if bars and bars.full is not None else "",
    }

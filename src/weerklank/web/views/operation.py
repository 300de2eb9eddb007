"""*Beheer*: how the work goes, for who keeps the machines; no content (screens.md 5.21)."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse

from weerklank import bootstrap
from weerklank.model.platform import TITLES
from weerklank.model.text import Text
from weerklank.services.diagnose.operation import operation
from weerklank.web.harvestable import platforms
from weerklank.web.shell import page
from weerklank.web.visit import Visit, the_visit

_MINUTE, _MINUTES = Text("1 minuut", "1 minute"), Text("{n} minuten", "{n} minutes")
_HOURS, _DAYS = Text("{n} uur", "{n} hours"), Text("{n} dagen", "{n} days")
_AT_ONCE = Text("minder dan een minuut", "less than a minute")


def operate(request: HttpRequest) -> HttpResponse:
    """Show queues, lag, budgets by platform, room on disks, and versions."""
    visit = the_visit(request)
    address = bootstrap.database()
    found = operation(visit.workplace, platforms(), address)
    unread = found.unread
    return page(
        request,
        "operation.html",
        {
            "found": found,
            "is_shared": address is not None,
            "unread": unread
            and {
                "code": unread.code,
                "message": Text(unread.message("nl"), unread.message("en")),
                "hint": Text(unread.hint("nl"), unread.hint("en")),
            },
            "lag": _long(visit, found.work.lag),
            "longest": _long(visit, found.queue.longest if found.queue else None),
            "allowed": [(TITLES[one.platform], one) for one in found.allowed],
        },
    )


def _long(visit: Visit, time: timedelta | None) -> str | None:
    """Say how long something takes, as roughly as people do."""
    if time is None:
        return None
    minutes = int(time.total_seconds() // 60)
    if minutes < 1:
        return visit.say(_AT_ONCE)
    if minutes == 1:
        return visit.say(_MINUTE)
    if minutes < 120:
        return visit.say(_MINUTES, n=minutes)
    hours = minutes // 60
    return visit.say(_HOURS, n=hours) if hours < 48 else visit.say(_DAYS, n=hours // 24)

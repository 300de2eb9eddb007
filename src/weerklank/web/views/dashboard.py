"""*Overzicht*: of a period what there was and what came of it, in numbers that can be followed."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from weerklank.model.clock import civil_day
from weerklank.model.errors import BrokenInput, NotNow
from weerklank.model.text import Text
from weerklank.services.appraise.count_formal import count_formal
from weerklank.services.appraise.due_calendar import due_calendar
from weerklank.services.oversee.dashboard import Dashboard, dashboard
from weerklank.services.oversee.storage import storage
from weerklank.services.people.list_office_holders import list_office_holders
from weerklank.services.runs.read_drift import FoundDrift, read_drift
from weerklank.services.runs.read_runs import read_runs
from weerklank.web.completeness_tabs import tabs_of
from weerklank.web.dashboards.block import Block, labelled
from weerklank.web.dashboards.of_accounts import by_account, coverage
from weerklank.web.dashboards.of_archive import changed, due, formal, holders, room
from weerklank.web.period_form import links, period_of
from weerklank.web.permissions import may, sight_of
from weerklank.web.pictures import of_echo
from weerklank.web.shell import page
from weerklank.web.visit import Visit, the_visit

OVERVIEW = Text("Overzicht", "Dashboard")
_USUAL = "twaalf-maanden"
_UNREADABLE = Text(
    "Een deel van de cijfers is nu niet te lezen. Probeer het zo opnieuw.",
    "Part of the numbers can't be read now. Try again soon.",
)


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show the blocks of a period, as far as there are any for who looks."""
    visit = the_visit(request)
    today = visit.workplace.today()
    period = period_of(request.GET, today, _USUAL)
    first, last = period.days or (today, today)
    is_empty = not read_runs(visit.workplace)
    context: dict[str, object] = {
        "title": OVERVIEW,
        "archive_tabs": tabs_of(visit.roles, "dashboard"),
        "period": period,
        "periods": links(period, {}),
        "first": first,
        "last": last,
        "period_first": first.isoformat(),
        "period_last": last.isoformat(),
        "is_empty": is_empty,
        "counted": visit.workplace.clock.now(),
    }
    if not is_empty:
        context |= _counted(visit, first, last)
    return page(
        request, "completeness/dashboard.html", context, status=422 if period.problem else 200
    )


def _counted(visit: Visit, first: date, last: date) -> dict[str, object]:
    try:
        found = dashboard(visit.workplace, first, last, sight_of(visit.roles))
        searches = may(visit.roles, "search")
        return {
            "echo": found.echo,
            "picture": of_echo(
                found.echo,
                visit.language,
                lambda days: _searching(first, last, days),
                is_linked=searches,
            ),
            "searches": searches,
            "blocks": [(one, labelled(one, visit.language)) for one in _blocks(visit, found)],
        }
    except (NotNow, BrokenInput):
        return {"unreadable_part": _UNREADABLE}


def _searching(first: date, last: date, days: tuple[date, date]) -> str:
    """Give the search that lists what was posted on some days of the period."""
    query = {"van": max(days[0], first).isoformat(), "tot": min(days[1], last).isoformat()}
    return f"{reverse('search')}?{urlencode(query)}"


def _blocks(visit: Visit, found: Dashboard) -> Iterator[Block]:
    """Give each block whose numbers lead to a page that there is for who looks."""
    workplace, roles = visit.workplace, visit.roles
    first, last = found.first, found.last
    yield by_account(visit, found)
    yield coverage(visit, found)
    if may(roles, "formal"):
        counted = count_formal(workplace, first, last, sight_of(roles))
        yield formal(visit, counted, (first, last))
    if may(roles, "run"):
        yield changed(visit, _drift(visit, first, last))
    if may(roles, "retention"):
        yield due(visit, due_calendar(workplace)[0])
    if may(roles, "verification"):
        yield room(visit, storage(workplace))
    if may(roles, "reviews"):
        today = workplace.today()
        yield holders(visit, list_office_holders(workplace.register(), today), today)


def _drift(visit: Visit, first: date, last: date) -> list[FoundDrift]:
    """Give what was found by a run that ended in the period, of accounts that there are."""
    return [
        one
        for one in read_drift(visit.workplace).found.values()
        if one.account in visit.accounts
        and civil_day(one.first) <= last
        and first <= civil_day(one.last)
    ]

"""*Vernietigingslijst*: two people and the archivist, nothing by accident (screens.md 5.15)."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from weerklank.model.destruction import GROUNDS, DestructionList, DueRow, ListState
from weerklank.model.errors import WeerklankError, WrongUse
from weerklank.model.text import Text
from weerklank.services.appraise.count_due import count_due
from weerklank.services.appraise.due_of import due_of
from weerklank.services.change.destruction_lists import LONGEST_WAIT
from weerklank.services.change.read_acts import story_of
from weerklank.services.find.named_items import named_items
from weerklank.services.find.read_marks import withdrawn_lists
from weerklank.services.seal.read_destructions import find_list, read_lists
from weerklank.web.destruction_told import (
    ACTS,
    LINE,
    Standing,
    asked_last,
    item_of,
    line_of,
    standing_of,
)
from weerklank.web.error_words import message_of, next_of
from weerklank.web.permissions import may
from weerklank.web.shell import Crumb, page
from weerklank.web.visit import Visit, the_visit
from weerklank.web.work import WORKS, Work

LISTS = Text("Vernietigen", "Destruction")
_A_PAGE = 50
_LISTS_A_PAGE = 20
#: Days between authorisation and execution that the page proposes.
_WAIT = timedelta(days=7)
_BY_ROW = Text("Volgens {list}, rij {row}", "By {list}, row {row}")
_BY_NO_ROW = Text("Door iemand genoemd", "Named by somebody")
_ALONG = Text("Pagina's die meegaan", "Pages that go along")


def destructions(request: HttpRequest) -> HttpResponse:
    """List what is under way, and below it what is done."""
    visit = the_visit(request)
    withdrawn = withdrawn_lists(visit.workplace)
    found = [*read_lists(visit.workplace).values()][::-1]
    rows = [(one, standing_of(visit, one, withdrawn)) for one in found]
    live = [
        _row(visit, one, standing)
        for one, standing in rows
        if one.state is not ListState.CERTIFIED and not standing.is_withdrawn
    ]
    done = [
        _row(visit, one, standing)
        for one, standing in rows
        if one.state is ListState.CERTIFIED or standing.is_withdrawn
    ]
    today = visit.workplace.today()
    pages = Paginator(done, _LISTS_A_PAGE).get_page(request.GET.get("blad"))
    return page(
        request,
        "destruction/list.html",
        {
            "live": live,
            "done": pages.object_list,
            "pages": pages,
            "due": None if live else count_due(visit.workplace, today),
            "today": today,
            "can_add": may(visit.roles, "destruction-add"),
        },
    )


def _row(visit: Visit, found: DestructionList, standing: Standing) -> dict[str, object]:
    return {
        "list": found,
        "word": LINE[found.state],
        "ground": GROUNDS[found.ground],
        "standing": standing,
        "next": LINE[standing.next] if standing.next else None,
        "is_waiting_day": _waits(visit, found),
        "work": work_of(found),
    }


def _waits(visit: Visit, found: DestructionList) -> bool:
    return (
        found.state is ListState.APPROVED
        and found.not_before is not None
        and visit.workplace.today() < found.not_before
    )


def work_of(found: DestructionList) -> Work | None:
    """Give the execution of a list that goes on now."""
    running = WORKS.running()
    return next((one for one in running if one.kind == "destroy" and one.about == found.id), None)


def destruction(request: HttpRequest, number: str) -> HttpResponse:
    """Show one list: how far it is, what is on it, and what whoever looks may do."""
    return list_page(request, find(the_visit(request), number))


def find(visit: Visit, number: str) -> DestructionList:
    """Give a list; Http404 for one that is not there."""
    try:
        return find_list(visit.workplace, number)
    except WrongUse as error:
        raise Http404 from error


def list_page(
    request: HttpRequest,
    found: DestructionList,
    error: WeerklankError | Text | None = None,
    *,
    field: str = "",
) -> HttpResponse:
    """Show a list as it stands by now, with what went wrong, and at which field."""
    visit = the_visit(request)
    found = find_list(visit.workplace, found.id)
    standing = standing_of(visit, found, withdrawn_lists(visit.workplace))
    story = story_of(visit.workplace, found)
    today = visit.workplace.today()
    # Who did not see the whole list anew sees what changed since changes were asked.
    since = asked_last(found) if found.state is ListState.PROPOSED else None
    only_changes = since is not None and standing.can and request.GET.get("alles") != "ja"
    new = [one for one in found.excepted if since and one.at > since]
    told = error if isinstance(error, Text) else message_of(error) if error else None
    return page(
        request,
        "destruction/one.html",
        {
            "list": found,
            "count": len(found.items),
            "ground": GROUNDS[found.ground],
            "line": line_of(found, story),
            "standing": standing,
            "step": standing.next.value if standing.next and standing.can else "",
            "acts": [(ACTS.get(one.act, one.act), one) for one in story.acts],
            "story": story,
            "is_gone": found.has_begun,
            "work": work_of(found),
            "is_interrupted": found.is_open and work_of(found) is None,
            "is_waiting_day": _waits(visit, found),
            "proposed_day": today + _WAIT,
            "today": today,
            "last_day": today + LONGEST_WAIT,
            "only_changes": only_changes,
            "since": since,
            "new_exceptions": new,
            "is_settled": "vastgelegd" in request.GET,
            "problem": told,
            "field": field,
            "next": (next_of(error) or "") if isinstance(error, WeerklankError) else "",
            "code": error.code if isinstance(error, WeerklankError) else "",
            "can_certify": standing.can and standing.next is ListState.CERTIFIED,
            "reason": request.POST.get("reason", "") if error else "",
            "query_before": "alles=ja" if since else "",
            **({} if only_changes or found.has_begun else _items(visit, found, request)),
            **(_gone(found, request) if found.has_begun else {}),
        },
        crumbs=(Crumb(LISTS, reverse("destruction")), Crumb(found.id)),
        status=422 if told else 200,
    )


def _gone(found: DestructionList, request: HttpRequest) -> dict[str, object]:
    """Give the addresses of what is being destroyed, or is; nothing else is said of it."""
    pages = Paginator(found.items, _A_PAGE).get_page(request.GET.get("blad"))
    return {"addresses": pages.object_list, "pages": pages}


def _items(visit: Visit, found: DestructionList, request: HttpRequest) -> dict[str, object]:
    """Give a page of the items, by what they go by."""
    pages = Paginator(found.items, _A_PAGE).get_page(request.GET.get("blad"))
    shown = [*pages.object_list]
    hits = named_items(visit.workplace, shown)
    until = {one.id: one.until for one in due_of(visit.workplace, shown)}
    keys = dict(zip(found.items, found.keys, strict=True))
    groups: list[tuple[Text, int, list[object]]] = []
    by_key = {key: row for row in found.rows for key in row.keys}
    for name in shown:
        title, size = _group(found, keys[name], by_key)
        if not groups or groups[-1][0] != title:
            groups.append((title, size, []))
        groups[-1][2].append(item_of(visit, name, hits.get(name), until.get(name)))
    along = {one.id for one in found.pages if one.key in found.along}
    return {"groups": groups, "pages": pages, "along": along}


def _group(found: DestructionList, key: str, by_key: dict[str, DueRow]) -> tuple[Text, int]:
    """Say by what an item goes, and how many of the list do."""
    if key in found.along:
        return _ALONG, len(found.along)
    row = by_key.get(key)
    if row is not None:
        return _BY_ROW.filled(list=row.list, row=row.row), len(row.keys)
    named = len(found.keys) - len(found.along) - sum(len(one.keys) for one in found.rows)
    return _BY_NO_ROW, named

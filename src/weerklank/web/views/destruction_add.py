"""*Lijst maken*: a destruction list of what is due by row of a selection list, or is named."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from weerklank.model.destruction import GROUNDS, DestructionList, Ground
from weerklank.model.errors import WeerklankError
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.services.appraise.count_due import DueCounts, DueGroup, count_due, due_by_rows
from weerklank.services.appraise.refuse_undue import refuse_undue
from weerklank.services.change.destruction_lists import propose
from weerklank.services.change.propose_due import listed_already, propose_due
from weerklank.services.seal.seal_events import seal_events
from weerklank.web.account_facts import name_of
from weerklank.web.error_words import message_of, next_of
from weerklank.web.shell import Crumb, page
from weerklank.web.views.destructions import LISTS
from weerklank.web.visit import Visit, the_visit

_TITLE = Text("Vernietigingslijst maken", "Make a destruction list")
_NO_ROW = Text("Kies ten minste één rij.", "Choose at least one row.")
_NO_GROUND = Text("Kies een grond.", "Choose a ground.")
_TOO_MANY = Text(
    "Noem ten hoogste {most} berichten in één keer.", "Name {most} posts at a time at most."
)
_NO_ITEM = Text(
    "Noem ten minste één bericht, met zijn permanente adres.",
    "Name at least one post, by its permanent address.",
)
#: Grounds on which somebody may name posts; by the selection list and on request go other ways.
_GROUNDS = (Ground.NOT_GOVERNMENT, Ground.UNLAWFUL, Ground.COURT)
#: Posts that can be named at a time.
_MOST_NAMED = 1000


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Show what is due, or ask which posts are meant; then make the list."""
    visit = the_visit(request)
    is_named = request.GET.get("grond") == "anders"
    return _named(request, visit) if is_named else _due(request, visit)


def _due(request: HttpRequest, visit: Visit) -> HttpResponse:
    today = visit.workplace.today()
    given = request.POST if request.method == "POST" else request.GET
    account = given.get("account", "")
    if account and account not in visit.accounts:
        raise Http404  # never those of all accounts instead
    accounts = (account,) if account else ()
    listed = listed_already(visit.workplace)
    counts = count_due(visit.workplace, today, accounts, listed)
    chosen = {mark_of(one) for one in counts.groups}
    problem: Text | WeerklankError | None = None
    if request.method == "POST":
        chosen &= {*request.POST.getlist("row")}
        rows = {(one.list, one.row) for one in counts.groups if mark_of(one) in chosen}
        if not rows and counts.groups:
            problem = _NO_ROW
        else:
            try:
                found = propose_due(
                    visit.workplace,
                    due_by_rows(visit.workplace, today, rows, accounts, listed),
                    today,
                    request.POST.get("reason", ""),
                )
            except WeerklankError as error:
                problem = error
            else:
                return _made(visit, found)
    more = {"counts": counts, "rows": _rows(counts, chosen), "account": account, "today": today}
    return _page(request, visit, more, problem)


def mark_of(group: DueGroup) -> str:
    """Name a row of a selection list in a form."""
    return f"{group.list}|{group.row}"


def _rows(counts: DueCounts, chosen: Iterable[str]) -> list[dict[str, object]]:
    return [
        {"group": one, "mark": mark_of(one), "is_chosen": mark_of(one) in chosen}
        for one in counts.groups
    ]


def _named(request: HttpRequest, visit: Visit) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    typed = given.get("items", "")
    items = tuple(dict.fromkeys(_address(one) for one in typed.split()))
    ground = next((one for one in _GROUNDS if one == request.POST.get("ground")), None)
    problem: Text | WeerklankError | None = None
    if request.method == "POST":
        if not items or ground is None:
            problem = _NO_GROUND if items else _NO_ITEM
        elif len(items) > _MOST_NAMED:  # a list of some of them would pass for one of all
            problem = _TOO_MANY.filled(most=_MOST_NAMED)
        else:
            try:
                refuse_undue(visit.workplace, items, ground)
                reason = request.POST.get("reason", "")
                found = propose(visit.workplace, items, ground, reason)
            except WeerklankError as error:
                problem = error
            else:
                return _made(visit, found)
    more = {
        "is_named": True,
        "items": typed,
        "ground": ground,
        "grounds": [(one.value, GROUNDS[one]) for one in _GROUNDS],
    }
    return _page(request, visit, more, problem)


def _address(typed: str) -> str:
    """Give the permanent address in what somebody pasted: it may be that of a page."""
    return typed.strip().rstrip("/,;").rpartition("/")[2].lower()


def _made(visit: Visit, found: DestructionList) -> HttpResponse:
    seal_events(visit.workplace)
    return redirect(f"{reverse('destruction-one', args=[found.id])}?vastgelegd=ja")


def _page(
    request: HttpRequest,
    visit: Visit,
    more: dict[str, object],
    problem: Text | WeerklankError | None,
) -> HttpResponse:
    organisation = visit.workplace.organisation.name
    persons = visit.workplace.register().persons.values()
    today = visit.workplace.today()
    others = [
        one for one in persons if Role.ARCHIVIST in one.roles_on(today) and one.name != visit.name
    ]
    return page(
        request,
        "destruction/add.html",
        {
            "is_named": False,
            "accounts": [
                (one.id, name_of(one, organisation), one.platform)
                for one in visit.accounts.values()
            ],
            "reason": request.POST.get("reason", ""),
            "problem": message_of(problem) if isinstance(problem, WeerklankError) else problem,
            "next": (next_of(problem) or "") if isinstance(problem, WeerklankError) else "",
            "code": problem.code if isinstance(problem, WeerklankError) else "",
            # Whoever makes a list never authorises it.
            "is_alone": Role.ARCHIVIST in visit.roles and not others,
            **more,
        },
        crumbs=(Crumb(LISTS, reverse("destruction")), Crumb(_TITLE)),
        status=422 if problem else 200,
    )

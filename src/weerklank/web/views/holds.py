"""*Bewaarplicht*: stops on destruction on every ground, added and lifted (G3)."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from weerklank.model.errors import Refused, WrongUse
from weerklank.model.hotspot import Hold
from weerklank.model.text import Text
from weerklank.services.appraise.legal_hold import add_hold, find_hold, lift_hold
from weerklank.services.find.protection import items_held
from weerklank.services.find.read_hotspots import read_holds
from weerklank.services.seal.seal_events import seal_events
from weerklank.web.account_names import account_field, accounts_in, lines_in, names_of
from weerklank.web.act_form import ActForm, Field, act_form
from weerklank.web.permissions import may
from weerklank.web.shell import Crumb, page
from weerklank.web.visit import Visit, the_visit

HOLDS = Text("Bewaarplicht", "Legal holds")
_ADD = Text("Bewaarplicht opleggen", "Add a legal hold")
_LIFT = Text("Bewaarplicht opheffen", "Lift a legal hold")
_A_PAGE = 10
_PLACES = {"HOLD-003": "query", "SEARCH-004": "query", "USE-002": "ground", "USE-003": "ground"}
_REASON = Field(
    name="reason",
    label=Text("Waarom, in één zin", "Why, in a sentence"),
    hint=Text("Blijft in het archief. Noem geen personen.", "Stays in the archive. Name nobody."),
)


@require_safe
def holds(request: HttpRequest) -> HttpResponse:
    """List the holds that stand, the newest first; those that were lifted where asked."""
    visit = the_visit(request)
    every = [*read_holds(visit.workplace).values()][::-1]
    with_lifted = request.GET.get("alles") == "ja"
    standing = [one for one in every if one.stands]
    found = every if with_lifted else standing
    pages = Paginator(found, _A_PAGE).get_page(request.GET.get("blad"))
    return page(
        request,
        "hotspots/holds.html",
        {
            "title": HOLDS,
            "rows": [_row(visit, one) for one in pages.object_list],
            "pages": pages,
            "query_before": "alles=ja" if with_lifted else "",
            "standing": len(standing),
            "with_lifted": with_lifted,
            "has_lifted": len(standing) < len(every),
            "may_add": may(visit.roles, "hold-add"),
            "is_settled": "vastgelegd" in request.GET,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Put a hold on what accounts, period and search say together, and on posts that are named."""
    visit = the_visit(request)
    form = act_form(request, _fields(visit))
    if request.method == "POST" and not form.problems:
        try:
            add_hold(
                visit.workplace,
                form.values["ground"],
                form.values["case"],
                accounts=accounts_in(form),
                since=form.day("since"),
                until=form.day("until"),
                query=form.values["query"],
                items=lines_in(form, "items"),
            )
            return _done(visit)
        except (WrongUse, Refused) as error:
            form.told(error, _PLACES, "items")
    return _act(request, _ADD, form, Text("Opleggen", "Add"))


@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: HttpRequest, name: str) -> HttpResponse:
    """Lift a hold, with the reason."""
    visit = the_visit(request)
    try:
        found = find_hold(visit.workplace, name)
    except WrongUse as error:
        raise Http404 from error
    form = act_form(request, (_REASON,))
    if request.method == "POST" and not form.problems:
        try:
            lift_hold(visit.workplace, found.id, form.values["reason"])
            return _done(visit)
        except (WrongUse, Refused) as error:
            form.told(error, {"HOLD-002": ""}, "reason")
    return _act(request, _LIFT, form, Text("Opheffen", "Lift"), found)


def _fields(visit: Visit) -> tuple[Field, ...]:
    return (
        Field(
            name="ground",
            label=Text("Waarover gaat het", "What it is about"),
            hint=Text("In één zin. Noem geen personen.", "In a sentence. Name nobody."),
        ),
        Field(name="case", label=Text("Zaaknummer", "Number of the case"), most=100),
        account_field(visit),
        Field(name="since", label=Text("Eerste dag", "First day"), kind="day", is_needed=False),
        Field(name="until", label=Text("Laatste dag", "Last day"), kind="day", is_needed=False),
        Field(
            name="query",
            label=Text("Woorden zoals bij Zoeken", "Words as in Search"),
            is_needed=False,
        ),
        Field(
            name="items",
            label=Text("Adressen van berichten, een per regel", "Addresses of posts, one a line"),
            hint=Text(
                "Zoals vbd-2026-09-14-7kq4m. De hele draad gaat mee.",
                "Such as vbd-2026-09-14-7kq4m. The whole thread goes along.",
            ),
            kind="area",
            most=4000,
            is_needed=False,
        ),
    )


def _act(
    request: HttpRequest, title: Text, form: ActForm, verb: Text, found: Hold | None = None
) -> HttpResponse:
    warnings = (
        Text(
            "Wat hierdoor bleef, volgt daarna weer de selectielijst en kan worden vernietigd.",
            "What stayed by it goes by the selection list again and can be destroyed.",
        ),
    )
    return page(
        request,
        "act/act.html",
        {
            "title": title,
            "lead": f"{found.case}: {found.ground}" if found else "",
            "warnings": warnings if found else (),
            "form": form,
            "verb": verb,
            "back": reverse("holds"),
        },
        crumbs=(Crumb(HOLDS, reverse("holds")), Crumb(title)),
        status=422 if form.problems else 200,
    )


def _done(visit: Visit) -> HttpResponse:
    seal_events(visit.workplace)
    return redirect(f"{reverse('holds')}?vastgelegd=ja")


def _row(visit: Visit, found: Hold) -> dict[str, object]:
    names = names_of(visit)
    scope = found.scope
    return {
        "hold": found,
        "accounts": [names.get(one, one) for one in scope.accounts] if scope else [],
        "held": items_held(visit.workplace, found) if found.stands else None,
    }

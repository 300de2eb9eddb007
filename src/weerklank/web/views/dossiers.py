"""*Woo*: requests with their term, what is gathered, and what two people say of it (5.18)."""

from datetime import timedelta
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weerklank.model.clock import begin_of
from weerklank.model.dossier import DISCLOSURES, DOSSIER_STATES, Dossier, DossierState
from weerklank.model.errors import Refused, WeerklankError, WrongUse
from weerklank.model.question import Question
from weerklank.model.text import Text
from weerklank.model.woo_grounds import TERM, WOO_GROUNDS
from weerklank.services.disclose.gather import add_documents
from weerklank.services.disclose.judge import freeze, review
from weerklank.services.disclose.list_dossiers import list_dossiers, show_dossier
from weerklank.services.disclose.look_at_document import glances
from weerklank.services.disclose.open_dossier import (
    extend_term,
    open_dossier,
    resume_term,
    suspend_term,
)
from weerklank.services.seal.seal_events import seal_events
from weerklank.web.account_names import account_field, accounts_in, lines_in
from weerklank.web.act_form import ActForm, Field, act_form
from weerklank.web.dossier_rows import GROUPS, rows_of, sums_of
from weerklank.web.error_words import message_of, next_of
from weerklank.web.permissions import may, sight_of
from weerklank.web.shell import Crumb, page
from weerklank.web.visit import Visit, the_visit

DOSSIERS = Text("Woo-verzoeken", "Woo requests")
_NEW = Text("Verzoek vastleggen", "Record a request")
_ADD = Text("Stukken toevoegen", "Add documents")
_A_PAGE, _DOCUMENTS = 20, 50
_ONE_DAY = timedelta(days=1)
_WHY = Field(
    name="reason",
    label=Text("Waarom, in één zin", "Why, in a sentence"),
    hint=Text("Blijft in het archief. Noem geen personen.", "Stays in the archive. Name nobody."),
)
#: Acts on the term: title, the word on the button, and what is done.
_TERM = {
    "verlengen": (Text("Termijn verlengen", "Extend the term"), Text("Verlengen", "Extend")),
    "opschorten": (Text("Termijn opschorten", "Suspend the term"), Text("Opschorten", "Suspend")),
    "hervatten": (Text("Termijn hervatten", "Resume the term"), Text("Hervatten", "Resume")),
}
_NO_WORDS = Text(
    "Geef woorden, accounts, een periode of adressen.",
    "Give words, accounts, a period or addresses.",
)


@require_safe
def dossiers(request: HttpRequest) -> HttpResponse:
    """List the requests: those that wait by their last day, then those that are frozen."""
    visit = the_visit(request)
    every = list_dossiers(visit.workplace)
    pages = Paginator(every, _A_PAGE).get_page(request.GET.get("blad"))
    today = visit.workplace.today()
    return page(
        request,
        "dossier/list.html",
        {
            "title": DOSSIERS,
            "rows": [
                {
                    "dossier": one,
                    "state": DOSSIER_STATES[one.state],
                    "due": one.due(today),
                    "is_late": _is_late(visit, one),
                    "is_open": one.state is not DossierState.FROZEN,
                    "standing": len({said.id for said in one.standing}),
                }
                for one in pages.object_list
            ],
            "pages": pages,
            "waiting": sum(one.state is not DossierState.FROZEN for one in every),
            "may_open": may(visit.roles, "dossier-new"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Record a request."""
    visit = the_visit(request)
    form = act_form(
        request,
        (
            Field(
                name="request",
                label=Text("Wat wordt gevraagd", "What is asked"),
                hint=Text("Noem niet wie het vraagt.", "Don't name who asks."),
                kind="area",
                most=2000,
            ),
            Field(
                name="received",
                label=Text("Dag van ontvangst", "Day of receipt"),
                hint=TERM.source,
                kind="day",
            ),
            Field(name="case", label=Text("Zaaknummer", "Case number"), most=60, is_needed=False),
        ),
    )
    received = form.day("received")
    if request.method == "POST" and not form.problems and received:
        try:
            made = open_dossier(
                visit.workplace, form.values["request"], received, case=form.values["case"]
            )
            seal_events(visit.workplace)
            return redirect("dossier", number=made.id)
        except (WrongUse, Refused) as error:
            form.told(error, {"DOSSIER-004": "received"}, "request")
    return _act(request, _NEW, form, Text("Vastleggen", "Record"), reverse("dossiers"))


@require_safe
def dossier(request: HttpRequest, number: str) -> HttpResponse:
    """Show a dossier: term, state, documents."""
    return dossier_page(request, the_visit(request), number)


def dossier_page(
    request: HttpRequest,
    visit: Visit,
    number: str,
    error: WeerklankError | Text | None = None,
    status: int = 422,
) -> HttpResponse:
    """Show a dossier, and what could not be done with it."""
    found = find(visit, number)
    group = request.GET.get("toon", "")
    documents = rows_of(found, group)
    pages = Paginator(documents, _DOCUMENTS).get_page(request.GET.get("blad"))
    seen = glances(visit.workplace, pages.object_list)
    is_open = found.state is not DossierState.FROZEN
    is_second = visit.name not in found.workers
    disagreed = {one.id for one in found.standing}
    is_still = bool(found.suspensions) and found.suspensions[-1].until is None
    return page(
        request,
        "dossier/one.html",
        {
            "dossier": found,
            "due": found.due(visit.workplace.today()),
            "is_late": _is_late(visit, found),
            "is_open": is_open,
            "is_still": is_still,
            "is_second": is_second,
            "line": _line(found),
            "rows": [
                {
                    "document": one,
                    "judgement": DISCLOSURES[one.judgement],
                    "begins": seen[one.id].begins if one.id in seen else (),
                    "proposals": seen[one.id].proposals if is_open and one.id in seen else 0,
                    # Of what no words are shown here either: its own page is for that.
                    "by_hand": one.id not in seen or bool(seen[one.id].proposals),
                    "waits": is_open and not one.is_decided,
                    "is_disagreed": one.id in disagreed,
                }
                for one in pages.object_list
            ],
            "sums": sums_of(found),
            "group": group if group in GROUPS else "",
            "query_before": urlencode({"toon": group}) if group in GROUPS else "",
            "judgements": [(one.value, text) for one, text in DISCLOSURES.items()],
            "grounds": [(code, ground.text) for code, ground in WOO_GROUNDS.items()],
            "pages": pages,
            "may_work": is_open and may(visit.roles, "dossier-add"),
            "may_read": is_second and found.state is DossierState.OPEN and not found.standing,
            "may_disagree": is_second and is_open and may(visit.roles, "dossier-disagree"),
            "standing": len(disagreed),
            "may_freeze": is_second and found.state is DossierState.REVIEWED,
            "problem": error if error is None or isinstance(error, Text) else message_of(error),
            "next": (next_of(error) or "") if isinstance(error, WeerklankError) else "",
            "code": error.code if isinstance(error, WeerklankError) else "",
        },
        crumbs=(Crumb(DOSSIERS, reverse("dossiers")), Crumb(found.id)),
        status=status if error else 200,
    )


def find(visit: Visit, number: str) -> Dossier:
    """Give a dossier; 404 where there is none."""
    try:
        return show_dossier(visit.workplace, number)
    except WrongUse as error:
        raise Http404 from error


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _is_late(visit: Visit, found: Dossier) -> bool:
    today = visit.workplace.today()
    return found.state is not DossierState.FROZEN and found.due(today) < today


def _line(found: Dossier) -> list[dict[str, object]]:
    """Give how far it is: opened, read, frozen."""
    steps = (
        (Text("Geopend", "Opened"), True, found.by),
        (Text("Gelezen", "Read"), found.reviewer is not None, found.reviewer or ""),
        (Text("Vastgesteld", "Frozen"), found.frozen_by is not None, found.frozen_by or ""),
    )
    done = [is_done for _, is_done, _ in steps]
    next_one = done.index(False) if False in done else -1
    return [
        {"word": word, "is_done": is_done, "is_next": at == next_one, "by": by}
        for at, (word, is_done, by) in enumerate(steps)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Add what a search finds, and what is named by its address."""
    visit = the_visit(request)
    found = find(visit, number)
    form = act_form(request, _fields(visit))
    if request.method == "POST" and not form.problems:
        question, items = _question(visit, form), lines_in(form, "items")
        if question is None and not items:
            form.problems["query"] = _NO_WORDS
        else:
            try:
                add_documents(
                    visit.workplace,
                    found.id,
                    items,
                    question,
                    with_threads="threads" in form.chosen.get("more", []),
                )
                seal_events(visit.workplace)
                return redirect("dossier", number=found.id)
            except (WrongUse, Refused) as error:
                form.told(error, {"SEARCH-001": "items"}, "query")
    back = reverse("dossier", args=[found.id])
    return _act(request, _ADD, form, Text("Toevoegen", "Add"), back, found)


def _fields(visit: Visit) -> tuple[Field, ...]:
    return (
        Field(
            name="query",
            label=Text("Woorden zoals bij Zoeken", "Words as in Search"),
            is_needed=False,
        ),
        account_field(visit),
        Field(name="since", label=Text("Eerste dag", "First day"), kind="day", is_needed=False),
        Field(name="until", label=Text("Laatste dag", "Last day"), kind="day", is_needed=False),
        Field(
            name="items",
            label=Text("Adressen van berichten, een per regel", "Addresses of posts, one a line"),
            kind="area",
            most=4000,
            is_needed=False,
        ),
        Field(
            name="more",
            label=Text("Gesprekken", "Threads"),
            kind="choices",
            options=(("threads", Text("ook de rest van elk gesprek", "the rest of each thread")),),
            is_needed=False,
        ),
    )


def _question(visit: Visit, form: ActForm) -> Question | None:
    accounts, since, until = accounts_in(form), form.day("since"), form.day("until")
    if not (form.values["query"] or accounts or since or until):
        return None
    return Question(
        words=form.values["query"],
        tags=tuple(f"account:{one}" for one in accounts),
        since=begin_of(since) if since else None,
        until=begin_of(until + _ONE_DAY) if until else None,
        sight=sight_of(visit.roles),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def term(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Extend, suspend or resume the term."""
    visit = the_visit(request)
    found = find(visit, number)
    if act not in _TERM:
        raise Http404
    title, verb = _TERM[act]
    form = act_form(request, () if act == "hervatten" else (_WHY,))
    if request.method == "POST" and not form.problems:
        try:
            if act == "verlengen":
                extend_term(visit.workplace, found.id, form.values["reason"])
            elif act == "opschorten":
                suspend_term(visit.workplace, found.id, form.values["reason"])
            else:
                resume_term(visit.workplace, found.id)
            seal_events(visit.workplace)
            return redirect("dossier", number=found.id)
        except (WrongUse, Refused) as error:
            form.told(error, {}, "reason" if form.fields else "")
    return _act(request, title, form, verb, reverse("dossier", args=[found.id]), found)


@require_POST
def read(request: HttpRequest, number: str) -> HttpResponse:
    """Record that the second reader read all of it."""
    return _second(request, number, is_last=False)


@require_POST
def settle(request: HttpRequest, number: str) -> HttpResponse:
    """Freeze what was read."""
    return _second(request, number, is_last=True)


def _second(request: HttpRequest, number: str, *, is_last: bool) -> HttpResponse:
    visit = the_visit(request)
    found = find(visit, number)
    try:
        if is_last:
            freeze(visit.workplace, found.id)
        else:
            seen = request.POST.get("seen", "")
            review(visit.workplace, found.id, seen=int(seen) if _is_count(seen) else -1)
    except (WrongUse, Refused) as error:
        return dossier_page(request, visit, number, error)
    seal_events(visit.workplace)
    return redirect("dossier", number=found.id)


def _act(
    request: HttpRequest,
    title: Text,
    form: ActForm,
    verb: Text,
    back: str,
    found: Dossier | None = None,
) -> HttpResponse:
    crumbs = (Crumb(found.id, back),) if found else ()
    return page(
        request,
        "act/act.html",
        {
            "title": title,
            "lead": found.request if found else "",
            "form": form,
            "verb": verb,
            "back": back,
        },
        crumbs=(Crumb(DOSSIERS, reverse("dossiers")), *crumbs, Crumb(title)),
        status=422 if form.problems else 200,
    )

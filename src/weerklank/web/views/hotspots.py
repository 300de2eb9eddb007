"""*Hotspots*: candidates with their echo, what one would keep, adopted or withdrawn (5.14)."""

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from weerklank.model.errors import Refused, WrongUse
from weerklank.model.hotspot import CRITERIA, STATES, Criterion, Hotspot, HotspotState
from weerklank.model.text import Text
from weerklank.services.appraise.decide_hotspot import (
    adopt_hotspot,
    propose_hotspot,
    withdraw_hotspot,
)
from weerklank.services.appraise.hotspot_effect import effect_of
from weerklank.services.appraise.hotspot_monitor import BY, Candidate, Said, Watched, watch
from weerklank.services.appraise.said_around import Span, said_around
from weerklank.services.find.read_hotspots import find_hotspot, read_hotspots
from weerklank.services.seal.seal_events import seal_events
from weerklank.web.account_names import account_field, accounts_in, lines_in, names_of
from weerklank.web.act_form import ActForm, Field, act_form
from weerklank.web.permissions import may
from weerklank.web.pictures import Picture, of_echo
from weerklank.web.shell import Crumb, page
from weerklank.web.visit import Visit, the_visit

HOTSPOTS = Text("Hotspots", "Hotspots")
_PROPOSE = Text("Hotspot voorstellen", "Propose a hotspot")
_ADOPT = Text("Vaststellen", "Adopt")
_WITHDRAW = Text("Intrekken", "Withdraw")
_A_PAGE, _PEAKS = 25, 10
#: In which order states stand: what waits for a decision first.
_ORDER = (HotspotState.CANDIDATE, HotspotState.ADOPTED, HotspotState.WITHDRAWN)
_STEPS = {"day": Text("per dag", "by day"), "week": Text("per week", "by week")}
_REASON = Field(
    name="reason",
    label=Text("Waarom, in één zin", "Why, in a sentence"),
    hint=Text("Blijft in het archief. Noem geen personen.", "Stays in the archive. Name nobody."),
)


@require_safe
def hotspots(request: HttpRequest) -> HttpResponse:
    """List hotspots; and where asked the peaks that may be one, which nobody decided on."""
    visit = the_visit(request)
    found = sorted(
        read_hotspots(visit.workplace).values(),
        key=lambda one: (_ORDER.index(one.state), -one.proposed_at.timestamp()),
    )
    pages = Paginator(found, _A_PAGE).get_page(request.GET.get("blad"))
    step = request.GET.get("pieken", "")
    peaks = _peaks(request, visit, step) if step in BY else {}
    return page(
        request,
        "hotspots/list.html",
        {
            "title": HOTSPOTS,
            "rows": [_row(visit, one) for one in pages.object_list],
            "pages": pages,
            "waiting": sum(one.state is HotspotState.CANDIDATE for one in found),
            "adopted": sum(one.is_adopted for one in found),
            "may_propose": may(visit.roles, "hotspot-propose"),
            "steps": _STEPS.items(),
            "asked_step": step if step in BY else "",
            "is_settled": "vastgelegd" in request.GET,
            **peaks,
        },
    )


def _peaks(request: HttpRequest, visit: Visit, step: str) -> dict[str, object]:
    """Look for peaks now, the newest first, and draw those of one page."""
    found = [
        (watched, one) for watched in watch(visit.workplace, step) for one in watched.candidates
    ]
    found.sort(key=lambda one: one[1].peak.top, reverse=True)
    pages = Paginator(found, _PEAKS).get_page(request.GET.get("piek"))
    shown = list(pages.object_list)
    spans = [
        Span(frozenset({watched.account}), one.peak.first, one.peak.last) for watched, one in shown
    ]
    echoes = said_around(visit.workplace, spans) if spans else []
    drawn = []
    for number, ((watched, one), span, echo) in enumerate(zip(shown, spans, echoes, strict=True)):
        picture = of_echo(
            echo,
            visit.language,
            _searching(span),
            is_linked=False,
            name=f"peak{number}",
            peak=(one.peak.first, one.peak.last),
        )
        drawn.append(_peak(visit, watched, one, picture))
    return {"peaks": drawn, "peak_pages": pages, "looked": visit.workplace.clock.now()}


def _peak(
    visit: Visit, watched: Watched, one: Candidate, picture: Picture | None
) -> dict[str, object]:
    query = urlencode({"account": watched.account, "van": one.peak.first, "tot": one.peak.last})
    return {
        "account": names_of(visit).get(watched.account, watched.account),
        "is_replies": watched.said is Said.REPLIES,
        "peak": one.peak,
        "times": max(round(one.peak.times), 1),
        "known": one.known,
        "picture": picture,
        "propose": f"{reverse('hotspot-propose')}?{query}",
    }


@require_safe
def one(request: HttpRequest, name: str) -> HttpResponse:
    """Show one hotspot: its echo, what it would keep or keeps, and what was decided."""
    visit = the_visit(request)
    found = _found(visit, name)
    effect = effect_of(visit.workplace, found)
    names = names_of(visit)
    span = Span(frozenset(found.accounts), found.since, found.until or visit.workplace.today())
    (echo,) = said_around(visit.workplace, [span])
    period = (found.since or date.min, found.until or date.max)
    can_search = may(visit.roles, "search")
    return page(
        request,
        "hotspots/one.html",
        {
            "row": _row(visit, found),
            "hotspot": found,
            "effect": [(names.get(one.account, one.account), one) for one in effect],
            "items": sum(one.items for one in effect),
            "lifted": sum(one.lifted for one in effect),
            "becomes_kept": sum(one.lifted + one.undecided for one in effect),
            "picture": of_echo(
                echo, visit.language, _searching(span), is_linked=can_search, peak=period
            ),
            "can_search": can_search,
            "what_if": may(visit.roles, "retention") and found.state is not HotspotState.WITHDRAWN,
            "may_decide": may(visit.roles, "hotspot-adopt"),
            "is_settled": "vastgelegd" in request.GET,
        },
        crumbs=(Crumb(HOTSPOTS, reverse("hotspots")), Crumb(found.id)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Propose a hotspot; it keeps nothing until a body has adopted it."""
    visit = the_visit(request)
    given = {"since": request.GET.get("van", ""), "until": request.GET.get("tot", "")}
    form = act_form(request, _fields(visit), given)
    if request.method != "POST":
        asked = [one for one in request.GET.getlist("account") if one in visit.accounts]
        form.chosen["accounts"], form.values["accounts"] = asked, "\n".join(asked)
    since = form.day("since")
    if request.method == "POST" and since and not form.problems:
        try:
            made = propose_hotspot(
                visit.workplace,
                form.values["name"],
                accounts=accounts_in(form),
                since=since,
                until=form.day("until"),
                terms=lines_in(form, "terms"),
                hashtags=lines_in(form, "hashtags"),
                criteria=tuple(map(Criterion, form.chosen["criteria"])),
                reason=form.values["reason"],
            )
            return _done(visit, made)
        except (WrongUse, Refused) as error:
            form.told(
                error,
                {
                    "HOTSPOT-003": "accounts",
                    "HOTSPOT-004": "terms",
                    "HOTSPOT-005": "until",
                    "HOTSPOT-006": "terms",
                },
                "name",
            )
    return _act(request, _PROPOSE, form, Text("Voorstellen", "Propose"))


@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: HttpRequest, name: str) -> HttpResponse:
    """Enter that a body adopted a hotspot on a day."""
    visit = the_visit(request)
    found = _found(visit, name)
    today = visit.workplace.today()
    form = act_form(request, _ADOPTING, {"on": today.isoformat()})
    on = form.day("on")
    if request.method == "POST" and on and not form.problems:
        try:
            return _done(visit, adopt_hotspot(visit.workplace, name, form.values["body"], on))
        except (WrongUse, Refused) as error:
            form.told(error, {"HOTSPOT-005": "on", "HOTSPOT-002": ""}, "body")
    return _act(request, _ADOPT, form, _ADOPT, found)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, name: str) -> HttpResponse:
    """Withdraw a candidate or an adopted hotspot, with the reason."""
    visit = the_visit(request)
    found = _found(visit, name)
    form = act_form(request, (_REASON,))
    if request.method == "POST" and not form.problems:
        try:
            return _done(visit, withdraw_hotspot(visit.workplace, name, form.values["reason"]))
        except (WrongUse, Refused) as error:
            form.told(error, {"HOTSPOT-002": ""}, "reason")
    return _act(request, _WITHDRAW, form, _WITHDRAW, found)


_ADOPTING = (
    Field(
        name="body",
        label=Text("Orgaan dat besloot", "Body that decided"),
        hint=Text(
            "Zoals College van burgemeester en wethouders.", "Such as the municipal executive."
        ),
    ),
    Field(name="on", label=Text("Datum van het besluit", "Day of the decision"), kind="day"),
)


def _fields(visit: Visit) -> tuple[Field, ...]:
    return (
        Field(name="name", label=Text("Naam", "Name"), most=200),
        Field(name="since", label=Text("Eerste dag", "First day"), kind="day"),
        Field(name="until", label=Text("Laatste dag", "Last day"), kind="day", is_needed=False),
        account_field(visit),
        Field(
            name="terms",
            label=Text("Woorden, een per regel", "Words, one on each line"),
            hint=Text(
                "Een woord, of woorden die naast elkaar staan. Eén ervan moet erin staan.",
                "A word, or words beside each other. One of them must be in it.",
            ),
            kind="area",
            most=2000,
            is_needed=False,
        ),
        Field(
            name="hashtags",
            label=Text("Hashtags, een per regel", "Hashtags, one on each line"),
            kind="area",
            most=2000,
            is_needed=False,
        ),
        Field(
            name="criteria",
            label=Text("Waarom het er een is (ten minste één)", "Why it is one (at least one)"),
            kind="choices",
            options=tuple((one.value, text) for one, text in CRITERIA.items()),
        ),
        _REASON,
    )


def _act(
    request: HttpRequest, title: Text, form: ActForm, verb: Text, found: Hotspot | None = None
) -> HttpResponse:
    where = reverse("hotspot", args=[found.id]) if found else ""
    steps = (Crumb(found.id, where),) if found else ()
    adopts = (
        Text(
            "Wat de hotspot omvat blijft vanaf nu bewaard, met hele draden; ook wat later "
            "binnenkomt.",
            "What the hotspot holds is kept from now on, with whole threads; what comes in later "
            "too.",
        ),
    )
    goes_back = (
        Text(
            "Wat hij vasthield volgt daarna weer de selectielijst, en kan te vernietigen zijn.",
            "What it kept goes by the selection list again, and may be up for destruction.",
        ),
    )
    return page(
        request,
        "act/act.html",
        {
            "title": title,
            "lead": found.name if found else "",
            "warnings": (
                adopts if title is _ADOPT
                else goes_back if found and found.is_adopted
                else ()
            ),
            "form": form,
            "verb": verb,
            "back": where or reverse("hotspots"),
        },
        crumbs=(Crumb(HOTSPOTS, reverse("hotspots")), *steps, Crumb(title)),
        status=422 if form.problems else 200,
    )  # fmt: skip


def _done(visit: Visit, made: Hotspot) -> HttpResponse:
    seal_events(visit.workplace)
    return redirect(f"{reverse('hotspot', args=[made.id])}?vastgelegd=ja")


def _found(visit: Visit, name: str) -> Hotspot:
    try:
        return find_hotspot(visit.workplace, name)
    except WrongUse as error:
        raise Http404 from error


def _searching(span: Span) -> Callable[[tuple[date, date]], str]:
    """Say where what was said on some days is listed."""
    tags = [("account", account) for account in sorted(span.accounts)]

    def address(days: tuple[date, date]) -> str:
        query = urlencode([*tags, ("van", days[0].isoformat()), ("tot", days[1].isoformat())])
        return f"{reverse('search')}?{query}"

    return address


def _row(visit: Visit, found: Hotspot) -> dict[str, object]:
    names = names_of(visit)
    return {
        "hotspot": found,
        "state": STATES[found.state],
        "is_candidate": found.state is HotspotState.CANDIDATE,
        "is_withdrawn": found.state is HotspotState.WITHDRAWN,
        "accounts": [names.get(one, one) for one in found.accounts],
        "words": [*found.terms, *found.hashtags],
        "criteria": [CRITERIA[one] for one in found.criteria],
    }

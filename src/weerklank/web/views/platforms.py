"""*Platforms*: what was decided on each, and what was agreed on archiving with who runs it."""

from collections.abc import Mapping
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from weerklank.model.account import OLDEST_DAY
from weerklank.model.agreement import Agreement, AgreementDocument, AgreementKind, AgreementState
from weerklank.model.errors import Refused, WeerklankError, WrongUse
from weerklank.model.platform import TITLES, Platform
from weerklank.model.register_words import AGREEMENT_KINDS, AGREEMENT_STATES, PLATFORM_STATES
from weerklank.model.text import Text
from weerklank.services.register.agreements import (
    add_agreement,
    agreements,
    end_agreement,
    stand_of,
    withdraw_agreement,
)
from weerklank.services.register.set_platform_status import (
    Decision,
    lacking_harvest,
    platform_list,
    set_platform_status,
)
from weerklank.services.schedule.finish_change import finish_change
from weerklank.web.account_facts import rows_of
from weerklank.web.account_form import NO_DATE, Form, day
from weerklank.web.harvestable import undecided
from weerklank.web.shell import Crumb, page
from weerklank.web.views.account import ACCOUNTS
from weerklank.web.views.errors import hint_for_screen
from weerklank.web.visit import Visit, language_of, the_visit

_TITLE = Text("Platforms", "Platforms")
_DECIDE = Text("Besluit vastleggen", "Record a decision")
_AGREE = Text("Overeenkomst vastleggen", "Record an agreement")
_END = Text("Overeenkomst beëindigen", "End an agreement")
NEEDED = Text("Vul dit in.", "Fill this in.")
TOO_LONG = Text("Houd het bij {most} tekens.", "Keep it to {most} characters.")
NEEDED_FOR_API = Text(
    "Vul dit in: wat de API toestaat, moet na te lezen zijn.",
    "Fill this in: what permits the API must be there to be read.",
)
CHOOSE = Text("Kies wat er is besloten.", "Choose what was decided.")
CHOOSE_KIND = Text("Kies wie de overeenkomst sloot.", "Choose who made the agreement.")
_DECISIONS = {
    Decision.DESIGNATED: Text("De organisatie gebruikt het.", "The organisation uses it."),
    Decision.EXPERIMENTAL: Text("Op proef, voor een tijd.", "On trial, for a time."),
    Decision.NOT_ALLOWED: Text(
        "Accounts worden toch geregistreerd en gearchiveerd, en gemeld.",
        "Accounts are registered and archived all the same, and reported.",
    ),
    Decision.ENDED: Text(
        "Oogst elk account eerst nog één keer volledig.",
        "First harvest each account once more in full.",
    ),
}
_KINDS = {
    AgreementKind.COORDINATING_PARTY: Text(
        "Een partij vroeg toestemming namens overheden.",
        "A party asked for permission on behalf of public bodies.",
    ),
    AgreementKind.SERVICE_PROVIDER: Text(
        "Hoort bij een dienst die u afneemt.", "Part of a service that you use."
    ),
    AgreementKind.NONE: Text(
        "De Archiefwet weegt zwaarder dan de voorwaarden; leg het besluit vast.",
        "The Archiefwet weighs more than the terms; record the decision.",
    ),
}


def platforms(request: HttpRequest) -> HttpResponse:
    """List every platform with what was decided and agreed; those in use first."""
    visit = the_visit(request)
    found = [_told(one) for one in platform_list(visit.workplace)]
    found.sort(key=lambda one: (not one["count"] and not one["state"], str(one["title"])))
    return page(request, "platforms/list.html", {"platforms": found, "tab": "platforms"})


def platform(request: HttpRequest, name: str) -> HttpResponse:
    """Show one platform: what holds, what was decided before, agreements and accounts."""
    visit = the_visit(request)
    found = _platform(name)
    today = visit.workplace.today()
    told = _about(visit, found)
    here = [one for one in visit.accounts.values() if one.platform is found]
    history = told["history"]
    return page(
        request,
        "platforms/platform.html",
        {
            "platform": told,
            "history": history[::-1] if isinstance(history, list) else [],
            "agreements": [_agreement(one, today) for one in agreements(visit.workplace, found)],
            "accounts": rows_of(here, visit.workplace.organisation.name, (), today)[:_MOST],
            "all": len(here),
            "undecided": undecided(visit.workplace, found),
            "is_saved": "vastgelegd" in request.GET,
        },
        crumbs=_crumbs(Crumb(str(told["title"]))),
    )


#: Characters of a text that someone fills in, which the register keeps for good.
_LONGEST = 1000
#: Accounts that are named on the page of a platform; the register has the others.
_MOST = 20


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, name: str) -> HttpResponse:
    """Record what the organisation decided on a platform."""
    visit = the_visit(request)
    found = _platform(name)
    form = _sent(request, "status", "decided", "document", "without_harvest")
    problem: Text | str = ""
    if request.method == "POST":
        chosen = next((one for one in Decision if one == form.values["status"]), None)
        decided = _day(form, "decided", is_needed=True)
        if chosen is None:
            form.problems["status"] = CHOOSE
        if chosen and decided and not form.problems:
            try:
                set_platform_status(
                    visit.workplace,
                    found,
                    chosen,
                    decided=decided,
                    document=form.values["document"] or None,
                    seen=request.POST.get("seen", ""),
                    without_harvest=form.values["without_harvest"] or None,
                )
                return _saved(visit, found)
            except (WrongUse, Refused) as error:
                problem = _problem(request, error)
    choices = [(one.value, PLATFORM_STATES[one], text) for one, text in _DECISIONS.items()]
    lacking = lacking_harvest(visit.workplace, found, visit.workplace.today())
    more = {"choices": choices, "lacking": [visit.accounts[one] for one in lacking]}
    return _form(request, found, "platforms/decide.html", _DECIDE, form, problem, more)


@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: HttpRequest, name: str) -> HttpResponse:
    """Record an agreement, or the decision to archive without one."""
    visit = the_visit(request)
    found = _platform(name)
    form = _sent(request, *_AGREED)
    problem: Text | str = ""
    if request.method == "POST":
        stated = _stated(found, form)
        form.problems = {one: form.problems[one] for one in _AGREED if one in form.problems}
        if stated is not None:
            try:
                add_agreement(visit.workplace, stated, seen=request.POST.get("seen", ""))
                return _saved(visit, found)
            except (WrongUse, Refused) as error:
                problem = _problem(request, error)
    choices = [(one.value, AGREEMENT_KINDS[one], text) for one, text in _KINDS.items()]
    more = {"choices": choices}
    return _form(request, found, "platforms/agree.html", _AGREE, form, problem, more)


#: The fields in the order in which they stand on the page.
_AGREED = ("kind", "party", "scope", "valid_from", "valid_until", "decided_by", "decided",
           "measures", "covers_api", "document")  # fmt: skip


def _stated(found: Platform, form: Form) -> Agreement | None:
    """Give what the form states; None, and what is wrong by field, when it is not whole."""
    given = form.values
    kind = next((one for one in AgreementKind if one == given["kind"]), None)
    if kind is None:
        form.problems["kind"] = CHOOSE_KIND
    is_none = kind is AgreementKind.NONE
    first, last = _day(form, "valid_from", is_needed=True), _day(form, "valid_until")
    decided = _day(form, "decided", is_needed=is_none) if is_none else None
    for name in ("scope", *(("decided_by", "measures") if is_none else ("party",))):
        if kind is not None and not given[name]:
            form.problems[name] = NEEDED
    if given["covers_api"] and not given["document"]:
        form.problems["document"] = NEEDED_FOR_API
    if form.problems or kind is None or first is None:
        return None
    place = given["document"]
    return Agreement(
        id="",
        platform=found,
        kind=kind,
        scope=given["scope"],
        valid_from=first,
        valid_until=last,
        party=None if is_none else given["party"],
        document=AgreementDocument(place=place) if place else None,
        decided=decided,
        decided_by=given["decided_by"] if is_none else None,
        measures=given["measures"] if is_none else None,
        covers_api=bool(given["covers_api"]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, number: str) -> HttpResponse:
    """Record the last day of an agreement, or that it is withdrawn today."""
    visit = the_visit(request)
    known = next((one for one in agreements(visit.workplace) if one.id == number), None)
    if known is None:
        raise Http404
    form = _sent(request, "on")
    problem: Text | str = ""
    if request.method == "POST" and "withdraw" in request.POST:
        try:
            withdraw_agreement(visit.workplace, known.id, request.POST.get("seen", ""))
            return _saved(visit, known.platform)
        except (WrongUse, Refused) as error:
            problem = _problem(request, error)
    elif request.method == "POST":
        last = _day(form, "on", is_needed=True)
        if last is not None and not form.problems:
            try:
                end_agreement(visit.workplace, known.id, last, request.POST.get("seen", ""))
                return _saved(visit, known.platform)
            except (WrongUse, Refused) as error:
                problem = _problem(request, error)
    today = visit.workplace.today()
    more = {"agreement": _agreement(known, today)}
    return _form(request, known.platform, "platforms/end.html", _END, form, problem, more)


def _form(
    request: HttpRequest,
    found: Platform,
    template: str,
    title: Text,
    form: Form,
    problem: Text | str,
    more: Mapping[str, object],
) -> HttpResponse:
    visit = the_visit(request)
    told = _about(visit, found)
    return page(
        request,
        template,
        {
            **more,
            "platform": told,
            "title": title,
            "form": form,
            "problem": problem,
            "seen": stand_of(visit.workplace.register(), found),
        },
        crumbs=_crumbs(
            Crumb(str(told["title"]), reverse("platform", args=[found.value])), Crumb(title)
        ),
        status=422 if form.problems or problem else 200,
    )


def _problem(request: HttpRequest, error: WeerklankError) -> str:
    """Say what is wrong, and what to do where the screen has that."""
    said = (error.message(language_of(request)), hint_for_screen(request, error))
    return " ".join(one for one in said if one)


def _saved(visit: Visit, found: Platform) -> HttpResponse:
    finish_change(visit.workplace)
    return redirect(f"{reverse('platform', args=[found.value])}?vastgelegd=ja")


def _platform(name: str) -> Platform:
    found = next((one for one in Platform if one == name), None)
    if found is None:
        raise Http404
    return found


def _crumbs(*last: Crumb) -> tuple[Crumb, ...]:
    return (ACCOUNTS, Crumb(_TITLE, reverse("platforms")), *last)


def _sent(request: HttpRequest, *names: str) -> Form:
    """Give the form as someone sent it; empty for one who opens it."""
    form = Form(values={name: " ".join(request.POST.get(name, "").split()) for name in names})
    for name, value in form.values.items():
        if len(value) > _LONGEST:
            form.problems[name] = TOO_LONG.filled(most=_LONGEST)
    return form


def _day(form: Form, name: str, *, is_needed: bool = False) -> date | None:
    """Give the day in a field; notes when it is none, or is missing."""
    found = day(form.values[name])
    if form.values[name] and (found is None or found < OLDEST_DAY):
        form.problems[name] = NO_DATE
    elif found is None and is_needed:
        form.problems[name] = NEEDED
    return found


def _about(visit: Visit, found: Platform) -> dict[str, object]:
    return next(_told(one) for one in platform_list(visit.workplace) if one["platform"] == found)


def _told(one: Mapping[str, object]) -> dict[str, object]:
    """Give a platform with its words."""
    accounts, agreement = one["accounts"], one["agreement"]
    state, history = one["state"], one["history"]
    return {
        **one,
        "title": TITLES[str(one["platform"])],
        "state": PLATFORM_STATES[str(state)] if state else "",
        "is_ended": state == Decision.ENDED,
        "is_going": state in {Decision.NOT_ALLOWED, Decision.ENDED},
        "count": len(accounts) if isinstance(accounts, list) else 0,
        "agreed": AGREEMENT_KINDS[str(agreement["kind"])] if isinstance(agreement, dict) else "",
        "is_without": isinstance(agreement, dict) and agreement["kind"] == AgreementKind.NONE,
        "history": [
            {**past, "state": PLATFORM_STATES[str(past["state"])]}
            for past in (history if isinstance(history, list) else [])
            if isinstance(past, dict)
        ],
    }


def _agreement(one: Agreement, today: date) -> dict[str, object]:
    state = one.state_on(today)
    return {
        "id": one.id,
        "kind": AGREEMENT_KINDS[one.kind],
        "is_without": one.kind is AgreementKind.NONE,
        "state": AGREEMENT_STATES[state],
        "is_in_force": state is AgreementState.IN_FORCE,
        "can_end": state not in {AgreementState.EXPIRED, AgreementState.WITHDRAWN},
        "facts": one,
    }

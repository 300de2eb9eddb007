"""*Beleid*: what is done per field class and scenario, what waits, what was decided (D2)."""

from collections.abc import Mapping

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from weerklank.model.account import Scenario
from weerklank.model.errors import Refused, WeerklankError, WrongUse
from weerklank.model.policy import Change, Choice, FieldClass, Policy, SealedOriginals
from weerklank.model.text import Text
from weerklank.services.appraise.change_policy import approve as approve_proposal
from weerklank.services.appraise.change_policy import choices_of, preview
from weerklank.services.appraise.change_policy import propose as make_proposal
from weerklank.services.appraise.read_policy import (
    Counted,
    PolicyHistory,
    Proposal,
    Version,
    read_policy_history,
)
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.seal.set_policy import choose_sealed
from weerklank.web.account_facts import name_of
from weerklank.web.error_words import damage_of, message_of, next_of
from weerklank.web.permissions import may
from weerklank.web.policy_words import CHOICES, FIELDS, SCENARIOS, does, told
from weerklank.web.privacy_tabs import tabs_of
from weerklank.web.shell import Crumb, page
from weerklank.web.visit import Visit, the_visit

PAGE = "privacy-policy"
_TITLE = Text("Beleid", "Policy")
_PROPOSAL = Text("Voorstel", "Proposal")
_INCOMPLETE = Text("Kies een scenario en wat er gebeurt.", "Choose a scenario and what is done.")
_CHOOSE = Text("Kies of er originelen worden bewaard.", "Choose whether originals are kept.")
_SAME = Text("Dat is al zo: er verandert niets.", "It is so: nothing would change.")
_A_PAGE = 50


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """Show what goes, what waits and what was decided; with `soort` the form to propose."""
    asked = request.GET.get("soort")
    field = next((one for one in FieldClass if one == asked), None)
    if asked is not None and (
        field is None or not may(the_visit(request).roles, "policy-propose")
    ):
        raise Http404
    return _page(request, field, {"scenarios": [str(one) for one in Scenario], "choice": ""})


@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Propose another choice, and go where it stands with its counts."""
    workplace = the_visit(request).workplace
    given = request.POST
    field = next((one for one in FieldClass if one == given.get("soort")), None)
    if field is None:
        raise Http404
    choice = next((one for one in Choice if one == given.get("choice")), None)
    scenarios = tuple(one for one in Scenario if one in given.getlist("scenario"))
    kept = {"scenarios": [*map(str, scenarios)], "choice": str(choice or "")}
    if choice is None or not scenarios:
        return _page(request, field, kept, _INCOMPLETE)
    try:
        made, _ = make_proposal(workplace, field, scenarios, choice)
    except (WrongUse, Refused) as error:
        return _page(request, field, kept, message_of(error), next_of(error))
    seal_events(workplace)
    return redirect("policy-proposal", made.id)


@require_POST
def sealed(request: HttpRequest) -> HttpResponse:
    """Choose on sealed originals; it goes at once."""
    workplace = the_visit(request).workplace
    said, months = request.POST.get("originals"), request.POST.get("months", "").strip()
    if said not in {"drop", "months"}:
        return _page(request, None, {}, _CHOOSE, months=months)
    in_force = workplace.policy()
    choice = "drop" if said == "drop" else months
    try:
        if _is_so(in_force, choice):
            return _page(request, None, {}, _SAME, months=months)
        choose_sealed(workplace, choice)
    except (WrongUse, Refused) as error:
        return _page(request, None, {}, message_of(error), next_of(error), months=months)
    seal_events(workplace)
    return redirect(f"{reverse(PAGE)}?vastgelegd=ja")


def _is_so(policy: Policy, choice: str) -> bool:
    """Tell whether a choice is that in force, and would decide on nothing new."""
    if policy.sealed is None or not policy.knows_initials:
        return False
    return choice == ("drop" if policy.sealed.months is None else str(policy.sealed.months))


@require_safe
def proposal(request: HttpRequest, name: str) -> HttpResponse:
    """Show one proposal with its counts; with `tel` counted once more."""
    return _proposal_page(request, name)


@require_POST
def approve(request: HttpRequest, name: str) -> HttpResponse:
    """Make a proposal the policy."""
    workplace = the_visit(request).workplace
    try:
        approve_proposal(workplace, name)
    except (WrongUse, Refused) as error:
        return _proposal_page(request, name, message_of(error))
    seal_events(workplace)
    return redirect(f"{reverse(PAGE)}?vastgelegd=ja")


def _page(
    request: HttpRequest,
    field: FieldClass | None,
    given: Mapping[str, object],
    problem: Text | None = None,
    advice: Text | None = None,
    months: str | None = None,
) -> HttpResponse:
    visit = the_visit(request)
    in_force, known = visit.workplace.policy(), read_policy_history(visit.workplace)
    log: list[Version | Proposal] = [*known.versions, *known.lapsed.values()]
    log.sort(key=lambda one: one.at, reverse=True)
    pages = Paginator(log, _A_PAGE).get_page(request.GET.get("blad"))
    held = in_force.sealed.months if in_force.sealed else None
    return page(
        request,
        "privacy/policy.html",
        {
            "title": _TITLE,
            "privacy_tabs": tabs_of(visit.roles, PAGE),
            "policy": in_force,
            "since": known.versions[-1] if known.versions else None,
            "sealed": _sealed_told(in_force.sealed),
            "scenarios": [(str(one), SCENARIOS[one]) for one in Scenario],
            "rows": [_row(in_force, known, one) for one in FieldClass],
            "form": _form(in_force, field) if field else None,
            "given": given,
            "problem": problem,
            "next": advice,
            "is_about_sealed": months is not None,
            "months": months or held or "",
            "keeps": request.POST.get("originals") or _kept(in_force.sealed),
            "waiting": [_told(visit, one) for one in known.waiting.values()],
            "log": [_entry(visit, one) for one in pages.object_list],
            "pages": pages,
            "is_settled": "vastgelegd" in request.GET,
        },
        status=422 if problem else 200,
    )


def _kept(sealed: SealedOriginals | None) -> str:
    if sealed is None:
        return ""
    return "drop" if sealed.months is None else "months"


def _sealed_told(sealed: SealedOriginals | None) -> Text | None:
    if sealed is None:
        return None
    if sealed.months is None:
        return Text(
            "Er worden geen verzegelde originelen bewaard.", "No sealed originals are kept."
        )
    return Text(
        "Verzegelde originelen worden {n} maanden bewaard.",
        "Sealed originals are kept for {n} months.",
    ).filled(n=sealed.months)


def _row(policy: Policy, known: PolicyHistory, field: FieldClass) -> dict[str, object]:
    name, about = FIELDS[field]
    proposed = {
        one.scenario: (name_, one.choice)
        for name_, waits in known.waiting.items()
        for one in waits.changes
        if one.field is field
    }
    return {
        "field": field.value,
        "name": name,
        "about": about,
        "cells": [
            {
                "scenario": one.value,
                "choice": CHOICES[policy.choice(field, one)],
                "proposal": proposed[one][0] if one in proposed else "",
                "proposed": CHOICES[proposed[one][1]] if one in proposed else "",
            }
            for one in Scenario
        ],
        "is_open": len(choices_of(policy, field)) > 1,
    }


def _form(policy: Policy, field: FieldClass) -> dict[str, object]:
    name, about = FIELDS[field]
    return {
        "field": field.value,
        "name": name,
        "about": about,
        "choices": [
            (str(one), CHOICES[one], does(field, one)) for one in choices_of(policy, field)
        ],
    }


def _proposal_page(request: HttpRequest, name: str, problem: Text | None = None) -> HttpResponse:
    visit = the_visit(request)
    known = read_policy_history(visit.workplace)
    version = known.version_of(name)
    found = known.waiting.get(name) or known.lapsed.get(name) or (version and version.proposal)
    if not found:
        raise Http404
    waits = name in known.waiting
    counted, unreadable, is_anew = found.counted, None, False
    if waits and (counted is None or "tel" in request.GET):
        try:
            _, counted = preview(visit.workplace, name)
            is_anew = True
        except WeerklankError as error:
            unreadable = damage_of(error)
    in_force = visit.workplace.policy()
    return page(
        request,
        "privacy/proposal.html",
        {
            "title": _PROPOSAL,
            **_told(visit, found, counted),
            "rows": _differences(in_force, found, waits=waits),
            "does": [
                does(*one)
                for one in dict.fromkeys((one.field, one.choice) for one in found.changes)
            ],
            "waits": waits,
            "version": version,
            "in_force": in_force.version,
            "is_anew": is_anew,
            "unreadable": unreadable,
            "problem": problem,
        },
        crumbs=(Crumb(_TITLE, reverse(PAGE)), Crumb(_PROPOSAL)),
        status=422 if problem else 200,
    )


def _differences(in_force: Policy, found: Proposal, *, waits: bool) -> list[dict[str, object]]:
    """Give what is proposed; while it waits also what follows from it, each beside what goes."""
    changes = [*found.changes]
    if waits:
        then = in_force.changed_by(found.changes)
        changes += [
            Change(field, one, then.choice(field, one))
            for field in FieldClass
            for one in Scenario
            if then.choice(field, one) is not in_force.choice(field, one)
            and Change(field, one, then.choice(field, one)) not in found.changes
        ]
    return [
        {
            "field": FIELDS[one.field][0],
            "scenario": one.scenario.value,
            "choice": CHOICES[one.choice],
            "now": CHOICES[in_force.choice(one.field, one.scenario)],
            "follows": one not in found.changes,
        }
        for one in changes
    ]


def _told(
    visit: Visit, one: Proposal, counted: tuple[Counted, ...] | None = None
) -> dict[str, object]:
    counted = one.counted if counted is None else counted
    return {
        "one": one,
        "changes": told(one.changes),
        "counted": None if counted is None else [_count(visit, each) for each in counted],
        "total": sum(each.items for each in counted or ()),
        "is_at_most": any(each.is_at_most for each in counted or ()),
    }


def _count(visit: Visit, one: Counted) -> dict[str, object]:
    account = visit.accounts.get(one.account)
    name = name_of(account, visit.workplace.organisation.name) if account else one.account
    return {"count": one, "name": name, "field": FIELDS[one.field][0]}


def _entry(visit: Visit, one: Version | Proposal) -> dict[str, object]:
    if isinstance(one, Proposal):
        return {"lapsed": one, **_told(visit, one)}
    return {
        "version": one,
        "sealed": _sealed_told(one.sealed),
        "changes": told(one.changes),
    }

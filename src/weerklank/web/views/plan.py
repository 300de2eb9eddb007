"""*Verbeterplan*: measures where full is not reached; a new measurement closes them (I2)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from weerklank import bootstrap
from weerklank.model.completeness import Yardstick
from weerklank.model.completeness_words import VERDICTS, bar_words, value_words
from weerklank.model.errors import Refused, WrongUse
from weerklank.model.plan import AIMS, OWNER_LEFT, PLAN_STATES, Aim, PlanState
from weerklank.model.text import Text
from weerklank.services.plan.decide_plan import (
    add_line,
    change_line,
    find_standing,
    limit_line,
)
from weerklank.services.plan.limits_of_check import limits_of_check
from weerklank.services.plan.plan_report import plan_report
from weerklank.services.plan.propose_lines import NEVER_MEASURED, Proposal, propose_lines
from weerklank.services.runs.read_plan import PlanStanding, limits_of, plan_standing
from weerklank.services.seal.read_yardstick import yardstick_of
from weerklank.services.seal.seal_events import seal_events
from weerklank.web.account_names import names_of
from weerklank.web.act_form import ActForm, Field, act_form
from weerklank.web.completeness_tabs import tabs_of
from weerklank.web.document_shown import FORMS, as_file
from weerklank.web.permissions import may
from weerklank.web.shell import Crumb, page
from weerklank.web.visit import Visit, the_visit

PLAN = Text("Verbeterplan", "Improvement plan")
_ADD = Text("Maatregel toevoegen", "Add a measure")
_CHANGE = Text("Maatregel wijzigen", "Change a measure")
_LIMIT = Text("Grens van het platform", "Limit of the platform")
_WHOLE = Text("de organisatie", "the organisation")
#: Proposals that are shown; of more those below their minimum come first.
_PROPOSED = 40
_PLACES = {
    "PLAN-002": "check",
    "PLAN-003": "due",
    "PLAN-004": "aim",
    "PLAN-005": "check",
    "PLAN-006": "mitigation",
    "PLAN-008": "limit",
    "PLAN-010": "check",
}


@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """Show the lines of the plan and what is proposed, or give the plan as a file."""
    visit = the_visit(request)
    connectors = bootstrap.connectors()
    form = request.GET.get("vorm")
    if form not in (None, *FORMS):
        raise Http404
    if form is not None:
        document = plan_report(visit.workplace, connectors, visit.language)
        return as_file(document, f"verbeterplan-{visit.workplace.today()}", form)
    yardstick, names = yardstick_of(visit.workplace), names_of(visit)
    lines = plan_standing(visit.workplace, connectors)
    proposals = propose_lines(visit.workplace, connectors)
    return page(
        request,
        "completeness/plan.html",
        {
            "title": PLAN,
            "archive_tabs": tabs_of(visit.roles, "plan"),
            "waits": [_line(visit, one, yardstick, names) for one in lines if one.waits],
            "limits": [
                _line(visit, one, yardstick, names)
                for one in lines
                if one.state is PlanState.LIMIT
            ],
            "closed": [_line(visit, one, yardstick, names) for one in lines if one.closed],
            "overdue": sum(one.state is PlanState.OVERDUE for one in lines),
            "proposals": [_proposal(visit, one, names) for one in proposals.lines[:_PROPOSED]],
            "more": max(len(proposals.lines) - _PROPOSED, 0),
            "unmeasured": [names.get(one, one) for one in proposals.unmeasured],
            "not_checked": proposals.not_checked,
            "never_measured": "" if proposals.is_measured else NEVER_MEASURED,
            "may_add": may(visit.roles, "plan-add"),
            "is_settled": "vastgelegd" in request.GET,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a line for a check, of an account or of the organisation."""
    visit = the_visit(request)
    given = {one: request.GET.get(one, "") for one in ("check", "account", "measure")}
    form = act_form(request, (*_which(visit), *_what(visit)), given)
    due = form.day("due")
    if request.method == "POST" and not form.problems and due:
        try:
            add_line(
                visit.workplace,
                bootstrap.connectors(),
                form.values["check"],
                account=form.values["account"] or None,
                measure=form.values["measure"],
                owner=form.values["owner"],
                due=due,
                mitigation=form.values["mitigation"],
                aim=Aim(form.values["aim"]) if form.values["aim"] else None,
            )
            return _done(visit)
        except (WrongUse, Refused) as error:
            form.told(error, _PLACES, "measure")
    return _act(request, _ADD, form, Text("Toevoegen", "Add"))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: str) -> HttpResponse:
    """Change what is done, by whom or by when, with the reason."""
    visit = the_visit(request)
    found = _found(visit, number)
    line = found.line
    given = {
        "measure": line.measure,
        "owner": line.owner,
        "due": line.due.isoformat(),
        "mitigation": line.mitigation,
    }
    reason = Field(name="reason", label=Text("Waarom", "Why"), most=500)
    form = act_form(request, (*_what(visit), reason), given)
    due = form.day("due")
    if request.method == "POST" and not form.problems:
        try:
            change_line(
                visit.workplace,
                bootstrap.connectors(),
                line.id,
                form.values["reason"],
                measure=form.values["measure"],
                owner=form.values["owner"],
                due=due if due != line.due else None,
                mitigation=form.values["mitigation"] or None,
            )
            return _done(visit)
        except (WrongUse, Refused) as error:
            form.told(error, _PLACES, "measure")
    return _act(request, _CHANGE, form, Text("Wijzigen", "Change"), found)


@require_http_methods(["GET", "HEAD", "POST"])
def limit(request: HttpRequest, number: str) -> HttpResponse:
    """Say that a line meets what its platform can never give."""
    visit = the_visit(request)
    found = _found(visit, number)
    options = _bearing(visit, found)
    if not options:
        raise Http404
    field = Field(
        name="limit", label=Text("Grens", "Limit"), kind="select", options=tuple(options.items())
    )
    form = act_form(request, (field,))
    if request.method == "POST" and not form.problems:
        try:
            limit_line(
                visit.workplace, bootstrap.connectors(), found.line.id, form.values["limit"]
            )
            return _done(visit)
        except (WrongUse, Refused) as error:
            form.told(error, _PLACES, "limit")
    return _act(request, _LIMIT, form, Text("Vastleggen", "Record"), found)


def _found(visit: Visit, number: str) -> PlanStanding:
    """Find a line that is not closed."""
    try:
        found = find_standing(visit.workplace, bootstrap.connectors(), number)
    except WrongUse as error:
        raise Http404 from error
    if found.closed is not None:
        raise Http404
    return found


def _bearing(visit: Visit, found: PlanStanding) -> dict[str, Text]:
    """Give what the platform of a line can never give that bears on its check."""
    account = visit.accounts.get(found.line.account) if found.line.account else None
    if account is None:
        return {}
    known = limits_of(bootstrap.connectors()).get(account.platform, {})
    return limits_of_check(found.line.check, known)


def _which(visit: Visit) -> tuple[Field, ...]:
    checks = yardstick_of(visit.workplace).checks
    return (
        Field(
            name="check",
            label=Text("Sluit als deze controle slaagt", "Closes when this check succeeds"),
            kind="select",
            options=tuple((one.id, one.name) for one in checks),
        ),
        Field(
            name="account",
            label=Text("Account; niets is de organisatie", "Account; none is the organisation"),
            kind="select",
            options=tuple(names_of(visit).items()),
            is_needed=False,
        ),
        Field(
            name="aim",
            label=Text("Doel", "Aim"),
            hint=Text(
                "Leeg is het minimum als de controle daaronder is, anders volledig.",
                "Empty is the minimum where the check is below it, else full.",
            ),
            kind="select",
            options=tuple((one.value, AIMS[one]) for one in Aim),
            is_needed=False,
        ),
    )


def _what(visit: Visit) -> tuple[Field, ...]:
    persons = visit.workplace.register().persons
    return (
        Field(
            name="measure",
            label=Text("Wat er wordt gedaan", "What is done"),
            hint=Text("Noem geen burgers.", "Name no citizens."),
            most=500,
        ),
        Field(
            name="owner",
            label=Text("Wie ervoor zorgt", "Who sees to it"),
            kind="select",
            options=tuple((one, one) for one in persons),
        ),
        Field(name="due", label=Text("Uiterlijk klaar op", "Done by"), kind="day"),
        Field(
            name="mitigation",
            label=Text("Wat het intussen minder erg maakt", "What makes it less bad meanwhile"),
            hint=Text(
                "Nodig als de controle onder het minimum is.",
                "Needed where the check is below its minimum.",
            ),
            most=500,
            is_needed=False,
        ),
    )


def _act(
    request: HttpRequest,
    title: Text,
    form: ActForm,
    verb: Text,
    found: PlanStanding | None = None,
) -> HttpResponse:
    return page(
        request,
        "act/act.html",
        {
            "title": title,
            "lead": f"{found.line.id}: {found.line.measure}" if found else "",
            "form": form,
            "verb": verb,
            "back": reverse("plan"),
        },
        crumbs=(Crumb(PLAN, reverse("plan")), Crumb(title)),
        status=422 if form.problems else 200,
    )


def _done(visit: Visit) -> HttpResponse:
    seal_events(visit.workplace)
    return redirect(f"{reverse('plan')}?vastgelegd=ja")


def _line(
    visit: Visit, one: PlanStanding, yardstick: Yardstick, names: dict[str, str]
) -> dict[str, object]:
    line, check = one.line, yardstick.find(one.line.check)
    result = one.newest.results.get(line.check) if one.newest else None
    closing = one.closed.results[line.check].value if one.closed else None

    def said(value: float | None) -> str:
        return value_words(value, check.unit, visit.language) if check else ""

    query = f"?{urlencode({'account': line.account})}" if line.account else ""
    return {
        "line": line,
        "of": names.get(line.account, line.account) if line.account else _WHOLE,
        "check": check.name if check else line.check,
        "evidence": reverse("completeness-check", args=[line.check]) + query,
        "state": PLAN_STATES[one.state],
        "is_overdue": one.state is PlanState.OVERDUE,
        "aim": AIMS[line.aim],
        "bar": bar_words(line.bar, check.unit, check.better, visit.language) if check else "",
        "start": said(line.start),
        "now": said(closing if one.closed else result.value if result else None),
        "closed": one.closed,
        "limit": one.limit,
        "owner_left": OWNER_LEFT if one.owner_left else None,
        "may_limit": may(visit.roles, "plan-limit") and bool(_bearing(visit, one)),
    }


def _proposal(visit: Visit, one: Proposal, names: dict[str, str]) -> dict[str, object]:
    asked = {"check": one.check.id, "measure": visit.say(one.measure)}
    if one.account:
        asked["account"] = one.account
    return {
        "of": names.get(one.account, one.account) if one.account else _WHOLE,
        "check": one.check.name,
        "value": value_words(one.result.value, one.check.unit, visit.language),
        "verdict": VERDICTS[one.result.verdict],
        "measure": one.measure,
        "gaps": one.gaps,
        "limits": [*one.limits.values()],
        "address": f"{reverse('plan-add')}?{urlencode(asked)}",
    }

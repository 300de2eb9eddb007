"""Add an account, edit one, and report that something about one changed."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from weerklank.model.account import (
    PROCESSES,
    Account,
    AccountKind,
    AccountStatus,
    Intention,
    NamedAfter,
    Openness,
    Replies,
)
from weerklank.model.change_report import ChangeReport, Reported, ReportState
from weerklank.model.errors import NotNow, Refused, WeerklankError, WrongUse
from weerklank.model.person import Role
from weerklank.model.register_words import REPORTED
from weerklank.model.text import Text
from weerklank.services.register.account_facts import Facts
from weerklank.services.register.edit_account import CHANGED_MEANWHILE, edit
from weerklank.services.register.register_account import register
from weerklank.services.register.report_change import (
    NOTHING_SAID,
    report_change,
    reports,
    settle_report,
)
from weerklank.services.schedule.finish_change import finish_change
from weerklank.web.account_facts import mark_of
from weerklank.web.account_form import (
    Form,
    changed_facts,
    day,
    filled,
    new_address,
    new_facts,
    sent,
    states_something,
)
from weerklank.web.error_words import message_of, next_of
from weerklank.web.meanwhile import as_shown, laid_over, shown_by
from weerklank.web.shell import Crumb, page
from weerklank.web.views.account import ACCOUNTS, about, crumbs
from weerklank.web.visit import Visit, look_again, the_visit
from weerklank.web.words import WORDS

_ADD = Text("Account toevoegen", "Add account")
_EDIT = Text("Wijzigen", "Edit")
_REPORT = Text("Wijziging melden", "Report a change")
MEANWHILE = Text(
    "Iemand anders heeft dit account intussen gewijzigd. Wat u invulde staat er nog, naast wat de "
    "ander wijzigde. Er is nog niets vastgelegd: kijk het na en leg het vast.",
    "Someone else changed this account meanwhile. What you filled in still stands there, beside "
    "what the other changed. Nothing was recorded yet: look it over and record it.",
)
_NOTHING_CHOSEN = Text("Kies wat er is veranderd.", "Choose what changed.")
NOTHING = Text("U hebt niets gewijzigd.", "You changed nothing.")
_KINDS = {
    AccountKind.CORPORATE: Text(
        "Van de organisatie, die het beheert. Wordt als geheel gearchiveerd.",
        "Of the organisation, which runs it. Archived as a whole.",
    ),
    AccountKind.HYBRID: Text(
        "Van een ambtsdrager, voor werk en eigen berichten. Alleen losse berichten.",
        "Of an office holder, for work and own posts. Single posts only.",
    ),
    AccountKind.PERSONAL: Text(
        "Van een persoon. Alleen berichten met overheidsinformatie.",
        "Of a person. Only posts with government information.",
    ),
}

#: What this form can report; the others need a note, which a report keeps for good.
_CHOICES = [one for one in Reported if one is not Reported.NEW]
#: What may be so of an account that is not in the register.
_CHOICES_WITHOUT = (Reported.NEW, Reported.OFFICE_HOLDER, Reported.OTHER)


#: Codes of what is wrong with an address (`register/admission.py`).
ABOUT_ADDRESS = frozenset(f"REGISTER-{number:03d}" for number in range(10, 30))


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Register an account; its scenario follows from what is filled in."""
    visit = the_visit(request)
    form = sent(request.POST) if request.method == "POST" else Form()
    problem: Text | str = ""
    if request.method == "POST":
        facts = new_facts(form)
        if not form.problems:
            try:
                added = register(visit.workplace, form.values["url"], facts)
                finish_change(visit.workplace)
                return redirect("account", added.account.id)
            except (WrongUse, Refused) as error:
                problem = _refused(form, error)
    return page(
        request,
        "accounts/form.html",
        {**_choices(form), "title": _ADD, "problem": problem, "is_new": True},
        crumbs=(ACCOUNTS, Crumb(_ADD)),
        status=_status(form, problem),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: str) -> HttpResponse:
    """Change what is known of an account; what someone else did meanwhile is never overwritten."""
    visit = the_visit(request)
    account = visit.account(number)
    before = filled(account, visit.workplace.today())
    form = before
    waiting = _waiting(visit, account)
    problem: Text | str = ""
    if request.method == "POST":
        if request.POST.get("seen") != mark_of(account):
            form = laid_over(sent(request.POST), shown_by(request.POST.get("shown", "")), before)
            problem = MEANWHILE
        else:
            form = sent(request.POST)
            facts = _with_names(request, account, changed_facts(form, before))
            address = new_address(form, before)
            settled = [one for one in waiting if one.id in request.POST.getlist("settled")]
            if not form.problems and not (settled or address or states_something(facts)):
                problem = NOTHING
            elif not form.problems:
                reason = request.POST.get("without_harvest", "").strip() or None
                try:
                    _record(visit, account, facts, address, settled, reason)
                    return redirect("account", account.id)
                except (WrongUse, Refused) as error:
                    problem = _refused(form, error)
                except NotNow as error:
                    if error.code != CHANGED_MEANWHILE:
                        raise
                    visit = look_again(request)
                    account = visit.account(number)
                    was, before = before, filled(account, visit.workplace.today())
                    form = laid_over(form, was, before)
                    waiting = _waiting(visit, account)
                    problem = MEANWHILE
    known = about(visit, number, "")
    return page(
        request,
        "accounts/form.html",
        {
            **_choices(form),
            "account": account,
            "title": _EDIT,
            "problem": problem,
            "seen": mark_of(account),
            "shown": as_shown(before),
            "is_new": False,
            # Of a name without a server it does not show which address it had.
            "found_names": [
                {"handle": one.handle, "day": one.reported, "can_be_ours": "@" in one.handle}
                for one in account.reported_handles
            ],
            "reports": [
                {"id": one.id, "what": REPORTED[one.what], "note": one.note, "by": one.by}
                for one in waiting
            ],
            "closes": form.values.get("status") == AccountStatus.CLOSED
            and account.status is not AccountStatus.CLOSED,
        },
        crumbs=crumbs(known, _EDIT),
        status=_status(form, problem),
    )


def _refused(form: Form, error: WeerklankError) -> Text | str:
    """Say what is wrong and what to do: beside the address where it is about that, else on top."""
    what, then = message_of(error), next_of(error)
    told = Text(f"{what.nl} {then.nl}", f"{what.en} {then.en}") if then else what
    if error.code not in ABOUT_ADDRESS:
        return told
    form.problems["url"] = told
    return ""


def _waiting(visit: Visit, account: Account) -> list[ChangeReport]:
    """Give the reports on an account that wait for who keeps the register."""
    if Role.REGISTER_OWNER not in visit.roles:
        return []
    found = reports(visit.workplace, waiting=True)
    return [one for one in found if one.account == account.id and one.id is not None]


def _with_names(request: HttpRequest, account: Account, facts: Facts) -> Facts:
    """Give the facts with what someone judged of names that a run found."""
    judged = {
        one.handle: request.POST.get(f"name-{number}", "")
        for number, one in enumerate(account.reported_handles)
    }
    return replace(
        facts,
        former_urls=tuple(name for name, said in judged.items() if said == "ours"),
        without_former_urls=tuple(name for name, said in judged.items() if said == "not"),
    )


def _record(
    visit: Visit,
    account: Account,
    facts: Facts,
    address: str | None,
    settled: list[ChangeReport],
    without_harvest: str | None,
) -> None:
    """Record what changed, and which reports that settles."""
    if address or states_something(facts):
        edit(
            visit.workplace,
            account.id,
            facts,
            url=address,
            without_harvest=without_harvest,
            seen=account,
        )
    for one in settled:
        settle_report(visit.workplace, one.id or "", ReportState.DONE)
    finish_change(visit.workplace)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, number: str) -> HttpResponse:
    """Let anyone say that the register is no longer right about an account."""
    visit = the_visit(request)
    account = visit.account(number)
    known = about(visit, number, "")
    return _report(request, visit, account, known, crumbs(known, _REPORT))


@require_http_methods(["GET", "HEAD", "POST"])
def report_other(request: HttpRequest) -> HttpResponse:
    """Let anyone tell of an account that is missing, or what is about no account at all."""
    return _report(request, the_visit(request), None, {}, (ACCOUNTS, Crumb(_REPORT)))


def _report(
    request: HttpRequest,
    visit: Visit,
    account: Account | None,
    known: dict[str, object],
    way: tuple[Crumb, ...],
) -> HttpResponse:
    """Show the form of three fields (requirement A2), and record what it says."""
    choices = _CHOICES if account else _CHOICES_WITHOUT
    form = sent(request.POST) if request.method == "POST" else Form(values={"since": ""})
    form.values["note"] = request.POST.get("note", "").strip()
    what = next((one for one in choices if str(one) == request.POST.get("what")), None)
    problem: Text | str = ""
    if request.method == "POST" and what is None:
        form.problems["what"] = _NOTHING_CHOSEN
    if request.method == "POST" and what and not form.problems:
        try:
            return _reported(visit, account, what, form)
        except WrongUse as error:
            if error.code == NOTHING_SAID:
                form.problems["note"] = Text(error.message("nl"), error.message("en"))
            else:
                problem = _refused(form, error)
    return page(
        request,
        "accounts/report.html",
        {
            **known,
            "form": form,
            "what": what,
            "problem": problem,
            "choices": [(str(one), REPORTED[one]) for one in choices],
        },
        crumbs=way,
        status=_status(form, problem),
    )


def _reported(visit: Visit, account: Account | None, what: Reported, form: Form) -> HttpResponse:
    made = report_change(
        visit.workplace,
        what,
        account=account.id if account else None,
        since=day(form.values["since"]),
        note=form.values["note"] or None,
    )
    finish_change(visit.workplace)
    back = reverse("account", args=[account.id]) if account else reverse("accounts")
    return redirect(f"{back}?gemeld={made.id}")


def _status(form: Form, problem: object) -> int:
    return 422 if form.problems or problem else 200


def _choices(form: Form) -> dict[str, object]:
    return {
        "form": form,
        "kinds": [(str(kind), WORDS[kind], text) for kind, text in _KINDS.items()],
        "named": [(str(one), WORDS[one]) for one in NamedAfter],
        "replies": [(str(one), WORDS[f"replies-{one}"]) for one in Replies],
        "intentions": [(str(one), WORDS[one]) for one in Intention],
        "openness": [(str(one), WORDS[one]) for one in Openness],
        "statuses": [(str(one), WORDS[one]) for one in AccountStatus],
        "processes": [(code, WORDS[code], code in form.processes) for code in PROCESSES],
    }

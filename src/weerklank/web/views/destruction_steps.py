"""The steps of a destruction list on the screens: each by another person."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weerklank.documents.pdf import write_pdf
from weerklank.model.destruction import GROUNDS, DestructionList, ListState
from weerklank.model.errors import WeerklankError
from weerklank.model.text import Text
from weerklank.services.appraise.refuse_undue import refuse_list_undue
from weerklank.services.change.certificate_document import certificate_document
from weerklank.services.change.certify_list import certify, kept_xml
from weerklank.services.change.destruction_lists import bring_to, check_step
from weerklank.services.change.discuss_list import answer_changes, ask_changes, except_items
from weerklank.services.seal.seal_events import seal_events
from weerklank.web import site
from weerklank.web.account_form import day
from weerklank.web.act_form import NO_DAY
from weerklank.web.shell import Crumb, page
from weerklank.web.views.destructions import LISTS, find, list_page, work_of
from weerklank.web.visit import Visit, the_visit
from weerklank.web.work import WORKS, Work

#: What is typed by who authorises, in both languages of the page.
WORD = Text("vernietigen", "destroy")
_CHOOSE = Text("Kies of u akkoord gaat.", "Choose whether you agree.")
_TYPE = Text(
    "Typ het woord {word} om te machtigen. Er is niets vastgelegd.",
    "Type the word {word} to authorise. Nothing was recorded.",
)
_TYPE_COUNT = Text(
    "Typ het aantal stukken van de lijst. Er is niets vernietigd.",
    "Type how many items the list has. Nothing was destroyed.",
)
_NOBODY = Text("Kies ten minste één stuk.", "Choose at least one item.")
_EXECUTE = Text("Uitvoeren", "Execute")


@require_POST
def except_(request: HttpRequest, number: str) -> HttpResponse:
    """Take items off, with the reason."""
    visit = the_visit(request)
    found = find(visit, number)
    items = tuple(request.POST.getlist("item"))
    if not items:
        return list_page(request, found, _NOBODY)
    try:
        except_items(visit.workplace, found.id, items, request.POST.get("reason", ""))
    except WeerklankError as error:
        return list_page(request, found, error)
    return _on(visit, found)


@require_POST
def review(request: HttpRequest, number: str) -> HttpResponse:
    """Review a list, or send it back with the reason."""
    return _decide(request, number, ListState.REVIEWED)


@require_POST
def approve(request: HttpRequest, number: str) -> HttpResponse:
    """Authorise a list: the typed word, the number of items that was shown, the first day."""
    return _decide(request, number, ListState.APPROVED)


def _decide(request: HttpRequest, number: str, step: ListState) -> HttpResponse:
    visit = the_visit(request)
    found = find(visit, number)
    chosen = request.POST.get("besluit")
    try:
        if chosen == "terug":
            ask_changes(visit.workplace, found.id, step, request.POST.get("reason", ""))
        elif chosen != "akkoord":
            return list_page(request, found, _CHOOSE)
        elif step is ListState.APPROVED and not _is_word(request.POST.get("word", "")):
            return list_page(request, found, _TYPE.filled(word=WORD))
        else:
            first = None
            if step is ListState.APPROVED:
                typed = request.POST.get("not_before", "").strip()
                first = day(typed)
                if typed and first is None:  # the list would be free to execute at once
                    return list_page(request, found, NO_DAY, field="not_before")
            bring_to(visit.workplace, found.id, step, first, _seen(request))
    except WeerklankError as error:
        return list_page(request, found, error)
    return _on(visit, found)


def _is_word(typed: str) -> bool:
    return typed.strip().lower() in {WORD.nl, WORD.en}


def _seen(request: HttpRequest) -> int:
    """Give how many items the page showed; 0, which no list has, where that was not sent."""
    sent = request.POST.get("seen", "")
    return int(sent) if sent.isdecimal() and len(sent) < 9 else 0


@require_POST
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Propose a list once more, with the answer to what was asked."""
    visit = the_visit(request)
    found = find(visit, number)
    try:
        answer_changes(visit.workplace, found.id, request.POST.get("reason", ""))
    except WeerklankError as error:
        return list_page(request, found, error)
    return _on(visit, found)


def _on(visit: Visit, found: DestructionList) -> HttpResponse:
    seal_events(visit.workplace)
    return redirect(f"{reverse('destruction-one', args=[found.id])}?vastgelegd=ja")


@require_http_methods(["GET", "HEAD", "POST"])
def execute(request: HttpRequest, number: str) -> HttpResponse:
    """Ask once more, with what will go; then begin in a process of its own, or go on with it."""
    visit = the_visit(request)
    found = find(visit, number)
    running = work_of(found)
    if running is not None:
        return redirect("work", running.id)
    try:
        if not found.is_open:
            check_step(visit.workplace, found, ListState.EXECUTED)
            refuse_list_undue(visit.workplace, found)
    except WeerklankError as error:
        return list_page(request, found, error)
    problem = ""
    if request.method == "POST":
        typed = request.POST.get("count", "").replace(".", "").strip()
        if found.is_open or typed == str(len(found.items)):
            return redirect("work", _start(visit, found).id)
        problem = visit.say(_TYPE_COUNT)
    return page(
        request,
        "destruction/execute.html",
        {
            "list": found,
            "count": len(found.items),
            "ground": GROUNDS[found.ground],
            "problem": problem,
        },
        crumbs=(
            Crumb(LISTS, reverse("destruction")),
            Crumb(found.id, reverse("destruction-one", args=[found.id])),
            Crumb(_EXECUTE),
        ),
        status=422 if problem else 200,
    )


def _start(visit: Visit, found: DestructionList) -> Work:
    work = Work(
        id=visit.workplace.new_run(),
        kind="destroy",
        by=visit.name,
        started=visit.workplace.clock.now(),
        about=found.id,
        onward=reverse("destruction-one", args=[found.id]),
    )
    given = ["--list", found.id, "--count", str(len(found.items))]
    WORKS.start(site.current(), work, given)
    return work


@require_POST
def certify_(request: HttpRequest, number: str) -> HttpResponse:
    """Make the certificate of a list that was executed."""
    visit = the_visit(request)
    found = find(visit, number)
    typed = request.POST.get("backups_until", "").strip()
    if typed and day(typed) is None:
        return list_page(request, found, NO_DAY, field="backups_until")
    try:
        certify(visit.workplace, found.id, day(typed))
    except WeerklankError as error:
        return list_page(request, found, error)
    return _on(visit, found)


@require_safe
def certificate(request: HttpRequest, number: str, form: str) -> HttpResponse:
    """Give the certificate of a list as PDF or XML; Http404 before it was made."""
    visit = the_visit(request)
    found = find(visit, number)
    if found.state is not ListState.CERTIFIED or form not in {"pdf", "xml"}:
        raise Http404
    if form == "xml":
        content, kind = kept_xml(visit.workplace, found).encode(), "application/xml"
    else:
        made = certify(visit.workplace, found.id)
        content = write_pdf(certificate_document(made, visit.language))
        kind = "application/pdf"
    told = HttpResponse(content, content_type=kind)
    told["Content-Disposition"] = f'attachment; filename="verklaring-{found.id}.{form}"'
    return told

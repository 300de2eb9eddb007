"""*Inzage*: who looked at what is not for everyone, and who asks for access."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from weerklank.model.access import AccessRequest, Looked, RequestState, Seen
from weerklank.model.access_words import LOOKED, STATES, WHY
from weerklank.model.errors import Refused, WrongUse
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.services.people.access import (
    THE_JOURNAL,
    access_requests,
    answer_access,
    ask_access,
    note_seen,
    read_seen,
)
from weerklank.services.people.access_term import access_months
from weerklank.services.schedule.finish_change import finish_change
from weerklank.web import site
from weerklank.web.help import TITLES
from weerklank.web.permissions import MATRIX, least_first, may, who_may
from weerklank.web.shell import page
from weerklank.web.visit import Visit, the_visit
from weerklank.web.words import ROLES

_A_PAGE = 50
_NO_POST = frozenset({Looked.JOURNAL, Looked.PERSON})
#: Requests that were answered and are still shown.
_ANSWERED = 20


def seen(request: HttpRequest) -> HttpResponse:
    """Show who opened what; that somebody looks here is recorded as well."""
    visit = the_visit(request)
    note_seen(visit.workplace, Looked.JOURNAL, THE_JOURNAL)
    who = request.GET.get("wie", "").strip()
    what = request.GET.get("wat", "").strip().lower().removeprefix("/id/").strip("/")
    found = [
        one
        for one in read_seen(visit.workplace)
        if who.casefold() in one.by.casefold() and what in one.subject
    ]
    pages = Paginator(found, _A_PAGE)
    shown = pages.get_page(request.GET.get("blad"))
    return page(
        request,
        "access.html",
        {
            "seen": [_seen(visit, one) for one in shown.object_list],
            "count": pages.count,
            "pages": shown,
            "given": {"wie": who, "wat": what},
            "is_filtered": bool(who or what),
            "query_before": f"wie={who}&wat={what}",
            "term": access_months(visit.workplace),
        },
    )


def _seen(visit: Visit, one: Seen) -> dict[str, object]:
    roles = {str(role): text for role, text in ROLES.items()}
    is_post = one.what not in _NO_POST and may(visit.roles, "post")
    return {
        "at": one.at,
        "by": one.by,
        "roles": [roles[role] for role in one.roles if role in roles],
        "what": LOOKED[one.what],
        "subject": "" if one.what is Looked.JOURNAL else one.subject,
        "address": reverse("post", args=[one.subject]) if is_post else "",
        "why": WHY[one.why] if one.why else None,
    }


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask the owner of the register for access to a page that the roles of who asks may not."""
    visit = the_visit(request)
    name = request.POST.get("pagina", "")
    if name not in TITLES or name not in MATRIX or may(visit.roles, name):
        raise Http404
    ask_access(visit.workplace, name)
    finish_change(visit.workplace)
    return redirect(f"{reverse('me')}?gevraagd=ja")


def asked_by(visit: Visit) -> list[dict[str, object]]:
    """Give what somebody asked for, newest first."""
    found = [one for one in access_requests(visit.workplace) if one.by == visit.name]
    return [_row(one) for one in reversed(found)]


@require_http_methods(["GET", "HEAD", "POST"])
def requests(request: HttpRequest) -> HttpResponse:
    """Let the owner of the register give a role to who asks for access, or say why not."""
    visit = the_visit(request)
    problem = ""
    number = request.POST.get("vraag", "")
    if request.method == "POST":
        asked = None if _given_elsewhere() else request.POST.get("rol")
        role = next((one for one in Role if str(one) == asked), None)
        refuses = request.POST.get("doen") == "afwijzen"
        try:
            answer_access(
                visit.workplace,
                number,
                None if refuses else role,
                request.POST.get("reden", "") if refuses else "",
            )
            finish_change(visit.workplace)
            return redirect("access-requests")
        except (WrongUse, Refused) as error:
            problem = error.message(visit.language)
    found = access_requests(visit.workplace)
    waiting = [one for one in found if one.state is RequestState.WAITING]
    answered = [one for one in reversed(found) if one.state is not RequestState.WAITING]
    return page(
        request,
        "access_requests.html",
        {
            "waiting": [_row(one) for one in waiting],
            "answered": [_row(one) for one in answered[:_ANSWERED]],
            "problem": problem,
            "number": number,
            "given_elsewhere": _given_elsewhere(),
        },
        status=422 if problem else 200,
    )


def _given_elsewhere() -> bool:
    """Tell whether roles come with signing in: one given here would be gone at the next."""
    return site.current().sign_in is not None


def _row(one: AccessRequest) -> dict[str, object]:
    roles = {str(role): text for role, text in ROLES.items()}
    return {
        "id": one.id,
        "by": one.by,
        "at": one.at,
        "page": TITLES.get(one.page, Text(one.page, one.page)),
        "roles": [(str(role), ROLES[role]) for role in least_first(who_may(one.page))],
        "state": STATES[one.state],
        "is_waiting": one.state is RequestState.WAITING,
        "answer": roles.get(one.answer, one.answer),
        "answered_by": one.answered_by,
    }

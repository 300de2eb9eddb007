"""*Koppelen*: ask permission to read an account, show what a look at it found, and end it."""

import hmac
from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from weerklank import bootstrap
from weerklank.model.account import Account, Scenario
from weerklank.model.connection import Connection, Finding, Purpose, Weight
from weerklank.model.connection_words import findings_at, is_ok, words_of
from weerklank.model.errors import WeerklankError
from weerklank.model.run import Technique
from weerklank.model.secret import Secret
from weerklank.model.text import Text
from weerklank.services.harvest.browser_profile import forget_profile
from weerklank.services.harvest.connect_account import (
    NOT_BEGUN_HERE,
    PASTED,
    Connecting,
    Looked,
)
from weerklank.services.harvest.held_connection import connection_of
from weerklank.services.harvest.server_signing import origin_of
from weerklank.services.harvest.try_reading import try_reading
from weerklank.services.schedule.never_given import never_given
from weerklank.web import site
from weerklank.web.connection_check import checks_of
from weerklank.web.error_words import message_of, next_of
from weerklank.web.foreign import shown
from weerklank.web.jobs import jobs_shown
from weerklank.web.shell import page
from weerklank.web.signed_in_browser import browser_shown
from weerklank.web.views.account import about, crumbs
from weerklank.web.visit import Visit, the_visit

_CONNECT = Text("Koppelen", "Connect")
_TRIAL = Text("Proef", "Trial")
_PERMIT = Text("Toestemming geven", "Give permission")
_NO_CODE = Text("Plak de code die de server toont.", "Paste the code that the server shows.")
_STRAY = Text(
    "Dit antwoord hoort niet bij een koppeling die u hier bent begonnen, of kwam te laat.",
    "This answer belongs to no connection that you began here, or came too late.",
)
_AGAIN = Text(
    "Begin het koppelen opnieuw bij het account.", "Begin connecting anew at the account."
)
#: In a session: what waits for the answer of a server, and what came of the last act.
_WAITING, _OUTCOME = "connecting", "connected"
#: Characters of a code that is pasted; those of servers have some sixty.
_LONGEST = 2048


@require_http_methods(["GET", "HEAD", "POST"])
def connect(request: HttpRequest, number: str) -> HttpResponse:
    """Show the permission of an account and what it is for; a form begins to ask for it."""
    visit = the_visit(request)
    account = visit.account(number)
    if request.method == "POST":
        purpose = _purpose(request)
        begin = partial(_begin, request, visit, account, purpose)
        return _act(request, account, begin, "account-consent")
    known = about(visit, number, "")
    held, connecting = _held(visit, account), _connecting(visit)
    now = visit.workplace.clock.now()
    outcome = request.session.pop(_OUTCOME, None)
    is_not_for_all = account.scenario_on(visit.workplace.today()) is Scenario.C
    return page(
        request,
        "account/connect.html",
        {
            **known,
            "held": held,
            "checks": checks_of(held, now) if held else (),
            "is_ok": held is not None and is_ok(findings_at(held, now)),
            "is_new": bool(outcome)
            and not outcome.get("is_for_jobs")
            and outcome.get("state") in {"right", "not-right"},
            "outcome": outcome if outcome and outcome.get("account") == number else None,
            "permissions": connecting.permissions(account),
            "limits": [
                reason
                for technique, _, reason in never_given(bootstrap.connectors(), account.platform)
                if technique is Technique.API
            ],
            "needs_app": connecting.needs_app(account.id),
            "is_open": connecting.is_open(account),
            "lacks_app": connecting.lacks_app(account),
            "is_not_for_all": is_not_for_all,
            # Nothing can be asked of its server now, and why is told above.
            "shut": is_not_for_all or known["undecided"] is not None,
            "jobs": None if is_not_for_all else jobs_shown(visit, account),
            "browser": None if is_not_for_all else browser_shown(visit, account),
            "origin": origin_of(account.url),
            "server": urlsplit(held.endpoint if held else account.url).netloc,
        },
        crumbs=crumbs(known, _CONNECT),
    )


def _purpose(request: HttpRequest) -> Purpose:
    """Give for what a form asks: to read, unless it says that it is for archives."""
    is_for_jobs = request.POST.get("purpose") == Purpose.PORTABILITY
    return Purpose.PORTABILITY if is_for_jobs else Purpose.READING


def _begin(request: HttpRequest, visit: Visit, account: Account, purpose: Purpose) -> None:
    held = connection_of(visit.workplace, account, purpose)
    endpoint = held.endpoint if held else None
    back = f"{_base(request)}{reverse('connect-back')}"
    begun = _connecting(visit, purpose).begin(account.id, back, endpoint)
    request.session[_WAITING] = {
        "account": account.id,
        "address": begun.address,
        "paste": begun.address_to_paste,
        "purpose": purpose.value,
        "redirect": back,
        "state": begun.state.reveal(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, number: str) -> HttpResponse:
    """Lead to where the server asks for permission; take its code where it can't lead back."""
    visit = the_visit(request)
    account = visit.account(number)
    waiting = request.session.get(_WAITING)
    if not waiting or waiting["account"] != number:
        raise Http404
    problem = None
    if request.method == "POST":
        if waiting["paste"] is None:
            raise Http404  # no page of this platform shows a code
        code = request.POST.get("code", "").strip()
        if code and len(code) <= _LONGEST:
            return _finish(request, visit, account, Secret(code), PASTED)
        problem = _NO_CODE
    known = about(visit, number, "")
    return page(
        request,
        "account/consent.html",
        {**known, "waiting": waiting, "server": _host(waiting["address"]), "problem": problem},
        crumbs=crumbs(known, _PERMIT),
        status=422 if problem else 200,
    )


@require_http_methods(["GET"])
def back(request: HttpRequest) -> HttpResponse:
    """Take the answer that a server sends along with the browser, when this session asked."""
    visit = the_visit(request)
    waiting = request.session.get(_WAITING)
    given = request.GET.get("state", "")
    if not waiting or not hmac.compare_digest(given.encode(), waiting["state"].encode()):
        return page(
            request,
            "error/error.html",
            {"title": _CONNECT, "what": _STRAY, "next": _AGAIN, "code": NOT_BEGUN_HERE},
            status=404,
        )
    code = request.GET.get("code", "")
    account = visit.account(waiting["account"])
    found = Secret(code) if code else None
    return _finish(request, visit, account, found, waiting["redirect"])


def _finish(
    request: HttpRequest, visit: Visit, account: Account, code: Secret | None, to: str
) -> HttpResponse:
    waiting = request.session.pop(_WAITING)
    state = Secret(waiting["state"])
    purpose = Purpose(waiting["purpose"])
    finish = partial(_connecting(visit).finish, state, code, to)
    return _act(request, account, finish, purpose=purpose)


@require_POST
def check(request: HttpRequest, number: str) -> HttpResponse:
    """Look at the permission again."""
    visit = the_visit(request)
    account = visit.account(number)
    connecting = _connecting(visit, _purpose(request))
    look = partial(connecting.look_again, account.id)
    return _act(request, account, look, purpose=_purpose(request))


@require_POST
def disconnect(request: HttpRequest, number: str) -> HttpResponse:
    """Withdraw the permission at the server, and let it go here; or a signed-in browser."""
    visit = the_visit(request)
    account = visit.account(number)
    if request.POST.get("purpose") == Technique.BROWSER:
        forget = partial(forget_profile, visit.workplace, account.id)
        return _act(request, account, forget, is_of_browser=True, ended=True)
    connecting = _connecting(visit, _purpose(request))
    end = partial(connecting.disconnect, account.id)
    return _act(request, account, end, purpose=_purpose(request), ended=True)


@require_http_methods(["GET"])
def trial(request: HttpRequest, number: str) -> HttpResponse:
    """Read ten posts and show how they would come in; a script asks for that part alone.

    Nothing of it is kept, here or in the browser.
    """
    visit = the_visit(request)
    account = visit.account(number)
    told: dict[str, object] = {"account": account, "language": visit.language}
    opened = visit.workplace
    ways = bootstrap.connectors(), account.id, bootstrap.transport_for(opened)
    try:
        tried = try_reading(opened, *ways)
        told["tried"] = tried
        told["posts"] = [
            (one, shown(one.text or ""), shown(one.title or "")) for one in tried.posts
        ]
    except WeerklankError as error:
        told |= {"problem": message_of(error), "next": next_of(error), "code": error.code}
    if request.headers.get("HX-Request"):
        answer = render(request, "account/trial_posts.html", told)
    else:
        known = about(visit, number, "")
        answer = page(
            request, "account/trial.html", {**known, **told}, crumbs=crumbs(known, _TRIAL)
        )
    answer["Cache-Control"] = "no-store"
    answer["Vary"] = "HX-Request"
    return answer


def _act(
    request: HttpRequest,
    account: Account,
    act: Callable[[], Looked | None],
    then: str = "account-connect",
    *,
    purpose: Purpose = Purpose.READING,
    is_of_browser: bool = False,
    ended: bool = False,
) -> HttpResponse:
    """Do something with a server, and tell on the page that follows what came of it."""
    is_for_jobs = purpose is Purpose.PORTABILITY
    told: dict[str, object] = {
        "account": account.id,
        "is_for_jobs": is_for_jobs,
        "is_of_browser": is_of_browser,
    }
    try:
        looked = act()
    except WeerklankError as error:
        told |= {"problem": _pair(message_of(error)), "code": error.code}
        told["next"] = _pair(next_of(error))
        then = "account-connect"
    else:
        if looked is None:
            return redirect(then, account.id)
        told["state"] = _state_of(looked, ended=ended)
        if looked.connection is None:
            told["findings"] = [_told(one) for one in looked.findings]
    request.session[_OUTCOME] = told
    return redirect(then, account.id)


def _state_of(looked: Looked, *, ended: bool) -> str:
    if ended:
        return "ended"
    if looked.connection is None:
        return "not-kept"
    return "right" if looked.is_ok else "not-right"


def _told(finding: Finding) -> dict[str, object]:
    words = words_of(finding)
    return {
        "is_wrong": words.weight is Weight.WRONG,
        "message": _pair(words.message),
        "next": _pair(words.next),
    }


def _pair(text: Text | None) -> dict[str, str] | None:
    """Give a text as a session keeps it."""
    return {"nl": text.nl, "en": text.en} if text else None


def _held(visit: Visit, account: Account) -> Connection | None:
    return connection_of(visit.workplace, account)


def _connecting(visit: Visit, purpose: Purpose = Purpose.READING) -> Connecting:
    opened = visit.workplace
    return Connecting(opened, bootstrap.connectors(), bootstrap.transport_for(opened), purpose)


def _base(request: HttpRequest) -> str:
    """Give the address of this application as people reach it, without its end."""
    known = site.current().address
    return origin_of(known or request.build_absolute_uri("/"))


def _host(address: str) -> str:
    return urlsplit(address).netloc

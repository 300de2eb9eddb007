"""Sign in and out, choose a language, and see who one is."""

from dataclasses import replace

from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from weerklank.model.text import Text
from weerklank.web import site
from weerklank.web.held_exports import EXPORTS
from weerklank.web.open_views import VIEWS
from weerklank.web.own_address import own_address
from weerklank.web.provider_session import (
    let_in_by_password,
    may_by_password,
    subject_of,
    until_of,
)
from weerklank.web.shell import page
from weerklank.web.sign_in import ATTEMPTS, address_of
from weerklank.web.views.access import asked_by
from weerklank.web.views.provider import shown_provider
from weerklank.web.visit import (
    KEYS_COOKIE,
    LANGUAGE_COOKIE,
    NO_KEYS,
    signed_in,
    the_visit,
    visit_of,
)
from weerklank.web.words import ROLES

WRONG = Text(
    "Naam of wachtwoord klopt niet. Er is niets gedaan.",
    "Name or password is wrong. Nothing was done.",
)
NO_ROLE = Text(
    "U hebt in dit archief geen rol, of niet meer. De beheerder van het accountoverzicht kan er "
    "een geven.",
    "You hold no role in this archive, or no longer. The register owner can give you one.",
)
WAIT = Text(
    "Te veel mislukte pogingen. Probeer het over een kwartier opnieuw.",
    "Too many failed attempts. Try again in a quarter of an hour.",
)
_TOO_MANY = 429
_YEAR = 365 * 24 * 60 * 60


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let someone in who stands in the register and knows the password."""
    if request.method != "POST":
        if visit_of(request) is not None:
            return redirect("/")
        told = {"next": request.GET.get("naar", "/"), "signed_out": "afgemeld" in request.GET}
        return page(request, "sign_in.html", {**told, "provider": shown_provider(request)})
    name = " ".join(request.POST.get("name", "").split())
    back = request.POST.get("next", "/")
    address = address_of(request)
    again = {"next": back, "name": name, "provider": shown_provider(request)}
    if ATTEMPTS.must_wait(name, address):
        return page(request, "sign_in.html", {**again, "problem": WAIT}, status=_TOO_MANY)
    user = authenticate(request, username=name, password=request.POST.get("password", ""))
    workplace = site.current().workplace()
    person = workplace.register().persons.get(name)
    if user is None or person is None or not may_by_password(name):
        ATTEMPTS.failed(name, address)
        return page(request, "sign_in.html", {**again, "problem": WRONG}, status=403)
    ATTEMPTS.succeeded(name)
    roles = person.roles_on(workplace.today())
    if not roles:
        return page(request, "sign_in.html", {**again, "problem": NO_ROLE}, status=403)
    acting = replace(workplace, actor=signed_in(workplace.actor, person.name, roles))
    let_in_by_password(request, user, acting)
    return redirect(own_address(back))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Let someone go, and what was held for them."""
    visit = visit_of(request)
    if visit is not None:
        EXPORTS.let_go(visit.name)
        VIEWS.end_of_session(request.session.session_key or "")
    logout(request)
    if site.current().sign_in is not None:
        return redirect(f"{reverse('sign-in')}?afgemeld=ja")
    return redirect("sign-in")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language that someone chose."""
    chosen = "en" if request.POST.get("language") == "en" else "nl"
    answer = redirect(own_address(request.POST.get("back", "/")))
    answer.set_cookie(
        LANGUAGE_COOKIE,
        chosen,
        max_age=_YEAR,
        httponly=True,
        samesite="Lax",
        secure=site.current().is_secure,
    )
    return answer


@require_POST
def keys(request: HttpRequest) -> HttpResponse:
    """Keep whether keys of one sign act for this browser."""
    answer = redirect("me")
    answer.set_cookie(
        KEYS_COOKIE,
        NO_KEYS if request.POST.get("toetsen") == NO_KEYS else "",
        max_age=_YEAR,
        httponly=True,
        samesite="Lax",
        secure=site.current().is_secure,
    )
    return answer


def me(request: HttpRequest) -> HttpResponse:
    """Show who someone is."""
    visit = the_visit(request)
    return page(
        request,
        "me.html",
        {
            "roles": [(ROLES[role], visit.until.get(role)) for role in visit.roles],
            "is_asked": "gevraagd" in request.GET,
            "requests": asked_by(visit),
            "until": (until := until_of(request)),
            "subject": subject_of(visit.name) if until else "",
            "provider": shown_provider(request),
        },
    )

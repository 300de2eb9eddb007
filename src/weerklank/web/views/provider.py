"""Sign in by the provider of the organisation: go there, and come back."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from weerklank.model.errors import WeerklankError
from weerklank.model.text import Text
from weerklank.services.harvest.server_signing import origin_of
from weerklank.services.people.provider_sign_in import PATIENCE, ProviderSignIn
from weerklank.web import site
from weerklank.web.error_words import message_of, next_of
from weerklank.web.own_address import own_address
from weerklank.web.provider_session import let_in
from weerklank.web.shell import page

NO_ROLE = Text(
    "U bent aangemeld bij uw organisatie, maar hebt in dit archief geen rol.",
    "You are signed in at your organisation, but hold no role in this archive.",
)
_COOKIE = "weerklank-aanmelden"
_STATUS = {3: 403, 4: 503}


@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """Send somebody to the provider."""
    sign_in = _sign_in()
    onward = own_address(request.GET.get("naar", "/"))
    try:
        held = request.COOKIES.get(site.current().cookie(_COOKIE), "")
        begun = sign_in.begin(_base(request) + reverse("sign-in-back"), onward, held)
    except WeerklankError as error:
        return _problem(request, error)
    answer = HttpResponseRedirect(begun.address)
    shown = site.current()
    answer.set_cookie(
        shown.cookie(_COOKIE),
        begun.binding,
        max_age=int(PATIENCE),
        httponly=True,
        samesite="Lax",
        secure=shown.is_secure,
    )
    return answer


@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Take somebody who comes back from the provider, and let in who has a role."""
    sign_in, cookie = _sign_in(), site.current().cookie(_COOKIE)
    # What is said twice is not said.
    told = {name: values[0] for name, values in request.GET.lists() if len(values) == 1}
    try:
        signed = sign_in.finish(told, request.COOKIES.get(cookie, ""))
        is_in = let_in(request, site.current().workplace(), signed)
    except WeerklankError as error:
        answer = _problem(request, error)
    else:
        answer = redirect(signed.onward) if is_in else _no_role(request, signed.subject)
    if not sign_in.waits_for(request.COOKIES.get(cookie, "")):
        answer.delete_cookie(cookie, samesite="Lax")
    return answer


def shown_provider(request: HttpRequest) -> dict[str, object] | None:
    """Give what the sign-in page says of the provider; None where people have a password."""
    sign_in = site.provider_sign_in()
    if sign_in is None:
        return None
    settings, out = sign_in.settings, ""
    end = sign_in.provider.end_address()
    if end is not None:
        home = _base(request) + reverse("sign-in")
        asked = {"client_id": settings.client_id, "post_logout_redirect_uri": home}
        out = f"{end}{'&' if '?' in end else '?'}{urlencode(asked)}"
    return {
        "organisation": settings.organisation,
        "help": settings.help,
        "has_emergency": settings.emergency is not None,
        "out": out,
    }


def _sign_in() -> ProviderSignIn:
    sign_in = site.provider_sign_in()
    if sign_in is None:
        raise Http404
    return sign_in


def _no_role(request: HttpRequest, subject: str) -> HttpResponse:
    told = {"problem": NO_ROLE, "subject": subject, "whom": True}
    return page(request, "sign_in.html", {**_form(request), **told}, status=403)


def _problem(request: HttpRequest, error: WeerklankError) -> HttpResponse:
    told = {"problem": message_of(error), "onward": next_of(error), "code": error.code}
    status = _STATUS.get(error.exit_code, 500)
    return page(request, "sign_in.html", {**_form(request), **told}, status=status)


def _form(request: HttpRequest) -> dict[str, object]:
    return {"next": "/", "provider": shown_provider(request)}


def _base(request: HttpRequest) -> str:
    """Give the address of this application as people reach it, without its end."""
    return origin_of(site.current().address or request.build_absolute_uri("/"))

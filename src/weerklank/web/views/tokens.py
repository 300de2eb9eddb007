"""*Tokens*: what programs work with in someone's name: made, shown once, and revoked."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from weerklank.model.errors import WrongUse
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.web.act_form import Field, act_form
from weerklank.web.shell import Crumb, page
from weerklank.web.tokens import MOST_DAYS, USUAL_DAYS, Token, make_token, revoke_token, tokens_of
from weerklank.web.visit import Visit, the_visit
from weerklank.web.words import ROLES

_TITLE = Text("Tokens voor programma's", "Tokens for programs")
ME = Text("Mijn gegevens", "About me")
_PLACES = {"TOKEN-001": "role", "TOKEN-002": "until"}


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """List the tokens of who looks, and make one: its secret is on this one page, once."""
    visit = the_visit(request)
    last = visit.workplace.today() + timedelta(days=USUAL_DAYS)
    form = act_form(request, _fields(visit), {"until": last.isoformat()})
    made: Token | None = None
    secret = ""
    if request.method == "POST" and not form.problems:
        try:
            made, secret = make_token(
                visit.workplace,
                visit.name,
                Role(form.values["role"]),
                form.values["purpose"],
                form.day("until"),
            )
        except WrongUse as error:
            form.told(error, _PLACES, "purpose")
    return page(
        request,
        "tokens.html",
        {
            "title": _TITLE,
            "form": form,
            "made": made,
            "secret": secret,
            "tokens": [
                (one, ROLES[one.role], one.holds_on(visit.workplace.today()))
                for one in tokens_of(visit.name)
            ],
            "is_revoked": "ingetrokken" in request.GET,
        },
        crumbs=(Crumb(ME, reverse("me")), Crumb(_TITLE)),
        status=422 if form.problems else 200,
    )


@require_POST
def revoke(request: HttpRequest, number: str) -> HttpResponse:
    """Revoke a token of who looks."""
    visit = the_visit(request)
    try:
        revoke_token(number, visit.workplace.today(), visit.name)
    except WrongUse as error:
        raise Http404 from error
    return redirect(f"{reverse('tokens')}?ingetrokken=ja")


def _fields(visit: Visit) -> tuple[Field, ...]:
    return (
        Field(
            name="purpose",
            label=Text("Waarvoor is het", "What it is for"),
            hint=Text("Zoals de naam van het programma.", "Such as the name of the program."),
            most=120,
        ),
        Field(
            name="role",
            label=Text("Rol", "Role"),
            kind="select",
            options=tuple((role.value, ROLES[role]) for role in visit.roles),
        ),
        Field(
            name="until",
            label=Text("Laatste dag", "Last day"),
            hint=Text("Ten hoogste {days} dagen vooruit.", "{days} days ahead at most.").filled(
                days=MOST_DAYS
            ),
            kind="day",
        ),
    )

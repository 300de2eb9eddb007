"""Errors in the shell: what happened, what was kept, what to do now."""

from django.http import HttpRequest, HttpResponse

from weerklank.model.errors import WeerklankError
from weerklank.model.text import Text
from weerklank.web.help import TITLES
from weerklank.web.permissions import who_may
from weerklank.web.shell import page
from weerklank.web.visit import language_of
from weerklank.web.words import ROLES

_NOT_FOUND = Text("Deze pagina is er niet", "This page is not there")
_FORBIDDEN = Text("U mag dit niet zien", "You may not see this")
_WENT_WRONG = Text("Er ging iets mis", "Something went wrong")
_STALE = Text("Dit formulier is verlopen", "This form has expired")
#: HTTP status by exit code of an error (`model/errors.py`).
_STATUS = {2: 404, 3: 403, 4: 503, 5: 409, 6: 500, 70: 500}


def forbidden(request: HttpRequest, name: str) -> HttpResponse:
    """Say that this is for other roles, and which."""
    return page(
        request,
        "error/error.html",
        {
            "title": _FORBIDDEN,
            "what": Text(
                "Deze pagina hoort niet bij uw rol.", "This page does not belong to your role."
            ),
            "who": [ROLES[role] for role in who_may(name)],
            "ask": name if name in TITLES else "",
            "next": Text(
                "Hebt u dit nodig? De beheerder van het accountoverzicht krijgt uw vraag te "
                "zien; dat u vraagt, wordt vastgelegd.",
                "Do you need this? The register owner gets to see your request; that you ask is "
                "recorded.",
            ),
        },
        status=403,
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say that there is no such page."""
    return page(
        request,
        "error/error.html",
        {
            "title": _NOT_FOUND,
            "what": Text(
                "Het adres klopt niet, of wat er stond is er niet meer.",
                "The address is wrong, or what was there is gone.",
            ),
            "next": Text(
                "Controleer het adres, of zoek in het archief.",
                "Check the address, or search the archive.",
            ),
        },
        status=404,
    )


def defect(request: HttpRequest) -> HttpResponse:
    """Say that this is a fault of ours, without a word of what was at hand."""
    return page(
        request,
        "error/error.html",
        {
            "title": _WENT_WRONG,
            "what": Text(
                "Dit had niet mogen gebeuren. Het archief staat zoals het stond.",
                "This should not have happened. The archive stands as it stood.",
            ),
            "next": Text(
                "Probeer het opnieuw. Blijft het misgaan, meld het dan met deze code.",
                "Try again. If it keeps going wrong, report it with this code.",
            ),
            "code": "DEFECT-001",
        },
        status=500,
    )


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say that a form was not ours, or too old."""
    return page(
        request,
        "error/error.html",
        {
            "title": _STALE,
            "what": Text(
                "Er is niets gedaan. Het formulier was te oud, of kwam niet van deze pagina.",
                "Nothing was done. The form was too old, or did not come from this page.",
            ),
            "next": Text(
                "Ga terug, laad de pagina opnieuw en vul het formulier nog eens in.",
                "Go back, load the page again and fill in the form once more.",
            ),
        },
        status=403,
    )


def failed(request: HttpRequest, error: WeerklankError) -> HttpResponse:
    """Show an error of the archive: what is wrong, and its code."""
    return page(
        request,
        "error/error.html",
        {
            "title": _WENT_WRONG,
            "what": error.message(language_of(request)),
            "next": hint_for_screen(request, error),
            "code": error.code,
        },
        status=_STATUS.get(error.exit_code, 500),
    )


def hint_for_screen(request: HttpRequest, error: WeerklankError) -> str:
    """Give the next step of an error, unless it names commands that no screen has."""
    hint = error.hint(language_of(request))
    return "" if "--" in hint or "'weerklank" in hint else hint

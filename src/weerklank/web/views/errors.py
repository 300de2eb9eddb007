"""Errors in the shell: what happened, what was kept, what to do now."""

from django.http import HttpRequest, HttpResponse

from weerklank.model.errors import WeerklankError
from weerklank.model.text import Text
from weerklank.web.error_words import message_of, next_of
from weerklank.web.help import TITLES
from weerklank.web.permissions import may, who_may
from weerklank.web.shell import page
from weerklank.web.visit import language_of, visit_of, without_visit
from weerklank.web.words import ROLES

_NOT_FOUND = Text("Deze pagina is er niet", "This page is not there")
_SEARCH = Text(
    "Controleer het adres, of zoek in het archief.", "Check the address, or search the archive."
)
_CHECK = Text("Controleer het adres.", "Check the address.")
_FORBIDDEN = Text("U mag dit niet zien", "You may not see this")
_WENT_WRONG = Text("Er ging iets mis", "Something went wrong")
_STALE = Text("Dit formulier is verlopen", "This form has expired")
#: HTTP status by exit code of an error (`model/errors.py`).
_STATUS = {2: 404, 3: 403, 4: 503, 5: 409, 6: 500, 70: 500}
#: Where the code says more than how a command ends: an archive that is away may come back, and
#: a register that fits no spreadsheet is there.
_STATUS_OF = {"ARCHIVE-001": 503, "REGISTER-058": 409}


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
    """Say that there is no such page; to search is a way out for who may."""
    try:
        visit = visit_of(request)
    except WeerklankError:  # an archive that is away: the page is not there all the same
        visit = None
    can_search = visit is not None and may(visit.roles, "search")
    return page(
        request,
        "error/error.html",
        {
            "title": _NOT_FOUND,
            "what": Text(
                "Het adres klopt niet, of wat er stond is er niet meer.",
                "The address is wrong, or what was there is gone.",
            ),
            "next": _SEARCH if can_search else _CHECK,
        },
        status=404,
    )


def defect(request: HttpRequest) -> HttpResponse:
    """Say that this is a fault of ours, without a word of what was at hand."""
    try:
        visit_of(request)
    except Exception:  # noqa: BLE001 - whatever went wrong may go wrong again, and must be said
        without_visit(request)
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
    request.is_turned_away = True  # type: ignore[attr-defined] # read by the gate: nothing was done
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
    """Show an error of the archive: what is wrong, what to do now, and its code."""
    return page(
        request,
        "error/error.html",
        {
            "title": _WENT_WRONG,
            "what": message_of(error),
            "next": next_of(error) or "",
            "code": error.code,
        },
        status=status_of(error),
    )


def status_of(error: WeerklankError) -> int:
    """Give the status of HTTP that goes with an error."""
    return _STATUS_OF.get(error.code) or _STATUS.get(error.exit_code, 500)


def hint_for_screen(request: HttpRequest, error: WeerklankError) -> str:
    """Give the next step of an error, unless it names commands that no screen has."""
    hint = next_of(error)
    return hint.say(language_of(request)) if hint else ""


def destroyed(request: HttpRequest, error: WeerklankError) -> HttpResponse:
    """Say by which decision an item was destroyed."""
    return page(
        request,
        "error/error.html",
        {
            "title": Text("Vernietigd", "Destroyed"),
            "what": message_of(error),
            "next": Text(
                "Wat er stond, is niet meer na te gaan.",
                "What stood there can't be known any more.",
            ),
            "code": error.code,
        },
        status=410,
    )


def not_shown(request: HttpRequest, error: WeerklankError) -> HttpResponse:
    """Say that a post is there, and that few may see it."""
    told = {
        "title": Text("Niet getoond", "Not shown"),
        "what": message_of(error),
        "next": next_of(error),
        "code": error.code,
    }
    return page(request, "error/error.html", told, status=403)

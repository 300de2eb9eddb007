"""*Profielcheck* of an account, and *Profieltekst maken*: the template filled in (B1, B2)."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from weerklank import bootstrap
from weerklank.model.clock import iso
from weerklank.model.errors import Refused, WeerklankError, WrongUse
from weerklank.model.ids import AccountId
from weerklank.model.item import ItemState
from weerklank.model.platform import TITLES
from weerklank.model.profile_check import (
    ON_PAGES,
    ProfileAnswer,
    ProfileCheck,
    ProfileFinding,
    turned_between,
)
from weerklank.model.profile_template import ROOMS, SHORT_FORMS
from weerklank.model.profile_words import LOOKS, PAGES, STATEMENTS, WHERE
from weerklank.model.text import Text
from weerklank.services.find.show_item import show_item
from weerklank.services.profile.check_profile import check_profile, next_of_finding
from weerklank.services.profile.make_template import make_template
from weerklank.services.profile.past_checks import checks_of_profile
from weerklank.services.profile.profile_pages import name_pages
from weerklank.web.error_words import message_of, next_of
from weerklank.web.foreign import shown
from weerklank.web.own_sites import FORM, held_form, sent_form
from weerklank.web.permissions import may, sight_of
from weerklank.web.shell import Crumb, page
from weerklank.web.views.account import ACCOUNTS, about, crumbs
from weerklank.web.visit import Visit, the_visit

_CHECK = Text("Profielcheck", "Profile check")
_TEXT = Text("Profieltekst", "Profile text")
_NAMED = Text("Pagina's voor profielen", "Pages for profiles")
#: Checks that are listed; the command names all.
_MOST = 50
_MARKS = {
    ProfileAnswer.FOUND: "right",
    ProfileAnswer.NOT_FOUND: "wrong",
    ProfileAnswer.NOT_READ: "not_checked",
}


def profile(request: HttpRequest, number: str) -> HttpResponse:
    """Show what the last check found, or an earlier one, and what turned from one to the next."""
    visit = the_visit(request)
    checks = checks_of_profile(visit.workplace, visit.account(number).id)
    asked = request.GET.get("op", "")
    at = next((n for n, one in enumerate(checks) if iso(one.at) == asked), 0)
    known = about(visit, number, "account-profile")
    chosen = checks[at] if checks else None
    return page(
        request,
        "account/profile.html",
        {
            **known,
            "check": chosen,
            "is_last": at == 0,
            "in_profile": _told(chosen, on_pages=False),
            "on_pages": _told(chosen, on_pages=True),
            "checks": [_row(one, before) for one, before in _with_before(checks)][:_MOST],
            "seen": _seen(visit, chosen),
            "problem": request.session.pop(_PROBLEM, None),
        },
        crumbs=crumbs(known, _CHECK),
    )


_PROBLEM = "profile-problem"


@require_POST
def check(request: HttpRequest, number: str) -> HttpResponse:
    """Check the profile that is held, and the pages that it leads to."""
    visit = the_visit(request)
    opened = visit.workplace
    try:
        check_profile(opened, visit.account(number).id, bootstrap.transport_for(opened))
    except WeerklankError as error:
        said, hint = message_of(error), next_of(error)
        told = {
            "nl": " ".join(one.nl for one in (said, hint) if one),
            "en": " ".join(one.en for one in (said, hint) if one),
        }
        request.session[_PROBLEM] = {"told": told, "code": error.code}
    return redirect("account-profile", number)


def text(request: HttpRequest, number: str) -> HttpResponse:
    """Show what goes into the profile of an account, and onto the page behind it."""
    visit = the_visit(request)
    known = about(visit, number, "account-profile")
    account = visit.account(number)
    made = make_template(visit.workplace, account.id)
    return page(
        request,
        "account/profile_text.html",
        {
            **known,
            "made": made,
            "room": ROOMS[account.platform],
            "title": TITLES[account.platform],
            "forms": [*SHORT_FORMS],
            "missing": [PAGES[one] for one in made.missing],
            "pages": [
                (told, getattr(visit.workplace.register().pages, name))
                for name, told in PAGES.items()
            ],
        },
        crumbs=(*crumbs(known, _CHECK)[:-1], Crumb(_CHECK, _address(number)), Crumb(_TEXT)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def pages(request: HttpRequest) -> HttpResponse:
    """Record to which pages of the organisation its profiles lead."""
    visit = the_visit(request)
    held = visit.workplace.register().pages
    values = {name: getattr(held, name) or "" for name in PAGES}
    problems: dict[str, Text] = {}
    sites = held_form(visit)
    if request.method == "POST" and request.POST.get("welk") == FORM:
        sites = sent_form(request, visit)
        if sites.problem is None:
            return redirect(f"{reverse('profile-pages')}?{urlencode({'vastgelegd': FORM})}#sites")
    elif request.method == "POST":
        values = {name: request.POST.get(name, "").strip() for name in PAGES}
        for name in PAGES:
            try:
                name_pages(visit.workplace, **{name: values[name]})
            except (WrongUse, Refused) as error:
                problems[name] = message_of(error)
        if not problems:
            back = visit.accounts.get(AccountId(request.POST.get("account", "")))
            if back is not None:
                return redirect("account-profile-text", back.id)
            return redirect(f"{reverse('profile-pages')}?{urlencode({'vastgelegd': 'ja'})}")
    return page(
        request,
        "accounts/profile_pages.html",
        {
            "fields": [(name, PAGES[name], values[name], problems.get(name)) for name in PAGES],
            "problems": [(name, PAGES[name], text) for name, text in problems.items()],
            "saved": request.GET.get("vastgelegd", "") if request.method != "POST" else "",
            "sites": sites,
            "account": request.POST.get("account") or request.GET.get("account", ""),
        },
        crumbs=(ACCOUNTS, Crumb(_NAMED)),
        status=422 if problems or sites.problem else 200,
    )


def _address(number: str) -> str:
    return reverse("account-profile", args=[number])


def _told(chosen: ProfileCheck | None, *, on_pages: bool) -> list[dict[str, object]]:
    found = chosen.findings if chosen else ()
    return [_finding(one) for one in found if (one.statement in ON_PAGES) is on_pages]


def _finding(one: ProfileFinding) -> dict[str, object]:
    return {
        "finding": one,
        "mark": _MARKS[one.look],
        "what": STATEMENTS[one.statement],
        "look": LOOKS[one.look],
        "where": WHERE[one.where] if one.where else None,
        "words": ", ".join(one.words) if one.look is ProfileAnswer.FOUND else "",
        "next": next_of_finding(one),
    }


def _with_before(
    checks: tuple[ProfileCheck, ...],
) -> list[tuple[ProfileCheck, ProfileCheck | None]]:
    return [*zip(checks, (*checks[1:], None), strict=False)]


def _row(one: ProfileCheck, before: ProfileCheck | None) -> dict[str, object]:
    turned = turned_between(before, one)
    return {
        "check": one,
        "address": f"?{urlencode({'op': iso(one.at)})}",
        "turned": [
            (STATEMENTS[turn.statement], _look(turn.before), _look(turn.now)) for turn in turned
        ],
    }


_NOT_LOOKED = Text("niet bekeken", "not looked for")


def _look(look: ProfileAnswer | None) -> Text:
    return LOOKS[look] if look else _NOT_LOOKED


def _seen(visit: Visit, chosen: ProfileCheck | None) -> dict[str, object] | None:
    """Give the profile as it was checked, for who may see what accounts say."""
    if chosen is None or not may(visit.roles, "post"):
        return None
    try:
        found = show_item(visit.workplace, chosen.profile, sight_of(visit.roles))
    except WeerklankError:
        return None  # its own page says why
    if found.shielded or found.special or found.state is ItemState.RESTRICTED:
        return None  # opening that is recorded
    version = next(
        (one for one in found.versions if one.item.version == chosen.version), found.versions[-1]
    )
    item = version.item
    return {
        "id": item.id,
        "name": shown(item.title or ""),
        "text": shown(item.text or ""),
        "captured_at": item.captured_at,
    }

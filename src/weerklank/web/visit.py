"""Who looks, in which language, and what of the archive is at hand for them."""

from dataclasses import dataclass, field, replace
from datetime import date

from django.http import Http404, HttpRequest

from weerklank.model.account import Account
from weerklank.model.clock import civil_day
from weerklank.model.errors import WeerklankError
from weerklank.model.ids import AccountId
from weerklank.model.person import Actor, Role
from weerklank.model.text import Language, Text
from weerklank.services.workplace import Workplace
from weerklank.web import site
from weerklank.web.provider_session import still_counts

LANGUAGE_COOKIE = "taal"
KEYS_COOKIE, NO_KEYS = "toetsen", "uit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request of someone who is signed in."""

    name: str
    roles: tuple[Role, ...]
    language: Language
    workplace: Workplace = field(repr=False)
    #: The register as it stands at this request.
    accounts: dict[AccountId, Account] = field(repr=False)
    #: Last day of a role, where it has one.
    until: dict[Role, date] = field(default_factory=dict, repr=False)

    def say(self, text: Text, **values: object) -> str:
        """Give a sentence in the language of this person."""
        return text.say(self.language, **values)

    def account(self, number: str) -> Account:
        """Give an account by its number; Http404 when there is none."""
        found = self.accounts.get(AccountId(number))
        if found is None:
            raise Http404
        return found


def language_of(request: HttpRequest) -> Language:
    """Give the language that was chosen; Dutch when none was."""
    return "en" if request.COOKIES.get(LANGUAGE_COOKIE) == "en" else "nl"


def has_keys(request: HttpRequest) -> bool:
    """Tell whether keys of one sign act; they do unless switched off (WCAG 2.1.4)."""
    return request.COOKIES.get(KEYS_COOKIE) != NO_KEYS


def visit_of(request: HttpRequest) -> Visit | None:
    """Give the visit of whoever is signed in and holds a role in the register; else None."""
    if hasattr(request, "visit"):
        known: Visit | None = request.visit
        return known
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    opened = site.current().workplace()
    if not still_counts(request, user.get_username(), opened.clock.now()):
        return None
    register = opened.register()
    person = register.persons.get(user.get_username())
    roles = person.roles_on(civil_day(opened.clock.now())) if person else ()
    if person is None or not roles:  # who has no role any more is in no longer, from this request
        return None
    actor = signed_in(opened.actor, person.name, roles)
    visit = Visit(
        name=person.name,
        roles=actor.roles,
        language=language_of(request),
        workplace=replace(opened, actor=actor),
        accounts=register.accounts,
        until=person.until,
    )
    request.visit = visit  # type: ignore[attr-defined] # read back above
    return visit


def signed_in(actor: Actor, name: str, roles: tuple[Role, ...]) -> Actor:
    """Give who acts, as somebody who signed in."""
    return replace(actor, name=name, roles=roles, is_signed_in=True)


def visit_if_any(request: HttpRequest) -> Visit | None:
    """Give the visit as far as the register can be read, to say what is wrong in any case."""
    try:
        return visit_of(request)
    except WeerklankError:
        without_visit(request)
        return None


def without_visit(request: HttpRequest) -> None:
    """Go on without knowing who looks."""
    request.visit = None  # type: ignore[attr-defined] # as above


def look_again(request: HttpRequest) -> Visit:
    """Give the visit with the register as it stands by now."""
    del request.visit  # type: ignore[attr-defined] # as above
    return the_visit(request)


def the_visit(request: HttpRequest) -> Visit:
    """Give the visit, on a page that the gate has let someone through to."""
    visit = visit_of(request)
    if visit is None:
        raise LookupError("nobody is signed in")
    return visit

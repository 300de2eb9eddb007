"""Provider session: who comes in, for how long, and whose session still counts.

Where the operator set a provider, a session counts only when it came from there and its time is
not over, or when it is of the emergency account. Without a provider those do not count.
"""

import threading
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth import login
from django.http import HttpRequest

from weerklank.model.errors import Refused, fault
from weerklank.model.text import Text
from weerklank.services.people.claimed_roles import claim_roles, names_taken, note_emergency
from weerklank.services.people.look_alikes import name_key
from weerklank.services.people.provider_sign_in import SignedIn
from weerklank.services.people.sign_in_settings import SignInSettings
from weerklank.services.schedule.finish_change import finish_change
from weerklank.services.workplace import Workplace
from weerklank.web import site

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import User

NAME_IN_USE = fault(
    "SIGNIN-009",
    Text(
        nl="De naam die de instellingen u geven, is al van iemand anders.",
        en="The name that the settings give you is somebody else's already.",
    ),
    Text(
        nl="Vraag de technisch beheerder om de namen onder [persons] na te lopen.",
        en="Ask the operator to go through the names under [persons].",
    ),
)
#: In a session: of which provider it is, and until when; and that it is of the emergency account.
_PROVIDER, _EMERGENCY = "provider", "emergency"
_A_MINUTE = 60
_NAMING = threading.Lock()


def still_counts(request: HttpRequest, name: str, now: datetime) -> bool:
    """Tell whether the session of somebody still counts under the settings of now."""
    settings, held = site.current().sign_in, request.session.get(_PROVIDER)
    is_emergency = request.session.get(_EMERGENCY) is True
    if settings is None:
        return held is None and not is_emergency
    if is_emergency:
        return name == settings.emergency
    if not isinstance(held, dict) or held.get("issuer") != settings.issuer:
        return False
    until = held.get("until")
    return isinstance(until, int) and now.timestamp() < until


def until_of(request: HttpRequest) -> datetime | None:
    """Give until when somebody is in by the provider; None for who is otherwise."""
    held = request.session.get(_PROVIDER)
    return datetime.fromtimestamp(held["until"]).astimezone() if isinstance(held, dict) else None


def may_by_password(name: str) -> bool:
    """Tell whether somebody may sign in with a password of ours."""
    settings = site.current().sign_in
    return settings is None or name == settings.emergency


def let_in_by_password(request: HttpRequest, user: "AbstractBaseUser", acting: Workplace) -> None:
    """Let somebody in who gave their password; with a provider that is recorded, or not done."""
    is_emergency = site.current().sign_in is not None
    if is_emergency:
        note_emergency(acting)
    _begin(request, user)
    if is_emergency:
        request.session[_EMERGENCY] = True


def let_in(request: HttpRequest, workplace: Workplace, signed: SignedIn) -> bool:
    """Let somebody in with the roles that the provider tells; tells whether there were any.

    Who has none is not let in, and loses those of before: in every browser, and from now on.
    """
    from django.contrib.auth.models import User

    settings = _settings()
    with _NAMING:
        name, is_changed = _name_of(workplace, settings, signed)
        if name is None:
            return False
        is_changed |= claim_roles(workplace, name, signed.roles)
    if is_changed:
        finish_change(workplace)
    if not signed.roles:
        return False
    _begin(request, User.objects.get(username=name))
    until = int(workplace.clock.now().timestamp()) + settings.session_minutes * _A_MINUTE
    request.session[_PROVIDER] = {"issuer": settings.issuer, "until": until}
    return True


def _begin(request: HttpRequest, user: "AbstractBaseUser") -> None:
    """Begin a session; of one that the same person had, how it was begun is not carried on."""
    login(request, user)
    request.session.pop(_PROVIDER, None)
    request.session.pop(_EMERGENCY, None)


def subject_of(name: str) -> str:
    """Give by which subject the provider knows somebody who is in; else empty."""
    from weerklank.web.models import ProviderPerson

    found = ProviderPerson.objects.filter(user__username=name, issuer=_settings().issuer).first()
    return found.subject if found else ""


def _settings() -> SignInSettings:
    settings = site.current().sign_in
    if settings is None:
        raise LookupError("no provider")
    return settings


def _name_of(
    workplace: Workplace, settings: SignInSettings, signed: SignedIn
) -> tuple[str | None, bool]:
    """Give by which name the register knows a subject, and whether giving it changed a role.

    A new subject gets a name that nobody has. It stays as it was first, whatever the
    provider says later: two steps by one person must stay recognisable as such. Only the operator
    gives another. None for a new subject without roles, of whom nothing is kept.
    """
    from weerklank.web.models import ProviderPerson

    known = ProviderPerson.objects.filter(issuer=settings.issuer, subject=signed.subject).first()
    wanted = settings.persons.get(signed.subject)
    if known is not None:
        before = known.user.get_username()
        if wanted is None or wanted == before:
            return before, False
        known.user = _user(settings, wanted, signed.subject)
        is_changed = claim_roles(workplace, before, ())
        known.save()
        return wanted, is_changed
    if not signed.roles:
        return None, False
    name = wanted or _free(workplace, signed.name)
    user = _user(settings, name, signed.subject)
    ProviderPerson.objects.create(issuer=settings.issuer, subject=signed.subject, user=user)
    return name, False


def _user(settings: SignInSettings, name: str, subject: str) -> "User":
    """Give the user of a name; Refused when another subject bears it."""
    from django.contrib.auth.models import User

    from weerklank.web.models import ProviderPerson

    user, is_new = User.objects.get_or_create(username=name)
    if is_new:
        user.set_unusable_password()
        user.save()
    others = ProviderPerson.objects.filter(user=user)
    if others.exclude(issuer=settings.issuer, subject=subject).exists():
        raise Refused(NAME_IN_USE)
    return user


def _free(workplace: Workplace, name: str) -> str:
    """Give a name that nobody in the register and nobody who signs in bears, or one like it."""
    from django.contrib.auth.models import User

    names = [one.get_username() for one in User.objects.all()]
    names += [*names_taken(workplace), *_settings().persons.values()]
    taken = {*map(name_key, names)}
    number, found = 1, name
    while name_key(found) in taken:
        number += 1
        found = f"{name} ({number})"
    return found

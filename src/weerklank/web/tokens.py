"""Tokens of the API: made by a person for one role that they hold, shown once, kept as a digest.

Who a person is and which roles they hold stands in the register; a token opens no more than its
one role does, and nothing from the day on which the person no longer holds it. What is kept lies
beside the keys, never in the archive (docs/adr/0141).
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from weerklank.model.errors import WrongUse, fault
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.symbols import ALPHABET
from weerklank.model.text import Text, is_visible, typed
from weerklank.services.workplace import UNKNOWN_PERSON, Workplace

if TYPE_CHECKING:
    from weerklank.web.models import ApiToken

ROLE_NOT_HELD = fault(
    "TOKEN-001",
    Text(nl="{name} heeft de rol {role} nu niet.", en="{name} does not hold the role {role} now."),
    Text(nl="Kies een rol die de persoon heeft.", en="Choose a role that the person holds."),
)
NO_TERM = fault(
    "TOKEN-002",
    Text(
        nl="Een token geldt ten minste tot en met vandaag en ten hoogste {days} dagen.",
        en="A token holds until today at least, and for {days} days at most.",
    ),
    Text(
        nl="Kies een laatste dag daarbinnen; maak later een nieuw token.",
        en="Choose a last day within that; make a new token later.",
    ),
)
UNKNOWN_TOKEN = fault(
    "TOKEN-003",
    Text(
        nl="Er is geen token '{number}' dat nog geldt.",
        en="There is no token '{number}' that still holds.",
    ),
    Text(nl="Kijk in de lijst van tokens.", en="See the list of tokens."),
)
NO_PURPOSE = fault(
    "TOKEN-004",
    Text(
        nl="Zeg in ten hoogste {most} tekens waarvoor het token is.",
        en="Say in {most} characters at most what the token is for.",
    ),
    Text(
        nl="Zoals de naam van het programma dat het gebruikt.",
        en="Such as the name of the program that uses it.",
    ),
)
#: What every token begins with, so that who finds one knows what it is.
PREFIX = "wkl_"
#: Days that a token holds where no last day is named, and at most.
USUAL_DAYS, MOST_DAYS = 90, 366
_SYMBOLS, _NUMBER = 40, 6
_LONGEST = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token as its owner may see it again: without its secret."""

    number: str
    person: str
    role: Role
    purpose: str
    made: date
    #: Last day on which it opens anything.
    until: date
    revoked: date | None
    #: Last day on which it opened anything.
    used: date | None

    def holds_on(self, day: date) -> bool:
        """Tell whether it opens anything on a day."""
        return self.revoked is None and day <= self.until


def make_token(
    workplace: Workplace, name: str, role: Role, purpose: str, until: date | None = None
) -> tuple[Token, str]:
    """Make a token for a person of the register; gives it with its secret, told this once.

    WrongUse when the person is not there or does not hold the role, without a purpose, and when it
    would hold too long.
    """
    from weerklank.web.models import ApiToken

    today = workplace.today()
    person = workplace.register().persons.get(name)
    if person is None:
        raise WrongUse(UNKNOWN_PERSON, name=name)
    if role not in person.roles_on(today):
        raise WrongUse(ROLE_NOT_HELD, name=name, role=role.value)
    last = until or today + timedelta(days=USUAL_DAYS)
    if not today <= last <= today + timedelta(days=MOST_DAYS):
        raise WrongUse(NO_TERM, days=MOST_DAYS)
    words = typed(purpose)
    if not is_visible(words) or len(words) > _LONGEST:
        raise WrongUse(NO_PURPOSE, most=_LONGEST)
    secret = PREFIX + _drawn(_SYMBOLS)
    row = ApiToken.objects.create(
        number=f"t{_drawn(_NUMBER)}",
        digest=_digest(secret),
        person=person.name,
        role=role.value,
        purpose=words,
        made=today,
        until=last,
    )
    return _token(row), secret


def tokens_of(name: str) -> list[Token]:
    """Give every token of a person, the newest first; also those that hold no longer."""
    from weerklank.web.models import ApiToken

    return [_token(row) for row in ApiToken.objects.filter(person=name).order_by("-id")]


def revoke_token(number: str, today: date, name: str | None = None) -> Token:
    """Revoke a token, of one person where one is named, from now on.

    WrongUse where there is none that holds.
    """
    from weerklank.web.models import ApiToken

    found = ApiToken.objects.filter(number=number, revoked=None)
    row = (found if name is None else found.filter(person=name)).first()
    if row is None or row.until < today:
        raise WrongUse(UNKNOWN_TOKEN, number=typed(number)[:_LONGEST])
    row.revoked = today
    row.save(update_fields=["revoked"])
    return _token(row)


def token_of(secret: str, today: date) -> Token | None:
    """Give the token of a secret, where it holds today; notes the day that it was used."""
    from weerklank.web.models import ApiToken

    if not secret.startswith(PREFIX) or len(secret) != len(PREFIX) + _SYMBOLS:
        return None
    row = ApiToken.objects.filter(digest=_digest(secret)).first()
    if row is None:
        return None
    found = _token(row)
    if not found.holds_on(today):
        return None
    if row.used != today:
        ApiToken.objects.filter(pk=row.pk).update(used=today)
    return found


def token_json(one: Token, today: date) -> JsonObject:
    """Write a token with the names of the command-line contract."""
    return {
        "holds": one.holds_on(today),
        "made": one.made.isoformat(),
        "person": one.person,
        "purpose": one.purpose,
        "revoked": one.revoked.isoformat() if one.revoked else None,
        "role": one.role.value,
        "token": one.number,
        "until": one.until.isoformat(),
        "used": one.used.isoformat() if one.used else None,
    }


def _token(row: "ApiToken") -> Token:
    return Token(
        number=row.number,
        person=row.person,
        role=Role(row.role),
        purpose=row.purpose,
        made=row.made,
        until=row.until,
        revoked=row.revoked,
        used=row.used,
    )


def _drawn(symbols: int) -> str:
    return "".join(ALPHABET[byte & 31] for byte in secrets.token_bytes(symbols)).lower()


def _digest(secret: str) -> str:
    """Give by what a token is known again; drawn with 200 bits, it needs no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()

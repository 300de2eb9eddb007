"""Mail that the program sends: how it goes out."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from weerklank.model.organisation import Organisation
from weerklank.model.text import Language, Text

_CLOSING = Text(
    "Deze e-mail is gemaakt door Weerklank. Antwoorden worden niet gelezen.",
    "This mail was made by Weerklank. Answers are not read.",
)


class MailSecurity(StrEnum):
    """How the connection to the mail server is guarded."""

    #: Begun in the clear, guarded before anything is said (RFC 3207); refused where it can't be.
    STARTTLS = "starttls"
    #: Guarded from the first byte (RFC 8314).
    TLS = "tls"
    #: Not at all: for a mail server on the machine or the network itself, without a password.
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """By which server mail goes out, and in whose name."""

    host: str
    port: int
    security: MailSecurity
    sender: str
    user: str | None = None
    #: Never shown, and never written but into the settings beside the keys.
    password: str | None = field(default=None, repr=False)
    #: Certificates (PEM) of the authority that the server is known by, besides the usual ones.
    authority: str | None = None
    language: Language = "nl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One mail to one person of the organisation."""

    name: str
    #: None where no address is known, which only the outbox takes.
    email: str | None
    subject: str
    body: tuple[str, ...]
    at: datetime
    #: The same for the same mail, so that one that goes twice can be told.
    mark: str


def letter(
    of: Organisation,
    name: str,
    email: str | None,
    *,
    subject: str,
    lines: Iterable[str],
    language: Language,
    at: datetime,
    about: str,
) -> Letter:
    """Write a mail to one person; `about` says what it tells, so that the same has one mark."""
    seen = f"{of.origin}\n{name}\n{about}".encode()
    return Letter(
        name=name,
        email=email,
        subject=" ".join(subject.split()),
        body=(*lines, "", "-- ", _CLOSING.say(language)),
        at=at,
        mark=hashlib.sha256(seen).hexdigest()[:32],
    )

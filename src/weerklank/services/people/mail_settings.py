"""Mail settings: by which server mail goes out; they lie beside the keys."""

import ssl
from pathlib import Path

from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.mail import MailSecurity, MailSettings
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.register.admission import LOOPBACK
from weerklank.services.workplace import Workplace
from weerklank.store.mail_folder import outbox, read_settings, write_settings
from weerklank.store.plain_file import read_plain

NO_ADDRESS_OF_MAIL = fault(
    "MAIL-001",
    Text(nl="'{address}' is geen e-mailadres.", en="'{address}' is no e-mail address."),
    Text(
        nl="Geef een adres zoals overzicht@gemeente.example, zonder naam eromheen.",
        en="Give an address such as register@gemeente.example, without a name around it.",
    ),
)
PASSWORD_IN_CLEAR = fault(
    "MAIL-002",
    Text(
        nl="Met --security none zou het wachtwoord leesbaar over het netwerk gaan.",
        en="With --security none the password would cross the network in the clear.",
    ),
    Text(
        nl="Kies starttls of tls, of laat --user weg.",
        en="Choose starttls or tls, or leave out --user.",
    ),
)
BAD_AUTHORITY = fault(
    "MAIL-003",
    Text(
        nl="Het opgegeven certificaat is geen PEM.", en="The certificate that was given is no PEM."
    ),
    Text(
        nl="Geef het stamcertificaat waarmee de mailserver te controleren is.",
        en="Give the root certificate by which the mail server can be checked.",
    ),
)
NO_SECRET = fault(
    "MAIL-004",
    Text(
        nl="Bestand {file} is er niet, is leeg of is niet leesbaar.",
        en="File {file} is not there, is empty or can't be read.",
    ),
    Text(nl="Controleer de naam en de rechten.", en="Check the name and the rights."),
)
_MOST = 1 << 16
_NO_PART = frozenset('<>,;:"()[]\\ ')
_LONGEST = 254


def require_address(address: str) -> str:
    """Give an e-mail address in plain form; WrongUse for what is none."""
    plain = address.strip()
    local, at, domain = plain.rpartition("@")
    sound = local and at and "." in domain.strip(".") and plain.isascii() and plain.isprintable()
    if not sound or len(plain) > _LONGEST or _NO_PART & set(plain) or "@" in local:
        raise WrongUse(NO_ADDRESS_OF_MAIL, address=address)
    return plain


def set_mail(workplace: Workplace, settings: MailSettings | None) -> None:
    """Set by which server mail goes out; None: it goes into the outbox. For operators.

    The journal keeps that it was set and by whom, not what.
    """
    if workplace.actor.name is not None:
        workplace.require(Role.OPERATOR, Role.REGISTER_OWNER)
    if settings:
        require_address(settings.sender)
        if (
            settings.security is MailSecurity.NONE
            and settings.user is not None
            and settings.host not in LOOPBACK
        ):
            raise WrongUse(PASSWORD_IN_CLEAR)
        if settings.authority:
            try:
                ssl.create_default_context(cadata=settings.authority)
            except (ssl.SSLError, ValueError) as error:
                raise WrongUse(BAD_AUTHORITY) from error
    write_settings(workplace.keys, settings)
    state = "set" if settings else "unset"
    workplace.record(Book.JOURNAL, "mail.settings", "mail", {"state": state})


def mail_json(workplace: Workplace) -> JsonObject:
    """Say how mail goes out, without secrets."""
    settings = read_settings(workplace.keys)
    if settings is None:
        return {"way": "outbox", "outbox": str(outbox(workplace.keys))}
    return {
        "way": "smtp",
        "host": settings.host,
        "port": settings.port,
        "security": settings.security.value,
        "sender": settings.sender,
        "user": settings.user,
        "password": settings.password is not None,
        "language": settings.language,
    }


def sender_of(workplace: Workplace) -> str | None:
    """Give the address from which mail of this archive comes; None where no server is set."""
    settings = read_settings(workplace.keys)
    return settings.sender if settings else None


def read_secret(file: Path) -> str:
    """Read a password or certificate from a file; WrongUse when there is none in it."""
    try:
        text = read_plain(file, _MOST).decode()
    except (OSError, ValueError) as error:
        raise WrongUse(NO_SECRET, file=file) from error
    if not text.strip():
        raise WrongUse(NO_SECRET, file=file)
    return text

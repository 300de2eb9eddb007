"""Postman: mail goes by the server that is set, else into the outbox; a secret is never told."""

import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from weerklank.model.mail import Letter, MailSecurity, MailSettings
from weerklank.model.text import Text, one_line
from weerklank.store.keys import KeyFolder
from weerklank.store.mail_folder import put_in_outbox, read_settings

#: Seconds to wait for the server, so that a change of the register is not held up for long.
PATIENCE = 10
_NOWHERE = "localhost.invalid"

_AWAY = Text("de mailserver is niet bereikbaar", "the mail server can't be reached")
_UNTRUSTED = Text(
    "de mailserver kan niet worden vertrouwd (TLS)", "the mail server can't be trusted (TLS)"
)
_UNWRITABLE = Text("de e-mail kan niet worden gemaakt", "the mail can't be made")
_NO_OUTBOX = Text(
    "de map 'outbox' kan niet worden beschreven", "the folder 'outbox' can't be written to"
)
_LOGIN = Text("de mailserver weigert de aanmelding", "the mail server refuses the login")
_REFUSED = Text("de mailserver weigert de e-mail", "the mail server refuses the mail")


class NotSent(Exception):
    """A mail was not sent; why, in words that hold no secret."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


class Postman:
    """Brings mail away over one connection, opened when the first is sent."""

    def __init__(self, keys: KeyFolder) -> None:
        self._keys = keys
        self.settings: MailSettings | None = read_settings(keys)
        self._server: smtplib.SMTP | None = None
        self._failed: NotSent | None = None

    def close(self) -> None:
        """Take leave of the server."""
        if self._server is not None:
            try:
                self._server.quit()
            except (smtplib.SMTPException, OSError):
                self._server.close()

    @property
    def way(self) -> str:
        """Say how mail goes: `smtp` or `outbox`."""
        return "smtp" if self.settings else "outbox"

    def send(self, letter: Letter) -> None:
        """Send one mail. NotSent when it can't be."""
        try:
            content = written(letter, self.settings)
        except (ValueError, LookupError):  # such as a name that no header can hold
            raise NotSent(_UNWRITABLE) from None
        if self.settings is None:
            millisecond = letter.at.microsecond // 1000
            name = f"{letter.at:%Y%m%dT%H%M%S}{millisecond:03d}Z-{letter.mark[:12]}"
            try:
                put_in_outbox(self._keys, name, content)
            except OSError:
                raise NotSent(_NO_OUTBOX) from None
            return
        if self._failed:
            raise self._failed  # who waited once for a server that is away does not wait again
        try:
            self._server = self._server or _connect(self.settings)
        except NotSent as error:
            self._failed = error
            raise
        try:
            self._server.sendmail(self.settings.sender, [letter.email or ""], content)
        except smtplib.SMTPServerDisconnected:
            self._failed, self._server = NotSent(_AWAY), None
            raise self._failed from None
        except (smtplib.SMTPException, OSError):
            raise NotSent(_REFUSED) from None


def written(letter: Letter, settings: MailSettings | None) -> bytes:
    """Write a mail as it crosses the network (RFC 5322)."""
    sender = settings.sender if settings else f"weerklank@{_NOWHERE}"
    message = EmailMessage(policy=SMTP)
    message["From"] = Address("Weerklank", addr_spec=sender)
    message["To"] = Address(letter.name, addr_spec=letter.email or f"nobody@{_NOWHERE}")
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = f"<{letter.mark}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    # A line says one thing: what was filled in somewhere can't forge another.
    message.set_content("".join(f"{one_line(line)}\n" for line in letter.body))
    return message.as_bytes()


def _connect(settings: MailSettings) -> smtplib.SMTP:
    name = settings.sender.rpartition("@")[2]
    guard = ssl.create_default_context(cadata=settings.authority)
    if settings.authority:
        guard.load_default_certs()
    server: smtplib.SMTP | None = None
    try:
        if settings.security is MailSecurity.TLS:
            server = smtplib.SMTP_SSL(
                settings.host, settings.port, name, timeout=PATIENCE, context=guard
            )
        else:
            server = smtplib.SMTP(settings.host, settings.port, name, timeout=PATIENCE)
        if settings.security is MailSecurity.STARTTLS:
            server.starttls(context=guard)
        if settings.user is not None:
            server.login(settings.user, settings.password or "")
    except (smtplib.SMTPException, OSError, ValueError) as error:
        if server is not None:
            server.close()
        raise NotSent(_reason(error)) from None  # what the server said may hold the login
    return server


def _reason(error: Exception) -> Text:
    if isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPNotSupportedError):
        return _LOGIN if isinstance(error, smtplib.SMTPAuthenticationError) else _UNTRUSTED
    if isinstance(error, ssl.SSLError | ValueError):
        return _UNTRUSTED
    return _AWAY

"""`weerklank mail`: mail to the owners of the register, and by which server it goes."""

from pathlib import Path

import click

from weerklank.cli.account_text import notices_json, tell_notices
from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.errors import NotNow
from weerklank.model.json_value import JsonObject
from weerklank.model.mail import MailSecurity, MailSettings
from weerklank.services.disclose.mail_tasks import pending_tasks
from weerklank.services.people.mail_settings import mail_json, read_secret, set_mail
from weerklank.services.register.notify_owner import FAILED, NOT_NOW, Pending, pending
from weerklank.services.schedule.send_mail import send_mail
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace

_PORTS = {MailSecurity.STARTTLS: 587, MailSecurity.TLS: 465, MailSecurity.NONE: 25}


@click.group(
    "mail",
    help=say(
        "E-mail aan wie het accountoverzicht beheert of aan Woo-verzoeken werkt.",
        "Mail to who keeps the register, or works on Woo requests.",
    ),
)
def mail_command() -> None:
    """Hold what one can do with mail."""


@mail_command.command(
    "send",
    help=say(
        "Verstuur wat nog gemeld moet worden: wijzigingen, wat na te lopen is, en taken bij "
        "Woo-verzoeken. Bedoeld voor een dagelijkse taak.",
        "Send what is still to be told: changes, what is to be reviewed, and tasks of Woo "
        "requests. Meant for a daily task.",
    ),
)
@common
def send(given: Common) -> None:
    """Send what is due."""
    workplace = given.workplace()
    before = _due(workplace)
    notices = send_mail(workplace)
    waiting = _due(workplace)
    sent = before - waiting

    def text() -> None:
        echo(say("{count} gemeld.", "{count} told.", count=sent))
        tell_notices(notices)

    told: JsonObject = {"sent": sent, "waiting": waiting, "warnings": notices_json(notices)}
    if any(notice.code == FAILED for notice in notices):
        if not given.json:
            text()
        error = NotNow(NOT_NOW, waiting=waiting)
        error.answer = told
        raise error
    answer(told, as_json=given.json, text=text)
    click.get_current_context().exit(1 if waiting else 0)


@mail_command.command(
    "list",
    help=say(
        "Toon wat nog gemeld moet worden, en hoe e-mail eruit gaat.",
        "Show what is still to be told, and how mail goes out.",
    ),
)
@common
def show_all(given: Common) -> None:
    """List what is due."""
    workplace = given.workplace()
    found = pending(workplace)
    asked = [one for one in pending_tasks(workplace) if one.tasks]
    told: JsonObject = {
        "mail": mail_json(workplace),
        "owners": [_pending_json(one) for one in found],
        "woo": [{"name": one.name, "email": one.email, "tasks": len(one.tasks)} for one in asked],
    }

    def text() -> None:
        _tell_mail(workplace)
        for one in found:
            echo(
                say(
                    "{name}: {changes} {changes:wijziging|wijzigingen}, {accounts} "
                    "{accounts:account|accounts} na te lopen",
                    "{name}: {changes} {changes:change|changes}, {accounts} "
                    "{accounts:account|accounts} to review",
                    name=one.name,
                    changes=len(one.changes),
                    accounts=len(one.to_review),
                )
            )
        for person in asked:
            echo(
                say(
                    "{name}: {tasks} {tasks:taak|taken} bij Woo-verzoeken",
                    "{name}: {tasks} {tasks:task|tasks} of Woo requests",
                    name=person.name,
                    tasks=len(person.tasks),
                )
            )

    answer(told, as_json=given.json, text=text)


@mail_command.command(
    "set",
    help=say(
        "Stel in via welke mailserver e-mail gaat. De instelling ligt naast de sleutels.",
        "Set by which mail server mail goes. The setting lies beside the keys.",
    ),
)
@click.argument("host", metavar="HOST")
@click.option("--port", type=click.IntRange(1, 65535), metavar="N", help=say("Poort.", "Port."))
@click.option(
    "--security",
    type=click.Choice([one.value for one in MailSecurity]),
    default=MailSecurity.STARTTLS.value,
    show_default=True,
    help=say("Hoe de verbinding is beveiligd.", "How the connection is guarded."),
)
@click.option(
    "--from",
    "sender",
    metavar="ADDRESS",
    required=True,
    help=say("Adres van de afzender.", "Address of the sender."),
)
@click.option("--user", metavar="NAME", help=say("Aanmeldnaam.", "Name to log in with."))
@click.option(
    "--password-file",
    metavar="FILE",
    help=say(
        "Bestand met het wachtwoord; alleen de eerste regel telt.",
        "File with the password; its first line counts.",
    ),
)
@click.option(
    "--ca",
    "authority",
    metavar="FILE",
    help=say(
        "Stamcertificaat van een eigen mailserver (PEM).",
        "Root certificate of a mail server of one's own (PEM).",
    ),
)
@click.option(
    "--language",
    type=click.Choice(["nl", "en"]),
    default="nl",
    show_default=True,
    help=say("Taal van de e-mail.", "Language of the mail."),
)
@common
def set_(
    given: Common,
    host: str,
    port: int | None,
    security: str,
    sender: str,
    user: str | None,
    password_file: str | None,
    authority: str | None,
    language: str,
) -> None:
    """Set the mail server."""
    workplace = given.workplace()
    guard = MailSecurity(security)
    settings = MailSettings(
        host=host.strip(),
        port=port or _PORTS[guard],
        security=guard,
        sender=sender.strip(),
        user=user,
        password=read_secret(Path(password_file)).splitlines()[0] if password_file else None,
        authority=read_secret(Path(authority)) if authority else None,
        language="en" if language == "en" else "nl",
    )
    set_mail(workplace, settings)
    _tell_set(given, workplace)


@mail_command.command(
    "unset",
    help=say(
        "Gebruik geen mailserver meer; e-mail gaat naar de map 'outbox' naast de sleutels.",
        "Use no mail server any more; mail goes to the folder 'outbox' beside the keys.",
    ),
)
@common
def unset(given: Common) -> None:
    """Forget the mail server."""
    workplace = given.workplace()
    set_mail(workplace, None)
    _tell_set(given, workplace)


def _tell_set(given: Common, workplace: Workplace) -> None:
    seal_events(workplace)
    answer(
        {"mail": mail_json(workplace), "state": "set"},
        as_json=given.json,
        text=lambda: _tell_mail(workplace),
    )


def _tell_mail(workplace: Workplace) -> None:
    mail = mail_json(workplace)
    if mail["way"] == "outbox":
        echo(say("Geen mailserver: {outbox}", "No mail server: {outbox}", outbox=mail["outbox"]))
        return
    line = f"{mail['host']}:{mail['port']} ({mail['security']})"
    echo(say("Mailserver {line}, van {sender}", "Mail server {line}, from {sender}", line=line,
             sender=mail["sender"]))  # fmt: skip


def _due(workplace: Workplace) -> int:
    """Count what is to be told, to all together."""
    owners = sum(len(one.changes) + len(one.to_review) for one in pending(workplace))
    return owners + sum(len(one.tasks) for one in pending_tasks(workplace))


def _pending_json(one: Pending) -> JsonObject:
    return {
        "name": one.name,
        "email": one.email,
        "changes": len(one.changes),
        "accounts": [due.account for due in one.to_review],
    }

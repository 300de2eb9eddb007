"""Report damage: tell the archivists what an audit found, by mail or in the outbox.

Each is told once of what goes on: again when it was sound in between, or after a week.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

from weerklank.integrity.verify.findings import Finding
from weerklank.jobs.audit import AUDITED
from weerklank.model.clock import civil_day
from weerklank.model.errors import WeerklankError
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.mail import Letter, letter
from weerklank.model.person import Role
from weerklank.model.text import Language, Text
from weerklank.register.postman import NotSent, Postman
from weerklank.services.workplace import Workplace
from weerklank.store.mail_folder import read_contacts

#: Kind of the event by which the journal keeps that somebody was told.
TOLD = "mail.damage"
#: Days after which somebody is told again of damage that is still there.
AGAIN = 7
_MOST_LINES = 20

_NOT_SENT = Text(
    "Over de schade is {name} niet gemaild: {reason}.",
    "{name} was not mailed about the damage: {reason}.",
)
_NO_ADDRESS = Text("er is geen e-mailadres", "there is no e-mail address")
_SUBJECT = Text("{organisation}: schade in het archief", "{organisation}: damage in the archive")
_OPENING = Text(
    "Bij de gespreide controle van {day} is schade gevonden in het archief van {organisation} "
    "({count} {count:bevinding|bevindingen}):",
    "The audit of {day} found damage in the archive of {organisation} ({count} "
    "{count:finding|findings}):",
)
_MORE = Text("en nog {count}.", "and {count} more.")
_NEXT = Text(
    "Wijzig niets. 'weerklank repair' herstelt uit de replica's wat daar is zoals het logboek "
    "zegt; wat overblijft, noemt het.",
    "Change nothing. 'weerklank repair' mends from the replicas what is there as the log says; "
    "what is left it names.",
)


def report_damage(workplace: Workplace, findings: Sequence[Finding]) -> tuple[str, ...]:
    """Tell archivists what was found; gives the names of those told. Never fails for mail.

    When the log is so damaged that no event can be written, they are told at each audit.
    """
    try:
        waiting = _to_tell(workplace)
        return tuple(_deliver(workplace, waiting, findings)) if waiting else ()
    except (WeerklankError, OSError):
        return ()  # such as a register or settings that are damaged: the audit itself stands


def _to_tell(workplace: Workplace) -> list[str]:
    """Name the archivists in function who were not told of this damage lately."""
    today = workplace.today()
    held = workplace.register().holders(Role.ARCHIVIST)
    names = [one.name for one in held if Role.ARCHIVIST in one.roles_on(today)]
    since = workplace.clock.now() - timedelta(days=AGAIN)
    told = set[str]()
    for event in workplace.events.read_backwards(Book.JOURNAL, [TOLD, AUDITED]):
        if event.at < since or (event.kind == AUDITED and not event.data.get("findings")):
            break
        if event.kind == TOLD:
            told.add(str(event.data["to"]))
    return [name for name in names if name not in told]


def _deliver(workplace: Workplace, names: list[str], findings: Sequence[Finding]) -> list[str]:
    contacts, sent = read_contacts(workplace.keys), list[str]()
    postman = Postman(workplace.keys)
    try:
        for name in names:
            if postman.settings and contacts.get(name) is None:
                workplace.reporter.step(_NOT_SENT, name=name, reason=_NO_ADDRESS)
                continue
            try:
                postman.send(_letter(workplace, name, contacts.get(name), findings, postman))
            except NotSent as error:
                workplace.reporter.step(_NOT_SENT, name=name, reason=error.reason)
                continue
            sent.append(name)
            data: JsonObject = {"to": name, "findings": len(findings), "way": postman.way}
            with suppress(WeerklankError, OSError):  # the log may be what is damaged
                workplace.record(Book.JOURNAL, TOLD, "archive", data)
    finally:
        postman.close()
    return sent


def _letter(
    workplace: Workplace,
    name: str,
    email: str | None,
    findings: Sequence[Finding],
    postman: Postman,
) -> Letter:
    language: Language = postman.settings.language if postman.settings else "nl"
    now, organisation = workplace.clock.now(), workplace.organisation
    lines = [f"{one.code}  {one.path}: {one.message(language)}" for one in findings[:_MOST_LINES]]
    if len(findings) > _MOST_LINES:
        lines.append(_MORE.say(language, count=len(findings) - _MOST_LINES))
    opening = _OPENING.say(
        language,
        day=civil_day(now).isoformat(),
        organisation=organisation.name,
        count=len(findings),
    )
    return letter(
        organisation,
        name,
        email,
        subject=_SUBJECT.say(language, organisation=organisation.name),
        lines=(opening, "", *lines, "", _NEXT.say(language)),
        language=language,
        at=now,
        about=f"{TOLD} {civil_day(now)}",
    )

"""Mail tasks: tell who works on Woo requests what is asked of them (docs/adr/0178).

What is still to be told follows from the dossiers and the journal, as with changes of the register
(docs/adr/0033): each task once to each, all that is new in one mail, and nothing of what a request
or a document says.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from weerklank.model.day_words import day
from weerklank.model.errors import WeerklankError
from weerklank.model.event import Book, Event
from weerklank.model.json_value import JsonObject
from weerklank.model.mail import Letter, letter
from weerklank.model.notice import Notice
from weerklank.model.text import Language, Text
from weerklank.register.postman import NotSent, Postman
from weerklank.services.disclose.dossier_tasks import Asks, DossierTask, dossier_tasks
from weerklank.services.people.screens_address import address_of_screens
from weerklank.services.runs.kept_fold import KeptFold, fold_journal
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked
from weerklank.store.mail_folder import read_contacts

#: Kinds of the events by which the journal keeps that somebody was told, or could not be.
TOLD, NOT_TOLD = "mail.tasks", "mail.tasks-waiting"
#: Code of the notice that mail could not be sent now, as of changes of the register.
FAILED, NO_ADDRESS = "mail-failed", "no-address"

_WAITS = Text(
    "{name} is over {count} {count:taak|taken} bij Woo-verzoeken nog niet gemaild: {reason}. Het "
    "wordt opnieuw geprobeerd, ook met 'weerklank mail send'.",
    "{name} was not mailed yet about {count} {count:task|tasks} of Woo requests: {reason}. It is "
    "tried again, by 'weerklank mail send' too.",
)
_WITHOUT = Text(
    "{name} heeft taken bij Woo-verzoeken en geen e-mailadres; geef het met 'weerklank person add "
    '"{name}" --email ADRES\'.',
    "{name} has tasks of Woo requests and no e-mail address; give it by 'weerklank person add "
    '"{name}" --email ADDRESS\'.',
)
_SUBJECT = Text(
    "{organisation}: {count} {count:taak|taken} bij Woo-verzoeken",
    "{organisation}: {count} {count:task|tasks} of Woo requests",
)
_OPENING = Text(
    "Dit wacht op u in het archief van {organisation}:",
    "This waits for you in the archive of {organisation}:",
)
_DOSSIER = Text("Woo-verzoek {dossier}", "Woo request {dossier}")
_WHERE = Text(
    "U vindt het in de schermen onder 'Woo-verzoeken'.",
    "You find it on the screens under 'Woo requests'.",
)
_ONCE = Text(
    "Van elke taak krijgt u één keer bericht. Wat er in een verzoek of stuk staat, komt nooit in "
    "een e-mail.",
    "You are told of each task once. What a request or document says never comes in a mail.",
)
_SAID: dict[Asks, Text] = {
    Asks.JUDGE: Text(
        "{count} {count:stuk|stukken} te beoordelen", "{count} {count:document|documents} to judge"
    ),
    Asks.READ: Text(
        "als tweede lezer te lezen: {count} {count:stuk|stukken}",
        "to read as second reader: {count} {count:document|documents}",
    ),
    Asks.FREEZE: Text(
        "gelezen door een tweede lezer, vast te stellen",
        "read by a second reader, to be frozen",
    ),
    Asks.ANSWER: Text(
        "een tweede lezer is niet akkoord met {count} {count:stuk|stukken}: geef antwoord",
        "a second reader does not agree with {count} {count:document|documents}: answer",
    ),
    Asks.DECIDE: Text(
        "er is antwoord op wat een tweede lezer zei, bij {count} {count:stuk|stukken}: besluit "
        "opnieuw",
        "there is an answer to what a second reader said, of {count} "
        "{count:document|documents}: decide anew",
    ),
    Asks.NEAR: Text("de termijn loopt af op {due}", "the term ends on {due}"),
    Asks.OVER: Text("de termijn is voorbij sinds {due}", "the term is over since {due}"),
}


@dataclass(frozen=True, slots=True)
class PendingTasks:
    """What somebody is still to be told."""

    name: str
    email: str | None
    tasks: tuple[DossierTask, ...]


@dataclass(slots=True)
class _Told:
    """What was told by mail: the tasks of each, and since when mail to whom waits."""

    tasks: dict[str, list[str]] = field(default_factory=dict)
    waiting: dict[str, datetime] = field(default_factory=dict)


class _ToldFold:
    """What was told by mail as the journal so far says it."""

    def __init__(self, so_far: _Told | None = None) -> None:
        known = so_far or _Told()
        self._tasks = {name: [*keys] for name, keys in known.tasks.items()}
        self._waiting = dict(known.waiting)

    def take(self, event: Event) -> None:
        if event.kind == TOLD:
            keys, name = event.data["tasks"], str(event.data["to"])
            self._tasks.setdefault(name, []).extend(
                map(str, keys) if isinstance(keys, list) else ()
            )
            self._waiting.pop(name, None)
        elif event.kind == NOT_TOLD:
            self._waiting.setdefault(str(event.data["to"]), event.at)

    def result(self) -> _Told:
        tasks = {name: [*keys] for name, keys in self._tasks.items()}
        return _Told(tasks, dict(self._waiting))


_KEPT = KeptFold("told-tasks", _Told, _ToldFold, _ToldFold)


def pending_tasks(workplace: Workplace) -> list[PendingTasks]:
    """Give what each who works on Woo requests is still to be told, also when that is nothing."""
    every = dossier_tasks(workplace)
    if not every:
        return []
    told = {
        name: frozenset(keys)
        for name, keys in fold_journal(workplace, _KEPT, keep=True).tasks.items()
    }
    contacts = read_contacts(workplace.keys)
    return [
        PendingTasks(
            name,
            contacts.get(name),
            tuple(one for one in tasks if one.key not in told.get(name, frozenset())),
        )
        for name, tasks in every.items()
    ]


def tasks_waiting(workplace: Workplace) -> tuple[int, datetime] | None:
    """Tell of how many people the mail waits, and since when; None where none does."""
    waiting = workplace.events.fold(Book.JOURNAL, _ToldFold).waiting
    if not waiting:
        return None
    left = {one.name for one in pending_tasks(workplace) if one.tasks}
    since = [at for name, at in waiting.items() if name in left]
    return (len(since), min(since)) if since else None


def mail_tasks(workplace: Workplace) -> tuple[Notice, ...]:
    """Tell each what there is to tell; gives what to mind. Never fails for mail."""
    try:
        with locked(workplace.layout.lock("mail"), "mail", wait=True):
            waiting = [one for one in pending_tasks(workplace) if one.tasks]
            return tuple(_deliver(workplace, waiting)) if waiting else ()
    except WeerklankError as error:  # such as settings that are damaged
        values = {"name": "?", "count": "?", "reason": error.code}
        return (Notice(FAILED, _WAITS, values),)


def _deliver(workplace: Workplace, waiting: list[PendingTasks]) -> Iterator[Notice]:
    known = fold_journal(workplace, _KEPT).waiting
    postman = Postman(workplace.keys)
    try:
        for one in waiting:
            if postman.settings and one.email is None:
                _note_waiting(workplace, one, known)
                yield Notice(NO_ADDRESS, _WITHOUT, {"name": one.name})
                continue
            try:
                postman.send(_letter(workplace, one, postman))
            except NotSent as error:
                _note_waiting(workplace, one, known)
                values = {"name": one.name, "count": len(one.tasks), "reason": error.reason}
                yield Notice(FAILED, _WAITS.filled(**values))
                continue
            keys: JsonObject = {"tasks": [task.key for task in one.tasks]}
            data: JsonObject = {**keys, "to": one.name, "way": postman.way}
            workplace.record(Book.JOURNAL, TOLD, "dossiers", data)
    finally:
        postman.close()


def _note_waiting(workplace: Workplace, one: PendingTasks, known: Mapping[str, datetime]) -> None:
    """Keep once that somebody could not be told, until they are."""
    if one.name not in known:
        workplace.record(Book.JOURNAL, NOT_TOLD, "dossiers", {"to": one.name})


def _letter(workplace: Workplace, one: PendingTasks, postman: Postman) -> Letter:
    language: Language = postman.settings.language if postman.settings else "nl"
    about = {"organisation": workplace.organisation.name}
    return letter(
        workplace.organisation,
        one.name,
        one.email,
        subject=_SUBJECT.say(language, count=len(one.tasks), **about),
        lines=(
            _OPENING.say(language, **about),
            "",
            *_lines(workplace, one, language),
            _ONCE.say(language),
        ),
        language=language,
        at=workplace.clock.now(),
        about=f"{[task.key for task in one.tasks]}",
    )


def _lines(workplace: Workplace, one: PendingTasks, language: Language) -> Iterator[str]:
    address = address_of_screens(workplace)
    for dossier in dict.fromkeys(task.dossier for task in one.tasks):
        yield _DOSSIER.say(language, dossier=dossier)
        own = [task for task in one.tasks if task.dossier == dossier]
        for asks in dict.fromkeys(task.asks for task in own):
            same = [task for task in own if task.asks is asks]
            count, due = sum(task.count for task in same), day(same[0].due, language)
            yield f"- {_SAID[asks].say(language, count=count, due=due)}"
        if address is not None:
            yield f"  {address}/woo/{dossier}/"
        yield ""
    if address is None:
        yield _WHERE.say(language)
        yield ""

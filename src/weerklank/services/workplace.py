"""What every service works with: one archive, its keys, the time, and who acts."""

import getpass
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Protocol

import orjson

from weerklank.integrity.log import Log, RememberedLog
from weerklank.minimise import free_words
from weerklank.minimise.free_words import FreeTextRules
from weerklank.model.clock import Clock, civil_day, iso
from weerklank.model.epoch import Epoch
from weerklank.model.errors import BrokenInput, Refused, WeerklankError, WrongUse, fault
from weerklank.model.event import Book, Event
from weerklank.model.ids import RunId
from weerklank.model.json_value import JsonObject
from weerklank.model.loss import Loss
from weerklank.model.organisation import Organisation
from weerklank.model.person import Actor, Role
from weerklank.model.policy import (
    POLICY_APPROVED,
    POLICY_SEALED,
    Policy,
    SealedOriginals,
    changes_in,
)
from weerklank.model.symbols import ALPHABET
from weerklank.model.text import Text
from weerklank.register.book import Register, RegisterFold
from weerklank.register.epoch_fold import EpochFold
from weerklank.store.events import EventStore
from weerklank.store.keys import CHECKED, LISTS, KeyFolder, epoch_file, refuse_inside
from weerklank.store.layout import Layout
from weerklank.store.lock import locked
from weerklank.store.plain_file import NotPlain, read_plain
from weerklank.store.remembered_books import RememberedBooks

#: The version of the format that is written and read; docs/format/ says what is frozen in it.
FORMAT = 1

NO_ARCHIVE = fault(
    "ARCHIVE-001",
    Text(nl="{path} is geen archief van Weerklank.", en="{path} is no archive of Weerklank."),
    Text(
        nl="Wijs met --archive of WEERKLANK_ARCHIVE het archief aan, of maak er een met "
        "'weerklank init'.",
        en="Point --archive or WEERKLANK_ARCHIVE at the archive, or make one with "
        "'weerklank init'.",
    ),
)
OTHER_FORMAT = fault(
    "ARCHIVE-002",
    Text(
        nl="{path} heeft indeling {found}; deze versie kent {known}.",
        en="{path} has format {found}; this version knows {known}.",
    ),
    Text(
        nl="Een nieuwere Weerklank heeft eraan gewerkt: installeer die. Er is niets veranderd; "
        "met weerklank_verify.py, dat in het archief ligt, is het te controleren.",
        en="A newer Weerklank worked on it: install that one. Nothing was changed; "
        "weerklank_verify.py, which lies in the archive, checks it.",
    ),
)
BEFORE_FROZEN = fault(
    "ARCHIVE-020",
    Text(
        nl="{path} heeft indeling {found}, van voor de eerste vaste indeling (1).",
        en="{path} has format {found}, of before the first format that is fixed (1).",
    ),
    Text(
        nl="Maak een nieuw archief en neem de exports opnieuw op. Lezen kan met de versie van "
        "Weerklank die het maakte, controleren met weerklank_verify.py, dat in het archief ligt.",
        en="Make a new archive and take the exports in anew. The version of Weerklank that made "
        "it reads it, and weerklank_verify.py, which lies in the archive, checks it.",
    ),
)
ABOUT_DAMAGED = fault(
    "ARCHIVE-007",
    Text(
        nl="{path} is beschadigd: het zegt niet meer welk archief dit is.",
        en="{path} is damaged: it no longer says which archive this is.",
    ),
    Text(
        nl="Zet het bestand terug uit een kopie; de eerste gebeurtenis van register/ herhaalt "
        "het. 'weerklank verify' controleert intussen de rest.",
        en="Put the file back from a copy; the first event of register/ repeats it. "
        "Meanwhile 'weerklank verify' checks the rest.",
    ),
)
#: Bytes of a file that says what archive this is; more is nothing that was written here.
_LARGEST_ABOUT = 1 << 20
UNKNOWN_PERSON = fault(
    "ROLE-001",
    Text(nl="'{name}' staat niet in het register.", en="'{name}' is not in the register."),
    Text(
        nl="Voeg de persoon toe met 'weerklank person add', of controleer de naam.",
        en="Add the person with 'weerklank person add', or check the name.",
    ),
)
ROLE_MISSING = fault(
    "ROLE-002",
    Text(
        nl="Dit mag alleen wie de rol {roles} heeft; {name} heeft die niet.",
        en="Only someone with the role {roles} may do this; {name} has it not.",
    ),
    Text(
        nl="Laat iemand met die rol het doen en noem die persoon met --as.",
        en="Let someone with that role do it and name that person with --as.",
    ),
)


class Reporter(Protocol):
    """Tells the user how long work goes."""

    def step(self, text: Text, **values: object) -> None:
        """Say that a step begins or what was found."""
        ...

    def progress(self, done: int, total: int | None = None) -> None:
        """Say how far the step is."""
        ...


class Silent:
    """Tells nobody anything."""

    def step(self, text: Text, **values: object) -> None:
        """Say nothing."""

    def progress(self, done: int, total: int | None = None) -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What a process that answers many questions remembers of one archive, for all its threads.

    Without it everything is read anew each time, as a command does that lives for one question.
    """

    books: RememberedBooks = field(default_factory=RememberedBooks)
    log: RememberedLog = field(default_factory=RememberedLog)


class _PolicyFold:
    """Which policy is in force."""

    def __init__(self) -> None:
        self._policy = Policy(version=0, sealed=None)

    def take(self, event: Event) -> None:
        held = self._policy
        if event.kind == POLICY_SEALED:
            months = event.data["months"]
            sealed = SealedOriginals(months=months if isinstance(months, int) else None)
            knows = event.data.get("initials") is True or held.knows_initials
            self._policy = replace(
                held, version=held.version + 1, sealed=sealed, knows_initials=knows
            )
        elif event.kind == POLICY_APPROVED:
            self._policy = held.changed_by(changes_in(event.data))

    def result(self) -> Policy:
        return self._policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """One archive at hand."""

    layout: Layout
    organisation: Organisation
    keys: KeyFolder
    clock: Clock
    actor: Actor
    events: EventStore
    log: Log
    reporter: Reporter
    #: By what free text of third parties is searched.
    free_text: FreeTextRules = field(default_factory=lambda: free_words.FREE_TEXT)

    def today(self) -> date:
        """Give the day that it is in Europe/Amsterdam, where terms and dated facts are counted."""
        return civil_day(self.clock.now())

    def register(self) -> Register:
        """Read the register as it stands."""
        return self.events.fold(Book.REGISTER, RegisterFold).copy()

    def policy(self) -> Policy:
        """Read the policy in force."""
        return self.events.fold(Book.DECISIONS, _PolicyFold)

    def epochs(self) -> tuple[Epoch, ...]:
        """Read which epochs of pseudonyms there are, in order; new threads begin in the last.

        A key that lies in the folder without a decision is no epoch.
        """
        return self.events.fold(Book.DECISIONS, EpochFold)

    def checked_keys(self) -> KeyFolder:
        """Give the key folder, in which no key can be another than decisions on epochs say."""
        checks: dict[str, str] = {}
        for one in self.epochs():
            if one.check is not None and one.is_open:
                checks[epoch_file(one.number)] = one.check
            if one.lists is not None:
                checks[LISTS] = one.lists
        return self.keys.with_checks(checks) if checks else self.keys

    def record(self, book: Book, kind: str, subject: str, data: JsonObject) -> Event:
        """Write an event of now, by whoever acts.

        It is never dated before the newest event of its book that is known here: a clock that was
        set back must not bring what was changed before what was registered. Nothing is written,
        and so nothing takes effect, when it could not enter the log.
        """
        self.demand_sound()
        return self.write(book, kind, subject, data)[0]

    def write(self, book: Book, kind: str, subject: str, data: JsonObject) -> tuple[Event, Path]:
        """Write an event as `record` does, by who has seen that it can enter the log."""
        at, newest = self.clock.now(), self.events.newest(book)
        if newest is not None:
            at = max(at, newest + timedelta(milliseconds=1))
        event = Event(book=book, kind=kind, at=at, actor=self.actor, subject=subject, data=data)
        return event, self.events.write(event)

    def losses(self) -> tuple[Loss, ...]:
        """Tell which events the log holds and the archive lacks, for who shows what they say.

        Files are listed, none is read. An error of the log where that can't be read.
        """
        return self.events.losses(self.log.events())

    def demand_sound(self) -> None:
        """Refuse to act with keys of another archive, or on an archive that is not sound.

        That is: its log can't be appended to, or holds a decision or an entry of the register
        that is gone. Looked at once a process.
        """
        if self.events.is_sound:
            return
        self.keys.refuse_others()
        with locked(self.layout.lock("log"), "log", wait=True):
            sealed = self.log.events()
            self.log.demand_appendable(self.organisation.origin, self.keys)
            self.events.demand_there(sealed)
        self.checked_keys().refuse_others()
        self.events.is_sound = True

    def new_run(self) -> RunId:
        """Give the next run a name that no other has: its start, and six random symbols."""
        return RunId(f"{self.clock.now():%Y%m%dT%H%M%SZ}-{session_name()}")

    def require(self, *roles: Role) -> None:
        """Refuse unless whoever acts was named and holds one of the roles."""
        if not set(roles) & set(self.actor.roles):
            names = " / ".join(roles)
            raise Refused(ROLE_MISSING, roles=names, name=self.actor.known_as)


def session_name() -> str:
    """Give six random symbols, to keep apart what two processes write at the same moment."""
    return "".join(ALPHABET[byte & 31] for byte in secrets.token_bytes(6))


def system_user() -> str:
    """Give the name of the operating-system user."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def read_about(layout: Layout) -> Organisation:
    """Read what archive this is; BrokenInput when the file is there and does not say it.

    WrongUse when there is no archive here, or one of another format.
    """
    try:
        content = read_plain(layout.about, _LARGEST_ABOUT)
    except OSError as error:
        raise WrongUse(NO_ARCHIVE, path=layout.root) from error
    except NotPlain as error:
        raise BrokenInput(ABOUT_DAMAGED, path=layout.about) from error
    try:
        about: JsonObject = orjson.loads(content)
        _demand_known(about["format"], layout)  # first: another format may say the rest otherwise
        return _organisation(about)
    except (ValueError, TypeError, LookupError) as error:
        raise BrokenInput(ABOUT_DAMAGED, path=layout.about) from error


def _demand_known(found: object, layout: Layout) -> None:
    """Refuse a format that is not the one that this version reads; TypeError where it is none."""
    if not isinstance(found, int) or isinstance(found, bool):
        raise TypeError("format")
    if found > FORMAT:
        raise WrongUse(OTHER_FORMAT, path=layout.root, found=found, known=FORMAT)
    if found < FORMAT:
        raise WrongUse(BEFORE_FROZEN, path=layout.root, found=found)


def _organisation(about: JsonObject) -> Organisation:
    name, prefix, tooi, origin = (
        about[key] for key in ("organisation", "prefix", "tooi", "origin")
    )
    if not isinstance(name, str) or not isinstance(prefix, str) or not isinstance(origin, str):
        raise TypeError("organisation")
    return Organisation(
        name=name, prefix=prefix, tooi=None if tooi is None else str(tooi), origin=origin
    )


def _key_checks(layout: Layout) -> dict[str, str]:
    """Read the check values of the keys; none of a damaged file, which is refused by itself."""
    try:
        found = orjson.loads(read_plain(layout.about, _LARGEST_ABOUT))["keys"]
        return {str(name): str(found[name]) for name in CHECKED if name in found}
    except (OSError, ValueError, TypeError, LookupError):
        return {}


def _organisation_of(layout: Layout, events: EventStore, *, verifying: bool) -> Organisation:
    """Read what archive this is, to verify also by the event that repeats it."""
    try:
        return read_about(layout)
    except (BrokenInput, WrongUse) as damage:
        if not verifying or damage.code in (OTHER_FORMAT, BEFORE_FROZEN):
            raise
        try:
            made = next(events.read(Book.REGISTER))
            return _organisation(made.data)
        except (WeerklankError, StopIteration, LookupError, TypeError):
            raise damage from None


def open_workplace(
    archive: Path,
    keys: Path,
    *,
    clock: Clock,
    reporter: Reporter,
    acting: str | None = None,
    verifying: bool = False,
    memory: Memory | None = None,
) -> Workplace:
    """Open an archive for work; `acting` names a person of the register.

    With `verifying` it opens also when the file that says what archive this is is damaged, or
    gone, as far as the register repeats it.
    """
    layout = Layout(archive)
    key_folder = KeyFolder(keys, _key_checks(layout))
    log = Log(layout.log, memory.log if memory else None)
    events = EventStore(
        layout,
        session_name(),
        key_folder,
        memory.books if memory else None,
        None if verifying else log.events,
    )
    organisation = _organisation_of(layout, events, verifying=verifying)
    refuse_inside(keys, archive)
    return Workplace(
        layout=layout,
        organisation=organisation,
        keys=key_folder,
        clock=clock,
        actor=_actor(
            acting,
            lambda: events.fold(Book.REGISTER, RegisterFold),
            civil_day(clock.now()),
        ),
        events=events,
        log=log,
        reporter=reporter,
    )


def _actor(acting: str | None, register: Callable[[], Register], today: date) -> Actor:
    if acting is None:
        return Actor(system_user=system_user())
    person = register().persons.get(acting)
    if person is None:
        raise WrongUse(UNKNOWN_PERSON, name=acting)
    return Actor(system_user=system_user(), name=person.name, roles=person.roles_on(today))


def about_line(
    organisation: Organisation, created: datetime, sealing: str, checks: Mapping[str, str]
) -> JsonObject:
    """Write what archive this is."""
    return {
        "created": iso(created.astimezone(UTC)),
        "format": FORMAT,
        "keys": {**checks},
        "organisation": organisation.name,
        "origin": organisation.origin,
        "prefix": organisation.prefix,
        "sealing": sealing,
        "tooi": organisation.tooi,
    }

"""Turn epochs: begin one by decision, and end one of which nothing is held any more.

Beginning: tables and key of the new epoch, then the decision; what a process left that died
before that is made anew. Ending: nothing of it may be left in any record; the decision, sealed,
from which on it goes only forward; keys; tables; done. A process that died is finished by the next
act on epochs and by the schedule.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from weerklank.catalogue.catalogue import Catalogue
from weerklank.minimise.blind_epochs import tables_of
from weerklank.minimise.blind_tables import EpochRows, clear_tables, lay_tables, read_rows
from weerklank.model.epoch import (
    BEGUN,
    ENDED,
    ENDING,
    FIRST,
    SHREDDED,
    Epoch,
    subject_of,
)
from weerklank.model.errors import Refused, WeerklankError, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.ids import SHORTEST_PSEUDONYM
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.reason import given_reason
from weerklank.model.symbols import encode
from weerklank.model.text import Text
from weerklank.package.names import ANSWERS, RECORDS, SOURCE, Found, packages
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.seal.open_blind import open_blind
from weerklank.services.seal.read_named import tag_again
from weerklank.services.seal.read_replicas import listed
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace, session_name
from weerklank.store.atomic import make_folder, replace_file, sync_folder
from weerklank.store.keys import keys_of_epoch
from weerklank.store.lock import locked
from weerklank.store.members import read_lines
from weerklank.store.ocfl import CONTENT

NO_EPOCH = fault(
    "EPOCH-001",
    Text(nl="Er is geen tijdvak {number}.", en="There is no epoch {number}."),
    Text(
        nl="'weerklank keys epoch list' noemt ze alle.",
        en="'weerklank keys epoch list' names them all.",
    ),
)
IS_NOW = fault(
    "EPOCH-002",
    Text(
        nl="Tijdvak {number} is dat van nu: nieuwe draden beginnen erin.",
        en="Epoch {number} is that of now: new threads begin in it.",
    ),
    Text(
        nl="Laat eerst een nieuw tijdvak beginnen: weerklank keys epoch begin",
        en="Let a new one begin first: weerklank keys epoch begin",
    ),
)
HAS_ENDED = fault(
    "EPOCH-003",
    Text(
        nl="Tijdvak {number} is al beëindigd; de sleutels ervan zijn vernietigd.",
        en="Epoch {number} has ended already; its keys are destroyed.",
    ),
    Text(
        nl="'weerklank keys epoch list' zegt wanneer, door wie en op welke grond.",
        en="'weerklank keys epoch list' tells when, by whom and on what ground.",
    ),
)
STILL_HELD = fault(
    "EPOCH-004",
    Text(
        nl="Van tijdvak {number} zijn nog {items} {items:bericht|berichten} bewaard, in {threads} "
        "{threads:draad|draden}.",
        en="Of epoch {number} {items} {items:item|items} {items:is|are} still held, in {threads} "
        "{threads:thread|threads}.",
    ),
    Text(
        nl="Het kan eindigen als het laatste is vernietigd, volgens de selectielijst. Er is niets "
        "veranderd.",
        en="It can end once the last is destroyed, by the selection list. Nothing was changed.",
    ),
)
STILL_SHOWN = fault(
    "EPOCH-005",
    Text(
        nl="In {package} staat nog een pseudoniem van tijdvak {number}.",
        en="A pseudonym of epoch {number} still stands in {package}.",
    ),
    Text(
        nl="Er is niets veranderd. Neem contact op met wie het archief beheert: dat bericht staat "
        "niet bij de draden van dat tijdvak.",
        en="Nothing was changed. Turn to who runs the archive: that item is not among the threads "
        "of that epoch.",
    ),
)
LOOKING = Text(
    "Elk record wordt doorzocht op pseudoniemen van het tijdvak.",
    "Looking through every record for pseudonyms of the epoch.",
)
#: A pseudonym as a text shows it, and as a record names its author.
_SHOWN = re.compile(rb"Burger-((?>[0-9A-Z]++(?:-[0-9A-Z]++)*))")
_NAMED = re.compile(rb'"pseudonym":"([0-9a-z]{26})"')


@dataclass(frozen=True, slots=True)
class EpochHeld:
    """An epoch, and what is held of it."""

    epoch: Epoch
    #: Whether new threads begin in it.
    is_now: bool
    persons: int = 0
    threads: int = 0
    items: int = 0

    @property
    def can_end(self) -> bool:
        """Tell whether nothing of it is held, and it is not that of now."""
        return self.epoch.is_open and not self.is_now and not self.items


def epochs_held(workplace: Workplace, *, counts_now: bool = True) -> list[EpochHeld]:
    """Give all epochs in order, with what is held of each; no key is needed for it.

    Of the epoch of now, by far the largest, only with `counts_now`. BrokenInput when a table is
    gone.
    """
    epochs = workplace.epochs()

    def count(catalogue: Catalogue) -> list[EpochHeld]:
        return [
            _held(workplace, catalogue, one, is_now=one is epochs[-1])
            if one.is_open and (counts_now or one is not epochs[-1])
            else EpochHeld(one, one is epochs[-1])
            for one in epochs
        ]

    return consult(workplace, count)


def _held(workplace: Workplace, catalogue: Catalogue, epoch: Epoch, *, is_now: bool) -> EpochHeld:
    rows = read_rows(tables_of(workplace.layout.blind, epoch.number))
    sizes = [catalogue.database.threads.size(thread) for thread in rows.threads]
    return EpochHeld(
        epoch,
        is_now,
        persons=len(rows.persons),
        threads=sum(map(bool, sizes)),
        items=sum(sizes),
    )


def begin_epoch(workplace: Workplace, ground: str, reason: str) -> Epoch:
    """Let a new epoch begin: from now on new threads get pseudonyms under a key of its own.

    Refused to who is no privacy officer; Locked while a run is at work on any account; WrongUse
    without ground or reason.
    """
    workplace.require(Role.PRIVACY)
    told: JsonObject = {"ground": given_reason(ground), "reason": given_reason(reason)}
    workplace.demand_sound()
    with _alone(workplace):
        _finish_all(workplace)
        with closing(open_blind(workplace, writes=False)):
            pass  # a key or a table that is missing is mended first
        number = len(workplace.epochs()) + 1
        # The program for readers that lies there may be of before there were epochs.
        shipped = files("weerklank.integrity").joinpath("weerklank_verify.py")
        replace_file(workplace.layout.verifier, shipped.read_bytes())
        _lay(workplace, number)
        told["check"] = workplace.keys.make_epoch(number)
        workplace.record(Book.DECISIONS, BEGUN, subject_of(number), told)
        seal_events(workplace)
        return workplace.epochs()[-1]


def end_epoch(workplace: Workplace, number: int, ground: str, reason: str) -> Epoch:
    """End an epoch of which nothing is held: its keys are destroyed, and its tables.

    Refused to who is no privacy officer, for the epoch of now, one that has ended, and while one
    item of it lives; Locked while a run is at work; BrokenInput when a package can't be read: then
    that nothing was found says nothing.
    """
    workplace.require(Role.PRIVACY)
    told: JsonObject = {"ground": given_reason(ground), "reason": given_reason(reason)}
    workplace.demand_sound()
    with _alone(workplace):
        epochs = workplace.epochs()
        _finish_all(workplace)
        if not 0 < number <= len(epochs):
            raise WrongUse(NO_EPOCH, number=number)
        found = epochs[number - 1]
        if found.ended is not None:
            raise Refused(HAS_ENDED, number=number)
        if not found.is_open:  # a process died that had begun, and it is finished now
            return workplace.epochs()[number - 1]
        if number == len(epochs):
            raise Refused(IS_NOW, number=number)
        _demand_gone(workplace, number)
        workplace.record(Book.DECISIONS, ENDING, subject_of(number), told)
        seal_events(workplace)
        _finish(workplace, number)
        return workplace.epochs()[number - 1]


@dataclass(slots=True)
class EpochsFinished:
    """What was left of epochs that ended; `errors` are why anything waits."""

    errors: list[WeerklankError]


def finish_epochs(workplace: Workplace) -> EpochsFinished:
    """Finish ends that a dead process began, and destroy keys that came back since."""
    try:
        if _is_anything_left(workplace):
            workplace.demand_sound()
            with _alone(workplace):
                _finish_all(workplace)
    except WeerklankError as error:
        return EpochsFinished([error])
    return EpochsFinished([])


@contextmanager
def _alone(workplace: Workplace) -> Iterator[None]:
    """Keep every run out: one that is at work knows no epoch that begins or ends meanwhile."""
    with ExitStack() as stack:
        for account in sorted(workplace.register().accounts):
            stack.enter_context(locked(workplace.layout.lock(f"account-{account}"), account))
        decisions = workplace.layout.lock("decisions")
        stack.enter_context(locked(decisions, "decisions", wait=True))
        yield


def _lay(workplace: Workplace, number: int) -> None:
    """Lay the tables of an epoch, all at once; without a decision what lies there is not ours."""
    place = tables_of(workplace.layout.blind, number)
    _take_away(workplace, number)
    made = _trash(workplace, number)
    lay_tables(made)
    make_folder(place.parent)
    made.rename(place)
    sync_folder(place.parent)


def _take_away(workplace: Workplace, number: int) -> None:
    """Take away the tables of a later epoch than the first, and what is left of them elsewhere."""
    place = tables_of(workplace.layout.blind, number)
    if place.is_dir():
        place.rename(_trash(workplace, number))
        sync_folder(place.parent)
    for left in (workplace.layout.open / "trash").glob(f"*-epoch{number:04d}-*"):
        shutil.rmtree(left)


def _trash(workplace: Workplace, number: int) -> Path:
    """Give a name for tables on their way; what is left under one is no part of the archive."""
    month = f"{workplace.clock.now():%Y-%m}"
    folder = workplace.layout.open / "trash"
    make_folder(folder)
    return folder / f"{month}-epoch{number:04d}-{session_name()}"


def _demand_gone(workplace: Workplace, number: int) -> None:
    """Refuse while anything of an epoch is held: by its threads, and then by every record."""
    rows = read_rows(tables_of(workplace.layout.blind, number))

    def sizes(catalogue: Catalogue) -> list[int]:
        return [catalogue.database.threads.size(thread) for thread in rows.threads]

    found = consult(workplace, sizes)
    if any(found):
        raise Refused(STILL_HELD, number=number, items=sum(found), threads=sum(map(bool, found)))
    _demand_unnamed(workplace, number, rows)


def _demand_unnamed(workplace: Workplace, number: int, rows: EpochRows) -> None:
    """Refuse while a record or a source shows a pseudonym of an epoch, whatever its thread."""
    workplace.reporter.step(LOOKING)
    tags = set(map(encode, rows.persons))
    shown = {tag[:SHORTEST_PSEUDONYM] for tag in tags}
    every = packages(workplace.layout)
    for done, found in enumerate(every, 1):
        for line in _lines_of(found):
            if any(one.decode() in tags for one in _NAMED.findall(line)) or any(
                _begins(one.decode()) in shown for one in _SHOWN.findall(line)
            ):
                raise Refused(STILL_SHOWN, number=number, package=str(found.name))
        workplace.reporter.progress(done, len(every))


def _lines_of(found: Found) -> Iterator[bytes]:
    """Give all lines of a package in which somebody may be shown."""
    content = found.folder / CONTENT
    for name in (RECORDS, SOURCE):
        yield from read_lines(content / name)
    if (content / ANSWERS).exists():
        yield from read_lines(content / ANSWERS)


def _begins(written: str) -> str:
    """Give the symbols that every pseudonym in a text shows at least."""
    return written.replace("-", "").lower()[:SHORTEST_PSEUDONYM]


def _is_anything_left(workplace: Workplace) -> bool:
    return any(
        one.ended is None or _keys_there(workplace, one.number)
        for one in workplace.epochs()
        if not one.is_open
    )


def _keys_there(workplace: Workplace, number: int) -> bool:
    return any((workplace.keys.folder / name).exists() for name in keys_of_epoch(number))


def _finish_all(workplace: Workplace) -> None:
    for one in workplace.epochs():
        if one.is_open:
            continue
        if one.ended is None:
            _finish(workplace, one.number)
        elif _keys_there(workplace, one.number):
            lists = _destroy(workplace, one.number)
            told: JsonObject = {"keys": [*keys_of_epoch(one.number)]}
            if lists is not None:  # another, where the folder that was put back had none
                told["lists"] = lists
            workplace.record(Book.DECISIONS, SHREDDED, one.name, told)
            seal_events(workplace)


def _finish(workplace: Workplace, number: int) -> None:
    """Destroy keys and tables of an epoch of which the end is decided, and say so."""
    lists = _destroy(workplace, number)
    _clear(workplace, number)
    told: JsonObject = {
        "keys": [*keys_of_epoch(number)],
        "replicas": [one.id for one in listed(workplace)],
    }
    if lists is not None:
        told["lists"] = lists
    workplace.record(Book.DECISIONS, ENDED, subject_of(number), told)
    seal_events(workplace)


def _clear(workplace: Workplace, number: int) -> None:
    if number == FIRST:  # every archive has these tables, if empty ones
        clear_tables(workplace.layout.blind)
    else:
        _take_away(workplace, number)


def _destroy(workplace: Workplace, number: int) -> str | None:
    """Destroy the keys of an epoch; with the first another key takes over what blind.key did more.

    Gives the check value of that.
    """
    lists = None
    if number == FIRST:
        lists = workplace.keys.make_lists()
        tag_again(workplace)
    workplace.keys.destroy_epoch(number)
    return lists

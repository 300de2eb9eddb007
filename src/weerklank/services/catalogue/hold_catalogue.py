"""Hold the catalogue open from one question to the next, as up to date as if just opened."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.errors import Locked, NotNow
from weerklank.services.catalogue.follow_log import follow
from weerklank.services.catalogue.open_catalogue import BUSY, open_catalogue
from weerklank.services.catalogue.rebuild_catalogue import is_being_made
from weerklank.services.workplace import Workplace
from weerklank.store.lock import HELD, is_held, locked

#: Seconds that a page waits for another process before it says so; and for another thread of its
#: own, which only opens the catalogue or brings it up to date, and then it need not.
PATIENCE, IN_TURN = 0.25, 20.0


@dataclass(slots=True)
class _Held:
    """A catalogue that stays open from one question to the next."""

    catalogue: Catalogue
    #: Number of the database's file: another one when it was made anew.
    file: int
    #: What lay there when it was last brought up to date; None when it has only been opened.
    seen: tuple[object, ...] | None = None


class _Holding(threading.local):
    """What this thread holds open, by archive."""

    def __init__(self) -> None:
        self.places: dict[Path, _Held | None] = {}
        #: Whether who is answered now may be told what was so a moment ago.
        self.may_lag = False

    def let_go(self, place: Path) -> None:
        held = self.places[place]
        if held is not None:
            held.catalogue.database.close()
            self.places[place] = None


_HOLDING = _Holding()
#: By archive: threads of this process wait for each other here, and not for the file's lock, which
#: tells of others.
_TURNS: dict[Path, threading.Lock] = {}


@contextmanager
def hold_open(workplace: Workplace) -> Iterator[None]:
    """Keep the catalogue open while the block runs, for all that this thread asks of it.

    For a process that answers many questions, such as a web server: each question costs a look at
    what changed instead of the opening. What another process changes is noticed at the next one.
    """
    place = workplace.layout.index
    if place in _HOLDING.places:
        yield  # within another such block
        return
    _HOLDING.places[place] = None
    try:
        yield
    finally:
        _HOLDING.let_go(place)
        del _HOLDING.places[place]


@contextmanager
def lagging() -> Iterator[None]:
    """Answer from the catalogue as it was, while the block runs, sooner than wait or say no."""
    before, _HOLDING.may_lag = _HOLDING.may_lag, True
    try:
        yield
    finally:
        _HOLDING.may_lag = before


def may_lag() -> bool:
    """Tell whether this thread is within such a block."""
    return _HOLDING.may_lag


@contextmanager
def at_rest(workplace: Workplace, catalogue: Catalogue, *, waits: bool) -> Iterator[None]:
    """Let nobody change the catalogue, which is brought up to date, while the block runs.

    Locked while another does; without `waits` at once. One that is made anew beside it leaves it
    alone, and nobody changes the copy of an archive that can't be written to.
    """
    if not catalogue.lies_in(workplace.layout.index):
        yield
        return
    with ExitStack() as held:
        try:
            held.enter_context(_turn(workplace, waits=waits))
            follow(workplace, catalogue)
        except Locked:
            if not is_being_made(workplace):
                raise
        _look_again(catalogue)
        yield


@contextmanager
def _turn(workplace: Workplace, *, waits: bool) -> Iterator[None]:
    """Hold the lock of the catalogue while the block runs; Locked where it isn't had in time."""
    path = workplace.layout.lock("catalogue")
    turn = _TURNS.setdefault(workplace.layout.index, threading.Lock())
    if not turn.acquire(timeout=IN_TURN if waits else 0):
        raise Locked(HELD, what="catalogue")
    try:
        if not waits and is_held(path):
            raise Locked(HELD, what="catalogue")
        with locked(path, "catalogue", wait=PATIENCE if is_held_open(workplace) else True):
            yield
    finally:
        turn.release()


def is_held_open(workplace: Workplace) -> bool:
    """Tell whether this thread is within a block that keeps the catalogue open."""
    return workplace.layout.index in _HOLDING.places


def let_go(workplace: Workplace) -> None:
    """Close the catalogue that is held open: the next question opens it anew."""
    _HOLDING.let_go(workplace.layout.index)


def held_catalogue(workplace: Workplace) -> Catalogue:
    """Give the catalogue that is held open, as up to date as if it were opened now."""
    place = workplace.layout.index
    held = _HOLDING.places[place]
    if held is not None:
        try:
            if _goes_on(workplace, held):
                return held.catalogue
        except FileNotFoundError:
            pass  # it is being made anew
        _HOLDING.let_go(place)
    catalogue = _opened(workplace)
    try:
        _HOLDING.places[place] = _Held(catalogue, _file(workplace))
    except BaseException:  # Ctrl-C too: it is closed; raised again
        catalogue.database.close()
        raise
    return catalogue


def _opened(workplace: Workplace) -> Catalogue:
    """Open the catalogue, after other threads of this process that do so."""
    turn = _TURNS.setdefault(workplace.layout.index, threading.Lock())
    if not turn.acquire(timeout=IN_TURN):
        raise NotNow(BUSY)
    try:
        return open_catalogue(workplace, patience=PATIENCE, as_it_lies=_HOLDING.may_lag)
    finally:
        turn.release()


def _goes_on(workplace: Workplace, held: _Held) -> bool:
    """Bring a catalogue that is held open up to date; False where it must be opened anew.

    What another process added to it is there to be read; only shards that changed are opened
    again. A file that was made anew is another one, and so is the copy of an archive that can't
    be written to.
    """
    catalogue = held.catalogue
    # Before anything is done: what comes meanwhile shows.
    seen: tuple[object, ...] | None = _seen(workplace, catalogue)
    if seen == held.seen:
        return True
    if held.file != _file(workplace) or not catalogue.lies_in(workplace.layout.index):
        return False
    if catalogue.log_size != _log_size(workplace):
        try:
            with _turn(workplace, waits=not _HOLDING.may_lag):
                if held.file != _file(workplace):
                    return False
                follow(workplace, catalogue)
                held.file = _file(workplace)
        except Locked:
            # What is held stays open: opening it anew costs more, and gives nothing else.
            if is_being_made(workplace):
                seen = None
            elif _HOLDING.may_lag:
                return True
            else:
                raise NotNow(BUSY) from None
    _look_again(catalogue)
    held.seen = seen
    return True


def _look_again(catalogue: Catalogue) -> None:
    """Read what another process changed; Unsound where it is not whole."""
    catalogue.texts.refresh()
    catalogue.check()


def _seen(workplace: Workplace, catalogue: Catalogue) -> tuple[object, ...]:
    """Tell what lies there, so that a change of log, database or any shard shows."""
    return _log_size(workplace), _file(workplace), catalogue.texts.states()


def _log_size(workplace: Workplace) -> int:
    latest = workplace.log.latest()
    return latest.size if latest else 0


def _file(workplace: Workplace) -> int:
    return (workplace.layout.index / "catalogue.sqlite").stat().st_ino

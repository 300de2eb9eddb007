"""Hold the catalogue open from one question to the next, as up to date as if just opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import local

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.errors import Locked
from weerklank.services.catalogue.follow_log import follow
from weerklank.services.catalogue.open_catalogue import open_catalogue
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

#: Seconds that a page waits for another process before it says so.
PATIENCE = 0.25


@dataclass(slots=True)
class _Held:
    """A catalogue that stays open from one question to the next."""

    catalogue: Catalogue
    #: Number of the database's file: another one when it was made anew.
    file: int
    #: What lay there when it was last brought up to date; None when it has only been opened.
    seen: tuple[object, ...] | None = None


class _Holding(local):
    """What this thread holds open, by archive."""

    def __init__(self) -> None:
        self.places: dict[Path, _Held | None] = {}

    def let_go(self, place: Path) -> None:
        held = self.places[place]
        if held is not None:
            held.catalogue.database.close()
            self.places[place] = None


_HOLDING = _Holding()


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
    catalogue = open_catalogue(workplace, patience=PATIENCE)
    try:
        _HOLDING.places[place] = _Held(catalogue, _file(workplace))
    except BaseException:  # Ctrl-C too: it is closed; raised again
        catalogue.database.close()
        raise
    return catalogue


def _goes_on(workplace: Workplace, held: _Held) -> bool:
    """Bring a catalogue that is held open up to date; False where it must be opened anew.

    What another process added to it is there to be read; only shards that changed are opened
    again. A file that was made anew is another one, and so is the copy of an archive that can't
    be written to.
    """
    catalogue = held.catalogue
    seen = _seen(workplace, catalogue)  # before anything is done: what comes meanwhile shows
    if seen == held.seen:
        return True
    if held.file != _file(workplace) or not catalogue.lies_in(workplace.layout.index):
        return False
    if catalogue.log_size != _log_size(workplace):
        try:
            with locked(workplace.layout.lock("catalogue"), "catalogue", wait=PATIENCE):
                if held.file != _file(workplace):
                    return False
                follow(workplace, catalogue)
                held.file = _file(workplace)
        except Locked:
            return False  # whoever opens it anew learns what another process is at
    catalogue.texts.refresh()
    catalogue.check()
    held.seen = seen
    return True


def _seen(workplace: Workplace, catalogue: Catalogue) -> tuple[object, ...]:
    """Tell what lies there, so that a change of log, database or any shard shows."""
    return _log_size(workplace), _file(workplace), catalogue.texts.states()


def _log_size(workplace: Workplace) -> int:
    latest = workplace.log.latest()
    return latest.size if latest else 0


def _file(workplace: Workplace) -> int:
    return (workplace.layout.index / "catalogue.sqlite").stat().st_ino

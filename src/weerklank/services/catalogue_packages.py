"""Catalogue: follow the log, or make the catalogue anew from the packages."""

import errno
import shutil
import tempfile
import weakref
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import local
from typing import TypeVar

from weerklank.catalogue.catalogue import Catalogue, Member, discard, knows, take_place
from weerklank.catalogue.database import Located
from weerklank.catalogue.soundness import Unsound, soundness
from weerklank.model.errors import BrokenInput, Locked, NotNow, fault
from weerklank.model.item import ArchivalItem
from weerklank.model.json_value import JsonObject
from weerklank.model.talk import talk_of
from weerklank.model.text import Text
from weerklank.package.names import Found, PackageName, packages
from weerklank.package.reader import read_items, read_record
from weerklank.services.follow_deletions import follow_deletions
from weerklank.services.read_closings import superseded
from weerklank.services.workplace import Workplace
from weerklank.store.layout import IndexElsewhere
from weerklank.store.lock import locked
from weerklank.store.ocfl import is_whole

T = TypeVar("T")

#: What an operating system says of a disk, or of rights, by which nothing can be written.
_NOT_WRITABLE = (errno.EROFS, errno.EACCES, errno.EPERM)
#: Folder in which a catalogue is made while the one before it still answers. It is there only as
#: long as whoever makes it holds the lock; what a process that died left there goes first.
_NEW = "new"
#: Seconds that a page waits for another process before it says so.
_PATIENCE = 0.25
BUSY = fault(
    "SEARCH-005",
    Text(
        nl="De catalogus wordt nu bijgewerkt of opnieuw gemaakt.",
        en="The catalogue is being updated or made anew now.",
    ),
    Text(
        nl="Er is niets verloren. Probeer het over een minuut opnieuw; wat geen berichten toont, "
        "werkt gewoon.",
        en="Nothing is lost. Try again in a minute; what shows no posts works as ever.",
    ),
)
NOT_WHOLE = fault(
    "SEARCH-030",
    Text(
        nl="De catalogus is niet volledig opnieuw te maken; die van voorheen blijft. Pakketten "
        "die in het logboek staan en er niet zijn: {count} ({packages}).",
        en="The catalogue can't be made anew as a whole; the one from before stays. Packages that "
        "the log holds and that are not there: {count} ({packages}).",
    ),
    Text(
        nl="Er is niets veranderd. Draai 'weerklank verify', zet de pakketten terug uit een kopie "
        "en probeer het opnieuw.",
        en="Nothing was changed. Run 'weerklank verify', put the packages back from a copy and "
        "try again.",
    ),
)
MADE_IN_PART = fault(
    "SEARCH-031",
    Text(
        nl="De catalogus is opnieuw gemaakt, niet volledig. Pakketten die in het logboek staan en "
        "er niet zijn: {count} ({packages}); wat daarin stond, wordt niet gevonden.",
        en="The catalogue was made anew, and is not whole. Packages that the log holds and that "
        "are not there: {count} ({packages}); what was in them is not found.",
    ),
    Text(
        nl="Draai 'weerklank verify', zet de pakketten terug uit een kopie en maak de catalogus "
        "dan opnieuw.",
        en="Run 'weerklank verify', put the packages back from a copy and make the catalogue anew "
        "then.",
    ),
)
#: Packages that an error names; the rest is counted.
_MOST_NAMED = 5
REBUILDING = Text("De catalogus wordt opnieuw gemaakt.", "The catalogue is made anew.")


def members(package: Found) -> Iterator[Member]:
    """Give a package as the catalogue wants it."""
    for member, items in read_items(package):
        places = member.records, member.sources, member.proofs
        yield places, items, [*map(talk_of, member.told)]


def find_package(workplace: Workplace, name: str) -> Found | None:
    """Find a package on disk by its name, in its highest generation."""
    wanted = PackageName.read(name)
    layout = workplace.layout
    closed = layout.object_month(wanted.account, wanted.month)
    generations = sorted(
        int(folder.name.rpartition("-g")[2])
        for folder in closed.glob(f"{wanted.part:04d}-g*")
        if (folder / "inventory.json").is_file()
    )
    if generations:
        return Found(wanted, generations[-1], wanted.closed(layout, generations[-1]))
    for folder in layout.open_month(wanted.account, wanted.month).glob(f"*/{wanted.part:04d}"):
        if (folder / "inventory.json").is_file():
            return Found(wanted, 1, folder)
    return None


def find_generation(workplace: Workplace, name: str, generation: int) -> Found | None:
    """Find a package on disk in one generation: the one that a row of the catalogue is of."""
    wanted = PackageName.read(name)
    closed = wanted.closed(workplace.layout, generation)
    if is_whole(closed):
        return Found(wanted, generation, closed)
    if generation == 1:  # in `open/` as long as a rewrite did not take it away
        month = workplace.layout.open_month(wanted.account, wanted.month)
        for folder in month.glob(f"*/{wanted.part:04d}"):
            if is_whole(folder):
                return Found(wanted, 1, folder)
    found = find_package(workplace, name)
    return found if found is not None and found.generation == generation else None


class Moved(Exception):
    """A package was rewritten after the catalogue was asked: ask again."""


def load_catalogue(workplace: Workplace) -> Catalogue:
    """Load the catalogue as it lies there, under the lock that the caller holds."""

    def read(place: Located) -> ArchivalItem | None:
        package = find_generation(workplace, place.package, place.generation)
        if package is None:
            return None
        try:
            return read_record(package.folder, place.records, place.line)
        except FileNotFoundError:
            return None  # taken away while it was read

    return Catalogue(workplace.layout.index, read)


def open_catalogue(workplace: Workplace, *, patience: float | None = None) -> Catalogue:
    """Open the catalogue and bring it up to date with the log; a damaged one is made anew.

    Of an archive that can't be written to, a copy that is thrown away: who only asks needs it
    no longer than that, and who changes anything holds a lock, which can't be had there.

    With `patience`, the seconds to wait at most for a process that changes it: after that as it
    lies there, when another is being made beside it, or else NotNow.
    """
    wait = True if patience is None else patience
    try:
        with locked(workplace.layout.lock("catalogue"), "catalogue", wait=wait):
            clear_begun(workplace)
            return _open_or_make(workplace)
    except Locked:
        return _open_as_it_lies(workplace)
    except OSError as error:
        if error.errno not in _NOT_WRITABLE:
            raise
    return _open_copy(workplace)


def clear_begun(workplace: Workplace) -> None:
    """Throw away a catalogue that a process that died had begun, under the lock of the caller."""
    begun = workplace.layout.index / _NEW
    if begun.is_dir():
        shutil.rmtree(begun, ignore_errors=True)


def _open_as_it_lies(workplace: Workplace) -> Catalogue:
    """Open the catalogue without the lock: only while another is made, which leaves it alone."""
    index = workplace.layout.index
    if not (index / _NEW).is_dir() or not (index / "catalogue.sqlite").is_file():
        raise NotNow(BUSY)
    try:
        with soundness():
            catalogue = load_catalogue(workplace)
            try:
                catalogue.check()
            except BaseException:  # Ctrl-C too: it is closed; raised again
                catalogue.database.close()
                raise
            return catalogue
    except Unsound:
        raise NotNow(BUSY) from None


def _open_or_make(workplace: Workplace) -> Catalogue:
    try:
        return _open_sound(workplace)
    except Unsound:
        _replace(workplace)
        return load_catalogue(workplace)


def _open_copy(workplace: Workplace) -> Catalogue:
    folder = Path(tempfile.mkdtemp(prefix="weerklank-"))
    try:
        index = workplace.layout.index
        for path in index.rglob("*"):
            if path.is_file():
                copy = folder / path.relative_to(index)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)  # without its mode: it may be read-only
        layout = IndexElsewhere(workplace.layout.root, folder)
        catalogue = _open_or_make(replace(workplace, layout=layout))
    except BaseException:  # Ctrl-C too: nothing stays; raised again
        shutil.rmtree(folder, ignore_errors=True)
        raise
    weakref.finalize(catalogue, shutil.rmtree, folder, ignore_errors=True)
    return catalogue


def _open_sound(workplace: Workplace) -> Catalogue:
    with soundness():
        catalogue = load_catalogue(workplace)
        try:
            catalogue.check()
            follow(workplace, catalogue)
        except BaseException:  # Ctrl-C too: it is closed; raised again
            catalogue.database.close()
            raise
        return catalogue


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


def _seen(workplace: Workplace, catalogue: Catalogue) -> tuple[object, ...]:
    """Tell what lies there, so that a change of log, database or any shard shows."""
    return _log_size(workplace), _file(workplace), catalogue.texts.states()


def _log_size(workplace: Workplace) -> int:
    latest = workplace.log.latest()
    return latest.size if latest else 0


def _file(workplace: Workplace) -> int:
    return (workplace.layout.index / "catalogue.sqlite").stat().st_ino


def _held_catalogue(workplace: Workplace) -> Catalogue:
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
    catalogue = open_catalogue(workplace, patience=_PATIENCE)
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
            with locked(workplace.layout.lock("catalogue"), "catalogue", wait=_PATIENCE):
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


def consult(workplace: Workplace, use: Callable[[Catalogue], T]) -> T:
    """Put a question to the catalogue; once more if it is damaged, or a package was rewritten.

    Moved when that happens twice: then the package is gone.
    """
    try:
        return _consult(workplace, use)
    except Moved:
        return _consult(workplace, use)
    except Unsound:
        if workplace.layout.index in _HOLDING.places:
            return _consult_anew(workplace, use)
        with locked(workplace.layout.lock("catalogue"), "catalogue", wait=True):
            _replace(workplace)
        return _consult(workplace, use)


def _consult_anew(workplace: Workplace, use: Callable[[Catalogue], T]) -> T:
    """Consult a catalogue that is held open once more: another may have come in its place."""
    try:
        return _consult(workplace, use)
    except Unsound:
        pass
    try:
        with locked(workplace.layout.lock("catalogue"), "catalogue", wait=_PATIENCE):
            _replace(workplace)
    except Locked:
        raise NotNow(BUSY) from None
    return _consult(workplace, use)


def _consult(workplace: Workplace, use: Callable[[Catalogue], T]) -> T:
    place = workplace.layout.index
    if place in _HOLDING.places:
        try:
            with soundness():
                return use(_held_catalogue(workplace))
        except (Moved, Unsound):
            _HOLDING.let_go(place)
            raise
    catalogue = open_catalogue(workplace)
    try:
        with soundness():
            return use(catalogue)
    finally:
        catalogue.database.close()  # nothing was added


def follow(workplace: Workplace, catalogue: Catalogue) -> None:
    """Bring the catalogue up to date with the log, under the lock that the caller holds.

    Also with packages below the size that it remembers, if it lacks them: their process died
    while another went on.
    """
    latest = workplace.log.latest()
    size = latest.size if latest else 0
    if catalogue.log_size > size:
        catalogue.clear()  # of another archive, or of one that was put back
    catalogue.repair(lambda name: _add(workplace, catalogue, name))
    if catalogue.log_size < size:
        known = catalogue.database.generations()
        lacking: dict[str, None] = {}
        merged: set[str] = set()
        for _, statement in workplace.log.packages():
            name, generation = str(statement["package"]), statement["generation"]
            if isinstance(generation, int) and known.get(name, 0) < generation:
                lacking[name] = None
            merged.update(merged_names(statement))
        catalogue.forget_packages(sorted(merged & known.keys()))
        for name in merged & lacking.keys():
            del lacking[name]
        catalogue.texts.forget_parts(lacking)
        for name in lacking:
            _add(workplace, catalogue, name)
        follow_deletions(workplace, catalogue)
        catalogue.commit(size)


def merged_names(statement: JsonObject) -> list[str]:
    """Give the packages that went up in the one that a statement of the log is of."""
    names = statement.get("merged")
    return [str(name) for name in names] if isinstance(names, list) else []


def packages_of_record(workplace: Workplace) -> frozenset[str]:
    """Name the packages that the log holds and that did not go up in another."""
    named: set[str] = set()
    merged: set[str] = set()
    for _, statement in workplace.log.packages():
        named.add(str(statement["package"]))
        merged.update(merged_names(statement))
    return frozenset(named - merged) - superseded(workplace)


def forget_removed(workplace: Workplace, names: Collection[str]) -> None:
    """Throw the catalogue away when it knows packages that never were; it is made anew when asked.

    Their rows would point at nothing, or at what gets their name next.
    """
    with locked(workplace.layout.lock("catalogue"), "catalogue", wait=True):
        try:
            with soundness():
                is_to_go = knows(workplace.layout.index, names)
        except Unsound:
            is_to_go = True
        if is_to_go:
            discard(workplace.layout.index)


def _add(workplace: Workplace, catalogue: Catalogue, name: str) -> None:
    package = find_package(workplace, name)
    if package is not None:
        catalogue.add_package(name, package.generation, members(package))


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild did."""

    packages: int
    records: int
    #: Packages that the log holds and that are not there.
    missing: tuple[str, ...] = ()


def rebuild_catalogue(workplace: Workplace) -> Rebuilt:
    """Make the catalogue again from the packages; the one before it answers until it is done.

    BrokenInput when a package can't be read or is gone. The one before stays then, unless it is
    damaged, or knows no more than what could be made.
    """
    with (
        locked(workplace.layout.lock("catalogue"), "catalogue"),
        _made_beside(workplace) as (beside, rebuilt),
    ):
        stays = bool(rebuilt.missing) and _knows_any(workplace, rebuilt.missing)
        if not stays:
            take_place(beside, workplace.layout.index)
    if rebuilt.missing:
        named = ", ".join(rebuilt.missing[:_MOST_NAMED])
        more = ", ..." if len(rebuilt.missing) > _MOST_NAMED else ""
        wrong = NOT_WHOLE if stays else MADE_IN_PART
        raise BrokenInput(wrong, count=len(rebuilt.missing), packages=f"{named}{more}")
    return rebuilt


def _knows_any(workplace: Workplace, names: Collection[str]) -> bool:
    """Tell of the catalogue that lies there whether it is sound and knows any of some packages."""
    index = workplace.layout.index
    if not (index / "catalogue.sqlite").is_file():
        return False
    try:
        with soundness():
            catalogue = load_catalogue(workplace)
            try:
                catalogue.check()
            finally:
                catalogue.database.close()
            return knows(index, names)
    except Unsound:
        return False


def _replace(workplace: Workplace) -> None:
    """Make the catalogue anew in the place of a damaged one, under the lock of the caller."""
    with _made_beside(workplace) as (beside, _):
        take_place(beside, workplace.layout.index)


@contextmanager
def _made_beside(workplace: Workplace) -> Iterator[tuple[Path, Rebuilt]]:
    """Make a catalogue beside the one that lies there, which nothing happens to; gives its folder.

    What is not put in place is thrown away.
    """
    clear_begun(workplace)
    beside = IndexElsewhere(workplace.layout.root, workplace.layout.index / _NEW)
    beside.index.mkdir(parents=True)
    try:
        yield beside.index, _make(replace(workplace, layout=beside))
    finally:
        clear_begun(workplace)


def _make(workplace: Workplace) -> Rebuilt:
    """Make the catalogue from the packages in an empty folder."""
    catalogue = load_catalogue(workplace)
    latest = workplace.log.latest()
    workplace.reporter.step(REBUILDING)
    records = 0
    # What the log does not name is no part of the record, or not yet: `follow` adds it then.
    of_record = packages_of_record(workplace)
    found = [one for one in packages(workplace.layout) if str(one.name) in of_record]
    try:
        follow_deletions(workplace, catalogue)
        for package in found:
            part = members(package)
            records += catalogue.add_package(str(package.name), package.generation, part)
            workplace.reporter.progress(records)
        catalogue.database.forget_deletions()
        catalogue.commit(latest.size if latest else 0)
    except BaseException:  # Ctrl-C too: nothing of it writes on; raised again
        catalogue.texts.undo()
        catalogue.database.close()
        raise
    catalogue.close()
    return Rebuilt(
        len(found), records, tuple(sorted(of_record - {str(one.name) for one in found}))
    )

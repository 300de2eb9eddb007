"""Make the catalogue anew from the packages, beside the one that answers until then."""

import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from weerklank.catalogue.catalogue import knows, take_place
from weerklank.catalogue.soundness import Unsound, soundness
from weerklank.model.errors import BrokenInput, fault
from weerklank.model.text import Text
from weerklank.package.names import packages
from weerklank.services.catalogue.follow_deletions import follow_deletions
from weerklank.services.catalogue.follow_log import members
from weerklank.services.catalogue.load_catalogue import load_catalogue
from weerklank.services.catalogue.packages_of_record import packages_of_record
from weerklank.services.workplace import Workplace
from weerklank.store.layout import IndexElsewhere
from weerklank.store.lock import locked

#: Folder in which a catalogue is made while the one before it still answers. It is there only as
#: long as whoever makes it holds the lock; what a process that died left there goes first.
_NEW = "new"
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


def replace_catalogue(workplace: Workplace) -> None:
    """Make the catalogue anew in the place of a damaged one, under the lock of the caller."""
    with _made_beside(workplace) as (beside, _):
        take_place(beside, workplace.layout.index)


def clear_begun(workplace: Workplace) -> None:
    """Throw away a catalogue that a process that died had begun, under the lock of the caller."""
    begun = workplace.layout.index / _NEW
    if begun.is_dir():
        shutil.rmtree(begun, ignore_errors=True)


def is_being_made(workplace: Workplace) -> bool:
    """Tell whether a catalogue is made beside the one that lies there."""
    return (workplace.layout.index / _NEW).is_dir()


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
        catalogue.database.deletions.forget_removed()
        catalogue.commit(latest.size if latest else 0)
    except BaseException:  # Ctrl-C too: nothing of it writes on; raised again
        catalogue.texts.undo()
        catalogue.database.close()
        raise
    catalogue.close()
    return Rebuilt(
        len(found), records, tuple(sorted(of_record - {str(one.name) for one in found}))
    )

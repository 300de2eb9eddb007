"""Open the catalogue, brought up to date with the log, or as it lies while it can't be."""

import errno
import shutil
import tempfile
import weakref
from dataclasses import replace
from pathlib import Path

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.soundness import Unsound, soundness
from weerklank.model.errors import Locked, NotNow, fault
from weerklank.model.text import Text
from weerklank.services.catalogue.follow_log import follow
from weerklank.services.catalogue.load_catalogue import load_catalogue
from weerklank.services.catalogue.rebuild_catalogue import (
    clear_begun,
    is_being_made,
    replace_catalogue,
)
from weerklank.services.workplace import Workplace
from weerklank.store.layout import IndexElsewhere
from weerklank.store.lock import locked

#: What an operating system says of a disk, or of rights, by which nothing can be written.
_NOT_WRITABLE = (errno.EROFS, errno.EACCES, errno.EPERM)
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


def open_catalogue(
    workplace: Workplace, *, patience: float | None = None, as_it_lies: bool = False
) -> Catalogue:
    """Open the catalogue and bring it up to date with the log; a damaged one is made anew.

    Of an archive that can't be written to, a copy that is thrown away: who only asks needs it
    no longer than that, and who changes anything holds a lock, which can't be had there.

    With `patience`, the seconds to wait at most for a process that changes it: after that as it
    lies there, when another is being made beside it or with `as_it_lies`, or else NotNow.
    """
    wait = True if patience is None else patience
    try:
        with locked(workplace.layout.lock("catalogue"), "catalogue", wait=wait):
            clear_begun(workplace)
            return _open_or_make(workplace)
    except Locked:
        if not (as_it_lies or is_being_made(workplace)):
            raise NotNow(BUSY) from None
        return _open_as_it_lies(workplace)
    except OSError as error:
        if error.errno not in _NOT_WRITABLE:
            raise
    return _open_copy(workplace)


def _open_as_it_lies(workplace: Workplace) -> Catalogue:
    """Open the catalogue without the lock: for who takes what was so before somebody changed it.

    Who makes another beside it leaves it alone.
    """
    index = workplace.layout.index
    if not (index / "catalogue.sqlite").is_file():
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
        replace_catalogue(workplace)
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

"""Vouch: what the journal says of a package in `open/` that the log does not hold."""

from collections.abc import Callable, Iterable, Iterator

from weerklank.integrity.verify.objects import Place
from weerklank.integrity.verify.places import Voucher
from weerklank.model.errors import WeerklankError
from weerklank.model.event import Book, Event
from weerklank.services.runs.mapped_runs import BEGUN, DONE
from weerklank.services.seal.seal_package import FINISHED
from weerklank.services.workplace import Workplace

_STARTED = ("run.started", BEGUN)
_ENDED = ("run.finished", DONE)
_KINDS = (FINISHED, *_STARTED, *_ENDED)


def voucher(workplace: Workplace) -> Callable[[Place, str], Voucher]:
    """Give what tells of a package, by place and digest of its manifest, who vouches for it.

    Reads the journal when it is asked, so that it knows of what was begun or finished since; a
    package that no checkpoint covers is rare. Without the key of events any event counts.
    """

    def vouch(place: Place, manifest: str) -> Voucher:
        journal = list(_journal(workplace))
        finished = _finished(journal, place)
        if manifest in finished:
            return Voucher.EVENT if _has_key(workplace) else Voucher.UNPROVEN
        if finished or _unended(journal).get(place.account) != place.run:
            return Voucher.NOBODY
        return Voucher.RUN

    return vouch


def _finished(journal: Iterable[Event], place: Place) -> set[object]:
    """Give the manifests, one at most, with which a package was finished; None for elsewhere."""
    part = "sealed_manifest" if place.vault else "manifest"
    return {
        event.data.get(part) if event.data.get("fence", place.fence) == place.fence else None
        for event in journal
        if event.kind == FINISHED
        and (event.subject, event.data.get("run")) == (place.package, place.run)
    }


def _unended(journal: Iterable[Event]) -> dict[str, str]:
    """Give the last run of each account, unless it came to its end.

    Only that one may have left something: the next clears away what the one before left.
    """
    begun: dict[str, str] = {}
    for event in journal:
        if event.kind in _STARTED:
            begun[str(event.data.get("account"))] = event.subject
        elif event.kind in _ENDED:
            begun = {account: run for account, run in begun.items() if run != event.subject}
    return begun


def _journal(workplace: Workplace) -> Iterator[Event]:
    if _has_key(workplace):
        found = workplace.events.read_genuine(Book.JOURNAL)
    else:
        root = workplace.layout.root
        files = sorted(workplace.layout.book(Book.JOURNAL).glob("*/*/*/*.json"))
        found = workplace.events.read_named(path.relative_to(root).as_posix() for path in files)
    return (event for event in found if event.kind in _KINDS)


def _has_key(workplace: Workplace) -> bool:
    try:
        return bool(workplace.keys.events)
    except WeerklankError:
        return False

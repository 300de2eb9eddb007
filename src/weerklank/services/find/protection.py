"""Protection: what a hotspot, a legal hold or a Woo dossier keeps from destruction.

What they hold is asked of the catalogue each time, so what came in later, or was catalogued anew,
counts as well. Whole threads are held, with the pages on which any of their items stands: a reply
without its post, or a post without its replies, is not what happened (whitepaper 2.3). A dossier
keeps its own documents alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from weakref import WeakKeyDictionary

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.query import rows_held
from weerklank.catalogue.whole_threads import HeldRow, whole_threads
from weerklank.model.clock import begin_of
from weerklank.model.hotspot import Blocked, Hold, Scope
from weerklank.model.question import Question
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.find.read_hotspots import read_holds, read_hotspots
from weerklank.services.seal.read_dossiers import read_dossiers
from weerklank.services.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Protection:
    """The permanent addresses that each adopted hotspot, standing hold and dossier keeps.

    Of what is held by none nothing is in memory; of what is held its address, for each that holds.
    """

    hotspots: Mapping[str, frozenset[str]] = field(default_factory=dict)
    holds: Mapping[str, frozenset[str]] = field(default_factory=dict)
    dossiers: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def hotspots_of(self, item: str) -> tuple[str, ...]:
        """Give the adopted hotspots that hold an item, by number."""
        return tuple(name for name, held in self.hotspots.items() if item in held)

    def holds_of(self, item: str) -> tuple[str, ...]:
        """Give the standing legal holds on an item, by number."""
        return tuple(name for name, held in self.holds.items() if item in held)

    def dossiers_of(self, item: str) -> tuple[str, ...]:
        """Give the Woo dossiers that need an item still, by number."""
        return tuple(name for name, held in self.dossiers.items() if item in held)

    def blocks(self, item: str) -> Blocked | None:
        """Tell what keeps an item from being destroyed; None where nothing does."""
        hotspots, holds = self.hotspots_of(item), self.holds_of(item)
        dossiers = self.dossiers_of(item)
        is_kept = hotspots or holds or dossiers
        return Blocked(item, hotspots, holds, dossiers) if is_kept else None


def read_protection(workplace: Workplace) -> Protection:
    """Read what is kept by adopted hotspots, standing holds and dossiers, as the catalogue is now.

    Where there is neither hotspot nor hold the catalogue is not opened.
    """
    hotspots = [one for one in read_hotspots(workplace).values() if one.is_adopted]
    holds = [one for one in read_holds(workplace).values() if one.stands]
    today = workplace.today()
    dossiers = {
        one.id: frozenset(one.documents)
        for one in read_dossiers(workplace).values()
        if one.keeps_on(today)
    }
    if not hotspots and not holds:
        return Protection(dossiers=dossiers)

    def read(catalogue: Catalogue) -> Protection:
        return Protection(
            {one.id: _addresses(held_by(catalogue, one.scope)) for one in hotspots},
            {one.id: _addresses(held_by_hold(catalogue, one)) for one in holds},
            dossiers,
        )

    return consult(workplace, read)


def _addresses(held: Iterator[HeldRow]) -> frozenset[str]:
    return frozenset(one.id for one in held)


def held_by(catalogue: Catalogue, scope: Scope) -> Iterator[HeldRow]:
    """Give every version of what a scope holds, threads and pages along; some more than once.

    Never less than its words say; more where so many words have the beginning that a phrase ends
    with that they can't all be looked at: nothing that is kept may be lost by that.
    """
    rows = rows_held(catalogue.texts, question_of(scope))
    return whole_threads(catalogue.database.connection, rows)


#: What each catalogue that is held open told last, and when that still holds.
_TOLD: WeakKeyDictionary[Catalogue, tuple[object, dict[str, list[int]]]] = WeakKeyDictionary()


def hotspot_rows(workplace: Workplace, catalogue: Catalogue) -> dict[str, list[int]]:
    """Give the rows of what each adopted hotspot holds, by its number: no index tells them.

    Remembered with a catalogue that is held open, until it changes or anything is decided.
    """
    adopted = tuple(one for one in read_hotspots(workplace).values() if one.is_adopted)
    stand = adopted, catalogue.log_size, tuple(sorted(catalogue.texts.states().items()))
    told = _TOLD.get(catalogue)
    if told is None or told[0] != stand:
        rows = {one.id: [*{h.row for h in held_by(catalogue, one.scope)}] for one in adopted}
        told = _TOLD[catalogue] = stand, rows
    return told[1]


def question_of(scope: Scope) -> Question:
    """Make the search that a scope asks, of all that the archive holds."""
    last = scope.until
    return Question(
        words=scope.query,
        tags=tuple(f"account:{account}" for account in scope.accounts),
        since=begin_of(scope.since) if scope.since else None,
        # No bound where the calendar ends.
        until=begin_of(last + timedelta(days=1)) if last and last < date.max else None,
    )


def items_held(workplace: Workplace, hold: Hold) -> int:
    """Count what a hold keeps now, pages too, whether or not it was lifted."""
    return consult(workplace, lambda one: len(_addresses(held_by_hold(one, hold))))


def held_by_hold(catalogue: Catalogue, hold: Hold) -> Iterator[HeldRow]:
    """Give every version of what a hold keeps, or kept; some more than once."""
    if hold.scope is not None:
        yield from held_by(catalogue, hold.scope)
    places = catalogue.database.places
    rows = (place.row for item in hold.items for place in places.versions_by_id(item))
    yield from whole_threads(catalogue.database.connection, rows)

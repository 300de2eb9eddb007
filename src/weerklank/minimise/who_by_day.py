"""Who is who, by the day on which an item was published: others stay named between two dates."""

from datetime import date

from weerklank.minimise.named import NamedList
from weerklank.minimise.who import Pseudonyms, Whois
from weerklank.model.clock import civil_day
from weerklank.model.item import NO_MOMENT

#: Answers that are remembered: of each set of who stays named that holds on some day.
_MOST_REMEMBERED = 8


class WhoByDay:
    """Gives who is who in the items of each day."""

    def __init__(self, base: Whois, named: NamedList | None = None) -> None:
        #: For what is of no day: by it only those of ours stay named.
        self.base = base
        self.list = named
        self._known: dict[tuple[str, ...], Whois] = {}
        self._ever: Whois | None = None
        #: The same in other epochs, by the index that gives the pseudonyms there.
        self._in_epochs: dict[int, tuple[Pseudonyms, WhoByDay]] = {}

    def in_epoch(self, blind: Pseudonyms) -> "WhoByDay":
        """Give the same with the pseudonyms of an epoch."""
        known = self._in_epochs.get(id(blind))
        if known is None:
            base = self.base.in_epoch(blind)
            made = self if base is self.base else WhoByDay(base, self.list)
            known = self._in_epochs[id(blind)] = (blind, made)
        return known[1]

    def on(self, created_at: str) -> Whois:
        """Give who is who in an item of a moment; of what is of none nobody else stays named."""
        if self.list is None or not self.list.parties or created_at == NO_MOMENT:
            return self.base
        return self.on_day(civil_day(created_at))

    def on_day(self, day: date) -> Whois:
        """Give who is who in items of a day."""
        if self.list is None:
            return self.base
        named = self.list.on(day)
        if not named:
            return self.base
        place = tuple(one.id for one in named.parties)
        known = self._known.pop(place, None) or self.base.with_named(named)
        if len(self._known) >= _MOST_REMEMBERED:
            del self._known[next(iter(self._known))]  # the one that was asked for longest ago
        self._known[place] = known
        return known

    @property
    def ever(self) -> Whois:
        """Give who is who where everybody stays named who does on any day."""
        if self.list is None or not self.list.parties:
            return self.base
        if self._ever is None:
            self._ever = self.base.with_named(self.list.ever())
        return self._ever

"""Sealed until: whether an original of a record lies in the vault, and until when; opens none."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import msgspec

from weerklank.catalogue.item_places import Located
from weerklank.model.data_key import kept_until
from weerklank.model.errors import BrokenInput
from weerklank.model.item import ArchivalItem
from weerklank.package.names import PackageName
from weerklank.package.original_line import key_of_original, whose_original
from weerklank.services.seal.old_places import old_places
from weerklank.services.workplace import Workplace
from weerklank.store.members import read_lines
from weerklank.store.ocfl import CONTENT, ORIGINALS

#: Of a record: the names of the data keys of what is sealed of it.
_KeysOf = dict[tuple[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class SealedUntil:
    """Looks it up in the vaults of packages, each read once."""

    workplace: Workplace
    _known: dict[tuple[str, int], _KeysOf | None] = field(default_factory=dict)

    def of(self, item: ArchivalItem, place: Located) -> tuple[bool, date | None]:
        """Tell whether anything is sealed of a record, and the first day on which all is gone.

        No day where it has no term, or where its vault can't be read: then it counts as sealed.
        """
        if not (item.sealed or item.sealed_later):
            return False, None
        of = place.package, place.generation
        if of not in self._known:
            self._known[of] = self._read(*of)
        known = self._known[of]
        if known is None:
            return True, None
        names = known.get((item.id, item.version), [])
        days = [kept_until(name) for name in names]
        last = max((day for day in days if day is not None), default=None)
        if last is None or None in days:
            return bool(names), None
        return True, last + timedelta(days=1)

    def _read(self, package: str, generation: int) -> _KeysOf | None:
        _, sealed = old_places(self.workplace, PackageName.read(package), generation)
        found: _KeysOf = {}
        try:
            for line in read_lines(sealed / CONTENT / ORIGINALS) if sealed else ():
                name = key_of_original(line)
                if name is not None:
                    found.setdefault(whose_original(line), []).append(name)
        except (OSError, BrokenInput, msgspec.DecodeError):
            return None
        return found if sealed else None

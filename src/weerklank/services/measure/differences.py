"""Differences: on which posts techniques differ in a way that counts, by the catalogue."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from weerklank.catalogue.beside import Meant
from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.beside import (
    WEIGHTS,
    Consequence,
    Difference,
    bits_of,
    differences_in,
    letters_in,
)
from weerklank.model.ids import AccountId
from weerklank.model.symbols import encode
from weerklank.services.measure.message import Message
from weerklank.services.oversee.account_techniques import limit_of
from weerklank.services.oversee.technique_limits import TechniqueLimits
from weerklank.services.oversee.technique_looks import EVER, NEVER, number_of

_SEVERAL = 2


@dataclass(slots=True)
class Differences:
    """What of the posts that several techniques saw is not alike."""

    #: Posts that several techniques saw, and those on which they differ where it counts.
    compared: int = 0
    differing: int = 0
    counts: Counter[Difference] = field(default_factory=Counter)
    #: Permanent ids of the first of each.
    items: dict[Difference, tuple[str, ...]] = field(default_factory=dict)


def differences_in_catalogue(
    catalogue: Catalogue,
    account: AccountId,
    span: tuple[date | None, date | None],
    bounds: TechniqueLimits,
    messages: Mapping[str, Message],
    most: int,
) -> Differences:
    """Count differences that nobody can explain by a limit of the platform."""
    first, last = span
    meant = Meant(
        account=account,
        theirs=False,
        first=EVER if first is None else number_of(first),
        until=NEVER if last is None else number_of(last) + 1,
    )
    found = Differences()
    beside = catalogue.database.beside
    for _, _, seen, differs, count in beside.counted(meant):
        letters = letters_in(seen)
        if len(letters) < _SEVERAL:
            continue
        found.compared += count
        telling = [
            one
            for one in differences_in(differs)
            if WEIGHTS[one] is Consequence.FINDING and limit_of(one, letters, bounds) is None
        ]
        found.differing += count if telling else 0
        for one in telling:
            found.counts[one] += count
    for one in found.counts:
        meant_one = Meant(
            account=account,
            theirs=False,
            differs=bits_of([one]),
            first=meant.first,
            until=meant.until,
        )
        keys = (encode(row[0]) for row in beside.listed(meant_one, limit=most, offset=0))
        found.items[one] = tuple(messages[key].id for key in keys if key in messages)
    return found

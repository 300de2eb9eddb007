"""Names of things: each kind of identifier is a type of its own."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NewType

from weerklank.model.symbols import check_symbol

#: Number in the register, such as `a0001`; never the handle, which changes and is reused.
AccountId = NewType("AccountId", str)
#: Permanent address of a record, such as `vbd-2026-09-14-7kq4m`.
ItemId = NewType("ItemId", str)
#: Keyed 128-bit tag of a platform item in 26 symbols: opaque, names nothing.
ItemKey = NewType("ItemKey", str)
#: One run of a harvest or an import: its start in UTC and six random symbols.
RunId = NewType("RunId", str)

#: Symbols of the key that the permanent address shows at least.
SHORTEST_ADDRESS = 5
#: Symbols of a pseudonym that people see at least, the check symbol not counted.
SHORTEST_PSEUDONYM = 9
_SYMBOL = "[0-9a-hjkmnp-tv-z]"
#: A pseudonym as it stands in a text.
PSEUDONYM = re.compile(
    rf"@?(?<![^\W_])burger-(?:{_SYMBOL}{{4}}-){{2,6}}{_SYMBOL}{{1,4}}(?![^\W_])", re.IGNORECASE
)


def item_id(prefix: str, published: date, key: ItemKey, symbols: int = SHORTEST_ADDRESS) -> ItemId:
    """Compose the permanent address: organisation, UTC date of publication, symbols of the key."""
    return ItemId(f"{prefix}-{published.isoformat()}-{key[:symbols]}")


@dataclass(frozen=True, slots=True)
class Pseudonym:
    """A third party under another name: `tag` (26 symbols) is stored, a short form is shown."""

    tag: str
    #: Symbols shown; more than the shortest only where two persons would look alike.
    shown: int = SHORTEST_PSEUDONYM

    def __str__(self) -> str:
        return _shown(self.tag[: self.shown])


@lru_cache(maxsize=2_000)
def _shown(symbols: str) -> str:
    symbols += check_symbol(symbols)
    groups = [symbols[i : i + 4] for i in range(0, len(symbols), 4)]
    return "Burger-" + "-".join(groups).upper()

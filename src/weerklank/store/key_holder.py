"""Key holder: a device or service that has a key and never gives it, such as a PKCS#11 token.

It does one thing: an HMAC over a message. That is what every such device offers (PKCS#11, and key
services as well), and enough to close a key folder by (`store/held_keys.py`). Who adds another
one gives it out under the entry point `weerklank.key_holders`, by the name that `keys hold --by`
takes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol

from weerklank.model.errors import WrongUse, fault
from weerklank.model.text import Text

NO_HOLDER = fault(
    "KEYS-007",
    Text(
        nl="Deze installatie kent niets dat sleutels bewaart onder de naam {kind}.",
        en="This installation knows nothing that holds keys by the name {kind}.",
    ),
    Text(
        nl="Installeer wat het biedt; Weerklank zelf kent {known}.",
        en="Install what offers it; Weerklank itself knows {known}.",
    ),
)
GROUP = "weerklank.key_holders"
#: Ours.
PKCS11 = "pkcs11"


@dataclass(frozen=True, slots=True)
class HolderPlace:
    """Which key, where: nothing of it is secret."""

    kind: str
    #: Label of the token, or what another holder calls the place.
    token: str
    #: Label of the key in it.
    key: str


class KeyHolder(Protocol):
    """Holds one key. Every error is one for people, and shows neither key nor PIN."""

    def make(self) -> None:
        """Make the key when it is not there: it can't be taken out."""
        ...

    def mac(self, message: bytes) -> bytes:
        """Give HMAC-SHA-256 over a message by the key: 32 bytes."""
        ...


#: Makes a holder, by the place of its key and the folder in which it may remember small things.
Maker = Callable[[HolderPlace, Path], KeyHolder]


def holder_of(place: HolderPlace, remembers: Path) -> KeyHolder:
    """Give the holder of a key; WrongUse when this installation has none of that kind."""
    for one in entry_points(group=GROUP, name=place.kind):
        made: Maker = one.load()
        return made(place, remembers)
    raise WrongUse(NO_HOLDER, kind=place.kind, known=PKCS11)

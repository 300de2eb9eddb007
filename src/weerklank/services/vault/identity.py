"""Identity: the private key of the vault, which somebody hands in for one opening.

It is read, used and let go: nothing of it is written, and no error shows any of it.
"""

import os
import stat
from pathlib import Path
from typing import Protocol

import pyrage

from weerklank.model.errors import BrokenInput, Refused, WrongUse, fault
from weerklank.model.text import Text
from weerklank.services.workplace import Workplace
from weerklank.store.keys import KEYS_OPEN
from weerklank.store.plain_file import NotPlain, read_plain

NO_FILE = fault(
    "VAULT-016",
    Text(
        nl="{name} is niet te lezen als sleutel van de kluis.",
        en="{name} can't be read as a key of the vault.",
    ),
    Text(
        nl="Geef het bestand met de regel die begint met AGE-SECRET-KEY-1; 'weerklank init' gaf "
        "die één keer.",
        en="Give the file with the line that begins with AGE-SECRET-KEY-1; 'weerklank init' gave "
        "it once.",
    ),
)
OTHER_KEY = fault(
    "VAULT-017",
    Text(
        nl="Deze sleutel past niet: dit origineel is verzegeld voor {recipient}, en dit is de "
        "sleutel van {given}.",
        en="This key does not fit: this original was sealed for {recipient}, and this is the key "
        "of {given}.",
    ),
    Text(
        nl="Het is de sleutel van een ander archief, of van voor of na een wisseling van "
        "sleutel. Neem de goede; uw goedkeuring blijft gelden.",
        en="It is the key of another archive, or of before or after a change of keys. Take the "
        "right one; your approval still holds.",
    ),
)
INSIDE = fault(
    "VAULT-018",
    Text(
        nl="{name} ligt in het archief of in de sleutelmap.",
        en="{name} lies inside the archive or the key folder.",
    ),
    Text(
        nl="Haal het daar weg en bewaar het apart: wie het archief of de sleutels kopieert, zou "
        "de kluis kunnen openen.",
        en="Take it away from there and keep it apart: who copies the archive or the keys could "
        "open the vault.",
    ),
)
UNWRAPPED_NOT = fault(
    "VAULT-019",
    Text(
        nl="De sleutel past, en wat ermee is ingepakt is beschadigd: {path}.",
        en="The key fits, and what was wrapped with it is damaged: {path}.",
    ),
    Text(
        nl="Er is niets geopend. Draai 'weerklank verify' en zet de map terug uit een kopie.",
        en="Nothing was opened. Run 'weerklank verify' and put the folder back from a copy.",
    ),
)
#: Bytes of a file with a key; age-keygen writes two lines of comment besides.
MOST = 4096
_MARK = "AGE-SECRET-KEY-1"


class Opens(Protocol):
    """Unwraps data keys: a key in a file here; one in a device may stand in its place."""

    @property
    def recipient(self) -> str:
        """The sealing key that belongs with it: public."""
        ...

    def unwrap(self, wrapped: bytes, path: Path) -> bytes:
        """Give a data key; BrokenInput, which names the file, when it can't be unwrapped."""
        ...


class AgeIdentity:
    """A private key of age (X25519), held in memory for as long as this lives."""

    __slots__ = ("_key",)

    def __init__(self, key: pyrage.x25519.Identity) -> None:
        self._key = key

    @property
    def recipient(self) -> str:
        """The sealing key that belongs with it: public."""
        return str(self._key.to_public())

    def unwrap(self, wrapped: bytes, path: Path) -> bytes:
        """Give a data key; BrokenInput, which names the file, when it can't be unwrapped."""
        try:
            return bytes(pyrage.decrypt(wrapped, [self._key]))
        except pyrage.DecryptError:
            raise BrokenInput(UNWRAPPED_NOT, path=path) from None


def identity_of(content: bytes, name: str) -> AgeIdentity:
    """Read a key from what a file holds; WrongUse, which names the file, for anything else."""
    try:
        lines = content.decode("ascii").split()
        (line,) = (one for one in lines if one.startswith(_MARK))
        return AgeIdentity(pyrage.x25519.Identity.from_str(line))
    except (ValueError, pyrage.IdentityError):
        raise WrongUse(NO_FILE, name=name) from None


def read_identity(workplace: Workplace, path: Path) -> AgeIdentity:
    """Read a key from a file that its owner alone may read, outside archive and key folder."""
    real = Path(os.path.realpath(path))
    for folder in (workplace.layout.root, workplace.keys.folder):
        if Path(os.path.realpath(folder)) in real.parents:
            raise Refused(INSIDE, name=path)
    try:
        mode = real.stat().st_mode
        if stat.S_ISREG(mode) and mode & 0o077:
            raise Refused(KEYS_OPEN, name=path)
        content = read_plain(real, MOST)
    except (OSError, NotPlain):
        raise WrongUse(NO_FILE, name=path) from None
    return identity_of(content, path.name)

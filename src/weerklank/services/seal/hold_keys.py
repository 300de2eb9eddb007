"""Hold the keys: close the secrets of a key folder by a token, and take them out again."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.text import Text
from weerklank.services.workplace import Workplace
from weerklank.store import held_keys
from weerklank.store.atomic import create_file, replace_file
from weerklank.store.key_holder import PKCS11, HolderPlace
from weerklank.store.keys import KEYS_OPEN, KeyFolder
from weerklank.store.plain_file import NotPlain, read_plain

__all__ = [
    "PKCS11",
    "HolderPlace",
    "Holding",
    "hold_keys",
    "holding_of",
    "plain_secrets",
    "read_recovery",
    "release_keys",
]

BAD_RECOVERY = fault(
    "KEYS-018",
    Text(
        nl="{path} is niet het herstelbestand van deze sleutelmap.",
        en="{path} is not the recovery file of this key folder.",
    ),
    Text(
        nl="Neem het bestand dat 'weerklank keys hold' voor deze sleutelmap schreef.",
        en="Take the file that 'weerklank keys hold' wrote for this key folder.",
    ),
)
NO_PLACE = fault(
    "KEYS-019",
    Text(
        nl="Het herstelbestand kan niet naar {path}.",
        en="The recovery file can't go to {path}.",
    ),
    Text(
        nl="Noem een bestand dat er nog niet is, in een map die er is, buiten archief en "
        "sleutelmap; liefst op een drager die daarna in de kluis gaat.",
        en="Name a file that is not there yet, in a folder that is there, outside archive and key "
        "folder; best on a carrier that goes into a safe after.",
    ),
)
HELD_ELSEWHERE = fault(
    "KEYS-020",
    Text(
        nl="Deze sleutelmap is al gesloten door sleutel {key} in token {token}.",
        en="This key folder is already closed by key {key} in token {token}.",
    ),
    Text(
        nl="Haal haar daar eerst uit: weerklank keys release.",
        en="Take it out of that first: weerklank keys release.",
    ),
)
NOT_HELD = fault(
    "KEYS-021",
    Text(
        nl="Deze sleutelmap is door geen token gesloten.",
        en="This key folder is closed by no token.",
    ),
    Text(
        nl="Sluit haar met: weerklank keys hold --token LABEL --recovery BESTAND",
        en="Close it by: weerklank keys hold --token LABEL --recovery FILE",
    ),
)
#: What is secret in a key folder; `connections/` is closed by connections.key.
_SECRET = (
    "*.key",
    "*.pem",
    "contacts.json",
    "epochs/*.key",
    "mail.json",
    "named.json",
    "replicas/*/*.key",
    "terms/*.key",
)
_RECOVERY = "weerklank-recovery-1:"
_MOST = 4096


@dataclass(frozen=True, slots=True)
class Holding:
    """How the secrets of a key folder lie."""

    #: None when no token holds them.
    place: HolderPlace | None
    closed: int
    #: Secret files that who reads the folder can read.
    plain: int


def holding_of(folder: Path) -> Holding:
    """Tell how the secrets of a key folder lie; no token is asked."""
    plain = len(plain_secrets(folder))
    place = held_keys.place_of(folder) if held_keys.is_held(folder) else None
    return Holding(place, sum(1 for _ in _secrets(folder)) - plain, plain)


def plain_secrets(folder: Path) -> list[str]:
    """Name the secret files of a key folder that no token closes."""
    return [name for name in _secrets(folder) if not _is_closed(folder / name)]


def hold_keys(workplace: Workplace, place: HolderPlace, recovery: Path | None) -> Holding:
    """Close all secrets by a token; what broke off is finished.

    `recovery` is where the key of the folder is written, which opens it without the token: needed
    the first time, None to finish. Nothing is closed before the token has answered and the
    recovery file lies there.
    """
    folder = workplace.keys.folder
    workplace.keys.demand_ours()
    if not held_keys.is_held(folder):
        path = _place_for(workplace, recovery)
        made, content = held_keys.begin_hold(folder, place)
        text = f"{_RECOVERY}{base64.b64encode(made).decode()}\n"
        create_file(path, text.encode(), mode=0o600)
        held_keys.keep_hold(folder, content)
    elif (held := held_keys.place_of(folder)) != place:
        raise Refused(HELD_ELSEWHERE, key=held.key, token=held.token)
    made = held_keys.key_of_folder(folder)
    for name in plain_secrets(folder):
        closed = held_keys.close(made, name, workplace.keys.read(name))
        replace_file(folder / name, closed, mode=0o600)
    return holding_of(folder)


def release_keys(folder: Path, recovery: Path | None) -> Holding:
    """Open all secrets of a key folder again, to files; by the token, or by the recovery file.

    The archive is not opened: nobody can tell its events true by keys that nobody can read yet.
    """
    if not held_keys.is_held(folder):
        raise WrongUse(NOT_HELD)
    made = read_recovery(folder, recovery) if recovery else held_keys.key_of_folder(folder)
    found = {name: (folder / name).read_bytes() for name in _secrets(folder)}
    plain = {}
    for name, content in found.items():  # all of them before the first is written
        if content.startswith(held_keys.MARK):
            try:
                plain[name] = held_keys.opened(made, name, content)
            except ValueError:
                raise KeyFolder(folder).damaged(name) from None
    for name, secret in plain.items():
        replace_file(folder / name, secret, mode=0o600)
    (folder / held_keys.HOLD).unlink()
    held_keys.forget()
    return holding_of(folder)


def read_recovery(folder: Path, path: Path) -> bytes:
    """Read the key of a folder from its recovery file; WrongUse when it is another's."""
    try:
        if path.stat().st_mode & 0o077:
            raise Refused(KEYS_OPEN, name=path)
        text = read_plain(path, _MOST).decode("ascii").strip()
        made = base64.b64decode(text.removeprefix(_RECOVERY), validate=True)
    except (OSError, NotPlain, ValueError):
        raise WrongUse(BAD_RECOVERY, path=path) from None
    if not text.startswith(_RECOVERY) or not held_keys.is_key_of(folder, made):
        raise WrongUse(BAD_RECOVERY, path=path)
    return made


def _place_for(workplace: Workplace, recovery: Path | None) -> Path:
    path = (recovery or Path()).absolute()
    ours = (workplace.layout.root.resolve(), workplace.keys.folder.resolve())
    is_ours = any(one in path.resolve().parents for one in ours)
    if recovery is None or is_ours or path.exists() or not path.parent.is_dir():
        raise WrongUse(NO_PLACE, path=recovery or "-")
    return path


def _secrets(folder: Path) -> Iterator[str]:
    for pattern in _SECRET:
        for path in sorted(folder.glob(pattern)):
            yield path.relative_to(folder).as_posix()


def _is_closed(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(held_keys.MARK)) == held_keys.MARK

"""Keys of replicas in stores: one for each package in each generation, in the key folder.

    replicas/r0001/a0001_2026-11_000001-2.key   age identity of one generation, and its originals
    replicas/r0001/access_2027_01_21.key        of who looked at what on a day
    replicas/r0001/rest.key                     of other events, and of the blind index

What lies in a store can't always be deleted there. A generation whose key is destroyed can be read
in no store and no copy of it any more.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from weerklank.store.atomic import make_folder, sync_folder
from weerklank.store.keys import KeyFolder

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

FOLDER, REST = "replicas", "rest"
#: A package and its generation.
Generation = tuple[str, int]
_ENDING = ".key"


def name_of_generation(package: str, generation: int) -> str:
    """Name the key of a generation of a package such as `a0001/2026-11/000001`."""
    return f"{package.replace('/', '_')}-{generation}"


def name_of_day(path: str) -> str:
    """Name the key of a day of who looked at what, by the path of an event or of the day."""
    return "_".join(path.split("/")[:4])


def is_day(name: str) -> bool:
    """Tell whether a key is of such a day."""
    return name.startswith("access_")


def make_key(keys: KeyFolder, replica: str, name: str) -> None:
    """Make a key, unless it is there; durable when this returns."""
    from pyrage.x25519 import Identity  # no other command needs it

    folder = keys.folder / FOLDER / replica
    if _path(keys, replica, name).exists():
        return
    for one in (keys.folder / FOLDER, folder):
        make_folder(one)
        one.chmod(0o700)
    secret = f"{Identity.generate()}\n".encode()
    with suppress(FileExistsError):  # of another process, at the same moment
        keys.make(_inside(replica, name), secret)


def has_key(keys: KeyFolder, replica: str, name: str) -> bool:
    """Tell whether there is a key."""
    return _path(keys, replica, name).exists()


def replica_key(keys: KeyFolder, replica: str, name: str) -> "Identity":
    """Give a key; an error that says which one is missing or damaged."""
    from pyrage import IdentityError
    from pyrage.x25519 import Identity

    inside = _inside(replica, name)
    try:
        return Identity.from_str(keys.read(inside).decode("ascii").strip())
    except (UnicodeDecodeError, IdentityError) as error:
        raise keys.damaged(inside) from error


def keys_of(keys: KeyFolder, replica: str) -> Iterator[str]:
    """Name the keys of generations and days that a replica has."""
    for path in sorted((keys.folder / FOLDER / replica).glob(f"*{_ENDING}")):
        if path.stem != REST:
            yield path.stem


def destroy_keys(keys: KeyFolder, replica: str, names: set[str]) -> None:
    """Destroy keys of a replica; gone from the folder when this returns."""
    for name in names:
        _path(keys, replica, name).unlink(missing_ok=True)
    if names:
        sync_folder(keys.folder / FOLDER / replica)


def destroy_other_generations(keys: KeyFolder, current: set[Generation]) -> None:
    """Destroy in all replicas the keys of generations that are no more; gone when this returns."""
    kept = {name_of_generation(*one) for one in current}
    for folder in sorted((keys.folder / FOLDER).glob("r*")):
        names = {name for name in keys_of(keys, folder.name) if not is_day(name)}
        destroy_keys(keys, folder.name, names - kept)


def destroy_days(keys: KeyFolder, days: set[str]) -> None:
    """Destroy in all replicas the keys of days of who looked at what, such as `2027-01-21`."""
    names = {f"access_{day.replace('-', '_')}" for day in days}
    for folder in sorted((keys.folder / FOLDER).glob("r*")):
        destroy_keys(
            keys, folder.name, {name for name in names if has_key(keys, folder.name, name)}
        )


def _path(keys: KeyFolder, replica: str, name: str) -> Path:
    return keys.folder / _inside(replica, name)


def _inside(replica: str, name: str) -> str:
    return f"{FOLDER}/{replica}/{name}{_ENDING}"

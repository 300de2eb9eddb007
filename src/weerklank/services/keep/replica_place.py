"""The place of a replica: which address it has, and that it is ours and is there."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

import orjson

from weerklank.model.canonical import canonical
from weerklank.model.clock import iso
from weerklank.model.errors import BrokenInput, NotNow, Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.replica import Replica
from weerklank.model.text import Text
from weerklank.services.keep.replica_folder import ReplicaFolder
from weerklank.services.seal.read_replicas import ADDED, REMOVED, listed, read_replicas
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace
from weerklank.store.atomic import create_file, make_folder
from weerklank.store.layout import REPLICA
from weerklank.store.lock import locked
from weerklank.store.plain_file import NotPlain, read_plain

NO_ADDRESS = fault(
    "REPLICA-001",
    Text(
        nl="Een replica ligt in een map: een volledig pad, of file:// met zo'n pad.",
        en="A replica lies in a folder: a full path, or file:// with such a path.",
    ),
    Text(
        nl="Noem een map op een andere schijf, zoals /mnt/tweede/archief.",
        en="Name a folder on another disk, such as /mnt/second/archive.",
    ),
)
INSIDE = fault(
    "REPLICA-002",
    Text(
        nl="De replica {folder} en {other} liggen in elkaar.",
        en="The replica {folder} and {other} lie within each other.",
    ),
    Text(
        nl="Noem een map buiten het archief en de sleutelmap, op een andere schijf.",
        en="Name a folder outside the archive and the key folder, on another disk.",
    ),
)
OTHERS = fault(
    "REPLICA-003",
    Text(
        nl="In {folder} ligt iets anders dan een replica van dit archief.",
        en="In {folder} lies something other than a replica of this archive.",
    ),
    Text(
        nl="Noem een lege map, of die van de replica.",
        en="Name an empty folder, or that of the replica.",
    ),
)
NOT_THERE = fault(
    "REPLICA-004",
    Text(
        nl="De replica {replica} is niet in {folder}: de schijf is misschien niet aangesloten.",
        en="The replica {replica} is not in {folder}: the disk may not be mounted.",
    ),
    Text(
        nl="Sluit de schijf aan. Is de replica weg, geef dan 'weerklank replica remove {replica}' "
        "en begin opnieuw met 'weerklank replicate'.",
        en="Mount the disk. If the replica is gone, give 'weerklank replica remove {replica}' and "
        "begin anew with 'weerklank replicate'.",
    ),
)
UNKNOWN = fault(
    "REPLICA-005",
    Text(
        nl="'{name}' is geen replica op de lijst.",
        en="'{name}' is no replica on the list.",
    ),
    Text(
        nl="'weerklank replica list' toont ze; 'weerklank replicate URL' zet er een bij.",
        en="'weerklank replica list' shows them; 'weerklank replicate URL' adds one.",
    ),
)
#: Says what lies in the folder; without it nothing there is a replica.
MARKER = REPLICA
_FORMAT = "weerklank-replica/0"
_MOST = 1 << 16
#: What a new file system has of itself.
_EMPTY = frozenset({"lost+found"})


def folder_of(url: str) -> Path:
    """Read the address of a replica (WrongUse for any but a folder); links are resolved."""
    parts = urlsplit(url) if "://" in url else None
    path = url if parts is None else unquote(parts.path)
    if parts and (parts.scheme != "file" or parts.netloc not in ("", "localhost")):
        raise WrongUse(NO_ADDRESS)
    if "\0" in path or not Path(path).is_absolute():
        raise WrongUse(NO_ADDRESS)
    return Path(os.path.realpath(path))


def find_replica(workplace: Workplace, name: str) -> Replica:
    """Give a replica on the list by its number or address."""
    for one in listed(workplace):
        if name == one.id or ("/" in name and folder_of(name).as_uri() == one.url):
            return one
    raise WrongUse(UNKNOWN, name=name if "://" not in name else name.partition("://")[0] + "://…")


def add_replica(workplace: Workplace, url: str) -> Replica:
    """Give the replica at an address; one that is new comes on the list.

    Refused when it lies within the archive or the keys, or when something else is there.
    """
    folder = folder_of(url)
    for other in (workplace.layout.root, workplace.keys.folder):
        _refuse_within(folder, Path(os.path.realpath(other)))
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        for one in listed(workplace):
            if one.url == folder.as_uri():
                return one
        _refuse_others(folder)
        number = f"r{len(read_replicas(workplace)) + 1:04d}"
        workplace.record(Book.DECISIONS, ADDED, number, {"url": folder.as_uri()})
    seal_events(workplace)
    _mark(workplace, folder, number)
    return find_replica(workplace, number)


def remove_replica(workplace: Workplace, name: str) -> Replica:
    """Take a replica off the list; what lies there is not touched."""
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        found = find_replica(workplace, name)
        workplace.record(Book.DECISIONS, REMOVED, found.id, {"url": found.url})
    seal_events(workplace)
    return read_replicas(workplace)[found.id]


def open_replica(workplace: Workplace, replica: Replica) -> ReplicaFolder:
    """Give the files of a replica; NotNow when it is not there, BrokenInput when another is."""
    folder = folder_of(replica.url)
    try:
        told = _marker(folder)
    except FileNotFoundError as error:
        if replica.written is None and not _strangers(folder):
            _mark(workplace, folder, replica.id)  # died between the decision and this
            return ReplicaFolder(folder)
        raise NotNow(NOT_THERE, replica=replica.id, folder=folder) from error
    ours = (workplace.organisation.origin, replica.id)
    if (told.get("origin"), told.get("replica")) != ours:
        raise BrokenInput(OTHERS, folder=folder)
    return ReplicaFolder(folder)


def replica_at(workplace: Workplace, url: str) -> tuple[str, ReplicaFolder]:
    """Give number and files of a replica of this archive by its address, whether listed or not.

    To read from: for when the list itself is what is lost. NotNow or BrokenInput as when opened.
    """
    folder = folder_of(url)
    for other in (workplace.layout.root, workplace.keys.folder):
        _refuse_within(folder, Path(os.path.realpath(other)))
    try:
        told = _marker(folder)
    except FileNotFoundError as error:
        raise NotNow(NOT_THERE, replica=folder.name, folder=folder) from error
    if told.get("origin") != workplace.organisation.origin:
        raise BrokenInput(OTHERS, folder=folder)
    return str(told.get("replica")), ReplicaFolder(folder)


def _marker(folder: Path) -> dict[str, object]:
    """Read what says that a replica lies in a folder; FileNotFoundError, or BrokenInput."""
    try:
        told = orjson.loads(read_plain(folder / MARKER, _MOST))
    except FileNotFoundError:
        raise
    except (OSError, NotPlain, ValueError) as error:
        raise BrokenInput(OTHERS, folder=folder) from error
    if not isinstance(told, dict) or told.get("format") != _FORMAT:
        raise BrokenInput(OTHERS, folder=folder)
    return told


def _refuse_within(folder: Path, other: Path) -> None:
    if folder == other or folder in other.parents or other in folder.parents:
        raise Refused(INSIDE, folder=folder, other=other)


def _refuse_others(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(_strangers(folder))):
        raise Refused(OTHERS, folder=folder)


def _strangers(folder: Path) -> list[str]:
    if not folder.exists():
        return []
    return [path.name for path in folder.iterdir() if path.name not in _EMPTY]


def _mark(workplace: Workplace, folder: Path, number: str) -> None:
    make_folder(folder)
    about = {
        "format": _FORMAT,
        "made": iso(workplace.clock.now()),
        "origin": workplace.organisation.origin,
        "replica": number,
    }
    create_file(folder / MARKER, canonical({**about}) + b"\n")

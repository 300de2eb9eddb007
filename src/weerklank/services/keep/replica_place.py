"""The list of replicas, and that what lies at an address is ours and is there."""

import orjson

from weerklank.model.canonical import canonical
from weerklank.model.clock import iso
from weerklank.model.errors import BrokenInput, NotNow, Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.replica import Replica
from weerklank.model.text import Text
from weerklank.services.keep.folder_place import FolderPlace
from weerklank.services.keep.place import OTHERS, Place
from weerklank.services.keep.replica_files import ReplicaFiles
from weerklank.services.keep.store_place import StorePlace
from weerklank.services.seal.read_replicas import ADDED, REMOVED, listed, read_replicas
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked
from weerklank.store.secrets_store import SecretsStore

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
_FORMAT = "weerklank-replica/1"


def place_of(workplace: Workplace, url: str) -> Place:
    """Give the place at an address (WrongUse for any but a folder or a store)."""
    return StorePlace(workplace, url) if url.startswith("s3:") else FolderPlace(url)


def find_replica(workplace: Workplace, name: str) -> Replica:
    """Give a replica on the list by its number or address."""
    for one in listed(workplace):
        if name == one.id or ("/" in name and place_of(workplace, name).url == one.url):
            return one
    raise WrongUse(UNKNOWN, name=name if "://" not in name else name.partition("://")[0] + "://…")


def add_replica(workplace: Workplace, url: str) -> Replica:
    """Give the replica at an address; one that is new comes on the list.

    Refused when it lies within the archive, the keys or another replica, or when something else is
    there, or nothing may be written there.
    """
    place = place_of(workplace, url)
    _refuse_ours(workplace, place)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        known = listed(workplace)
        for one in known:
            if one.url == place.url:
                return one
        if isinstance(place, StorePlace):
            place.refuse_within(one.url for one in known)
        place.refuse_unfit()
        if not place.is_free():
            raise Refused(OTHERS, folder=place.shown)
        number = f"r{len(read_replicas(workplace)) + 1:04d}"
        workplace.record(Book.DECISIONS, ADDED, number, {"url": place.url})
    seal_events(workplace)
    _mark(workplace, place, number)
    return find_replica(workplace, number)


def remove_replica(workplace: Workplace, name: str) -> Replica:
    """Take a replica off the list; what lies there is not touched, and access is forgotten."""
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        found = find_replica(workplace, name)
        workplace.record(Book.DECISIONS, REMOVED, found.id, {"url": found.url})
    seal_events(workplace)
    SecretsStore(workplace.keys).forget_store_access(found.url)
    return read_replicas(workplace)[found.id]


def open_replica(workplace: Workplace, replica: Replica) -> ReplicaFiles:
    """Give the files of a replica; NotNow when it is not there, BrokenInput when another is."""
    place = place_of(workplace, replica.url)
    try:
        told = _marker(place)
    except FileNotFoundError as error:
        if replica.written is None and place.is_free():
            _mark(workplace, place, replica.id)  # died between the decision and this
            return place.files(replica.id)
        raise NotNow(NOT_THERE, replica=replica.id, folder=place.shown) from error
    ours = (workplace.organisation.origin, replica.id)
    if (told.get("origin"), told.get("replica")) != ours:
        raise BrokenInput(OTHERS, folder=place.shown)
    return place.files(replica.id)


def replica_at(workplace: Workplace, url: str) -> tuple[str, ReplicaFiles]:
    """Give number and files of a replica of this archive by its address, whether listed or not.

    To read from: for when the list itself is what is lost. NotNow or BrokenInput as when opened.
    """
    place = place_of(workplace, url)
    _refuse_ours(workplace, place)
    try:
        told = _marker(place)
    except FileNotFoundError as error:
        name = place.shown.rpartition("/")[2]
        raise NotNow(NOT_THERE, replica=name, folder=place.shown) from error
    number = str(told.get("replica"))
    if told.get("origin") != workplace.organisation.origin or not is_number(number):
        raise BrokenInput(OTHERS, folder=place.shown)
    return number, place.files(number)


def is_number(text: str) -> bool:
    """Tell whether something is the number of a replica: what a place says may be anything."""
    return text[:1] == "r" and text[1:].isascii() and text[1:].isdecimal()


def _marker(place: Place) -> dict[str, object]:
    """Read what says that a replica lies in a place; FileNotFoundError, or BrokenInput."""
    try:
        told = orjson.loads(place.marker())
    except ValueError as error:
        raise BrokenInput(OTHERS, folder=place.shown) from error
    if not isinstance(told, dict) or told.get("format") != _FORMAT:
        raise BrokenInput(OTHERS, folder=place.shown)
    return told


def _refuse_ours(workplace: Workplace, place: Place) -> None:
    """Refuse a place within the archive or its keys."""
    place.refuse_within(
        (str(workplace.layout.root.absolute()), str(workplace.keys.folder.absolute()))
    )


def _mark(workplace: Workplace, place: Place, number: str) -> None:
    about = {
        "format": _FORMAT,
        "made": iso(workplace.clock.now()),
        "origin": workplace.organisation.origin,
        "replica": number,
    }
    place.mark(canonical({**about}) + b"\n")

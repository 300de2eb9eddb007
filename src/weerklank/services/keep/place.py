"""A place where a replica may lie: what is asked of each before anything is read or written."""

from abc import ABC, abstractmethod
from collections.abc import Iterable

from weerklank.model.errors import fault
from weerklank.model.text import Text
from weerklank.services.keep.replica_files import ReplicaFiles

NO_ADDRESS = fault(
    "REPLICA-001",
    Text(
        nl="Een replica ligt in een map (een volledig pad, of file:// met zo'n pad) of bij een "
        "opslag (s3://).",
        en="A replica lies in a folder (a full path, or file:// with such a path) or in a store "
        "(s3://).",
    ),
    Text(
        nl="Noem een map op een andere schijf, zoals /mnt/tweede/archief, of een opslag, zoals "
        "s3://archief/voorbeelddam?endpoint=https://opslag.example.",
        en="Name a folder on another disk, such as /mnt/second/archive, or a store, such as "
        "s3://archive/voorbeelddam?endpoint=https://store.example.",
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
#: Bytes of what says that a replica lies in a place.
MOST = 1 << 16


class Place(ABC):
    """One place, by its address."""

    #: As it stands on the list of replicas; holds no secret.
    url: str
    #: As people are shown it.
    shown: str

    @abstractmethod
    def refuse_within(self, others: Iterable[str]) -> None:
        """Refuse a place that lies in another, by the addresses of those, or around it."""

    @abstractmethod
    def refuse_unfit(self) -> None:
        """Refuse a place to which no replica may be written; NotNow when it can't be looked at."""

    @abstractmethod
    def is_free(self) -> bool:
        """Tell whether nothing lies there."""

    @abstractmethod
    def marker(self) -> bytes:
        """Read what says that a replica lies there; FileNotFoundError or ValueError."""

    @abstractmethod
    def mark(self, content: bytes) -> None:
        """Say that a replica lies there."""

    @abstractmethod
    def files(self, replica: str) -> ReplicaFiles:
        """Give the files of the replica with a number."""

"""Keep by what a store lets the archive in, for a replica there."""

from dataclasses import dataclass

from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.person import Role
from weerklank.model.secret import Secret
from weerklank.model.store_access import StoreAccess
from weerklank.model.text import Text
from weerklank.services.keep.replica_files import DATA_PART, LOG_PART
from weerklank.services.keep.store_place import StorePlace
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace
from weerklank.store.object_store import Bucket, connect
from weerklank.store.secrets_store import SecretsStore

NO_IDENTIFIER = fault(
    "REPLICA-021",
    Text(nl="Dit is geen toegangssleutel.", en="This is no access key."),
    Text(
        nl="Neem hem over zoals de opslag hem toont: letters en cijfers, zonder spaties.",
        en="Take it as the store shows it: letters and digits, no spaces.",
    ),
)
CONNECTED = "replica.connected"
_MOST = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectedStore:
    """A store that lets the archive in."""

    url: str
    #: Names of the bucket of the log and of that of the rest.
    log: str
    data: str
    #: For how many days what is written to the log there can be deleted by nobody.
    lock_days: int
    #: Whether the bucket of the rest keeps what is deleted there for so many days too (0: no).
    data_lock_days: int


def connect_store(
    workplace: Workplace, url: str, identifier: str, secret: Secret
) -> ConnectedStore:
    """Try an access key, and keep it when the store lets it in; for archivist or operator.

    Refused when the store refuses it or lets the log be deleted; NotNow when it does not answer.
    """
    if workplace.actor.name is not None:
        workplace.require(Role.ARCHIVIST, Role.OPERATOR)
    if not (0 < len(identifier) <= _MOST and identifier.isascii() and identifier.isprintable()):
        raise WrongUse(NO_IDENTIFIER)
    place = StorePlace(workplace, url)
    where = place.address
    client = connect(where.endpoint, where.region, identifier, secret)
    place.buckets = {
        part: Bucket(client, where.bucket(part), where.prefix) for part in (LOG_PART, DATA_PART)
    }
    place.refuse_unfit()
    access = StoreAccess(
        url=place.url,
        identifier=identifier,
        secret=secret,
        at=workplace.clock.now(),
        by=workplace.actor.known_as,
    )
    workplace.record(Book.JOURNAL, CONNECTED, "archive", {"url": place.url})
    SecretsStore(workplace.keys).keep_store_access(access)
    seal_events(workplace)
    return ConnectedStore(
        url=place.url,
        log=where.bucket(LOG_PART),
        data=where.bucket(DATA_PART),
        lock_days=place.lock_days(),
        data_lock_days=place.buckets[DATA_PART].lock_days(),
    )

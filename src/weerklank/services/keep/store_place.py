"""A place of a replica in a store that speaks S3: two buckets under one name.

s3://NAME/PREFIX?endpoint=https://HOST[:PORT]&region=REGION

The bucket `NAME-log` takes the log, and is one in which nobody can delete; `NAME-data` the rest.
"""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from weerklank.model.errors import NotNow, Refused, WrongUse, fault
from weerklank.model.text import Text
from weerklank.services.keep.place import INSIDE, MOST, Place
from weerklank.services.keep.replica_files import DATA_PART, LOG_PART, MARKER, ReplicaFiles
from weerklank.services.keep.replica_store import ReplicaStore
from weerklank.services.keep.store_cipher import Plain, Sealed
from weerklank.services.seal.current_generations import current_generations
from weerklank.services.workplace import Workplace
from weerklank.store.keys import KeyFolder
from weerklank.store.object_store import Bucket, connect
from weerklank.store.secrets_store import SecretsStore

BAD_STORE = fault(
    "REPLICA-015",
    Text(
        nl="Dit is geen adres van een opslag, of het is er een zonder TLS.",
        en="This is no address of a store, or it is one without TLS.",
    ),
    Text(
        nl="Zo: s3://archief/voorbeelddam?endpoint=https://opslag.example&region=eu-1. De buckets "
        "zijn dan archief-log en archief-data. Geef sleutels nooit in het adres.",
        en="Such as: s3://archive/voorbeelddam?endpoint=https://store.example&region=eu-1. The "
        "buckets are then archive-log and archive-data. Never give keys in the address.",
    ),
)
NO_ACCESS = fault(
    "REPLICA-016",
    Text(
        nl="Van de opslag {store} is geen toegangssleutel bewaard.",
        en="No access key is kept of the store {store}.",
    ),
    Text(
        nl="Geef 'weerklank replica connect URL --access-key ID --secret-file F'.",
        en="Give 'weerklank replica connect URL --access-key ID --secret-file F'.",
    ),
)
NOT_LOCKED = fault(
    "REPLICA-020",
    Text(
        nl="In bucket {bucket} kan het logboek worden vernietigd: zij heeft geen Object Lock met "
        "een vaste termijn (COMPLIANCE).",
        en="In bucket {bucket} the log can be deleted: it has no Object Lock with a term of its "
        "own (COMPLIANCE).",
    ),
    Text(
        nl="Laat de bucket opnieuw maken met Object Lock en een standaardtermijn in de stand "
        "COMPLIANCE; alleen bij het maken kan dat overal.",
        en="Have the bucket made anew with Object Lock and a default term in the mode COMPLIANCE; "
        "only when a bucket is made can that be done everywhere.",
    ),
)
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,56}[a-z0-9]")
_STEP = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")
_REGION = re.compile(r"[a-z0-9-]{1,40}")
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}|\[[0-9a-f:.]+\]")
_USUAL_REGION = "us-east-1"
#: At most this many parts of a prefix.
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class StoreAddress:
    """Where a store is, and where in it a replica."""

    name: str
    prefix: str
    #: None: that of the region.
    endpoint: str | None
    region: str

    @property
    def url(self) -> str:
        """Write it, always in the same way."""
        asked = {"endpoint": self.endpoint} if self.endpoint else {}
        query = urlencode({**asked, "region": self.region}, safe=":/[]")
        return f"s3://{self.name}/{self.prefix}?{query}"

    def bucket(self, part: str) -> str:
        """Name the bucket of a part."""
        return f"{self.name}-{part}"


def store_address(url: str) -> StoreAddress:
    """Read the address of a replica in a store; WrongUse when it is none."""
    try:
        parts = urlsplit(url)
        asked = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
    except ValueError:
        raise WrongUse(BAD_STORE) from None
    steps = [step for step in parts.path.strip("/").split("/") if step]
    endpoint, region = asked.pop("endpoint", None), asked.pop("region", _USUAL_REGION)
    is_good = (
        _BUCKET.fullmatch(parts.netloc)
        and len(steps) <= _DEEPEST
        and all(map(_STEP.fullmatch, steps))
        and _REGION.fullmatch(region)
        and not (asked or parts.fragment)
    )
    if not is_good:
        raise WrongUse(BAD_STORE)
    return StoreAddress(parts.netloc, "/".join(steps), _endpoint(endpoint), region)


def _endpoint(given: str | None) -> str | None:
    """Read where a store is; WrongUse unless it is over TLS, or this machine itself."""
    if given is None:
        return None
    try:
        parts = urlsplit(given)
        port = parts.port
    except ValueError:
        raise WrongUse(BAD_STORE) from None
    host = parts.hostname or ""
    shown = f"[{host}]" if ":" in host else host
    is_bare = not (parts.username or parts.password or parts.query or parts.fragment)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))
    if not (is_bare and is_safe and _HOST.fullmatch(shown)) or parts.path not in ("", "/"):
        raise WrongUse(BAD_STORE)
    return f"{parts.scheme}://{shown}" + (f":{port}" if port else "")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class StorePlace(Place):
    """Two buckets of a store."""

    def __init__(self, workplace: Workplace, url: str) -> None:
        self.address = store_address(url)
        self.url = self.address.url
        self.shown = self.url
        self._workplace = workplace
        self._keys: KeyFolder = workplace.keys
        self._spool: Path = workplace.layout.spool
        self._buckets: dict[str, Bucket] | None = None

    @property
    def buckets(self) -> dict[str, Bucket]:
        """Give its buckets by part; NotNow when no access key is kept."""
        if self._buckets is None:
            access = SecretsStore(self._keys).store_access(self.url)
            if access is None:
                raise NotNow(NO_ACCESS, store=self.url)
            where = self.address
            client = connect(where.endpoint, where.region, access.identifier, access.secret)
            self._buckets = {
                part: Bucket(client, where.bucket(part), where.prefix)
                for part in (LOG_PART, DATA_PART)
            }
        return self._buckets

    @buckets.setter
    def buckets(self, given: dict[str, Bucket]) -> None:
        self._buckets = given

    def refuse_within(self, others: Iterable[str]) -> None:
        """Refuse a prefix that lies in that of another replica, or around it."""
        for other in (store_address(one) for one in others if one.startswith("s3:")):
            is_same = (other.name, other.endpoint) == (self.address.name, self.address.endpoint)
            one, two = (f"{where.prefix}/".lstrip("/") for where in (self.address, other))
            if is_same and (one.startswith(two) or two.startswith(one)):
                raise Refused(INSIDE, folder=self.url, other=other.url)

    def refuse_unfit(self) -> None:
        """Refuse a bucket for the log in which it can be deleted."""
        self.lock_days()
        next(self.buckets[DATA_PART].names(), None)

    def lock_days(self) -> int:
        """Give for how many days the log can't be deleted; Refused when it can."""
        days = self.buckets[LOG_PART].lock_days()
        if not days:
            raise Refused(NOT_LOCKED, bucket=self.address.bucket(LOG_PART))
        return days

    def is_free(self) -> bool:
        """Tell whether nothing lies there."""
        return all(next(bucket.names(), None) is None for bucket in self.buckets.values())

    def marker(self) -> bytes:
        """Read what says that a replica lies there; FileNotFoundError or ValueError."""
        bucket = self.buckets[LOG_PART]
        size = dict(row for row in bucket.names(MARKER) if row[0] == MARKER).get(MARKER)
        if size is None:
            raise FileNotFoundError(MARKER)
        if size > MOST:
            raise ValueError(MARKER)
        return b"".join(bucket.get(MARKER, size))

    def mark(self, content: bytes) -> None:
        """Say that a replica lies there."""
        self.buckets[LOG_PART].put_bytes(MARKER, content)

    def files(self, replica: str) -> ReplicaFiles:
        """Give its files; an error when the key of its events is gone, and they are there."""
        current = partial(current_generations, self._workplace)
        sealed = Sealed(self._keys, replica, self._spool, current)
        return ReplicaStore(self.buckets, Plain(self._spool), sealed)

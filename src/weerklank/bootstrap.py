"""The one place that chooses implementations: where archive and keys lie, clock, connectors."""

import atexit
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from weerklank.model.clock import SystemClock
from weerklank.model.errors import WrongUse, fault
from weerklank.model.text import Text
from weerklank.services.people.sign_in_settings import SignInSettings, read_settings
from weerklank.services.workplace import Memory, Reporter, Workplace, open_workplace
from weerklank.store.state_folder import budgets

if TYPE_CHECKING:  # what goes out takes a fifth of the start of a command that stays in
    from weerklank.harvest.browser.at_work import BrowserAtWork
    from weerklank.harvest.port import Connector
    from weerklank.harvest.transport import Transport
    from weerklank.services.machines.spans import Span, Traces

_Made = TypeVar("_Made")
NO_ARCHIVE_NAMED = fault(
    "ARCHIVE-005",
    Text(nl="Er is geen archief genoemd.", en="No archive was named."),
    Text(
        nl="Noem de map met --archive of in WEERKLANK_ARCHIVE.",
        en="Name the folder with --archive or in WEERKLANK_ARCHIVE.",
    ),
)

#: In the key folder of a demonstration: says that it belongs to one and may be thrown away.
DEMO_MARK = "demonstratie.txt"


def archive_folder(named: str | None) -> Path:
    """Give the archive: as named, else by WEERKLANK_ARCHIVE."""
    chosen = named or os.environ.get("WEERKLANK_ARCHIVE")
    if not chosen:
        raise WrongUse(NO_ARCHIVE_NAMED)
    return Path(chosen).expanduser().absolute()


def key_folder(named: str | None, archive: Path) -> Path:
    """Give the key folder: as named, by WEERKLANK_KEYS, else one by archive in user data."""
    chosen = named or os.environ.get("WEERKLANK_KEYS")
    if chosen:
        return Path(chosen).expanduser().absolute()
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    place = hashlib.sha256(os.path.realpath(archive).encode()).hexdigest()[:12]
    return Path(data) / "weerklank" / "keys" / f"{archive.name}-{place}"


def sign_in_settings(keys: Path) -> SignInSettings | None:
    """Read by which provider people sign in; None: with a password of ours."""
    return read_settings(keys, os.environ)


def workplace(
    archive: str | None,
    keys: str | None,
    reporter: Reporter,
    acting: str | None = None,
    *,
    verifying: bool = False,
    memory: Memory | None = None,
) -> Workplace:
    """Open the archive that the user means, for whoever acts (`--as`, WEERKLANK_ACTOR)."""
    folder = archive_folder(archive)
    if (following := traces()) is not None:
        reporter = following.telling(reporter)
    found = open_workplace(
        folder,
        key_folder(keys, folder),
        clock=SystemClock(),
        reporter=reporter,
        acting=acting,
        verifying=verifying,
        memory=memory,
    )
    standing = os.environ.get("WEERKLANK_ACTOR")
    # As long as nobody is registered, whoever makes the first entries has no name to act by.
    if acting is None and standing and found.register().persons:
        return open_workplace(
            folder,
            found.keys.folder,
            clock=found.clock,
            reporter=reporter,
            acting=standing,
            verifying=verifying,
            memory=memory,
        )
    return found


def database() -> str | None:
    """Give the PostgreSQL of many machines: by WEERKLANK_DATABASE_URL; None for none."""
    return os.environ.get("WEERKLANK_DATABASE_URL") or None


def metrics_token() -> str | None:
    """Give what a collector of metrics must show: by WEERKLANK_METRICS_TOKEN; None for none."""
    return os.environ.get("WEERKLANK_METRICS_TOKEN") or None


def traces() -> "Traces | None":
    """Give what follows work for a collector: by WEERKLANK_TRACES_URL; None for none.

    WrongUse where that is no address, or where OpenTelemetry is missing.
    """
    address = os.environ.get("WEERKLANK_TRACES_URL")
    return _traces(address, os.environ.get("WEERKLANK_TRACES_TOKEN")) if address else None


@cache
def _traces(address: str, token: str | None) -> "Traces":
    from weerklank.services.machines.send_spans import SpanSender
    from weerklank.services.machines.spans import Traces

    made = Traces(SpanSender(address, token or None))
    atexit.register(made.close)
    return made


@contextmanager
def followed(name: str, carried: str = "", **words: str) -> "Iterator[Span | None]":
    """Follow a piece of work; None where nobody follows anything.

    `name` and `words` are of the program; `carried` as a process was given it in TRACEPARENT.
    """
    following = traces()
    if following is None:
        yield None
        return
    with following.piece(name, carried, **words) as span:
        yield span


def follow_each(
    name: str, made: "Iterator[_Made]", codes: "Callable[[_Made], list[str]]"
) -> "Iterator[_Made]":
    """Follow each piece of work that something makes without end."""
    following = traces()
    return made if following is None else following.each(name, made, codes)


def carried_here() -> str:
    """Give of what this process does a part, as whoever began it says: by TRACEPARENT."""
    return os.environ.get("TRACEPARENT", "")


def carried() -> dict[str, str]:
    """Give what the environment of another process needs, that does a part of what is at hand."""
    following = traces()
    return {"TRACEPARENT": following.carried} if following and following.carried else {}


def clamd() -> Path | None:
    """Give the socket of a clamd that scans for viruses: by WEERKLANK_CLAMD; None for none."""
    named = os.environ.get("WEERKLANK_CLAMD")
    return Path(named) if named else None


def connectors() -> "list[Connector]":
    """Load the connectors that are installed, ours through the same door as anyone's."""
    return [entry.load()() for entry in _installed()]


@cache
def _installed() -> tuple[EntryPoint, ...]:
    """Find what is installed, once: looking through every package takes as long as a page."""
    found = entry_points(group="weerklank.connectors")
    return tuple(sorted(found, key=lambda entry: entry.name))


def transport(
    home: str, waits: Callable[[float], None], shared: Path | None = None
) -> "Transport":
    """Give the way out to the server of one account, by the address in the register.

    In the folder `shared` all accounts share what their servers still allow. `waits` is told of
    each wait that people notice, in seconds.
    """
    from weerklank.harvest.transport import Transport

    return Transport(home, budgets=shared, waits=waits)


def transport_for(opened: Workplace) -> "Callable[[str, Callable[[float], None]], Transport]":
    """Give what makes the ways out of one archive."""
    return partial(transport, shared=budgets(opened.keys))


def browser() -> "BrowserAtWork":
    """Give a browser that goes to pages: the one of WEERKLANK_CHROMIUM, else of the usual names.

    WrongUse (BROWSER-001), which says how to install it, when there is none.
    """
    from weerklank.harvest.browser.at_work import BrowserAtWork
    from weerklank.harvest.browser.chromium import find_chromium

    return BrowserAtWork(find_chromium(os.environ.get("WEERKLANK_CHROMIUM") or None))

"""A process of one organisation: it shows the screens, or does once what is due.

It is forked by the nest, which never opened an archive, and sees the folders of its organisation
alone from before it opens anything.
"""

import os
import signal
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from types import FrameType

from weerklank import bootstrap
from weerklank.model.errors import Refused, WeerklankError, WrongUse
from weerklank.services.machines.organisations import (
    PIN_NEEDED,
    Organisation,
    common_folders,
    lacks_own_pin,
)
from weerklank.services.machines.wall import wall_in
from weerklank.services.people.sign_in_settings import PROVIDER_NEEDED
from weerklank.services.schedule.run_schedule import Schedule
from weerklank.services.workplace import Memory, Silent
from weerklank.web.configure import configure
from weerklank.web.many.order import Order, Part
from weerklank.web.middleware import defect_place
from weerklank.web.server import Server
from weerklank.web.site import Site

#: What the front may try again later.
FAILED = 75
#: Of who starts the front, or of one archive: nothing of it is of another.
_NOT_HANDED_ON = (
    "WEERKLANK_ACTOR",
    "WEERKLANK_ARCHIVE",
    "WEERKLANK_KEYS",
    "WEERKLANK_SIGN_IN",
    "WEERKLANK_TOKEN_PIN",
    "PGPASSWORD",
)


def be(order: Order) -> int:
    """Be the process that was asked for, until told to stop; gives its exit code."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, _as_ctrl_c)
    one = order.organisation
    try:
        _settle(order)
        if order.part is Part.SERVE:
            _serve(order)
        else:
            _round(one)
    except KeyboardInterrupt:
        return 0
    except WeerklankError as error:
        _tell(one, error.code)
        return FAILED
    except OSError as error:
        _tell(one, f"STORE-002 {error.strerror}")
        return FAILED
    except Exception as error:  # noqa: BLE001 - the outermost edge: its message may hold content
        _tell(one, f"DEFECT-001 {type(error).__name__} {defect_place(error)}")
        return FAILED
    return 0


def _settle(order: Order) -> None:
    """Leave what is of others: variables, temporary files, the rest of the disk, and a PIN."""
    for name in _NOT_HANDED_ON:
        os.environ.pop(name, None)
    one = order.organisation
    os.environ.update(one.token_variables)
    temporary = order.folder / "tmp"
    temporary.mkdir(mode=0o700, exist_ok=True)
    os.environ["TMPDIR"] = tempfile.tempdir = str(temporary)
    os.chdir(order.folder)
    pin = [Path(one.token_pin)] if one.token_pin else []
    wall_in(own_places(order), [*common_folders(), *pin])
    if lacks_own_pin(one):
        raise WrongUse(PIN_NEEDED, name=one.name)


def own_places(order: Order) -> list[Path]:
    """Give where a process may write.

    What records pages shares memory with its own processes, and makes its sandbox by /proc.
    """
    browser = [Path("/dev/shm"), Path("/proc")] if order.part is Part.ROUND else []  # noqa: S108 - of Chromium
    return [*order.organisation.owned, order.folder, *browser]


def site_of(one: Organisation) -> Site:
    """Give what is shown; Refused where it would let people in by a password that none allowed."""
    keys = Path(one.keys or "")
    sign_in = bootstrap.sign_in_settings(keys)
    if sign_in is None and not one.passwords:
        raise Refused(PROVIDER_NEEDED)
    return Site(
        archive=Path(one.archive or ""),
        keys=keys,
        address=one.site.rstrip("/"),
        replay=one.replay_site and one.replay_site.rstrip("/"),
        portal=one.portal_site and one.portal_site.rstrip("/"),
        sips=Path(one.sip_to) if one.sip_to else None,
        sign_in=sign_in,
    )


def _serve(order: Order) -> None:
    site = site_of(order.organisation)
    site.workplace()  # says what is wrong before anything is served
    configure(site)
    server = Server(site, "127.0.0.1", None, file=order.socket)
    if order.idle:
        server.sleep_after(order.idle)
    server.serve()


def _round(one: Organisation) -> None:
    memory = Memory()
    schedule = Schedule(
        lambda: bootstrap.workplace(one.archive, one.keys, Silent(), memory=memory),
        bootstrap.connectors(),
        bootstrap.transport_for,
        browser=bootstrap.browser,
    )
    for done in schedule.once():
        if done.error is not None:
            _tell(one, done.error.code)


def _tell(one: Organisation, what: str) -> None:
    """Say on a line what went wrong, by code: nothing of what was at hand."""
    with suppress(OSError):
        sys.stderr.write(f"{one.name}: {what}\n")
        sys.stderr.flush()


def _as_ctrl_c(_signal: int, _frame: FrameType | None) -> None:
    signal.raise_signal(signal.SIGINT)

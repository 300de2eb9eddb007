"""Serve: one process with threads, on loopback unless told otherwise; ends on Ctrl-C or TERM."""

import gc
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from cheroot import wsgi
from cheroot.server import HTTPConnection
from cheroot.workers.threadpool import ThreadPool, WorkerThread
from django.core.wsgi import get_wsgi_application

from weerklank.model.errors import NotNow, Refused, WeerklankError, fault
from weerklank.model.text import Text
from weerklank.services.appraise.read_policy import read_policy_history
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.catalogue.hold_catalogue import hold_open
from weerklank.services.disclose.public_items import public_items
from weerklank.services.disclose.read_portal import read_portal
from weerklank.services.guide.first_hour import first_hour
from weerklank.services.oversee.read_journal import Sought, read_journal
from weerklank.services.people.access import access_requests
from weerklank.services.profile.past_checks import read_profile_checks
from weerklank.services.register.mail_waits import mail_waits
from weerklank.services.register.register_account import account_histories
from weerklank.services.runs.read_audits import read_audits
from weerklank.services.runs.read_drift import read_drift
from weerklank.services.runs.read_measurements import read_measurements
from weerklank.services.runs.read_runs import read_runs
from weerklank.services.scan.ask_scan import asked_scan
from weerklank.services.scan.read_scans import read_scans
from weerklank.services.schedule.ask_pages import asked_pages
from weerklank.services.schedule.whats_due import whats_due
from weerklank.services.seal.read_dossiers import read_dossiers
from weerklank.services.seal.read_named import read_named
from weerklank.services.vault.read_requests import read_requests
from weerklank.web import site
from weerklank.web.arrival import Arrival, has_arrived
from weerklank.web.due_ahead import DUE_AHEAD
from weerklank.web.harvestable import platforms
from weerklank.web.kept_schedule import KeptSchedule
from weerklank.web.long_requests import LongRequests
from weerklank.web.request_end import Request, read_to_its_end, without_body
from weerklank.web.site import Site

NOT_IN_THE_CLEAR = fault(
    "WEB-001",
    Text(
        nl="Op {host} zou iedereen op het netwerk wachtwoorden kunnen meelezen.",
        en="On {host} everyone on the network could read passwords along.",
    ),
    Text(
        nl="Zet er een webserver met TLS voor en noem het adres: --site https://archief.example. "
        "Zonder --host luistert Weerklank alleen op deze machine.",
        en="Put a web server with TLS in front and name its address: --site "
        "https://archief.example. Without --host Weerklank listens on this machine alone.",
    ),
)
PORT_TAKEN = fault(
    "WEB-002",
    Text(
        nl="Op {host}:{port} kan niet worden geluisterd: {problem}.",
        en="Can't listen on {host}:{port}: {problem}.",
    ),
    Text(nl="Kies met --port een andere poort.", en="Choose another port with --port."),
)

SOCKET_TAKEN = fault(
    "WEB-005",
    Text(
        nl="Op {file} kan niet worden geluisterd: {problem}.",
        en="Can't listen on {file}: {problem}.",
    ),
    Text(
        nl="Noem met --socket een bestand in een map waarin deze gebruiker mag schrijven.",
        en="Name with --socket a file in a folder in which this user may write.",
    ),
)

#: The port when none is named; where it is taken, any that is free.
USUAL_PORT = 8642
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_THREADS = 12
#: Threads that read nothing but what is there already.
_FOR_SHORT = 4
#: Level from which on the server means an error (as the library of logs counts them).
_AN_ERROR = 40
#: Connections that may wait to be taken.
_USUAL_ROW, _LONG_ROW = 5, 128
#: Seconds without a byte after which a connection is given up.
_PATIENCE = 30
#: Seconds between two looks whether it may end by itself; and that who asked last is answered.
_LOOK, _LAST_ASKED = 10.0, 2.0
#: Seconds that pages under way get to finish when the server is told to stop.
_GRACE = 5
_LARGEST_HEADERS = 64 << 10
#: What is larger than an upload may be is read and let go, so that a page can say so.
_LARGEST_BODY = 64 << 30


class Server:
    """A server that listens already, so that its address is known before it serves."""

    def __init__(
        self,
        shown: Site,
        host: str,
        port: int | None,
        *,
        schedules: bool = False,
        file: Path | None = None,
    ) -> None:
        """`schedules`: whether it keeps a process that harvests what is due while it serves.

        `file`: the socket on which it listens, and on no port then.
        """
        if host not in _LOOPBACK and not shown.is_secure:
            raise Refused(NOT_IN_THE_CLEAR, host=host)
        self._server = _Quiet(
            (host, USUAL_PORT if port is None else port) if file is None else str(file),
            without_body(read_to_its_end(get_wsgi_application())),
            numthreads=_THREADS,
            server_name="Weerklank",
            timeout=_PATIENCE,
            # On a socket who comes when the row is full is sent away, not told to wait.
            request_queue_size=_USUAL_ROW if file is None else _LONG_ROW,
            shutdown_timeout=_GRACE,
        )
        self._server.requests = _Workers(self._server, min=_THREADS, max=_THREADS)
        self._server.max_request_header_size = _LARGEST_HEADERS
        self._server.max_request_body_size = _LARGEST_BODY
        try:
            if file is not None:
                self._server.prepare()
            else:
                self._listen(host, may_choose=port is None)
        except OSError as error:
            problem = error.strerror or str(error)
            if file is not None:
                raise NotNow(SOCKET_TAKEN, file=file, problem=problem) from None
            raise NotNow(PORT_TAKEN, host=host, port=port or USUAL_PORT, problem=problem) from None
        named = f"[{host}]" if ":" in host else host
        self._schedule = KeptSchedule(shown) if schedules else None
        self.address = shown.address or f"http://{named}:{self._server.bind_addr[1]}/"
        self._file = file

    def _listen(self, host: str, *, may_choose: bool) -> None:
        # The server tells of a taken port only in a sentence: asked of the system beforehand.
        wanted = (host, self._server.bind_addr[1])
        try:
            _refuse_taken(wanted)
        except OSError:
            if not may_choose:
                raise
            self._server.bind_addr = (host, 0)
        self._server.prepare()

    def serve(self, tell: Callable[[], None] = lambda: None) -> None:
        """Serve until Ctrl-C or TERM; what is under way gets a moment to finish."""

        def end(_signal: int, _frame: FrameType | None) -> NoReturn:
            raise KeyboardInterrupt

        before = signal.signal(signal.SIGTERM, end)
        threading.Thread(target=warm, daemon=True).start()
        tell()
        if self._schedule is not None:
            self._schedule.start()
        try:
            self._server.serve()
        except KeyboardInterrupt:
            pass
        finally:
            signal.signal(signal.SIGTERM, before)
            self.stop()

    def sleep_after(self, seconds: float) -> None:
        """End by itself once nobody asked anything for so long, and nothing is at work."""
        self._server.asked = time.monotonic()
        threading.Thread(target=self._sleep, args=(seconds,), daemon=True).start()

    def _sleep(self, seconds: float) -> None:
        while not self._server.is_idle(seconds) or _is_at_work():
            time.sleep(min(seconds, _LOOK))
        if self._file is not None:
            # From here on whoever connects finds nobody, and another is started for them; who was
            # just before that is still answered.
            self._file.unlink(missing_ok=True)
            time.sleep(_LAST_ASKED)
        os.kill(os.getpid(), signal.SIGTERM)

    def run_in_background(self) -> None:
        """Serve from whatever thread calls this, until `stop` (for tests)."""
        self._server.serve()

    def stop(self) -> None:
        """Stop listening, and end work that was started from the pages."""
        from weerklank.web.held_exports import EXPORTS
        from weerklank.web.open_views import VIEWS
        from weerklank.web.work import WORKS

        if self._schedule is not None:
            self._schedule.stop()
        WORKS.stop_all()
        EXPORTS.let_go_of_all()
        VIEWS.let_go_of_all()
        self._server.stop()


def warm() -> None:
    """Read beforehand what every page asks, so that the first one need not wait for it.

    What stays in memory for good is then left out of the rounds that look for what can go: a
    round over a million objects is a pause of 80 ms in some page.
    """
    workplace = site.current().workplace()
    with suppress(WeerklankError, OSError):  # a page tells of it, whichever asks first
        workplace.register()
        account_histories(workplace)
        read_runs(workplace)
        read_journal(workplace, Sought())
        whats_due(workplace, platforms())
        access_requests(workplace)
        read_drift(workplace)
        mail_waits(workplace)
        read_requests(workplace)
        read_dossiers(workplace)
        read_policy_history(workplace)
        read_profile_checks(workplace)
        read_named(workplace)
        first_hour(workplace)
        read_scans(workplace)
        read_audits(workplace)
        read_measurements(workplace, None)
        asked_scan(workplace)
        asked_pages(workplace)
        workplace.log.packages()
        consult(workplace, lambda _: None)  # follows what was sealed since it was last asked
        if read_portal(workplace).is_open:
            public_items(workplace)
    gc.collect()
    gc.freeze()
    DUE_AHEAD.count(workplace)  # last: it goes over all that is held, and keeps next to nothing


def _is_at_work() -> bool:
    """Tell whether something goes on, or is held for somebody, that ends with the process."""
    from weerklank.web.held_exports import EXPORTS
    from weerklank.web.open_views import VIEWS
    from weerklank.web.work import WORKS

    return bool(WORKS.running()) or EXPORTS.holds_any or VIEWS.holds_any


class _Worker(WorkerThread):
    """A thread that keeps the catalogue open between its pages, for as long as it lives."""

    def run(self) -> None:
        with hold_open(site.current().workplace()):
            super().run()


class _Workers(ThreadPool):
    """The threads that answer."""

    def _spawn_worker(self) -> _Worker:
        worker = _Worker(self.server)  # type: ignore[no-untyped-call] # cheroot leaves its types out
        worker.start()
        return worker


class _Connection(HTTPConnection):
    """A connection that says when a thread is done with what came on it."""

    RequestHandlerClass = Request

    def communicate(self) -> bool:
        """Answer one request; gives whether the connection stays."""
        try:
            return bool(super().communicate())  # type: ignore[no-untyped-call] # cheroot leaves its types out
        finally:
            self.server.long_ended(self)


class _Quiet(wsgi.Server):
    """A server that tells of its errors without their messages, and waits without a thread."""

    asked = 0.0
    ConnectionClass = _Connection

    def __init__(self, *given: Any, **more: Any) -> None:  # noqa: ANN401 - the library's own arguments
        super().__init__(*given, **more)
        self._long = LongRequests(_THREADS - _FOR_SHORT)

    def is_idle(self, seconds: float) -> bool:
        """Tell whether nobody asked anything for so long, and nobody waits for an answer."""
        return time.monotonic() - self.asked > seconds and self.requests.idle == _THREADS

    def bind_unix_socket(self, bind_addr: str) -> socket.socket:
        """Listen on a socket for its owner and its group; the library's is for everybody."""
        Path(bind_addr).unlink(missing_ok=True)
        bound = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        before = os.umask(0o117)
        try:
            bound.bind(bind_addr)
        finally:
            os.umask(before)
        self.socket = bound
        return bound

    def process_conn(self, conn: HTTPConnection) -> None:
        """Give a connection to a thread once a request has arrived on it."""
        found = Arrival.BEGUN  # what came along with the last one
        if not conn.rfile.has_data():
            found, seen = has_arrived(conn.socket, getattr(conn, "seen", -1))
            conn.seen = seen  # type: ignore[attr-defined] # ours: told at the next look
            if found is Arrival.NOT_YET:
                self._connections.put(conn)  # type: ignore[attr-defined] # where it keeps those that are alive
                return
        self.asked = time.monotonic()
        if found is Arrival.WHOLE or self._long.may_be_read(conn):
            super().process_conn(conn)

    def long_ended(self, conn: HTTPConnection) -> None:
        """Note that a thread is done with a request; who waited for that goes next."""
        if (following := self._long.ended(conn)) is not None:
            super().process_conn(following)

    def stop(self) -> None:
        """Stop listening, and let go of who waits."""
        super().stop()
        self._long.close()

    def error_log(self, msg: str = "", level: int = 0, traceback: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - the server's own signature
        """Say that there was an error; its message may hold what someone sent."""
        if level >= _AN_ERROR:
            sys.stderr.write("DEFECT-001 in the server\n")


def _refuse_taken(address: tuple[str, int]) -> None:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)

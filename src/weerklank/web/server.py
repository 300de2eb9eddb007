"""Serve: one process with threads, on loopback unless told otherwise; ends on Ctrl-C or TERM."""

import gc
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import NoReturn

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
from weerklank.web.arrival import has_arrived
from weerklank.web.due_ahead import DUE_AHEAD
from weerklank.web.harvestable import platforms
from weerklank.web.kept_schedule import KeptSchedule
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

#: The port when none is named; where it is taken, any that is free.
USUAL_PORT = 8642
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_THREADS = 12
#: Level from which on the server means an error (as the library of logs counts them).
_AN_ERROR = 40
#: Seconds without a byte after which a connection is given up.
_PATIENCE = 30
#: Seconds that pages under way get to finish when the server is told to stop.
_GRACE = 5
_LARGEST_HEADERS = 64 << 10
#: What is larger than an upload may be is read and let go, so that a page can say so.
_LARGEST_BODY = 64 << 30


class Server:
    """A server that listens already, so that its address is known before it serves."""

    def __init__(
        self, shown: Site, host: str, port: int | None, *, schedules: bool = False
    ) -> None:
        """`schedules`: whether it keeps a process that harvests what is due while it serves."""
        if host not in _LOOPBACK and not shown.is_secure:
            raise Refused(NOT_IN_THE_CLEAR, host=host)
        self._server = _Quiet(
            (host, USUAL_PORT if port is None else port),
            get_wsgi_application(),
            numthreads=_THREADS,
            server_name="Weerklank",
            timeout=_PATIENCE,
            shutdown_timeout=_GRACE,
        )
        self._server.requests = _Workers(self._server, min=_THREADS, max=_THREADS)
        self._server.max_request_header_size = _LARGEST_HEADERS
        self._server.max_request_body_size = _LARGEST_BODY
        try:
            self._listen(host, may_choose=port is None)
        except OSError as error:
            problem = error.strerror or str(error)
            raise NotNow(PORT_TAKEN, host=host, port=port or USUAL_PORT, problem=problem) from None
        named = f"[{host}]" if ":" in host else host
        self._schedule = KeptSchedule(shown) if schedules else None
        self.address = shown.address or f"http://{named}:{self._server.bind_addr[1]}/"

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


class _Quiet(wsgi.Server):
    """A server that tells of its errors without their messages, and waits without a thread."""

    def process_conn(self, conn: HTTPConnection) -> None:
        """Give a connection to a thread once a request has arrived on it."""
        if not conn.rfile.has_data():
            is_there, seen = has_arrived(conn.socket, getattr(conn, "seen", -1))
            conn.seen = seen  # type: ignore[attr-defined] # ours: told at the next look
            if not is_there:
                self._connections.put(conn)  # type: ignore[attr-defined] # where it keeps those that are alive
                return
        super().process_conn(conn)

    def error_log(self, msg: str = "", level: int = 0, traceback: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - the server's own signature
        """Say that there was an error; its message may hold what someone sent."""
        if level >= _AN_ERROR:
            sys.stderr.write("DEFECT-001 in the server\n")


def _refuse_taken(address: tuple[str, int]) -> None:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)

"""Who sends half of a request, or nothing, keeps nobody else waiting."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from shown import Shown

from weerklank.web.arrival import MOST, Arrival, arrival, has_arrived
from weerklank.web.server import Server
from weerklank.web.site import Site

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]
WHOLE = b"GET /aanmelden/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
HEAD = b"POST /aanmelden/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"


@pytest.fixture
def address(shown: Shown) -> Iterator[tuple[str, int]]:
    server = Server(Site(archive=shown.archive, keys=shown.keys), "127.0.0.1", 0)
    serving = threading.Thread(target=server.run_in_background)
    serving.start()
    yield "127.0.0.1", int(server.address.rstrip("/").rpartition(":")[2])
    server.stop()
    serving.join()


def seconds_to_sign_in_page(address: tuple[str, int]) -> float:
    began = time.monotonic()
    with socket.create_connection(address, timeout=20) as asked:
        asked.sendall(b"GET /aanmelden/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        answer = b""
        while piece := asked.recv(65536):
            answer += piece
    assert answer.startswith(b"HTTP/1.1 200"), answer[:80]
    return time.monotonic() - began


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET /",
        HEAD,
        HEAD + b"Content-Length: 900\r\n\r\nname=",
        HEAD + b"Content-Length: 900000\r\n\r\n" + b"x" * 2 * MOST,
        HEAD + b"Content-Length: 9\r\nExpect: 100-continue\r\n\r\n",
        b"GET /aanmelden/ HTTP/1.1\r\nX: " + b"x" * 2 * MOST,
        WHOLE + HEAD + b"Content-Length: 900\r\n\r\nname=",
        HEAD + b"Content-Length: 0\r\nContent-Length: 900000\r\n\r\nname=",
        HEAD + b"Content-Length: -1\r\n\r\nname=",
    ],
)
def test_many_halves_keep_nobody_waiting(address: tuple[str, int], begun: bytes) -> None:
    with ExitStack() as held:
        for _ in range(20):
            half = held.enter_context(socket.create_connection(address))
            half.sendall(begun)
        time.sleep(0.3)
        assert seconds_to_sign_in_page(address) < 5


def test_what_comes_in_pieces_is_answered(address: tuple[str, int]) -> None:
    with socket.create_connection(address, timeout=20) as asked:
        for piece in (b"GET /aanm", b"elden/ HTTP/1.1\r\nHost: 127.0.0.1", b"\r\n\r", b"\n"):
            asked.sendall(piece)
            time.sleep(0.2)
        assert asked.recv(65536).startswith(b"HTTP/1.1 200")


def test_who_goes_away_halfway_is_let_go(address: tuple[str, int]) -> None:
    with socket.create_connection(address, timeout=10) as asked:
        asked.sendall(b"GET /aanm")
        time.sleep(0.2)
        asked.shutdown(socket.SHUT_WR)
        while asked.recv(65536):
            pass


@pytest.mark.parametrize(
    ("begun", "found"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", Arrival.WHOLE),
        (b"GET / HTTP/1.1\n\n", Arrival.WHOLE),
        (b"GET / HTTP/1.1\r\n", Arrival.NOT_YET),
        (HEAD + b"content-length:  3\r\n\r\nab", Arrival.NOT_YET),
        (HEAD + b"Content-Length: 3\r\n\r\nabc", Arrival.WHOLE),
        (HEAD + b"Content-Length: 900\r\nExpect: 100-continue\r\n\r\n", Arrival.BEGUN),
        (HEAD + b"Content-Length: 9000000\r\n\r\n" + b"x" * MOST, Arrival.BEGUN),
        (b"x" * MOST, Arrival.BEGUN),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", Arrival.WHOLE),
        (HEAD + b"Content-Length: +900000\r\n\r\n", Arrival.BEGUN),
        (HEAD + b"Content-Length: 90_0000\r\n\r\n", Arrival.BEGUN),
        (HEAD + b"Content-Length : 900000\r\n\r\n", Arrival.BEGUN),
        (HEAD + b"Content-Length:\r\n 900000\r\n\r\n", Arrival.BEGUN),
        (HEAD + b"Content-Length: 3\r\nContent-Length: 900000\r\n\r\nabc", Arrival.BEGUN),
    ],
)
def test_a_request_is_whole_when_all_of_it_is_there(begun: bytes, found: Arrival) -> None:
    assert arrival(begun) is found


def test_who_waits_for_a_thread_gets_one(address: tuple[str, int]) -> None:
    """Twenty send long ones slowly, of which fewer are read at once; each is answered."""
    length = 2 * MOST
    with ExitStack() as held:
        sent = [held.enter_context(socket.create_connection(address, 20)) for _ in range(20)]
        for one in sent:
            one.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % length + b"x" * MOST)
        time.sleep(0.3)
        for one in sent:
            one.sendall(b"x" * MOST)
        assert {one.recv(12) for one in sent} == {b"HTTP/1.1 403"}


def test_what_is_long_is_known_for_that_on_a_socket_that_tells_of_the_same_bytes_again() -> None:
    """A socket of this machine does, whatever it is told to wait for."""
    here, there = socket.socketpair()
    with here, there:
        here.sendall(HEAD + b"Content-Length: 900000\r\n\r\nname=")
        found, seen = has_arrived(there, -1)
        assert found is Arrival.NOT_YET
        assert has_arrived(there, seen) == (Arrival.BEGUN, seen)
    here, there = socket.socketpair()
    with here, there:
        here.sendall(HEAD + b"Content-Length: 900\r\n\r\nname=")
        found, seen = has_arrived(there, -1)
        assert has_arrived(there, seen) == (Arrival.WHOLE, seen)

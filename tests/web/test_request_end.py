"""A request is read to its end before its answer goes, and what names no length is refused."""

import io
import socket
import threading
from collections.abc import Iterator

import pytest
from shown import Shown

from weerklank.web.request_end import read_to_its_end
from weerklank.web.server import Server
from weerklank.web.site import Site

HEAD = b"POST /oogsten/inlezen/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
NEXT = b"GET /aanmelden/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"


class Counted(io.BytesIO):
    """What somebody sent, with the most that was asked of it at once."""

    most = 0

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert size > 0, "all at once"
        self.most = max(self.most, size)
        return super().read(size)


@pytest.fixture
def address(shown: Shown) -> Iterator[tuple[str, int]]:
    server = Server(Site(archive=shown.archive, keys=shown.keys), "127.0.0.1", 0)
    serving = threading.Thread(target=server.run_in_background)
    serving.start()
    yield "127.0.0.1", int(server.address.rstrip("/").rpartition(":")[2])
    server.stop()
    serving.join()


def said_to(address: tuple[str, int], sent: bytes) -> list[bytes]:
    """Give the status of each answer to what is sent on one connection."""
    with socket.create_connection(address, timeout=20) as way:
        way.sendall(sent)
        given = b""
        while piece := way.recv(65536):
            given += piece
    return [part[:3] for part in given.split(b"HTTP/1.1 ")[1:]]


@pytest.mark.enable_socket
@pytest.mark.loopback
def test_the_next_request_begins_where_the_last_one_ended(address: tuple[str, int]) -> None:
    """Nobody signed in, so nothing reads what was sent; one that is in it is not answered."""
    hidden = b"x" * 300_000 + NEXT
    length = b"Content-Length: %d\r\n\r\n" % len(hidden)
    assert said_to(address, HEAD + length + hidden + NEXT) == [b"302", b"200"]


@pytest.mark.enable_socket
@pytest.mark.loopback
def test_what_names_no_length_is_refused_and_nothing_after_it_is_answered(
    address: tuple[str, int],
) -> None:
    piece = b"%x\r\n%s\r\n0\r\n\r\n" % (len(NEXT), NEXT)
    assert said_to(address, HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + piece) == [b"411"]
    assert said_to(address, HEAD + b"Transfer-Encoding: ,\r\n\r\n" + NEXT) == [b"411"]
    older = HEAD.replace(b"HTTP/1.1", b"HTTP/1.0") + b"Connection: Keep-Alive\r\n"
    assert said_to(address, older + b"Transfer-Encoding: chunked\r\n\r\n" + NEXT) == [b"411"]


@pytest.mark.enable_socket
@pytest.mark.loopback
def test_a_length_that_two_would_read_differently_is_refused(address: tuple[str, int]) -> None:
    """Of one below nothing all that comes was read at once, for as long as it came."""
    for lines in (b"-1", b"+1", b"1_0", b"1\r\nContent-Length: 2", b"\r\n 1", b"0" * 19):
        assert said_to(address, HEAD + b"Content-Length: " + lines + b"\r\n\r\n") == [b"400"]


def test_what_nobody_reads_is_let_go_in_small_pieces() -> None:
    sent, given = Counted(b"x" * 1_000_000), []
    application = read_to_its_end(lambda _asked, start: start("200 OK", []) or [b"ja"])
    answer = application({"wsgi.input": sent}, lambda *told: given.append(told))
    assert (list(answer), given) == ([b"ja"], [("200 OK", [])])
    assert sent.tell() == 1_000_000
    assert sent.most <= 1 << 16


def test_an_answer_is_closed_where_the_rest_does_not_come() -> None:
    closed = threading.Event()

    class Answer(list[bytes]):
        def close(self) -> None:
            closed.set()

    class Stays:
        def read(self, _size: int) -> bytes:
            raise TimeoutError

    application = read_to_its_end(lambda _asked, _start: Answer([b"ja"]))
    with pytest.raises(TimeoutError):
        application({"wsgi.input": Stays()}, lambda *_: None)
    assert closed.is_set()

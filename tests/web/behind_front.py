"""The front in this process, and servers behind it that answer when a test lets them."""

import asyncio
import http.client
import os
import signal
import socket
import socketserver
import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from weerklank.services.machines.organisations import Organisations, read_organisations
from weerklank.web.many import front
from weerklank.web.many.house import MOST_AT_ONCE, MOST_WAITING
from weerklank.web.many.order import Order

Answer = tuple[int, bytes]
Ask = Callable[[str], Awaitable[Answer]]
Change = Callable[[str], None]
#: What happens before a front: given how to ask a host, and how to change the list.
Scene = Callable[[Ask, Change], Awaitable[None]]


class Behind(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """Answers every request with its own name, once it may; or ends without a word."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, file: Path) -> None:
        super().__init__(str(file), _Answer)
        self.file = file
        self.may_answer = threading.Event()
        self.is_silent = False
        #: Bytes that the head of an answer has besides.
        self.more = 0
        self.came = 0
        self._noting = threading.Lock()

    def note(self) -> None:
        with self._noting:
            self.came += 1


class _Answer(socketserver.StreamRequestHandler):
    server: Behind

    def handle(self) -> None:
        while self.rfile.readline() not in {b"\r\n", b""}:
            pass
        self.server.note()
        self.server.may_answer.wait(30)
        if self.server.is_silent:
            return
        told = self.server.file.name.encode()
        head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n" % len(told)
        more = b"X-More: %s\r\n" % (b"y" * self.server.more)
        self.wfile.write(head + more + b"\r\n" + told)


@contextmanager
def behind(file: Path) -> Iterator[Behind]:
    """Serve at a socket until it is left."""
    with Behind(file) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.may_answer.set()
            server.shutdown()
            thread.join()


def at_socket(name: str, host: str, file: Path) -> str:
    """Give the lines of an organisation that another system user serves."""
    return f'[[organisation]]\nname = "{name}"\nsite = "https://{host}"\nsocket = "{file}"\n'


class _NoNest:
    """No archive lies here, so nothing is begun."""

    def __init__(self, _told: object) -> None:
        self._over = asyncio.Event()

    async def start(self) -> None:
        pass

    async def listen(self) -> None:
        await self._over.wait()

    def ask(self, order: Order) -> int:
        raise AssertionError(order)

    async def stop(self) -> None:
        self._over.set()


def _ask(port: int, host: str) -> Answer:
    way = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        way.request("GET", "/", headers={"Host": host, "X-Forwarded-Proto": "https"})
        answer = way.getresponse()
        return answer.status, answer.read()
    finally:
        way.close()


def lead(
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    told: str,
    scene: Scene,
    port: int = 0,
) -> None:
    """Run the front and a scene before it: how to ask a host, and to change the list."""
    monkeypatch.setattr(front, "NestProcess", _NoNest)
    file = folder / "organisations.toml"

    def write(text: str) -> Organisations:
        file.write_text("rounds_at_once = 0\n" + text)
        file.chmod(0o600)
        return read_organisations(file)

    def change(text: str) -> None:
        write(text)
        os.kill(os.getpid(), signal.SIGHUP)

    async def play() -> None:
        found = front.Front(write(told), folder, lambda: read_organisations(file))
        listens: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        leading = asyncio.create_task(found.run("127.0.0.1", port, listens.set_result))
        many = ThreadPoolExecutor(MOST_AT_ONCE + MOST_WAITING + 2)
        loop = asyncio.get_running_loop()
        where = await listens
        try:
            await scene(lambda host: loop.run_in_executor(many, _ask, where, host), change)
        finally:
            os.kill(os.getpid(), signal.SIGTERM)
            await leading
            many.shutdown()

    asyncio.run(play())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

"""Many organisations behind one port: woken, asleep, broken, ended, and each within its wall."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from organisations_served import HOSTS, Served, apart, block, served, until
from own_archive import SANNE, OwnArchive, posted
from shown import Shown

from weerklank import bootstrap
from weerklank.services.machines.organisations import Organisation, common_folders
from weerklank.services.machines.wall import kernel_version
from weerklank.services.scan.ask_scan import ask_scan, asked_scan
from weerklank.services.workplace import Silent
from weerklank.web.many.nest_process import NestProcess
from weerklank.web.many.order import Ended, Order, Part

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]
PAGE = "/aanmelden/"


@dataclass(frozen=True)
class Some:
    front: Served
    places: dict[str, tuple[Path, Path]]


@pytest.fixture(scope="module")
def some(demo: Shown, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Some]:
    """Serve two that can be shown; one without keys, one that lets nobody in, one that is away."""
    folder = tmp_path_factory.mktemp("organisaties")
    places = {name: apart(demo, folder, name) for name in HOSTS}
    shut = apart(demo, folder, "dicht")
    told = "rounds_at_once = 0\n"
    told += "".join(block(name, *places[name], "passwords = true") for name in HOSTS)
    told += block("kapot", folder / "kapot" / "a", folder / "kapot" / "k", "passwords = true")
    told += block("dicht", *shut)
    told += (
        f'[[organisation]]\nname = "weg"\nsite = "https://weg.example"\nsocket = "{folder}/w"\n'
    )
    with served(folder, told) as front:
        yield Some(front, places)


def test_one_that_can_not_be_shown_stops_no_other(some: Some) -> None:
    for host in ("kapot.example", "dicht.example", "weg.example"):
        answer = some.front.ask(host, PAGE)
        assert answer.status == 503, host
        assert "can't be reached" in answer.body.decode()
        assert "Retry-After" in answer.headers
        # The next is told so at once, and no process is begun for each who asks.
        assert some.front.ask(host, PAGE).status == 503
        for other in HOSTS.values():
            assert some.front.ask(other, PAGE).status == 200


def test_one_that_is_killed_is_there_for_the_next_who_asks(some: Some) -> None:
    assert some.front.ask(HOSTS["aa"], PAGE).status == 200
    before = set(some.front.children())
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    until(lambda: not before & set(some.front.children()))
    for host in HOSTS.values():
        assert some.front.ask(host, PAGE).status == 200
    assert not before & set(some.front.children())


def test_one_that_is_killed_while_somebody_asks_is_there_for_them(some: Some) -> None:
    for _ in range(3):
        assert some.front.ask(HOSTS["bb"], PAGE).status == 200
        for pid in some.front.children():
            os.kill(pid, signal.SIGKILL)
        # Nobody waited until its end was noted.
        assert some.front.ask(HOSTS["bb"], PAGE).status in {200, 502}


def test_what_is_sent_and_given_goes_through_in_pieces(some: Some) -> None:
    for told, expected in (({"Content-Length": str(1 << 22)}, {302, 403}), ({}, {411})):
        sent = (b"x" * (1 << 16) for _ in range(64))
        # Nobody signed in: what is sent is read, and let go.
        answer = some.front.ask(HOSTS["aa"], "/oogsten/inlezen/", "POST", told, sent)
        assert answer.status in expected
    given = some.front.ask(HOSTS["aa"], PAGE, "HEAD")
    assert given.status == 200
    assert given.body == b""
    whole = some.front.ask(HOSTS["aa"], PAGE)
    assert len(whole.body) == int(whole.headers["Content-Length"])


@pytest.mark.parametrize(("length", "sent"), [(900, 5), (900_000, 5), (900_000, 20_000)])
def test_who_sends_slowly_keeps_nobody_waiting(some: Some, length: int, sent: int) -> None:
    head = (
        "POST /aanmelden/ HTTP/1.1\r\nHost: aa.example\r\nX-Forwarded-Proto: https\r\n"
        f"Content-Length: {length}\r\n"
    )
    assert some.front.ask(HOSTS["aa"], PAGE).status == 200
    with ExitStack() as held:
        for _ in range(30):
            half = held.enter_context(socket.create_connection(("127.0.0.1", some.front.port), 20))
            half.sendall(f"{head}\r\n".encode() + b"x" * sent)
        time.sleep(0.5)
        began = time.monotonic()
        assert some.front.ask(HOSTS["aa"], PAGE).status == 200
        assert some.front.ask(HOSTS["aa"], "/aanmelden/", "POST", body=b"a=b").status == 403
        assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("GET / HTTP/1.1\r\nHost: aa.example\r\nHost: bb.example\r\n{secure}\r\n", 400),
        ("GET http://bb.example/ HTTP/1.1\r\nHost: aa.example\r\n{secure}\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: localhost\r\n{secure}\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: cc.example\r\n{secure}\r\n", 421),
        ("GET / HTTP/1.1\r\n{secure}\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: aa.example\r\n\r\n", 403),
        ("GET / HTTP/1.1\r\nHost: aa.example\r\nX-Forwarded-Proto: http\r\n\r\n", 403),
        (
            (
                "POST / HTTP/1.1\r\nHost: aa.example\r\n{secure}Content-Length: 4\r\n"
                "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            ),
            400,
        ),
        (
            (
                "POST / HTTP/1.1\r\nHost: aa.example\r\n{secure}"
                "Transfer-Encoding: x, chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            ),
            400,
        ),
    ],
)
def test_what_could_be_read_in_two_ways_goes_nowhere(some: Some, sent: str, status: int) -> None:
    with socket.create_connection(("127.0.0.1", some.front.port), 20) as way:
        way.sendall(sent.replace("{secure}", "X-Forwarded-Proto: https\r\n").encode())
        assert way.recv(64).split()[1] == str(status).encode()


def test_a_request_within_the_body_of_another_is_no_request(some: Some) -> None:
    within = b"GET /accounts/ HTTP/1.1\r\nHost: bb.example\r\n\r\n"
    head = (
        "POST /aanmelden/ HTTP/1.1\r\nHost: aa.example\r\nX-Forwarded-Proto: https\r\n"
        f"Connection: close\r\nContent-Length: {len(within)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", some.front.port), 20) as way:
        way.sendall(head.encode() + within)
        told = b""
        while piece := way.recv(1 << 16):
            told += piece
    assert told.count(b"HTTP/1.1 ") == 1


def test_the_list_is_read_again_while_all_is_served_and_then_it_ends_in_good_order(
    demo: Shown, tmp_path: Path
) -> None:
    places = {name: apart(demo, tmp_path, name) for name in HOSTS}
    aa, bb = (block(name, *places[name], "passwords = true") for name in HOSTS)
    file, alone = tmp_path / "organisations.toml", "rounds_at_once = 0\n"

    def told(front: Served, text: str) -> str:
        file.write_text(alone + text)
        front.process.send_signal(signal.SIGHUP)
        assert front.process.stderr is not None
        return front.process.stderr.readline()

    with served(tmp_path, alone + aa) as front:
        assert front.ask(HOSTS["aa"], PAGE).status == 200
        (first,) = front.children()
        assert front.ask(HOSTS["bb"], PAGE).status == 421
        assert "2 organisations" in told(front, aa + bb)
        assert front.ask(HOSTS["bb"], PAGE).status == 200
        assert front.ask(HOSTS["aa"], PAGE).status == 200
        assert first in front.children(), "who stays as it was notices nothing"
        # A list that can't be used changes nothing.
        assert "ORGANISATIONS-001" in told(front, aa + aa)
        for host in HOSTS.values():
            assert front.ask(host, PAGE).status == 200
        hint = front.process.stderr
        assert hint is not None
        assert "organisaties.md" in hint.readline()
        # Who is gone from it is let go, and a line that changed holds from then on.
        closed = block("bb", *places["bb"])
        assert "1 organisation." in told(front, closed)
        assert front.ask(HOSTS["aa"], PAGE).status == 421
        assert front.ask(HOSTS["bb"], PAGE).status == 503, "nobody may sign in by a password"
        until(lambda: not Path(f"/proc/{first}").exists(), 40)
        # One is awake when all is told to end.
        told(front, aa)
        assert front.ask(HOSTS["aa"], PAGE).status == 200
        children = front.children()
        assert children
        front.process.send_signal(signal.SIGTERM)
        assert front.process.wait(40) == 0
        assert not any(Path(f"/proc/{pid}").exists() for pid in children)
        assert "Traceback" not in hint.read()


def test_when_the_front_is_killed_nothing_stays(demo: Shown, tmp_path: Path) -> None:
    archive, keys = apart(demo, tmp_path, "aa")
    told = "rounds_at_once = 0\n" + block("aa", archive, keys, "passwords = true")
    with served(tmp_path, told) as front:
        assert front.ask(HOSTS["aa"], PAGE).status == 200
        children = front.children()
        front.process.kill()
        front.process.wait(20)
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children), 40)


def test_one_of_which_nobody_asks_anything_sleeps_and_what_is_due_is_done(
    tmp_path: Path,
) -> None:
    made = OwnArchive(tmp_path).make([posted("2026-05-01T10:00:00", "Een bericht.")])
    made.run("person", "add", "Piet Fictema", "--role", "privacy", "--as", SANNE)
    archive, keys = str(made.folder), str(made.keys)
    one = Organisation(
        name="aa", site="https://aa.example", archive=archive, keys=keys, passwords=True
    )
    officer = bootstrap.workplace(archive, keys, Silent(), "Piet Fictema")
    ask_scan(officer)
    assert asked_scan(officer).waiting is not None
    folder = tmp_path / "eigen"
    folder.mkdir()
    ended: list[Ended] = []

    async def watch() -> None:
        nest = NestProcess(ended.append)
        await nest.start()
        listening = asyncio.create_task(nest.listen())
        order = Order(part=Part.SERVE, organisation=one, folder=folder, idle=1.0)
        nest.ask(order)
        nest.ask(Order(part=Part.ROUND, organisation=one, folder=folder))
        for _ in range(1200):
            if order.socket.exists():
                break
            await asyncio.sleep(0.05)
        assert order.socket.exists()
        for _ in range(1200):
            if len(ended) == 2:
                break
            await asyncio.sleep(0.05)
        await nest.stop()
        await listening
        assert not order.socket.exists()

    asyncio.run(watch())
    assert {(one.part, one.code) for one in ended} == {(Part.SERVE, 0), (Part.ROUND, 0)}
    opened = bootstrap.workplace(archive, keys, Silent())
    assert asked_scan(opened).waiting is None, "what was asked for was done"


WALLED = """
    import errno, os, subprocess, sys
    from pathlib import Path
    from weerklank.services.machines.organisations import common_folders
    from weerklank.services.machines.wall import wall_in
    own, other, victim = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    assert wall_in([own], common_folders())
    (own / "a").write_text("1")
    (own / "sub").mkdir()
    os.link(own / "a", own / "sub" / "b")
    (own / "sub" / "b").rename(own / "c")
    def refused(act):
        try:
            act()
        except OSError as error:
            return error.errno in (errno.EACCES, errno.EPERM, errno.EXDEV)
        return False
    assert refused(lambda: (other / "key").read_text())
    assert refused(lambda: list(other.iterdir()))
    assert refused(lambda: (other / "new").write_text("1"))
    assert refused(lambda: (own / "c").rename(other / "c"))
    assert refused(lambda: list(Path(f"/proc/{victim}/cwd").iterdir()))
    assert refused(lambda: Path(f"/proc/{victim}/mem").open("rb"))
    (own / "link").symlink_to(other / "key")
    assert refused(lambda: (own / "link").read_text())
    done = subprocess.run(["cat", other / "key"], capture_output=True)
    assert done.returncode and not done.stdout, "nor does what it starts"
    subprocess.run([sys.executable, "-c", "import ssl, sqlite3"], check=True)
    print("held")
"""


@pytest.mark.skipif(not kernel_version(), reason="this kernel has no Landlock")
def test_a_process_within_its_wall_reaches_nothing_of_another(tmp_path: Path) -> None:
    own, other = tmp_path / "own", tmp_path / "other"
    for folder in (own, other):
        folder.mkdir()
    (other / "key").write_text("secret")
    victim = subprocess.Popen(["sleep", "60"])
    try:
        given = [str(own), str(other), str(victim.pid)]
        script = textwrap.dedent(WALLED)
        done = subprocess.run(
            [sys.executable, "-P", "-c", script, *given],
            capture_output=True,
            text=True,
            timeout=60,
        )
    finally:
        victim.kill()
        victim.wait()
    assert done.stdout == "held\n", done.stderr


SANDBOX = """
    import os, subprocess, sys
    from pathlib import Path
    from weerklank.services.machines.organisations import Organisation, common_folders
    from weerklank.services.machines.wall import wall_in
    from weerklank.web.many.child import own_places
    from weerklank.web.many.order import Order, Part
    one = Organisation(name="aa", site="https://aa.example")
    for part in (Part.ROUND, Part.SERVE):
        if not os.fork():  # a wall is never taken down
            order = Order(part=part, organisation=one, folder=Path(sys.argv[1]))
            assert wall_in(own_places(order), common_folders())
            print(subprocess.run(["unshare", "--user", "--map-root-user", "true"]).returncode)
            break
        assert not os.wait()[1]
"""


@pytest.mark.skipif(not kernel_version(), reason="this kernel has no Landlock")
def test_what_records_pages_makes_a_sandbox_within_the_wall(tmp_path: Path) -> None:
    sandbox = ["unshare", "--user", "--map-root-user", "true"]
    if not shutil.which("unshare") or subprocess.run(sandbox).returncode:
        pytest.skip("this machine lets nobody make one")
    done = subprocess.run(
        [sys.executable, "-P", "-c", textwrap.dedent(SANDBOX), str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout == "0\n1\n", done.stderr


def test_no_folder_of_all_holds_what_is_of_one(tmp_path: Path) -> None:
    shared = common_folders()
    assert Path("/") not in shared
    assert not any(tmp_path.is_relative_to(one) for one in shared)
    assert Path.cwd() not in shared, "from where it was begun says nothing"

"""Many who ask one organisation at once, and who ask while the list is read again."""

import asyncio
import resource
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from behind_front import Ask, Change, at_socket, behind, free_port, lead

from weerklank.web.many.house import MOST_AT_ONCE, MOST_WAITING

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]
AA, BB = "aa.example", "bb.example"
FEW = 256


@pytest.fixture
def few_open_files() -> Iterator[None]:
    """Leave room for few more, as systemd does before a program asks for more."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    are_open = len([*Path("/proc/self/fd").iterdir()])  # by tests before this one too
    resource.setrlimit(resource.RLIMIT_NOFILE, (are_open + FEW, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


async def _until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(30):
        while not condition():
            await asyncio.sleep(0.01)


@pytest.mark.usefixtures("few_open_files")
def test_who_comes_while_many_ask_waits_for_a_turn_and_holds_up_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = tmp_path / "een", tmp_path / "twee"
    told = at_socket("aa", AA, places[0]) + at_socket("bb", BB, places[1])
    many = MOST_AT_ONCE + MOST_WAITING

    with behind(places[0]) as slow, behind(places[1]) as quick:
        quick.may_answer.set()

        async def scene(ask: Ask, _: Change) -> None:
            asked = [asyncio.ensure_future(ask(AA)) for _ in range(many + 1)]
            # One is too many, and is told so at once. The rest wait, for a turn or for an answer.
            await _until(lambda: any(one.done() for one in asked))
            assert slow.came == MOST_AT_ONCE
            assert await ask(BB) == (200, b"twee")
            slow.may_answer.set()
            statuses = [(await one)[0] for one in asked]
            assert sorted(statuses) == [200] * many + [503]

        lead(monkeypatch, tmp_path, told, scene)


def test_who_asks_while_the_list_is_read_again_is_led_to_where_it_leads_since(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = tmp_path / "oud", tmp_path / "nieuw"

    with behind(old) as before, behind(new) as now:
        now.may_answer.set()

        async def scene(ask: Ask, change: Change) -> None:
            waits = asyncio.ensure_future(ask(AA))
            await _until(lambda: before.came)
            change(at_socket("aa", AA, new))
            assert await ask(AA) == (200, b"nieuw")
            # That server ends now, and says nothing more to who waits.
            old.unlink()
            before.is_silent = True
            before.may_answer.set()
            assert await waits == (200, b"nieuw")

        lead(monkeypatch, tmp_path, at_socket("aa", AA, old), scene)


def test_who_went_away_before_their_turn_is_not_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places, port = (tmp_path / "een", tmp_path / "twee"), free_port()
    told = at_socket("aa", AA, places[0]) + at_socket("bb", BB, places[1])
    asks = f"GET / HTTP/1.1\r\nHost: {AA}\r\nX-Forwarded-Proto: https\r\n\r\n".encode()

    with behind(places[0]) as slow, behind(places[1]) as quick:
        quick.may_answer.set()

        async def scene(ask: Ask, _: Change) -> None:
            asked = [asyncio.ensure_future(ask(AA)) for _ in range(MOST_AT_ONCE)]
            await _until(lambda: slow.came == MOST_AT_ONCE)
            gone = [await asyncio.open_connection("127.0.0.1", port) for _ in range(9)]
            for _, way in gone:
                way.write(asks)
            await ask(BB)  # what was sent before has been read by now
            for _, way in gone:
                way.close()
                await way.wait_closed()
            await ask(BB)
            slow.may_answer.set()
            assert [(await one)[0] for one in asked] == [200] * MOST_AT_ONCE
            assert await ask(AA) == (200, b"een")
            assert slow.came == MOST_AT_ONCE + 1

        lead(monkeypatch, tmp_path, told, scene, port)


@pytest.mark.parametrize("length", [3, 30_000])
def test_who_asks_whether_to_send_is_told_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, length: int
) -> None:
    port = free_port()
    head = f"POST / HTTP/1.1\r\nHost: {AA}\r\nX-Forwarded-Proto: https\r\n"
    asked = f"{head}Content-Length: {length}\r\nExpect: 100-continue\r\n\r\n"

    with behind(tmp_path / "een") as one:
        one.may_answer.set()

        async def scene(_: Ask, __: Change) -> None:
            given, way = await asyncio.open_connection("127.0.0.1", port)
            way.write(asked.encode())
            async with asyncio.timeout(10):
                assert await given.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
                way.write(b"x" * length)
                assert (await given.readline()).startswith(b"HTTP/1.1 200")
            way.close()

        lead(monkeypatch, tmp_path, at_socket("aa", AA, tmp_path / "een"), scene, port)

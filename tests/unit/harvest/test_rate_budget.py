"""Rate budgets: accounts and processes together stay under what one server allows."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from weerklank.harvest.exchange import TOO_BUSY, Exchange, NoAnswer
from weerklank.harvest.rate_budget import RateBudget
from weerklank.harvest.rate_limits import asked_wait, questions_left
from weerklank.harvest.transport import Transport
from weerklank.model.secret import Secret

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
on_loopback = [pytest.mark.enable_socket, pytest.mark.loopback]


def said(*headers: tuple[str, str], status: int = 200, at: datetime = NOW) -> Exchange:
    raw = tuple((name.encode(), value.encode()) for name, value in headers)
    return Exchange(at=at, status=status, headers=raw, body=b"")


def left(number: int, seconds: int) -> Exchange:
    return said(("X-RateLimit-Remaining", str(number)), ("RateLimit-Reset", str(seconds)))


@dataclass
class Clock:
    now: datetime = NOW
    slept: list[float] = field(default_factory=list)

    def wait(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("told", "number"), [("7", 7), ("0", 0), ("-1", None), ("veel", None), ("9" * 40, None)]
)
def test_how_many_questions_are_left(told, number):
    assert questions_left(said(("X-RateLimit-Remaining", told))) == number


def test_a_clock_that_is_fast_over_there_is_not_waited_for():
    fast = NOW + timedelta(hours=1)
    date = fast.strftime("%a, %d %b %Y %H:%M:%S GMT")
    reset = (fast + timedelta(seconds=40)).isoformat()
    assert asked_wait(said(("X-RateLimit-Reset", reset), ("Date", date))) == timedelta(seconds=40)


def test_a_server_that_has_no_year_is_taken_to_have_ours():
    date = "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"
    assert asked_wait(said(("Retry-After", "5"), ("Date", date))) == timedelta(seconds=5)


@pytest.mark.parametrize("is_shared", [True, False])
def test_nobody_asks_more_than_is_left_until_it_is_over(tmp_path: Path, is_shared: bool) -> None:
    clock = Clock()
    file = tmp_path / "een.json" if is_shared else None
    budget = RateBudget(file, lambda: clock.now)
    with budget.turn(clock.wait):
        budget.note(left(2, 60))
    for _ in range(2):
        with budget.turn(clock.wait):
            pass
    assert clock.slept == []
    with budget.turn(clock.wait):
        assert clock.slept == [60]
    with budget.turn(clock.wait):
        assert clock.slept == [60], "nothing is known of what comes after"


def test_a_question_is_taken_off_before_it_is_asked(tmp_path: Path) -> None:
    """Whoever is killed before the answer leaves no question that another could ask too."""
    clock = Clock()
    first, second = (RateBudget(tmp_path / "een.json", lambda: clock.now) for _ in range(2))
    with first.turn(clock.wait):
        first.note(left(1, 60))
    with pytest.raises(KeyboardInterrupt), first.turn(clock.wait):
        raise KeyboardInterrupt
    with second.turn(clock.wait):
        assert clock.slept == [60]


def test_what_one_account_is_refused_the_next_waits_for(tmp_path: Path) -> None:
    clock = Clock()
    first, second = (RateBudget(tmp_path / "een.json", lambda: clock.now) for _ in range(2))
    with first.turn(clock.wait):
        first.note(said(("Retry-After", "30"), status=429))
    with second.turn(clock.wait):
        assert clock.slept == [30]


def test_what_was_waited_for_is_not_waited_for_again(tmp_path: Path) -> None:
    slept: list[float] = []
    budget = RateBudget(tmp_path / "een.json", lambda: NOW)  # a clock that stands still
    with budget.turn(slept.append):
        budget.note(left(0, 60))
    with budget.turn(slept.append):
        pass
    assert slept == [60]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"left": "x", "until": 1e400}'])
def test_a_file_that_says_nothing_holds_nobody_up(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "een.json").write_bytes(content)
    clock = Clock()
    with RateBudget(tmp_path / "een.json", lambda: clock.now).turn(clock.wait):
        assert clock.slept == []


def test_what_a_server_says_of_next_year_is_not_believed(tmp_path: Path) -> None:
    budget = RateBudget(tmp_path / "een.json", lambda: NOW)
    with budget.turn(lambda _: None):
        budget.note(left(0, 300 * 86_400))
    told = json.loads((tmp_path / "een.json").read_text())
    assert told == {"left": 0, "until": (NOW + timedelta(days=1)).timestamp()}


# --- a server that counts -----------------------------------------------------------------------


@dataclass
class Strict:
    """Takes so many questions in each window of time, and says so; refuses what is more."""

    home: str = ""
    window: float = 0.25
    most: int = 6
    counted: dict[int, int] = field(default_factory=dict)
    refused: int = 0
    together: int = 0
    most_together: int = 0


@contextmanager
def strict() -> Iterator[Strict]:
    made, lock = Strict(), threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            with lock:
                made.together += 1
                made.most_together = max(made.most_together, made.together)
                number = int(time.time() / made.window)
                made.counted[number] = made.counted.get(number, 0) + 1
                rest = made.most - made.counted[number]
                made.refused += rest < 0
            time.sleep(0.002)
            reset = datetime.fromtimestamp((number + 1) * made.window, UTC)
            self.send_response(429 if rest < 0 else 200)
            self.send_header("X-RateLimit-Limit", str(made.most))
            self.send_header("X-RateLimit-Remaining", str(max(rest, 0)))
            self.send_header("X-RateLimit-Reset", reset.isoformat())
            self.send_header("Content-Length", "2")
            with lock:
                made.together -= 1
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made.home = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield made
        server.shutdown()
        thread.join()


def ask(home: str, budgets: Path, times: int) -> None:
    transport = Transport(f"{home}/@een", budgets=budgets)
    try:
        for _ in range(times):
            assert transport.get(f"{home}/api/v1/x").status == 200
    finally:
        transport.close()


ALONE = """
import sys
from pathlib import Path
from weerklank.harvest.transport import Transport
from weerklank.model.secret import Secret
home, budgets, times = sys.argv[1:]
transport = Transport(home + "/@twee", budgets=Path(budgets))
for _ in range(int(times)):
    assert transport.get(home + "/api/v1/x").status == 200
transport.close()
"""


class TestOnLoopback:
    pytestmark = on_loopback

    def test_ten_accounts_on_one_server_are_never_refused(self, tmp_path: Path) -> None:
        with strict() as server:
            given = (server.home, tmp_path, 4)
            accounts = [threading.Thread(target=ask, args=given) for _ in range(10)]
            for one in accounts:
                one.start()
            for one in accounts:
                one.join()
        assert sum(server.counted.values()) == 40
        assert (server.refused, server.most_together) == (0, 1)
        assert max(server.counted.values()) <= server.most

    def test_nor_are_processes(self, tmp_path: Path) -> None:
        with strict() as server:
            command = [sys.executable, "-c", ALONE, server.home, str(tmp_path), "15"]
            processes = [subprocess.Popen(command) for _ in range(3)]
            assert [one.wait(60) for one in processes] == [0, 0, 0]
        assert sum(server.counted.values()) == 45
        assert (server.refused, server.most_together) == (0, 1)

    def test_without_a_shared_budget_they_are(self, tmp_path: Path) -> None:
        """So that the test above tells something: the server refuses whoever does not share."""
        with strict() as server:
            accounts = [
                threading.Thread(target=ask, args=(server.home, tmp_path / str(n), 4))
                for n in range(10)
            ]
            for one in accounts:
                one.start()
            for one in accounts:
                one.join()
        assert server.refused > 0

    def test_a_wait_that_is_longer_than_a_run_is_told_to_all_accounts(self, tmp_path) -> None:
        hour = (datetime.now(UTC) + timedelta(hours=1)).timestamp()
        with strict() as server:
            ask(server.home, tmp_path, 1)
            (file,) = tmp_path.glob("*.json")
            file.write_text(json.dumps({"left": 0, "until": hour}))
            asked = sum(server.counted.values())
            with pytest.raises(NoAnswer) as none:
                ask(server.home, tmp_path, 1)
        assert none.value.reason is TOO_BUSY
        assert sum(server.counted.values()) == asked

    def test_who_shows_a_token_has_a_budget_apart(self, tmp_path: Path) -> None:
        with strict() as server:
            for token in (None, "canary" + "_t1", "canary" + "_t2", "canary" + "_t1"):
                transport = Transport(f"{server.home}/@een", budgets=tmp_path)
                if token:
                    transport.sign_in(Secret(token))
                transport.get(f"{server.home}/api/v1/x")
                transport.close()
        files = list(tmp_path.glob("*.json"))
        assert len(files) == 3
        assert not any(b"canary" in path.read_bytes() for path in tmp_path.iterdir())

"""What Chromium records of a site with every trap that we know (issue: web capture, 1)."""

import asyncio
import contextlib
import hashlib
import json
import os
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace

from weerklank.harvest.browser import chromium
from weerklank.harvest.browser.bodies import Bodies, SocketFrame
from weerklank.harvest.browser.chromium import find_chromium
from weerklank.harvest.browser.devtools import BROWSER_LOST
from weerklank.harvest.browser.gate import MESSAGES
from weerklank.harvest.browser.page_exchange import PageExchange, Wholeness
from weerklank.harvest.browser.recorder import WENT_ON, Recorder
from weerklank.harvest.browser.sockets import SocketRecorder
from weerklank.harvest.browser.visit import Stopped, StopRule, Visit, browser, visit
from weerklank.harvest.exchange import LEADS_ASTRAY
from weerklank.model.errors import NotNow, WrongUse
from weerklank.model.json_value import JsonObject
from weerklank.model.raw_page import SeenPage
from weerklank.store.spool import Spool
from weerklank.testing.trap_site import FILM, LONG, POSTS, TrapSite, packed_content

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.needs("chromium"),
    pytest.mark.slow,
]
RULE = StopRule(quiet=2.5, longest=240)


@pytest.fixture(scope="module")
def site() -> Iterator[TrapSite]:
    with TrapSite() as made:
        yield made


@dataclass(frozen=True)
class Recorded:
    visit: Visit
    #: How often each path was asked for, by the site's count.
    asked: Counter[str]
    bodies: Bodies

    def of(self, path: str) -> list[PageExchange]:
        return [one for one in self.visit.exchanges if path in one.address]

    def body(self, path: str, which: int = 0) -> bytes:
        one = self.of(path)[which]
        assert one.wholeness is Wholeness.WHOLE, one
        assert one.body is not None, one
        return b"".join(self.bodies.read(one.body))


def record(
    site: TrapSite, spool: Spool, rule: StopRule = RULE, query: str = "", most: int = 4 << 30
) -> Recorded:
    bodies = Bodies(spool, most)

    async def go() -> Visit:
        async with browser(find_chromium()) as devtools:
            address = f"{site.address}/{query}"
            return await visit(devtools, address, home=site.address, bodies=bodies, rule=rule)

    before = Counter(site.asked)
    return Recorded(asyncio.run(go()), site.asked - before, bodies)


@pytest.fixture(scope="module")
def recorded(site: TrapSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorded]:
    spool = Spool(tmp_path_factory.mktemp("visit") / "spool")
    yield record(site, spool)
    spool.close()


def test_all_posts_of_a_list_that_grows_while_one_scrolls(recorded: Recorded) -> None:
    answers = recorded.of("/posts?from=")
    texts = [
        text
        for one in answers
        if one.body is not None
        for text in json.loads(b"".join(recorded.bodies.read(one.body)))
    ]
    assert len(texts) == POSTS
    assert recorded.visit.stopped is Stopped.NOTHING_NEW


@pytest.mark.parametrize(
    ("how", "what"), [("br", "style.css"), ("gzip", "text"), ("deflate", "text")]
)
def test_bodies_are_kept_unpacked(recorded: Recorded, how: str, what: str) -> None:
    assert recorded.body(f"/packed/{how}/{what}") == packed_content(how)
    assert ("Content-Encoding", how) in recorded.of(f"/packed/{how}/{what}")[0].headers


def test_questions_that_differ_by_their_body_alone(recorded: Recorded) -> None:
    asked = {
        one.asked_body: json.loads(b"".join(recorded.bodies.read(one.body or "")))
        for one in recorded.of("/graphql")
    }
    assert asked == {
        b'{"query":"eerste"}': {"answer": "eerste"},
        b'{"query":"tweede"}': {"answer": "tweede"},
    }
    assert recorded.of("/put")[0].asked_body == b"\x00\xff\x80"
    assert recorded.body("/put") == b"\x00\xff\x80"
    assert recorded.of("/beacon")[0].asked_body == b"gezien"


def test_redirects_and_answers_without_a_body(recorded: Recorded) -> None:
    assert recorded.of("/moved")[0].status == 302
    assert ("Location", "/told") in recorded.of("/moved")[0].headers
    assert recorded.body("/told") == b"daarheen verhuisd"
    assert recorded.of("/nothing")[0].status == 204
    assert recorded.of("/missing.png")[0].status == 404


def test_workers_and_what_they_ask(recorded: Recorded) -> None:
    assert b"by=worker" in recorded.body("/worker.js")
    assert b"by=service" in recorded.body("/service.js")
    assert recorded.of("/told?by=worker")
    assert recorded.body("/told?by=service") == b"daarheen verhuisd"
    assert b"eigen blad" in recorded.body("/frame")


def test_a_film_comes_whole_and_once(recorded: Recorded) -> None:
    whole = [one for one in recorded.of("/film.mp4") if one.body is not None]
    assert len(whole) == 1
    kept = b"".join(recorded.bodies.read(whole[0].body or ""))
    assert hashlib.sha256(kept).digest() == hashlib.sha256(FILM).digest()
    assert (whole[0].status, whole[0].wholeness) == (200, Wholeness.WHOLE)


def test_events_that_have_no_end(recorded: Recorded) -> None:
    one = recorded.of("/events")[0]
    assert one.wholeness is Wholeness.ENDLESS
    kept = b"".join(recorded.bodies.read(one.body or ""))
    assert kept.startswith(b"data: 0\n\ndata: 1\n\n")


def test_messages_of_a_web_socket(recorded: Recorded) -> None:
    (socket,) = recorded.visit.sockets
    frames = [SocketFrame.unpacked(one) for one in recorded.bodies.read(socket.frames)]
    said = {(one.is_sent, one.payload) for one in frames}
    assert said == {
        (True, b"hallo"),
        (True, b"\x01\x02\x03"),
        (False, b"welkom"),
        (False, b"hallo terug"),
    }
    assert (socket.status, socket.count) == (101, 4)


def test_nothing_that_signs_in_is_kept(recorded: Recorded) -> None:
    told = repr(recorded.visit)
    assert "secret-of-the-session" not in told
    assert any("/posts" in one.address for one in recorded.visit.exchanges)


def test_every_question_has_one_answer_or_a_reason(recorded: Recorded) -> None:
    for one in recorded.visit.exchanges:
        assert one.at.tzinfo is not None
        assert (one.why is None) == (one.wholeness is Wholeness.WHOLE), one
    assert len(recorded.of("/graphql")) == recorded.asked["/graphql"] == 2


def _peak() -> int:
    """Give the largest memory of this process, in kilobytes."""
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))


def test_a_long_answer_costs_no_memory(site: TrapSite, tmp_path: Path, recorded: Recorded) -> None:
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before = _peak()
    spool = Spool(tmp_path / "spool")
    got = record(site, spool, query="?long")
    grown = _peak() - before
    (long,) = (one for one in got.of("/long") if "?long" not in one.address)
    assert (long.length, long.wholeness) == (LONG, Wholeness.WHOLE)
    assert sum(len(piece) for piece in got.bodies.read(long.body or "")) == LONG
    assert grown < 50 << 10
    spool.close()


def test_a_page_reaches_no_inner_network_and_no_messages(site: TrapSite, tmp_path: Path) -> None:
    with TrapSite() as inner:
        spool = Spool(tmp_path / "spool")
        got = record(site, spool, query=f"?messages&elsewhere={inner.address}/told")
        assert inner.asked == {}
    elsewhere = [one for one in got.of("/told") if one.address.startswith(inner.address)]
    assert {one.why for one in elsewhere} == {LEADS_ASTRAY}
    assert {one.wholeness for one in elsewhere} == {Wholeness.NONE}
    assert {one.wanted_as for one in elsewhere} == {"Fetch"}  # nothing is fetched ahead
    refused = [
        one for one in got.visit.sockets if one.address.startswith(f"ws{inner.address[4:]}")
    ]
    assert [(one.status, one.count) for one in refused] == [(None, 0)]
    assert [one.why for one in got.of("/api/v1/conversations")] == [MESSAGES]
    assert got.asked["/api/v1/conversations"] == 0
    spool.close()


def test_what_a_page_takes_unseen_is_fetched_apart(site: TrapSite, tmp_path: Path) -> None:
    """The browser tells nothing of a body that a page has put together as a blob."""
    spool = Spool(tmp_path / "spool")
    got = record(site, spool, query="?unseen")
    first, second = got.of("/told?unseen")
    assert (first.wholeness, first.length) == (Wholeness.CUT, 0)
    assert (second.wholeness, second.length) == (Wholeness.WHOLE, len(b"daarheen verhuisd"))
    assert [one.wholeness for one in got.of("/posts?unseen")] == [Wholeness.WHOLE]
    assert [(one.status, one.wholeness) for one in got.of("/locked")] == [(401, Wholeness.WHOLE)]
    spool.close()


def test_what_a_page_left_behind_by_a_reload_is_not_waited_for(
    site: TrapSite, tmp_path: Path
) -> None:
    spool = Spool(tmp_path / "spool")
    got = record(site, spool, StopRule(quiet=2, longest=60), "?reloads")
    assert got.visit.stopped is Stopped.NOTHING_NEW
    left = [(one.wholeness, one.why) for one in got.of("/never")]
    assert left == [(Wholeness.CUT, WENT_ON)]
    assert len(got.of("/?reloads")) == 2
    spool.close()


def test_dialogues_and_windows_hold_nothing_up(
    site: TrapSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[SocketRecorder] = []

    def hold(one: SocketRecorder) -> None:
        held.append(one)

    monkeypatch.setattr(SocketRecorder, "hold", hold)
    spool = Spool(tmp_path / "spool")
    got = record(site, spool, query="?dialogue")
    assert got.visit.stopped is Stopped.NOTHING_NEW
    assert len(held) == 1, "nor a WebSocket that never ends: nothing comes by it after the steps"
    assert len(got.of("/posts?from=")) == POSTS / 6
    spool.close()


@pytest.mark.parametrize(
    ("query", "rule", "most", "stopped"),
    [
        ("?endless", StopRule(quiet=2, longest=6), 1 << 30, Stopped.TIME),
        ("?busy", StopRule(quiet=2, longest=6), 1 << 30, Stopped.TIME),
        ("?long", StopRule(quiet=2, longest=60), 8 << 20, Stopped.SIZE),
    ],
)
def test_a_rule_stops_and_is_named(
    site: TrapSite, tmp_path: Path, query: str, rule: StopRule, most: int, stopped: Stopped
) -> None:
    spool = Spool(tmp_path / "spool")
    got = record(site, spool, rule, query, most)
    assert got.visit.stopped is stopped
    assert got.of("/posts?from=0")
    spool.close()


def test_a_page_that_hangs_is_left(site: TrapSite, tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    got = record(site, spool, query="?hangs")
    assert got.visit.stopped is Stopped.HUNG
    assert got.of("/posts?from=0")
    spool.close()


def test_what_is_no_page_of_the_web_is_not_opened(site: TrapSite, tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")

    async def go(address: str) -> Stopped:
        async with browser(find_chromium()) as devtools:
            got = await visit(
                devtools, address, home=site.address, bodies=Bodies(spool), rule=RULE
            )
            return got.stopped

    for address in ("chrome://version", "file:///etc/passwd"):
        assert asyncio.run(go(address)) is Stopped.NOT_OPENED
    spool.close()


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    with TrapSite() as gone:
        pass
    spool = Spool(tmp_path / "spool")
    assert record(gone, spool).visit.stopped is Stopped.NOT_OPENED
    spool.close()


@pytest.fixture
def short_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place for temporary files of which the path is short enough for sockets of Chromium."""
    with tempfile.TemporaryDirectory(prefix="w") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        monkeypatch.setattr("tempfile.tempdir", None)
        yield Path(folder)


def test_nothing_stays_on_disk_in_the_clear(
    site: TrapSite, short_folder: Path, tmp_path: Path
) -> None:
    """All that the browser writes is looked at while it runs."""
    spool = Spool(tmp_path / "spool")
    read: list[str] = []
    found: list[str] = []

    async def go() -> None:
        async with browser(find_chromium()) as devtools:
            await visit(devtools, site.address, home=site.address, bodies=Bodies(spool), rule=RULE)
            for path in (one for one in short_folder.rglob("*") if one.is_file()):
                read.append(path.name)
                if b"Bericht 1 van de gemeente" in path.read_bytes():
                    found.append(path.name)

    asyncio.run(go())
    assert read
    assert found == []
    assert list(short_folder.iterdir()) == []
    assert not any(b"Bericht" in one.read_bytes() for one in spool.folder.iterdir())
    spool.close()


def test_the_browser_is_told_no_secret_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEERKLANK_DATABASE_URL", "postgresql://geheim")

    async def go() -> bytes:
        async with browser(find_chromium()) as devtools:
            return Path(f"/proc/{devtools.process}/environ").read_bytes()

    told = asyncio.run(go())
    assert b"HOME=" in told
    assert b"geheim" not in told


def test_a_visit_draws_no_pages_of_the_browser_itself(
    monkeypatch: pytest.MonkeyPatch, site: TrapSite, tmp_path: Path
) -> None:
    """Those cost twice what a short visit does; without them it records the same."""
    spool = Spool(tmp_path / "spool")
    bodies = Bodies(spool)

    async def go() -> tuple[set[str], list[tuple[object, ...]], SeenPage]:
        async with browser(find_chromium()) as devtools:
            shown: set[str] = set()

            def hear(method: str, given: JsonObject) -> None:
                told = given.get("targetInfo")
                if method == "Target.targetCreated" and isinstance(told, dict):
                    shown.add(str(told["type"]))

            devtools.listen(None, hear)
            await devtools.ask("Target.setDiscoverTargets", discover=True, filter=[{}])
            got = await visit(
                devtools,
                f"{site.address}/frame",
                home=site.address,
                bodies=bodies,
                rule=StopRule(quiet=1),
                looks=True,
            )
            assert got.seen is not None
            return shown, sorted(map(told_of, got.exchanges)), got.seen

    def told_of(one: PageExchange) -> tuple[object, ...]:
        asked = [pair for pair in one.asked_headers if pair[0].lower() != "host"]
        body = b"".join(bodies.read(one.body or ""))
        return one.wanted_as, one.method, one.address, asked, one.status, body, one.wholeness

    shown, records, seen = asyncio.run(go())
    assert shown == {"browser", "tab", "page"}
    flags = [one.partition(",WebUI")[0] for one in chromium._FLAGS]
    monkeypatch.setattr(chromium, "_FLAGS", tuple(flags))
    _, others, other = asyncio.run(go())
    assert others == records
    assert replace(other, at=seen.at) == seen
    spool.close()


def test_a_program_that_is_no_browser(tmp_path: Path) -> None:
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)

    async def go() -> None:
        async with browser(find_chromium(str(program))):
            pass

    with pytest.raises(NotNow) as caught:
        asyncio.run(go())
    assert caught.value.code == "BROWSER-002"


@pytest.mark.needs("headless-shell")
def test_one_that_reads_no_settings_is_refused_whatever_it_is_called(tmp_path: Path) -> None:
    """With it, what a page has fetched ahead got at direct messages."""
    program = tmp_path / "chromium"
    program.write_text('#!/bin/sh\nexec chromium-headless-shell "$@"\n')
    program.chmod(0o755)

    async def go() -> None:
        async with browser(find_chromium(str(program))):
            pass

    with pytest.raises(NotNow) as caught:
        asyncio.run(go())
    assert caught.value.code == "BROWSER-024"


def test_a_browser_that_dies_is_said(site: TrapSite, tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    before = site.asked["/nothing"]

    async def go() -> None:
        async with browser(find_chromium()) as devtools:
            work = asyncio.ensure_future(
                visit(
                    devtools,
                    f"{site.address}/?endless",
                    home=site.address,
                    bodies=Bodies(spool),
                    rule=StopRule(quiet=2, longest=60),
                )
            )
            while site.asked["/nothing"] < before + 5:
                await asyncio.sleep(0.1)
            os.kill(devtools.process, 9)
            await work

    with pytest.raises(NotNow) as caught:
        asyncio.run(go())
    assert caught.value.code == "BROWSER-003"
    spool.close()


def test_a_browser_that_dies_while_it_opens_a_page(
    site: TrapSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool = Spool(tmp_path / "spool")

    async def die(self: Recorder, session: str) -> None:
        raise NotNow(BROWSER_LOST)

    monkeypatch.setattr(Recorder, "attend", die)

    async def go() -> None:
        async with browser(find_chromium()) as devtools, asyncio.timeout(20):
            await visit(devtools, site.address, home=site.address, bodies=Bodies(spool), rule=RULE)

    with pytest.raises(NotNow) as caught:
        asyncio.run(go())
    assert caught.value.code == "BROWSER-003"
    spool.close()


def test_more_questions_than_are_recorded_is_said(
    site: TrapSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("weerklank.harvest.browser.recorder._MOST_ASKED", 20)
    spool = Spool(tmp_path / "spool")
    got = record(site, spool)
    assert got.visit.stopped is Stopped.SIZE
    spool.close()


def test_nothing_of_a_browser_is_left_running(site: TrapSite, tmp_path: Path) -> None:
    """Not even a process of it that hangs while the first one is killed."""
    spool = Spool(tmp_path / "spool")
    group = 0

    async def go() -> None:
        nonlocal group
        async with browser(find_chromium()) as devtools:
            group = devtools.process
            for one in _of_group(group) - {group}:
                os.kill(one, signal.SIGSTOP)
            os.kill(group, signal.SIGKILL)

    asyncio.run(go())
    deadline = time.monotonic() + 20
    while (left := _of_group(group)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert left == set()
    spool.close()


def _of_group(group: int) -> set[int]:
    """Give the processes of a group that are alive."""
    found: set[int] = set()
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if folder.name.isdigit():
                state, _, of = (folder / "stat").read_text().rpartition(")")[2].split()[:3]
                if int(of) == group and state != "Z":
                    found.add(int(folder.name))
    return found


def test_no_browser_is_refused_with_the_command_that_installs_it() -> None:
    with pytest.raises(WrongUse) as caught:
        find_chromium("no-such-browser")
    assert "apt install chromium" in caught.value.hint("en")

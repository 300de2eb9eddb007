"""Traces of commands, requests and work: words of the program and numbers, and no content."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from collector import Collector, collecting, failed, told
from own_archive import OURS, SANNE, OwnArchive, posted

from weerklank import bootstrap
from weerklank.model.errors import WrongUse
from weerklank.model.text import Text
from weerklank.services.machines import send_spans
from weerklank.services.machines.run_worker import Station
from weerklank.services.machines.send_spans import PATIENCE
from weerklank.services.schedule.due_work import Part, Work
from weerklank.services.workplace import Silent
from weerklank.web.hand_process import HandProcess
from weerklank.web.work import WORKS
from weerklank.web.work import Work as LongWork

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]
PROGRAM = Path(sys.executable).with_name("weerklank")
TOKEN = "toon-dit-aan-de-verzamelaar"
#: Whatever stands in the archive, was asked, or says where things lie.
CANARIES = (b"jannie", b"Vlier", b"ooievaar", b"gemeente", b"Dorp", b"dorp", b"Fictema", b"a0001")


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> OwnArchive:
    text = "De ooievaar is terug, ziet @jannie@vlier.example ook (Jannie Vlier)."
    place = OwnArchive(tmp_path_factory.mktemp("sporen"))
    return place.make([posted("2026-03-02T09:00:00", text)])


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    """A collector to which this process and what it starts send."""
    with collecting() as made:
        monkeypatch.setenv("WEERKLANK_TRACES_URL", made.address)
        monkeypatch.setenv("WEERKLANK_TRACES_TOKEN", TOKEN)
        bootstrap._traces.cache_clear()
        yield made
        bootstrap._traces.cache_clear()


def sent(collector: Collector) -> Collector:
    """Have this process send what it still has, and see that none of it is content."""
    traces = bootstrap.traces()
    assert traces is not None
    traces.close()
    assert collector.shown == {f"Bearer {TOKEN}"}
    for canary in (*CANARIES, TOKEN.encode(), b"/tmp", b"/dev/shm"):
        assert not any(canary in body for body in collector.bodies), canary
    return collector


def command(own: OwnArchive, *arguments: str) -> int:
    given = [PROGRAM, "--archive", own.folder, "--keys", own.keys, *arguments]
    return subprocess.run(given, capture_output=True, check=False, timeout=120).returncode


def test_a_command_is_followed_with_its_steps(own: OwnArchive, collector: Collector) -> None:
    assert command(own, "search", "ooievaar", "--as", SANNE) == 0
    assert command(own, "post", "show", "vlier-bestaat-niet") == 2
    assert command(own, "verify") == 0
    got = sent(collector)
    search, show, verify = (
        got.one(f"weerklank {name}") for name in ("search", "post show", "verify")
    )
    assert told(search) == {"weerklank.exit_code": 0}
    assert not failed(search)
    assert [*told(show)] == ["weerklank.codes"]
    assert failed(show)
    steps = got.below(verify)
    assert steps, "it tells people of steps"
    assert all("{" in one or one.isascii() for one in steps)
    assert len({search.trace_id, show.trace_id, verify.trace_id}) == 3
    ends = [span.end_time_unix_nano - span.start_time_unix_nano for span in got.spans]
    assert all(end >= 0 for end in ends)


def test_a_request_is_told_by_its_route_and_leads_to_its_work(
    own: OwnArchive, collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    workplace = own.serve()
    from django.test import Client

    client = Client(raise_request_exception=False)
    stranger = f"00-{'ab' * 16}-{'cd' * 8}-01"
    client.get("/zoeken/?q=ooievaar", headers={"traceparent": stranger})
    client.get("/jannie/vlier/")
    client.generic("JANNIE", "/")
    with bootstrap.followed("POST"):
        work = LongWork(
            id=workplace.new_run(), kind="verify", by=SANNE, started=datetime.now(tz=UTC)
        )
        from weerklank.web import site

        WORKS.start(site.current(), work, [])
    while not work.ended:
        time.sleep(0.02)
    assert work.process is not None
    work.process.wait(30)
    got = sent(collector)
    page = got.one("GET /zoeken/")
    assert told(page) == {
        "http.request.method": "GET",
        "http.response.status_code": 302,  # who is not signed in is sent on
        "http.route": "/zoeken/",
    }
    assert page.trace_id != bytes.fromhex("ab" * 16), "a visitor is not believed"
    assert told(got.one("GET"))["http.response.status_code"] == 404
    assert got.one("_OTHER /")
    assert got.below(got.one("POST")) == ["work verify"]
    assert got.below(got.one("work verify"))


def test_work_of_a_worker_goes_on_in_its_hand(own: OwnArchive, collector: Collector) -> None:
    async def work() -> None:
        hand = HandProcess({str(own.folder): own.keys})
        opened = partial(bootstrap.workplace, str(own.folder), str(own.keys), Silent())
        try:
            for part in (Part.CARE, Part.HARVEST):
                of = None if part is Part.CARE else own.serve().register().accounts["a0001"].id
                await hand.do(Station(str(own.folder), opened), Work(part, of))
        finally:
            await hand.stop()

    asyncio.run(work())
    got = sent(collector)
    jobs = [span for span in got.spans if span.name == "worker"]
    assert [told(job)["weerklank.part"] for job in jobs] == ["care", "harvest"]
    assert [got.below(job) for job in jobs] == [["work"], ["work"]]


def test_no_work_fails_for_a_collector_that_is_away(
    own: OwnArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEERKLANK_TRACES_URL", "http://127.0.0.1:9/v1/traces")
    done = subprocess.run(
        [PROGRAM, "--archive", own.folder, "--keys", own.keys, "status", "--json"],
        capture_output=True,
        check=False,
        timeout=60 + PATIENCE,
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    "address",
    ["vlier", "ftp://x/y", "http://", "http://u:geheim@x/", "http://x:0/", "http://[x/"],
)
def test_what_is_no_address_is_refused_before_anything_is_done(
    own: OwnArchive, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEERKLANK_TRACES_URL", address)
    with pytest.raises(WrongUse, match="TRACES-002"):
        bootstrap.traces()
    refused = own.run("status", code=2)
    assert refused["error"]["code"] == "TRACES-002"
    assert "geheim" not in str(refused)


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEERKLANK_TRACES_URL", "http://127.0.0.1:9/niet-geladen")
    monkeypatch.setattr(send_spans, "find_spec", lambda _name: None)
    with pytest.raises(WrongUse, match="TRACES-001"):
        bootstrap.traces()


KEPT = Text("Het gaat om {account}.", "It is about {account}.")


def test_a_step_is_named_by_words_of_the_program_alone(collector: Collector) -> None:
    traces = bootstrap.traces()
    assert traces is not None
    reporter = traces.telling(Silent())
    with bootstrap.followed("proef"):
        reporter.step(KEPT, account="jannie")
        reporter.progress(1, 2)
        reporter.progress(2, 2)
        reporter.step(KEPT.filled(account="jannie"))
        reporter.step(Text("Vlier", "Vlier"))
    with pytest.raises(KeyError), bootstrap.followed("stuk"):
        raise KeyError("jannie")
    reporter.step(KEPT, account="jannie")  # of no piece of work
    pieces = bootstrap.follow_each("stap", iter((("X-001",), ())), lambda codes: [*codes])
    assert [*pieces] == [("X-001",), ()], "what has no step is no piece"
    got = sent(collector)
    place = "test_traces.test_a_step_is_named_by_words_of_the_program_alone"
    assert got.below(got.one("proef")) == ["It is about {account}.", place, place]
    assert told(got.one("It is about {account}.")) == {"weerklank.done": 2, "weerklank.total": 2}
    assert told(got.one("stuk")) == {"weerklank.codes": ["KeyError"]}
    assert len(got.spans) == 5


def test_each_piece_of_an_endless_row_begins_with_its_first_step(collector: Collector) -> None:
    traces = bootstrap.traces()
    assert traces is not None
    reporter = traces.telling(Silent())

    def row() -> Iterator[list[str]]:
        reporter.step(KEPT, account="jannie")
        yield []
        reporter.step(KEPT, account="jannie")
        yield ["HARVEST-002", "van @jannie@vlier.example"]

    assert len([*bootstrap.follow_each("rij", row(), lambda codes: codes)]) == 2
    got = sent(collector)
    first, second = sorted(
        (one for one in got.spans if one.name == "rij"), key=lambda one: one.start_time_unix_nano
    )
    assert got.below(first) == got.below(second) == ["It is about {account}."]
    assert (failed(first), told(second)) == (False, {"weerklank.codes": ["HARVEST-002", "other"]})


def test_nothing_is_followed_where_nobody_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WEERKLANK_TRACES_URL", raising=False)
    with bootstrap.followed("proef") as span:
        assert span is None
    assert bootstrap.carried() == {}
    row = iter(())
    assert bootstrap.follow_each("rij", row, lambda _: []) is row
    assert OURS.host not in os.environ.get("TRACEPARENT", "")

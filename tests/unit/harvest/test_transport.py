"""The way out: what it keeps, how long it tries, what it refuses, and what it never tells."""

import gc
import gzip
import os
import signal
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import aiohttp
import pytest

from weerklank.harvest import endless, wire
from weerklank.harvest import transport as transport_module
from weerklank.harvest.exchange import (
    CUT_OFF,
    IN_TROUBLE,
    LEADS_ASTRAY,
    NOT_THERE,
    TOO_BUSY,
    TOO_LARGE,
    TOO_SLOW,
    UNREACHABLE,
    Exchange,
    NoAnswer,
)
from weerklank.harvest.link_header import next_page
from weerklank.harvest.message_endpoints import demand_no_messages
from weerklank.harvest.open_addresses import Closed, OpenAddresses, is_public
from weerklank.harvest.port import BrokenOff
from weerklank.harvest.rate_limits import asked_wait, questions_left
from weerklank.harvest.transport import MediumStream, Transport
from weerklank.model.errors import Refused
from weerklank.model.secret import Secret

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
on_loopback = [pytest.mark.enable_socket, pytest.mark.loopback]


# --- what is never asked ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/conversations",
        "/api/v1/conversations/12",
        "/api/v1/notifications?types[]=mention",
        "/api/v2/notifications",
        "/api/v1/timelines/direct",
        "/api/v1/streaming/direct",
        "/api/v1/pleroma/chats",
        "/youtube/v3/liveChat/messages?liveChatId=x",
        "/youtube/v3/liveChat/messages/stream",
        "/youtube/v3/superChatEvents",
        "/2/dm_events",
        "/open_api/v1.3/business/message/list/",
        "/business/message/conversation/list/",
        "/2/dm_conversations/with/1/dm_events",
        "/2/account_activity/webhooks/1/subscriptions/all",
        "/2/activity/stream",
        "/2/users/12/dm/block",
        "/2/users/12/public_keys",
        "/1.1/direct_messages/events/list.json",
        "/v23.0/178/conversations",
        "/me/messages",
        "/xrpc/chat.bsky.convo.listConvos",
        "/rest/dmaPageMessagingMessages?q=thread",
        "/rest/dmaPageMessagingThreads?q=pageMailboxOwner",
        "/rest/dmaLeadGenFormResponse?q=owner",
        "/rest/dmaLeadGenResponses",
        "/rest/dmaLeadGenForm/12",
        "/rest/dmaLeadAnalytics?q=owner",
        "/rest/leadFormResponses?q=owner",
        "/rest/dmaOrganizationalPageNotifications?q=organizationalPage",
        "/rest/messages",
        "/v2/messages",
        "/rest/inMailContents",
        "/api/v1/statuses/../conversations",
        "/api/v1/accounts/%2e%2e/conversations",
        "/api/v1/%63onversations",
        "/api/v1/%2563onversations",
        "//api//v1//conversations",
        "/api/v1/CONVERSATIONS",
        "/2;a/dm_events",
        "/api/v1/conver%C2%ADsations",
        "/api/v1/%25252563onversations",
        "/2/xchat/1",
        "/2/users/1/chat/keys",
        "/v23.0/t_123",
        "/v23.0/m_mid.1",
        "/v23.0/?batch=[]",
        "/?access_token=x&batch=[]",
        "/batch/youtube/v3",
        "/batch",
        "/v2/dm/list/",
        "/v2/inboxes",
        "/rest/memberChangeLogs",
        "/rest/memberSnapshotData?q=criteria&domain=INBOX",
    ],
)
def test_no_endpoint_of_messages_is_asked(path):
    with pytest.raises(Refused) as refused:
        demand_no_messages(f"https://social.example{path}")
    assert refused.value.code == "HARVEST-001"


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/accounts/12/statuses?limit=40",
        "/api/v1/accounts/lookup?acct=conversations",
        "/api/v1/statuses/12/context",
        "/system/media_attachments/files/1/original/messages.png",
        "/media/messages/original/een.png",
        "/2/users/12/tweets",
        "/rest/dmaPosts?ids=List(urn%3Ali%3Ashare%3A1)",
        "/rest/dmaComments?ids=List(urn%3Ali%3Acomment%3A%28urn%3Ali%3Aactivity%3A1%2C2%29)",
        "/rest/dmaFeedContentsExternal?q=commentsOnEntity",
        "/rest/dmaOrganizations?q=vanityName&vanityName=messages",
        "/rest/memberSnapshotData?q=criteria&domain=MEMBER_SHARE_INFO",
        "/batches/12",
        "/nieuws;jsessionid=1/bericht?batch=2&domain=messagebird.example",
        "/foto/100%25%20goed.png",
    ],
)
def test_other_endpoints_are_asked(path):
    demand_no_messages(f"https://social.example{path}")


def test_an_address_in_too_many_layers_is_not_asked():
    with pytest.raises(NoAnswer):
        demand_no_messages(f"https://social.example/%{'25' * 8}63onversations")


@pytest.mark.parametrize(
    ("number", "public"),
    [
        ("8.8.8.8", True),
        ("127.0.0.1", False),
        ("10.0.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("2a00:1450:400e::1", True),
    ],
)
def test_which_numbers_are_public(number, public):
    assert is_public(ip_address(number)) is public


@pytest.mark.parametrize(
    "address",
    [
        "http://social.example/",  # without TLS
        "http://127.0.0.1:8001/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://10.1.2.3/",
        "ftp://social.example/",
        "file:///etc/passwd",
        "https://",
        "http://[half",
    ],
)
def test_where_no_run_goes(address):
    with pytest.raises(Closed):
        OpenAddresses("http://127.0.0.1:8000/@gemeente").demand(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/film.mp4",
        "https://cdn.example.evil.example/film.mp4",
        "https://notcdn.example/film.mp4",
        "http://cdn.example/film.mp4",
    ],
)
def test_who_keeps_within_domains_goes_nowhere_else(address: str) -> None:
    addresses = OpenAddresses("https://platform.example/@gemeente")
    addresses.keep_within(("cdn.example",))
    with pytest.raises(Closed):
        addresses.demand(address)
    for there in (
        "https://cdn.example/a",
        "https://v16.cdn.example/a",
        "https://platform.example/",
    ):
        addresses.demand(there)


def test_where_a_run_goes():
    here = OpenAddresses("http://127.0.0.1:8000/@gemeente")
    here.demand("http://127.0.0.1:8000/api")
    here.demand("https://files.example/een.png")


# --- limits of rate -----------------------------------------------------------------------------


def said(*headers: tuple[str, str], status: int = 429) -> Exchange:
    raw = tuple((name.encode(), value.encode()) for name, value in headers)
    return Exchange(at=NOW, status=status, headers=raw, body=b"")


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (("Retry-After", "7"), 7),
        (("Retry-After", "Thu, 26 Nov 2026 09:00:30 GMT"), 30),
        (("X-RateLimit-Reset", "2026-11-26T09:02:00.754511Z"), 120.754511),
        (("x-ratelimit-reset", str(int(NOW.timestamp()) + 45)), 45),
        (("X-Rate-Limit-Reset", str(int(NOW.timestamp()) + 45)), 45),
        (("RateLimit-Reset", "12"), 12),
        (("X-RateLimit-Reset", "2026-11-26T08:00:00Z"), 0),
    ],
)
def test_how_long_a_server_asks_to_wait(header, seconds):
    assert asked_wait(said(header)) == timedelta(seconds=seconds)


def test_longer_than_any_time_is_as_long_as_can_be():
    assert asked_wait(said(("Retry-After", "9" * 14))) == timedelta.max


@pytest.mark.parametrize("told", ["soon", "-", "", "9" * 40, "2026-99-99"])
def test_what_says_no_time_is_passed_over(told):
    assert asked_wait(said(("X-RateLimit-Reset", told))) is None


def test_what_is_left():
    assert questions_left(said(("X-RateLimit-Remaining", "0"))) == 0
    assert questions_left(said(("X-RateLimit-Remaining", "12"))) == 12
    assert questions_left(said()) is None


@pytest.mark.parametrize(
    ("header", "next_one"),
    [
        (
            '<https://a.example/x?max_id=1>; rel="next", <https://a.example/y>; rel="prev"',
            "x?max_id=1",
        ),
        ("<https://a.example/y>; rel=prev, <https://a.example/x?a=1,2>; rel=next", "x?a=1,2"),
        ('<https://a.example/x>; title="next, of a list"; rel="last next"', "x"),
        ('<https://a.example/y>; rel="prev"', None),
        ("nonsense", None),
        (None, None),
    ],
)
def test_where_a_list_goes_on(header, next_one):
    expected = None if next_one is None else f"https://a.example/{next_one}"
    assert next_page(header) == expected


# --- on loopback --------------------------------------------------------------------------------


class Steps:
    """A server that takes one step for each question, and the last one from then on."""

    def __init__(self, *steps: object) -> None:
        self.steps = list(steps)
        self.paths: list[str] = []
        self.bodies: list[tuple[dict[str, str], bytes]] = []
        self.home = ""


@contextmanager
def serving(*steps: object) -> Iterator[Steps]:
    made = Steps(*steps)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            made.bodies.append((dict(self.headers), self.rfile.read(length)))
            self.do_GET()

        def do_GET(self) -> None:
            made.paths.append(self.path)
            step = made.steps.pop(0) if len(made.steps) > 1 else made.steps[0]
            status, headers, body, *length = step
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(length[0] if length else len(body)))
            self.end_headers()
            if callable(body):
                body(self)
            else:
                self.wfile.write(body)
            self.close_connection = bool(length)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made.home = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield made
        server.shutdown()
        thread.join()


@contextmanager
def asking(home: str, told: list[float] | None = None) -> Iterator[tuple[Transport, list[float]]]:
    slept: list[float] = []
    made = Transport(home, sleep=slept.append, waits=(told if told is not None else []).append)
    try:
        yield made, slept
    finally:
        made.close()


GOOD = (200, {"Content-Type": "application/json", "X-Odd": " b"}, b'{"a": 1}')
SECRET = "canary" + "_q"
CUT = (200, {}, b"[1, ", 400)


def reason_of(home: str, path: str = "/api/v1/x") -> tuple[object, list[float]]:
    with asking(home) as (transport, slept), pytest.raises(NoAnswer) as none:
        transport.get(home + path)
    return none.value.reason, slept


def drain(stream: MediumStream) -> int:
    size = 0
    while block := stream.read(100_000):
        size += len(block)
    return size


class TestOnLoopback:
    pytestmark = on_loopback

    def test_an_answer_is_kept_as_it_came(self):
        body = gzip.compress(b'{"a": 1}')
        step = (200, {"Content-Encoding": "gzip", "X-Odd": "b"}, body)
        with serving(step) as server, asking(server.home) as (transport, _):
            found = transport.get(f"{server.home}/api")
        assert found.body == body
        assert (b"X-Odd", b"b") in found.headers
        assert found.content(1000) == b'{"a": 1}'

    def test_a_question_in_json_goes_to_the_own_server_with_what_the_platform_wants(self):
        with serving(GOOD) as server, asking(server.home) as (transport, _):
            transport.sign_in(Secret("token_q"))
            found = transport.post(f"{server.home}/list", {"max": 20}, {"X-Version": "2"})
            with pytest.raises(NoAnswer):
                transport.post("https://other.example/list", {})
        assert found.body == b'{"a": 1}'
        ((headers, body),) = server.bodies
        assert body == b'{"max":20}'
        assert headers["Content-Type"] == "application/json"
        assert (headers["X-Version"], headers["Authorization"]) == ("2", "Bearer token_q")

    def test_a_question_in_json_is_tried_again_and_not_led_elsewhere(self):
        away = (302, {"Location": "/elsewhere"}, b"")
        with serving((500, {}, b""), away) as server, asking(server.home) as (transport, slept):
            assert transport.post(f"{server.home}/list", {}).status == 302
        assert server.paths == ["/list", "/list"]
        assert len(slept) == 1

    def test_no_question_in_json_asks_for_messages(self):
        with (
            serving(GOOD) as server,
            asking(server.home) as (transport, _),
            pytest.raises(Refused),
        ):
            transport.post(f"{server.home}/2/dm_events", {})
        assert server.paths == []

    def test_a_refused_permission_is_not_shown_again(self):
        with serving((401, {}, b"")) as server, asking(server.home) as (transport, _):
            transport.sign_in(Secret("token_q"))
            for _ in range(2):
                with pytest.raises(NoAnswer):
                    transport.post(f"{server.home}/list", {})
        assert server.paths == ["/list"]
        assert transport.is_refused

    @pytest.mark.parametrize("step", [(500, {}, b""), (503, {}, b""), CUT])
    def test_what_may_succeed_later_is_tried_again_with_longer_pauses(self, step):
        with serving(step, step, step, GOOD) as server, asking(server.home) as (transport, slept):
            assert transport.get(f"{server.home}/api").content(99) == b'{"a": 1}'
        assert len(server.paths) == 4
        assert slept == sorted(slept)
        assert slept[0] > 0.5

    @pytest.mark.parametrize(("step", "reason"), [((502, {}, b""), IN_TROUBLE), (CUT, CUT_OFF)])
    def test_a_storm_ends_after_five_times(self, step, reason):
        with serving(step) as server:
            found, slept = reason_of(server.home)
        assert found is reason
        assert (len(server.paths), len(slept)) == (5, 4)

    @pytest.mark.parametrize("status", [400, 401, 404, 410, 422])
    def test_what_is_final_is_not_tried_again(self, status):
        with serving((status, {}, b"{}")) as server, asking(server.home) as (transport, slept):
            assert transport.get(f"{server.home}/api").status == status
        assert (len(server.paths), slept) == (1, [])

    def test_who_is_too_busy_is_waited_for(self):
        later = (datetime.now(UTC) + timedelta(seconds=90)).isoformat()
        steps = [(429, {"X-RateLimit-Reset": later}, b""), (429, {"Retry-After": "30"}, b""), GOOD]
        with serving(*steps) as server, asking(server.home) as (transport, slept):
            assert transport.get(f"{server.home}/api").status == 200
        assert 85 < slept[0] <= 90
        assert slept[1] == 30

    def test_who_waits_for_long_is_told_so(self):
        told: list[float] = []
        steps = [(429, {"Retry-After": "30"}, b""), (500, {}, b""), GOOD]
        with serving(*steps) as server, asking(server.home, told) as (transport, slept):
            transport.get(f"{server.home}/api")
        assert told == [30]
        assert len(slept) == 2

    def test_who_asks_to_wait_for_hours_is_not_waited_for(self):
        with serving((429, {"Retry-After": "7200"}, b"")) as server:
            assert reason_of(server.home) == (TOO_BUSY, [])

    def test_who_asks_to_wait_long_again_and_again_is_left(self):
        busy = (429, {"Retry-After": "899"}, b"{}")
        with serving(busy) as server, asking(server.home) as (transport, slept):
            for _ in range(3):  # nor is it waited for with the next question
                with pytest.raises(NoAnswer):
                    transport.get(server.home + "/api/v1/x")
        assert sum(slept) <= 900

    def test_who_answers_in_between_is_waited_for_again(self):
        busy = (429, {"Retry-After": "600"}, b"{}")
        steps = (busy, GOOD, busy, GOOD, busy, GOOD)
        with serving(*steps) as server, asking(server.home) as (transport, slept):
            for _ in range(3):
                assert transport.get(server.home + "/api/v1/x").status == 200
        assert sum(slept) >= 1700

    def test_who_stays_busy_is_left(self):
        with serving((429, {"Retry-After": "1"}, b"")) as server:
            found, _ = reason_of(server.home)
        assert found is TOO_BUSY
        assert len(server.paths) == 10

    def test_the_last_answer_for_now_makes_the_next_question_wait(self):
        last = (200, {"X-RateLimit-Remaining": "0", "RateLimit-Reset": "40"}, b"{}")
        with serving(last, GOOD) as server, asking(server.home) as (transport, slept):
            transport.get(f"{server.home}/api")
            assert slept == []
            transport.get(f"{server.home}/api")
        assert len(slept) == 1
        assert 35 < slept[0] <= 40

    def test_an_answer_that_is_too_large_is_not_read(self, monkeypatch):
        monkeypatch.setattr(wire, "LARGEST_ANSWER", 1000)
        with serving((200, {}, bytes(5000))) as server:
            assert reason_of(server.home) == (TOO_LARGE, [])

    def test_nor_one_that_unpacks_to_too_much(self):
        packed = gzip.compress(bytes(10_000_000))
        step = (200, {"Content-Encoding": "gzip"}, packed)
        with serving(step) as server, asking(server.home) as (transport, _):
            found = transport.get(f"{server.home}/api")
        with pytest.raises(NoAnswer) as none:
            found.content(1_000_000)
        assert none.value.reason is TOO_LARGE

    def test_a_server_that_is_silent_is_not_waited_for_without_end(self, monkeypatch):
        short = aiohttp.ClientTimeout(total=0.2)
        monkeypatch.setattr(transport_module, "_ANSWER_TIME", short)
        with serving((200, {}, lambda _: time.sleep(0.5), 10)) as server:
            found, _ = reason_of(server.home)
        assert found is TOO_SLOW

    def test_a_server_that_is_not_there(self):
        with serving(GOOD) as server:
            home = server.home
        assert reason_of(home)[0] is UNREACHABLE

    @pytest.mark.parametrize(
        "place",
        ["http://127.0.0.1:1/", "http://localhost/", "https://127.0.0.1/", "https://localhost/x"],
    )
    def test_a_redirect_to_a_private_address_is_not_followed(self, place):
        with serving((302, {"Location": place}, b"")) as server:
            assert reason_of(server.home) == (LEADS_ASTRAY, [])
        assert len(server.paths) == 1

    def test_a_redirect_to_another_server_of_this_machine_is_not_followed(self):
        with serving(GOOD) as inner:
            step = (302, {"Location": f"{inner.home}/secret"}, b"")
            with serving(step) as server:
                assert reason_of(server.home) == (LEADS_ASTRAY, [])
        assert inner.paths == []

    def test_a_redirect_to_what_is_no_address_is_not_followed(self):
        with serving((302, {"Location": "https://[elders/x"}, b"")) as server:
            assert reason_of(server.home) == (LEADS_ASTRAY, [])
        assert len(server.paths) == 1

    @pytest.mark.parametrize(
        "address",
        [
            "https://[elders/x.jpg",
            "https://elders.example:999999/x",
            "https://elders.example:een/x",
            "https://a\u2100b.example/x",
            "data:image/png;base64,AAAA",
            "file:///etc/passwd",
            "//elders",
            "",
        ],
    )
    def test_of_what_is_no_address_no_medium_is_asked_for(self, address):
        with (
            serving(GOOD) as server,
            asking(server.home) as (transport, _),
            pytest.raises((NoAnswer, Refused)),
            transport.open(address),
        ):
            pass
        assert server.paths == []

    def test_a_redirect_to_messages_is_refused_before_it_is_asked(self):
        step = (302, {"Location": "/api/v1/conversations"}, b"")
        with (
            serving(step) as server,
            asking(server.home) as (transport, _),
            pytest.raises(Refused),
        ):
            transport.get(f"{server.home}/api/v1/x")
        assert server.paths == ["/api/v1/x"]

    def test_a_redirect_on_the_same_server_is_followed_and_a_ring_is_not(self):
        step = (301, {"Location": "/there"}, b"")
        with serving(step, GOOD) as server, asking(server.home) as (transport, _):
            assert transport.get(f"{server.home}/here").status == 200
            assert server.paths == ["/here", "/there"]
        with serving((301, {"Location": "/round"}, b"")) as server:
            assert reason_of(server.home) == (LEADS_ASTRAY, [])
            assert len(server.paths) == 6

    @pytest.mark.parametrize("step", [CUT, (502, {"X-Key": SECRET}, SECRET.encode())])
    def test_a_traceback_tells_neither_address_nor_answer(self, step):
        with serving(step) as server, asking(server.home) as (transport, _):
            address = f"{server.home}/api/v1/accounts/{SECRET}?token={SECRET}"
            with pytest.raises(NoAnswer) as none:
                transport.get(address)
        text = "".join(traceback.format_exception(none.value))
        assert SECRET not in text
        assert "NoAnswer" in text

    def test_a_medium_comes_as_a_stream_and_one_that_breaks_off_says_so(self):
        steps = [(200, {}, bytes(300_000)), CUT, (404, {}, b"")]
        with serving(*steps) as server, asking(server.home) as (transport, _):
            with transport.open(f"{server.home}/a.png") as stream:
                assert (drain(stream), stream.is_broken) == (300_000, False)
            with transport.open(f"{server.home}/b.png") as stream:
                with pytest.raises(BrokenOff):
                    drain(stream)
                assert stream.is_broken
            with pytest.raises(NoAnswer) as none, transport.open(f"{server.home}/c.png"):
                pass
        assert none.value.reason is NOT_THERE


# --- Ctrl-C -------------------------------------------------------------------------------------


@pytest.mark.enable_socket
@pytest.mark.loopback
@pytest.mark.parametrize("begun", [b"", b"[1, "])
def test_ctrl_c_ends_a_question_at_once(caplog, begun):
    """Nothing is left behind to complain of what it was about."""
    goes_on = threading.Event()

    def stall(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(begun)
        goes_on.wait(20)

    with serving((200, {}, stall, 400)) as server:
        transport = Transport(server.home)
        threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
        with pytest.raises(KeyboardInterrupt):
            transport.get(f"{server.home}/api/v1/x")
        transport.close()
        assert not goes_on.is_set()
        goes_on.set()
    gc.collect()
    assert [one.getMessage() for one in caplog.records] == []


# --- a run that would not end -------------------------------------------------------------------


def test_a_run_asks_no_more_after_as_long_as_it_may():
    passed = [0.0]
    way = Transport("https://dorp.example", passed=lambda: passed[0])
    passed[0] = endless.LONGEST_ASKED + 1
    with pytest.raises(NoAnswer) as none:
        way.get("https://dorp.example/api/v1/instance")
    assert none.value.reason == endless.ENDLESS_RUN
    with pytest.raises(NoAnswer) as none, way.open("https://dorp.example/foto.png"):
        pass
    assert none.value.reason == endless.ENDLESS_RUN
    way.close()


def test_nor_after_as_many_questions_as_it_may(monkeypatch):
    monkeypatch.setattr(transport_module, "MOST_QUESTIONS", 2)
    way = Transport("https://dorp.example")
    reasons = []
    for _ in range(4):
        with pytest.raises(NoAnswer) as none:
            way.post("https://elders.example/", {})
        reasons.append(none.value.reason)
    way.close()
    assert reasons == [LEADS_ASTRAY] * 2 + [endless.ENDLESS_RUN] * 2

"""What answers of Meta's Graph API mean: pages, errors, limits, and what is never asked."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from weerklank.harvest.exchange import (
    IN_TROUBLE,
    NO_SENSE,
    SIGN_IN_REFUSED,
    TOO_BUSY,
    Exchange,
    NoAnswer,
)
from weerklank.harvest.feed import Given
from weerklank.harvest.message_endpoints import demand_no_messages
from weerklank.harvest.meta_error import MetaError, ends_permission, is_busy, meta_error
from weerklank.harvest.meta_feed import medium_called
from weerklank.harvest.meta_graph import (
    GOES_ROUND,
    NO_WAY_ON,
    Graph,
    NotPermitted,
    NotThere,
    list_within,
    without_field,
)
from weerklank.harvest.rate_limits import asked_wait, questions_left
from weerklank.harvest.transport import Transport
from weerklank.harvest.trial import KeepsNoAnswers
from weerklank.model.errors import Refused
from weerklank.model.secret import Secret
from weerklank.testing.graph_double import GraphDouble, GraphError
from weerklank.testing.graph_fields import fields_of
from weerklank.testing.graph_server import graph_server

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
API = "https://graph.voorbeeld.example"


def answer(body: Any, status: int = 200, **headers: str) -> Exchange:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    told = tuple((name.replace("_", "-").encode(), v.encode()) for name, v in headers.items())
    return Exchange(at=NOON, status=status, headers=told, body=content)


def error(
    code: Any, subcode: Any = None, *, status: int = 400, kind: Any = "OAuthException"
) -> Any:
    told = {"message": "x", "type": kind, "code": code, "error_subcode": subcode}
    return answer({"error": told}, status)


class Asked:
    """Gives prepared answers, and notes what was asked."""

    is_signed_in = True

    def __init__(self, *answers: Exchange) -> None:
        self.answers = list(answers)
        self.addresses: list[str] = []

    def get(self, address: str, headers: Mapping[str, str] = {}) -> Exchange:
        self.addresses.append(address)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def post(self, address: str, body: Any, headers: Mapping[str, str] = {}) -> Exchange:
        raise NotImplementedError

    def pause(self, attempt: int) -> None:
        """Do not wait."""


def graph(*answers: Exchange) -> tuple[Graph, Asked]:
    asks = Asked(*answers)
    return Graph(API, "v26.0", asks, KeepsNoAnswers()), asks


def page(*ids: str, after: str | None = None, following: str | None = None) -> Exchange:
    paging: Any = {"cursors": {"before": "b", "after": after}} if after else {}
    if following:
        paging["next"] = following
    return answer({"data": [{"id": one} for one in ids], "paging": paging})


def ids(found: Graph, **more: Any) -> list[str]:
    parts = found.pages("me/media", "me/media", size=2, **more)
    return [json.loads(one.content)["id"] for part in parts for one in part.given]


class TestPages:
    def test_the_next_page_is_asked_by_its_cursor_and_never_by_its_address(self):
        away = "https://elders.example/v1/me/media?access_token=GEHEIM&after=zz"
        found, asks = graph(page("1", "2", after="c2", following=away), page("3", after="c3"))
        assert ids(found, fields="id") == ["1", "2", "3"]
        assert all(one.startswith(f"{API}/v26.0/me/media?") for one in asks.addresses)
        assert "after=c2" in asks.addresses[1]
        assert "GEHEIM" not in "".join(asks.addresses)

    def test_a_cursor_that_stands_in_the_address_alone_is_taken_from_it(self):
        away = "https://elders.example/x?access_token=GEHEIM&after=c9"
        found, asks = graph(page("1", "2", following=away), page("3"))
        assert ids(found) == ["1", "2", "3"]
        assert "after=c9" in asks.addresses[1]

    @pytest.mark.parametrize("address", ["https://elders.example/x", "https://[x/?after=1"])
    def test_more_without_a_cursor_is_a_break(self, address):
        found, _ = graph(page("1", "2", following=address))
        with pytest.raises(NoAnswer) as told:
            ids(found)
        assert told.value.reason == NO_WAY_ON

    def test_a_full_page_that_says_nothing_of_paging_is_a_break(self):
        found, _ = graph(answer({"data": [{"id": "1"}, {"id": "2"}]}))
        with pytest.raises(NoAnswer) as told:
            ids(found)
        assert told.value.reason == NO_WAY_ON

    def test_the_last_page_says_nothing_of_paging(self):
        assert ids(graph(answer({"data": [{"id": "1"}]}))[0]) == ["1"]
        assert ids(graph(answer({"data": []}))[0]) == []

    def test_a_cursor_that_comes_again_ends_it(self):
        found, _ = graph(page("1", "2", after="c", following="https://x.example"))
        with pytest.raises(NoAnswer) as told:
            ids(found)
        assert told.value.reason == GOES_ROUND

    @pytest.mark.parametrize(
        "body",
        [
            {"data": {"id": "1"}},
            {"data": None},
            {},
            [],
            "x",
            {"data": [], "paging": []},
            {"data": [], "paging": {"cursors": "x"}},
            {"error": {"code": 100}},
            b'{"data":[{"id":',
            b"",
            b"[" * 5000,
        ],
    )
    def test_what_is_no_list_is_no_answer(self, body):
        with pytest.raises(NoAnswer) as told:
            ids(graph(answer(body))[0])
        assert told.value.reason == NO_SENSE

    def test_a_page_that_is_too_much_is_asked_for_in_smaller_ones(self):
        found, asks = graph(page("1"))
        answers = iter([None, page("1", after="c", following="https://x.example"), page("2")])

        def get(address: str, headers: Mapping[str, str] = {}) -> Exchange:
            asks.addresses.append(address)
            told = next(answers)
            if told is None:
                raise NoAnswer(IN_TROUBLE)
            return told

        asks.get = get  # type: ignore[method-assign] # of this one
        assert ids(found, least=1) == ["1", "2"]
        assert [one.partition("limit=")[2][0] for one in asks.addresses] == ["2", "1", "1"]

    def test_one_that_stays_in_trouble_is_a_break(self):
        found, asks = graph(page("1"))

        def get(address: str, headers: Mapping[str, str] = {}) -> Exchange:
            asks.addresses.append(address)
            raise NoAnswer(IN_TROUBLE)

        asks.get = get  # type: ignore[method-assign] # of this one
        with pytest.raises(NoAnswer):
            ids(found, least=1)
        assert len(asks.addresses) == 2

    def test_a_list_within_a_record_is_read_the_same_way(self):
        told = Given(b'{"id":"1","replies":{"data":[{"id":"2"}]}}', 1, "")
        assert [bytes(one) for one in list_within(told, "replies").data] == [b'{"id":"2"}']
        assert list_within(told, "children").data == []
        with pytest.raises(NoAnswer):
            list_within(Given(b'{"replies":[1]}', 1, ""), "replies")


class TestErrors:
    @pytest.mark.parametrize("code", [4, 17, 32, 613, 80000, 80001, 80002, 80008, 80014])
    def test_too_much_is_too_busy(self, code):
        assert is_busy(error(code))
        assert is_busy(error(code, status=403))

    @pytest.mark.parametrize("told", [error(100, 33), error(803, status=404), error(24, 2207006)])
    def test_not_there(self, told):
        with pytest.raises(NotThere):
            graph(told)[0].one(":media", "1")

    @pytest.mark.parametrize("code", [3, 10, 200, 210, 299])
    def test_a_permission_that_lacks_is_no_absence(self, code):
        with pytest.raises(NotPermitted):
            graph(error(code))[0].one(":media", "1")

    @pytest.mark.parametrize(
        "told",
        [
            error(100),
            error(100, 2018001),
            error(1),
            error(2),
            error(2500),
            error(33),
            answer(b"", 404),
            answer(b"<html>", 404),
            answer({"error": "x"}, 404),
            answer({"error": {"code": 803}}, 404),
            error("803", status=404),
            error(True, 33),
            error(803, kind=None, status=404),
            error(100, "33"),
        ],
    )
    def test_all_else_says_nothing_of_what_was_asked_for(self, told):
        with pytest.raises(NoAnswer) as none:
            graph(told)[0].one(":media", "1")
        assert none.value.reason == IN_TROUBLE

    def test_an_error_of_another_platform_is_none_of_these(self):
        assert meta_error(answer({"error": {"code": 4, "message": "x"}}, 400)) is None
        assert meta_error(answer({"errors": [{"code": 4}]}, 400)) is None
        assert not is_busy(error(4, status=200))
        assert not ends_permission(error(190, status=200))
        assert meta_error(error(190, 463)) == MetaError(190, 463)


class TestLimits:
    def usage(self, **used: Any) -> Exchange:
        told = json.dumps({"17841": [{"type": "instagram", "call_count": 100, **used}]})
        return answer(b"{}", X_Business_Use_Case_Usage=told)

    def test_minutes_until_it_is_let_in_again(self):
        told = self.usage(estimated_time_to_regain_access=7)
        assert asked_wait(told) == timedelta(minutes=7)
        assert questions_left(told) == 0

    @pytest.mark.parametrize("minutes", [0, -3, "7", None, 1e300])
    def test_no_wait_where_none_is_told(self, minutes):
        told = self.usage(estimated_time_to_regain_access=minutes)
        assert asked_wait(told) is None
        assert questions_left(told) is None

    @pytest.mark.parametrize("told", ["", "x", "[]", "{}", '{"1":[]}', '{"1":{}}', '{"1":[1]}'])
    def test_a_header_that_can_not_be_read_says_nothing(self, told):
        assert asked_wait(answer(b"{}", X_Business_Use_Case_Usage=told)) is None


DOUBLE_KINDS = {"user": frozenset({"id", "name", "media"})}


@pytest.mark.enable_socket
@pytest.mark.loopback
class TestTheWayOut:
    """The transport itself, against the double."""

    @pytest.fixture
    def double(self):
        made = GraphDouble("v26.0", "goed", DOUBLE_KINDS)
        made.add("user", {"id": "me", "name": "Gemeente"})
        with graph_server(made):
            yield made

    @pytest.fixture
    def waits(self):
        return []

    @pytest.fixture
    def way(self, double, waits):
        made = Transport(double.address, sleep=waits.append)
        made.sign_in(Secret("goed"))
        yield made
        made.close()

    def asked(self, way: Transport, double: GraphDouble) -> Given:
        found = Graph(double.address, "v26.0", way, KeepsNoAnswers())
        return found.one("me", "me", fields="name")

    def test_an_account_is_given(self, way, double):
        assert json.loads(self.asked(way, double).content) == {"id": "me", "name": "Gemeente"}

    def test_too_much_asked_is_waited_for(self, way, double, waits):
        double.errors["/me"] = GraphError(80002), 1
        assert self.asked(way, double)
        assert sum(waits) > 0

    def test_it_is_waited_as_long_as_the_platform_says(self, way, double, waits):
        usage = {"1": [{"estimated_time_to_regain_access": 5}]}
        double.headers["X-Business-Use-Case-Usage"] = json.dumps(usage)
        double.errors["/me"] = GraphError(80001), 1
        assert self.asked(way, double)
        assert sum(waits) == pytest.approx(300, abs=5)

    def test_an_hour_is_not_waited_for(self, way, double, waits):
        usage = {"1": [{"estimated_time_to_regain_access": 60}]}
        double.headers["X-Business-Use-Case-Usage"] = json.dumps(usage)
        double.errors["/me"] = GraphError(4), 99
        with pytest.raises(NoAnswer) as none:
            self.asked(way, double)
        assert none.value.reason == TOO_BUSY
        assert len(double.asked) == 1

    def test_a_token_that_ended_is_a_refusal_and_nothing_is_asked_after_it(self, way, double):
        double.token = "ander"
        for _ in range(2):
            with pytest.raises(NoAnswer) as none:
                self.asked(way, double)
            assert none.value.reason == SIGN_IN_REFUSED
        assert way.is_refused
        assert len(double.asked) == 1

    def test_the_token_stands_in_no_address(self, way, double):
        self.asked(way, double)
        assert "goed" not in "".join(double.asked)


class TestMessages:
    @pytest.mark.parametrize(
        "path",
        [
            "v26.0/me/conversations",
            "v26.0/17841/conversations?platform=instagram",
            "v26.0/t_123/messages",
            "me/messages",
            "v26.0/me/thread_owner",
            "v26.0/me/messenger_profile",
            "v26.0/me/message_templates",
            "v26.0/me?fields=id,conversations{messages{message}}",
            "v26.0/me?fields=conversations",
            "v26.0/me?fields=id%2Cconversations.limit(1)",
            "v26.0/me?fields=id%252Cconversations",
            "v26.0/me?limit=1&fields=name,messages",
            "v26.0/me?FIELDS=1&fields=CONVERSATIONS",
            "v26.0/me?fields[]=conversations",
            "v26.0/me?Fields=conversations",
        ],
    )
    def test_they_are_never_asked_for(self, path):
        with pytest.raises(Refused):
            demand_no_messages(f"{API}/{path}")

    @pytest.mark.parametrize(
        "path",
        [
            "v26.0/me/media?fields=id,caption",
            "v1.0/me/threads?fields=id,text",
            "v1.0/123/conversation?fields=id",
            "v26.0/me/published_posts?fields=id,message,message_tags,comments{message}",
        ],
    )
    def test_what_is_no_message_is_asked(self, path):
        demand_no_messages(f"{API}/{path}")


@pytest.mark.parametrize(
    ("address", "kind", "name"),
    [
        ("https://cdn.example/v/t51/1_n.jpg?oh=1", "IMAGE", "9.jpg"),
        ("https://cdn.example/v/a.heic?x", "IMAGE", "9.heic"),
        ("https://cdn.example/v/video", "VIDEO", "9.mp4"),
        ("https://cdn.example/v/a.b/c", "IMAGE", "9.jpg"),
        ("https://cdn.example/v/a.toolongsuffix", "IMAGE", "9.jpg"),
        ("https://[x", "", "9.jpg"),
        ("https://cdn.example/v/a.j%20g", "IMAGE", "9.jpg"),
    ],
)
def test_a_file_is_called_by_its_number(address, kind, name):
    assert medium_called("9", address, kind).source == name


def test_the_double_reads_what_it_is_asked():
    found = fields_of("id,replies.limit(2).summary(true){id,from{name}},text")
    assert [one.name for one in found] == ["id", "replies", "text"]
    assert found[1].options == {"limit": "2", "summary": "true"}
    assert [one.name for one in found[1].within[1].within] == ["name"]
    for wrong in ("", "id,", "id{", "a{b", "a}b", ",a"):
        with pytest.raises(ValueError):  # noqa: PT011 - it has no words
            fields_of(wrong)


def test_a_wait_is_asked_by_whoever_says_it_first():
    told = replace(answer(b"{}", Retry_After="3"), status=429)
    assert asked_wait(told) == timedelta(seconds=3)


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("a", "b.limit(2,3){c,d{e,a_b}},f,id"),
        ("b", "a,f,id"),
        ("e", "a,b.limit(2,3){c,d{a_b}},f,id"),
        ("c", "a,b.limit(2,3){d{e,a_b}},f,id"),
        ("id", "a,b.limit(2,3){c,d{e,a_b}},f,id"),
        ("z", "a,b.limit(2,3){c,d{e,a_b}},f,id"),
    ],
)
def test_a_field_is_taken_out_at_any_depth(name, left):
    assert without_field("a,b.limit(2,3){c,d{e,a_b}},f,id", name) == left
    assert without_field("d{e}", "e") == "d{id}"
    assert without_field("", "e") == ""


def refused(name: str) -> Exchange:
    told = {"message": f"(#100) Tried accessing nonexisting field ({name}) on node type (X)"}
    return answer({"error": {**told, "type": "OAuthException", "code": 100}}, 400)


def test_a_field_that_the_api_does_not_have_costs_no_other():
    found, asks = graph(refused("b"), answer({"id": "1"}), answer({"id": "2"}))
    found.one(":media", "1", fields="id,b,c{b,d}")
    found.one(":media", "2", fields="b,c")
    assert found.refused == ["b"]
    assert [one.partition("fields=")[2] for one in asks.addresses] == [
        "id%2Cb%2Cc%7Bb%2Cd%7D",
        "id%2Cc%7Bd%7D",
        "c",
    ]


@pytest.mark.parametrize("name", ["id", "unasked"])
def test_a_field_that_was_not_asked_for_ends_it(name):
    found, asks = graph(refused(name))
    with pytest.raises(NoAnswer):
        found.one(":media", "1", fields="id,b")
    assert len(asks.addresses) == 1

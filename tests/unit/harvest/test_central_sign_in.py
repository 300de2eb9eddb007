"""Asking a large platform for permission: what is sent where, and what its answers mean."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from weerklank.harvest.central_sign_in import CentralSignIn, OAuthPlaces
from weerklank.harvest.connecting import Refreshes
from weerklank.harvest.exchange import (
    IN_TROUBLE,
    LEADS_ASTRAY,
    NO_SENSE,
    SIGN_IN_REFUSED,
    UNREACHABLE,
    Exchange,
    NoAnswer,
)
from weerklank.harvest.shown_token import ShownToken
from weerklank.harvest.token_answer import APP_NOT_TAKEN, granted_of, read_answer
from weerklank.harvest.transport import Transport
from weerklank.model.connection import Finding, Granted, Permission, RegisteredApp
from weerklank.model.errors import NotNow
from weerklank.model.secret import Secret
from weerklank.model.text import Text

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
API = "https://api.voorbeeld.example"
TOKEN_PLACE = "https://toestemming.voorbeeld.example/oauth/token"
REVOKE = "https://toestemming.voorbeeld.example/oauth/revoke"
APP = RegisteredApp(identifier="app 1", secret=Secret("ge:heim"))
GRANTED = Granted(token=Secret("t"), scopes=("lezen",), refresh=Secret("r"))
GOOD = b'{"access_token":"nieuw","expires_in":60}'


class Sending:
    """Takes what is sent, and answers as it was told to."""

    def __init__(self, *answers: tuple[int, bytes] | NoAnswer) -> None:
        self.answers = list(answers)
        self.sent: list[tuple[str, dict[str, str], str | None]] = []
        self.named: list[str] = []

    def get(self, address: str, headers: Mapping[str, str] = {}) -> Exchange:
        raise NotImplementedError

    def take_forms_at(self, addresses: Iterable[str]) -> None:
        self.named += addresses

    def send(
        self, address: str, fields: Mapping[str, Secret | str], *, basic: Secret | None = None
    ) -> Exchange:
        shown = {n: v.reveal() if isinstance(v, Secret) else v for n, v in fields.items()}
        self.sent.append((address, shown, basic.reveal() if basic else None))
        answer = self.answers.pop(0)
        if isinstance(answer, NoAnswer):
            raise answer
        return answered(*answer)

    def sign_in(self, token: Secret) -> None:
        raise NotImplementedError


class Plain(CentralSignIn):
    places = OAuthPlaces("https://www.voorbeeld.example/o/authorize", TOKEN_PLACE, REVOKE)
    permissions = (Permission("lezen", Text("a", "a")), Permission("alles", Text("b", "b")))

    def check(self, handle: str, url: str, granted: Granted) -> tuple[Granted, list[Finding]]:
        return granted, self.scope_findings(granted)


class Odd(Plain):
    client_field = "client_key"
    separator = ","
    asks_besides = {"access_type": "offline", "prompt": "consent"}  # noqa: RUF012 - of the class
    proves = False


class Basic(Plain):
    by_basic = True


def answered(status: int, body: bytes) -> Exchange:
    return Exchange(at=NOW, status=status, headers=(), body=body)


# --- where it asks ------------------------------------------------------------------------------


def test_a_person_and_the_forms_go_to_the_platforms_own_places():
    sending = Sending((200, GOOD))
    signing = Plain(API, sending)
    signing.exchange(APP, "https://wij.example/terug/", Secret("c"), Secret("v"))
    assert sending.named == [TOKEN_PLACE, REVOKE]
    address = signing.consent_address(APP, "https://wij.example/terug/", Secret("s"), "proof")
    assert address.startswith("https://www.voorbeeld.example/o/authorize?")
    assert sending.sent == [
        (
            TOKEN_PLACE,
            {
                "grant_type": "authorization_code",
                "code": "c",
                "redirect_uri": "https://wij.example/terug/",
                "code_verifier": "v",
                "client_id": "app 1",
                "client_secret": "ge:heim",
            },
            None,
        )
    ]


@pytest.mark.parametrize(
    "origin", ["http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8"]
)
def test_on_loopback_one_double_serves_all_places(origin):
    sending = Sending((200, GOOD))
    signing = Plain(origin, sending)
    signing.exchange(APP, "r", Secret("c"), Secret("v"))
    assert (sending.named, sending.sent[0][0]) == ([], f"{origin}/oauth/token")
    assert signing.consent_address(APP, "r", Secret("s"), "p").startswith(f"{origin}/o/authorize?")
    assert Plain.places.token == TOKEN_PLACE


@pytest.mark.parametrize("origin", ["https://elders.example", "https://127.0.0.1.elders.example"])
def test_the_secret_of_the_app_goes_to_no_server_that_somebody_named(origin):
    sending = Sending((200, GOOD))
    Plain(origin, sending).exchange(APP, "r", Secret("c"), Secret("v"))
    assert sending.sent[0][0] == TOKEN_PLACE


def test_what_a_platform_does_otherwise():
    sending = Sending((200, GOOD))
    signing = Odd(API, sending)
    asked = parse_qs(urlsplit(signing.consent_address(APP, "r", Secret("s"), "p")).query)
    assert (asked["client_key"], asked["scope"]) == (["app 1"], ["lezen,alles"])
    assert (asked["access_type"], asked["prompt"]) == (["offline"], ["consent"])
    assert "code_challenge" not in asked
    signing.exchange(APP, "r", Secret("c"), Secret("v"))
    (form,) = (form for _, form, _ in sending.sent)
    assert "code_verifier" not in form
    assert form["client_key"] == "app 1"


def test_by_basic_both_are_written_as_in_a_form():
    sending = Sending((200, GOOD), (200, GOOD))
    signing = Basic(API, sending)
    signing.refresh(APP, GRANTED)
    (_, form, basic) = sending.sent[0]
    assert basic == "YXBwJTIwMTpnZSUzQWhlaW0="  # app%201:ge%3Aheim
    assert form == {"grant_type": "refresh_token", "refresh_token": "r"}
    signing.refresh(RegisteredApp(identifier="open", secret=None), GRANTED)
    (_, form, basic) = sending.sent[1]
    assert (form["client_id"], basic) == ("open", None)


def test_it_says_that_it_refreshes():
    assert isinstance(Plain(API, Sending()), Refreshes)
    assert Plain(API, Sending()).register(()) is None


# --- what answers mean --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (400, b'{"error":"invalid_grant"}', SIGN_IN_REFUSED),
        (400, b'{"error":"invalid_request","error_description":"x"}', SIGN_IN_REFUSED),
        (200, b'{"error":"invalid_grant","log_id":"1"}', SIGN_IN_REFUSED),
        (400, b'{"error":{"code":190,"type":"OAuthException"}}', SIGN_IN_REFUSED),
        (400, b'{"error":{"code":4,"type":"OAuthException"}}', NO_SENSE),
        (400, b'{"error":["invalid_grant"]}', NO_SENSE),
        (401, b'{"error":"invalid_client"}', APP_NOT_TAKEN),
        (400, b'{"error":"unauthorized_client"}', APP_NOT_TAKEN),
        (401, b"", APP_NOT_TAKEN),
        (400, b'{"error":"temporarily_unavailable"}', IN_TROUBLE),
        (400, b"<html>", NO_SENSE),
        (404, b'{"error":"invalid_grant"}', NO_SENSE),
        (302, b"", NO_SENSE),
        (200, b"[]", None),
        (200, b"", None),
    ],
)
def test_what_a_refusal_means(status, body, reason):
    if reason is None:
        assert read_answer(answered(status, body)) == {}
        return
    with pytest.raises(NoAnswer) as none:
        read_answer(answered(status, body))
    assert none.value.reason == reason


@pytest.mark.parametrize(
    ("told", "scopes", "expires", "refresh", "refresh_expires"),
    [
        ({"expires_in": 3600, "scope": "a b"}, ("a", "b"), 3600, None, None),
        ({"expires_in": "86400", "scope": "a,b"}, ("a", "b"), 86400, None, None),
        ({"refresh_token": "r", "refresh_token_expires_in": 60}, None, None, "r", 60),
        ({"refresh_token": "r", "refresh_expires_in": 60.0}, None, None, "r", 60),
        ({"scope": ["a", 1, "b"]}, ("a", "b"), None, None, None),
        ({"expires_in": -1, "scope": 3}, None, None, None, None),
        ({"expires_in": True}, None, None, None, None),
        ({"expires_in": 10**14}, None, None, None, None),
        ({"expires_in": "9" * 5000}, None, None, None, None),
        ({"expires_in": "over een uur", "refresh_token": 3}, None, None, None, None),
    ],
)
def test_what_is_granted(told, scopes, expires, refresh, refresh_expires):
    found = granted_of({"access_token": "t", **told}, NOW, None)
    assert found == Granted(
        token=Secret("t"),
        scopes=scopes,
        refresh=Secret(refresh) if refresh else None,
        expires=NOW + timedelta(seconds=expires) if expires else None,
        refresh_expires=NOW + timedelta(seconds=refresh_expires) if refresh_expires else None,
    )


@pytest.mark.parametrize("token", [None, "", 3, {}])
def test_without_a_token_nothing_is_granted(token):
    assert granted_of({"access_token": token}, NOW, None) is None
    with pytest.raises(NotNow) as wrong:
        Plain(API, Sending((200, b"{}"))).exchange(APP, "r", Secret("c"), Secret("v"))
    assert wrong.value.code == "CONNECT-020"


def test_what_a_renewal_does_not_say_stays_as_it_was():
    before = Granted(
        token=Secret("t"),
        scopes=("a",),
        refresh=Secret("r"),
        expires=NOW,
        refresh_expires=NOW + timedelta(days=9),
    )
    found = granted_of({"access_token": "n"}, NOW, before)
    assert found == Granted(
        token=Secret("n"), scopes=("a",), refresh=Secret("r"), refresh_expires=before.ends
    )
    assert (found.expires, before.ends) == (None, NOW + timedelta(days=9))


@pytest.mark.parametrize(
    ("answers", "is_done", "shown"),
    [
        (((200, b""), (200, b"")), True, ["r", "t"]),
        (((200, b""), (400, b"")), True, ["r", "t"]),
        (((200, b""), NoAnswer(UNREACHABLE)), True, ["r", "t"]),
        (((400, b""), (200, b"")), False, ["r", "t"]),
        ((NoAnswer(UNREACHABLE),), False, ["r"]),
    ],
)
def test_what_renews_is_withdrawn_first(answers, is_done, shown):
    sending = Sending(*answers)
    assert Plain(API, sending).withdraw(APP, GRANTED) is is_done
    assert [form["token"] for _, form, _ in sending.sent] == shown


def test_where_there_is_no_place_to_withdraw_it_was_not():
    class Without(Plain):
        places = OAuthPlaces("https://a.example/a", TOKEN_PLACE, None)

    sending = Sending()
    assert Without(API, sending).withdraw(APP, GRANTED) is False
    assert sending.named == [TOKEN_PLACE]


@pytest.mark.parametrize(
    ("scopes", "found"),
    [
        (("lezen", "alles"), []),
        (("lezen", "alles", "profiel"), []),
        (("lezen",), ["scope_missing"]),
        (("lezen", "alles", "berichten"), ["scope_too_wide"]),
        (None, ["scope_unknown"]),
    ],
)
def test_permissions_are_held_against_what_is_asked(scopes, found):
    granted = Granted(token=Secret("t"), scopes=scopes)
    told = Plain(API, Sending()).scope_findings(granted, frozenset({"profiel"}))
    assert [one.kind for one in told] == found


# --- the way out --------------------------------------------------------------------------------


class FakePost:
    def __init__(self) -> None:
        self.posted: list[tuple[str, Any, Any]] = []

    async def post(self, url: Any, *, data: Any, headers: Any, **_: Any) -> Any:
        self.posted.append((str(url), data, headers))
        raise TimeoutError


def send(address: str, *named: str) -> tuple[object, FakePost]:
    transport, session = Transport(f"{API}/x", sleep=lambda _: None), FakePost()
    transport._wire._opened = lambda: session  # type: ignore[assignment,method-assign,return-value] # nothing leaves
    try:
        transport.take_forms_at(named)
        with pytest.raises(NoAnswer) as none:
            transport.send(address, {"a": Secret("b")}, basic=Secret("c"))
        return none.value.reason, session
    finally:
        transport.close()


def test_a_form_goes_home_and_where_the_connector_says():
    for address in (f"{API}/oauth/token", TOKEN_PLACE):
        _, session = send(address, TOKEN_PLACE)
        assert session.posted == [(address, {"a": "b"}, {"Authorization": "Basic c"})]


@pytest.mark.parametrize(
    "address",
    [
        "https://elders.example/oauth/token",
        f"{TOKEN_PLACE}/",
        f"{TOKEN_PLACE}?x=1",
        "https://toestemming.voorbeeld.example/elders",
        "https://toestemming.voorbeeld.example:8443/oauth/token",
        "http://toestemming.voorbeeld.example/oauth/token",
    ],
)
def test_and_nowhere_else(address):
    reason, session = send(address, TOKEN_PLACE)
    assert (reason, session.posted) == (LEADS_ASTRAY, [])


@pytest.mark.parametrize(
    "address", ["https://127.0.0.1/t", "https://10.0.0.8/t", "https://[::1]/t"]
)
def test_not_to_a_private_number_though_it_is_named(address):
    reason, session = send(address, address)
    assert (reason, session.posted) == (LEADS_ASTRAY, [])


def test_no_place_without_tls_can_be_named():
    transport = Transport(API)
    with pytest.raises(ValueError, match=r"^$"):
        transport.take_forms_at(["http://voorbeeld.example/t"])
    transport.close()


# --- the token at work --------------------------------------------------------------------------


def test_one_that_is_refused_is_asked_for_anew_once():
    given, asked = [Secret("twee")], []

    def renews(refused: Secret | None) -> Secret | None:
        return given.pop() if refused is not None and given else None

    shown = ShownToken(Secret("een"), renews)

    def question() -> str:
        asked.append(shown.header()["Authorization"])
        shown.is_refused = True
        raise NoAnswer(SIGN_IN_REFUSED)

    with pytest.raises(NoAnswer):
        shown.ask(question)
    assert asked == ["Bearer een", "Bearer twee"]
    assert shown.is_refused


def test_another_failure_is_no_reason_for_a_new_one():
    shown = ShownToken(Secret("een"), lambda refused: Secret("twee") if refused else None)

    def question() -> str:
        raise NoAnswer(UNREACHABLE)

    with pytest.raises(NoAnswer):
        shown.ask(question)
    assert (shown.header()["Authorization"], shown.is_refused) == ("Bearer een", False)


@pytest.mark.parametrize(("reason", "is_refused"), [(SIGN_IN_REFUSED, True), (UNREACHABLE, False)])
def test_it_counts_as_refused_only_when_no_other_ever_comes(reason, is_refused):
    def renews(refused: Secret | None) -> Secret | None:
        if refused is None:
            return None
        raise NoAnswer(reason)

    shown = ShownToken(Secret("een"), renews)

    def question() -> str:
        shown.is_refused = True
        raise NoAnswer(SIGN_IN_REFUSED)

    with pytest.raises(NoAnswer) as none:
        shown.ask(question)
    assert (none.value.reason, shown.is_refused) == (reason, is_refused)

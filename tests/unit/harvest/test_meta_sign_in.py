"""Permission at Instagram, Facebook and Threads: what is sent, and what is kept of the answers."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from weerklank.connectors.facebook.sign_in import FacebookSignIn
from weerklank.connectors.instagram.sign_in import InstagramSignIn
from weerklank.connectors.threads.sign_in import ThreadsSignIn
from weerklank.harvest.exchange import SIGN_IN_REFUSED, Exchange, NoAnswer
from weerklank.harvest.meta_sign_in import MetaSignIn
from weerklank.model.connection import Granted, RegisteredApp
from weerklank.model.errors import NotNow, Refused
from weerklank.model.secret import Secret

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
APP = RegisteredApp(identifier="123", secret=Secret("geheim"))
REDIRECT = "https://archief.voorbeelddam.example/koppelen/terug/"
THREE: list[tuple[type[MetaSignIn], str]] = [
    (InstagramSignIn, "https://graph.instagram.com"),
    (FacebookSignIn, "https://graph.facebook.com"),
    (ThreadsSignIn, "https://graph.threads.net"),
]
SIXTY = 60 * 86_400


class Sending:
    """Answers what it was told to, and notes what came."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.sent: list[tuple[str, dict[str, str]]] = []
        self.asked: list[str] = []
        self.shown: list[str] = []

    def _next(self) -> Exchange:
        told = self.answers.pop(0)
        status, body = told if isinstance(told, tuple) else (200, told)
        return Exchange(at=NOW, status=status, headers=(), body=json.dumps(body).encode())

    def get(self, address: str, headers: Mapping[str, str] = {}) -> Exchange:
        self.asked.append(address)
        return self._next()

    def take_forms_at(self, addresses: Iterable[str]) -> None:
        """Take them."""

    def send(
        self, address: str, fields: Mapping[str, Secret | str], *, basic: Secret | None = None
    ) -> Exchange:
        told = {n: v.reveal() if isinstance(v, Secret) else v for n, v in fields.items()}
        self.sent.append((address, told))
        return self._next()

    def sign_in(self, token: Secret) -> None:
        self.shown.append(token.reveal())


def lasting(token: str) -> Any:
    return {"access_token": token, "token_type": "bearer", "expires_in": SIXTY}


def query_of(address: str) -> dict[str, str]:
    return {name: one[0] for name, one in parse_qs(urlsplit(address).query).items()}


@pytest.mark.parametrize(("kind", "api"), THREE)
def test_no_more_is_asked_than_reads_and_never_messages(kind, api):
    signing = kind(api, Sending())
    address = signing.consent_address(APP, REDIRECT, Secret("s"), "uitdaging")
    asked = query_of(address)
    scopes = asked["scope"].split(",")
    assert scopes == [one.scope for one in signing.permissions]
    assert not any("messag" in one or "publish" in one for one in scopes)
    assert (asked["client_id"], asked["redirect_uri"], asked["state"]) == ("123", REDIRECT, "s")
    assert all(one.purpose.nl and one.purpose.en for one in signing.permissions)


@pytest.mark.parametrize(("kind", "api"), THREE)
def test_a_code_becomes_a_token_of_sixty_days(kind, api):
    sends = Sending({"access_token": "kort", "user_id": 1}, lasting("lang"))
    found = kind(api, sends).exchange(APP, REDIRECT, Secret("code"), Secret("v"))
    assert (found.token.reveal(), found.expires) == ("lang", NOW + timedelta(days=60))
    ((address, form),) = sends.sent
    assert form["client_secret"] == "geheim"
    assert form["grant_type"] == "authorization_code"
    assert "geheim" not in address
    (asked,) = sends.asked
    told = query_of(asked)
    assert asked.startswith(f"{api}/")
    assert told["client_secret"] == "geheim"
    assert "kort" in told.values()


def test_instagram_answers_in_a_list_and_says_what_was_permitted():
    first = {"data": [{"access_token": "kort", "user_id": "1", "permissions": "a,b"}]}
    sends = Sending(first, lasting("lang"))
    signing = InstagramSignIn("https://graph.instagram.com", sends)
    assert signing.exchange(APP, REDIRECT, Secret("c"), Secret("v")).scopes == ("a", "b")


@pytest.mark.parametrize(("kind", "api"), [THREE[0], THREE[2]])
def test_a_token_is_changed_for_a_newer_one_by_itself(kind, api):
    sends = Sending(lasting("nieuw"))
    old = Granted(token=Secret("oud"), scopes=("a",), refresh=Secret("oud"))
    found = kind(api, sends).refresh(APP, old)
    assert found.token.reveal() == "nieuw"
    assert found.refresh is not None
    assert (found.refresh.reveal(), found.scopes) == ("nieuw", ("a",))
    assert query_of(sends.asked[0])["access_token"] == "oud"
    assert "geheim" not in sends.asked[0]


@pytest.mark.parametrize(("kind", "api"), THREE)
def test_a_token_that_was_pasted_is_renewed_by_nobody(kind, api):
    with pytest.raises(NoAnswer) as none:
        kind(api, Sending()).refresh(APP, Granted(token=Secret("t"), scopes=None))
    assert none.value.reason == SIGN_IN_REFUSED


@pytest.mark.parametrize("told", [(400, {"error": {"code": 1, "type": "x"}}), {}, []])
def test_a_code_that_gives_nothing_is_told(told):
    with pytest.raises(NotNow):
        InstagramSignIn("https://graph.instagram.com", Sending(told)).exchange(
            APP, REDIRECT, Secret("c"), Secret("v")
        )


class TestTheLook:
    def look(self, *answers: Any, scopes: tuple[str, ...] | None = None) -> Any:
        sends = Sending(*answers)
        signing = ThreadsSignIn("https://graph.threads.net", sends)
        return signing.check("gemeente", "", Granted(token=Secret("t"), scopes=scopes))

    def test_a_token_that_reads_is_kept_and_what_it_may_is_not_told(self):
        _, found = self.look({"id": "1", "username": "Gemeente"}, {"data": []}, {"data": []})
        assert [one.kind for one in found] == ["scope_unknown"]

    def test_one_that_reads_messages_is_refused(self):
        with pytest.raises(Refused, match="direct messages"):
            self.look(
                {"id": "1", "username": "gemeente"}, scopes=("instagram_business_manage_messages",)
            )

    def test_one_that_may_more_is_told(self):
        scopes = ("threads_basic", "threads_read_replies", "threads_content_publish")
        answers = {"id": "1", "username": "gemeente"}, {"data": []}, {"data": []}
        _, found = self.look(*answers, scopes=scopes)
        assert [one.kind for one in found] == ["scope_too_wide"]

    def test_one_of_another_account_is_refused(self):
        with pytest.raises(Refused):
            self.look({"id": "1", "username": "ander"})

    @pytest.mark.parametrize(
        "told", [[], {}, (400, {}), (400, {"error": {"code": 1, "type": "x"}})]
    )
    def test_an_answer_of_no_sense_says_nothing(self, told):
        with pytest.raises(NotNow):
            self.look(told)

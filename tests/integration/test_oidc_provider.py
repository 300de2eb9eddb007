"""The central sign-in at a provider that others made, started here on loopback."""

import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qsl, urlencode, urljoin

import msgspec
import pytest

from weerklank.harvest.central_sign_in import CentralSignIn, OAuthPlaces
from weerklank.harvest.exchange import SIGN_IN_REFUSED, NoAnswer
from weerklank.harvest.transport import Transport
from weerklank.model.connection import Finding, Granted, Permission, RegisteredApp
from weerklank.model.errors import NotNow, Refused
from weerklank.model.secret import Secret
from weerklank.model.text import Text
from weerklank.services.harvest.pasted_answer import read_pasted
from weerklank.services.people.proof_of_asking import challenge_of

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.needs("servers"),
]

SCRIPT = Path(__file__).with_name("oidc_provider.mjs")
MODULES = Path(__file__).parent.parent / "servers" / "node_modules"
BACK = "http://127.0.0.1:17620/"
STATE, VERIFIER = Secret("een-toestand"), Secret("v" * 43)
SECRET = Secret("een geheim:van/de+app")


class Provider(CentralSignIn):
    places = OAuthPlaces(
        "https://aanmelden.voorbeeld.example/auth",
        "https://token.voorbeeld.example/token",
        "https://token.voorbeeld.example/token/revocation",
    )
    permissions = tuple(Permission(one, Text("x", "x")) for one in ("openid", "offline_access"))
    asks_besides = {"prompt": "consent"}  # noqa: RUF012 - of the class

    def check(self, handle: str, url: str, granted: Granted) -> tuple[Granted, list[Finding]]:
        self._sends.sign_in(granted.token)
        try:
            who = self._sends.get(f"{self._base}/me")
        except NoAnswer as none:
            return granted, self.unanswered(none)
        assert msgspec.json.decode(who.content(1 << 16))["sub"] == handle
        return granted, self.scope_findings(granted)


class ByBasic(Provider):
    by_basic = True


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    node = Path(sys.executable).with_name("node")
    with subprocess.Popen(
        [node, SCRIPT, MODULES, BACK],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as running:
        assert running.stdout
        assert running.stdin
        while not (line := running.stdout.readline()).startswith("http://127.0.0.1:"):
            assert running.poll() is None, line
        yield line.strip()
        running.stdin.close()


@pytest.fixture
def transport(origin: str) -> Iterator[Transport]:
    made = Transport(origin)
    yield made
    made.close()


class _Stay(urllib.request.HTTPErrorProcessor):
    def http_response(self, request: Any, response: Any) -> Any:
        return response

    https_response = http_response


def permit(address: str) -> str:
    """Sign in as `gemeente` and permit, as its pages ask; gives where that leads."""
    cookies = urllib.request.HTTPCookieProcessor(CookieJar())
    browser = urllib.request.build_opener(_Stay, cookies)
    form: bytes | None = None
    for _ in range(12):
        with browser.open(address, form) as page:
            content, there = page.read().decode(), page.headers.get("Location")
        if there is not None:
            address, form = urljoin(address, there), None
            if address.startswith(BACK):
                return address
            continue
        assert "/interaction/" in address, content
        fields = {"prompt": "consent"}
        if 'value="login"' in content:
            fields = {"prompt": "login", "login": "gemeente", "password": "x"}
        form = urlencode(fields).encode()
    raise AssertionError(address)


WAYS = [
    (Provider, RegisteredApp(identifier="in het formulier", secret=SECRET)),
    (ByBasic, RegisteredApp(identifier="in de kop", secret=SECRET)),
    (Provider, RegisteredApp(identifier="zonder geheim", secret=None)),
]


def code_for(signing: CentralSignIn, app: RegisteredApp) -> Secret:
    address = signing.consent_address(app, BACK, STATE, challenge_of(VERIFIER))
    code = read_pasted(permit(address), STATE)
    assert code is not None
    return code


@pytest.mark.parametrize(("kind", "app"), WAYS, ids=lambda one: getattr(one, "identifier", None))
def test_it_permits_renews_once_and_withdraws(origin, transport, kind, app):
    signing = kind(origin, transport)
    granted = signing.exchange(app, BACK, code_for(signing, app), VERIFIER)
    assert signing.check("gemeente", "", granted) == (granted, [])
    assert granted.refresh is not None
    assert granted.expires is not None
    newer = signing.refresh(app, granted)
    assert (newer.token != granted.token, newer.refresh != granted.refresh) == (True, True)
    assert signing.check("gemeente", "", newer)[1] == []
    assert signing.withdraw(app, newer)
    assert [one.kind for one in signing.check("gemeente", "", newer)[1]] == ["permission_refused"]


def test_a_refresh_token_that_served_is_refused(origin, transport):
    signing, app = Provider(origin, transport), WAYS[0][1]
    granted = signing.exchange(app, BACK, code_for(signing, app), VERIFIER)
    signing.refresh(app, granted)
    with pytest.raises(NoAnswer) as none:
        signing.refresh(app, granted)
    assert none.value.reason == SIGN_IN_REFUSED


def test_without_the_proof_no_code_is_taken(origin, transport):
    signing, app = Provider(origin, transport), WAYS[2][1]
    with pytest.raises(NotNow) as refused:
        signing.exchange(app, BACK, code_for(signing, app), Secret("w" * 43))
    assert refused.value.code == "CONNECT-021"


def test_another_secret_is_told_as_the_app_that_is_not_taken(origin, transport):
    signing, app = Provider(origin, transport), WAYS[0][1]
    wrong = RegisteredApp(identifier=app.identifier, secret=Secret("fout"))
    with pytest.raises(NotNow) as refused:
        signing.exchange(wrong, BACK, code_for(signing, app), VERIFIER)
    assert refused.value.code == "CONNECT-022"


def test_the_answer_to_another_question_is_not_taken(origin, transport):
    signing, app = Provider(origin, transport), WAYS[0][1]
    led_to = permit(signing.consent_address(app, BACK, STATE, challenge_of(VERIFIER)))
    with pytest.raises(Refused) as refused:
        read_pasted(led_to, Secret("een-andere-toestand"))
    assert refused.value.code == "CONNECT-007"


@pytest.mark.parametrize(
    "changed",
    [
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge_method": None},
        {"code_challenge_method": "plain"},
    ],
)
def test_it_permits_nothing_without_the_proof_that_is_sent(origin, transport, changed):
    signing, app = Provider(origin, transport), WAYS[0][1]
    asked = signing.consent_address(app, BACK, STATE, challenge_of(VERIFIER))
    assert read_pasted(permit(other(asked, {})), STATE) is not None
    assert read_pasted(permit(other(asked, changed)), STATE) is None


def test_it_leads_to_no_other_address_than_the_registered_one(origin, transport):
    signing, app = Provider(origin, transport), WAYS[0][1]
    asked = signing.consent_address(app, f"{BACK}elders", STATE, challenge_of(VERIFIER))
    with pytest.raises(HTTPError) as refused:
        urllib.request.urlopen(asked)
    with refused.value as page:
        assert (page.code, b"redirect_uri" in page.read()) == (400, True)


def other(address: str, changed: dict[str, str | None]) -> str:
    """Give an address with other values in its question; None takes one out."""
    head, _, query = address.partition("?")
    fields = {**dict(parse_qsl(query)), **changed}
    return f"{head}?{urlencode({name: one for name, one in fields.items() if one is not None})}"

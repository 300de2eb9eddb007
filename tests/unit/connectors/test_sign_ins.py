"""How the connectors that are installed ask for permission: what holds for every one of them."""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from types import MappingProxyType
from urllib.parse import urlsplit

import pytest

from weerklank import bootstrap
from weerklank.harvest.central_sign_in import CentralSignIn
from weerklank.harvest.connecting import Refreshes
from weerklank.harvest.exchange import Exchange, NoAnswer
from weerklank.harvest.port import Connector
from weerklank.harvest.transport import Transport
from weerklank.model.connection import RegisteredApp
from weerklank.model.secret import Secret

CONNECTORS = {one.manifest.platform: one for one in bootstrap.connectors()}
#: Permissions that open messages, as platforms call them.
MESSAGES = re.compile(r"(?i)(?:^|[._:/])dm\b|messag|inbox|conversation|chat")


@pytest.mark.parametrize("name", CONNECTORS)
def test_what_a_sign_in_says_holds(name):
    connector: Connector = CONNECTORS[name]
    endpoint = connector.manifest.api or "https://social.example"
    transport = Transport(endpoint)
    try:
        signing = connector.sign_in(endpoint, transport)
    finally:
        transport.close()
    assert connector.manifest.needs_app is isinstance(signing, CentralSignIn)
    if signing is None:
        return
    for one in signing.permissions:
        assert one.scope.isprintable()
        assert not MESSAGES.search(one.scope), one.scope
        assert one.purpose.nl != one.purpose.en
    assert len({one.scope for one in signing.permissions}) == len(signing.permissions) > 0
    if isinstance(signing, CentralSignIn):
        assert isinstance(signing, Refreshes)
        assert signing.shows_code is False
        places = signing.places
        for place in (places.authorize, places.token, places.revoke):
            assert place is None or urlsplit(place).scheme == "https"
        here = places.under("http://127.0.0.1:1")
        paths = [here.authorize, here.token, *([here.revoke] if here.revoke else [])]
        assert len(set(paths)) == len(paths)  # or one double could not tell them apart


class _Noting:
    """Answers every question with a token, and notes where what went."""

    is_signed_in = False

    def __init__(self) -> None:
        self.went: list[tuple[str, str]] = []

    def _given(self, address: str, content: str) -> Exchange:
        self.went.append((urlsplit(address).netloc, content))
        body = b'{"access_token":"een-token","refresh_token":"nog-een","expires_in":3600}'
        return Exchange(at=datetime(2026, 1, 1, tzinfo=UTC), status=200, headers=(), body=body)

    def get(self, address: str, headers: Mapping[str, str] = MappingProxyType({})) -> Exchange:
        return self._given(address, f"{address} {dict(headers)}")

    def send(self, address: str, fields: Mapping[str, Secret | str], **how: object) -> Exchange:
        told = [one.reveal() if isinstance(one, Secret) else one for one in fields.values()]
        basic = how.get("basic")
        return self._given(address, f"{told} {basic.reveal() if basic else ''}")  # type: ignore[attr-defined]

    def take_forms_at(self, addresses: Iterable[str]) -> None:
        del addresses


@pytest.mark.parametrize(
    "name", [one for one, connector in CONNECTORS.items() if connector.manifest.needs_app]
)
def test_the_secret_of_the_app_goes_to_no_server_that_a_person_names(name):
    sends = _Noting()
    signing = CONNECTORS[name].sign_in("https://ergens.example", sends)
    assert isinstance(signing, CentralSignIn)
    app = RegisteredApp(identifier="app", secret=Secret("geheim-van-de-app"))
    granted = signing.exchange(app, "http://127.0.0.1:17620/", Secret("code"), Secret("proef"))
    with suppress(NoAnswer):  # of the token of a page, which is not renewed
        signing.refresh(app, granted)
    signing.withdraw(app, granted)
    assert sends.went
    assert "ergens.example" not in {host for host, _ in sends.went}

"""How the connectors that are installed ask for permission: what holds for every one of them."""

import re
from urllib.parse import urlsplit

import pytest

from weerklank import bootstrap
from weerklank.harvest.central_sign_in import CentralSignIn
from weerklank.harvest.connecting import Refreshes
from weerklank.harvest.port import Connector
from weerklank.harvest.transport import Transport

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

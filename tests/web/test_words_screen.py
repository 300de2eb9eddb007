"""*Twijfelgevallen*: what a detector doubts, as the privacy officer decides on it."""

import re

import pytest
from shown import Shown

from weerklank.model.person import Role
from weerklank.web.task_count import COUNTS

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]


def test_a_word_in_doubt_is_decided_on_without_being_shown(own: Shown) -> None:
    home = own.get(Role.PRIVACY, "/")
    assert 'href="/twijfel/"' in home
    assert "Twijfelgevallen: 1" in home
    page = own.get(Role.PRIVACY, "/twijfel/")
    assert "1 woord is misschien een naam." in page
    assert 'Vraag maar naar <mark class="nl-mark">[naam]</mark> van de oven.' in page
    assert "sanne" not in page.lower()
    (address,) = set(re.findall(r'action="(/twijfel/[^"]+)"', page))
    client = own.client(Role.PRIVACY)
    sent = client.post(address, {"state": "nobody"})
    assert sent["Location"] == "/twijfel/?vastgelegd=ja"
    assert "Er wacht geen woord op een besluit." in own.get(Role.PRIVACY, "/twijfel/")
    decided = own.get(Role.PRIVACY, "/twijfel/?alles=ja")
    assert "is niemand" in decided
    assert 'value="nobody"' not in decided
    assert 'value="person"' in decided
    assert client.post(address, {"state": "nobody"}).status_code == 422
    assert client.post(address, {"state": "waiting"}).status_code == 404
    assert client.post("/twijfel/zzzzzzzz/", {"state": "nobody"}).status_code == 404
    COUNTS.forget()
    assert "Twijfelgevallen:" not in own.get(Role.PRIVACY, "/")


def test_only_the_privacy_officer_sees_them(shown: Shown) -> None:
    for role in (Role.ARCHIVIST, Role.READER, Role.WOO, Role.OPERATOR):
        answer = shown.client(role).get("/twijfel/")
        assert answer.status_code == 403

"""*Bijzonder*: what rules or people mark as special data, as the privacy officer decides on it."""

import re

import pytest
from shown import ROLES, Shown

from weerklank import bootstrap
from weerklank.model.access import Apart
from weerklank.model.person import Role
from weerklank.model.question import Question
from weerklank.services.find.find_items import find_items
from weerklank.services.people.access import read_seen
from weerklank.services.workplace import Silent
from weerklank.web.task_count import COUNTS

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]
ROOM = "/privacy/bijzonder/"


def opened_by(own: Shown) -> list[tuple[str, str]]:
    keys = str(own.keys)
    place = bootstrap.workplace(str(own.archive), keys, Silent(), ROLES[Role.PRIVACY])
    return [(one.by, one.subject) for one in read_seen(place) if one.why is Apart.SPECIAL]


def test_what_a_rule_marks_is_opened_decided_on_and_journalled(own: Shown) -> None:
    home = own.get(Role.PRIVACY, "/")
    assert "Misschien bijzondere gegevens: 1" in home
    page = own.get(Role.PRIVACY, ROOM)
    assert "1 reactie bevat misschien bijzondere gegevens." in page
    assert "health-own/1" in page
    assert "83 %" in page
    assert "epilepsie" not in page  # its text is shown to who opens it
    assert opened_by(own) == []
    (name,) = set(re.findall(rf'href="{ROOM}([^"]+)/"', page))
    assert "epilepsie" in own.get(Role.PRIVACY, f"{ROOM}{name}/")
    assert opened_by(own) == [(ROLES[Role.PRIVACY], name)]
    own.get(Role.ARCHIVIST, f"{ROOM}{name}/")
    assert opened_by(own)[0] == (ROLES[Role.ARCHIVIST], name)
    assert f'href="{ROOM}{name}/"' in own.get(Role.ARCHIVIST, f"/id/{name}/")
    assert own.client(Role.READER).get(f"/id/{name}/").status_code == 403

    client = own.client(Role.PRIVACY)
    for wrong in ({}, {"judgement": "remove"}):
        assert client.post(f"{ROOM}{name}/", wrong).status_code == 422
    decided = client.post(f"{ROOM}{name}/", {"judgement": "keep"})
    assert decided["Location"] == f"{ROOM}?vastgelegd=ja"
    assert "Er wacht niets op een besluit." in own.get(Role.PRIVACY, ROOM)
    assert own.client(Role.READER).get(f"/id/{name}/").status_code == 200
    COUNTS.forget()
    assert "Misschien bijzondere gegevens" not in own.get(Role.PRIVACY, "/")
    again = own.get(Role.PRIVACY, f"{ROOM}{name}/")
    assert 'value="keep"' not in again
    client.post(f"{ROOM}{name}/", {"judgement": "restrict"})
    assert "bevestigd" in own.get(Role.PRIVACY, f"{ROOM}?alles=ja")
    assert own.client(Role.READER).get(f"/id/{name}/").status_code == 403


def test_what_no_rule_sees_is_marked_and_another_decides(own: Shown) -> None:
    (found,) = find_items(own.workplace, Question(words="tulpenbomen hoop")).items
    client = own.client(Role.PRIVACY)
    form = f"/id/{found.id}/bijzonder/"
    led = client.get(f"{ROOM}?bericht=http://testserver/id/{found.id}/")
    assert led["Location"] == form
    assert "tulpenbomen" in own.get(Role.PRIVACY, form)
    assert client.get(f"{ROOM}?bericht=bestaat-niet").status_code == 422
    assert client.post(form, {"reason": " "}).status_code == 422
    assert f'href="{form}"' in own.get(Role.PRIVACY, f"/id/{found.id}/")
    assert client.post(form, {"reason": "Gezondheid."})["Location"] == f"{ROOM}?vastgelegd=ja"
    assert client.post(form, {"reason": "Gezondheid."}).status_code == 422
    assert "Door een mens gemarkeerd" in own.get(Role.PRIVACY, ROOM)
    assert "U markeerde dit zelf" in own.get(Role.PRIVACY, f"{ROOM}{found.id}/")
    assert client.post(f"{ROOM}{found.id}/", {"judgement": "keep"}).status_code == 422
    decides = own.client(Role.ARCHIVIST)
    assert decides.post(f"{ROOM}{found.id}/", {"judgement": "keep"}).status_code == 302
    marker = own.client(Role.COMMUNICATION)
    sent = marker.post(form, {"reason": "Gezondheid."}, follow=True)
    assert sent.status_code == 403
    assert "mogelijk bijzondere persoonsgegevens" in sent.content.decode()
    (post,) = find_items(own.workplace, Question(words="kappen omwaaien Lindelaan")).items
    assert client.post(f"/id/{post.id}/bijzonder/", {"reason": "Nee."}).status_code == 422
    assert client.get(f"{ROOM}{post.id}/").status_code == 404
    assert f"/id/{post.id}/bijzonder/" not in own.get(Role.PRIVACY, f"/id/{post.id}/")

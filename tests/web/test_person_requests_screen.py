"""*Verzoeken*: a person asks, as the privacy officer records it, decides and answers."""

import pytest
from at_field import at_field
from shown import Shown

from weerklank.model.person import Role

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]
LIST = "/privacy/verzoeken/"
NOBODY = "niemand_hier@nergens.example"
NEW = {"platform": "mastodon", "kind": "access", "case": "Z-2026-1", "handle": NOBODY}


def test_a_request_is_taken_decided_and_answered(own: Shown) -> None:
    assert "Er zijn geen verzoeken." in own.get(Role.PRIVACY, LIST)
    client = own.client(Role.PRIVACY)
    wrong = client.post(LIST, {**NEW, "handle": "Trijntje Vlier"})
    assert wrong.status_code == 422
    said = wrong.content.decode()
    assert "namen zijn niet uniek" in said
    assert "Trijntje" not in said
    assert "namen zijn niet uniek" in at_field(wrong, "handle")
    # What is wrong with the day or the case stands there, and not at the handle.
    for day in ("vorige week", "2999-01-01"):
        no_day = client.post(LIST, {**NEW, "received": day})
        assert (no_day.status_code, day[:4] in at_field(no_day, "received")) == (422, True)
    assert "zaaknummer" in at_field(client.post(LIST, {**NEW, "case": " "}), "case")
    assert client.post(LIST, {**NEW, "platform": "hyves"}).status_code == 404
    sent = client.post(LIST, NEW)
    assert sent["Location"] == f"{LIST}p0001/"
    assert "Verzoek van een persoon: p0001" in own.get(Role.PRIVACY, "/")
    page = own.get(Role.PRIVACY, f"{LIST}p0001/?grond=nothing-held")
    assert "In het archief is bij het account dat u noemt niets gevonden." in page
    assert "niets gevonden" in page
    assert NOBODY not in page
    decide = {"doen": "decide", "outcome": "granted", "motivation": "Er is niets gevonden."}
    assert client.post(f"{LIST}p0001/", decide).status_code == 422
    assert client.post(f"{LIST}p0001/", {**decide, "ground": "avg-17-1"}).status_code == 422
    done = client.post(f"{LIST}p0001/", {**decide, "ground": "nothing-held"})
    assert done["Location"] == f"{LIST}p0001/?vastgelegd=ja"
    page = own.get(Role.PRIVACY, f"{LIST}p0001/?vastgelegd=ja")
    assert "Vastgelegd." in page
    assert 'value="decide"' in page
    assert "Besluiten" not in page
    answer = client.get(f"{LIST}p0001/brief/")
    assert answer["Content-Disposition"] == 'attachment; filename="brief-p0001.html"'
    assert "Er is niets gevonden." in answer.content.decode()
    assert client.post(f"{LIST}p0001/", {"doen": "niets"}).status_code == 404
    assert client.get(f"{LIST}p0099/").status_code == 404
    assert client.get(f"{LIST}p0099/brief/").status_code == 404


def test_only_the_privacy_officer_sees_them(shown: Shown) -> None:
    for role in (Role.ARCHIVIST, Role.READER, Role.WOO, Role.OPERATOR):
        client = shown.client(role)
        assert client.get(LIST).status_code == 403
        assert client.post(LIST, NEW).status_code == 403
        assert client.get(f"{LIST}p0001/brief/").status_code == 403

"""A part of a picture is redacted on the screen without a script, and by the API."""

import io
from pathlib import Path

import pytest
from django.http import HttpResponse
from own_archive import SANNE, OwnArchive, posted
from PIL import Image
from shown import signed_in

from secret_picture import SIZE, picture
from weerklank.model.person import Role
from weerklank.testing.mastodon_export import ExportMedium
from weerklank.web.tokens import make_token

WOUT, RUUD = "Wout Fictema", "Ruud Fictema"
NEW = {"request": "Alles over de kermis", "received": "2026-03-20", "case": "Z-2026-1"}
PART = {"left": "32", "top": "22,5", "width": "28", "height": "42.5", "ground": "5.2"}
_FILM = (24).to_bytes(4, "big") + b"ftypisom" + bytes(12)


def _medium(name: str, kind: str, data: bytes, alt: str = "") -> ExportMedium:
    width, height = SIZE
    path = f"media_attachments/files/{name}"
    return ExportMedium(
        path=path, content_type=kind, alt=alt, width=width, height=height, data=data
    )


@pytest.fixture
def own(tmp_path: Path) -> OwnArchive:
    place = OwnArchive(tmp_path / "woo")
    place.root.mkdir()
    media = (
        _medium("een.jpg", "image/jpeg", picture("JPEG", turned=6), "Een bord"),
        _medium("film.mp4", "video/mp4", _FILM),
    )
    place.make([posted("2026-03-02T09:00:00", "De kermis.", media=media)])
    for name, role in ((WOUT, "woo"), (RUUD, "reviewer")):
        place.run("person", "add", name, "--role", role, "--as", SANNE)
    place.serve()
    return place


def text(answer: HttpResponse) -> str:
    return " ".join(answer.content.decode().split())


def opened(own: OwnArchive) -> str:
    wout = signed_in(WOUT)
    wout.post("/woo/nieuw/", NEW)
    wout.post("/woo/w0001/toevoegen/", {"since": "2026-03-01"})
    (one,) = own.run("dossier", "show", "w0001", "--as", WOUT)["documents"]
    return str(one["id"])


def test_a_part_is_redacted_seen_by_the_second_reader_and_undone(own: OwnArchive) -> None:
    post = opened(own)
    wout, ruud = signed_in(WOUT), signed_in(RUUD)
    at = f"/woo/w0001/stuk/{post}/"
    told = text(wout.get(at))
    assert f'href="{at}beeld/1/"' in told
    assert "Geen deel te lakken: een film of geluid gaat heel mee of niet." in told
    page = text(wout.get(f"{at}beeld/1/"))
    assert 'name="left" value="" min="0"' in page
    # The picture is as it is seen: upright, in the size in which places in it are told.
    seen = wout.get(f"{at}beeld/1/zien/")
    assert seen["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(seen.content)).size == SIZE
    assert b"Zqmaker" not in seen.content

    empty = wout.post(f"{at}beeld/1/lakken/", {"left": "1", "ground": "5.2"})
    assert (empty.status_code, "Teken een deel" in text(empty)) == (422, True)
    assert 'name="left" value="1"' in text(empty)
    answer = wout.post(f"{at}beeld/1/lakken/", {**PART, "seen": "0"})
    assert (answer.status_code, answer["Location"]) == (302, f"{at}beeld/1/?ground=5.2")
    page = text(wout.get(answer["Location"]))
    assert 'x="32%" y="22.5%" width="28%" height="42.5%"' in page
    assert 'value="5.2" checked' in page
    again = wout.post(f"{at}beeld/1/lakken/", {**PART, "seen": "0"})
    assert (again.status_code, "DOSSIER-0" in text(again)) == (422, True)

    told = text(wout.get(at))
    assert "gaat mee zonder het gelakte deel" in told
    assert "deel van beeld 1 (links 32%, boven 22,5%, breed 28%, hoog 42,5%)" in told
    assert f'src="{at}beeld/1/zien/"' in told
    assert "Deels openbaar" in told
    read = text(ruud.get(f"{at}beeld/1/"))
    assert "links 32%" in read
    assert "Deel lakken" not in read
    assert "gelakte delen van beeld 1 (1)" in text(ruud.get(at))
    assert ruud.post(f"{at}beeld/1/lakken/", PART).status_code == 403
    ruud.post(
        "/woo/w0001/niet-akkoord/vastleggen/",
        {"item": post, "post": post, "reason": "Te klein", "span": "picture:0-1"},
    )
    assert "deel van beeld 1; lakking 1 (5.2)" in text(wout.get(at))

    undone = wout.post(f"{at}ongedaan/", {"number": "1", "file": "1"})
    assert (undone.status_code, undone["Location"]) == (302, f"{at}beeld/1/")
    assert "niets gelakt" in text(wout.get(f"{at}beeld/1/"))


def test_a_film_says_that_it_goes_along_whole_or_not(own: OwnArchive) -> None:
    at, wout = f"/woo/w0001/stuk/{opened(own)}/beeld/", signed_in(WOUT)
    page = text(wout.get(f"{at}2/"))
    assert "een film of geluid gaat heel mee of niet" in page
    assert "Deel lakken" not in page
    refused = wout.post(f"{at}2/lakken/", PART)
    assert (refused.status_code, "DOSSIER-043" in text(refused)) == (422, True)
    assert wout.get(f"{at}2/zien/").status_code == 404
    for none in ("0/", "3/", "3/zien/"):
        assert wout.get(f"{at}{none}").status_code == 404
    assert signed_in(SANNE).get(f"{at}1/zien/").status_code == 403
    assert signed_in(None).get(f"{at}1/zien/").status_code == 302


def test_what_is_kept_back_whole_or_frozen_has_no_form(own: OwnArchive) -> None:
    post = opened(own)
    at, wout = f"/woo/w0001/stuk/{post}/", signed_in(WOUT)
    wout.post(f"{at}beeld/1/lakken/", PART)
    for step in ("review", "freeze"):
        own.run("dossier", step, "w0001", "--as", RUUD)
    page = text(wout.get(f"{at}beeld/1/"))
    assert "links 32%" in page
    assert "Deel lakken" not in page
    assert "Ongedaan maken" not in page


def test_a_program_does_the_same(own: OwnArchive) -> None:
    here = f"/api/v1/woo-verzoeken/w0001/stukken/{opened(own)}"
    token = make_token(own.serve(), WOUT, Role.WOO, "proef")[1]
    client, headers = signed_in(None), {"Authorization": f"Bearer {token}"}

    def send(place: str, **given: object) -> HttpResponse:
        return client.post(
            f"{here}/{place}", given, content_type="application/json", headers=headers
        )

    told = client.get(here, headers=headers).json()
    assert [(one["number"], one["whole"]) for one in told["file_list"]] == [(1, None), (2, "film")]
    seen = client.get(told["file_list"][0]["_links"]["self"]["href"], headers=headers)
    assert Image.open(io.BytesIO(seen.content)).size == SIZE
    part = {"file": 1, "left": 32, "top": 22.5, "width": 28, "height": 42.5, "ground": "5.1.2e"}
    made = send("beelddelen", **part, seen=told["acts"])
    assert made.status_code == 200, made.content
    (mark,) = made.json()["redactions"]
    area = {"left": 32.0, "top": 22.5, "width": 28.0, "height": 42.5}
    assert (mark["place"], mark["area"]) == ("picture", area)
    assert client.get(here, headers=headers).json()["redactions"][0]["area"] == area
    for wrong, status in (
        ({"left": 100}, 400),
        ({"width": 0}, 400),
        ({"file": 2}, 403),
        ({"file": 3}, 400),
        ({}, 403),
    ):
        assert send("beelddelen", **{**part, **wrong}).status_code == status, wrong
    assert client.get(f"{here}/beelden/2", headers=headers).status_code == 403
    for none in ("0", "3", "x", "99999999999"):
        assert client.get(f"{here}/beelden/{none}", headers=headers).status_code == 404
    assert send("laksels/1/intrekkingen").json()["redactions"] == []
    assert send("laksels", field="picture", ground="5.1.2e").status_code == 400

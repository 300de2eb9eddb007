"""What a film says stands with its document, and goes along only when an officer says so."""

from pathlib import Path

import pytest
from django.http import HttpResponse
from own_archive import SANNE, OwnArchive, posted
from shown import Shown

from speaking_film import speaking_film
from weerklank.testing.mastodon_export import ExportMedium
from weerklank.web.configure import configure
from weerklank.web.site import Site

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback, pytest.mark.needs("ffmpeg")]
WOUT, RUUD = "Wout Fictema", "Ruud Fictema"
NEW = {"request": "Alles over de kermis", "received": "2026-03-20", "case": "Z-2026-1"}


@pytest.fixture
def own(tmp_path: Path) -> OwnArchive:
    film = ExportMedium(
        path="media_attachments/files/film.mp4",
        content_type="video/mp4",
        alt="Een draaimolen",
        width=64,
        height=48,
        data=speaking_film(tmp_path),
    )
    place = OwnArchive(tmp_path / "woo")
    place.root.mkdir()
    place.make([posted("2026-03-02T09:00:00", "De kermis.", media=(film,))])
    for name, role in ((WOUT, "woo"), (RUUD, "reviewer")):
        place.run("person", "add", name, "--role", role, "--as", SANNE)
    configure(Site(archive=place.folder, keys=place.keys, address="http://testserver"))
    return place


def text(answer: HttpResponse) -> str:
    return " ".join(answer.content.decode().split())


def test_what_a_film_says_is_seen_redacted_and_let_along(own: OwnArchive, shown: Shown) -> None:
    wout, ruud = shown.client(WOUT), shown.client(RUUD)
    wout.post("/woo/nieuw/", NEW)
    wout.post("/woo/w0001/toevoegen/", {"since": "2026-03-01"})
    (one,) = own.run("dossier", "show", "w0001", "--as", WOUT)["documents"]
    assert "voorstellen wachten" in text(wout.get("/woo/w0001/"))
    at = f"/woo/w0001/stuk/{one['id']}/"
    told = text(wout.get(at))
    assert "Dit is Zqondertitel Proefstra" in told
    assert "Gaat niet mee: ook niet in de film." in told
    assert "Telefoonnummer" in told
    assert "Ik las dit: mee als tekst" not in text(ruud.get(at))
    assert ruud.post(f"{at}film/", {"along": "1"}).status_code == 403
    answer = wout.post(f"{at}film/", {"along": "1", "seen": "0"})
    assert (answer.status_code, answer["Location"]) == (302, at)
    told = text(wout.get(at))
    assert "Gaat mee als tekst" in told
    assert "Toch niet mee" in told
    typed = {"ground": "5.1.2e", "passage": "Proefstra", "act": "redact"}
    wout.post(f"{at}lakken/", typed)
    (mark, *_) = own.run("dossier", "show", "w0001", "--as", WOUT)["redactions"]
    assert mark["place"] == "film"
    assert "tekst in film" in text(wout.get(at))

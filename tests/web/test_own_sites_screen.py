"""Own sites on the screen of the organisation's pages: recorded, and refused in words."""

from html import unescape
from pathlib import Path

import pytest
from own_archive import SANNE, OwnArchive, posted
from shown import Shown

from weerklank.web.task_count import COUNTS

_AT = "/accounts/profielpaginas/"
_SITE = "https://www.voorbeelddam.example"


@pytest.fixture
def own(tmp_path: Path) -> OwnArchive:
    made = OwnArchive(tmp_path).make([posted("2026-01-01T10:00", "Een bericht.")])
    made.serve()
    COUNTS.forget()
    return made


def test_own_sites_are_recorded_and_what_is_wrong_is_said(own: OwnArchive, shown: Shown) -> None:
    client = shown.client(SANNE)
    given = {
        "welk": "sites", "sites": f"{_SITE}\r\nhttps://zwembad.example", "pages": "on",
        "kinds": ["pdf", "csv"], "most_mb": "5", "most_mb_run": "50",
    }  # fmt: skip
    assert client.post(_AT, given)["Location"] == f"{_AT}?vastgelegd=sites#sites"
    held = {
        "kinds": ["pdf", "csv"], "most_mb": 5, "most_mb_run": 50, "pages": True,
        "sites": [_SITE, "https://zwembad.example"],
    }  # fmt: skip
    assert own.run("profile", "sites") == held
    saved = client.get(f"{_AT}?vastgelegd=sites").content.decode()
    assert "Vastgelegd." not in saved.partition('id="sites"')[0]
    assert "Vastgelegd." in saved.partition('id="sites"')[2]
    page = client.get(_AT).content.decode()
    assert 'value="pdf" checked' in page
    assert 'value="docx" checked' not in page
    for wrong, said in (
        ({"sites": f"{_SITE}/pad"}, f"{_SITE}/pad is geen adres van een site."),
        ({"sites": "https://nl"}, "https://nl is geen adres van een site."),
        ({"sites": "https://10.0.0.5"}, "https://10.0.0.5 is geen adres van een site."),
        ({"sites": "https://*.dam.example"}, "https://*.dam.example is geen adres van een site."),
        ({"sites": f"{_SITE}?"}, f"{_SITE}? is geen adres van een site."),
        ({"sites": f"{_SITE}:0"}, f"{_SITE}:0 is geen adres van een site."),
        ({"sites": "http://dam.example"}, "http://dam.example is geen adres van een site."),
        ({"sites": "https://co.uk"}, "https://co.uk is geen site van de organisatie alleen."),
        ({"sites": "https://www.facebook.com"}, "is geen site van de organisatie alleen."),
        ({"most_mb": "veel"}, "Geef een getal."),
        ({"most_mb": "60"}, "De grenzen passen niet"),
        ({"kinds": ["exe"]}, "Een soort bestand exe is er niet."),
    ):
        sent = client.post(_AT, {**given, **wrong})
        assert sent.status_code == 422
        told = unescape(sent.content.decode())
        assert said in told
        (name,) = wrong
        invalid = {"most_mb": 'id="most-mb"', "sites": 'id="sites-list"'}.get(name)
        assert [invalid in one for one in told.split("<") if "aria-invalid" in one] == (
            [True] if invalid else []
        )
    assert own.run("profile", "sites") == held
    one_form = {**given, "sites": "https://Münchendam.example:443\nhttps://dam.example:8443/"}
    client.post(_AT, one_form)
    assert own.run("profile", "sites")["sites"] == [
        "https://xn--mnchendam-q9a.example", "https://dam.example:8443",
    ]  # fmt: skip
    assert "Eigen sites vastgelegd" in client.get("/logboek/").content.decode()

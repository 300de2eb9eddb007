"""*Rechten*: rules, what is missing, and entry in bulk with the questions of Creative Commons."""

import re
from pathlib import Path

import pytest
from shown import Shown, copied

from weerklank.model.person import Role
from weerklank.services.find.read_rights import read_rights
from weerklank.web.configure import configure
from weerklank.web.site import Site

LIST = "/rechten/"
ARCHIVIST, ADVISER = Role.ARCHIVIST, Role.COMMUNICATION
MEDIA = "toon=ja&account=a0001&deel=media"
NOTHING = {
    "status": "", "licence": "", "commercial": "", "changes": "", "holder": "", "source": "",
    "portrait": "",
}  # fmt: skip


@pytest.fixture
def own(shown: Shown, tmp_path: Path) -> Shown:
    made = copied(shown, tmp_path)
    configure(Site(archive=made.archive, keys=made.keys, address="http://testserver"))
    return made


def test_what_is_missing_is_listed_when_asked(shown: Shown) -> None:
    page = shown.get(ARCHIVIST, LIST)
    assert "Collegebesluit 2023-114, open licentie" in page
    assert "Geteld op" not in page
    page = shown.get(ARCHIVIST, f"{LIST}?{MEDIA}")
    assert "Geteld op" in page
    assert "niet vastgelegd" in page.lower()
    assert '/text"' not in page
    (told,) = re.findall(r">(\d+) onderdelen\.", page.replace("\n", "")) or ["0"]
    assert int(told) == page.count('name="deel" value=') > 1
    # A period narrows it; a day that is none is told; an account that is none is nothing.
    before = shown.get(ARCHIVIST, f"{LIST}?toon=ja&tot=2000-01-01")
    assert "In deze selectie ontbreekt niets." in before
    assert shown.client(ARCHIVIST).get(f"{LIST}?toon=ja&van=ooit").status_code == 422
    assert shown.client(ARCHIVIST).get(f"{LIST}?account=a9999").status_code == 404
    every = shown.get(ARCHIVIST, f"{LIST}?toon=ja&account=a0001&deel=media&ook=ja")
    assert "Fotobureau Vlietzicht" in every
    # Who checks sees it, and enters nothing.
    seen = shown.get(Role.INSPECTOR, f"{LIST}?{MEDIA}")
    assert 'type="checkbox" name="deel"' not in seen
    assert shown.client(Role.INSPECTOR).post(f"{LIST}vastleggen/?{MEDIA}").status_code == 403
    assert shown.client(Role.READER).get(LIST).status_code == 403


def test_rights_are_recorded_of_a_selection_at_once(own: Shown) -> None:
    client = own.client(ADVISER)
    keys = re.findall(r'name="deel" value="([^"]+)"', own.get(ADVISER, f"{LIST}?{MEDIA}"))
    enter = f"{LIST}vastleggen/?{MEDIA}"
    bureau = {
        **NOTHING, "status": "licensed", "licence": "cc", "commercial": "ja", "changes": "alike",
        "holder": "Fotobureau", "source": "Overeenkomst Z-1", "portrait": "consent",
    }  # fmt: skip
    wrong = {
        "changes": ("", "Beantwoord de twee vragen van Creative Commons."),
        "licence": ("AW-11", "hoort niet bij deze status"),
        "holder": ("", "ontbreekt de rechthebbende"),
        "status": ("", "horen bij een status"),
        "portrait": ("ja", "Kies een van de mogelijkheden."),
    }
    for name, (value, told) in wrong.items():
        answer = client.post(enter, {**bureau, name: value, "deel": keys})
        assert (answer.status_code, told in answer.content.decode()) == (422, True), name
        assert "weerklank rights" not in answer.content.decode(), name
    nothing = client.post(enter, {**bureau, "deel": []})
    assert "Vink ten minste" in nothing.content.decode()
    before = read_rights(own.workplace).count
    done = client.post(enter, {**bureau, "deel": keys[:2]})
    assert done["Location"].endswith("&vastgelegd=2")
    assert "Vastgelegd van 2 onderdelen." in client.get(done["Location"]).content.decode()
    known = read_rights(own.workplace)
    assert known.count == before + 1
    for key in keys[:2]:
        assert known.copyrights[key].entry.licence == "CC-BY-SA-4.0"
        assert known.portraits[key].entry.portrait == "consent"
    assert keys[2] not in known.copyrights
    rest = client.post(enter, {**bureau, "alles": "ja"})
    assert rest["Location"].endswith(f"&vastgelegd={len(keys) - 2}")
    assert "In deze selectie ontbreekt niets." in own.get(ADVISER, f"{LIST}?{MEDIA}")


def test_a_rule_is_recorded_and_ends(own: Shown) -> None:
    client = own.client(ARCHIVIST)
    rule = {
        **NOTHING, "account": "a0001", "covers": "media", "status": "own", "licence": "CC0-1.0",
        "source": "Besluit 2026-1",
    }  # fmt: skip
    for name, value in (("source", ""), ("covers", ""), ("account", "a9999")):
        assert client.post(f"{LIST}regel/", {**rule, name: value}).status_code == 422, name
    assert client.post(f"{LIST}regel/", rule)["Location"] == f"{LIST}?vastgelegd=regel"
    page = client.get(LIST).content.decode()
    assert "Besluit 2026-1" in page
    end = f"{LIST}regel/a0001/beeindigen/"
    assert end in page
    assert client.post(end, {"reason": ""}).status_code == 422
    client.post(end, {"reason": "Vergissing."})
    assert "Besluit 2026-1" not in client.get(LIST).content.decode()
    again = client.post(end, {"reason": "Nog eens."})
    assert "is niets vastgelegd" in again.content.decode()
    assert client.get(f"{LIST}regel/a9999/beeindigen/").status_code == 404
    assert client.post(f"{LIST}regel/alle/beeindigen/", {"reason": "Ook."}).status_code == 302
    assert "Er is geen regel." in client.get(LIST).content.decode()

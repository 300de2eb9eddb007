"""*Rechten*: rules, what is missing, and entry in bulk with the questions of Creative Commons."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
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


def _sent(content: bytes) -> dict[str, object]:
    return {"file": SimpleUploadedFile("rechten.csv", content)}


def test_rights_come_from_a_file_whole_or_not_at_all(own: Shown) -> None:
    client = own.client(ADVISER)
    address = f"{LIST}bestand/"
    assert "heel vastgelegd" in client.get(address).content.decode()
    given = client.get(f"{LIST}ontbreekt/?{MEDIA}")
    assert given["Content-Type"].startswith("text/csv")
    lines = given.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("id;medium;status;licence;holder;source;portrait")
    keys = [tuple(line.split(";")[:2]) for line in lines[1:]]
    assert len(keys) > 2
    assert given.content.decode("utf-8-sig").count("weerklank") == 0
    # Three rows are wrong, each by its number; a good one between them is not recorded either.
    before = read_rights(own.workplace).count
    rows = [
        lines[0],
        f"{keys[0][0]};{keys[0][1]};mooi;;;;",
        f"{keys[1][0]};{keys[1][1]};own;;;;none",
        "bestaatniet;text;own;;;;",
        f"{keys[1][0]};{keys[1][1]};unknown;;;;",
    ]
    page = client.post(address, _sent("\r\n".join(rows).encode()))
    said = page.content.decode()
    assert page.status_code == 422
    assert "3 rijen kloppen niet. Er is niets vastgelegd." in said
    assert re.findall(r'class="utrecht-table__cell num">(\d+)<', said) == ["2", "4", "5"]
    assert "weerklank rights" not in said
    # Nothing, nonsense, what is too large or has no such headings: told, and nothing is recorded.
    for content in (
        b"", b"\0\1\2", b"PK\3\4" + b"\0" * 40, b"id;id;status\n", b"id;status\n" * 3,
        b"id;status\n" + b"x;own\n" * 10_001, b"x" * (5 << 20), b"\xff\xfe\x00\xd8",
        b'id;status\n"' + b"a" * 2_000_000,
        b"id;status;holder\n<script>alert(1)</script>;licensed;=cmd()\n",
    ):  # fmt: skip
        answer = client.post(address, _sent(content))
        assert answer.status_code == 422, content[:20]
        assert b"<script>alert" not in answer.content
    assert read_rights(own.workplace).count == before
    # A file that is right is one decision, and what was left blank says nothing.
    good = [lines[0], f"{keys[0][0]};{keys[0][1]};own;CC0-1.0;;;none", f"{keys[1][0]};text;;;;;"]
    done = client.post(address, _sent("\r\n".join(good).encode()))
    assert done["Location"] == f"{LIST}?vastgelegd=1"
    known = read_rights(own.workplace)
    assert known.count == before + 1
    assert known.copyrights["/".join(keys[0])].entry.licence == "CC0-1.0"
    # A column of somebody's own is not read, and is told.
    own_column = f"id;medium;status;opmerking\n{keys[0][0]};{keys[0][1]};own;mooi\n"
    done = client.post(address, _sent(own_column.encode()))
    assert done["Location"] == f"{LIST}?vastgelegd=1&over=D"
    told = client.get(done["Location"]).content.decode()
    assert "hun kop niets zegt: D." in told
    assert "zegt: &lt;" not in client.get(f"{LIST}?vastgelegd=1&over=<b>").content.decode()
    # Who does not enter rights sends none, and may have what is missing.
    assert own.client(Role.WOO).post(address, _sent(b"id;status\n")).status_code == 403
    assert own.client(Role.WOO).get(f"{LIST}ontbreekt/?{MEDIA}").status_code == 200

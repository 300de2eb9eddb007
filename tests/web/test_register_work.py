"""A long register file is taken in by a process of its own, told of while it goes on."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from own_archive import SANNE, OwnArchive, posted
from shown import Shown

from weerklank.web.views import register_file
from weerklank.web.work import WORKS, Work

ROWS = 130
HEAD = "adres;soort;onderdeel;beheerders\n"
CANARY = "KanarieVanDerMeer"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Shown]:
    made = OwnArchive(tmp_path).make([posted("2026-05-01T10:00:00", "een")])
    yield Shown(made.folder, made.keys, made.serve(), "")
    WORKS.stop_all()


def rows(name: str, count: int = ROWS) -> str:
    return "".join(
        f"https://x.com/{name}{number};corporate;;{CANARY}\n" for number in range(count)
    )


def send(client: Client, content: str) -> tuple[str, dict[str, str]]:
    """Send a file; gives the address of its preview and the mark of what that showed."""
    file = SimpleUploadedFile("overzicht.csv", content.encode())
    address = client.post("/accounts/inlezen/", {"file": file})["Location"]
    mark = re.search(r'name="seen" value="([^"]+)"', client.get(address).content.decode())
    assert mark
    return address, {"seen": mark[1]}


def work_of(address: str) -> Work:
    found = WORKS.find(address.strip("/").rpartition("/")[2])
    assert found is not None, address
    return found


def ended(address: str) -> Work:
    work = work_of(address)
    for _ in range(600):
        if work.ended:
            return work
        time.sleep(0.1)
    raise AssertionError(work.steps)


def test_a_long_file_goes_in_behind_the_page(site: Shown) -> None:
    client = site.client(SANNE)
    bad = "https://x.com/Mis;zomaar;;\n"
    address, seen = send(client, HEAD + rows("Lang") + bad)
    answer = client.post(address, seen)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/werk/")
    assert client.post(address, seen).status_code == 404  # a second click takes nothing in
    work = ended(answer["Location"])
    assert [(step.done, step.total) for step in work.steps] == [
        (ROWS + 1, ROWS + 1),
        (None, None),
    ]
    page = client.get(answer["Location"]).content.decode()
    counts = re.findall(r"<b>(\d+)</b> <span>(\w+)</span>", page)
    assert counts == [("1", "fout"), (str(ROWS), "nieuw"), ("0", "gewijzigd"), ("0", "gelijk")]
    assert "niet elke rij klopte" in page
    wrong = page.partition("Wat buiten bleef")[2]
    assert "Kolom <b>soort</b>" in wrong
    assert "zomaar" in wrong
    assert "REGISTER-050" in wrong
    assert 'href="/accounts/"' in page.partition("<main")[2]
    assert len(site.workplace.register().accounts) == ROWS + 1
    made = OwnArchive(site.archive.parent)
    assert made.run("verify")["ok"]


def test_a_short_file_goes_in_at_once(site: Shown) -> None:
    client = site.client(SANNE)
    address, seen = send(client, HEAD + rows("Kort", 100))
    assert "Elke rij ging erin." in client.post(address, seen).content.decode()


def test_what_changed_since_the_preview_of_a_long_file_is_shown_first(site: Shown) -> None:
    client = site.client(SANNE)
    address, seen = send(client, HEAD + rows("Dubbel"))
    other, other_seen = send(client_of_other(site), HEAD + "https://x.com/Dubbel5;hybrid;;\n")
    assert client_of_other(site).post(other, other_seen).status_code == 200
    answer = client.post(address, seen)
    assert answer["Location"].endswith("?intussen=ja")
    assert len(site.workplace.register().accounts) == 2


def test_what_changes_before_its_process_begins_stays_as_it_is(
    site: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register_file, "require_seen", lambda *_: None)
    client = site.client(SANNE)
    address, seen = send(client, HEAD + rows("Laat"))
    other, other_seen = send(client_of_other(site), HEAD + "https://x.com/Laat5;hybrid;;\n")
    assert client_of_other(site).post(other, other_seen).status_code == 200
    answer = client.post(address, seen)
    assert ended(answer["Location"]).result["code"] == "REGISTER-070"
    assert "REGISTER-070" in client.get(answer["Location"]).content.decode()
    assert len(site.workplace.register().accounts) == 2


def test_who_stops_it_keeps_the_rows_that_were_recorded(site: Shown) -> None:
    client = site.client(SANNE)
    address, seen = send(client, HEAD + rows("Stop", 3000))
    answer = client.post(address, seen)
    work = work_of(answer["Location"])
    while not (work.steps and work.steps[0].done):
        time.sleep(0.005)
    assert client.post(answer["Location"] + "stoppen/").status_code == 302
    assert ended(answer["Location"]).result["stopped"]
    held = len(site.workplace.register().accounts)
    assert 1 < held < 3000
    again, mark = send(client, HEAD + rows("Stop", held + 1))
    page = client.get(again).content.decode()
    assert re.search(rf"<b>{held - 1}</b>\s*<a[^>]*>gelijk", page)
    assert mark
    assert OwnArchive(site.archive.parent).run("verify")["ok"]


def client_of_other(site: Shown) -> Client:
    name = "Bram Fictema"
    if name not in site.workplace.register().persons:
        role = ("--role", "communication", "--as", SANNE)
        OwnArchive(site.archive.parent).run("person", "add", name, *role)
    return site.client(name)

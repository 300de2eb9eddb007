"""*Lekscan* on the screens: asked for, done by the schedule, told by file and place alone."""

import re
from pathlib import Path

import pytest
from own_archive import SANNE, OwnArchive, posted
from shown import Shown

from weerklank import bootstrap
from weerklank.minimise.blind_index import BlindIndex
from weerklank.model.event import Book
from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson
from weerklank.services.harvest.server_signing import TransportFor
from weerklank.services.runs.live_progress import scan_told_live
from weerklank.services.scan.scan_archive import SCANNING
from weerklank.services.schedule.run_schedule import Schedule
from weerklank.services.workplace import Silent, Workplace
from weerklank.store.lock import locked
from weerklank.store.state_folder import scan_lock
from weerklank.web.task_count import COUNTS

PIM = "Pim Fictema"
SOMEBODY = RawPerson(platform=Platform.X, user_id="730118222951", handle="kwispel_77")


def no_way_out(_workplace: Workplace) -> TransportFor:
    raise AssertionError


@pytest.fixture
def own(tmp_path: Path) -> OwnArchive:
    made = OwnArchive(tmp_path).make([posted("2026-03-02T09:00:00", "De brug is dicht.")])
    made.run("person", "add", PIM, "--role", "privacy", "--as", SANNE)
    workplace = made.serve()
    origin = workplace.organisation.origin
    blind = BlindIndex(made.folder / "blind", workplace.keys, origin)
    blind.pseudonym(SOMEBODY)
    blind.save()
    blind.close()
    COUNTS.forget()
    return made


def opened(own: OwnArchive) -> Workplace:
    return bootstrap.workplace(str(own.folder), str(own.keys), Silent())


def scheduled(own: OwnArchive) -> list[str]:
    schedule = Schedule(lambda: opened(own), [], no_way_out)
    return [done.error.code if done.error else "" for done in schedule.once()]


def test_a_scan_is_asked_for_done_by_the_schedule_and_resolved(
    own: OwnArchive, shown: Shown
) -> None:
    client = shown.client(PIM)

    def told(path: str = "/privacy/scan/") -> str:
        return " ".join(client.get(path).content.decode().split())

    assert "Er is nog niet gescand." in told()
    stray = own.folder / "open" / "vergeten.txt"
    stray.write_text("Gebeld met @kwispel_77 over de brug.")
    (own.folder / "open" / "x.zst").write_bytes(b"\x28\xb5\x2f\xfdniets")
    assert client.post("/privacy/scan/starten/")["Location"] == "/privacy/scan/?gevraagd=ja"
    assert f"Gevraagd door {PIM}" in told()
    assert "De planning loopt nu niet" in told()
    assert 'action="/privacy/scan/starten/"' not in told()
    assert client.post("/privacy/scan/starten/").status_code == 422  # one at a time
    part = client.get("/privacy/scan/", headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<div id="scan-now" hx-get=')
    assert scheduled(own) == [""]
    again = client.get("/privacy/scan/", headers={"HX-Request": "true"})
    assert again["HX-Refresh"] == "true"
    page = told()
    assert "Er is 1 bevinding die niet is opgelost." in page
    (where,) = set(re.findall(r'href="(/privacy/scan/\d+T\d+Z/)"', page))
    one = told(where)
    assert "open/vergeten.txt" in one.replace("<wbr>", "")
    assert "LEAK-001" in one
    assert "een vorm van inpakken die hier niet open kan" in one
    assert PIM in one
    everything = (
        one + page + "".join(path.read_text() for path in (own.keys / "state" / "scans").iterdir())
    )
    assert "kwispel" not in everything.lower()
    COUNTS.forget()
    home = told("/")
    assert "De lekscan vond iemand" in home
    assert f'href="{where}"' in home
    stray.unlink()
    (own.folder / "open" / "x.zst").unlink()
    own.run("--as", PIM, "privacy", "scan")  # by hand it is the same scan
    page = told()
    assert "De laatste scan van het hele archief vond niemand" in page
    assert own.run("verify")["ok"]
    assert len(set(re.findall(r'href="(/privacy/scan/\d+T\d+Z/)"', page))) == 2
    COUNTS.forget()
    assert "De lekscan vond iemand" not in told("/")
    for path in (own.keys / "state" / "scans").iterdir():
        path.write_bytes(b"[]")
    assert "De plaatsen van deze scan zijn niet meer bewaard" in told(where)
    assert client.get("/privacy/scan/20200101T000000000Z/").status_code == 404
    assert shown.client(SANNE).get(where).status_code == 403


def test_what_goes_on_was_broken_off_or_failed_is_told(own: OwnArchive, shown: Shown) -> None:
    client, place = shown.client(PIM), opened(own)

    def told() -> str:
        return " ".join(client.get("/privacy/scan/").content.decode().split())

    client.post("/privacy/scan/starten/")
    with locked(scan_lock(place.keys), "scan"), scan_told_live(place) as followed:
        followed.reporter.step(SCANNING)
        followed.reporter.progress(17)
        followed.reporter.step(SCANNING)
        assert "Elk bestand wordt doorzocht" in told()
        assert "17 bestanden" in told()
        assert scheduled(own) == []  # waits for the one that goes on
    place.record(Book.JOURNAL, "scan.begun", "archive", {"accounts": []})
    assert "De laatste scan is afgebroken." in told()
    # Who asked may have lost the role by the time that its turn comes.
    own.run("person", "add", "Paul Fictema", "--role", "privacy", "--as", SANNE)
    own.run("person", "end", PIM, "--as", SANNE)
    assert scheduled(own) == ["ROLE-002"]
    page = " ".join(shown.client("Paul Fictema").get("/privacy/scan/").content.decode().split())
    assert "De gevraagde scan kon niet worden gedaan." in page
    assert "ROLE-002" in page
    assert scheduled(own) == []  # nobody tries by himself

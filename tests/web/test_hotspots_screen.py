"""*Hotspots* and *Bewaarplicht*: proposed, seen with their effect, adopted, withdrawn, lifted."""

from datetime import date
from pathlib import Path

import pytest
from shown import Shown, copied

from weerklank.model.person import Role
from weerklank.services.find.read_hotspots import read_holds, read_hotspots
from weerklank.web.configure import configure
from weerklank.web.plots.columns import Column, Step
from weerklank.web.plots.echo import WIDE, echo
from weerklank.web.site import Site
from weerklank.web.task_count import COUNTS

LIST, HOLDS = "/bewaartermijnen/hotspots/", "/bewaartermijnen/bewaarplicht/"
ARCHIVIST, ADVISER = Role.ARCHIVIST, Role.COMMUNICATION
NEW = {
    "name": "Wateroverlast",
    "since": "2026-01-16",
    "until": "2026-02-08",
    "accounts": ["a0001"],
    "terms": "hoogwater\nhoge water",
    "hashtags": "#hoogwater",
    "criteria": ["unrest"],
    "reason": "Twee dagen lang elk uur een bericht.",
}


@pytest.fixture(scope="module")
def shown(demo: Shown, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """Few accounts, to be chosen by name, whatever another file added to what all look at."""
    return copied(demo, tmp_path_factory.mktemp("hotspots"))


@pytest.fixture
def own(shown: Shown, tmp_path: Path) -> Shown:
    made = copied(shown, tmp_path)
    configure(Site(archive=made.archive, keys=made.keys, address="http://testserver"))
    COUNTS.forget()
    return made


def test_a_peak_has_a_band_behind_its_days() -> None:
    columns = [Column(start=date(2026, 1, day), posts=1, replies=0) for day in range(1, 11)]
    drawn = echo(columns, Step.DAY, "nl", WIDE, "e", peak=(date(2026, 1, 3), date(2026, 1, 4)))
    band = drawn.partition('<rect class="peak" x="')[2]
    assert band.startswith("176.0")  # two columns of 32 in, behind a margin of 112
    assert 'width="64.0"' in band[:60]
    assert drawn.index('class="peak"') < drawn.index('class="bar-post"')
    outside = (date(2025, 1, 1), date(2025, 1, 2))
    assert 'class="peak"' not in echo(columns, Step.DAY, "nl", WIDE, "e", peak=outside)


def test_one_is_proposed_seen_with_its_effect_adopted_and_withdrawn(own: Shown) -> None:
    adviser, archivist = own.client(ADVISER), own.client(ARCHIVIST)
    wrong = {
        "name": ("", "Vul dit in."),
        "since": ("morgen", "Geef een dag als"),
        "until": ("2025-01-01", "2025-01-01 kan niet"),
        "terms": ('"', "is geen woord of hashtag"),
        "criteria": ([], "Vul dit in."),
        "accounts": (["a9999"], "Kies een van de mogelijkheden."),
    }
    for name, (value, told) in wrong.items():
        answer = adviser.post(f"{LIST}nieuw/", {**NEW, name: value})
        said = answer.content.decode()
        assert (answer.status_code, told in said) == (422, True), (name, told)
        problems = said.partition('role="alert"')[2].partition("</ul>")[0]
        assert " --" not in problems, name
    assert len(read_hotspots(own.workplace)) == 2
    done = adviser.post(f"{LIST}nieuw/", NEW)
    where = done["Location"].partition("?")[0]
    assert where == f"{LIST}h0003/"
    page = adviser.get(done["Location"]).content.decode()
    assert "Vastgelegd." in page
    assert "stukken worden B als hij wordt vastgesteld." in page
    assert 'class="peak"' in page
    assert "vaststellen/" not in page
    assert adviser.post(f"{where}vaststellen/", {}).status_code == 403
    # The archivist is asked to decide.
    home = archivist.get("/").content.decode()
    assert "Hotspot Wateroverlast is voorgesteld" in home
    assert "vaststellen/" in archivist.get(where).content.decode()
    later = {"body": "College", "on": "2099-01-01"}
    assert archivist.post(f"{where}vaststellen/", later).status_code == 422
    adopted = {"body": "College van B en W", "on": "2026-03-02"}
    assert archivist.post(f"{where}vaststellen/", adopted)["Location"].startswith(where)
    page = archivist.get(where).content.decode()
    assert "College van B en W" in page
    assert "stukken zijn B door deze hotspot." in page
    again = archivist.post(f"{where}vaststellen/", adopted)
    assert (again.status_code, "al vastgesteld" in again.content.decode()) == (422, True)
    assert "volgt daarna weer" in archivist.get(f"{where}intrekken/").content.decode()
    assert archivist.post(f"{where}intrekken/", {"reason": ""}).status_code == 422
    archivist.post(f"{where}intrekken/", {"reason": "Dubbel met een ander."})
    page = archivist.get(where).content.decode()
    assert "Hij houdt niets vast." in page
    assert "Dubbel met een ander." in page
    assert archivist.get(f"{LIST}h9999/").status_code == 404
    assert "Hotspot h0003" not in archivist.get("/").content.decode()


def test_peaks_are_looked_for_when_asked_and_lead_to_a_proposal(shown: Shown) -> None:
    page = shown.get(ADVISER, LIST)
    assert "Gemeten op" not in page
    assert "Vlietbrug gestremd" in page
    page = shown.get(ADVISER, f"{LIST}?pieken=day")
    assert "keer zoveel berichten als gewoon" in page
    assert 'class="peak"' in page
    assert ">h0001</a>" in page
    address = page.partition(f'href="{LIST}nieuw/?')[2].partition('"')[0].replace("&amp;", "&")
    form = shown.get(ADVISER, f"{LIST}nieuw/?{address}")
    assert 'value="2026-01-17"' in form
    assert 'value="a0001" checked' in form
    assert "Pieken" in shown.get(ARCHIVIST, f"{LIST}?pieken=ander")
    for role in (Role.READER, Role.PRIVACY):
        assert shown.client(role).get(LIST).status_code == 403


def test_a_hold_is_added_and_lifted(own: Shown) -> None:
    archivist = own.client(ARCHIVIST)
    assert "opheffen/" not in own.get(Role.REVIEWER, HOLDS)
    assert "Z-2026-0412" in own.get(Role.REVIEWER, HOLDS)
    item = own.post.strip("/").rpartition("/")[2]
    new = {"ground": "Klacht over een bericht.", "case": "K-1", "items": item}
    nothing = archivist.post(f"{HOLDS}nieuw/", {**new, "items": ""})
    assert nothing.status_code == 422
    assert "niet gezegd wat bewaard moet blijven" in nothing.content.decode()
    assert archivist.post(f"{HOLDS}nieuw/", {**new, "items": "geen"}).status_code == 422
    for field, value in (("ground", "x" * 301), ("query", "NOT ("), ("ground", "Van @jan")):
        told = archivist.post(f"{HOLDS}nieuw/", {**new, field: value})
        assert (told.status_code, f'id="{field}-wrong"' in told.content.decode()) == (422, True)
    assert archivist.post(f"{HOLDS}nieuw/", new)["Location"] == f"{HOLDS}?vastgelegd=ja"
    page = archivist.get(HOLDS).content.decode()
    assert "2 bewaarplichten houden vernietiging tegen" in page
    assert archivist.get(f"{HOLDS}s0099/opheffen/").status_code == 404
    assert archivist.post(f"{HOLDS}s0002/opheffen/", {"reason": ""}).status_code == 422
    archivist.post(f"{HOLDS}s0002/opheffen/", {"reason": "Afgedaan."})
    assert "K-1" not in archivist.get(HOLDS).content.decode().partition("<main")[2]
    assert "Afgedaan." in archivist.get(f"{HOLDS}?alles=ja").content.decode()
    again = archivist.post(f"{HOLDS}s0002/opheffen/", {"reason": "Nog eens."})
    assert "is al opgeheven" in again.content.decode()
    assert [one.stands for one in read_holds(own.workplace).values()] == [True, False]

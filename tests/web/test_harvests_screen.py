"""*Oogsten*: what goes on in another process, what is due and failed, and the two buttons."""

import re
from html import unescape
from pathlib import Path

import pytest
from going_on import BROKEN_OFF, at_work, made
from own_archive import SANNE, OwnArchive
from shown import Shown

from weerklank.jobs.past import FAILED, STOPPED, failure_json
from weerklank.model.event import Book
from weerklank.model.text import Text
from weerklank.services.runs.live_progress import live_of
from weerklank.services.schedule.whats_due import intervals_of, whats_due
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked
from weerklank.store.state_folder import schedule_lock
from weerklank.web.harvestable import platforms
from weerklank.web.task_count import COUNTS


@pytest.fixture
def going(tmp_path: Path) -> tuple[OwnArchive, Workplace]:
    found = made(tmp_path)
    COUNTS.forget()
    return found


def get(shown: Shown, address: str) -> str:
    answer = shown.client(SANNE).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_is_due_and_why_and_what_failed_and_what_to_do(shown, going):
    page = get(shown, "/oogsten/")
    failed = page.partition("Mislukt</h2>")[2].partition("</section>")[0]
    assert "De lijst van berichten van a0002 brak af." in failed
    assert "Het wordt vanzelf opnieuw geprobeerd" in failed
    assert "commando" not in failed
    due = page.partition("Aan de beurt</h2>")[2].partition("</section>")[0]
    assert "nog nooit via de API geoogst" in due
    assert "/accounts/a0003/" in due
    assert "/accounts/a0002/" not in due, "it waits"
    others = page.partition("Wanneer de andere")[2]
    assert "scenario C: alleen losse berichten, nooit als geheel" in others
    assert "het adres is een voorbeeld" in others
    assert '<span>Oogsten</span><span class="nl-number-badge"><span aria-hidden="true">1<' in page
    assert ", 1 mislukt" in page


def test_it_says_whether_a_schedule_is_at_work(shown, going):
    _, workplace = going
    assert "De planning loopt nu niet." in get(shown, "/oogsten/")
    schedule_lock(workplace.keys).parent.mkdir(exist_ok=True)
    with locked(schedule_lock(workplace.keys), "schedule"):
        page = get(shown, "/oogsten/")
    assert "De planning loopt nu niet." not in page
    assert 'hx-get="/oogsten/nu/"' in page, "what is due will begin by itself"


def test_a_harvest_of_another_process_is_followed_without_a_script_too(shown, going):
    _, workplace = going
    with at_work(workplace, "a0003") as run:
        page = get(shown, "/oogsten/")
        assert '<meta http-equiv="refresh" content="5">' in page
        running = page.partition("Nu bezig</h2>")[2].partition("</section>")[0]
        assert "1.204 van 1.672" in running
        assert "Stoppen" in running
        assert "1.204 van 1.672" in get(shown, "/oogsten/nu/")
        one = get(shown, f"/oogsten/{run}/")
        assert "De berichten worden opgenomen." in one
        assert "Deze run loopt nog." in one
        script = {"HTTP_HX_REQUEST": "true"}
        part = shown.client(SANNE).get(f"/oogsten/{run}/", **script)
        assert "De media worden opgehaald." in part.content.decode()
        assert "<html" not in part.content.decode()
    ended = shown.client(SANNE).get(f"/oogsten/{run}/", **script)
    assert ended["HX-Refresh"] == "true"
    page = get(shown, "/oogsten/")
    assert "Nu bezig" not in page
    assert list((workplace.keys.folder / "state" / "progress").iterdir()) == []


def test_who_hears_the_screen_is_told_each_step_once(shown, going):
    """Beside what is put in place anew every few seconds, and without a script in the page."""
    _, workplace = going
    client = shown.client(SANNE)
    with at_work(workplace, "a0003") as run:
        for address in ("/oogsten/", f"/oogsten/{run}/"):
            page = get(shown, address)
            status = page.partition('<div role="status">')[2].partition("</div>")[0]
            assert "De media worden opgehaald." in status
            assert "1.204" not in status, "counts go up all the time"
            assert status not in page.partition('id="harvests-now"')[2]
            assert 'hx-trigger="every 15s"' in status  # at most four a minute
            (asked,) = re.findall(r'hx-get="([^"]+)"', status)
            assert client.get(unescape(asked)).status_code == 204, "it was said"
    after = client.get(unescape(asked))
    assert (after.status_code, after["Cache-Control"]) == (200, "no-store")
    assert "Er is nu geen oogst bezig." in after.content.decode()
    assert "hx-get" not in after.content.decode()


def test_each_role_is_told_what_it_does_when_the_schedule_is_not_at_work(shown, going):
    own, workplace = going
    hint = Text("Geef 'weerklank verify' en zet terug.", "Give 'weerklank verify', put back.")
    wrong = failure_json("STORE-003", Text("Stuk.", "Broken."), hint, None)
    workplace.record(Book.JOURNAL, FAILED, "a0003", wrong)
    own.run("person", "add", "Bo Fictema", "--role", "operator", "--as", SANNE)
    own.serve()
    operator = shown.client("Bo Fictema").get("/oogsten/").content.decode()
    assert "Vraag de technisch beheerder" not in operator
    assert "weerklank schedule" in operator
    assert "weerklank verify" in operator
    assert "Laat de technisch beheerder" in get(shown, "/oogsten/")
    assert "Vraag de technisch beheerder haar te starten." in get(shown, "/oogsten/")


def test_the_button_asks_and_the_pages_say_that_it_waits(shown, going):
    own, workplace = going
    account = get(shown, "/accounts/a0002/")
    assert "Nu oogsten" in account
    assert "De lijst van berichten van a0002 brak af." in account
    assert "Het wordt vanzelf opnieuw geprobeerd" in account
    answer = shown.client(SANNE).post("/accounts/a0002/oogsten/nu/")
    assert answer["Location"] == "/accounts/a0002/"
    account = get(shown, "/accounts/a0002/")
    assert "Er is om een oogst gevraagd." in account
    assert "Nu oogsten" not in account
    due = get(shown, "/oogsten/").partition("Aan de beurt</h2>")[2].partition("</section>")[0]
    assert f"gevraagd door {SANNE}" in due
    (stands,) = [one for one in whats_due(workplace, platforms()) if one.account == "a0002"]
    assert (stands.why, stands.past.asked_by) == ("asked", SANNE)
    again = shown.client(SANNE).post("/accounts/a0003/oogsten/nu/", {"lijst": "ja"})
    assert again["Location"] == "/oogsten/"
    assert own.run("verify")["findings"] == []


@pytest.mark.parametrize("number", ["a0001", "a0004"])
def test_what_may_not_be_harvested_has_no_button_and_can_not_be_asked(shown, going, number):
    _, workplace = going
    assert "Nu oogsten" not in get(shown, f"/accounts/{number}/")
    shown.client(SANNE).post(f"/accounts/{number}/oogsten/nu/")
    assert all(one.past.asked is None for one in whats_due(workplace, platforms()))


def test_the_button_to_stop_tells_the_process_that_is_at_work(shown, going):
    _, workplace = going
    with at_work(workplace, "a0003"):
        answer = shown.client(SANNE).post("/accounts/a0003/oogsten/stoppen/", {"lijst": "ja"})
        assert answer["Location"] == "/oogsten/"
        live = live_of(workplace, "a0003")
        assert live is not None
        folder = workplace.keys.folder / "state" / "progress"
        assert (folder / f"a0003-{live.process}.stop").exists()
    # One that ended meanwhile is no fault.
    assert shown.client(SANNE).post("/accounts/a0003/oogsten/stoppen/").status_code == 302


def test_runs_that_failed_or_were_stopped_are_called_so(shown, going):
    _, workplace = going
    for number, kind, data in (("a0002", FAILED, BROKEN_OFF), ("a0003", STOPPED, {})):
        with at_work(workplace, number) as run:
            pass
        workplace.record(Book.JOURNAL, kind, number, {**data, "run": run})
    page = get(shown, "/oogsten/")
    assert "1 run is mislukt." in page
    assert "afgebroken" not in page
    assert '<span class="red">gestopt</span>' in page
    assert "Deze run is gestopt." in get(shown, f"/oogsten/{run}/")
    assert "Een run is afgebroken: Gemeente Dorp" in get(shown, "/"), "the one that failed"


def test_nothing_of_the_demonstration_is_ever_due(shown):
    """So nothing that runs by itself asks the network for a municipality that is not there."""
    stands = whats_due(shown.workplace, platforms())
    assert stands
    assert not any(one.is_due or one.may_be_asked for one in stands)


def test_how_often_is_decided_for_all_and_for_one(shown, going):
    _, workplace = going
    client = shown.client(SANNE)
    assert "Elke 24 uur." in get(shown, "/oogsten/")
    client.post("/oogsten/tussentijd/", {"hours": "6"})
    client.post("/oogsten/tussentijd/", {"hours": "1", "account": "a0002"})
    client.post("/oogsten/tussentijd/", {"hours": "7"})  # none that can be chosen
    assert "Elke 6 uur." in get(shown, "/oogsten/")
    assert "Elk uur." in get(shown, "/accounts/a0002/oogsten/")
    assert "Elke 6 uur." in get(shown, "/accounts/a0003/oogsten/")
    assert "Hoe vaak oogsten we?" not in get(shown, "/accounts/a0004/oogsten/")
    client.post("/oogsten/tussentijd/", {"hours": "", "account": "a0002"})
    assert intervals_of(workplace).own == {}


def test_english_says_the_same(shown, going):
    client = shown.client(SANNE)
    client.post("/taal/", {"language": "en", "back": "/"})
    page = client.get("/oogsten/").content.decode()
    for words in (
        "Due</h2>",
        "Failed</h2>",
        "never harvested by the API",
        "It is tried again by itself",
    ):
        assert words in page
    assert "Aan de beurt" not in page

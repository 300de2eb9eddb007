"""The pages of an account on the screens: asked for, waiting, and not to be had."""

from pathlib import Path

import pytest
from going_on import made
from own_archive import SANNE, OwnArchive
from shown import Shown

from weerklank import bootstrap
from weerklank.services.schedule.ask_pages import asked_pages
from weerklank.services.schedule.run_schedule import Schedule
from weerklank.services.workplace import Workplace
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


def test_pages_are_asked_for_once_where_they_can_be_had(shown, going):
    _, workplace = going
    page = get(shown, "/oogsten/")
    choice = page.partition('id="pages-account"')[2].partition("</select>")[0]
    assert 'value="a0003"' in choice
    assert "a0001" not in choice, "its address is an example"
    assert "a0004" not in choice, "it is never archived as a whole"
    for _ in range(2):
        shown.client(SANNE).post("/oogsten/paginas/", {"account": "a0003"})
    assert [*asked_pages(workplace)] == ["a0003"]
    page = get(shown, "/oogsten/")
    assert 'value="a0003"' not in page.partition('id="pages-account"')[2].partition("</select>")[0]
    waiting = page.partition("Pagina's vastleggen</h2>")[2].partition("</section>")[0]
    assert "gevraagd door" in waiting
    assert "De pagina's zijn gevraagd." in get(shown, "/accounts/a0003/")


def test_what_may_not_be_recorded_is_not_asked_for(shown, going):
    _, workplace = going
    for account in ("a0001", "a0004"):
        shown.client(SANNE).post(f"/accounts/{account}/oogsten/paginas/")
        assert "Pagina's vastleggen</span>" not in get(shown, f"/accounts/{account}/")
    assert asked_pages(workplace) == {}


def test_without_a_browser_the_schedule_says_so_and_does_not_try_again(shown, going, monkeypatch):
    own, workplace = going
    monkeypatch.setenv("WEERKLANK_CHROMIUM", "/nergens/chromium")
    shown.client(SANNE).post("/accounts/a0003/oogsten/paginas/")
    schedule = Schedule(own.serve, [], bootstrap.transport_for, browser=bootstrap.browser)
    (done,) = schedule.once(mails=False)
    assert done.error is not None
    assert done.error.code == "BROWSER-001"
    assert [*schedule.once(mails=False)] == []
    assert asked_pages(workplace)["a0003"].asked is None
    page = get(shown, "/accounts/a0003/")
    assert "De pagina's konden niet worden vastgelegd." in page
    assert "Laat de technisch beheerder Chromium installeren" in page
    assert "apt install" not in page
    assert "BROWSER-001" in get(shown, "/oogsten/")
    assert "Pagina's vastleggen</span>" in page, "somebody may ask again"

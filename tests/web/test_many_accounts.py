"""A register of many accounts: pages stay short, and all of it can still be reached."""

import re

import pytest
from own_archive import SANNE, OwnArchive, posted
from shown import Shown

from weerklank.services.waits.task import Ask, Task
from weerklank.store.keys import KeyFolder
from weerklank.web.task_looks.all_looks import LOOKS
from weerklank.web.tasks_by_kind import KINDS, More, first_of_each

MANY = 1234


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> OwnArchive:
    made = OwnArchive(tmp_path_factory.mktemp("veel")).make([posted("2026-05-01T10:00:00", "a")])
    file = made.root / "veel.csv"
    rows = (f"https://x.com/Veel{number};corporate\n" for number in range(MANY))
    file.write_text("adres;soort\n" + "".join(rows))
    made.run("account", "import", str(file), "--as", SANNE)
    return made


@pytest.fixture
def site(archive: OwnArchive) -> Shown:
    return Shown(archive.folder, archive.keys, archive.serve(), "")


def main(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


def test_home_shows_the_first_and_how_many_more(site: Shown) -> None:
    page = main(site.get(SANNE, "/"))
    assert len(page) < 40_000
    tasks = page.partition('<ol class="tasks">')[2].partition("</ol>")[0]
    assert tasks.count("<h2>Nog niets geoogst: ") == 5
    assert '<a class="nl-link" href="/?wat=never-harvested">Nog niets geoogst: nog 1.229</a>' in (
        tasks
    )
    assert "1.236 dingen" in page  # the check too, and that no selection list is in force
    assert "Alle accounts</a>" in page
    assert "(1.235)" in page
    accounts = page.partition('<tbody class="utrecht-table__body">')[2]
    assert accounts.count("<tr") == 12


def test_each_task_that_home_leaves_out_is_on_a_list(site: Shown) -> None:
    seen: set[str] = set()
    for number in range(1, 26):
        page = main(site.get(SANNE, f"/?wat=never-harvested&blad={number}"))
        seen |= set(re.findall(r'href="(/accounts/a\d+/)"', page))
        assert len(page) < 60_000
    assert len(seen) == MANY
    assert "1.234 dingen" in page
    assert "blad 25 van 25" in page


def test_a_kind_of_which_nothing_waits_says_so(site: Shown) -> None:
    page = main(site.get(SANNE, "/?wat=gaps"))
    assert "Hiervan wacht er niets meer op u." in page
    assert "dingen, het dringendste eerst" in main(site.get(SANNE, "/?wat=onzin"))


def test_few_of_a_kind_are_all_shown() -> None:
    seven = [Task(ask=Ask.GAPS, subject=str(number)) for number in range(7)]
    assert list(first_of_each(seven)) == seven
    eight = [*seven, Task(ask=Ask.GAPS, subject="7"), Task(ask=Ask.CHECK_OLD)]
    *first, more, last = first_of_each(eight)
    assert first == seven[:5]
    assert isinstance(more, More)
    assert (more.ask, more.more) == (Ask.GAPS, 3)
    assert last == Task(ask=Ask.CHECK_OLD)


def test_each_kind_of_which_there_can_be_several_has_a_name() -> None:
    several = {ask for ask, look in LOOKS.items() if "{account}" in look.title.nl}
    several |= {ask for ask, look in LOOKS.items() if "{subject}" in look.title.nl}
    assert several == set(KINDS)


def test_accounts_that_something_is_wrong_with_come_first(site: Shown) -> None:
    page = main(site.get(SANNE, "/"))
    rows = re.findall(r'<th scope="row".*?href="/accounts/(a\d+)/"', page, re.DOTALL)
    assert "a0001" not in rows  # its harvest was whole
    assert rows[0] == "a0002"


def test_other_pages_stay_short(site: Shown) -> None:
    for address in ("/accounts/", "/accounts/nalopen/?alles=ja", "/logboek/", "/oogsten/"):
        assert len(site.get(SANNE, address)) < 120_000, address


def test_the_key_is_read_once_for_all_events_that_are_new(
    archive: OwnArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = []
    read = KeyFolder.read

    def counted(keys: KeyFolder, name: str) -> bytes:
        reads.append(name)
        return read(keys, name)

    monkeypatch.setattr(KeyFolder, "read", counted)
    site = Shown(archive.folder, archive.keys, archive.serve(), "")
    for address in ("/accounts/a0002/geschiedenis/", "/logboek/"):
        site.get(SANNE, address)
    assert 0 < len(reads) < 100  # of 1.200 events

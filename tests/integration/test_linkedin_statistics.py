"""Statistics of a LinkedIn page, beside posts that are held and posts that are not.

No file of LinkedIn was at hand: the headings are those that several programs read.
"""

import io
import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from place import Archive, gap
from test_linkedin_harvest import ALL, URL, harvest, posted, serving

from weerklank.connectors.linkedin import connector
from weerklank.harvest import workbook
from weerklank.model.clock import FixedClock
from weerklank.model.errors import BrokenInput
from weerklank.testing.canaries import Canaries, CanaryClass
from weerklank.testing.leak_scan import LeakScan
from weerklank.testing.linkedin_statistics import (
    HEADINGS,
    StatisticsContent,
    StatisticsRow,
    write_statistics,
)
from weerklank.testing.old_workbook import old_workbook

Json = dict[str, Any]
PAGE = ("--account", "voorbeelddam")
#: A day on which everything is told, after all posts.
LATER = date(2026, 11, 25)
DUTCH = (
    *("Titel", "Koppeling", "Soort", "Naam van campagne", "Geplaatst door", "Gemaakt op"),
    *("Begin", "Einde", "Doelgroep", "Vertoningen", "Weergaven", "Weergaven elders", "Klikken"),
    *("Doorklikratio", "Leuk", "Reacties", "Gedeeld", "Gevolgd", "Betrokkenheid", "Vorm"),
)


def row(day: int, title: str, **more: Any) -> StatisticsRow:
    urn = more.pop("urn", f"urn:li:share:70000000{day}")
    return StatisticsRow(urn=urn, created=date(2026, 3, 1 + day), title=title, **more)


def statistics(
    place: Archive, *rows: StatisticsRow, old: bool = False, until: date = LATER, **more: Any
) -> Path:
    content = StatisticsContent(rows=rows, days=[until], **more)
    return write_statistics(
        place.root / f"statistiek.{'xls' if old else 'xlsx'}", content, old=old
    )


def versions(place: Archive) -> list[Json]:
    return sorted(place.rows(), key=lambda one: (one["created_at"][:10], one.get("version", 1)))


def opened(content: bytes, path: Path):
    path.write_bytes(content)
    return connector().open_export(path)


@pytest.fixture
def page(tmp_path) -> Archive:
    place = Archive(tmp_path).begin()
    place.good("account", "add", URL, "--kind", "corporate")
    return place


@pytest.mark.parametrize("old", [False, True], ids=["xlsx", "xls"])
def test_posts_that_are_not_held_come_in_by_their_title_and_are_told(page, old):
    rows = [row(1, "De brug is open", likes=4, comments=2, reposts=1), row(2, "Raad", likes=0)]
    run = page.take(statistics(page, *rows, old=old), *PAGE, code=1)
    assert gap(run, "title_alone")["count"] == 2
    assert [one["kind"] for one in run["gaps"]] == ["title_alone"]
    first, second = versions(page)
    assert (first["title"], first.get("text")) == ("De brug is open", None)
    assert first["counts"] == {"likes": 4, "replies": 2, "reposts": 1}
    assert second["counts"] == {"likes": 0, "replies": 0, "reposts": 0}
    assert first["created_at"] == "2026-03-02T12:00:00Z"
    assert first["url"] == "https://www.linkedin.com/feed/update/urn:li:share:700000001/"
    sources = page.lines("source")
    assert {(one["Impressions"], one["Clicks"]) for one in sources} == {("100", "7")}
    assert b"Medewerker" not in page.bytes_of_all()
    assert page.run("verify", "--deep")[0] == 0
    again = page.take(statistics(page, *rows, old=old), *PAGE, code=1)
    assert (again["already_held"], gap(again, "title_alone")["count"]) == (2, 2)
    assert len(page.rows()) == 2


def test_later_numbers_of_a_title_are_another_version_and_no_edit(page):
    page.take(statistics(page, row(1, "De brug"), until=date(2026, 4, 1)), *PAGE, code=1)
    page.take(statistics(page, row(1, "De brug", likes=9), until=date(2026, 5, 1)), *PAGE, code=1)
    older = statistics(page, row(1, "De brug", likes=3), until=date(2026, 4, 15))
    page.take(older, *PAGE, code=1)
    first, second = versions(page)
    assert (first["counts"]["likes"], second["counts"]["likes"]) == (0, 9)
    assert second["wording"] == 1
    assert page.good("search", "--state", "edited")["total"] == 0


@pytest.mark.parametrize("written", ["%m/%d/%Y", "%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d"])
def test_days_are_read_in_the_order_of_the_language(page, written):
    made = [datetime(2026, 3, day, 9, tzinfo=UTC) for day in (2, 4, 5)]
    rows = [
        StatisticsRow(
            urn=f"urn:li:share:{int(when.timestamp() * 1000) << 22}",
            created=when.date(),
            title=f"Bericht {when.day}",
        )
        for when in made
    ]
    headings = HEADINGS if written == "%m/%d/%Y" else DUTCH
    page.take(statistics(page, *rows, written=written, headings=headings), *PAGE, code=1)
    assert [one["created_at"][:10] for one in versions(page)] == [
        f"{when:%Y-%m-%d}" for when in made
    ]
    assert set().union(*page.lines("source")) < set(HEADINGS)


@pytest.fixture
def clock(monkeypatch) -> FixedClock:
    """Stand still in April, until a test goes on."""
    standing = FixedClock(datetime(2026, 4, 1, 12, tzinfo=UTC))
    for room in ("bootstrap", "cli.archive"):
        monkeypatch.setattr(f"weerklank.{room}.SystemClock", lambda: standing)
    return standing


@pytest.mark.enable_socket
@pytest.mark.loopback
@pytest.mark.usefixtures("no_pauses")
def test_later_numbers_come_beside_the_words_that_the_api_gave(clock, tmp_path):
    place = Archive(tmp_path).begin()
    whole = "De brug is open, en wel hierom"
    with serving(place, posted(1, whole, likes=5)) as server:
        harvest(place)
        before = statistics(place, row(1, "De brug is", likes=4), until=date(2026, 3, 31))
        run = place.take(before, *PAGE)  # the API told it later
        assert (run["already_held"], len(place.rows())) == (1, 1)
        clock.moment = datetime(2026, 5, 2, 12, tzinfo=UTC)
        after = statistics(place, row(1, "De brug is", likes=40), until=date(2026, 5, 1))
        run = place.take(after, *PAGE)
        assert (run["new_versions"], run["gaps"]) == (1, [])
        place.take(after, *PAGE)
        clock.moment = datetime(2026, 6, 1, 12, tzinfo=UTC)
        server.posts = [posted(1, whole, likes=41)]
        harvest(place, 0, *ALL)
        server.posts = [posted(1, f"{whole}!", likes=41)]
        harvest(place, 0, *ALL)
    made = sorted(place.rows(), key=lambda one: one.get("version", 1))
    assert [one["counts"]["likes"] for one in made] == [5, 40, 41, 41]
    assert [one["text"].strip() for one in made] == [whole, whole, whole, f"{whole}!"]
    assert [one.get("wording") for one in made] == [None, 1, 1, None]
    assert [one["technique"] for one in made] == ["api", "export", "api", "api"]
    assert {one["created_at"] for one in made} == {made[0]["created_at"]}
    assert place.good("search", "--state", "edited")["total"] == 1
    assert place.run("verify", "--deep")[0] == 0


@pytest.mark.enable_socket
@pytest.mark.loopback
@pytest.mark.usefixtures("no_pauses")
def test_numbers_are_no_last_harvest_of_a_page_that_is_closed(clock, tmp_path):
    place = Archive(tmp_path).begin()
    with serving(place, posted(1, "De brug is open", likes=5)):
        harvest(place)
    clock.moment = datetime(2026, 10, 2, 12, tzinfo=UTC)
    run = place.take(
        statistics(place, row(1, "De brug", likes=40), until=date(2026, 10, 1)), *PAGE
    )
    assert (run["complete"], run["exported"]) == (True, "2026-10-01")
    code, told = place.run("account", "close", "voorbeelddam")
    assert (code, told["error"]["code"]) == (3, "REGISTER-037")
    assert "2026-04-01" in told["error"]["message"]


@pytest.mark.enable_socket
@pytest.mark.loopback
@pytest.mark.usefixtures("no_pauses")
def test_the_first_words_that_the_api_gives_are_no_edit(place):
    with serving(place, posted(1, "De brug is open, en wel hierom", likes=5)):
        place.take(statistics(place, row(1, "De brug is open", likes=4)), *PAGE, code=1)
        run = harvest(place)
    assert run["gaps"] == []
    first, second = versions(place)
    assert (first["title"], first.get("text")) == ("De brug is open", None)
    assert second["text"].startswith("De brug is open, en wel")
    assert (second["wording"], second["counts"]["likes"]) == (1, 5)
    assert place.good("search", "--state", "edited")["total"] == 0


@pytest.mark.parametrize("is_advertisement_first", [False, True])
def test_two_rows_of_a_post_and_a_broken_one(page, is_advertisement_first):
    rows = [row(1, "De brug", likes=4), row(1, "De brug", likes=900, kind="Sponsored")]
    rows = rows[::-1] if is_advertisement_first else rows
    odd = [["Zonder koppeling", "elders", "Organic", "", "", "03/05/2026"]]
    run = page.take(statistics(page, *rows, odd=odd), *PAGE, code=1)
    assert gap(run, "record_broken")["count"] == 1
    (kept,) = page.rows()
    assert (kept["counts"]["likes"], kept.get("visibility", "public")) == (4, "public")


@pytest.mark.parametrize("digits", [400, 5_000])
def test_a_number_of_any_length_breaks_nothing(page, digits):
    """Its day can be read in two ways, so that the number is asked for one."""
    long = row(1, "De brug", urn=f"urn:li:share:{'9' * digits}")
    page.take(statistics(page, long, row(2, "De dijk")), *PAGE, code=1)
    assert {one["title"] for one in page.rows()} >= {"De dijk"}


def test_an_advertisement_counts_as_unlisted(page):
    page.take(statistics(page, row(1, "Kom werken", kind="Sponsored")), *PAGE, code=1)
    assert page.rows()[0]["visibility"] == "unlisted"


def test_nobody_whom_it_names_stands_anywhere(page):
    canaries = Canaries()
    citizen, worker = (canaries.give(name, CanaryClass.THIRD) for name in "ab")
    title = f"Zie https://www.linkedin.com/in/{citizen.local} en @{citizen.local}"
    file = statistics(page, row(1, title, by=worker.name), more={"Vreemd": worker.name})
    run = page.take(file, *PAGE, code=1)
    assert sum(run["unknown_fields"].values()) == 1
    assert "Burger-" in page.rows()[0]["title"]
    file.unlink()
    leaks = [x for x in LeakScan([citizen, worker]).folder(page.root) if x.canary is not None]
    assert not leaks, [one.where for one in leaks]
    told = json.dumps(run)
    assert not any(needle in told for one in (citizen, worker) for needle in one.needles)


def test_a_workbook_of_others_is_none_of_ours(tmp_path):
    for old in (False, True):
        sheets = {"Blad": [["Post title", "Post link"], ["x", "https://elders.example/"]]}
        content = old_workbook(sheets) if old else _book(sheets["Blad"])
        assert opened(content, tmp_path / "a") is None


def test_what_a_link_elsewhere_names_is_no_post_of_linkedin(page):
    away = [
        row(1, "Elders", link="https://elders.example/urn:li:share:71"),
        row(2, "Bijna", link="https://www.linkedin.com.elders.example/urn:li:share:72"),
        row(3, "Half", link="https://[linkedin.com/urn:li:share:73"),
    ]
    here = [
        row(4, "Los", link="urn:li:share:74"),
        row(5, "Hier", link="https://nl.linkedin.com/feed/update/urn%3Ali%3Ashare%3A75"),
    ]
    run = page.take(statistics(page, *away, *here), *PAGE, code=1)
    assert gap(run, "record_broken")["count"] == 3
    assert {one["title"] for one in page.rows()} == {"Los", "Hier"}


def test_the_register_as_a_workbook_is_called_no_statistics(page):
    file = page.root / "overzicht.xlsx"
    page.good("account", "export", str(file))
    code, told = page.run("import", str(file), *PAGE)
    assert (code, told["error"]["code"]) == (6, "IMPORT-026")
    assert "statistics" not in told["error"]["message"]
    assert "weerklank account import" in told["error"]["hint"]


@pytest.mark.parametrize("old", [False, True], ids=["xlsx", "xls"])
def test_statistics_without_posts_are_refused_with_what_to_do(tmp_path, old):
    rows = [["Bezoekers", "Waar"], ["3", "https://www.linkedin.com/company/voorbeelddam"]]
    with pytest.raises(BrokenInput) as refused:
        opened(old_workbook({"Blad": rows}) if old else _book(rows), tmp_path / "a")
    assert refused.value.code == "IMPORT-026"


def test_a_damaged_workbook_is_refused(tmp_path):
    whole = old_workbook({"Blad": [["x", "https://www.linkedin.com/feed/"]] * 400})
    with pytest.raises(BrokenInput) as refused:
        opened(whole[:5_000], tmp_path / "a")
    assert refused.value.code == "IMPORT-040"


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    path = statistics_of(tmp_path, [row(1, "x" * 900)] * 5)
    packed = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/bom.xml", bytes(70_000_000))
    with pytest.raises(BrokenInput) as refused:
        opened(packed.getvalue(), tmp_path / "b")
    assert refused.value.code == "IMPORT-040"
    monkeypatch.setattr(workbook, "MOST_ROWS", 5)
    with pytest.raises(BrokenInput):
        list(opened(path.read_bytes(), tmp_path / "c").scan())
    monkeypatch.setattr(workbook, "MOST_BYTES", 100)
    with pytest.raises(BrokenInput):
        opened(path.read_bytes(), tmp_path / "d")


def test_entities_and_formulas_give_nothing(tmp_path):
    path = statistics_of(tmp_path, [row(1, "De brug")])
    assert [*connector().open_export(path).scan()]
    with zipfile.ZipFile(path) as whole:
        members = {name: whole.read(name) for name in whole.namelist()}
    texts = members["xl/sharedStrings.xml"].decode()
    head, _, rest = texts.partition("?>")
    bomb = f'{head}?><!DOCTYPE x [<!ENTITY a "{"b" * 99}">]>{rest.replace("De brug", "&a;")}'
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w") as made:
        for name, data in members.items():
            made.writestr(name, bomb if name == "xl/sharedStrings.xml" else data)
    with pytest.raises(BrokenInput) as refused:
        connector().open_export(tmp_path / "bomb.xlsx")
    assert refused.value.code == "IMPORT-040"
    book = Workbook()
    book.active.append([*HEADINGS])
    book.active.append(row(1, "Titel", likes="=1+1").cells("%m/%d/%Y"))
    book.save(tmp_path / "formula.xlsx")
    (entry, *_) = connector().open_export(tmp_path / "formula.xlsx").scan()
    assert b"1+1" not in entry.content


def statistics_of(folder: Path, rows: list[StatisticsRow]) -> Path:
    return write_statistics(folder / "s.xlsx", StatisticsContent(rows=rows))


def _book(rows: list[list[str]]) -> bytes:
    book, content = Workbook(), io.BytesIO()
    for one in rows:
        book.active.append(one)
    book.save(content)
    return content.getvalue()

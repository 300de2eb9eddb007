"""Days at the end of the calendar, and the hour that clocks show twice."""

import re
import shutil
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hostile import ACCOUNT
from shown import ROLES, Shown

from weerklank import bootstrap
from weerklank.catalogue.query import Appeared
from weerklank.model.account import AccountKind, NamedAfter
from weerklank.model.person import Role
from weerklank.model.question import Order, Question
from weerklank.services.find.echo import Step, echo_of
from weerklank.services.find.find_items import find_items
from weerklank.services.find.show_item import show_item
from weerklank.services.intake.import_export import import_export
from weerklank.services.register.account_facts import Facts
from weerklank.services.register.register_account import register
from weerklank.services.workplace import Silent
from weerklank.testing.mastodon_export import ExportPost, snowflake, write_export
from weerklank.web.configure import configure
from weerklank.web.site import Site
from weerklank.web.words import moment

ODD = replace(ACCOUNT, name="vreemd", actor_id=ACCOUNT.actor_id.replace(ACCOUNT.name, "vreemd"))


def post(number: int, when: datetime, text: str) -> ExportPost:
    return ExportPost(
        number=snowflake(datetime(2026, 1, 1, tzinfo=UTC)) + number,
        published=when,
        html=f"<p>{text}</p>",
    )


POSTS = [
    post(1, datetime(1, 1, 1, 0, 0, 1, tzinfo=UTC), "dageneinde eerste"),
    post(2, datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), "dageneinde laatste"),
    post(3, datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "halfdrie in de zomertijd"),
    post(4, datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "halfdrie in de wintertijd"),
]


@pytest.fixture
def odd(shown: Shown, tmp_path: Path) -> Shown:
    archive, keys = tmp_path / "a", tmp_path / "k"
    shutil.copytree(shown.archive, archive)
    shutil.copytree(shown.keys, keys)
    keeper = bootstrap.workplace(str(archive), str(keys), Silent(), ROLES[Role.REGISTER_OWNER])
    kind = Facts(kind=AccountKind.CORPORATE, unit="Vreemd", named_after=NamedAfter.PROJECT)
    register(keeper, ODD.url, kind)
    path = tmp_path / "vreemd.zip"
    write_export(path, ODD, POSTS, style="zip")
    import_export(keeper, bootstrap.connectors(), path)
    configure(Site(archive=archive, keys=keys, address="http://testserver"))
    return Shown(archive, keys, keeper, shown.post)


def test_pages_show_the_first_and_the_last_day_of_the_calendar(odd: Shown) -> None:
    found = find_items(odd.workplace, Question(words="dageneinde"))
    assert found.total == 2
    for address in (
        *(f"/id/{item.id}/" for item in found.items),
        f"/accounts/{found.items[0].account}/berichten/",
        *(f"/zoeken/?q=dageneinde&beeld={view}" for view in ("", "draden", "media", "tijdlijn")),
        "/zoeken/?q=dageneinde%20laatste",
        "/zoeken/?q=dageneinde&tot=9999-12-31",
        "/zoeken/?q=dageneinde&van=0001-01-01",
    ):
        assert odd.client(Role.READER).get(address).status_code == 200, address
    page = odd.get(Role.READER, "/zoeken/?q=dageneinde&van=0001-01-01&tot=9999-12-31")
    assert "2 berichten en reacties gevonden." in page
    between = "/zoeken/?q=dageneinde&van=0002-01-01&tot=9998-12-31"
    assert "Niets gevonden." in odd.get(Role.READER, between)


def test_the_hour_that_comes_twice_is_told_apart(odd: Shown) -> None:
    told = []
    for item in find_items(odd.workplace, Question(words="halfdrie", order=Order.RELEVANCE)).items:
        page = odd.get(Role.READER, f"/id/{item.id}/")
        found = [hour for hour in ("(zomertijd)", "(wintertijd)") if f"02.30 uur {hour}" in page]
        told += found
        cited = show_item(odd.workplace, item.id).citation
        assert f"02.30 uur {found[0]}" in cited.nl
        assert "02:30 (" in cited.en
    assert told == ["(zomertijd)", "(wintertijd)"]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2026-10-25T00:30:00Z", "25 oktober 2026, 02.30 uur (zomertijd)"),
        ("2026-10-25T01:30:00Z", "25 oktober 2026, 02.30 uur (wintertijd)"),
        ("2026-10-25T02:30:00Z", "25 oktober 2026, 03.30 uur"),
        ("2026-03-29T01:00:00Z", "29 maart 2026, 03.00 uur"),
        ("2026-07-01T12:00:00Z", "1 juli 2026, 14.00 uur"),
        ("9999-12-31T23:59:59Z", "31 december 9999, 23.59 uur"),
        ("0001-01-01T00:00:00Z", "1 januari 1, 00.19 uur"),
    ],
)
def test_a_moment_is_told_in_civil_time(written: str, told: str) -> None:
    assert moment(written, "nl") == told


@pytest.mark.parametrize("finest", list(Step)[:2])
def test_an_echo_ends_with_the_calendar(finest: Step) -> None:
    last = [Appeared(date(9999, 12, day), 1, 0) for day in (1, 31)]
    assert echo_of(last if finest is Step.DAY else last[:1], finest).bars[-1].start.year == 9999
    years = echo_of([Appeared(date(9810, 1, 1), 1, 0), *last], finest)
    assert (years.step, years.bars[-1].start.year, len(years.bars)) == (Step.YEAR, 9999, 190)
    assert echo_of([Appeared(date(1, 1, 1), 1, 0), *last], finest).outside == 1


def test_the_picture_of_an_account_is_of_days_that_can_be(odd: Shown) -> None:
    (item,) = find_items(odd.workplace, Question(words="halfdrie zomertijd")).items
    began = time.process_time()
    address = f"/accounts/{item.account}/"
    for period in ("", "?periode=30", "?periode=alles"):
        page = odd.get(Role.READER, address + period)
        assert "<svg" in page.partition("Dekking en verloop")[2]
        assert "25 oktober 2026" in page
        told = re.findall(r"(1 stuk draagt[^<]+)<a class=\"nl-link\" href=\"([^\"]+)\"", page)
        assert [" ".join(words.split()) for words, _ in told] == [
            "1 stuk draagt volgens het platform een dag vóór 1997; het staat niet in de figuur.",
            "1 stuk draagt volgens het platform een dag na vandaag; het staat niet in de figuur.",
        ]
        for (_, link), words in zip(told, ("eerste", "laatste"), strict=True):
            found = odd.get(Role.READER, link.replace("&amp;", "&"))
            assert "1 berichten en reacties gevonden" in found or "1 bericht" in found
            assert f"dageneinde {words}" in found
        assert re.search(r"<b>4</b> berichten</span>", page)  # all are counted
    assert time.process_time() - began < 5  # seconds; it were forty


def test_an_account_of_impossible_days_alone_says_so(odd: Shown, tmp_path: Path) -> None:
    actor = ACCOUNT.actor_id.replace(ACCOUNT.name, "toekomst")
    account = replace(ODD, name="toekomst", actor_id=actor)
    kind = Facts(kind=AccountKind.CORPORATE, unit="Ver", named_after=NamedAfter.PROJECT)
    known = register(odd.workplace, account.url, kind).account
    far = post(5, datetime(2999, 1, 1, tzinfo=UTC), "ver weg")
    write_export(tmp_path / "t.zip", account, [far], style="zip")
    import_export(odd.workplace, bootstrap.connectors(), tmp_path / "t.zip")
    page = odd.get(Role.READER, f"/accounts/{known.id}/")
    assert "een dag na vandaag" in page
    assert "<b>1</b> bericht</span>" in page
    assert '<svg class="plot' not in page


def test_an_echo_leaves_out_what_is_centuries_away() -> None:
    now = [Appeared(date(2025, month, 1), 2, 1) for month in range(1, 13)]
    far = [Appeared(date(1, 1, 1), 3, 0), *now, Appeared(date(9999, 12, 1), 1, 1)]
    found = echo_of(far, Step.MONTH)
    assert (found.step, len(found.bars), found.outside) == (Step.MONTH, 12, 5)
    assert (found.posts, found.replies) == (24, 12)
    assert echo_of(now, Step.MONTH).outside == 0
    years = [Appeared(date(year, 1, 1), 1, 0) for year in range(1826, 2026)]
    assert (len(echo_of(years, Step.MONTH).bars), echo_of(years, Step.MONTH).outside) == (200, 0)
    assert echo_of([Appeared(date(1825, 1, 1), 1, 0), *years], Step.MONTH).outside == 1


def test_a_search_says_what_its_picture_leaves_out(odd: Shown) -> None:
    page = odd.get(Role.READER, "/zoeken/?q=dageneinde+OF+halfdrie")
    assert "2 stukken liggen te ver van de andere voor de figuur" in page
    assert "te ver van" not in odd.get(Role.READER, "/zoeken/?q=halfdrie")

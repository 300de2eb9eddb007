"""A day is one of Europe/Amsterdam, wherever it is counted, shown, filtered or recorded."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from own_archive import SANNE, OwnArchive, posted
from shown import Shown

from weerklank.model.clock import SystemClock
from weerklank.services.register.review_account import review_account

#: In UTC: each but the first is of the next day here, two of the next month, one of the next year.
POSTED = (
    "2025-12-31T22:59:59",
    "2025-12-31T23:00:00",
    "2026-03-28T23:30:00",
    "2026-08-31T22:30:00",
    "2026-10-24T22:30:00",
)
#: 29 November here, half an hour into it.
NIGHT = datetime(2026, 11, 28, 23, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> OwnArchive:
    root = tmp_path_factory.mktemp("dagen")
    with pytest.MonkeyPatch.context() as patched:
        # Before the night: nothing of it may be of a day that is still to come.
        patched.setattr(SystemClock, "now", lambda _: NIGHT - timedelta(days=9))
        return OwnArchive(root).make(
            [posted(when, f"nachtwerk {number}") for number, when in enumerate(POSTED)]
        )


@pytest.fixture
def night(held: OwnArchive, shown: Shown, monkeypatch: pytest.MonkeyPatch) -> Shown:
    """Serve this archive, at an hour that is of another day here than in UTC."""
    monkeypatch.setattr(SystemClock, "now", lambda _: NIGHT)
    return Shown(held.folder, held.keys, held.serve(), shown.post)


def found(page: str) -> int:
    told = re.search(r'<p class="lead">([\d.]+) berich', page)
    return int(told[1]) if told else 0


def test_each_facet_and_each_bar_lead_to_as_much_as_they_say(night: Shown) -> None:
    page = night.get(SANNE, "/zoeken/?q=nachtwerk")
    assert found(page) == len(POSTED)
    years = re.findall(
        r'<a href="(/zoeken/[^"]*van=[^"]*)"><span>(\d{4})</span><span class="quiet">(\d+)<', page
    )
    assert [(year, count) for _, year, count in years] == [("2026", "4"), ("2025", "1")]
    bars = re.findall(
        r'<th scope="row"[^>]*><a class="nl-link" href="([^"]+)">([^<]+)</a></th>'
        r"<td[^>]*>(\d+)</td>",
        page,
    )
    assert len(bars) >= 3
    for address, name, count in [*years, *bars]:
        assert found(night.get(SANNE, unescape(address))) == int(count), name


def test_the_timeline_and_the_account_put_a_post_on_its_day_here(night: Shown) -> None:
    page = night.get(SANNE, "/zoeken/?q=nachtwerk&beeld=tijdlijn")
    days = re.findall(r"<h3[^>]*>(\d+ \w+ \d{4})</h3>", page)
    assert days == [
        "25 oktober 2026",
        "1 september 2026",
        "29 maart 2026",
        "1 januari 2026",
        "31 december 2025",
    ]
    # Of five months the first and last are not whole.
    for period, there in (("alles", len(POSTED)), ("", 2)):
        page = night.get(SANNE, f"/accounts/a0001/?periode={period}")
        rows = re.findall(
            r'href="(/zoeken/\?account=a0001[^"]*)">[^<]+</a></th><td[^>]*>(\d+)</td>', page
        )
        assert sum(int(count) for _, count in rows) == there
        for address, count in rows:
            assert found(night.get(SANNE, unescape(address))) == int(count)


def test_the_command_line_asks_by_the_same_days(held: OwnArchive) -> None:
    def of(day: str) -> int:
        return int(held.run("search", "nachtwerk", "--from", day, "--to", day)["total"])

    assert of("2026-01-01") == 1
    assert of("2025-12-31") == 1
    assert of("2026-08-31") == 0


def test_today_is_the_day_here(night: Shown) -> None:
    assert "29 november 2026" in night.get(SANNE, "/")
    form = night.get(SANNE, "/accounts/a0001/wijzigen/")
    given = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', form))
    kept = {"seen": given["seen"], "named_after": "organisation", "replies": "unknown"}
    answer = night.client(SANNE).post(
        "/accounts/a0001/wijzigen/",
        {**kept, "kind": "hybrid", "openness": "public", "status": "active", "unit": "Web"},
    )
    assert answer.status_code == 302
    history = night.get(SANNE, "/accounts/a0001/geschiedenis/")
    assert "29 november 2026" in history
    assert "28 november 2026" not in history


def test_the_journal_is_asked_by_the_day_that_it_shows(night: Shown) -> None:
    review_account(night.workplace, "a0001")
    period = "van={day}&tot={day}"
    here = night.get(SANNE, "/logboek/?" + period.format(day="2026-11-29"))
    assert "Account nagelopen" in here.partition("<main")[2]
    before = night.get(SANNE, "/logboek/?" + period.format(day="2026-11-28"))
    assert "Account nagelopen" not in before.partition("<main")[2]

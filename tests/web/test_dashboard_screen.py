"""*Overzicht*: numbers of a period that say the same as where they lead (screens.md 8.4)."""

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from own_archive import SANNE, OwnArchive
from shown import Shown

from weerklank.model.account import AccountStatus
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.register.book import PlatformStatus
from weerklank.services.oversee.dashboard import DaysLooked, _last_to_harvest, dashboard
from weerklank.services.oversee.storage import storage
from weerklank.services.workplace import Workplace
from weerklank.web.dashboards.block import MOST, Cell, Row, first_of
from weerklank.web.period_form import CHOICES, period_of
from weerklank.web.plots.bars import MIDDLE, NARROW, WIDE, Bar, bars

PAGE = "/volledigheid/overzicht/"


def table(text: str, block: str) -> dict[str, list[tuple[str, str]]]:
    """Give what a table says: by name the cells, each with where it leads."""
    part = text.split(f'id="{block}"')[1].split("</section>", maxsplit=1)[0]
    rows = part.split("<tbody")[1].split("</tbody>")[0].split("<tr")[1:]
    found = {}
    for row in rows:
        head, *cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        found[re.sub(r"<[^>]+>", "", head).strip()] = [
            (
                re.sub(r"<[^>]+>", "", cell).strip(),
                unescape((re.findall(r'href="([^"]+)"', cell) or [""])[0]),
            )
            for cell in cells
        ]
    return found


def test_each_number_is_what_its_search_finds(shown: Shown) -> None:
    text = shown.get(Role.ARCHIVIST, PAGE)
    followed = 0
    for cells in table(text, "accounts").values():
        for said, address in cells:
            if address:
                found = shown.get(Role.ARCHIVIST, address)
                total = re.search(r"([\d.]+) (?:resultaten|resultaat|berichten|bericht)", found)
                assert total, address
                assert total[1] == said, address
                followed += 1
    assert followed >= 5
    for block in ("coverage", "formal", "drift", "due", "storage", "holders"):
        drawn = text.split(f'id="{block}"')[1].split("</section>")[0]
        for shape in ("wide", "middle", "narrow"):
            assert f'class="plot {shape}"' in drawn or "<figure>" not in drawn
        for _, address in (cell for row in table(text, block).values() for cell in row):
            assert not address or shown.client(Role.ARCHIVIST).get(address).status_code == 200


def test_what_looks_formal_leads_to_the_replies_that_it_counts(shown: Shown) -> None:
    today = shown.workplace.today()
    rows = table(shown.get(Role.ARCHIVIST, f"{PAGE}?van=1997-01-01&tot={today}"), "formal")
    assert len(rows) > 1
    for kind, ((waiting, address), _) in rows.items():
        page = shown.get(Role.ARCHIVIST, address)
        found = re.search(r"([\d.]+) reacties? wacht", page)
        assert found, (kind, address)
        assert found[1] == waiting, (kind, address)
    # Of another period there are none, and one way leads back to all.
    empty = shown.get(Role.ARCHIVIST, "/formeel/?soort=objection&van=2020-01-01&tot=2020-12-31")
    assert "Er wacht geen reactie die formeel lijkt" in empty
    assert "Van 1 januari 2020 tot en met 31 december 2020." in empty


def test_the_period_is_what_is_counted(shown: Shown) -> None:
    today = shown.workplace.today()
    whole = dashboard(shown.workplace, date(1997, 1, 1), today)
    halves = [
        dashboard(shown.workplace, date(1997, 1, 1), date(2026, 1, 31)),
        dashboard(shown.workplace, date(2026, 2, 1), today),
    ]
    assert whole.echo.posts == sum(one.echo.posts for one in halves) > 100
    assert whole.echo.replies == sum(one.replies for one in whole.accounts)
    for one in whole.accounts:
        assert (
            one.days.seen + one.days.waits + one.days.by_hand
            == (today - date(1997, 1, 1)).days + 1
        )
    text = shown.get(Role.ARCHIVIST, f"{PAGE}?van=2026-01-01&tot=2026-01-31")
    january = dashboard(shown.workplace, date(2026, 1, 1), date(2026, 1, 31))
    assert f"{january.echo.posts} eigen berichten" in text
    wrong = shown.client(Role.ARCHIVIST).get(f"{PAGE}?van=2026-02-01&tot=2026-01-01")
    assert wrong.status_code == 422
    assert "ligt voor de eerste" in wrong.content.decode()


def test_no_day_to_come_or_after_the_end_of_an_account_waits_for_a_harvest(shown: Shown) -> None:
    today = shown.workplace.today()
    ahead = dashboard(shown.workplace, today, today + timedelta(days=30))
    assert {one.days.seen + one.days.waits + one.days.by_hand for one in ahead.accounts} == {1}
    later = dashboard(shown.workplace, today + timedelta(days=1), today + timedelta(days=30))
    assert later.days == DaysLooked()

    account = next(iter(shown.workplace.register().accounts.values()))
    closed = replace(account, status=AccountStatus.CLOSED, status_since=date(2026, 2, 3))
    until = date(2026, 6, 1)
    assert _last_to_harvest(shown.workplace, account, until) == until
    assert _last_to_harvest(shown.workplace, closed, until) == date(2026, 2, 3)
    ended = PlatformStatus(platform=account.platform, status="ended", decided=date(2026, 1, 2))
    register = SimpleNamespace(platforms={account.platform: ended})
    at_its_end = SimpleNamespace(today=lambda: today, register=lambda: register)
    assert _last_to_harvest(cast("Workplace", at_its_end), closed, until) == date(2026, 1, 2)


@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize(
    "today", [date(2026, 1, 1), date(2024, 2, 29), date(2026, 12, 31), date(2026, 5, 15)]
)
def test_a_period_ends_by_today_and_lasts_as_long_as_it_says(choice: str, today: date) -> None:
    found = period_of({"periode": choice}, today)
    assert found.first
    assert found.last
    assert found.first <= found.last <= today
    longest = (
        {"m": 31, "k": 92, "j": 366, "t": 366}[choice.removeprefix("vorige-")[0]]
        if not (choice.startswith("vorig-"))
        else 366
    )
    assert (found.last - found.first).days + 1 <= longest
    if choice.startswith("vorig"):
        assert (found.last + timedelta(days=1)).day == 1
        assert found.first.day == 1


def test_each_role_sees_the_blocks_whose_pages_it_has(shown: Shown) -> None:
    operator = shown.get(Role.OPERATOR, PAGE)
    assert 'id="storage"' in operator
    assert not re.search(r'id="(formal|due|holders)"', operator)
    assert "/zoeken/?" not in operator.split("<main")[1]
    assert 'href="/volledigheid/overzicht/"' in operator.split("<main")[0]  # from the rail
    keeper = shown.get(Role.REGISTER_OWNER, PAGE)
    assert 'id="holders"' in keeper
    assert 'id="storage"' not in keeper
    assert shown.client(Role.READER).get(PAGE).status_code == 403


def test_an_archive_without_harvests_says_what_comes_here(tmp_path: Path) -> None:
    empty = OwnArchive(tmp_path)
    empty.run("init", str(empty.folder), "--organisation", "Gemeente Leeg", "--sealed", "12")
    empty.run("person", "add", SANNE, "--role", "archivist")
    text = Shown(empty.folder, empty.keys, empty.serve(), "").client(SANNE).get(PAGE)
    text = text.content.decode()
    assert "Het archief bevat nog niets" in text
    assert "<figure" not in text


def test_bytes_are_all_counted_once(shown: Shown) -> None:
    root = shown.archive
    every = sum(one.stat().st_size for one in root.rglob("*") if one.is_file())
    found = storage(shown.workplace)
    assert abs(found.total - every) < 100_000  # journal and index may grow meanwhile
    assert any(one.sealed for one in found.accounts)


def test_bars_are_as_long_as_their_numbers_and_long_names_are_cut() -> None:
    rows = [Bar("a" * 90 + "<", (30, 10), "40", "/x/"), Bar("b", (0, 20), "20")]
    for width in (WIDE, MIDDLE, NARROW):
        drawn = bars(rows, ["bar-post", "bar-hotspot"], Text("T", "T"), "nl", width, "n")
        lengths = [
            float(one) for one in re.findall(r'<rect class="bar-[^>]*width="([\d.]+)"', drawn)
        ]
        assert lengths[0] == pytest.approx(3 * lengths[1], abs=0.2)
        assert lengths[2] == pytest.approx(2 * lengths[1], abs=0.2)
        assert "…" in drawn
        assert "a" * 60 not in drawn
        assert 'role="group"' in drawn


def test_what_has_no_room_is_told_together() -> None:
    rows = [Row(name=Cell(str(n)), parts=(n, 1), cells=(Cell("x"),), told="") for n in range(40)]
    shown = first_of(rows, 1, "nl")
    assert len(shown) == MOST
    assert shown[-1].name.said == f"{40 - MOST + 1} andere"
    assert sum(one.parts[0] for one in shown) == sum(range(40))

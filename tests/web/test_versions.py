"""Versions of a post: the picture, the table that says the same, and two of them side by side."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shown import ROLES, Shown, copied

from weerklank import bootstrap
from weerklank.model.account import AccountKind
from weerklank.model.clock import civil_time
from weerklank.model.person import Role
from weerklank.model.question import Question
from weerklank.services.find.find_items import find_items
from weerklank.services.harvest.harvest_account import harvest_account
from weerklank.services.intake.import_export import import_export
from weerklank.services.register.account_facts import Facts
from weerklank.services.register.register_account import register
from weerklank.services.workplace import Silent
from weerklank.testing.mastodon_export import ExportAccount, ExportPost, snowflake, write_export
from weerklank.testing.mastodon_server import mastodon_server
from weerklank.testing.stand_in import StandInTransport
from weerklank.web.configure import configure
from weerklank.web.plots.versions import FEW, MOST, NARROW, WIDE, VersionMark, versions
from weerklank.web.site import Site

SVG = "{http://www.w3.org/2000/svg}"
START = datetime(2026, 9, 14, 15, tzinfo=UTC)
CHANGES = st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900)), min_size=1, max_size=30)


def marks(changes: list[tuple[int, int]]) -> list[VersionMark]:
    return [
        VersionMark(
            number=index + 1,
            at=START + timedelta(hours=index),
            words=12,
            added=added if index else 0,
            removed=removed if index else 0,
        )
        for index, (added, removed) in enumerate(changes)
    ]


def heights(drawn: str, kind: str) -> list[float]:
    return [float(one) for one in re.findall(rf'class="{kind}"[^>]*height="([\d.]+)"', drawn)]


@given(CHANGES, st.sampled_from([WIDE, NARROW]))
def test_a_bar_is_as_long_as_its_number_up_and_down_by_one_measure(
    changes: list[tuple[int, int]], width: int
) -> None:
    shown = marks(changes)[-(MOST if width == WIDE else FEW) :]
    drawn = versions(marks(changes), "nl", width, "v")
    added = [one.added for one in shown if one.added]
    removed = [one.removed for one in shown if one.removed]
    tallest = max([*added, *removed], default=1)
    for numbers, kind in ((added, "bar-post"), (removed, "bar-gone")):
        found = heights(drawn, kind)
        assert len(found) == len(numbers)
        for height, number in zip(found, numbers, strict=True):
            assert height == pytest.approx(max(44 * number / tallest, 1), abs=0.06)
    assert [int(n) for n in re.findall(r">\+(\d+)<", drawn)] == added


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_it_is_sound_says_what_it_is_and_holds_no_style(language: str, width: int) -> None:
    drawn = versions(marks([(0, 0), (3, 1), (0, 0), (0, 8)]), language, width, "v")
    root = ElementTree.fromstring(
        drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    )
    assert root.get("role") == "img"
    named = [root.find(f"{SVG}{tag}") for tag in ("title", "desc")]
    told = [root.get(f"aria-{one}") for one in ("labelledby", "describedby")]
    assert told == [one.get("id") for one in named]  # the description is said once
    assert all(one.text for one in named)
    assert "style=" not in drawn
    ends = [float(one.get("x")) + float(one.get("width")) for one in root.iter(f"{SVG}rect")]
    assert max(ends) <= width


TEXTS = (
    "De brug bij de sluis is dicht. Rijd om via de Kadeweg.",
    "De brug bij de sluis is dicht. Rijd om via de Dijkweg.",
    "De brug bij de sluis is weer open.",
)
ACCOUNT = ExportAccount(
    host="social.voorbeelddam.example",
    name="bruggen",
    display_name="Bruggen Voorbeelddam",
    summary_html="<p>Open of dicht.</p>",
    actor_id="https://social.voorbeelddam.example/users/bruggen",
    created=datetime(2022, 11, 1, tzinfo=UTC),
)


@pytest.fixture(scope="module")
def made(demo: Shown, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    folder = tmp_path_factory.mktemp("made")
    archive, keys = folder / "demo", folder / "keys"
    copied(demo, folder)
    keeper = bootstrap.workplace(str(archive), str(keys), Silent(), ROLES[Role.REGISTER_OWNER])
    register(keeper, ACCOUNT.url, Facts(kind=AccountKind.CORPORATE, unit="Bruggen"))
    for index, text in enumerate(TEXTS):
        edited = {"edited": START + timedelta(hours=index)} if index else {}
        one = ExportPost(number=snowflake(START), published=START, html=f"<p>{text}</p>", **edited)
        write_export(folder / f"{index}.zip", ACCOUNT, [one], style="zip")
        import_export(keeper, bootstrap.connectors(), Path(folder / f"{index}.zip"))
    there = bootstrap.workplace(str(archive), str(keys), Silent())
    (item,) = find_items(there, Question(words='"sluis is weer open"')).items
    return Shown(archive, keys, there, item.id)


@pytest.fixture(autouse=True)
def _own_site(made: Shown, _site: None) -> None:
    configure(Site(archive=made.archive, keys=made.keys, address="http://testserver"))


def test_the_table_has_the_numbers_of_the_picture(made: Shown) -> None:
    page = made.get(Role.READER, f"/id/{made.post}/")
    assert "3 versies: 3 woorden erbij, 7 eraf." in page
    table = page[page.index('<section id="versions">') :]
    rows = re.findall(r'num">(\d+)</td><td[^>]*>(\d+)</td><td[^>]*>(\d+)<', table)
    assert rows == [("12", "0", "0"), ("12", "1", "1"), ("8", "2", "6")]
    drawn = table[: table.index("<details")]
    assert re.findall(r">\+(\d+)<", drawn) == ["1", "2"] * 2  # in both widths
    assert re.findall(r">\N{MINUS SIGN}(\d+)<", drawn) == ["1", "6"] * 2


def test_a_version_shows_what_differs_from_the_one_before(made: Shown) -> None:
    page = made.get(Role.READER, f"/id/{made.post}/?versie=2")
    assert "<del>Kadeweg</del><ins>Dijkweg</ins>" in page
    assert "Van versie 1 naar versie 2" in page


@pytest.mark.parametrize("asked", ["versie=3&met=1", "versie=1&met=3"])
def test_any_two_versions_are_compared_from_old_to_new(made: Shown, asked: str) -> None:
    page = made.get(Role.READER, f"/id/{made.post}/?{asked}")
    assert "Van versie 1 naar versie 3" in page
    assert "Kadeweg" in page[page.index("<del>") : page.rindex("</del>")]
    assert "Dijkweg" not in page


@pytest.mark.parametrize("asked", ["versie=1", "versie=1&met=1", "versie=1&met=9", "met=x"])
def test_what_can_not_be_compared_is_shown_as_it_is(made: Shown, asked: str) -> None:
    page = made.get(Role.READER, f"/id/{made.post}/?{asked}")
    assert ("<del>" in page) is (asked == "met=x")


def test_a_post_of_one_version_has_no_such_part(made: Shown) -> None:
    (item, *_) = find_items(made.workplace, Question(words="naturalisatieceremonie")).items
    assert 'id="versions"' not in made.get(Role.READER, f"/id/{item.id}/")


@pytest.mark.enable_socket
@pytest.mark.loopback
def test_a_history_that_comes_in_after_an_export_is_in_the_order_of_writing(
    made: Shown, tmp_path: Path
) -> None:
    account = replace(ACCOUNT, host="later.example", actor_id="https://later.example/users/later")
    edited = START + timedelta(hours=3)
    one = ExportPost(
        number=snowflake(START),
        published=START,
        html="<p>Kraaipont vaart niet.</p>",
        edited=edited,
    )
    keeper = bootstrap.workplace(
        str(made.archive), str(made.keys), Silent(), ROLES[Role.REGISTER_OWNER]
    )
    register(keeper, account.url, Facts(kind=AccountKind.CORPORATE, unit="Veren"))
    write_export(tmp_path / "later.zip", account, [one], style="zip")
    import_export(keeper, bootstrap.connectors(), tmp_path / "later.zip")
    home = f"https://{account.host}"
    edits = {one.number: [(START, "<p>Kraaipont vaart.</p>")]}
    with mastodon_server(account, [one], named=home, edits=edits) as server:
        way_out = StandInTransport(home, server.listens, keeper.clock.now)
        harvest_account(keeper, bootstrap.connectors(), account.url, lambda *_: way_out)
    (item,) = find_items(keeper, Question(words="Kraaipont")).items
    page = made.get(Role.READER, f"/id/{item.id}/?versie=1")
    # The second is older than the first, which the export had.
    assert "Van versie 2 naar versie 1" in page
    assert "<ins> niet</ins>" in page
    drawn = page[page.index('<section id="versions">') :]
    drawn = drawn[: drawn.index("</svg>")]
    assert re.findall(r"\d+ sep, \d\d\.\d\d", drawn) == [
        f"{civil_time(at):%-d sep, %H.%M}" for at in (START, edited, edited)
    ]

"""What search counts and what its links lead to: years, media, threads, and where it ends."""

import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from own_archive import OURS, SANNE, OwnArchive, posted
from shown import Shown

from weerklank.catalogue import query
from weerklank.services.find import find_items
from weerklank.testing.mastodon_export import ExportMedium


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> OwnArchive:
    begin = posted("2025-05-07T10:00:00", "draad begin")
    above = f"{OURS.actor_id}/statuses/{begin.number}"
    picture = ExportMedium(
        path="media_attachments/files/1/a",
        content_type="image/png",
        alt=None,
        width=2,
        height=2,
        data=b"\x89PNG\r\n\x1a\n1",
    )
    return OwnArchive(tmp_path_factory.mktemp("tellen")).make(
        [
            begin,
            *(
                posted(f"2025-05-07T11:{minute}:00", f"draad {minute}", in_reply_to=above)
                for minute in range(10, 35)
            ),
            posted("2026-06-01T10:00:00", "beeld", media=(picture,)),
            posted("2026-06-02T10:00:00", "besloten", visibility="followers", media=(picture,)),
        ]
    )


@pytest.fixture
def held(template: OwnArchive, tmp_path: Path, _site: None) -> Shown:
    for folder in (template.folder, template.keys):
        shutil.copytree(folder, tmp_path / folder.name, symlinks=True)
    own = OwnArchive(tmp_path)
    return Shown(own.folder, own.keys, own.serve(), "")


def found(page: str) -> int:
    told = re.search(r'<p class="lead">([\d.]+)', page)
    return int(told[1].replace(".", "")) if told else 0


def facet(page: str, title: str) -> list[tuple[str, int, str]]:
    """Give the values of a facet: what it says, its number, and its address."""
    part = page.partition(f'level-3">{title}</h2>')[2].partition("</ul>")[0]
    rows = re.findall(r'<li><a href="([^"]+)".*?<span>(.*?)</span><span[^>]*>([\d.]+)<', part)
    return [
        (re.sub("<[^>]*>", "", text), int(number.replace(".", "")), unescape(address))
        for address, text, number in rows
    ]


@pytest.mark.parametrize("view", ["", "draden", "tijdlijn", "media"])
@pytest.mark.parametrize("title", ["Jaar", "Scenario", "Media", "Soort", "Staat"])
def test_each_value_of_a_facet_leads_to_as_much_as_it_says(
    held: Shown, title: str, view: str
) -> None:
    page = held.get(SANNE, f"/zoeken/?q=&beeld={view}")
    values = facet(page, title)
    assert values
    for text, number, address in values:
        client = held.client(SANNE)
        there = client.get(address, follow=True).content.decode()
        if (view, text) == ("media", "met media"):
            continue  # what that view asks for by itself
        if (title, view) == ("Media", "media"):
            assert 'class="gallery"' not in there or text != "zonder media"
        assert found(there) == number, (text, address)


def test_the_years_add_up_and_have_the_profile_too(held: Shown) -> None:
    page = held.get(SANNE, "/zoeken/?q=")
    years = facet(page, "Jaar")
    assert [(year, number) for year, number, _ in years] == [
        ("2026", 2),
        ("2025", 26),
        ("2020", 1),
    ]
    assert found(page) == 29
    # In the picture a profile is nothing that was said.
    assert "2020" not in page[page.index("<svg") : page.index("</svg>")]


@pytest.mark.usefixtures("_site")
@pytest.mark.parametrize("asked", ["", "&soort=profile&soort=reply&soort=post", "&soort=post"])
def test_a_column_of_the_picture_leads_to_as_much_as_it_says(tmp_path: Path, asked: str) -> None:
    """Also in the month in which the account was made: its profile is no column's."""
    own = OwnArchive(tmp_path).make([posted("2020-01-01T10:00:00", "eerste"),
                                     posted("2020-03-09T10:00:00", "later")])  # fmt: skip
    held = Shown(own.folder, own.keys, own.serve(), "")
    page = held.get(SANNE, f"/zoeken/?q={asked}")
    picture = page.partition('class="result-echo"')[2].partition("</figure>")[0]
    columns = {unescape(one) for one in re.findall(r'href="(/zoeken/[^"]+)"', picture)}
    assert len(columns) >= 2
    for address in columns:
        assert found(held.get(SANNE, address)) == 1, address


def test_only_a_profile_gives_no_picture(held: Shown) -> None:
    page = held.get(SANNE, "/zoeken/?soort=profile")
    assert found(page) == 1
    assert "result-echo" not in page


def test_what_has_no_media_is_shown_as_a_list(held: Shown) -> None:
    answer = held.client(SANNE).get("/zoeken/?q=draad&beeld=media&media=no")
    assert (answer.status_code, answer["Location"]) == (302, "/zoeken/?q=draad&media=no")
    page = held.get(SANNE, "/zoeken/?q=&media=no&media=image")
    (tab,) = re.findall(r'<a href="([^"]+)"[^>]*>Media</a>', page)
    assert unescape(tab) == "/zoeken/?q=&media=image&beeld=media"


def test_the_gallery_leaves_out_nothing_that_it_counts(held: Shown) -> None:
    page = held.get(SANNE, "/zoeken/?q=&beeld=media")
    gallery = page.partition('<ul class="gallery">')[2].partition("</ul>")[0]
    assert found(page) == gallery.count("<li>") == 2
    assert gallery.count("alleen voor volgers") == 1
    assert gallery.count("<img") == 1


def test_the_scenario_can_be_asked(held: Shown) -> None:
    page = held.get(SANNE, "/zoeken/?q=draad&scenario=C")
    assert found(page) == 0
    assert "Scenario: C" in page


def test_a_thread_says_how_much_of_it_stands_on_the_page(held: Shown) -> None:
    for number, here in ((1, 20), (2, 6)):
        address = f"/zoeken/?q=draad&beeld=draden&blad={number}"
        page = held.get(SANNE, address)
        assert f"Draad van 26, {here} ervan op dit blad" in page


def test_where_paging_ends_is_said_with_what_to_do(
    held: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "Verder dan 20 is niet te bladeren."
    for module in (query, find_items):
        monkeypatch.setattr(module, "MOST", 20)
    last = held.get(SANNE, "/zoeken/?q=draad")
    assert told in last
    assert 'rel="next"' not in last
    for module in (query, find_items):
        monkeypatch.setattr(module, "MOST", 40)
    for number in (1, 2):
        page = held.get(SANNE, f"/zoeken/?q=draad&blad={number}")
        assert "is niet te bladeren" not in page


@pytest.mark.usefixtures("_site")
def test_an_empty_archive_says_what_comes_and_what_to_do(tmp_path: Path) -> None:
    own = OwnArchive(tmp_path)
    own.run("init", str(own.folder), "--organisation", "Gemeente Dorp", "--sealed", "12")
    roles = [part for role in ("register-owner", "reader") for part in ("--role", role)]
    own.run("person", "add", SANNE, *roles)
    own.run("person", "add", "Arie Fictema", "--role", "archivist", "--as", SANNE)
    empty = Shown(own.folder, own.keys, own.serve(), "")
    for who, way in ((SANNE, "/accounts/"), ("Arie Fictema", "/oogsten/inlezen/")):
        main = empty.get(who, "/zoeken/").partition("<main")[2]
        assert "Er is nog niets om in te zoeken" in main
        assert "Niets gevonden" not in main
        assert re.findall(r'nl-button--(?:primary|secondary)" href="([^"]+)"', main) == [way]
        asked = empty.get(who, "/zoeken/?q=brug")
        assert "Niets gevonden" in asked


def test_who_may_not_search_is_not_sent_there(held: Shown) -> None:
    OwnArchive(held.archive.parent).run(
        "person", "add", "Ties Fictema", "--role", "operator", "--as", SANNE
    )
    for who, told in ((SANNE, True), ("Ties Fictema", False)):
        page = held.client(who).get("/id/dor-2026-01-01-aaaaa/zomaar/").content.decode()
        assert "Deze pagina is er niet" in page
        assert ("zoek in het archief" in page) is told

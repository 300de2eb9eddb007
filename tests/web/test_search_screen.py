"""The page of search: what is asked stands in its address, whatever it is."""

import re
from html import unescape

import pytest
from shown import Shown

from weerklank.model.person import Role
from weerklank.model.question import Question
from weerklank.services.find.find_items import find_items
from weerklank.web.permissions import sight_of

pytestmark = pytest.mark.usefixtures("catalogue_stays_open")


def total(shown: Shown, *tags: str, words: str = "") -> int:
    """Count what a reader may see: what was restricted by decision is not theirs."""
    question = Question(words=words, tags=tags, sight=sight_of([Role.READER]))
    return find_items(shown.workplace, question).total


def test_it_tells_how_much_there_is_and_marks_why(shown: Shown) -> None:
    page = shown.get(Role.READER, "/zoeken/?q=hoogwater")
    assert f"{total(shown, words='hoogwater')} berichten en reacties gevonden." in page
    assert '<mark class="nl-mark">hoogwater</mark>' in page


@pytest.mark.parametrize("view", ["", "draden", "media", "tijdlijn"])
def test_there_are_four_ways_to_look(shown: Shown, view: str) -> None:
    page = shown.get(Role.READER, f"/zoeken/?q=hoogwater&beeld={view}")
    assert page.count('aria-current="page"') == 2, "the rail and the view"


def test_each_facet_leads_to_as_much_as_it_says(shown: Shown) -> None:
    page = shown.get(Role.READER, "/zoeken/?q=hoogwater")
    links = re.findall(
        r'<li><a href="(/zoeken/[^"]+)"><span>.*?</span><span class="quiet">([\d.]+)</span>', page
    )
    assert len(links) > 5
    # What was decided is in no index, and counts like any other fact.
    assert any("hotspot=h0001" in address for address, _ in links)
    assert "<span>Hoogwater januari 2026</span>" in page
    for address, count in links:
        again = shown.get(Role.READER, unescape(address))
        told = "1 bericht of reactie" if count == "1" else f"{count} berichten en reacties"
        assert f"{told} gevonden." in again, address


def test_a_fact_that_blocks_is_named_with_a_way_out(shown: Shown) -> None:
    page = shown.get(Role.READER, "/zoeken/?q=hoogwater&techniek=browser")
    assert "Niets gevonden" in page
    assert "Wel is er iets te vinden zonder:" in page


def test_what_cannot_be_read_is_told_at_the_field(shown: Shown) -> None:
    answer = shown.client(Role.READER).get("/zoeken/?q=(kade")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in page
    assert 'id="words-wrong"' in page


@pytest.mark.parametrize(("name", "field"), [("van", "from"), ("tot", "until")])
@pytest.mark.parametrize("day", ["2026-02-30", "31-12-2025", "gisteren"])
def test_a_day_that_is_none_is_told_at_its_field_and_not_passed_over(
    shown: Shown, name: str, field: str, day: str
) -> None:
    answer = shown.client(Role.READER).get("/zoeken/", {"q": "hoogwater", name: day})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "gevonden." not in page
    assert f'id="{field}-wrong"' in page
    assert day in page
    assert 'id="words-wrong"' not in page


@pytest.mark.parametrize(
    "given",
    [
        "blad=0", "blad=-1", "blad=99999999", "blad=x", "van=gisteren", "tot=2026-13-40",
        "beeld=ander", "account=a9999", "hotspot=h9999", "soort=%22%3E%3Cscript%3E", "q=%00%ff",
        "jaar=x", "staat=present&staat=edited", "q=" + "a" * 3000,
    ],
)  # fmt: skip
def test_nonsense_in_the_address_breaks_nothing(shown: Shown, given: str) -> None:
    answer = shown.client(Role.READER).get(f"/zoeken/?{given}")
    assert answer.status_code in {200, 422}
    assert "<script>" not in answer.content.decode()


def test_no_third_party_is_named_in_any_address(shown: Shown) -> None:
    page = shown.get(Role.READER, "/zoeken/?q=hoogwater")
    for address in re.findall(r'href="([^"]*)"', page):
        assert "burger-" not in address.lower()


def test_pages_follow_each_other_without_a_hole(shown: Shown) -> None:
    seen: list[str] = []
    address = "/zoeken/?q="
    while address:
        page = shown.get(Role.READER, address)
        seen += re.findall(r'href="/id/([^/]+)/"', page)
        after = re.search(r'rel="next" href="([^"]+)"', page)
        address = unescape(after[1]) if after else ""
    assert len(set(seen)) == len(seen) == total(shown)


def test_who_finds_nothing_is_told_what_else_to_try(shown: Shown) -> None:
    page = shown.get(Role.READER, "/zoeken/?q=bestaatniet")
    assert "Zoek met minder woorden, vraag ook andere woordvormen" in page
    assert "Zoek in alles" not in page  # that is where one is
    page = shown.get(Role.READER, "/zoeken/?q=bestaatniet&vormen=ja")
    assert "Zoek met minder woorden, of met het begin" in page
    for narrowed in ("&van=2026-01-01", "&tot=2026-01-01", "&soort=reply"):
        assert "Zoek in alles" in shown.get(Role.READER, f"/zoeken/?q=bestaatniet{narrowed}")


@pytest.mark.parametrize("path", ["/zoeken/", "/logboek/", "/publiek/"])
def test_days_in_the_wrong_order_are_told_at_their_field_instead_of_finding_nothing(
    shown: Shown, path: str
) -> None:
    client = shown.client(Role.ARCHIVIST)
    days = {"van": "2026-12-01", "tot": "2026-01-01"}
    answer = client.get(path, days)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "De laatste dag ligt voor de eerste." in page
    assert 'name="tot"' in page.partition('aria-invalid="true"')[0][-300:]
    assert client.get(path, {"van": days["tot"], "tot": days["van"]}).status_code == 200


def test_a_space_beside_a_day_does_not_take_it_away(shown: Shown) -> None:
    client = shown.client(Role.ARCHIVIST)
    for days in ({"van": " 2026-01-17", "tot": "2026-01-17 "}, {"van": "1-2-2026"}):
        for path in ("/zoeken/", "/publiek/"):
            plain = client.get(path, {name: day.strip() for name, day in days.items()})
            spaced = client.get(path, days)
            assert spaced.status_code == plain.status_code
            lead = [
                one.content.decode().partition('class="lead">')[2][:60] for one in (plain, spaced)
            ]
            assert lead[0] == lead[1], path

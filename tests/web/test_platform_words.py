"""Screens of accounts that are not on Mastodon say what is so there, and not what is so on it."""

import re

import pytest
from shown import Shown

from weerklank import bootstrap
from weerklank.model.item import NO_MOMENT
from weerklank.model.person import Role
from weerklank.model.question import Question
from weerklank.model.run import Technique
from weerklank.services.find.find_items import find_items
from weerklank.web.asking import STEPS


def only(shown: Shown, words: str, *tags: str) -> str:
    (item,) = find_items(shown.workplace, Question(words=words, tags=tags)).items
    return item.id


def read(shown: Shown, address: str) -> str:
    return shown.get(Role.REGISTER_OWNER, address)


def test_of_each_export_that_is_read_the_page_says_how_to_ask_for_it(shown: Shown) -> None:
    readable = {
        one.manifest.platform
        for one in bootstrap.connectors()
        if Technique.EXPORT in one.manifest.techniques
    }
    assert set(STEPS) == readable
    page = read(shown, "/oogsten/inlezen/?account=a0004")
    (opened,) = re.findall(r"<details open><summary>(.*?)</summary>", page)
    assert opened == "X"
    assert page.index("<summary>X<") < page.index("<summary>Mastodon<")
    assert "<details open>" not in read(shown, "/oogsten/inlezen/")
    assert ".car" in page


@pytest.mark.parametrize("number", ["a0004", "a0006"])
def test_what_can_not_be_connected_says_why(shown: Shown, number: str) -> None:
    page = read(shown, f"/accounts/{number}/koppelen/")
    told = "voorwaarden van X" if number == "a0004" else "eerst een app van de organisatie nodig"
    assert told in page
    assert len(re.findall('class="message (?:warning )?spaced"', page)) == 1


def test_an_export_of_any_platform_holds_no_replies_of_others(shown: Shown) -> None:
    page = read(shown, f"/id/{only(shown, 'tekeningen', 'platform:instagram')}/")
    assert "Een export bevat geen reacties van anderen." in page
    assert "Mastodon" not in page.partition("<main")[2].partition("</main>")[0]


def test_likes_are_called_so_on_every_platform(shown: Shown) -> None:
    page = read(shown, f"/id/{only(shown, 'Zandwijk bericht', 'platform:x', 'kind:post')}/")
    assert re.search(r"58\s+keer leuk gevonden", page)


def test_a_list_shows_what_a_video_is_called_and_no_name_of_a_profile(shown: Shown) -> None:
    page = read(shown, "/accounts/a0005/berichten/")
    assert page.count("<b>De nacht van het hoge water</b>") == 1
    profiles = read(shown, "/zoeken/?q=ondertitels+Films&soort=profile")
    assert "Films van de gemeente" in profiles.replace("<mark>", "").replace("</mark>", "")
    assert '<p dir="auto"><b>' not in profiles


def test_what_no_day_is_told_of_is_not_of_1970(shown: Shown) -> None:
    (item,) = find_items(
        shown.workplace, Question(words="", tags=("account:a0005", "kind:profile"))
    ).items
    assert item.created_at == NO_MOMENT
    assert not item.is_dated
    page = read(shown, f"/id/{item.id}/").partition("<main")[2].replace(item.id, "")
    assert "1970" not in page
    assert "wanneer, staat er niet bij" in page
    assert "profiel op YouTube, zonder dag. Versie 1" in page
    for view in ("", "&beeld=tijdlijn"):
        listed = read(shown, f"/zoeken/?q=&soort=profile{view}")
        assert "1 januari 1970" not in listed
        assert "<span>1970</span>" not in listed
        assert "<span>2012</span>" in listed

"""The template for profiles: word for word, and in the form that fits each platform."""

import re
from pathlib import Path

import pytest

from weerklank.model.platform import Platform
from weerklank.model.profile_template import (
    NO_PAGES,
    PARAGRAPHS,
    ROOMS,
    SHORT_FORMS,
    SLIP,
    ProfileCounting,
    ProfilePages,
    count_as,
    full_text,
    profile_text,
)

SOURCE = Path(__file__).parents[4] / "shared" / "sources" / "module3-aanbevelingen.txt"
PAGES = ProfilePages(
    privacy="https://www.voorbeelddam.example/privacy",
    contact="https://www.voorbeelddam.example/contact",
    landing="https://www.voorbeelddam.example/social",
)
NAME = "Gemeente Voorbeelddam"


def test_paragraphs_are_those_of_the_source() -> None:
    if not SOURCE.is_file():
        pytest.skip("needs the text of module 3, which is not here")
    block = SOURCE.read_text(encoding="utf-8").partition(
        "Sjabloon voor een sociale media-profiel**"
    )
    theirs = [one.strip() for one in block[2].split("\n\n")]
    theirs = [one.removesuffix("CONCEPT").strip() for one in theirs if one]
    assert theirs[:3] == [one.replace(*SLIP) for one in PARAGRAPHS]


def test_the_slip_of_the_source_is_not_taken_over() -> None:
    assert SLIP[0] in PARAGRAPHS[1]
    assert SLIP[1] not in " ".join(PARAGRAPHS)
    assert "ook voor archivering in het algemeen belang" in PARAGRAPHS[2]


@pytest.mark.parametrize("most", SHORT_FORMS)
@pytest.mark.parametrize("counting", ProfileCounting)
def test_short_forms_are_no_longer_than_they_say(most: int, counting: ProfileCounting) -> None:
    assert count_as(counting, SHORT_FORMS[most]) <= most
    assert SHORT_FORMS[most].isascii()


@pytest.mark.parametrize("platform", Platform)
@pytest.mark.parametrize("name", ["Voorbeelddam", NAME, "Samenwerkingsverband " * 12 + "Dam"])
def test_each_platform_gets_what_fits(platform: Platform, name: str) -> None:
    made = profile_text(platform, name, NAME, PAGES)
    assert made.count <= made.limit == ROOMS[platform].limit
    assert made.landing == full_text(name, NAME, PAGES)
    if made.is_full:
        assert made.text == made.landing
        assert made.link is None
    else:
        assert made.text.startswith(SHORT_FORMS[int(made.form)])
        assert PAGES.landing in (made.link, made.text.rpartition(" ")[2])


@pytest.mark.parametrize(
    ("platform", "form"),
    [
        (Platform.LINKEDIN, "full"),
        (Platform.YOUTUBE, "full"),
        (Platform.X, "160"),
        (Platform.BLUESKY, "160"),
        (Platform.INSTAGRAM, "150"),
        (Platform.THREADS, "150"),
        (Platform.TIKTOK, "80"),
        (Platform.SNAPCHAT, "80"),
        (Platform.FACEBOOK, "80"),
    ],
)
def test_form_of_each_platform(platform: Platform, form: str) -> None:
    assert profile_text(platform, NAME, NAME, PAGES).form == form


def test_mastodon_counts_a_link_as_23() -> None:
    """So the whole fits there with long addresses, where the name is short."""
    long = ProfilePages(privacy="https://a.example/" + "p" * 90, contact="https://a.example/c")
    made = profile_text(Platform.MASTODON, "Dam", "Dam", long)
    assert made.is_full
    assert len(made.text) > made.limit >= made.count
    assert made.count == len(made.text) - 108 + 23 - 19 + 23


def test_what_is_not_named_stays_as_the_template_has_it() -> None:
    made = profile_text(Platform.LINKEDIN, NAME, NAME, NO_PAGES)
    assert made.text.count("[") == 2
    assert made.missing == ("privacy", "contact")
    assert profile_text(Platform.X, NAME, NAME, NO_PAGES).missing == (
        "privacy",
        "contact",
        "landing",
    )


def test_a_name_that_looks_like_a_place_is_filled_in_once() -> None:
    text = full_text("[link]", "[naam organisatie]", PAGES)
    assert text.startswith("Dit is het officiële account van [link]. Redactie gebeurt door [naam")
    assert len(re.findall(re.escape(str(PAGES.contact)), text)) == 1


def test_signs_of_two_units_count_as_two() -> None:
    assert count_as(ProfileCounting.UNITS, "a\U0001f30a") == 3
    assert count_as(ProfileCounting.SEEN, "e\u0301") == 1

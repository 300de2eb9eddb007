"""The title of a page of a profile is a name of whose profile it is."""

import pytest

from weerklank.harvest.page_preview import person_of_page
from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson

ME = RawPerson(platform=Platform.BLUESKY, handle="voorbeelddam.example")
BLUESKY = "https://bsky.app/profile/wubbo.example"
INSTAGRAM = "https://www.instagram.com/wubbo/"


@pytest.mark.parametrize(
    ("address", "title"),
    [
        (BLUESKY, "Wubbo Klaver (@wubbo.example)"),
        (f"{BLUESKY}/post/3kaaaaaaaaaaa", "Wubbo Klaver (@wubbo.example)"),
        (INSTAGRAM, "Wubbo  Klaver (@wubbo) • Instagram-foto's en -video's"),
        (INSTAGRAM, "Wubbo Klaver | Instagram"),
        ("https://www.linkedin.com/in/wubbo", "Wubbo Klaver - adviseur - Voorbeelddam | LinkedIn"),
        ("https://x.com/wubbo", "Wubbo Klaver (@wubbo) / X"),
        ("https://x.com/wubbo", "Wubbo Klaver on X"),
        ("https://www.facebook.com/wubbo", "Wubbo Klaver"),
    ],
)
def test_the_name_is_that_of_whom_the_page_is(address, title):
    person = person_of_page(address, title, ME)
    assert person is not None
    assert person.display_name == "Wubbo Klaver"
    assert person.handle in {"wubbo", "wubbo.example"}


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("https://voorbeelddam.example/brug", "Wubbo Klaver (@wubbo)"),
        (f"{BLUESKY}/post/3kaaaaaaaaaaa", "De brug is dicht"),
        (INSTAGRAM, "(@wubbo)"),
        (INSTAGRAM, " "),
        (INSTAGRAM, "Een hele zin " * 20),
        ("", "Wubbo Klaver"),
        ("https://bsky.app/profile/voorbeelddam.example", "Gemeente Voorbeelddam"),
    ],
)
def test_another_page_names_nobody(address, title):
    assert person_of_page(address, title, ME) is None


def test_a_title_without_end_costs_no_time():
    assert person_of_page(INSTAGRAM, "(" * 5_000_000, ME) is None
    assert person_of_page(INSTAGRAM, "a- " * 2_000_000, ME) is None

"""Files that say what is done on pages: read strictly, and never to press what does something."""

import re
from importlib import resources

import pytest

from weerklank.harvest.browser.steps import (
    NEVER,
    SCROLL_ALONE,
    Kind,
    Steps,
    read_steps,
    route_of,
)

WHOLE = """
plays = true
[[press]]
kind = "refuse"
selectors = ["[role=dialog] button"]
words = ["Alleen noodzakelijk"]
most = 2
[[press]]
kind = "more"
selectors = [".more"]
[wall]
selectors = [".wall"]
words = ["Log in"]
paths = ["/login"]
[[page]]
name = "post"
route = "/p/[0-9]+"
must = [".post"]
"""


def test_a_whole_file() -> None:
    steps = read_steps(WHOLE.encode())
    assert [one.kind for one in steps.press] == [Kind.REFUSE, Kind.MORE]
    assert [one.most for one in steps.press] == [2, 100]
    assert steps.plays
    assert steps.wall.paths == ("/login",)
    shown = steps.shown_at("https://voorbeelddam.example/p/12?x=1")
    assert shown is not None
    assert shown.must == (".post",)
    assert steps.shown_at("https://voorbeelddam.example/p/12/elders") is None


def test_an_empty_file_scrolls_alone() -> None:
    assert read_steps(b"") == SCROLL_ALONE == Steps()


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("plays = true", "plays = 1"),
        ("plays = true", "players = true"),
        ('kind = "more"', 'kind = "like"'),
        ('kind = "more"', 'kind = "more"\nword = ["Meer"]'),
        ('selectors = [".more"]', "selectors = []"),
        ('selectors = [".more"]', ""),
        ('selectors = [".more"]', 'selectors = ["a"]\nwords = ["Volgen"]'),
        ('selectors = [".more"]', 'selectors = ["a"]\nwords = [""]'),
        ("most = 2", "most = 0"),
        ("most = 2", "most = 100000"),
        ('words = ["Alleen noodzakelijk"]', 'words = ["Alles accepteren"]'),
        ('words = ["Alleen noodzakelijk"]', 'words = ["Prima"]'),
        ('words = ["Alleen noodzakelijk"]', ""),
        ('route = "/p/[0-9]+"', 'route = "/p/([0-9]+"'),
        ('must = [".post"]', ""),
        ('[[page]]\nname = "post"', "[[page]\n"),
    ],
)
def test_what_is_wrong_is_refused(was: str, becomes: str) -> None:
    assert was in WHOLE
    with pytest.raises(ValueError, match=r".+"):
        read_steps(WHOLE.replace(was, becomes, 1).encode())


@pytest.mark.parametrize("content", [b"\xff", b"# " + b"x" * (64 << 10)])
def test_what_is_no_such_file_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_steps(content)


@pytest.mark.parametrize(
    ("address", "route"),
    [
        ("https://voorbeelddam.example/@gemeente", "/@gemeente"),
        ("https://voorbeelddam.example/@gemeente?a=b#anker", "/@gemeente"),
        ("https://voorbeelddam.example/#/@gemeente/1", "/@gemeente/1"),
        ("https://voorbeelddam.example/app#!/p/1?a=b", "/p/1"),
    ],
)
def test_what_tells_pages_apart(address: str, route: str) -> None:
    assert route_of(address) == route


@pytest.mark.parametrize(
    "label",
    [
        "Volgen",
        "Volg Gemeente Voorbeelddam",
        "Follow",
        "Following",
        "Vind ik leuk",
        "Like",
        "12 likes",
        "Boosten",
        "Share",
        "Reageren",
        "Reply to Sanne",
        "Rapporteren",
        "Report",
        "Bericht sturen",
        "Send message",
        "Privébericht",
        "Inloggen",
        "Log in",
        "Sign up",
        "Alles accepteren",
        "Accept all cookies",
        "Verwijder",
        "Block",
    ],
)
def test_what_is_never_pressed(label: str) -> None:
    assert re.search(NEVER, label, re.IGNORECASE)


@pytest.mark.parametrize(
    "label",
    [
        "Toon meer reacties",
        "Toon 3 antwoorden",
        "Bekijk meer antwoorden",
        "Show more replies",
        "View 12 more comments",
        "Meer berichten",
        "Laad meer",
        "Alleen noodzakelijke cookies",
        "Reject all",
        "Gevoelige inhoud: klik om te tonen",
        "Show this thread",
    ],
)
def test_what_may_be_pressed(label: str) -> None:
    assert not re.search(NEVER, label, re.IGNORECASE)


def test_the_files_of_our_connectors_can_be_read() -> None:
    read = {
        folder.name: read_steps(folder.joinpath("page_steps.toml").read_bytes())
        for folder in resources.files("weerklank.connectors").iterdir()
        if folder.is_dir() and folder.joinpath("page_steps.toml").is_file()
    }
    assert set(read) >= {"mastodon"}
    assert all(steps.press and steps.page for steps in read.values())
    named = [one.name for one in read["mastodon"].page]
    assert named == ["account", "post"]

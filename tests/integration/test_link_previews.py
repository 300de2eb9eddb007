"""Link previews by the API: kept without who made the page or whose it is (C2, D1)."""

from pathlib import Path
from typing import Any

import pytest
from place import ME, Archive, post

from weerklank.testing.canaries import Canaries, CanaryClass
from weerklank.testing.leak_scan import LeakScan
from weerklank.testing.mastodon_server import mastodon_server

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]
Json = dict[str, Any]
PAGE = "https://www.voorbeelddam.example/kastanje"
CARD = {
    "url": PAGE,
    "title": "De kastanje op het plein",
    "description": "Waarom de boom weg moet.",
    "language": "nl",
    "type": "link",
    "authors": [],
    "author_name": "",
    "author_url": "",
    "provider_name": "",
    "provider_url": "",
    "html": "",
    "width": 400,
    "height": 225,
    "image": "https://files.example/cache/preview_cards/1.png",
    "image_description": "",
    "embed_url": "",
    "blurhash": None,
    "published_at": None,
}


def harvested(root: Path, card: Json, html: str = "Lees waarom") -> tuple[Archive, Json]:
    """Harvest one post with a preview; gives the place and what is shown of the post."""
    place = Archive(root)
    place.good("init", str(place.folder), "--organisation", "Voorbeelddam", "--sealed", "drop")
    made = post(1, html)
    with mastodon_server(ME, [made]) as server:
        server.mood.change = lambda status: {**status, "card": {**CARD, **card}}
        place.good("account", "add", server.url, "--kind", "corporate")
        place.good("harvest", "gemeente")
    (hit,) = place.good("search", "--kind", "post")["hits"]
    return place, place.good("show", hit["id"])


def leaks(root: Path, canaries: Canaries) -> list[str]:
    found = LeakScan(canaries.of(CanaryClass.THIRD)).folder(root)
    return [one.where for one in found if one.canary is not None]


def test_what_the_platform_showed_of_a_page_is_kept(tmp_path):
    place, shown = harvested(tmp_path, {"provider_name": "Jan Buurman", "author_name": "Jan"})
    assert shown["link_preview"] == {
        "url": PAGE,
        "title": "De kastanje op het plein",
        "description": "Waarom de boom weg moet.",
    }
    everything = place.bytes_of_all()
    assert b"Jan Buurman" not in everything
    assert b"preview_cards" not in everything
    (run,) = place.events("journal", "run.finished")
    assert "unknown_fields" not in run["data"] or not run["data"]["unknown_fields"]


def test_who_made_the_page_is_not_kept(tmp_path):
    canaries = Canaries()
    person = canaries.give("maker", CanaryClass.THIRD)
    author = {"name": person.name, "url": person.address, "account": None}
    card = {"authors": [author], "description": f"Door {person.name}, over de boom."}
    place, shown = harvested(tmp_path, card)
    assert leaks(place.root, canaries) == []
    assert "over de boom" in shown["link_preview"]["description"]
    assert "Burger-" in shown["link_preview"]["description"]


@pytest.mark.parametrize("where", ["page", "post"])
def test_of_a_page_of_somebody_no_words_are_kept(tmp_path, where):
    canaries = Canaries()
    person = canaries.give("somebody", CanaryClass.THIRD)
    url = person.address if where == "page" else person.item
    card = {"url": url, "title": f"{person.name} (@{person.handle})", "description": "Mijn tekst"}
    place, shown = harvested(tmp_path, card)
    assert leaks(place.root, canaries) == []
    assert b"Mijn tekst" not in place.bytes_of_all()
    preview = shown["link_preview"]
    assert preview is None or (preview["title"], preview["description"]) == (None, None)


def test_a_post_without_one_says_so(tmp_path):
    _, shown = harvested(tmp_path, {"url": "", "title": "", "description": ""})
    assert shown["link_preview"] is None

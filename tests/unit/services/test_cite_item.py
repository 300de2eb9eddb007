"""References to items, and why an item was found: by what stands in them, however odd."""

from dataclasses import replace

import pytest
from msgspec.structs import replace as altered

from weerklank.catalogue.query_words import read_words
from weerklank.model.item import ArchivalItem, Author, AuthorRole, ItemKind
from weerklank.model.organisation import Organisation
from weerklank.services.find.cite_item import cite
from weerklank.services.find.mark_words import is_explained, snippets_of

DORP = Organisation(name="Gemeente Dorp", prefix="drp", tooi=None, origin="dorp.example/log")
ITEM = ArchivalItem(
    account="a0001",
    author=Author(role=AuthorRole.OWN),
    captured_at="2026-03-01T00:00:00Z",
    created_at="2026-03-01T09:00:00Z",
    id="drp-2026-03-01-7kq4m",
    key="k",
    kind=ItemKind.PAGE,
    platform="mastodon",
    policy=1,
    run="r",
    scenario="B",
    technique="browser",
)


def test_what_bears_no_name_is_cited_by_its_kind() -> None:
    told = cite(DORP, ITEM)
    assert told.nl.startswith("Pagina op Mastodon, 1 maart 2026, 10.00 uur.")
    assert told.en.startswith("Page on Mastodon, 1 March 2026, 10:00.")


def test_a_name_with_braces_is_cited_as_it_is() -> None:
    author = Author(role=AuthorRole.OWN, handle="{kind}{0}")  # type: ignore[arg-type] - any text
    told = cite(replace(DORP, name="Dorp {x}"), altered(ITEM, author=author))
    assert told.nl.startswith("{kind}{0}, pagina op Mastodon")
    assert "van Dorp {x}, /id/" in told.nl


@pytest.mark.parametrize(
    ("words", "text", "marked"),
    [
        ("#brug", "Dicht (#Brug), zie de kaart", ["#Brug"]),
        ("#brug", "“#brug…” en #brug's", ["#brug", "#brug"]),
        ("@dorp", "Vraag het @dorp@voorbeelddam.example!", ["@dorp@voorbeelddam.example"]),
    ],
)
def test_what_is_found_by_its_sign_is_marked(words: str, text: str, marked: list[str]) -> None:
    sought = read_words(words)
    assert sought is not None
    item = altered(ITEM, text=text)  # type: ignore[arg-type] - any text
    found, waiting = snippets_of([item], sought)
    assert [piece.text for piece in found[0].pieces if piece.marked] == marked
    assert is_explained(sought, waiting)

"""What ties a post: links in what the account itself said, in its words and in its source."""

from dataclasses import dataclass

import pytest

from weerklank.model.item import ArchivalItem, Author, AuthorRole, ItemKind
from weerklank.model.link_address import link_mark
from weerklank.services.catalogue.ties_of_item import ties_of

FILM = "https://youtu.be/film-000001"
SOURCE = b'{"link":"https:\\/\\/www.youtube.com\\/watch?v=film-000001"}'


@dataclass(frozen=True)
class Said:
    kind: ItemKind = ItemKind.POST
    role: AuthorRole = AuthorRole.OWN

    def item(self, text: str | None = None) -> ArchivalItem:
        return ArchivalItem(
            account="a0001",
            author=Author(role=self.role),
            captured_at="2026-01-01T00:00:00Z",
            created_at="2026-01-01T00:00:00Z",
            id="vbd-2026-01-01-aaaaa",
            key="a" * 26,
            kind=self.kind,
            platform="threads",
            policy=1,
            run="r",
            scenario="B",
            technique="api",
            text=text,  # type: ignore[arg-type] # as minimised
        )


@pytest.mark.parametrize("kind", [ItemKind.POST, ItemKind.REPLY, ItemKind.STORY])
@pytest.mark.parametrize(("text", "source"), [(f"Zie {FILM}!", b"{}"), (None, SOURCE)])
def test_what_the_account_said_leads_to_what_it_links_to(kind, text, source):
    assert ties_of(Said(kind).item(text), source) == (None, (link_mark(FILM),))


@pytest.mark.parametrize(
    "said",
    [
        Said(ItemKind.BOOST),
        Said(ItemKind.PROFILE),
        Said(ItemKind.REPLY, AuthorRole.CITIZEN),
        Said(ItemKind.POST, AuthorRole.LISTED),
    ],
)
def test_what_somebody_else_said_leads_nowhere(said):
    assert ties_of(said.item(f"Zie {FILM}"), SOURCE) is None

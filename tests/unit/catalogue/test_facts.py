"""Facts of items, by which a search filters."""

import pytest

from weerklank.catalogue.facts import facts_of
from weerklank.model.item import ArchivalItem, Author, AuthorRole, ItemKind, Medium


def media_of(kind: str | None, file: str | None) -> list[str]:
    item = ArchivalItem(
        account="a0001",
        author=Author(role=AuthorRole.OWN),
        captured_at="2026-01-01T00:00:00Z",
        created_at="2026-01-01T00:00:00Z",
        id="vbd-2026-01-01-aaaaa",
        key="a" * 26,
        kind=ItemKind.POST,
        media=(Medium(id="m", type=kind, file=file),),
        platform="mastodon",
        policy=1,
        run="r",
        scenario="B",
        technique="api",
    )
    return [fact for fact in facts_of(item) if fact.startswith("media:")]


@pytest.mark.parametrize(
    ("kind", "file", "sort"),
    [
        ("video/mp4", "m.bin", ["media:video"]),
        (None, "m.mp4", ["media:video"]),
        (None, "m.png", ["media:image"]),
        (None, "m.ogg", ["media:audio"]),
        (None, "m.pdf", []),
        (None, "m", []),
        (None, None, []),
    ],
)
def test_a_medium_without_a_type_is_what_its_name_says(
    kind: str | None, file: str | None, sort: list[str]
) -> None:
    assert media_of(kind, file) == ["media:yes", *sort]

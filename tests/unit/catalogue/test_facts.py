"""Facts of items, by which a search filters."""

import pytest

from weerklank.catalogue.facts import facts_of, told_captions
from weerklank.model.item import ArchivalItem, Author, AuthorRole, Captions, ItemKind, Medium


def media_of(kind: str | None, file: str | None) -> list[str]:
    item = item_with(Medium(id="m", type=kind, file=file))
    return [fact for fact in facts_of(item) if fact.startswith("media:")]


def item_with(
    *media: Medium, platform: str = "x", captions: Captions | None = None
) -> ArchivalItem:
    return ArchivalItem(
        account="a0001",
        captions=captions,
        author=Author(role=AuthorRole.OWN),
        captured_at="2026-01-01T00:00:00Z",
        created_at="2026-01-01T00:00:00Z",
        id="vbd-2026-01-01-aaaaa",
        key="a" * 26,
        kind=ItemKind.POST,
        media=media,
        platform=platform,
        policy=1,
        run="r",
        scenario="B",
        technique="api",
    )


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


FILM, PICTURE = Medium(id="m", type="video/mp4"), Medium(id="n", type="image/png")


@pytest.mark.parametrize(
    ("media", "platform", "told", "expected"),
    [
        ((FILM,), "x", None, ["captions:untold"]),
        ((FILM,), "mastodon", None, ["captions:without"]),
        ((PICTURE,), "mastodon", None, []),
        ((PICTURE,), "youtube", Captions.WITH, ["captions:with"]),
        ((), "instagram", Captions.UNTOLD, ["captions:untold"]),
    ],
)
def test_a_film_is_found_by_what_is_told_of_its_captions(media, platform, told, expected):
    facts = facts_of(item_with(*media, platform=platform, captions=told))
    assert [one for one in facts if one.startswith("captions:")] == expected
    assert ("media:video" in facts) is bool(expected)


def test_what_one_version_tells_of_captions_holds_for_all_that_tell_nothing():
    newest, former = item_with(FILM), item_with(PICTURE, captions=Captions.WITH)
    told = told_captions([newest, former])
    assert "captions:with" in facts_of(newest, captions=told)
    assert told_captions([item_with(FILM, captions=Captions.UNTOLD)]) is None

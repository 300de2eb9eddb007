"""Entries: what the text index is told of an item."""

from weerklank.catalogue.facts import SPECIAL, facts_of, hashtags_and_mentions
from weerklank.catalogue.formal_words import formal_of
from weerklank.catalogue.special_rules import specials_of
from weerklank.catalogue.text_index import Entry
from weerklank.catalogue.words import plain
from weerklank.model.item import ArchivalItem, Captions


def _formal_facts(item: ArchivalItem, texts: list[str]) -> tuple[str, ...]:
    kind = formal_of(item, texts)
    return (f"formal:{kind}",) if kind else ()


def _special_facts(item: ArchivalItem, texts: list[str]) -> tuple[str, ...]:
    found = specials_of(item, texts)
    return (SPECIAL, *(f"special:{one.kind}" for one in found)) if found else ()


def entry_of(
    item: ArchivalItem,
    texts: list[str],
    packages: tuple[str, ...],
    row: int,
    moment: int,
    techniques: tuple[str, ...] = (),
    *,
    captions: Captions | None = None,
    deleted: bool = False,
    shielded: bool = False,
) -> Entry:
    """Write what the index is told of an item: its newest version, texts of all versions.

    `shielded` says that any of them was for followers only.
    """
    return Entry(
        row=row,
        parts=packages,
        year=item.created_at[:4],
        when=moment,
        texts=[plain(text) for text in texts],
        facts=(
            *facts_of(item, techniques, captions=captions, deleted=deleted, shielded=shielded),
            *_formal_facts(item, texts),
            *_special_facts(item, texts),
        ),
        marked=hashtags_and_mentions(texts),
    )

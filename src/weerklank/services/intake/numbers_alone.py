"""Numbers alone: statistics that tell a title and numbers of an item, beside what is held of it.

They come over nothing that people wrote: a version with newer numbers has the words of the one
before it, and names that in `wording` (docs/adr/0037, 0092). Of what is not held they give a
record of a title; words that come later are its first ones, and no edit.
"""

from msgspec.structs import replace

from weerklank.model.item import ArchivalItem, Counts, ItemKind
from weerklank.model.platform import Platform
from weerklank.model.run import Technique

#: Platforms of which there are statistics; what they call a title is no text of the record.
_OF_STATISTICS = frozenset({Platform.LINKEDIN})


def is_title_alone(item: ArchivalItem) -> bool:
    """Tell whether a version is one of statistics: no export of a whole item counts anything."""
    return (
        item.platform in _OF_STATISTICS
        and item.technique == Technique.EXPORT
        and item.kind is ItemKind.POST
        and item.counts is not None
        and item.text is None
        and item.title is not None
        and not item.media
    )


def with_words_of(item: ArchivalItem, held: ArchivalItem, *, wording: int) -> ArchivalItem:
    """Give an item of statistics with all but the numbers as a version that is held has it.

    `wording` is the version since which that says the same. A number that the statistics don't
    state stays as it was.
    """
    return replace(
        item,
        counts=_newer(item.counts, held.counts),
        created_at=held.created_at,
        edited_at=held.edited_at,
        found=held.found,
        kind=held.kind,
        language=held.language,
        media=held.media,
        poll=held.poll,
        refs=held.refs,
        text=held.text,
        thread=held.thread,
        title=held.title,
        url=held.url,
        visibility=held.visibility,
        withheld=held.withheld,
        wording=wording,
    )


def _newer(counts: Counts | None, held: Counts | None) -> Counts | None:
    if counts is None or held is None:
        return counts or held
    stated = {
        name: number
        for name in counts.__struct_fields__
        if (number := getattr(counts, name)) is not None
    }
    return replace(held, **stated)

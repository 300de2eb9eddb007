"""Link preview: what the platform showed of a page that a post leads to.

It stands in the source line of the version, minimised with the rest of it; the record does not
repeat it.
"""

from dataclasses import dataclass

import orjson

from weerklank.catalogue.item_places import Located
from weerklank.model.errors import BrokenInput
from weerklank.model.item import ArchivalItem
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.run import SHOWN_NOW
from weerklank.services.find.read_items import read_lines
from weerklank.services.workplace import Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPreview:
    """A preview as far as it is kept; a text is None where there was none, or it was taken out."""

    url: str | None
    title: str | None
    description: str | None


def link_preview(workplace: Workplace, item: ArchivalItem, place: Located) -> LinkPreview | None:
    """Give the preview that came with a version; None for none. No export tells of any.

    Nor is there one where the source line is damaged: the proof of the item tells of that.
    """
    if item.technique not in SHOWN_NOW:
        return None
    try:
        source = orjson.loads(read_lines(workplace, place).source)
    except BrokenInput:
        return None
    card = source.get("card") if isinstance(source, dict) else None
    if not isinstance(card, dict):
        return None
    found = LinkPreview(
        url=_text(card.get("url")),
        title=_text(card.get("title")),
        description=_text(card.get("description")),
    )
    return found if found.url or found.title or found.description else None


def _text(value: Json) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def preview_json(preview: LinkPreview | None) -> JsonObject | None:
    """Write a preview with the names of the command line."""
    if preview is None:
        return None
    return {
        "description": preview.description,
        "title": preview.title,
        "url": preview.url,
    }

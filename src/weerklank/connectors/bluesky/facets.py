"""Facets: which parts of a text mention somebody, link or are a hashtag.

Source: the lexicon app.bsky.richtext.facet. Places are counted in bytes of UTF-8. What was there
before (`entities`) has them in characters of UTF-16, and is read for whom it mentions alone.
"""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

from weerklank.connectors.bluesky.persons import PAGE, by_did, mentioned
from weerklank.harvest.json_fields import Fields, listed, number_of, text_of
from weerklank.harvest.plain_text import Link
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.raw import RawPerson


class Facets:
    """The facets of one post. `broken` are the places of those that fit no part of its text."""

    def __init__(self, post: JsonObject, text: str) -> None:
        self.persons: list[RawPerson] = []
        self.links: list[Link] = []
        self.broken: list[str] = []
        fields = Fields(post)
        found = fields.objects("facets")
        self._text = text
        self._ends = _byte_ends(text) if found and not text.isascii() else None
        for place, facet in found:
            self._read(facet, place)
        for _, entity in fields.objects("entities"):
            value = text_of(entity.get("value"))
            if entity.get("type") == "mention" and value:
                self.persons.append(by_did(value))
        self.broken += fields.broken

    def _read(self, facet: JsonObject, place: str) -> None:
        span = self._span(facet.get("index"))
        if span is None:
            self.broken.append(place)
        shown = self._text[slice(*span)] if span else ""
        for feature in listed(facet.get("features")):
            address = self._address(feature, shown) if isinstance(feature, dict) else None
            if address and span:
                self.links.append(Link(*span, address))

    def _address(self, feature: JsonObject, shown: str) -> str | None:
        """Give where a feature leads, and note whom it mentions."""
        did = text_of(feature.get("did"))
        if did is None:  # a hashtag stays text
            return text_of(feature.get("uri"))
        person = mentioned(did, shown)
        self.persons.append(person)
        # By handle where it is shown: so one of ours is known by it.
        return f"{PAGE}{person.handle or did}"

    def _span(self, index: Json) -> tuple[int, int] | None:
        """Give the place of a facet in characters; None when its bytes are no part of the text."""
        if not isinstance(index, dict):
            return None
        begin, end = number_of(index.get("byteStart")), number_of(index.get("byteEnd"))
        if begin is None or end is None or not 0 <= begin < end:
            return None
        first, last = self._character(begin), self._character(end)
        return (first, last) if first is not None and last is not None else None

    def _character(self, byte: int) -> int | None:
        if self._ends is None:
            return byte if byte <= len(self._text) else None
        at = bisect_left(self._ends, byte)
        return at if at < len(self._ends) and self._ends[at] == byte else None


def _byte_ends(text: str) -> list[int]:
    """Give at which byte each character of a text begins, and the last one ends."""
    return [0, *accumulate(_sizes(text))]


def _sizes(text: str) -> Iterator[int]:
    return (1 if c < "\x80" else 2 if c < "\u0800" else 3 if c < "\U00010000" else 4 for c in text)

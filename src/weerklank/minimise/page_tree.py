"""A page as a tree to choose from: bounded, without what shows nothing, marked by the map."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Union
from xml.etree.ElementTree import Element

import cssselect2

from weerklank.minimise.page_map import PageMap
from weerklank.model.raw_page import FRAME, SHADOW, SeenElement

#: How large a page may be that is chosen from.
MOST_ELEMENTS = 60_000
MOST_SIGNS = 8_000_000
DEEPEST = 150
#: Elements that show nothing by themselves, or hold what is shown without scripts alone.
_UNSEEN = frozenset(
    "script style noscript template head meta link title base datalist param track".split()
)
#: Elements that show what stands elsewhere, or was typed: never looked into.
_CLOSED = frozenset("iframe frame object embed applet portal select textarea input".split())

Box = tuple[int, int, int, int]


class TooLarge(ValueError):
    """A page has more in it than is looked through."""


@dataclass(slots=True, eq=False)
class Part:
    """An element of the page on its way through choosing."""

    tag: str
    attributes: dict[str, str]
    box: Box | None
    parent: "Part | None"
    #: Whether it shows what is not looked into.
    is_closed: bool
    children: list[Union["Part", str]] = field(default_factory=list)
    #: What of the map matches it.
    found: frozenset[str] = frozenset()

    def parts(self) -> Iterator["Part"]:
        """Give all elements of it in their order, itself first."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            yield part
            waiting += [child for child in reversed(part.children) if isinstance(child, Part)]

    def text(self) -> str:
        """Give what stands in it, in one line."""
        return " ".join(self._said(self).split())

    @staticmethod
    def _said(part: "Part") -> str:
        return "".join(
            child if isinstance(child, str) else Part._said(child) for child in part.children
        )


@dataclass(slots=True)
class _Room:
    """What is left of the room that a page may take."""

    elements: int = MOST_ELEMENTS
    signs: int = MOST_SIGNS

    def take(self, element: SeenElement, depth: int) -> None:
        self.elements -= 1
        self.signs -= sum(len(child) for child in element.children if isinstance(child, str))
        self.signs -= sum(map(len, element.attributes.values()))
        if self.elements < 0 or self.signs < 0 or depth > DEEPEST:
            raise TooLarge


def read_tree(root: SeenElement, page_map: PageMap) -> Part:
    """Give the tree of a page, marked by the selectors of its map; TooLarge when it is."""
    room = _Room()
    matcher = cssselect2.Matcher()
    for selector in dict.fromkeys(_selectors(page_map)):
        for compiled in cssselect2.compile_selector_list(selector):
            matcher.add_selector(compiled, selector)
    top = _part(root, None)
    copy = Element(top.tag, root.attributes)
    pairs = [(top, copy)]
    waiting = [(root, top, copy, 0)]
    while waiting:
        seen, part, beside, depth = waiting.pop()
        room.take(seen, depth)
        for child in () if part.is_closed else seen.children:
            if isinstance(child, str):
                part.children.append(child)
            elif child.tag not in _UNSEEN:
                made = _part(child, part)
                part.children.append(made)
                mirror = Element(child.tag, child.attributes)
                beside.append(mirror)
                pairs.append((made, mirror))
                waiting.append((child, made, mirror, depth + 1))
    _mark(pairs, matcher, copy)
    return top


def _mark(pairs: list[tuple[Part, Element]], matcher: cssselect2.Matcher, copy: Element) -> None:
    parts = {id(mirror): part for part, mirror in pairs}
    for wrapper in cssselect2.ElementWrapper.from_html_root(copy).iter_subtree():
        matched = matcher.match(wrapper)
        if matched:
            part = parts[id(wrapper.etree_element)]
            part.found = frozenset(selector for *_, selector in matched)


def _part(seen: SeenElement, parent: Part | None) -> Part:
    is_closed = seen.tag in _CLOSED or any(
        not isinstance(child, str) and child.tag in {SHADOW, FRAME} for child in seen.children
    )
    return Part(seen.tag, seen.attributes, seen.box, parent, is_closed)


def _selectors(page_map: PageMap) -> Iterator[str]:
    yield from page_map.emoji
    yield from page_map.chrome.select
    yield from page_map.chrome.images
    for form in page_map.pages:
        yield from form.needs
    for block in page_map.blocks:
        keep = block.keep
        yield block.select
        for places in (block.address, block.author):
            yield from (place.partition("@")[0] for place in places)
        for kept in (keep.text, keep.name, keep.poll, keep.media, keep.avatar):
            yield from kept
        yield from (*keep.counts, *keep.time)


def is_seen(box: Box | None) -> bool:
    """Tell of a box whether it takes any place in the page."""
    return box is not None and box[2] > 1 and box[3] > 1


def around(one: Box, other: Box) -> Box:
    """Give the box around two boxes."""
    left, top = min(one[0], other[0]), min(one[1], other[1])
    right = max(one[0] + one[2], other[0] + other[2])
    low = max(one[1] + one[3], other[1] + other[3])
    return left, top, right - left, low - top


def box_of(part: Part) -> Box | None:
    """Give the place that a part takes: its own box, or that around all in it."""
    if is_seen(part.box):
        return part.box
    found: Box | None = None
    for one in part.parts():
        if one.box is not None and is_seen(one.box):
            found = around(found, one.box) if found else one.box
    return found

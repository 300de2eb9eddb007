"""The page that is made: elements of few kinds with few attributes, written out at the end."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Union

from weerklank.minimise.page_tree import Box, around

#: Elements that a kept page consists of; of any other its place is a `div` or a `span`.
BLOCKS = frozenset(
    "div p section article main header footer nav aside h1 h2 h3 h4 h5 h6 ul ol li dl dt dd "
    "blockquote pre figure figcaption table tbody thead tr td th body".split()
)
INLINE = frozenset(
    "span a b strong i em s del ins u small sub sup code q cite bdi abbr time mark kbd label "
    "button".split()
)
DRAWING = frozenset("svg g path circle rect ellipse polygon polyline line".split())
_OTHERS = frozenset("img video audio br hr wbr".split())
#: All elements that may stand in a kept page.
TAGS = BLOCKS | INLINE | DRAWING | _OTHERS
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_EMPTY = frozenset("img br hr wbr".split())
#: Attributes that may stand in a kept page.
ATTRIBUTES = frozenset(
    "class id style dir lang src poster alt width height controls type datetime viewBox d cx cy r "
    "rx ry x y x1 y1 x2 y2 points fill stroke stroke-width data-weerklank-post".split()
)
#: What a picture says that stands for a sign.
_SIGN = re.compile(r":[^\s:]{1,60}:|[^\w\s]{1,16}")
_NAME_OF_CLASS = re.compile(r"[A-Za-z_-][A-Za-z0-9_-]{0,63}")
#: Pixels in which the words fit that stand in an empty place; in less they are for readers of
#: the text alone.
_ROOM = (116, 18)
#: Words of ours in a kept page.
GREY_WORDS = "niet gearchiveerd"


@dataclass(slots=True)
class Made:
    """An element of the page that is kept."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Union["Made", "Grey", str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.tag not in TAGS or not ATTRIBUTES.issuperset(self.attributes):
            raise ValueError("an element that no kept page has")


@dataclass(slots=True)
class Grey:
    """A place that is empty, since nothing of it is archived."""

    box: Box


Child = Made | Grey | str


def tag_for(tag: str) -> str:
    """Give the tag by which an element is kept."""
    if tag in BLOCKS or tag in INLINE:
        return "div" if tag == "body" else tag
    return "div"


def classes_of(value: str) -> list[str]:
    """Give the names of classes in an attribute, those that have the form of one."""
    return [name for name in value.split()[:40] if _NAME_OF_CLASS.fullmatch(name)]


def merged(children: list[Child]) -> list[Child]:
    """Make one empty place of those that stand side by side."""
    result: list[Child] = []
    for child in children:
        last = result[-1] if result else None
        if isinstance(child, Grey) and isinstance(last, Grey):
            last.box = around(last.box, child.box)
        elif isinstance(child, str) and not child.strip() and isinstance(last, Grey):
            continue
        else:
            result.append(child)
    return result


def greys_in(made: Made) -> int:
    """Count the empty places of a page."""
    return sum(isinstance(child, Grey) for one in elements_of(made) for child in one.children)


def elements_of(made: Made) -> Iterator[Made]:
    """Give all elements of a made tree, itself first."""
    waiting = [made]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += [child for child in reversed(one.children) if isinstance(child, Made)]


def written(child: Child) -> str:
    """Write a made tree as HTML."""
    if isinstance(child, str):
        return html.escape(child, quote=False)
    if isinstance(child, Grey):
        return _written_grey(child)
    attributes = "".join(
        f' {name}="{html.escape(value)}"' for name, value in child.attributes.items()
    )
    if child.tag in _EMPTY:
        return f"<{child.tag}{attributes}>"
    inside = "".join(map(written, child.children))
    return f"<{child.tag}{attributes}>{inside}</{child.tag}>"


def _written_grey(grey: Grey) -> str:
    width, height = grey.box[2:]
    has_room = width >= _ROOM[0] and height >= _ROOM[1]
    look = "weerklank-grey" if has_room else "weerklank-grey weerklank-small"
    return f'<div class="{look}" style="width:{width}px;height:{height}px">{GREY_WORDS}</div>'


def said(child: Child) -> str:
    """Give what a made tree says, for who can't see it: a line for each block."""
    lines = "".join(_said(child)).split("\n")
    told: list[str] = []
    for line in (" ".join(one.split()) for one in lines):
        if line and not (line == f"[{GREY_WORDS}]" and told and told[-1] == line):
            told.append(line)
    return "\n".join(told) + "\n"


def _said_of_image(alt: str | None) -> str:
    """Give what stands for an image: nothing where it says nothing, such as a picture of us."""
    if alt is not None and (not alt or _SIGN.fullmatch(alt)):
        return alt
    return f"\n[afbeelding: {alt or 'zonder beschrijving'}]\n"


def _said(child: Child) -> Iterator[str]:
    if isinstance(child, str):
        yield child
    elif isinstance(child, Grey):
        yield f"\n[{GREY_WORDS}]\n"
    elif child.tag == "img":
        yield _said_of_image(child.attributes.get("alt"))
    elif child.tag not in DRAWING:
        before, after = _around(child.tag)
        yield before
        for one in child.children:
            yield from _said(one)
        yield after


def _around(tag: str) -> tuple[str, str]:
    """Give what stands before and after what an element says."""
    if tag in _HEADINGS:
        return "\n# ", "\n"
    if tag in {"video", "audio"}:
        return "\n[film of geluid]\n", "\n"
    return ("\n", "\n" if tag in BLOCKS else "") if tag in BLOCKS or tag == "br" else ("", "")

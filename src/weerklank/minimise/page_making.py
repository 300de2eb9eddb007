"""What all parts of a page are made by: elements, empty places, words of ours, listed words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from weerklank.minimise.css_values import inline_style
from weerklank.minimise.facts import is_language, is_moment
from weerklank.minimise.html_nodes import decode, encode
from weerklank.minimise.html_text import plain
from weerklank.minimise.page_files import PageFiles
from weerklank.minimise.page_map import PageMap
from weerklank.minimise.page_nodes import Child, Grey, Made, classes_of, tag_for
from weerklank.minimise.page_proof import Prover
from weerklank.minimise.page_refused import STILL_NAMED, NotChosen
from weerklank.minimise.page_shown import ShowsItems
from weerklank.minimise.page_tree import Part, box_of
from weerklank.minimise.page_words import TextWriter, joined

_LETTERS = re.compile(r"[^\W\d_]+")
#: Beside listed words, what may stand in a count or a moment.
_NO_LETTERS = re.compile(r"[\d\s.,:·•%+()/'\u2019\u2066-\u2069-]*")
_LONGEST_TOLD = 80
_LONGEST_NUMBER = 11
_EMOJI = re.compile(r":[\w+-]{1,60}:")


@dataclass(slots=True)
class Making:
    """The page that is being made, and what was met on the way."""

    base: str
    page_map: PageMap
    shown: ShowsItems
    prover: Prover
    files: PageFiles
    #: Names of classes and ids that the styles of the page ask for.
    styled: frozenset[str]
    #: Keys of the items that it shows, in order.
    shows: dict[str, None] = field(default_factory=dict)
    missing: int = 0
    replaced: int = 0
    replies: int = 0

    def element(self, part: Part) -> Made:
        """Give an element in the place of another, with what of its attributes says nothing."""
        made = Made(tag_for(part.tag))
        found = part.attributes
        classes = [one for one in classes_of(found.get("class", "")) if one in self.styled]
        if classes:
            made.attributes["class"] = " ".join(classes)
        if found.get("id") in self.styled:
            made.attributes["id"] = found["id"]
        if found.get("dir") in {"ltr", "rtl", "auto"}:
            made.attributes["dir"] = found["dir"]
        if is_language(found.get("lang", "")):
            made.attributes["lang"] = found["lang"]
        if made.tag == "time" and is_moment(found.get("datetime", "")):
            made.attributes["datetime"] = found["datetime"]
        if made.tag == "button":
            made.attributes["type"] = "button"
        style = inline_style(found["style"]) if found.get("style") else ""
        if style:
            made.attributes["style"] = style
        return made

    def grey(self, part: Part) -> list[Child]:
        """Give the empty place of a part; nothing for what takes no place."""
        box = box_of(part)
        return [Grey(box)] if box else []

    def words(self, part: Part, key: str) -> list[Child]:
        """Give words of ours without third parties of the thread of an item."""
        writer = TextWriter(self.base, self._belongs, self._emoji, self.element)
        html = writer.write(part)
        cleaned, hits = self.shown.clean(html, key)
        self.replaced += bool(hits)
        result = writer.read(cleaned)
        # Over the edges of elements too, and as it shows: without what is hidden between.
        texts = {plain(cleaned), *(joined(result, but) for but in ((), writer.hidden))}
        if any(self.shown.clean(encode(text), key)[1] for text in texts):
            raise NotChosen(STILL_NAMED)
        return result

    def line(self, text: str, key: str) -> str:
        """Give a text of ours without elements in it, such as what a picture shows."""
        cleaned, hits = self.shown.clean(encode(text), key)
        self.replaced += bool(hits)
        return decode(cleaned)

    def _belongs(self, part: Part) -> bool:
        return self.prover.block_of(part) is None

    def _emoji(self, part: Part) -> Made | None:
        if part.found.isdisjoint(self.page_map.emoji):
            return None
        alt = part.attributes.get("alt", "")
        address = self.files.picture(part.attributes.get("src", ""))
        if _EMOJI.fullmatch(alt) is None and _LETTERS.search(alt):
            return None
        if address is None:
            return Made("span", {"alt": alt})
        made = self.element(part)
        return Made("img", {**made.attributes, "src": address, "alt": alt})

    def told(self, part: Part, words: frozenset[str]) -> list[Child]:
        """Give numbers and moments, with listed words around them; the rest of it is grey."""
        if part.is_closed:
            return self.grey(part)
        children: list[Child] = []
        for child in part.children:
            if not isinstance(child, str):
                children += self.told(child, words)
            elif is_told(child, words):
                children.append(child)
            else:
                return self.grey(part)
        made = self.element(part)
        made.children = children
        return [made]


def is_told(text: str, words: frozenset[str]) -> bool:
    """Tell whether a text is figures and listed words alone."""
    if len(text) > _LONGEST_TOLD or _NO_LETTERS.fullmatch(_LETTERS.sub("", text)) is None:
        return False
    if any(len(number) > _LONGEST_NUMBER for number in re.findall(r"\d+", text)):
        return False
    return all(word.casefold() in words for word in _LETTERS.findall(text))


def says_nothing(text: str) -> bool:
    """Tell of a text that it is space or a mark between others."""
    return (
        len(text.strip()) <= 1
        and is_told(text, frozenset())
        and not any(letter.isdigit() for letter in text)
    )


def one_by_one(phrases: Iterable[str]) -> frozenset[str]:
    """Give the words of phrases as they are compared."""
    return frozenset(word.casefold() for one in phrases for word in _LETTERS.findall(one))

"""Texts of LinkedIn's API: `little` text and texts with attributes, as text and mentions.

Source: LinkedIn's documentation of the *little Text Format* and of the Comments API. A post has
one text in which all is written: `\\` before each sign that else has a meaning, `@[Name](urn)`
for whom it mentions, `{hashtag|\\#|tag}` for a hashtag. A comment, and a post in some answers, has
a plain text and beside it what stands where in it, counted in units of UTF-16 as Java does.
Whatever is written in no such form stays as it is. Each function takes linear time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from weerklank.harvest.json_fields import number_of, objects_within, text_of, texts_in
from weerklank.model.json_value import Json, JsonObject

#: Signs that are escaped to be themselves. No name or hashtag is a tenth as long as is read.
_RESERVED = r"\\|{}@\[\]()<>#*_~"
_ESCAPED = rf"\\[{_RESERVED}]"
_ELEMENT = re.compile(
    rf"(?P<escaped>{_ESCAPED})"
    rf"|@\[(?P<name>(?>(?:{_ESCAPED}|[^\\\[\]]){{0,300}}))\]\((?P<urn>urn:li:[A-Za-z_]+:[^()\s]{{1,100}})\)"
    rf"|\{{hashtag\|\\?(?P<sign>[#\uff03])\|(?P<tag>(?>(?:{_ESCAPED}|[^\\{{}}|]){{0,300}}))\}}"
)
#: A URN as it is written where it should not show: in a mention of another form, or by itself.
_LEFT = re.compile(r"urn:li:[A-Za-z_]{1,40}:(?:[^\s(),\]\\]{1,100}|\([^\s()]{1,200}\))")
#: What stands before it in a mention, behind the `@`: a name.
_BEFORE = re.compile(r"\\?\[(.{1,300}?)\\?\] ?\\?\( ?", re.DOTALL)
_LONGEST_BEFORE = 320
_UNESCAPED = re.compile(rf"\\([{_RESERVED}])")
_URN = re.compile(r"urn:li:([A-Za-z_]+):[^\s]{1,200}")
#: What is mentioned and is no person: a page of an organisation, by each name that it has there.
_ORGANISATIONS = frozenset(
    "company organization organizationBrand organizationalPage school showcase".split()
)
#: URNs that an attribute may have and that mention nobody.
_NOBODY = frozenset("hashtag".split())
_BYTES_OF_UNIT = 2
_URN_BEGINS = "urn:li:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Who is mentioned in a text, and by which words of it."""

    name: str
    urn: str

    @property
    def is_organisation(self) -> bool:
        """Tell whether it is a page of an organisation; whatever else is taken for a person."""
        kind = _URN.match(self.urn)
        return kind is not None and kind[1] in _ORGANISATIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A text as a reader sees it."""

    text: str
    mentions: tuple[Mention, ...] = ()

    @property
    def persons(self) -> tuple[Mention, ...]:
        """Give the mentions of persons."""
        return tuple(one for one in self.mentions if not one.is_organisation)


NOTHING_SAID = Said(text="")


def said_in(value: Json) -> Said | None:
    """Read a text of either form; None for what is no text."""
    if value is None:
        return NOTHING_SAID
    if isinstance(value, str):
        return read_little(value)
    if isinstance(value, dict) and isinstance(value.get("text", ""), str):
        return read_attributed(value)
    return None


def read_little(written: str) -> Said:
    """Read `little` text."""
    parts: list[str] = []
    mentions: list[Mention] = []
    done = 0
    for element in _ELEMENT.finditer(written):
        parts.append(written[done : element.start()])
        done = element.end()
        if element["escaped"]:
            parts.append(element["escaped"][1])
        elif element["urn"]:
            name = _UNESCAPED.sub(r"\1", element["name"])
            mentions.append(Mention(name=name, urn=element["urn"]))
            parts.append(name)
        else:
            parts.append(element["sign"] + _UNESCAPED.sub(r"\1", element["tag"]))
    parts.append(written[done:])
    return Said(text="".join(parts), mentions=tuple(mentions))


def urns_in(text: str) -> Iterator[Mention]:
    """Give the persons of whom a URN stands in a text as a reader sees it, with a name before it.

    So it is where a program that posts wrote a mention in a form that LinkedIn does not know.
    """
    if _URN_BEGINS not in text:  # as in nearly all
        return
    for found in _LEFT.finditer(text):
        before = text[max(0, found.start() - _LONGEST_BEFORE) : found.start()]
        named = _BEFORE.fullmatch(before.rpartition("@")[2])
        name = _UNESCAPED.sub(r"\1", named[1]).strip() if named else ""
        one = Mention(name=name, urn=found[0])
        if not one.is_organisation and _is_somebody(one.urn):
            yield one


def read_attributed(value: JsonObject) -> Said:
    """Read a text with attributes."""
    text = text_of(value.get("text")) or ""
    return Said(text=text, mentions=tuple(_mentioned(text, value)))


def _mentioned(text: str, value: JsonObject) -> Iterator[Mention]:
    units = b""
    for attribute in objects_within(value, "attributes"):
        urn = next(filter(_is_somebody, texts_in(attribute.get("value"))), None)
        start, length = number_of(attribute.get("start")), number_of(attribute.get("length"))
        if urn is None:
            continue
        units = units or text.encode("utf-16-le", "surrogatepass")
        name = ""
        if start is not None and length is not None and start >= 0 and length > 0:
            cut = units[start * _BYTES_OF_UNIT : (start + length) * _BYTES_OF_UNIT]
            name = cut.decode("utf-16-le", "ignore")
        yield Mention(name=name, urn=urn)


def _is_somebody(text: str) -> bool:
    kind = _URN.fullmatch(text)
    return kind is not None and kind[1] not in _NOBODY

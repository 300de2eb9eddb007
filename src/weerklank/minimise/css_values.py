"""What may stand in the styles of a kept page: kinds of values that name nobody, by their form."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin

import tinycss2
from tinycss2 import ast

#: Blocks and functions in each other.
_DEEPEST = 12
#: From here on a number may be the id of somebody.
_LARGEST = 10_000_000
_WORD = re.compile(r"[A-Za-z_-][A-Za-z0-9_-]{0,63}|-", re.ASCII)
_UNIT = re.compile(
    "px|r?em|ex|ch|lh|rlh|vw|vh|vmin|vmax|svh|svw|lvh|lvw|dvh|dvw|pt|pc|cm|mm|in|q|deg|rad|grad"
    "|turn|s|ms|fr|dpi|dpcm|dppx|x|cqw|cqh|cqi|cqb",
    re.IGNORECASE,
)
_HEXADECIMAL = re.compile("[0-9a-fA-F]{3,8}")
#: Names of fonts, areas of a grid.
_STRING = re.compile(r"[A-Za-z0-9 ._-]{0,60}", re.ASCII)
#: Signs that a style may add to a page: marks, and those of a font of icons; no letter.
_SYMBOLS = re.compile(
    "[ \u00a0\u00b7\u2022\u2026\u2013\u2014\u2039\u203a\u00ab\u00bb\u2190-\u2193"
    "\u25b4\u25b8\u25be\u25c2\u2713\u2714\u00d7|/:,.()\"'\ue000-\uf8ff-]{0,3}"
)
_FUNCTIONS = frozenset(
    "rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark var env calc min max "
    "clamp round abs linear-gradient radial-gradient conic-gradient repeating-linear-gradient "
    "repeating-radial-gradient translate translatex translatey translatez translate3d scale "
    "scalex scaley scale3d rotate rotatex rotatey rotatez rotate3d skew skewx skewy matrix "
    "matrix3d perspective cubic-bezier steps linear blur brightness contrast drop-shadow "
    "grayscale hue-rotate invert opacity saturate sepia repeat minmax fit-content inset circle "
    "ellipse polygon counter format".split()
)
_LITERALS = frozenset(",/*+-:")
#: Properties that say whence something is, or that bring in what is no style.
_NEVER = frozenset(("behavior", "-moz-binding", "src"))
_WITH_STRINGS = frozenset(("font-family", "font", "grid-template-areas", "grid-template"))
#: What a `style` attribute may say, and in which words.
_INLINE = re.compile(
    r"(?:min-|max-)?(?:width|height)|aspect-ratio|(?:padding|margin)(?:-[a-z]+)?|object-position"
    r"|object-fit|top|left|right|bottom|inset|position|display|opacity|color|background-color"
    r"|transform|flex(?:-[a-z]+)?|grid-(?:row|column|template-(?:rows|columns))|gap|text-align"
    r"|background-position|background-size|line-height|font-size|overflow|order"
)
_INLINE_WORDS = frozenset(
    "auto none cover contain center left right top bottom relative absolute static block flex "
    "inline inline-block grid hidden visible transparent currentcolor inherit span row column "
    "wrap nowrap 1fr max-content min-content fit-content".split()
)
_INLINE_FUNCTIONS = frozenset(
    "rgb rgba hsl hsla calc translate translatex translatey translate3d scale rotate repeat "
    "minmax".split()
)


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration that may be kept."""

    css: str
    #: Words in it that the platform chose, or somebody else.
    words: frozenset[str]
    #: Addresses of pictures and fonts, whole: all must be kept.
    addresses: tuple[str, ...] = ()


class Unfit(ValueError):
    """Something in a style that no kept page has."""


@dataclass(slots=True)
class Reading:
    """What is found while values are read."""

    base: str | None
    #: Whether addresses may stand here, and strings.
    addresses_may: bool = False
    strings: re.Pattern[str] | None = None
    words: set[str] = field(default_factory=set)
    addresses: list[str] = field(default_factory=list)

    def add_word(self, word: str) -> None:
        """Take up a word; Unfit when it has the form of none that a platform writes."""
        if _WORD.fullmatch(word.removeprefix("--")) is None:
            raise Unfit
        self.words.add(word)

    def values(self, tokens: Iterable[ast.Node], depth: int = 0) -> str:
        """Give tokens written anew; Unfit when one of them is of no kind that is kept."""
        if depth > _DEEPEST:
            raise Unfit
        return "".join(self._value(token, depth) for token in tokens)

    def _value(self, token: ast.Node, depth: int) -> str:
        kind: str = token.type
        if kind in {"comment", "whitespace"}:  # without it two words could become one
            return " "
        if kind in {"number", "percentage", "dimension"} and abs(token.value) >= _LARGEST:
            raise Unfit
        if kind in {"number", "percentage"}:
            return str(tinycss2.serialize([token]))
        if kind == "literal" and token.value in _LITERALS:
            return str(token.value)
        if kind in {"function", "() block"}:
            return self._group(token, depth)
        return self._single(token, kind)

    def _single(self, token: ast.Node, kind: str) -> str:
        if kind == "dimension" and _UNIT.fullmatch(token.unit):
            return str(tinycss2.serialize([token]))
        if kind == "hash" and _HEXADECIMAL.fullmatch(token.value):
            return f"#{token.value}"
        if kind == "ident":
            self.add_word(token.value)
            return str(token.value)
        if kind == "string" and self.strings and self.strings.fullmatch(token.value):
            if not token.value.isspace():
                self.words.update(re.findall(r"[A-Za-z0-9_-]+", token.value))
            return '"' + str(token.value).replace('"', '\\"') + '"'
        if kind == "url":
            return self._address(str(token.value))
        if kind == "unicode-range":
            return str(tinycss2.serialize([token]))
        raise Unfit

    def _group(self, token: ast.Node, depth: int) -> str:
        if token.type == "() block":
            return f"({self.values(token.content, depth + 1)})"
        name: str = token.lower_name
        if name == "url":
            strings = [one for one in token.arguments if one.type == "string"]
            if len(strings) != 1:
                raise Unfit
            return self._address(str(strings[0].value))
        if name not in _FUNCTIONS:
            raise Unfit
        return f"{name}({self.values(token.arguments, depth + 1)})"

    def _address(self, written: str) -> str:
        if not self.addresses_may or self.base is None:
            raise Unfit
        try:
            address = urljoin(self.base, written)
        except ValueError as error:
            raise Unfit from error
        if re.fullmatch(r"""[!#$&-;=?-\[\]_a-z~%]{1,6000}""", address) is None:
            raise Unfit
        self.addresses.append(address.partition("#")[0])
        return f'url("{address}")'


def declared(one: ast.Declaration, base: str | None, *, is_font: bool = False) -> Declared | None:
    """Give a declaration of a style sheet as it may be kept; None when it may not."""
    name = one.lower_name if not one.name.startswith("--") else one.name
    if name == "unicode-bidi" and not _is_plain_order(one.value):
        return None
    is_custom = name.startswith("--")
    if name in _NEVER and not is_font:
        return None
    reading = Reading(base, addresses_may=not is_custom)
    if name == "content" or name == "quotes":
        reading.strings = _SYMBOLS
    elif is_custom or is_font or name in _WITH_STRINGS:
        reading.strings = _STRING
    try:
        reading.add_word(name)
        value = reading.values(one.value).strip()
    except Unfit:
        return None
    important = " !important" if one.important else ""
    css = f"{name}:{value}{important}"
    return Declared(css, frozenset(reading.words), tuple(reading.addresses))


def _is_plain_order(tokens: Sequence[ast.Node]) -> bool:
    """Tell whether letters stand as they are read: turned about, others read than looked at."""
    said = {token.lower_value for token in tokens if token.type == "ident"}
    return said <= {"normal", "embed", "isolate", "plaintext"}


def inline_style(text: str) -> str:
    """Give what may be kept of a `style` attribute: sizes, places and colours."""
    kept = []
    for one in tinycss2.parse_blocks_contents(text[:4000]):
        if one.type != "declaration" or not _INLINE.fullmatch(one.lower_name):
            continue
        if not _is_plain(one.value):
            continue
        found = declared(one, None)
        if found:
            kept.append(found.css)
    return ";".join(kept)


def _is_plain(tokens: Sequence[ast.Node], depth: int = 0) -> bool:
    if depth > _DEEPEST:
        return False
    for token in tokens:
        if token.type == "ident" and token.lower_value not in _INLINE_WORDS:
            return False
        if token.type == "function" and (
            token.lower_name not in _INLINE_FUNCTIONS or not _is_plain(token.arguments, depth + 1)
        ):
            return False
        if token.type in {"string", "url"}:
            return False
    return True

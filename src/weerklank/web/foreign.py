"""What others wrote and made, shown without doing what it says.

Texts, names and descriptions of posts may hold anything. They reach a page as text, escaped; what
we set among them (line ends, chips for pseudonyms, marks) passes an allow-list once more, so that
not even a mistake here lets foreign markup through. Media are sent by what their bytes are, never
by what they claim, and only kinds that can't run anything are shown in the page.
"""

import re
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import NamedTuple

import nh3
from django.utils.safestring import SafeString

from weerklank.services.find.media_format import OTHER, kind_of

#: Markup that may stand in a shown text: nothing that loads, links or runs.
_TAGS = {"br", "span", "mark", "ins", "del"}
_CLASSES = {"span": {"pseudonym", "tag", "i", "i-lock", "sr"}, "mark": {"nl-mark"}}
_ATTRIBUTES = {"span": {"aria-hidden"}}
_PSEUDONYM = re.compile(r"Burger-[0-9A-Z]{4}(?:-[0-9A-Z]{1,4})+")
_TAG = re.compile(r"(?<![\w&#/])#\w{2,}")
_CHIP = '<span class="pseudonym"><span class="i i-lock" aria-hidden="true"></span>{name}</span>'


class Piece(NamedTuple):
    """A piece of foreign text, and how it is set: `mark`, `ins`, `del` or as it is."""

    text: str
    how: str = ""


def shown(text: str) -> SafeString:
    """Give a foreign text as it can be shown, with its line ends and pseudonyms."""
    return shown_pieces([Piece(text)])


def shown_pieces(pieces: Iterable[Piece]) -> SafeString:
    """Give pieces of a foreign text as they can be shown, each set in its way."""
    return _gate("".join(_set(piece) for piece in pieces))


def chip(name: str) -> SafeString:
    """Give the pseudonym of someone as a chip with a lock."""
    return _gate(_CHIP.format(name=escape(name)))


def _set(piece: Piece) -> str:
    inner = _PSEUDONYM.sub(lambda found: _CHIP.format(name=found[0]), escape(piece.text))
    inner = _TAG.sub(lambda found: f'<span class="tag">{found[0]}</span>', inner)
    inner = inner.replace("\r\n", "\n").replace("\n", "<br>")
    if piece.how == "mark":
        return f'<mark class="nl-mark">{inner}</mark>'
    return f"<{piece.how}>{inner}</{piece.how}>" if piece.how in {"ins", "del"} else inner


def _gate(markup: str) -> SafeString:
    cleaned = nh3.clean(
        markup,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes=set(),
        link_rel=None,
    )
    return SafeString(cleaned)


def shown_kind(path: Path | None) -> str:
    """Tell whether a medium may be shown as `image`, `video` or `audio`; empty for another."""
    kind = kind_of(path) if path else OTHER
    return kind.type.partition("/")[0] if kind is not OTHER else ""

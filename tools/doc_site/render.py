"""A page of Markdown as HTML: headings with anchors, links that lead within the site."""

import html
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

#: What a generated page says of itself at its top.
_COMMENT = re.compile(r"^<!--(?:(?!-->).)*-->[^\S\n]*\n?", re.MULTILINE | re.DOTALL)


@dataclass
class Rendered:
    """What came of a page."""

    title: str
    body: str
    #: (level, anchor, words) of each heading, in order.
    headings: list[tuple[int, str, str]]
    #: (anchor, heading, words) of each part, to be searched.
    parts: list[tuple[str, str, str]]


@dataclass
class Source:
    """A page that was read, of which links were not yet led anywhere."""

    name: str
    tokens: list[Token]
    headings: list[tuple[int, str, str]]
    warnings: list[str] = field(default_factory=list)

    @property
    def anchors(self) -> set[str]:
        """Give what a link may name of the page."""
        return {anchor for _, anchor, _ in self.headings}


def _table_open(*_: object) -> str:
    return '<div class="table" tabindex="0"><table>\n'


def _table_close(*_: object) -> str:
    return "</table></div>\n"


def _th_open(_: object, tokens: Sequence[Token], index: int, *__: object) -> str:
    style = tokens[index].attrGet("style")
    return '<th scope="col"' + (f' class="{str(style).split(":")[1]}">' if style else ">")


def _td_open(_: object, tokens: Sequence[Token], index: int, *__: object) -> str:
    style = tokens[index].attrGet("style")
    return f'<td class="{str(style).split(":")[1]}">' if style else "<td>"


def _fence(_: object, tokens: Sequence[Token], index: int, *__: object) -> str:
    return f'<pre tabindex="0"><code>{html.escape(tokens[index].content)}</code></pre>\n'


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark").enable("table")
    rules: dict[str, Callable[..., str]] = {
        "table_open": _table_open,
        "table_close": _table_close,
        "th_open": _th_open,
        "td_open": _td_open,
        "fence": _fence,
        "code_block": _fence,
    }
    for name, rule in rules.items():
        markdown.add_render_rule(name, rule)
    return markdown


MARKDOWN = _markdown()


def anchor_of(heading: str) -> str:
    """Give the anchor that forges give a heading: links of the sources hold on both."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def read_source(name: str, text: str) -> Source:
    """Read a page; anything but one title, headings in order and no HTML is a warning."""
    # Marks between which a program writes stand on lines of their own; nobody need read them.
    tokens = MARKDOWN.parse(_COMMENT.sub("", text))
    source = Source(name, tokens, [])
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            _heading(source, token, tokens[index + 1])
        for one in (token, *(token.children or ())):
            if one.type in ("html_block", "html_inline"):
                source.warnings.append(f"{name}: HTML in Markdown: {one.content.strip()[:60]}")
    levels = [level for level, _, _ in source.headings]
    if levels[:1] != [1] or levels.count(1) != 1:
        source.warnings.append(f"{name}: has not one title, at its top")
    for before, level in pairwise(levels):
        if level > before + 1:
            source.warnings.append(f"{name}: a heading of level {level} below one of {before}")
    return source


def _heading(source: Source, opening: Token, inline: Token) -> None:
    anchor = wanted = anchor_of(inline.content)
    number = 0
    while anchor in source.anchors:
        number += 1
        anchor = f"{wanted}-{number}"
    opening.attrSet("id", anchor)
    source.headings.append((int(opening.tag[1]), anchor, _words([inline])))


def _words(tokens: Sequence[Token]) -> str:
    """Give the words of tokens, without marks."""
    found = []
    for token in tokens:
        if token.type == "inline":
            found.append(_words(token.children or ()))
        elif token.type in ("text", "code_inline"):
            found.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            found.append(" ")
        elif token.type in ("fence", "code_block"):
            found.append(f" {token.content} ")
        elif token.nesting == -1 and token.block:
            found.append(" ")
    return "".join(found)


def render(source: Source, lead: Callable[[Source, str], str]) -> Rendered:
    """Give a page as HTML.

    `lead` gives for a link of the page where it leads in the site.
    """
    for token in source.tokens:
        for one in token.children or ():
            _lead(source, one, lead)
    env: dict[str, Any] = {}
    body = MARKDOWN.renderer.render(source.tokens, MARKDOWN.options, env)
    title = source.headings[0][2] if source.headings else source.name
    return Rendered(title, body, source.headings, _parts(source))


def _lead(source: Source, token: Token, lead: Callable[[Source, str], str]) -> None:
    if token.type == "link_open":
        token.attrSet("href", lead(source, str(token.attrGet("href"))))
    elif token.type == "image":
        address = str(token.attrGet("src"))
        if re.match(r"[a-z]+:|//", address):
            source.warnings.append(f"{source.name}: a picture from elsewhere: {address}")
        if not token.content:
            source.warnings.append(f"{source.name}: a picture without words: {address}")
        token.attrSet("src", lead(source, address))
        token.attrSet("loading", "lazy")


def _parts(source: Source) -> list[tuple[str, str, str]]:
    """Cut a page at its headings, for who searches."""
    starts = [at for at, token in enumerate(source.tokens) if token.type == "heading_open"]
    ends = [*starts[1:], len(source.tokens)][: len(starts)]
    return [
        (anchor, words, " ".join(_words(source.tokens[start + 3 : end]).split()))
        for (_, anchor, words), start, end in zip(source.headings, starts, ends, strict=True)
    ]


def relative(target: str, page: str) -> str:
    """Give the way from one page of the site to another."""
    start = PurePosixPath(page).parent
    return os.path.relpath(target, start)

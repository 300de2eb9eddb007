"""Letter forms: an answer letter as plain text, and as a page to print, on its own and offline."""

import re
import textwrap
from dataclasses import dataclass
from html import escape

_WIDE = 78
_TO_FILL = re.compile(r"\[[^\[\]]*\]")
_STYLE = """
@page { size: A4; margin: 25mm 22mm; }
body { font: 11pt/1.5 Georgia, "Times New Roman", serif; color: #111; background: #fff;
  max-width: 40rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.15rem; margin: 2rem 0 1rem; }
h2 { font-size: 1rem; margin: 1.6rem 0 .4rem; break-after: avoid; }
p { margin: 0 0 .6rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1.2rem; margin: 1.5rem 0; }
dd { margin: 0; overflow-wrap: anywhere; }
ol { padding-left: 1.6rem; }
li { margin: 0 0 .9rem; break-inside: avoid; }
blockquote { margin: .2rem 0 0; padding-left: .8rem; border-left: 2px solid #767676;
  white-space: pre-wrap; overflow-wrap: anywhere; }
.draft { border: 2px solid #111; padding: .4rem .8rem; font-weight: bold; }
.fill { background: #ffec99; }
@media print { body { margin: 0; max-width: none; padding: 0; } }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_DRAFT = "CONCEPT: over dit verzoek is nog niet besloten."
_SALUTATION = "Geachte heer, mevrouw [naam],"
_FILL = "Wat tussen vierkante haken staat, vult u zelf in voor u de brief verstuurt."


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a letter: its heading, its paragraphs, and what it lists."""

    heading: str
    lines: tuple[str, ...]
    #: What each entry is, and its words as archived.
    entries: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """An answer letter."""

    organisation: str
    date: str
    #: Number in the file system of the organisation.
    case: str
    #: Number of the request in the archive.
    number: str
    subject: str
    is_draft: bool
    blocks: tuple[Block, ...]
    #: Who decided; empty as long as nobody did.
    signed: str

    @property
    def head(self) -> tuple[tuple[str, str], ...]:
        """Give what stands above the letter."""
        return (
            ("Datum", self.date),
            ("Ons kenmerk", f"{self.case} ({self.number})"),
            ("Onderwerp", self.subject),
        )


def letter_text(letter: Letter) -> str:
    """Give a letter as plain text."""
    lines = [letter.organisation, ""]
    lines += [f"{name}: {value}" for name, value in letter.head]
    if letter.is_draft:
        lines += ["", _DRAFT]
    lines += ["", _SALUTATION]
    for block in letter.blocks:
        lines += ["", block.heading.upper()]
        for line in block.lines:
            lines += [*textwrap.wrap(line, _WIDE), ""]
        for number, (head, words) in enumerate(block.entries, start=1):
            lines += textwrap.wrap(f"{number}. {head}", _WIDE, subsequent_indent="   ")
            lines += [f"   | {_plain(line)}" for line in words.splitlines()]
            lines.append("")
        if not lines[-1]:
            lines.pop()
    lines += ["", *_ending(letter), "", f"({_FILL})", ""]
    return "\n".join(lines)


def letter_html(letter: Letter) -> str:
    """Give a letter as a page that asks nothing of anywhere and can be printed as it is."""
    head = "".join(f"<dt>{_told(n)}</dt><dd>{_told(value)}</dd>" for n, value in letter.head)
    draft = f'<p class="draft">{_DRAFT}</p>' if letter.is_draft else ""
    body = "".join(map(_block_html, letter.blocks))
    ending = "<br>".join(map(_told, _ending(letter)))
    return (
        '<!doctype html>\n<html lang="nl"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{_told(letter.subject)}</title><style>{_STYLE}</style></head>\n<body><main>"
        f"<p>{_told(letter.organisation)}</p><dl>{head}</dl>{draft}"
        f"<h1>{_told(letter.subject)}</h1><p>{_filled(_SALUTATION)}</p>{body}<p>{ending}</p>"
        f"<p><small>{_told(_FILL)}</small></p></main></body></html>\n"
    )


def _block_html(block: Block) -> str:
    lines = "".join(f"<p>{_filled(line)}</p>" for line in block.lines)
    entries = "".join(
        f'<li>{_told(head)}<blockquote dir="auto">{_told(words)}</blockquote></li>'
        for head, words in block.entries
    )
    listed = f"<ol>{entries}</ol>" if entries else ""
    return f"<h2>{_told(block.heading)}</h2>{lines}{listed}\n"


def _ending(letter: Letter) -> list[str]:
    return ["Met vriendelijke groet,", "", f"namens {letter.organisation}", letter.signed or "[…]"]


def _told(words: str) -> str:
    return escape(_plain(words, keep="\n"))


def _filled(line: str) -> str:
    """Mark what is to be filled in."""
    return _TO_FILL.sub(r'<span class="fill">\g<0></span>', _told(line))


def _plain(words: str, keep: str = "") -> str:
    """Leave out what is no sign that can be read, such as one that turns the direction of text."""
    return "".join(sign for sign in words if sign in keep or sign == " " or sign.isprintable())

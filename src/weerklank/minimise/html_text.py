"""Third parties out of HTML: its anchors, its text over tags and entities, and its attributes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from weerklank.minimise.coded_words import coded_words, may_be_coded, readings
from weerklank.minimise.folding import fold_key
from weerklank.minimise.free_words import OPAQUE, Found, FreeWords
from weerklank.minimise.html_nodes import (
    BREAKS,
    MARKUP,
    Node,
    decode,
    encode,
    parse,
    plainly_written,
    read_attributes,
    write_tag,
)
from weerklank.minimise.name_words import TUSSENVOEGSELS
from weerklank.minimise.names import Replaced, ThreadNames, stand_in
from weerklank.minimise.slugs import addresses_without_slash, words_within
from weerklank.model.addresses_in_text import AFTER_ADDRESS, addresses_in
from weerklank.model.found_mark import ANY_MARK, MARKS
from weerklank.model.found_words import FoundWords
from weerklank.model.ids import Pseudonym
from weerklank.model.person_address import FULL_HANDLE, inner_addresses, person_of

#: Whose address it is; None when there is nobody to hide.
Resolve = Callable[[str], Pseudonym | None]

#: A word with an escape in it. Possessive: each word is looked at once.
_ESCAPED = re.compile(r"""(?<![^\s<>"'\ufffc])[^\s<>"'%\ufffc]*+%[^\s<>"'\ufffc]++""")
#: Words that a name in an anchor has at most; more are words of the author, and stay.
_WORDS_OF_NAME = 3
#: The same for a name of which each word but a tussenvoegsel has a capital.
_CAPITAL_WORDS_OF_NAME = 7
_LOOKS_LIKE_ADDRESS = re.compile(r"\w[\w-]*+\.\w")
_WHITE = re.compile(r"[\t\n\r]+")
#: Attributes that people read, and the others that are kept.
_READABLE = frozenset(("title", "alt"))
#: Values by attribute that can name nobody; another value is dropped with its attribute.
_VALUES = {
    "class": re.compile(
        r"(?: ?(?:mention|hashtag|u-url|u-photo|h-card|h-cite|p-name|p-author|e-content|invisible"
        r"|ellipsis|emoji|emojione|custom-emoji|quote-inline|status-link|unhandled-link|link"
        r"|quote|spoiler|u-in-reply-to)(?![^ ]))* ?|[a-z]"
    ),
    "rel": re.compile(
        r"(?: ?(?:nofollow|noopener|noreferrer|tag|me|ugc|external|author|bookmark|canonical)"
        r"(?![^ ]))* ?"
    ),
    "lang": re.compile(r"[a-z]{2}(?:-[A-Z]{2}|-Hans|-Hant|-Latn)?"),
    "dir": re.compile("ltr|rtl|auto"),
    "translate": re.compile("yes|no|"),
    "start": re.compile("-?[0-9]{0,6}"),
    "reversed": re.compile("(?:reversed)?"),
    "value": re.compile("-?[0-9]{0,6}|[a-z]"),
}
#: Mastodon writes it on every link and it says nothing; without it no link would stay as it was.
_HARMLESS = ("target", "_blank")
#: Addresses that hold their contents themselves.
_SELF_CONTAINED = ("data:", "javascript:", "vbscript:")
#: Addresses that are those of a person, mostly: of a third party's text they go.
_REACHES = ("mailto:", "tel:", "sms:")
_MOST_LAYERS = 3
#: Longer attributes are not remembered.
_USUAL_LENGTH = 100

#: Paragraphs and lines of text without an address, and anchors around a word of such text, with
#: the attributes that Mastodon writes: nothing that `_clean` would touch.
_SIMPLE = re.compile(
    r"(?>(?:[^<>&/@%\x00-\x08]++|</?p>|<br ?/?>|</?span>|</a>|&(?:amp|lt|gt|quot|#39);"
    r"|<a href=\"[^\"<>]++\" class=\"mention hashtag\" rel=\"tag\">)*)"
)
_HREF = re.compile(r'href="([^"<>]++)"')
_TAG, _BREAK = re.compile("<[^<>]++>"), re.compile("</?p>|<br ?/?>")
#: An id that stands by itself and tells who somebody is.
_HAS_DID = re.compile("did:(?:plc|web):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """HTML in which persons have their pseudonym, and how many places were changed."""

    html: str
    hits: int
    #: What detectors found in what people read of it, in order.
    found: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str
    #: What detectors found there.
    found: FoundWords | None = None
    #: What it was found in, where that is not what stands there: its escapes are read.
    said: str | None = None


def rewrite_plain(
    text: str, *, resolve: Resolve, names: ThreadNames, words: FreeWords | None = None
) -> Replaced:
    """Put pseudonyms in the place of bare addresses and of names in plain text.

    `words`, in the text of a third party, finds what goes besides.
    """
    edits = _edits(text, resolve, names, words)
    if not edits:
        return Replaced(text, 0)
    after = _apply(text, 0, edits)
    return Replaced(after, len(edits), _numbered(text, edits, after))


def rewrite(
    html: str, *, resolve: Resolve, names: ThreadNames, words: FreeWords | None = None
) -> Rewritten:
    """Put pseudonyms in the place of persons in HTML, and drop what may hide one.

    What need not change stays as it was written; when nothing need change the same object
    comes back. Malformed HTML gives some result, never an error. `words` as in plain text.
    """
    if "<" not in html and "&" not in html:
        replaced = rewrite_plain(html, resolve=resolve, names=names, words=words)
        return Rewritten(replaced.text, replaced.hits, replaced.found)
    if names.is_empty and _names_nobody(html, resolve, words):
        return Rewritten(html, 0)
    nodes, hits = _hide_anchors(parse(html), resolve)
    for node in nodes:
        if node.name and not node.closing and node.rest:
            hits += _clean(node, resolve, names, words)
    running = "".join([node.shown for node in nodes])
    edits = _edits(running, resolve, names, words)
    _write_into(nodes, edits)
    result = "".join([node.raw for node in nodes])
    found = _numbered(running, edits, _apply(running, 0, edits)) if words and edits else ()
    return Rewritten(html if result == html else result, hits + len(edits), found)


def _names_nobody(html: str, resolve: Resolve, words: FreeWords | None) -> bool:
    """Tell quickly of plain paragraphs and hashtags that there is nobody in them to hide.

    False means no more than: look closer. Possessive quantifiers keep it linear.
    """
    if _SIMPLE.fullmatch(html) is None or _HAS_DID.search(html):
        return False
    links = [*map(decode, _HREF.findall(html))]
    if not all(resolve(href) is None for href in links):
        return False
    if words is None:
        return True
    running = decode(_TAG.sub("", _BREAK.sub("\n", html)))
    return not any(map(words.find, [*map(unquote, links), running]))


def plain(html: str) -> str:
    """Give the text of HTML with line breaks where it has lines and paragraphs."""
    if "<" not in html:
        return decode(html)
    parts: list[str] = []
    breaks = done = 0
    for match in MARKUP.finditer(html):
        start, end = match.span()
        if start > done:
            breaks = _add_text(parts, html[done:start], breaks)
        done = end
        name = match["name"]
        if name:
            lines = BREAKS.get(name) or BREAKS.get(name.lower(), 0)
            if lines:
                breaks = breaks + 1 if lines == 1 and name in {"br", "BR"} else max(breaks, lines)
    if done < len(html):
        _add_text(parts, html[done:], breaks)
    return "".join(parts)


def _add_text(parts: list[str], text: str, breaks: int) -> int:
    if (breaks or not parts) and text.isspace():
        return breaks
    if breaks and parts:
        parts.append("\n" * breaks)
    parts.append(decode(text))
    return 0


def _numbered(text: str, edits: list[_Edit], after: str) -> tuple[Found, ...]:
    """Say of what detectors found which of the marks in the text as it became is its own."""
    if not any(edit.found for edit in edits):
        return ()
    numbers = {match.start(): number for number, match in enumerate(ANY_MARK.finditer(after))}
    result: list[Found] = []
    shift = 0
    for edit in edits:
        if edit.found:
            said = text[edit.start : edit.end] if edit.said is None else edit.said
            result.append(Found(edit.found, said, numbers[edit.start + shift]))
        shift += len(edit.text) - (edit.end - edit.start)
    return tuple(result)


def _edits(
    text: str, resolve: Resolve, names: ThreadNames, words: FreeWords | None = None
) -> list[_Edit]:
    edits = _of_persons(text, resolve, names)
    if words is None:
        return edits
    found = words.find(_masked(text, edits) if edits else text)
    if found:
        edits += [_Edit(one.start, one.end, MARKS[one.kind], one) for one in found]
        edits.sort(key=lambda edit: edit.start)
    if "%" in text:
        edits += _found_escaped(_masked(text, edits), words)
        edits.sort(key=lambda edit: edit.start)
    return edits


def _found_escaped(text: str, words: FreeWords) -> list[_Edit]:
    """Find words in which detectors find something when their escapes are read; they go whole."""
    edits: list[_Edit] = []
    for match in _ESCAPED.finditer(text):
        word = match[0].rstrip(AFTER_ADDRESS)
        read = word
        for _ in range(_MOST_LAYERS):
            before, read = read, unquote(read)
            found = words.find(read) if read != before else ()
            if found:
                one, start = found[0], match.start()
                whole = FoundWords(
                    start, start + len(word), one.kind, one.detector, one.confidence
                )
                said = read[one.start : one.end]
                edits.append(_Edit(start, whole.end, MARKS[one.kind], whole, said))
                break
    return edits


def _of_persons(text: str, resolve: Resolve, names: ThreadNames) -> list[_Edit]:
    edits: list[_Edit] = []
    masked = text
    if "/" in text or ("@" in text and "acct:" in text.lower()) or _HAS_DID.search(text):
        edits = _addresses(text, resolve)
    if text.count("@") > 1:
        taken = [(edit.start, edit.end) for edit in edits]
        edits += [
            edit
            for edit in _full_handles(text, resolve)
            if all(edit.end <= start or end <= edit.start for start, end in taken)
        ]
        edits.sort(key=lambda edit: edit.start)
    if edits:
        masked = _masked(text, edits)
    if "%" in masked:
        edits += _escaped(masked, resolve, names)
        masked = _masked(text, edits)
    slugs = _slugs(masked, names)
    if slugs:
        edits += slugs
        masked = _masked(text, edits)
    hits = names.find(masked)
    edits += [_Edit(hit.start, hit.end, stand_in(text, hit)) for hit in hits]
    if not names.is_empty and may_be_coded(text):
        edits += _coded(_masked(text, edits), resolve, names)
    edits.sort(key=lambda edit: edit.start)
    return edits


def _masked(text: str, edits: list[_Edit]) -> str:
    """Give a text in which nothing is found any more where it is edited."""
    edits.sort(key=lambda edit: edit.start)
    return _apply(text, 0, [_Edit(e.start, e.end, OPAQUE * (e.end - e.start)) for e in edits])


def _slugs(text: str, names: ThreadNames) -> list[_Edit]:
    """Find addresses that name somebody in words written as one: `/over_jan`. They go whole."""
    if names.is_empty or ("/" not in text and ":" not in text):
        return []
    edits: list[_Edit] = []
    done = 0
    for start, end, address in sorted((*addresses_in(text), *addresses_without_slash(text))):
        shown = _named_within(address, names)
        if shown and start >= done:
            edits.append(_Edit(start, end, shown))
            done = end
    return edits


def _named_within(address: str, names: ThreadNames) -> str:
    """Give what stands in for the first whom an address names in words written as one, if any."""
    if words_within(address) is None:
        return ""
    # What is found in it as it stands goes by itself.
    rest = _apply(address, 0, [_Edit(hit.start, hit.end, "/") for hit in names.find(address)])
    read = words_within(rest)
    who = names.whom(read) if read else None
    return str(who) if who else ""


def _escaped(text: str, resolve: Resolve, names: ThreadNames) -> list[_Edit]:
    """Find words that name somebody when their escapes (`%40`) are read, once or more.

    The whole word goes: what is left of an address would lead to the same person.
    """
    edits: list[_Edit] = []
    for match in _ESCAPED.finditer(text):
        word = match[0].rstrip(AFTER_ADDRESS)
        read = word
        for _ in range(_MOST_LAYERS):
            before, read = read, unquote(read)
            if read == before:
                break
            shown = _first_named(read, resolve, names)
            if shown:
                edits.append(_Edit(match.start(), match.start() + len(word), shown))
                break
    return edits


def _coded(text: str, resolve: Resolve, names: ThreadNames) -> list[_Edit]:
    """Find words that name somebody when what they encode is read; they go whole."""
    edits: list[_Edit] = []
    for match in coded_words(text):
        shown = _named_in_code(match[0].rstrip(AFTER_ADDRESS), resolve, names)
        if shown:
            edits.append(_Edit(match.start(), match.end(), shown))
    return edits


def _named_in_code(word: str, resolve: Resolve, names: ThreadNames) -> str:
    if not may_be_coded(word):
        return ""
    named = (_first_named(read, resolve, names) for read in readings(word))
    return next(filter(None, named), "")


def _first_named(text: str, resolve: Resolve, names: ThreadNames) -> str:
    """Give what stands in for the first person that a text without escapes names, if any."""
    within = None if names.is_empty else words_within(text)
    who = names.whom(text) or (names.whom(within) if within else None)
    if who:
        return str(who)
    found = _full_handles(text, resolve) if text.count("@") > 1 else []
    found = found or _addresses(text, resolve)
    return found[0].text.removeprefix("@") if found else ""


def _addresses(text: str, resolve: Resolve) -> list[_Edit]:
    edits: list[_Edit] = []
    for start, end, address in addresses_in(text):
        pseudonym = resolve(address)
        if pseudonym:
            edits.append(_Edit(start, end, str(pseudonym)))
    return edits


def _full_handles(text: str, resolve: Resolve) -> list[_Edit]:
    """Find handles with their server: whose they are stands in them."""
    edits: list[_Edit] = []
    for match in FULL_HANDLE.finditer(text):
        pseudonym = resolve(f"https://{match['host'].lower()}/@{match['name']}")
        if pseudonym:
            edits.append(_Edit(match.start(), match.end(), f"@{pseudonym}"))
    return edits


def _apply(text: str, base: int, edits: list[_Edit]) -> str:
    """Change a text that begins at `base` of the running text; edits write where they begin."""
    parts: list[str] = []
    done = 0
    for edit in edits:
        parts.append(text[done : max(edit.start - base, 0)])
        if edit.start >= base:
            parts.append(edit.text)
        done = edit.end - base
    parts.append(text[done:])
    return "".join(parts)


def _write_into(nodes: list[Node], edits: list[_Edit]) -> None:
    """Change the texts of nodes by edits of what stands in all of them together."""
    if not edits:
        return
    first = base = 0
    for node in nodes:
        limit = base + len(node.shown)
        while first < len(edits) and edits[first].end <= base:
            first += 1
        if not node.name and not node.fixed and node.shown:
            last = first
            while last < len(edits) and edits[last].start < limit:
                last += 1
            if last > first:
                node.raw = encode(_apply(node.shown, base, edits[first:last]))
        base = limit


def _hide_anchors(nodes: list[Node], resolve: Resolve) -> tuple[list[Node], int]:
    result: list[Node] = []
    at = hits = 0
    while at < len(nodes):
        node = nodes[at]
        at += 1
        pseudonym, address = None, ""
        if node.name == "a" and not node.closing:
            pseudonym, address = _owner(node, resolve)
        if pseudonym is None:
            result.append(node)
            continue
        end = at
        while end < len(nodes) and nodes[end].name != "a":
            end += 1
        result += _stand_in_for_anchor(nodes[at:end], pseudonym, address)
        hits += 1
        at = end + (end < len(nodes) and nodes[end].closing)
    return result, hits


def _owner(anchor: Node, resolve: Resolve) -> tuple[Pseudonym | None, str]:
    for name, value in read_attributes(anchor.rest):
        if name == "href":
            address = _address(value)
            return resolve(address), address
    return None, ""


def _address(href: str) -> str:
    """Read an address as browsers do, who skip line ends."""
    return _WHITE.sub("", href).strip()


def _stand_in_for_anchor(inside: list[Node], pseudonym: Pseudonym, address: str) -> list[Node]:
    shown = "".join([node.shown for node in inside]).strip()
    visible = fold_key(shown).strip()
    if visible.startswith("@"):
        return [_fixed(f'<span class="mention">@{pseudonym}</span>', OPAQUE)]
    if not visible or "://" in visible or _LOOKS_LIKE_ADDRESS.match(visible):
        return [_fixed(f'<span class="link">{pseudonym}</span>', OPAQUE)]
    if _is_of_a_profile(address) and _may_be_name(shown):
        # What an anchor to a profile says is whose it is: a handle, a name, a nickname.
        return [_fixed(f'<span class="mention">@{pseudonym}</span>', OPAQUE)]
    return [_fixed('<span class="link">'), *inside, _fixed("</span>")]


def _may_be_name(shown: str) -> bool:
    """Tell of a text in an anchor whether all of it may be a name: `Jan van der Meulenbelt`."""
    words = shown.split()
    if len(words) <= _WORDS_OF_NAME:
        return True
    telling = [word for word in words if fold_key(word).strip(".,'") not in TUSSENVOEGSELS]
    return len(words) <= _CAPITAL_WORDS_OF_NAME and all(
        any(letter.isupper() for letter in word) or not word.isalpha() for word in telling
    )


def _is_of_a_profile(address: str) -> bool:
    """Tell of an address that leads to somebody whether it is their profile, not a post."""
    profile = person_of(address)
    return not (profile and profile.deeper) and not any(inner_addresses(address))


def _fixed(raw: str, shown: str = "") -> Node:
    return Node(raw, shown, fixed=True)


def _clean(tag: Node, resolve: Resolve, names: ThreadNames, words: FreeWords | None) -> int:
    """Drop and rewrite the attributes of a tag; give the number of persons in them."""
    if len(tag.rest) <= _USUAL_LENGTH and _is_clean(tag.rest):
        return 0
    found = read_attributes(tag.rest)
    kept: list[tuple[str, str]] = []
    hits = 0
    for name, value in found:
        if name in _READABLE:
            replaced = rewrite_plain(value, resolve=resolve, names=names, words=words)
            hits += replaced.hits
            kept.append((name, replaced.text))
        elif name == "href":
            named = _leads_to_somebody(tag, value, resolve, names, words)
            hits += named
            if not named and not _address(value).lower().startswith(_SELF_CONTAINED):
                kept.append((name, value))
        elif (name, value) == _HARMLESS or _is_harmless(name, value):
            kept.append((name, value))
    if kept != found or not plainly_written(tag.rest):
        tag.raw = write_tag(tag.name, kept)
    return hits


@lru_cache(maxsize=500)
def _is_clean(rest: str) -> bool:
    """Tell of attributes as they are written that they are plain, and that none may hide a person.

    Such as those that Mastodon writes around each mention.
    """
    return plainly_written(rest) and all(
        name not in _READABLE
        and name != "href"
        and ((name, value) == _HARMLESS or _is_harmless(name, value))
        for name, value in read_attributes(rest)
    )


def _is_harmless(name: str, value: str) -> bool:
    allowed = _VALUES.get(name)
    return allowed is not None and allowed.fullmatch(value) is not None


def _leads_to_somebody(
    tag: Node, href: str, resolve: Resolve, names: ThreadNames, words: FreeWords | None
) -> bool:
    value = _address(href)
    if tag.name != "a" and resolve(value):
        return True
    for _ in range(_MOST_LAYERS):
        value = unquote(value)
    if words and (value.lower().startswith(_REACHES) or words.find(value) or words.is_tag(value)):
        return True
    if names.is_empty:
        return False
    within = words_within(value)
    named = names.find(value) or (names.find(within) if within else None)
    return bool(named or _named_in_code(value, resolve, names))

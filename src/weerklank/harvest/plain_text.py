"""Plain text of a platform: into HTML of one form, and whom it names by a flat handle.

A flat handle is one without a server: `@voorbeelddam`. Whom the addresses and the full handles in
a text lead to is asked of minimisation itself (`minimise.leads`, docs/adr/0059), by the connector;
`persons_at` makes persons of those. Each function takes linear time, whatever text it gets.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from weerklank.model.addresses_in_text import addresses_in
from weerklank.model.person_address import addresses_within, person_of
from weerklank.model.platform import Platform, profile_of
from weerklank.model.raw import RawPerson, person_of_profile

#: Signs that no text may hold and that no reader sees.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LINE_END = re.compile("\r\n?|[\x85\u2028\u2029]")
#: What a browser follows when it is clicked; an address of another kind stays text.
_FOLLOWED = re.compile(r"https?://[^\s/?#]+", re.IGNORECASE)
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
#: Signs that people use as `@`: the platforms take the wide ones for it too.
_AT = "[@\uff20\ufe6b]"
_WORDS = "[A-Za-z0-9_]++"


def _handles(words: str, between: str = "") -> re.Pattern[str]:
    """Match handles of words, with signs between them but not behind them. Possessive: linear."""
    form = rf"(?>{words}(?:[{between}]++{words})*)" if between else words
    return re.compile(rf"(?<![\w@]){_AT}({form})(?![\w@])")


#: What a handle looks like in a text, where platforms have them.
_HANDLES: dict[Platform, re.Pattern[str]] = {
    Platform.X: _handles(_WORDS),
    Platform.INSTAGRAM: _handles(_WORDS, "."),
    Platform.THREADS: _handles(_WORDS, "."),
    Platform.TIKTOK: _handles(_WORDS, "."),
    Platform.FACEBOOK: _handles(_WORDS, "."),
    Platform.SNAPCHAT: _handles(_WORDS, ".-"),
    Platform.YOUTUBE: _handles(r"\w++", ".\u00b7-"),
    Platform.BLUESKY: _handles("[A-Za-z0-9]++", ".-"),
}
#: No platform has longer ones: that of Bluesky is the name of a host.
_LONGEST = 253
#: Handles in one text that are read; a text with more names nobody to its reader.
_MOST_NAMED = 1_000


@dataclass(frozen=True, slots=True)
class Link:
    """A part of a text, in characters, that leads somewhere; shown otherwise where `shown` is."""

    start: int
    end: int
    address: str
    shown: str | None = None


def html_of(text: str, links: Iterable[Link] = ()) -> str:
    """Give plain text as safe HTML: one paragraph, a `<br>` for each line, addresses as links.

    An address in the text that begins with `http` or `www.` becomes a link, and so does each
    stated one; of those over one another the first counts. A stated link to something that no
    browser follows is text. The same text gives the same HTML.
    """
    parts: list[str] = []
    done = 0
    for link in _in_order(text, links):
        parts += (_with_addresses(text[done : link.start]), _anchor(text, link))
        done = link.end
    parts.append(_with_addresses(text[done:]))
    return f"<p>{_with_breaks(''.join(parts))}</p>"


def _in_order(text: str, stated: Iterable[Link]) -> Iterator[Link]:
    """Give the stated links of a text in order, none over another and none outside it."""
    size, done = len(text), 0
    for link in sorted(stated, key=lambda one: one.start):
        if done <= link.start < link.end <= size:
            yield link
            done = link.end


def _with_addresses(text: str) -> str:
    """Write a part of a text in which no link is stated, with its bare addresses as links."""
    if "://" not in text and "www." not in text.lower():  # as most
        return _escaped(text)
    parts: list[str] = []
    done = 0
    for start, end, address in addresses_in(text):
        if _is_written_out(text, start):
            parts += (_escaped(text[done:start]), _anchor(text, Link(start, end, address)))
            done = end
    return "".join((*parts, _escaped(text[done:])))


def _is_written_out(text: str, start: int) -> bool:
    """Tell whether an address is written as one, and not as words with a slash between them."""
    head = text[start : start + 8].lower()
    return head.startswith(("http://", "https://", "www."))


def _anchor(text: str, link: Link) -> str:
    shown = _escaped(text[link.start : link.end] if link.shown is None else link.shown)
    if not _FOLLOWED.match(link.address):
        return shown
    return f'<a href="{html.escape(_without_controls(link.address).strip())}">{shown}</a>'


def _escaped(text: str) -> str:
    return html.escape(_without_controls(text), quote=False)


def _without_controls(text: str) -> str:
    return _CONTROL.sub("", text) if not text.isprintable() else text


def _with_breaks(text: str) -> str:
    return _LINE_END.sub("\n", text).strip("\n").replace("\n", "<br>")


def spelling_of(name: str) -> str | None:
    """Tell the words of a handle apart by its capitals: `@JanVries` is `jan_vries`.

    None when they tell nothing, and for an address.
    """
    local = name.strip().lstrip("@").partition("@")[0]
    if "/" in local:  # an address
        return None
    spelled = _CAPITAL.sub("_", local).lower()
    return spelled if spelled != local.lower() else None


def person_called(platform: Platform, name: str) -> RawPerson:
    """Give whom a handle without a server is of, with or without its `@`."""
    handle = name.strip().lstrip("@\uff20\ufe6b")
    return RawPerson(platform=platform, handle=handle.lower(), spelling=spelling_of(handle))


def named_in_text(text: str, platform: Platform) -> tuple[RawPerson, ...]:
    """Give whom a text of a platform names by a handle as it is written there: `@name`.

    Each once, in the order of the text. A full handle with a server is none of these, nor is a
    name in the address of a profile elsewhere: that address says itself whose it is.
    """
    handles = _HANDLES.get(platform)
    if handles is None or not any(sign in text for sign in "@\uff20\ufe6b"):
        return ()
    elsewhere = _names_elsewhere(text, platform)
    found = (one for one in handles.finditer(text) if one.start(1) not in elsewhere)
    written = (match[1] for match in islice(found, _MOST_NAMED))
    named = (person_called(platform, one) for one in written if len(one) <= _LONGEST)
    return tuple(dict.fromkeys(named))


def _names_elsewhere(text: str, platform: Platform) -> frozenset[int]:
    """Give where names begin in addresses of profiles on another platform: `/@name`."""
    if "/@" not in text:
        return frozenset()
    begins: set[int] = set()
    for start, _, address in addresses_in(text):
        at = address.find("/@") + 2
        if at > 1 and text.startswith(address[:at], start):
            profile = profile_of(address)
            if profile and profile.platform is not platform:
                name = profile.handle.partition("@")[0]
                begins |= {start + at} if address[at:].lower().startswith(name) else set()
    return frozenset(begins)


def persons_at(addresses: Iterable[str], owner: RawPerson) -> tuple[RawPerson, ...]:
    """Give whose profiles addresses lead to, on whatever platform, each once.

    Not who is called as the owner is: that name in a text is our own.
    """
    within = (one for address in dict.fromkeys(addresses) for one in addresses_within(address))
    persons = dict.fromkeys(map(person_of_profile, filter(None, map(person_of, within))))
    return tuple(p for p in persons if _local(p.handle) != _local(owner.handle))


def leads_to_another(address: str, owner: RawPerson) -> bool:
    """Tell whether an address, such as one of a post, has the profile of somebody else in it."""
    ours = {owner.handle, *owner.other_handles, owner.user_id}
    return any((p.handle or p.user_id) not in ours for p in persons_at([address], owner))


def _local(handle: str | None) -> str:
    return (handle or "").partition("@")[0]

"""The words of a post of X: its short links opened, without those that stand for its media."""

import re
from dataclasses import dataclass

from weerklank.connectors.x.media_files import media_in
from weerklank.harvest.json_fields import Fields, object_within, objects_within, text_of
from weerklank.harvest.plain_text import Link, html_of
from weerklank.model.json_value import JsonObject

#: What X writes as HTML does, and nothing else.
_WRITTEN = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
#: Tells quickly that a text leads to nobody.
_MAY_LEAD = re.compile(r"[/\\%]|acct:|@[^@\s]*@", re.IGNORECASE)
_SHORT = re.compile(r"https?://t\.co/\w{1,40}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Words:
    """What a post says."""

    #: Plain, with its links opened.
    text: str
    #: Where its links stand in the text, and lead.
    links: tuple[Link, ...]
    #: Where all links of the post lead, those that were opened before too, in their order.
    addresses: tuple[str, ...]
    #: The same by the short form, of those that have one.
    opened: dict[str, str]
    #: Texts besides, such as of its pictures.
    besides: tuple[str, ...]
    #: Whether an address or a full handle may stand in it besides its links.
    may_lead: bool

    @property
    def html(self) -> str:
        """Give it as HTML."""
        return html_of(self.text, self.links)


def words_of(tweet: JsonObject, note: JsonObject | None, fields: Fields) -> Words:
    """Read the words of a post; those of its long text where it has one."""
    core = object_within(note, "core")
    written = text_of(core.get("text")) or fields.text("full_text") or fields.text("text") or ""
    opened = _links(tweet, fields) | (_links_of_note(core) if core else {})
    media = _media(tweet)
    read = _as_read(written, media)
    parts: list[str] = []
    links: list[Link] = []
    rest: list[str] = []
    done = size = 0
    for short in _SHORT.finditer(read) if opened else ():
        address = opened.get(short[0])
        if address:
            before = read[done : short.start()]
            parts += (before, address)
            rest.append(before)
            size += len(before) + len(address)
            links.append(Link(size - len(address), size, address))
            done = short.end()
    rest.append(read[done:])
    parts.append(read[done:])
    return Words(
        text="".join(parts),
        links=tuple(links),
        addresses=tuple(dict.fromkeys(opened[one] for one in opened if one in written)),
        opened={one: to for one, to in opened.items() if one != to and one in written},
        besides=tuple(alt for _, alt in media if alt),
        may_lead=_MAY_LEAD.search(" ".join(rest)) is not None,
    )


def _as_read(written: str, media: list[tuple[str, str | None]]) -> str:
    """Give a text as X shows it: escapes read, and no link for what is shown as a picture."""
    text = written
    for short, _ in media:
        if short:
            text = text.replace(short, "")
    if "&" in text:
        for escaped, sign in _WRITTEN:
            text = text.replace(escaped, sign)
    return text.strip()


def _links(tweet: JsonObject, fields: Fields) -> dict[str, str]:
    entities = fields.object("entities")
    inner = Fields(entities or {})
    found: dict[str, str] = {}
    for _, link in inner.objects("urls"):
        short, address = text_of(link.get("url")), text_of(link.get("expanded_url"))
        if short and address:
            found[short] = address
    fields.broken += [f"entities/{place}" for place in inner.broken]
    quoted = object_within(tweet, "quoted_status_permalink")
    short, address = text_of(quoted.get("url")), text_of(quoted.get("expanded"))
    return found | {short: address} if short and address else found


def _links_of_note(core: JsonObject) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in objects_within(core, "urls"):
        short, address = text_of(one.get("shortUrl")), text_of(one.get("expandedUrl"))
        if short and address:
            found[short] = address
    return found


def _media(tweet: JsonObject) -> list[tuple[str, str | None]]:
    """Give the short links that stand for media, each with the text that describes one."""
    return [
        (
            text_of(one.get("url")) or "",
            text_of(one.get("ext_alt_text")) or text_of(one.get("media_alt_text")),
        )
        for one in media_in(tweet)
    ]

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
    html: str
    #: Where its links lead, in their order.
    addresses: tuple[str, ...]
    #: The same by the short form.
    opened: dict[str, str]
    #: Texts besides, such as of its pictures.
    besides: tuple[str, ...]

    @property
    def may_lead(self) -> bool:
        """Tell whether an address or a full handle may stand in it."""
        return bool(self.addresses) or _MAY_LEAD.search(self.text) is not None


def words_of(tweet: JsonObject, note: JsonObject | None, fields: Fields) -> Words:
    """Read the words of a post; those of its long text where it has one."""
    core = object_within(note, "core")
    long = text_of(core.get("text"))
    written = long or fields.text("full_text") or fields.text("text") or ""
    opened = _links(tweet, fields) | _links_of_note(core)
    media = _media(tweet)
    text = _as_read(written, [short for short, _ in media])
    found = [one for one in _SHORT.finditer(text) if one[0] in opened]
    html = html_of(
        text, [Link(one.start(), one.end(), opened[one[0]], opened[one[0]]) for one in found]
    )
    alts = tuple(alt for _, alt in media if alt)
    return Words(
        _SHORT.sub(lambda one: opened.get(one[0], one[0]), text),
        html,
        tuple(dict.fromkeys(opened[one[0]] for one in found)),
        {one: opened[one] for one in opened if one in written},
        alts,
    )


def _as_read(written: str, of_media: list[str]) -> str:
    """Give a text as X shows it: escapes read, and no link for what is shown as a picture."""
    text = written
    for short in of_media:
        if short:
            text = text.replace(short, "")
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

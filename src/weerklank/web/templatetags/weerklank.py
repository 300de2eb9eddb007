"""Tags of the templates: every text a pair, every moment in civil time, every icon by name."""

import re
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from weerklank.model.platform import TITLES
from weerklank.model.text import Language, Text
from weerklank.web import foreign, words
from weerklank.web.picture_rows import rows_of
from weerklank.web.pictures import Picture
from weerklank.web.static_files import address_of

register = template.Library()
Context = dict[str, Any]


def _language(context: Context) -> Language:
    return "en" if context.get("language") == "en" else "nl"


@register.simple_tag(takes_context=True)
def say(context: Context, nl: str, en: str, **values: object) -> str:
    """Say a sentence in the language of who reads, its numbers too; the pair is in the page."""
    language = _language(context)
    told = {
        name: words.number(value, language) if type(value) is int else value
        for name, value in values.items()
    }
    return Text(nl, en).say(language, **told)


@register.simple_tag(takes_context=True)
def told(context: Context, text: Text | str) -> str:
    """Say a text that came with both languages; what is one already stays as it is."""
    return text.say(_language(context)) if isinstance(text, Text) else str(text)


@register.simple_tag(takes_context=True)
def pair(context: Context, kept: dict[str, str]) -> str:
    """Say a text as a session kept it, by language."""
    return kept[_language(context)]


@register.simple_tag(takes_context=True)
def word(context: Context, code: str) -> str:
    """Say a code of the register or the archive in words."""
    found = words.WORDS.get(str(code))
    return found.say(_language(context)) if found else str(code)


@register.simple_tag(takes_context=True)
def number(context: Context, value: int) -> str:
    """Write a number."""
    return words.number(value, _language(context))


@register.simple_tag(takes_context=True)
def day(context: Context, value: date | str | None) -> str:
    """Write a day."""
    return words.day(value, _language(context)) if value else ""


@register.simple_tag(takes_context=True)
def month(context: Context, value: date) -> str:
    """Write a month: september 2026."""
    return f"{words.MONTHS[value.month - 1].say(_language(context))} {value.year}"


@register.simple_tag(takes_context=True)
def picture_rows(context: Context, picture: Picture) -> SafeString:
    """Write the rows of the table beneath a picture, as that is drawn on this page."""
    return SafeString(
        rows_of(
            picture,
            _language(context),
            is_linked=bool(context.get("linked")),
            has_techniques=bool(context.get("legend")),
        )
    )


@register.simple_tag
def chip(name: str) -> SafeString:
    """Show the pseudonym of someone."""
    return foreign.chip(name)


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime | str) -> SafeString:
    """Write a moment, also for machines."""
    iso = value if isinstance(value, str) else value.isoformat()
    said = words.moment(value, _language(context))
    return format_html('<time datetime="{}">{}</time>', iso, said)


@register.simple_tag(takes_context=True)
def lately(context: Context, value: datetime | str) -> SafeString:
    """Write a moment as short as it can be said today, also for machines."""
    iso = value if isinstance(value, str) else value.isoformat()
    said = words.lately(value, context["now"], _language(context))
    return format_html('<time datetime="{}">{}</time>', iso, said)


@register.simple_tag(takes_context=True)
def size(context: Context, value: int) -> str:
    """Write a number of bytes."""
    return words.size(value, _language(context))


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon; what it means stands in words beside it."""
    return format_html('<span class="i i-{}" aria-hidden="true"></span>', name)


@register.simple_tag
def static(name: str) -> str:
    """Give the address of a style sheet or script."""
    return address_of(name)


@register.filter
def isolated(text: str) -> str:
    """Shut what someone typed off from our words, whatever direction it is written in."""
    return f"\u2068{text}\u2069"


#: Where a handle or an address may go on in the next line: not in the middle of a word.
_BREAKS = re.compile(r"(?<=[./])(?=[^./])|(?<=.)(?=@)")


@register.filter
def breaking(text: str) -> SafeString:
    """Let a handle or an address break where its parts meet, escaped."""
    return SafeString("<wbr>".join(escape(part) for part in _BREAKS.split(text)))


@register.filter
def platform(code: str) -> str:
    """Give the name of a platform as it writes itself."""
    return TITLES.get(str(code), str(code))

"""Whom the export of Facebook names: in marks in a text, in titles that the platform wrote.

A mark is `@[number:kind:name]`. A title says in a sentence who did what to whom, by display name
alone; its languages read here are Dutch and English.
"""

import re
from collections.abc import Callable, Iterator

from weerklank.harvest.json_fields import listed, text_of
from weerklank.harvest.page_preview import person_of_page
from weerklank.harvest.plain_text import Link
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson

#: A name may have brackets of its own, and the kind may lack.
_MARK = re.compile(r"@\[([0-9]{1,20}):(?:[0-9]{1,9}:)?((?:[^\[\]]|\[[^\[\]]{0,100}\]){1,200})\]")
_THINGS = (
    r"(?:bericht|foto|video|link|album|reel|verhaal|evenement|reactie|opmerking|herinnering"
    r"|post|photo|link|comment|story|event|status|activity|memory)"
)
#: What stands around the name of somebody else in a title.
_OTHERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bde tijdlijn van (?P<name>[^\n]{1,200}?)\.?$",
        rf"\b{_THINGS}(?:'s)? van (?P<name>[^\n]{{1,200}}?)(?: gedeeld| beantwoord)?\.?$",
        r"\bon (?P<name>[^\n]{1,200}?)['\u2019]s? (?:timeline|profile|wall)\.?$",
        rf"\b(?:to|on|shared) (?P<name>[^\n]{{1,200}}?)['\u2019]s? {_THINGS}\b",
        r"\b(?:met|with) (?P<name>[^\n]{1,200}?)\.?$",
    )
)
#: What stands in the place of a name and names nobody: the account answers itself.
_NOBODY = re.compile(
    r"(?:zijn|haar|hun|his|her|their|its) (?:eigen|own)|een|a|the|de", re.IGNORECASE
)
#: A title that says that it was put into a group.
_IN_GROUP = re.compile(
    r"\b(?:geplaatst|gedeeld|gereageerd) in (?!de tijdlijn)|\b(?:posted|shared|commented) in "
    r"|\b(?:in|aan|met) (?:de|een) groep\b|\b(?:in|to|with) (?:the|a) group\b",
    re.IGNORECASE,
)


def person_named(name: str) -> RawPerson:
    """Give somebody of whom nothing is known but the name that is shown."""
    shown = " ".join(name.split())
    return RawPerson(
        platform=Platform.FACEBOOK, user_id=f"name:{shown.casefold()}", display_name=shown
    )


def person_marked(number: str, name: str) -> RawPerson:
    """Give whom a mark or a tag names by number and name."""
    address = f"https://www.facebook.com/{number}"
    return RawPerson(
        platform=Platform.FACEBOOK,
        user_id=address,
        handle=number,
        addresses=(address,),
        display_name=" ".join(name.split()),
    )


def marked_in(text: str) -> Iterator[RawPerson]:
    """Give whom marks in a text name."""
    for match in _MARK.finditer(text):
        yield person_marked(match[1], match[2])


def links_in(text: str, is_own: Callable[[str], bool]) -> list[Link]:
    """Give the marks in a text as links that show the name; that of ours leads nowhere."""
    return [
        Link(
            match.start(),
            match.end(),
            "" if is_own(match[2]) else f"https://www.facebook.com/{match[1]}",
            match[2],
        )
        for match in _MARK.finditer(text)
    ]


def text_without_marks(text: str) -> str:
    """Give a text with the name alone where a mark stood: its number is that of a person."""
    return _MARK.sub(lambda match: match[2], text) if "@[" in text else text


def without_marks(value: Json) -> Json:
    """Give a value with the name alone where a mark stood, at any depth."""
    if isinstance(value, str):
        return text_without_marks(value)
    if isinstance(value, list):
        return [without_marks(one) for one in value]
    if isinstance(value, dict):
        return {name: without_marks(one) for name, one in value.items()}
    return value


def persons_linked(record: JsonObject, owner: RawPerson) -> Iterator[RawPerson]:
    """Give whom the attached links of a record lead to a profile of, by the name beside each."""
    for group in listed(record.get("attachments")):
        for part in listed(group.get("data")) if isinstance(group, dict) else []:
            context = part.get("external_context") if isinstance(part, dict) else None
            if isinstance(context, dict):
                address, title = text_of(context.get("url")), text_of(context.get("name"))
                person = person_of_page(address or "", title or "", owner)
                if person is not None:
                    yield person


def named_in_title(title: str) -> Iterator[str]:
    """Give the names of others in a title that the platform wrote, as far as they can be read."""
    for pattern in _OTHERS:
        match = pattern.search(title)
        name = match["name"].strip() if match else ""
        if name and not _NOBODY.fullmatch(name):
            yield name


def is_in_group(title: str) -> bool:
    """Tell whether a title says that something was put into a group."""
    return _IN_GROUP.search(title) is not None

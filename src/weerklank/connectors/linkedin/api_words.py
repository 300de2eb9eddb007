"""What a record of LinkedIn's API says, and whom it names: for posts, comments and the page alike.

Before a record goes on to minimisation its text stands in it as a reader sees it: the URN of
whoever is mentioned leads to a person, and goes into a field of its own, where it is replaced.
"""

import re
from collections.abc import Iterable

from msgspec.structs import replace

from weerklank.connectors.linkedin.little_text import Mention, Said, urns_in
from weerklank.connectors.linkedin.urns import is_of_page
from weerklank.harvest.json_fields import Fields, number_of, object_within, text_of
from weerklank.harvest.moment import MOMENT_MISSING, moment_of_seconds
from weerklank.harvest.plain_text import persons_at
from weerklank.harvest.port import Unreadable
from weerklank.minimise.leads import leads_of_text
from weerklank.model.item import Counts
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson

_MILLISECONDS = 1_000
#: Parts of a URN that say of which kind it is.
_PARTS_OF_KIND = 3


def moment_of(value: Json) -> str | None:
    """Give a moment of one in milliseconds since 1970; None where there is none."""
    found = number_of(value)
    return None if found is None else moment_of_seconds(found // _MILLISECONDS)


def made_at(record: JsonObject) -> str:
    """Give when a record was published; Unreadable when it does not say."""
    told = (
        record.get("publishedAt"),
        record.get("createdAt"),
        object_within(record, "created").get("time"),
    )
    for value in told:
        found = moment_of(value)
        if found is not None:
            return found
    raise Unreadable(MOMENT_MISSING)


def mentioned(said: Said) -> tuple[RawPerson, ...]:
    """Give the persons whom a text mentions, by the name that it gives them."""
    return tuple(dict.fromkeys(map(_person, said.persons)))


def _person(mention: Mention) -> RawPerson:
    return person_of_urn(mention.urn, mention.name or None)


def person_of_urn(urn: str, name: str | None = None) -> RawPerson:
    """Give whom LinkedIn knows by a URN: no handle and no name is told, and none is asked for."""
    return RawPerson(platform=Platform.LINKEDIN, user_id=urn, display_name=name)


def linked_in(texts: Iterable[str | None], owner: RawPerson) -> tuple[RawPerson, ...]:
    """Give whom the addresses in texts lead to, and whom a URN in them is of."""
    said = [*filter(None, texts)]
    found = [one for text in said for one in leads_of_text(text)]
    by_address = persons_at(found, owner) if found else ()
    by_urn = (_of_urn_in(mention) for text in said for mention in urns_in(text))
    return tuple(dict.fromkeys((*by_address, *by_urn)))


def _of_urn_in(mention: Mention) -> RawPerson:
    """Give whose a URN is that stands in a text: the longest part of it is found there by name."""
    part = max(re.split("[:,()]", mention.urn)[_PARTS_OF_KIND:], key=len)
    return replace(person_of_urn(mention.urn, mention.name or None), handle=part)


def in_fields(source: JsonObject, said: Said) -> None:
    """Put whom a text mentions into fields of the source, persons and pages apart."""
    persons: list[Json] = [one.urn for one in said.mentions if not one.is_organisation]
    pages: list[Json] = [one.urn for one in said.mentions if one.is_organisation]
    source |= {"mentions": persons} if persons else {}
    source |= {"mentionedPages": pages} if pages else {}


def counts_of(social: JsonObject) -> Counts | None:
    """Give what is counted beside a post or a comment; None where nothing was told."""
    if not social:
        return None
    summaries = object_within(social, "reactionSummaries").values()
    numbers = [number_of(one.get("count")) for one in summaries if isinstance(one, dict)]
    likes = sum(filter(None, numbers)) if "reactionSummaries" in social else None
    return Counts(likes=likes, replies=stated_replies(social))


def stated_replies(social: JsonObject) -> int | None:
    """Give how many comments are counted, those below comments too; None where not told."""
    found = number_of(object_within(social, "commentSummary").get("count"))
    return found if found is None or found >= 0 else None


def social_in(beside: JsonObject) -> JsonObject:
    """Give the numbers beside a record, without what they are of: that is the record."""
    social = object_within(beside, "social")
    return {name: value for name, value in social.items() if name != "entity"}


def broken_in(fields: Fields, *others: str) -> tuple[str, ...]:
    """Give the places of what could not be read."""
    return tuple(f"/{name}" for name in dict.fromkeys((*fields.broken, *others)))


def is_of(urn: Json, number: str) -> bool:
    """Tell whether a URN is of the organisation with a number."""
    text = text_of(urn) or ""
    return is_of_page(text) and text.rpartition(":")[2] == number

"""Read the comments below a page's posts as LinkedIn's API gives them.

Who wrote one is told by a URN alone, and where that member does not agree to more, not at all:
each such comment is of somebody by themselves, as nothing tells whether two are of one person.
Of the content of a comment the words alone are read; pictures below a post are third parties'.
"""

from dataclasses import dataclass

import msgspec

from weerklank.connectors.linkedin.api_shape import API_MAPPING, OWN_REPLY, REPLY
from weerklank.connectors.linkedin.api_words import (
    broken_in,
    counts_of,
    in_fields,
    is_of,
    linked_in,
    made_at,
    mentioned,
    person_of_urn,
    social_in,
)
from weerklank.connectors.linkedin.little_text import NOTHING_SAID, said_in
from weerklank.connectors.linkedin.urns import comment_urn
from weerklank.harvest.feed import Given, keep
from weerklank.harvest.json_fields import Fields, object_within, parse_object, text_of
from weerklank.harvest.plain_text import html_of
from weerklank.model.item import ItemKind, RefType, Visibility
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import Platform
from weerklank.model.raw import (
    Passed,
    PassedOver,
    RawItem,
    RawPerson,
    RawPlace,
    RawRef,
    Scanned,
)

#: Left out: what `id` says already, and the moment of a change by whomever.
_OTHERWISE = frozenset({"commentUrn", "id", "$URN", "lastModified"})
_TYPES: dict[str, type] = {"message": dict, "parentComment": str, "object": str, "actor": str}


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What is known of a comment besides its record: where it hangs, and below what."""

    #: The comment, and what it answers.
    native: str
    parent: str
    #: To whom the post is shown below which it hangs.
    visibility: Visibility
    social: JsonObject


_WRITE = msgspec.json.Encoder()


def is_reply(given: Given) -> bool:
    """Tell of what was given whether it is a comment: where it hangs is noted beside it."""
    return given.beside.startswith(b'{"native":')


def placed(given: Given) -> Placed:
    """Give what was noted beside a comment."""
    noted = parse_object(given.beside)
    return Placed(
        native=str(noted["native"]),
        parent=str(noted["parent"]),
        visibility=Visibility(str(noted["visibility"])),
        social=object_within(noted, "social"),
    )


def beside_of(one: Placed) -> bytes:
    """Write what is to be known of a comment besides its record."""
    return _WRITE.encode(
        {
            "native": one.native,
            "parent": one.parent,
            "visibility": one.visibility,
            "social": one.social,
        }
    )


class ReplyReader:
    """Reads the comments below the posts of one page."""

    def __init__(self, owner: RawPerson, number: str) -> None:
        self._owner = owner
        self._number = number

    def entry(self, given: Given) -> Scanned | Passed:
        """Read what places a comment; one by somebody else that few are shown is passed over."""
        record, where = parse_object(given.content), placed(given)
        author = self.author(record, where.native)
        said = said_in(record.get("message")) or NOTHING_SAID
        persons = (*((author,) if author else ()), *mentioned(said))
        if author is not None and where.visibility is Visibility.FOLLOWERS:
            return Passed(
                why=PassedOver.OUT_OF_SCOPE,
                native_id=where.native,
                parent=where.parent,
                persons=persons,
            )
        return Scanned(
            content=keep(given),
            native_id=where.native,
            parent=where.parent,
            author=author,
            created_at=made_at(record),
            persons=tuple(dict.fromkeys(persons)),
            linked=linked_in([said.text], self._owner),
            media=(),
        )

    def author(self, record: JsonObject, native: str) -> RawPerson | None:
        """Give who wrote a comment; None for the page itself.

        Of whom LinkedIn keeps back who it is, it is whoever wrote this very comment.
        """
        actor = text_of(record.get("actor"))
        if actor is None:
            return person_of_urn(f"{native}#actor")
        return None if is_of(actor, self._number) else person_of_urn(actor)

    def read(self, given: Given) -> RawItem:
        """Read a comment whole."""
        record, where = parse_object(given.content), placed(given)
        author = self.author(record, where.native)
        fields = Fields(record)
        fields.expect(_TYPES)
        said = said_in(record.get("message"))
        words = said or NOTHING_SAID
        social = social_in({"social": where.social})
        source: JsonObject = {
            name: value
            for name, value in record.items()
            if value is not None and name not in _OTHERWISE
        }
        source["id"] = where.native
        if said is not None and "message" in source:
            source["message"] = {"text": said.text}
        in_fields(source, words)
        if social:
            source["socialMetadata"] = social
        return RawItem(
            platform=Platform.LINKEDIN,
            native_id=where.native,
            kind=ItemKind.REPLY,
            created_at=made_at(record),
            author=author or self._owner,
            persons=mentioned(words),
            html=html_of(words.text) if words.text.strip() else None,
            visibility=where.visibility,
            refs=(RawRef(type=RefType.REPLY_TO, native_id=where.parent),),
            counts=counts_of(social),
            source=source,
            shape=REPLY if author else OWN_REPLY,
            mapping=API_MAPPING,
            place=RawPlace(number=given.answer, pointer=given.pointer),
            broken=broken_in(fields, *([] if said is not None else ["message"])),
        )


def parent_in(record: JsonObject) -> str | None:
    """Give the comment that one answers, as LinkedIn names it; None for what answers the post."""
    return comment_urn(text_of(record.get("parentComment")) or "")

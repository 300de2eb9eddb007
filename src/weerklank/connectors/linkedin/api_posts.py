"""Read the posts of a page as LinkedIn's API gives them.

Left out of what goes on to minimisation: when a post was last changed, as that moves for other
reasons than its maker too. Whether its maker changed it is told by a word, and what was changed by
the versions that runs saw. Written otherwise: its text, as a reader sees it.
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import timedelta

from weerklank.connectors.linkedin.api_media import captions_of, files_of
from weerklank.connectors.linkedin.api_shape import API_MAPPING, POST
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
from weerklank.connectors.linkedin.links import page_of
from weerklank.connectors.linkedin.little_text import NOTHING_SAID, Said, said_in
from weerklank.connectors.linkedin.urns import is_of_page, post_urn
from weerklank.connectors.linkedin.visible import visible_to
from weerklank.harvest.feed import Given, keep
from weerklank.harvest.json_fields import (
    FIELD_MISSING,
    Fields,
    number_of,
    object_within,
    objects_within,
    parse_object,
    text_of,
)
from weerklank.harvest.page_preview import person_of_page
from weerklank.harvest.plain_text import html_of
from weerklank.harvest.port import Unreadable
from weerklank.model.clock import from_iso, iso
from weerklank.model.item import ItemKind, RefType, Visibility
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import Platform
from weerklank.model.raw import (
    Passed,
    PassedOver,
    RawItem,
    RawPerson,
    RawPlace,
    RawPoll,
    RawPollOption,
    RawRef,
    Scanned,
)

PUBLISHED = "PUBLISHED"
_OF_A_PAGE = "urn:li:organizationalPage:"
#: A post that is in nobody's feed, such as one made for an advertisement.
_IN_NO_FEED = "NONE"
_DAYS = {
    "ONE_DAY": 1,
    "THREE_DAYS": 3,
    "SEVEN_DAYS": 7,
    "ONE_WEEK": 7,
    "FOURTEEN_DAYS": 14,
    "TWO_WEEKS": 14,
}
#: Without these a post says less than LinkedIn always says: an API that changed.
_ALWAYS = ("lifecycleState", "visibility")
#: What is read besides by other ways, and is lost where it is of another type.
_TYPES: dict[str, type] = {
    "content": dict,
    "lifecycleState": str,
    "lifecycleStateInfo": dict,
    "reshareContext": dict,
    "visibility": str,
}
#: What is kept of a post that shares another one without a word of its own.
_OF_SHARED = frozenset(
    "author created createdAt id isReshareDisabledByAuthor lifecycleState lifecycleStateInfo "
    " publishedAt reshareContext visibility".split()
)


_LAST_CHANGED = frozenset({"lastModified", "lastModifiedAt"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post, taken apart as far as all that is made of it needs."""

    record: JsonObject
    native: str
    said: Said
    #: Whether its text is in a form that nobody knows.
    is_strange: bool
    #: The post that it shares.
    shares: str | None

    @property
    def is_boost(self) -> bool:
        """Tell whether it is another post, with no words of its own."""
        return self.shares is not None and not self.said.text.strip()


def post_in(given: Given) -> Post:
    """Take a post apart; Unreadable when it has no name."""
    record = parse_object(given.content)
    native = post_urn(text_of(record.get("id")) or "")
    if native is None:
        raise Unreadable(FIELD_MISSING.filled(field="id"))
    said = said_in(record.get("commentary"))
    context = object_within(record, "reshareContext")
    return Post(
        record=record,
        native=native,
        said=said or NOTHING_SAID,
        is_strange=said is None,
        shares=post_urn(text_of(context.get("parent")) or text_of(context.get("root")) or ""),
    )


def visibility_of(record: JsonObject) -> Visibility:
    """Give to whom a post is shown."""
    shown = visible_to(text_of(record.get("visibility")))
    feed = object_within(record, "distribution").get("feedDistribution")
    if feed == _IN_NO_FEED and shown is Visibility.PUBLIC:
        return Visibility.UNLISTED
    return shown


class PostReader:
    """Reads the posts of one page."""

    def __init__(self, owner: RawPerson, number: str, base: str) -> None:
        """Take the number of the organisation, and the origin of the API."""
        self._owner = owner
        self._number = number
        self._base = base

    def entry(self, given: Given, listed: Container[str] = ()) -> Scanned | Passed:
        """Read what places a post; one that is no post of the page's, or not out, is passed.

        `listed` are the posts that the list of the page names.
        """
        post = post_in(given)
        if not self._is_ours(post.record, is_listed=post.native in listed):
            return Passed(why=PassedOver.OTHER_ACTOR)
        if post.record.get("lifecycleState", PUBLISHED) != PUBLISHED:
            return Passed(why=PassedOver.OUT_OF_SCOPE)
        files = [] if post.is_boost else files_of(post.record, post.native, self._base)
        return Scanned(
            content=keep(given),
            native_id=post.native,
            url=page_of(post.native),
            parent=None,
            created_at=made_at(post.record),
            persons=self._persons(post),
            linked=self._linked(post),
            media=tuple(one.path for one in files),
            addresses=tuple(one.address for one in files),
        )

    def _is_ours(self, record: JsonObject, *, is_listed: bool) -> bool:
        """Tell whether the page wrote it: also where LinkedIn does not say who did.

        Whether a page has the number of its organisation, its documents do not say: of what the
        list of the page names any page will do.
        """
        author = text_of(record.get("author"))
        if author is None or is_of(author, self._number):
            return True
        return is_listed and author.startswith(_OF_A_PAGE)

    def read(self, given: Given) -> RawItem:
        """Read a post whole."""
        post = post_in(given)
        record, fields = post.record, Fields(post.record)
        files = [] if post.is_boost else files_of(record, post.native, self._base)
        social = social_in(parse_object(given.beside)) if given.beside else {}
        poll = object_within(record, "content", "poll")
        fields.expect(_TYPES)
        missing = [name for name in _ALWAYS if name not in record]
        return RawItem(
            platform=Platform.LINKEDIN,
            native_id=post.native,
            kind=ItemKind.BOOST if post.is_boost else ItemKind.POST,
            created_at=made_at(record),
            author=self._owner,
            persons=self._persons(post),
            html=html_of(post.said.text) if post.said.text.strip() else None,
            title=text_of(poll.get("question")),
            url=page_of(post.native),
            visibility=visibility_of(record),
            refs=_refs(post),
            media=tuple(one.medium for one in files),
            captions=None if post.is_boost else captions_of(record),
            poll=_poll(record, poll) if poll else None,
            counts=counts_of(social),
            source=_source(post, social),
            shape=POST,
            mapping=API_MAPPING,
            place=RawPlace(number=given.answer, pointer=given.pointer),
            broken=broken_in(fields, *missing, *(["commentary"] if post.is_strange else [])),
        )

    def _persons(self, post: Post) -> tuple[RawPerson, ...]:
        """Give whom a post mentions, who stands on its pictures, and whose page it leads to."""
        found = [*mentioned(post.said)]
        if not post.is_boost:
            found += _tagged(post.record)
            article = object_within(post.record, "content", "article")
            source, title = text_of(article.get("source")), text_of(article.get("title"))
            person = person_of_page(source, title or "", self._owner) if source else None
            found += [person] if person else []
        return tuple(dict.fromkeys(found))

    def _linked(self, post: Post) -> tuple[RawPerson, ...]:
        """Give whom its words lead to, those of its media and its poll too."""
        return linked_in(_texts(post), self._owner)


def _texts(post: Post) -> Iterator[str | None]:
    yield post.said.text
    if post.is_boost:
        return
    content = object_within(post.record, "content")
    article, poll = object_within(content, "article"), object_within(content, "poll")
    for one in (object_within(content, "media"), *objects_within(content, "multiImage", "images")):
        yield from map(text_of, (one.get("altText"), one.get("title")))
    yield from map(text_of, (article.get(name) for name in ("source", "title", "description")))
    yield text_of(post.record.get("contentLandingPage"))
    yield text_of(poll.get("question"))
    yield from (text_of(one.get("text")) for one in objects_within(poll, "options"))


def _tagged(record: JsonObject) -> Iterator[RawPerson]:
    """Give who is said to be on the pictures of a post."""
    content = object_within(record, "content")
    for one in (object_within(content, "media"), *objects_within(content, "multiImage", "images")):
        for tagged in objects_within(one, "taggedEntities"):
            urn = text_of(tagged.get("entity"))
            if urn and not is_of_page(urn):
                yield person_of_urn(urn)


def _refs(post: Post) -> tuple[RawRef, ...]:
    if post.shares is None:
        return ()
    kind = RefType.BOOST_OF if post.is_boost else RefType.QUOTE_OF
    return (RawRef(type=kind, native_id=post.shares),)


def _poll(record: JsonObject, poll: JsonObject) -> RawPoll:
    settings = object_within(poll, "settings")
    days = _DAYS.get(text_of(settings.get("duration")) or "")
    ends = from_iso(made_at(record)) + timedelta(days=days) if days else None
    return RawPoll(
        options=tuple(
            RawPollOption(
                text=text_of(one.get("text")) or "", votes=number_of(one.get("voteCount"))
            )
            for one in objects_within(poll, "options")
        ),
        many=settings.get("voteSelectionType") == "MULTIPLE_VOTE",
        voters=number_of(poll.get("uniqueVotersCount")),
        ends_at=iso(ends) if ends else None,
    )


def _source(post: Post, social: JsonObject) -> JsonObject:
    record = post.record
    source: JsonObject = {
        name: value
        for name, value in record.items()
        if value is not None
        and name not in _LAST_CHANGED
        and (not post.is_boost or name in _OF_SHARED)
    }
    source["id"] = post.native
    if "commentary" in source and not post.is_strange:
        source["commentary"] = post.said.text
    in_fields(source, post.said)
    return {**source, "socialMetadata": social} if social else source

"""Read posts and replies as X's API gives them, by the reader of the archive.

A post that only repeats another one (`retweeted`) is a boost: which post, and who wrote it as a
pseudonym, and nothing of what they wrote. Replies of accounts that are protected are counted and
not kept: their authors show them to those alone whom they chose.
"""

from dataclasses import dataclass, replace

import msgspec
import orjson

from weerklank.connectors.x.api_answer import REFERENCED, VERSIONS, number_in
from weerklank.connectors.x.api_article import Article, article_of
from weerklank.connectors.x.api_shape import MAPPING, POST
from weerklank.connectors.x.api_written import Written, name_in_api, written_of
from weerklank.connectors.x.media_files import MediaFiles, address_of
from weerklank.connectors.x.source import opened
from weerklank.connectors.x.text import Words, words_of
from weerklank.connectors.x.tweet import Reader
from weerklank.connectors.x.withheld import withheld_in
from weerklank.harvest.feed import Given, keep
from weerklank.harvest.json_fields import (
    FIELD_MISSING,
    Fields,
    object_within,
    objects_within,
    parse_object,
    text_of,
)
from weerklank.harvest.plain_text import persons_at, spelling_of
from weerklank.harvest.port import Unreadable
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
from weerklank.model.text import Text

NO_AUTHOR = Text("niet te zien is wie het schreef", "who wrote it can't be seen")
REPOSTED, ANSWERED = "retweeted", "replied_to"
#: What is kept of the record of a boost: nothing of what somebody else wrote.
_OF_BOOST = ("author_id", "created_at", "edit_controls", "id", *REFERENCED, *VERSIONS)
_NO_FILES = MediaFiles(())
_FOLDER, _OF_COMMUNITY = "tweets_media", "community_tweet_media"


class PostReader:
    """Reads what the API gives in and below the posts of one account."""

    def __init__(self, owner: RawPerson, number: str, *, is_protected: bool) -> None:
        self._owner = owner
        self._number = number
        self._is_protected = is_protected
        self._reader = Reader(owner, _NO_FILES)

    def entry(self, given: Given) -> Scanned | Passed:
        """Place a post of the account's list; one of somebody else is passed over."""
        post, beside, written = _parts(given)
        author = number_in(post.get("author_id"))
        if author is None:
            raise Unreadable(FIELD_MISSING.filled(field="author_id"))
        if author != self._number:
            return Passed(why=PassedOver.OTHER_ACTOR)
        if REPOSTED in written.references:
            return self._boost(given, post, beside, written)
        return self._scanned(given, post, written, None)

    def below(self, given: Given) -> Scanned | Passed:
        """Place a reply of somebody else."""
        post, beside, written = _parts(given)
        author = author_of(post, beside)
        if author is None:
            raise Unreadable(NO_AUTHOR)
        found = self._scanned(given, post, written, author)
        if not _is_protected(post, beside):
            return found
        return Passed(
            why=PassedOver.OUT_OF_SCOPE,
            native_id=found.native_id,
            parent=found.parent,
            persons=found.persons,
        )

    def _boost(
        self, given: Given, post: JsonObject, beside: JsonObject, written: Written
    ) -> Scanned:
        record = written.record
        return Scanned(
            content=keep(given),
            native_id=record.native_id,
            parent=None,
            is_again=record.is_earlier,
            created_at=self._reader.moment(record),
            persons=self._reposted(post, beside, written),
            media=(),
        )

    def _scanned(
        self, given: Given, post: JsonObject, written: Written, author: RawPerson | None
    ) -> Scanned:
        record = written.record
        words = _words(written, article_of(post))
        persons = self._persons(written, words, post)
        media = (
            _NO_FILES.media_of(record.number, _folder(post), Fields(record.tweet))
            if author is None
            else []
        )
        shown = objects_within(record.tweet, "extended_entities", "media")
        return Scanned(
            content=keep(self._opened(given, post, words)),
            native_id=record.native_id,
            url=self._url(record.number, author),
            parent=written.references.get(ANSWERED),
            author=author,
            is_again=record.is_earlier,
            created_at=self._reader.moment(record),
            persons=(author, *persons) if author else persons,
            linked=self._reader.linked(words),
            media=tuple(one.source for one in media),
            addresses=tuple(map(address_of, shown)) if media else (),
        )

    def _opened(self, given: Given, post: JsonObject, words: Words) -> Given:
        """Open the short links that lead to somebody: they still would."""
        led = self._reader.leading(words)
        article = article_of(post)
        if article:
            led |= {one: to for one, to in article.links if persons_at([to], self._owner)}
        if not led:
            return given
        return msgspec.structs.replace(given, content=orjson.dumps(opened(post, led)))

    def _persons(self, written: Written, words: Words, post: JsonObject) -> tuple[RawPerson, ...]:
        """Give whom a post names, and whom it answers or quotes as far as that is told."""
        persons = dict.fromkeys(self._reader.persons(written.record, words))
        known = {one.handle for one in persons} | {self._owner.handle}
        for mention in objects_within(post, "article", "entities", "mentions"):
            person = _person(mention, {})
            if person.handle and person.handle not in known:
                persons[person] = None
        numbers = {one.user_id for one in persons} | {self._number}
        for number in written.authors.values():
            if number not in numbers:
                persons[RawPerson(platform=Platform.X, user_id=number)] = None
        return tuple(persons)

    def _reposted(
        self, post: JsonObject, beside: JsonObject, written: Written
    ) -> tuple[RawPerson, ...]:
        """Give who wrote what was shared: by number, else who is named first (`RT @name: …`)."""
        number = written.authors.get(REPOSTED)
        if number == self._number:
            return ()
        for mention in objects_within(post, "entities", "mentions"):
            if number in (None, number_in(mention.get("id"))):
                return (_person(mention, beside),)
        return (RawPerson(platform=Platform.X, user_id=number),) if number else ()

    def _url(self, number: str, author: RawPerson | None) -> str | None:
        addresses = (author or self._owner).addresses
        return f"{addresses[0]}/status/{number}" if addresses else None

    # --- the second pass ---------------------------------------------------------------------

    def read(self, given: Given) -> RawItem:
        """Read a post or a reply whole."""
        post, beside, written = _parts(given)
        is_own = number_in(post.get("author_id")) == self._number
        author = self._owner if is_own else author_of(post, beside)
        if author is None:
            raise Unreadable(NO_AUTHOR)
        place = RawPlace(number=given.answer, pointer=given.pointer)
        if is_own and REPOSTED in written.references:
            return self._boosted(post, beside, written, place)
        item = self._reader.item(written.record, _folder(post))
        article = article_of(post)
        is_shielded = self._is_protected if is_own else _is_protected(post, beside)
        included: JsonObject = {
            name: [*part]
            for name, part in (("media", written.media), ("polls", written.polls))
            if part
        }
        # Where others are not shown is not of the organisation.
        kept = post if is_own else {key: one for key, one in post.items() if key != "withheld"}
        return msgspec.structs.replace(
            item,
            author=author,
            url=self._url(written.record.number, None if is_own else author),
            html=f"{item.html or ''}{article.html}" if article else item.html,
            title=article.title if article else None,
            persons=self._persons(written, _words(written, article), post),
            visibility=Visibility.FOLLOWERS if is_shielded else item.visibility,
            media=tuple(
                msgspec.structs.replace(
                    medium, width=_size(one, "width"), height=_size(one, "height")
                )
                for medium, one in zip(item.media, written.media, strict=False)
            ),
            poll=_poll(written.polls),
            withheld=withheld_in(post) if is_own else None,
            source={**kept, "includes": included} if included else kept,
            shape=POST,
            mapping=MAPPING,
            place=place,
            broken=tuple(name_in_api(one, post) for one in item.broken),
        )

    def _boosted(
        self, post: JsonObject, beside: JsonObject, written: Written, place: RawPlace
    ) -> RawItem:
        record, persons = written.record, self._reposted(post, beside, written)
        source: JsonObject = {key: post[key] for key in _OF_BOOST if key in post}
        shared = RawRef(type=RefType.BOOST_OF, native_id=written.references[REPOSTED])
        return RawItem(
            platform=Platform.X,
            native_id=record.native_id,
            kind=ItemKind.BOOST,
            created_at=self._reader.first_moment(record),
            author=self._owner,
            persons=persons,
            url=self._url(record.number, None),
            visibility=Visibility.FOLLOWERS if self._is_protected else Visibility.PUBLIC,
            refs=(shared,),
            source=source,
            shape=POST,
            mapping=MAPPING,
            place=place,
        )


def replies_stated(given: Given) -> int | None:
    """Give how many replies X says a post has; None when it does not say."""
    metrics = object_within(parse_object(given.content), "public_metrics")
    return Fields(metrics).number("reply_count")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a post stands in its conversation."""

    native_id: str
    #: What it answers, by the number of its first version; None for what answers nothing.
    parent: str | None
    #: Numbers of who wrote it, whom it answers, and the post that the conversation began with.
    author: str | None
    answered: str | None
    root: str


def place_of(given: Given) -> Place:
    """Tell where a post stands; Unreadable when it has no number."""
    post, _, written = _parts(given)
    native = written.record.native_id
    return Place(
        native_id=native,
        parent=written.references.get(ANSWERED),
        author=number_in(post.get("author_id")),
        answered=number_in(post.get("in_reply_to_user_id")),
        root=number_in(post.get("conversation_id")) or native,
    )


def author_of(post: JsonObject, beside: JsonObject) -> RawPerson | None:
    """Give who wrote a post; None when it is not told."""
    number = number_in(post.get("author_id"))
    if number is None:
        return None
    user = next((u for u in objects_within(beside, "users") if u.get("id") == number), {})
    name = text_of(user.get("username"))
    return RawPerson(
        platform=Platform.X,
        user_id=number,
        handle=name.lower() if name else None,
        spelling=spelling_of(name) if name else None,
        addresses=addresses_of(name) if name else (),
        display_name=text_of(user.get("name")),
    )


def addresses_of(name: str) -> tuple[str, str]:
    """Give the addresses of the profile of an account, the one of now first."""
    return (f"https://x.com/{name.lower()}", f"https://twitter.com/{name.lower()}")


def _parts(given: Given) -> tuple[JsonObject, JsonObject, Written]:
    post, beside = parse_object(given.content), parse_object(given.beside or b"{}")
    return post, beside, written_of(post, beside)


def _words(written: Written, article: Article | None) -> Words:
    """Give the words of a post; those of its article may lead to somebody as well."""
    tweet = written.record.tweet
    words = words_of(tweet, written.record.note, Fields(tweet))
    return (
        replace(words, besides=(*words.besides, article.title, article.text)) if article else words
    )


def _person(mention: JsonObject, beside: JsonObject) -> RawPerson:
    name, number = text_of(mention.get("username")), number_in(mention.get("id"))
    user = next((u for u in objects_within(beside, "users") if u.get("id") == number), {})
    return RawPerson(
        platform=Platform.X,
        user_id=number,
        handle=name.lower() if name else None,
        spelling=spelling_of(name) if name else None,
        display_name=text_of(user.get("name")),
    )


def _is_protected(post: JsonObject, beside: JsonObject) -> bool:
    """Tell whether who wrote a reply shows it only to those whom they chose."""
    number = post.get("author_id")
    if object_within(post, "scopes").get("followers") is True:
        return True
    users = objects_within(beside, "users")
    return any(one.get("id") == number and one.get("protected") is True for one in users)


def _folder(post: JsonObject) -> str:
    """Give the folder in which an archive would have the media of a post."""
    return _OF_COMMUNITY if text_of(post.get("community_id")) else _FOLDER


def _size(medium: JsonObject, name: str) -> int | None:
    return Fields(medium).number(name)


def _poll(polls: list[JsonObject]) -> RawPoll | None:
    for poll in polls:
        fields = Fields(poll)
        options = [
            RawPollOption(text=text_of(one.get("label")) or "", votes=Fields(one).number("votes"))
            for one in objects_within(poll, "options")
        ]
        if options:
            return RawPoll(
                options=tuple(options),
                ends_at=fields.moment("end_datetime"),
                closed=poll.get("voting_status") == "closed",
            )
    return None

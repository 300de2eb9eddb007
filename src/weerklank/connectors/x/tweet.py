"""Read the records of an archive of X into raw items.

Of a post that was shared (`RT @name: …`) the archive has the beginning of somebody else's text and
not which post it is: who wrote it is kept, as a pseudonym, and nothing of what they wrote. Each
edit of a post has a number of its own; all are versions of the post that was first.
"""

import re
from collections.abc import Iterator

import msgspec

from weerklank.connectors.x.media_files import MediaFiles, media_in
from weerklank.connectors.x.moments import moment_in, moment_of
from weerklank.connectors.x.record import NUMBER, Record
from weerklank.connectors.x.shape import MAPPING, RECORD
from weerklank.connectors.x.source import opened, without_doubles, without_short_forms
from weerklank.connectors.x.text import Words, words_of
from weerklank.connectors.x.withheld import withheld_of_tweet
from weerklank.harvest.json_fields import (
    Fields,
    object_within,
    objects_within,
    text_of,
)
from weerklank.harvest.plain_text import named_in_text, person_called, persons_at
from weerklank.minimise.leads import leads_of_text
from weerklank.model.item import Counts, ItemKind, RefType, Visibility
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.platform import Platform
from weerklank.model.raw import RawItem, RawPerson, RawRef

#: The address of a post, by whomever.
_POST = re.compile(
    r"https?://(?:www\.|mobile\.)?(?:x|twitter)\.com/(?:[^/?#\s]+|i/web)/status(?:es)?/([0-9]{1,20})"
    r"(?:[/?#].*)?",
    re.IGNORECASE,
)
#: What is kept of the record of a shared post: nothing of what somebody else wrote.
_OF_SHARED = (
    "created_at deleted_at edit_info favorited id id_str retweeted source truncated".split()
)


class Reader:
    """Reads the records of one account's archive."""

    def __init__(self, owner: RawPerson, files: MediaFiles) -> None:
        self._owner = owner
        self._files = files
        #: Numbers of later versions of posts, with that of the first.
        self.first_of: dict[str, str] = {}

    def item(self, record: Record, folder: str) -> RawItem:
        """Read a record whole."""
        fields = Fields(record.tweet)
        item = self._shared(record) if record.shares else self._post(record, fields, folder)
        if not fields.broken:  # as in nearly all
            return item
        place = "" if record.tweet is record.source else "/tweet"
        broken = tuple(f"{place}/{name}" for name in dict.fromkeys(fields.broken))
        return msgspec.structs.replace(item, broken=broken)

    def moment(self, record: Record) -> str:
        """Give the moment of a version."""
        return moment_of(record.tweet.get("created_at"), record.number)

    def first_moment(self, record: Record) -> str:
        """Give the moment of the first version of a post."""
        if record.number == record.native_id:
            return self.moment(record)
        return moment_in(record.native_id) or self.moment(record)

    def _post(self, record: Record, fields: Fields, folder: str) -> RawItem:
        words = words_of(record.tweet, record.note, fields)
        media = self._files.media_of(record.number, folder, fields)
        parent = self.parent(record)
        refs = [RawRef(type=RefType.REPLY_TO, native_id=parent)] if parent else []
        quoted = self._quoted(record, words)
        if quoted:
            refs.append(RawRef(type=RefType.QUOTE_OF, native_id=quoted))
        is_edit = record.number != record.native_id
        return RawItem(
            platform=Platform.X,
            native_id=record.native_id,
            kind=ItemKind.REPLY if parent else ItemKind.POST,
            created_at=self.first_moment(record),
            edited_at=self.moment(record) if is_edit else None,
            author=self._owner,
            persons=self.persons(record, words),
            html=words.html,
            language=fields.text("lang"),
            url=self._url(record),
            visibility=_visibility(record.tweet),
            refs=tuple(refs),
            media=tuple(media),
            counts=_counts(fields),
            withheld=withheld_of_tweet(record.tweet),
            source=without_short_forms(record),
            shape=RECORD,
            mapping=MAPPING,
            is_earlier=record.is_earlier,
        )

    def _shared(self, record: Record) -> RawItem:
        ids = {ref.native_id: ref for ref in self._shared_refs(record)}
        kept: JsonObject = {key: record.tweet[key] for key in _OF_SHARED if key in record.tweet}
        mention = next(self._mentions(record.tweet, record.shares), None)
        if mention:
            kept["entities"] = {"user_mentions": [mention]}
        if "user" in record.tweet:
            kept = without_doubles(kept)
        return RawItem(
            platform=Platform.X,
            native_id=record.native_id,
            kind=ItemKind.BOOST,
            created_at=self.first_moment(record),
            author=self._owner,
            persons=self.persons_of_shared(record),
            url=self._url(record),
            refs=tuple(ids.values()),
            source=kept if record.tweet is record.source else {"tweet": kept},
            shape=RECORD,
            mapping=MAPPING,
        )

    def _url(self, record: Record) -> str | None:
        if record.number.startswith("note:"):
            return None
        return f"{self._owner.addresses[0]}/status/{record.number}"

    def _shared_refs(self, record: Record) -> Iterator[RawRef]:
        """Give which post was shared, where its media or the oldest archives tell."""
        told = [object_within(record.tweet, "retweeted_status").get("id_str")]
        told += [one.get("source_status_id_str") for one in media_in(record.tweet)]
        for one in told:
            if isinstance(one, str) and NUMBER.fullmatch(one):
                yield RawRef(type=RefType.BOOST_OF, native_id=one)

    def parent(self, record: Record) -> str | None:
        """Give the number of the post that a post answers, by that of its first version."""
        for name in ("in_reply_to_status_id_str", "in_reply_to_status_id"):
            value = record.tweet.get(name)
            written = str(value) if isinstance(value, int) else value
            if isinstance(written, str) and NUMBER.fullmatch(written):
                return self.first_of.get(written, written)
        return None

    def _quoted(self, record: Record, words: Words) -> str | None:
        """Give the number of the post that a post quotes: its last link, where that is to one."""
        told = record.tweet.get("quoted_status_id_str")
        if isinstance(told, str) and NUMBER.fullmatch(told):
            return self.first_of.get(told, told)
        posts = [match[1] for match in map(_POST.fullmatch, words.addresses) if match]
        return self.first_of.get(posts[-1], posts[-1]) if posts else None

    def persons(self, record: Record, words: Words) -> tuple[RawPerson, ...]:
        """Give whom the structure of a post names, and its text by a handle."""
        persons: dict[RawPerson, None] = {}
        for mention in self._mentions(record.tweet, None):
            persons[self._person(mention.get("screen_name"), mention)] = None
        answered = record.tweet.get("in_reply_to_screen_name")
        told: JsonObject = {"id_str": record.tweet.get("in_reply_to_user_id_str")}
        if text_of(answered) or text_of(told["id_str"]):
            persons[self._person(answered, told)] = None
        persons |= dict.fromkeys(self._of_note(record.note))
        persons |= dict.fromkeys(self._of_media(record.tweet))
        known = {one.handle for one in persons}
        texts = [words.text, *words.besides]
        named = (one for text in texts for one in named_in_text(text, Platform.X))
        persons |= {one: None for one in named if one.handle not in known}
        return tuple(one for one in persons if not self._is_owner(one))

    def persons_of_shared(self, record: Record) -> tuple[RawPerson, ...]:
        """Give who wrote what was shared."""
        mention = next(self._mentions(record.tweet, record.shares), {})
        person = self._person(record.shares, mention)
        return () if self._is_owner(person) else (person,)

    def linked(self, words: Words) -> tuple[RawPerson, ...]:
        """Give whom the words of a post lead to."""
        addresses = [*words.addresses]
        for text in (words.text, *words.besides) if words.may_lead else words.besides:
            addresses += leads_of_text(text)
        return persons_at(addresses, self._owner) if addresses else ()

    def _mentions(self, tweet: JsonObject, only: str | None) -> Iterator[JsonObject]:
        for one in objects_within(tweet, "entities", "user_mentions"):
            name = text_of(one.get("screen_name"))
            if only is None or (name and name.lower() == only.lower()):
                yield one

    def _of_note(self, note: JsonObject | None) -> Iterator[RawPerson]:
        for one in objects_within(note, "core", "mentions"):
            name = text_of(one.get("screenName"))
            if name:
                yield person_called(Platform.X, name)

    def _of_media(self, tweet: JsonObject) -> Iterator[RawPerson]:
        """Give of whom media were taken over, by their number."""
        for one in media_in(tweet):
            number = one.get("source_user_id_str")
            if isinstance(number, str) and NUMBER.fullmatch(number):
                yield RawPerson(platform=Platform.X, user_id=number)

    def _person(self, name: Json, told: JsonObject) -> RawPerson:
        number = told.get("id_str")
        known = isinstance(number, str) and NUMBER.fullmatch(number) is not None
        named = person_called(Platform.X, name) if isinstance(name, str) and name.strip() else None
        return RawPerson(
            platform=Platform.X,
            user_id=number if known and isinstance(number, str) else None,
            handle=named.handle if named else None,
            spelling=named.spelling if named else None,
            display_name=text_of(told.get("name")),
        )

    def _is_owner(self, person: RawPerson) -> bool:
        """Tell whether somebody is the account: by number, or by name where none is told."""
        if person.user_id:
            return person.user_id == self._owner.user_id
        return person.handle == self._owner.handle or person.handle is None

    def opened(self, record: Record, words: Words) -> Json:
        """Give the record with short links opened that lead to somebody: they still would.

        None when there are none, as in most.
        """
        led = self.leading(words)
        return opened(record.source, led) if led else None

    def leading(self, words: Words) -> dict[str, str]:
        """Give the short links that lead to somebody, each with where it leads."""
        return {
            short: address
            for short, address in words.opened.items()
            if persons_at([address], self._owner)
        }


def _visibility(tweet: JsonObject) -> Visibility:
    is_shielded = object_within(tweet, "scopes").get("followers") is True
    is_shielded = is_shielded or object_within(tweet, "user").get("protected") is True
    return Visibility.FOLLOWERS if is_shielded else Visibility.PUBLIC


def _counts(fields: Fields) -> Counts | None:
    likes, reposts = (
        fields.number_written("favorite_count"),
        fields.number_written("retweet_count"),
    )
    replies = fields.number_written("reply_count")
    if likes is None and reposts is None and replies is None:
        return None
    return Counts(likes=likes, replies=replies, reposts=reposts)

"""The records of an archive of X, taken apart."""

import re
from dataclasses import dataclass

from weerklank.connectors.x.long_texts import post_of
from weerklank.harvest.json_fields import FIELD_MISSING, NO_OBJECT, object_within, text_of
from weerklank.harvest.port import Unreadable
from weerklank.model.json_value import JsonObject

#: How X writes the number of a post, or of a person.
NUMBER = re.compile("[0-9]{1,20}")
_SHARED = re.compile(r"RT @([A-Za-z0-9_]{1,30}): ?")
_FIELDS_OF_TWEET = {"full_text", "text"}
#: X lets a post be changed five times; where more is told, nothing of it is believed.
_MOST_VERSIONS = 20


@dataclass(frozen=True, slots=True)
class Record:
    """A record of an archive, taken apart: the tweet in it, and its long text where it has one."""

    source: JsonObject
    tweet: JsonObject
    note: JsonObject | None
    number: str
    #: Numbers of all versions of the post, the first first; just its own when it never changed.
    versions: tuple[str, ...]
    #: Name of who wrote what was shared; None for what the account wrote itself.
    shares: str | None

    @property
    def native_id(self) -> str:
        """Give the number by which the post is known: that of its first version."""
        return self.versions[0]

    @property
    def is_earlier(self) -> bool:
        """Tell whether a later version of the post exists."""
        return self.number != self.versions[-1]


def record_of(source: JsonObject) -> Record:
    """Take a record apart; Unreadable when it is no tweet with a number."""
    note = source.get("noteTweet")
    if isinstance(note, dict) and "tweet" not in source:
        return _record_of_note(source, note)
    inner = source.get("tweet", source)
    if not isinstance(inner, dict):
        raise Unreadable(NO_OBJECT)
    number = number_of_tweet(inner)
    text = text_of(inner.get("full_text")) or text_of(inner.get("text")) or ""
    shared = _SHARED.match(text)
    return Record(
        source=source,
        tweet=inner,
        note=note if isinstance(note, dict) else None,
        number=number,
        versions=_versions(inner, number),
        shares=shared[1] if shared else None,
    )


def _record_of_note(source: JsonObject, note: JsonObject) -> Record:
    """Take a long text apart whose post is not there; its own number is not that of the post."""
    number = post_of(note)
    if number is None:
        written = note.get("noteTweetId")
        if not isinstance(written, str) or not NUMBER.fullmatch(written):
            raise Unreadable(FIELD_MISSING.filled(field="noteTweetId"))
        number = f"note:{written}"
    return Record(source, {"created_at": note.get("createdAt")}, note, number, (number,), None)


def number_of_tweet(tweet: JsonObject) -> str:
    """Give the number of a tweet; Unreadable without one."""
    for name in ("id_str", "id"):
        value = tweet.get(name)
        written = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if isinstance(written, str) and NUMBER.fullmatch(written):
            return written
    raise Unreadable(FIELD_MISSING.filled(field="id_str"))


def is_record(source: JsonObject) -> bool:
    """Tell a record from an object that only stands inside one."""
    return "tweet" in source or not _FIELDS_OF_TWEET.isdisjoint(source)


def _versions(tweet: JsonObject, number: str) -> tuple[str, ...]:
    info = object_within(tweet, "edit_info")
    if not info:
        return (number,)
    edit = object_within(info, "edit")
    holder = object_within(edit, "editControlInitial") or object_within(info, "initial")
    told, first = holder.get("editTweetIds"), edit.get("initialTweetId")
    if first is None and told == [number]:  # as nearly all are
        return (number,)
    ids = [first, *(told if isinstance(told, list) else ()), number]
    whole = dict.fromkeys(one for one in ids if isinstance(one, str) and NUMBER.fullmatch(one))
    if len(whole) > _MOST_VERSIONS:
        return (number,)
    return tuple(sorted(whole, key=lambda one: (len(one), one)))

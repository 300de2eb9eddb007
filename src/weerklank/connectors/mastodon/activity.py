"""Read Mastodon's ActivityPub objects into raw items."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import orjson

from weerklank.connectors.mastodon.shape import ACTIVITY, ACTOR
from weerklank.model.item import Counts, ItemKind, RefType, Visibility
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.platform import Platform, profile_of
from weerklank.model.raw import (
    RawItem,
    RawMedium,
    RawPerson,
    RawPoll,
    RawPollOption,
    RawRef,
)

_PUBLIC = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
_QUOTES = ("quote", "quoteUri", "quoteUrl", "_misskey_quote")


def handle_of(address: str | None, name: str | None) -> str | None:
    """Give a full handle, `name@server` in lower case, from what a mention says."""
    if name:
        written = name.strip().lstrip("@").lower()
        if "@" in written:
            return written
        host = urlsplit(address).netloc.lower() if address else ""
        return f"{written}@{host}" if host and written else written or None
    profile = profile_of(address) if address else None
    return profile.handle if profile else None


def moment(text: Json) -> str:
    """Bring a moment to UTC in one form; ValueError when it is none."""
    if not isinstance(text, str):
        raise ValueError("a moment is missing")
    if len(text) == 20 and text[10] == "T" and text[19] == "Z":
        datetime.fromisoformat(text)  # says ValueError when it is no date
        return text
    parsed = datetime.fromisoformat(text)
    if parsed.tzinfo is None:
        parsed = parsed.replace(tzinfo=UTC)
    return f"{parsed.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _list(value: Json) -> list[Json]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _string(value: Json) -> str | None:
    return value if isinstance(value, str) and value else None


def _count(value: Json) -> int | None:
    if isinstance(value, dict):
        value = value.get("totalItems")
    return value if isinstance(value, int) and not isinstance(value, bool) else None


class Reader:
    """Reads the objects of one account's export."""

    def __init__(self, actor: JsonObject) -> None:
        self._actor = actor
        self._id = str(actor["id"])
        url = _string(actor.get("url"))
        name = _string(actor.get("preferredUsername"))
        host = urlsplit(self._id).netloc.lower()
        self.owner = RawPerson(
            platform=Platform.MASTODON,
            user_id=self._id,
            handle=f"{name.lower()}@{host}" if name else handle_of(url or self._id, None),
            addresses=tuple(address for address in (self._id, url) if address),
            display_name=_string(actor.get("name")),
        )
        self._followers = _string(actor.get("followers"))
        self._persons: dict[str, RawPerson] = {}

    def mentioned(self, address: str | None, name: str | None) -> RawPerson:
        """Read a mention; the same person is read once."""
        key = f"{address}\n{name}"
        person = self._persons.get(key)
        if person is None:
            if len(self._persons) > 10_000:
                self._persons.clear()
            person = self._persons[key] = RawPerson(
                platform=Platform.MASTODON,
                user_id=address,
                handle=handle_of(address, name),
                addresses=(address,) if address else (),
            )
        return person

    def activity(self, content: bytes) -> RawItem:
        """Read one activity; ValueError when it is not as it should be."""
        source = orjson.loads(content)
        if not isinstance(source, dict):
            raise ValueError("not an object")
        target = source.get("object")
        if source.get("type") == "Announce":
            return self._boost(source, target)
        if not isinstance(target, dict):
            raise ValueError("a post without content")
        return self._post(source, target)

    def _boost(self, source: JsonObject, target: Json) -> RawItem:
        native = _string(source.get("id"))
        of = _string(target.get("id")) if isinstance(target, dict) else _string(target)
        if not native or not of:
            raise ValueError("a boost without id")
        return RawItem(
            platform=Platform.MASTODON,
            native_id=native,
            kind=ItemKind.BOOST,
            created_at=moment(source.get("published")),
            author=self.owner,
            visibility=self._visibility(source),
            refs=(RawRef(type=RefType.BOOST_OF, native_id=of),),
            # Of what is boosted only the reference: its text is a third party's.
            source={**source, "object": of},
            shape=ACTIVITY,
        )

    def _post(self, source: JsonObject, note: JsonObject) -> RawItem:
        native = _string(note.get("id"))
        if not native:
            raise ValueError("a post without id")
        parent = _string(note.get("inReplyTo"))
        refs = [RawRef(type=RefType.REPLY_TO, native_id=parent)] if parent else []
        quoted = next((q for q in (_string(note.get(k)) for k in _QUOTES) if q), None)
        if quoted:
            refs.append(RawRef(type=RefType.QUOTE_OF, native_id=quoted))
        languages = note.get("contentMap")
        return RawItem(
            platform=Platform.MASTODON,
            native_id=native,
            kind=ItemKind.REPLY if parent else ItemKind.POST,
            created_at=moment(note.get("published") or source.get("published")),
            edited_at=moment(note["updated"]) if note.get("updated") else None,
            author=self._author(note.get("attributedTo") or source.get("actor")),
            persons=self._mentions(note.get("tag")),
            html=_string(note.get("content")),
            title=_string(note.get("summary")) or _string(note.get("name")),
            language=next(iter(languages), None) if isinstance(languages, dict) else None,
            url=_string(note.get("url")) or native,
            visibility=self._visibility(note if note.get("to") else source),
            refs=tuple(refs),
            media=tuple(_media(note.get("attachment"))),
            poll=_poll(note),
            counts=_counts(note),
            source=source,
            shape=ACTIVITY,
        )

    def _author(self, address: Json) -> RawPerson:
        if address is None:
            return self.owner
        first = next(iter(_list(address)), None)
        written = _string(first.get("id") if isinstance(first, dict) else first)
        if written is None:  # whoever it is, it is not us
            raise ValueError("an author that can't be read")
        return self.owner if written in self.owner.addresses else self.mentioned(written, None)

    def _mentions(self, tags: Json) -> tuple[RawPerson, ...]:
        persons = []
        for tag in _list(tags):
            if isinstance(tag, dict) and tag.get("type") == "Mention":
                address, name = _string(tag.get("href")), _string(tag.get("name"))
                if address or name:
                    persons.append(self.mentioned(address, name))
        return tuple(persons)

    def _visibility(self, addressed: JsonObject) -> Visibility:
        if any(address in _PUBLIC for address in _list(addressed.get("to"))):
            return Visibility.PUBLIC
        if any(address in _PUBLIC for address in _list(addressed.get("cc"))):
            return Visibility.UNLISTED
        return Visibility.FOLLOWERS

    def profile(self) -> RawItem:
        """Read the account's own profile."""
        pictures = [self._actor.get("icon"), self._actor.get("image")]
        return RawItem(
            platform=Platform.MASTODON,
            native_id=self._id,
            kind=ItemKind.PROFILE,
            created_at=_profile_moment(self._actor.get("published")),
            author=self.owner,
            persons=self._mentions(self._actor.get("tag")),
            html=_string(self._actor.get("summary")),
            title=_string(self._actor.get("name")),
            url=_string(self._actor.get("url")) or self._id,
            media=tuple(_media([p for p in pictures if p])),
            source=self._actor,
            shape=ACTOR,
        )


def _profile_moment(text: Json) -> str:
    try:
        return moment(text)
    except ValueError:
        return "1970-01-01T00:00:00Z"  # a server that does not say when the account was made


def _media(attachments: Json) -> list[RawMedium]:
    media = []
    for attachment in _list(attachments):
        if not isinstance(attachment, dict):
            continue
        url = attachment.get("url")
        if isinstance(url, list):
            url = next((link.get("href") for link in url if isinstance(link, dict)), None)
        if not isinstance(url, str):
            continue
        media.append(
            RawMedium(
                source=url,
                content_type=_string(attachment.get("mediaType")),
                alt=_string(attachment.get("name")) or _string(attachment.get("summary")),
                width=_count(attachment.get("width")),
                height=_count(attachment.get("height")),
            )
        )
    return media


def _poll(note: JsonObject) -> RawPoll | None:
    many = "anyOf" in note
    options = _list(note.get("anyOf") or note.get("oneOf"))
    if not options:
        return None
    ends = note.get("endTime") or note.get("closed")
    return RawPoll(
        options=tuple(
            RawPollOption(
                text=_string(option.get("name")) or "", votes=_count(option.get("replies"))
            )
            for option in options
            if isinstance(option, dict)
        ),
        many=many,
        voters=_count(note.get("votersCount")),
        ends_at=moment(ends) if isinstance(ends, str) else None,
    )


def _counts(note: JsonObject) -> Counts | None:
    likes, shares = _count(note.get("likes")), _count(note.get("shares"))
    if likes is None and shares is None:
        return None
    return Counts(likes=likes, reposts=shares)

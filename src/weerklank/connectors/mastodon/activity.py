"""Read Mastodon's ActivityPub objects into raw items."""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

import orjson

from weerklank.connectors.mastodon.shape import ACTIVITY, ACTOR
from weerklank.harvest.port import Unreadable
from weerklank.model.item import Counts, ItemKind, RefType, Visibility
from weerklank.model.item_address import item_address
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.person_address import person_of
from weerklank.model.platform import Platform
from weerklank.model.raw import (
    RawItem,
    RawMedium,
    RawPerson,
    RawPoll,
    RawPollOption,
    RawRef,
)

_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PUBLIC = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_BRACKETS = re.compile(rb'"(?:[^"\\]|\\.)*"|([{\[])|([}\]])', re.DOTALL)
#: No object of Mastodon goes half as deep; deeper ones exhaust what reads them.
_DEEPEST = 100
#: From open to shielded.
_STRICTER = (Visibility.PUBLIC, Visibility.UNLISTED, Visibility.FOLLOWERS)
_QUOTES = ("quote", "quoteUri", "quoteUrl", "_misskey_quote")


def handle_of(address: str | None, name: str | None) -> str | None:
    """Give a full handle, `name@server` in lower case, from what a mention says."""
    if name:
        written = name.strip().lstrip("@").lower()
        if "@" in written:
            return written
        host = urlsplit(address).netloc.lower() if address else ""
        return f"{written}@{host}" if host and written else written or None
    profile = person_of(address) if address else None
    return profile.handle if profile else None


def _spelling(name: str) -> str | None:
    """Tell the words of a handle apart by its capitals: `@JanVries` is `jan_vries`."""
    local = name.strip().lstrip("@").partition("@")[0]
    spelled = _CAPITAL.sub("_", local).lower()
    return spelled if spelled != local.lower() else None


def moment(text: Json) -> str:
    """Bring a moment to UTC in one form; Unreadable when it is none."""
    if not isinstance(text, str):
        raise Unreadable("a moment is missing")
    try:
        parsed = datetime.fromisoformat(text)
        if _MOMENT.fullmatch(text):
            return text
        if parsed.tzinfo is None:
            parsed = parsed.replace(tzinfo=UTC)
        written = parsed.astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        raise Unreadable("a moment that does not exist") from None
    return written.replace("+00:00", "Z")


def parse(content: bytes) -> Json:
    """Parse JSON; half a surrogate, which no text can hold, becomes U+FFFD."""
    if content.count(b"{") + content.count(b"[") > _DEEPEST and _depth(content) > _DEEPEST:
        raise Unreadable("nested too deeply")
    try:
        return _parsed(content)
    except orjson.JSONDecodeError:
        mended = without_half_surrogates(content)
        if mended == content:
            raise Unreadable("no valid JSON in UTF-8") from None
    try:
        return _parsed(mended)
    except orjson.JSONDecodeError:
        raise Unreadable("no valid JSON in UTF-8") from None


def _parsed(content: bytes) -> Json:
    value: Json = orjson.loads(content)
    return value


def _depth(content: bytes) -> int:
    depth = deepest = 0
    for match in _BRACKETS.finditer(content):
        if match[1]:
            depth += 1
            deepest = max(deepest, depth)
        elif match[2]:
            depth -= 1
    return deepest


_ESCAPE = re.compile(
    rb"\\(?:(u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    rb"|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)


def without_half_surrogates(content: bytes) -> bytes:
    """Put U+FFFD where JSON names half of a surrogate pair; other escapes stay."""
    if b"\\ud" not in content and b"\\uD" not in content:
        return content
    return _ESCAPE.sub(lambda found: b"\\ufffd" if found[2] else found[0], content)


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
        self._host = host
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
                spelling=_spelling(name or ""),
                addresses=(address,) if address else (),
            )
        return person

    def native(self, address: str) -> str:
        """Give the one form of the address of an item, however this export writes it."""
        return item_address(address, server=self._host)

    def activity(self, content: bytes) -> RawItem:
        """Read one activity; Unreadable when it is not as it should be."""
        source = parse(content)
        if not isinstance(source, dict):
            raise Unreadable("not an object")
        target = source.get("object")
        if source.get("type") == "Announce":
            return self._boost(source, target)
        if not isinstance(target, dict):
            raise Unreadable("a post without content")
        return self._post(source, target)

    def _boost(self, source: JsonObject, target: Json) -> RawItem:
        native = _string(source.get("id"))
        of = _string(target.get("id")) if isinstance(target, dict) else _string(target)
        if not native or not of:
            raise Unreadable("a boost without id")
        return RawItem(
            platform=Platform.MASTODON,
            native_id=self.native(native),
            kind=ItemKind.BOOST,
            created_at=moment(source.get("published")),
            author=self.owner,
            visibility=self._visibility(source),
            refs=(RawRef(type=RefType.BOOST_OF, native_id=self.native(of)),),
            # Of what is boosted only the reference: its text is a third party's.
            source={**source, "object": of},
            shape=ACTIVITY,
        )

    def _post(self, source: JsonObject, note: JsonObject) -> RawItem:
        native = _string(note.get("id"))
        if not native:
            raise Unreadable("a post without id")
        parent = _string(note.get("inReplyTo"))
        refs = [RawRef(type=RefType.REPLY_TO, native_id=self.native(parent))] if parent else []
        quoted = next((q for q in (_string(note.get(k)) for k in _QUOTES) if q), None)
        if quoted:
            refs.append(RawRef(type=RefType.QUOTE_OF, native_id=self.native(quoted)))
        languages = note.get("contentMap")
        return RawItem(
            platform=Platform.MASTODON,
            native_id=self.native(native),
            kind=ItemKind.REPLY if parent else ItemKind.POST,
            created_at=moment(note.get("published") or source.get("published")),
            edited_at=moment(note["updated"]) if note.get("updated") else None,
            author=self._author(note.get("attributedTo") or source.get("actor")),
            persons=self._named(source, note, parent, quoted),
            html=_string(note.get("content")),
            title=_string(note.get("summary")) or _string(note.get("name")),
            language=next(iter(languages), None) if isinstance(languages, dict) else None,
            url=_string(note.get("url")) or native,
            visibility=self._strictest(source, note),
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
            raise Unreadable("an author that can't be read")
        return self.owner if written in self.owner.addresses else self.mentioned(written, None)

    def _named(
        self, source: JsonObject, note: JsonObject, *others: str | None
    ) -> tuple[RawPerson, ...]:
        """Give everyone whom the structure of a post names: mentioned, addressed, answered."""
        persons = dict.fromkeys(self._mentions(note.get("tag")))
        known = {person.handle for person in persons}
        addresses = [
            *_list(source.get("to")),
            *_list(source.get("cc")),
            *_list(note.get("to")),
            *_list(note.get("cc")),
            *others,
        ]
        for address in addresses:
            profile = person_of(address) if isinstance(address, str) else None
            if profile and profile.handle not in known:
                known.add(profile.handle)
                persons[RawPerson(platform=profile.platform, handle=profile.handle)] = None
        return tuple(persons)

    def _mentions(self, tags: Json) -> tuple[RawPerson, ...]:
        persons = []
        for tag in _list(tags):
            if isinstance(tag, dict) and tag.get("type") == "Mention":
                address, name = _string(tag.get("href")), _string(tag.get("name"))
                if address or name:
                    persons.append(self.mentioned(address, name))
        return tuple(persons)

    def _strictest(self, source: JsonObject, note: JsonObject) -> Visibility:
        """Give the visibility of a post that may be addressed otherwise than its activity."""
        outer = self._visibility(source)
        if note.get("to") is None and note.get("cc") is None:
            return outer
        return max(outer, self._visibility(note), key=_STRICTER.index)

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
            native_id=self.native(self._id),
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

"""Read the records of a repository into raw items.

What the first pass keeps of a record is its source as JSON; both passes read that with the same
code, so that the first knows whoever the second meets.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain

import orjson

from weerklank.connectors.bluesky.embed import Embed, medium, texts_listed
from weerklank.connectors.bluesky.facets import Facets
from weerklank.connectors.bluesky.persons import PAGE, in_text, of_uri
from weerklank.connectors.bluesky.shape import MAPPING, PROFILE, RECORD, REPLY
from weerklank.connectors.bluesky.tid import moment_of_tid
from weerklank.harvest.json_array import NOT_READ
from weerklank.harvest.json_fields import FIELD_MISSING, Fields, number_of, parse_object, text_of
from weerklank.harvest.moment import MOMENT_MISSING, NOT_A_MOMENT, moment
from weerklank.harvest.page_preview import person_of_page
from weerklank.harvest.plain_text import html_of, persons_at
from weerklank.harvest.port import Unreadable
from weerklank.minimise.leads import leads_of_html, leads_of_text
from weerklank.model.item import NO_MOMENT, Counts, ItemKind, RefType
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.platform import Platform
from weerklank.model.raw import RawItem, RawPerson, RawRef, Scanned, media_path

POSTS, REPOSTS = "app.bsky.feed.post", "app.bsky.feed.repost"
PROFILES = "app.bsky.actor.profile"
#: Years of moments that somebody's software may claim and a calendar can hold.
_YEARS = range(1970, 2200)


class Reader:
    """Reads the records of one account, or of somebody else below a post of it."""

    def __init__(self, owner: RawPerson, did: str, author: RawPerson | None = None) -> None:
        """`did` is of the account; `author` of who wrote, where that is somebody else."""
        self.owner = owner
        self._did = did
        self._own = f"at://{did}/"
        self._author = author

    def scan(self, source: JsonObject) -> Scanned:
        """Give what the first pass keeps of a record; Unreadable when it can't be read."""
        item = self._read(source)
        parent = next((r.native_id for r in item.refs if r.type is RefType.REPLY_TO), None)
        root = self._root(source["value"]) if parent else None
        is_above_own = self._author is None and root is not None and self._is_own(root)
        if parent and not self._is_own(parent) and is_above_own:
            # What it answers is somebody else's and not here; the post that it is below is.
            parent, root = root, None
        return Scanned(
            content=orjson.dumps(source),
            native_id=item.native_id,
            url=item.url,
            parent=parent,
            talk=root,
            created_at=item.created_at,
            persons=item.persons,
            linked=self._linked(item, source),
            media=tuple(media_path(one.source) for one in item.media),
        )

    def read(self, content: bytes) -> RawItem:
        """Read one scanned record whole."""
        return self._read(parse_object(content))

    def read_source(self, source: JsonObject) -> RawItem:
        """Read a record that is parsed already."""
        return self._read(source)

    def _is_own(self, uri: str) -> bool:
        return uri.startswith(self._own)

    def _root(self, value: Json) -> str | None:
        reply = value.get("reply") if isinstance(value, dict) else None
        root = reply.get("root") if isinstance(reply, dict) else None
        return text_of(root.get("uri")) if isinstance(root, dict) else None

    def _linked(self, item: RawItem, source: JsonObject) -> tuple[RawPerson, ...]:
        """Give whom the words of a record lead to besides those whom it mentions."""
        texts = chain((one.alt for one in item.media), (item.title,), _words(source))
        leads = [*leads_of_html(item.html)] if item.html else []
        for text in filter(None, texts):
            leads += leads_of_text(text)
        return persons_at(leads, self.owner) if leads else ()

    def _read(self, source: JsonObject) -> RawItem:
        uri, value = text_of(source.get("uri")), source.get("value")
        if uri is None or not isinstance(value, dict):
            raise Unreadable(NOT_READ)
        head, _, name = uri.rpartition("/")
        if head == f"{self._own}{REPOSTS}":
            return self._repost(source, value, uri, name)
        return self._post(source, value, uri, name)

    def _repost(self, source: JsonObject, value: JsonObject, uri: str, name: str) -> RawItem:
        fields = Fields(value)
        subject = fields.object("subject")
        of = text_of(subject.get("uri")) if subject else None
        if of is None:
            raise Unreadable(FIELD_MISSING.filled(field="subject"))
        via = value.get("via")
        made = _moment(value, fields, name)
        return RawItem(
            platform=Platform.BLUESKY,
            native_id=uri,
            kind=ItemKind.BOOST,
            created_at=made,
            author=self.owner,
            persons=_each(
                (*of_uri(of), *(of_uri(via.get("uri")) if isinstance(via, dict) else ()))
            ),
            refs=(RawRef(type=RefType.BOOST_OF, native_id=of),),
            source=source,
            shape=RECORD,
            mapping=MAPPING,
            broken=_places(fields.broken),
        )

    def _post(self, source: JsonObject, value: JsonObject, uri: str, name: str) -> RawItem:
        text = value.get("text")
        if not isinstance(text, str):
            raise Unreadable(FIELD_MISSING.filled(field="text"))
        fields = Fields(value)
        facets, embed = Facets(value, text), Embed(value)
        parent = self._answered(fields)
        refs = [RawRef(type=RefType.REPLY_TO, native_id=parent)] if parent else []
        if embed.quoted:
            refs.append(RawRef(type=RefType.QUOTE_OF, native_id=embed.quoted))
        made = _moment(value, fields, name)
        broken = [*fields.broken, *facets.broken, *embed.broken]
        return RawItem(
            platform=Platform.BLUESKY,
            native_id=uri,
            kind=ItemKind.REPLY if parent else ItemKind.POST,
            created_at=made,
            author=self._author or self.owner,
            persons=_each(chain(facets.persons, self._named(source, value, text, embed))),
            html=html_of(text, facets.links) if text else None,
            language=next(iter(texts_listed(value.get("langs"))), None),
            url=f"{PAGE}{uri[len('at://') :].partition('/')[0]}/post/{name}",
            refs=tuple(refs),
            media=tuple(embed.media),
            captions=embed.captions,
            counts=_counts(source),
            source=source,
            shape=REPLY if self._author else RECORD,
            mapping=MAPPING,
            broken=_places(broken),
        )

    def _answered(self, fields: Fields) -> str | None:
        reply = fields.object("reply")
        if reply is None:
            return None
        parent = reply.get("parent")
        uri = text_of(parent.get("uri")) if isinstance(parent, dict) else None
        if uri is None:
            fields.broken.append("reply/parent")
        return uri

    def _named(
        self, source: JsonObject, value: JsonObject, text: str, embed: Embed
    ) -> Iterator[RawPerson]:
        """Give whom the structure of a post names besides its facets, and its texts by handle."""
        reply = value.get("reply")
        for part in reply.values() if isinstance(reply, dict) else ():
            if isinstance(part, dict):
                yield from of_uri(part.get("uri"))
        for uri in chain(embed.shown, _hidden(source)):
            yield from of_uri(uri)
        for said in (text, *embed.texts):
            yield from in_text(said)
        for address, title in embed.pages:
            person = person_of_page(address, title, self.owner)
            if person:
                yield person

    def profile(self, source: JsonObject) -> RawItem:
        """Read the profile of the account."""
        uri, value = text_of(source.get("uri")), source.get("value")
        if uri is None or not isinstance(value, dict):
            raise Unreadable(NOT_READ)
        fields = Fields(value)
        name, said = fields.text("displayName"), fields.text("description")
        pinned = fields.object("pinnedPost") or {}
        pin = text_of(pinned.get("uri"))
        pictures = [(one, medium(value[one])) for one in ("avatar", "banner") if value.get(one)]
        fields.broken += [place for place, found in pictures if found is None]
        made = fields.moment("createdAt")
        pack = fields.object("joinedViaStarterPack") or {}
        words = (
            name or "",
            said or "",
            fields.text("website") or "",
            fields.text("pronouns") or "",
        )
        html = html_of(said) if said else None
        return RawItem(
            platform=Platform.BLUESKY,
            native_id=uri,
            kind=ItemKind.PROFILE,
            created_at=made or NO_MOMENT,
            author=self.owner,
            persons=_each(
                chain(
                    *map(in_text, words),
                    of_uri(pack.get("uri")),
                    () if pin and self._is_own(pin) else of_uri(pin),
                    persons_at(_leads(html, words), self.owner),
                )
            ),
            html=html,
            title=name,
            url=f"{PAGE}{self._did}",
            refs=(RawRef(type=RefType.PINNED, native_id=pin),) if pin else (),
            media=tuple(found for _, found in pictures if found),
            counts=_counts_of_profile(source),
            source=source,
            shape=PROFILE,
            mapping=MAPPING,
            broken=_places(fields.broken),
        )


def _counts(source: JsonObject) -> Counts | None:
    """Give what the API says of the reach of a post; a record by itself says nothing."""
    view = source.get("view")
    if not isinstance(view, dict):
        return None
    return Counts(
        likes=_count(view, "likeCount"),
        replies=_count(view, "replyCount"),
        reposts=_count(view, "repostCount"),
    )


def _counts_of_profile(source: JsonObject) -> Counts | None:
    view = source.get("view")
    if not isinstance(view, dict):
        return None
    return Counts(
        followers=_count(view, "followersCount"),
        following=_count(view, "followsCount"),
        posts=_count(view, "postsCount"),
    )


def _count(view: JsonObject, name: str) -> int | None:
    found = number_of(view.get(name))
    return found if found is not None and found >= 0 else None


def _leads(html: str | None, texts: Iterable[str]) -> list[str]:
    leads = [*leads_of_html(html)] if html else []
    return leads + [lead for text in texts for lead in leads_of_text(text)]


def _words(source: JsonObject) -> list[str]:
    """Give the texts of a record besides its own: of a page that it shows, and its hashtags."""
    value = source.get("value")
    if not isinstance(value, dict):
        return []
    return [*Embed(value).texts, *texts_listed(value.get("tags"))]


def _hidden(source: JsonObject) -> Iterator[str]:
    """Give the addresses of replies that the account hid, and of quotes that it left."""
    for gate, name in (("threadgate", "hiddenReplies"), ("postgate", "detachedEmbeddingUris")):
        found = source.get(gate)
        if isinstance(found, dict):
            yield from texts_listed(found.get(name))


def _each(persons: Iterable[RawPerson]) -> tuple[RawPerson, ...]:
    return tuple(dict.fromkeys(persons))


def _places(broken: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"/value/{name}" for name in dict.fromkeys(broken))


def _moment(value: JsonObject, fields: Fields, name: str) -> str:
    """Give the moment that a record claims; by its key where that is none.

    Unreadable when neither tells one.
    """
    claimed = fields.moment("createdAt")
    if claimed and int(claimed[:4]) in _YEARS:
        return claimed
    made = moment_of_tid(name)
    if made is None:
        raise Unreadable(NOT_A_MOMENT if value.get("createdAt") else MOMENT_MISSING)
    if "createdAt" not in fields.broken:
        fields.broken.append("createdAt")
    return _written(made)


def _written(made: datetime) -> str:
    return moment(made.isoformat(timespec="seconds"))

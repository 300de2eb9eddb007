"""Read the rows of a Takeout of YouTube into raw items."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

import orjson

from weerklank.connectors.youtube.columns import Table
from weerklank.connectors.youtube.shape import CHANNEL, MAPPING, PLAYLIST, POST, REPLY, VIDEO
from weerklank.connectors.youtube.takeout import FILMS, PICTURES
from weerklank.connectors.youtube.text_parts import PartedText, read_parts
from weerklank.harvest.json_fields import FIELD_MISSING, text_of, texts_in
from weerklank.harvest.moment import moment
from weerklank.harvest.plain_text import html_of, named_in_text, persons_at
from weerklank.harvest.port import Unreadable
from weerklank.minimise.leads import leads_of_html, leads_of_text
from weerklank.model.item import NO_MOMENT, Captions, ItemKind, RefType, Visibility
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.platform import Platform
from weerklank.model.raw import RawItem, RawMedium, RawPerson, RawRef, Scanned, media_path
from weerklank.model.text import Text

STRANGE_ID = Text("een id van een andere vorm dan verwacht", "an id of another form than expected")

_SITE = "https://www.youtube.com"
_ID = re.compile(r"[\w.-]{1,128}", re.ASCII)
#: The other forms in which people write the address of a channel.
_HOSTS = ("https://www.youtube.com", "https://youtube.com", "https://m.youtube.com")
#: Who was mentioned by a name that begins with the sign got another before it.
_SIGNS = re.compile("@{2,}")
_STAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row on its way from the first pass to the second, with what other tables tell of it."""

    table: Table
    values: JsonObject
    visibility: Visibility = Visibility.PUBLIC
    #: Ending of the film of a video, `.mp4`.
    film: str = ".mp4"
    #: Whether what a reply answers is of the channel itself.
    is_below_own: bool = False
    #: Moment of the export: a post that does not say when it was made is no younger.
    exported: str = ""

    def written(self) -> bytes:
        """Write it for the second pass."""
        told = (self.table, self.visibility, self.film, self.is_below_own, self.exported)
        return orjson.dumps((*told, self.values))


def read_entry(content: bytes) -> Entry:
    """Read what the first pass wrote."""
    table, visibility, film, is_below_own, exported, values = orjson.loads(content)
    return Entry(Table(table), values, Visibility(visibility), film, is_below_own, exported)


def film_name(video: str, ending: str) -> str:
    """Name the film of a video: the same in each part of a Takeout, and in a later one."""
    return f"videos/{video}{ending}"


def picture_name(name: str) -> str:
    """Name a picture of a post; only the last step of what the export says counts."""
    return f"posts/{name.rpartition('/')[2]}"


def identity(values: JsonObject, column: str) -> str:
    """Give the id of a row; Unreadable without one."""
    written = text_of(values.get(column))
    if written is None:
        raise Unreadable(FIELD_MISSING.filled(field=column))
    if not _ID.fullmatch(written):
        raise Unreadable(STRANGE_ID)
    return written


class Reader:
    """Reads the rows of one channel."""

    def __init__(self, channel: JsonObject) -> None:
        """`channel` is its row, with the names of its addresses; Unreadable without an id."""
        self._channel = channel
        self.id = identity(channel, "Channel ID")
        called = [name.lstrip("@") for name in _listed(channel.get("Channel Vanity URL Name"))]
        paths = [f"channel/{self.id}"]
        paths += [f"{head}{name}" for name in called for head in ("@", "c/", "user/")]
        handles = [*(name.lower() for name in called), self.id]
        self.owner = RawPerson(
            platform=Platform.YOUTUBE,
            user_id=f"{_SITE}/channel/{self.id}",
            handle=handles[0],
            other_handles=tuple(handles[1:]),
            addresses=tuple(f"{host}/{path}" for path in paths for host in _HOSTS),
            display_name=text_of(channel.get("Channel Title (Original)")),
        )

    def item(self, entry: Entry) -> RawItem:
        """Read a row whole; Unreadable when it is not as it should be."""
        match entry.table:
            case Table.VIDEOS:
                return self._video(entry)
            case Table.REPLIES:
                return self._reply(entry)
            case Table.POSTS:
                return self._post(entry)
            case _:
                return self._playlist(entry)

    def scanned(self, content: bytes, item: RawItem) -> Scanned:
        """Give of an item what the first pass keeps."""
        said = [item.title, *(m.alt for m in item.media), *_texts_besides(item.source)]
        found = [address for text in said if text for address in leads_of_text(text)]
        found += leads_of_html(item.html) if item.html else ()
        answered = [ref.native_id for ref in item.refs if ref.type is RefType.REPLY_TO]
        return Scanned(
            content=content,
            native_id=item.native_id,
            url=item.url,
            parent=answered[0] if answered else None,
            created_at=item.created_at,
            persons=item.persons,
            linked=persons_at(found, self.owner) if found else (),
            media=tuple(media_path(medium.source) for medium in item.media),
        )

    def _video(self, entry: Entry) -> RawItem:
        values = entry.values
        video = identity(values, "Video ID")
        texts = values.get("video texts")
        texts = texts if isinstance(texts, dict) else {}
        title = text_of(values.get("Video Title (Original)")) or text_of(
            texts.get("Video Title Text Segments")
        )
        description = text_of(values.get("Video Description (Original)")) or text_of(
            texts.get("Video Description Text Segments")
        )
        return RawItem(
            platform=Platform.YOUTUBE,
            native_id=video,
            kind=ItemKind.POST,
            created_at=_made(values, "Video Publish Timestamp", "Video Create Timestamp"),
            author=self.owner,
            persons=self.named(title, description, *_listed(values.get("Tag"))),
            html=html_of(description) if description else None,
            title=title,
            language=text_of(values.get("Video Audio Language")),
            url=f"{_SITE}/watch?v={video}",
            visibility=entry.visibility,
            media=(
                RawMedium(source=film_name(video, entry.film), content_type=FILMS.get(entry.film)),
            ),
            captions=Captions.UNTOLD,
            source=values,
            shape=VIDEO,
            mapping=MAPPING,
        )

    def _reply(self, entry: Entry) -> RawItem:
        values = entry.values
        reply = identity(values, "Comment ID")
        below = text_of(values.get("Video ID")) or text_of(values.get("Post ID"))
        answered = text_of(values.get("Parent Comment ID")) or below
        text, source = self._parted(values, "Comment Text")
        # The address of a reply holds that of what it stands below, which may be somebody's.
        is_video = entry.is_below_own and text_of(values.get("Video ID")) is not None
        return RawItem(
            platform=Platform.YOUTUBE,
            native_id=reply,
            kind=ItemKind.REPLY,
            created_at=_made(values, "Comment Create Timestamp"),
            author=self.owner,
            persons=(*text.persons, *self.named(text.text)),
            html=html_of(text.text) if text.text else None,
            url=f"{_SITE}/watch?v={below}&lc={reply}" if is_video else None,
            visibility=entry.visibility,
            refs=(RawRef(type=RefType.REPLY_TO, native_id=answered),) if answered else (),
            source=source,
            shape=REPLY,
            mapping=MAPPING,
        )

    def _post(self, entry: Entry) -> RawItem:
        values = entry.values
        post = identity(values, "Post ID")
        text, source = self._parted(values, "Post Text")
        pictures = [picture_name(name) for name in _listed(values.get("Image Name"))]
        broken: tuple[str, ...] = ()
        try:
            made = _made(values, "Post Create Timestamp")
        except Unreadable:
            made, broken = entry.exported, ("/Post Create Timestamp",)
        return RawItem(
            platform=Platform.YOUTUBE,
            native_id=post,
            kind=ItemKind.POST,
            created_at=made,
            author=self.owner,
            persons=(*text.persons, *self.named(text.text)),
            html=html_of(text.text) if text.text else None,
            url=f"{_SITE}/post/{post}",
            visibility=entry.visibility,
            media=tuple(
                RawMedium(source=path, content_type=PICTURES.get(f".{path.rpartition('.')[2]}"))
                for path in pictures
            ),
            source=source,
            shape=POST,
            mapping=MAPPING,
            broken=broken,
        )

    def _playlist(self, entry: Entry) -> RawItem:
        values = entry.values
        playlist = identity(values, "Playlist ID")
        title = text_of(values.get("Playlist Title (Original)"))
        description = text_of(values.get("Playlist Description (Original)"))
        return RawItem(
            platform=Platform.YOUTUBE,
            native_id=playlist,
            kind=ItemKind.POST,
            created_at=_made(values, "Playlist Create Timestamp"),
            author=self.owner,
            persons=self.named(title, description),
            html=html_of(description) if description else None,
            title=title,
            language=text_of(values.get("Playlist Title (Original) Language")),
            url=f"{_SITE}/playlist?list={playlist}",
            visibility=entry.visibility,
            source=values,
            shape=PLAYLIST,
            mapping=MAPPING,
        )

    def profile(self) -> RawItem:
        """Read the channel itself."""
        title = text_of(self._channel.get("Channel Title (Original)"))
        description = text_of(self._channel.get("Channel Description (Original)"))
        tags = _listed(self._channel.get("Channel Tag"))
        named = self.named(title, description, *tags)
        led_to = [*leads_of_html(html_of(description))] if description else []
        led_to += [address for text in (title, *tags) if text for address in leads_of_text(text)]
        return RawItem(
            platform=Platform.YOUTUBE,
            native_id=self.id,
            kind=ItemKind.PROFILE,
            created_at=NO_MOMENT,
            author=self.owner,
            persons=tuple(dict.fromkeys((*named, *persons_at(led_to, self.owner)))),
            html=html_of(description) if description else None,
            title=title,
            url=f"{_SITE}/channel/{self.id}",
            source=self._channel,
            shape=CHANNEL,
            mapping=MAPPING,
        )

    def _parted(self, values: JsonObject, column: str) -> tuple[PartedText, JsonObject]:
        """Read a text in parts; gives it, and the row with the text as a whole."""
        written = text_of(values.get(column))
        if written is None:
            return PartedText(""), values
        text = read_parts(written, self.id)
        source = {**values, column: text.text}
        return text, {**source, "parts": list(text.parts)} if text.parts else source

    def named(self, *texts: str | None) -> tuple[RawPerson, ...]:
        """Give whom texts name by a handle; who is the channel itself is told apart later."""
        said = (_SIGNS.sub("@", text) for text in texts if text)
        found = (one for text in said for one in named_in_text(text, Platform.YOUTUBE))
        return tuple(dict.fromkeys(found))


def _made(values: JsonObject, *names: str) -> str:
    """Give when something was made: by the names of columns, in their order, else by its form.

    In some languages nobody saw what that column is called. Unreadable when no cell is a moment.
    """
    told = [values.get(name) for name in names]
    for value in (*told, *values.values()):
        if isinstance(value, str) and _STAMP.match(value):
            with suppress(Unreadable):
                return moment(value)
    return moment(next(filter(None, told), None))


def _listed(value: Json) -> list[str]:
    """Give the texts of a column of which there are several."""
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _texts_besides(source: JsonObject) -> Iterable[str]:
    """Give the texts of a row besides title, description and what it says."""
    yield from texts_in(source.get("Tag"))
    yield from texts_in(source.get("parts"))

"""Embeds: pictures, a film, a page elsewhere or a quote that stand with a post.

Source: the lexicons app.bsky.embed.{images,video,external,record,recordWithMedia}.
"""

from collections.abc import Iterator

from weerklank.harvest.json_fields import Fields, listed, text_of
from weerklank.model.item import Captions
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.raw import RawMedium

#: Endings by type: the record knows a medium by its CID alone.
_ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "image/avif": ".avif",
    "image/heic": ".heic",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
    "video/quicktime": ".mov",
    "video/mpeg": ".mpeg",
}
#: All that a medium may end with.
ENDINGS = ("", *dict.fromkeys(_ENDINGS.values()))
_QUOTED = "/app.bsky.feed.post/"


class Embed:
    """What stands with one post. `broken` are places that can't be read."""

    def __init__(self, post: JsonObject) -> None:
        self.media: list[RawMedium] = []
        #: `at://` addresses of a quoted post, and of other records that are shown.
        self.quoted: str | None = None
        self.shown: list[str] = []
        #: Texts besides that of the post.
        self.texts: list[str] = []
        #: Pages elsewhere that are shown: address and title.
        self.pages: list[tuple[str, str]] = []
        self.broken: list[str] = []
        #: Of a film alone.
        self.captions: Captions | None = None
        embed = self._object(post, "embed", "embed")
        if embed is None:
            return
        self._read_media(embed, "embed")
        beside = self._object(embed, "media", "embed/media")
        if beside is not None:
            self._read_media(beside, "embed/media")
        self._read_record(self._object(embed, "record", "embed/record"))

    def _object(self, of: JsonObject, name: str, place: str) -> JsonObject | None:
        value = of.get(name)
        if value is not None and not isinstance(value, dict):
            self.broken.append(place)
        return value if isinstance(value, dict) else None

    def _read_record(self, record: JsonObject | None) -> None:
        inner = record.get("record") if record else None
        uri = text_of((inner if isinstance(inner, dict) else record or {}).get("uri"))
        if uri is None:
            return
        self.shown.append(uri)
        if _QUOTED in uri:
            self.quoted = uri

    def _read_media(self, embed: JsonObject, at: str) -> None:
        fields = Fields(embed)
        for place, image in fields.objects("images"):
            self._add(image.get("image"), image.get("alt"), f"{at}/{place}")
        if embed.get("video") is not None:
            # The captions themselves stay: words of people, in a file that nothing reads here.
            self.captions = Captions.WITH if listed(embed.get("captions")) else Captions.WITHOUT
            self._add(embed["video"], embed.get("alt"), f"{at}/video")
        page = fields.object("external") or {}
        self.texts += _texts(page, "uri", "title", "description")
        address, title = text_of(page.get("uri")), text_of(page.get("title"))
        if address and title:
            self.pages.append((address, title))
        self.broken += [f"{at}/{place}" for place in fields.broken]

    def _add(self, blob: Json, alt: Json, place: str) -> None:
        found = medium(blob, alt)
        if found is None:
            self.broken.append(place)
            return
        self.media.append(found)
        if found.alt:
            self.texts.append(found.alt)


def medium(blob: Json, alt: Json = None) -> RawMedium | None:
    """Read a reference to a file; None when it is none."""
    if not isinstance(blob, dict):
        return None
    ref = blob.get("ref")
    # Records of before 2023 have the CID by itself.
    cid = text_of(ref.get("$link")) if isinstance(ref, dict) else text_of(blob.get("cid"))
    if cid is None:
        return None
    kind = text_of(blob.get("mimeType"))
    return RawMedium(
        source=cid + _ENDINGS.get(kind or "", ""), content_type=kind, alt=text_of(alt)
    )


def _texts(of: JsonObject, *names: str) -> Iterator[str]:
    return filter(None, (text_of(of.get(name)) for name in names))


def texts_listed(value: Json) -> list[str]:
    """Give the texts of a list; what is none is left."""
    return [one for one in listed(value) if isinstance(one, str)]

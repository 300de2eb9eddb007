"""Read the records of a LinkedIn export: posts, replies, articles, what was shared, profile."""

import re
from dataclasses import dataclass

from weerklank.connectors.linkedin.links import article_in, is_file, page_of, type_of, urn_in
from weerklank.connectors.linkedin.members import Part
from weerklank.connectors.linkedin.shape import (
    ARTICLE,
    MAPPING,
    MEDIUM,
    PROFILE,
    REPLY,
    REPOST,
    SHARE,
)
from weerklank.connectors.linkedin.visible import visible_to
from weerklank.harvest.json_fields import FIELD_MISSING, text_of
from weerklank.harvest.moment import moment
from weerklank.harvest.plain_text import html_of, persons_at
from weerklank.harvest.port import Unreadable
from weerklank.minimise.leads import leads_of_html, leads_of_text
from weerklank.model.item import NO_MOMENT, ItemKind, RefType, Visibility
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import Platform
from weerklank.model.raw import RawItem, RawMedium, RawPerson, RawRef, Scanned, Shape
from weerklank.model.text import Text

NO_POST = Text("een link die geen bericht noemt", "a link that names no post")

_KINDS = {
    Part.SHARES: ItemKind.POST,
    Part.ARTICLES: ItemKind.POST,
    Part.REPLIES: ItemKind.REPLY,
    Part.REPOSTS: ItemKind.BOOST,
    Part.MEDIA: ItemKind.MEDIUM,
}
_SHAPES: dict[Part, Shape] = {
    Part.SHARES: SHARE,
    Part.ARTICLES: ARTICLE,
    Part.REPLIES: REPLY,
    Part.REPOSTS: REPOST,
    Part.MEDIA: MEDIUM,
}
_MONTHS = {
    name: number
    for number, name in enumerate(
        "january february march april may june july august september october november "
        "december".split(),
        1,
    )
}
#: How a file is dated: `You uploaded a feed photo on January 5, 2026 at 10:00 AM (GMT)`.
_UPLOADED = re.compile(
    r"\bon ([A-Za-z]+) ([0-9]{1,2}), ([0-9]{4}) at ([0-9]{1,2}):([0-9]{2}) ?([AP])M"
)
#: What LinkedIn writes of a file of a post: `a feed photo`, `a feed document`.
_OF_POST = re.compile(r"^\s*You \w+ an? feed \w+ on ", re.IGNORECASE)
#: The same of a picture of the profile, which is of no post.
_OF_PROFILE = re.compile(
    r"^\s*You \w+ (?:an?|your) (?:profile|background|cover) \w+ on ", re.IGNORECASE
)
_BROKEN_LINE = '"\n"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A file of an item: what it is called here, and where it is to be had."""

    path: str
    address: str
    #: What kind of file it is, as far as the link tells.
    content_type: str | None = None


class Reader:
    """Reads the records of one member."""

    def __init__(self, owner: RawPerson) -> None:
        self._owner = owner

    def item(
        self, part: Part, record: JsonObject, native: str, pictures: tuple[str, ...] = ()
    ) -> RawItem:
        """Read one record whole; Unreadable when it is not as it should be."""
        made, _ = self.named(part, record)
        said = self._said(part, record)
        target = self.target(part, record)
        refs: tuple[RawRef, ...] = ()
        if target:
            kind = RefType.BOOST_OF if part is Part.REPOSTS else RefType.REPLY_TO
            refs = (RawRef(type=kind, native_id=target),)
        return RawItem(
            platform=Platform.LINKEDIN,
            native_id=native,
            kind=_KINDS[part],
            created_at=made,
            author=self._owner,
            persons=(),
            html=said if part is Part.ARTICLES else html_of(said) if said else None,
            title=text_of(record.get("title")),
            url=self.url(part, record),
            visibility=_visibility(part, record),
            tells_visibility=part is not Part.MEDIA,
            refs=refs,
            media=tuple(
                RawMedium(source=one.path, content_type=one.content_type)
                for one in self.places(record, native, pictures)
            ),
            source=record,
            shape=_SHAPES[part],
            mapping=MAPPING,
        )

    def scanned(
        self,
        part: Part,
        record: JsonObject,
        native: str,
        pictures: tuple[str, ...],
        content: bytes,
    ) -> Scanned:
        """Give what the first pass keeps of a record, which is written as `content`."""
        made, _ = self.named(part, record)
        places = self.places(record, native, pictures)
        return Scanned(
            content=content,
            native_id=native,
            url=self.url(part, record),
            parent=self.target(part, record) if part is Part.REPLIES else None,
            created_at=made,
            persons=(),
            linked=self._linked(part, record),
            media=tuple(one.path for one in places),
            addresses=tuple(one.address for one in places),
            is_loose=part is Part.MEDIA,
        )

    def named(self, part: Part, record: JsonObject) -> tuple[str, str]:
        """Give the moment of a record, and its name: of a post its URN.

        Replies of one second below one post are named alike: `one_second` tells them apart.
        """
        if part is Part.ARTICLES:
            made = moment(record.get("published"))
            return made, text_of(record.get("url")) or f"{self._owner.handle}/article/{made}"
        if part is Part.MEDIA:
            made = _uploaded(text_of(record.get("Date/Time")) or "")
            link = (text_of(record.get("Media Link")) or "").partition("?")[0]
            return made, f"{self._owner.handle}/file/{made}/{link.rpartition('/')[2]}"
        made = moment((text_of(record.get("Date")) or "").strip().removesuffix(" UTC"))
        urn = urn_in(self._link(part, record))
        if urn is None:
            raise Unreadable(NO_POST)
        if part is Part.SHARES:
            return made, urn
        return made, f"{self._owner.handle}/{_KINDS[part]}/{made}/{urn}"

    def _link(self, part: Part, record: JsonObject) -> str:
        name = "ShareLink" if part is Part.SHARES else "Link"
        link = text_of(record.get(name))
        if link is None:
            raise Unreadable(FIELD_MISSING.filled(field=name))
        return link

    def target(self, part: Part, record: JsonObject) -> str | None:
        """Give the URN of the post that a record answers or shares."""
        if part not in {Part.REPLIES, Part.REPOSTS}:
            return None
        return urn_in(self._link(part, record))

    def url(self, part: Part, record: JsonObject) -> str | None:
        """Give the address that a reader sees."""
        if part is Part.ARTICLES:
            return article_in(text_of(record.get("url")) or "")
        urn = urn_in(self._link(part, record)) if part is Part.SHARES else None
        return page_of(urn) if urn else None

    def places(
        self, record: JsonObject, native: str, pictures: tuple[str, ...]
    ) -> tuple[Place, ...]:
        """Give the files of an item. Their names are ours: a link is another in each export."""
        links = list(pictures)
        for name in ("MediaUrl", "Media Link"):
            link = text_of(record.get(name))
            if link and link.startswith("https://"):
                links.append(link)
        return tuple(
            Place(
                path=f"{native}/{number}",
                address=link if is_file(link) else "",
                content_type=type_of(link),
            )
            for number, link in enumerate(links, 1)
        )

    def _said(self, part: Part, record: JsonObject) -> str | None:
        names = {
            Part.SHARES: "ShareCommentary",
            Part.REPLIES: "Message",
            Part.MEDIA: "Media Description",
            Part.ARTICLES: "content",
        }
        return text_of(record.get(names.get(part, "")))

    def _linked(self, part: Part, record: JsonObject) -> tuple[RawPerson, ...]:
        said = self._said(part, record) or ""
        found = [*(leads_of_html(said) if part is Part.ARTICLES else leads_of_text(said))]
        for name in ("SharedUrl", "title"):
            found += leads_of_text(text_of(record.get(name)) or "")
        return persons_at(found, self._owner) if found else ()

    def profile(self, record: JsonObject) -> RawItem:
        """Read the profile."""
        said = text_of(record.get("Summary"))
        found = [one for value in record.values() for one in leads_of_text(text_of(value) or "")]
        address = self._owner.addresses[0] if self._owner.addresses else None
        return RawItem(
            platform=Platform.LINKEDIN,
            native_id=address or str(self._owner.handle),
            kind=ItemKind.PROFILE,
            created_at=NO_MOMENT,
            author=self._owner,
            persons=persons_at(found, self._owner) if found else (),
            html=html_of(said) if said else None,
            title=self._owner.display_name,
            url=address,
            source=record,
            shape=PROFILE,
            mapping=MAPPING,
        )


def is_of_post(record: JsonObject) -> bool:
    """Tell of a file whether it is of a post, as far as LinkedIn's word for it is known."""
    return bool(_OF_POST.match(text_of(record.get("Date/Time")) or ""))


def is_of_profile(record: JsonObject) -> bool:
    """Tell of a file whether it is a picture of the profile, and of no post."""
    return bool(_OF_PROFILE.match(text_of(record.get("Date/Time")) or ""))


def mended(text: str) -> str:
    """Take away the quotes that LinkedIn puts around each end of a line in a text."""
    breaks = text.count("\n")
    if not breaks or text.count(_BROKEN_LINE) != breaks:
        return text
    return text.replace(_BROKEN_LINE, "\n")


def _uploaded(written: str) -> str:
    found = _UPLOADED.search(written)
    month = _MONTHS.get(found[1].lower()) if found else None
    if found is None or month is None:
        return moment(written.strip())
    hour = int(found[4]) % 12 + (12 if found[6] == "P" else 0)
    return moment(f"{found[3]}-{month:02d}-{int(found[2]):02d}T{hour:02d}:{found[5]}")


def _visibility(part: Part, record: JsonObject) -> Visibility:
    """Give to whom a record was shown; any word that is not known is as narrow as for contacts.

    So is a file that no post names: its description is the text of a post, shown to whomever.
    """
    if part is Part.MEDIA:
        return Visibility.FOLLOWERS
    if part is not Part.SHARES:
        return Visibility.PUBLIC
    if ":groupPost:" in (urn_in(text_of(record.get("ShareLink")) or "") or ""):
        return Visibility.FOLLOWERS
    return visible_to(text_of(record.get("Visibility")))

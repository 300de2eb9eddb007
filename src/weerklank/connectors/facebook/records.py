"""Read the records of an export of Facebook into raw items."""

from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b

from weerklank.connectors.facebook import layout
from weerklank.connectors.facebook.edits import Edits, text_of_edit
from weerklank.connectors.facebook.people import (
    is_in_group,
    links_in,
    marked_in,
    named_in_title,
    person_named,
    persons_linked,
    text_without_marks,
    without_marks,
)
from weerklank.connectors.facebook.posts import (
    attached,
    media_attached,
    own_words,
    poll_in,
    said_in,
    updated_at,
)
from weerklank.connectors.facebook.shape import EDIT, MAPPING, PICTURE, POST, PROFILE, REPLY
from weerklank.harvest.json_array import BrokenPiece
from weerklank.harvest.json_fields import (
    FIELD_MISSING,
    Fields,
    listed,
    number_written,
    text_of,
    texts_in,
)
from weerklank.harvest.meta_archive import MetaArchive
from weerklank.harvest.meta_export import EARLIER, Records
from weerklank.harvest.meta_list import RecordList
from weerklank.harvest.meta_media import (
    id_of_file,
    medium_of,
    moment_under,
    seconds_under,
    words_of,
)
from weerklank.harvest.meta_text import mended
from weerklank.harvest.moment import moment_of_seconds
from weerklank.harvest.plain_text import html_of, named_in_text, persons_at
from weerklank.harvest.port import Unreadable
from weerklank.minimise.leads import leads_of_text
from weerklank.model.item import NO_MOMENT, ItemKind, Visibility
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.platform import Platform
from weerklank.model.raw import Passed, PassedOver, RawItem, RawPerson
from weerklank.model.run import Shortfall
from weerklank.model.withdrawn import Withdrawn

_PICTURES = frozenset({layout.ALBUMS, layout.VIDEOS, layout.LOOSE})


class FacebookRecords(Records):
    """Reads the records of one account's export."""

    steps = layout.STEPS
    names = layout.NAMES

    def __init__(self, profile: JsonObject, owner: RawPerson, *, is_page: bool) -> None:
        self._profile = profile
        self.owner = owner
        before = [_name_of(one) for one in listed(profile.get("previous_names"))]
        names = filter(None, (owner.display_name, *before))
        #: What titles call the account itself.
        self._names = frozenset(" ".join(name.casefold().split()) for name in names)
        #: The export of a profile does not say for whom a post was; that of a page is for all.
        self._seen_by = Visibility.PUBLIC if is_page else Visibility.FOLLOWERS
        #: Media that posts name, each as a number of eight bytes: some 70 MB for a million.
        self._named: set[int] = set()
        self._edits = Edits()

    def begin(self, archive: MetaArchive) -> None:
        """Forget which media posts name, and read the edits."""
        self._named, self._edits = set(), Edits()
        for _, _, stream in archive.lists((layout.EDITS,)):
            for piece in RecordList(stream, ()).pieces():
                if not isinstance(piece, BrokenPiece):
                    self._edits.note(_object(mended(piece[1])), len(piece[0]))

    def takes(self, kind: str, item: RawItem) -> bool:
        """Take a picture or film only when no post, and no album before, names it."""
        files = {_digest(medium.source) for medium in item.media}
        if kind in _PICTURES and files <= self._named:
            return False
        if kind != layout.COMMENTS:
            self._named |= files
        return True

    def findings(self) -> list[Shortfall]:
        """Tell of edits that could not be tied to a post."""
        return self._edits.findings()

    def linked(self, record: JsonObject) -> tuple[RawPerson, ...]:
        """Give whom the texts of a record lead to by an address."""
        leads = (lead for text in words_of(record) for lead in leads_of_text(text))
        return persons_at(leads, self.owner)

    def read(self, kind: str, record: JsonObject, around: JsonObject) -> RawItem | Passed:
        """Read one record; Unreadable when it is not as it should be."""
        if kind == EARLIER:
            return self._before(record)
        if kind == layout.DELETED:
            seconds = number_written(record.get("timestamp"))
            native = None if seconds is None else f"{layout.POSTS}/{seconds}"
            how = Withdrawn.BINNED
            return Passed(why=PassedOver.OUT_OF_SCOPE, native_id=native, withdrawn=how)
        if kind in _PICTURES:
            return self._picture(record, around)
        if self._is_of_another(record):
            return Passed(why=PassedOver.OTHER_ACTOR)
        return self._reply(record) if kind == layout.COMMENTS else self._post(kind, record)

    def _is_of_another(self, record: JsonObject) -> bool:
        """Tell whether a title begins with the name of somebody else than the account."""
        title = " ".join((text_of(record.get("title")) or "").casefold().split())
        return bool(title) and not any(
            title == name or title.startswith((f"{name} ", f"{name}'", f"{name}\u2019"))
            for name in self._names
        )

    def _post(self, kind: str, record: JsonObject) -> RawItem:
        fields = Fields(record)
        parts = attached(fields)
        text = said_in(record, parts)
        seconds = seconds_under(record, "timestamp")
        edited = updated_at(record) if self._edits_of(record) else None
        return RawItem(
            platform=Platform.FACEBOOK,
            native_id=f"{kind}/{seconds}",
            kind=ItemKind.STORY if kind == layout.STORIES else ItemKind.POST,
            created_at=moment_under(record, "timestamp"),
            edited_at=moment_of_seconds(edited) if edited and edited > seconds else None,
            author=self.owner,
            persons=self._persons(record),
            html=self._html(text),
            visibility=self._visibility(record),
            media=tuple(media_attached(fields, parts, told=bool(own_words(record)))),
            poll=poll_in(parts),
            source=_plain(record),
            shape=POST,
            mapping=MAPPING,
            broken=tuple(f"/{place}" for place in fields.broken),
        )

    def _edits_of(self, record: JsonObject) -> list[JsonObject]:
        if not self._edits:  # as in most exports
            return []
        own = own_words(record)
        return self._edits.of(record, updated_at(record), own[0] if own else None)

    def earlier(self, item: RawItem, record: JsonObject) -> list[JsonObject]:
        """Give the edits before the last with the post that they are of."""
        if item.shape is not POST:
            return []
        before = self._edits_of(record)[:-1]
        return [{"post": record, "edit": edit, "id": item.native_id} for edit in before]

    def _before(self, record: JsonObject) -> RawItem:
        """Read what a post was after an edit that was not the last."""
        post, edit = _object(record.get("post")), _object(record.get("edit"))
        kind = str(record.get("id")).partition("/")[0]
        seconds = seconds_under(edit, "timestamp")
        text = text_of_edit(edit)
        now = self._post(kind, post)
        is_edited = seconds > seconds_under(post, "timestamp")
        return RawItem(
            platform=Platform.FACEBOOK,
            native_id=now.native_id,
            kind=now.kind,
            created_at=now.created_at,
            edited_at=moment_of_seconds(seconds) if is_edited else None,
            author=self.owner,
            persons=tuple(dict.fromkeys((*now.persons, *self._persons(edit)))),
            html=self._html(text),
            visibility=now.visibility,
            media=now.media,
            source=_plain(edit),
            shape=EDIT,
            mapping=MAPPING,
            is_earlier=True,
        )

    def _picture(self, record: JsonObject, around: JsonObject) -> RawItem:
        """Read a picture or film that is an item of its own, as it is on the platform."""
        medium = medium_of(record)
        if medium is None:
            raise Unreadable(FIELD_MISSING.filled(field="uri"))
        text = text_of(record.get("description"))
        title = text_of(around.get("name")) or text_of(record.get("title"))
        return RawItem(
            platform=Platform.FACEBOOK,
            native_id=id_of_file(medium.source),
            kind=ItemKind.POST,
            created_at=moment_under(record, "creation_timestamp"),
            author=self.owner,
            persons=self._persons({**record, "name": around.get("name")}),
            html=self._html(text),
            title=_text(without_marks(title)),
            visibility=self._seen_by,
            media=(medium,),
            source=_plain(record),
            shape=PICTURE,
            mapping=MAPPING,
        )

    def _reply(self, record: JsonObject) -> RawItem | Passed:
        fields = Fields(record)
        told = next((one.get("comment") for _, one in fields.objects("data")), None)
        said = _object(told)
        if said.get("group") is not None:  # in a group, which has members of its own
            return Passed(why=PassedOver.OUT_OF_SCOPE)
        author = text_of(said.get("author"))
        if author and not self._is_own_name(author):
            return Passed(why=PassedOver.OTHER_ACTOR)
        parts = attached(fields)
        text = text_of(said.get("comment"))
        media = media_attached(fields, parts, told=True)
        if text is None and not parts:
            raise Unreadable(FIELD_MISSING.filled(field="data/comment"))
        return RawItem(
            platform=Platform.FACEBOOK,
            native_id=f"reply/{seconds_under(record, 'timestamp')}",
            kind=ItemKind.REPLY,
            created_at=moment_under(record, "timestamp"),
            author=self.owner,
            persons=self._persons(record),
            html=self._html(text),
            visibility=self._visibility(record),
            media=tuple(media),
            source=_plain(record),
            shape=REPLY,
            mapping=MAPPING,
            broken=tuple(f"/{place}" for place in fields.broken),
        )

    def _html(self, text: str | None) -> str | None:
        return html_of(text, links_in(text, self._is_own_name)) if text else None

    def _is_own_name(self, name: str) -> bool:
        return " ".join(name.casefold().split()) in self._names

    def _visibility(self, record: JsonObject) -> Visibility:
        title = text_of(record.get("title")) or ""
        return Visibility.FOLLOWERS if is_in_group(title) else self._seen_by

    def _persons(self, record: JsonObject) -> tuple[RawPerson, ...]:
        """Give whom marks, tags, a title and handles in a record name, but for the account."""
        persons: list[RawPerson] = []
        for text in texts_in(record):
            if "@" in text:
                persons += marked_in(text)
                persons += named_in_text(text_without_marks(text), Platform.FACEBOOK)
        persons += persons_linked(record, self.owner)
        known = {one.display_name.casefold() for one in persons if one.display_name}
        names = [*_tags(record), *named_in_title(text_of(record.get("title")) or "")]
        # Who is named by number in the same record is no second person.
        persons += [person_named(name) for name in names if name.casefold() not in known]
        return tuple(dict.fromkeys(one for one in persons if not self._is_owner(one)))

    def _is_owner(self, person: RawPerson) -> bool:
        if person.handle is not None and person.handle == self.owner.handle:
            return True
        return self._is_own_name(person.display_name or "")

    def profile(self) -> RawItem:
        """Read what the account tells of itself."""
        bio = _name_of(self._profile.get("intro_bio"))
        url = next(iter(self.owner.addresses), None)
        return RawItem(
            platform=Platform.FACEBOOK,
            native_id=url or "profile",
            kind=ItemKind.PROFILE,
            created_at=_registered(self._profile),
            author=self.owner,
            persons=(*self._persons({"bio": bio}), *self.linked({"bio": bio})),
            html=self._html(bio),
            title=self.owner.display_name,
            url=url,
            source=_plain(self._profile),
            shape=PROFILE,
            mapping=MAPPING,
        )


def _registered(profile: JsonObject) -> str:
    """Give when an account was registered, as far as its profile says so."""
    told = number_written(profile.get("registration_timestamp"))
    with suppress(Unreadable):
        return moment_of_seconds(told) if told else NO_MOMENT
    return NO_MOMENT


def _digest(name: str) -> int:
    return int.from_bytes(blake2b(name.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def _tags(record: JsonObject) -> Iterator[str]:
    """Give the names of those who are tagged in a post."""
    for tag in listed(record.get("tags")):
        name = text_of(tag.get("name")) if isinstance(tag, dict) else text_of(tag)
        if name:
            yield name


def _name_of(value: Json) -> str | None:
    """Give a text that may stand in an object with the moment at which it was made."""
    return text_of(value.get("name")) if isinstance(value, dict) else text_of(value)


def _object(value: Json) -> JsonObject:
    return value if isinstance(value, dict) else {}


def _plain(record: JsonObject) -> JsonObject:
    """Give a record without marks: most have none."""
    if not any("@[" in text for text in texts_in(record)):
        return record
    return _object(without_marks(record))


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None

"""Read the records of an export of Instagram into raw items."""

from weerklank.connectors.instagram import layout
from weerklank.connectors.instagram.shape import MAPPING, POST, PROFILE, REPLY
from weerklank.harvest.json_fields import FIELD_MISSING, Fields
from weerklank.harvest.meta_export import Records
from weerklank.harvest.meta_media import (
    dated_in,
    has_subtitles,
    id_of_file,
    id_of_post,
    media_of,
    medium_of,
    moment_under,
    said_in,
    seconds_under,
    words_of,
)
from weerklank.harvest.meta_profile import MetaProfile
from weerklank.harvest.meta_text import labelled, text_labelled
from weerklank.harvest.plain_text import html_of, named_in_text, person_called, persons_at
from weerklank.harvest.port import Unreadable
from weerklank.minimise.leads import leads_of_text
from weerklank.model.item import Captions, ItemKind, Visibility
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import Platform
from weerklank.model.raw import Passed, PassedOver, RawItem, RawPerson
from weerklank.model.text import Text
from weerklank.model.withdrawn import Withdrawn

OTHER_LANGUAGE = Text(
    "de opschriften zijn in een taal die Weerklank niet kent; vraag de export in het Nederlands "
    "of Engels aan",
    "the labels are in a language that Weerklank does not know; ask for the export in Dutch or "
    "English",
)


class InstagramRecords(Records):
    """Reads the records of one account's export."""

    steps = layout.STEPS
    names = layout.NAMES

    def __init__(self, profile: MetaProfile, username: str) -> None:
        self._profile = profile
        url = f"https://www.instagram.com/{username.lower()}"
        self.owner = RawPerson(
            platform=Platform.INSTAGRAM,
            handle=username.lower(),
            addresses=(url, f"{url}/"),
            display_name=profile.name,
        )
        self._seen_by = profile.seen_by

    def linked(self, record: JsonObject) -> tuple[RawPerson, ...]:
        """Give whom the texts of a record lead to by an address."""
        leads = (lead for text in words_of(record) for lead in leads_of_text(text))
        return persons_at(leads, self.owner)

    def read(
        self,
        kind: str,
        record: JsonObject,
        around: JsonObject,  # noqa: ARG002 - nothing stands around these
    ) -> RawItem | Passed:
        """Read one record; Unreadable when it is not as it should be."""
        if kind == layout.DELETED:
            return self._binned(record)
        if kind == layout.THREADS:
            return Passed(why=PassedOver.OUT_OF_SCOPE)
        if kind in layout.REPLIES:
            return self._reply(kind, record)
        return self._post(kind, record)

    def _binned(self, record: JsonObject) -> Passed:
        """Name what lies in the bin by its first medium: no more of it is read."""
        itself = medium_of(record)
        media, _ = media_of(Fields(record))
        first = itself or next(iter(media), None)
        native = id_of_file(first.source) if first else None
        how = Withdrawn.BINNED
        return Passed(why=PassedOver.OUT_OF_SCOPE, native_id=native, withdrawn=how)

    def _post(self, kind: str, record: JsonObject) -> RawItem:
        fields = Fields(record)
        media, parts = media_of(fields)
        itself = medium_of(record)
        if itself is not None:  # a story
            media.insert(0, itself)
        if not media and not parts and record.get("media") != []:
            raise Unreadable(FIELD_MISSING.filled(field="media"))
        dated = dated_in(record, parts)
        text = said_in(fields, parts)
        return RawItem(
            platform=Platform.INSTAGRAM,
            native_id=id_of_post(media, dated, kind),
            kind=ItemKind.STORY if kind == layout.STORIES else ItemKind.POST,
            created_at=moment_under(dated, "creation_timestamp"),
            author=self.owner,
            persons=self._named(*words_of(record)),
            html=html_of(text) if text else None,
            # Taken from public view by its maker: kept, and not shown to the public again.
            visibility=Visibility.FOLLOWERS if kind == layout.ARCHIVED else self._seen_by,
            media=tuple(media),
            captions=Captions.WITH if has_subtitles(record, *parts) else None,
            source=record,
            shape=POST,
            mapping=MAPPING,
            broken=tuple(f"/{place}" for place in fields.broken),
        )

    def _reply(self, kind: str, record: JsonObject) -> RawItem:
        values = record.get("string_map_data")
        if not isinstance(values, dict):
            raise Unreadable(FIELD_MISSING.filled(field="string_map_data"))
        time = labelled(values, "time")
        text = text_labelled(values, "text")
        if time is None or (text is None and labelled(values, "text") is None):
            raise Unreadable(OTHER_LANGUAGE)
        answered = text_labelled(values, "owner")
        persons = self._named(text)
        if answered:
            persons = tuple(dict.fromkeys((*self._others(answered), *persons)))
        return RawItem(
            platform=Platform.INSTAGRAM,
            native_id=f"{kind.replace(' ', '-')}/{seconds_under(time, 'timestamp')}",
            kind=ItemKind.REPLY,
            created_at=moment_under(time, "timestamp"),
            author=self.owner,
            persons=persons,
            html=html_of(text) if text else None,
            # Below a story, which may have been for some: the export does not say.
            visibility=Visibility.FOLLOWERS if kind == layout.STORY_COMMENTS else self._seen_by,
            source=record,
            shape=REPLY,
            mapping=MAPPING,
        )

    def _named(self, *texts: str | None) -> tuple[RawPerson, ...]:
        found = (named_in_text(text, Platform.INSTAGRAM) for text in texts if text)
        named = dict.fromkeys(person for persons in found for person in persons)
        return tuple(person for person in named if person.handle != self.owner.handle)

    def _others(self, handle: str) -> tuple[RawPerson, ...]:
        person = person_called(Platform.INSTAGRAM, handle)
        return () if person.handle == self.owner.handle else (person,)

    def profile(self) -> RawItem:
        """Read what the account tells of itself."""
        profile = self._profile
        persons = (*self._named(profile.bio), *self.linked(profile.values))
        return profile.item(self.owner, persons, PROFILE, MAPPING)

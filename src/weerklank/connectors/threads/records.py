"""Read the records of Threads in an export of Instagram into raw items."""

from weerklank.connectors.threads.shape import MAPPING, POST, PROFILE
from weerklank.harvest.json_fields import FIELD_MISSING, Fields
from weerklank.harvest.meta_export import Records
from weerklank.harvest.meta_media import (
    dated_in,
    id_of_post,
    media_of,
    moment_under,
    said_in,
    words_of,
)
from weerklank.harvest.meta_profile import MetaProfile
from weerklank.harvest.plain_text import html_of, named_in_text, persons_at
from weerklank.harvest.port import Unreadable
from weerklank.minimise.leads import leads_of_text
from weerklank.model.item import ItemKind
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import Platform
from weerklank.model.raw import RawItem, RawPerson

POSTS = "posts"


class ThreadsRecords(Records):
    """Reads the records of one account's export."""

    steps = ((POSTS,),)
    names = {POSTS: ("text_post_app_text_posts",)}  # noqa: RUF012 - never changed
    #: Media of Threads lie among those of Instagram.
    keeps_loose = False

    def __init__(self, profile: MetaProfile, username: str) -> None:
        self._profile = profile
        url = f"https://www.threads.com/@{username.lower()}"
        former = f"https://www.threads.net/@{username.lower()}"
        self.owner = RawPerson(
            platform=Platform.THREADS,
            handle=username.lower(),
            addresses=(url, f"{url}/", former, f"{former}/"),
            display_name=profile.name,
        )

    def linked(self, record: JsonObject) -> tuple[RawPerson, ...]:
        """Give whom the texts of a record lead to by an address."""
        leads = (lead for text in words_of(record) for lead in leads_of_text(text))
        return persons_at(leads, self.owner)

    def read(
        self,
        kind: str,
        record: JsonObject,
        around: JsonObject,  # noqa: ARG002 - nothing stands around these
    ) -> RawItem:
        """Read one record; Unreadable when it is not as it should be."""
        fields = Fields(record)
        media, parts = media_of(fields, may_lack_file=True)
        text = said_in(fields, parts)
        if not media and text is None:
            raise Unreadable(FIELD_MISSING.filled(field="title"))
        dated = dated_in(record, parts)
        return RawItem(
            platform=Platform.THREADS,
            native_id=id_of_post(media, dated, kind),
            kind=ItemKind.POST,
            created_at=moment_under(dated, "creation_timestamp"),
            author=self.owner,
            persons=self._named(*words_of(record)),
            html=html_of(text) if text else None,
            visibility=self._profile.seen_by,
            media=tuple(media),
            source=record,
            shape=POST,
            mapping=MAPPING,
            broken=tuple(f"/{place}" for place in fields.broken),
        )

    def _named(self, *texts: str | None) -> tuple[RawPerson, ...]:
        found = (named_in_text(text, Platform.THREADS) for text in texts if text)
        named = dict.fromkeys(person for persons in found for person in persons)
        return tuple(person for person in named if person.handle != self.owner.handle)

    def profile(self) -> RawItem | None:
        """Read what the account tells of itself on Threads; None when it is not in the export."""
        profile = self._profile
        if not profile.record:
            return None
        persons = (*self._named(profile.bio), *self.linked(profile.values))
        return profile.item(self.owner, persons, PROFILE, MAPPING)

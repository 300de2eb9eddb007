"""What the exports of Instagram and Threads tell of the account itself, under labels."""

from dataclasses import dataclass

from weerklank.harvest.json_fields import listed, parse
from weerklank.harvest.meta_media import MEDIUM, medium_of
from weerklank.harvest.meta_text import LABELS, is_yes, labelled, mended, text_labelled
from weerklank.harvest.plain_text import html_of
from weerklank.harvest.port import Unreadable
from weerklank.model.item import NO_MOMENT, ItemKind, Visibility
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.raw import Either, Field, RawItem, RawPerson, Rule, Shape

#: No profile is larger.
LARGEST_PROFILE = 4 << 20


def labelled_shape(rules: dict[str, Rule]) -> Shape:
    """Give a shape of labels in all known languages, by our words for them."""
    return {
        label: Either({"value": rule, "href": Field.TEXT, "timestamp": Field.KEEP}, Field.DROP)
        for word, rule in rules.items()
        for label in LABELS[word]
    }


#: What stands under the labels of a profile on both platforms.
_RULES: dict[str, Rule] = {
    "username": Field.HANDLE,
    "name": Field.TEXT,
    "bio": Field.TEXT,
    "website": Field.TEXT,
    "private": Field.TEXT,
    "email": Field.DROP,
    "phone": Field.DROP,
    "phone confirmed": Field.DROP,
    "phone method": Field.DROP,
    "gender": Field.DROP,
    "birth": Field.DROP,
}


def profile_shape(more: dict[str, Rule] | None = None) -> Shape:
    """Give the shape of the record of a profile, with what one platform has besides."""
    return {
        "title": Field.TEXT,
        "media_map_data": dict.fromkeys(LABELS["picture"], MEDIUM),
        "string_map_data": labelled_shape({**_RULES, **(more or {})}),
    }


@dataclass(frozen=True, slots=True)
class MetaProfile:
    """A profile: its record, mended, and what stands under its labels."""

    record: JsonObject
    values: JsonObject

    @property
    def username(self) -> str | None:
        """Give the handle."""
        return text_labelled(self.values, "username")

    @property
    def name(self) -> str | None:
        """Give the name that is shown."""
        return text_labelled(self.values, "name")

    @property
    def bio(self) -> str | None:
        """Give what the account says of itself."""
        return text_labelled(self.values, "bio")

    @property
    def seen_by(self) -> Visibility:
        """Give who sees what the account publishes; the export says that of all of it alone."""
        is_private = is_yes(text_labelled(self.values, "private"))
        return Visibility.FOLLOWERS if is_private else Visibility.PUBLIC

    def item(
        self, owner: RawPerson, persons: tuple[RawPerson, ...], shape: Shape, mapping: int
    ) -> RawItem:
        """Give the profile as an item; it is called by its address."""
        pictures = self.record.get("media_map_data")
        picture = labelled(pictures, "picture") if isinstance(pictures, dict) else None
        medium = medium_of(picture) if picture else None
        url = owner.addresses[0]
        return RawItem(
            platform=owner.platform,
            native_id=url,
            kind=ItemKind.PROFILE,
            created_at=NO_MOMENT,
            author=owner,
            persons=persons,
            html=html_of(self.bio) if self.bio else None,
            title=self.name,
            url=url,
            visibility=self.seen_by,
            media=(medium,) if medium else (),
            source=self.record,
            shape=shape,
            mapping=mapping,
        )


def read_profile(content: bytes | None, name: str) -> MetaProfile:
    """Read the profile in a file, under a name there; an empty one when there is none."""
    try:
        found: Json = mended(parse(content)) if content else None
    except (Unreadable, RecursionError):
        found = None
    users = listed(found.get(name)) if isinstance(found, dict) else []
    record = next((one for one in users if isinstance(one, dict)), {})
    values = record.get("string_map_data")
    return MetaProfile(record, values if isinstance(values, dict) else {})

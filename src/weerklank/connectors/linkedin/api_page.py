"""Read the page of an organisation as LinkedIn's API gives it: the profile.

Written otherwise before minimisation: the languages of its texts as all others write them (`nl-NL`
for `nl_NL`). Its phone number and addresses are not needed.
"""

from weerklank.connectors.linkedin.api_media import picture_at
from weerklank.connectors.linkedin.api_shape import API_MAPPING, PAGE
from weerklank.connectors.linkedin.api_words import broken_in, linked_in, moment_of
from weerklank.connectors.linkedin.urns import post_urn
from weerklank.harvest.json_fields import Fields, object_within, text_of, texts_in
from weerklank.harvest.plain_text import html_of
from weerklank.model.item import NO_MOMENT, ItemKind, RefType
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import Platform
from weerklank.model.raw import RawItem, RawMedium, RawPerson, RawPlace, RawRef

_PICTURES = ("logoV2", "coverPhotoV2")
_TEXTS = ("description", "name", "tagline", "website")
_TYPES: dict[str, type] = dict.fromkeys((*_PICTURES, *_TEXTS), dict)


def profile_of(record: JsonObject, owner: RawPerson, place: RawPlace, base: str) -> RawItem:
    """Read the profile; `base` is the origin of the API."""
    fields = Fields(record)
    said = fields.text("localizedDescription")
    pictures = (picture_at(object_within(record, name), base) for name in _PICTURES)
    pinned = post_urn(text_of(record.get("pinnedPost")) or "")
    fields.expect(_TYPES)
    return RawItem(
        platform=Platform.LINKEDIN,
        native_id=owner.addresses[0],
        kind=ItemKind.PROFILE,
        created_at=moment_of(object_within(record, "created").get("time")) or NO_MOMENT,
        author=owner,
        persons=linked_in([*texts_in(record)], owner),
        html=html_of(said) if said else None,
        title=fields.text("localizedName"),
        url=owner.addresses[0],
        refs=(RawRef(type=RefType.PINNED, native_id=pinned),) if pinned else (),
        media=tuple(RawMedium(source=one) for one in pictures if one),
        source=_source(record),
        shape=PAGE,
        mapping=API_MAPPING,
        place=place,
        broken=broken_in(fields),
    )


def _source(record: JsonObject) -> JsonObject:
    source: JsonObject = {name: value for name, value in record.items() if value is not None}
    for name in _TEXTS:
        texts = object_within(source, name)
        if isinstance(texts.get("localized"), dict):
            languages = object_within(texts, "localized").items()
            source[name] = {**texts, "localized": {k.replace("_", "-"): v for k, v in languages}}
    return source

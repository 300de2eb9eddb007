"""Whose posts they are, as a reader of ActivityPub knows an account that the API describes."""

import msgspec

from weerklank.harvest.json_fields import text_of
from weerklank.model.json_value import JsonObject
from weerklank.model.raw import RawPerson


def actor_of(account: JsonObject, url: str) -> JsonObject:
    """Give of an account what a reader of ActivityPub knows it by."""
    page = text_of(account.get("url")) or url
    actor = text_of(account.get("uri")) or page
    return {
        "id": actor,
        "url": page,
        "preferredUsername": account.get("username"),
        "name": account.get("display_name"),
        "followers": f"{actor}/followers",
    }


def with_registered(owner: RawPerson, url: str, handle: str) -> RawPerson:
    """Give the owner also under the registered name: a server may write itself otherwise."""
    others = (handle,) if handle != owner.handle else ()
    addresses = (*owner.addresses, url)
    return msgspec.structs.replace(
        owner, other_handles=others, addresses=tuple(dict.fromkeys(addresses))
    )

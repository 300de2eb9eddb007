"""Whose posts they are, as a reader of ActivityPub knows an account that the API describes."""

from collections.abc import Collection
from urllib.parse import urlsplit

import msgspec

from weerklank.connectors.mastodon.api_objects import id_of
from weerklank.connectors.mastodon.fields import server_of
from weerklank.harvest.json_fields import text_of
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.raw import RawPerson


def of_itself(account: JsonObject, url: str, hosts: Collection[str]) -> JsonObject:
    """Give an account with its registered address where it states none that is its own.

    What an account has for its own address names nobody else, and is kept in the clear: of a
    server that states the page of somebody else that would be theirs.
    """
    names = ("url", *({"uri"} & account.keys()))
    odd = {name: url for name in names if not _is_own(account.get(name), account, hosts)}
    return {**account, **odd} if odd else account


def _is_own(told: Json, account: JsonObject, hosts: Collection[str]) -> bool:
    """Tell whether an address ends by the name of an account, or by a number on these servers.

    A server may call itself otherwise than it is registered, and bears the name all the same.
    """
    address = text_of(told) or ""
    host = server_of(address)
    if not host:
        return False
    name = urlsplit(address).path.rstrip("/").rpartition("/")[2].removeprefix("@").lower()
    is_number = name.isdecimal() or name == id_of(account.get("id"))
    return name == str(account.get("username")).lower() or (is_number and host in hosts)


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

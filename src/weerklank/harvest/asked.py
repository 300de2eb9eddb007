"""Which posts were asked for by their address, in whatever form each was written."""

from weerklank.model.item_address import item_address
from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson


def by_form(addresses: frozenset[str], owner: RawPerson) -> dict[str, list[str]]:
    """Give addresses as they were written, by the one form that the archive knows them in.

    A number alone is one of the server of the export's owner, where the platform has servers.
    Where posts are named by a lasting id of their author, that stands in the place of the handle.
    """
    server = (owner.handle or "").partition("@")[2]
    found: dict[str, list[str]] = {}
    for address in addresses:
        form = item_address(_by_id(address, owner), server=server)
        found.setdefault(form, []).append(address)
    return found


def _by_id(address: str, owner: RawPerson) -> str:
    if owner.platform is not Platform.BLUESKY or not owner.user_id:
        return address
    before = "at://" if address.startswith("at://") else "/profile/"
    head, sign, rest = address.partition(before)
    name, slash, post = rest.partition("/")
    names = {owner.handle, *owner.other_handles}
    return f"{head}{sign}{owner.user_id}{slash}{post}" if name.lower() in names else address

"""Which posts were asked for by their address, in whatever form each was written."""

from weerklank.model.item_address import item_address
from weerklank.model.raw import RawPerson


def by_form(addresses: frozenset[str], owner: RawPerson) -> dict[str, list[str]]:
    """Give addresses as they were written, by the one form that the archive knows them in.

    A number alone is one of the server of the export's owner, where the platform has servers.
    """
    server = (owner.handle or "").partition("@")[2]
    found: dict[str, list[str]] = {}
    for address in addresses:
        found.setdefault(item_address(address, server=server), []).append(address)
    return found

"""Which posts were asked for by their address, in whatever form each was written."""

from weerklank.model.item_address import item_address


def by_form(addresses: frozenset[str]) -> dict[str, list[str]]:
    """Give addresses as they were written, by the one form that the archive knows them in."""
    found: dict[str, list[str]] = {}
    for address in addresses:
        found.setdefault(item_address(address), []).append(address)
    return found

"""Whose a block of a page is: proven by its author, its address and what the archive holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from weerklank.minimise.page_map import Block, BlockOf, PageMap
from weerklank.minimise.page_shown import ShowsItems
from weerklank.minimise.page_tree import Part
from weerklank.minimise.page_words import absolute, routed
from weerklank.model.item import ArchivalItem, AuthorRole, ItemKind
from weerklank.model.item_address import item_address

_HANDLE = re.compile(r"@?(?P<name>[\w.-]{1,100})(?:@(?P<host>[\w.-]{1,250}))?")


@dataclass(frozen=True, slots=True)
class Proof:
    """What a block tells of itself, and what the archive holds of it."""

    item: ArchivalItem | None
    is_ours: bool


class Prover:
    """Tells of the blocks of one page whose each is."""

    def __init__(self, base: str, page_map: PageMap, shown: ShowsItems) -> None:
        self._base = base
        self._blocks = {block.select: block for block in page_map.blocks}
        self._shown = shown

    def block_of(self, part: Part) -> Block | None:
        """Give what the map says of a part, when it is a block."""
        found = part.found & self._blocks.keys()
        return self._blocks[min(found)] if found else None

    def tells(self, part: Part, block: Block) -> bool:
        """Tell whether a block says all that the map demands: one address, and an author."""
        if not self._values(part, block, block.author):
            return False
        return block.of is BlockOf.ACCOUNT or self._address(part, block) is not None

    def proof(self, part: Part, block: Block) -> Proof:
        """Say whose a block is: ours only if everything in it agrees, and the archive as well."""
        address = self._base if block.of is BlockOf.ACCOUNT else self._address(part, block)
        item = self._shown.item_at(address) if address else None
        if address is None or item is None:
            return Proof(item, is_ours=False)
        authors = self._values(part, block, block.author)
        is_ours = (
            item.author.role is AuthorRole.OWN
            and item.kind is not ItemKind.BOOST
            and (item.kind is ItemKind.PROFILE) == (block.of is BlockOf.ACCOUNT)
            and bool(authors)
            and all(map(self._shown.own_address, (address, *authors)))
        )
        return Proof(item, is_ours=is_ours)

    def _address(self, part: Part, block: Block) -> str | None:
        values = self._values(part, block, block.address)
        forms = {item_address(value) for value in values}
        return values[0] if len(forms) == 1 else None

    def _values(self, part: Part, block: Block, places: tuple[str, ...]) -> list[str]:
        """Give the addresses that stand in some places of a block."""
        found: dict[str, None] = {}
        for place in places:
            selector, _, attribute = place.partition("@")
            for one in self._within(part, block):
                if selector not in one.found:
                    continue
                said = one.attributes.get(attribute, "") if attribute else one.text()
                if not said.strip() or (attribute and said.startswith("#") and said[1:2] != "/"):
                    continue  # of the page itself
                value = routed(absolute(self._base, said)) if attribute else self._of_handle(said)
                found[value] = None
        return [value for value in found if value]

    def _of_handle(self, said: str) -> str:
        match = _HANDLE.fullmatch(said.replace(" ", ""))
        if match is None:
            return ""
        return f"https://{match['host'] or urlsplit(self._base).netloc}/@{match['name']}"

    def _within(self, part: Part, block: Block) -> Iterator[Part]:
        """Give the parts of a block without blocks in it, and without what its author wrote."""
        waiting = [part]
        while waiting:
            one = waiting.pop()
            if one is not part and self.block_of(one):
                continue
            yield one
            if one.found.isdisjoint(block.keep.text):
                waiting += [child for child in reversed(one.children) if isinstance(child, Part)]

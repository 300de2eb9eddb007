"""A better mapping over what is held: what a connector offers to read a kept source once more.

Nobody is asked and nothing is minimised again: the source was, when it came in (docs/adr/0064).
"""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from weerklank.model.item import ArchivalItem, HeldBack, ItemKind
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import Platform
from weerklank.model.run import Technique

#: Version of a mapping where a run does not tell: that of when the format was frozen.
FIRST = 1
#: What no mapping of a platform reads: loose files and pages, by readers of their own.
_OF_NO_MAPPING = frozenset({ItemKind.MEDIUM, ItemKind.PAGE})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAgain:
    """What a mapping of now reads in the source of an item, and no earlier one did."""

    withheld: HeldBack | None = None
    #: Fields that it would read, and that the earlier mapping left out of the source.
    not_in_source: tuple[str, ...] = ()


@runtime_checkable
class MapsAgain(Protocol):
    """A connector of which a mapping was raised since records were made by an earlier one."""

    def mapping_of(self, technique: Technique) -> int:
        """Give the version of the mapping of now of what comes by a technique."""
        ...

    def read_again(self, held: ArchivalItem, source: JsonObject) -> ReadAgain:
        """Read what the mapping of a held item did not, in its source as that is kept."""
        ...


def mapping_of(connector: object, technique: Technique) -> int:
    """Give the version of the mapping of now; the first of a connector that never raised one."""
    return connector.mapping_of(technique) if isinstance(connector, MapsAgain) else FIRST


def is_due(connector: MapsAgain, platform: Platform, item: ArchivalItem) -> bool:
    """Tell whether an item was read by an earlier mapping of the connector's platform."""
    if item.platform != platform or item.kind in _OF_NO_MAPPING:
        return False
    return item.mapping < connector.mapping_of(Technique(item.technique))

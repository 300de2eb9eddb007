"""What a platform can never give, as its manifest says: neither gap nor fault."""

from collections.abc import Iterable

from weerklank.harvest.port import Connector
from weerklank.model.platform import Platform
from weerklank.model.run import Technique
from weerklank.model.text import Text


def never_given(
    connectors: Iterable[Connector], platform: Platform
) -> tuple[tuple[Technique, str, Text], ...]:
    """Give what a platform does not give by a technique, with the name of each such limit."""
    return tuple(
        limit
        for one in connectors
        if one.manifest.platform is platform
        for limit in one.manifest.limits
    )

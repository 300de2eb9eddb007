"""Of which platforms an account can be harvested: asked once, as connectors stay the same."""

from functools import cache

from weerklank import bootstrap
from weerklank.model.platform import Platform
from weerklank.services.schedule.whats_due import platforms_of


@cache
def platforms() -> frozenset[Platform]:
    """Give the platforms that the installed connectors can harvest."""
    return platforms_of(bootstrap.connectors())

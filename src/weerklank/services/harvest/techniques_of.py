"""By which techniques an account can be harvested, as its platform's connector offers."""

from weerklank.harvest.page_port import OffersPages
from weerklank.harvest.port import Connector
from weerklank.model.platform import Platform
from weerklank.model.run import Technique


def harvested_by(connectors: list[Connector], platform: Platform) -> tuple[Technique, ...]:
    """Give the techniques by which accounts of a platform are read as they are now."""
    found: dict[Technique, None] = {}
    for one in connectors:
        if one.manifest.platform is not platform:
            continue
        if Technique.API in one.manifest.techniques:
            found[Technique.API] = None
        if Technique.BROWSER in one.manifest.techniques and isinstance(one, OffersPages):
            found[Technique.BROWSER] = None
    return tuple(found)

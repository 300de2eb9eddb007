"""What a platform announced, for the pages of an account: the same words as everywhere."""

from datetime import date

from weerklank import bootstrap
from weerklank.model.platform import Platform
from weerklank.model.text import Text
from weerklank.services.schedule.announced import (
    announced,
    announced_said,
    changed_said,
    nothing_said,
)


def announced_of(platform: Platform, today: date) -> tuple[Text, ...]:
    """Give a sentence for each change that is yet to come, or one that none is known.

    After those what changed before.
    """
    connectors = bootstrap.connectors()
    coming = announced(connectors, platform, today)
    said = tuple(announced_said(*change) for change in coming) or (nothing_said(platform),)
    return said + changed_said(connectors, platform)

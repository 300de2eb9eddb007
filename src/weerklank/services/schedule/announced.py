"""What platforms announced that will change, in the words in which every screen says it."""

from collections.abc import Iterable
from datetime import date

from weerklank.harvest.port import Connector
from weerklank.model.day_words import day_said
from weerklank.model.platform import TITLES, Platform
from weerklank.model.text import Text

#: Day on which the announcements of all platforms were last looked at.
AS_OF = date(2026, 11, 26)

FROM_THEN_ON = Text("aangekondigd voor {day}: {what}", "announced for {day}: {what}")
SINCE = Text("sinds {day}: {what}", "since {day}: {what}")
NOTHING = Text(
    "Van {platform} is geen wijziging aangekondigd met een dag erbij, voor zover bekend op {day}.",
    "Of {platform} no change is announced with its day, as far as known on {day}.",
)


def announced(
    connectors: Iterable[Connector], platform: Platform, today: date
) -> tuple[tuple[date, Text], ...]:
    """Give what a platform announced that is yet to come, and from which day, soonest first."""
    told = (one.manifest.announced for one in connectors if one.manifest.platform is platform)
    coming = [(day, what) for changes in told for day, what in changes if day >= today]
    return tuple(sorted(coming, key=lambda change: change[0]))


def changed_said(connectors: Iterable[Connector], platform: Platform) -> tuple[Text, ...]:
    """Say what changed on a platform that who reads an archive must know, oldest first."""
    told = (one.manifest.changed for one in connectors if one.manifest.platform is platform)
    since = sorted((change for changes in told for change in changes), key=lambda one: one[0])
    return tuple(SINCE.filled(day=day_said(day), what=what) for day, what in since)


def announced_said(day: date, what: Text) -> Text:
    """Say one change."""
    return FROM_THEN_ON.filled(day=day_said(day), what=what)


def nothing_said(platform: Platform) -> Text:
    """Say that nothing is known to be coming, and as of which day."""
    return NOTHING.filled(platform=TITLES[platform], day=day_said(AS_OF))

"""What stays of gemeente Voorbeelddam: its high water is a hotspot, a dispute a legal hold."""

from datetime import date

from weerklank.model.hotspot import Criterion
from weerklank.services.appraise.decide_hotspot import adopt_hotspot, propose_hotspot
from weerklank.services.appraise.legal_hold import add_hold
from weerklank.services.workplace import Workplace

_DECIDED = date(2026, 3, 2)


def decide_what_stays(adviser: Workplace, archivist: Workplace, gemeente: str) -> None:
    """Propose the high water of January 2026, adopt it, and hold what a dispute is about."""
    proposed = propose_hotspot(
        adviser,
        "Hoogwater januari 2026",
        accounts=(),
        since=date(2026, 1, 16),
        until=date(2026, 2, 8),
        terms=("hoogwater", "hoge water"),
        hashtags=("#hoogwater",),
        criteria=(Criterion.UNREST,),
        reason="Twee dagen lang elk uur een bericht; opvang, dijkbewaking, evacuatieadvies.",
    )
    decided = min(_DECIDED, archivist.today())
    adopt_hotspot(archivist, proposed.id, "College van burgemeester en wethouders", decided)
    add_hold(
        archivist,
        "Geschil met de aannemer over de reparatie van de Vlietbrug.",
        "Z-2026-0412",
        accounts=(gemeente,),
        since=date(2026, 5, 1),
        until=date(2026, 7, 31),
        query="Vlietbrug",
    )

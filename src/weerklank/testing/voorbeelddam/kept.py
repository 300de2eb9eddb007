"""What stays of gemeente Voorbeelddam, and what goes: its selection list, a hotspot, a hold.

And whose the rights are, of what it posts itself.
"""

from datetime import date

from weerklank.appraise.rights_file import entry_of
from weerklank.model.hotspot import Criterion
from weerklank.model.item import ItemKind
from weerklank.model.rights import Covers
from weerklank.model.selection import Direction, Share, Target
from weerklank.services.appraise.assign_row import NewAssignment, assign_row
from weerklank.services.appraise.decide_hotspot import adopt_hotspot, propose_hotspot
from weerklank.services.appraise.legal_hold import add_hold
from weerklank.services.appraise.list_rights import Asked, list_rights
from weerklank.services.appraise.load_list import NewList, load_list
from weerklank.services.appraise.set_rights import set_rights, set_rule
from weerklank.services.workplace import Workplace

_COLLEGE = "College van burgemeester en wethouders"
_DECIDED = date(2026, 3, 2)
#: When the college adopted the selection list.
_LISTED = date(2023, 3, 14)


def decide_what_stays(adviser: Workplace, archivist: Workplace, gemeente: str) -> None:
    """Appraise, adopt the high water of January 2026, propose the bridge and hold it."""
    _appraise(archivist)
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
    adopt_hotspot(archivist, proposed.id, _COLLEGE, decided)
    propose_hotspot(
        adviser,
        "Vlietbrug gestremd",
        accounts=(gemeente,),
        since=date(2026, 5, 1),
        until=date(2026, 7, 31),
        terms=("Vlietbrug",),
        hashtags=(),
        criteria=(Criterion.DEBATE,),
        reason="Veel vragen over de brug; het college besluit er nog over.",
    )
    add_hold(
        archivist,
        "Geschil met de aannemer over de reparatie van de Vlietbrug.",
        "Z-2026-0412",
        accounts=(gemeente,),
        since=date(2026, 5, 1),
        until=date(2026, 7, 31),
        query="Vlietbrug",
    )


def decide_rights(archivist: Workplace) -> None:
    """Let own texts be free for use, and record the photos of one post; the others are missing."""
    decision = "Collegebesluit 2023-114, open licentie"
    free = entry_of(status="own", licence="CC0-1.0", source=decision)
    set_rule(archivist, None, Covers.TEXT, free)
    shown = next(
        one
        for one in list_rights(archivist, Asked(missing=True))
        if one.item.kind == ItemKind.POST
    )
    bureau = entry_of(
        status="licensed",
        licence="CC-BY-4.0",
        holder="Fotobureau Vlietzicht",
        source="Overeenkomst Z-2025-0871",
        portrait="consent",
    )
    set_rights(archivist, [shown.item.id], [str(shown.number)], bureau)


def _appraise(archivist: Workplace) -> None:
    """Load the rows of the whitepaper, and decide on replies; what the gemeente says is open."""
    load_list(archivist, None, NewList(body=_COLLEGE, decided=_LISTED))
    assign_row(
        archivist,
        NewAssignment(
            target=Target(direction=Direction.TWO_WAY, share=Share.OTHERS),
            row="1.2",
            reason="Reacties gaan na vijf jaar weg, tot de dialoog is gewaardeerd.",
            body=_COLLEGE,
            decided=_LISTED,
        ),
    )

"""Protected items: refuse to destroy what a hold, an adopted hotspot or a dossier keeps."""

from collections.abc import Iterable

from weerklank.model.destruction import Ground
from weerklank.model.errors import Refused, fault
from weerklank.model.text import Text
from weerklank.services.find.protection import read_protection
from weerklank.services.workplace import Workplace

PROTECTED = fault(
    "HOLD-004",
    Text(
        nl="Dit mag niet worden vernietigd ({number}): {which}.",
        en="This may not be destroyed ({number}): {which}.",
    ),
    Text(
        nl="Een bewaarplicht (s…) houdt alles tegen tot zij is opgeheven; een vastgestelde "
        "hotspot (h…) wat volgens de selectielijst weg mocht; een Woo-verzoek (w…) zijn stukken "
        "tot acht weken na het besluit, tenzij de rechter anders zegt. Zie 'weerklank hold list', "
        "'weerklank hotspot list' en 'weerklank dossier list'.",
        en="A legal hold (s…) stops everything until it is lifted; an adopted hotspot (h…) what "
        "the selection list would let go; a Woo request (w…) its documents until eight weeks "
        "after it was decided on, unless a court says otherwise. See 'weerklank hold list', "
        "'weerklank hotspot list' and 'weerklank dossier list'.",
    ),
)
#: Posts that the sentence names; the answer names them all.
_SAID = 5


def refuse_protected(workplace: Workplace, items: Iterable[str], ground: Ground | None) -> None:
    """Refuse when anything keeps one of some items from being destroyed on a ground.

    By permanent address; None where it goes on no ground of a list. Asked by who holds the lock of
    the decisions, so that no hold comes in between. The error names each item and what keeps it.
    """
    protection = read_protection(workplace)
    kept = {
        item: by
        for item in items
        if (blocked := protection.blocks(item)) and (by := blocked.by(ground))
    }
    if not kept:
        return
    said = [f"{item} ({', '.join(by)})" for item, by in [*kept.items()][:_SAID]]
    which = "; ".join((*said, "…") if len(kept) > _SAID else said)
    refused = Refused(PROTECTED, number=len(kept), which=which)
    refused.answer = {"blocked": [{"by": [*by], "id": item} for item, by in kept.items()]}
    raise refused

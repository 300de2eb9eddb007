"""Refuse undue: nothing goes by the selection list before the list lets it go (G1, G4)."""

from collections.abc import Iterable

from weerklank.model.destruction import DestructionList, Ground, ListState
from weerklank.model.errors import Refused, fault
from weerklank.model.selection import Appraisal, Outcome
from weerklank.model.text import Text
from weerklank.services.appraise.appraise_items import appraiser
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.find.read_items import address
from weerklank.services.workplace import Workplace

UNDUE = fault(
    "SELECT-015",
    Text(
        nl="{number} van de genoemde berichten {number:gaat|gaan} niet weg op de selectielijst: "
        "{which}.",
        en="{number} of the posts named may not go now by the selection list: {which}.",
    ),
    Text(
        nl="'weerklank retention show ID' zegt waarom. Wat nader te bepalen is (N), vraagt eerst "
        "om een besluit: 'weerklank selection list'.",
        en="'weerklank retention show ID' says why. What is still to be determined (N) asks for a "
        "decision first: 'weerklank selection list'.",
    ),
)
#: Posts that the sentence names; the answer names them all.
_SAID = 5


def refuse_undue(workplace: Workplace, items: Iterable[str], ground: Ground) -> None:
    """Refuse to destroy by the selection list what it keeps, has not decided on, or keeps still.

    By permanent address. Where no list was ever loaded there is none to hold anything against.
    What a hotspot, a legal hold or a dossier keeps is refused elsewhere, with its own reason.
    """
    if ground is not Ground.SELECTION:
        return
    judge, today = appraiser(workplace), workplace.today()
    if not judge.decided.lists:
        return
    names = dict.fromkeys(map(address, items))
    found = consult(workplace, lambda one: [one.database.held.by_id(name) for name in names])
    told = {item.id: judge.of(item) for item in found if item is not None}
    undue = {
        item: one
        for item, one in told.items()
        if not one.is_due(today) and not one.is_stopped and not one.lifted
    }
    if not undue:
        return
    said = [f"{item} ({_why(one)})" for item, one in [*undue.items()][:_SAID]]
    refused = Refused(
        UNDUE,
        number=len(undue),
        which="; ".join((*said, "…") if len(undue) > _SAID else said),
    )
    refused.answer = {
        "undue": [
            {
                "id": item,
                "outcome": one.outcome.value,
                "until": one.until.isoformat() if one.until else None,
            }
            for item, one in undue.items()
        ]
    }
    raise refused


def refuse_list_undue(workplace: Workplace, found: DestructionList) -> None:
    """Refuse to begin with a list of which anything may not go any more: lists and rows change.

    What has begun goes on. Pages on which something of the list stands go along with it.
    """
    if found.state is ListState.APPROVED and not found.has_begun:
        along = {one.id for one in found.pages}
        refuse_undue(workplace, (item for item in found.items if item not in along), found.ground)


def _why(found: Appraisal) -> str:
    """Say the outcome, and until when where it has an end."""
    if found.outcome is not Outcome.DESTROY:
        return found.outcome.value
    return f"{found.outcome.value}, {found.until or '?'}"

"""What gemeente Voorbeelddam wants to destroy and to transfer, each waiting for somebody."""

from datetime import date
from pathlib import Path

from weerklank.model.destruction import Ground, ListState
from weerklank.model.question import Question
from weerklank.model.transfer import SealedChoice
from weerklank.services.change.destruction_lists import bring_to, propose
from weerklank.services.change.discuss_list import answer_changes, ask_changes, except_items
from weerklank.services.find.find_items import find_items
from weerklank.services.transfer.decide_sealed import decide_sealed, scope_of
from weerklank.services.transfer.make_sip import Asked, make_sip
from weerklank.services.workplace import Workplace

_UNLAWFUL = ("vlaggetjes", "naturalisatieceremonie")
_NOT_OURS = ("koopzondag Kadeweg", "pakjesboot Sinterklaas", "kerstboom ingeleverde")


def list_what_goes(officer: Workplace, adviser: Workplace, reviewer: Workplace) -> None:
    """Draw up a list that the archivist is to authorise, and one that is to be reviewed again."""
    reviewed = propose(
        officer,
        tuple(_find(officer, words) for words in _UNLAWFUL),
        Ground.UNLAWFUL,
        "Op de foto's staan kinderen en nieuwe inwoners die geen toestemming gaven.",
    )
    bring_to(reviewer, reviewed.id, ListState.REVIEWED)
    items = tuple(_find(adviser, words) for words in _NOT_OURS)
    again = propose(
        adviser,
        items,
        Ground.NOT_GOVERNMENT,
        "Oproepen van de winkeliersvereniging, per ongeluk van ons account geplaatst.",
    )
    ask_changes(
        reviewer,
        again.id,
        ListState.REVIEWED,
        "De actie met kerstbomen is van de gemeente zelf; die hoort hier niet bij.",
    )
    except_items(adviser, again.id, items[-1:], "Is van de gemeente zelf.")
    answer_changes(adviser, again.id, "De kerstboomactie is eruit gehaald.")


def _find(workplace: Workplace, words: str) -> str:
    return find_items(workplace, Question(words=words, limit=1)).items[0].id


def transfer_what_stays(archivist: Workplace, officer: Workplace, mayor: str, out: Path) -> None:
    """Make the SIP of what the mayor said of the high water, and begin on one of the gemeente.

    The first waits for the receipt of a depot, the second for a decision of the privacy officer.
    """
    scope = scope_of(archivist, (mayor,), date(2026, 1, 1), date(2026, 1, 31))
    for one in (archivist, officer):
        decide_sealed(one, scope, SealedChoice.KEEP)
    make_sip(archivist, scope, out, Asked(target="Collectie gemeente Voorbeelddam"))
    year = scope_of(archivist, (), date(2025, 1, 1), date(2025, 12, 31))
    decide_sealed(archivist, year, SealedChoice.KEEP)

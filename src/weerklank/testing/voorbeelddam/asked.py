"""What was asked of gemeente Voorbeelddam by the Woo: one request at work, and one frozen."""

from datetime import timedelta

from weerklank.model.question import Question
from weerklank.services.disclose.gather import add_documents
from weerklank.services.disclose.judge import freeze, review
from weerklank.services.disclose.open_dossier import open_dossier
from weerklank.services.disclose.redact import redact
from weerklank.services.find.find_items import find_items
from weerklank.services.workplace import Workplace


def ask_by_woo(officer: Workplace, reviewer: Workplace) -> None:
    """Open a request on the high water that waits for its reader, and one that is done."""
    received = officer.today() - timedelta(days=9)
    water = open_dossier(
        officer,
        "Alle berichten en reacties over het hoogwater bij de Noorderdijk in januari 2026.",
        received,
        case="Z-2026-1043",
    )
    asked = Question(words="Noorderdijk")
    add_documents(officer, water.id, (), asked, with_threads=True)
    hit = find_items(officer, Question(words="uitkijktoren", limit=1)).items[0]
    redact(officer, water.id, hit.id, ["uitkijktoren bij de Veerstoep"], "5.1.2h")
    market = open_dossier(officer, "Wat over de markt is gezegd.", received, case="Z-2026-0977")
    add_documents(officer, market.id, (), Question(words="markt", limit=20))
    review(reviewer, market.id)
    freeze(reviewer, market.id)

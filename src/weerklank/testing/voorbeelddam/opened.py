"""What gemeente Voorbeelddam shows to everyone: its portal, and the replies of one account."""

from weerklank.services.disclose.decide_portal import let_replies, switch_portal
from weerklank.services.workplace import Workplace


def open_portal(archivist: Workplace, officer: Workplace, gemeente: str) -> None:
    """Open the portal, and let replies at the account of the gemeente be read."""
    switch_portal(archivist, "Collegebesluit 2026-207, actieve openbaarmaking.", is_open=True)
    let_replies(
        officer,
        gemeente,
        "Afweging 2026-31: dialoog over openbaar bestuur, onder pseudoniem en met de dag.",
        is_allowed=True,
    )

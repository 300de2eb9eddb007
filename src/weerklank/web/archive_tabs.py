"""The rooms *Bewaartermijnen* and *Overbrengen*: their pages as tabs (screens.md 3, 5.13-5.16)."""

from collections.abc import Iterable

from django.urls import reverse

from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.web.permissions import may

Tabs = tuple[tuple[str, Text], ...]
#: Name of a page and the word on its tab, in the order in which they stand.
RETENTION: Tabs = (
    ("retention", Text("Kalender", "Calendar")),
    ("hotspots", Text("Hotspots", "Hotspots")),
    ("holds", Text("Bewaarplicht", "Legal holds")),
    ("selection", Text("Selectielijsten", "Selection lists")),
    ("destruction", Text("Vernietiging", "Destruction")),
)
TRANSFER: Tabs = (
    ("transfer", Text("Overbrengen", "Transfer")),
    ("rights", Text("Rechten", "Rights")),
    ("formats", Text("Bestandsformaten", "File formats")),
)
RETENTION_PAGES = tuple(name for name, _ in RETENTION)
TRANSFER_PAGES = tuple(name for name, _ in TRANSFER)
#: Pages of each room that have no tab of their own.
WITHIN_RETENTION: tuple[str, ...] = (
    "retention-law",
    "hotspot",
    "hotspot-propose",
    "hotspot-adopt",
    "hotspot-withdraw",
    "hold-add",
    "hold-lift",
    "selection-one",
    "selection-load",
    "selection-preview",
    "selection-assign",
    "selection-end",
    "destruction-one",
    "destruction-add",
    "destruction-execute",
)
WITHIN_TRANSFER: tuple[str, ...] = (
    "transfer-new",
    "transfer-one",
    "rights-set",
    "rights-file",
    "rights-rule",
    "rights-end",
    "formats-table",
    "formats-load",
    "formats-scan",
)

#: Pages that answer a form with the page that it is on.
_ANSWERED_BY = {"rights-set": "rights"}


def archive_tabs_of(roles: Iterable[Role], here: str) -> list[dict[str, object]]:
    """Give the tabs of the room of a page that these roles may open, none where there is but one.

    A page that nobody may open is not there.
    """
    held = frozenset(roles)
    here = _ANSWERED_BY.get(here, here)
    room = next((one for one in (RETENTION, TRANSFER) if any(name == here for name, _ in one)), ())
    tabs = [
        {"address": reverse(name), "text": text, "is_current": name == here}
        for name, text in room
        if may(held, name)
    ]
    return tabs if len(tabs) > 1 else []

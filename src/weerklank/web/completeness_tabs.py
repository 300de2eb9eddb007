"""The room *Volledigheid*: its pages as tabs (screens.md 5.12)."""

from collections.abc import Iterable

from django.urls import reverse

from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.web.permissions import may

PAGES = (
    ("completeness", Text("Band en controles", "Band and checks")),
    ("dashboard", Text("Overzicht", "Dashboard")),
    ("plan", Text("Verbeterplan", "Improvement plan")),
    ("yardstick", Text("Meetlat", "Yardstick")),
    ("organisations", Text("Organisaties", "Organisations")),
)
#: Pages of the room that have no tab of their own.
WITHIN = (
    "completeness-check",
    "measure",
    "plan-add",
    "plan-change",
    "plan-limit",
    "yardstick-change",
)


def tabs_of(roles: Iterable[Role], here: str) -> list[dict[str, object]]:
    """Give the tabs that these roles may open, none where there is but one."""
    held = frozenset(roles)
    tabs: list[dict[str, object]] = [
        {"address": reverse(name), "text": text, "is_current": name == here}
        for name, text in PAGES
        if may(held, name)
    ]
    return tabs if len(tabs) > 1 else []

"""The room *Privacy*: its pages as tabs, each with an address of its own (screens.md 5.17)."""

from collections.abc import Iterable

from django.urls import reverse

from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.web.permissions import may

#: Name of a page and the word on its tab, in the order in which they stand.
TABS: tuple[tuple[str, Text], ...] = (
    ("privacy-policy", Text("Beleid", "Policy")),
    ("named", Text("Herkenbaar", "Recognisable")),
    ("words", Text("Twijfelgevallen", "Words in doubt")),
    ("special", Text("Bijzonder", "Special")),
    ("vault", Text("Kluis", "Vault")),
    ("person-requests", Text("Verzoeken", "Requests")),
    ("scan", Text("Lekscan", "Leak scan")),
    ("privacy-report", Text("Verslag", "Report")),
)
PAGES = tuple(name for name, _ in TABS)
#: Pages of the room that have no tab of their own.
WITHIN = (
    "policy-proposal",
    "named-add",
    "named-end",
    "named-withdraw",
    "vault-one",
    "vault-request",
    "person-request",
    "scan-one",
    "special-mark",
    "special-one",
)


def tabs_of(roles: Iterable[Role], here: str) -> list[dict[str, object]]:
    """Give the tabs that these roles may open, none where there is but one."""
    held = frozenset(roles)
    tabs = [
        {"address": reverse(name), "text": text, "is_current": name == here}
        for name, text in TABS
        if may(held, name)
    ]
    return tabs if len(tabs) > 1 else []

"""Lets axe look at a page: by the rules of WCAG 2.2 AA, and telling only what is wrong."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = Path(__file__).parent.parent.parent / "front-end" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: All rules are tried; of what is right nothing is told, which is nearly all of each page.
_LOOK = "given => axe.run(document, given).then(told => told.violations)"


def violations(page: "Page", **more: object) -> list[Any]:
    """Give what axe finds wrong with a page as it is now.

    axe itself is a script that the policy of the pages refuses: the tab must pass by that.
    """
    if not page.evaluate("typeof window.axe?.run === 'function'"):  # once for each page
        page.evaluate(AXE.read_text())
    given = {"runOnly": RULES, "resultTypes": ["violations"], **more}
    found: list[Any] = page.evaluate(_LOOK, given)
    return found

"""What whoever harvests by pages asks of a browser."""

from collections.abc import Mapping
from typing import Protocol

from weerklank.harvest.browser.bodies import Bodies
from weerklank.harvest.browser.steps import Steps
from weerklank.harvest.browser.visit import StopRule, Visit
from weerklank.model.browser_profile import ProfileState
from weerklank.model.page import ChosenPage, KeptResource, Rendered


class Browses(Protocol):
    """Goes to pages, and makes pictures of what was kept of them."""

    def visit(
        self,
        address: str,
        *,
        home: str,
        bodies: Bodies,
        rule: StopRule,
        steps: Steps,
        state: ProfileState | None = None,
        within: tuple[str, ...] = (),
    ) -> Visit:
        """Go to an address until a rule stops it, and look at the page as it stands then.

        With a `state` the browser is signed in, and what became of it is in the visit. With
        domains in `within` the page reaches nothing but those, what is under them, and `home`.

        NotNow when the browser does not start, or is gone before the end.
        """
        ...

    def render(self, chosen: ChosenPage, resources: Mapping[str, KeptResource]) -> Rendered:
        """Make pictures and print of a chosen page; NotNow as above, and when it can't be."""
        ...

    def close(self) -> None:
        """End the browser."""
        ...

"""The one place that declares text minimised; open to minimise and package alone."""

from typing import cast

from weerklank.model.minimised import MinimisedText


def mint(text: str) -> MinimisedText:
    """Declare that no third party's identity is left in a text."""
    return cast("MinimisedText", text)

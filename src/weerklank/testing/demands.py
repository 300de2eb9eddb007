"""What the conformance suites share: a demand that fails with a sentence, and a reporter."""

from weerklank.model.text import Text


class NotConforming(AssertionError):
    """A connector does not do what every connector must."""


def demand(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - read as a sentence
    """Demand that something holds; NotConforming says what is so instead."""
    if not holds:
        raise NotConforming(otherwise)


class Silent:
    """A reporter that tells nobody anything, and remembers it: what is told may leak too."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def step(self, text: Text, **values: object) -> None:
        """Remember what is being done."""
        self.told.append(text.say("en", **values))

    def progress(self, done: int, total: int | None = None) -> None:
        """Pass over how far it is."""

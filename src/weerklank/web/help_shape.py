"""What *Uitleg* answers on every screen."""

from dataclasses import dataclass

from weerklank.model.text import Text


@dataclass(frozen=True, slots=True)
class Help:
    """The four questions that every screen answers."""

    see: Text
    law: Text
    check: Text
    decides: Text

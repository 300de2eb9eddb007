"""How a task looks on the home page."""

from dataclasses import dataclass

from weerklank.model.text import Text


@dataclass(frozen=True, slots=True)
class Ways:
    """How a task looks: its words, its icon, and the page where it is done."""

    title: Text
    why: Text
    icon: str
    verb: Text
    page: str
    is_red: bool = False

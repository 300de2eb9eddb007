"""A notice: something that is no error, and that whoever does the work should know."""

from dataclasses import dataclass, field

from weerklank.model.text import Text


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice with a code that scripts can look for."""

    code: str
    text: Text
    values: dict[str, str] = field(default_factory=dict)

    def said(self) -> Text:
        """Give the sentence with its values filled in."""
        return self.text.filled(**self.values)

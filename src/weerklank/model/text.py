"""A sentence for people, in both languages of the product; neither can be forgotten."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["nl", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in Dutch and in English; `{name}` stands for a value."""

    nl: str
    en: str

    def say(self, language: Language, **values: object) -> str:
        """Give the sentence in one language with its values filled in."""
        template = self.nl if language == "nl" else self.en
        return template.format(**values) if values else template

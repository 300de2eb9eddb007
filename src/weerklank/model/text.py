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
        said = {n: v.say(language) if isinstance(v, Text) else v for n, v in values.items()}
        return template.format(**said) if said else template

    def filled(self, **values: object) -> "Text":
        """Give the sentence with its values filled in; one that is a text, in each language."""
        return Text(nl=self.say("nl", **values), en=self.say("en", **values))


def verbatim(words: str) -> Text:
    """Give what is the same in every language, such as the name of a file."""
    return Text(nl=words, en=words)

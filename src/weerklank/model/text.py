"""A sentence for people, in both languages of the product; neither can be forgotten."""

import re
from dataclasses import dataclass
from typing import Literal

Language = Literal["nl", "en"]

#: What ends a line, or what a reader of lines obeys: control characters and marks of direction.
_NO_LETTERS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


class _Counted:
    """A value by which a word is chosen, as a number or written as one."""

    def __init__(self, value: object) -> None:
        self._value = value

    def __format__(self, wanted: str) -> str:
        one, is_choice, more = wanted.partition("|")
        if is_choice:
            return one if str(self._value) == "1" else more
        return format(self._value, wanted)


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in Dutch and in English; `{name}` stands for a value.

    `{name:post|posts}` stands for the first word where the value is one, else for the second.
    """

    nl: str
    en: str

    def say(self, language: Language, **values: object) -> str:
        """Give the sentence in one language with its values filled in."""
        template = self.nl if language == "nl" else self.en
        said = {n: v.say(language) if isinstance(v, Text) else v for n, v in values.items()}
        if said and "|" in template:
            said = {name: _Counted(value) for name, value in said.items()}
        return template.format(**said) if said else template

    def filled(self, **values: object) -> "Text":
        """Give the sentence with its values filled in; one that is a text, in each language."""
        return Text(nl=self.say("nl", **values), en=self.say("en", **values))


def verbatim(words: str) -> Text:
    """Give what is the same in every language, such as the name of a file."""
    return Text(nl=words, en=words)


def one_line(words: str) -> str:
    """Give what someone wrote as a part of one line: it can't begin another, nor turn this one."""
    return _NO_LETTERS.sub(" ", words)


def is_visible(words: str) -> bool:
    """Tell whether anything is to be seen of it: a sign that is no space, and none of control."""
    return any(sign.isprintable() and not sign.isspace() for sign in words)


def typed(words: str) -> str:
    """Give what someone typed as one line of words, without control characters.

    Every name and reason that a person types goes through here before it is kept: pages, files
    and terminals show it as it is. Marks that turn the direction of a line go too (Unicode TR 36).
    """
    return " ".join(one_line(words).split())

"""Read what a question to the Graph API asks for: `fields=id,replies.limit(2){id,text}`."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Wanted:
    """One field, what is done with it (`limit`, `filter`, `summary`), and what of it is wanted."""

    name: str
    options: dict[str, str] = field(default_factory=dict)
    within: list["Wanted"] = field(default_factory=list)


def fields_of(text: str) -> list[Wanted]:
    """Read the value of `fields`; ValueError where it is not of that form."""
    found, rest = _some(text)
    if rest:
        raise ValueError(rest)
    return found


def _some(text: str) -> tuple[list[Wanted], str]:
    found: list[Wanted] = []
    while True:
        one, text = _one(text)
        found.append(one)
        if not text.startswith(","):
            return found, text
        text = text[1:]


def _one(text: str) -> tuple[Wanted, str]:
    name, text = _word(text)
    wanted = Wanted(name)
    while text.startswith("."):
        option, text = _word(text[1:])
        value, _, text = text.removeprefix("(").partition(")")
        wanted.options[option] = value
    if text.startswith("{"):
        wanted.within, text = _some(text[1:])
        if not text.startswith("}"):
            raise ValueError(text)
        text = text[1:]
    return wanted, text


def _word(text: str) -> tuple[str, str]:
    length = next(
        (at for at, sign in enumerate(text) if not (sign.isalnum() or sign == "_")), None
    )
    word = text if length is None else text[:length]
    if not word:
        raise ValueError(text)
    return word, text[len(word) :]

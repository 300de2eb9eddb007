"""Account numbers: the form and length of each country, and the check by 97."""

import re
from collections.abc import Iterator
from string import ascii_lowercase

#: Characters of an account number by country, as the registry of ISO 13616 has them.
_LENGTHS = {
    15: "no",
    16: "be",
    18: "dk fi fk fo gl nl sd",
    19: "mk si",
    20: "at ba ee kz lt lu mn xk",
    21: "ch hr li lv",
    22: "bg bh cr de gb ge ie me rs va",
    23: "ae gi il iq om so tl",
    24: "ad cz es md pk ro sa se sk tn vg",
    25: "ly pt st",
    26: "is tr",
    27: "bi dj fr gr it mc mr sm",
    28: "al az by cy do gt hn hu lb ni pl sv",
    29: "br eg ps qa ua",
    30: "jo kw mu ye",
    31: "mt sc",
    32: "lc",
    33: "ru",
}
_JOINT = "[ .\u00a0-]?"
#: Dutch ones are written in groups of all kinds, others in groups of four or as one.
_FORMS = "|".join(
    (
        rf"nl{_JOINT}[0-9]{{2}}(?:{_JOINT}[a-z]){{4}}(?:{_JOINT}[0-9]){{10}}",
        *(
            rf"(?:{countries.replace(' ', '|')}){_JOINT}[0-9]{{2}}"
            rf"(?:{_JOINT}[a-z0-9]{{4}}){{{length // 4 - 1}}}{_JOINT}[a-z0-9]{{{length % 4}}}"
            for length, countries in _LENGTHS.items()
        ),
    )
)
#: The match itself is empty: a number that fails the check may hide one that begins in it.
_IBAN = re.compile(rf"(?<![a-z0-9])(?=[a-z]{{2}}{_JOINT}[0-9]{{2}})(?=({_FORMS})(?![a-z0-9]))")
_JOINTS = re.compile("[^a-z0-9]")
_FIGURES = {ord(letter): str(int(letter, 36)) for letter in ascii_lowercase}
_CHECK = 97


def ibans(key: str) -> Iterator[tuple[int, int]]:
    """Give where account numbers stand in a folded text."""
    done = 0
    for match in _IBAN.finditer(key):
        start, end = match.span(1)
        if start >= done and _is_right(match[1]):
            yield start, end
            done = end


def _is_right(written: str) -> bool:
    number = _JOINTS.sub("", written)
    return int((number[4:] + number[:4]).translate(_FIGURES)) % _CHECK == 1

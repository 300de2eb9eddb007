"""The types of XML Schema that MDTO uses, looked after in text.

W3C XML Schema 1.0, part 2. Where validators differ the strictest is followed: no white space
around a date, moment or duration, and no space in an address.
"""

import calendar
import re
from enum import StrEnum

_YEAR = r"(?P<year>-?(?:[1-9]\d{3,18}|0\d{3}))"
_MONTH = r"-(?P<month>0[1-9]|1[0-2])"
_DAY = r"-(?P<day>0[1-9]|[12]\d|3[01])"
_TIME = r"T(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_ZONE = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_LETTER = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=@]|%[0-9A-Fa-f]{2})"
_PATH = rf"(?:{_LETTER}|[:/])*"
_HOST = rf"//(?:(?:{_LETTER}|:)*@)?(?:\[[0-9A-Fa-f:.]+\]|{_LETTER}*)(?::\d*)?(?=[/?#]|$)"
_REST = rf"(?:\?(?:{_LETTER}|[:/?])*)?(?:#(?:{_LETTER}|[:/?])*)?"
#: What a schema takes for a letter of an address, which would be written with % in one.
_AS_LETTER = re.compile(r"[^\x20-\x7e]|[<>\"{}|\\^`]")
_SPACE = " \t\n\r"


class Form(StrEnum):
    """What a text has to be, by the name of its type."""

    STRING = "xsd:string"
    INTEGER = "xsd:integer"
    DATE = "xsd:date"
    MOMENT = "xsd:dateTime"
    PERIOD = "xsd:gYear, gYearMonth or date"
    WHEN = "xsd:gYear, gYearMonth, date or dateTime"
    DURATION = "xsd:duration"
    LANGUAGE = "xsd:language"
    ADDRESS = "xsd:anyURI"


def _of(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.ASCII) for pattern in patterns)


_PERIODS = tuple(_YEAR + rest + _ZONE for rest in ("", _MONTH, _MONTH + _DAY))
_MOMENT = _YEAR + _MONTH + _DAY + _TIME + _ZONE
_PATTERNS: dict[Form, tuple[re.Pattern[str], ...]] = {
    Form.INTEGER: _of(r"[+-]?\d+"),
    Form.DATE: _of(_PERIODS[2]),
    Form.MOMENT: _of(_MOMENT),
    Form.PERIOD: _of(*_PERIODS),
    Form.WHEN: _of(*_PERIODS, _MOMENT),
    Form.DURATION: _of(
        r"-?P(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+D)?"
        r"(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?"
    ),
    Form.LANGUAGE: _of(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*"),
    Form.ADDRESS: _of(
        rf"[A-Za-z][A-Za-z0-9+.\-]*:(?:{_HOST}|(?!//)){_PATH}{_REST}",
        rf"(?:{_HOST}{_PATH}|{_LETTER}*(?:/(?!/){_PATH})?){_REST}",
    ),
}


_AS_IT_STANDS = frozenset({Form.DATE, Form.MOMENT, Form.DURATION, Form.PERIOD, Form.WHEN})


def fits(form: Form, text: str) -> bool:
    """Tell whether a text is of a type."""
    if form is Form.STRING:
        return True
    clean = text if form in _AS_IT_STANDS else text.strip(_SPACE)
    if form is Form.ADDRESS:
        clean = _AS_LETTER.sub("_", clean)
    return any(
        match is not None and _is_day(match.groupdict())
        for match in (pattern.fullmatch(clean) for pattern in _PATTERNS[form])
    )


def _is_day(parts: dict[str, str]) -> bool:
    """Tell whether a month has the day that is told, where one is."""
    if "day" not in parts:
        return True
    # A leap year comes back every 400 years, before the year 1 too.
    year = int(parts["year"]) % 400 + 400
    return int(parts["day"]) <= calendar.monthrange(year, int(parts["month"]))[1]

"""Numbers of persons: burgerservicenummer, telephone, number plate, day of birth."""

import re
from collections.abc import Iterator

# --- burgerservicenummer -------------------------------------------------------------------------

_NINE = re.compile(r"(?<![\w.,-])[0-9](?:[ .-]?[0-9]){7,8}(?![\w-]|[.,][0-9])")
_ABOUT_BSN = re.compile(
    r"(?<!\w)(?:bsn|burger ?service ?-?(?:nr|nummer)|sofi ?-?(?:nr|nummer)|persoonsnummer"
    r"|citizen service number|social security number|bsn-?(?:nr|nummer))(?!\w)"
)
#: Characters before a number, and after it, in which something may say what it is.
_BEFORE, _AFTER = 50, 30
_ELEVEN = 11
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def bsns(key: str) -> Iterator[tuple[int, int]]:
    """Give where a burgerservicenummer stands: the eleven-test and a word that says so."""
    if not _ABOUT_BSN.search(key):
        return
    for match in _NINE.finditer(key):
        start, end = match.span()
        if passes_eleven(match[0]) and (
            _ABOUT_BSN.search(key, max(0, start - _BEFORE), start)
            or _ABOUT_BSN.search(key, end, end + _AFTER)
        ):
            yield start, end


def passes_eleven(written: str) -> bool:
    """Tell whether eight or nine figures, with whatever stands between, pass the eleven-test."""
    figures = "".join(filter(str.isdigit, written)).zfill(len(_WEIGHTS))
    total = sum(w * int(figure) for w, figure in zip(_WEIGHTS, figures, strict=True))
    return total % _ELEVEN == 0 and figures.strip("0") != ""


# --- telephone -----------------------------------------------------------------------------------

_SEP = "[ ./()\u00a0-]{0,3}"
_PHONE = re.compile(
    rf"(?<![\w+.,/-])(?:"
    rf"(?:\+|00){_SEP}[1-9](?:{_SEP}[0-9]){{8,14}}"
    rf"|\(?0{_SEP}[1-9](?:{_SEP}[0-9]){{8}}"
    r")(?![0-9]|[.,/-][0-9]|[^\W\d])"
)
_DATE = re.compile(r"\(?[0-9]{1,2}([-./])[0-9]{1,2}\1[0-9]{2,4}(?![0-9])")
#: Numbers of organisations: free, paid, and for all of a company.
_SERVICE = re.compile(r"0(?:800|90[0-9]|84|88|14)")
_DUTCH = re.compile(r"0(?:6[1-9]|[1-57][0-9]|85|87|91|97)")


def phones(key: str) -> Iterator[tuple[int, int]]:
    """Give where telephone numbers stand, but for those of services."""
    for match in _PHONE.finditer(key):
        written = match[0]
        if _DATE.match(written):
            continue
        figures = "".join(filter(str.isdigit, written))
        if written[0] != "+" and figures[:2] != "00":
            if _SERVICE.match(figures) or not _DUTCH.match(figures):
                continue
        elif figures.removeprefix("00").startswith(("31800", "31900")):
            continue
        yield match.span()


# --- number plate --------------------------------------------------------------------------------

#: Sidecodes 1 to 14 of the Netherlands: L is a letter, 9 a figure.
_SIDECODES = frozenset(
    "LL-99-99 99-99-LL 99-LL-99 LL-99-LL LL-LL-99 99-LL-LL 99-LLL-9 9-LLL-99 LL-999-L L-999-LL "
    "LLL-99-L L-99-LLL 9-LL-999 999-LL-9".split()
)
_PLATE = re.compile(
    r"(?<![\w-])(?:[a-z]{1,3}|[0-9]{1,3})(?:-|\u00b7)(?:[a-z]{1,3}|[0-9]{1,3})(?:-|\u00b7)"
    r"(?:[a-z]{1,3}|[0-9]{1,3})(?![\w-])"
)
_LOOSE = re.compile(
    r"(?<!\w)(?:kenteken|nummerbord|kentekenplaat|nummerplaat|license plate|number plate|plate)"
    r"[^0-9\n]{0,20}?(?<![a-z0-9])([a-z0-9]{1,3}[ -]?[a-z0-9]{1,3}[ -]?[a-z0-9]{1,3})(?!\w)"
)
_KINDS = str.maketrans("abcdefghijklmnopqrstuvwxyz0123456789", "L" * 26 + "9" * 10)
_BARE = {code.replace("-", "") for code in _SIDECODES}


def plates(key: str) -> Iterator[tuple[int, int]]:
    """Give where Dutch number plates stand; written as one or with spaces when it is said so."""
    done = 0
    spans = [m.span() for m in _PLATE.finditer(key) if _form(m[0]) in _SIDECODES]
    spans += [m.span(1) for m in _LOOSE.finditer(key) if _form(m[1]).replace("-", "") in _BARE]
    for start, end in sorted(spans):
        if start >= done:
            yield start, end
            done = end


def _form(written: str) -> str:
    return written.replace("\u00b7", "-").replace(" ", "").translate(_KINDS)


# --- day of birth --------------------------------------------------------------------------------

_MONTH = (
    r"(?:jan(?:uari|uary)?|feb(?:ruari|ruary)?|maart|mrt|march|mar|apr(?:il)?|mei|may|jun[ie]?"
    r"|jul[iy]?|aug(?:ustus|ust)?|sep(?:t(?:ember)?)?|okt(?:ober)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?)\.?"
)
_DAY = (
    r"(?:[0-9]{1,2} ?[-/. ] ?[0-9]{1,2} ?[-/. ] ?(?:[0-9]{4}|'?[0-9]{2})"
    rf"|[0-9]{{1,2}}(?:e|st|nd|rd|th)?[ -]{_MONTH}[ -](?:[0-9]{{4}}|'?[0-9]{{2}})"
    r"|[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{8})"
)
_BIRTH = re.compile(
    r"(?<!\w)(?:geb(?:oren|oorte ?-?(?:datum|dag))?|gebdat|jarig|verjaardag|born|birth ?day"
    r"|date of birth|birth ?date|d\.?o\.?b)(?!\w)\.?"
    rf"[^0-9\n]{{0,24}}({_DAY})(?![0-9])"
)
_BORN = re.compile(
    r"(?<!\w)(?:born|birth ?day|date of birth|birth ?date|d\.?o\.?b)(?!\w)(?: is| was| on|:)?"
    rf"(?: on)? ({_MONTH} [0-9]{{1,2}}(?:st|nd|rd|th)?,? [0-9]{{4}})(?![0-9])"
)
_STAR = re.compile(rf"(?<![\w*])\*\ ?({_DAY})(?![0-9])")


def births(key: str) -> Iterator[tuple[int, int]]:
    """Give where days stand that are said to be of a birth."""
    spans = {m.span(1) for form in (_BIRTH, _BORN, _STAR) for m in form.finditer(key)}
    done = 0
    for start, end in sorted(spans):
        if start >= done:
            yield start, end
            done = end

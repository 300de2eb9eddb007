"""After how many acts somebody looked at documents, as pages carry it along."""

from django.http import HttpRequest

#: Of a number of acts, fewer than these.
_DIGITS = 10


def seen_of(given: list[str]) -> dict[str, int]:
    """Read it of each document of a list, as `acts:address`; of what is no number it is none."""
    found = {}
    for one in given:
        acts, _, item = one.partition(":")
        found[item] = _number(acts)
    return found


def seen(request: HttpRequest) -> int | None:
    """Read it of the one document of a page; None where the page does not say so."""
    return _number(request.POST["seen"]) if "seen" in request.POST else None


def _number(given: str) -> int:
    return int(given) if given.isascii() and given.isdecimal() and len(given) < _DIGITS else -1

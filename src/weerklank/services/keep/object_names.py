"""Names of objects by their paths: which package in which generation lies there."""

import re

_CLOSED = re.compile(r"(?:objects|sealed)/(a\d{4,9}/\d{4}-\d{2}/\d{4,6})-([gs])(\d{1,6})")
_OPEN = re.compile(r"open/(a\d{4,9}/\d{4}-\d{2})/[^/]+/(\d{4,6})(-sealed)?")


def name_of(path: str) -> str:
    """Name the object that lies at a path, with its generation."""
    closed, is_open = _CLOSED.fullmatch(path), _OPEN.fullmatch(path)
    if closed:
        return f"{closed[1]}-{closed[2]}{closed[3]}"
    if is_open:
        return f"{is_open[1]}/{is_open[2]}-{'s' if is_open[3] else 'g'}1"
    return ""


def generation_at(path: str) -> tuple[str, int] | None:
    """Tell of which generation of which package a file is by its path; None when of none."""
    parts = path.split("/")
    for depth in (4, 5):
        package, _, generation = name_of("/".join(parts[:depth])).rpartition("-")
        if package:
            return package, int(generation[1:])
    return None

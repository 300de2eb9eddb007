"""Drawings in a page, such as icons: lines and numbers, without a word in them."""

import re

from weerklank.minimise.page_nodes import DRAWING, Made
from weerklank.minimise.page_tree import Part

_NUMBERS = ("cx", "cy", "r", "rx", "ry", "x", "y", "x1", "y1", "x2", "y2", "stroke-width")
_NUMBER = re.compile(r"-?[0-9]{1,6}(?:\.[0-9]{1,6})?(?:px|em|%)?")
_TOKEN = re.compile(r"[\s,]*(?:([A-Za-z])|[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)")
_COMMANDS = frozenset("MmLlHhVvCcSsQqTtAa")
_COLOUR = re.compile("none|currentColor|#[0-9a-fA-F]{3,8}")
_LONGEST = 20_000


def drawing(part: Part) -> Made | None:
    """Give a drawing as it is kept; None when it is none."""
    return _element(part) if part.tag == "svg" and not part.is_closed else None


def _element(part: Part) -> Made:
    made = Made(part.tag)
    for name, value in part.attributes.items():
        if _is_number_of(name, value, part) or (name in {"fill", "stroke"} and _is_colour(value)):
            made.attributes[name] = value
        elif name.lower() == "viewbox" and _is_row(value):
            made.attributes["viewBox"] = value
        elif (name == "points" and _is_row(value)) or (name == "d" and _is_path(value)):
            made.attributes[name] = value
    made.children = [
        _element(child)
        for child in part.children
        if not isinstance(child, str) and child.tag in DRAWING and child.tag != "svg"
    ]
    return made


def _is_number_of(name: str, value: str, part: Part) -> bool:
    known = name in _NUMBERS or (part.tag in {"svg", "rect"} and name in {"width", "height"})
    return known and _NUMBER.fullmatch(value) is not None


def _is_colour(value: str) -> bool:
    return _COLOUR.fullmatch(value) is not None


def _is_row(value: str) -> bool:
    return len(value) <= _LONGEST and re.fullmatch(r"[-+0-9., \n]*", value) is not None


def _is_path(value: str) -> bool:
    """Tell of a path whether it is commands, each but the closing one with numbers behind it."""
    at = 0
    wants = False
    value = value.strip()
    if len(value) > _LONGEST:
        return False
    while at < len(value):
        match = _TOKEN.match(value, at)
        if match is None:
            return False
        command = match[1]
        if command and (wants or command not in _COMMANDS | {"Z", "z"}):
            return False
        wants = command in _COMMANDS if command else False
        at = match.end()
    return not wants

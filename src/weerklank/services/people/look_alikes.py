"""Names that look alike: one person under two names could act on both sides of a rule for two."""

from collections.abc import Iterable

from weerklank.minimise.folding import fold_key

#: What letters and figures look like in most type.
_SHAPES = str.maketrans("I1|0", "lllO")


def name_key(name: str) -> str:
    """Give what of a name people tell it by: two with the same key look alike.

    In other letters (a Cyrillic A), with signs that are not seen, with accents or without, and
    with the figures and letters that have one shape.
    """
    return " ".join(fold_key(name.translate(_SHAPES)).split())


def is_one_of(name: str, others: Iterable[str]) -> bool:
    """Tell whether a name is one of others, or looks like one of them."""
    key = name_key(name)
    return any(name_key(other) == key for other in others)

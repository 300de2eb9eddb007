"""Sort the fields of a source object by what is to be done with them, once for each kind."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from weerklank.model.raw import Field, Rule, Shape

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Plan(Generic[T]):
    """The fields of an object, by what is to be done with them."""

    facts: tuple[str, ...]
    own: tuple[str, ...]
    items: tuple[str, ...]
    references: tuple[str, ...]
    rest: tuple[tuple[str, Rule, T], ...]
    unknown: tuple[str, ...]
    #: Whether not one of its fields is known.
    is_strange: bool


#: Rules whose fields mostly stay, told apart so that they cost little.
_SIMPLE = (Field.KEEP, Field.OWN, Field.ITEM, Field.REFERENCE)


def make_plan(keys: tuple[str, ...], shape: Shape, treatment: Callable[[Rule], T]) -> Plan[T]:
    """Sort fields by their rules; `treatment` gives how to treat those of a rule."""
    ruled = [(key, shape.get(key)) for key in keys]
    return Plan(
        tuple(key for key, rule in ruled if rule is Field.KEEP),
        tuple(key for key, rule in ruled if rule is Field.OWN),
        tuple(key for key, rule in ruled if rule is Field.ITEM),
        tuple(key for key, rule in ruled if rule is Field.REFERENCE),
        tuple(
            (key, rule, treatment(rule))
            for key, rule in ruled
            if rule is not None and rule not in _SIMPLE
        ),
        tuple(key for key, rule in ruled if rule is None),
        all(rule is None for _, rule in ruled),
    )

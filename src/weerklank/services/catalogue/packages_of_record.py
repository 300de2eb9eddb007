"""Tell which packages are of the record: those that the log holds and no other took up."""

from weerklank.model.json_value import JsonObject
from weerklank.services.seal.read_closings import superseded
from weerklank.services.workplace import Workplace


def merged_names(statement: JsonObject) -> list[str]:
    """Give the packages that went up in the one that a statement of the log is of."""
    names = statement.get("merged")
    return [str(name) for name in names] if isinstance(names, list) else []


def packages_of_record(workplace: Workplace) -> frozenset[str]:
    """Name the packages that the log holds and that did not go up in another."""
    named: set[str] = set()
    merged: set[str] = set()
    for _, statement in workplace.log.packages():
        named.add(str(statement["package"]))
        merged.update(merged_names(statement))
    return frozenset(named - merged) - superseded(workplace)

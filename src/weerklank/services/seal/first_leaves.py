"""First leaves: where in the log the leaves of each generation of a package begin."""

from weerklank.services.workplace import Workplace


def first_leaves(workplace: Workplace) -> dict[str, dict[int, int]]:
    """Give of every package, and each of its generations, the first leaf of its segment."""
    found: dict[str, dict[int, int]] = {}
    for first, statement in workplace.log.packages():
        generation = statement.get("generation")
        if isinstance(generation, int):
            found.setdefault(str(statement["package"]), {})[generation] = first
    return found

"""Which generation of each package the log holds last."""

from weerklank.services.workplace import Workplace
from weerklank.store.replica_keys import Generation, destroy_other_generations


def current_generations(workplace: Workplace) -> set[Generation]:
    """Give each package that was not merged into another, in its newest generation."""
    newest: dict[str, int] = {}
    for _, statement in workplace.log.packages():
        merged, generation = statement.get("merged"), statement["generation"]
        for gone in merged if isinstance(merged, list) else ():
            newest.pop(str(gone), None)
        newest[str(statement["package"])] = generation if isinstance(generation, int) else 0
    return set(newest.items())


def end_keys(workplace: Workplace) -> None:
    """Destroy the keys under which copies in stores hold what is superseded; gone at the end."""
    destroy_other_generations(workplace.keys, current_generations(workplace))

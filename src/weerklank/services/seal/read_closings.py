"""Read closings of months: which packages a decision merges, and whether that was finished."""

from collections.abc import Iterable
from dataclasses import dataclass

from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId
from weerklank.model.json_value import Json, JsonObject
from weerklank.package.names import PackageName
from weerklank.services.seal.rewrite import Step
from weerklank.services.workplace import Workplace

BEGUN = "closing.begun"
DONE = "closing.done"


@dataclass(frozen=True, slots=True)
class Closing:
    """A closing of a month that was begun and not finished."""

    id: str
    account: AccountId
    steps: tuple[Step, ...]

    @property
    def packages(self) -> frozenset[str]:
        """All packages that it touches."""
        return frozenset(str(name) for step in self.steps for name, _ in step.sources)


def open_closings(workplace: Workplace) -> list[Closing]:
    """Give the closings that were begun and not finished, oldest first."""
    return closings_of(workplace.events.read(Book.DECISIONS))


def closings_of(events: Iterable[Event]) -> list[Closing]:
    """Give the closings that some decisions leave open, oldest first."""
    found: dict[str, Closing] = {}
    for event in events:
        if event.kind == BEGUN:
            account = AccountId(str(event.data["account"]))
            steps = _steps(event.data["packages"])
            found[event.subject] = Closing(event.subject, account, steps)
        elif event.kind == DONE:
            found.pop(event.subject, None)
    return list(found.values())


def _steps(packages: Json) -> tuple[Step, ...]:
    """Read which packages become one: rows with the same `into`, in the order of their parts."""
    groups: dict[str, list[tuple[PackageName, int]]] = {}
    for row in packages if isinstance(packages, list) else []:
        if isinstance(row, dict):
            source = (PackageName.read(str(row["package"])), int(str(row["generation"])))
            groups.setdefault(str(row["into"]), []).append(source)
    return tuple(Step(tuple(sources)) for sources in groups.values())


def begun_data(closing: Closing, month: str) -> JsonObject:
    """Write what the event of a closing that begins tells."""
    return {
        "account": closing.account,
        "month": month,
        "packages": [
            {"generation": generation, "into": str(step.name), "package": str(name)}
            for step in closing.steps
            for name, generation in step.sources
        ],
    }


def superseded(workplace: Workplace) -> frozenset[str]:
    """Name packages that still lie there while the one that took them in does too."""
    return frozenset(
        str(name)
        for closing in open_closings(workplace)
        for step in closing.steps
        if step.is_written(workplace)
        for name in step.merged
    )

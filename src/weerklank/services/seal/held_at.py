"""What the log held at a size, and where it lies in the archive now."""

from dataclasses import dataclass
from pathlib import Path

from weerklank.integrity.verify.access_days import BEGUN, AccessDays
from weerklank.model.clock import iso
from weerklank.model.event import Book
from weerklank.package.names import Found, PackageName, packages
from weerklank.services.seal.seal_package import SEALED_ENDING
from weerklank.services.workplace import Workplace


@dataclass(frozen=True, slots=True)
class HeldObject:
    """A package or a sealed object: what the log says of it, and where it lies here."""

    #: `<account>/<yyyy-mm>/<part>`.
    package: str
    generation: int
    vault: bool
    #: SHA-256 of its list of files, as the log has it.
    manifest: str
    #: Path below the archive's folder; None where it is not there in this generation.
    path: str | None

    @property
    def name(self) -> str:
        """Name it with its generation."""
        return f"{self.package}-{'s' if self.vault else 'g'}{self.generation}"

    @property
    def closed(self) -> str:
        """Give the path that it has when its month is closed."""
        return f"{'sealed' if self.vault else 'objects'}/{self.name}"


def held_objects(workplace: Workplace, size: int) -> list[HeldObject]:
    """Give what should be there of packages and sealed objects at a size of the log."""
    newest: dict[str, tuple[int, str, str | None]] = {}
    for _, statement in workplace.log.statements(size):
        if statement["kind"] != "package":
            continue
        merged, sealed = statement.get("merged"), statement.get("sealed_manifest")
        for gone in merged if isinstance(merged, list) else ():
            newest.pop(str(gone), None)
        generation = statement["generation"]
        newest[str(statement["package"])] = (
            generation if isinstance(generation, int) else 0,
            str(statement["manifest"]),
            None if sealed is None else str(sealed),
        )
    there = {str(one.name): one for one in packages(workplace.layout)}
    found = []
    for name, (generation, manifest, sealed_manifest) in sorted(newest.items()):
        folder = _folder_of(workplace, name, generation, there.get(name))
        path = _below(workplace, folder)
        found.append(HeldObject(name, generation, False, manifest, path))  # noqa: FBT003 - of a row
        if sealed_manifest is not None:
            beside = _sealed_of(workplace, name, generation, folder)
            path = _below(workplace, beside)
            found.append(HeldObject(name, generation, True, sealed_manifest, path))  # noqa: FBT003 - a row
    return found


def _folder_of(
    workplace: Workplace, name: str, generation: int, here: Found | None
) -> Path | None:
    """Find a generation; a later one may lie beside it, which the log does not hold yet."""
    closed = PackageName.read(name).closed(workplace.layout, generation)
    if closed.is_dir():
        return closed
    return here.folder if here is not None and here.generation == generation else None


def _sealed_of(
    workplace: Workplace, name: str, generation: int, folder: Path | None
) -> Path | None:
    closed = PackageName.read(name).closed_sealed(workplace.layout, generation)
    if closed.is_dir():
        return closed
    beside = folder.with_name(folder.name + SEALED_ENDING) if folder else None
    return beside if beside is not None and beside.is_dir() else None


def _below(workplace: Workplace, folder: Path | None) -> str | None:
    return folder.relative_to(workplace.layout.root).as_posix() if folder else None


@dataclass(frozen=True, slots=True)
class HeldEvents:
    """The event files that the log held, each with its leaf."""

    #: What should be there.
    due: tuple[tuple[int, str], ...]
    #: Of who looked at what: those of which the term was over (ADR 0122).
    ended: frozenset[str]


def held_events(workplace: Workplace, size: int) -> HeldEvents:
    """Give the event files that the log held at a size, less those that went by their term."""
    days, named = AccessDays(), list[tuple[int, str]]()
    for first, statement in workplace.log.statements(size):
        files = statement.get("files")
        for place, name in enumerate(files if isinstance(files, list) else ()):
            named.append((first + place, str(name)))
            days.note(str(name), first + place)
    for event in workplace.events.read(Book.DECISIONS):
        if event.kind == BEGUN:
            told = {"at": iso(event.at), "book": event.book, "data": event.data}
            days.take({**told, "kind": event.kind}, size)
    ended = frozenset(name for leaf, name in named if days.has_ended(name, leaf))
    return HeldEvents(tuple(one for one in named if one[1] not in ended), ended)

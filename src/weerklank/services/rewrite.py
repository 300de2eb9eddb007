"""Rewrite: the one operation that changes what is written.

It begins with an intent in `decisions/` and from there only goes forward: new generations beside
the old ones, leaves and checkpoint, old ones to `open/trash/` and away. Each step looks at what is
on disk, so a process that died is finished by the next one that does the same.
"""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from weerklank.integrity.log import Batch
from weerklank.model.event import Book, Event
from weerklank.model.json_value import JsonObject
from weerklank.package.names import Found, PackageName
from weerklank.package.rewriter import Dropped, Goes, drop_records
from weerklank.package.writer import package_statement, statement_entry
from weerklank.services.seal_events import append_events
from weerklank.services.seal_package import SEALED_ENDING
from weerklank.services.workplace import Workplace, session_name
from weerklank.store.atomic import make_folder, sync_folder
from weerklank.store.lock import locked
from weerklank.store.ocfl import CONTENT, MANIFEST, file_digest, is_whole


@dataclass(slots=True)
class Outcome:
    """What a rewrite dropped; a part of which nothing could be read again is `unread`."""

    dropped: list[Dropped] = field(default_factory=list)
    unread: int = 0


def rewrite(
    workplace: Workplace, packages: tuple[tuple[str, int], ...], goes: Goes, decision: str
) -> Outcome:
    """Bring packages to their next generation without the records that go.

    To be called under the locks of their accounts, after the intent was sealed; may be called
    again after a crash at any point, with the same arguments.
    """
    outcome = Outcome()
    held = _held(workplace)
    names = [(PackageName.read(name), generation) for name, generation in packages]
    for name, generation in names:
        is_held = (str(name), generation + 1) in held
        _write_next(workplace, name, generation, goes, decision, outcome, is_held=is_held)
    _log_all(workplace, names, decision)
    for name, generation in names:
        _remove_old(workplace, name, generation)
    empty_trash(workplace)
    return outcome


def staging(workplace: Workplace, name: PackageName) -> Path:
    """Give the folder in which a next generation is made."""
    return workplace.layout.spool / f"rewrite-{name.account}-{name.month}-{name.part:04d}"


def old_places(
    workplace: Workplace, name: PackageName, generation: int
) -> tuple[Path | None, Path | None]:
    """Find a generation and its sealed object, closed or open; None for what is not there."""
    layout = workplace.layout
    closed, sealed = name.closed(layout, generation), name.closed_sealed(layout, generation)
    if generation == 1:
        for folder in layout.open_month(name.account, name.month).glob(f"*/{name.part:04d}"):
            beside = folder.with_name(folder.name + SEALED_ENDING)
            # A process that died while it closed the package moved its originals first.
            return folder, next((one for one in (beside, sealed) if one.is_dir()), None)
    return (closed if closed.is_dir() else None), (sealed if sealed.is_dir() else None)


def _write_next(
    workplace: Workplace,
    name: PackageName,
    generation: int,
    goes: Goes,
    decision: str,
    outcome: Outcome,
    *,
    is_held: bool,
) -> None:
    """Write the next generation of a package.

    One that is there and that the log does not hold is made anew: it may be anyone's.
    """
    old, sealed = old_places(workplace, name, generation)
    new = name.closed(workplace.layout, generation + 1)
    if old is None or not is_whole(old):
        outcome.unread += 1  # its old generation is on its way out: everything else was done
        return
    folder = staging(workplace, name)
    beside = folder.with_name(folder.name + SEALED_ENDING)
    for leftover in (folder, beside):
        if leftover.exists():
            shutil.rmtree(leftover)
    make_folder(folder)
    rewritten = drop_records(
        Found(name, generation, old),
        sealed,
        folder,
        goes,
        origin=workplace.organisation.origin,
        moment=workplace.clock.now(),
        event=_event(workplace, name, decision),
    )
    outcome.dropped.append(rewritten.dropped)
    if is_held:
        # Written and sealed by a process that died; this one was made for its needles only.
        shutil.rmtree(folder)
        if beside.exists():
            shutil.rmtree(beside)
        return
    if beside.exists():
        _move(workplace, beside, name.closed_sealed(workplace.layout, generation + 1))
    _move(workplace, folder, new)


def _event(workplace: Workplace, name: PackageName, decision: str) -> Event:
    return Event(
        book=Book.JOURNAL,
        kind="package.rewritten",
        at=workplace.clock.now(),
        actor=workplace.actor,
        subject=str(name),
        data={"decision": decision},
    )


def _move(workplace: Workplace, folder: Path, target: Path) -> None:
    make_folder(target.parent)
    if target.exists():
        _discard(workplace, target)  # half of a pair whose process died; never in the log
    folder.rename(target)
    sync_folder(target.parent)


def _discard(workplace: Workplace, folder: Path) -> None:
    """Take a package away by one rename: it never stands half in its place."""
    trash = workplace.layout.open / "trash"
    make_folder(trash)
    target = trash / "-".join((*folder.parts[-3:], session_name()))
    folder.rename(target)
    sync_folder(folder.parent)


def _log_all(workplace: Workplace, names: list[tuple[PackageName, int]], decision: str) -> None:
    """Append a leaf for each new generation that the log does not hold yet."""
    with locked(workplace.layout.lock("log"), "log", wait=True):
        held = _held(workplace)
        batches = [
            _batch(workplace, name, generation + 1, decision)
            for name, generation in names
            if (str(name), generation + 1) not in held
        ]
        append_events(workplace, batches)


def _held(workplace: Workplace) -> set[tuple[str, object]]:
    """Give the packages that the log holds, each with its generations."""
    return {
        (str(statement.get("package")), statement.get("generation"))
        for _, statement in workplace.log.statements()
    }


def _batch(workplace: Workplace, name: PackageName, generation: int, decision: str) -> Batch:
    folder = name.closed(workplace.layout, generation)
    manifest = file_digest(folder / CONTENT / MANIFEST)
    entries = [statement_entry(package_statement(name, generation, manifest, decision=decision))]
    statement: JsonObject = {
        "decision": decision,
        "generation": generation,
        "kind": "package",
        "manifest": manifest,
        "package": str(name),
        "records": 0,
        "run": decision,
    }
    sealed = name.closed_sealed(workplace.layout, generation) / CONTENT / MANIFEST
    if sealed.exists():
        digest = file_digest(sealed)
        statement["sealed_manifest"] = digest
        entries.append(
            statement_entry(
                package_statement(name, generation, digest, decision=decision, vault=True)
            )
        )
    return Batch(entries=entries, statement=statement)


def _remove_old(workplace: Workplace, name: PackageName, generation: int) -> None:
    """Take the old generation away, and folders that are empty without it."""
    layout = workplace.layout
    old, sealed = old_places(workplace, name, generation)
    for folder in (sealed, old):
        if folder is not None:
            _discard(workplace, folder)
    for run in layout.open_month(name.account, name.month).glob("*"):
        _remove_empty(run, layout.open)
    # A storage root may hold no empty folders (OCFL 1.1, 4.2).
    _remove_empty(layout.sealed_month(name.account, name.month), layout.sealed)


def _remove_empty(folder: Path, root: Path) -> None:
    """Remove a folder below a root, and what it lies in, as far as nothing lies in it."""
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
        sync_folder(folder)


def empty_trash(workplace: Workplace) -> None:
    """Delete old generations that were taken away."""
    trash = workplace.layout.open / "trash"
    if trash.exists():
        for folder in trash.iterdir():
            shutil.rmtree(folder)
        sync_folder(trash)

"""Rewrite: the one operation that changes what is written.

It begins with an intent in `decisions/` and from there only goes forward: new generations beside
the old ones, leaves and checkpoint, old ones to `open/trash/` and away. Each step looks at what is
on disk, so a process that died is finished by the next one that does the same.
"""

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol, TypedDict, Unpack

from weerklank.integrity.log import Batch
from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId
from weerklank.model.json_value import JsonObject
from weerklank.package.corrector import Corrections, correct_records, new_entries
from weerklank.package.merger import Source, merge_packages
from weerklank.package.names import Found, PackageName
from weerklank.package.rewriter import Dropped, Goes, drop_records
from weerklank.package.term_ender import Ends, end_originals
from weerklank.package.writer import package_statement, statement_entry
from weerklank.services.seal.check_sources import SourceCheck
from weerklank.services.seal.current_generations import end_keys
from weerklank.services.seal.first_leaves import first_leaves
from weerklank.services.seal.old_places import old_places
from weerklank.services.seal.seal_events import append_events, seal_events
from weerklank.services.seal.seal_package import SEALED_ENDING
from weerklank.services.workplace import Workplace, session_name
from weerklank.store.atomic import make_folder, sync_folder
from weerklank.store.lock import locked
from weerklank.store.ocfl import CONTENT, MANIFEST, file_digest

#: Gives what changes in a package, by where it lies and where its originals do.
Corrects = Callable[[Found, Path | None], Corrections]


@dataclass(slots=True)
class Outcome:
    """What a rewrite dropped; a part of which nothing could be read again is `unread`."""

    dropped: list[Dropped] = field(default_factory=list)
    unread: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """A package that comes to its next generation; of several, the last, which takes in all."""

    sources: tuple[tuple[PackageName, int], ...]

    @property
    def name(self) -> PackageName:
        """The package that there will be."""
        return self.sources[-1][0]

    @property
    def generation(self) -> int:
        """Its new generation."""
        return self.sources[-1][1] + 1

    @property
    def merged(self) -> tuple[PackageName, ...]:
        """The packages that go up in it."""
        return tuple(name for name, _ in self.sources[:-1])

    def is_written(self, workplace: Workplace) -> bool:
        """Tell whether the new generation is in its place."""
        return self.name.closed(workplace.layout, self.generation).exists()


class _Write(Protocol):
    """Writes the next generation of a package into a folder, its originals beside it."""

    def __call__(
        self,
        old: Found,
        sealed: Path | None,
        folder: Path,
        *,
        origin: str,
        moment: datetime,
        event: Event,
    ) -> None: ...


class _About(TypedDict):
    origin: str
    moment: datetime
    event: Event


def _drop(
    goes: Goes,
    outcome: Outcome,
    old: Found,
    sealed: Path | None,
    folder: Path,
    **about: Unpack[_About],
) -> None:
    outcome.dropped.append(drop_records(old, sealed, folder, goes, **about).dropped)


def _correct(
    corrects: Corrects,
    old: Found,
    sealed: Path | None,
    folder: Path,
    **about: Unpack[_About],
) -> None:
    correct_records(old, sealed, folder, corrects(old, sealed), **about)


def _end(
    ends: Ends,
    decision: str,
    old: Found,
    sealed: Path | None,
    folder: Path,
    **about: Unpack[_About],
) -> None:
    end_originals(old, sealed, folder, ends, decision, **about)


def _writing(
    goes: Goes | None,
    corrects: Corrects | None,
    ends: Ends | None,
    decision: str,
    outcome: Outcome,
) -> _Write | None:
    """Give what makes the next generation of one package; None where packages merge only."""
    if goes is not None:
        return partial(_drop, goes, outcome)
    if ends is not None:
        return partial(_end, ends, decision)
    return None if corrects is None else partial(_correct, corrects)


def rewrite(
    workplace: Workplace,
    steps: tuple[Step, ...],
    decision: str,
    goes: Goes | None = None,
    corrects: Corrects | None = None,
    ends: Ends | None = None,
) -> Outcome:
    """Bring packages to their next generation: without the records that go, corrected, or merged.

    To be called under the locks of their accounts, after the intent was written; may be called
    again after a crash at any point, with the same arguments. A step of one package drops the
    records of which `goes` tells so, or changes those that `corrects` does, or is left without the
    sealed originals of which `ends` tells so; a step of several merges them, and none of theirs
    goes.

    BrokenInput when what a new generation is to be made of is not as the log holds it: nothing
    that is damaged is signed as new.
    """
    # Whoever wrote the intent may have died before the log held it, and nothing else vouches.
    seal_events(workplace)
    outcome = Outcome()
    write = _writing(goes, corrects, ends, decision, outcome)
    held, check = _held(workplace), SourceCheck(workplace)
    for step in steps:
        if (str(step.name), step.generation) not in held:
            check.check(step.sources)
    for step in steps:
        is_held = (str(step.name), step.generation) in held
        if len(step.sources) > 1:
            _write_merged(workplace, step, decision, is_held=is_held)
        elif write is not None:
            _write_next(workplace, step, write, decision, outcome, check, is_held=is_held)
    _log_all(workplace, steps, decision, with_records=corrects is not None)
    for name, generation in (source for step in steps for source in step.sources):
        _remove_old(workplace, name, generation)
    empty_trash(workplace)
    if write is not None:  # of what was only merged nothing went: a copy of it may serve still
        end_keys(workplace)
    return outcome


def staging(workplace: Workplace, name: PackageName) -> Path:
    """Give the folder in which a next generation is made."""
    return workplace.layout.spool / f"rewrite-{name.account}-{name.month}-{name.part:04d}"


def _write_next(
    workplace: Workplace,
    step: Step,
    write: _Write,
    decision: str,
    outcome: Outcome,
    check: SourceCheck,
    *,
    is_held: bool,
) -> None:
    """Write the next generation of a package.

    One that is there and that the log does not hold is made anew: it may be anyone's.
    """
    name, generation = step.sources[0]
    old, sealed = old_places(workplace, name, generation)
    if is_held:
        sealed = None  # what is made now goes away again
        if not check.is_sound(name, generation):
            outcome.unread += 1  # its old generation is on its way out: everything else was done
            return
    if old is None:
        raise FileNotFoundError(str(name))
    folder = _fresh_staging(workplace, name)
    write(
        Found(name, generation, old),
        sealed,
        folder,
        origin=workplace.organisation.origin,
        moment=workplace.clock.now(),
        event=_event(workplace, step, decision),
    )
    if is_held:
        # Written and sealed by a process that died; the new one was made for its needles only.
        _clear(folder)
        return
    _put_in_place(workplace, step, folder)


def _write_merged(workplace: Workplace, step: Step, decision: str, *, is_held: bool) -> None:
    """Merge packages, unless the log holds the result; only then do the old ones go.

    A result that is there and that the log does not hold is made anew: it may be anyone's.
    """
    if is_held:
        return
    firsts = first_leaves(workplace)
    sources = []
    for name, generation in step.sources:
        old, sealed = old_places(workplace, name, generation)
        if old is None:
            raise FileNotFoundError(str(name))
        sources.append(Source(old, sealed, firsts[str(name)]))
    folder = _fresh_staging(workplace, step.name)
    merge_packages(
        sources,
        folder,
        step.name,
        step.generation,
        origin=workplace.organisation.origin,
        moment=workplace.clock.now(),
        event=_event(workplace, step, decision),
    )
    _put_in_place(workplace, step, folder)


def _fresh_staging(workplace: Workplace, name: PackageName) -> Path:
    folder = staging(workplace, name)
    _clear(folder)
    make_folder(folder)
    return folder


def _clear(folder: Path) -> None:
    for leftover in (folder, folder.with_name(folder.name + SEALED_ENDING)):
        if leftover.exists():
            shutil.rmtree(leftover)


def _put_in_place(workplace: Workplace, step: Step, folder: Path) -> None:
    """Move a new generation to its place, its originals first."""
    beside = folder.with_name(folder.name + SEALED_ENDING)
    if beside.exists():
        _move(workplace, beside, step.name.closed_sealed(workplace.layout, step.generation))
    _move(workplace, folder, step.name.closed(workplace.layout, step.generation))


def _event(workplace: Workplace, step: Step, decision: str) -> Event:
    data: JsonObject = {"decision": decision}
    if step.merged:
        data["merged"] = [str(name) for name in step.merged]
    return Event(
        book=Book.JOURNAL,
        kind="package.merged" if step.merged else "package.rewritten",
        at=workplace.clock.now(),
        actor=workplace.actor,
        subject=str(step.name),
        data=data,
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


def _log_all(
    workplace: Workplace, steps: tuple[Step, ...], decision: str, *, with_records: bool
) -> None:
    """Append leaves for each new generation that the log does not hold yet.

    With records: for those too that it wrote anew.
    """
    with locked(workplace.layout.lock("log"), "log", wait=True):
        held = _held(workplace)
        batches = [
            _batch(workplace, step, decision, with_records=with_records)
            for step in steps
            if (str(step.name), step.generation) not in held
        ]
        append_events(workplace, batches)


def _held(workplace: Workplace) -> set[tuple[str, object]]:
    """Give the packages that the log holds, each with its generations."""
    return {
        (str(statement.get("package")), statement.get("generation"))
        for _, statement in workplace.log.statements()
    }


def _batch(workplace: Workplace, step: Step, decision: str, *, with_records: bool) -> Batch:
    layout, name, generation = workplace.layout, step.name, step.generation
    folder = name.closed(layout, generation)
    manifest = file_digest(folder / CONTENT / MANIFEST)
    entries = new_entries(folder, generation) if with_records else []
    statement: JsonObject = {
        "kind": "package",
        "records": len(entries),
        "run": decision,
        **package_statement(name, generation, manifest, decision=decision, merged=step.merged),
    }
    leaves = [package_statement(name, generation, manifest, decision=decision, merged=step.merged)]
    sealed = name.closed_sealed(layout, generation) / CONTENT / MANIFEST
    if sealed.exists():
        digest = file_digest(sealed)
        statement["sealed_manifest"] = digest
        leaves.append(
            package_statement(
                name, generation, digest, decision=decision, merged=step.merged, vault=True
            )
        )
    entries += [statement_entry(leaf) for leaf in leaves]
    return Batch(entries=entries, statement=statement)


def _remove_old(workplace: Workplace, name: PackageName, generation: int) -> None:
    """Take the old generation away, and folders that are empty without it."""
    layout = workplace.layout
    old, sealed = old_places(workplace, name, generation)
    for folder in (sealed, old):
        if folder is not None:
            _discard(workplace, folder)
    remove_empty_runs(workplace, name.account, name.month)
    # A storage root may hold no empty folders (OCFL 1.1, 4.2).
    _remove_empty(layout.sealed_month(name.account, name.month), layout.sealed)


def remove_empty_runs(workplace: Workplace, account: AccountId, month: str) -> None:
    """Remove folders of runs in `open/` from which every package went."""
    folder = workplace.layout.open_month(account, month)
    for run in (*folder.glob("*"), folder):
        _remove_empty(run, workplace.layout.open)


def _remove_empty(folder: Path, root: Path) -> None:
    """Remove a folder below a root, and what it lies in, as far as nothing lies in it."""
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
        sync_folder(folder)


def empty_trash(workplace: Workplace) -> None:
    """Delete old generations that were taken away; gone when this returns.

    A process at work on another account may be at it too, and delete under our hands.
    """
    trash = workplace.layout.open / "trash"
    if trash.exists():
        for folder in list(trash.iterdir()):
            if folder.is_symlink() or not folder.is_dir():
                folder.unlink(missing_ok=True)  # none of ours, such as what a file manager leaves
            while folder.exists():
                with suppress(FileNotFoundError):
                    shutil.rmtree(folder)
        sync_folder(trash)

"""Seal a package: finish it, bring it into the log, and move it to its place when it is full."""

from pathlib import Path

from weerklank.integrity.log import Batch
from weerklank.integrity.merkle import commitment
from weerklank.minimise.vault import VaultWriter
from weerklank.model.errors import BrokenInput
from weerklank.model.event import Book, Event
from weerklank.model.ids import RunId
from weerklank.model.json_value import JsonObject
from weerklank.package.names import PROOF, RECORDS, SOURCE, PackageName
from weerklank.package.reader import read_answers
from weerklank.package.writer import (
    PackageWriter,
    close_object,
    package_statement,
    statement_entry,
)
from weerklank.services.seal.seal_events import append_events
from weerklank.services.workplace import Workplace
from weerklank.store.atomic import make_folder, sync_folder
from weerklank.store.lock import locked
from weerklank.store.members import DAMAGED, read_lines
from weerklank.store.ocfl import CONTENT, MANIFEST, file_digest, read_manifest

SEALED_ENDING = "-sealed"
#: Event that vouches for a package until the log does: what else lies in `open/` proves nothing.
FINISHED = "package.finished"


def seal_package(
    workplace: Workplace,
    writer: PackageWriter,
    vault: VaultWriter | None,
    run: RunId,
    events: list[Event],
) -> int:
    """Finish a package and its sealed object and append them to the log; give the log's size.

    The sealed object is finished first: a package that is whole has its originals.
    """
    origin = workplace.organisation.origin
    moment = workplace.clock.now()
    sealed_manifest = None
    if vault is not None:
        sealed_manifest = close_object(
            vault.package, writer.name.object_id(origin, "s", 1), moment, {}
        )
    manifest = writer.finish(origin, moment, events)
    workplace.record(
        Book.JOURNAL,
        FINISHED,
        str(writer.name),
        {
            **_run_of(writer.folder),
            "manifest": manifest,
            "run": run,
            "sealed_manifest": sealed_manifest,
        },
    )
    batch = _batch(writer.name, writer.entries, writer.answers, manifest, sealed_manifest, run)
    size = _append(workplace, batch)
    if writer.is_full:
        close_package(workplace, writer.name, writer.folder)
    return size


def _run_of(folder: Path) -> JsonObject:
    """Read the run of an open package, and its number, from the folder that it lies in."""
    fence, _, run = folder.parent.name.partition("-")
    return {"fence": int(fence) if fence.isdecimal() else None, "run": run}


def _batch(
    name: PackageName,
    records: list[bytes],
    answers: list[bytes],
    manifest: str,
    sealed_manifest: str | None,
    run: str,
) -> Batch:
    entries = [*records, *answers, statement_entry(package_statement(name, 1, manifest, run=run))]
    statement: JsonObject = {
        "generation": 1,
        "kind": "package",
        "manifest": manifest,
        "package": str(name),
        "records": len(records),
        "run": run,
    }
    if answers:
        statement["answers"] = len(answers)
    if sealed_manifest:
        entries.append(
            statement_entry(package_statement(name, 1, sealed_manifest, vault=True, run=run))
        )
        statement["sealed_manifest"] = sealed_manifest
    return Batch(entries=entries, statement=statement)


def _append(workplace: Workplace, batch: Batch) -> int:
    with locked(workplace.layout.lock("log"), "log", wait=True):
        return append_events(workplace, [batch])


def close_package(workplace: Workplace, name: PackageName, folder: Path) -> Path:
    """Move a full package from `open/` to its place, by one rename; originals go first."""
    sealed = folder.with_name(folder.name + SEALED_ENDING)
    if sealed.is_dir():
        _move(sealed, name.closed_sealed(workplace.layout, 1))
    target = name.closed(workplace.layout, 1)
    _move(folder, target)
    return target


def _move(folder: Path, target: Path) -> None:
    make_folder(target.parent)
    folder.rename(target)
    sync_folder(target.parent)
    sync_folder(folder.parent)


def finished_packages(workplace: Workplace) -> dict[str, JsonObject]:
    """Give what the journal says of packages that were finished, by name."""
    return {
        event.subject: event.data
        for event in workplace.events.read_genuine(Book.JOURNAL)
        if event.kind == FINISHED
    }


def seal_again(workplace: Workplace, name: PackageName, folder: Path, finished: JsonObject) -> int:
    """Append to the log a package that a dead process finished but did not seal.

    BrokenInput when it is not as it was when it was finished.
    """
    content = folder / CONTENT
    found = _run_of(folder)
    run = str(found["run"])
    sealed = folder.with_name(folder.name + SEALED_ENDING)
    manifest = _checked(folder)
    sealed_manifest = _checked(sealed) if sealed.is_dir() else None
    found |= {"manifest": manifest, "sealed_manifest": sealed_manifest}
    if any(found.get(name) != value for name, value in finished.items()):
        raise BrokenInput(DAMAGED, path=content / MANIFEST, problem=FINISHED)
    entries = []
    streams = (read_lines(content / path) for path in (RECORDS, SOURCE, PROOF))
    for record, source, proof in zip(*streams, strict=True):
        salt = bytes.fromhex(proof.split(b" ")[1].decode())
        entries.append(commitment(salt, record, source))
    answers = [commitment(answer.salt, answer.line) for answer in read_answers(content)]
    return _append(workplace, _batch(name, entries, answers, manifest, sealed_manifest, run))


def _checked(package: Path) -> str:
    """Compare the files of a package with its manifest; give the manifest's own digest."""
    content = package / CONTENT
    try:
        listed = read_manifest(package)
    except (ValueError, FileNotFoundError) as error:
        raise BrokenInput(DAMAGED, path=content / MANIFEST, problem=MANIFEST) from error
    for name, digest in listed.items():
        path = content / name
        if not path.is_file() or file_digest(path) != digest:
            raise BrokenInput(DAMAGED, path=path, problem=MANIFEST)
    return file_digest(content / MANIFEST)

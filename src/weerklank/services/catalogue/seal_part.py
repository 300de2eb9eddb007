"""Seal a part that was written: into the log, to its place when it is full, and the catalogue."""

from collections.abc import Callable

from weerklank import __version__
from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.soundness import Unsound
from weerklank.minimise.vault import VaultWriter
from weerklank.model.event import Book, Event
from weerklank.model.ids import RunId
from weerklank.model.json_value import JsonObject
from weerklank.package.writer import PackageWriter
from weerklank.services.catalogue.find_package import find_package
from weerklank.services.catalogue.follow_log import follow, members
from weerklank.services.runs.interruption import waiting
from weerklank.services.seal.seal_package import seal_package
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked


def seal_part(
    workplace: Workplace,
    catalogue: Catalogue,
    writer: PackageWriter | None,
    vault: VaultWriter | None,
    told: JsonObject,
    before: Callable[[], object] = lambda: None,
) -> None:
    """Seal a part, if any, and bring the catalogue up to date; `told` has its run and technique.

    `before` is done first of what makes it part of the archive. Under the catalogue's lock, since
    a shard has one writer, and a package that is in the log must be in the catalogue before
    another run says how far that goes. Media, which may make their identification hang, are
    looked at before: searches wait for that lock.
    """
    lock = workplace.layout.lock("catalogue")
    with waiting():
        if writer is not None:
            writer.identify_media()
        with locked(lock, "catalogue", wait=True):
            try:
                if writer is not None:
                    before()
                    _seal(workplace, catalogue, writer, vault, told)
                catalogue.commit()
                follow(workplace, catalogue)
            except Unsound:
                # Made anew on the spot; the package itself is safe in the log.
                catalogue.clear()
                follow(workplace, catalogue)


def _seal(
    workplace: Workplace,
    catalogue: Catalogue,
    writer: PackageWriter,
    vault: VaultWriter | None,
    told: JsonObject,
) -> None:
    if vault is not None:
        vault.close()
    events = [
        Event(
            book=Book.JOURNAL,
            kind="package.sealed",
            at=workplace.clock.now(),
            actor=workplace.actor,
            subject=str(writer.name),
            data={
                "originals": vault.count if vault else 0,
                "records": len(writer.entries),
                **told,
                "tool": f"weerklank {__version__}",
            },
        )
    ]
    seal_package(workplace, writer, vault, RunId(str(told["run"])), events)
    package = find_package(workplace, str(writer.name))
    if package is not None:
        catalogue.add_package(str(writer.name), package.generation, members(package))

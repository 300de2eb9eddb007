"""Catalogue: follow the log, or make the catalogue anew from the packages."""

from collections.abc import Iterator
from dataclasses import dataclass

from weerklank.catalogue.catalogue import Catalogue, Member
from weerklank.model.text import Text
from weerklank.package.names import Found, PackageName, packages
from weerklank.package.reader import read_items
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

REBUILDING = Text("De catalogus wordt opnieuw gemaakt.", "The catalogue is made anew.")


def members(package: Found) -> Iterator[Member]:
    """Give a package as the catalogue wants it."""
    for member, items in read_items(package):
        yield (member.records, member.sources, member.proofs), items


def find_package(workplace: Workplace, name: str) -> Found | None:
    """Find a package on disk by its name, in its highest generation."""
    wanted = PackageName.read(name)
    layout = workplace.layout
    closed = layout.object_month(wanted.account, wanted.month)
    generations = sorted(
        int(folder.name.rpartition("-g")[2])
        for folder in closed.glob(f"{wanted.part:04d}-g*")
        if (folder / "inventory.json").is_file()
    )
    if generations:
        return Found(wanted, generations[-1], wanted.closed(layout, generations[-1]))
    for folder in layout.open_month(wanted.account, wanted.month).glob(f"*/{wanted.part:04d}"):
        if (folder / "inventory.json").is_file():
            return Found(wanted, 1, folder)
    return None


def open_catalogue(workplace: Workplace) -> Catalogue:
    """Open the catalogue and bring it up to date with the log."""
    with locked(workplace.layout.lock("catalogue"), "catalogue", wait=True):
        catalogue = Catalogue(workplace.layout.index)
        follow(workplace, catalogue)
    return catalogue


def follow(workplace: Workplace, catalogue: Catalogue) -> None:
    """Bring the catalogue up to date with the log, under the lock that the caller holds.

    Also with packages below the size that it remembers, if it lacks them: their process died
    while another went on.
    """
    latest = workplace.log.latest()
    size = latest.size if latest else 0
    if catalogue.log_size > size:
        catalogue.clear()  # of another archive, or of one that was put back
    catalogue.repair(lambda name: _add(workplace, catalogue, name))
    if catalogue.log_size < size:
        known = catalogue.database.generations()
        lacking: dict[str, None] = {}
        for _, statement in workplace.log.statements(size):
            if statement.get("kind") == "package":
                name, generation = str(statement["package"]), statement["generation"]
                if isinstance(generation, int) and known.get(name, 0) < generation:
                    lacking[name] = None
        catalogue.texts.forget_parts(lacking)
        for name in lacking:
            _add(workplace, catalogue, name)
        catalogue.commit(size)


def _add(workplace: Workplace, catalogue: Catalogue, name: str) -> None:
    package = find_package(workplace, name)
    if package is not None:
        catalogue.add_package(name, package.generation, members(package))


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild did."""

    packages: int
    records: int


def rebuild_catalogue(workplace: Workplace) -> Rebuilt:
    """Throw the catalogue away and make it again from the packages; nothing is lost by it."""
    with locked(workplace.layout.lock("catalogue"), "catalogue"):
        catalogue = Catalogue(workplace.layout.index)
        catalogue.clear()
        latest = workplace.log.latest()
        workplace.reporter.step(REBUILDING)
        records = 0
        found = packages(workplace.layout)
        for package in found:
            records += catalogue.add_package(
                str(package.name), package.generation, members(package)
            )
            workplace.reporter.progress(records)
        catalogue.commit(latest.size if latest else 0)
        catalogue.close()
    return Rebuilt(len(found), records)

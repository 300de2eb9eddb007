"""Follow the log: bring the catalogue up to date with the packages that it names."""

from collections.abc import Iterator

from weerklank.catalogue.catalogue import Catalogue, Member
from weerklank.model.talk import talk_of
from weerklank.package.names import Found
from weerklank.package.reader import read_items
from weerklank.services.catalogue.find_package import find_package
from weerklank.services.catalogue.follow_deletions import follow_deletions
from weerklank.services.catalogue.packages_of_record import merged_names
from weerklank.services.catalogue.ties_of_item import ties_of
from weerklank.services.workplace import Workplace


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
        known = catalogue.database.parts.generations()
        lacking: dict[str, None] = {}
        merged: set[str] = set()
        for _, statement in workplace.log.packages():
            name, generation = str(statement["package"]), statement["generation"]
            if isinstance(generation, int) and known.get(name, 0) < generation:
                lacking[name] = None
            merged.update(merged_names(statement))
        catalogue.forget_packages(sorted(merged & known.keys()))
        for name in merged & lacking.keys():
            del lacking[name]
        catalogue.texts.forget_parts(lacking)
        for name in lacking:
            _add(workplace, catalogue, name)
        follow_deletions(workplace, catalogue)
        catalogue.commit(size)


def _add(workplace: Workplace, catalogue: Catalogue, name: str) -> None:
    package = find_package(workplace, name)
    if package is not None:
        catalogue.add_package(name, package.generation, members(package))


def members(package: Found) -> Iterator[Member]:
    """Give a package as the catalogue wants it."""
    for member, items in read_items(package):
        places = member.records, member.sources, member.proofs
        ties = [ties_of(*one) for one in zip(items, member.told, strict=True)]
        yield places, items, [*map(talk_of, member.told)], ties

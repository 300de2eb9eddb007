"""Find a package on disk: in its highest generation, or in the one that a row is of."""

from weerklank.package.names import Found, PackageName
from weerklank.services.workplace import Workplace
from weerklank.store.ocfl import is_whole


class Moved(Exception):
    """A package was rewritten after the catalogue was asked: ask again."""


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


def find_generation(workplace: Workplace, name: str, generation: int) -> Found | None:
    """Find a package on disk in one generation: the one that a row of the catalogue is of."""
    wanted = PackageName.read(name)
    closed = wanted.closed(workplace.layout, generation)
    if is_whole(closed):
        return Found(wanted, generation, closed)
    if generation == 1:  # in `open/` as long as a rewrite did not take it away
        month = workplace.layout.open_month(wanted.account, wanted.month)
        for folder in month.glob(f"*/{wanted.part:04d}"):
            if is_whole(folder):
                return Found(wanted, 1, folder)
    found = find_package(workplace, name)
    return found if found is not None and found.generation == generation else None

"""Where the generation lies that a rewrite begins with."""

from pathlib import Path

from weerklank.package.names import PackageName
from weerklank.services.seal.seal_package import SEALED_ENDING
from weerklank.services.workplace import Workplace


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

"""New folder: where something of the archive is written for others, whole or not at all."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from weerklank.model.errors import WrongUse, fault
from weerklank.model.text import Text
from weerklank.services.register.write_file import refuse_ours
from weerklank.services.seal.known_exports import begin_export
from weerklank.services.workplace import Workplace
from weerklank.store.atomic import sync_tree

TAKEN = fault(
    "SHARE-001",
    Text(nl="{path} bestaat al.", en="{path} exists already."),
    Text(
        nl="Kies een map die er nog niet is: er wordt nooit iets vervangen.",
        en="Choose a folder that is not there yet: nothing is ever replaced.",
    ),
)


def refuse_folder(workplace: Workplace, out: Path) -> None:
    """Refuse a folder that is there, or that lies in an archive (WrongUse)."""
    refuse_ours(out, workplace.layout.root, workplace.keys.folder)
    if out.exists() or out.is_symlink():
        raise WrongUse(TAKEN, path=out)


@contextmanager
def new_folder(workplace: Workplace, out: Path, form: str) -> Iterator[Path]:
    """Make a folder that gets its name when all is in it; an error leaves nothing.

    Before anything is in it the journal tells that it will be written (`begin_export`).
    """
    folder = begin_export(workplace, out, form)
    out.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir()
    try:
        yield folder
        sync_tree(folder)
        folder.rename(out)
    except BaseException:  # Ctrl-C too: nothing stays; raised again
        shutil.rmtree(folder, ignore_errors=True)
        raise

"""Write a package anew without originals that a decision ends: its next generation.

The records stay byte for byte as they are, with the digests of the ciphertexts that they name, so
every proof stays valid. In the place of an original stands by which decision it was destroyed.
"""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from weerklank.model.event import Event
from weerklank.package.names import PROOF, RECORDS, SOURCE, Found
from weerklank.package.original_line import destroyed_line, key_of_original
from weerklank.package.rewriter import carry_along, copy_keys
from weerklank.package.writer import close_object
from weerklank.store.atomic import make_folder
from weerklank.store.members import pack, read_members
from weerklank.store.ocfl import CONTENT, ORIGINALS

#: Tells of a line of the file of originals whether what it holds goes.
Ends = Callable[[bytes], bool]


def end_originals(
    old: Found,
    sealed: Path | None,
    folder: Path,
    ends: Ends,
    decision: str,
    *,
    origin: str,
    moment: datetime,
    event: Event,
) -> None:
    """Write generation + 1 of a package into `folder`, and its sealed object beside it.

    In the sealed object is no original of which `ends` tells so, nor a data key that no other
    original in it needs. It lies in `folder` with `-sealed` behind its name. Both are durable when
    this returns.
    """
    generation = old.generation + 1
    content = folder / CONTENT
    for name in (RECORDS, SOURCE, PROOF):
        make_folder((content / name).parent)
        shutil.copyfile(old.folder / CONTENT / name, content / name)
    known = carry_along(old, content, frozenset(), event)
    if sealed is not None:
        beside = folder.with_name(folder.name + "-sealed")
        _write_rest(sealed / CONTENT, beside / CONTENT, ends, decision)
        close_object(beside, old.name.object_id(origin, "s", generation), moment, {})
    close_object(folder, old.name.object_id(origin, "g", generation), moment, known)


def _write_rest(old: Path, new: Path, ends: Ends, decision: str) -> None:
    make_folder(new)
    needed: set[str | None] = set()
    with (new / ORIGINALS).open("wb") as output:
        for _, lines in read_members(old / ORIGINALS):
            rest = [destroyed_line(line, decision) if ends(line) else line for line in lines]
            needed.update(map(key_of_original, rest))
            output.write(pack(rest))
    copy_keys(old, new, {key for key in needed if key is not None})
    shutil.copyfile(old / "recipient.txt", new / "recipient.txt")

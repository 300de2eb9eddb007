"""Mend packages, sealed objects and the blind index from a replica.

The log here says what each package is: another generation, or one that went, never fits it.
"""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from weerklank.integrity.verify.findings import Finding, Outcome
from weerklank.integrity.verify.objects import Place, check_object
from weerklank.integrity.verify.statements import Stated
from weerklank.integrity.verify.tree import LARGE, Tree, Unreadable
from weerklank.package.names import PackageName
from weerklank.services.keep.copying import FRAME, manifest_of
from weerklank.services.keep.mending import Bench
from weerklank.services.keep.object_names import name_of
from weerklank.services.keep.repair_log import Source
from weerklank.services.keep.replica_files import ReplicaFiles, Unsound
from weerklank.services.keep.replicate import objects_in
from weerklank.services.seal.held_at import HeldObject, held_objects
from weerklank.services.workplace import Workplace
from weerklank.store.atomic import make_folder, replacing
from weerklank.store.lock import locked
from weerklank.store.ocfl import CONTENT, MANIFEST, ROOT_DECLARATION
from weerklank.store.table_files import (
    TABLE_FILES,
    TableFiles,
    parse_table_files,
    table_folders,
)

_DECLARED = b"ocfl_1.1\n"


def mend_packages(
    workplace: Workplace, sources: list[Source], bench: Bench, found: list[Finding]
) -> None:
    """Mend what was found damaged or missing of packages, under the lock of each account."""
    latest = workplace.log.latest()
    held = held_objects(workplace, latest.size if latest else 0)
    there = [(source, dict(objects_in(source.folder))) for source in sources]
    for one in held:
        codes = [f.code for f in found if _is_of(f.path, one)]
        if codes:
            with locked(workplace.layout.lock(f"account-{_account(one)}"), _account(one)):
                _mend(workplace, one, there, bench, codes)
    for name in ("objects", "sealed"):
        _mend_declaration(f"{name}/{ROOT_DECLARATION}", sources, bench, found)


def _account(one: HeldObject) -> str:
    return one.package.partition("/")[0]


def _is_of(path: str, one: HeldObject) -> bool:
    """Tell whether a finding is of an object: in its place, or of an older generation there."""
    root, _, rest = one.closed.rpartition("-")
    places = [one.path or one.closed]
    if one.path is None:  # what `verify` names may be the generation before it
        places += [f"{root}-{rest[0]}{number}" for number in range(1, one.generation + 1)]
    return any(path == place or path.startswith(f"{place}/") for place in places)


def _mend(
    workplace: Workplace,
    one: HeldObject,
    there: list[tuple[Source, dict[str, str]]],
    bench: Bench,
    codes: list[str],
) -> None:
    for source, objects in there:
        lies = objects.get(one.name)
        if lies is None:
            continue
        fetched = bench.fresh()
        try:
            _fetch(source.folder, one, lies, fetched)
        except (Unsound, Unreadable, FileNotFoundError, UnicodeDecodeError):
            shutil.rmtree(fetched, ignore_errors=True)
            continue
        if not _is_sound(workplace, one, fetched):
            shutil.rmtree(fetched, ignore_errors=True)
            continue
        target = one.path or _place(workplace, one, lies)
        for older in _older(workplace, one):
            bench.set_aside(older)
        bench.put_folder(target, fetched)
        bench.tell(target, source.id, codes)
        return


def _place(workplace: Workplace, one: HeldObject, lies: str) -> str:
    """Give where something that is gone belongs: where its other half lies, or else as it was."""
    half = PackageName.read(one.package)
    layout = workplace.layout
    closed = half.closed(layout, one.generation), half.closed_sealed(layout, one.generation)
    is_closed = closed[0 if one.vault else 1].is_dir()
    return one.closed if is_closed or not lies.startswith("open/") else lies


def _fetch(replica: ReplicaFiles, one: HeldObject, lies: str, folder: Path) -> None:
    """Copy an object out of a replica, file by file as the log's manifest lists them."""
    tree = replica.tree(lies)
    listed = manifest_of(tree, one, lies)
    if not all(_is_below(name) for name in listed):
        raise Unsound(lies)
    names = [*(f"{CONTENT}/{name}" for name in (*listed, MANIFEST)), *FRAME]
    make_folder(folder)
    if replica.bytes_of(f"{lies}/{name}" for name in names) > shutil.disk_usage(folder).free:
        raise Unsound(lies)  # larger than anything that could come in here
    due = {f"{CONTENT}/{name}": digest for name, digest in listed.items()}
    due[f"{CONTENT}/{MANIFEST}"] = one.manifest
    for name in names:
        path = folder / name
        make_folder(path.parent)
        if name in due:
            _copy(replica, f"{lies}/{name}", path, due[name])
        else:
            with replacing(path) as stream:
                stream.write(tree.read(f"{lies}/{name}", LARGE))


def _copy(replica: ReplicaFiles, name: str, path: Path, due: str) -> None:
    digest = hashlib.sha256()
    with replacing(path) as stream:
        for block in replica.blocks(name):
            digest.update(block)
            stream.write(block)
        if digest.hexdigest() != due:
            raise Unsound(name)


def _is_below(name: str) -> bool:
    return not any(part in ("", ".", "..") for part in name.split("/"))


def _is_sound(workplace: Workplace, one: HeldObject, folder: Path) -> bool:
    """Check what was fetched as `verify` would check it in its place."""
    outcome = Outcome()
    path = folder.relative_to(workplace.layout.root).as_posix()
    place = Place(path, one.package, one.generation, one.vault, None)
    stated = Stated(
        first=0,
        records=0,
        generation=one.generation,
        manifest=one.manifest,
        run="",
        sealed_manifest=one.manifest if one.vault else None,
    )
    tree = Tree(workplace.layout.root, outcome)
    check_object(tree, place, workplace.organisation.origin, stated)
    return not outcome.findings


def _older(workplace: Workplace, one: HeldObject) -> Iterator[str]:
    """Name older generations that lie in the place of one that is gone."""
    closed = workplace.layout.root / one.closed
    for path in sorted(closed.parent.glob("*")) if closed.parent.is_dir() else ():
        below = path.relative_to(workplace.layout.root).as_posix()
        name, _, generation = name_of(below).rpartition("-")
        if name == one.package and int(generation[1:]) < one.generation:
            yield below


def _mend_declaration(
    name: str, sources: list[Source], bench: Bench, found: list[Finding]
) -> None:
    codes = [one.code for one in found if one.path == name]
    for source in sources:
        if codes and source.folder.read(name, LARGE) == _DECLARED:
            bench.put_file(name, bench.stage(_DECLARED))
            bench.tell(name, source.id, codes)
            return


# --- the blind index ----------------------------------------------------------------------------


def mend_blind(
    workplace: Workplace, sources: list[Source], bench: Bench, found: list[Finding]
) -> None:
    """Mend files of the blind index that its list names, and a list whose files are all here."""
    here = Tree(workplace.layout.root, Outcome())
    for table in table_folders(workplace.layout.blind):
        folder = f"blind/{table}"
        codes = [
            one.code for one in found if one.path == folder or one.path.startswith(f"{folder}/")
        ]
        for source in sources if codes else ():
            _mend_table(here, folder, source, bench, codes)


def _mend_table(here: Tree, folder: str, source: Source, bench: Bench, codes: list[str]) -> None:
    name = f"{folder}/{TABLE_FILES}"
    listed = _list_in(here, name)
    if listed is None:
        content = source.folder.read(name, LARGE)
        listed = parse_table_files(content) if content else None
        there = {one.name for one in here.listing(folder)} - {TABLE_FILES}
        # A list of before may leave out what came since, and name what went.
        if content is None or listed is None or not there <= listed.keys():
            return
        if any(_digest(here, f"{folder}/{file}") != due for file, (_, due) in listed.items()):
            return
        bench.put_file(name, bench.stage(content))
        bench.tell(name, source.id, codes)
    for file, (_, due) in listed.items():
        path = f"{folder}/{file}"
        if _digest(here, path) == due:
            continue
        fetched = bench.fresh()
        with suppress(Unsound, Unreadable, FileNotFoundError):
            _copy(source.folder, path, fetched, due)
            bench.put_file(path, fetched)
            bench.tell(path, source.id, codes)


def _list_in(here: Tree, name: str) -> TableFiles | None:
    try:
        return parse_table_files(here.read(name, LARGE))
    except (Unreadable, FileNotFoundError):
        return None


def _digest(here: Tree, path: str) -> str:
    try:
        return here.digest(path)
    except (Unreadable, FileNotFoundError):
        return ""

"""Check the archive's own folder: what belongs there, what archive it is, and the blind index."""

import hashlib
import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from importlib.resources import files
from operator import lt

from weerklank.integrity.verify.tree import (
    MIDDLE,
    SMALL,
    Malformed,
    Tree,
    Unreadable,
    parse_line,
)
from weerklank.store.table_files import (
    TABLE_FILES,
    TableFiles,
    is_of_epoch,
    parse_table_files,
)

ABOUT = "weerklank-archive.json"
README = "README.txt"
VERIFIER = "weerklank_verify.py"
_FILES = (ABOUT, README, VERIFIER)
#: Folders without which there is no archive; others may be empty and get lost in a copy.
_NEEDED = ("objects", "sealed", "log", "register")
_FOLDERS = (*_NEEDED, "open", "blind", "decisions", "journal", "access", "index")
_LOG = ("checkpoints", "keys", "segments", "tile")
#: Tables of the blind index: hexadecimal digits of key and value (`docs/format/` section 5).
_BLIND = {"persons": (32, 34), "pseudonyms": (32, 6), "words": (64, 2), "threads": (64, 4)}
_TABLE = re.compile(r"\d{6}\.txt")
_ROWS_AT_ONCE = 8192


def check_root(tree: Tree) -> None:
    """Check that everything is there that belongs in an archive, and nothing else."""
    found = set()
    for entry in tree.listing(""):
        known = _FOLDERS if entry.is_folder else _FILES
        if entry.name in known:
            found.add(entry.name)
        elif entry.name.endswith(".new") and not entry.is_folder:
            tree.outcome.skip("unfinished", entry.path)
        else:
            tree.outcome.found("VERIFY-105", entry.path)
    for name in (*_FILES, *_NEEDED):
        if name not in found:
            tree.outcome.found("VERIFY-601", name)
    for entry in tree.listing("log"):
        if entry.name not in _LOG or not entry.is_folder:
            tree.outcome.found("VERIFY-105", entry.path)
    tree.outcome.skip("index", "index")


def check_about(tree: Tree, made: str | None) -> None:
    """Check what archive this is against the first event of the register, which the log holds."""
    try:
        about = parse_line(tree.read(ABOUT, SMALL))
    except Malformed:
        tree.outcome.found("VERIFY-602", ABOUT)
        return
    except (Unreadable, FileNotFoundError):
        return
    try:
        event = parse_line(tree.read(made, MIDDLE)) if made else {}
    except (Malformed, Unreadable, FileNotFoundError):
        event = {}
    if event.get("kind") != "archive.made" or event.get("data") != about:
        tree.outcome.found("VERIFY-602", ABOUT)
    _check_texts(tree, about)


def _check_texts(tree: Tree, about: dict[str, object]) -> None:
    """Compare the texts that nothing vouches for with those that this version ships."""
    shipped = files("weerklank.integrity")
    readme = shipped.joinpath("archive_readme.txt").read_text(encoding="utf-8")
    for name in ("organisation", "origin"):
        readme = readme.replace(f"{{{name}}}", str(about.get(name)))
    readme = readme.replace("{created}", str(about.get("created"))[:10])
    verifier = shipped.joinpath("weerklank_verify.py").read_bytes()
    for name, due, what in (
        (README, readme.encode(), "readme-text"),
        (VERIFIER, verifier, "verifier-text"),
    ):
        try:
            same = tree.read(name, SMALL) == due
        except (Unreadable, FileNotFoundError):
            continue
        if not same:
            tree.outcome.skip(what, name)


def check_blind(tree: Tree, epochs: AbstractSet[str] = frozenset()) -> None:
    """Check the form of the blind index; it changes and is not in the log, by design.

    `epochs` are the folders of later epochs that the log says must be there. Another is on its
    way: no decision that the log holds is of it, or its end is decided.
    """
    tree.outcome.skip("blind", "blind")
    later = set(epochs)
    for entry in tree.listing("blind"):
        if not entry.is_folder or not (entry.name in _BLIND or is_of_epoch(entry.name)):
            tree.outcome.found("VERIFY-105", entry.path)
        elif entry.name not in _BLIND and entry.name not in epochs:
            tree.outcome.skip("unfinished", entry.path)
            later.add(entry.name)
    _check_epoch(tree, "")
    for folder in sorted(later):
        for entry in tree.listing(f"blind/{folder}"):
            if entry.name not in _BLIND or not entry.is_folder:
                tree.outcome.found("VERIFY-105", entry.path)
        _check_epoch(tree, f"{folder}/")


def _check_epoch(tree: Tree, folder: str) -> None:
    """Check the tables of one epoch."""
    for table, widths in _BLIND.items():
        name = f"{folder}{table}"
        files = list(_files_of(tree, name))
        measured = {path: _check_table(tree, path, *widths) for path in files}
        if not files and not _has_table(tree, name):
            tree.outcome.found("VERIFY-604", f"blind/{name}")
        else:
            _check_listed(tree, name, measured)


def _files_of(tree: Tree, name: str) -> Iterator[str]:
    """Give the files of a table; what has another name is a finding."""
    for entry in tree.listing(f"blind/{name}"):
        if _TABLE.fullmatch(entry.name) and not entry.is_folder:
            yield entry.path
        elif entry.name == TABLE_FILES and not entry.is_folder:
            continue
        elif entry.name.endswith(".new") and not entry.is_folder:
            tree.outcome.skip("unfinished", entry.path)
        else:
            tree.outcome.found("VERIFY-105", entry.path)


def _has_table(tree: Tree, name: str) -> bool:
    """Look again: a run that merges files gives the whole a name before it takes others away."""
    return any(_TABLE.fullmatch(entry.name) for entry in tree.listing(f"blind/{name}"))


def _check_listed(tree: Tree, name: str, measured: dict[str, tuple[int, str] | None]) -> None:
    """Check that the files of a table are those that its list says, with the size and the content.

    A run that merges files lists the whole and takes the others away: what is missing or strange
    is looked up in the list once more.
    """
    listed = _list_of(tree, name)
    for path, found in measured.items():
        if path not in listed:
            tree.outcome.skip("blind-unlisted", path)
        elif found is not None and found != listed[path]:
            tree.outcome.found("VERIFY-625", path)
    missing = [path for path in listed if path not in measured and not tree.kind(path)]
    again = _list_of(tree, name) if missing else {}
    for path in missing:
        if path in again:
            tree.outcome.found("VERIFY-624", path)


def _list_of(tree: Tree, name: str) -> TableFiles:
    """Give size and digest of the files of a table by path, as its list has them, if it is one."""
    path = f"blind/{name}/{TABLE_FILES}"
    try:
        found = parse_table_files(tree.read(path, SMALL))
    except FileNotFoundError:
        tree.outcome.found("VERIFY-624", path)
        return {}
    except Unreadable:
        return {}
    if found is None:
        tree.outcome.found("VERIFY-603", path)
        return {}
    return {f"blind/{name}/{file}": of for file, of in found.items()}


def _check_table(tree: Tree, path: str, key: int, value: int) -> tuple[int, str] | None:
    """Check the rows of a file; gives its bytes and SHA-256, None where that can't be told."""
    row, size, digest = key + value + 2, 0, hashlib.sha256()
    form = re.compile(rb"(?:[0-9a-f]{%d} [0-9a-f]{%d}\n)+" % (key, value))
    last = b""
    try:
        with tree.open(path) as stream:
            while block := stream.read(row * _ROWS_AT_ONCE):
                digest.update(block)
                size += len(block)
                keys = [block[i : i + key] for i in range(0, len(block), row)]
                ascending = last < keys[0] and all(map(lt, keys, keys[1:]))
                if not form.fullmatch(block) or not ascending:
                    tree.outcome.found("VERIFY-603", path)
                    return None
                last = keys[-1]
    except OSError as error:
        if not isinstance(error, FileNotFoundError):
            tree.outcome.found("VERIFY-107", path, problem=str(error.strerror))
        return None
    except Unreadable:
        return None
    return size, digest.hexdigest()

"""Check the working folders in `open/`: no part of the record, but nothing may hide there."""

import re

from weerklank.integrity.verify.statements import ACCOUNT, MONTH, PART
from weerklank.integrity.verify.tree import SMALL, Entry, Tree, Unreadable

#: Files of `locks/`, and what they may hold.
_KNOWN = re.compile(
    rf"(catalogue|decisions|log|mail|register|transfer|(account|connection|portability)-{ACCOUNT})\.lock"
    rf"|{ACCOUNT}\.fence"
)
_NUMBER, _EMPTY = re.compile(rb"\d{1,9}\n"), re.compile(rb"")
#: Folders that a run or a rewrite makes, and empties when it is done.
_LEFT = {
    "spool": re.compile(
        rf"(?:job-)?{ACCOUNT}-[0-9a-f]{{12}}|rewrite-{ACCOUNT}-{MONTH}-{PART}(?:-sealed)?"
        r"|repair-[0-9a-z]{6}"
    ),
    "trash": re.compile(rf"({ACCOUNT}-)?{MONTH}-.+-[0-9a-z]{{6}}"),
}
WORKING = ("locks", *_LEFT)


def check_working(tree: Tree) -> None:
    """Check names in the working folders, and locks whole; what a process left is told."""
    for entry in tree.listing("open/locks"):
        if entry.name.endswith(".new") and not entry.is_folder:
            tree.outcome.skip("unfinished", entry.path)
        elif entry.is_folder or not _KNOWN.fullmatch(entry.name):
            tree.outcome.found("VERIFY-105", entry.path)
        else:
            _check_lock(tree, entry)
    for folder, form in _LEFT.items():
        for entry in tree.listing(f"open/{folder}"):
            if entry.is_folder and form.fullmatch(entry.name):
                tree.outcome.skip("working", entry.path)
            elif tree.kind(entry.path):  # not one that went away meanwhile
                tree.outcome.found("VERIFY-105", entry.path)


def _check_lock(tree: Tree, entry: Entry) -> None:
    """Check that a lock is empty, and that a fence holds a number."""
    try:
        content = tree.read(entry.path, SMALL)
    except (FileNotFoundError, Unreadable):
        return  # gone meanwhile, or said already
    form = _NUMBER if entry.name.endswith(".fence") else _EMPTY
    if not form.fullmatch(content):
        tree.outcome.found("VERIFY-111", entry.path)

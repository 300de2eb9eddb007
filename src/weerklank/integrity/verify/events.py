"""Check events: each file that the log names is there as it was; each that is there is named."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator

from weerklank.integrity.merkle import leaf_hash
from weerklank.integrity.tiles import MissingTile
from weerklank.integrity.verify.access_days import AccessDays
from weerklank.integrity.verify.log import Leaves
from weerklank.integrity.verify.logged import Logged
from weerklank.integrity.verify.numbers import EventNumbers
from weerklank.integrity.verify.rows import Sieve
from weerklank.integrity.verify.statements import (
    EVENT_PATH,
    EventFiles,
    Statements,
    statement_path,
)
from weerklank.integrity.verify.tree import (
    MIDDLE,
    Malformed,
    Tree,
    Unreadable,
    demand,
    parse_line,
)
from weerklank.model.clock import from_iso
from weerklank.model.event import Book
from weerklank.store.event_mac import MAC, is_genuine

_KEYS = frozenset(("actor", "at", "book", "data", "kind", MAC, "salt", "subject"))
_FOLDERS = (re.compile(r"\d{4}"), re.compile(r"\d{2}"), re.compile(r"\d{2}"))


def check_events(tree: Tree, statements: Statements, leaves: Leaves, key: bytes | None) -> Logged:
    """Check all events against the log; give what they say that other files are held against.

    Those that wait for the log are checked by the key of events, where that is at hand. Reads the
    statements on the way, so that they are read once.
    """
    logged, numbers, access = Logged(), EventNumbers(), AccessDays()
    with Sieve() as sieve:
        for segment in statements.events():
            sieve.add([f"{name} log" for name in segment.files])
            if segment.first == 0:
                logged.made = next((f for f in segment.files if f.startswith("register/")), None)
            for name in segment.files:
                numbers.in_log(name)
            _check_leaves(tree, segment, leaves, logged, access)
        for name, leaf, statement in access.unaccounted():
            tree.outcome.found("VERIFY-302", name, leaf=leaf, statement=statement)
        for name in _files(tree):
            sieve.add([f"{name} disk"])
            numbers.on_disk(name)
        for rows in sieve.buckets():
            _compare(tree, sorted(rows), key, logged)
    numbers.check(tree)
    return logged


def _check_leaves(
    tree: Tree, segment: EventFiles, leaves: Leaves, logged: Logged, access: AccessDays
) -> None:
    try:
        due = leaves.leaves(segment.first, len(segment.files))
    except MissingTile:
        due = b""  # said already
    for place, name in enumerate(segment.files):
        leaf = segment.first + place
        access.note(name, leaf)
        try:
            text = tree.read(name, MIDDLE)
        except FileNotFoundError:
            access.lacks(name, leaf, statement_path(segment.first))
            continue
        except Unreadable:
            continue
        found = leaf_hash(hashlib.sha256(text).digest())
        if due and found != due[32 * place : 32 * place + 32]:
            tree.outcome.found("VERIFY-301", name, leaf=leaf)
            continue
        try:
            event = parse_line(text)
            _check_form(name, event)  # the log holds what it says, not its name
        except Malformed as error:
            tree.outcome.found("VERIFY-304", name, part=str(error))
        else:
            access.take(event, leaf)
            _take(tree, name, event, logged)


def _take(tree: Tree, name: str, event: dict[str, object], logged: Logged) -> None:
    logged.take(event)
    if logged.is_early(event):
        tree.outcome.found("VERIFY-307", name)


def _files(tree: Tree) -> Iterator[str]:
    """Give the event files on disk; what has another name or place is a finding."""
    for book in Book:
        yield from _below(tree, book.value, 0)


def _below(tree: Tree, folder: str, depth: int) -> Iterator[str]:
    for entry in tree.listing(folder):
        if depth == len(_FOLDERS) and not entry.is_folder and EVENT_PATH.fullmatch(entry.path):
            yield entry.path
        elif depth < len(_FOLDERS) and entry.is_folder and _FOLDERS[depth].fullmatch(entry.name):
            yield from _below(tree, entry.path, depth + 1)
        elif entry.name.endswith(".new") and not entry.is_folder:
            tree.outcome.skip("unfinished", entry.path)
        else:
            tree.outcome.found("VERIFY-105", entry.path)


def _compare(tree: Tree, rows: list[str], key: bytes | None, logged: Logged) -> None:
    named = Counter(row.removesuffix(" log") for row in rows if row.endswith(" log"))
    for name, times in named.items():
        if times > 1:
            tree.outcome.found("VERIFY-303", name)
    for row in rows:
        if row.endswith(" disk") and row.removesuffix(" disk") not in named:
            _check_unsealed(tree, row.removesuffix(" disk"), key, logged)


def _check_unsealed(tree: Tree, name: str, key: bytes | None, logged: Logged) -> None:
    """Check that a file that waits for the log is an event that this archive wrote."""
    try:
        text = tree.read(name, MIDDLE)
        event = parse_line(text)
        _check_form(name, event)
    except Malformed as error:
        tree.outcome.found("VERIFY-304", name, part=str(error))
    except (Unreadable, FileNotFoundError):
        return
    else:
        if key is None:
            tree.outcome.skip("unsealed-events-no-key", name)
            logged.wait(event)
        elif is_genuine(key, name, text):
            tree.outcome.skip("unsealed-events", name)
            logged.wait(event)
        else:
            tree.outcome.found("VERIFY-305", name)


def _check_form(name: str, event: dict[str, object]) -> None:
    match = EVENT_PATH.fullmatch(name)
    demand(event.keys() == _KEYS, "keys")
    if match is None or event["book"] != match[1]:
        raise Malformed("book")
    demand(isinstance(event["actor"], dict), "actor")
    demand(isinstance(event["data"], dict), "data")
    demand(isinstance(event["kind"], str) and isinstance(event["subject"], str), "kind")
    demand(re.fullmatch("[0-9a-f]{32}", str(event["salt"])), "salt")
    demand(re.fullmatch("[0-9a-f]{64}", str(event[MAC])), MAC)
    try:
        at = from_iso(str(event["at"]))
    except ValueError as error:
        raise Malformed("at") from error
    clock = f"{at:%Y/%m/%d/%H%M%S}{at.microsecond // 1000:03d}"
    demand(name.partition("/")[2].startswith(clock), "at")

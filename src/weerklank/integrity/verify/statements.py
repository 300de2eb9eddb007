"""Check the statements: what each leaf of the log is of, without gap or overlap."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from weerklank.integrity.merkle import leaf_hash
from weerklank.integrity.tiles import MissingTile
from weerklank.integrity.verify.log import Leaves
from weerklank.integrity.verify.tree import (
    LARGE,
    Entry,
    Malformed,
    Tree,
    Unreadable,
    demand,
    number,
    parse_line,
    words,
)
from weerklank.model.canonical import canonical
from weerklank.model.json_value import Json

SEGMENTS = "log/segments"
ACCOUNT = r"a\d{4,9}"
MONTH = r"\d{4}-\d{2}"
PART = r"\d{4,6}"
EVENT_PATH = re.compile(
    r"(register|decisions|journal|access)/(\d{4})/(\d{2})/(\d{2})/(\d{9})-[0-9a-z]{6}-[1-9]\d{0,8}\.json"
)
_NAME = re.compile(r"(\d{12})\.json")
_PACKAGE = re.compile(f"{ACCOUNT}/{MONTH}/{PART}")
_HEX = re.compile(r"[0-9a-f]{64}")
_PACKAGE_KEYS = frozenset(
    ("first", "generation", "kind", "leaves", "manifest", "package", "records", "run")
)
_MORE_KEYS = frozenset(("answers", "decision", "merged", "sealed_manifest"))
_EVENT_KEYS = frozenset(("files", "first", "kind", "leaves"))


@dataclass(frozen=True, slots=True)
class Stated:
    """What the log says of one generation of a package."""

    first: int
    records: int
    generation: int
    manifest: str
    run: str
    sealed_manifest: str | None
    #: Answers of an API; their leaves come after those of the records.
    answers: int = 0
    #: Packages that went up in this generation.
    merged: tuple[str, ...] = ()


@dataclass(slots=True)
class Packages:
    """All packages that the log names, each with its generations."""

    stated: dict[str, dict[int, Stated]] = field(default_factory=dict)
    #: Those that went up in another.
    merged: set[str] = field(default_factory=set)

    def of(self, package: str, generation: int) -> Stated | None:
        """Give what is said of one generation."""
        return self.stated.get(package, {}).get(generation)

    def segments(self, package: str, generation: int) -> dict[int, Stated]:
        """Give the segments, by first leaf, from which a generation may hold records."""
        found: dict[int, Stated] = {}
        waiting = [
            one for one in self.stated.get(package, {}).values() if one.generation <= generation
        ]
        while waiting:
            stated = waiting.pop()
            found[stated.first] = stated
            for name in stated.merged:
                waiting.extend(self.stated[name].values())
        return found


@dataclass(frozen=True, slots=True)
class EventFiles:
    """Leaves that are of event files, from `first` on."""

    first: int
    files: list[str]


def statement_path(first: int) -> str:
    """Give where the statement of the leaves from `first` on lies."""
    return f"{SEGMENTS}/{first:012d}.json"


class Statements:
    """Reads the statements of a log up to a size."""

    def __init__(self, tree: Tree, leaves: Leaves, size: int) -> None:
        self._tree = tree
        self._leaves = leaves
        self._size = size
        self._next = 0
        self.packages = Packages()

    def events(self) -> Iterator[EventFiles]:
        """Check all statements in order, and give those that are of events on the way."""
        places = []
        for entry in self._tree.listing(SEGMENTS):
            match = _NAME.fullmatch(entry.name)
            if match is None or entry.is_folder:
                self._odd(entry)
            elif int(match[1]) >= self._size:
                self._tree.outcome.skip("beyond-checkpoint", entry.path)
            else:
                places.append(int(match[1]))
        for first, following in pairwise([*places, self._size]):
            yield from self._read(statement_path(first), first, following)
        if self._next < self._size:
            self._gap(self._next)

    def _odd(self, entry: Entry) -> None:
        if entry.name.endswith(".new") and not entry.is_folder:
            self._tree.outcome.skip("unfinished", entry.path)
        else:
            self._tree.outcome.found("VERIFY-105", entry.path)

    def _gap(self, first: int) -> None:
        self._tree.outcome.found("VERIFY-211", statement_path(first), first=first)

    def _read(self, path: str, first: int, following: int) -> Iterator[EventFiles]:
        if first > self._next:
            self._gap(self._next)
        try:
            value = parse_line(self._tree.read_due(path, LARGE))
            demand(first >= self._next, "first")
            demand(value.get("first") == first, "first")
            leaves = number(value.get("leaves"), "leaves")
            demand(0 < leaves <= self._size - first, "leaves")
            self._next = first + leaves
            if value.get("kind") == "events":
                yield _events(value, first, leaves)
            else:
                self._package(path, value, first, leaves)
        except Malformed as error:
            self._tree.outcome.found("VERIFY-210", path, part=str(error))
            self._next = following  # said once is enough
        except Unreadable:
            self._next = following

    def _package(self, path: str, value: dict[str, object], first: int, leaves: int) -> None:
        stated, name = _stated(value, first)
        due = stated.records + stated.answers + (2 if stated.sealed_manifest else 1)
        demand(leaves == due, "leaves")
        self._check_merged(stated, name)
        known = self.packages.stated.setdefault(name, {})
        if stated.generation in known:
            self._tree.outcome.found("VERIFY-212", path, package=name)
            return
        known[stated.generation] = stated
        place = first + stated.records + stated.answers
        lines = [_line(value, name, stated, stated.manifest)]
        if stated.sealed_manifest:
            lines.append(_line(value, name, stated, stated.sealed_manifest, vault=True))
        hashes = [leaf_hash(hashlib.sha256(line).digest()) for line in lines]
        try:
            same = self._leaves.leaves(place, len(hashes)) == b"".join(hashes)
        except MissingTile:
            return  # said already
        if not same:
            self._tree.outcome.found("VERIFY-213", path, package=name)

    def _check_merged(self, stated: Stated, name: str) -> None:
        """Check that what goes up in a package came before it, of the same account and month.

        And once: so that following what went up in what comes to an end.
        """
        month = name.rpartition("/")[0]
        demand(name not in self.packages.merged, "merged")
        for one in stated.merged:
            demand(one != name and one.rpartition("/")[0] == month, "merged")
            demand(one in self.packages.stated, "merged")
            demand(one not in self.packages.merged, "merged")
            self.packages.merged.add(one)


def _events(value: dict[str, object], first: int, leaves: int) -> EventFiles:
    demand(value.keys() == _EVENT_KEYS, "keys")
    files = value["files"]
    if not isinstance(files, list):
        raise Malformed("files")
    for name in files:
        demand(isinstance(name, str) and EVENT_PATH.fullmatch(name), "files")
    demand(len(files) == leaves, "leaves")
    return EventFiles(first, files)


def _stated(value: dict[str, object], first: int) -> tuple[Stated, str]:
    demand(value.get("kind") == "package", "kind")
    demand(_PACKAGE_KEYS <= value.keys() <= _PACKAGE_KEYS | _MORE_KEYS, "keys")
    name = words(value["package"], "package")
    demand(_PACKAGE.fullmatch(name), "package")
    generation = number(value["generation"], "generation")
    demand(generation > 0, "generation")
    demand(generation > 1 or value.keys().isdisjoint(("decision", "merged")), "decision")
    demand(generation == 1 or value.get("decision") == value["run"], "run")
    demand(value.get("answers", 1), "answers")
    merged = value.get("merged", [])
    if not isinstance(merged, list) or not (merged or "merged" not in value):
        raise Malformed("merged")
    manifest = words(value["manifest"], "manifest")
    demand(_HEX.fullmatch(manifest), "manifest")
    sealed = value.get("sealed_manifest")
    if sealed is not None:
        demand(_HEX.fullmatch(words(sealed, "sealed_manifest")), "sealed_manifest")
    stated = Stated(
        first=first,
        records=number(value["records"], "records"),
        generation=generation,
        manifest=manifest,
        run=words(value["run"], "run"),
        sealed_manifest=None if sealed is None else str(sealed),
        answers=number(value.get("answers", 0), "answers"),
        merged=tuple(words(one, "merged") for one in merged),
    )
    return stated, name


def _line(
    value: dict[str, object], name: str, stated: Stated, manifest: str, *, vault: bool = False
) -> bytes:
    """Write the line whose digest is a package's entry (`docs/format/` section 7)."""
    line: dict[str, Json] = {
        "generation": stated.generation,
        "manifest": manifest,
        "package": name,
    }
    if stated.generation == 1:
        line["run"] = stated.run
    if stated.merged:
        line["merged"] = [*stated.merged]
    if "decision" in value:
        line["decision"] = words(value["decision"], "decision")
    if vault:
        line["vault"] = True
    return canonical(line)


def later_packages(tree: Tree, size: int, newest: int) -> set[str]:
    """Give the packages that entered the log after a size, or went up in one that did.

    All that while the check went on.
    """
    names: set[str] = set()
    for entry in tree.listing(SEGMENTS):
        match = _NAME.fullmatch(entry.name)
        if match and size <= int(match[1]) < newest:
            try:
                value = parse_line(tree.read(entry.path, LARGE))
                merged = value.get("merged")
                names.add(str(value.get("package")))
                names.update(map(str, merged if isinstance(merged, list) else ()))
            except (Malformed, Unreadable, FileNotFoundError):
                continue
    return names

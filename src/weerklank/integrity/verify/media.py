"""Check media of records: the file is there, is what the record commits to, and is of a record."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BufferedReader
from typing import BinaryIO

from weerklank.integrity.verify.objects import Place
from weerklank.integrity.verify.rows import Sieve
from weerklank.integrity.verify.tree import (
    LARGE,
    Malformed,
    Tree,
    Unreadable,
    demand,
    parse_line,
    words,
)
from weerklank.model.text import Text

#: Looks into the file of a page, with that of its text where there is one; gives where in it
#: something is wrong, and what.
LooksIntoPage = Callable[[BinaryIO, bytes | None], Sequence[tuple[str, Text]]]
#: Roles of the media of a page that hold the page itself, and what it says (3.1.2).
_REPLAY, _TEXT = "replay", "text"
FORMATS = "formats.jsonl"
_PUID = re.compile(r"(x-)?fmt/\d{1,6}")
_FILE = re.compile(r"[0-9a-z]{1,64}(\.[0-9a-z]{1,16})?")
_ID = re.compile(r"[0-9a-z]{1,64}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SALTED = re.compile(rb"(?:[0-9a-z]{1,64}=[0-9a-f]{32})(?: [0-9a-z]{1,64}=[0-9a-f]{32})*")


@dataclass(frozen=True, slots=True)
class MediaCheck:
    """Media of all packages: those that were brought in, and those that are in another package."""

    rows: Sieve
    #: None where nobody looks into pages: that is told as not checked.
    looks: LooksIntoPage | None = None

    def keep(self, noted: list[str]) -> None:
        """Take the media of a package into the comparison."""
        self.rows.add(noted)

    def conclude(self, tree: Tree, *, whole: bool) -> None:
        """Check that what should lie in another package does; as far as all were read."""
        for rows in self.rows.buckets():
            parts = [row.split(" ", 3) for row in sorted(rows)]
            here = {(medium, digest) for medium, digest, what, _ in parts if what == "here"}
            for medium, digest, what, package in parts:
                if what != "elsewhere" or (medium, digest) in here:
                    continue
                if whole:
                    tree.outcome.found("VERIFY-514", package, medium=medium)
                else:
                    tree.outcome.skip("media-elsewhere", package)


class MediaOfPackage:
    """Media of the records of one package."""

    def __init__(self, tree: Tree, place: Place, looks: LooksIntoPage | None) -> None:
        self._tree = tree
        self._looks = looks
        #: Rows of medium, digest, `here` or `elsewhere`, package.
        self._noted: list[str] = []
        self._place = place
        self._folder = f"{place.content}/media"
        self._named: set[str] = set()

    def check(self, media: object, salted: bytes, line: int) -> None:
        """Check the media of one record with the salts of its proof line."""
        if (salted and not _SALTED.fullmatch(salted)) or not isinstance(media, list | None):
            self._wrong("media", line)
            return
        salts = dict(pair.split("=") for pair in salted.decode().split(" ")) if salted else {}
        text = next(filter(None, map(_text_file, media or [])), None)
        for medium in media or []:
            if not isinstance(medium, dict):
                self._wrong("media", line)
            elif "file" in medium:
                self._check_file(medium, salts, line, text)
        if salts:  # of no medium of this record
            self._wrong("media", line)

    def _wrong(self, field: str, line: int) -> None:
        path = f"{self._place.content}/records/records.jsonl.gz"
        self._tree.outcome.found("VERIFY-505", path, line=line, field=field)

    def _check_file(
        self, medium: dict[str, object], salts: dict[str, str], line: int, text: str | None
    ) -> None:
        name, file, digest = (str(medium.get(key)) for key in ("id", "file", "digest"))
        forms = ((_ID, name), (_FILE, file), (_DIGEST, digest))
        if not all(form.fullmatch(text) for form, text in forms):
            self._wrong("media", line)
            return
        salt = salts.pop(name, None)
        where = "elsewhere" if salt is None else "here"
        self._noted.append(f"{name} {digest} {where} {self._place.path}")
        if salt is None:
            return
        self._named.add(file)
        path = f"{self._folder}/{file}"
        try:
            if self._tree.digest(path, bytes.fromhex(salt)) != digest:
                self._tree.outcome.found("VERIFY-509", path, line=line)
            elif medium.get("role") == _REPLAY:
                self._check_page(path, line, text)
        except FileNotFoundError:
            self._tree.outcome.found("VERIFY-508", path, line=line)
        except Unreadable:
            return

    def _check_page(self, path: str, line: int, text: str | None) -> None:
        """Look into the file of a page that is what the log holds: it may have been unsound then.

        `text` is the file of what the page says. Errors as of `Tree.open`.
        """
        if self._looks is None:
            self._tree.outcome.skip("pages")
            return
        said = self._said(text)
        with BufferedReader(self._tree.open(path)) as stream:
            try:
                found = self._looks(stream, said)
            except OSError as error:
                self._tree.outcome.found("VERIFY-107", path, problem=str(error.strerror))
                return
        if found:
            where, problem = found[0]
            self._tree.outcome.found(
                "VERIFY-519",
                path,
                line=line,
                count=len(found),
                where=where or "-",
                problem=problem,
            )

    def _said(self, text: str | None) -> bytes | None:
        """Read what a page says; None where that is not there, which is told of that file."""
        path = f"{self._folder}/{text}"
        if text is None or self._tree.kind(path) != "file":
            return None
        try:
            return self._tree.read(path, LARGE)
        except (FileNotFoundError, Unreadable):
            return None

    def finish(self) -> list[str]:
        """Check that each file is of a record and its format noted.

        Gives what is compared over all packages.
        """
        names = [entry.name for entry in self._tree.listing(self._folder)]
        for name in names:
            if name not in self._named:
                self._tree.outcome.found("VERIFY-510", f"{self._folder}/{name}")
        self._check_formats(names)
        return self._noted

    def _check_formats(self, names: list[str]) -> None:
        """Check that there is one line for each file, and none of another."""
        path = f"{self._place.content}/{FORMATS}"
        waiting = {f"media/{name}" for name in names}
        if not waiting and not self._tree.kind(path):
            return
        try:
            rows = self._tree.read_due(path, LARGE).splitlines(keepends=True)
        except Unreadable:
            return
        for number, row in enumerate(rows, 1):
            try:
                waiting.remove(_file_of(row))
            except (Malformed, KeyError):
                self._tree.outcome.found("VERIFY-515", path, line=number)
        for file in sorted(waiting):
            self._tree.outcome.found("VERIFY-516", f"{self._place.content}/{file}")


def _text_file(medium: object) -> str | None:
    """Give the name of the file when a medium is what a page says."""
    if not isinstance(medium, dict) or medium.get("role") != _TEXT:
        return None
    file = str(medium.get("file"))
    return file if _FILE.fullmatch(file) else None


def _file_of(row: bytes) -> str:
    """Read of which file a line on formats is; Malformed when it is no such line."""
    line = parse_line(row)
    matches = line.get("matches")
    if not isinstance(matches, list):
        raise Malformed("matches")
    demand(bool(matches) != (line.get("why") in ("unknown", "failed")), "why")
    for match in matches:
        demand(isinstance(match, dict) and _PUID.fullmatch(str(match.get("puid"))), "puid")
    return words(line.get("file"), "file")

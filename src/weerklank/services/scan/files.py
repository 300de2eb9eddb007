"""Look through every file below a folder, each as what it is."""

import io
import os
import re
from collections.abc import Iterator
from pathlib import Path

import tantivy

from weerklank.minimise.correction import ThreadCorrector
from weerklank.model.errors import BrokenInput
from weerklank.package.names import RECORDS, SOURCE, Found
from weerklank.services.scan.ciphertext import is_random, look_at_sealed
from weerklank.services.scan.containers import Unopened, sqlite_file
from weerklank.services.scan.found import NO_CIPHERTEXT, OF_KIND, LeakFinding
from weerklank.services.scan.look import Look
from weerklank.services.scan.package_lines import look_at_lines
from weerklank.store.members import read_members
from weerklank.store.ocfl import CONTENT, ORIGINALS

_ROWS = re.compile(rb"(?:[0-9a-f]+ [0-9a-f]+\n)*")
_TABLE = re.compile(r"blind/(?:\d{4}/)?\w+/\d{6}\.txt")
_SPOOLED = re.compile(r"open/spool/[^/]+/[^/]+")
_BLOCK = 1 << 20
#: Terms of a text index that are looked at together.
_TERMS = 4096


class FileLook:
    """Looks through the files below one folder; `packages` are looked through by record."""

    def __init__(
        self,
        look: Look,
        root: Path,
        packages: dict[Path, tuple[Found, ThreadCorrector]],
        label: str = "",
    ) -> None:
        self._look = look
        self._root = root
        self._packages = packages
        self._label = label

    def all(self, folders: list[Path]) -> None:
        """Look through all files of some folders, in order of name."""
        for folder in folders:
            for base, below, names in os.walk(os.fspath(folder), onerror=self._closed):
                below.sort()
                self._folder(Path(base), sorted(names), below)

    def _closed(self, error: OSError) -> None:
        """Say of a folder that it can't be read; one that a run cleared away is none."""
        if not isinstance(error, FileNotFoundError):
            self._look.scanned.skip("unreadable", self._shown(Path(str(error.filename))))

    def _folder(self, base: Path, names: list[str], below: list[str]) -> None:
        found = self._packages.get(base)
        if found is not None:
            look_at_lines(self._look, found[0], self._shown(base / CONTENT), found[1])
        if "meta.json" in names and ".managed.json" in names:
            self._terms(base)
        for path in map(base.joinpath, [*below, *names]):
            self._name(path, self._shown(path))
            if path.is_symlink() or not (path.is_dir() or path.is_file()):
                self._look.scanned.skip("links", self._shown(path))
            elif path.is_file():
                self._file(path)

    def _file(self, path: Path) -> None:
        scanned, shown = self._look.scanned, self._shown(path)
        scanned.files += 1
        scanned.progress(scanned.files)
        self._look.begin()
        try:
            scanned.bytes += path.stat().st_size
            self._content(path, shown)
        except FileNotFoundError:
            return  # a run that is at work cleared it away
        except Unopened:
            scanned.skip("too-large", shown)
        except (OSError, BrokenInput, ValueError):
            scanned.skip("unreadable", shown)

    def _content(self, path: Path, shown: str) -> None:
        below = path.relative_to(self._root).as_posix()
        if self._is_line_file(path):
            return  # looked through by record
        if path.name == Path(ORIGINALS).name:
            for _, lines in read_members(path):
                look_at_sealed(self._look, shown, lines)
            return
        with path.open("rb") as stream:
            if not self._label and _TABLE.fullmatch(below) and self._is_table(stream, shown):
                return
            stream.seek(0)
            if not self._label and _SPOOLED.fullmatch(below):
                self._spooled(stream.read(_BLOCK), shown)
                return
            if stream.read(16) == b"SQLite format 3\0":
                # Every byte, free pages too; and each value, which may lie over several pages.
                self._look.parts(shown, sqlite_file(path))
                stream.seek(0)
                self._look.as_it_lies(shown, stream)
                return
            stream.seek(0)
            self._look.stream(shown, "", stream)

    def _is_line_file(self, path: Path) -> bool:
        if path.name not in {Path(RECORDS).name, Path(SOURCE).name}:
            return False
        return any(
            path == folder / CONTENT / name
            for folder in (path.parents[3:4] or [path.parent])
            if folder in self._packages
            for name in (RECORDS, SOURCE)
        )

    def _is_table(self, stream: io.BufferedReader, shown: str) -> bool:
        """Tell whether a file holds keyed tags alone, line by line."""
        rest = b""
        while block := stream.read(_BLOCK):
            lines, mark, rest = (rest + block).rpartition(b"\n")
            if _ROWS.fullmatch(lines + mark) is None:
                return False
            self._look.scanned.read += len(block)
        if rest:
            return False
        self._look.scanned.skip("blind", shown)
        return True

    def _spooled(self, content: bytes, shown: str) -> None:
        """Look at frames of a spool: length, nonce and ciphertext."""
        self._look.scanned.read += len(content)
        if content and not is_random(content[16:]):
            self._look.scanned.found(LeakFinding(NO_CIPHERTEXT, shown, ""))

    def _terms(self, folder: Path) -> None:
        """Look through the words of a text index, which lie packed in its files."""
        shown = self._shown(folder)
        try:
            for field, terms in _terms_of(folder):
                for start in range(0, len(terms), _TERMS):
                    text = "\n".join(terms[start : start + _TERMS])
                    self._look.scanned.read += len(text)
                    for _, sign in self._look.in_text(text, shown):
                        code = OF_KIND[sign.kind]
                        place = f"index > {field}"
                        self._look.scanned.found(LeakFinding(code, shown, place, sign.tags))
        except (ValueError, OSError):
            self._look.scanned.skip("index", shown)

    def _name(self, path: Path, shown: str) -> None:
        for _, sign in self._look.in_text(path.name, shown):
            self._look.scanned.found(LeakFinding(OF_KIND[sign.kind], shown, "name", sign.tags))

    def _shown(self, path: Path) -> str:
        """Give a path without the names in it that are somebody's."""
        parts = []
        at = self._root
        for one in path.relative_to(self._root).parts:
            at = at / one
            hidden = any(True for _ in self._look.in_text(one, ""))
            parts.append(f"[{self._number(at)}]" if hidden else _printable(one))
        return "/".join([*([self._label] if self._label else []), *parts])

    @staticmethod
    def _number(path: Path) -> int:
        """Give the number of a file in its folder, in order of name."""
        return sum(one < path for one in path.parent.iterdir()) + 1


def _terms_of(folder: Path) -> Iterator[tuple[str, list[str]]]:
    index = tantivy.Index.open(str(folder))
    searcher = index.searcher()
    for field in ("text", "tags", "facts", "part"):
        yield field, [str(term[0]) for term in searcher.terms_with_prefix(field, "")]


def _printable(text: str) -> str:
    shown = text.encode("utf-8", "backslashreplace").decode()
    return shown if shown.isprintable() else ascii(text)[1:-1]

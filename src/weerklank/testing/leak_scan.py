"""Look for canaries in every byte of a folder, through every container and encoding.

What can't be opened is a finding too: a test that passes over what it can't read proves nothing.
"""

import base64
import json
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from ahocorasick_rs import BytesAhoCorasick

from weerklank.testing.canaries import Canary, patterns
from weerklank.testing.leak_containers import (
    BROKEN,
    decoded,
    gunzip,
    is_medium,
    is_promising,
    opener_of,
    unpacked,
)

_DEEPEST = 8
_STRANGE = "undecodable: neither text nor a known container"
#: Containers that are known by their first bytes and that nothing here can open.
_CLOSED = {
    b"\x28\xb5\x2f\xfd": "zstandard",
    b"7z\xbc\xaf": "7-Zip",
    b"\x04\x22\x4d\x18": "LZ4",
    b"\x7fELF": "program or core dump",
}
#: Bits of a byte that ciphertext has, of 8, from so many bytes on: six standard deviations or
#: more below the mean of random bytes. Base 64 has 6 at most, text less than 5.
_ENTROPY = ((65_536, 7.99), (8_192, 7.95), (1_024, 7.7), (256, 6.75))


@dataclass(frozen=True, slots=True)
class Finding:
    """A canary, or something that can't be looked into."""

    #: The file, and the way through its containers.
    where: str
    what: str
    canary: Canary | None = None


class LeakScan:
    """Scans bytes, files and folders for a set of canaries."""

    def __init__(
        self,
        canaries: Iterable[Canary],
        *,
        is_vault: Callable[[Path], bool] = lambda _: False,
        is_ciphertext: Callable[[Path], bool] = lambda _: False,
        is_raw: Callable[[Path], bool] = lambda _: False,
    ) -> None:
        """Know the canaries.

        `is_vault` says which files hold lines with ciphertext, `is_ciphertext` which are nothing
        else than ciphertext, and `is_raw` which are binary files to be read as bytes only.
        """
        written, self._owners = patterns(canaries)
        self._automaton = BytesAhoCorasick(written) if written else None
        self._is_vault = is_vault
        self._is_ciphertext = is_ciphertext
        self._is_raw = is_raw
        self._findings: dict[tuple[str, str, Canary | None], Finding] = {}

    def folder(self, root: Path) -> list[Finding]:
        """Scan all files below a folder, and their names."""
        self._findings = {}
        for path in sorted(root.rglob("*")):
            name = str(path.relative_to(root))
            self._search(f"{name} (name)", name.encode("utf-8", "surrogateescape"))
            if path.is_symlink() or not path.is_file():
                continue
            self._file(path, name, path.read_bytes())
        return list(self._findings.values())

    def content(self, where: str, content: bytes) -> list[Finding]:
        """Scan bytes, such as what a command said."""
        self._findings = {}
        self._open(where, content, 0)
        return list(self._findings.values())

    def _file(self, path: Path, name: str, content: bytes) -> None:
        if self._is_ciphertext(path):
            self._search(name, content)
            self._check_random(name, content)
        elif self._is_vault(path):
            self._search(name, content)
            self._vault(name, content)
        elif self._is_raw(path):
            self._search(name, content)
        elif not self._open(name, content, 0):
            self._note(name, _STRANGE)

    def _note(self, where: str, what: str, canary: Canary | None = None) -> None:
        self._findings.setdefault((where, what, canary), Finding(where, what, canary))

    def _search(self, where: str, content: bytes) -> None:
        if self._automaton is None:
            return
        for number, _, _ in self._automaton.find_matches_as_indexes(content):
            canary = self._owners[number]
            self._note(where, f"canary of {canary.path}", canary)

    def _open(self, where: str, content: bytes, depth: int) -> bool:
        """Search content and all that it contains; say whether it was understood."""
        self._search(where, content)
        if depth > _DEEPEST:
            self._note(where, "undecodable: too deep")
            return True
        for magic, kind in _CLOSED.items():
            if content.startswith(magic):
                self._note(where, f"undecodable: {kind}")
                return True
        opener = opener_of(content)
        if opener is not None:
            try:
                for name, part in opener(content):
                    self._search(f"{where}!{name[:80]} (name)", name.encode("utf-8", "replace"))
                    self._inside(f"{where}!{name[:80]}", part, depth + 1)
            except BROKEN as error:
                self._note(where, f"undecodable: {type(error).__name__}")
            return True
        return self._text(where, content, depth)

    def _inside(self, where: str, part: bytes, depth: int) -> None:
        """Open what lay in a container; what is not understood there is a finding as well.

        But for the pictures and fonts in a PDF, in which nothing is told.
        """
        is_understood = self._open(where, part, depth) or is_medium(part)
        if not is_understood and not where.endswith("!stream"):
            self._note(where, _STRANGE)

    def _text(self, where: str, content: bytes, depth: int) -> bool:
        for kind, form in decoded(content):
            self._search(f"{where}!{kind}", form)
            if form != content and is_promising(form):
                self._open(f"{where}!{kind}", form, depth + 1)
        try:
            content.decode()
        except UnicodeDecodeError:
            found = list(unpacked(content))
            for kind, part in found:
                self._inside(f"{where}!{kind}", part, depth + 1)
            return bool(found)
        return True

    def _vault(self, where: str, content: bytes) -> None:
        """Check that the vault's lines hold ciphertext and names of ours, nothing else."""
        pool = b""
        try:
            for _, lines in gunzip(content):
                for line in lines.splitlines():
                    value = json.loads(line)
                    ciphertext = base64.b64decode(value.pop("ciphertext"), validate=True)
                    self._search(where, ciphertext)
                    self._check_random(where, ciphertext)
                    pool += ciphertext
                    self._open(f"{where}!line", json.dumps(value).encode(), 1)
        except (*BROKEN, KeyError) as error:
            self._note(where, f"undecodable: {type(error).__name__}")
        self._check_random(where, pool)

    def _check_random(self, where: str, content: bytes) -> None:
        least = next((bits for size, bits in _ENTROPY if len(content) >= size), 0.0)
        if entropy(content) < least or len(zlib.compress(content, 9)) < len(content):
            self._note(where, "not ciphertext: has a pattern")


def entropy(content: bytes) -> float:
    """Give the Shannon entropy of a byte, in bits."""
    from collections import Counter
    from math import log2

    shares = [count / len(content) for count in Counter(content).values()]
    return -sum(share * log2(share) for share in shares)

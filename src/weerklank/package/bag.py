"""Put a folder into a bag: BagIt 1.0 (RFC 8493), with SHA-256, in flat memory."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from weerklank.model.text import typed

#: Where the content of a bag lies in it, and what says that a folder is one.
PAYLOAD, DECLARED = "data", "bagit.txt"
_MANIFEST, _INFO, _TAGS = "manifest-sha256.txt", "bag-info.txt", "tagmanifest-sha256.txt"
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_ESCAPES = {"%": "%25", "\n": "%0A", "\r": "%0D"}


def close_bag(folder: Path, made: date, facts: Mapping[str, str]) -> None:
    """Write what makes a bag of a folder whose content lies in `data` below it.

    `facts` go into `bag-info.txt`, such as `Source-Organization`.
    """
    count = size = 0
    with (folder / _MANIFEST).open("xb") as stream:
        for name, path in _files(folder / PAYLOAD, f"{PAYLOAD}/"):
            stream.write(_line(path, name))
            count += 1
            size += path.stat().st_size
    told = {**facts, "Bagging-Date": str(made), "Payload-Oxum": f"{size}.{count}"}
    lines = (f"{name}: {typed(value)}\n" for name, value in told.items())
    (folder / DECLARED).write_bytes(_DECLARATION)
    (folder / _INFO).write_text("".join(lines), encoding="utf-8")
    tags = (DECLARED, _INFO, _MANIFEST)
    (folder / _TAGS).write_bytes(b"".join(_line(folder / name, name) for name in tags))


def content_of(folder: Path) -> Path:
    """Give where the content lies: in the folder, or below it where that is a bag.

    A link is no content of a bag.
    """
    payload = folder / PAYLOAD
    is_bag = (folder / DECLARED).is_file() and payload.is_dir() and not payload.is_symlink()
    return payload if is_bag else folder


def _line(path: Path, name: str) -> bytes:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    plain = "".join(_ESCAPES.get(sign, sign) for sign in name)
    return f"{digest}  {plain}\n".encode()


def _files(folder: Path, above: str) -> Iterator[tuple[str, Path]]:
    with os.scandir(folder) as rows:
        entries = sorted(rows, key=lambda one: one.name)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path), f"{above}{entry.name}/")
        else:
            yield above + entry.name, Path(entry.path)

"""OCFL 1.1 objects with one version: what a package is on disk.

Ours are written once, as version 1; a change makes a new object of the next generation, as the
OCFL implementation notes (3.3, file purging) prescribe for content that must really go.
"""

import hashlib
from datetime import datetime
from pathlib import Path

import orjson

from weerklank.model.clock import iso
from weerklank.store.atomic import make_folder, replace_file

ROOT_DECLARATION = "0=ocfl_1.1"
OBJECT_DECLARATION = "0=ocfl_object_1.1"
CONTENT = "v1/content"
MANIFEST = "manifest-sha256.txt"
#: In the vault: one line for each sealed original.
ORIGINALS = "originals.jsonl.gz"


def file_digest(path: Path) -> str:
    """Give the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def make_storage_root(folder: Path) -> None:
    """Make an OCFL storage root."""
    make_folder(folder)
    replace_file(folder / ROOT_DECLARATION, b"ocfl_1.1\n")


def content_files(package: Path) -> list[str]:
    """List the content files of an object, by path below the content folder, sorted."""
    content = package / CONTENT
    return sorted(
        path.relative_to(content).as_posix() for path in content.rglob("*") if path.is_file()
    )


def write_manifest(package: Path, known: dict[str, str]) -> str:
    """Write the list that `sha256sum -c` checks, digest by digest; give its own digest.

    `known` holds digests that were made while writing, by path below the content folder.
    """
    content = package / CONTENT
    lines = [
        f"{known.get(name) or file_digest(content / name)}  {name}\n"
        for name in content_files(package)
        if name != MANIFEST
    ]
    text = "".join(lines).encode()
    replace_file(content / MANIFEST, text)
    return hashlib.sha256(text).hexdigest()


def write_inventory(package: Path, object_id: str, created: datetime, message: str) -> None:
    """Write declaration and inventory of an object whose content is complete; inventory last."""
    content = package / CONTENT
    manifest_text = (content / MANIFEST).read_text()
    digests = {name: digest for digest, name in _manifest_rows(manifest_text)}
    digests[MANIFEST] = hashlib.sha256(manifest_text.encode()).hexdigest()
    by_digest: dict[str, list[str]] = {}
    for name, digest in sorted(digests.items()):
        by_digest.setdefault(digest, []).append(name)
    inventory = {
        "contentDirectory": "content",
        "digestAlgorithm": "sha256",
        "head": "v1",
        "id": object_id,
        "manifest": {d: [f"{CONTENT}/{n}" for n in names] for d, names in by_digest.items()},
        "type": "https://ocfl.io/1.1/spec/#inventory",
        "versions": {
            "v1": {
                "created": iso(created),
                "message": message,
                "state": by_digest,
                "user": {"name": "Weerklank"},
            }
        },
    }
    text = orjson.dumps(inventory, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2)
    sidecar = f"{hashlib.sha256(text).hexdigest()} inventory.json\n".encode()
    replace_file(package / OBJECT_DECLARATION, b"ocfl_object_1.1\n")
    for folder in (package / "v1", package):
        replace_file(folder / "inventory.json.sha256", sidecar)
        replace_file(folder / "inventory.json", text)


def _manifest_rows(text: str) -> list[tuple[str, str]]:
    rows = []
    for line in text.splitlines():
        digest, separator, name = line.partition("  ")
        if not separator:
            message = f"a line of {MANIFEST} that is not 'digest  name'"
            raise ValueError(message)
        rows.append((digest, name))
    return rows


def read_manifest(package: Path) -> dict[str, str]:
    """Read the manifest: digest by path below the content folder; ValueError when malformed."""
    text = (package / CONTENT / MANIFEST).read_text()
    return {name: digest for digest, name in _manifest_rows(text)}


def is_whole(package: Path) -> bool:
    """Tell whether an object was written to its end: its inventory comes last."""
    return (package / "inventory.json").is_file()

"""A crate: what makes a folder of files an RO-Crate 1.1, which describes them as one data set.

Written in flat memory: a crate may have as many files as there are media.
"""

import mimetypes
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote

import orjson

from weerklank.model.json_value import Json, JsonObject

METADATA = "ro-crate-metadata.json"
_CONTEXT = "https://w3id.org/ro/crate/1.1/context"
_PROFILE = "https://w3id.org/ro/crate/1.1"
_TERMS = "#terms"
#: What Python's table has no type for.
_TYPES = {".jsonl": "application/jsonl", ".parquet": "application/vnd.apache.parquet"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateFacts:
    """What a crate says of the whole of it."""

    name: str
    description: str
    published: date
    #: Name of the body, and its address in the register of organisations where it has one.
    organisation: str
    tooi: str | None
    #: Under which terms it may be used, in words.
    terms: str
    #: How to refer to it.
    citation: str


def close_crate(folder: Path, facts: CrateFacts) -> None:
    """Describe every file of a folder in one document beside them."""
    with (folder / METADATA).open("xb") as stream:
        stream.write(b'{"@context":"' + _CONTEXT.encode() + b'","@graph":[\n')
        stream.write(_line(_descriptor()))
        root = _line(_root(facts))
        # The parts of the root, without all of them in memory.
        stream.write(b",\n" + root[:-1] + b',"hasPart":[')
        for place, path in enumerate(_files(folder)):
            stream.write((b"," if place else b"") + _line({"@id": _id(folder, path)}))
        stream.write(b"]}")
        for one in (_publisher(facts), _terms(facts)):
            stream.write(b",\n" + _line(one))
        for path in _files(folder):
            stream.write(b",\n" + _line(_file(folder, path)))
        stream.write(b"\n]}\n")


def _descriptor() -> JsonObject:
    return {
        "@id": METADATA,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": _PROFILE},
    }


def _root(facts: CrateFacts) -> JsonObject:
    return {
        "@id": "./",
        "@type": "Dataset",
        "author": {"@id": _publisher_id(facts)},
        "creditText": facts.citation,
        "datePublished": facts.published.isoformat(),
        "description": facts.description,
        "license": {"@id": _TERMS},
        "name": facts.name,
        "publisher": {"@id": _publisher_id(facts)},
    }


def _publisher_id(facts: CrateFacts) -> str:
    return facts.tooi or "#organisation"


def _publisher(facts: CrateFacts) -> JsonObject:
    told: JsonObject = {
        "@id": _publisher_id(facts),
        "@type": "Organization",
        "name": facts.organisation,
    }
    return {**told, "url": facts.tooi} if facts.tooi else told


def _terms(facts: CrateFacts) -> JsonObject:
    return {
        "@id": _TERMS,
        "@type": "CreativeWork",
        "description": facts.terms,
        "name": "Gebruiksvoorwaarden",
    }


def _file(folder: Path, path: Path) -> JsonObject:
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    told: dict[str, Json] = {
        "@id": _id(folder, path),
        "@type": "File",
        "contentSize": str(path.stat().st_size),
        "name": path.name,
    }
    return {**told, "encodingFormat": kind} if kind else told


def _id(folder: Path, path: Path) -> str:
    return quote(path.relative_to(folder).as_posix())


def _line(value: JsonObject) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _files(folder: Path) -> Iterator[Path]:
    """Give every file below a folder in order, but the description itself."""
    with os.scandir(folder) as rows:
        entries = sorted(rows, key=lambda one: one.name)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path))
        elif entry.name != METADATA:
            yield Path(entry.path)

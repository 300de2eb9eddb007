"""Write JSON and zips as Instagram, Facebook and Threads do, with their broken letters."""

import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

#: The day on which the synthetic exports say that they were made.
MADE = (2026, 11, 20, 4, 0, 0)
#: What JSON can hold, read by nobody's types.
Written: TypeAlias = object
Members = Iterable[tuple[str, bytes | Iterable[bytes]]]


def broken(value: Written) -> Written:
    """Write each text as its bytes in UTF-8, taken for letters of Latin-1; names too."""
    if isinstance(value, str):
        return value.encode().decode("latin-1")
    if isinstance(value, dict):
        return {broken(key): broken(one) for key, one in value.items()}
    if isinstance(value, list):
        return [broken(one) for one in value]
    return value


def meta_json(value: Written) -> bytes:
    """Write a value as these exports have it: letters broken, and then escaped."""
    return json.dumps(broken(value), indent=2, ensure_ascii=True).encode()


def meta_list(records: Iterable[Written], name: str | None = None) -> Iterator[bytes]:
    """Write a list in pieces, in an object around it where it has a name."""
    yield b"[\n" if name is None else b'{\n"' + name.encode() + b'": [\n'
    for number, record in enumerate(records):
        yield (b",\n" if number else b"") + meta_json(record)
    yield b"\n]" if name is None else b"\n]\n}"


def seconds(when: datetime) -> int:
    """Give a moment as these exports write it."""
    return int(when.timestamp())


def write_zip(path: Path, members: Members) -> Path:
    """Write a zip, of contents that may come in pieces: never one of them whole in memory."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as made:
        for name, content in members:
            info = zipfile.ZipInfo(name, MADE)
            info.compress_type = zipfile.ZIP_DEFLATED
            with made.open(info, "w", force_zip64=True) as target:
                for piece in (content,) if isinstance(content, bytes) else content:
                    target.write(piece)
    return path

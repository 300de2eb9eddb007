"""Write a package anew without some of its records: the next generation, beside the old one.

Untouched members are copied byte for byte; media are linked where the file system can. Ordinals
and salts of what stays do not change, so every other proof stays valid.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO

import msgspec

from weerklank.model.canonical import canonical
from weerklank.model.event import Event
from weerklank.package.names import (
    ANSWER_PROOF,
    ANSWERS,
    EVENTS,
    FORMATS,
    MEDIA,
    PROOF,
    RECORDS,
    SOURCE,
    Found,
)
from weerklank.package.original_line import (
    BEGINNING,
    beginning_of_original,
    key_of_original,
    whose_original,
)
from weerklank.package.writer import close_object
from weerklank.store.atomic import make_folder, replace_file
from weerklank.store.events import to_json
from weerklank.store.members import nothing, pack, read_members
from weerklank.store.ocfl import CONTENT, ORIGINALS, read_manifest

#: Tells of a record, by its key, whether it goes.
Goes = Callable[[str], bool]


class _Key(msgspec.Struct):
    id: str
    key: str
    version: int = 1


_KEY = msgspec.json.Decoder(_Key)


@dataclass(frozen=True, slots=True)
class Dropped:
    """What the new generation does not hold any more."""

    #: Ids with their versions.
    items: list[tuple[str, int]]
    #: Record and source lines, for the search of every byte.
    lines: list[bytes]
    salts: list[bytes]
    media: list[str]
    kept: int
    #: How the ciphertexts of sealed originals begin that went.
    sealed: list[bytes] = field(default_factory=list)
    #: The same of the wrapped data keys that went, as no other original needs them.
    data_keys: list[bytes] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The new generation: its manifests and what was dropped from it."""

    manifest: str
    sealed_manifest: str | None
    dropped: Dropped


def drop_records(
    old: Found,
    sealed: Path | None,
    folder: Path,
    goes: Goes,
    *,
    origin: str,
    moment: datetime,
    event: Event,
) -> Rewritten:
    """Write generation + 1 of a package into `folder` and of its originals beside it.

    `sealed` is the old sealed object. The new sealed object, if any originals stay, lies in
    `folder` with `-sealed` behind its name. Both are durable when this returns.
    """
    generation = old.generation + 1
    content = folder / CONTENT
    for sub in ("records", "source", "proof"):
        make_folder(content / sub)
    dropped = _copy_lines(old.folder / CONTENT, content, goes)
    known = carry_along(old, content, frozenset(dropped.media), event)
    sealed_manifest = None
    if sealed is not None:
        beside = folder.with_name(folder.name + "-sealed")
        if _copy_originals(sealed, beside, dropped):
            name = old.name.object_id(origin, "s", generation)
            sealed_manifest = close_object(beside, name, moment, {})
    manifest = close_object(folder, old.name.object_id(origin, "g", generation), moment, known)
    return Rewritten(manifest, sealed_manifest, dropped)


def carry_along(old: Found, content: Path, gone: frozenset[str], event: Event) -> dict[str, str]:
    """Bring answers, media but those of some ids, and events into the next generation.

    Gives the digests of media files, which are known.
    """
    for name in (ANSWERS, ANSWER_PROOF):  # an envelope names no item: nothing of it goes
        if (old.folder / CONTENT / name).is_file():
            shutil.copyfile(old.folder / CONTENT / name, content / name)
    link_media([old.folder / CONTENT], content, gone)
    told = (old.folder / CONTENT / EVENTS).read_bytes()
    replace_file(content / EVENTS, told + canonical(to_json(event)) + b"\n")
    return {
        name: digest
        for name, digest in read_manifest(old.folder).items()
        if name.startswith(f"{MEDIA}/")
    }


def _copy_lines(old: Path, new: Path, goes: Goes) -> Dropped:
    dropped = Dropped([], [], [], [], 0)
    kept = 0
    names = (RECORDS, SOURCE, PROOF)
    inputs = [(old / name).open("rb") for name in names]
    outputs = [(new / name).open("wb") for name in names]
    try:
        for members in side_by_side(old, inputs):
            packed, lines = zip(*members, strict=True)
            going = _going(lines[0], goes)
            kept += len(lines[0]) - len(going)
            if not going:
                for output, bytes_ in zip(outputs, packed, strict=True):
                    output.write(bytes_)
                continue
            _note(dropped, lines, going)
            _write_rest(outputs, lines, going)
        if not kept:
            for output in outputs:
                output.write(nothing())
    finally:
        for stream in (*inputs, *outputs):
            stream.close()
    return Dropped(dropped.items, dropped.lines, dropped.salts, dropped.media, kept)


def _write_rest(
    outputs: Sequence[IO[bytes]], lines: tuple[list[bytes], ...], going: frozenset[int]
) -> None:
    for output, part in zip(outputs, lines, strict=True):
        rest = [line for place, line in enumerate(part) if place not in going]
        if rest:
            output.write(pack(rest))


def side_by_side(
    old: Path, inputs: Sequence[IO[bytes]]
) -> Iterator[tuple[tuple[bytes, list[bytes]], ...]]:
    """Give the members of the three files side by side: packed as they are, and their lines."""
    walks = [read_members(old / name) for name in (RECORDS, SOURCE, PROOF)]
    for places in zip(*walks, strict=True):
        yield tuple(
            (stream.read(place.length), lines)
            for stream, (place, lines) in zip(inputs, places, strict=True)
        )


def _going(records: list[bytes], goes: Goes) -> frozenset[int]:
    return frozenset(place for place, line in enumerate(records) if goes(_KEY.decode(line).key))


def _note(dropped: Dropped, lines: tuple[list[bytes], ...], going: frozenset[int]) -> None:
    records, sources, proofs = lines
    for place in sorted(going):
        record = _KEY.decode(records[place])
        dropped.items.append((record.id, record.version))
        dropped.lines.extend((records[place], sources[place]))
        words = proofs[place].split(b" ")
        dropped.salts.append(words[1])
        for word in words[2:]:
            medium, _, salt = word.partition(b"=")
            dropped.media.append(medium.decode())
            dropped.salts.append(salt)


def link_media(olds: list[Path], new: Path, gone: frozenset[str]) -> None:
    """Link the media of packages into another, or copy them, but those of some ids.

    What is known of their formats goes along.
    """
    lines: list[bytes] = []
    for old in olds:
        for path in sorted((old / MEDIA).iterdir()) if (old / MEDIA).is_dir() else []:
            if path.name.partition(".")[0] not in gone:
                _link(path, new / MEDIA / path.name)
        if (old / FORMATS).is_file():
            lines += (old / FORMATS).read_bytes().splitlines()
    stay = {_FORMAT.decode(line).file: line for line in lines}
    stay = {file: line for file, line in stay.items() if (new / file).is_file()}
    if stay:
        replace_file(new / FORMATS, b"".join(stay[file] + b"\n" for file in sorted(stay)))


def _link(path: Path, target: Path) -> None:
    make_folder(target.parent)
    try:
        os.link(path, target)
    except OSError:
        shutil.copyfile(path, target)


class _Format(msgspec.Struct):
    file: str


_FORMAT = msgspec.json.Decoder(_Format)


def _copy_originals(old: Path, new: Path, dropped: Dropped) -> bool:
    """Copy sealed originals but those that go, with the keys of what stays; tell if any does."""
    source, gone = old / CONTENT, frozenset(dropped.items)
    make_folder(new / CONTENT)
    stays = False
    keys: set[str | None] = set()
    with (new / CONTENT / ORIGINALS).open("wb") as output:
        for _, lines in read_members(source / ORIGINALS):
            rest = [line for line in lines if whose_original(line) not in gone]
            keys.update(map(key_of_original, rest))
            dropped.sealed.extend(
                beginning_of_original(line)
                for line in lines
                if whose_original(line) in gone and key_of_original(line) is not None
            )
            if rest:
                stays = True
                output.write(pack(rest))
    held = {key for key in keys if key is not None}
    dropped.data_keys.extend(_beginnings(source, set(names_of_keys(source)) - held))
    if not stays:
        shutil.rmtree(new)
        return False
    copy_keys(source, new / CONTENT, held)
    shutil.copyfile(source / "recipient.txt", new / CONTENT / "recipient.txt")
    return True


def _beginnings(vault: Path, names: Iterable[str]) -> Iterator[bytes]:
    for name in names:
        yield (vault / "keys" / f"{name}.age").read_bytes()[:BEGINNING]


def copy_keys(old: Path, new: Path, names: Iterable[str]) -> None:
    """Copy wrapped data keys; of none there is no folder of them."""
    for name in sorted(names):
        make_folder(new / "keys")
        shutil.copyfile(old / "keys" / f"{name}.age", new / "keys" / f"{name}.age")


def names_of_keys(vault: Path) -> list[str]:
    """Name the data keys whose wrapped form lies in the content of a sealed object."""
    return sorted(path.stem for path in (vault / "keys").glob("*.age"))

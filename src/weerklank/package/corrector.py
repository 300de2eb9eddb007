"""Write a package anew with other lines for some of its records: its next generation.

A corrected record gets a salt and a leaf of its own in the segment of the new generation. All
other lines stay as they are, so every other proof stays valid.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Protocol

import msgspec

from weerklank.integrity.merkle import commitment
from weerklank.model.event import Event
from weerklank.package.names import PROOF, RECORDS, SOURCE, Found
from weerklank.package.original_line import whose_original
from weerklank.package.reader import leaf_place
from weerklank.package.rewriter import (
    carry_along,
    copy_keys,
    names_of_keys,
    side_by_side,
)
from weerklank.package.writer import close_object
from weerklank.store.atomic import make_folder, replace_file
from weerklank.store.members import MemberWriter, nothing, pack, read_lines, read_members
from weerklank.store.ocfl import CONTENT, ORIGINALS

_SALT = 16
#: Id and version: which record an original is of.
_Whose = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Corrected:
    """What comes in the place of a record: its lines, and an original for the vault."""

    record: bytes
    source: bytes
    original: bytes | None
    #: Media of it whose files go.
    gone: frozenset[str] = frozenset()


class Corrections(Protocol):
    """Knows which records of a package change, and into what."""

    def correct(self, record: bytes, source: bytes, proof: bytes) -> Corrected | None:
        """Give what comes in the place of a record; None when it stays."""
        ...

    @property
    def recipient(self) -> str:
        """The sealing key of the originals of this package."""
        ...

    @property
    def wrapped(self) -> Mapping[str, bytes]:
        """Data keys of the new originals by name, wrapped."""
        ...


class _Sealed(msgspec.Struct):
    id: str
    sealed: str | None = None
    version: int = 1


_SEALED = msgspec.json.Decoder(_Sealed)


@dataclass(slots=True)
class _Lines:
    """The lines of the new generation on their way, and what they ask of its vault."""

    corrections: Corrections
    generation: int
    #: Records with originals, in order.
    sealed: list[_Whose] = field(default_factory=list)
    new: dict[_Whose, bytes] = field(default_factory=dict)
    #: Media whose files go.
    gone: set[str] = field(default_factory=set)
    #: Leaves of the new segment.
    leaves: int = 0

    def take(self, record: bytes, source: bytes, proof: bytes) -> tuple[bytes, bytes, bytes]:
        """Give the three lines of a record as they are in the new generation."""
        corrected = self.corrections.correct(record, source, proof)
        if corrected is not None:
            record, source = corrected.record, corrected.source
            salt = os.urandom(_SALT).hex().encode()
            media = [
                word
                for word in proof.split(b" ")[2:]
                if word.partition(b"=")[0].decode() not in corrected.gone
            ]
            self.gone |= corrected.gone
            proof = b" ".join((b"g%d+%d" % (self.generation, self.leaves), salt, *media))
            self.leaves += 1
        told = _SEALED.decode(record)
        if told.sealed is not None:
            self.sealed.append((told.id, told.version))
        if corrected is not None and corrected.original is not None:
            self.new[told.id, told.version] = corrected.original
        return record, source, proof


def correct_records(
    old: Found,
    sealed: Path | None,
    folder: Path,
    corrections: Corrections,
    *,
    origin: str,
    moment: datetime,
    event: Event,
) -> None:
    """Write generation + 1 of a package into `folder` and its originals beside it.

    `sealed` is the old sealed object. The new one, if there are any originals, lies in `folder`
    with `-sealed` behind its name. Both are durable when this returns.
    """
    generation = old.generation + 1
    content = folder / CONTENT
    for sub in ("records", "source", "proof"):
        make_folder(content / sub)
    lines = _Lines(corrections, generation)
    _write_lines(old.folder / CONTENT, content, lines)
    known = carry_along(old, content, frozenset(lines.gone), event)
    if lines.sealed:
        beside = folder.with_name(folder.name + "-sealed")
        _write_originals(sealed, beside, lines)
        close_object(beside, old.name.object_id(origin, "s", generation), moment, {})
    close_object(folder, old.name.object_id(origin, "g", generation), moment, known)


def _write_lines(old: Path, new: Path, lines: _Lines) -> None:
    names = (RECORDS, SOURCE, PROOF)
    inputs = [(old / name).open("rb") for name in names]
    outputs = [(new / name).open("wb") for name in names]
    empty = True
    try:
        for members in side_by_side(old, inputs):
            packed, columns = zip(*members, strict=True)
            before, empty = lines.leaves, False
            rows = [lines.take(*row) for row in zip(*columns, strict=True)]
            if lines.leaves > before:
                packed = tuple(pack(column) for column in zip(*rows, strict=True))
            for output, member in zip(outputs, packed, strict=True):
                output.write(member)
        for output in outputs if empty else ():  # of answers alone
            output.write(nothing())
    finally:
        for stream in (*inputs, *outputs):
            stream.close()


def _write_originals(old: Path | None, new: Path, lines: _Lines) -> None:
    """Write originals in the order of their records, those of one record by age."""
    content = new / CONTENT
    make_folder(content)
    held = _held(old)
    waiting = next(held, None)
    with (content / ORIGINALS).open("wb") as stream:
        writer = MemberWriter(stream)
        for whose in lines.sealed:
            if waiting is not None and waiting[0] == whose:
                for original in waiting[1]:
                    writer.add(original)
                waiting = next(held, None)
            if whose in lines.new:
                writer.add(lines.new[whose])
        writer.flush()
    _write_keys(old, content, lines)


def _write_keys(old: Path | None, content: Path, lines: _Lines) -> None:
    if old is not None:
        copy_keys(old / CONTENT, content, names_of_keys(old / CONTENT))
    if lines.new:
        make_folder(content / "keys")
        for name, key in lines.corrections.wrapped.items():
            replace_file(content / "keys" / f"{name}.age", key)
    replace_file(content / "recipient.txt", f"{lines.corrections.recipient}\n".encode())


def _held(old: Path | None) -> Iterator[tuple[_Whose, list[bytes]]]:
    """Give the originals that are held, by record."""
    if old is not None:
        lines = read_lines(old / CONTENT / ORIGINALS)
        for whose, group in groupby(lines, whose_original):
            yield whose, list(group)


def new_entries(package: Path, generation: int) -> list[bytes]:
    """Give the log entries of the records that a generation wrote anew, in the order of ordinals.

    From what lies on disk, so that it is the same whichever process wrote it.
    """
    content = package / CONTENT
    entries = []
    walks = [read_members(content / name) for name in (RECORDS, SOURCE, PROOF)]
    for members in zip(*walks, strict=True):
        for record, source, proof in zip(*(lines for _, lines in members), strict=True):
            if leaf_place(proof).generation == generation:
                salt = bytes.fromhex(proof.split(b" ", 2)[1].decode())
                entries.append(commitment(salt, record, source))
    return entries

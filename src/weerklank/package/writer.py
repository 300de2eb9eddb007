"""Write a package: line by line, in flat memory, and whole or not at all."""

import hashlib
import os
from datetime import datetime
from pathlib import Path

from weerklank.integrity.merkle import commitment
from weerklank.model.answer import Envelope
from weerklank.model.canonical import canonical, canonical_struct
from weerklank.model.event import Event
from weerklank.model.item import ArchivalItem
from weerklank.model.json_value import JsonObject
from weerklank.package.formats import format_lines
from weerklank.package.names import (
    ANSWER_PROOF,
    ANSWERS,
    EVENTS,
    FORMATS,
    MEDIA,
    PROOF,
    RECORDS,
    SOURCE,
    PackageName,
)
from weerklank.package.reader import read_line
from weerklank.store.atomic import make_folder, replace_file, sync_tree
from weerklank.store.events import to_json
from weerklank.store.members import MemberWriter, nothing
from weerklank.store.ocfl import CONTENT, write_inventory, write_manifest

#: Records of one part at most.
MOST_RECORDS = 20_000
#: Bytes of one part at most, media included.
MOST_BYTES = 1 << 30
_SALT = 16
_SALTS_AT_ONCE = 4096


class PackageWriter:
    """Collects the records of one part in a folder in `open/`."""

    def __init__(self, folder: Path, name: PackageName) -> None:
        self.folder = folder
        self.name = name
        self.content = folder / CONTENT
        for sub in ("records", "source", "proof", MEDIA):
            make_folder(self.content / sub)
        self._streams = [(self.content / path).open("wb") for path in (RECORDS, SOURCE, PROOF)]
        self._records, self._sources, self._proofs = map(MemberWriter, self._streams)
        self.entries: list[bytes] = []
        self._answers: list[tuple[bytes, bytes]] = []
        self._bytes = 0
        self._media_digests: dict[str, str] = {}
        self._is_identified = False
        self._salts = b""

    @property
    def is_full(self) -> bool:
        """Tell whether the part has its most records or bytes."""
        return len(self.entries) >= MOST_RECORDS or self._bytes >= MOST_BYTES

    def _salt(self) -> bytes:
        if not self._salts:
            self._salts = os.urandom(_SALT * _SALTS_AT_ONCE)
        salt, self._salts = self._salts[:_SALT], self._salts[_SALT:]
        return salt

    def add(self, item: ArchivalItem, source: JsonObject, media_salts: dict[str, bytes]) -> int:
        """Add one record and its source; gives its ordinal in the segment."""
        record_line, source_line = canonical_struct(item), canonical(source)
        salt = self._salt()
        ordinal = len(self.entries)
        self.entries.append(commitment(salt, record_line, source_line))
        self._records.add(record_line)
        self._sources.add(source_line)
        proof = f"{ordinal} {salt.hex()}"
        for medium, media_salt in media_salts.items():
            proof += f" {medium}={media_salt.hex()}"
        self._proofs.add(proof.encode())
        self._bytes += len(record_line) + len(source_line)
        return ordinal

    def read_again(self, ordinal: int) -> ArchivalItem:
        """Give a record that was added, from where it lies: not kept in memory."""
        return read_line(self._records.line(ordinal))

    def add_answer(self, envelope: Envelope) -> None:
        """Add the envelope of an answer of an API; its leaf comes after those of the records."""
        line = canonical_struct(envelope)
        self._answers.append((self._salt(), line))
        self._bytes += len(line)

    @property
    def answers(self) -> list[bytes]:
        """Entries of the answers."""
        return [commitment(salt, line) for salt, line in self._answers]

    def _write_answers(self) -> None:
        first = len(self.entries)
        proofs = (
            b"%d %b" % (first + n, s.hex().encode()) for n, (s, _) in enumerate(self._answers)
        )
        lines = (line for _, line in self._answers)
        for name, texts in ((ANSWERS, lines), (ANSWER_PROOF, proofs)):
            with (self.content / name).open("wb") as stream:
                writer = MemberWriter(stream)
                for text in texts:
                    writer.add(text)
                writer.flush()

    def take_medium(self, incoming: Path, name: str, digest: str) -> None:
        """Take over a media file that lies on the same file system, with its SHA-256."""
        place = self.content / MEDIA / name
        incoming.replace(place)
        self._media_digests[f"{MEDIA}/{name}"] = digest
        self._bytes += place.stat().st_size

    def identify_media(self) -> None:
        """Write of which formats the media are; once, after the last medium.

        Foreign bytes may make it take minutes: whoever holds a lock calls it before.
        """
        if self._is_identified:
            return
        if any((self.content / MEDIA).iterdir()):
            replace_file(self.content / FORMATS, format_lines(self.content / MEDIA))
        else:
            (self.content / MEDIA).rmdir()
        self._is_identified = True

    def finish(self, origin: str, moment: datetime, events: list[Event]) -> str:
        """Write the rest and the inventory, durable; give the SHA-256 of the manifest."""
        for lines in (self._records, self._sources, self._proofs):
            lines.flush()
        for stream in self._streams:
            if not self.entries:
                stream.write(nothing())
            stream.close()
        if self._answers:
            self._write_answers()
        self.identify_media()
        told = b"".join(canonical(to_json(event)) + b"\n" for event in events)
        replace_file(self.content / EVENTS, told)
        return close_object(
            self.folder, self.name.object_id(origin, "g", 1), moment, self._media_digests
        )

    def abandon(self) -> None:
        """Let go of the files of a part that will not be finished."""
        for stream in self._streams:
            stream.close()


def close_object(folder: Path, object_id: str, moment: datetime, known: dict[str, str]) -> str:
    """Make a written folder an OCFL object, durable; give the SHA-256 of its manifest."""
    digest = write_manifest(folder, known)
    sync_tree(folder)
    write_inventory(folder, object_id, moment, "Afgesloten door Weerklank")
    return digest


def package_statement(
    name: PackageName,
    generation: int,
    manifest: str,
    *,
    vault: bool = False,
    run: str | None = None,
    decision: str | None = None,
    merged: tuple[PackageName, ...] = (),
) -> JsonObject:
    """Write what a leaf of the log says of a package, and which others went up in it.

    A first generation names the run that made it, a later one the decision.
    """
    statement: JsonObject = {
        "generation": generation,
        "manifest": manifest,
        "package": str(name),
    }
    if vault:
        statement["vault"] = True
    if run is not None:
        statement["run"] = run
    if decision is not None:
        statement["decision"] = decision
    if merged:
        statement["merged"] = [str(one) for one in merged]
    return statement


def statement_entry(statement: JsonObject) -> bytes:
    """Give the log entry of a statement."""
    return hashlib.sha256(canonical(statement)).digest()

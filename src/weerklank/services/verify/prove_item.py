"""Prove: give a court one record with all that shows that it was in the log; nothing of others.

A proof is checked before it is given: one that fails would be held against the archive.
"""

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.item_places import Located
from weerklank.integrity.checkpoint import Checkpoint
from weerklank.integrity.merkle import commitment, leaf_hash, root_from_path
from weerklank.model.errors import BrokenInput, NotNow, WrongUse, fault
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text
from weerklank.package.names import MEDIA, PROOF, RECORDS
from weerklank.package.reader import Lines
from weerklank.services.catalogue.find_package import Moved, find_generation
from weerklank.services.find.hold_against_log import UNLIKE_LOG
from weerklank.services.find.read_items import ask_catalogue, locate, read_lines, refuse_destroyed
from weerklank.services.seal.first_leaves import first_leaves
from weerklank.services.workplace import Workplace
from weerklank.store.members import DAMAGED
from weerklank.store.ocfl import CONTENT

NOT_SEALED = fault(
    "PROOF-001",
    Text(
        nl="Bericht {item} staat nog niet in het logboek.",
        en="Post {item} is not in the log yet.",
    ),
    Text(
        nl="Wacht tot de run klaar is, of herstel met een nieuwe import van hetzelfde account.",
        en="Wait until the run is done, or recover by another import of the same account.",
    ),
)

NO_SUCH_VERSION = fault(
    "PROOF-830",
    Text(
        nl="Van bericht {item} is er geen versie {version}.",
        en="Of post {item} there is no version {version}.",
    ),
    Text(
        nl="Kijk met 'weerklank post show {item} --versions' welke er zijn.",
        en="See with 'weerklank post show {item} --versions' which there are.",
    ),
)
UNLIKE_RECORD = Text("past niet bij het record", "does not fit the record")
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class _Version:
    """One version of an item as it lies in its package."""

    lines: Lines
    package: str
    #: Content folder of the package.
    content: Path


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof as `docs/format/` section 8 has it."""

    document: JsonObject
    leaf: int
    #: The checkpoint that it proves inclusion in.
    checkpoint: JsonObject


def prove_item(workplace: Workplace, name: str, number: int | None = None) -> Proof:
    """Make the proof of one version of an item, by its number; without one of the newest.

    WrongUse when there is no such version, BrokenInput when the proof would not hold, with the
    file that is damaged.
    """
    refuse_destroyed(workplace, name)
    asked, others = ask_catalogue(
        workplace, lambda catalogue: _versions(workplace, catalogue, name, number)
    )
    lines = asked.lines
    salts = {
        medium: salt
        for version in (*others, asked)
        for medium, salt in version.lines.media_salts.items()
    }
    log = workplace.log
    latest = log.latest()
    firsts = first_leaves(workplace).get(asked.package, {})
    leaf = lines.place.leaf(firsts) if firsts else None
    if latest is None or leaf is None or leaf >= latest.size:
        raise NotNow(NOT_SEALED, item=name)
    note = log.note(latest.size)
    path = log.path(leaf, latest.size)
    _check_inclusion(workplace, asked, leaf, path, latest)
    _check_media(workplace, asked, others)
    document: JsonObject = {
        "checkpoint": note,
        "format": "weerklank-proof/1",
        "key": log.signing_key(latest.size),
        "leaf": leaf,
        "media": [
            {
                "digest": medium.digest,
                "file": medium.file,
                "id": medium.id,
                "salt": salts.get(medium.id),
            }
            for medium in lines.item.media
            if medium.id in salts
        ],
        "path": [step.hex() for step in path],
        "record": lines.record.decode(),
        "salt": lines.salt.hex(),
        "size": latest.size,
        "source": lines.source.decode(),
    }
    stamp = log.stamp_path(latest.size)
    if stamp.exists():
        document["timestamp"] = base64.b64encode(stamp.read_bytes()).decode()
    about: JsonObject = {
        "origin": latest.origin,
        "root": latest.root.hex(),
        "size": latest.size,
        "timestamp": stamp.exists(),
    }
    return Proof(document, leaf, about)


def _versions(
    workplace: Workplace, catalogue: Catalogue, name: str, number: int | None
) -> tuple[_Version, list[_Version]]:
    """Give the version that is asked, and the others where a medium of it came in with one.

    A medium stays in the part of first capture, and its salt with it.
    """
    places = locate(catalogue, name)
    place = next((one for one in places if one.version == number), None)
    if number is None:
        place = places[-1]
    elif place is None:
        raise WrongUse(NO_SUCH_VERSION, item=name, version=number)
    asked = _version(workplace, place)
    held = {medium.id for medium in asked.lines.item.media if medium.file is not None}
    if held <= asked.lines.media_salts.keys():
        return asked, []
    return asked, [_version(workplace, one) for one in places if one is not place]


def _version(workplace: Workplace, place: Located) -> _Version:
    lines = read_lines(workplace, place)
    package = find_generation(workplace, place.package, place.generation)
    if package is None:
        raise Moved(place.package)
    return _Version(lines, place.package, package.folder / CONTENT)


def _check_inclusion(
    workplace: Workplace, version: _Version, leaf: int, path: list[bytes], latest: Checkpoint
) -> None:
    """Climb from the record to the root of the checkpoint, as who gets the proof will do."""
    lines, log = version.lines, workplace.log
    digest = leaf_hash(commitment(lines.salt, lines.record, lines.source))
    if root_from_path(leaf, latest.size, digest, path) == latest.root:
        return
    # Where the leaf in the log does fit, it is the record that does not.
    if root_from_path(leaf, latest.size, log.leaf(leaf), path) == latest.root:
        raise _damaged(workplace, version.content / RECORDS, UNLIKE_LOG)
    raise log.damaged_tiles()


def _check_media(workplace: Workplace, asked: _Version, others: list[_Version]) -> None:
    """Check that each medium of a version is the one that its record commits to."""
    waiting = {m.id: m.digest for m in asked.lines.item.media if m.file is not None}
    for version in (*others, asked):
        salts = version.lines.media_salts
        for medium in version.lines.item.media:
            if medium.file is None or medium.id not in salts or medium.id not in waiting:
                continue
            path = version.content / MEDIA / medium.file
            digest = hashlib.sha256(bytes.fromhex(salts[medium.id]))
            try:
                with path.open("rb") as stream:
                    while block := stream.read(_BLOCK):
                        digest.update(block)
            except FileNotFoundError as error:
                raise _damaged(workplace, path, UNLIKE_RECORD) from error
            if digest.hexdigest() != waiting.pop(medium.id):
                raise _damaged(workplace, path, UNLIKE_RECORD)
    if waiting:  # no proof line of any version has its salt
        raise _damaged(workplace, asked.content / PROOF, UNLIKE_RECORD)


def _damaged(workplace: Workplace, path: Path, problem: Text) -> BrokenInput:
    below = path.relative_to(workplace.layout.root).as_posix()
    return BrokenInput(DAMAGED, path=below, problem=problem)

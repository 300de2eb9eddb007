"""Prove: give a court one record with all that shows that it was in the log; nothing of others."""

import base64
from dataclasses import dataclass

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.errors import NotNow, fault
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text
from weerklank.package.reader import Lines
from weerklank.services.find_items import ask_catalogue, locate, read_lines, refuse_destroyed
from weerklank.services.workplace import Workplace

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


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof as `docs/format/` section 8 has it."""

    document: JsonObject
    leaf: int
    #: The checkpoint that it proves inclusion in.
    checkpoint: JsonObject


def prove_item(workplace: Workplace, name: str) -> Proof:
    """Make the proof of the newest version of an item."""
    refuse_destroyed(workplace, name)
    versions, package = ask_catalogue(
        workplace, lambda catalogue: _versions(workplace, catalogue, name)
    )
    lines = versions[-1]
    # A medium stays in the part of first capture, and its salt with it.
    salts = {name: salt for version in versions for name, salt in version.media_salts.items()}
    log = workplace.log
    latest = log.latest()
    first = lines.first if lines.first is not None else _first_leaf(workplace, package)
    if latest is None or first is None or first + lines.ordinal >= latest.size:
        raise NotNow(NOT_SEALED, item=name)
    leaf = first + lines.ordinal
    note = log.note(latest.size)
    document: JsonObject = {
        "checkpoint": note,
        "format": "weerklank-proof/0",
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
        "path": [step.hex() for step in log.path(leaf, latest.size)],
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


def _versions(workplace: Workplace, catalogue: Catalogue, name: str) -> tuple[list[Lines], str]:
    """Give the lines of all versions of an item, and the package of the newest."""
    places = locate(catalogue, name)
    return [read_lines(workplace, place) for place in places], places[-1].package


def _first_leaf(workplace: Workplace, package: str) -> int | None:
    """Find the first leaf of the records of a package: those of its first generation."""
    for first, statement in workplace.log.statements():
        if statement.get("package") == package and statement.get("records"):
            return first
    return None

"""Open original: what was replaced or left out of one record, for its reader alone.

What is opened is held by whoever called, in memory, and goes no further: no value here shows it by
`repr`, and no error carries any of it.
"""

import resource
from dataclasses import dataclass, field

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.access import Looked
from weerklank.model.errors import BrokenInput, NotNow, WrongUse, fault
from weerklank.model.item import ArchivalItem
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.text import Text
from weerklank.model.vault import VaultRequest, VaultState
from weerklank.services.catalogue.find_package import Moved, find_generation
from weerklank.services.find.read_items import (
    ask_catalogue,
    locate,
    read_lines,
    refuse_destroyed,
)
from weerklank.services.people.access import note_seen
from weerklank.services.vault.identity import OTHER_KEY, Opens
from weerklank.services.vault.read_requests import find_request
from weerklank.services.vault.request_opening import (
    NO_VERSION,
    REQUESTERS,
    demand_own,
    demand_state,
    note_unattended,
    record_opened,
)
from weerklank.services.vault.sealed_lines import ALTERED, GONE, SealedLine, sealed_lines
from weerklank.services.verify.prove_item import prove_item
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

INTO_A_FILE = fault(
    "VAULT-020",
    Text(
        nl="Een verzegeld origineel gaat niet naar een bestand.",
        en="A sealed original does not go into a file.",
    ),
    Text(
        nl="Open het zonder '>' op een terminal, of op het scherm Kluis. Er is niets geopend.",
        en="Open it on a terminal without '>', or on the screen Vault. Nothing was opened.",
    ),
)


@dataclass(frozen=True, slots=True)
class OpenedField:
    """One value of the source as it was before it was replaced or left out."""

    #: JSON pointer of its place in what the platform gave.
    place: str
    value: str = field(repr=False)
    #: What stands there in the archive; None where it was left out, or its place can't be told.
    archived: str | None = field(repr=False)
    #: 0 for what was sealed when it came in, else the number of the correction.
    correction: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A sealed original, opened, with the record that it belongs to."""

    request: VaultRequest
    item: ArchivalItem = field(repr=False)
    fields: tuple[OpenedField, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Held:
    item: ArchivalItem
    source: JsonObject
    lines: list[SealedLine]


def no_core_dump() -> None:
    """Keep the memory of this process off the disk when it crashes; for as long as it lives."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def open_original(workplace: Workplace, name: str, key: Opens) -> Opened:
    """Open what a request was approved for, by who made it, with the private key.

    Recorded before it is given. Whatever is wrong leaves the approval as it was: Refused for who
    may not or a term that is over, BrokenInput for what is damaged.
    """
    no_core_dump()
    workplace.require(*REQUESTERS)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        note_unattended(workplace)
        found = find_request(workplace, name)
        demand_own(workplace, found)
        demand_state(workplace, found, VaultState.APPROVED)
        refuse_destroyed(workplace, found.item)
        prove_item(workplace, found.item, found.version)  # the record is what the log holds
        held = ask_catalogue(workplace, lambda catalogue: _held(workplace, catalogue, found))
        fields = tuple(
            one
            for number, line in enumerate(held.lines)
            for one in _fields(line, key, held.source, number)
        )
        note_seen(workplace, Looked.ORIGINAL, held.item.id, each_time=True)
        record_opened(workplace, found)
    return Opened(find_request(workplace, name), held.item, fields)


def _held(workplace: Workplace, catalogue: Catalogue, found: VaultRequest) -> _Held:
    """Read the record, its source and what was sealed of it; Moved when it was rewritten."""
    places = locate(catalogue, found.item)
    place = next((one for one in places if one.version == found.version), None)
    if place is None:
        raise WrongUse(NO_VERSION, item=found.item, version=found.version)
    lines = read_lines(workplace, place)
    package = find_generation(workplace, place.package, place.generation)
    if package is None:
        raise Moved(place.package)
    try:
        sealed = sealed_lines(workplace, package, lines.item)
    except NotNow as gone:
        if find_generation(workplace, place.package, place.generation) is None:
            raise Moved(place.package) from gone
        raise
    if not sealed:
        raise NotNow(GONE, item=found.item, version=found.version)
    return _Held(lines.item, orjson.loads(lines.source), sealed)


def _fields(line: SealedLine, key: Opens, source: JsonObject, number: int) -> list[OpenedField]:
    """Decrypt a line; no error tells more of it than that it was changed."""
    if key.recipient != line.recipient:
        raise WrongUse(OTHER_KEY, recipient=line.recipient, given=key.recipient)
    about = {"item": line.item, "version": line.version, "path": line.path}
    try:
        cipher = AESGCM(key.unwrap(line.wrapped, line.path.parent / "keys"))
        values = orjson.loads(cipher.decrypt(line.nonce, line.ciphertext, line.bound_to))
        return [
            OpenedField(str(place), _said(value), _archived(source, str(place)), number)
            for place, value in values
        ]
    except (InvalidTag, ValueError, TypeError):
        raise BrokenInput(ALTERED, **about) from None


def _archived(source: JsonObject, place: str) -> str | None:
    """Give what stands at a place in the source by now.

    Of a list nothing is told: what was left out of it may have moved the rest.
    """
    here: Json = source
    for step in place.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if not isinstance(here, dict) or name not in here:
            return None
        here = here[name]
    return _said(here)


def _said(value: Json) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()

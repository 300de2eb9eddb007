"""Stamp: have a time-stamp authority say when a checkpoint was there."""

import hashlib
from pathlib import Path

from weerklank.integrity.stamp_events import (
    AUTHORITY,
    AUTHORITY_SET,
    AUTHORITY_STOPPED,
    STAMP_OBTAINED,
    authority_file,
)
from weerklank.integrity.timestamp import NoTimeStamp, is_usable, request_stamp
from weerklank.model.errors import BrokenInput, NotNow, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text, typed
from weerklank.services.workplace import Workplace
from weerklank.store.atomic import make_folder, replace_file
from weerklank.store.lock import locked

BAD_ADDRESS = fault(
    "STAMP-001",
    Text(
        nl="'{address}' is geen adres van een tijdstempeldienst.",
        en="'{address}' is no address of a time-stamp authority.",
    ),
    Text(
        nl="Geef een http- of https-adres zonder naam en wachtwoord, zoals de dienst het opgeeft.",
        en="Give an http or https address without name and password, as the authority states it.",
    ),
)
BAD_CERTIFICATE = fault(
    "STAMP-002",
    Text(nl="{file} is geen certificaat in PEM-vorm.", en="{file} is no certificate in PEM form."),
    Text(
        nl="Vraag de dienst om het stamcertificaat (PEM) waarmee haar stempels te controleren "
        "zijn.",
        en="Ask the authority for the root certificate (PEM) by which its stamps are verified.",
    ),
)
NO_AUTHORITY = fault(
    "STAMP-003",
    Text(nl="Er is geen tijdstempeldienst ingesteld.", en="No time-stamp authority was set."),
    Text(
        nl="Stel er een in met 'weerklank timestamp set ADRES --ca BESTAND'.",
        en="Set one with 'weerklank timestamp set URL --ca FILE'.",
    ),
)
NOT_STAMPED = fault(
    "STAMP-004",
    Text(
        nl="De tijdstempeldienst gaf geen stempel ({reason}).",
        en="The time-stamp authority gave no stamp ({reason}).",
    ),
    Text(
        nl="Het archief is heel; probeer later 'weerklank timestamp now'.",
        en="The archive is whole; try 'weerklank timestamp now' later.",
    ),
)
NO_REASON = fault(
    "STAMP-007",
    Text(nl="De reden zegt niets.", en="The reason says nothing."),
    Text(
        nl="Geef met --reason in een zin waarom er geen tijdstempeldienst meer is.",
        en="Say with --reason in a sentence why there is no time-stamp authority any more.",
    ),
)
WITHOUT_STAMP = Text(
    "Geen tijdstempel gekregen ({reason}); later opnieuw met 'weerklank timestamp now'.",
    "Got no time stamp ({reason}); try again later with 'weerklank timestamp now'.",
)
_PEM = b"-----BEGIN CERTIFICATE-----"


def set_authority(workplace: Workplace, address: str, certificate: Path) -> None:
    """Set the authority, and the root certificate by which its stamps are verified.

    The certificates of earlier ones stay beside it: their stamps stay too.
    """
    if not is_usable(address):
        raise WrongUse(BAD_ADDRESS, address=address)
    try:
        pem = certificate.read_bytes()
    except OSError as error:
        raise WrongUse(BAD_CERTIFICATE, file=certificate) from error
    if _PEM not in pem:
        raise WrongUse(BAD_CERTIFICATE, file=certificate)
    workplace.record(
        Book.DECISIONS,
        AUTHORITY_SET,
        "timestamp",
        {"address": address, "certificate": pem.decode("ascii", "replace")},
    )
    decided = [
        str(event.data["certificate"])
        for event in workplace.events.read(Book.DECISIONS)
        if event.kind == AUTHORITY_SET
    ]
    make_folder(workplace.layout.log / "keys")
    replace_file(workplace.layout.log / "keys" / AUTHORITY, authority_file(decided))


def authority(workplace: Workplace) -> str | None:
    """Give the address of the authority in force, if any."""
    address = None
    for event in workplace.events.read(Book.DECISIONS):
        if event.kind == AUTHORITY_SET:
            address = str(event.data["address"])
        elif event.kind == AUTHORITY_STOPPED:
            address = None
    return address


def stop_authority(workplace: Workplace, reason: str) -> str:
    """Ask no authority any more; gives the address of the one that was. WrongUse without one.

    What it stamped stays, and so do its certificates. From then on nothing tells when the log was
    there, nor holds the clock against anything before what can't be undone (docs/adr/0189).
    """
    address = authority(workplace)
    if address is None:
        raise WrongUse(NO_AUTHORITY)
    why = typed(reason)
    if not why:
        raise WrongUse(NO_REASON)
    data: JsonObject = {"address": address, "reason": why}
    workplace.record(Book.DECISIONS, AUTHORITY_STOPPED, "timestamp", data)
    return address


def stamp_now(workplace: Workplace) -> int:
    """Stamp the newest checkpoint; gives its size. NotNow when no stamp can be had."""
    address = authority(workplace)
    latest = workplace.log.latest()
    if address is None or latest is None:
        raise WrongUse(NO_AUTHORITY)
    target = workplace.log.stamp_path(latest.size)
    if not target.exists():
        try:
            stamp = request_stamp(address, workplace.log.note_path(latest.size).read_bytes())
        except NoTimeStamp as error:
            raise NotNow(NOT_STAMPED, reason=str(error)) from error
        _keep(workplace, latest.size, stamp)
    return latest.size


def _keep(workplace: Workplace, size: int, stamp: bytes) -> None:
    """Lay a stamp beside its checkpoint; what enters the log next tells of it.

    Where another process appended while the authority was asked, the chance for that is past, and
    it is told of at once.
    """
    with locked(workplace.layout.lock("log"), "log", wait=True):
        replace_file(workplace.log.stamp_path(size), stamp)
        latest = workplace.log.latest()
        if latest is not None and latest.size > size:
            tell_stamp(workplace, size)


def tell_stamp(workplace: Workplace, size: int) -> Path | None:
    """Write the event of the stamp over a checkpoint, where there is one; gives its file.

    Under the lock of the log. From when the log holds it, a stamp that is gone shows.
    """
    try:
        stamp = workplace.log.stamp_path(size).read_bytes()
    except FileNotFoundError:
        return None
    digest = hashlib.sha256(stamp).hexdigest()
    data: JsonObject = {"checkpoint": size, "sha256": digest}
    return workplace.write(Book.JOURNAL, STAMP_OBTAINED, "timestamp", data)[1]


def stamp_quietly(workplace: Workplace) -> None:
    """Stamp the newest checkpoint where an authority is set; say so when it can't be had now.

    Without a stamp the archive is whole all the same: `verify` says that it is missing, and the
    stamp of any later checkpoint covers this one too.
    """
    try:
        if authority(workplace) is not None:
            stamp_now(workplace)
    except NotNow as error:
        workplace.reporter.step(WITHOUT_STAMP, **error.values)
    except BrokenInput as damage:  # what was to be sealed is sealed; `verify` tells of the damage
        workplace.reporter.step(WITHOUT_STAMP, reason=damage.code)

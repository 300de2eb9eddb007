"""Agreements: what was agreed with the provider of a platform, or decided without (A6)."""

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec

from weerklank.model.agreement import (
    Agreement,
    AgreementDocument,
    AgreementKind,
    AgreementState,
)
from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.platform import Platform
from weerklank.model.text import Text, typed
from weerklank.register.book import Register, changed
from weerklank.register.bounds import refuse_old
from weerklank.services.register.edit_account import refuse_future
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

DECISION_MISSING = fault(
    "AGREE-001",
    Text(
        nl="Zonder overeenkomst moet vastliggen wie op welke dag besloot dat de Archiefwet "
        "zwaarder weegt, en wat er gebeurt als het account wordt opgeschort.",
        en="Without an agreement it must be on record who decided on which day that the "
        "Archiefwet weighs more, and what happens when the account is suspended.",
    ),
    Text(
        nl="Geef --decided, --decided-by en --measures.",
        en="Give --decided, --decided-by and --measures.",
    ),
)
PARTY_MISSING = fault(
    "AGREE-002",
    Text(
        nl="Er is niet gezegd welke partij de overeenkomst sloot.",
        en="It was not said which party made the agreement.",
    ),
    Text(nl="Noem de partij met --party.", en="Name the party with --party."),
)
ENDS_BEFORE = fault(
    "AGREE-003",
    Text(
        nl="De overeenkomst eindigt voor zij begint.",
        en="The agreement ends before it begins.",
    ),
    Text(nl="Controleer --from en --until.", en="Check --from and --until."),
)
UNKNOWN_AGREEMENT = fault(
    "AGREE-004",
    Text(nl="Er is geen overeenkomst '{agreement}'.", en="There is no agreement '{agreement}'."),
    Text(
        nl="Kijk met 'weerklank agreement list' welke er zijn.",
        en="See with 'weerklank agreement list' which there are.",
    ),
)
NO_DOCUMENT = fault(
    "AGREE-005",
    Text(
        nl="Document {file} is er niet of is niet leesbaar.", en="Document {file} can't be read."
    ),
    Text(nl="Controleer de naam en de rechten.", en="Check the name and the rights."),
)
NO_PLACE = fault(
    "AGREE-007",
    Text(
        nl="Wat toestaat dat de API van een platform wordt gevraagd, moet na te lezen zijn.",
        en="What permits to ask the API of a platform must be there to be read.",
    ),
    Text(
        nl="Zeg waar de tekst staat met --document of --document-place, zoals een zaaknummer.",
        en="Say where the text is with --document or --document-place, such as the number of a "
        "case.",
    ),
)
#: Hexadecimal digits of the mark of how a platform stands.
_MARK = 32
CHANGED_MEANWHILE = fault(
    "AGREE-006",
    Text(
        nl="Iemand anders heeft intussen iets over dit platform vastgelegd; wat u invulde niet.",
        en="Someone else recorded something on this platform meanwhile; yours was not recorded.",
    ),
    Text(
        nl="Kijk eerst wat er nu staat en vul het daarna opnieuw in.",
        en="First see what is there now, and then fill it in again.",
    ),
)


def stand_of(register: Register, platform: Platform) -> str:
    """Mark what was decided and agreed on a platform, by which it shows when something came."""
    held = [one for one in register.agreements.values() if one.platform is platform]
    told = repr((register.platform_history.get(platform, []), held))
    return hashlib.sha256(told.encode()).hexdigest()[:_MARK]


def refuse_other_stand(register: Register, platform: Platform, seen: str | None) -> None:
    """Refuse when something was recorded on a platform since someone saw how it stood."""
    if seen is not None and stand_of(register, platform) != seen:
        raise Refused(CHANGED_MEANWHILE)


def add_agreement(
    workplace: Workplace,
    agreement: Agreement,
    document: Path | None = None,
    seen: str | None = None,
) -> Agreement:
    """Record an agreement, or the decision to do without; its `id` is given here.

    Of a document only name and digest are kept, not its content. A register owner may. With
    `seen`, the mark of how the platform stood, Refused when it stands otherwise by now.
    """
    _require_owner(workplace)
    agreement = _as_typed(agreement)
    _demand_whole(workplace, agreement)
    place = agreement.document.place if agreement.document else None
    if agreement.covers_api and not (document or place):
        raise WrongUse(NO_PLACE)
    if document:
        kept = AgreementDocument(name=document.name, sha256=_digest(document), place=place)
        agreement = replace(agreement, document=kept)
    with locked(workplace.layout.lock("register"), "register", wait=True):
        register = workplace.register()
        refuse_other_stand(register, agreement.platform, seen)
        number = f"o{len(register.agreements) + 1:04d}"
        facts: JsonObject = msgspec.json.decode(msgspec.json.encode(agreement))
        facts.pop("id")
        workplace.record(Book.REGISTER, "agreement.added", number, facts)
    return workplace.register().agreements[number]


def end_agreement(
    workplace: Workplace, number: str, on: date, seen: str | None = None
) -> Agreement:
    """Record the last day on which an agreement holds, or another one than was known.

    With `seen`, the mark of how its platform stood, Refused when it stands otherwise by now.
    """
    _require_owner(workplace)
    with locked(workplace.layout.lock("register"), "register", wait=True):
        register = workplace.register()
        known = register.agreements.get(number.strip().lower())
        if known is None:
            raise WrongUse(UNKNOWN_AGREEMENT, agreement=number)
        refuse_other_stand(register, known.platform, seen)
        if on < known.valid_from:
            raise WrongUse(ENDS_BEFORE)
        before = known.valid_until.isoformat() if known.valid_until else None
        changes: JsonObject = {"valid_until": changed(before, on.isoformat())}
        if before != on.isoformat():
            workplace.record(Book.REGISTER, "agreement.changed", known.id, {"changes": changes})
    return workplace.register().agreements[known.id]


def withdraw_agreement(workplace: Workplace, number: str, seen: str | None = None) -> Agreement:
    """Record that an agreement holds no more from today on: what it permitted ends at once.

    A register owner may. With `seen`, as `end_agreement`.
    """
    _require_owner(workplace)
    with locked(workplace.layout.lock("register"), "register", wait=True):
        register = workplace.register()
        known = register.agreements.get(number.strip().lower())
        if known is None:
            raise WrongUse(UNKNOWN_AGREEMENT, agreement=number)
        refuse_other_stand(register, known.platform, seen)
        if known.withdrawn is None:
            changes: JsonObject = {"withdrawn": changed(None, workplace.today().isoformat())}
            workplace.record(Book.REGISTER, "agreement.changed", known.id, {"changes": changes})
    return workplace.register().agreements[known.id]


def agreements(workplace: Workplace, platform: Platform | None = None) -> list[Agreement]:
    """Give the agreements, of one platform or of all, in order of their first day."""
    found = [
        one
        for one in workplace.register().agreements.values()
        if platform is None or one.platform is platform
    ]
    return sorted(found, key=lambda one: (one.platform, one.valid_from, one.id))


def in_force(register: Register, platform: Platform, day: date) -> Agreement | None:
    """Give what holds for a platform on a day: of several, the one that was recorded last.

    Whether the API of a platform may be asked that needs a decision, `api_decision` tells.
    """
    held = _held(register, platform, day)
    return held[-1] if held else None


def api_decision(register: Register, platform: Platform, day: date) -> Agreement | None:
    """Give what permits to ask the API of a platform on a day (decision 0081); None without one.

    It is in force on that day and says itself that it covers the API; of several the one that was
    recorded last.
    """
    held = [one for one in _held(register, platform, day) if one.covers_api]
    return held[-1] if held else None


def _held(register: Register, platform: Platform, day: date) -> list[Agreement]:
    return [
        one
        for one in register.agreements.values()
        if one.platform is platform and one.state_on(day) is AgreementState.IN_FORCE
    ]


def agreement_json(agreement: Agreement, today: date) -> JsonObject:
    """Write an agreement as JSON, with its state today."""
    facts: JsonObject = msgspec.json.decode(msgspec.json.encode(agreement))
    return {"agreement": facts.pop("id"), **facts, "state": agreement.state_on(today).value}


def _require_owner(workplace: Workplace) -> None:
    if workplace.actor.name is not None:
        workplace.require(Role.REGISTER_OWNER)


def _as_typed(agreement: Agreement) -> Agreement:
    """Give the agreement with every word in it as it may be kept."""

    def word(words: str | None) -> str | None:
        return None if words is None else typed(words)

    document = agreement.document
    return replace(
        agreement,
        scope=typed(agreement.scope),
        party=word(agreement.party),
        decided_by=word(agreement.decided_by),
        measures=word(agreement.measures),
        document=document and replace(document, place=word(document.place)),
    )


def _demand_whole(workplace: Workplace, agreement: Agreement) -> None:
    if agreement.kind is AgreementKind.NONE:
        if not (agreement.decided and agreement.decided_by and agreement.measures):
            raise WrongUse(DECISION_MISSING)
    elif not agreement.party:
        raise WrongUse(PARTY_MISSING)
    if agreement.valid_until and agreement.valid_until < agreement.valid_from:
        raise WrongUse(ENDS_BEFORE)
    refuse_future(workplace, agreement.decided)
    refuse_old(agreement.valid_from, agreement.valid_until)


def _digest(document: Path) -> str:
    try:
        with document.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise WrongUse(NO_DOCUMENT, file=document) from error

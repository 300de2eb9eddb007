"""Keep who stays recognisable: add one, end it from a day, or take back what was a mistake (D1).

The decision says as what, between which days, why and by whom; the name itself lies beside the
keys, so that it can be erased. What is held under a pseudonym stays so; what is held by name on
days that count no more becomes a pseudonym by a privacy correction (docs/adr/0108).
"""

from dataclasses import dataclass, field
from datetime import date

from weerklank.catalogue.catalogue import Catalogue
from weerklank.minimise.blind_index import BlindIndex
from weerklank.minimise.held import texts_of
from weerklank.minimise.named import raw_of
from weerklank.model.clock import civil_day, iso
from weerklank.model.errors import BrokenInput, Locked, Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.ids import AccountId, Pseudonym
from weerklank.model.item import ArchivalItem
from weerklank.model.json_value import JsonObject
from weerklank.model.named_party import NamedAs, NamedFacts, NamedParty
from weerklank.model.person import Role
from weerklank.model.platform import Platform
from weerklank.model.reason import reason_of
from weerklank.model.symbols import decode
from weerklank.model.text import Text, typed
from weerklank.register.admission import Admitted, admit
from weerklank.services.catalogue.open_catalogue import open_catalogue
from weerklank.services.change.correct_persons import correct_persons, note_due
from weerklank.services.change.recover import recover
from weerklank.services.find.read_items import ItemReader, ask_for_part
from weerklank.services.register.accounts_of_ours import listed_accounts
from weerklank.services.seal.open_blind import open_blind
from weerklank.services.seal.read_corrections import PrivacyCorrection, open_corrections
from weerklank.services.seal.read_named import ADDED, ENDED, WITHDRAWN, read_named, tag_of_facts
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked
from weerklank.store.named_file import write_facts

ENDS_FIRST = fault(
    "NAMED-001",
    Text(nl="De laatste dag ligt voor de eerste.", en="The last day is before the first."),
    Text(nl="Controleer --from en --until.", en="Check --from and --until."),
)
KNOWN_ALREADY = fault(
    "NAMED-002",
    Text(
        nl="Op die dagen blijft dit profiel al herkenbaar: {number}.",
        en="On those days this profile stays recognisable already: {number}.",
    ),
    Text(
        nl="Beëindig {number} eerst, of kies andere dagen.",
        en="End {number} first, or choose other days.",
    ),
)
OURS = fault(
    "NAMED-003",
    Text(
        nl="Dit is een account van het accountoverzicht: dat blijft al met naam staan.",
        en="This is an account of the register: that stays named already.",
    ),
    Text(nl="Er hoeft niets te gebeuren.", en="There is nothing to do."),
)
NO_SUCH = fault(
    "NAMED-004",
    Text(
        nl="'{number}' staat niet op de lijst van wie herkenbaar blijft.",
        en="'{number}' is not on the list of who stays recognisable.",
    ),
    Text(
        nl="Kijk met 'weerklank privacy named list --all'.",
        en="See with 'weerklank privacy named list --all'.",
    ),
)
IS_WITHDRAWN = fault(
    "NAMED-005",
    Text(nl="{number} is al teruggenomen.", en="{number} was taken back already."),
    Text(nl="Er hoeft niets te gebeuren.", en="There is nothing to do."),
)
NO_NAME = fault(
    "NAMED-006",
    Text(
        nl="Naam of reden ontbreekt, of het id is er geen van een platform.",
        en="Name or reason is missing, or the id is none of a platform.",
    ),
    Text(
        nl="Geef --name en --reason; laat --id weg als u het niet weet.",
        en="Give --name and --reason; leave out --id where you don't know it.",
    ),
)
LATER = fault(
    "NAMED-007",
    Text(
        nl="{number} eindigt al op {day}; een latere dag is een nieuw besluit.",
        en="{number} ends on {day} already; a later day is a new decision.",
    ),
    Text(
        nl="Kies een eerdere dag, of zet het profiel opnieuw op de lijst vanaf de dag erna.",
        en="Choose an earlier day, or put the profile on the list anew from the day after.",
    ),
)
_NO_ID = ("name:", "withheld:", "to-page:")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewParty:
    """One to put on the list, as a person says it."""

    url: str
    kind: NamedAs
    name: str
    start: date
    until: date | None
    reason: str
    user_id: str | None = None


@dataclass(slots=True)
class HeldOf:
    """What is held of somebody under a pseudonym."""

    #: Who is meant, as the list would have it.
    platform: Platform
    facts: NamedFacts
    #: Items that they wrote, and others that show them.
    written: int = 0
    shown: int = 0


@dataclass(slots=True)
class Undone:
    """What a decision that names somebody no more changed in what is held."""

    party: NamedParty
    #: Records that were corrected, now.
    corrected: int = 0
    #: Accounts of which it waits, as a run is busy there or a package is damaged.
    waiting: list[str] = field(default_factory=list)
    #: Files in which the search of every byte found what should be gone.
    left: list[str] = field(default_factory=list)


def preview_named(workplace: Workplace, new: NewParty) -> HeldOf:
    """Count the held items, of the days named, that show somebody under a pseudonym.

    Those stay as they are. WrongUse and Refused as `add_named`.
    """
    _require(workplace)
    admitted, facts = _checked(workplace, new)
    blind = open_blind(workplace, writes=False)
    try:
        known = [
            (who, blind.threads_of(decode(who.tag)))
            for blind in blind.epochs
            if (who := _known_as(blind, admitted.platform, facts))
        ]
    finally:
        blind.close()
    held = HeldOf(admitted.platform, facts)
    if not known:
        return held

    def count(catalogue: Catalogue, reader: ItemReader) -> HeldOf:
        by_thread: dict[bytes, list[Pseudonym]] = {}
        for who, threads in known:
            for thread in threads:
                by_thread.setdefault(thread, []).append(who)
        for thread, persons in by_thread.items():
            for _, _, place in catalogue.database.threads.items_of(thread):
                item = reader.try_read(place)
                if not isinstance(item, BrokenInput):
                    _count(held, item, new, persons)
        return held

    return ask_for_part(workplace, count)


def _known_as(blind: BlindIndex, platform: Platform, facts: NamedFacts) -> Pseudonym | None:
    return blind.at(platform, facts.url) or blind.called(platform, facts.handle)


def _count(held: HeldOf, item: ArchivalItem, new: NewParty, persons: list[Pseudonym]) -> None:
    day = civil_day(item.created_at)
    if day < new.start or (new.until and day > new.until):
        return
    said = "\n".join(texts_of(item))
    if any(item.author.pseudonym == who.tag for who in persons):
        held.written += 1
    elif any(str(Pseudonym(who.tag))[:-1] in said for who in persons):
        held.shown += 1


def add_named(workplace: Workplace, new: NewParty) -> NamedParty:
    """Put one on the list, for what comes in from now on and was published on the days named.

    Once there is a privacy officer in the register, a privacy officer alone may. WrongUse for
    what is no profile or has no name; Refused for one of ours and for one that is on it already.
    """
    _require(workplace)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        admitted, facts = _checked(workplace, new)
        number = f"n{len(read_named(workplace)) + 1:04d}"
        write_facts(workplace.keys, number, facts)
        workplace.record(
            Book.DECISIONS,
            ADDED,
            number,
            {
                "as": new.kind.value,
                "facts": tag_of_facts(workplace, number, facts),
                "from": new.start.isoformat(),
                "platform": admitted.platform.value,
                "reason": reason_of(new.reason),
                "until": new.until.isoformat() if new.until else None,
            },
        )
    return find_named(workplace, number)


def _checked(workplace: Workplace, new: NewParty) -> tuple[Admitted, NamedFacts]:
    name, reason = typed(new.name), reason_of(new.reason)
    if not name or not reason or (new.user_id or "").startswith(_NO_ID):
        raise WrongUse(NO_NAME)
    if new.until is not None and new.until < new.start:
        raise WrongUse(ENDS_FIRST)
    admitted = admit(new.url)
    if (admitted.platform, admitted.handle) in listed_accounts(workplace.register()):
        raise Refused(OURS)
    facts = NamedFacts(
        url=admitted.url, handle=admitted.handle, name=name, user_id=new.user_id or None
    )
    for one in read_named(workplace):
        if one.withdrawn or one.facts is None or one.platform is not admitted.platform:
            continue
        same = facts.user_id is not None and one.facts.user_id == facts.user_id
        if not same and one.facts.handle != facts.handle:
            continue
        begins_after = one.until is not None and one.until < new.start
        if not begins_after and not (new.until is not None and new.until < one.start):
            raise Refused(KNOWN_ALREADY, number=one.id)
    return admitted, facts


def end_named(workplace: Workplace, number: str, last: date, reason: str) -> Undone:
    """Let one stay recognisable until a day, that one too; what is held of later is corrected.

    WrongUse when it is not on the list or the day is before its first; Refused when withdrawn,
    and for a day after the last that it has: that would name more, and is decided anew.
    """
    party = _to_change(workplace, number)
    if last < party.start:
        raise WrongUse(ENDS_FIRST)
    if party.until is not None and last > party.until:
        raise Refused(LATER, number=party.id, day=party.until.isoformat())
    data = {"reason": _reason(reason), "until": last.isoformat()}
    noted = _note(workplace, party)
    workplace.record(Book.DECISIONS, ENDED, party.id, dict(data))
    return _correct(workplace, noted, find_named(workplace, number))


def withdraw_named(workplace: Workplace, number: str, reason: str) -> Undone:
    """Take back one that should never have been on the list.

    The name is erased, and what is held of it becomes a pseudonym. Done again when a process died
    before it was; else the next run and the schedule do it. Errors as `end_named`.
    """
    party = _to_change(workplace, number)
    plain = "" if party.withdrawn else _reason(reason)
    noted = _note(workplace, party)
    if not party.withdrawn:
        workplace.record(Book.DECISIONS, WITHDRAWN, party.id, {"reason": plain})
    done = _correct(workplace, noted, find_named(workplace, number))
    _forget(workplace, [party])
    done.party = find_named(workplace, number)
    return done


def find_named(workplace: Workplace, number: str) -> NamedParty:
    """Find one of the list; WrongUse when there is none of that number."""
    found = next((one for one in read_named(workplace) if one.id == number.strip()), None)
    if found is None:
        raise WrongUse(NO_SUCH, number=number)
    return found


def _to_change(workplace: Workplace, number: str) -> NamedParty:
    _require(workplace)
    party = find_named(workplace, number)
    if party.withdrawn and party.facts is None:
        raise Refused(IS_WITHDRAWN, number=party.id)
    return party


def _reason(reason: str) -> str:
    plain = reason_of(reason)
    if not plain:
        raise WrongUse(NO_NAME)
    return plain


def forget_withdrawn(workplace: Workplace) -> None:
    """Erase names of whom a dead process took back, once nothing is left to correct."""
    left = [one for one in read_named(workplace) if one.withdrawn and one.facts is not None]
    if left and not open_corrections(workplace):
        _forget(workplace, left)


def _forget(workplace: Workplace, parties: list[NamedParty]) -> None:
    """Erase names, while nobody adds one to the same file."""
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        for party in parties:
            write_facts(workplace.keys, party.id, None)


def _note(workplace: Workplace, party: NamedParty) -> list[PrivacyCorrection]:
    """Make due every thread in which they take part.

    Before the decision: whoever dies after it leaves what the next run finds and finishes.
    """
    if party.facts is None:
        return []
    blind = open_blind(workplace)
    try:
        person = raw_of(party.platform, party.facts, with_name=True)
        threads = {
            thread
            for one in blind.epochs
            if one.find(person) is not None or one is blind.epochs[-1]  # nobody new in an old one
            for thread in one.threads_of(decode(one.pseudonym(person).tag))
        }
        blind.save()
    finally:
        blind.close()
    catalogue = open_catalogue(workplace)
    try:
        due: dict[str, list[bytes]] = {}
        for thread in sorted(threads):
            for account in catalogue.database.threads.accounts_of(thread):
                due.setdefault(account, []).append(thread)
    finally:
        catalogue.close()
    return [note_due(workplace, account, waiting) for account, waiting in due.items()]


def _correct(workplace: Workplace, noted: list[PrivacyCorrection], party: NamedParty) -> Undone:
    """Take the name out of every thread in which they take part, where it counts no more."""
    done = Undone(party)
    for account in sorted({one.account for one in (*noted, *open_corrections(workplace))}):
        _correct_account(workplace, account, noted, done)
    return done


def _correct_account(
    workplace: Workplace, account: AccountId, noted: list[PrivacyCorrection], done: Undone
) -> None:
    try:
        with locked(workplace.layout.lock(f"account-{account}"), account):
            recover(workplace, account)
            due = {one.id for one in open_corrections(workplace)}
            for one in noted:
                # A run may have looked before the decision stood, and found that it counts.
                if one.account == account and one.id not in due:
                    note_due(workplace, account, [*map(decode, one.threads)])
            made = correct_persons(workplace, account)
    except (BrokenInput, Locked):
        done.waiting.append(account)
        return
    done.corrected += made.records
    done.left += made.found


def named_json(party: NamedParty) -> JsonObject:
    """Write one of the list with the names of the command line."""
    facts, ended, withdrawn = party.facts, party.ended, party.withdrawn
    return {
        "added": iso(party.added.at),
        "added_by": party.added.by,
        "doubted": iso(party.doubted) if party.doubted else None,
        "ended": iso(ended.at) if ended else None,
        "ended_by": ended.by if ended else None,
        "ended_reason": ended.reason if ended else None,
        "from": party.start.isoformat(),
        "handle": facts.handle if facts else None,
        "kind": party.kind.value,
        "name": facts.name if facts else None,
        "named": party.id,
        "platform": party.platform.value,
        "reason": party.added.reason,
        "until": party.until.isoformat() if party.until else None,
        "url": facts.url if facts else None,
        "withdrawn": iso(withdrawn.at) if withdrawn else None,
        "withdrawn_by": withdrawn.by if withdrawn else None,
        "withdrawn_reason": withdrawn.reason if withdrawn else None,
    }


def _require(workplace: Workplace) -> None:
    if workplace.register().holders(Role.PRIVACY):
        workplace.require(Role.PRIVACY)

"""Decide hotspot: propose one, enter that a body adopted it, withdraw it (requirement G2)."""

from datetime import date

from weerklank.catalogue.query_words import Either, Words, has_quotes, read_words
from weerklank.catalogue.words import marked_word
from weerklank.model.clock import iso
from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.hotspot import STATES, Criterion, Hotspot, HotspotState, words_sought
from weerklank.model.ids import AccountId
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.reason import given_reason, reason_of
from weerklank.model.text import Text
from weerklank.services.find.read_hotspots import (
    ADOPTED,
    PROPOSED,
    WITHDRAWN,
    find_hotspot,
    read_hotspots,
)
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

WRONG_STATE = fault(
    "HOTSPOT-002",
    Text(nl="Hotspot {hotspot} is al {state}.", en="Hotspot {hotspot} is {state} already."),
    Text(
        nl="Stel een nieuwe voor als deze niet klopt; zij kent alleen kandidaat, vastgesteld, "
        "ingetrokken.",
        en="Propose a new one if this one is wrong; it goes from candidate to adopted to "
        "withdrawn only.",
    ),
)
TOO_WIDE = fault(
    "HOTSPOT-003",
    Text(
        nl="Er is geen account, woord of hashtag genoemd.",
        en="No account, word or hashtag was named.",
    ),
    Text(
        nl="Noem ten minste een account met --account, een woord met --term of een hashtag met "
        "--hashtag; anders omvat de hotspot het hele archief.",
        en="Name at least an account with --account, a word with --term or a hashtag with "
        "--hashtag; otherwise the hotspot holds the whole archive.",
    ),
)
NO_TERM = fault(
    "HOTSPOT-004",
    Text(
        nl="'{term}' is geen woord of hashtag waarop te zoeken is.",
        en="'{term}' is no word or hashtag that can be searched for.",
    ),
    Text(
        nl="Geef bij --term een woord, of woorden die naast elkaar staan, zonder tekens; bij "
        "--hashtag één hashtag. Samen ten hoogste {most}.",
        en="Give --term a word, or words that stand beside each other, without signs; and "
        "--hashtag one hashtag. Together no more than {most}.",
    ),
)
TOO_MANY = fault(
    "HOTSPOT-006",
    Text(
        nl="Dit zijn {count} woorden en hashtags; een hotspot heeft er ten hoogste {most}.",
        en="These are {count} words and hashtags; a hotspot has {most} at most.",
    ),
    Text(
        nl="Kies de woorden die het meest zeggen, of maak er twee hotspots van.",
        en="Choose the words that say most, or make two hotspots of it.",
    ),
)
WRONG_DAYS = fault(
    "HOTSPOT-005",
    Text(
        nl="{day} kan niet: het ligt vóór het begin, of in de toekomst.",
        en="{day} can't be: it lies before the beginning, or in the future.",
    ),
    Text(
        nl="Een periode eindigt niet voor zij begint, en een besluit is van vandaag of eerder.",
        en="A period does not end before it begins, and a decision is of today or earlier.",
    ),
)
PROPOSERS = (Role.ARCHIVIST, Role.COMMUNICATION, Role.REGISTER_OWNER)
#: Terms and hashtags that one hotspot has at most: a search reads no more words.
_MOST = 40


def propose_hotspot(
    workplace: Workplace,
    name: str,
    *,
    accounts: tuple[str, ...],
    since: date,
    until: date | None,
    terms: tuple[str, ...],
    hashtags: tuple[str, ...],
    criteria: tuple[Criterion, ...],
    reason: str,
) -> Hotspot:
    """Propose a hotspot: it keeps nothing until a body has adopted it.

    `accounts` as the register knows them. WrongUse for what can't be searched for, and for a name,
    word or reason that shows that it is of a person.
    """
    workplace.require(*PROPOSERS)
    if until is not None and until < since:
        raise WrongUse(WRONG_DAYS, day=until)
    words = [_term(term) for term in terms]
    tags = [_hashtag(tag) for tag in hashtags]
    if not (accounts or words or tags):
        raise WrongUse(TOO_WIDE)
    if len(words) + len(tags) > _MOST:
        raise WrongUse(TOO_MANY, count=len(words) + len(tags), most=_MOST)
    _check_together(words, tags)
    data: JsonObject = {
        "accounts": [*_accounts(workplace, accounts)],
        "criteria": [one.value for one in dict.fromkeys(criteria)],
        "from": since.isoformat(),
        "hashtags": [*dict.fromkeys(tags)],
        "name": given_reason(name),
        "reason": given_reason(reason),
        "terms": [*dict.fromkeys(words)],
        "until": until.isoformat() if until else None,
    }
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        number = f"h{len(read_hotspots(workplace)) + 1:04d}"
        workplace.record(Book.DECISIONS, PROPOSED, number, data)
    return find_hotspot(workplace, number)


def adopt_hotspot(workplace: Workplace, name: str, body: str, on: date) -> Hotspot:
    """Enter that a body adopted a hotspot on a day: from now on it keeps what it holds."""
    workplace.require(Role.ARCHIVIST)
    if on > workplace.today():
        raise WrongUse(WRONG_DAYS, day=on)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        found = find_hotspot(workplace, name)
        if found.state is not HotspotState.CANDIDATE:
            raise Refused(WRONG_STATE, hotspot=found.id, state=STATES[found.state])
        data: JsonObject = {"body": given_reason(body), "on": on.isoformat()}
        workplace.record(Book.DECISIONS, ADOPTED, found.id, data)
    return find_hotspot(workplace, name)


def withdraw_hotspot(workplace: Workplace, name: str, reason: str) -> Hotspot:
    """Withdraw a candidate, or an adopted hotspot: what it kept is what the list says again."""
    workplace.require(Role.ARCHIVIST)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        found = find_hotspot(workplace, name)
        if found.state is HotspotState.WITHDRAWN:
            raise Refused(WRONG_STATE, hotspot=found.id, state=STATES[found.state])
        data: JsonObject = {"reason": given_reason(reason)}
        workplace.record(Book.DECISIONS, WITHDRAWN, found.id, data)
    return find_hotspot(workplace, name)


def _accounts(workplace: Workplace, names: tuple[str, ...]) -> list[AccountId]:
    register = workplace.register()
    return [*dict.fromkeys(register.find(name).id for name in names)]


def _term(term: str) -> str:
    """Give a term as it is searched for, word beside word; WrongUse when no word is in it."""
    plain = reason_of(term)
    sought = None if has_quotes(plain) else read_words(f'"{plain}"')
    if not isinstance(sought, Words) or sought.is_open:
        raise WrongUse(NO_TERM, term=plain, most=_MOST)
    return plain


def _hashtag(tag: str) -> str:
    plain = reason_of(tag)
    word = marked_word(plain if plain.startswith("#") else f"#{plain}")
    if word is None or " " in plain:
        raise WrongUse(NO_TERM, term=plain, most=_MOST)
    return word


def _check_together(words: list[str], tags: list[str]) -> None:
    """Refuse what can't be asked as one question, before anything is kept of it (WrongUse)."""
    if not words and not tags:
        return
    sought = read_words(words_sought(words, tags))
    parts = sought.parts if isinstance(sought, Either) else (sought,)
    if len(parts) != len(words) + len(tags):
        raise WrongUse(NO_TERM, term=words_sought(words, tags), most=_MOST)


def hotspot_json(found: Hotspot) -> JsonObject:
    """Write a hotspot with the names of the command line."""
    adopted = found.adoption
    return {
        "accounts": [*found.accounts],
        "adopted": iso(adopted.at) if adopted else None,
        "adopted_by": adopted.by if adopted else None,
        "body": adopted.body if adopted else None,
        "criteria": [one.value for one in found.criteria],
        "decided": adopted.on.isoformat() if adopted else None,
        "from": found.since.isoformat() if found.since else None,
        "hashtags": [*found.hashtags],
        "hotspot": found.id,
        "name": found.name,
        "proposed": iso(found.proposed_at),
        "proposed_by": found.proposed_by,
        "reason": found.reason,
        "state": found.state.value,
        "terms": [*found.terms],
        "to": found.until.isoformat() if found.until else None,
        "withdrawn": iso(found.withdrawn_at) if found.withdrawn_at else None,
        "withdrawn_by": found.withdrawn_by,
        "withdrawn_reason": found.withdrawn_reason or None,
    }

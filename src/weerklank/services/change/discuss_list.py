"""Discuss a destruction list before it is executed: take items off, ask for changes, answer."""

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.destruction import GONE, WORDS, DestructionList, ListState, PageGone
from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.reason import given_reason
from weerklank.model.text import Text
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.change.destruction_lists import (
    DONE_ALREADY,
    NOTHING_NAMED,
    PROPOSERS,
    check_step,
)
from weerklank.services.change.pages_along import pages_along, pages_json
from weerklank.services.find.read_items import address
from weerklank.services.seal.read_destructions import (
    ANSWERED,
    CHANGES_ASKED,
    EXCEPTED,
    find_list,
)
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

NOT_ON_LIST = fault(
    "DESTROY-008",
    Text(nl="{item} staat niet op lijst {list}.", en="{item} is not on list {list}."),
    Text(
        nl="'weerklank destroy list' noemt wat erop staat en wat eraf is gehaald.",
        en="'weerklank destroy list' names what is on it and what was taken off.",
    ),
)
GOES_ALONG = fault(
    "DESTROY-009",
    Text(
        nl="Pagina {item} gaat mee: er staat iets op dat op lijst {list} staat.",
        en="Page {item} goes along: something on it is on list {list}.",
    ),
    Text(
        nl="Haal ook de berichten op die pagina van de lijst.",
        en="Take the posts on that page off the list as well.",
    ),
)
NOTHING_LEFT = fault(
    "DESTROY-010",
    Text(nl="Zo bleef er niets over op lijst {list}.", en="Nothing would be left on list {list}."),
    Text(
        nl="Laat de lijst dan liggen: zonder machtiging gebeurt er niets mee.",
        en="Leave the list where it is then: without approval nothing is done by it.",
    ),
)
NOTHING_ASKED = fault(
    "DESTROY-011",
    Text(
        nl="Niemand vroeg om wijziging van lijst {list}.",
        en="Nobody asked for changes to list {list}.",
    ),
    Text(
        nl="Er is niets te beantwoorden; 'weerklank destroy list' zegt wie nu aan zet is.",
        en="There is nothing to answer; 'weerklank destroy list' says whose turn it is.",
    ),
)
NOT_PROPOSER = fault(
    "DESTROY-012",
    Text(
        nl="Lijst {list} is van {by}; alleen die kan haar opnieuw voorstellen.",
        en="List {list} is of {by}, who alone can propose it once more.",
    ),
    Text(
        nl="Laat {by} antwoorden, of stel een nieuwe lijst voor.",
        en="Let {by} answer, or propose a new list.",
    ),
)


def except_items(
    workplace: Workplace, name: str, items: tuple[str, ...], reason: str
) -> DestructionList:
    """Take items off a list that was not executed; they stay on it as exceptions, with the reason.

    By anyone who proposes, reviews or approves lists: less is destroyed, so no step is taken
    back. Pages that nothing on the list stands on any more are off it too.
    """
    workplace.require(*PROPOSERS, Role.REVIEWER)
    why = given_reason(reason)
    if not items:
        raise WrongUse(NOTHING_NAMED)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        found = find_list(workplace, name)
        refuse_begun(found)
        gone = _named(found, items)
        stay = [key for key in found.keys if key not in gone and key not in found.along]
        if not stay:
            raise Refused(NOTHING_LEFT, list=found.id)
        pages = consult(workplace, lambda catalogue: _still_along(catalogue, stay))
        for page in pages:
            if page.key in gone:
                raise Refused(GOES_ALONG, item=page.id, list=found.id)
        told: JsonObject = {
            "items": [*gone.values()],
            "keys": [*gone],
            "pages": pages_json(pages),
            "reason": why,
        }
        workplace.record(Book.DECISIONS, EXCEPTED, found.id, told)
    return find_list(workplace, name)


def _still_along(catalogue: Catalogue, stay: list[str]) -> list[PageGone]:
    return pages_along(catalogue, stay)


def _named(found: DestructionList, items: tuple[str, ...]) -> dict[str, str]:
    """Give the items by key; WrongUse for one that is not on the list."""
    keys = dict(zip(found.items, found.keys, strict=True))
    named = {}
    for item in map(address, items):
        if item not in keys:
            raise WrongUse(NOT_ON_LIST, item=item, list=found.id)
        named[keys[item]] = item
    return named


def refuse_begun(found: DestructionList) -> None:
    """Refuse to change what is being destroyed, or is gone (Refused)."""
    if found.has_begun or found.state in GONE:
        raise Refused(DONE_ALREADY, list=found.id, state=WORDS[ListState.EXECUTED])


def ask_changes(workplace: Workplace, name: str, step: ListState, reason: str) -> DestructionList:
    """Do not agree, as who would take the step: the list goes back to who proposed it."""
    why = given_reason(reason)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        found = find_list(workplace, name)
        check_step(workplace, found, step)
        workplace.record(
            Book.DECISIONS, CHANGES_ASKED, found.id, {"instead_of": str(step), "reason": why}
        )
    return find_list(workplace, name)


def answer_changes(workplace: Workplace, name: str, reason: str) -> DestructionList:
    """Propose a list once more, as it stands by now, by who proposed it: a new round begins."""
    workplace.require(*PROPOSERS)
    why = given_reason(reason)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        found = find_list(workplace, name)
        if not found.waits_for_proposer:
            raise Refused(NOTHING_ASKED, list=found.id)
        proposer = found.by[ListState.PROPOSED]
        if workplace.actor.known_as != proposer:
            raise Refused(NOT_PROPOSER, list=found.id, by=proposer)
        workplace.record(Book.DECISIONS, ANSWERED, found.id, {"reason": why})
    return find_list(workplace, name)

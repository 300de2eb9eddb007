"""Change policy: propose, see on what is held what it would have changed, approve.

What is held keeps the policy of its day. A proposal is counted before it stands, and approved by
its number as long as the policy is the one that it was made on (docs/adr/0107).
"""

from collections import Counter
from collections.abc import Iterator

from weerklank.catalogue.catalogue import Catalogue
from weerklank.minimise.held import texts_of
from weerklank.minimise.initials import hide_initials, hides
from weerklank.model.account import Scenario
from weerklank.model.errors import BrokenInput, Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.model.item import ArchivalItem, ItemKind
from weerklank.model.person import Role
from weerklank.model.policy import (
    POLICY_APPROVED,
    Change,
    Choice,
    FieldClass,
    Policy,
    changes_json,
)
from weerklank.model.text import Text
from weerklank.services.appraise.read_policy import (
    PROPOSED,
    Counted,
    Proposal,
    counted_json,
    read_policy_history,
)
from weerklank.services.find.read_items import ItemReader, ask_for_part
from weerklank.services.workplace import Workplace, session_name
from weerklank.store.lock import locked

NO_CHOICE_HERE = fault(
    "POLICY-005",
    Text(
        nl="'{choice}' kan niet voor {field}.",
        en="'{choice}' can't be chosen for {field}.",
    ),
    Text(
        nl="Wel kan: {choices}. Verzegelen kan alleen waar originelen worden bewaard.",
        en="These can: {choices}. Sealing needs a term for sealed originals.",
    ),
)
NOTHING_ELSE = fault(
    "POLICY-006",
    Text(nl="Dat is al zo: het voorstel verandert niets.", en="It is so: nothing would change."),
    Text(nl="Kijk met 'weerklank privacy policy'.", en="See 'weerklank privacy policy'."),
)
NO_PROPOSAL = fault(
    "POLICY-007",
    Text(nl="Er is geen voorstel {proposal}.", en="There is no proposal {proposal}."),
    Text(
        nl="Kijk met 'weerklank privacy policy preview' welke er liggen.",
        en="See with 'weerklank privacy policy preview' which there are.",
    ),
)
PASSED_BY = fault(
    "POLICY-008",
    Text(
        nl="Voorstel {proposal} is op versie {base} gemaakt; nu geldt versie {version}.",
        en="Proposal {proposal} was made on version {base}; version {version} is in force.",
    ),
    Text(nl="Doe het voorstel opnieuw.", en="Propose it anew."),
)
#: Newest versions alone, in the order in which they lie.
_NEWEST = (
    "version = (SELECT max(version) FROM items AS newer WHERE newer.key = items.key)"
    " ORDER BY items.row"
)
#: What stands in a text for somebody.
_STAND_IN = "Burger-"


def propose(
    workplace: Workplace, field: FieldClass, scenarios: tuple[Scenario, ...], choice: Choice
) -> tuple[Proposal, tuple[Counted, ...]]:
    """Propose another choice for a field class, by a privacy officer or an archivist.

    Gives it with what it would have changed of what is held. Nothing takes effect.
    """
    if workplace.register().holders(Role.PRIVACY):
        workplace.require(Role.PRIVACY, Role.ARCHIVIST)
    policy = workplace.policy()
    if choice not in _may_be(policy, field, scenarios):
        choices = ", ".join(_may_be(policy, field, scenarios))
        raise WrongUse(NO_CHOICE_HERE, choice=choice.value, field=field.value, choices=choices)
    changes = tuple(
        Change(field, one, choice)
        for one in dict.fromkeys(scenarios)
        if policy.choice(field, one) is not choice
    )
    if not changes:
        raise Refused(NOTHING_ELSE)
    counted = count(workplace, policy, changes)
    event = workplace.record(
        Book.DECISIONS,
        PROPOSED,
        f"policy-{session_name()}",
        {
            "base": policy.version,
            "changes": changes_json(changes),
            "counts": counted_json(counted),
        },
    )
    found = Proposal(
        id=event.subject,
        base=policy.version,
        changes=changes,
        by=event.actor.known_as,
        at=event.at,
        counted=counted,
    )
    return found, counted


def choices_of(policy: Policy, field: FieldClass) -> tuple[Choice, ...]:
    """Give what can be proposed for a field class in one scenario or another."""
    can = {choice for one in Scenario for choice in _may_be(policy, field, (one,))}
    return tuple(one for one in policy.may_be(field) if one in can)


def _may_be(
    policy: Policy, field: FieldClass, scenarios: tuple[Scenario, ...]
) -> tuple[Choice, ...]:
    """Give what can be chosen: a find is sealed only with the text that it stands in."""
    found = policy.may_be(field)
    is_alone = field is FieldClass.FOUND and any(
        policy.choice(FieldClass.TEXT, one) is not Choice.SEAL for one in scenarios
    )
    return tuple(one for one in found if not (is_alone and one is Choice.SEAL))


def proposals(workplace: Workplace) -> dict[str, Proposal]:
    """Give the proposals that wait, oldest first; those on an earlier version don't."""
    return dict(read_policy_history(workplace).waiting)


def preview(workplace: Workplace, name: str) -> tuple[Proposal, tuple[Counted, ...]]:
    """Count once more what a proposal would have changed of what is held."""
    found = _proposal(workplace, name)
    return found, count(workplace, workplace.policy(), found.changes)


def approve(workplace: Workplace, name: str) -> Policy:
    """Make a proposal the policy that goes for what comes in from now on.

    Once there is a privacy officer in the register, only a privacy officer may.
    """
    if workplace.register().holders(Role.PRIVACY):
        workplace.require(Role.PRIVACY)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        found = _proposal(workplace, name)
        workplace.record(
            Book.DECISIONS,
            POLICY_APPROVED,
            found.id,
            {"changes": changes_json(found.changes), "version": found.base + 1},
        )
    return workplace.policy()


def _proposal(workplace: Workplace, name: str) -> Proposal:
    known = read_policy_history(workplace)
    passed_by = known.lapsed.get(name)
    if passed_by is not None:
        version = len(known.versions)
        raise Refused(PASSED_BY, proposal=name, base=passed_by.base, version=version)
    found = known.waiting.get(name)
    if found is None:
        raise WrongUse(NO_PROPOSAL, proposal=name)
    return found


def count(
    workplace: Workplace, policy: Policy, changes: tuple[Change, ...]
) -> tuple[Counted, ...]:
    """Count per account and field class the held items that changes would treat otherwise.

    The newest version of each item, one after another; a damaged file takes nothing else away.
    """
    asked = [(one, policy.choice(one.field, one.scenario)) for one in changes]

    def find(catalogue: Catalogue, reader: ItemReader) -> Counter[tuple[AccountId, FieldClass]]:
        counted: Counter[tuple[AccountId, FieldClass]] = Counter()
        for item in _newest(catalogue, reader):
            for change, now in asked:
                if item.scenario == change.scenario and _is_touched(item, change, now):
                    counted[AccountId(item.account), change.field] += 1
        return counted

    return tuple(
        Counted(
            account=account,
            field=field,
            items=items,
            is_at_most=field in {FieldClass.EXTRAS, FieldClass.UNKNOWN},
        )
        for (account, field), items in sorted(ask_for_part(workplace, find).items())
    )


def _newest(catalogue: Catalogue, reader: ItemReader) -> Iterator[ArchivalItem]:
    for place in catalogue.database.places.where(_NEWEST, ()):
        item = reader.try_read(place)
        if not isinstance(item, BrokenInput) and item.kind is not ItemKind.PAGE:
            yield item


def _is_touched(item: ArchivalItem, change: Change, now: Choice) -> bool:
    """Tell whether an item would have been treated otherwise, as far as what is held shows it."""
    is_theirs = not item.author.role.is_ours
    texts = texts_of(item)
    if change.field is FieldClass.INITIALS:
        return not is_theirs and any(hides(one) or hide_initials(one) != one for one in texts)
    if change.field is FieldClass.MENTIONS:
        return not is_theirs and any(_STAND_IN in one for one in texts)
    if change.field is FieldClass.UNKNOWN:
        return True
    if not is_theirs:
        return False
    if change.field is FieldClass.FOUND:
        return bool(item.found)
    if change.field is FieldClass.TEXT:
        if Choice.DROP in {change.choice, now}:
            return bool(texts or item.dropped)
        return bool(item.found) or any(_STAND_IN in one for one in texts)
    return True

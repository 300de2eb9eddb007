"""Effect of a hotspot: how many items it holds, and how many of these would go without it."""

from collections import Counter
from dataclasses import dataclass

from weerklank.catalogue.account_items import PAGE
from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.hotspot import Hotspot
from weerklank.model.json_value import JsonObject
from weerklank.model.selection import Outcome
from weerklank.services.appraise.appraise_items import appraiser, held_items
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.find.protection import held_by
from weerklank.services.workplace import Workplace


@dataclass(frozen=True, slots=True)
class AccountEffect:
    """What of one account a hotspot holds."""

    account: str
    #: Posts, replies and all else; no pages.
    items: int
    #: The same of the whole account.
    of: int
    #: Those of `items` that the selection list says to destroy.
    lifted: int
    #: The same of the whole account.
    lifted_of: int
    #: Those of `items` that are still to be determined.
    undecided: int


def effect_of(workplace: Workplace, hotspot: Hotspot) -> list[AccountEffect]:
    """Count what a hotspot holds now, whatever its state, by account.

    Threads go along, and so may be of accounts that the hotspot does not name. Other hotspots
    change nothing of what is counted. What is being destroyed does not count.
    """

    def held(catalogue: Catalogue) -> frozenset[str]:
        return frozenset(one.id for one in held_by(catalogue, hotspot.scope))

    kept = consult(workplace, held)
    judge = appraiser(workplace)
    counts = [Counter[str]() for _ in range(5)]
    items, of, lifted, lifted_of, undecided = counts
    for item in held_items(workplace):
        if item.whose == PAGE:
            continue
        outcome = judge.of(item).row_outcome
        goes = outcome is Outcome.DESTROY
        of[item.account] += 1
        lifted_of[item.account] += goes
        if item.id in kept:
            items[item.account] += 1
            lifted[item.account] += goes
            undecided[item.account] += outcome is Outcome.UNDECIDED
    return [AccountEffect(name, *(counted[name] for counted in counts)) for name in sorted(items)]


def effect_json(effect: list[AccountEffect]) -> JsonObject:
    """Write the effect of a hotspot with the names of the command line."""
    return {
        "effect": [
            {
                "account": one.account,
                "items": one.items,
                "lifted": one.lifted,
                "lifted_of": one.lifted_of,
                "of": one.of,
            }
            for one in effect
        ],
        "items": sum(one.items for one in effect),
        "lifted": sum(one.lifted for one in effect),
    }

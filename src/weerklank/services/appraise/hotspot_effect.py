"""Effect of a hotspot: how many items it holds, or would hold once it is adopted."""

from dataclasses import dataclass

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.hotspot import Hotspot
from weerklank.model.json_value import JsonObject
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


def effect_of(workplace: Workplace, hotspot: Hotspot) -> list[AccountEffect]:
    """Count what a hotspot holds now, whatever its state, by account.

    Threads go along, and so may be of accounts that the hotspot does not name.
    """

    def count(catalogue: Catalogue) -> list[AccountEffect]:
        held: dict[str, set[str]] = {}
        for one in held_by(catalogue, hotspot.scope):
            if not one.is_page:
                held.setdefault(one.account, set()).add(one.id)
        total = catalogue.database.items.count_of
        return [AccountEffect(name, len(held[name]), total(name)) for name in sorted(held)]

    return consult(workplace, count)


def effect_json(effect: list[AccountEffect]) -> JsonObject:
    """Write the effect of a hotspot with the names of the command line."""
    return {
        "effect": [{"account": one.account, "items": one.items, "of": one.of} for one in effect],
        "items": sum(one.items for one in effect),
    }

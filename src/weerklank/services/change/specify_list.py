"""Specify a list: what will be said for ever of what it destroys, and nothing more.

Art. 8 Archiefbesluit 1995: a certificate specifies what was destroyed. By category, as the
Nationaal Archief asks: with whom it was held, of what kind it was, by which row of the selection
list, from which day to which, and how many. No word of it, and no person.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from weerklank.catalogue.account_items import NO_MESSAGE, PAGE, STORY, THEIRS
from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.item_places import Located
from weerklank.model.certificate import Sort
from weerklank.model.clock import civil_day
from weerklank.model.destruction import DestructionList
from weerklank.model.json_value import Json
from weerklank.model.symbols import encode
from weerklank.package.names import PackageName

_SORTS = {
    THEIRS: Sort.REPLIES,
    NO_MESSAGE: Sort.PROFILES,
    STORY: Sort.STORIES,
    PAGE: Sort.PAGES,
}


@dataclass(slots=True)
class _Category:
    items: set[bytes] = field(default_factory=set)
    records: int = 0
    days: set[date] = field(default_factory=set)


def specified(catalogue: Catalogue, found: DestructionList, places: list[Located]) -> list[Json]:
    """Give the categories of a list by the places of all versions of its items.

    Days are those of publication, in civil time; none of what the platform does not date.
    """
    rows = {key: (row.list, row.row) for row in found.rows for key in row.keys}
    categories: dict[tuple[str, str, str, str], _Category] = defaultdict(_Category)
    sorts: dict[bytes, Sort] = {}
    for place in places:
        if place.key not in sorts:
            whose = catalogue.database.items.whose(place.key)
            sorts[place.key] = _SORTS.get(-1 if whose is None else whose, Sort.POSTS)
        account = str(PackageName.read(place.package).account)
        by = rows.get(encode(place.key), ("", ""))
        category = categories[account, str(sorts[place.key]), *by]
        category.items.add(place.key)
        category.records += 1
        if place.created:  # the platform says when
            category.days.add(civil_day(datetime.fromtimestamp(place.created, UTC)))
    return [
        {
            "account": account,
            "first": min(one.days).isoformat() if one.days else None,
            "items": len(one.items),
            "last": max(one.days).isoformat() if one.days else None,
            "list": by_list,
            "records": one.records,
            "row": row,
            "sort": sort,
        }
        for (account, sort, by_list, row), one in sorted(categories.items())
    ]

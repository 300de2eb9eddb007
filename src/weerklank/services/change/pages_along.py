"""Pages along: what a destruction takes with it, since an item that goes stands on it."""

from collections.abc import Iterable
from datetime import UTC, datetime

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.clock import iso
from weerklank.model.destruction import PageGone
from weerklank.model.json_value import Json
from weerklank.model.symbols import decode, encode


def pages_along(catalogue: Catalogue, keys: Iterable[str]) -> list[PageGone]:
    """Give the pages among some items, and every page on which any of them stands.

    A page and all that it shows are one: where one goes, the page goes. What the page says of
    itself comes of the catalogue alone, so that a damaged package stops no list.
    """
    database = catalogue.database
    wanted = {decode(key): None for key in keys}
    found = dict.fromkeys([*filter(database.pages.is_page, wanted)])
    found |= dict.fromkeys(database.pages.showing(wanted))
    gone = []
    for key in found:
        place, shown = database.places.newest_by_key(key), database.pages.shown_by(key)
        if place is not None:
            gone.append(
                PageGone(
                    id=place.id,
                    key=encode(key),
                    of=encode(shown[0] if shown else key),
                    taken_at=iso(datetime.fromtimestamp(place.created, UTC)),
                    alone=not any(item in wanted for item in shown),
                    linked=database.pages.is_led_to(key),
                )
            )
    return gone


def pages_json(pages: Iterable[PageGone]) -> list[Json]:
    """Write pages as the events of a list tell them."""
    return [
        {
            "alone": one.alone,
            "id": one.id,
            "key": one.key,
            "linked": one.linked,
            "of": one.of,
            "taken_at": one.taken_at,
        }
        for one in pages
    ]

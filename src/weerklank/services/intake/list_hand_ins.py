"""List hand-ins: what was handed in of which account, by whom, and what became of it."""

from collections.abc import Iterable
from textwrap import shorten

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.clock import iso
from weerklank.model.hand_in import HandIn, HandInState
from weerklank.model.ids import AccountId
from weerklank.model.item import state_of
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.symbols import decode
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.find.read_items import read
from weerklank.services.find.read_marks import is_special, laid_states
from weerklank.services.people.access import why_apart
from weerklank.services.register.read_hand_ins import read_hand_ins
from weerklank.services.seal.read_destructions import read_lists
from weerklank.services.workplace import Workplace


def list_hand_ins(workplace: Workplace, account: AccountId | None = None) -> list[JsonObject]:
    """Give every hand-in, or those of one account, in order, with its posts."""
    chosen = [
        hand_in
        for hand_in in read_hand_ins(workplace).values()
        if account is None or hand_in.account == account
    ]
    return hand_ins_json(workplace, chosen)


def hand_ins_json(
    workplace: Workplace, hand_ins: Iterable[HandIn], *, texts: bool = False
) -> list[JsonObject]:
    """Write hand-ins as JSON; with `texts` also how each post begins, to recognise it by."""
    destroyed = {
        key: (item, found.id)
        for found in read_lists(workplace).values()
        if found.has_begun
        for key, item in zip(found.keys, found.items, strict=True)
    }

    def written(catalogue: Catalogue) -> list[JsonObject]:
        return [
            _hand_in(
                hand_in,
                [
                    _post(workplace, catalogue, key, destroyed, texts=texts)
                    for key in hand_in.posts
                ],
            )
            for hand_in in hand_ins
        ]

    return consult(workplace, written)


def _hand_in(found: HandIn, posts: list[JsonObject]) -> JsonObject:
    # In order of time, which the permanent address begins with.
    in_order: list[Json] = [*sorted(posts, key=lambda post: str(post["id"] or ""))]
    judged_by = found.by.get(HandInState.CONFIRMED) or found.by.get(HandInState.NOTHING)
    return {
        "account": found.account,
        "at": iso(found.at),
        "by": {str(state): name for state, name in found.by.items()},
        "handin": found.id,
        "judged_by": judged_by,
        "period": found.period.name if found.period else None,
        # Of what was taken back nothing is told: it was a mistake.
        "posts": [] if found.state is HandInState.UNDONE else in_order,
        "process": found.process,
        "run": found.run,
        "state": str(found.state),
        "system_users": {str(state): name for state, name in found.system_users.items()},
    }


def _post(
    workplace: Workplace,
    catalogue: Catalogue,
    key: str,
    destroyed: dict[str, tuple[str, str]],
    *,
    texts: bool,
) -> JsonObject:
    """Tell where a post is: `id` and `url` when it is held, the decision when it was destroyed."""
    if key in destroyed:
        item, number = destroyed[key]
        return {"id": item, "url": None, "created_at": None, "destroyed_by": number}
    place = catalogue.database.places.newest_by_key(decode(key))
    if place is None:
        return {"id": None, "url": None, "created_at": None, "destroyed_by": None}
    held = read(workplace, place)
    told: JsonObject = {
        "id": held.id,
        "url": held.url,
        "created_at": held.created_at,
        "destroyed_by": None,
    }
    if texts:
        line = " ".join((held.text or "").split())
        # What is apart is read on its own page, where that is recorded.
        laid = laid_states(workplace)
        why = why_apart(
            state_of(held, laid), shielded=place.shielded, special=is_special(place, laid)
        )
        is_apart = why is not None
        told["text"] = None if is_apart else shorten(line, _LONGEST, placeholder=" …")
    return told


#: Characters of a post that are enough to recognise it by.
_LONGEST = 120

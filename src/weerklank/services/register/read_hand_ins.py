"""Read hand-ins: what the decisions say of them."""

from dataclasses import replace

from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book, Event
from weerklank.model.hand_in import HandIn, HandInState, period_of
from weerklank.model.ids import AccountId
from weerklank.model.json_value import Json
from weerklank.model.text import Text
from weerklank.services.workplace import Workplace

UNKNOWN_HAND_IN = fault(
    "HANDIN-001",
    Text(nl="Er is geen aanlevering '{handin}'.", en="There is no hand-in '{handin}'."),
    Text(
        nl="Controleer het nummer; 'weerklank handin list' noemt ze alle.",
        en="Check the number; 'weerklank handin list' names them all.",
    ),
)
#: What the kinds of its events begin with; a state follows.
KIND = "handin."


def read_hand_ins(workplace: Workplace) -> dict[str, HandIn]:
    """Read all hand-ins as their events tell them, in order."""
    return dict(workplace.events.fold(Book.DECISIONS, _HandInsFold))


class _HandInsFold:
    """Every hand-in as the events so far tell it."""

    def __init__(self) -> None:
        self._hand_ins: dict[str, HandIn] = {}

    def take(self, event: Event) -> None:
        if event.kind.startswith(KIND):
            _apply(self._hand_ins, event)

    def result(self) -> dict[str, HandIn]:
        return dict(self._hand_ins)


def _apply(found: dict[str, HandIn], event: Event) -> None:
    state, data = HandInState(event.kind.removeprefix(KIND)), event.data
    name, user = event.actor.known_as, event.actor.system_user
    known = found.get(event.subject)
    if known is None:
        period = _text(data.get("period"))
        known = HandIn(
            id=event.subject,
            account=AccountId(str(data["account"])),
            state=state,
            at=event.at,
            period=period_of(period) if period else None,
            by={},
            system_users={},
        )
    posts, said = data.get("posts"), data.get("said")
    found[event.subject] = replace(
        known,
        state=state,
        at=event.at,
        posts=tuple(map(str, posts)) if isinstance(posts, list) else known.posts,
        said=(
            {key: str(digest) for key, digest in said.items()}
            if isinstance(said, dict)
            else known.said
        ),
        process=_text(data.get("process")) or known.process,
        run=_text(data.get("run")) or known.run,
        by={**known.by, state: name},
        system_users={**known.system_users, state: user},
    )


def _text(value: Json) -> str | None:
    return None if value is None else str(value)


def find_hand_in(workplace: Workplace, name: str) -> HandIn:
    """Find a hand-in by its number; WrongUse when there is none."""
    found = read_hand_ins(workplace).get(name.strip().lower())
    if found is None:
        raise WrongUse(UNKNOWN_HAND_IN, handin=name)
    return found

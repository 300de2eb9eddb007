"""Read vault requests: what the decisions say of who asked to open which sealed original."""

from dataclasses import replace

from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId
from weerklank.model.text import Text
from weerklank.model.vault import VaultAct, VaultEnd, VaultGround, VaultRequest, VaultStep
from weerklank.services.workplace import Workplace

UNKNOWN_REQUEST = fault(
    "VAULT-001",
    Text(nl="Er is geen kluisaanvraag '{request}'.", en="There is no vault request '{request}'."),
    Text(
        nl="Controleer het nummer; 'weerklank vault list' noemt ze alle.",
        en="Check the number; 'weerklank vault list' names them all.",
    ),
)
#: What the kinds of its events begin with.
KIND = "vault."


def read_requests(workplace: Workplace) -> dict[str, VaultRequest]:
    """Read all requests as their events tell them, by number, oldest first."""
    return dict(workplace.events.fold(Book.DECISIONS, _RequestsFold))


def find_request(workplace: Workplace, name: str) -> VaultRequest:
    """Find a request by its number; WrongUse when there is none."""
    found = read_requests(workplace).get(name.strip().lower())
    if found is None:
        raise WrongUse(UNKNOWN_REQUEST, request=name)
    return found


class _RequestsFold:
    """Every request as the events so far tell it."""

    def __init__(self) -> None:
        self._requests: dict[str, VaultRequest] = {}

    def take(self, event: Event) -> None:
        if not event.kind.startswith(KIND):
            return
        step = _step(event)
        known = self._requests.get(event.subject)
        if known is not None:
            self._requests[event.subject] = replace(known, steps=(*known.steps, step))
        elif step.act is VaultAct.REQUESTED:
            data = event.data
            self._requests[event.subject] = VaultRequest(
                id=event.subject,
                item=str(data["item"]),
                version=int(str(data["version"])),
                account=AccountId(str(data["account"])),
                ground=VaultGround(str(data["ground"])),
                case=str(data["case"]),
                steps=(step,),
            )

    def result(self) -> dict[str, VaultRequest]:
        return dict(self._requests)


def _step(event: Event) -> VaultStep:
    why = event.data.get("why")
    return VaultStep(
        act=VaultAct(event.kind.removeprefix(KIND)),
        at=event.at,
        by=event.actor.known_as,
        system_user=event.actor.system_user,
        is_signed_in=event.actor.is_signed_in,
        reason=str(event.data.get("reason") or ""),
        end=None if why is None else VaultEnd(str(why)),
    )

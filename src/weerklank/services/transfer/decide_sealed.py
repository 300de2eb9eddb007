"""Decide what becomes of sealed originals: once by an archivist, once by a privacy officer."""

from datetime import date

from weerklank.model.clock import iso
from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.model.transfer import SealedChoice, SealedVote, TransferScope
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.transfer.read_transfers import (
    DECIDED,
    read_votes,
    scope_json,
    standing_choice,
)
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

NO_PERIOD = fault(
    "TRANSFER-002",
    Text(
        nl="De laatste dag ({until}) ligt voor de eerste ({since}).",
        en="The last day ({until}) lies before the first ({since}).",
    ),
    Text(nl="Controleer --from en --to.", en="Check --from and --to."),
)


def scope_of(
    workplace: Workplace, accounts: tuple[str, ...], since: date | None, until: date | None
) -> TransferScope:
    """Give what is meant by accounts and days; WrongUse for an account that is not there."""
    if since is not None and until is not None and until < since:
        raise WrongUse(NO_PERIOD, since=since, until=until)
    register = workplace.register()
    found = sorted({register.find(name).id for name in accounts})
    return TransferScope(accounts=tuple(found), since=since, until=until)


def decide_sealed(
    workplace: Workplace, scope: TransferScope, choice: SealedChoice
) -> list[SealedVote]:
    """Decide on the sealed originals of the next transfer of this choice; gives all decisions."""
    workplace.require(Role.ARCHIVIST, Role.PRIVACY)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        told: JsonObject = {"scope": scope_json(scope), "sealed": str(choice)}
        workplace.record(Book.DECISIONS, DECIDED, scope.key, told)
    seal_events(workplace)
    return read_votes(workplace, scope)


def votes_json(scope: TransferScope, votes: list[SealedVote]) -> JsonObject:
    """Write what was decided, and what holds of it."""
    standing = standing_choice(votes)
    return {
        "decided": str(standing) if standing else None,
        "decisions": [
            {"at": iso(vote.at), "by": vote.by, "sealed": str(vote.choice)} for vote in votes
        ],
        "scope": scope_json(scope),
    }

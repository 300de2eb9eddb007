"""Check before: what a SIP of a choice would hold, and what stands in its way.

Counted by the posts that threads begin with, as a SIP has one record of each; without reading any.
"""

from dataclasses import dataclass, field

from weerklank.catalogue.account_items import NO_MESSAGE
from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.item import ItemState
from weerklank.model.selection import Outcome
from weerklank.model.symbols import encode
from weerklank.model.transfer import SealedChoice, SealedVote, TransferScope
from weerklank.services.appraise.appraise_items import appraiser
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.change.propose_due import listed_already
from weerklank.services.find.protection import read_protection
from weerklank.services.find.read_marks import is_special, laid_states
from weerklank.services.seal.read_destructions import destroyed_keys
from weerklank.services.transfer.read_transfers import read_votes, standing_choice
from weerklank.services.transfer.write_sip import bounds
from weerklank.services.workplace import Workplace


@dataclass(slots=True)
class Counted:
    """Posts of a choice, by what matters to a transfer."""

    #: That go along, each with its thread.
    posts: int = 0
    outcomes: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    #: That a decision keeps back, or that are being destroyed: they don't go along.
    restricted: int = 0
    destroying: int = 0
    #: That go along with a limit on their openness.
    limited: int = 0
    #: That stand on a destruction list which was not executed.
    listed: int = 0
    #: That a legal hold keeps.
    held: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedBefore:
    """What is known of a transfer before it is made."""

    counted: Counted
    votes: tuple[SealedVote, ...]
    #: What was decided on sealed originals; None where two persons did not decide alike.
    choice: SealedChoice | None


def check_before(workplace: Workplace, scope: TransferScope) -> CheckedBefore:
    """Look at a choice as a transfer would."""
    votes = read_votes(workplace, scope)
    listed, gone = listed_already(workplace), destroyed_keys(workplace)
    laid = laid_states(workplace)
    judge, protection = appraiser(workplace), read_protection(workplace)
    accounts = scope.accounts or tuple(sorted(workplace.register().accounts))
    since, until = bounds(scope)

    def count(catalogue: Catalogue) -> Counted:
        counted, database = Counted(), catalogue.database
        for account in accounts:
            for key, _, _ in database.items.threads_begun(account, since, until):
                place = database.places.newest_by_key(key)
                item = database.held.by_id(place.id) if place else None
                if place is None or item is None or item.whose == NO_MESSAGE:
                    continue  # a profile goes along whatever the days
                if encode(key) in gone:
                    counted.destroying += 1
                elif laid.get(encode(key)) is ItemState.RESTRICTED:
                    counted.restricted += 1
                else:
                    counted.posts += 1
                    counted.limited += place.shielded or is_special(place, laid)
                    counted.listed += place.id in listed
                    counted.outcomes[judge.of(item).outcome] += 1
                    counted.held += bool(protection.holds_of(place.id))
        return counted

    return CheckedBefore(
        counted=consult(workplace, count), votes=tuple(votes), choice=standing_choice(votes)
    )

"""Waiting requests: what of the vault is asked of whoever acts."""

from collections.abc import Iterator

from weerklank.model.vault import VaultAct, VaultRequest, VaultState
from weerklank.services.vault.read_requests import read_requests
from weerklank.services.vault.true_time import shown_time
from weerklank.services.workplace import Workplace

_WAITING = (VaultAct.REQUESTED, VaultAct.APPROVED)


def waiting_requests(workplace: Workplace) -> Iterator[tuple[VaultRequest, VaultState]]:
    """Give what of others waits for a second person, and what of one's own may be opened."""
    live = [one for one in read_requests(workplace).values() if one.steps[-1].act in _WAITING]
    now = shown_time(workplace) if live else workplace.clock.now()
    for one in live:
        state, is_own = one.state_at(now), one.requested.by == workplace.actor.name
        if state is (VaultState.APPROVED if is_own else VaultState.REQUESTED):
            yield one, state

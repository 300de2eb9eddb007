"""Finish change: what follows on each change of the register, for every shell alike."""

from weerklank.model.notice import Notice
from weerklank.services.register.notify_owner import notify_owners
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace


def finish_change(workplace: Workplace) -> tuple[Notice, ...]:
    """Tell the owners of the register, and bring the change into the log; gives what to mind.

    The change stands whatever becomes of the mail; it enters the log also when that is broken off.
    """
    try:
        return notify_owners(workplace)
    finally:
        seal_events(workplace)

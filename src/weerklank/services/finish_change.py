"""Finish change: what follows on each change of the register, for every shell alike."""

from weerklank.model.notice import Notice
from weerklank.services.seal_events import seal_events
from weerklank.services.workplace import Workplace


def finish_change(workplace: Workplace) -> tuple[Notice, ...]:
    """Bring the change into the log."""
    seal_events(workplace)
    return ()

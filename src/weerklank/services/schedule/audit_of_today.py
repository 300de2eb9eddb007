"""The audit of today: the schedule looks at its share, where that was decided on."""

from weerklank.model.errors import WeerklankError
from weerklank.model.text import Text
from weerklank.services.keep.audit import audit, is_audit_due
from weerklank.services.workplace import Workplace

DAMAGED = Text(
    "De controle van vandaag vond schade ({count}). Geef 'weerklank repair'.",
    "The audit of today found damage ({count}). Give 'weerklank repair'.",
)


def audit_of_today(workplace: Workplace) -> WeerklankError | None:
    """Look at what is due today, once; gives what stopped it. Damage is told, and no error."""
    try:
        done = audit(workplace) if is_audit_due(workplace) else None
    except WeerklankError as error:
        return error
    if done is not None and not done.ok:
        workplace.reporter.step(DAMAGED, count=len(done.findings))
    return None

"""Mail waits: how many changes of the register its owners were not mailed, though they should be.

Told on the first page of who keeps the register and of the operator: a mail server that is away
makes no noise of itself.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import datetime

from weerklank.model.clock import from_iso
from weerklank.model.errors import WeerklankError
from weerklank.model.event import Book, Event
from weerklank.services.register.notify_owner import TOLD, is_told, owners_since
from weerklank.services.workplace import Workplace
from weerklank.store.mail_folder import read_settings


@dataclass(frozen=True, slots=True)
class MailWaits:
    """Changes that an owner of the register is still to be mailed."""

    changes: int
    #: When the first of them was made.
    since: datetime


def mail_waits(workplace: Workplace) -> MailWaits | None:
    """Give what waits of the owner for whom most does; None where nothing does.

    Nothing waits without a mail server: then mail is put beside the keys.
    """
    try:
        if read_settings(workplace.keys) is None:
            return None
    except WeerklankError:
        pass  # settings that are damaged send nothing
    changes = workplace.events.fold(Book.REGISTER, _ChangesFold)
    told = workplace.events.fold(Book.JOURNAL, _ToldFold)
    owners = owners_since(changes.of_persons, workplace.register(), workplace.today())
    missed = [
        changes.moments[bisect_right(changes.moments, told.get(name, since)) :]
        for name, since in owners.items()
    ]
    most = max(missed, key=len, default=[])
    return MailWaits(len(most), most[0]) if most else None


@dataclass(slots=True)
class _Changes:
    #: When something was changed that owners are told, in order.
    moments: list[datetime] = field(default_factory=list)
    of_persons: list[Event] = field(default_factory=list)


class _ChangesFold:
    """When the register was changed, and who kept it."""

    def __init__(self) -> None:
        self._found = _Changes()

    def take(self, event: Event) -> None:
        if is_told(event):
            self._found.moments.append(event.at)
        if event.kind.startswith("person."):
            self._found.of_persons.append(event)

    def result(self) -> _Changes:
        return _Changes([*self._found.moments], [*self._found.of_persons])


class _ToldFold:
    """Until which change each person was told."""

    def __init__(self) -> None:
        self._until: dict[str, datetime] = {}

    def take(self, event: Event) -> None:
        if event.kind == TOLD:
            self._until[str(event.data["to"])] = from_iso(str(event.data["until"]))

    def result(self) -> dict[str, datetime]:
        return dict(self._until)

"""Due of: which of some items are due by the selection list, and by which row."""

from collections.abc import Iterable, Iterator

from weerklank.model.destruction import Ground
from weerklank.services.appraise.appraise_items import Due, appraiser
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.find.read_items import address
from weerklank.services.workplace import Workplace


def due_of(workplace: Workplace, items: Iterable[str]) -> Iterator[Due]:
    """Give those of some items, by permanent address, that are due today.

    Nothing is said of one that is not there: whoever asks finds that out.
    """
    judge, today = appraiser(workplace), workplace.today()
    names = dict.fromkeys(map(address, items))
    found = consult(workplace, lambda one: [one.database.held.by_id(name) for name in names])
    for item in found:
        told = judge.of(item) if item is not None else None
        if item is not None and told is not None and told.until and told.is_due(today):
            yield Due(
                id=item.id,
                account=item.account,
                until=told.until,
                ground=Ground.SELECTION,
                row=told.row or "",
                list=told.list or "",
            )

"""Open the blind index of an archive: of every epoch by which anybody may be known."""

from weerklank.minimise.blind_epochs import BlindEpochs
from weerklank.minimise.blind_questions import BlindQuestions
from weerklank.model.epoch import Epoch, EpochFold, open_epochs
from weerklank.model.event import Book
from weerklank.services.workplace import Workplace
from weerklank.store.keys import KeyFolder, epoch_file


def read_epochs(workplace: Workplace) -> tuple[Epoch, ...]:
    """Read which epochs there are, in order, by the decisions; new threads begin in the last.

    A key that lies in the folder without a decision is no epoch.
    """
    return workplace.events.fold(Book.DECISIONS, EpochFold)


def keys_of_epochs(workplace: Workplace) -> KeyFolder:
    """Give the key folder, by which the key of no epoch can be another than its decision says."""
    checks = {
        epoch_file(one.number): one.check
        for one in read_epochs(workplace)
        if one.check is not None and one.is_open
    }
    return workplace.keys.with_checks(checks) if checks else workplace.keys


def open_blind(workplace: Workplace, *, writes: bool = True) -> BlindEpochs:
    """Open the blind index; `writes` is whether what it learns is kept.

    NotNow when the key of an epoch that did not end is missing, BrokenInput when it is another or
    a table is gone: that somebody is unknown would say nothing.
    """
    return BlindEpochs(
        workplace.layout.blind,
        keys_of_epochs(workplace),
        workplace.organisation.origin,
        open_epochs(read_epochs(workplace)),
        writes=writes,
    )


def ask_blind(workplace: Workplace) -> BlindQuestions:
    """Open what answers whether words are somebody's, of every such epoch; errors as above."""
    return BlindQuestions(
        workplace.layout.blind,
        keys_of_epochs(workplace),
        workplace.organisation.origin,
        open_epochs(read_epochs(workplace)),
    )

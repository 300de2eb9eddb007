"""Open the blind index of an archive: of every epoch by which anybody may be known."""

from weerklank.minimise.blind_epochs import BlindEpochs
from weerklank.minimise.blind_questions import BlindQuestions
from weerklank.model.epoch import open_epochs
from weerklank.services.workplace import Workplace


def open_blind(workplace: Workplace, *, writes: bool = True) -> BlindEpochs:
    """Open the blind index; `writes` is whether what it learns is kept.

    NotNow when the key of an epoch that did not end is missing, BrokenInput when it is another or
    a table is gone: that somebody is unknown would say nothing.
    """
    return BlindEpochs(
        workplace.layout.blind,
        workplace.checked_keys(),
        workplace.organisation.origin,
        open_epochs(workplace.epochs()),
        writes=writes,
    )


def ask_blind(workplace: Workplace) -> BlindQuestions:
    """Open what answers whether words are somebody's, of every such epoch; errors as above."""
    return BlindQuestions(
        workplace.layout.blind,
        workplace.checked_keys(),
        workplace.organisation.origin,
        open_epochs(workplace.epochs()),
    )

"""What records are appraised as, for who writes a SIP."""

from weerklank.model.item import ArchivalItem
from weerklank.transfer.appraised import UNDECIDED, Appraised


def undecided(_: ArchivalItem) -> Appraised:
    """Give what holds as long as nothing is decided: N, still to be determined."""
    return UNDECIDED

"""That events are gone from the archive, on top of every page that may show what they said.

A page that goes by a decision that is gone looks as if all were well. Files are listed now and
then, and not while somebody waits for a page.
"""

import threading
import time
from dataclasses import dataclass
from pathlib import Path

from weerklank.model.errors import WeerklankError
from weerklank.model.event import Book
from weerklank.model.loss import Loss
from weerklank.model.text import Text
from weerklank.services.workplace import Workplace
from weerklank.web.error_words import message_of

_LASTS = 30.0
_KEPT = {
    Book.REGISTER: Text("is geregistreerd", "was registered"),
    Book.DECISIONS: Text("is besloten", "was decided"),
    Book.JOURNAL: Text("is gedaan", "was done"),
}
_SOME = Text(
    "Van wat {kept} {n:ontbreekt|ontbreken} {n} {n:bestand|bestanden}, "
    "{n:namelijk|waaronder} {path}.",
    "Of what {kept} {n} {n:file|files} {n:is|are} missing, {n:namely|such as} {path}.",
)
_ALL = Text(
    "Alles wat {kept} ontbreekt: de map {path} is leeg of weg.",
    "All that {kept} is missing: the folder {path} is empty or gone.",
)
_NEXT = Text(
    "Wat dit scherm toont kan daardoor onvolledig of onjuist zijn; besluit er niet op. Laat de "
    "technisch beheerder het archief controleren en de bestanden terugzetten uit een kopie.",
    "What this screen shows may be incomplete or wrong by it; decide nothing on it. Have the "
    "operator check the archive and put the files back from a copy.",
)
_UNSEEN = Text(
    "Of er in het archief besluiten ontbreken, is niet na te gaan zolang dit zo is.",
    "Whether decisions are missing from the archive can't be seen as long as this is so.",
)


@dataclass(frozen=True, slots=True)
class LossTold:
    """What is said of a book of which events are gone."""

    what: Text
    next: Text
    code: str


class LossesTold:
    """What is said of what is gone, by archive, for a while."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[float, tuple[LossTold, ...]]] = {}
        #: Archives that are looked at now.
        self._looking: set[Path] = set()
        self._lock = threading.Lock()

    def of(self, workplace: Workplace) -> tuple[LossTold, ...]:
        """Give a sentence for each book of which something is gone: mostly none.

        The first page waits for the look; later ones say what was seen last, and have it done
        beside them: of an archive of years it takes longer than a page may.
        """
        root, now = workplace.layout.root, time.monotonic()
        with self._lock:
            known = self._known.get(root)
            if known is not None and (now - known[0] < _LASTS or root in self._looking):
                return known[1]
            if known is not None:
                self._looking.add(root)
        if known is None:
            return self._look(workplace)
        threading.Thread(target=self._look_again, args=(workplace,), daemon=True).start()
        return known[1]

    def _look(self, workplace: Workplace) -> tuple[LossTold, ...]:
        told = _told(workplace)
        with self._lock:
            self._known[workplace.layout.root] = (time.monotonic(), told)
        return told

    def _look_again(self, workplace: Workplace) -> None:
        try:
            self._look(workplace)
        except OSError:
            return  # the archive itself can't be reached: the next page says so
        finally:
            with self._lock:
                self._looking.discard(workplace.layout.root)

    def forget(self) -> None:
        """Look again at the next page."""
        with self._lock:
            self._known.clear()


def _told(workplace: Workplace) -> tuple[LossTold, ...]:
    try:
        return tuple(map(_of_loss, workplace.losses()))
    except WeerklankError as error:
        return (LossTold(message_of(error), _UNSEEN, error.code),)


def _of_loss(loss: Loss) -> LossTold:
    kept = _KEPT[loss.book]
    if loss.is_whole:
        return LossTold(_ALL.filled(kept=kept, path=f"{loss.book}/"), _NEXT, "ARCHIVE-023")
    some = _SOME.filled(kept=kept, n=loss.count, path=loss.path)
    return LossTold(some, _NEXT, "ARCHIVE-011")


LOSSES = LossesTold()

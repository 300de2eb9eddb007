"""Taken from view: mark what is held of a post that its maker closed or put into the bin.

Such a post does not come in: what it says now was made for nobody, and a bin holds mistakes. What
the archive holds of it from before stays, and says from then on how it stands.
"""

from msgspec.structs import replace

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.clock import iso
from weerklank.model.item import ArchivalItem, Visibility
from weerklank.model.run import RunReport
from weerklank.model.withdrawn import Withdrawn
from weerklank.services.intake.export_age import Age
from weerklank.services.intake.recorder import Recorder
from weerklank.services.intake.what_it_brings import Brings, what_it_brings


class TakenFromView:
    """What the export of one run tells to be taken from view."""

    def __init__(self, recorder: Recorder, catalogue: Catalogue, report: RunReport) -> None:
        self._recorder = recorder
        self._database = catalogue.database
        self._report = report
        #: Items that lie in the bin, by key, with the moment by which they were gone.
        self.gone: dict[str, str] = {}

    def note(self, tag: bytes, how: Withdrawn) -> None:
        """Note of a held item of the account that it was taken from view."""
        located = self._database.places.newest_by_key(tag)
        held = self._recorder.held.read(located) if located else None
        if held is None or held.account != self._report.account:
            return
        if how is Withdrawn.BINNED:
            self._note_gone(tag, held)
        elif held.visibility is not Visibility.FOLLOWERS:
            self._shield(held)

    def _note_gone(self, tag: bytes, held: ArchivalItem) -> None:
        """Mark it as deleted by the day of the export; an older one shows what may be restored."""
        known = self._database.deletions.of(tag)
        if self._recorder.age is Age.OLDER or (known and known.confirmed):
            return
        day = self._report.exported
        moment = f"{day}T00:00:00Z" if day else iso(self._report.started)
        self.gone[held.key] = max(moment, held.created_at)

    def _shield(self, newest: ArchivalItem) -> None:
        """Write a version that is for nobody else, of the words that are held."""
        held = self._recorder.as_seen(newest)
        now = {
            "captured_at": iso(self._report.started),
            "technique": self._report.technique,
            "version": newest.version + 1,
            "visibility": Visibility.FOLLOWERS,
            "wording": None,
        }
        brings = what_it_brings(
            replace(held, **now),
            newest,
            self._recorder.age,
            once_more=lambda _: (),
            earlier=self._recorder.held.earlier(newest),
        )
        if brings is Brings.OTHER_WORDS:
            self._recorder.write_again(held, self._recorder.held.source_of(held), **now)
            self._report.new_versions += 1
        else:
            self._report.older += brings is Brings.OLDER

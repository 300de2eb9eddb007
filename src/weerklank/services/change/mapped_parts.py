"""Mapped parts: write versions that a better mapping makes of what is held, part by part."""

from msgspec.structs import replace

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.ids import AccountId
from weerklank.model.item import ArchivalItem
from weerklank.model.json_value import JsonObject
from weerklank.package.names import PackageName, next_part
from weerklank.package.writer import PackageWriter
from weerklank.services.catalogue.seal_part import seal_part
from weerklank.services.runs.interruption import waiting
from weerklank.services.runs.next_fence import next_fence
from weerklank.services.workplace import Workplace
from weerklank.store.atomic import make_folder

#: By what a package says how its records came in: not at all, they were here.
TECHNIQUE = "mapping"


class MappedParts:
    """Writes versions of one account's items, under its lock.

    A part that is full is sealed at once, and from then on stays, whatever happens.
    """

    def __init__(self, workplace: Workplace, account: AccountId, catalogue: Catalogue) -> None:
        self._workplace = workplace
        self._account = account
        self._catalogue = catalogue
        self._month = f"{workplace.clock.now():%Y-%m}"
        self._fence: int | None = None
        self._writer: PackageWriter | None = None
        #: Its name, as that of a run.
        self.run = workplace.new_run()

    def add(self, item: ArchivalItem, source: JsonObject) -> None:
        """Write what a held version reads as now, of which the source and the words are the same.

        Its sealed originals, answer and correction are those of the version that it repeats.
        """
        again = replace(
            item,
            answer=None,
            correction=None,
            run=self.run,
            sealed=None,
            sealed_later=(),
            version=item.version + 1,
            wording=item.wording or item.version,
        )
        with waiting():
            self._open().add(again, source, {})
        if self._writer is not None and self._writer.is_full:
            self.seal()

    def _open(self) -> PackageWriter:
        if self._writer is None:
            layout = self._workplace.layout
            if self._fence is None:
                self._fence = next_fence(self._workplace, self._account)
            run = layout.open_run(self._account, self._month, self._fence, self.run)
            make_folder(run)
            part = next_part(layout, self._account, self._month)
            folder = run / f"{part:04d}"
            folder.mkdir()
            self._writer = PackageWriter(folder, PackageName(self._account, self._month, part))
        return self._writer

    def seal(self) -> None:
        """Seal the part at hand, if any."""
        writer, self._writer = self._writer, None
        if writer is not None:
            told: JsonObject = {"run": self.run, "technique": TECHNIQUE}
            seal_part(self._workplace, self._catalogue, writer, None, told)

    def abandon(self) -> None:
        """Let go of a part that will not be finished; the next run clears it away."""
        if self._writer is not None:
            self._writer.abandon()

"""Find the thread of an item that comes in, by what the archive holds and what comes with it."""

from weerklank.catalogue.database import Database
from weerklank.harvest.intake import Intake
from weerklank.minimise.minimiser import Prepared


class ItemThreads:
    """The threads of what one run takes in."""

    def __init__(self, database: Database, intake: Intake) -> None:
        self._database = database
        self._intake = intake
        self._began_empty = database.is_empty()
        #: Threads, by topmost item, that are known by held answers to it alone.
        self._of_answers: dict[bytes, bytes] = {}

    def of_topmost(self, root: bytes) -> bytes:
        """Give the thread that the topmost known item belongs to, by what the archive holds.

        Of one that is not held: that of its answers. Kept, as runs on other accounts may bring
        more answers before this one writes.
        """
        database = self._database
        held = database.threads.of_item(root)
        if held is not None or database.threads.begins(root):
            return held or root
        for thread in database.threads.answering(root)[:1]:
            self._of_answers[root] = thread
        return self._of_answers.get(root, root)

    def of_item(self, prepared: Prepared) -> bytes:
        """Give the thread of an item; of one that hangs below none it may not be found yet."""
        tag = prepared.tag
        if not self._intake.hangs(tag, answers=prepared.answers):
            return tag if self._began_empty else self.of_topmost(tag)
        root = self._intake.root(tag)
        return self._database.threads.of_item(root) or self._of_answers.get(root, root)

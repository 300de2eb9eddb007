"""An aggregation of a SIP while its parts go by: a folder, and what MDTO says of it at the end."""

from collections.abc import Iterator
from tempfile import TemporaryFile

import orjson

from weerklank.services.transfer.tree import Tree
from weerklank.transfer.describe import Describer, Whole
from weerklank.transfer.mdto import Identifier, Reference


class Aggregation:
    """A folder of which the parts are written, one by one.

    That a part is there goes to a file without a name: a month may have more of them than fit in
    memory. It holds names and numbers of our own, and is gone with the process.
    """

    def __init__(self, tree: Tree, folder: str, whole: Whole) -> None:
        self.folder = tree.make(folder)
        self.whole = whole
        self._tree = tree
        self._parts = tree.closing.enter_context(TemporaryFile())  # noqa: SIM115 - with the tree

    def add(self, part: Reference) -> None:
        """Take in that something is a part of it."""
        mark = (part.id.mark, part.id.source) if part.id else ("", "")
        self._parts.write(orjson.dumps((part.name, *mark)) + b"\n")

    def close(self, describer: Describer) -> None:
        """Write what it is, once all its parts are written."""
        self._parts.seek(0)
        self._tree.describe(self.folder, describer.aggregation(self.whole, self._read()))
        self._parts.close()

    def _read(self) -> Iterator[Reference]:
        for line in self._parts:
            name, mark, source = orjson.loads(line)
            yield Reference(str(name), Identifier(str(mark), str(source)))

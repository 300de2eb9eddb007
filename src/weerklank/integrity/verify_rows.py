"""Compare very many rows with each other in flat memory: spread over files by what they share."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from zlib import crc32

#: Rows that wait in memory before they are spread over files.
_MOST_WAITING = 100_000
_BUCKETS = 32


class Sieve:
    """Takes rows of text without line feeds; gives back, sorted, those that share a bucket."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[str]] = {}
        self._count = 0
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> "Sieve":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._folder is not None:
            self._folder.cleanup()

    def bucket(self, text: str) -> str:
        """Give the bucket of a text: equal texts share one."""
        return str(crc32(text.encode("utf-8", "surrogatepass")) % _BUCKETS)

    def add(self, bucket: str, row: str) -> None:
        """Add a row; there may be a few dozen buckets."""
        self.add_all(bucket, [row])

    def add_all(self, bucket: str, rows: list[str]) -> None:
        """Add rows of one bucket."""
        self._waiting.setdefault(bucket, []).extend(rows)
        self._count += len(rows)
        if self._count >= _MOST_WAITING:
            self._spread()

    def _spread(self) -> None:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="weerklank-verify-")
        for bucket, rows in self._waiting.items():
            with Path(self._folder.name, bucket).open("ab") as stream:
                text = "\n".join(rows) + "\n"
                stream.write(text.encode("utf-8", "surrogatepass"))
        self._waiting.clear()
        self._count = 0

    def buckets(self) -> Iterator[list[str]]:
        """Give the rows bucket by bucket, sorted."""
        if self._folder is None:
            for rows in self._waiting.values():
                yield sorted(rows)
            return
        self._spread()
        for path in sorted(Path(self._folder.name).iterdir()):
            yield sorted(path.read_bytes().decode("utf-8", "surrogatepass").split("\n")[:-1])

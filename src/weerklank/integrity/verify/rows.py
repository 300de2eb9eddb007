"""Compare very many rows with each other in flat memory: spread over files by what they share."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from zlib import crc32

#: Rows that wait in memory before they are spread over files.
_MOST_WAITING = 200_000
_BUCKETS = 32


def by_content(text: str) -> str:
    """Give the bucket of a text: equal texts share one."""
    return str(crc32(text.encode("utf-8", "surrogatepass")) % _BUCKETS)


def by_first_word(row: str) -> str:
    """Give the bucket of a row by its first word."""
    return by_content(row.partition(" ")[0])


class Sieve:
    """Takes rows of text without line feeds; gives back together those that share a bucket.

    `bucket` tells a row's bucket; there may be a few dozen. It is asked only when there are more
    rows than memory should hold.
    """

    def __init__(self, bucket: Callable[[str], str] = by_first_word) -> None:
        self._bucket = bucket
        self._waiting: list[str] = []
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

    def add(self, rows: list[str]) -> None:
        """Add rows."""
        self._waiting += rows
        if len(self._waiting) >= _MOST_WAITING:
            self._spread()

    def _spread(self) -> None:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="weerklank-verify-")
        buckets: dict[str, list[str]] = {}
        for row in self._waiting:
            buckets.setdefault(self._bucket(row), []).append(row)
        for bucket, rows in buckets.items():
            with Path(self._folder.name, bucket).open("ab") as stream:
                text = "\n".join(rows) + "\n"
                stream.write(text.encode("utf-8", "surrogatepass"))
        self._waiting.clear()

    def buckets(self) -> Iterator[list[str]]:
        """Give the rows bucket by bucket, each in the order in which they came."""
        if self._folder is None:
            yield self._waiting
            return
        self._spread()
        for path in sorted(Path(self._folder.name).iterdir()):
            yield path.read_bytes().decode("utf-8", "surrogatepass").split("\n")[:-1]

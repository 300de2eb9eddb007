"""Read a small file that may be hostile: a pipe is not waited for, nothing read beyond a bound."""

import os
import stat
from pathlib import Path


class NotPlain(ValueError):
    """What lies there is no plain file, or is larger than what belongs there can be."""


def read_plain(path: Path, most: int) -> bytes:
    """Read a file of at most `most` bytes whole; NotPlain for anything else, OSError as ever."""
    # Without O_NONBLOCK the opening of a pipe would wait for someone who writes to it.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise NotPlain(path.name)
        content = stream.read(most + 1) if os.fstat(handle).st_size <= most else b""
        if os.fstat(handle).st_size > most or len(content) > most:
            raise NotPlain(path.name)
    return content

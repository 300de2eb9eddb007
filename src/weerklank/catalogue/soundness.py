"""Damage to the catalogue: recognised, and said in one word, so that it can be made anew."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


class Unsound(Exception):
    """The catalogue on disk is damaged: it must be made anew."""


@contextmanager
def soundness() -> Iterator[None]:
    """Say Unsound when the database turns out to be damaged while the block runs."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        # The errors that are derived from it, such as of a full disk, are no damage.
        if type(error) is sqlite3.DatabaseError:
            raise Unsound from None
        raise


@contextmanager
def shard_soundness() -> Iterator[None]:
    """Say Unsound when a shard can't be read or written, as after a kill in the midst of a commit.

    tantivy has one error for everything; of those only a disk that is full, or a file that may not
    grow, is no damage.
    """
    try:
        yield
    except ValueError as error:
        if os.strerror(errno.ENOSPC) in str(error) or "StorageFull" in str(error):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from None
        if os.strerror(errno.EFBIG) in str(error) or "FileTooLarge" in str(error):
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG)) from None
        raise Unsound from None

"""Interruption: let Ctrl-C wait for the end of a record, and of what must be done whole."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def waiting() -> Iterator[Callable[[], None]]:
    """Let Ctrl-C wait while the block runs; what it gives may be called where it may take effect.

    An interruption that came and was not let through takes effect when the block ends. In other
    threads than the main one, which get no signals, nothing changes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return
    came: list[int] = []

    def let_through() -> None:
        if came:
            came.clear()
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield let_through
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            signal.raise_signal(signal.SIGINT)

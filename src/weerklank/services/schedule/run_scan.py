"""Run the scan that somebody asked for; once a minute others that wait may go on beside it."""

import time
from collections.abc import Callable
from dataclasses import replace

from weerklank.model.errors import Defect, WeerklankError, fault
from weerklank.model.text import Text
from weerklank.services.scan.ask_scan import asked_scan, do_asked_scan, note_failed_scan
from weerklank.services.workplace import Reporter, Workplace

SCAN_WRONG = fault(
    "SCAN-002",
    Text(
        nl="Bij het doorzoeken van het archief ging iets mis dat niet mis had mogen gaan ({kind} "
        "in {place}).",
        en="While scanning the archive something went wrong that should not have ({kind} in "
        "{place}).",
    ),
    Text(
        nl="Er is niets veranderd. Meld dit met de code en de plaats, en vraag het later opnieuw.",
        en="Nothing was changed. Report this with the code and the place, and ask again later.",
    ),
)
_NO_SCAN = Text("Doorzoeken: {message} {hint}", "Scan: {message} {hint}")
#: Seconds between two looks at what waits.
_OFTEN = 60.0


def is_scan_asked(workplace: Workplace) -> bool:
    """Tell whether somebody asked for a scan that did not begin yet."""
    return asked_scan(workplace).waiting is not None


def run_asked_scan(
    workplace: Workplace,
    passed: Callable[[], None],
    place_of: Callable[[Exception], dict[str, str]],
) -> WeerklankError | None:
    """Do the scan that was asked for; gives why it could not be done, which is noted.

    `passed` is called once a minute meanwhile; `place_of` says where a defect is without its
    message. Locked while a scan goes on that was begun otherwise.
    """
    watched = replace(workplace, reporter=Watched(workplace.reporter, passed))
    try:
        error = do_asked_scan(watched)
    except (WeerklankError, OSError):
        raise
    except Exception as bug:  # noqa: BLE001 - a defect in a scan may not stop the others
        error = Defect(SCAN_WRONG, **place_of(bug))
        note_failed_scan(workplace, error)
    if error is not None:
        message = Text(error.message("nl"), error.message("en"))
        hint = Text(error.hint("nl"), error.hint("en"))
        workplace.reporter.step(_NO_SCAN, message=message, hint=hint)
    return error


class Watched:
    """Tells whoever was told already, and lets somebody look once a minute."""

    def __init__(self, inner: Reporter, passed: Callable[[], None]) -> None:
        self._inner, self._passed = inner, passed
        self._last = time.monotonic()

    def step(self, text: Text, **values: object) -> None:
        """Say that a step begins."""
        self._inner.step(text, **values)

    def progress(self, done: int, total: int | None = None) -> None:
        """Say how far the step is."""
        self._inner.progress(done, total)
        if time.monotonic() - self._last >= _OFTEN:
            self._last = time.monotonic()
            self._passed()

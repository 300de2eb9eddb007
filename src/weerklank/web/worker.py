"""The process of one long work: `python -m weerklank.web.worker`; tells how far it is as JSON.

One object a line: {"step": {"nl", "en"}}, {"done", "total"}, and last {"result": {...}}.
"""

import argparse
import json
import signal
import sys
import time
from pathlib import Path
from typing import Any

from weerklank import bootstrap
from weerklank.model.errors import INTERRUPTED, RunInterrupted, WeerklankError
from weerklank.model.text import Text
from weerklank.services.import_export import import_export
from weerklank.services.verify_archive import verify_archive
from weerklank.services.workplace import Workplace
from weerklank.web.error_words import message_of, next_of
from weerklank.web.site import Site, hold

THE_FILE = Text("Dit bestand", "This file")
#: Seconds between two tellings of how far a step is.
_OFTEN = 0.5


def main() -> None:
    """Do the work that was asked, and tell of it."""
    given = _arguments()
    teller = Teller()
    try:
        _hear_stop()
        hold(Site(archive=Path(given.archive), keys=Path(given.keys)))
        workplace = bootstrap.workplace(
            given.archive,
            given.keys,
            teller,
            getattr(given, "as"),
            verifying=given.kind == "verify",
        )
        result = _import(workplace, given) if given.kind == "import" else _verify(workplace, given)
    except WeerklankError as error:
        result = _failure(error)
        result["run"] = error.runs[0].run if error.runs else None
    except RunInterrupted as stop:
        result = {"code": INTERRUPTED, "run": stop.run.run, "stopped": True}
    except KeyboardInterrupt:
        result = {"code": INTERRUPTED, "stopped": True}
    except OSError as error:
        result = {"error": True, "code": "STORE-002", "problem": error.strerror}
    teller.end(result)


def _hear_stop() -> None:
    """Stop when told to, also when the server was started where Ctrl-C is ignored (`nohup`, `&`).

    Whoever starts this process holds the signal back until here, so that none goes unheard.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    for name in ("--archive", "--keys", "--as"):
        parser.add_argument(name, required=True)
    works = parser.add_subparsers(dest="kind", required=True)
    taking_in = works.add_parser("import")
    taking_in.add_argument("--file", type=int, required=True)
    taking_in.add_argument("--account")
    works.add_parser("verify").add_argument("--deep", action="store_true")
    return parser.parse_args()


def _import(workplace: Workplace, given: argparse.Namespace) -> dict[str, Any]:
    """Take in an export that lies in memory, under the descriptor that was inherited."""
    # A path of the system that leads to the descriptor: opened anew each time it is read.
    file = Path(f"/proc/self/fd/{given.file}")
    report = import_export(workplace, bootstrap.connectors(), file, account=given.account)
    return {"run": report.run, "ok": report.complete}


def _verify(workplace: Workplace, given: argparse.Namespace) -> dict[str, Any]:
    done = verify_archive(workplace, deep=given.deep)
    return {
        "ok": done.ok,
        "findings": [
            {"code": one.code, "path": one.path, "nl": one.message("nl"), "en": one.message("en")}
            for one in done.findings
        ],
        "not_checked": [
            {"nl": one.reason("nl"), "en": one.reason("en")} for one in done.not_checked
        ],
    }


def _failure(error: WeerklankError) -> dict[str, Any]:
    """Tell an error and what to do next; a file in memory has no name that says anything."""
    if "file" in error.values:
        error.values["file"] = THE_FILE
    said, hint = message_of(error), next_of(error)
    told: dict[str, Any] = {"error": True, "code": error.code, "nl": said.nl, "en": said.en}
    if hint is not None:
        told["next"] = {"nl": hint.nl, "en": hint.en}
    return told


class Teller:
    """Reports as lines of JSON."""

    def __init__(self) -> None:
        self._last = 0.0
        #: How far the step is by now, where that was not told yet.
        self._untold: dict[str, Any] | None = None

    def step(self, text: Text, **values: object) -> None:
        """Say that a step begins."""
        said = text.filled(**values)
        self._tell_rest()
        self.tell({"step": {"nl": said.nl, "en": said.en}})
        self._last = 0.0

    def progress(self, done: int, total: int | None = None) -> None:
        """Say how far the step is, not too often."""
        self._untold = {"done": done, "total": total}
        if time.monotonic() - self._last >= _OFTEN:
            self._last = time.monotonic()
            self._tell_rest()

    def end(self, result: dict[str, Any]) -> None:
        """Tell what the work ended with, and before that how far its last step came."""
        self._tell_rest()
        self.tell({"result": result})

    def _tell_rest(self) -> None:
        if self._untold is not None:
            self.tell(self._untold)
            self._untold = None

    def tell(self, told: dict[str, Any]) -> None:
        """Write one line."""
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

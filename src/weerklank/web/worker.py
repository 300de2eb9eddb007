"""The process of one long work: `python -m weerklank.web.worker`; tells how far it is as JSON.

One object a line: {"step": {"nl", "en"}}, {"done", "total"}, and last {"result": {...}}. What it
is to do besides its arguments comes in as JSON by its standard input.
"""

import argparse
import heapq
import json
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from weerklank import bootstrap
from weerklank.model.completeness import Verdict
from weerklank.model.destruction import DestructionList
from weerklank.model.errors import INTERRUPTED, RunInterrupted, WeerklankError
from weerklank.model.text import Text
from weerklank.services.appraise.media_files import Scope
from weerklank.services.appraise.refuse_undue import refuse_list_undue
from weerklank.services.appraise.scan_viruses import ScanAsked, done_json, scan_viruses
from weerklank.services.change.destruction_lists import refuse_other_count
from weerklank.services.change.execute_destruction import execute
from weerklank.services.change.map_again import map_again
from weerklank.services.disclose.export_dossier import pack_dossier
from weerklank.services.intake.hand_in import confirm, hand_in, list_choices, propose
from weerklank.services.intake.import_export import import_export
from weerklank.services.keep.repair import repair
from weerklank.services.keep.replicate import replicate_each
from weerklank.services.measure.keep_measurement import keep_measurements
from weerklank.services.measure.measure import measure_accounts, together
from weerklank.services.register.exchange_register import import_sheet, read_sent
from weerklank.services.register.plan_exchange import RowResult, RowState
from weerklank.services.register.read_hand_ins import find_hand_in
from weerklank.services.schedule.finish_change import finish_change
from weerklank.services.schedule.never_given import never_given
from weerklank.services.seal.read_replicas import listed
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.transfer.check_sip import check_mdto
from weerklank.services.transfer.decide_sealed import scope_of
from weerklank.services.transfer.make_sip import Asked, make_sip
from weerklank.services.verify.verify_archive import verify_archive
from weerklank.services.workplace import Workplace
from weerklank.web.error_words import message_of, next_of
from weerklank.web.left_out import LEFT_OUT
from weerklank.web.site import Site, hold

THE_FILE = Text("Dit bestand", "This file")
LISTING = Text("De export wordt gelezen.", "Reading the export.")
TAKING_IN = Text("De rijen worden vastgelegd.", "Recording the rows.")
FINISHING = Text(
    "De wijzigingen komen in het logboek, en wie het overzicht beheert krijgt bericht.",
    "The changes enter the log, and who keeps the register is told.",
)
SCANNING = Text(
    "Bestanden van media en pagina's worden op virussen bekeken.",
    "Scanning files of media and pages for viruses.",
)
HOLDING = Text(
    "De SIP wordt getoetst aan de regels van MDTO.", "Holding the SIP against the rules of MDTO."
)
#: Rows that are wrong and told with the end of the work; the first of more.
MOST_WRONG = 200
#: Posts that are listed to pick from, the newest first; a shorter period shows the others.
MOST_CHOICES = 500
#: Characters of each, enough to judge it by.
LONGEST = 400
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
            verifying=given.kind in {"verify", "repair"},
        )
        # The server starts this for who signed in.
        workplace = replace(workplace, actor=replace(workplace.actor, is_signed_in=True))
        with bootstrap.followed(f"work {given.kind}", bootstrap.carried_here()):
            result = _WORKS[given.kind](workplace, given)
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
    works.add_parser("register").add_argument("--file", type=int, required=True)
    destroying = works.add_parser("destroy")
    destroying.add_argument("--list", required=True)
    destroying.add_argument("--count", type=int, required=True)
    for kind in ("replicate", "repair"):
        works.add_parser(kind)
    transferring = works.add_parser("transfer")
    transferring.add_argument("--out", required=True)
    measuring = works.add_parser("measure")
    measuring.add_argument("--account")
    measuring.add_argument("--deep", action="store_true")
    measuring.add_argument("--day", type=date.fromisoformat, action="append", default=[])
    works.add_parser("remap").add_argument("--account", required=True)
    giving = works.add_parser("dossier")
    giving.add_argument("--dossier", required=True)
    giving.add_argument("--file", type=int, required=True)
    works.add_parser("viruses").add_argument("--new", action="store_true")
    works.add_parser("verify").add_argument("--deep", action="store_true")
    for kind in ("choices", "handin"):
        picking = works.add_parser(kind)
        picking.add_argument("--file", type=int, required=True)
        picking.add_argument("--account", required=True)
    return parser.parse_args()


def _file(given: argparse.Namespace) -> Path:
    """Give the path by which the system leads to a file in memory: opened anew at each reading."""
    return Path(f"/proc/self/fd/{given.file}")


def _import(workplace: Workplace, given: argparse.Namespace) -> dict[str, Any]:
    """Take in an export that lies in memory, under the descriptor that was inherited."""
    connectors = bootstrap.connectors()
    way_out = bootstrap.transport_for(workplace)
    report = import_export(
        workplace, connectors, _file(given), account=given.account, way_out=way_out
    )
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
            {"nl": said.nl, "en": said.en}
            for one in done.not_checked
            for said in (LEFT_OUT.get(one.what, Text(one.reason("nl"), one.reason("en"))),)
        ],
    }


def _destroy(workplace: Workplace, given: argparse.Namespace) -> dict[str, Any]:
    """Execute a list, if it has as many items as who began it saw; or go on with it."""

    def refuses(place: Workplace, found: DestructionList) -> None:
        refuse_other_count(found, given.count)
        refuse_list_undue(place, found)

    done = execute(workplace, given.list, refuses)
    return {
        "ok": not done.searched.found,
        "places": len(done.searched.places),
        "records": done.records,
        "remains": len(done.searched.found),
    }


def _transfer(workplace: Workplace, given: argparse.Namespace) -> dict[str, Any]:
    """Make a SIP of a choice, where the server keeps those."""
    asked = json.load(sys.stdin)
    days = (asked["since"], asked["until"])
    since, until = (date.fromisoformat(day) if day else None for day in days)
    scope = scope_of(workplace, tuple(asked["accounts"]), since, until)
    told = Asked(target=asked["target"] or None, contact=asked["contact"] or None)
    made = make_sip(workplace, scope, Path(given.out), told)
    workplace.reporter.step(HOLDING)
    checked = check_mdto(Path(given.out), workplace.reporter)
    wrong = [one for one in checked.findings if not one.is_advice]
    return {
        "broken": checked.broken,
        "files": made.transfer.files,
        "findings": [
            {"code": one.rule, "path": one.file, "nl": one.reason.nl, "en": one.reason.en}
            for one in wrong
        ],
        "objects": made.transfer.objects,
        "ok": not checked.broken,
        "transfer": made.transfer.id,
    }


def _measure(workplace: Workplace, given: argparse.Namespace) -> dict[str, Any]:
    """Measure how complete an account is, or each and all together, and keep that."""
    connectors, register = bootstrap.connectors(), workplace.register()
    accounts = [register.find(given.account)] if given.account else [*register.accounts.values()]
    measured = measure_accounts(
        workplace,
        accounts,
        *given.day,
        limits_of=lambda platform: never_given(connectors, platform),
        deep=given.deep,
    )
    whole = None if given.account else together(workplace, measured)
    kept = keep_measurements(workplace, [*measured, whole] if whole else measured)
    last = whole or (measured[0] if measured else None)
    return {"below": last.band.counts[Verdict.BELOW] if last else 0, "ok": kept}


def _remap(workplace: Workplace, given: argparse.Namespace) -> dict[str, Any]:
    """Read what is held of an account again, by the mappings of now."""
    (done,) = map_again(workplace, bootstrap.connectors(), (given.account,))
    lacking = max(done.not_in_source.values(), default=0)
    return {
        "looked_at": done.looked_at,
        "new_versions": done.new_versions,
        "not_in_source": lacking,
        "ok": True,
    }


def _dossier(workplace: Workplace, given: argparse.Namespace) -> dict[str, Any]:
    """Write the set of a dossier as a ZIP to the file that was inherited."""
    with open(given.file, "wb") as stream:
        done = pack_dossier(workplace, given.dossier, stream)
    seal_events(workplace)
    return {
        "documents": len(done.dossier.documents),
        "files": done.files,
        "not_cleaned": done.not_cleaned,
        "not_hidden": done.not_hidden,
        "not_looked": done.not_looked,
        "not_sought": done.not_sought,
        "ok": True,
    }


def _replicate(workplace: Workplace, _: argparse.Namespace) -> dict[str, Any]:
    """Bring every copy on the list up to date; of those that are away the first is told."""
    done, problems = replicate_each(workplace, listed(workplace))
    if problems:
        raise problems[0]
    return {
        "copies": len(done),
        "files": sum(one.copied.files for one in done),
        "ok": all(one.ok for one in done),
    }


def _repair(workplace: Workplace, _: argparse.Namespace) -> dict[str, Any]:
    """Mend what is damaged from the copies, and check again."""
    done = repair(workplace)
    return {
        "findings": [
            {"code": one.code, "path": one.path, "nl": one.message("nl"), "en": one.message("en")}
            for one in done.after.findings
        ],
        "mended": len(done.mended),
        "ok": done.ok,
    }


def _viruses(workplace: Workplace, given: argparse.Namespace) -> dict[str, Any]:
    """Scan the files of media and pages for viruses."""
    workplace.reporter.step(SCANNING)
    asked = ScanAsked(Scope(), only_new=given.new, daemon=bootstrap.clamd())
    done = scan_viruses(workplace, asked)
    seal_events(workplace)
    told = done_json(done)
    return {name: told[name] for name in ("files", "ok", "signatures", "states", "unreadable")}


def _choices(workplace: Workplace, given: argparse.Namespace) -> dict[str, Any]:
    """List the posts of an export that can be picked: those of some days, or of a hand-in."""
    asked = json.load(sys.stdin)
    of_hand_in = asked["handin"] and frozenset(find_hand_in(workplace, asked["handin"]).posts)
    workplace.reporter.step(LISTING)
    choices = list_choices(
        workplace, bootstrap.connectors(), given.account, _file(given), longest=LONGEST
    )
    count = 0

    def fitting() -> Iterator[dict[str, Any]]:
        nonlocal count
        for choice in choices:
            day = choice.created_at[:10]
            is_asked = (
                choice.key in of_hand_in if of_hand_in else asked["since"] <= day <= asked["until"]
            )
            if is_asked:
                count += 1
                workplace.reporter.progress(count)
                yield {
                    "at": choice.created_at,
                    "state": choice.state,
                    "text": str(choice.text),
                    "url": choice.url,
                    "visibility": choice.visibility,
                }

    most = max(MOST_CHOICES, len(of_hand_in or ()))
    newest = heapq.nlargest(most, fitting(), key=lambda one: str(one["at"]))
    return {
        "broken": choices.passed.broken,
        "choices": newest,
        "count": count,
        "direct_messages": choices.passed.direct_messages,
        "gaps": [{"nl": one.reason.nl, "en": one.reason.en} for one in choices.gaps],
        "ok": True,
    }


def _handin(workplace: Workplace, given: argparse.Namespace) -> dict[str, Any]:
    """Hand in, propose or confirm what was picked."""
    asked = json.load(sys.stdin)
    connectors, file, process = bootstrap.connectors(), _file(given), asked["process"]
    way_out = bootstrap.transport_for(workplace)
    if asked["act"] == "confirm":
        done = confirm(workplace, connectors, asked["handin"], file, process, way_out)
    else:
        act = propose if asked["act"] == "propose" else partial(hand_in, way_out=way_out)
        posts = tuple(asked["posts"])
        done = act(workplace, connectors, given.account, file, posts=posts, process=process)
    finish_change(workplace)
    return {
        "act": asked["act"],
        "handin": done.hand_in.id if done.hand_in else None,
        "ok": done.report is None or done.report.complete,
        "run": done.report.run if done.report else None,
    }


def _register(workplace: Workplace, given: argparse.Namespace) -> dict[str, Any]:
    """Take in a register file, if the same comes of it as in the preview that was confirmed."""
    seen = json.load(sys.stdin)["seen"]
    sheet = read_sent(_file(given).read_bytes())
    workplace.reporter.step(TAKING_IN)
    try:
        done = import_sheet(workplace, sheet, seen)
    finally:  # also when it is stopped: what was recorded stands
        workplace.reporter.step(FINISHING)
        notices = finish_change(workplace)
    wrong = [row for row in done.rows if row.state is RowState.ERROR]
    return {
        "counts": {state.value: done.count(state) for state in RowState},
        "notices": [{"nl": one.said().nl, "en": one.said().en} for one in notices],
        "ok": not wrong,
        "wrong": [_wrong(row) for row in wrong[:MOST_WRONG]],
    }


def _wrong(row: RowResult) -> dict[str, Any]:
    """Tell of a row what is wrong with which cell, and what to do."""
    told = _failure(row.error) if row.error else {}
    return {**told, "row": row.row, "column": row.column or "", "value": row.value or ""}


_WORKS: dict[str, Callable[[Workplace, argparse.Namespace], dict[str, Any]]] = {
    "choices": _choices,
    "destroy": _destroy,
    "dossier": _dossier,
    "handin": _handin,
    "import": _import,
    "register": _register,
    "repair": _repair,
    "measure": _measure,
    "remap": _remap,
    "replicate": _replicate,
    "transfer": _transfer,
    "verify": _verify,
    "viruses": _viruses,
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

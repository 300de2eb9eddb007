"""Verify: is everything still there as it was; what `verify` does.

The log is the last word on what there should be, and the key folder on what the log was. The
result of a check is an event of its own, so that it can be shown that checks were done.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from weerklank.integrity.checkpoint import key_id
from weerklank.integrity.verify.checkpoints import check_checkpoints, check_keys
from weerklank.integrity.verify.events import check_events
from weerklank.integrity.verify.findings import Finding, NotChecked, Outcome
from weerklank.integrity.verify.log import Leaves, TreeCheck, check_tile_files
from weerklank.integrity.verify.logged import Logged
from weerklank.integrity.verify.media import LooksIntoPage, MediaCheck
from weerklank.integrity.verify.names import Names, by_key
from weerklank.integrity.verify.places import Places, Vouch
from weerklank.integrity.verify.records import RecordCheck
from weerklank.integrity.verify.root import check_about, check_blind, check_root
from weerklank.integrity.verify.rows import Sieve
from weerklank.integrity.verify.sentences import SENTENCES
from weerklank.integrity.verify.stamps import check_authority, check_stamps
from weerklank.integrity.verify.statements import Packages, Statements
from weerklank.integrity.verify.tree import Tree
from weerklank.integrity.verify.working import check_working
from weerklank.model.errors import BrokenInput, WeerklankError
from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text
from weerklank.services.seal.held_parts import damaged_parts, held_parts
from weerklank.services.seal.read_closings import closings_of
from weerklank.services.seal.read_corrections import corrections_of
from weerklank.services.seal.read_destructions import lists_of
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.seal.term_of_originals import terms_of
from weerklank.services.verify.look_into_pages import looks_into_pages
from weerklank.services.verify.vouch import voucher
from weerklank.services.workplace import Workplace
from weerklank.store.keys import PINNED, Pin

LOG = Text("Logboek en gebeurtenissen worden gecontroleerd.", "Checking log and events.")
PACKAGES = Text("Pakketten worden gecontroleerd.", "Checking packages.")
#: Findings on the log or on what it took in: nothing may be added to it.
_LOG_DAMAGED = ("VERIFY-2", "VERIFY-301", "VERIFY-302", "VERIFY-303", "VERIFY-304")
#: What a sentence on one finding names, said of all of a kind.
_ITS_LIST = Text("zijn lijst", "its list")
_VALUE = re.compile(r"{[a-z]+}")
#: Kinds of findings that the journal names at most.
_MOST_CODES = 100


def sentence_of(code: str) -> Text:
    """Say what findings of a code are, where the values of each are not known any more."""
    known = SENTENCES.get(code)
    if known is None:  # of a later version of the program
        return Text(code, code)
    return Text(_said(known.nl, _ITS_LIST.nl), _said(known.en, _ITS_LIST.en))


def _said(sentence: str, by: str) -> str:
    return _VALUE.sub("…", sentence.replace("{by}", by))


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """How much was looked at."""

    objects: int
    files: int
    bytes: int
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a check found; `ok` when there are no findings."""

    checked: Checked
    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]

    @property
    def ok(self) -> bool:
        """Tell whether nothing is wrong with what was checked."""
        return not self.findings


def verify_archive(
    workplace: Workplace, accounts: tuple[AccountId, ...] = (), *, deep: bool = False
) -> Verification:
    """Check an archive; with accounts only their packages, but the log always whole.

    Disturbs no run and is disturbed by none: what enters the archive meanwhile counts as not
    checked. Writes to the journal alone, and not even there when the log is damaged or its key
    is not at hand.
    """
    # What came since it began is not told to be looked at.
    size = _size(workplace)
    outcome = look_over(workplace, accounts, deep=deep)
    _note(workplace, outcome, accounts, deep=deep, size=size)
    return Verification(
        checked=_checked(outcome),
        findings=tuple(outcome.all_findings()),
        not_checked=tuple(outcome.skipped.values()),
    )


def _size(workplace: Workplace) -> int | None:
    try:
        latest = workplace.log.latest()
    except (WeerklankError, OSError):
        return None
    return latest.size if latest else None


def look_over(
    workplace: Workplace,
    accounts: tuple[AccountId, ...] = (),
    *,
    deep: bool = False,
    parts: frozenset[str] | None = None,
    pin: Pin | None = None,
) -> Outcome:
    """Look whether all is as it was, and write nothing, not even that somebody looked.

    With `parts` only those packages, and what is sealed of them; `pin` is what the log is held
    against instead of what the key folder says of it, such as of a copy that is older.
    """
    outcome = Outcome(progress=workplace.reporter.progress)
    tree = Tree(workplace.layout.root, outcome)
    origin = workplace.organisation.origin
    if pin is None:
        pin = _pin(workplace, outcome)  # before the log: a run can't make it look put back
    workplace.reporter.step(LOG)
    size, packages, leaves, logged = look_at_log(workplace, tree, pin)
    workplace.reporter.step(PACKAGES)
    _check_packages(
        tree,
        origin,
        packages,
        leaves,
        size,
        logged,
        frozenset(accounts),
        parts=parts,
        deep=deep,
        intents=_open_intents(workplace),
        vouch=voucher(workplace),
        looks=looks_into_pages(workplace, outcome, deep=deep),
    )
    check_working(tree)
    check_blind(tree, logged.epochs)
    return outcome


def look_at_log(
    workplace: Workplace, tree: Tree, pin: Pin | None
) -> tuple[int, Packages, Leaves, Logged]:
    """Look at the log and all events of a tree, and write nothing; its outcome has the findings.

    Gives the size of the log and what it says of packages.
    """
    origin = workplace.organisation.origin
    check_root(tree)
    keys = check_keys(tree, origin, pin)
    return _check_log(tree, origin, keys, pin, _event_key(workplace))


def _pin(workplace: Workplace, outcome: Outcome) -> Pin | None:
    try:
        pin = workplace.keys.pinned
    except BrokenInput:
        outcome.found("VERIFY-216", PINNED)
    except OSError:
        return None
    else:
        if pin is None or pin.origin == workplace.organisation.origin:
            return pin
        outcome.found("VERIFY-216", PINNED)
    return None


def _event_key(workplace: Workplace) -> bytes | None:
    try:
        return workplace.keys.events
    except WeerklankError:
        return None


def _check_log(
    tree: Tree, origin: str, keys: list[bytes], pin: Pin | None, event_key: bytes | None
) -> tuple[int, Packages, Leaves, Logged]:
    checkpoints = check_checkpoints(tree, origin, keys)
    size = checkpoints.size
    if not checkpoints.roots:
        tree.outcome.found("VERIFY-217", "log/checkpoints")
    if pin is not None and pin.size > size:
        path = f"log/checkpoints/{pin.size:012d}.txt"
        tree.outcome.found("VERIFY-206", path, pinned=pin.size, size=size)
    leaves = Leaves(tree)
    TreeCheck(tree, leaves, checkpoints, pin).run()
    check_tile_files(tree, leaves, size)
    statements = Statements(tree, leaves, size)
    logged = check_events(tree, statements, leaves, event_key)
    check_about(tree, logged.made)
    check_stamps(tree, checkpoints, logged, check_authority(tree, logged))
    return size, statements.packages, leaves, logged


def _check_packages(
    tree: Tree,
    origin: str,
    packages: Packages,
    leaves: Leaves,
    size: int,
    logged: Logged,
    accounts: frozenset[str],
    *,
    parts: frozenset[str] | None,
    deep: bool,
    intents: frozenset[str],
    vouch: Vouch,
    looks: LooksIntoPage | None,
) -> None:
    with Sieve(by_key) as by_names, Sieve() as rows:
        names, media = Names(tree, by_names), MediaCheck(rows, looks)
        records = RecordCheck(tree, packages, leaves, names, media, logged.terms)
        places = Places(
            tree,
            origin,
            packages,
            size,
            logged,
            accounts=accounts,
            parts=parts,
            deep=records.check if deep else None,
            intents=intents,
            vouch=vouch,
        )
        places.check()
        if accounts:
            tree.outcome.skip("other-accounts")
        if parts is not None:
            tree.outcome.skip("other-parts")
        if not deep:
            tree.outcome.skip("records")
            return
        names.conclude()
        media.conclude(tree, whole=not accounts and parts is None)


def _open_intents(workplace: Workplace) -> frozenset[str]:
    """Give the packages that a rewrite which has begun is bringing to a next generation.

    By decisions that the log holds: an intent is sealed before anything is rewritten, and one
    that is not may be anyone's. Decisions that can't be read are findings of their own; here they
    open nothing.
    """
    try:
        decisions = [*workplace.events.read_named(_logged_decisions(workplace))]
        lists = lists_of(decisions).values()
        closings = closings_of(decisions)
        corrections = corrections_of(decisions)
        terms = terms_of(decisions)
    except (WeerklankError, ValueError, TypeError, LookupError, OSError):
        return frozenset()
    begun = (name for one in lists if one.is_open for name, _ in one.packages or ())
    corrected = (str(name) for one in corrections for name, _ in one.packages or ())
    ended = (str(name) for one in terms for name, _ in one.packages)
    return frozenset([*begun, *corrected, *ended]).union(
        *(closing.packages for closing in closings)
    )


def _logged_decisions(workplace: Workplace) -> Iterator[str]:
    """Name the files of the decisions that the log holds, in its order."""
    for _, statement in workplace.log.statements():
        files = statement.get("files")
        for name in files if isinstance(files, list) else ():
            if str(name).startswith(f"{Book.DECISIONS}/"):
                yield str(name)


def _checked(outcome: Outcome) -> Checked:
    return Checked(
        objects=outcome.objects,
        files=outcome.files,
        bytes=outcome.bytes,
        records=outcome.records,
    )


def _note(
    workplace: Workplace,
    outcome: Outcome,
    accounts: tuple[AccountId, ...],
    *,
    deep: bool,
    size: int | None,
) -> None:
    """Write the outcome to the journal, in numbers and codes, and seal it."""
    if outcome.has(*_LOG_DAMAGED) or not _can_read_log(workplace):
        outcome.skip("journal-log-damaged")
        return
    if not _has_key(workplace):
        outcome.skip("journal-no-keys")
        return
    if not _can_seal(workplace):
        outcome.skip("journal-strange-file")
        return
    try:
        workplace.demand_sound()
    except WeerklankError:
        outcome.skip("journal-log-damaged")
        return
    except OSError:
        outcome.skip("journal-not-writable")
        return
    try:
        workplace.record(
            Book.JOURNAL,
            "check.done",
            "archive",
            _outcome_json(workplace, outcome, accounts, deep=deep, size=size),
        )
        seal_events(workplace)
    except OSError:
        outcome.skip("journal-not-writable")


def _can_read_log(workplace: Workplace) -> bool:
    """Tell whether the log can be appended to: what it holds is read for it."""
    try:
        for _ in workplace.log.statements():
            pass
    except (WeerklankError, OSError):
        return False
    return True


def _can_seal(workplace: Workplace) -> bool:
    """Tell whether the event files can be put in order, without which none can be sealed."""
    try:
        for book in Book:
            for _ in workplace.events.files(book):
                pass
    except BrokenInput:
        return False
    return True


def _has_key(workplace: Workplace) -> bool:
    """Tell whether the keys of event and log are at hand: another of the log would fork it."""
    try:
        _ = workplace.keys.events
        workplace.keys.refuse_others()
        public = workplace.keys.signer.public_key().public_bytes_raw()
        pinned = workplace.keys.pinned
    except WeerklankError:
        return False
    if pinned is not None:
        return pinned.key == public
    identifier = key_id(workplace.organisation.origin, public).hex()
    return (workplace.layout.log / "keys" / f"{identifier}.vkey").is_file()


def _outcome_json(
    workplace: Workplace,
    outcome: Outcome,
    accounts: tuple[AccountId, ...],
    *,
    deep: bool,
    size: int | None,
) -> JsonObject:
    codes: dict[str, int] = {}
    for finding in outcome.all_findings():
        codes[finding.code] = codes.get(finding.code, 0) + 1
    told: JsonObject = {
        "accounts": [*accounts],
        "checked": {
            "bytes": outcome.bytes,
            "files": outcome.files,
            "objects": outcome.objects,
            "records": outcome.records,
        },
        "damaged": damaged_parts(held_parts(workplace), outcome.all_findings()) if codes else {},
        "deep": deep,
        "findings": {code: codes[code] for code in sorted(codes)[:_MOST_CODES]},
        "not_checked": {what: one.count for what, one in sorted(outcome.skipped.items())},
        "ok": not codes,
    }
    if size is not None and not outcome.more:  # of what was not kept nobody knows the part
        told["size"] = size
    return told

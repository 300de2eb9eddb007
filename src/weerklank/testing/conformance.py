"""Conformance: what every connector that reads a live account must pass.

Whoever writes a connector gives a `LiveBench`: the connector, and a test double of its server
that only has to answer well. Each check harvests from it into an archive of its own, through the
same transport and stages as in real use, and raises `NotConforming` with a sentence that says
what was not as it should be. With pytest:

    @pytest.mark.parametrize("check", LIVE_CHECKS, ids=lambda check: check.__name__)
    def test_conforms(check, tmp_path):
        check(BENCH, tmp_path)

What servers do wrong is played by `faulty_proxy`, which stands before the double.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from weerklank.harvest.endless import no_more_than
from weerklank.harvest.message_endpoints import demand_no_messages
from weerklank.harvest.wire import USER_AGENT
from weerklank.minimise.free_words import FreeTextRules
from weerklank.model.clock import FixedClock, from_iso
from weerklank.model.drift import DriftKind
from weerklank.model.errors import NotNow, Refused
from weerklank.model.found_words import FoundKind, FoundWords
from weerklank.model.reread import WHOLE_AFTER, WINDOWS
from weerklank.model.run import Counted, RunReport, Technique
from weerklank.services.runs.run_report import report_json
from weerklank.services.verify.verify_archive import verify_archive
from weerklank.testing.canaries import Canaries, CanaryClass
from weerklank.testing.demands import NotConforming, demand
from weerklank.testing.endless_list import ENDLESS_LISTS, MAY_BE_ITS_END
from weerklank.testing.faulty_proxy import MOST_QUESTIONS
from weerklank.testing.kept_content import demand_content, demand_own_media, kept_posts
from weerklank.testing.leak_scan import LeakScan
from weerklank.testing.live_bench import Check, Double, LiveBench, Scene, trial_of
from weerklank.testing.written_beside import written_beside

#: What stands in other files too: who tries a connector needs this one alone.
__all__ = [
    "LIVE_CHECKS",
    "Check",
    "Double",
    "LiveBench",
    "NotConforming",
    "Scene",
]
#: Posts of an account: more than two pages of any platform that is known.
MANY = 130
_FEW, _SOME = 30, 12
#: Posts that are made after a harvest.
_NEW = 3
#: Posts that a list without an end may give in a check, and how often one may be asked for.
_MOST_ENDLESS, _MOST_PAGES = 80, 250
#: What a manifest calls the limit that an API gives no replies at all.
NO_REPLIES_IN_API = "replies_not_in_api"
_HIDDEN = 3
_START = datetime(2026, 11, 26, 9, tzinfo=UTC)
#: At this age a post is looked at for the last time; and days before and after that.
_A_YEAR, _SOON = WINDOWS[-1], timedelta(days=10)
_A_MOMENT = timedelta(minutes=10)
#: Stands in the words of an answer alone, and in no field that says who somebody is.
_NAMED = Canaries().give("named in an answer", CanaryClass.THIRD)
_ACCOUNT = replace(_NAMED, path="numbers", surname="NL91ABNA0417164300", number=111222333)
_PHONE = replace(_NAMED, path="phone", surname="0612345678")
_EMAIL = f"{_NAMED.local}@post.example"
_SAYS = (
    f" Groet {_NAMED.name}, mail {_EMAIL} of bel {_PHONE.surname}, rekening {_ACCOUNT.surname}, "
    f"BSN {_ACCOUNT.number}!"
)
_TOLD = {
    _NAMED.name: FoundKind.NAME,
    _EMAIL: FoundKind.EMAIL,
    _PHONE.surname: FoundKind.PHONE,
    _ACCOUNT.surname: FoundKind.IBAN,
    str(_ACCOUNT.number): FoundKind.BSN,
}


#: Path of a picture that somebody else put with an answer.
_OF_OTHERS = "/van-een-ander/foto.jpg"


def _find_told(text: str) -> tuple[FoundWords, ...]:
    """Find what `_SAYS` tells of people, wherever it stands."""
    found = [
        FoundWords(match.start(), match.end(), kind, f"{kind}/1", 1.0)
        for words, kind in _TOLD.items()
        for match in re.finditer(re.escape(words), text)
    ]
    return tuple(sorted(found, key=lambda one: one.start))


#: By what free text is searched in the checks.
FREE_TEXT = FreeTextRules(_find_told, doubt_below=0.5)


def _demand_all(report: RunReport, posts: int) -> None:
    demand(
        report.items.posts == posts,
        f"{report.items.posts} of {posts} posts came in, without the server doing wrong",
    )
    demand(report.complete, f"there are gaps that are none: {[g.kind for g in report.gaps]}")


def check_paging(bench: LiveBench, root: Path) -> None:
    """Demand that a list of many pages comes in whole, and coming again adds nothing."""
    with trial_of(bench, root, Scene(posts=MANY)) as trial:
        _demand_all(trial.harvest(), MANY)
        again = trial.harvest()
        demand(not again.items.posts, "the same posts came in a second time")
        demand(not again.new_versions, "posts that did not change got new versions")


def check_paging_without_next(bench: LiveBench, root: Path) -> None:
    """Demand that a list whose answers don't lead on is read to its end, or told not to be."""
    with trial_of(bench, root, Scene(posts=MANY)) as trial:
        trial.faults.without_next = True
        report = trial.try_to_harvest()
        came = report.items.posts if report else 0
        is_told = report is None or not report.complete
        demand(
            came == MANY or is_told,
            f"{came} of {MANY} posts came in where no answer says how to go on: nothing is told",
        )


def check_resume(bench: LiveBench, root: Path) -> None:
    """Demand an honest report when a server dies halfway; later all comes in, once."""
    with trial_of(bench, root, Scene(posts=MANY)) as trial:
        trial.harvest()
        whole = len(trial.proxy.asked)
    with trial_of(bench, root / "again", Scene(posts=MANY)) as trial:
        trial.faults.dies_after = whole // 2
        report = trial.try_to_harvest()
        came = report.items.posts if report else 0
        demand(
            report is None or not report.complete,
            f"the server died halfway: {came} of {MANY} posts, and it was called complete",
        )
        trial.faults.dies_after = None
        rest = trial.harvest()
        demand(
            came + rest.items.posts == MANY,
            f"{came} posts and then {rest.items.posts}: not each of {MANY} once",
        )
        demand(rest.complete, "the second harvest had all, and tells of gaps")
        demand(verify_archive(trial.workplace, deep=True).ok, "the archive does not verify")


def check_faults(bench: LiveBench, root: Path) -> None:
    """Demand that too many questions, a failure, a cut and a garbled answer are borne once."""
    for name in ("busy", "failing", "cut", "garbled"):
        with trial_of(bench, root / name, Scene(posts=_FEW)) as trial:
            setattr(trial.faults, name, 1)
            try:
                _demand_all(trial.harvest(), _FEW)
            except NotNow as error:
                raise NotConforming(f"{name} once was too much: {error.code}") from error
            except NotConforming as error:
                raise NotConforming(f"{name} once: {error}") from error
            if name == "busy":
                waited = max(trial.time.waited, default=0)
                demand(waited >= trial.faults.wait, "it did not wait as 'Retry-After' asks")


def check_faults_that_stay(bench: LiveBench, root: Path) -> None:
    """Demand that a list that stays garbled, or cut off, is never called a whole one."""
    for name in ("failing", "cut", "garbled"):
        with trial_of(bench, root / name, Scene(posts=_FEW)) as trial:
            setattr(trial.faults, name, MOST_QUESTIONS)
            report = trial.try_to_harvest()
            demand(
                report is None or not report.complete,
                f"the list of posts was {name} each time, and the run was called complete",
            )
    with trial_of(bench, root / "further", Scene(posts=MANY)) as trial:
        trial.faults.first_page_only = True
        report = trial.try_to_harvest()
        demand(
            report is None or not report.complete,
            "the server failed after the first page, and the run was called complete",
        )


def check_permission_that_ends(bench: LiveBench, root: Path) -> None:
    """Demand that a permission that ends between two pages ends no more than that run.

    What came stays, nothing counts as deleted, and with a new permission the rest comes in, once.
    """
    with trial_of(bench, root, Scene(posts=MANY)) as trial:
        pages = count()
        trial.faults.of = lambda path: bench.is_list(path) and next(pages) > 0
        trial.faults.forbidden = MOST_QUESTIONS
        report = trial.try_to_harvest()
        came = report.items.posts if report else 0
        demand(
            report is None or not report.complete,
            f"the permission ended behind a page: {came} of {MANY}, and it was called complete",
        )
        demand(next(pages) < _SOME, "it went on asking with a permission that ended")
        trial.faults.forbidden = 0
        rest = trial.harvest()
        demand(
            came + rest.items.posts == MANY and not rest.deletions,
            f"{came} posts and then {rest.items.posts}: not each of {MANY} once",
        )


def check_what_changes(bench: LiveBench, root: Path) -> None:
    """Demand that what was made since comes in by the next harvest, and what is gone is seen.

    The next one reads no more of the list than is new; the one after that reads all of it.
    """
    with trial_of(bench, root / "moments", Scene(posts=_SOME + _NEW)) as trial:
        trial.harvest()
        made = sorted(from_iso(one["created_at"]) for one in kept_posts(trial.root))
    clock = FixedClock(made[_SOME - 1] + _A_MOMENT)
    with (
        trial_of(bench, root, Scene(posts=_SOME), clock=clock) as trial,
        bench.serve(Scene(posts=_SOME + _NEW)) as later,
    ):
        _demand_all(trial.harvest(), _SOME)
        before, trial.proxy.behind = trial.proxy.behind, later.address
        clock.moment = made[-1] + _A_MOMENT
        _demand_all(trial.harvest(), _NEW)
        trial.proxy.behind = before
        clock.moment += WHOLE_AFTER
        report = trial.harvest()
        demand(
            report.deletions == (_NEW if bench.tells_gone else 0),
            f"{_NEW} posts are gone, and {report.deletions} count as deleted",
        )
        unlooked = [gap.count for gap in report.gaps if gap.kind == "not_looked_at"]
        demand(
            bench.tells_gone or unlooked == [_NEW],
            f"{_NEW} posts are gone or not shown, and {unlooked} are told of",
        )


def check_no_deletion_by_trouble(bench: LiveBench, root: Path) -> None:
    """Demand that no held post counts as deleted because the server is in trouble."""
    with trial_of(bench, root, Scene(posts=_FEW)) as trial:
        _demand_all(trial.harvest(), _FEW)
        # What nobody may see goes last: a permission that was refused is not shown again.
        for name in ("failing", "cut", "garbled", "missing", "ended", "forbidden"):
            setattr(trial.faults, name, MOST_QUESTIONS)
            report = trial.try_to_harvest()
            setattr(trial.faults, name, 0)
            gone = report.deletions if report else 0
            demand(not gone, f"the list of posts was {name}, and {gone} posts count as deleted")


def check_no_deletion_by_one_way(bench: LiveBench, root: Path) -> None:
    """Demand that no post counts as deleted which is not there by itself, while its list has it.

    Old posts are due, of which the list is not read again: whatever else is asked of them answers
    that it is not there, or is gone.
    """
    clock = FixedClock(_START)
    with trial_of(bench, root, Scene(posts=MANY), clock=clock) as trial:
        _demand_all(trial.harvest(), MANY)
        oldest = min(from_iso(one["created_at"]) for one in kept_posts(trial.root))
        clock.moment = max(oldest + _A_YEAR - _SOON, _START + WHOLE_AFTER)
        trial.harvest()
        of_before = set(trial.proxy.asked)
        trial.faults.of = lambda path: path not in of_before and not bench.is_list(path)
        clock.moment += 2 * _SOON
        for name, told in (("missing", "a 404"), ("ended", "a 410 of anything")):
            setattr(trial.faults, name, MOST_QUESTIONS)
            report = trial.try_to_harvest()
            setattr(trial.faults, name, 0)
            gone = report.deletions if report else 0
            demand(
                not gone, f"{gone} posts that the list has count as deleted: {told} is not enough"
            )


def check_no_deletion_without_others(bench: LiveBench, root: Path) -> None:
    """Demand that nothing counts as deleted where posts are counted, and none of them is known."""
    emptied = Scene(posts=0, hidden=_FEW)
    with trial_of(bench, root, Scene(posts=_FEW)) as trial, bench.serve(emptied) as empty:
        _demand_all(trial.harvest(), _FEW)
        trial.proxy.behind = empty.address
        report = trial.try_to_harvest()
        gone = report.deletions if report else 0
        demand(not gone, f"{gone} posts count as deleted, and no other one answered beside them")


def check_content(bench: LiveBench, root: Path) -> None:
    """Demand that each post has words and a moment of its own, and an answer what it answers.

    The posts of a double differ in both. Where they have pictures each has its own.
    """
    person = Canaries().give("content", CanaryClass.THIRD)
    with trial_of(bench, root, Scene(posts=_FEW, person=person, pictures=True)) as trial:
        _demand_all(trial.harvest(), _FEW)
        demand_content(trial.root, _FEW)
        if bench.shows_pictures:
            demand_own_media(trial.root, _FEW)


def check_page_that_goes_round(bench: LiveBench, root: Path) -> None:
    """Demand an end of a list whose pages are the first one each time, and that this is told."""
    with trial_of(bench, root, Scene(posts=MANY)) as trial:
        trial.faults.goes_round = True
        report = trial.try_to_harvest()
        asked = sum(map(bench.is_list, trial.proxy.asked))
        demand(asked <= MANY, f"it asked for the same page {asked} times")
        demand(
            report is None or not report.complete,
            "the server gave one page over and over, and the run was called complete",
        )


def check_list_without_end(bench: LiveBench, root: Path) -> None:
    """Demand an end of a list that the server never ends, in each way, and that this is told.

    How many posts a list may have is asked of `most_posts`, which gives fewer here.
    """
    with no_more_than(_MOST_ENDLESS), trial_of(bench, root, Scene(posts=2 * _FEW)) as trial:
        for what, makes in ENDLESS_LISTS.items():
            trial.proxy.asked.clear()
            trial.proxy.first.clear()
            trial.faults.without_end = makes
            report = trial.try_to_harvest()
            asked = sum(map(bench.is_list, trial.proxy.asked))
            demand(asked <= _MOST_PAGES, f"a list gave {what}: it was asked for {asked} times")
            demand(
                report is None or not report.complete or makes(1) == MAY_BE_ITS_END,
                f"a list gave {what}, and the run was called complete",
            )
            gone = report.deletions if report else 0
            demand(not gone, f"a list gave {what}, and {gone} posts count as deleted")


def check_gaps(bench: LiveBench, root: Path) -> None:
    """Demand a gap, with number and reason, of what the server counts and does not give."""
    with trial_of(bench, root, Scene(posts=_FEW, hidden=_HIDDEN)) as trial:
        report = trial.harvest()
        if not bench.states_posts:
            told = [limit.kind for limit in report.limits]
            demand("posts_not_counted" in told, f"no number is stated; limits are told of {told}")
            return
        demand(not report.complete, f"{_HIDDEN} posts are counted and not given: nothing is told")
        counts = [gap.count for gap in report.gaps]
        demand(_HIDDEN in counts, f"{_HIDDEN} posts are missing, and gaps are told of {counts}")
        demand(
            all(gap.kind and gap.reason.nl and gap.reason.en for gap in report.gaps),
            "a gap has no kind, or no reason in Dutch and English",
        )


def check_reply_counts(bench: LiveBench, root: Path) -> None:
    """Demand that replies are held against the number that the platform states, where it does.

    Where the manifest says that it states none, no number may be told: it would be made up.
    """
    counts = Technique.API in bench.connector.manifest.counts_replies
    person = Canaries().give("replies", CanaryClass.THIRD)
    hidden = _HIDDEN if counts else 0
    with trial_of(bench, root, Scene(posts=_FEW, person=person, hidden_replies=hidden)) as trial:
        report = trial.harvest()
        told = report.counts.get("replies", Counted(0, 0))
        demand(
            counts or not told.stated,
            f"the manifest says that no replies are counted, and {told.stated} are said to be",
        )
        if counts:
            demand(
                (told.came, told.stated) == (1, 1 + hidden),
                f"1 reply came of {1 + hidden} that are counted; told is {told.came} of "
                f"{told.stated}",
            )
            gaps = [gap.count for gap in report.gaps]
            demand(
                hidden in gaps and not report.complete,
                f"{hidden} replies are counted and not given, and gaps are told of {gaps}",
            )


def check_replies_that_fail(bench: LiveBench, root: Path) -> None:
    """Demand a gap where the server fails when it is asked for replies, and gives its posts."""
    if not _gives_replies(bench):
        return
    with trial_of(bench, root / "without", Scene(posts=_SOME)) as trial:
        trial.harvest()
        without = set(trial.proxy.asked)
    person = Canaries().give("failing", CanaryClass.THIRD)
    with trial_of(bench, root, Scene(posts=_SOME, person=person)) as trial:
        trial.faults.of = lambda path: path not in without and not bench.is_list(path)
        trial.faults.failing = MOST_QUESTIONS
        report = trial.try_to_harvest()
        if report is None or report.items.replies:  # it gives replies along with its posts
            return
        told = [gap.kind for gap in report.gaps]
        demand(
            any("repl" in kind for kind in told),
            f"the server failed when asked for replies, and gaps are told of {told}",
        )


def check_no_leak(bench: LiveBench, root: Path) -> None:
    """Demand that nobody else stands by name, handle or address in any byte written or told.

    Nor anybody whom an answer tells of, of what detectors find in it. Written is also what goes to
    a log, to standard output and errors, and to files outside of the archive.
    """
    person = Canaries().give("conformance", CanaryClass.THIRD)
    for sealed in ("drop", "12"):
        with trial_of(
            bench, root / sealed, Scene(posts=_FEW, person=person, says=_SAYS), sealed=sealed
        ) as trial:
            trial.workplace = replace(trial.workplace, free_text=FREE_TEXT)
            with written_beside(trial.root / "beside") as written:
                report = trial.harvest()
            if _gives_replies(bench):
                demand(report.items.replies > 0, "the answer of somebody else did not come in")
            else:
                demand(not report.items.replies, "a reply came in, and the manifest denies any")
            scan = LeakScan([person, _NAMED, _ACCOUNT, _PHONE])
            leaks = [one for one in scan.folder(trial.root) if one.canary is not None]
            demand(not leaks, f"somebody else stands in the clear: {[x.where for x in leaks]}")
            logged = scan.content("what it writes", written.getvalue().encode())
            demand(not logged, "somebody else stands in a log, or in what it writes to a screen")
            told = f"{trial.reporter.told} {report_json(report)}"
            demand(
                not any(needle in told for needle in (person.surname, person.local)),
                "somebody else is named in the report",
            )


def _gives_replies(bench: LiveBench) -> bool:
    """Tell whether an API gives replies; where it does not, its manifest names that limit."""
    limits = bench.connector.manifest.limits
    return (Technique.API, NO_REPLIES_IN_API) not in [limit[:2] for limit in limits]


def check_media_of_others(bench: LiveBench, root: Path) -> None:
    """Demand that a picture of somebody else's answer is not fetched, and that this is no gap."""
    if not _gives_replies(bench):
        return
    scene = Scene(posts=_FEW, person=Canaries().give("picture", CanaryClass.THIRD))
    with trial_of(bench, root, scene) as trial:
        report = trial.harvest_with(_OF_OTHERS)
        demand(report.items.replies > 0, "the answer of somebody else did not come in")
        _demand_all(report, _FEW)
        fetched = [one for one in trial.proxy.asked if one.partition("?")[0] == _OF_OTHERS]
        demand(not fetched, "a picture of somebody else was fetched")


def check_no_messages(bench: LiveBench, root: Path) -> None:
    """Demand that no direct messages are asked for, and that one in a list is a number only.

    Nor does what somebody else answered for few come in. And all is asked by the transport, which
    refuses such endpoints and keeps limits and secrets.
    """
    canaries = Canaries()
    sender, person = (canaries.give(what, CanaryClass.THIRD) for what in ("message", "answer"))
    with trial_of(bench, root, Scene(posts=_FEW, person=person, sender=sender)) as trial:
        report = trial.harvest()
        for path in trial.proxy.asked:
            try:
                demand_no_messages(f"{trial.proxy.address}{path}")
            except Refused as error:
                raise NotConforming("an endpoint of direct messages was asked") from error
        past = [one for one in trial.proxy.asked_by if one != USER_AGENT]
        demand(not past, f"it asked past the transport, as {past}")
        demand(report.items.posts == _FEW, "a direct message came in as a post")
        demand(report.items.replies <= 1, "an answer came in that is a message, or for few")
        leaks = [one for one in LeakScan([sender]).folder(trial.root) if one.canary is not None]
        demand(not leaks, f"who sent a direct message stands in {[x.where for x in leaks]}")


def check_drift(bench: LiveBench, root: Path) -> None:
    """Demand that a field which is gone from all posts is found, and the run not complete."""
    with trial_of(bench, root, Scene(posts=_FEW)) as trial:
        _demand_all(trial.harvest(), _FEW)
        trial.faults.without_field = bench.steady_field
        report = trial.harvest()
        lost = [one.drift.what for one in report.findings if one.drift.kind is DriftKind.VANISHED]
        demand(
            any(path.endswith(f"/{bench.steady_field}") for path in lost),
            f"'{bench.steady_field}' is gone from all posts, and what is told is {lost}",
        )
        demand(not report.complete, "a field is gone from all posts, and the run is complete")


#: All checks of a connector that reads live accounts.
LIVE_CHECKS: tuple[Check, ...] = (
    check_paging,
    check_paging_without_next,
    check_resume,
    check_faults,
    check_faults_that_stay,
    check_permission_that_ends,
    check_what_changes,
    check_no_deletion_by_trouble,
    check_no_deletion_by_one_way,
    check_no_deletion_without_others,
    check_content,
    check_page_that_goes_round,
    check_list_without_end,
    check_gaps,
    check_reply_counts,
    check_replies_that_fail,
    check_no_leak,
    check_media_of_others,
    check_no_messages,
    check_drift,
)

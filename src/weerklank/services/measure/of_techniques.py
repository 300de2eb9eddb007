"""Checks of techniques: what each saw beside what the platform states, and beside each other."""

from collections.abc import Mapping
from datetime import date, timedelta

from weerklank.model.account import Scenario
from weerklank.model.beside import LETTERS, bits_of
from weerklank.model.clock import civil_day, from_iso
from weerklank.model.completeness import Evidence, Measured
from weerklank.model.drift import DriftKind
from weerklank.model.run import SHOWN_NOW, Technique
from weerklank.model.text import Text
from weerklank.services.measure.measured_share import (
    NO_POSTS,
    lacking_of,
    share,
    unmeasured,
)
from weerklank.services.measure.message import Message
from weerklank.services.measure.scene import Scene
from weerklank.services.measure.stated_posts import NAMES, looked_at, posts, seen_rows
from weerklank.services.oversee.beside_words import DIFFERENCES
from weerklank.services.oversee.technique_looks import Look, Why, number_of
from weerklank.services.runs.drift_words import in_words
from weerklank.services.runs.not_harvested import BY_HAND, OF_WHOLE
from weerklank.services.runs.open_gaps import open_gaps
from weerklank.services.runs.read_runs import PastRun

_NO_COMMON = Text(
    "geen twee technieken hebben op dezelfde dagen gekeken",
    "no two techniques looked at the same days",
)
_BY_ONE = Text(
    "waar geen twee technieken hebben gekeken; niet meegeteld",
    "where no two techniques looked; not counted",
)
_NONE_SHARED = Text(
    "geen bericht is door twee technieken gezien", "no post was seen by two techniques"
)
_MISSED = Text(
    "{technique}: gemist terwijl daar wel is gekeken", "{technique}: missed though it looked there"
)
_WITHOUT = Text("niet als {technique}", "not as {technique}")
_ONCE = Text("met maar één techniek gezien", "seen by one technique alone")
_ONE_TECHNIQUE = Text("er is maar één techniek gebruikt", "one technique alone was used")
_DIFFERS = Text("verschil: {what}", "difference: {what}")
_NO_RUN = Text("geen run is tot een einde gekomen", "no run came to its end")
_LAST = Text(
    "de laatste run toont het account zoals het was op {day}",
    "the last run shows the account as it was on {day}",
)
_NEVER_WHOLE = Text(
    "geen run met API of webpagina las het hele account zonder gaten",
    "no run by API or web page read the whole account without gaps",
)
_READ = Text("las het hele account", "read the whole account")


_TWO = 2


def of_techniques(scene: Scene) -> Mapping[str, Measured]:
    """Measure by runs and by which techniques saw each post."""
    if scene.is_by_hand:
        return dict.fromkeys(OF_WHOLE, unmeasured(BY_HAND, is_empty=True))
    return {
        "posts": posts(scene),
        "data_and_page": _data_and_page(scene),
        "compared": _compared(scene),
        "agreement": _agreement(scene),
        "same": _same(scene),
        "gaps": _gaps(scene),
        "fields": _fields(scene),
        "last_harvest": _last_harvest(scene),
        "deletions": _deletions(scene),
    }


def _data_and_page(scene: Scene) -> Measured:
    page = bits_of([Technique.BROWSER])
    no_page = [one for one in scene.own if not one.seen & page]
    no_data = [one for one in scene.own if one.seen == page]
    of = len(scene.own)
    rows = [
        *lacking_of(no_page, of, _WITHOUT.filled(technique=NAMES[Technique.BROWSER]), scene.most),
        *lacking_of(no_data, of, _WITHOUT.filled(technique=_DATA), scene.most),
    ]
    return share(of - len(no_page) - len(no_data), of, rows, nothing=NO_POSTS)


_DATA = Text("gegevens van API of export", "data of an API or export")


def _compared(scene: Scene) -> Measured:
    once = [one for one in scene.own if one.seen.bit_count() < _TWO]
    of = len(scene.own)
    rows = (*seen_rows(scene, scene.own), *lacking_of(once, of, _ONCE, scene.most))
    return share(of - len(once), of, rows, nothing=NO_POSTS)


def _agreement(scene: Scene) -> Measured:
    """Count, of the posts where two techniques looked, those that none of them missed."""
    letters = [one for one in scene.used if scene.looks[one].runs]
    if len(letters) < _TWO:
        why = _ONE_TECHNIQUE if scene.own else NO_POSTS
        return unmeasured(why, is_empty=not scene.own)
    missed: dict[Technique, list[Message]] = {}
    bad: set[str] = set()
    by_hand: dict[int, bool] = {}
    for letter in letters:
        bit = bits_of([letter])
        for one in scene.own:
            if not one.seen & bit and _was_missed(scene, scene.looks[letter], one, by_hand):
                missed.setdefault(letter, []).append(one)
                bad.add(one.key)
    by_one = [one for one in scene.own if one.seen.bit_count() < _TWO and one.key not in bad]
    of = len(scene.own) - len(by_one)
    rows = [*seen_rows(scene, scene.own)]
    for letter, some in missed.items():
        what = _MISSED.filled(technique=NAMES[letter])
        rows += lacking_of(some, of, what, scene.most)
    rows += lacking_of(by_one, len(scene.own), _BY_ONE, scene.most)
    if not of:
        return unmeasured(_NO_COMMON if scene.own else NO_POSTS, rows, is_empty=not scene.own)
    return share(of - len(bad), of, rows, nothing=NO_POSTS)


def _was_missed(scene: Scene, look: Look, one: Message, by_hand: dict[int, bool]) -> bool:
    """Tell whether a technique looked at a day, and did not find what another found there."""
    day = date.fromordinal(one.day)
    number = number_of(day)
    if not any(each.first <= number < each.until for each in look.stretches):
        return False
    if one.day not in by_hand:
        by_hand[one.day] = scene.account.scenario_on(day) is Scenario.C
    if by_hand[one.day]:
        return False
    gone = scene.gone.get(one.key)
    if gone is None:
        return True
    why = look.why_not(scene.account, from_iso(one.created_at), gone, is_limit=False)
    return why in {Why.MISSED, Why.GAP}


def _same(scene: Scene) -> Measured:
    """Count the posts that several techniques saw and on which they do not differ where it counts.

    By the catalogue, which laid the versions beside each other when they came in (ADR 0101).
    """
    of, bad = scene.differences.compared, scene.differences.differing
    rows = [
        Evidence(
            what=_DIFFERS.filled(what=DIFFERENCES[one]),
            where=str(scene.account.id),
            count=count,
            of=of,
            items=scene.differences.items[one],
        )
        for one, count in scene.differences.counts.items()
    ]
    if not of and scene.own:
        return unmeasured(_ONE_TECHNIQUE if len(scene.used) < _TWO else _NONE_SHARED)
    return share(of - bad, of, rows, nothing=NO_POSTS)


def _newest(scene: Scene) -> list[PastRun]:
    return [scene.looks[one].runs[0] for one in LETTERS if scene.looks[one].runs]


def _gaps(scene: Scene) -> Measured:
    """Count the kinds of gaps that each technique left open, each with its reason and run."""
    if not _newest(scene):
        return unmeasured(_NO_RUN)
    rows = [
        Evidence(what=gap.reason, where=run.id, count=gap.count)
        for letter in LETTERS
        for run, gap in open_gaps(scene.looks[letter].runs)
    ]
    return Measured(value=float(len(rows)), evidence=tuple(rows))


def _fields(scene: Scene) -> Measured:
    """Count the fields that stay away and that nobody decided on; new ones stand beside them."""
    if not _newest(scene):
        return unmeasured(_NO_RUN)
    open_ = [one for one in scene.drift if one.is_waiting and one.is_so_now]
    away = {DriftKind.VANISHED, DriftKind.FELL}
    told = [one for one in open_ if one.finding.drift.kind in {*away, DriftKind.UNKNOWN}]
    rows = tuple(
        Evidence(
            what=in_words(one.finding.drift),
            where=one.last_run,
            count=one.finding.drift.now.holding,
            of=one.finding.drift.now.of,
            items=one.finding.items[: scene.most],
        )
        for one in told
    )
    count = sum(one.finding.drift.kind in away for one in told)
    return Measured(value=float(count), evidence=rows)


def _last_harvest(scene: Scene) -> Measured:
    """Give how often the agreed interval fits in the time since the last whole run."""
    runs = _newest(scene)
    last = max(runs, key=looked_at, default=None)
    ended = scene.why_not_harvested
    if ended:
        return unmeasured(ended, is_empty=True)
    if last is None:
        return unmeasured(_NO_RUN)
    until = looked_at(last)
    waited = max(scene.now - until, timedelta())
    value = waited / timedelta(hours=scene.interval)
    row = Evidence(what=_LAST.filled(day=civil_day(until)), where=last.id, count=len(runs))
    return Measured(value=_up(value), evidence=(row,))


def _deletions(scene: Scene) -> Measured:
    """Give how long ago a run began that read all of the account, so that what is gone shows."""
    ended = scene.why_not_harvested
    if ended:
        return unmeasured(ended, is_empty=True)
    whole = [
        run
        for look in scene.looks.values()
        for run in look.runs
        if run.read_since is None and run.complete and run.technique in SHOWN_NOW
    ]
    last = max(whole, key=looked_at, default=None)
    if last is None:
        return unmeasured(_NEVER_WHOLE)
    days = max(scene.now - looked_at(last), timedelta()) / timedelta(days=1)
    row = Evidence(what=_READ, where=last.id, count=len(scene.gone))
    return Measured(value=_up(days), evidence=(row,))


def _up(value: float) -> float:
    """Round up to tenths: what waits is never said to wait less."""
    return -(-value * 10 // 1) / 10

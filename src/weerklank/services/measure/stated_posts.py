"""Stated posts: what came beside how many posts the platform states, of all or of a period.

No platform states a number for a period. Two numbers of the whole account do: one from before it
began and one from after it ended tell how many more were missing at the end (docs/adr/0148).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from weerklank.model.beside import LETTERS, bits_of
from weerklank.model.clock import HERE, civil_day, from_iso
from weerklank.model.completeness import Evidence, Measured
from weerklank.model.run import SHOWN_NOW, Technique
from weerklank.model.text import Text
from weerklank.services.measure.measured_share import NO_POSTS, NOTHING_HELD, share, unmeasured
from weerklank.services.measure.message import Message
from weerklank.services.measure.scene import Scene
from weerklank.services.oversee.technique_looks import Look
from weerklank.services.runs.read_runs import PastRun

NAMES: Mapping[Technique, Text] = {
    Technique.API: Text("API", "API"),
    Technique.EXPORT: Text("export", "export"),
    Technique.BROWSER: Text("webpagina", "web page"),
}
_SEEN = Text(
    "{technique}: {count} van de {of} berichten gezien", "{technique}: saw {count} of {of} posts"
)
_STATED = Text(
    "{technique}: {came} gekomen van {stated} die het platform opgeeft{others}{left}{since}",
    "{technique}: {came} came of {stated} that the platform states{others}{left}{since}",
)
_LEFT = Text("; daarvan zijn hier nog {count}", "; of those {count} are still here")
_SINCE = Text(
    "; dat was op {day}, en sindsdien geeft het geen aantal meer op",
    "; that was on {day}, and since then it states no number any more",
)
_NO_MORE = Text(
    "het platform geeft in de nieuwste runs geen aantal berichten meer op",
    "the platform states no number of posts any more in the newest runs",
)
_OTHERS = Text(
    "; {count} die daarbij ontbreken kwamen met een andere techniek",
    "; {count} that are missing there came by another technique",
)
_NONE = Text("", "")
_NONE_LEFT = Text("wat gekomen is, is hier niet meer", "what came is not here any more")
_NONE_STATED = Text(
    "het platform geeft bij geen van de runs op hoeveel berichten er zijn",
    "the platform states in none of the runs how many posts there are",
)
_HAS_NONE = Text(
    "het platform geeft op dat er geen berichten zijn",
    "the platform states that there are no posts",
)
_NONE_CAME = Text(
    "geen run bracht berichten, en het platform geeft niet op hoeveel er zijn",
    "no run brought posts, and the platform does not state how many there are",
)
_OF_ALL = Text(
    "het platform geeft alleen voor het hele account een aantal op, niet voor een periode, en "
    "geen run zag dat aantal dicht bij begin en einde ervan",
    "the platform states a number for the whole account alone, not for a period, and no run saw "
    "that number near its beginning and end",
)
_FILLED = Text(
    "wat voor deze periode ontbrak kwam er later bij: de aantallen van begin en einde zeggen "
    "niets over de periode",
    "what was missing before this period came in later: the numbers of its beginning and end tell "
    "nothing of the period",
)
_BETWEEN = Text(
    "{technique}: van {begin} tot {end} ontbreken er {more} meer dan daarvoor; het platform gaf "
    "eerst {stated} op ({missing} niet gekomen) en aan het eind {then} ({lacking} niet gekomen)",
    "{technique}: from {begin} to {end} {more} more are missing than before; the platform stated "
    "{stated} first ({missing} did not come) and {then} at the end ({lacking} did not come)",
)
_THE_BEGINNING = Text("het begin", "the beginning")
#: How many agreed intervals a number may be away from the beginning or end of a period.
_NEAR = 3


def seen_rows(scene: Scene, posts: Sequence[Message]) -> Iterator[Evidence]:
    """Tell of each technique how many posts it saw, with those that it did not see."""
    for letter in scene.used:
        bit = bits_of([letter])
        unseen = [one for one in posts if not one.seen & bit]
        count, of = len(posts) - len(unseen), len(posts)
        what = _SEEN.filled(technique=NAMES[letter], count=count, of=of)
        newest = sorted(unseen, key=lambda one: one.created_at, reverse=True)
        yield Evidence(
            what=what,
            where=_run_of(scene.looks[letter]),
            count=count,
            of=of,
            items=tuple(one.id for one in newest[: scene.most]),
            is_of_rest=True,
        )


def _run_of(look: Look) -> str:
    return look.runs[0].id if look.runs else str(look.letter)


def posts(scene: Scene) -> Measured:
    """Hold what came against what the platform states, technique by technique."""
    seen = [*seen_rows(scene, [one for one in scene.own if one.parent is None])]
    told = [*_stated(scene)]
    is_bare = not scene.held.messages
    if not told:
        return _of_none(scene, seen) if is_bare else unmeasured(_NONE_STATED, seen)
    if not scene.is_whole or (is_bare and (scene.first or scene.last)):
        return _of_period(scene, seen)
    old = [(letter, run) for letter, run in told if "posts" not in _newest(scene, letter).stated]
    rows = []
    for letter, run in told:
        came, stated = _came(run), run.stated["posts"]
        others = _only_elsewhere(scene, letter, run)
        left = _still_here(scene, letter, run)
        holding = min(stated, left + others)
        what = _STATED.filled(
            technique=NAMES[letter],
            came=came,
            stated=stated,
            others=_OTHERS.filled(count=others) if others else _NONE,
            left=_LEFT.filled(count=left) if left < came else _NONE,
            since=_SINCE.filled(day=civil_day(looked_at(run))) if (letter, run) in old else _NONE,
        )
        rows.append(Evidence(what=what, where=run.id, count=holding, of=stated))
    worst = min(rows, key=lambda one: one.count / (one.of or 1))
    if is_bare and worst.count:
        return unmeasured(_NONE_LEFT, rows)
    if len(old) == len(told):
        return unmeasured(_NO_MORE, (*rows, *seen))
    return share(worst.count, worst.of or 0, (*rows, *seen), nothing=NO_POSTS)


def _of_none(scene: Scene, seen: Sequence[Evidence]) -> Measured:
    """Say why nothing is here: nobody looked, the platform has none, or no run brought any."""
    newest = [look.runs[0] for look in scene.looks.values() if look.runs]
    if not newest:
        return unmeasured(NOTHING_HELD)
    states_none = any("posts" in run.stated and run.complete for run in newest)
    has_none = states_none and not scene.lost_records
    return unmeasured(_HAS_NONE if has_none else _NONE_CAME, seen, is_empty=has_none)


def _came(run: PastRun) -> int:
    return run.held.get("posts", run.came.get("posts", 0))


def _newest(scene: Scene, letter: Technique) -> PastRun:
    return scene.looks[letter].runs[0]


def _still_here(scene: Scene, letter: Technique, run: PastRun) -> int:
    """Give how many of what came can still be here: where records were lost, what is left.

    Of what a run counted is no list: no more can be left than what its technique saw by then.
    """
    came = _came(run)
    if not scene.lost_records or not scene.held.messages:
        return came
    bits = bits_of([letter]) if "posts" not in run.held else bits_of(LETTERS)
    left = sum(
        one.is_own and bool(one.seen & bits) and from_iso(one.created_at) <= run.started
        for one in scene.held.messages.values()
    )
    return min(came, left)


def _stated(scene: Scene) -> Iterator[tuple[Technique, PastRun]]:
    """Give of each technique the newest run to which the platform stated a number of posts."""
    for letter in LETTERS:
        found = _telling(scene, letter)
        if found:
            yield letter, found[0]


def _telling(scene: Scene, letter: Technique) -> list[PastRun]:
    """Give the runs of a technique to which the platform stated a number, newest first."""
    return [run for run in scene.looks[letter].runs if run.stated.get("posts")]


@dataclass(frozen=True, slots=True)
class _Pair:
    """What a technique was told near the beginning of a period, and near its end."""

    letter: Technique
    #: None: the period has no beginning, so nothing was missing before it.
    begin: PastRun | None
    end: PastRun
    #: How many were missing of what was stated, at either.
    missing: int
    lacking: int


def _of_period(scene: Scene, seen: Sequence[Evidence]) -> Measured:
    """Hold the posts of a period against what two numbers of the whole account tell of it."""
    pairs = [pair for letter in LETTERS if (pair := _pair(scene, letter)) is not None]
    if not pairs:
        return unmeasured(_OF_ALL, seen)
    rows = [_between(scene, one) for one in pairs]
    if any(one.lacking < one.missing for one in pairs):
        return unmeasured(_FILLED, (*rows, *seen))
    worst = min(rows, key=lambda one: one.count / (one.of or 1))
    return share(worst.count, worst.of or 0, (*rows, *seen), nothing=NO_POSTS)


def _pair(scene: Scene, letter: Technique) -> _Pair | None:
    """Give the numbers on either side of the period; None where one of them is not near it."""
    runs = sorted(_telling(scene, letter), key=looked_at)
    near = timedelta(hours=_NEAR * scene.interval, days=1)
    begin, end = None, _at_end(scene, runs, near)
    if scene.first:
        before = [run for run in runs if civil_day(looked_at(run)) < scene.first]
        begin = before[-1] if before else None
        if begin is None or scene.first - civil_day(looked_at(begin)) > near:
            return None
    if end is None or end is begin:
        return None
    missing = _missing(scene, letter, begin) if begin else 0
    return _Pair(letter, begin, end, missing, _missing(scene, letter, end))


def _at_end(scene: Scene, runs: Sequence[PastRun], near: timedelta) -> PastRun | None:
    """Give the first run after the period; of one that goes on still, the last."""
    last = scene.last
    if last is None or last >= scene.today:
        is_fresh = bool(runs) and scene.now - looked_at(runs[-1]) <= near
        return runs[-1] if is_fresh else None
    after = [run for run in runs if civil_day(looked_at(run)) > last]
    return after[0] if after and civil_day(looked_at(after[0])) - last <= near else None


def _missing(scene: Scene, letter: Technique, run: PastRun) -> int:
    """Give how many of what was stated to a run nobody brought."""
    return max(run.stated["posts"] - _came(run) - _only_elsewhere(scene, letter, run), 0)


def _between(scene: Scene, one: _Pair) -> Evidence:
    held = sum(each.parent is None for each in scene.own)
    more = max(one.lacking - one.missing, 0)
    what = _BETWEEN.filled(
        technique=NAMES[one.letter],
        begin=civil_day(looked_at(one.begin)) if one.begin else _THE_BEGINNING,
        end=civil_day(looked_at(one.end)),
        more=more,
        stated=one.begin.stated["posts"] if one.begin else 0,
        missing=one.missing,
        then=one.end.stated["posts"],
        lacking=one.lacking,
    )
    return Evidence(what=what, where=one.end.id, count=held, of=held + more)


def _only_elsewhere(scene: Scene, letter: Technique, run: PastRun) -> int:
    """Count posts that a technique did not see and another did, published before its run.

    Of a run that read a part, what is held was counted whoever brought it.
    """
    if "posts" in run.held:
        return 0
    bit = bits_of([letter])
    return sum(
        one.is_listed_post
        and not one.seen & bit
        and from_iso(one.created_at) <= run.started
        and _was_there(scene, one, run)
        for one in scene.held.messages.values()
    )


def _was_there(scene: Scene, one: Message, run: PastRun) -> bool:
    """Tell whether nothing says that a post was gone when a run began."""
    gone = scene.gone.get(one.key)
    return gone is None or from_iso(gone.missed) > run.started


def looked_at(run: PastRun) -> datetime:
    """Give the moment of which a run shows the account: of an export the end of its day here."""
    if run.technique in SHOWN_NOW or run.reached is None:
        return run.started
    end = datetime.combine(run.reached, time.max, HERE)
    return min(end, run.ended or run.started)

"""Post techniques: one post as each technique saw it, laid beside each other (requirement C6)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.account import Account
from weerklank.model.beside import (
    LETTERS,
    WEIGHTS,
    Aspect,
    AspectCell,
    AspectRow,
    Consequence,
    Difference,
    laid_beside,
    last_by_technique,
    letter_of,
    letters_in,
)
from weerklank.model.clock import from_iso
from weerklank.model.ids import AccountId
from weerklank.model.item import ArchivalItem
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.question import Sight
from weerklank.model.run import Technique
from weerklank.model.symbols import decode
from weerklank.model.text import Language, Text
from weerklank.services.find.read_items import ItemReader, ask_for_part
from weerklank.services.find.read_marks import laid_states
from weerklank.services.find.show_item import EVERYTHING, ShownItem, show_item
from weerklank.services.find.word_changes import ChangedText, word_changes
from weerklank.services.oversee.technique_limits import Limit, TechniqueLimits
from weerklank.services.oversee.technique_looks import Look, Why, looks_of
from weerklank.services.runs.read_runs import PastRun, read_runs
from weerklank.services.workplace import Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class SawIt:
    """One technique beside one post: when it saw it last, or why it did not."""

    letter: Technique
    #: The very techniques: of an export whether the platform made it for a portability job.
    techniques: tuple[Technique, ...] = ()
    #: When the archive recorded last what it saw, RFC 3339 in UTC, and in which run.
    captured_at: str | None = None
    run: str | None = None
    #: Versions of the post that it brought in.
    versions: tuple[int, ...] = ()
    #: Only of one that did not see it.
    why: Why | None = None
    #: Why the platform does not give it, or which gaps a run told that looked there.
    because: tuple[Text, ...] = ()
    #: How far it looked at the account.
    look: Look


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidRow:
    """One aspect with what its difference, if any, means."""

    aspect: Aspect
    cells: Mapping[Technique, AspectCell]
    difference: Difference | None
    weight: Consequence | None
    #: Why a technique tells nothing of it, where the platform says so, by letter.
    limits: Mapping[Technique, Text]
    #: Of texts that differ: what each has beside the newest version in the archive.
    marked: Mapping[Technique, tuple[ChangedText, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One thing that the post said, with who saw that."""

    version: int
    #: RFC 3339: when it was written, as the platform says, else when it was seen first.
    at: str
    seen: frozenset[Technique]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostBeside:
    """One post as three techniques saw it."""

    shown: ShownItem
    saw: tuple[SawIt, ...]
    wordings: tuple[Wording, ...]
    #: In the order of aspects; of those that saw it alone.
    rows: tuple[LaidRow, ...]

    @property
    def different(self) -> tuple[LaidRow, ...]:
        """Give the rows in which they differ, what counts for completeness first."""
        found = [row for row in self.rows if row.weight]
        return tuple(sorted(found, key=lambda row: not (row.weight and row.weight.counts)))

    @property
    def alike(self) -> tuple[LaidRow, ...]:
        """Give the rows in which whoever tells of it tells the same."""
        return tuple(row for row in self.rows if row.weight is None)

    @property
    def letters(self) -> tuple[Technique, ...]:
        """Give who saw it."""
        return tuple(one.letter for one in self.saw if one.why is None)


def post_techniques(
    workplace: Workplace,
    name: str,
    limits: Callable[[str], Iterable[Limit]],
    sight: Sight = EVERYTHING,
    *,
    site: str = "",
) -> PostBeside:
    """Lay beside each other what techniques saw of a post, by its permanent address.

    `limits` gives those of a platform. WrongUse when there is none, or it may not be seen;
    BrokenInput when its newest version lies in a damaged file.
    """
    return laid_beside_of(workplace, show_item(workplace, name, sight, site=site), limits, sight)


def laid_beside_of(
    workplace: Workplace,
    shown: ShownItem,
    limits: Callable[[str], Iterable[Limit]],
    sight: Sight = EVERYTHING,
) -> PostBeside:
    """Lay beside each other what techniques saw of a post that is shown."""
    bounds = TechniqueLimits(tuple(limits(shown.item.platform)))
    account = workplace.register().find(shown.item.account)
    runs = read_runs(workplace, AccountId(shown.item.account))
    versions = [one.item for one in shown.versions]
    rows = [_laid(row, bounds, shown.item, versions) for row in laid_beside(versions)]
    replies = _replies(workplace, shown, bounds, sight)
    return PostBeside(
        shown=shown,
        saw=tuple(_saw(shown, versions, account, runs, bounds)),
        wordings=_wordings(shown),
        rows=(*rows, *([replies] if replies else [])),
    )


def _saw(
    shown: ShownItem,
    versions: list[ArchivalItem],
    account: Account,
    runs: list[PastRun],
    bounds: TechniqueLimits,
) -> Iterable[SawIt]:
    last, looks = last_by_technique(versions), looks_of(runs)
    for letter in LETTERS:
        own = [one for one in versions if letter_of(one.technique) is letter]
        if own:
            newest = last[letter]
            # A version that is written once more keeps its moment and names a run of another.
            first = min(
                (one for one in own if one.captured_at == newest.captured_at),
                key=lambda one: one.version,
            )
            yield SawIt(
                letter=letter,
                techniques=tuple(sorted({Technique(one.technique) for one in own})),
                captured_at=newest.captured_at,
                run=first.run,
                versions=tuple(sorted(one.version for one in own)),
                look=looks[letter],
            )
        else:
            yield _not_seen(shown, account, looks[letter], bounds)


def _not_seen(shown: ShownItem, account: Account, look: Look, bounds: TechniqueLimits) -> SawIt:
    item = shown.item
    is_theirs = not item.author.role.is_ours
    limit = bounds.on(look.letter, Aspect.REPLIES) if is_theirs else None
    published = from_iso(item.created_at)
    why = look.why_not(account, published, shown.deletion, is_limit=limit is not None)
    because: tuple[Text, ...] = (limit,) if limit and why is Why.LIMIT else ()
    if why is Why.GAP:
        told = (gap.reason for run in look.covering(published) for gap in run.gaps)
        because = tuple(dict.fromkeys(told))
    elif why is Why.MISSED and not is_theirs:
        because = bounds.on_posts(look.letter)
    return SawIt(letter=look.letter, why=why, because=because, look=look)


def _laid(
    row: AspectRow, bounds: TechniqueLimits, newest: ArchivalItem, versions: list[ArchivalItem]
) -> LaidRow:
    limits = {
        letter: text for letter in row.cells if (text := bounds.on(letter, row.aspect)) is not None
    }
    weight = WEIGHTS[row.difference] if row.difference else None
    # What a platform does not give by a technique is missing by no run.
    if weight in {Consequence.FINDING, Consequence.GAP} and _is_by_limit(row, limits):
        weight = Consequence.NO_GAP
    marked: dict[Technique, tuple[ChangedText, ...]] = {}
    if row.difference and row.aspect in {Aspect.TEXT, Aspect.TITLE}:
        last = last_by_technique(versions)
        name = str(row.aspect)
        held = getattr(newest, name) or ""
        marked = {
            letter: word_changes(held, getattr(one, name) or "") for letter, one in last.items()
        }
    return LaidRow(
        aspect=row.aspect,
        cells=row.cells,
        difference=row.difference,
        weight=weight,
        limits=limits,
        marked=marked,
    )


def _is_by_limit(row: AspectRow, limits: Mapping[Technique, Text]) -> bool:
    return row.aspect is not Aspect.TEXT and bool(limits)


def _wordings(shown: ShownItem) -> tuple[Wording, ...]:
    found: dict[int, list[ArchivalItem]] = {}
    for one in shown.versions:
        found.setdefault(one.item.wording or one.item.version, []).append(one.item)
    return tuple(
        Wording(
            version=number,
            at=same[0].edited_at or (same[0].created_at if number == 1 else same[0].captured_at),
            seen=frozenset(letter_of(one.technique) for one in same),
        )
        for number, same in found.items()
    )


def _replies(
    workplace: Workplace, shown: ShownItem, bounds: TechniqueLimits, sight: Sight
) -> LaidRow | None:
    """Lay beside each other how many of the replies below a post each technique saw."""
    item = shown.item
    key = decode(item.key)
    hidden = set() if sight.restricted else {*map(decode, laid_states(workplace))}

    def ask(catalogue: Catalogue, _reader: ItemReader) -> list[int]:
        database = catalogue.database
        thread = decode(item.thread) if item.thread else key
        found = [(one, parent) for one, parent, _ in database.threads.items_of(thread)]
        return [*database.beside.of_keys(one for one in _below(key, found) if one not in hidden)]

    seen = [letters_in(bits) for bits in ask_for_part(workplace, ask)]
    if not seen:
        return None
    letters = last_by_technique([one.item for one in shown.versions])
    limits = {
        letter: text
        for letter in letters
        if (text := bounds.on(letter, Aspect.REPLIES)) is not None
    }
    counts = {letter: sum(letter in one for one in seen) for letter in letters}
    # A technique that gives no replies of others may yet give those of the account itself.
    cells = {
        letter: AspectCell(
            None if letter in limits and not count else count,
            letter not in limits and count != len(seen),
        )
        for letter, count in counts.items()
    }
    is_other = any(one.is_other for one in cells.values())
    return LaidRow(
        aspect=Aspect.REPLIES,
        cells=cells,
        difference=Difference.REPLIES if is_other else None,
        weight=WEIGHTS[Difference.REPLIES] if is_other else None,
        limits=limits,
        marked={},
    )


def _below(top: bytes, found: list[tuple[bytes, bytes | None]]) -> list[bytes]:
    children: dict[bytes, list[bytes]] = {}
    for key, parent in found:
        if parent is not None and key != top:
            children.setdefault(parent, []).append(key)
    below: dict[bytes, None] = {}
    waiting = [*children.get(top, ())]
    while waiting:
        key = waiting.pop()
        if key not in below:
            below[key] = None
            waiting += children.get(key, ())
    return [*below]


def beside_json(found: PostBeside, language: Language) -> JsonObject:
    """Write what techniques saw of a post with names for the command line."""
    return {
        "aspects": [
            {
                "aspect": str(row.aspect),
                "consequence": str(row.weight) if row.weight else None,
                "counts": row.weight.counts if row.weight else False,
                "difference": str(row.difference) if row.difference else None,
                "told": {str(letter): _told(cell) for letter, cell in row.cells.items()},
            }
            for row in found.rows
        ],
        "techniques": [
            {
                "because": [text.say(language) for text in one.because],
                "captured_at": one.captured_at,
                "run": one.run,
                "seen": one.why is None,
                "technique": str(one.letter),
                "versions": [*one.versions],
                "why_not": str(one.why) if one.why else None,
            }
            for one in found.saw
        ],
    }


def _told(cell: AspectCell) -> Json:
    return [*cell.told] if isinstance(cell.told, tuple) else cell.told

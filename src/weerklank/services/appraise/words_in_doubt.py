"""Words in doubt: list what detectors were not sure of, and record whether it is a person (D4).

They are replaced already. Nothing shows the words: the privacy officer sees what stands around
them, and which of them have a capital. Who says that something is nobody lets the like stand in
what comes in from then on; what is held stays as it is (docs/adr/0106).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from weerklank.catalogue.catalogue import Catalogue
from weerklank.minimise.held import texts_by_place
from weerklank.model.clock import iso
from weerklank.model.errors import BrokenInput, Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.found_mark import MARKS, FoundMark
from weerklank.model.item import ArchivalItem, state_of
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.person import Role
from weerklank.model.symbols import encode
from weerklank.model.text import Text
from weerklank.services.appraise.around_word import words_after, words_before
from weerklank.services.find.read_items import ItemReader, ask_for_part
from weerklank.services.find.read_marks import is_special, laid_states
from weerklank.services.people.access import why_apart
from weerklank.services.seal.read_judged import JUDGED, Judged, read_judged
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

NO_SUCH_WORD = fault(
    "POLICY-003",
    Text(
        nl="'{word}' is geen woord waarover twijfel bestaat.",
        en="'{word}' is no word that is in doubt.",
    ),
    Text(
        nl="Kijk met 'weerklank privacy review list --all' welke er zijn.",
        en="See with 'weerklank privacy review list --all' which there are.",
    ),
)
DECIDED_SO = fault(
    "POLICY-004",
    Text(
        nl="Over {word} is dat al besloten.",
        en="That was decided on {word} already.",
    ),
    Text(
        nl="Kijk met 'weerklank privacy review list --all' door wie en wanneer.",
        en="See with 'weerklank privacy review list --all' by whom and when.",
    ),
)
#: Places that are shown of one word, and characters on either side of it.
_MOST_PLACES = 3
_AROUND = 60
#: Versions that are read to find those: of one item several may say the same.
_MOST_READ = 20
#: Symbols of a tag by which people name it; more where two would look alike.
_SHORTEST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Where a word stood, as far as that may be shown."""

    id: str
    account: str
    place: str
    #: What stands before and after it, without any third party; None where that is not shown.
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WordInDoubt:
    """A word and its like."""

    tag: bytes
    #: By what people name it: the first symbols of its tag.
    name: str
    mark: FoundMark
    #: In how many items it stands.
    items: int
    #: What was decided last; None as long as it waits.
    judged: Judged | None
    around: tuple[Around, ...]

    @property
    def state(self) -> str:
        """Tell what became of it: `waiting`, `person` or `nobody`."""
        if self.judged is None:
            return "waiting"
        return "person" if self.judged.is_person else "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsInDoubt:
    """The words in doubt, those that stand in most items first."""

    words: tuple[WordInDoubt, ...]
    #: All that were asked for.
    total: int


def words_in_doubt(
    workplace: Workplace, *, with_decided: bool = False, limit: int = 50, offset: int = 0
) -> WordsInDoubt:
    """Give the words that wait for a decision, from the `offset`th on; with those decided on.

    Once there is a privacy officer in the register, to a privacy officer alone.
    """
    _require(workplace)
    judged = read_judged(workplace)

    def find(catalogue: Catalogue, reader: ItemReader) -> WordsInDoubt:
        counted = catalogue.database.doubts.counted()
        asked = [tag for tag in counted if with_decided or encode(tag) not in judged]
        work = _Work(workplace, catalogue, reader, counted, judged)
        words = tuple(word for tag in asked[offset : offset + limit] if (word := work.word(tag)))
        return WordsInDoubt(words=words, total=len(asked))

    return ask_for_part(workplace, find)


def judge_word(workplace: Workplace, name: str, *, is_person: bool) -> WordInDoubt:
    """Record whether a word in doubt tells who somebody is; it goes for the like from then on."""
    _require(workplace)
    asked = name.strip().lower()

    def find(catalogue: Catalogue, reader: ItemReader) -> WordInDoubt | None:
        counted = catalogue.database.doubts.counted()
        found = [tag for tag in counted if encode(tag).startswith(asked)]
        if len(asked) < _SHORTEST or len(found) != 1:
            return None
        return _Work(workplace, catalogue, reader, counted, read_judged(workplace)).word(found[0])

    word = ask_for_part(workplace, find)
    if word is None:
        raise WrongUse(NO_SUCH_WORD, word=name)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        known = read_judged(workplace).get(encode(word.tag))
        if known is not None and known.is_person is is_person:
            raise Refused(DECIDED_SO, word=word.name)
        data: JsonObject = {
            "judgement": "person" if is_person else "nobody",
            "kind": word.mark.kind.value,
            "rule": word.mark.detector.partition("/")[0],
        }
        workplace.record(Book.DECISIONS, JUDGED, encode(word.tag), data)
    return replace(word, judged=read_judged(workplace)[encode(word.tag)])


def _require(workplace: Workplace) -> None:
    if workplace.register().holders(Role.PRIVACY):
        workplace.require(Role.PRIVACY)


def _names(tags: list[str]) -> dict[str, str]:
    """Name tags by their first symbols, enough of them to tell all apart."""
    ordered = sorted(tags)
    names: dict[str, str] = {}
    for number, tag in enumerate(ordered):
        beside = (*ordered[max(0, number - 1) : number], *ordered[number + 1 : number + 2])
        length = _SHORTEST
        while any(other[:length] == tag[:length] for other in beside):
            length += 1
        names[tag] = tag[:length]
    return names


class _Work:
    """One answer at work: words by their tags, as the archive holds them."""

    def __init__(
        self,
        workplace: Workplace,
        catalogue: Catalogue,
        reader: ItemReader,
        counted: Mapping[bytes, int],
        judged: Mapping[str, Judged],
    ) -> None:
        self._doubts = catalogue.database.doubts
        self._reader = reader
        self._counted = counted
        self._judged = judged
        self._names = _names([encode(tag) for tag in counted])
        self._laid = laid_states(workplace)

    def word(self, tag: bytes) -> WordInDoubt | None:
        """Give a word and where it stood, each item once; None where no file of it can be read."""
        symbols = encode(tag)
        first: FoundMark | None = None
        around: dict[str, Around] = {}
        for place in self._doubts.places_of(tag, _MOST_READ):
            item = self._reader.try_read(place)
            if isinstance(item, BrokenInput) or item.id in around:
                continue
            state, special = state_of(item, self._laid), is_special(place, self._laid)
            apart = why_apart(state, shielded=place.shielded, special=special)
            for mark in item.found:
                if mark.tag == symbols:
                    first = first or mark
                    shown = _around(item, mark, is_apart=apart is not None)
                    around.setdefault(item.id, shown)
            if len(around) >= _MOST_PLACES:
                break
        if first is None:
            return None
        return WordInDoubt(
            tag=tag,
            name=self._names[symbols],
            mark=first,
            items=self._counted[tag],
            judged=self._judged.get(symbols),
            around=tuple(around.values()),
        )


def _around(item: ArchivalItem, mark: FoundMark, *, is_apart: bool) -> Around:
    """Give what stands around a mark; opening what is apart is recorded, so a list leaves it."""
    text = texts_by_place(item).get(mark.place)
    if text is None or mark.at is None or is_apart:
        return Around(id=item.id, account=item.account, place=mark.place)
    end = mark.at + len(MARKS[mark.kind])
    return Around(
        id=item.id,
        account=item.account,
        place=mark.place,
        before=words_before(text, mark.at, _AROUND),
        after=words_after(text, end, _AROUND),
    )


def word_json(word: WordInDoubt) -> JsonObject:
    """Write a word in doubt with the names of the command line."""
    judged, mark = word.judged, word.mark
    around: list[Json] = [
        {
            "account": one.account,
            "after": one.after,
            "before": one.before,
            "id": one.id,
            "place": one.place,
        }
        for one in word.around
    ]
    return {
        "around": around,
        "confidence": mark.confidence,
        "decided": iso(judged.at) if judged else None,
        "decided_by": judged.by if judged else None,
        "detector": mark.detector,
        "items": word.items,
        "kind": mark.kind.value,
        "shape": mark.shape,
        "state": word.state,
        "word": word.name,
    }

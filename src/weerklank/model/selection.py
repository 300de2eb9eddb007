"""Selection lists and what follows from them: keep for ever, or destroy after a term (G1).

Whitepaper 4.2; the words B, V and N are those of MDTO, begrippenlijst Waarderingen.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from weerklank.model.text import Text


class Outcome(StrEnum):
    """What a row of a selection list says (waardering)."""

    KEEP = "B"
    DESTROY = "V"
    UNDECIDED = "N"


OUTCOMES: dict[Outcome, Text] = {
    Outcome.KEEP: Text("blijvend te bewaren", "to be kept for ever"),
    Outcome.DESTROY: Text("te vernietigen", "to be destroyed"),
    Outcome.UNDECIDED: Text("nader te bepalen", "still to be determined"),
}


class Trigger(StrEnum):
    """From when the term of a row is counted: its process term, in the words of the lists."""

    #: The process has no term of its own: a post is done when it is published.
    NONE = "nihil"
    #: The same; the term of the row covers the process too.
    COVERED = "samengevoegd_met_bewaartermijn"
    #: From the end of what the process is about, which a decision has to tell.
    OBJECT = "bestaansduur_procesobject"
    OBJECT_EXPECTED = "ingeschatte_bestaansduur_procesobject"
    #: From a day that a decision sets.
    DAY_SET = "vast_te_leggen_datum"
    #: From the last contribution to its thread, once that was silent for as long as the row says.
    #: Our word: the thread is what the process is about, and its end needs no decision.
    THREAD = "afgesloten_draad"
    #: From the last day of the month of publication, where a body decided so. Our word.
    MONTH = "einde_maand"

    @property
    def is_publication(self) -> bool:
        """Tell whether the day of publication is enough to count from."""
        return self in (Trigger.NONE, Trigger.COVERED)


TRIGGERS: dict[Trigger, Text] = {
    Trigger.NONE: Text("publicatie", "publication"),
    Trigger.COVERED: Text(
        "publicatie; de termijn omvat die van het proces",
        "publication; the term covers that of the process",
    ),
    Trigger.OBJECT: Text("einde van het procesobject", "end of what the process is about"),
    Trigger.OBJECT_EXPECTED: Text(
        "verwacht einde van het procesobject", "expected end of what the process is about"
    ),
    Trigger.DAY_SET: Text("een vast te leggen datum", "a day that is to be set"),
    Trigger.THREAD: Text(
        "laatste bijdrage aan de draad, als het daarna stil bleef",
        "last contribution to the thread, once it stayed silent",
    ),
    Trigger.MONTH: Text("einde van de maand van publicatie", "end of the month of publication"),
}


class Serves(StrEnum):
    """For which content a row is meant, where no decision says otherwise."""

    #: What the account itself says in one-way communication.
    END_PRODUCT = "eindproduct"
    #: Everything else of one-way communication.
    REST = "overig"
    #: Two-way communication.
    DIALOGUE = "dialoog"


SERVES: dict[Serves, Text] = {
    Serves.END_PRODUCT: Text("eindproducten, eenrichting", "end products, one way"),
    Serves.REST: Text("overig, eenrichting", "the rest, one way"),
    Serves.DIALOGUE: Text("dialoog, tweerichting", "dialogue, two way"),
}


class ListKind(StrEnum):
    """By what a selection list appraises."""

    #: By work process: the way that the whitepaper advises.
    PROCESS = "process"
    #: Supplementary, by key function (sleutelfunctie): less suitable (whitepaper 4.2).
    KEY_FUNCTION = "key-function"


KEY_FUNCTION_ADVICE = Text(
    nl="De whitepaper (4.2) acht een aanvullende selectielijst op basis van sleutelfuncties "
    "minder geschikt: zij vraagt meer van de organisatie, is complexer en minder eenvoudig uit "
    "te voeren, levert anders dan bij e-mail en chat weinig op voor de privacy, en gaat eraan "
    "voorbij dat accounts een corporate karakter horen te hebben.",
    en="The whitepaper (4.2) holds a supplementary selection list by key function to be less "
    "suitable: it asks more of the organisation, is more complex and less easy to carry out, "
    "brings little for privacy, other than with e-mail and chat, and passes over that accounts "
    "ought to be corporate.",
)

_ISO = re.compile(r"P(?=\d)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?")
_SPOKEN = re.compile(r"(\d{1,4}) ?(jaar|jaren|maand|maanden|week|weken|dag|dagen)")
_UNITS = {"j": "years", "m": "months", "w": "weeks", "d": "days"}
_WEEK = 7
#: Years of the longest term that is read; the municipal list of 2020 goes up to 110.
MOST_YEARS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A length of time on the calendar, as a list gives it."""

    years: int = 0
    months: int = 0
    days: int = 0

    @classmethod
    def read(cls, text: str) -> "Term":
        """Read `P5Y`, `P1Y6M`, `P42D`, `P0D` (ISO 8601), or `5 jaar`; ValueError for others."""
        plain = text.strip()
        iso = _ISO.fullmatch(plain.upper())
        if iso:
            years, months, weeks, days = (int(part or 0) for part in iso.groups())
            made = cls(years=years, months=months, days=weeks * _WEEK + days)
        else:
            spoken = _SPOKEN.fullmatch(plain.lower())
            if not spoken:
                raise ValueError
            number, unit = int(spoken[1]), _UNITS[spoken[2][0]]
            if unit == "weeks":
                number, unit = number * _WEEK, "days"
            made = cls(**{unit: number})
        if made.years + made.months // 12 + made.days // 365 > MOST_YEARS:
            raise ValueError
        return made

    def __str__(self) -> str:
        parts = ((self.years, "Y"), (self.months, "M"), (self.days, "D"))
        return "P" + ("".join(f"{number}{unit}" for number, unit in parts if number) or "0D")

    def words(self) -> Text:
        """Say it as people do."""
        parts = [
            (self.years, "jaar", "year", "years"),
            (self.months, "maand" if self.months == 1 else "maanden", "month", "months"),
            (self.days, "dag" if self.days == 1 else "dagen", "day", "days"),
        ]
        said = [part for part in parts if part[0]] or [(0, "dagen", "day", "days")]
        return Text(
            nl=" en ".join(f"{number} {dutch}" for number, dutch, _, _ in said),
            en=" and ".join(
                f"{number} {one if number == 1 else more}" for number, _, one, more in said
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a selection list, as it was loaded."""

    code: str
    process: str
    result: str
    outcome: Outcome
    #: How long it is kept; None for what is kept for ever or still to be determined.
    term: Term | None = None
    trigger: Trigger = Trigger.NONE
    #: Length of the process itself, where the list gives one; it goes before the term. Of a
    #: closed thread it is how long nobody may have said anything.
    process_term: Term | None = None
    #: Law or analysis that it rests on.
    basis: str = ""
    explanation: str = ""
    serves: Serves | None = None
    #: The list has it no more: it tells where its place went, and can't be chosen.
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFile:
    """The file that a list was loaded from; the decision holds what it says."""

    name: str
    size: int
    sha256: str
    encoding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionList:
    """One version of a selection list (selectielijst), as an archivist loaded it."""

    #: The same for all versions of one list.
    id: str
    name: str
    version: int
    kind: ListKind
    #: First and last day of publication that it is for; None without a beginning or an end.
    valid_from: date | None
    valid_until: date | None
    #: The body that adopted it, and on which day.
    adopted_by: str
    adopted_on: date
    loaded_at: datetime
    loaded_by: str
    rows: tuple[Row, ...]
    file: ListFile

    @property
    def ref(self) -> str:
        """How a decision names it: list and version."""
        return f"{self.id}-v{self.version}"

    def row(self, code: str) -> Row | None:
        """Find a row by its code."""
        return next((row for row in self.rows if row.code == code), None)

    def serving(self, serves: Serves) -> Row | None:
        """Find the row that is meant for some content."""
        return next((row for row in self.rows if row.serves is serves), None)

    def is_for(self, day: date) -> bool:
        """Tell whether it is for what was published on a day."""
        begins = self.valid_from is None or self.valid_from <= day
        return begins and (self.valid_until is None or day <= self.valid_until)


class Direction(StrEnum):
    """Whether others can reply (whitepaper 2.2)."""

    ONE_WAY = "one-way"
    TWO_WAY = "two-way"


DIRECTIONS: dict[Direction, Text] = {
    Direction.ONE_WAY: Text("eenrichting", "one way"),
    Direction.TWO_WAY: Text("tweerichting", "two way"),
}


class Share(StrEnum):
    """Which part of what is held with an account."""

    #: What the account itself says or shares, its profile, and pages on which that stands.
    OWN = "own"
    #: What others answered.
    OTHERS = "others"


SHARES: dict[Share, Text] = {
    Share.OWN: Text("van het account zelf", "of the account itself"),
    Share.OTHERS: Text("van anderen", "of others"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a selection decision is about: one item, one account, or a kind of content."""

    item: str | None = None
    account: str | None = None
    direction: Direction | None = None
    #: Only of accounts of one scenario.
    scenario: str | None = None
    #: None for all of it.
    share: Share | None = None

    @property
    def name(self) -> str:
        """How an event names it."""
        if self.item:
            return self.item
        kind = self.account or str(self.direction)
        return ":".join(part for part in (kind, self.scenario, self.share) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A selection decision (selectiebesluit): this target goes by that row."""

    target: Target
    #: The list that the row is in; its version follows from the day of publication.
    list: str
    #: The version that was decided on.
    version: int
    row: str
    #: From when the term is counted, where the row needs a day set.
    starts: date | None
    reason: str
    body: str
    decided_on: date
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal:
    """What holds for one item, and why."""

    #: With the hotspots that lift it taken into account.
    outcome: Outcome
    #: What its row says without them.
    row_outcome: Outcome
    row: str | None
    #: List and version.
    list: str | None
    process: str | None
    result: str | None
    trigger: Trigger | None
    start: date | None
    #: Why it is that day, or why it is not known; None where no term is counted.
    begun: Text | None
    process_term: Term | None
    term: Term | None
    #: Last day on which it is kept; None where that is for ever or not known.
    until: date | None
    #: Day by which what is kept for ever goes to an archive repository, by the law in force.
    transfer_by: date | None
    #: Adopted hotspots that keep it for ever though the row does not.
    lifted: tuple[str, ...]
    #: Legal holds.
    held: tuple[str, ...]
    #: Why it is this row, or why none.
    reason: Text
    #: Woo dossiers that need it still.
    dossiers: tuple[str, ...] = ()

    @property
    def is_stopped(self) -> bool:
        """Tell whether a legal hold or a Woo dossier keeps it, whatever its row says."""
        return bool(self.held or self.dossiers)

    def is_due(self, day: date) -> bool:
        """Tell whether it may be destroyed on a day: its last day is past and nothing blocks."""
        is_over = self.until is not None and self.until < day
        return self.outcome is Outcome.DESTROY and is_over and not self.is_stopped

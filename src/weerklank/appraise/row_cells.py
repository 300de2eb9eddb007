"""What the cells of one row of a selection list say; named when they make no row."""

import re
from collections.abc import Mapping

from weerklank.model.selection import Outcome, Row, Serves, Term, Trigger
from weerklank.model.text import Text

#: Characters of a cell at most: the longest of the municipal list of 2020 has 533.
MOST_CHARACTERS = 4_000
_CODE = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z ._/-]{0,38}[0-9A-Za-z.])?")
_OUTCOMES = {
    "b": Outcome.KEEP,
    "v": Outcome.DESTROY,
    "n": Outcome.UNDECIDED,
    "blijvend_bewaren": Outcome.KEEP,
    "blijvend bewaren": Outcome.KEEP,
    "vernietigen": Outcome.DESTROY,
    "nader te bepalen": Outcome.UNDECIDED,
}
_YES = {"ja": True, "yes": True, "nee": False, "no": False, "": False}
_GONE = "vervallen"

NO_CODE = Text("de code ontbreekt of is geen code", "the code is missing or is none")
NO_PROCESS = Text("het proces ontbreekt", "the process is missing")
NO_OUTCOME = Text(
    "de waardering ontbreekt of is niet B, V of N", "the outcome is missing or is not B, V or N"
)
NO_TERM = Text("bij V ontbreekt de bewaartermijn", "the retention term is missing for V")
ODD_TERM = Text(
    "de bewaartermijn is geen termijn als P5Y of '5 jaar'",
    "the retention term is no term such as P5Y or '5 jaar'",
)
TERM_TOO_MANY = Text("een bewaartermijn hoort alleen bij V", "a retention term goes with V alone")
ODD_PROCESS_TERM = Text(
    "de procestermijn is geen bekend woord en geen termijn",
    "the process term is no known word and no term",
)
NO_SILENCE = Text(
    "bij 'afgesloten_draad' ontbreekt hoe lang het stil moet zijn, zoals 'afgesloten_draad P3M'",
    "with 'afgesloten_draad' how long there must be silence is missing, as in "
    "'afgesloten_draad P3M'",
)
ODD_SERVES = Text(
    "'voor' is niet eindproduct, overig of dialoog", "'voor' is not eindproduct, overig or dialoog"
)
ODD_WITHDRAWN = Text("'vervallen' is niet ja of nee", "'vervallen' is not ja or nee")
TOO_LONG = Text(
    f"een cel is langer dan {MOST_CHARACTERS} tekens",
    f"a cell is longer than {MOST_CHARACTERS} characters",
)
NO_LETTERS = Text("een cel heeft stuurtekens", "a cell has control characters")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class WrongRow(ValueError):
    """Cells that make no row, and why."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


def row_of(cells: Mapping[str, str]) -> Row:
    """Give the row that cells make, by the names of the documented CSV; WrongRow when none."""
    kept = {name: _held(cell) for name, cell in cells.items()}
    code = _code(kept.get("code", ""))
    process = kept.get("proces", "")
    if not process:
        raise WrongRow(NO_PROCESS)
    described = kept.get("omschrijving", "")
    if _is_withdrawn(kept, described):
        outcome, term = Outcome.UNDECIDED, None
        withdrawn = True
    else:
        outcome, term = _appraised(kept)
        withdrawn = False
    trigger, process_term = _process_term(kept.get("procestermijn", ""))
    return Row(
        code=code,
        process=process,
        result=": ".join(part for part in (kept.get("resultaat", ""), described) if part),
        outcome=outcome,
        term=term,
        trigger=trigger,
        process_term=process_term,
        basis=kept.get("grondslag", ""),
        explanation=kept.get("toelichting", ""),
        serves=None if withdrawn else _serves(kept.get("voor", "")),
        is_withdrawn=withdrawn,
    )


def _held(cell: str) -> str:
    if len(cell) > MOST_CHARACTERS:
        raise WrongRow(TOO_LONG)
    demand_letters(cell)
    return " ".join(cell.split())


def demand_letters(cell: str) -> None:
    """Refuse signs that nobody sees, and that turn what is read around (WrongRow)."""
    if _UNSEEN.search(cell.replace("\r\n", "\n")):
        raise WrongRow(NO_LETTERS)


def _code(cell: str) -> str:
    if not _CODE.fullmatch(cell):
        raise WrongRow(NO_CODE)
    return cell


def _is_withdrawn(cells: Mapping[str, str], described: str) -> bool:
    """Tell whether a row was withdrawn: it says so, or has no outcome and begins by that word."""
    said = _YES.get(cells.get("vervallen", "").lower())
    if said is None:
        raise WrongRow(ODD_WITHDRAWN)
    return said or (not cells.get("waardering") and described.lower().startswith(_GONE))


def _appraised(cells: Mapping[str, str]) -> tuple[Outcome, Term | None]:
    outcome = _OUTCOMES.get(cells.get("waardering", "").lower())
    if outcome is None:
        raise WrongRow(NO_OUTCOME)
    written = cells.get("bewaartermijn", "")
    if outcome is not Outcome.DESTROY:
        if written:
            raise WrongRow(TERM_TOO_MANY)
        return outcome, None
    if not written:
        raise WrongRow(NO_TERM)
    try:
        return outcome, Term.read(written)
    except ValueError:
        raise WrongRow(ODD_TERM) from None


def _process_term(cell: str) -> tuple[Trigger, Term | None]:
    if not cell:
        return Trigger.NONE, None
    word, _, length = cell.partition(" ")
    if word.lower() == Trigger.THREAD:
        return Trigger.THREAD, _silence(length)
    try:
        return Trigger(cell.lower()), None
    except ValueError:
        pass
    try:
        return Trigger.NONE, Term.read(cell)
    except ValueError:
        raise WrongRow(ODD_PROCESS_TERM) from None


def _silence(cell: str) -> Term:
    """Give how long nobody may have said anything: a day at least, or no thread ever closes."""
    try:
        found = Term.read(cell)
    except ValueError:
        raise WrongRow(NO_SILENCE) from None
    if found == Term():
        raise WrongRow(NO_SILENCE)
    return found


def _serves(cell: str) -> Serves | None:
    try:
        return Serves(cell.lower()) if cell else None
    except ValueError:
        raise WrongRow(ODD_SERVES) from None

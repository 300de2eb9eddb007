"""What an appraisal says in MDTO: waardering, bewaartermijn, informatiecategorie, activiteit."""

from collections.abc import Iterable
from dataclasses import dataclass

from weerklank.transfer.mdto import Concept, Reference, Term
from weerklank.transfer.mdto_lists import APPRAISALS

_LABELS = {code: label for label, code in APPRAISALS.terms.items()}
#: What holds for a whole of which the parts differ: who must be kept keeps the whole.
_ORDER = ("V", "N", "B")


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraised:
    """An appraisal; of V alone with a term."""

    code: str = "N"
    term: Term | None = None
    category: Concept | None = None
    activity: Reference | None = None
    #: By what it is kept though its row does not say so, such as hotspots.
    keywords: tuple[str, ...] = ()

    @property
    def concept(self) -> Concept:
        """Give it as a term of the list of MDTO."""
        return APPRAISALS.concept(_LABELS[self.code])


UNDECIDED = Appraised()


def whole_of(parts: Iterable[Appraised]) -> Appraised:
    """Give the appraisal of a whole by those of its parts; as they come, none is remembered.

    B where any part is B, else N where any is N, else V until the last of them. Category and
    activity stay where all parts have the same.
    """
    found: Appraised | None = None
    for part in parts:
        found = part if found is None else _both(found, part)
    return found or UNDECIDED


def _both(one: Appraised, other: Appraised) -> Appraised:
    if one == other:
        return one
    code = max(one.code, other.code, key=_ORDER.index)
    ends = [part.term for part in (one, other) if part.term is not None]
    last = max(ends, key=lambda term: term.end or "", default=None)
    return Appraised(
        code=code,
        term=last if code == "V" else None,
        category=one.category if one.category == other.category else None,
        activity=one.activity if one.activity == other.activity else None,
        keywords=tuple(dict.fromkeys((*one.keywords, *other.keywords))),
    )

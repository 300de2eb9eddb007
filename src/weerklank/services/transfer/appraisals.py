"""What records are appraised as, for who writes a SIP: the selection lists, said in MDTO."""

from functools import lru_cache

from weerklank.appraise.calendar_terms import add_term
from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.item import ArchivalItem
from weerklank.model.selection import TRIGGERS, Appraisal, Outcome
from weerklank.services.appraise.appraise_items import appraiser
from weerklank.services.seal.read_selection import read_selection
from weerklank.services.transfer.write_piece import Appraise
from weerklank.services.workplace import Workplace
from weerklank.transfer.appraised import UNDECIDED, Appraised
from weerklank.transfer.mdto import Concept, Reference, Term


def appraise_of(workplace: Workplace, catalogue: Catalogue) -> Appraise:
    """Give how items are appraised, by what is decided now."""
    judge = appraiser(workplace)
    names = {one.ref: one.name for one in read_selection(workplace).lists}

    @lru_cache(maxsize=1000)
    def said(found: Appraisal) -> Appraised:
        return _said(found, names.get(found.list or "", found.list or ""))

    def appraise(item: ArchivalItem) -> Appraised:
        held = catalogue.database.held.by_id(item.id)
        return UNDECIDED if held is None else said(judge.of(held))

    return appraise


def _said(found: Appraisal, name: str) -> Appraised:
    """Say an appraisal in MDTO; `name` is that of its list."""
    if found.row is None:
        return Appraised(code=str(found.outcome.value))
    label = ": ".join(one for one in (found.process, found.result) if one)
    known = Reference(name)
    return Appraised(
        code=str(found.outcome.value),
        term=_term(found, known) if found.outcome is Outcome.DESTROY else None,
        category=Concept(label or found.row, found.row, known),
        activity=Reference(found.process) if found.process else None,
        keywords=tuple(f"Hotspot {one}" for one in found.lifted),
    )


def _term(found: Appraisal, known: Reference) -> Term | None:
    """Give the term of what is to be destroyed; counted from after the process, as MDTO asks."""
    if found.term is None:
        return None
    start = found.start
    if start is not None and found.process_term is not None:
        start = add_term(start, found.process_term)
    trigger = found.trigger
    return Term(
        trigger=Concept(TRIGGERS[trigger].nl, str(trigger.value), known) if trigger else None,
        start=str(start) if start else None,
        length=str(found.term),
        end=str(found.until) if found.until else None,
    )

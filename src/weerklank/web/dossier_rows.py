"""Documents of a dossier by how far they are: what of them a list shows, and how many."""

from weerklank.model.dossier import DISCLOSURES, Dossier, DossierDocument, DossierState
from weerklank.model.text import Text

#: Of what nobody decided on yet.
UNDECIDED = "open"
#: With what a second reader does not agree, whatever was decided on it.
DISAGREED = "niet-akkoord"
GROUPS: dict[str, Text] = {
    UNDECIDED: Text("Nog niets besloten", "Nothing decided yet"),
    **{one.value: text for one, text in DISCLOSURES.items()},
    DISAGREED: Text("Niet akkoord", "Not agreed"),
}


def group_of(dossier: Dossier, document: DossierDocument) -> str:
    """Tell in which group a document is; what was frozen undecided went out as public."""
    is_frozen = dossier.state is DossierState.FROZEN
    return document.judgement.value if document.is_decided or is_frozen else UNDECIDED


def sums_of(dossier: Dossier) -> list[tuple[str, Text, int]]:
    """Give each group that has documents, with how many."""
    every = [group_of(dossier, one) for one in dossier.documents.values()]
    every += [DISAGREED for one in {said.id for said in dossier.standing} & {*dossier.documents}]
    return [(name, text, every.count(name)) for name, text in GROUPS.items() if name in every]


def rows_of(dossier: Dossier, group: str) -> list[DossierDocument]:
    """Give the documents of a group in their order; all of them for one that is none."""
    every = [*dossier.documents.values()]
    if group == DISAGREED:
        disagreed = {one.id for one in dossier.standing}
        return [one for one in every if one.id in disagreed]
    return [one for one in every if group_of(dossier, one) == group] if group in GROUPS else every


def undecided_after(dossier: Dossier, document: DossierDocument) -> str | None:
    """Give the next document on which nobody decided, from the first again behind the last."""
    waits = [one for one in dossier.documents.values() if not one.is_decided]
    waits = [one for one in waits if one.id != document.id]
    after = next((one for one in waits if one.number > document.number), None)
    found = after or next(iter(waits), None)
    return found.id if found else None

"""Selection findings: what the organisation still has to decide before content can be appraised.

The whitepaper (4.2) asks each organisation to add the process of dialogue to its list by itself.
As long as it did not, two-way content is N and can't be destroyed: that is said, with a draft.
"""

from dataclasses import dataclass
from datetime import date

from weerklank.appraise.choose_row import Decided, names_for
from weerklank.appraise.list_json import row_json
from weerklank.appraise.shipped import draft_entry
from weerklank.model.account import Scenario
from weerklank.model.json_value import JsonObject
from weerklank.model.selection import Direction, Outcome, Row, Serves, Share
from weerklank.model.text import Language, Text

NO_LIST = Text(
    "Er geldt nu geen selectielijst: alles is nader te bepalen (N).",
    "No selection list is in force now: everything is still to be determined (N).",
)
LOAD = Text(
    "Laad een lijst met 'weerklank selection load FILE', of die van de whitepaper met --shipped.",
    "Load a list with 'weerklank selection load FILE', or that of the whitepaper with --shipped.",
)
NO_DIALOGUE = Text(
    "{list} heeft het werkproces 'het voeren van dialoog tussen overheid en burgers' niet: "
    "tweezijdige inhoud is nader te bepalen (N) en wordt niet vernietigd.",
    "{list} lacks the process 'het voeren van dialoog tussen overheid en burgers': two-way "
    "content is still to be determined (N) and is not destroyed.",
)
DIALOGUE_OPEN = Text(
    "De waardering van de dialoog is in {list} nader te bepalen (N): tweezijdige inhoud wordt "
    "niet vernietigd.",
    "The outcome of the dialogue is still to be determined (N) in {list}: two-way content is not "
    "destroyed.",
)
DECIDE_DIALOGUE = Text(
    "Schrijf met 'weerklank selection draft -o FILE' een lijst met een ontwerp van deze rij, laat "
    "haar vaststellen en laad haar; of wijs een rij aan met 'weerklank selection assign --default "
    "two-way --row CODE'.",
    "Write a list with a draft of this row by 'weerklank selection draft -o FILE', have it "
    "adopted and load it; or point at a row by 'weerklank selection assign --default two-way "
    "--row CODE'.",
)
NO_ONE_WAY = Text(
    "{list} heeft geen rij voor eenzijdige inhoud ({share}): die is nader te bepalen (N).",
    "{list} has no row for one-way content ({share}): that is still to be determined (N).",
)
DECIDE_ONE_WAY = Text(
    "Wijs een rij aan met 'weerklank selection assign --default one-way --row CODE'.",
    "Point at a row by 'weerklank selection assign --default one-way --row CODE'.",
)
_SHARES = {
    Share.OWN: Text("eindproducten", "end products"),
    Share.OTHERS: Text("overig", "the rest"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionFinding:
    """Something that is still to be decided, what to do, and where it helps a row to propose."""

    code: str
    message: Text
    hint: Text
    draft: Row | None = None


def selection_findings(decided: Decided, today: date) -> list[SelectionFinding]:
    """Give what is still to be decided for content that is published today."""
    found = decided.in_force(today)
    if found is None:
        return [SelectionFinding(code="no-list", message=NO_LIST, hint=LOAD)]
    findings = []
    dialogue = found.serving(Serves.DIALOGUE)
    is_open = dialogue is None or dialogue.outcome is Outcome.UNDECIDED
    if is_open and not _covered(decided, Direction.TWO_WAY, Scenario.B, *Share):
        missing = NO_DIALOGUE if dialogue is None else DIALOGUE_OPEN
        findings.append(
            SelectionFinding(
                code="no-dialogue" if dialogue is None else "dialogue-undecided",
                message=missing.filled(list=found.ref),
                hint=DECIDE_DIALOGUE,
                draft=dialogue or draft_entry(),
            )
        )
    for share, serves in ((Share.OWN, Serves.END_PRODUCT), (Share.OTHERS, Serves.REST)):
        if not found.serving(serves) and not _covered(
            decided, Direction.ONE_WAY, Scenario.A, share
        ):
            findings.append(
                SelectionFinding(
                    code="no-one-way",
                    message=NO_ONE_WAY.filled(list=found.ref, share=_SHARES[share]),
                    hint=DECIDE_ONE_WAY,
                )
            )
    return findings


def _covered(decided: Decided, direction: Direction, scenario: Scenario, *shares: Share) -> bool:
    """Tell whether decisions on kinds of content cover it in the scenario where it is usual."""
    return all(
        any(name in decided.assignments for name in names_for(direction, scenario, share))
        for share in shares
    )


def finding_json(found: SelectionFinding, language: Language) -> JsonObject:
    """Write a finding."""
    return {
        "code": found.code,
        "draft": row_json(found.draft) if found.draft else None,
        "hint": found.hint.say(language),
        "message": found.message.say(language),
    }

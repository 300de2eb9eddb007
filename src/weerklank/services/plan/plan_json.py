"""Lines of the plan and proposals, with the names of the command line."""

from datetime import date

from weerklank.model.clock import iso
from weerklank.model.completeness import Yardstick
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.text import Language
from weerklank.services.plan.propose_lines import Proposal
from weerklank.services.runs.read_plan import PlanStanding, line_json


def standing_json(
    found: PlanStanding, yardstick: Yardstick, today: date, language: Language
) -> JsonObject:
    """Write a line with how it stands."""
    line, newest = found.line, found.newest
    result = newest.results.get(line.check) if newest else None
    check = yardstick.find(line.check)
    told: JsonObject = {
        **line_json(line),
        "added": iso(line.added),
        "by": line.by,
        "changes": [
            {
                "at": iso(one.at),
                "by": one.by,
                "changes": {name: {"from": a, "to": b} for name, a, b in one.changes},
                "reason": one.reason,
            }
            for one in line.changes
        ],
        "closed": _closed(found),
        "days_over": max((today - line.due).days, 0) if found.waits else 0,
        "limit": {
            # Nobody said it where the register does: of the account nothing comes any more.
            "by": line.limit.by if line.limit else None,
            "reason": found.limit.say(language),
            "word": line.limit.word if line.limit else None,
        }
        if found.limit
        else None,
        "line": line.id,
        "measured": iso(newest.at) if newest else None,
        "name": check.name.say(language) if check else line.check,
        "owner_left": found.owner_left,
        "state": found.state.value,
        "value": result.value if result else None,
        "verdict": result.verdict.value if result else None,
    }
    return told


def _closed(found: PlanStanding) -> Json:
    if found.closed is None:
        return None
    return {
        "at": iso(found.closed.at),
        "by": found.closed.by,
        "value": found.closed.results[found.line.check].value,
    }


def proposal_json(found: Proposal, language: Language) -> JsonObject:
    """Write what is proposed."""
    return {
        "account": found.account,
        "aim": found.aim.value,
        "check": found.check.id,
        "full": found.result.full,
        "gaps": [gap.say(language) for gap in found.gaps],
        "limits": [
            {"reason": reason.say(language), "word": word} for word, reason in found.limits.items()
        ],
        "measure": found.measure.say(language),
        "measured": iso(found.measured),
        "minimum": found.result.minimum,
        "name": found.check.name.say(language),
        "value": found.result.value,
        "verdict": found.result.verdict.value,
    }

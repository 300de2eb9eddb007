"""Tell appraisal: what holds for an item, and what is due, with the names of the command line."""

from weerklank.appraise.law import Regime
from weerklank.model.clock import iso
from weerklank.model.json_value import JsonObject
from weerklank.model.selection import OUTCOMES, TRIGGERS, Appraisal, Assignment, Outcome
from weerklank.model.text import Language
from weerklank.services.appraise.appraise_items import Counts, Due, Facts


def appraisal_json(found: Appraisal, language: Language) -> JsonObject:
    """Write what holds for an item, and why."""
    return {
        "dossiers": [*found.dossiers],
        "holds": [*found.held],
        "hotspots": [*found.lifted],
        "list": found.list,
        "outcome": found.outcome.value,
        "outcome_means": OUTCOMES[found.outcome].say(language),
        "process": found.process,
        "process_term": str(found.process_term) if found.process_term else None,
        "reason": found.reason.say(language),
        "result": found.result,
        "row": found.row,
        "row_outcome": found.row_outcome.value,
        "start": found.start.isoformat() if found.start else None,
        "start_means": found.begun.say(language) if found.begun else None,
        "term": str(found.term) if found.term else None,
        "transfer_by": found.transfer_by.isoformat() if found.transfer_by else None,
        "trigger": TRIGGERS[found.trigger].say(language) if found.trigger else None,
        "until": found.until.isoformat() if found.until else None,
    }


def facts_json(found: Facts | None) -> JsonObject:
    """Write what of an item decides which row it goes by."""
    published = found.published if found else None
    return {
        "direction": found.direction.value if found else None,
        "published": published.isoformat() if published else None,
        "scenario": found.scenario.value if found else None,
        "share": found.share.value if found else None,
    }


def due_json(found: Due) -> JsonObject:
    """Write one item that may be destroyed."""
    return {
        "account": found.account,
        "ground": found.ground.value,
        "id": found.id,
        "list": found.list,
        "row": found.row,
        "until": found.until.isoformat(),
    }


def counts_json(found: Counts) -> JsonObject:
    """Write how many items there are by what holds for them."""
    return {
        **{outcome.value: found.outcomes[outcome] for outcome in Outcome},
        "due": found.due,
        "held": found.held,
        "lifted": found.lifted,
        "without_start": found.without_start,
    }


def regime_json(regime: Regime, language: Language) -> JsonObject:
    """Write a law with its term of transfer; `begins` as it is written in the law."""
    return {
        "begins": regime.begins.isoformat() if regime.begins else None,
        "law": regime.id,
        "name": regime.name.say(language),
        "source": regime.source.say(language),
        "transfer_after": str(regime.transfer_after),
    }


def decision_json(found: Assignment | None) -> JsonObject | None:
    """Write the decision by which an item goes by its row, where there is one."""
    if found is None:
        return None
    return {
        "at": iso(found.at),
        "body": found.body,
        "by": found.by,
        "decided": found.decided_on.isoformat(),
        "reason": found.reason,
        "target": found.target.name,
    }

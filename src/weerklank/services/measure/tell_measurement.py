"""Tell measurement: write what was measured with the names of the command-line contract."""

from weerklank.model.clock import iso
from weerklank.model.completeness import Evidence, KeptMeasurement, Measurement, Result
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.text import Language
from weerklank.services.measure.keep_measurement import band_json


def measurement_json(one: Measurement, language: Language) -> JsonObject:
    """Write a measurement with all its evidence."""
    checks: list[Json] = [_result_json(result, language) for result in one.results]
    return {
        "account": one.account,
        "at": iso(one.at),
        "band": band_json(one.band),
        "checks": checks,
        "deep": one.deep,
        "from": one.first.isoformat() if one.first else None,
        "to": one.last.isoformat() if one.last else None,
    }


def _result_json(result: Result, language: Language) -> JsonObject:
    check, measured = result.check, result.measured
    lower = check.lowered
    return {
        "better": check.better.value,
        "empty": measured.is_empty,
        "evidence": [_evidence_json(one, language) for one in measured.evidence],
        "full": result.full,
        "holding": measured.holding,
        "id": check.id,
        "minimum": result.minimum,
        "name": check.name.say(language),
        "of": measured.of,
        "quality": check.quality.value,
        "reason": measured.why.say(language) if measured.why else None,
        "unit": check.unit.value,
        "until": lower.until.isoformat() if lower else None,
        "value": measured.value,
        "verdict": result.verdict.value,
    }


def _evidence_json(one: Evidence, language: Language) -> JsonObject:
    return {
        "count": one.count,
        "items": [*one.items],
        "limit": one.is_limit,
        "of": one.of,
        "what": one.what.say(language),
        "where": one.where,
    }


def kept_json(one: KeptMeasurement) -> JsonObject:
    """Write a kept measurement: when, by whom, with which yardstick, and the band."""
    return {
        "account": one.account,
        "at": iso(one.at),
        "band": band_json(one.band),
        "by": one.by,
        "deep": one.deep,
        "from": one.first.isoformat() if one.first else None,
        "to": one.last.isoformat() if one.last else None,
        "version": one.version,
        "yardstick": one.yardstick,
    }

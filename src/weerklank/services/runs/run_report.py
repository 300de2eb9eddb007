"""The report of a run as JSON: the same in the journal and on the command line."""

from weerklank.model.clock import iso
from weerklank.model.coverage import coverage_json
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.run import Counted, RunReport, Shortfall
from weerklank.model.text import Language, Text
from weerklank.services.runs.read_drift import findings_json, tested_json


def report_json(report: RunReport, language: Language | None = None) -> JsonObject:
    """Write a report with the names of the command-line contract.

    In the language of the user; None writes each text in both, for who reads the journal later.
    """
    items = report.items
    written: JsonObject = {
        "account": report.account,
        "already_held": report.already_held,
        "also_seen": report.also_seen,
        "complete": report.complete,
        "corrected": report.corrected,
        "counts": {
            what: _counted_json(counted) for what, counted in sorted(report.counts.items())
        },
        "deletions": report.deletions,
        "deletions_confirmed": report.deletions_confirmed,
        "deletions_withdrawn": report.deletions_withdrawn,
        "exported": report.exported.isoformat() if report.exported else None,
        "findings": findings_json(report.findings),
        "gaps": [shortfall_json(gap, language) for gap in report.gaps],
        "handin": report.hand_in,
        "items": {
            "media": items.media,
            "posts": items.posts,
            "profiles": items.profiles,
            "replies": items.replies,
        },
        "limits": [shortfall_json(limit, language) for limit in report.limits],
        "new_versions": report.new_versions,
        "newest": report.newest.isoformat() if report.newest else None,
        "ordinary_names": report.ordinary_names,
        "linked": report.linked,
        "pages": report.pages,
        "read_since": iso(report.read_since) if report.read_since else None,
        "run": report.run,
        "skipped": {
            "destroyed": report.destroyed,
            "direct_messages": report.direct_messages,
            "out_of_scope": report.out_of_scope,
        },
        "technique": str(report.technique),
        "unknown_fields": dict(report.unknown_fields),
        "warnings": [
            {"code": notice.code, "message": _said(notice.said(), language)}
            for notice in report.notices
        ],
    }
    if language is None:  # by these a later run is compared
        written |= {"fields": coverage_json(report.fields), "scope": report.scope}
        written["at"] = iso(report.ended) if report.ended else None
        if report.tested:
            written["tested"] = tested_json(report.tested)
        if report.whole_of:  # beside it a later list is laid
            written["whole_of"] = report.whole_of.isoformat()
    return written


def _counted_json(counted: Counted) -> Json:
    written: JsonObject = {"came": counted.came, "stated": counted.stated}
    return written if counted.held is None else {**written, "held": counted.held}


def shortfall_json(shortfall: Shortfall, language: Language | None) -> Json:
    """Write a gap or a limit, in one language or in both."""
    value: JsonObject = {
        "count": shortfall.count,
        "kind": shortfall.kind,
        "reason": _said(shortfall.reason, language),
    }
    if shortfall.where:
        value["where"] = [_said(place, language) for place in shortfall.where]
    return value


def _said(text: Text, language: Language | None) -> Json:
    if language is not None:
        return text.say(language)
    return text.nl if text.nl == text.en else {"en": text.en, "nl": text.nl}

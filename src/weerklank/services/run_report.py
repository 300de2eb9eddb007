"""The report of a run as JSON: the same in the journal and on the command line."""

from weerklank.model.json_value import Json, JsonObject
from weerklank.model.run import RunReport, Shortfall


def report_json(report: RunReport) -> JsonObject:
    """Write a report with the names of the command-line contract."""
    items = report.items
    return {
        "account": report.account,
        "already_held": report.already_held,
        "complete": report.complete,
        "deletions": report.deletions,
        "gaps": [shortfall_json(gap) for gap in report.gaps],
        "handin": report.hand_in,
        "items": {
            "media": items.media,
            "posts": items.posts,
            "profiles": items.profiles,
            "replies": items.replies,
        },
        "limits": [shortfall_json(limit) for limit in report.limits],
        "new_versions": report.new_versions,
        "run": report.run,
        "skipped": {
            "destroyed": report.destroyed,
            "direct_messages": report.direct_messages,
            "out_of_scope": report.out_of_scope,
        },
        "technique": str(report.technique),
        "unknown_fields": dict(report.unknown_fields),
    }


def shortfall_json(shortfall: Shortfall) -> Json:
    """Write a gap or a limit."""
    value: JsonObject = {
        "count": shortfall.count,
        "kind": shortfall.kind,
        "reason": shortfall.reason,
    }
    if shortfall.where:
        value["where"] = list(shortfall.where)
    return value

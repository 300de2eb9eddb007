"""What a page tells of a medium: its copy, its original for who may have it, what it carries."""

from collections.abc import Iterable
from pathlib import Path

from django.urls import reverse

from weerklank.model.medium_trace import Trace
from weerklank.model.missing_medium import why_missing
from weerklank.model.text import Text
from weerklank.services.find.clean_medium import CleanCopy, clean_copy
from weerklank.services.find.show_item import ShownMedium
from weerklank.services.find.trace_words import NOT_CLEANED, TRACES
from weerklank.web.foreign import shown_kind
from weerklank.web.permissions import SEE_TRACES, may
from weerklank.web.visit import Visit


def medium_told(visit: Visit, item: str, one: ShownMedium) -> dict[str, object]:
    """Give what a page shows of a medium of a post.

    Shown is the clean copy. Of what can't be cleaned nothing is, but to who may have the original.
    """
    told: dict[str, object] = {
        "medium": one.medium,
        "is_here": one.path is not None,
        "kind": "",
        "address": "",
        "bytes": 0,
        "original": "",
        "original_bytes": 0,
        "why_not": None,
        "why_missing": why_missing(one.medium.missing or ""),
        "traces": None,
    }
    if one.path is None:
        return told
    copy = clean_copy(one.path)
    if may(visit.roles, "medium-original"):
        told["original"] = reverse("medium-original", args=[item, one.medium.id])
        told["original_bytes"] = one.path.stat().st_size
    if isinstance(copy, CleanCopy):
        told["address"] = reverse("medium", args=[item, one.medium.id])
        told["bytes"] = copy.size
        if SEE_TRACES & set(visit.roles):
            told["traces"] = _in_words(copy.traces)
    else:
        told["why_not"] = NOT_CLEANED[copy]
        told["address"] = told["original"]
    told["kind"] = shown_kind(one.path) if told["address"] else ""
    return told


def _in_words(traces: Iterable[Trace]) -> Text | None:
    """Name kinds of traces in one line; None where there are none."""
    there = [TRACES[one] for one in Trace if one in set(traces)]
    if not there:
        return None
    return Text(", ".join(one.nl for one in there), ", ".join(one.en for one in there))


def picture_of(visit: Visit, item: str, medium: str, path: Path | None) -> dict[str, object]:
    """Give what a list shows of a medium: its kind, and where that is to be had."""
    if path is None:
        return {"kind": "", "address": ""}
    name = "medium"
    if not isinstance(clean_copy(path), CleanCopy):
        name = "medium-original"
        if not may(visit.roles, name):
            return {"kind": "", "address": ""}
    return {"kind": shown_kind(path), "address": reverse(name, args=[item, medium])}

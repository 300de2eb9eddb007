"""Report of a harvest: what was asked and did not come, and what was passed over."""

from collections import Counter

from weerklank.harvest.intake import Seen
from weerklank.harvest.live_source import LiveSource
from weerklank.harvest.port import Export
from weerklank.model.run import RunReport, Shortfall
from weerklank.model.text import Text
from weerklank.services.import_report import (
    FIELD_BROKEN,
    HELD_ELSEWHERE,
    Tell,
    named_fields,
    note_count,
    notice_of_others,
    notices_by_hand,
)

FEWER_THAN_COUNTED = Text(
    "de server telt meer berichten dan hij zonder aanmelding geeft, zoals die voor volgers",
    "the server counts more posts than it gives without signing in, such as those for followers",
)
FEWER_THAN_COUNTED_SIGNED_IN = Text(
    "de server telt meer berichten dan hij met de toestemming van het account geeft",
    "the server counts more posts than it gives with the permission of the account",
)
LIST_BROKEN_OFF = Text(
    "de lijst van berichten brak af: {reason}", "the list of posts broke off: {reason}"
)
OTHERS_POSTS = Text(
    "De server gaf tussen de berichten van het account ook die van een ander ({count}); die zijn "
    "overgeslagen.",
    "Among the posts of the account the server gave some of somebody else ({count}); they were "
    "passed over.",
)
ANSWER_BROKEN = Text("onleesbaar in het antwoord", "unreadable in the answer")
NOT_GIVEN_BY_SERVER = Text(
    "de server noemt een mediabestand en geeft het niet",
    "the server names a media file and does not give it",
)


def teller(source: LiveSource) -> Tell:
    """Give what tells of a harvest."""

    def tell(
        report: RunReport,
        export: Export,
        seen: Seen,
        posts: tuple[str, ...],
        *,
        unknown: Counter[str],
        missing_media: int,
        held_elsewhere: int,
        export_is_older: bool,
    ) -> None:
        del posts, export_is_older  # an account is read whole, and as it is now
        report.direct_messages = seen.direct_messages
        report.destroyed += seen.destroyed
        report.out_of_scope = seen.out_of_scope + seen.by_hand
        report.unknown_fields = named_fields(unknown)
        _add(report, "record_broken", seen.broken_count, ANSWER_BROKEN, tuple(seen.broken))
        fields = tuple(seen.broken_fields)
        _add(report, "field_broken", seen.broken_fields_count, FIELD_BROKEN, fields)
        _add(report, "held_elsewhere", held_elsewhere, HELD_ELSEWHERE)
        _add(report, "media_missing", missing_media, NOT_GIVEN_BY_SERVER)
        missing = (export.stated_items or 0) - _met(seen)
        note_count(report, "posts", _met(seen), export.stated_items)
        replies = source.stated_replies
        note_count(report, "replies", replies.holding, replies.of)
        if source.broken_off is None:
            why = FEWER_THAN_COUNTED_SIGNED_IN if source.is_signed_in else FEWER_THAN_COUNTED
            _add(report, "items_missing", missing, why)
        else:
            reason = LIST_BROKEN_OFF.filled(reason=source.broken_off)
            _add(report, "list_broken_off", max(missing, 1), reason)
        report.gaps.extend(export.findings())
        report.notices += [*notice_of_others(seen, OTHERS_POSTS), *notices_by_hand(report, seen)]

    return tell


def _met(seen: Seen) -> int:
    """Give how many posts of the account itself were met."""
    met = seen.items + seen.broken_count + seen.destroyed + seen.by_hand
    return met - seen.theirs - seen.earlier


def _add(
    report: RunReport, kind: str, count: int, reason: Text, where: tuple[Text, ...] = ()
) -> None:
    if count > 0:
        report.gaps.append(Shortfall(kind=kind, count=count, reason=reason, where=where))

"""Report of a harvest: what was asked and did not come, and what was passed over."""

from weerklank.harvest.intake import Seen
from weerklank.harvest.live_source import LiveSource
from weerklank.harvest.port import Export
from weerklank.model.change_report import Reported
from weerklank.model.clock import civil_day
from weerklank.model.day_words import day_said
from weerklank.model.run import Counted, RunReport, Shortfall
from weerklank.model.text import Text
from weerklank.services.harvest.held_items import HeldItems, Outcome
from weerklank.services.harvest.note_deletions import tell_deletions
from weerklank.services.intake.import_report import (
    FIELD_BROKEN,
    HELD_ELSEWHERE,
    Written,
    add_gap,
    named_fields,
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
SUSPENDED = Text(
    "het platform heeft het account opgeschort en geeft er niet alle berichten meer van",
    "the platform suspended the account and no longer gives all of its posts",
)
MOVED = Text(
    "het account is naar een ander adres verhuisd; op dit adres geeft de server niet meer alle "
    "berichten die hij telt",
    "the account moved to another address; at this one the server no longer gives all posts that "
    "it counts",
)
NOT_JUDGED = Text(
    "of berichten voor volgers er nog staan, is alleen te zien met toestemming van het account "
    "zelf; zij gelden nooit als verwijderd",
    "whether posts for followers are still there can only be seen with permission of the account "
    "itself; they never count as deleted",
)
POSTS_NOT_COUNTED = Text(
    "de server zegt niet hoeveel berichten het account heeft; of alle kwamen, is niet te tellen",
    "the server does not say how many posts the account has; whether all came can't be counted",
)
REPLIES_NOT_COUNTED = Text(
    "de server zegt niet van elk bericht hoeveel reacties het heeft; of alle kwamen, is niet te "
    "tellen",
    "the server does not say of each post how many replies it has; whether all came can't be "
    "counted",
)
COUNTED_BY_HELD = Text(
    "de lijst is gelezen tot {since}; of van daarvoor alles er is, is geteld met wat al was "
    "opgenomen, en wat daarvan is verwijderd, ziet pas een oogst van de hele lijst",
    "the list was read down to {since}; whether all of before is there was counted by what is "
    "held, and what of that was deleted only a harvest of the whole list sees",
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
POST_NOT_GIVEN = Text(
    "de server geeft het bericht niet, of het is niet van dit account",
    "the server does not give the post, or it is not of this account",
)
ANSWER_BROKEN = Text("onleesbaar in het antwoord", "unreadable in the answer")
NOT_GIVEN_BY_SERVER = Text(
    "de server noemt een mediabestand en geeft het niet",
    "the server names a media file and does not give it",
)


def tell_read(report: RunReport, seen: Seen, written: Written, broken: Text) -> None:
    """Tell what was passed over, and what of that which was given did not come in.

    `broken` says of what was given that it could not be read.
    """
    report.direct_messages = seen.direct_messages
    report.destroyed += seen.destroyed
    report.out_of_scope = seen.out_of_scope + seen.by_hand
    report.unknown_fields = named_fields(written.unknown)
    add_gap(report, "record_broken", seen.broken_count, broken, tuple(seen.broken))
    fields = tuple(seen.broken_fields)
    add_gap(report, "field_broken", seen.broken_fields_count, FIELD_BROKEN, fields)
    add_gap(report, "held_elsewhere", written.held_elsewhere, HELD_ELSEWHERE)
    add_gap(report, "media_missing", written.missing_media, NOT_GIVEN_BY_SERVER, written.lacking)


class TellsHarvest:
    """Puts into the report of a harvest what is missing, and keeps what it tells of held posts."""

    def __init__(self, source: LiveSource, held: HeldItems) -> None:
        self._source = source
        self._held = held
        self.outcome: Outcome | None = None
        #: Posts that were met and are not to come in.
        self.passed = 0

    def __call__(
        self,
        report: RunReport,
        export: Export,
        seen: Seen,
        posts: tuple[str, ...],
        written: Written,
    ) -> None:
        """Tell it, but of the age of what is shown: that is of no earlier day."""
        tell_read(report, seen, written, ANSWER_BROKEN)
        replies = self._source.stated_replies
        if replies is not None:
            report.counts["replies"] = replies
            unstated = int(replies.stated is None)
            _limit(report, "replies_not_counted", unstated, REPLIES_NOT_COUNTED)
        self.outcome = self._held.outcome()
        self.passed = seen.destroyed + seen.by_hand + seen.broken_count
        if posts:
            add_gap(report, "post_missing", len(set(posts) - seen.met), POST_NOT_GIVEN)
        else:
            self._tell_list(report, export.stated_items, seen, self.outcome)
        if not posts:
            _limit(report, "followers_not_judged", self._held.unjudged(), NOT_JUDGED)
        report.gaps.extend(export.findings())
        tell_deletions(report, self.outcome)
        report.notices += [*notice_of_others(seen, OTHERS_POSTS), *notices_by_hand(report, seen)]

    def _tell_list(
        self, report: RunReport, stated: int | None, seen: Seen, outcome: Outcome
    ) -> None:
        _limit(report, "posts_not_counted", int(stated is None), POSTS_NOT_COUNTED)
        reason = self._source.broken_off
        if reason is not None:
            report.counts["posts"] = Counted(_met(seen), stated)
            missing = max((stated or 0) - _met(seen), 1)
            told = LIST_BROKEN_OFF.filled(reason=reason)
            add_gap(report, "list_broken_off", missing, told)
            return
        met, held = _met(seen), None
        if outcome.since is not None:  # the rest was met before
            report.read_since = outcome.since
            wholes = [look.passed for look in self._held.looks if look.since is None]
            known = self._held.known(
                outcome,
                replies=self._source.counts_own_replies,
                uncounted=self._source.uncounted,
            )
            held = known + max([self.passed, *wholes[-1:]])
            why = COUNTED_BY_HELD.filled(since=day_said(civil_day(outcome.since)))
            _limit(report, "counted_by_held", max(held - met, 0), why)
        report.counts["posts"] = Counted(met, stated, held if held != met else None)
        missing = (stated or 0) - (met if held is None else held)
        if not stated and Reported.SUSPENDED in self._source.standing:
            missing = 1  # it counts none either, and nothing is known of those that it had
        kind, why = self._why_fewer()
        add_gap(report, kind, missing, why)

    def _why_fewer(self) -> tuple[str, Text]:
        """Say why the server gives fewer posts than it counts, as far as it tells that itself."""
        if Reported.SUSPENDED in self._source.standing:
            return "account_suspended", SUSPENDED
        if Reported.ADDRESS in self._source.standing:
            return "account_moved", MOVED
        if self._source.is_signed_in:
            return "items_missing", FEWER_THAN_COUNTED_SIGNED_IN
        return "items_missing", FEWER_THAN_COUNTED


def _met(seen: Seen) -> int:
    """Give how many posts of the account itself were met."""
    met = seen.items + seen.broken_count + seen.destroyed + seen.by_hand
    return met - seen.theirs - seen.again


def _limit(report: RunReport, kind: str, count: int, reason: Text) -> None:
    if count > 0:
        report.limits.append(Shortfall(kind=kind, count=count, reason=reason))

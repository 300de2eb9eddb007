"""Report of a harvest by pages: what they did not show, and how visits ended."""

from collections.abc import Mapping

from weerklank.harvest.browser.visit import Stopped
from weerklank.harvest.intake import Seen
from weerklank.harvest.port import Export
from weerklank.harvest.seen_account import SeenAccount
from weerklank.model.notice import Notice
from weerklank.model.run import Counted, RunReport, Shortfall
from weerklank.model.text import Text, verbatim
from weerklank.services.harvest.harvest_report import (
    OTHERS_POSTS,
    POSTS_NOT_COUNTED,
    tell_read,
)
from weerklank.services.harvest.held_items import HeldItems, Outcome
from weerklank.services.harvest.note_deletions import tell_deletions
from weerklank.services.intake.import_report import (
    Written,
    add_gap,
    notice_of_others,
    notices_by_hand,
)

FEWER_THAN_COUNTED = Text(
    "het platform telt meer berichten dan zijn pagina's tonen",
    "the platform counts more posts than its pages show",
)
POST_NOT_SHOWN = Text(
    "de pagina toont het bericht niet, of het is niet van dit account",
    "the page does not show the post, or it is not of this account",
)
ANSWER_BROKEN = Text("onleesbaar in wat de pagina kreeg", "unreadable in what the page was given")
NEXT_RUN = Text(
    "een run legt van hoogstens {most} berichten de pagina vast, de nieuwste eerst; deze komen in "
    "een volgende run",
    "a run records the pages of {most} posts at most, the newest first; these come in a next run",
)
STEPS_BROKEN = Text(
    "de pagina's zijn anders gebouwd dan waarvoor de stappen zijn geschreven",
    "the pages are built otherwise than the steps were written for",
)
VISITS = Text(
    "Bezochte pagina's: {count}. Waardoor een bezoek eindigde: {ended}.",
    "Pages visited: {count}. What ended a visit: {ended}.",
)
ENDED: dict[Stopped, Text] = {
    Stopped.NOTHING_NEW: Text("er kwam niets nieuws meer", "nothing new came"),
    Stopped.TIME: Text("de tijd was om", "the time was over"),
    Stopped.SIZE: Text("het werd te groot", "it became too large"),
    Stopped.HUNG: Text("de pagina hing", "the page hung"),
    Stopped.RELOADS: Text("zij laadde steeds opnieuw", "it kept loading anew"),
    Stopped.NOT_OPENED: Text("zij ging niet open", "it did not open"),
}


class TellsBrowser:
    """Puts into the report of a harvest by pages what is missing."""

    def __init__(self, seen: SeenAccount, held: HeldItems) -> None:
        self._seen = seen
        self._held = held
        self.outcome: Outcome | None = None

    def __call__(
        self,
        report: RunReport,
        export: Export,
        seen: Seen,
        posts: tuple[str, ...],
        written: Written,
    ) -> None:
        """Tell it; that a page does not show a post is no sign that the post is gone."""
        tell_read(report, seen, written, ANSWER_BROKEN)
        self.outcome = self._held.outcome()
        if posts:
            add_gap(report, "post_missing", len(set(posts) - seen.met), POST_NOT_SHOWN)
        else:
            self._tell_posts(report, export.stated_items)
        report.gaps.extend(export.findings())
        tell_deletions(report, self.outcome)
        report.notices += [*notice_of_others(seen, OTHERS_POSTS), *notices_by_hand(report, seen)]

    def _tell_posts(self, report: RunReport, stated: int | None) -> None:
        came = len(self._seen.pages.seen)
        report.counts["posts"] = Counted(came, stated)
        if stated is None:
            report.limits.append(
                Shortfall(kind="posts_not_counted", count=1, reason=POSTS_NOT_COUNTED)
            )
        add_gap(report, "items_missing", (stated or 0) - came, FEWER_THAN_COUNTED)


def tell_visits(
    report: RunReport, stopped: Mapping[Stopped, int], broken: set[str], left: int, most: int
) -> None:
    """Put into a report how visits ended, which steps fitted nowhere, and what is left to do."""
    if stopped:
        ways = [(ENDED[why], count) for why, count in sorted(stopped.items())]
        ended = Text(
            ", ".join(f"{way.nl} ({count})" for way, count in ways),
            ", ".join(f"{way.en} ({count})" for way, count in ways),
        )
        told = VISITS.filled(count=sum(stopped.values()), ended=ended)
        report.notices.append(Notice("pages-visited", told))
    add_gap(
        report, "steps_broken", len(broken), STEPS_BROKEN, tuple(map(verbatim, sorted(broken)))
    )
    if left > 0:
        reason = NEXT_RUN.filled(most=most)
        report.limits.append(Shortfall(kind="pages_next_run", count=left, reason=reason))

"""Visits to the pages of one account, one after another: what each showed, and why it ended.

What a visit recorded waits in the encrypted spool of the run. One that fails is a gap, and the
next begins.
"""

from collections import Counter
from dataclasses import dataclass

from weerklank.harvest.browser.bodies import Bodies
from weerklank.harvest.browser.browses import Browses
from weerklank.harvest.browser.kept_visit import KeptVisit
from weerklank.harvest.browser.steps import Steps
from weerklank.harvest.browser.visit import RESTLESS, Stopped, StopRule, Visit
from weerklank.harvest.page_port import Shown
from weerklank.harvest.seen_account import LoadedMedia
from weerklank.model.clock import iso
from weerklank.model.errors import NotNow
from weerklank.model.text import Text
from weerklank.services.harvest.browser_profile import HeldProfile
from weerklank.services.harvest.page_gaps import PageGaps
from weerklank.services.workplace import Workplace
from weerklank.store.spool import Spool

VISITING = Text("De pagina {address} wordt bezocht.", "Visiting the page {address}.")
WALL = Text(
    "de pagina vraagt om aan te melden en toont de rest niet",
    "the page asks to sign in and does not show the rest",
)
CUT: dict[Stopped, Text] = {
    Stopped.TIME: Text(
        "de pagina toonde nog steeds iets nieuws toen de tijd voor een bezoek om was",
        "the page still showed something new when the time for a visit was over",
    ),
    Stopped.SIZE: Text(
        "de pagina was groter dan een bezoek vastlegt", "the page was larger than a visit records"
    ),
    Stopped.HUNG: Text(
        "de pagina antwoordde niet meer aan de browser", "the page no longer answered the browser"
    ),
    Stopped.RELOADS: RESTLESS,
    Stopped.NOT_OPENED: Text(
        "de pagina ging niet open in de browser", "the page did not open in the browser"
    ),
}
_UNAUTHORISED, _REDIRECTS, _WRONG = 401, range(300, 400), 400
#: What a server answers in place of a page.
REFUSED: dict[int, Text] = {
    403: Text("de server laat de pagina niet zien", "the server does not show the page"),
    404: Text("de server zegt dat de pagina er niet is", "the server says that there is no page"),
    410: Text("de server zegt dat de pagina weg is", "the server says that the page is gone"),
    429: Text("de server vroeg om later terug te komen", "the server asked to come back later"),
}
FAILED = Text(
    "de server gaf een fout in plaats van de pagina",
    "the server gave an error in place of the page",
)
LED_AWAY = Text(
    "de pagina leidde naar iets dat geen pagina van het web is",
    "the page led to something that is no page of the web",
)
NOT_ALL_PRESSED = Text(
    "niet alles wat de pagina achterhoudt ging open", "not all that the page holds back opened"
)
TOO_DEEP = Text(
    "de pagina is dieper genest dan wordt gelezen", "the page is nested deeper than is read"
)


@dataclass(frozen=True, slots=True)
class Went:
    """A visit that was made: what it showed, and what waits of it."""

    shown: Shown
    kept: KeptVisit
    #: Why no more of the page is there, in words of ours; None where nothing is missing.
    lacks: Text | None
    #: The page says that it has nothing to show.
    nothing: bool = False


class PageVisits:
    """Goes to pages of one account."""

    def __init__(
        self,
        browses: Browses,
        home: str,
        spool: Spool,
        gaps: PageGaps,
        steps: Steps,
        rule: StopRule,
        workplace: Workplace,
        profile: HeldProfile,
    ) -> None:
        self._browses = browses
        self._home = home
        self._spool = spool
        self._gaps = gaps
        self._steps = steps
        self._rule = rule
        self._workplace = workplace
        self._profile = profile
        self._count = 0
        self.media = LoadedMedia()
        #: How many visits ended why.
        self.stopped: Counter[Stopped] = Counter()
        #: Steps that fitted nowhere: the pages are otherwise than when they were written.
        self.broken: set[str] = set()

    def go(self, address: str) -> Went | None:
        """Go to a page; None when nothing came of it, which is a gap then."""
        self._count += 1
        self._workplace.reporter.step(VISITING, address=address)
        name = f"visit-{self._count:04}"
        bodies = Bodies(self._spool, named=name)
        try:
            visit = self._browses.visit(
                address,
                home=self._home,
                bodies=bodies,
                rule=self._rule,
                steps=self._steps,
                state=self._profile.state,
            )
            self._profile.note(visit.state)
            kept = KeptVisit(visit, self._spool, bodies, name, at=iso(self._workplace.clock.now()))
        except NotNow as lost:
            why = Text(lost.message("nl"), lost.message("en"))
            self._without(bodies, "page_not_visited", why, address)
            return None
        except RecursionError:
            self._without(bodies, "page_not_seen", TOO_DEEP, address)
            return None
        self.stopped[visit.stopped] += 1
        if (refused := _refused(visit)) is not None:
            self._without(bodies, *refused, address)
            return None
        self.broken.update(visit.walked.broken)
        if visit.stopped is not Stopped.NOT_OPENED and not visit.walked.hung:
            self._gaps.fits.note_steps(visit.walked.tested, visit.walked.broken)
        self.media.note(visit.exchanges, bodies)
        lacks = self._note_lacks(visit)
        shown = Shown(address=address, page=visit.seen, exchanges=visit.exchanges, bodies=bodies)
        return Went(shown, kept, lacks, nothing=visit.walked.nothing)

    def _without(self, bodies: Bodies, kind: str, reason: Text, address: str) -> None:
        bodies.forget_all()
        self._gaps.note(kind, reason, address)

    def _note_lacks(self, visit: Visit) -> Text | None:
        """Note what of a page was not seen, and give why."""
        if visit.walked.wall:
            kind, why = "page_wall", WALL
        elif visit.stopped in CUT:
            is_seen = visit.seen is not None
            kind, why = ("page_cut" if is_seen else "page_not_seen"), CUT[visit.stopped]
        elif visit.seen is None and visit.not_seen is not None:
            kind, why = "page_not_seen", visit.not_seen
        elif visit.walked.left:
            kind, why = "page_cut", NOT_ALL_PRESSED
        else:
            return None
        self._gaps.note(kind, why, visit.address)
        return why


def _refused(visit: Visit) -> tuple[str, Text] | None:
    """Give as what and why a page was refused; None for one that came.

    What a server shows beside its refusal is no page of the account, and tells nothing of whether
    the platform changed its pages.
    """
    if visit.walked.ended_at and not visit.walked.ended_at.startswith(("https://", "http://")):
        return "page_not_seen", LED_AWAY
    answers = sorted(
        (one.at, one.status)
        for one in visit.exchanges
        if one.wanted_as == "Document" and one.status and one.status not in _REDIRECTS
    )
    status = answers[0][1] if answers else 0
    if status == _UNAUTHORISED:
        return "page_wall", WALL
    return ("page_not_seen", REFUSED.get(status, FAILED)) if status >= _WRONG else None

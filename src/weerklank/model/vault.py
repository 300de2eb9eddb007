"""The vault (kluis): who asked to open one sealed original, on what ground, and what became of it.

Requirement D2. What is opened stands in no value of this module: these tell of it only.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from weerklank.model.ids import AccountId
from weerklank.model.text import Text

#: How long an opened original is shown (screens.md 5.17).
VIEW = timedelta(minutes=15)
#: How often that may be extended, by as much again.
EXTENSIONS = 1
#: How long an approval holds: whoever works on other days of the week gets to it, and what was
#: weighed is still so.
APPROVAL_HOLDS = timedelta(days=7)
#: How long a request waits for the second person: about the term of most grounds (AVG article
#: 12(3): a month; Woo article 4.4: four weeks).
REQUEST_WAITS = timedelta(days=30)
#: Characters of the number of a case.
LONGEST_CASE = 40
#: A number as registers of cases write them: letters, figures and what keeps them apart.
_CASE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ./:_-]*[A-Za-z0-9])?")
#: Words of letters alone that may stand in it: more of them is a description, or a name.
_MOST_WORDS = 1


class VaultGround(StrEnum):
    """Why one sealed original may be opened."""

    PERSON = "person"
    WOO = "woo"
    COURT = "court"
    CLAIM = "claim"
    VITAL = "vital"
    ACCURACY = "accuracy"
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True)
class GroundWords:
    """How people say a ground, and where it comes from."""

    text: Text
    source: Text


GROUNDS: dict[VaultGround, GroundWords] = {
    VaultGround.PERSON: GroundWords(
        Text("verzoek van de persoon zelf", "request of the person concerned"),
        Text("AVG artikel 15 tot en met 21", "GDPR articles 15 to 21"),
    ),
    VaultGround.WOO: GroundWords(
        Text("beoordeling bij een Woo-verzoek", "judging a Woo request"),
        Text("Woo artikel 4.1 en 5.1", "Woo articles 4.1 and 5.1"),
    ),
    VaultGround.COURT: GroundWords(
        Text("rechterlijk bevel of wettelijke vordering", "court order or statutory demand"),
        Text("AVG artikel 6, lid 1c", "GDPR article 6(1)(c)"),
    ),
    VaultGround.CLAIM: GroundWords(
        Text("rechtsvordering van of tegen de organisatie", "legal claim by or against the body"),
        Text("AVG artikel 9, lid 2f, en 17, lid 3e", "GDPR articles 9(2)(f) and 17(3)(e)"),
    ),
    VaultGround.VITAL: GroundWords(
        Text("dreiging voor iemands leven of veiligheid", "threat to somebody's life or safety"),
        Text("AVG artikel 6, lid 1d", "GDPR article 6(1)(d)"),
    ),
    VaultGround.ACCURACY: GroundWords(
        Text("nagaan of iets juist is vervangen", "seeing whether something was replaced rightly"),
        Text("AVG artikel 5, lid 1d", "GDPR article 5(1)(d)"),
    ),
    VaultGround.TRANSFER: GroundWords(
        Text("besluit bij waardering of overbrenging", "decision at appraisal or transfer"),
        Text("Archiefwet 1995, artikel 12 en 15", "Public Records Act 1995, articles 12 and 15"),
    ),
}


class VaultAct(StrEnum):
    """What somebody did with a request."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    OPENED = "opened"
    EXTENDED = "extended"
    ENDED = "ended"


class VaultEnd(StrEnum):
    """Why a request or view came to its end."""

    #: The reader closed it.
    CLOSED = "closed"
    #: Its fifteen minutes were over.
    TERM = "term"
    #: The program that showed it was gone before its end: it was noted by a later act.
    UNATTENDED = "unattended"
    #: Taken back before it was opened: by who asked, or by a privacy officer.
    WITHDRAWN = "withdrawn"


class VaultState(StrEnum):
    """Where a request stands."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    OPEN = "open"
    ENDED = "ended"
    LAPSED = "lapsed"


WORDS: dict[VaultState, Text] = {
    VaultState.REQUESTED: Text("wacht op een tweede persoon", "waits for a second person"),
    VaultState.APPROVED: Text("goedgekeurd", "approved"),
    VaultState.REFUSED: Text("afgewezen", "refused"),
    VaultState.OPEN: Text("open", "open"),
    VaultState.ENDED: Text("beëindigd", "ended"),
    VaultState.LAPSED: Text("vervallen", "lapsed"),
}
ACTS: dict[VaultAct, Text] = {
    VaultAct.REQUESTED: Text("aangevraagd", "requested"),
    VaultAct.APPROVED: Text("goedgekeurd", "approved"),
    VaultAct.REFUSED: Text("afgewezen", "refused"),
    VaultAct.OPENED: Text("geopend", "opened"),
    VaultAct.EXTENDED: Text("verlengd", "extended"),
    VaultAct.ENDED: Text("beëindigd", "ended"),
}
ENDS: dict[VaultEnd, Text] = {
    VaultEnd.CLOSED: Text("gesloten door de lezer", "closed by the reader"),
    VaultEnd.TERM: Text("de tijd was om", "the time was over"),
    VaultEnd.UNATTENDED: Text("het programma hield eerder op", "the program stopped before"),
    VaultEnd.WITHDRAWN: Text("teruggetrokken", "withdrawn"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultStep:
    """Somebody did something with a request."""

    act: VaultAct
    at: datetime
    by: str
    system_user: str
    is_signed_in: bool = False
    #: Why it was refused.
    reason: str = ""
    #: Why it ended.
    end: VaultEnd | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultRequest:
    """What was done about the opening of one version of one item; the first step requests it."""

    id: str
    #: Permanent address of the item.
    item: str
    version: int
    account: AccountId
    ground: VaultGround
    #: Number of the case that it serves; no personal data.
    case: str
    steps: tuple[VaultStep, ...]

    @property
    def requested(self) -> VaultStep:
        """Give the request itself."""
        return self.steps[0]

    def step(self, act: VaultAct) -> VaultStep | None:
        """Give the step of a kind, where it was taken."""
        return next((one for one in self.steps if one.act is act), None)

    @property
    def waits_until(self) -> datetime:
        """Give when the request lapses, if nobody decides on it."""
        return self.requested.at + REQUEST_WAITS

    @property
    def holds_until(self) -> datetime | None:
        """Give when the approval lapses; None as long as there is none."""
        approved = self.step(VaultAct.APPROVED)
        return approved.at + APPROVAL_HOLDS if approved else None

    @property
    def extensions(self) -> int:
        """Give how often the view was extended."""
        return sum(one.act is VaultAct.EXTENDED for one in self.steps)

    @property
    def shown_until(self) -> datetime | None:
        """Give when the view ends by its term; None as long as it was not opened."""
        opened = self.step(VaultAct.OPENED)
        return opened.at + VIEW * (1 + self.extensions) if opened else None

    def state_at(self, now: datetime) -> VaultState:
        """Tell where it stands at a moment: terms need nobody who notes their end."""
        last = self.steps[-1].act
        if last is VaultAct.REFUSED:
            return VaultState.REFUSED
        if last is VaultAct.ENDED:
            return VaultState.ENDED
        if self.shown_until is not None:
            return VaultState.OPEN if now < self.shown_until else VaultState.ENDED
        if self.holds_until is not None:
            return VaultState.APPROVED if now < self.holds_until else VaultState.LAPSED
        return VaultState.REQUESTED if now < self.waits_until else VaultState.LAPSED

    @property
    def is_stated_only(self) -> bool:
        """Tell whether one system user named who asked and who decided: not both signed in."""
        asked = self.requested
        decided = self.step(VaultAct.APPROVED) or self.step(VaultAct.REFUSED)
        if decided is None or (asked.is_signed_in and decided.is_signed_in):
            return False
        return asked.system_user == decided.system_user


def is_case(case: str) -> bool:
    """Tell whether something has the form of a number of a case: short, with a figure, no name."""
    words = re.split(r"[ ./:_-]+", case)
    return (
        len(case) <= LONGEST_CASE
        and _CASE.fullmatch(case) is not None
        and any(sign.isdigit() for sign in case)
        and sum(len(word) > 1 and word.isalpha() for word in words) <= _MOST_WORDS
    )

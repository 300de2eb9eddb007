"""What a check of a profile looked for, and what it found (requirement B2).

Three answers: found, not found, could not be read. The last says nothing of the profile.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from weerklank.model.ids import AccountId
from weerklank.model.text import Text


class ProfileAnswer(StrEnum):
    """What came of looking for one thing."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    NOT_READ = "not_read"


class ProfileStatement(StrEnum):
    """What is looked for; the order is that of screens."""

    OFFICIAL = "official"
    FORMAL = "formal"
    PERSONAL_DATA = "personal_data"
    PRIVACY_LINK = "privacy_link"
    CONTACT_LINK = "contact_link"
    NAME = "name"
    LOGO = "logo"
    VERIFIED = "verified"
    PRIVACY_RIGHTS = "privacy_rights"
    PRIVACY_ERASURE = "privacy_erasure"
    CONTACT_CHANNELS = "contact_channels"


#: What is looked for on the pages that a profile leads to.
ON_PAGES = (
    ProfileStatement.PRIVACY_RIGHTS,
    ProfileStatement.PRIVACY_ERASURE,
    ProfileStatement.CONTACT_CHANNELS,
)
#: What is good to have, and which no law asks.
NOT_ASKED = frozenset({ProfileStatement.VERIFIED})


#: What only a person can tell.
BY_EYE = frozenset({ProfileStatement.LOGO})


class ProfilePlace(StrEnum):
    """Where something was found, or looked for."""

    PROFILE = "profile"
    PINNED = "pinned"
    LANDING = "landing"
    PRIVACY_PAGE = "privacy-page"
    CONTACT_PAGE = "contact-page"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileFinding:
    """What came of looking for one thing."""

    statement: ProfileStatement
    look: ProfileAnswer
    where: ProfilePlace | None = None
    #: Permanent address of the pinned post in which it stands.
    post: str | None = None
    #: The page, without query.
    address: str | None = None
    #: Words by which it was found, or which are missing: words of ours or of the template.
    words: tuple[str, ...] = ()
    #: Why it was not found or could not be read.
    reason: Text | None = None

    @property
    def is_wrong(self) -> bool:
        """Tell whether something is to be done about it."""
        return self.look is ProfileAnswer.NOT_FOUND and self.statement not in NOT_ASKED


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedPage:
    """A page that a profile led to; of what stood there nothing is kept."""

    #: Without query.
    address: str
    was_read: bool
    reason: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileCheck:
    """One check of the profile of one account."""

    account: AccountId
    at: datetime
    by: str
    #: Permanent address and version of the profile that was looked at, and when it was harvested.
    profile: str
    version: int
    captured_at: str
    findings: tuple[ProfileFinding, ...]
    pages: tuple[LinkedPage, ...] = ()
    #: Links to other accounts, such as an office holder's own: they are allowed and not followed.
    accounts_linked: int = 0

    @property
    def is_ok(self) -> bool:
        """Tell whether nothing is missing, as far as it could be read."""
        return not self.wrong

    @property
    def wrong(self) -> tuple[ProfileFinding, ...]:
        """What is missing."""
        return tuple(one for one in self.findings if one.is_wrong)

    @property
    def not_read(self) -> tuple[ProfileFinding, ...]:
        """What could not be read."""
        return tuple(one for one in self.findings if one.look is ProfileAnswer.NOT_READ)

    @property
    def unclear(self) -> tuple[ProfileFinding, ...]:
        """What could not be read, and could be another time."""
        return tuple(one for one in self.not_read if one.statement not in BY_EYE)


@dataclass(frozen=True, slots=True)
class ProfileTurn:
    """What came out otherwise than in the check before; None for what was not looked for."""

    statement: ProfileStatement
    before: ProfileAnswer | None
    now: ProfileAnswer | None


def turned_between(before: ProfileCheck | None, now: ProfileCheck) -> tuple[ProfileTurn, ...]:
    """Give what came out otherwise than in the check before it; of the first one nothing."""
    if before is None:
        return ()
    old = {one.statement: one.look for one in before.findings}
    new = {one.statement: one.look for one in now.findings}
    return tuple(
        ProfileTurn(one, old.get(one), new.get(one))
        for one in ProfileStatement
        if old.get(one) != new.get(one)
    )

"""Who stays recognisable besides the accounts of the register: by decision, and by date (D1)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from weerklank.model.platform import Platform
from weerklank.model.text import Text


class NamedAs(StrEnum):
    """As what somebody stays recognisable; a citizen never does."""

    BODY = "body"
    #: In function only: within the dates of it, and nothing else of that person.
    OFFICE = "office"
    PRESS = "press"
    #: As a legal person.
    COMPANY = "company"


NAMED_AS: dict[NamedAs, Text] = {
    NamedAs.BODY: Text("overheidsorganisatie", "public body"),
    NamedAs.OFFICE: Text("ambtsdrager in functie", "office holder in function"),
    NamedAs.PRESS: Text("pers", "press"),
    NamedAs.COMPANY: Text("bedrijf of instelling", "company or institution"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFacts:
    """By what somebody is recognised. Kept apart from the decision, so that it can be erased."""

    #: Address of the profile, as an account of the register has it.
    url: str
    handle: str
    name: str
    #: Stable id on the platform, as far as it is known.
    user_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedStep:
    """What was decided on it, when and by whom."""

    at: datetime
    by: str
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedParty:
    """One of whom was decided that they stay recognisable."""

    id: str
    platform: Platform
    kind: NamedAs
    #: First and last day on which what is published names them; the last may be open.
    start: date
    until: date | None
    added: NamedStep
    #: None once it was withdrawn, and when the facts are not what was decided on.
    facts: NamedFacts | None
    #: When the last day was set after it was added.
    ended: NamedStep | None = None
    #: When it was said that it should never have been there.
    withdrawn: NamedStep | None = None
    #: Keyed tag of the id by which the platform named them first.
    met: str | None = None
    #: Since when their handle is known to be of another too: from then on only the id counts.
    doubted: datetime | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether what is published on a day names them."""
        if self.facts is None or self.withdrawn:
            return False
        return self.start <= day and (self.until is None or day <= self.until)

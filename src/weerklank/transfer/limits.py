"""What limits the use of what is transferred: beperkingGebruik, by our own list."""

from dataclasses import dataclass
from datetime import date

from weerklank.transfer.durations import plus
from weerklank.transfer.mdto import Reference, Restriction, Term
from weerklank.transfer.mdto_lists import (
    COPYRIGHT,
    MADE,
    PRIVACY,
    PSEUDONYM,
    RESTRICTIONS,
    own,
)

#: How long privacy limits openness at most: 75 years (Archiefwet 1995, article 15).
PRIVACY_TERM = "P75Y"


@dataclass(frozen=True, slots=True)
class Limits:
    """Which limits there are of something, or of anything in a whole."""

    #: Whether names of others were replaced in it, and whether others wrote or made some of it.
    has_others: bool = False
    #: Day of the newest of what was for followers only, or probably holds special data.
    private: date | None = None

    def __or__(self, other: "Limits") -> "Limits":
        """Give the limits of a whole of two parts."""
        days = [day for day in (self.private, other.private) if day is not None]
        return Limits(self.has_others or other.has_others, max(days, default=None))

    def restrictions(self, documents: Reference) -> tuple[Restriction, ...]:
        """Give them as MDTO; `documents` points at our list, which goes along."""
        told = (documents,)
        found: list[Restriction] = []
        if self.private is not None:
            until = plus(self.private, PRIVACY_TERM)
            term = Term(
                trigger=own(MADE),
                start=str(self.private),
                length=PRIVACY_TERM,
                end=str(until) if until else None,
            )
            found.append(
                Restriction(type=own(PRIVACY), note=PRIVACY.definition, documents=told, term=term)
            )
        if self.has_others:
            found += (
                Restriction(type=own(one), note=one.definition, documents=told)
                for one in (PSEUDONYM, COPYRIGHT)
            )
        return tuple(found) or (Restriction(type=RESTRICTIONS.concept("Geen beperking")),)

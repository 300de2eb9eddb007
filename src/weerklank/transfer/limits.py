"""What limits the use of what is transferred: beperkingGebruik, by our own list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from weerklank.model.licences import CopyrightStatus
from weerklank.model.rights import ItemRights, Lack, PartRights, Portrait
from weerklank.transfer.durations import plus
from weerklank.transfer.mdto import Reference, Restriction, Term
from weerklank.transfer.mdto_lists import (
    COPYRIGHT,
    LICENCE,
    MADE,
    PORTRAIT,
    PRIVACY,
    PSEUDONYM,
    RESERVED,
    RESTRICTIONS,
    OwnTerm,
    own,
)

#: How long privacy limits openness at most: 75 years (Archiefwet 1995, article 15).
PRIVACY_TERM = "P75Y"


#: Statements by which somebody keeps all rights to themselves.
_RESERVED = frozenset({"ARR", "InC"})
#: In the place of a term: whose the rights are was not recorded, or could not be told.
_OPEN = "Nader te bepalen"
_NOT_RECORDED = "Niet vastgelegd is: {lacks}. Dat betekent niet dat gebruik vrij is."
_UNKNOWN = "Uitgezocht en niet achterhaald: {what}."
_COPYRIGHT, _PORTRAIT = "auteursrecht", "portretrecht"
_CONSENT = (
    "Wie in beeld te herkennen is, gaf toestemming; voor welk gebruik zegt de archiefvormer."
)
_OBJECTION = "Wie in beeld te herkennen is, heeft bezwaar."


@dataclass(frozen=True, slots=True, order=True)
class RightsLimit:
    """How rights limit the use: the code of a term of our own, or none where that is open."""

    code: str
    note: str


_BY_CODE: dict[str, OwnTerm] = {one.code: one for one in (COPYRIGHT, LICENCE, RESERVED, PORTRAIT)}


@dataclass(frozen=True, slots=True)
class Limits:
    """Which limits there are of something, or of anything in a whole."""

    #: Whether names of others were replaced in it, and whether others wrote or made some of it.
    has_others: bool = False
    #: Day of the newest of what was for followers only, or probably holds special data.
    private: date | None = None
    #: By rights on what the archive's own organisation posted; never who has them.
    rights: frozenset[RightsLimit] = frozenset()

    def __or__(self, other: "Limits") -> "Limits":
        """Give the limits of a whole of two parts."""
        days = [day for day in (self.private, other.private) if day is not None]
        return Limits(
            self.has_others or other.has_others,
            max(days, default=None),
            self.rights | other.rights,
        )

    def restrictions(
        self, documents: Reference, holders: Mapping[RightsLimit, set[str]] | None = None
    ) -> tuple[Restriction, ...]:
        """Give them as MDTO; `documents` points at our list, which goes along.

        `holders` names who has rights, of one record.
        """
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
        for limit in sorted(self.rights):
            named = sorted((holders or {}).get(limit, ()))
            note = f"{limit.note} Rechthebbende: {'; '.join(named)}." if named else limit.note
            ours = _BY_CODE.get(limit.code)
            kind = own(ours) if ours else RESTRICTIONS.concept(_OPEN)
            found.append(Restriction(type=kind, note=note, documents=told))
        if self.has_others:
            told_already = {limit.code for limit in self.rights}
            found += (
                Restriction(type=own(one), note=one.definition, documents=told)
                for one in (PSEUDONYM, COPYRIGHT)
                if one.code not in told_already
            )
        return tuple(found) or (Restriction(type=RESTRICTIONS.concept("Geen beperking")),)


def limits_of(rights: ItemRights) -> dict[RightsLimit, set[str]]:
    """Give how recorded rights limit the use of an item, each with who has them.

    What was not recorded is to be determined: it is never without a limit.
    """
    found: dict[RightsLimit, set[str]] = {}
    for part in () if rights.is_of_others else rights.parts:
        copied, seen = _by_copyright(part), _by_portrait(part)
        if copied is not None:
            found.setdefault(copied, set()).update({part.holder} - {""})
        if seen is not None:
            found.setdefault(seen, set())
    return found


def _by_copyright(part: PartRights) -> RightsLimit | None:
    licence, status = part.licence, part.status
    if status is None:
        return RightsLimit("", _NOT_RECORDED.format(lacks=_COPYRIGHT))
    if status is CopyrightStatus.UNKNOWN:
        return RightsLimit("", _UNKNOWN.format(what=_COPYRIGHT))
    if status is CopyrightStatus.THIRD_PARTY:
        return RightsLimit(COPYRIGHT.code, COPYRIGHT.definition)
    if licence is None or licence.code in _RESERVED:
        return RightsLimit(RESERVED.code, RESERVED.definition)
    if licence.is_free:
        return None
    address = f" ({licence.uri})" if licence.uri else ""
    return RightsLimit(LICENCE.code, f"{licence.code}: {licence.name.nl}{address}.")


def _by_portrait(part: PartRights) -> RightsLimit | None:
    if Lack.PORTRAIT in part.lacks:
        return RightsLimit("", _NOT_RECORDED.format(lacks=_PORTRAIT))
    if part.of_portrait is Portrait.UNKNOWN:
        return RightsLimit("", _UNKNOWN.format(what=_PORTRAIT))
    if part.of_portrait is Portrait.CONSENT:
        return RightsLimit(PORTRAIT.code, _CONSENT)
    if part.of_portrait is Portrait.OBJECTION:
        return RightsLimit(PORTRAIT.code, _OBJECTION)
    return None

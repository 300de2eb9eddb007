"""What the privacy officer decided: per field class and scenario what is done with it.

And about originals of what was replaced or dropped. Each record names the version that applied;
what is held keeps that of its day (docs/adr/0107).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from weerklank.model.account import Scenario
from weerklank.model.json_value import Json, JsonObject


class FieldClass(StrEnum):
    """What is decided on together."""

    #: Who wrote what a third party wrote, and whom its fields name.
    AUTHOR = "author"
    #: Third parties in what is of the organisation: mentions, links, quotes, names.
    MENTIONS = "mentions"
    #: What a third party wrote: text, warning, alternative texts, choices of a poll, hashtags.
    TEXT = "text"
    #: What detectors find in that.
    FOUND = "found"
    #: Files of media that a third party posted: never taken, so there is nothing to choose.
    MEDIA = "media"
    #: What more a platform gives that is not needed: picture, self-description, place, device.
    EXTRAS = "extras"
    #: Fields that no mapping knows.
    UNKNOWN = "unknown"
    #: By which an employee signs what the organisation wrote.
    INITIALS = "initials"


class Choice(StrEnum):
    """What may be done with it."""

    KEEP = "keep"
    #: Something stands in its place, and the original is not kept.
    PSEUDONYMISE = "pseudonymise"
    #: The same, or nothing stands in its place; the original lies sealed.
    SEAL = "seal"
    DROP = "drop"


#: What may be chosen: never less than requirement D1 guarantees, and nothing without an effect.
#: Where there is one choice, that is what is done (docs/adr/0116).
MAY_BE: Mapping[FieldClass, tuple[Choice, ...]] = MappingProxyType(
    {
        FieldClass.AUTHOR: (Choice.PSEUDONYMISE, Choice.SEAL),
        FieldClass.MENTIONS: (Choice.PSEUDONYMISE, Choice.SEAL),
        FieldClass.TEXT: (Choice.PSEUDONYMISE, Choice.SEAL, Choice.DROP),
        FieldClass.FOUND: (Choice.SEAL, Choice.DROP),
        FieldClass.MEDIA: (Choice.DROP,),
        FieldClass.EXTRAS: (Choice.SEAL, Choice.DROP),
        FieldClass.UNKNOWN: (Choice.SEAL, Choice.DROP),
        FieldClass.INITIALS: (Choice.KEEP, Choice.PSEUDONYMISE, Choice.SEAL),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedOriginals:
    """The choice for sealed originals: none kept, or kept for a term in the vault."""

    #: Calendar months that a sealed original is kept; None means that none are made.
    months: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """Another choice for one field class in one scenario."""

    field: FieldClass
    scenario: Scenario
    choice: Choice


#: What makes a version of a choice about sealed originals.
POLICY_SEALED = "policy.sealed"
#: What makes a version of a proposal.
POLICY_APPROVED = "policy.approved"


def changes_in(data: JsonObject) -> tuple[Change, ...]:
    """Read the changes that an event of a proposal or an approval holds."""
    found = data["changes"]
    if not isinstance(found, list):
        raise TypeError("changes")
    read = [one for one in found if isinstance(one, dict)]
    return tuple(
        Change(
            FieldClass(str(one["field"])),
            Scenario(str(one["scenario"])),
            Choice(str(one["choice"])),
        )
        for one in read
    )


def changes_json(changes: tuple[Change, ...]) -> list[Json]:
    """Write changes as an event holds them."""
    return [
        {"choice": one.choice.value, "field": one.field.value, "scenario": one.scenario.value}
        for one in changes
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """What is done in one scenario: which originals are sealed, and what does not come in."""

    sealed: frozenset[FieldClass]
    #: Whether what a third party wrote comes in; else that it was there alone.
    keeps_text: bool = True
    hides_initials: bool = False

    def seals_whole(self, field: FieldClass, *, is_ours: bool) -> bool:
        """Tell whether a value that nobody looked into is sealed: where all it may hold is."""
        held = _MAY_HOLD if is_ours else _MAY_HOLD_OF_THEIRS
        return field in self.sealed and held <= self.sealed


#: What a value that nobody looked into may hold: of ours, and of a third party's.
_MAY_HOLD = frozenset((FieldClass.MENTIONS,))
_MAY_HOLD_OF_THEIRS = frozenset((FieldClass.AUTHOR, FieldClass.FOUND, FieldClass.TEXT))

#: Everything is sealed, and the words of the organisation stay: as it was before there was more
#: to choose.
EVERYTHING_SEALED = Treatment(
    sealed=frozenset(FieldClass) - {FieldClass.INITIALS, FieldClass.MEDIA}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One version of the policy; every record names the version that applied."""

    version: int
    #: None until the privacy officer has chosen: scenario B can't start before.
    sealed: SealedOriginals | None
    #: What was chosen otherwise than by default.
    choices: Mapping[tuple[FieldClass, Scenario], Choice] = field(default_factory=dict)
    #: Whether it is from when there was something to choose about initials: before, they stayed.
    knows_initials: bool = False

    @property
    def seals(self) -> bool:
        """Tell whether originals go to the vault."""
        return self.sealed is not None and self.sealed.months is not None

    def may_be(self, field: FieldClass) -> tuple[Choice, ...]:
        """Give what may be chosen: nothing is sealed where no originals are kept."""
        return tuple(one for one in MAY_BE[field] if self.seals or one is not Choice.SEAL)

    def choice(self, field: FieldClass, scenario: Scenario) -> Choice:
        """Give what is done with a field class in a scenario."""
        if len(MAY_BE[field]) == 1:
            return MAY_BE[field][0]
        chosen = self.choices.get((field, scenario))
        if chosen is None:
            is_as_before = field is FieldClass.INITIALS and not self.knows_initials
            chosen = Choice.KEEP if is_as_before else Choice.SEAL
        if chosen is not Choice.SEAL:
            return chosen
        if field is FieldClass.FOUND and self.choice(FieldClass.TEXT, scenario) is not chosen:
            return Choice.DROP  # it stands in the original of the text
        if self.seals:
            return chosen
        return Choice.PSEUDONYMISE if Choice.PSEUDONYMISE in MAY_BE[field] else Choice.DROP

    def treatment(self, scenario: Scenario) -> Treatment:
        """Give what is done in a scenario."""
        done = {field: self.choice(field, scenario) for field in FieldClass}
        return Treatment(
            sealed=frozenset(field for field, choice in done.items() if choice is Choice.SEAL),
            keeps_text=done[FieldClass.TEXT] is not Choice.DROP,
            hides_initials=done[FieldClass.INITIALS] is not Choice.KEEP,
        )

    def changed_by(self, changes: tuple[Change, ...]) -> "Policy":
        """Give the version that changes make of it."""
        return Policy(
            version=self.version + 1,
            sealed=self.sealed,
            choices={**self.choices, **{(one.field, one.scenario): one.choice for one in changes}},
            knows_initials=self.knows_initials,
        )

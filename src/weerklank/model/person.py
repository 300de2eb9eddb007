"""People in the register: their roles and offices, and who stands behind an act."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What a person may do; one person may hold several (requirement F3)."""

    REGISTER_OWNER = "register-owner"
    COMMUNICATION = "communication"
    MAKER = "maker"
    ARCHIVIST = "archivist"
    REVIEWER = "reviewer"
    PRIVACY = "privacy"
    WOO = "woo"
    READER = "reader"
    RESEARCHER = "researcher"
    INSPECTOR = "inspector"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who did something: the person named, where one was, and always the system user."""

    system_user: str
    name: str | None = None
    #: Roles at the time; copied, since people and their roles go.
    roles: tuple[Role, ...] = ()
    #: Whether the person signed in with a password of their own; else the name was only stated.
    is_signed_in: bool = False

    @property
    def known_as(self) -> str:
        """The name to show."""
        return self.name or self.system_user


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedOffice:
    """A public office that a person is in, first and last day; without an end until now."""

    office: str
    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone in the register: who works with the archive, or is in an office."""

    name: str
    #: Every role that was given, those too that ended since.
    roles: tuple[Role, ...]
    #: In order of date.
    offices: tuple[DatedOffice, ...] = ()
    #: Last day of a role, where it has one; past it the role allows nothing.
    until: dict[Role, date] = field(default_factory=dict)

    def roles_on(self, day: date) -> tuple[Role, ...]:
        """Give the roles that hold on a day."""
        return tuple(role for role in self.roles if day <= self.until.get(role, date.max))

    def has_left(self, day: date) -> bool:
        """Tell whether every role that was given has ended; who never had one did not leave."""
        return bool(self.roles) and not self.roles_on(day)

    @property
    def keeps_for_good(self) -> bool:
        """Tell whether this person keeps the register without an end."""
        return Role.REGISTER_OWNER in self.roles and Role.REGISTER_OWNER not in self.until

"""Something that happened, dated, with who did it: the unit of register, decisions and journal."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from weerklank.model.json_value import JsonObject
from weerklank.model.person import Actor


class Book(StrEnum):
    """The places where events are kept, each with a term of its own."""

    #: Accounts, persons, platforms: what was registered, changed, ended.
    REGISTER = "register"
    #: Policies, destruction, scenario: what was decided.
    DECISIONS = "decisions"
    #: Runs, checks, recoveries: what was done.
    JOURNAL = "journal"
    #: Who looked at what, and who asked to: personal data itself, for the privacy officer.
    ACCESS = "access"


#: What anyone who answers for the archive may read of it.
OPEN_BOOKS = (Book.REGISTER, Book.DECISIONS, Book.JOURNAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event. `data` holds facts of our own, never content and never a third party."""

    book: Book
    kind: str
    at: datetime
    actor: Actor
    #: What it is about: an account, person, platform, run or list.
    subject: str
    data: JsonObject

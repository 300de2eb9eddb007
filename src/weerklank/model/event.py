"""Something that happened, dated, with who did it: the unit of register, decisions and journal."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from weerklank.model.json_value import JsonObject
from weerklank.model.person import Actor


class Book(StrEnum):
    """The three places where events are kept, each with a term of its own."""

    #: Accounts, persons, platforms: what was registered, changed, ended.
    REGISTER = "register"
    #: Policies, destruction, scenario: what was decided.
    DECISIONS = "decisions"
    #: Runs, checks, recoveries: what was done.
    JOURNAL = "journal"


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

"""Certificate of destruction (verklaring van vernietiging): what it says, without a form.

Art. 8 Archiefbesluit 1995: what was destroyed, on what ground, and in which way.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from weerklank.model.destruction import Ground, NotSearched, WentBefore
from weerklank.model.text import Text


class Sort(StrEnum):
    """What kind of records a category of destroyed ones has."""

    #: What the account said.
    POSTS = "posts"
    #: What others answered.
    REPLIES = "replies"
    #: Profiles, and files that no post names.
    PROFILES = "profiles"
    STORIES = "stories"
    #: Pages of a platform as a browser showed them.
    PAGES = "pages"


SORTS: dict[Sort, Text] = {
    Sort.POSTS: Text("berichten van het account", "posts of the account"),
    Sort.REPLIES: Text("reacties van anderen", "replies by others"),
    Sort.PROFILES: Text("profielen en losse bestanden", "profiles and files by themselves"),
    Sort.STORIES: Text("verhalen", "stories"),
    Sort.PAGES: Text("pagina's", "pages"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """Destroyed records of one account, kind and row of the selection list."""

    account: str
    #: Platform and handle, as the register has them.
    named: str
    sort: Sort
    #: Selection list and row; empty where the ground is another.
    list: str
    row: str
    #: First and last day of publication; None where the platform dates none of it.
    first: date | None
    last: date | None
    items: int
    #: Versions of those items.
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that a person did with the list."""

    #: Name of the event, such as `proposed`.
    act: str
    at: datetime
    name: str
    system_user: str
    roles: tuple[str, ...]
    is_signed_in: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchOfBytes:
    """What the search of every byte found."""

    needles: int
    files: int
    bytes: int
    by_structure: int
    #: Files in which something was found that are not there any more.
    found: tuple[str, ...]
    #: Files looked through, by place.
    places: tuple[tuple[str, int], ...]
    not_searched: tuple[NotSearched, ...]
    #: Events in which somebody quoted some of it: they stay for ever, and so does that.
    stays: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """The whole of what a certificate says."""

    list: str
    organisation: str
    #: Address in the list of organisations of the government; None where it has none.
    tooi: str | None
    #: Name of the archive in its log.
    origin: str
    ground: Ground
    reason: str
    made: datetime
    begun: datetime
    executed: datetime
    acts: tuple[Act, ...]
    #: Whether one system user acted for two of the persons, who had not signed in.
    is_stated_only: bool
    categories: tuple[Category, ...]
    #: Permanent addresses, in the order of the list.
    items: tuple[str, ...]
    #: How many were taken off the list before.
    excepted: int
    records: int
    media: int
    originals: int
    packages: int
    #: Packages of which a process died: proven by structure alone.
    packages_by_structure: int
    search: SearchOfBytes
    #: Last day on which a back-up may still hold it, as who certifies stated; None: not stated.
    backups_until: date | None
    #: What stood on the list and had gone by another one when this began.
    before: tuple[WentBefore, ...] = ()

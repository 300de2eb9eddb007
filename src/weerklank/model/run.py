"""One run of a harvest or an import: what was asked, got and missed."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from weerklank.model.coverage import Coverage, Standing
from weerklank.model.drift import Finding, PagesTested
from weerklank.model.ids import AccountId, ItemId, RunId
from weerklank.model.notice import Notice
from weerklank.model.text import Text


class Technique(StrEnum):
    """The ways in which content reaches the archive."""

    API = "api"
    EXPORT = "export"
    BROWSER = "browser"
    PORTABILITY = "portability"


#: Those that show an account as it is when they run, and not as it was when a file was made.
SHOWN_NOW = frozenset({Technique.API, Technique.BROWSER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """Something that is not there, how often, and why: a gap or a limit.

    A gap should be there and isn't; a limit is what the platform can never give.
    """

    kind: str
    count: int
    reason: Text
    #: Where it is, as far as that names no third party: file and record number.
    where: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """How many posts or replies a run met, beside how many the platform states there are."""

    came: int
    #: None where the platform does not state it: then nobody knows whether all came.
    stated: int | None
    #: Of a run that read a part: how many are held with what it read; None of one that read all.
    held: int | None = None

    @property
    def standing(self) -> Standing | None:
        """Give what is there of what is stated; None where nothing is stated.

        Of what is held more than is stated tells nothing: a run that read a part looks for no
        deletions of before.
        """
        if self.stated is None:
            return None
        if self.held is None:
            return Standing(self.came, self.stated)
        return Standing(min(self.held, self.stated), self.stated)

    def __add__(self, other: "Counted") -> "Counted":
        """Give both together; what one does not state is not known of both."""
        is_stated = self.stated is not None and other.stated is not None
        stated = (self.stated or 0) + (other.stated or 0) if is_stated else None
        return Counted(self.came + other.came, stated)


@dataclass(slots=True, kw_only=True)
class ItemCounts:
    """How many items of each kind were new."""

    profiles: int = 0
    posts: int = 0
    replies: int = 0
    media: int = 0


@dataclass(slots=True, kw_only=True)
class RunReport:
    """The honest account of a run; filled while it goes on."""

    run: RunId
    account: AccountId
    technique: Technique
    started: datetime
    ended: datetime | None = None
    items: ItemCounts = field(default_factory=ItemCounts)
    #: Of an export: the day on which its file was made, and that of its newest post.
    exported: date | None = None
    newest: date | None = None
    #: Of an export that is proven to list all that its account has: the moment of that.
    whole_of: datetime | None = None
    new_versions: int = 0
    #: Of what is held already: differences that were not taken over, as they are older.
    older: int = 0
    #: Records held before in which who joined a thread was replaced (privacy correction).
    corrected: int = 0
    #: Posts that were held and that this run missed, beyond doubt, for the first time; those that
    #: were missed before; and those that were marked as gone and are there.
    deletions: int = 0
    deletions_confirmed: int = 0
    deletions_withdrawn: int = 0
    #: Moment down to which the list of posts was read; None for all of it, or no list.
    read_since: datetime | None = None
    #: Pages of the platform that were new: no posts, and no media that anyone posted.
    pages: int = 0
    #: Pages and files of own sites that were written, with the posts that lead to them.
    linked: int = 0
    already_held: int = 0
    #: Held by another technique until now, and seen to say the same.
    also_seen: int = 0
    direct_messages: int = 0
    out_of_scope: int = 0
    #: Passed over because a decision destroyed them.
    destroyed: int = 0
    #: Values that no mapping knows, by path of the field.
    unknown_fields: dict[str, int] = field(default_factory=dict)
    #: Fields that the mapping knows, and in how many objects each stood.
    fields: Coverage = field(default_factory=dict)
    #: The first items in which an unknown field stood or a known one was away, by its path.
    items_of: dict[str, tuple[ItemId, ...]] = field(default_factory=dict)
    #: Where it read, within which it is compared: platform, server, technique.
    scope: str = ""
    #: Of `posts` and `replies`, where the platform may state how many there are: how many came.
    counts: dict[str, Counted] = field(default_factory=dict)
    #: What is otherwise than in runs before, and waits for somebody to look.
    findings: list[Finding] = field(default_factory=list)
    #: Of a run by pages: on how many the steps and the map fitted.
    tested: list[PagesTested] = field(default_factory=list)
    #: Third parties with a name that is an ordinary word: found in mentions and greetings only.
    ordinary_names: int = 0
    #: The hand-in by which single posts of a hybrid or personal account came in.
    hand_in: str | None = None
    gaps: list[Shortfall] = field(default_factory=list)
    limits: list[Shortfall] = field(default_factory=list)
    #: What to know of the run and is neither gap nor limit.
    notices: list[Notice] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Tell whether nothing is missing that should be there."""
        return not self.gaps

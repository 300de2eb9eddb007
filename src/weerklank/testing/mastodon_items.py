"""What goes into a synthetic export of Mastodon: the account, its posts and its boosts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Visibility = Literal["public", "unlisted", "followers", "direct"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportAccount:
    """The account whose export it is."""

    host: str
    name: str
    display_name: str
    summary_html: str
    #: `https://host/users/name`, or `https://host/ap/users/number` on newer servers.
    actor_id: str
    created: datetime

    @property
    def url(self) -> str:
        """Give the address of the profile, as people see it."""
        return f"https://{self.host}/@{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportMedium:
    """A picture, film or sound with a post."""

    #: As the outbox writes it, sometimes with a leading slash; the member never has that.
    path: str
    content_type: str
    alt: str | None
    width: int | None
    height: int | None
    data: bytes
    #: Length of a film in whole seconds.
    seconds: int | None = None

    @property
    def member(self) -> str:
        """Give the name of the file in the archive."""
        return self.path.lstrip("/")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPoll:
    """A question with options, each with the number of its votes."""

    options: tuple[tuple[str, int], ...]
    end: datetime
    multiple: bool = False
    #: None means as many voters as votes.
    voters: int | None = None
    #: False for a poll that still ran when the export was made.
    closed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPost:
    """A post, or a reply, by the account itself."""

    number: int
    published: datetime
    html: str
    in_reply_to: str | None = None
    #: Pairs of actor URI and `@name@host`.
    mentions: tuple[tuple[str, str], ...] = ()
    #: Without the `#`.
    hashtags: tuple[str, ...] = ()
    media: tuple[ExportMedium, ...] = ()
    visibility: Visibility = "public"
    #: The content warning.
    summary: str | None = None
    poll: ExportPoll | None = None
    edited: datetime | None = None
    language: str | None = "nl"
    #: Counts; only newer servers write them.
    likes: int = 0
    shares: int = 0
    #: None begins a conversation of its own.
    conversation: str | None = None
    #: URI of the post that it quotes; only newer servers write it.
    quote: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportBoost:
    """A boost of a post, by its URI alone."""

    number: int
    published: datetime
    object_uri: str


ExportItem = ExportPost | ExportBoost


def snowflake(moment: datetime, tail: int = 0) -> int:
    """Give a post its number: milliseconds since 1970 above sixteen bits of its own."""
    return int(moment.timestamp() * 1000) << 16 | tail & 0xFFFF

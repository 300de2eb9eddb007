"""What platforms allow and ask, as the model has them; `platforms.toml` says what is certain."""

import tomllib
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What one platform gives in one question, and how many questions it takes."""

    name: str
    #: Of all accounts.
    share: float
    page: int
    #: Replies in one question; 0 where it gives none.
    replies: int
    fixed: int
    scope: str
    #: None where no limit is published.
    questions: int | None = None
    seconds: int = 86_400
    #: At how many ages replies can be asked for again: 24 hours, 7 and 30 days, a year.
    rereads: int = 4
    #: Dollars.
    per_post: float = 0.0
    per_reply: float = 0.0
    #: Posts and replies that may be read in a month.
    month_cap: int | None = None
    certain: str


def platforms() -> list[Limit]:
    """Read the platforms."""
    text = resources.files("benchmarks.scale").joinpath("platforms.toml").read_text("utf-8")
    return [Limit(name=name, **row) for name, row in tomllib.loads(text).items()]

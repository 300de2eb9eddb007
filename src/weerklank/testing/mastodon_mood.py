"""In which ways the server on loopback can be told to misbehave."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from weerklank.testing.mastodon_api_json import Json

_MOST = 40


class Gone(Enum):
    """In which way a deleted post is gone; from the list and from replies it is in all of them."""

    #: By itself it answers that it is gone.
    SAYS_SO = 410
    #: By itself it is not known.
    NOT_KNOWN = 404
    #: By itself it is refused, or the server fails.
    REFUSED = 403
    FAILING = 500
    #: By itself it still answers, though no batch has it.
    STILL_ANSWERS = 200
    #: A batch has it too: the list alone lacks it.
    LIST_ALONE = 201


@dataclass
class Mood:
    """What the server does besides answering; may be changed while it runs."""

    #: How often it still says that it is asked too much, and in which form it says until when:
    #: `retry-after` and `seconds` from now, `moment` as Mastodon writes it, `epoch`, or `none`.
    busy: int = 0
    reset: str = "retry-after"
    #: Seconds that it asks to wait.
    wait: int = 1
    #: Whether each answer says that it is the last one for now.
    used_up: bool = False
    #: How often it still fails (500), cuts an answer off, or answers what is no JSON.
    failing: int = 0
    cut: int = 0
    garbled: int = 0
    #: Which questions those befall: a part of their path.
    where: str = ""
    #: Whether pages say in a `Link` header where the list goes on.
    links: bool = True
    #: Whether that header leads to the page that it is of, round and round.
    round: bool = False
    #: Another server, to which that header leads instead.
    lead: str | None = None
    page: int = _MOST
    #: Paths that are refused (401) to who shows no token, and that are not known (404), by a part.
    refused: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    #: Paths that the server has no more for anybody (410), by a part.
    ended: tuple[str, ...] = ()
    #: Where it sends who asks for a path that holds this: from, to.
    redirect: tuple[str, str] | None = None
    #: How deep and how many replies a context holds for who shows no token.
    deepest: int = 20
    most_replies: int = 60
    #: How often a context still says, to who shows a token, that replies of other servers are
    #: being fetched, and leaves those of these numbers out.
    fetching: int = 0
    late: tuple[str, ...] = ()
    #: Changes each post before it goes out.
    change: Callable[[Json], Json] = lambda status: status
    #: Changes each reply by somebody else before it goes out.
    change_reply: Callable[[Json], Json] = lambda reply: reply
    #: Changes the account.
    change_account: Callable[[Json], Json] = lambda account: account
    #: Whether answers are packed.
    gzip: bool = True

"""How much one run takes of one server: lists, replies and histories may be made without end.

Nothing that an honest server of an account gives comes near these bounds; where one is met the run
says so, keeps what came and ends. A bound follows from what the account states where it states
that, as no server can make one's disk fill by stating more than a settled number.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from weerklank.model.text import Text

#: Posts of one list, whatever is stated.
MOST_POSTS = 1_000_000
#: Fewer than that, while somebody tries whether a reader ends.
_FEWER: ContextVar[int | None] = ContextVar("fewer posts", default=None)
#: How many more than twice what is stated: numbers are late, and leave kinds of posts out.
_LEEWAY = 10_000
#: Pages in a row on which nothing stands.
MOST_EMPTY = 100
#: Replies below one post, and of all posts of a run.
MOST_REPLIES = 100_000
MOST_REPLIES_OF_RUN = 5_000_000
#: Earlier versions of one post.
MOST_VERSIONS = 1_000
#: Seconds that a run asks a server, and questions that it asks.
LONGEST_ASKED = 14 * 24 * 3600.0
MOST_QUESTIONS = 2_000_000

ENDLESS_LIST = Text(
    "de server geeft veel meer berichten dan een account kan hebben ({most} en meer), alsof de "
    "lijst geen einde heeft; wat er kwam, is bewaard. Vraag de beheerder van de server wat hij "
    "geeft",
    "the server gives many more posts than an account can have ({most} and more), as if the list "
    "has no end; what came is kept. Ask the administrator of the server what it gives",
)
ENDLESS_REPLIES = Text(
    "de server geeft onder een bericht, of in de hele run, zoveel reacties dat er geen einde aan "
    "komt; de eerste zijn bewaard. Vraag de beheerder van de server wat hij geeft",
    "below one post, or in all of the run, the server gives so many replies that there is no end "
    "to them; the first are kept. Ask the administrator of the server what it gives",
)
ENDLESS_EDITS = Text(
    "de server noemt meer dan {most} eerdere versies van een bericht; de oudste zijn bewaard. "
    "Vraag de beheerder van de server wat hij geeft",
    "the server tells of more than {most} earlier versions of a post; the oldest are kept. Ask "
    "the administrator of the server what it gives",
)
ENDLESS_RUN = Text(
    "de server houdt de run langer bezig dan veertien dagen, of langer dan twee miljoen vragen; "
    "wat er kwam, is bewaard. Vraag de beheerder van de server waarom die zo traag is",
    "the server keeps the run busy for more than fourteen days, or for more than two million "
    "questions; what came is kept. Ask the administrator of the server why it is so slow",
)


def most_posts(stated: int | None) -> int:
    """Give how many records of a list are taken of an account that states so many posts.

    Some servers state none at all, or of any account that it has none.
    """
    most = _FEWER.get() or MOST_POSTS
    return min(2 * stated + _LEEWAY, most) if stated and stated > 0 else most


@contextmanager
def no_more_than(posts: int) -> Iterator[None]:
    """Let no list have more posts while the block runs: for who tries whether a reader ends."""
    before = _FEWER.set(posts)
    try:
        yield
    finally:
        _FEWER.reset(before)

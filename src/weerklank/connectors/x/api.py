"""One account of X as its API gives it (v2): a feed of its posts, their versions and replies.

Each edit of a post has a number of its own; all are versions of the post that was first, as in an
archive. The list gives the newest version, and the others are looked up. X lists the newest 3,200
posts: where it counts more than it listed, older ones that are held are looked up when they are
due, and never missed by the list.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from weerklank.connectors.x.api_account import Whose, owner_of, posts_of, profile_of
from weerklank.connectors.x.api_answer import Answer, number_in, versions_of, with_versions
from weerklank.connectors.x.api_article import article_of, names_article
from weerklank.connectors.x.api_post import PostReader, replies_stated
from weerklank.connectors.x.api_problems import missing_posts
from weerklank.connectors.x.api_questions import LIST, LOOK_UP, LOOKED_UP, PAGE, Questions
from weerklank.connectors.x.api_replies import Conversations
from weerklank.connectors.x.gaps import (
    ARTICLES,
    EDITS_NOT_GIVEN,
    FIELDS_NOT_GIVEN,
    MEDIA_NOT_TOLD,
)
from weerklank.connectors.x.media_files import FILM, has_film
from weerklank.connectors.x.moments import moment_of
from weerklank.harvest.api_client import ApiClient
from weerklank.harvest.exchange import NOT_THERE, NoAnswer
from weerklank.harvest.feed import Feed, Given, LookedUp, Reply
from weerklank.harvest.feed_reader import GOES_ROUND
from weerklank.harvest.json_fields import object_within, objects_within, parse_object
from weerklank.harvest.port import Asks, Held, NotesAnswers, Unreadable
from weerklank.model.clock import from_iso
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.raw import Passed, RawItem, Scanned
from weerklank.model.run import Shortfall
from weerklank.model.text import Text


class XFeed(Feed):
    """One account on X."""

    items_file = LIST
    most_at_once = LOOKED_UP
    gives_old_replies = False

    def __init__(
        self, handle: str, endpoint: str, asks: Asks, answers: NotesAnswers, held: Held
    ) -> None:
        """Find the account; `endpoint` is the origin of the API."""
        self._answers = answers
        self._questions = Questions(ApiClient(endpoint, asks))
        account, answer = Whose(handle, self._questions, answers, held).find()
        self.owner = owner_of(account)
        self.number = str(account["id"])
        self.stated_items = posts_of(account)
        is_protected = account.get("protected") is True
        self._reader = PostReader(self.owner, self.number, is_protected=is_protected)
        self._profile = profile_of(account, self.owner, answer)
        self._conversations = Conversations(
            handle, self.number, self._reader, self._questions, answers
        )
        self._edits_missing = 0
        #: Media, and articles, that are not told of, by the versions that name them.
        self._media_missing: dict[str, int] = {}
        self._articles: set[str] = set()

    # --- the list ------------------------------------------------------------------------------

    def pages(self, down_to: datetime | None) -> Iterator[list[Given]]:
        """Give the posts newest first; the reader stops at the moment from which it wants them."""
        del (
            down_to
        )  # an edited post stands where its newest version does: a bound would cut it off
        came, last = 0, None
        for answer, given in self._list():
            came += len(given)
            last = min(filter(None, (last, *map(_made, answer.posts))), default=None)
            if answer.next_token is None:
                self._look_at_end(came, last)
            yield given

    def _look_at_end(self, came: int, last: datetime | None) -> None:
        """Tell at the end of a list how far it came, where more is counted than it gave."""
        if self.stated_items is None or came >= self.stated_items:
            return
        if not came:  # it counts posts and gives none: that is no list at all
            raise NoAnswer(NOT_THERE)
        self.ends_at = last

    def _list(self) -> Iterator[tuple[Answer, list[Given]]]:
        """Ask for the list, page by page; an empty page need not be the last."""
        asked: dict[str, None] = {}
        more: dict[str, object] = {}
        while True:
            path = f"users/{self.number}/tweets"
            exchange, body = self._questions.posts(path, max_results=PAGE, **more)
            answer = Answer(body)
            answer.demand_some()
            token = answer.next_token
            number = self._answers.note(
                LIST,
                exchange,
                {"posts": len(answer.posts)},
                page=len(asked) + 1,
                more=token is not None,
            )
            yield answer, answer.given(number)
            if token is None:
                return
            if token in asked:
                raise NoAnswer(GOES_ROUND)
            asked[token] = None
            more = {"pagination_token": token}

    def entry(self, given: Given) -> Scanned | Passed:
        """Place a post of the list."""
        return self._reader.entry(given)

    def earlier(self, given: Given, entry: Scanned) -> Iterable[Scanned]:
        """Look up the versions before the one that is given; those that don't come are told."""
        del entry
        post = parse_object(given.content)
        versions = versions_of(post)
        before = [one for one in versions if one != post.get("id")]
        if not before:
            return
        try:
            found = self._look_up(before, versions).given
        except NoAnswer:
            found = {}
        self._edits_missing += sum(one not in found for one in before)
        for number in before:
            if number in found:
                try:
                    one = self._reader.entry(found[number])
                except (ValueError, RecursionError):
                    self._edits_missing += 1
                    continue
                if isinstance(one, Scanned):
                    yield one

    def look_up(self, natives: Sequence[str]) -> LookedUp:
        """Look posts up by the numbers of their first versions; gives the newest of each."""
        found = self._look_up([one for one in natives if number_in(one)])
        newest = {
            native: versions[-1]
            for native, one in found.given.items()
            if (versions := versions_of(parse_object(one.content))) and versions[-1] != native
        }
        if not newest:
            return found
        later = self._look_up([*newest.values()]).given  # each with its whole history
        given = {
            native: later.get(newest.get(native, native), one)
            for native, one in found.given.items()
        }
        return LookedUp(given, found.missing)

    def _look_up(self, numbers: list[str], versions: Sequence[str] = ()) -> LookedUp:
        """Look versions up by their own numbers; `versions` are all of one post."""
        if not numbers:
            return LookedUp()
        exchange, body = self._questions.posts("tweets", ids=",".join(numbers))
        answer = Answer(body)
        number = self._answers.note(LOOK_UP, exchange, {"posts": len(answer.posts)})
        given = {
            str(post["id"]): with_versions(one, versions)
            for post, one in zip(answer.posts, answer.given(number), strict=True)
            if isinstance(post, dict) and number_in(post.get("id"))
        }
        return LookedUp(given, missing_posts(answer.errors))

    # --- what hangs below ----------------------------------------------------------------------

    def stated_replies(self, given: Given) -> int | None:
        """Give how many replies X counts; a post that is shared has none of its own."""
        return replies_stated(given)

    def replies(self, given: Given, entry: Scanned) -> Iterator[Reply]:
        """Give what X's search has below a post."""
        return self._conversations.below(given, entry.native_id)

    # --- the second pass -----------------------------------------------------------------------

    def read(self, given: Given) -> RawItem:
        """Read a post or a reply whole."""
        post, beside = parse_object(given.content), parse_object(given.beside or b"{}")
        if post.get("author_id") == self.number:
            keys = object_within(post, "attachments").get("media_keys")
            told = [one for one in objects_within(beside, "media") if _is_told(one)]
            number, named = str(post.get("id")), len(keys) if isinstance(keys, list) else 0
            self._media_missing[number] = max(named - len(told), 0)
            if names_article(post) and article_of(post) is None:
                self._articles.add(number)
        return self._reader.read(given)

    def profile(self) -> RawItem:
        """Give the profile."""
        return self._profile

    def findings(self) -> list[Shortfall]:
        """Tell what X named and did not give."""
        told: tuple[tuple[str, int, Text], ...] = (
            ("edits_missing", self._edits_missing, EDITS_NOT_GIVEN),
            ("media_missing", sum(self._media_missing.values()), MEDIA_NOT_TOLD),
            ("not_read", len(self._articles), ARTICLES),
            ("fields_not_given", self._questions.fields_missing, FIELDS_NOT_GIVEN),
        )
        return [
            Shortfall(kind=kind, count=count, reason=reason)
            for kind, count, reason in told
            if count
        ]


def _is_told(medium: JsonObject) -> bool:
    """Tell whether X says where a medium is; a picture of a film is not the film."""
    return medium.get("type") not in FILM or has_film(objects_within(medium, "variants"))


def _made(post: Json) -> datetime | None:
    """Give when a version was made, as far as it tells."""
    if not isinstance(post, dict):
        return None
    try:
        return from_iso(moment_of(post.get("created_at"), number_in(post.get("id"))))
    except (Unreadable, ValueError):
        return None

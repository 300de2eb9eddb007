"""The page of an organisation on LinkedIn as a feed: its posts, and the comments below them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from weerklank.connectors.linkedin.api_page import profile_of
from weerklank.connectors.linkedin.api_posts import PostReader, post_in, visibility_of
from weerklank.connectors.linkedin.api_replies import is_reply
from weerklank.connectors.linkedin.api_words import social_in, stated_replies
from weerklank.connectors.linkedin.dma import BATCH, FINDER, Dma, by, written
from weerklank.connectors.linkedin.links import urn_in
from weerklank.connectors.linkedin.page_replies import PageReplies
from weerklank.connectors.linkedin.urns import comment_urn, page_urn, post_urn
from weerklank.connectors.linkedin.whose_page import find_page
from weerklank.harvest.feed import Feed, Given, LookedUp, Reply
from weerklank.harvest.json_fields import parse_object, text_of
from weerklank.harvest.port import Asks, Held, NotesAnswers
from weerklank.model.item_address import item_address
from weerklank.model.platform import Platform
from weerklank.model.raw import Passed, PassedOver, RawItem, RawPerson, RawPlace, Scanned
from weerklank.model.run import Shortfall
from weerklank.model.text import Text, verbatim

POSTS_NOT_GIVEN = Text(
    "LinkedIn noemt deze berichten in de lijst van de pagina en gaf ze niet",
    "LinkedIn names these posts in the list of the page and did not give them",
)
COUNTS_MISSING = Text(
    "LinkedIn gaf van deze berichten niet hoe vaak erop is gereageerd",
    "LinkedIn did not give how often these posts were reacted to",
)
#: Posts that a gap names.
_NAMED = 20


class PageFeed(Feed):
    """One page."""

    items_file = f"{FINDER}?q=postsByAuthor"
    most_at_once = BATCH
    counts_all_levels = True

    def __init__(
        self, endpoint: str, url: str, handle: str, asks: Asks, answers: NotesAnswers, held: Held
    ) -> None:
        """Find the page; `endpoint` is the origin of the API, `url` the registered address."""
        self._dma = Dma(endpoint, asks, answers)
        record, self.number, answer = find_page(url, handle, self._dma, held)
        self.owner = RawPerson(
            platform=Platform.LINKEDIN,
            user_id=page_urn(self.number),
            handle=handle,
            addresses=(url, f"https://www.linkedin.com/company/{self.number}"),
            display_name=text_of(record.get("localizedName")),
        )
        # Whoever manages a page is shown all that is on it.
        held.is_owner = True
        self._held = held
        base = self._dma.base
        self._posts = PostReader(self.owner, self.number, base)
        self._replies = PageReplies(self.owner, self.number, self._dma)
        self._profile = profile_of(record, self.owner, RawPlace(number=answer, pointer=""), base)
        #: Posts that the list names: of those that came, and of those that did not.
        self._listed_posts: set[str] = set()
        self._not_given: list[str] = []
        #: Posts that came without the numbers beside them.
        self._uncounted: set[str] = set()

    # --- posts ---------------------------------------------------------------------------------

    def pages(self, down_to: datetime | None) -> Iterator[list[Given]]:  # noqa: ARG002 - a port
        """Give the posts newest first: LinkedIn names them, and a batch gives them."""
        for answer, urns in self._dma.named("postsByAuthor", author=page_urn(self.number)):
            for some in by(BATCH, urns):
                yield self._listed(some, answer)

    def _listed(self, urns: list[str], answer: int) -> list[Given]:
        """Give posts in the order in which they are named; what is no post stands as its name."""
        names = {urn: post_urn(urn) for urn in urns}
        found = self._looked_up([native for native in names.values() if native]).given
        given = []
        for urn, native in names.items():
            if native is None:
                given.append(Given(written({"id": urn}), answer, ""))
            elif native in found:
                self._listed_posts.add(native)
                given.append(found[native])
            else:
                self._not_given.append(native)
        return given

    def _looked_up(self, natives: Sequence[str]) -> LookedUp:
        """Ask for posts, and for the numbers beside those that are there."""
        if not natives:
            return LookedUp()
        batch = self._dma.posts(natives)
        # An answer that has no more than its name tells nothing of a post.
        told = {name: one for name, one in batch.given.items() if one[0].keys() - {"id"}}
        numbers = self._dma.social(list(told)) if told else batch
        self._uncounted |= told.keys() - numbers.given.keys() - numbers.missing
        given = {}
        for native, (record, pointer) in told.items():
            social = numbers.given.get(native) if numbers is not batch else None
            beside = written({"social": social[0]}) if social else b""
            named = written({"id": native, **record})
            given[native] = Given(named, batch.answer, pointer, beside)
        return LookedUp(given, batch.missing)

    def look_up(self, natives: Sequence[str]) -> LookedUp:
        """Look up posts, and comments of the page itself, which no list of posts gives."""
        found = self._looked_up([native for native in natives if post_urn(native)])
        below = self._replies.look_up([native for native in natives if comment_urn(native)])
        # What the list still names is missing in one way only, whatever a batch says of it.
        missing = (found.missing | below.missing).difference(self._not_given)
        return LookedUp({**found.given, **below.given}, missing)

    def native(self, address: str) -> str:
        """Give the URN of a post by the address of its page."""
        return urn_in(item_address(address)) or address

    def entry(self, given: Given) -> Scanned | Passed:
        """Read what places a post; what is only named is passed over."""
        record = parse_object(given.content)
        name = text_of(record.get("id"))
        if name and record.keys() == {"id"}:
            # Another post that was shared without words; or a comment, which is there still.
            is_below = comment_urn(name) is not None
            return Passed(why=PassedOver.OUT_OF_SCOPE, count=int(not is_below))
        return self._posts.entry(given, listed=self._listed_posts)

    def name_of(self, given: Given) -> str:
        """Give the URN of a post."""
        return post_in(given).native

    def read(self, given: Given) -> RawItem:
        """Read a post or a comment whole."""
        return self._replies.read(given) if is_reply(given) else self._posts.read(given)

    # --- comments ------------------------------------------------------------------------------

    def stated_replies(self, given: Given) -> int | None:
        """Give how many comments LinkedIn counts below a post, those below comments too."""
        return stated_replies(social_in(parse_object(given.beside))) if given.beside else None

    def replies(self, given: Given, entry: Scanned) -> Iterator[Reply]:
        """Give the comments below a post, and what hangs below those.

        Where none are counted and none are held the finder is not asked: it has a turn a minute.
        """
        if self.stated_replies(given) == 0 and not self._held.has_answers(entry.native_id):
            return iter(())
        return self._replies.below(entry.native_id, visibility_of(post_in(given).record))

    # --- the rest ------------------------------------------------------------------------------

    def profile(self) -> RawItem:
        """Give the profile."""
        return self._profile

    def findings(self) -> list[Shortfall]:
        """Tell which posts were named and not given, and how many came without numbers."""
        return [
            *_gap("posts_not_given", self._not_given, POSTS_NOT_GIVEN),
            *_gap("counts_missing", sorted(self._uncounted), COUNTS_MISSING),
        ]


def _gap(kind: str, natives: list[str], reason: Text) -> Iterable[Shortfall]:
    if natives:
        where = tuple(map(verbatim, natives[:_NAMED]))
        yield Shortfall(kind=kind, count=len(natives), reason=reason, where=where)

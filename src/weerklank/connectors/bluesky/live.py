"""Read one account live: what it wrote from the server that keeps it, the rest from the AppView.

The server of an account is where its posts are: it lists them as they are now, under the keys that
an export has too, and says clearly that one is not there. The AppView adds what only it knows: how
often a post was liked, shared and answered, and the replies (docs/adr/0086). No permission is
asked, and nothing of messages, which are on another service.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from heapq import merge
from itertools import islice
from typing import BinaryIO, cast

import msgspec

from weerklank.connectors.bluesky.checked_file import Checked
from weerklank.connectors.bluesky.live_account import NOT_ANSWERED, Whose
from weerklank.connectors.bluesky.live_list import Beside, Listed, Repository, value_of
from weerklank.connectors.bluesky.live_places import Places
from weerklank.connectors.bluesky.live_replies import Threads
from weerklank.connectors.bluesky.persons import owner_of
from weerklank.connectors.bluesky.record import POSTS, PROFILES, REPOSTS, Reader
from weerklank.harvest.api_client import ApiClient
from weerklank.harvest.asked import by_form
from weerklank.harvest.exchange import NO_SENSE, NOT_THERE, NoAnswer
from weerklank.harvest.feed import Feed, Given, LookedUp, Reply, keep
from weerklank.harvest.json_array import NOT_READ
from weerklank.harvest.json_fields import number_of, parse_object
from weerklank.harvest.moment import moment
from weerklank.harvest.port import Asks, Held, NotesAnswers, Unreadable
from weerklank.model.clock import from_iso
from weerklank.model.errors import NotNow
from weerklank.model.item import ItemKind
from weerklank.model.json_value import JsonObject
from weerklank.model.raw import RawItem, RawPlace, Scanned
from weerklank.model.run import Shortfall
from weerklank.model.text import Text

COUNTS_MISSING = Text(
    "de AppView van Bluesky gaf van deze berichten niet hoe vaak ze zijn geliked, gedeeld en "
    "beantwoord",
    "Bluesky's AppView did not give how often these posts were liked, shared and answered",
)
_COUNTED = "GET /xrpc/app.bsky.feed.getPosts"
_GATES = {"threadgate": "app.bsky.feed.threadgate", "postgate": "app.bsky.feed.postgate"}
#: Posts of which the AppView tells at once.
_AT_ONCE = 25
_LEFT_OUT = frozenset({"uri", "record"})
_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
#: Source: atproto.com/specs/record-key.
_KEY = re.compile("[A-Za-z0-9._:~-]{1,512}")
_WRITE = msgspec.json.Encoder()
_BESIDE = msgspec.json.Decoder(dict[str, msgspec.Raw])


class _Posts(msgspec.Struct):
    posts: list[msgspec.Raw]


_READ_POSTS = msgspec.json.Decoder(_Posts)


class BlueskyFeed(Feed):
    """One account of Bluesky."""

    items_file = "com.atproto.repo.listRecords"
    most_at_once = _AT_ONCE
    #: The AppView counts posts alone.
    uncounted = (ItemKind.BOOST,)

    def __init__(
        self, handle: str, endpoint: str, asks: Asks, answers: NotesAnswers, held: Held
    ) -> None:
        """`endpoint` is the origin of the AppView. NotNow when the account is not to be found."""
        places = Places(endpoint)
        found = Whose(handle, asks, places, answers, held).find()
        self.number = self._did = found.did
        self._own = f"at://{found.did}/"
        self.owner = owner_of(found.did, found.handle)
        #: The number of the AppView, which counts no reposts.
        self.stated_items = _count(found.view, "postsCount")
        self._answers = answers
        self._appview = ApiClient(places.appview, asks)
        self._repository = Repository(ApiClient(found.server, asks), answers, found.did)
        self._reader = Reader(self.owner, found.did)
        self._threads = Threads(self._appview, answers, self.owner, found.did)
        #: Posts of which the AppView told nothing, as it did not answer.
        self._uncounted = 0
        self._is_appview_down = False
        self._profile = self._read_profile(handle, found.view, found.answer)

    # --- the profile -------------------------------------------------------------------------

    def _read_profile(self, handle: str, view: JsonObject, answer: int) -> RawItem:
        """Read the profile; one without a record of it is empty, as far as is known for sure."""
        try:
            listed, has_none = self._repository.record(PROFILES, "self")
        except NoAnswer as none:
            raise NotNow(NOT_ANSWERED, account=handle, reason=none.reason) from None
        value = value_of(listed) if listed else None
        if value is None and not has_none:
            reason = NO_SENSE if listed else NOT_THERE
            raise NotNow(NOT_ANSWERED, account=handle, reason=reason)
        number = listed.answer if listed else answer
        source: JsonObject = {
            "uri": f"{self._own}{PROFILES}/self",
            "value": value or {},
            "view": view,
        }
        item = self._reader.profile(source)
        return msgspec.structs.replace(item, place=RawPlace(number=number, pointer=""))

    def profile(self) -> RawItem:
        """Give the profile."""
        return self._profile

    def places_of_profile(self) -> tuple[tuple[str, str], ...]:
        """Give where the pictures of the profile are to be had, by their path."""
        return tuple((one.source, self._address(one.source)) for one in self._profile.media)

    def checked(self, path: str, stream: BinaryIO) -> BinaryIO:
        """Give a file as a stream that is held against the CID that it is called after."""
        return cast("BinaryIO", Checked(stream, path.partition(".")[0], _note_nothing))

    def _address(self, source: str) -> str:
        return self._repository.file(source.partition(".")[0])

    # --- the list ----------------------------------------------------------------------------

    def pages(self, down_to: datetime | None) -> Iterator[list[Given]]:
        """Give posts and reposts, newest first, with what stands beside each."""
        gates = {
            name: Beside(self._repository.records(collection, None))
            for name, collection in _GATES.items()
        }
        lists = (self._repository.records(one, down_to) for one in (POSTS, REPOSTS))
        found = merge(*lists, key=_written, reverse=True)
        page: list[Given] = []
        while some := list(islice(found, _AT_ONCE)):
            page += self._with_beside(some, gates)
            if down_to is None or any(_claims(one) >= down_to for one in page):
                # The list is read on from a page by its last post. Keys tell where it ends, and
                # what a post says of its own moment may be long ago.
                yield sorted(page, key=_claims) if down_to else page
                page = []
        if page:
            yield page

    def _with_beside(self, some: list[Listed], gates: dict[str, Beside]) -> list[Given]:
        posts = [one.key for one in some if one.collection == POSTS and _KEY.fullmatch(one.key)]
        uris = [f"{self._own}{POSTS}/{key}" for key in posts]
        views = self._views(uris) or {}
        self._uncounted += len(uris) - len(views.keys() & {*uris})
        page = []
        for one in some:
            beside: dict[str, object] = {}
            if one.collection == POSTS:
                beside = {name: gate.of(one.key) for name, gate in gates.items()}
                beside["view"] = views.get(f"{self._own}{POSTS}/{one.key}")
            page.append(_given(one, beside))
        return page

    def _views(self, uris: list[str]) -> dict[str, msgspec.Raw] | None:
        """Ask the AppView for posts; None when it did not give them."""
        if not uris:
            return {}
        if self._is_appview_down:
            return None
        address = self._appview.address("xrpc/app.bsky.feed.getPosts", uris=uris)
        try:
            exchange, found = self._appview.ask_for(address, _READ_POSTS.decode)
        except NoAnswer:
            self._is_appview_down = True
            return None
        if found is None:
            return None
        self._answers.note(_COUNTED, exchange, {"posts": len(found.posts)})
        return {_uri_of(bytes(one)): one for one in found.posts}

    # --- single posts ------------------------------------------------------------------------

    def native(self, address: str) -> str:
        """Give a post's own id by an address, with the name or the DID of the account."""
        return next(iter(by_form(frozenset((address,)), self.owner)))

    def look_up(self, natives: Sequence[str]) -> LookedUp:
        """Look posts up where they are kept, and at the AppView.

        A post is missing when both say so, a repost, which the AppView gives by no id, when the
        server of the account does.
        """
        named = [(native, self._key_of(native)) for native in natives]
        ours = {native: place for native, place in named if place is not None}
        posts = [native for native, (collection, _) in ours.items() if collection == POSTS]
        views = self._views(posts)
        given: dict[str, Given] = {}
        missing = set()
        for native, (collection, key) in ours.items():
            listed, is_gone = self._repository.record(collection, key)
            is_post = collection == POSTS
            if listed is not None:
                view = (views or {}).get(native)
                self._uncounted += is_post and view is None
                beside = self._beside_of(key, view) if is_post else {}
                given[native] = _given(listed, beside)
            elif is_gone and not (is_post and (views is None or native in views)):
                missing.add(native)
        return LookedUp(given, frozenset(missing))

    def _key_of(self, native: str) -> tuple[str, str] | None:
        collection, _, key = native.removeprefix(self._own).partition("/")
        is_ours = native.startswith(self._own) and collection in {POSTS, REPOSTS}
        return (collection, key) if is_ours and key else None

    def _beside_of(self, key: str, view: msgspec.Raw | None) -> dict[str, object]:
        beside: dict[str, object] = {"view": view}
        for name, collection in _GATES.items():
            listed, _ = self._repository.record(collection, key)
            beside[name] = value_of(listed) if listed else None
        return beside

    # --- reading -----------------------------------------------------------------------------

    def entry(self, given: Given) -> Scanned:
        """Read what places a post."""
        source = self._source(given)
        try:
            scanned = self._reader.scan(source)
        except TypeError:
            raise Unreadable(NOT_READ) from None
        if not scanned.native_id.startswith((f"{self._own}{POSTS}/", f"{self._own}{REPOSTS}/")):
            raise Unreadable(NOT_READ)
        return msgspec.structs.replace(
            scanned,
            content=keep(given),
            addresses=tuple(map(self._address, scanned.media)),
            is_beside=scanned.native_id.startswith(f"{self._own}{REPOSTS}/"),
        )

    def name_of(self, given: Given) -> str | None:
        """Give the address of a record of the account."""
        uri = _uri_of(given.content)
        return uri if uri.startswith(self._own) else None

    def _source(self, given: Given) -> JsonObject:
        record = parse_object(given.content)
        source: JsonObject = {"uri": record.get("uri"), "value": record.get("value")}
        for name, raw in _BESIDE.decode(given.beside or b"{}").items():
            value = parse_object(bytes(raw))
            if name == "view":
                value = {key: one for key, one in value.items() if key not in _LEFT_OUT}
            source[name] = value
        return source

    def read(self, given: Given) -> RawItem:
        """Read a post or a reply whole."""
        if not given.beside:
            return self._threads.read(given)
        item = self._reader.read_source(self._source(given))
        return msgspec.structs.replace(
            item, place=RawPlace(number=given.answer, pointer=given.pointer)
        )

    # --- replies -----------------------------------------------------------------------------

    def stated_replies(self, given: Given) -> int | None:
        """Give how many replies the AppView counts; none of a repost."""
        beside = _BESIDE.decode(given.beside or b"{}")
        if "view" in beside:
            return _count(parse_object(bytes(beside["view"])), "replyCount")
        return 0 if REPOSTS in _uri_of(given.content) else None

    def replies(self, given: Given, entry: Scanned) -> Iterator[Reply]:
        """Give what hangs below a post."""
        del given
        if entry.native_id.startswith(f"{self._own}{REPOSTS}/"):
            return
        if self._is_appview_down:
            raise NoAnswer(NOT_THERE)
        yield from self._threads.below(entry.native_id)

    def findings(self) -> list[Shortfall]:
        """Tell what did not come in besides."""
        if not self._uncounted:
            return []
        return [Shortfall(kind="counts_missing", count=self._uncounted, reason=COUNTS_MISSING)]


def _note_nothing() -> None:
    """Note nothing: that a file is missing is told with its post."""


def _count(of: JsonObject, name: str) -> int | None:
    found = number_of(of.get(name))
    return found if found is not None and found >= 0 else None


def _given(one: Listed, beside: dict[str, object]) -> Given:
    told = {name: value for name, value in beside.items() if value is not None}
    return Given(one.content, one.answer, one.pointer, _WRITE.encode(told))


def _written(one: Listed) -> datetime:
    """Give when a record was written, by its key; such as tell nothing stand before all others."""
    return one.written or _LAST


class _Claim(msgspec.Struct):
    createdAt: str = ""  # noqa: N815 - as the record has it


class _Record(msgspec.Struct):
    uri: str = ""
    value: _Claim = msgspec.field(default_factory=_Claim)


_RECORD = msgspec.json.Decoder(_Record)


def _claims(given: Given) -> datetime:
    """Give the moment that a record claims; the first of all where it claims none."""
    try:
        return from_iso(moment(_RECORD.decode(given.content).value.createdAt))
    except (ValueError, RecursionError):
        return _FIRST


def _uri_of(content: bytes) -> str:
    try:
        return _RECORD.decode(content).uri
    except (ValueError, RecursionError):
        return ""

"""Bluesky's official export: the repository of an account as a CAR file.

A repository holds what the account itself wrote: posts, reposts, its profile and who may reply.
Likes, follows, blocks and lists stand in it too; their blocks are not even read, and counted by
their keys. Messages are on another service and never in it.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import BinaryIO, cast

from weerklank.connectors.bluesky.checked_file import Checked
from weerklank.connectors.bluesky.commit import Signed, check
from weerklank.connectors.bluesky.dag_cbor import as_json, decode
from weerklank.connectors.bluesky.embed import ENDINGS
from weerklank.connectors.bluesky.persons import owner_of
from weerklank.connectors.bluesky.record import POSTS, PROFILES, REPOSTS, Reader
from weerklank.connectors.bluesky.repo_file import RepoFile
from weerklank.connectors.bluesky.tid import moment_of_tid
from weerklank.connectors.bluesky.tree import Tree
from weerklank.connectors.bluesky.words import (
    DAMAGED,
    MEDIUM_DAMAGED,
    NOT_SIGNED_SO,
    PART_LOST,
    notice_of,
)
from weerklank.harvest.json_fields import reason_of
from weerklank.harvest.port import Unreadable
from weerklank.model.clock import civil_day
from weerklank.model.json_value import JsonObject
from weerklank.model.notice import Notice
from weerklank.model.raw import Broken, Passed, PassedOver, RawItem, Scanned
from weerklank.model.run import Shortfall
from weerklank.model.text import Text, verbatim

_GATES = {"threadgate": "app.bsky.feed.threadgate", "postgate": "app.bsky.feed.postgate"}
_OURS = frozenset({POSTS, REPOSTS, PROFILES, *_GATES.values()})
Entry = Scanned | Passed | Broken


class BlueskyExport:
    """One repository, opened."""

    items_file = "repo.car"

    def __init__(self, file: RepoFile) -> None:
        self._file = file
        self._commit = commit = file.commit()
        document = file.document(commit.did)
        handle = document.handle if document else None
        self._key = document.key if document else None
        #: Whether the commit was signed with the key of the document that came along.
        self.signed = check(commit, self._key)
        self.owner = owner_of(commit.did, handle)
        self.stated_items: int | None = None
        self.exported: date | None = civil_day(commit.made) if commit.made else None
        self._made: Reader | None = None
        self._tree = Tree(file.blocks, commit.data)
        self._lost: list[Text] = []
        self._is_scanned = False
        self._unopened = self._damaged_media = 0

    @property
    def _reader(self) -> Reader:
        """What reads the records, for the owner as it is known by now."""
        if self._made is None or self._made.owner is not self.owner:
            self._made = Reader(self.owner, self._commit.did)
        return self._made

    def scan(self) -> Iterator[Entry]:
        """Give the posts and reposts in order of their keys, then how many others there are."""
        others: Counter[str] = Counter()
        gates = [_Gates(self._tree_again(), name, self._file) for name in _GATES.items()]
        number = stated = 0
        for key, link in self._tree.walk():
            collection, _, name = key.decode("ascii").partition("/")
            if collection not in {POSTS, REPOSTS}:
                others[collection] += collection not in _OURS
                continue
            number += 1
            stated += 1
            beside = gates if collection == POSTS else []
            yield self._entry(
                f"{collection}/{name}", link, number, [(g.name, g.of(name)) for g in beside]
            )
        self._lost = self._tree.lost
        self._is_scanned = True
        self.stated_items = None if self._lost else stated
        unused = sum(one.unused for one in gates)
        for count in (*others.values(), unused):
            if count:
                yield Passed(why=PassedOver.OUT_OF_SCOPE, count=count)

    @property
    def whole_of(self) -> datetime | None:
        """Give the moment of the state, once all of its tree was read below a right signature."""
        is_proven = self._is_scanned and self.signed is Signed.RIGHT
        is_whole = not self._lost and self._file.blocks.damage is None
        return self._commit.made if is_proven and is_whole else None

    def listed(self) -> Iterator[str]:
        """Give the posts and reposts by native id; whether they can be read does not matter."""
        for collection in (POSTS, REPOSTS):
            head = f"{collection}/".encode()
            for key, _ in self._tree_again().walk(head, head[:-1] + b"0"):
                yield f"at://{self._commit.did}/{key.decode('ascii')}"

    def would_list(self, native_id: str) -> bool:
        """Tell whether a native id is of a post or a repost of this account.

        Not of one whose key tells a later moment than the state: it is newer than this.
        """
        own = f"at://{self._commit.did}/"
        collection, _, name = native_id.removeprefix(own).partition("/")
        if not native_id.startswith(own) or collection not in {POSTS, REPOSTS}:
            return False
        made, state = moment_of_tid(name), self._commit.made
        return made is None or (state is not None and made < state)

    def _tree_again(self) -> Tree:
        return Tree(self._file.blocks, self._commit.data)

    def _entry(
        self, key: str, link: bytes, number: int, beside: list[tuple[str, JsonObject | None]]
    ) -> Entry:
        try:
            source = _source(self._commit.did, key, self._file.blocks.get(link))
            source |= {name: gate for name, gate in beside if gate is not None}
            return self._reader.scan(source)
        except (ValueError, TypeError, RecursionError) as error:
            return Broken(file=self.items_file, number=number, reason=reason_of(error))

    def read(self, content: bytes) -> RawItem:
        """Read one record whole."""
        return self._reader.read(content)

    def profile(self) -> RawItem | None:
        """Read the profile; None when the account has none, or it can't be read."""
        key = f"{PROFILES}/self"
        for found, link in self._tree_again().walk(key.encode(), key.encode() + b"\x00"):
            try:
                content = self._file.blocks.get(link)
                return self._reader.profile(_source(self._commit.did, found.decode(), content))
            except ValueError:
                break
        return None

    def media(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, BinaryIO]]:
        """Give wanted media, each checked against the CID that it is called after."""
        self._unopened = self._damaged_media = 0
        path = ""

        def chosen(cid: str) -> bool:
            nonlocal path
            for ending in ENDINGS:
                path = cid + ending
                if wanted(path):
                    return True
            self._unopened += 1
            return False

        for cid, stream in self._file.media(chosen):
            yield path, cast("BinaryIO", Checked(stream, cid, self._note_damaged))

    def _note_damaged(self) -> None:
        self._damaged_media += 1

    def unopened_media(self) -> int:
        """Tell how many media files the last `media` passed over."""
        return self._unopened

    def findings(self) -> list[Shortfall]:
        """Tell what is wrong with the file as a whole."""
        name = verbatim(self._file.path.name)
        found: list[Shortfall] = []
        damage = self._file.blocks.damage
        if damage:
            found.append(Shortfall(kind="file_damaged", count=1, reason=DAMAGED, where=(damage,)))
        if self._lost:
            where = tuple(dict.fromkeys(self._lost))
            found.append(
                Shortfall(kind="part_lost", count=len(self._lost), reason=PART_LOST, where=where)
            )
        if self._damaged_media:
            count = self._damaged_media
            found.append(Shortfall(kind="media_damaged", count=count, reason=MEDIUM_DAMAGED))
        if self.signed is Signed.WRONG:
            found.append(
                Shortfall(kind="signature_wrong", count=1, reason=NOT_SIGNED_SO, where=(name,))
            )
        return found

    def notices(self) -> list[Notice]:
        """Tell what came of checking who signed it."""
        return [notice_of(self.signed, self._commit, self._key.written if self._key else None)]


class _Gates:
    """The gates of one kind, found beside the posts that they are of: both come in one order."""

    def __init__(self, tree: Tree, name: tuple[str, str], file: RepoFile) -> None:
        self.name, collection = name
        self._head = f"{collection}/".encode()
        self._file = file
        self._found = tree.walk(self._head, self._head[:-1] + b"0")
        self._next = next(self._found, None)
        #: Those of posts that are not there any more.
        self.unused = 0

    def of(self, name: str) -> JsonObject | None:
        """Give the gate of a post, None when it has none that can be read."""
        wanted = self._head + name.encode()
        while self._next and self._next[0] < wanted:
            self.unused += 1
            self._next = next(self._found, None)
        if self._next is None or self._next[0] != wanted:
            return None
        link = self._next[1]
        self._next = next(self._found, None)
        try:
            gate = as_json(decode(self._file.blocks.get(link)))
        except Unreadable:
            return None
        return gate if isinstance(gate, dict) else None


def _source(did: str, key: str, content: bytes) -> JsonObject:
    return {"uri": f"at://{did}/{key}", "value": as_json(decode(content))}

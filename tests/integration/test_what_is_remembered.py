"""What minimisation remembers of earlier items changes nothing of the next (ADR 0040).

Hostile items pass through one minimiser, which remembers forms of objects, addresses, persons and
words; and each through one that remembers nothing. Both give the same, byte for byte.
"""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from weerklank.connectors.mastodon.activity import Reader
from weerklank.harvest.port import Unreadable
from weerklank.minimise.blind_index import BlindIndex
from weerklank.minimise.blind_tables import lay_tables
from weerklank.minimise.item_keys import ItemKeys
from weerklank.minimise.minimiser import Circumstances, Minimiser
from weerklank.minimise.who import Whois
from weerklank.model.canonical import canonical, canonical_struct
from weerklank.model.ids import ItemId
from weerklank.model.platform import Platform
from weerklank.model.policy import Policy, SealedOriginals
from weerklank.model.symbols import decode, encode
from weerklank.store.keys import KeyFolder

OURS = "https://dam.example/users/dam"
ACTOR = {"id": OURS, "url": "https://dam.example/@dam", "preferredUsername": "dam"}
ADDRESSES = (
    OURS,
    f"{OURS}/followers",
    f"{OURS}/statuses/5",
    f"{OURS}/statuses/5/replies?page=true",
    f"{OURS}/statuses/sanne_bakker",
    "https://www.w3.org/ns/activitystreams#Public",
    "https://elders.example/users/sanne_bakker",
    "https://elders.example/@sanne_bakker",
    "https://elders.example/@Sanne_Bakker/77",
    "https://elders.example/wie/7788",
    "https://dam.example/tags/hoogwater",
    "https://dam.example/tags/sannebakker",
    "https://t.me/sannebakker",
    "tag:elders.example,2026-01-02:objectId=7:objectType=Conversation",
    "tag://elders.example/@sanne_bakker",
    "https:/\\elders.example/@pim",
)
HASHTAG = (
    '<a href="https://dam.example/tags/hoogwater" class="mention hashtag" rel="tag">'
    "#<span>hoogwater</span></a>"
)
MENTION = (
    '<span class="h-card" translate="no"><a href="https://elders.example/@sanne_bakker" '
    'class="u-url mention">@<span>sanne_bakker</span></a></span>'
)
TEXTS = (
    "Create",
    "Note",
    "Mention",
    "Hashtag",
    "2026-01-02T03:04:05Z",
    "nl",
    "@sanne_bakker@elders.example",
    "@pim",
    "#hoogwater",
    "<p>Dank, Sanne Bakker!</p>",
    f"<p>Het water zakt. {HASHTAG}</p>",
    f"<p>{MENTION} het komt goed</p>",
    "<b title='@pim@elders.example' class='Pim'>x</b>",
    "Beste Pim, zie https://elders.example/wie/7788 en %40pim%40elders.example",
    "Sanne",
    "",
)
PLAIN = st.one_of(
    st.sampled_from(ADDRESSES), st.sampled_from(TEXTS), st.none(), st.booleans(), st.integers()
)
FIELDS = (
    "@context id type actor published to cc summary name url attributedTo inReplyTo conversation "
    "context content contentMap attachment tag replies first next partOf items signature creator "
    "signatureValue href updated sensitive atomUri quote icon blurhash sanne_bakker"
).split()
VALUES = st.recursive(
    PLAIN,
    lambda one: (
        st.lists(one, max_size=3)
        | st.dictionaries(st.sampled_from((*FIELDS, "nl", "en")), one, max_size=4)
    ),
    max_leaves=6,
)
TAG = st.fixed_dictionaries(
    {
        "type": st.sampled_from(("Mention", "Hashtag", "Emoji")),
        "href": st.sampled_from(ADDRESSES),
        "name": st.sampled_from(TEXTS),
    }
)
NOTE = st.fixed_dictionaries(
    {
        "id": st.sampled_from([f"{OURS}/statuses/{number}" for number in range(4)]),
        "type": st.just("Note"),
        "published": st.just("2026-01-02T03:04:05Z"),
        "content": st.sampled_from(TEXTS),
    },
    optional={
        **dict.fromkeys(sorted({*FIELDS} - {"id", "type", "published", "content"}), VALUES),
        "to": st.lists(st.sampled_from(ADDRESSES), max_size=3),
        "cc": st.lists(st.sampled_from(ADDRESSES), max_size=3),
        "tag": st.lists(TAG, max_size=3),
        "contentMap": st.dictionaries(st.sampled_from(("nl", "pim")), st.sampled_from(TEXTS)),
    },
)
ITEMS = st.lists(
    st.fixed_dictionaries(
        {"id": st.just(f"{OURS}/statuses/1/activity"), "type": st.just("Create"), "object": NOTE},
        optional=dict.fromkeys(("actor", "to", "cc", "signature", "@context"), VALUES),
    ),
    min_size=1,
    max_size=5,
)


class Fresh:
    """A blind index that for a while remembers nothing of persons and words."""

    REMEMBERED = ("_remembered", "_noted", "_met", "_word_tags")

    def __init__(self, blind: BlindIndex) -> None:
        self._blind = blind

    def __enter__(self) -> None:
        self._kept = {name: getattr(self._blind, name) for name in self.REMEMBERED}
        for name in self.REMEMBERED:
            setattr(self._blind, name, {})

    def __exit__(self, *_: object) -> None:
        for name, kept in self._kept.items():
            setattr(self._blind, name, kept)


def make(blind: BlindIndex, keys: KeyFolder, reader: Reader) -> Minimiser:
    about = Circumstances(
        account="a0001",
        run="proef",
        technique="export",
        policy=Policy(version=1, sealed=SealedOriginals(months=12)),
        captured_at="2026-11-26T09:00:00Z",
    )
    who = Whois(reader.owner, frozenset(), blind)
    return Minimiser(about, Platform.MASTODON, who, ItemKeys(keys.ids), blind)


def written(minimiser: Minimiser, content: bytes, reader: Reader) -> bytes:
    prepared = minimiser.prepare(reader.activity(content))
    minimiser.note_participants(decode(THREAD), prepared.raw.persons)
    done = minimiser.minimise(
        prepared,
        address=ItemId("x"),
        thread=THREAD,
        scenario="B",
    )
    removal = [[pointer, value] for pointer, value in done.removal.values]
    return (
        b"\n".join((canonical_struct(done.item), canonical(done.source), canonical(removal)))
        + repr(done.removal.unknown).encode()
    )


#: In which all items are, so that whoever one names is looked for in the next.
THREAD = encode(bytes(range(16)))


@pytest.fixture(scope="module")
def keys(tmp_path_factory) -> KeyFolder:
    folder = tmp_path_factory.mktemp("keys")
    return KeyFolder.create(folder / "keys", folder / "archive")


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(items=ITEMS)
def test_what_is_remembered_changes_nothing(tmp_path_factory, keys, items) -> None:
    folder = tmp_path_factory.mktemp("blind")
    lay_tables(folder)
    blind = BlindIndex(folder, keys, "proef")
    reader = Reader(dict(ACTOR))
    minimiser = make(blind, keys, reader)
    for item in items:
        content = json.dumps(item).encode()
        try:
            with Fresh(blind):
                # Twice: the first time it learns whom the item names.
                written(make(blind, keys, Reader(dict(ACTOR))), content, Reader(dict(ACTOR)))
                fresh = Reader(dict(ACTOR))
                told = written(make(blind, keys, fresh), content, fresh)
        except (Unreadable, ValueError, TypeError):
            continue
        assert written(minimiser, content, reader) == told
    blind.close()

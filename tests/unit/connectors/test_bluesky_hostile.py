"""Whatever a file of Bluesky holds, it is read or told why not; there is no other error."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import libipld
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from weerklank.connectors.bluesky import connector
from weerklank.connectors.bluesky.dag_cbor import as_json, decode
from weerklank.connectors.bluesky.did_document import read_document
from weerklank.connectors.bluesky.record import Reader
from weerklank.harvest.port import Unreadable
from weerklank.model.errors import BrokenInput
from weerklank.model.platform import Platform
from weerklank.model.raw import Broken, Passed, RawItem, RawPerson, Scanned
from weerklank.testing.bluesky_export import RepoAccount, RepoPost, car, records

DID = "did:plc:gemeentevoorbeelddamgeme"
ME = RepoAccount(did=DID, handle="voorbeelddam.example", display_name="V", description="D")
MADE = datetime(2026, 3, 1, 12, tzinfo=UTC)
POSTS = [RepoPost(published=MADE - timedelta(days=n), text=f"Bericht {n} #x") for n in range(30)]
CONTENT = car(ME, records(ME, POSTS), MADE)
READER = Reader(RawPerson(platform=Platform.BLUESKY, user_id=DID, handle=DID), DID)

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-10, 300) | st.text(max_size=12) | st.just(DID),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
    ),
    max_leaves=12,
)
#: Fields of records, so that values get where they are read.
NAMES = st.sampled_from(
    "$type text createdAt facets index byteStart byteEnd features did uri tag reply root "
    "parent embed images image alt ref $link mimeType video captions file external record media "
    "langs labels values tags entities type value subject via displayName description "
    "avatar pinnedPost".split()
)
RECORDS = st.recursive(
    VALUES,
    lambda inner: st.dictionaries(NAMES, inner | st.lists(inner, max_size=3), max_size=8),
    max_leaves=30,
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.tuples(st.integers(0, len(CONTENT) - 1), st.integers(0, 255)), max_size=6),
    st.integers(0, len(CONTENT)),
)
def test_a_file_with_other_bytes_or_without_its_end(tmp_path, changes, end):
    damaged = bytearray(CONTENT)
    for at, byte in changes:
        damaged[at] = byte
    path = tmp_path / "x.car"
    path.write_bytes(damaged[: end if end > 60 else len(damaged)])
    try:
        export = connector().open_export(path)
    except BrokenInput:
        return
    if export is None:
        return
    for entry in export.scan():
        assert isinstance(entry, Scanned | Passed | Broken)
        if isinstance(entry, Scanned):
            # Nothing that was changed gets past the digests.
            assert export.read(entry.content).source["value"]["text"].startswith("Bericht ")
    export.profile()
    export.findings()
    export.notices()


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_bytes_that_are_no_record(content):
    with suppress(Unreadable):
        as_json(decode(content))
    assert read_document(content, DID) is None


@settings(max_examples=150, deadline=None)
@given(RECORDS, st.sampled_from(["app.bsky.feed.post", "app.bsky.feed.repost"]))
def test_a_record_of_any_form_is_read_or_unreadable(value, kind):
    made = {"text": "Hallo", **value} if isinstance(value, dict) else value
    source = {"uri": f"at://{DID}/{kind}/3juazqtkohi2y", "value": made}
    try:
        scanned = READER.scan(source)
    except Unreadable:
        return
    # The second pass meets what the first one saw.
    assert isinstance(READER.read(scanned.content), RawItem)


@settings(max_examples=100, deadline=None)
@given(RECORDS)
def test_a_profile_of_any_form_is_read_or_unreadable(value):
    source = {"uri": f"at://{DID}/app.bsky.actor.profile/self", "value": value}
    with suppress(Unreadable):
        assert READER.profile(source).source == source


@given(VALUES)
def test_a_value_is_the_same_as_json(value):
    assert as_json(decode(libipld.encode_dag_cbor(value))) == value

"""Whatever stands in a record of X, it is read or named as unreadable, and nothing else."""

import json
from contextlib import suppress
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerklank.connectors.x.media_files import MediaFiles
from weerklank.connectors.x.moments import moment_in, moment_of
from weerklank.connectors.x.record import record_of
from weerklank.connectors.x.shape import RECORD
from weerklank.connectors.x.tweet import Reader
from weerklank.harvest.port import Unreadable
from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson

ME = RawPerson(
    platform=Platform.X,
    user_id="7",
    handle="voorbeelddam",
    addresses=("https://x.com/voorbeelddam",),
)
NAMES = sorted({*RECORD["tweet"], *RECORD["noteTweet"]})  # type: ignore[misc] # both are shapes
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 10**20) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "media urls url id_str screen_name text expanded_url video_info variants".split()
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def reader() -> Reader:
    return Reader(ME, MediaFiles(["tweets_media/12-a.jpg"]))


def read(source: Any) -> None:
    """Do with a record what both passes do."""
    made = reader()
    record = record_of(orjson.loads(json.dumps(source)))
    made.moment(record)
    made.parent(record)
    item = made.item(record, "tweets_media")
    orjson.dumps(item.source)


@given(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=8), st.booleans())
def test_any_tweet_is_read_or_unreadable(fields, is_flat):
    tweet = {"id_str": "12", "created_at": "Wed Jun 05 13:45:22 +0000 2024", **fields}
    with suppress(Unreadable):
        read(tweet if is_flat else {"tweet": tweet})


@given(VALUES, VALUES)
def test_any_long_text_is_read_or_unreadable(core, life):
    note = {
        "noteTweetId": "9",
        "createdAt": "2024-06-05T13:45:22Z",
        "core": core,
        "lifecycle": life,
    }
    for source in (
        {"noteTweet": note},
        {"tweet": {"id_str": "12345678901234567"}, "noteTweet": note},
    ):
        with suppress(Unreadable):
            read(source)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Wed Jun 05 13:45:22 +0000 2024", "2024-06-05T13:45:22Z"),
        ("Wed Jun 05 13:45:22 +0200 2024", "2024-06-05T11:45:22Z"),
        ("2024-06-05T13:45:22.123Z", "2024-06-05T13:45:22Z"),
        ("2013-01-31 12:00:00 +0000", "2013-01-31T12:00:00Z"),
    ],
)
def test_moments_of_x_come_in_one_form(written, told):
    assert moment_of(written) == told


@pytest.mark.parametrize("odd", ["Wed Jun 31 13:45:22 +0000 2024", "gisteren", 5, True, ["x"]])
def test_what_is_no_moment_says_so(odd):
    with pytest.raises(Unreadable):
        moment_of(odd)


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("1690395372546301952", "2023-08-12T16:10:37Z"),
        ("20", None),
        ("99999999999999999999", None),
        ("١٢", None),
        (None, None),
    ],
)
def test_a_number_tells_its_moment_since_2010(number, told):
    assert moment_in(number) == told


def test_a_picture_of_a_profile_at_no_address_has_no_name():
    files = MediaFiles(["profile_media/12-a.jpg"])
    assert files.of_profile("12", "https://[::1").source == "profile_media/12-"
    assert files.of_profile("12", "https://pbs.example/a.jpg").source == "profile_media/12-a.jpg"

"""Keyed tags are HMAC-SHA-256, whatever the key and the message."""

import hmac

from hypothesis import given
from hypothesis import strategies as st

from weerklank.minimise.keyed_tags import TAG, KeyedTags


@given(st.binary(max_size=200), st.binary(max_size=300))
def test_a_tag_is_the_first_half_of_an_hmac(key, message):
    assert KeyedTags(key).tag(message) == hmac.digest(key, message, "sha256")[:TAG]

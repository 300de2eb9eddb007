"""A key of Google goes in its own header, and is a permission of nobody."""

from collections.abc import Iterator

import pytest

from weerklank.harvest.api_key import is_api_key, shown
from weerklank.harvest.transport import Transport
from weerklank.model.secret import Secret

KEY = Secret("AIza" + "Sy0123456789-abcdefghijklmnopqrstu_"[:35])


@pytest.fixture
def transport() -> Iterator[Transport]:
    made = Transport("https://youtube.example")
    yield made
    made.close()


@pytest.mark.parametrize(
    "token", ["ya29.a0Af", "AIza", "AIza" + "x" * 34, "AIza" + "x" * 36, "aiza" + "x" * 35, ""]
)
def test_a_permission_is_no_key(token):
    assert not is_api_key(Secret(token))
    assert shown(Secret(token)) == {"Authorization": f"Bearer {token}"}


def test_a_key_goes_in_a_header_of_its_own_and_signs_nobody_in(transport):
    assert is_api_key(KEY)
    assert shown(KEY) == {"X-Goog-Api-Key": KEY.reveal()}
    transport.sign_in(KEY)
    assert not transport.is_signed_in
    transport.sign_in(Secret("ya29.x"))
    assert transport.is_signed_in


def test_a_key_is_shown_to_its_own_server_alone(transport):
    transport.sign_in(KEY)
    assert transport._signature("https://youtube.example/youtube/v3/videos") == shown(KEY)
    for other in (
        "https://i.ytimg.example/vi/x",
        "http://youtube.example/",
        "https://youtube.example.evil/",
    ):
        assert transport._signature(other) == {}

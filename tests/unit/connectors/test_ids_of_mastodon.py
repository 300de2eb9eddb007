"""What a server calls an id becomes part of an address: it may lead nowhere else."""

import pytest

from weerklank.connectors.mastodon.api_objects import id_of


@pytest.mark.parametrize(
    "told",
    [
        "115824682598400000",
        "01HQ3J5V7Z8M9N0P1Q2R3S4T5V",  # GoToSocial
        "9vwxQ4Z2bYc",
        "0190d6f2-7b1c-7e63-9a55-3c1f2f0a9d11",
        "1700000000.123456",
    ],
)
def test_an_id_is_taken_as_it_is(told):
    assert id_of(told) == told


def test_a_number_is_an_id_too():
    assert id_of(115824682598400000) == "115824682598400000"


@pytest.mark.parametrize(
    "told",
    [".", "..", "../conversations", "a/b", "a?b", "a#b", "%2e%2e", "a b", "é", "", "9" * 129],
)
def test_what_leads_elsewhere_is_none(told):
    assert id_of(told) is None


@pytest.mark.parametrize("told", [None, True, 1.5, [], {}])
def test_what_is_no_text_is_none(told):
    assert id_of(told) is None

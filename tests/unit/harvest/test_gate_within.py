"""A page of an own site reaches its own hosts, and nothing besides."""

import asyncio

import pytest

from weerklank.harvest.browser.gate import Gate
from weerklank.harvest.exchange import LEADS_ASTRAY
from weerklank.harvest.open_addresses import OpenAddresses

SITE = "voorbeelddam.example"


@pytest.mark.parametrize(
    "address",
    [
        "https://elders.example/",
        f"https://nep{SITE}/",
        f"https://{SITE}.elders.example/",
        f"http://{SITE}/",
        "https://127.0.0.1/",
        "http://127.0.0.1:8080/",
        "https://10.0.0.1/",
    ],
)
def test_no_question_leaves_for_another_host(address: str) -> None:
    gate = Gate("https://", (SITE,))
    assert asyncio.run(gate.refuses(address)) is LEADS_ASTRAY


@pytest.mark.enable_socket
@pytest.mark.parametrize("host", ["a" * 70 + ".example", "a..example", ".example"])
def test_a_name_that_none_can_be_holds_nothing_up(host: str) -> None:
    """What is not answered here would hold up its page for the whole of the visit."""
    assert asyncio.run(Gate("https://social.example").refuses(f"https://{host}/beeld.png")) is None


def test_names_under_a_host_are_within_it() -> None:
    addresses = OpenAddresses("https://")
    assert addresses.is_within("elders.example")
    addresses.keep_within((SITE,))
    assert addresses.is_within(f"www.{SITE}")
    assert not addresses.is_within("elders.example")

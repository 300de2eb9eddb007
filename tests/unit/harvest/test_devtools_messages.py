"""Messages of the browser, cut where they may be cut, and such as are none."""

import asyncio
import os

import pytest

from weerklank.harvest.browser import devtools as protocol
from weerklank.harvest.browser.chromium import Started
from weerklank.harvest.browser.devtools import Declined, Devtools
from weerklank.model.json_value import JsonObject


async def _heard(blocks: list[bytes]) -> list[JsonObject]:
    """Give the parameters of events that were heard when the browser wrote these blocks."""
    told, tell = os.pipe()
    hear, said = os.pipe()
    devtools = Devtools(Started(os.getpid(), tell, hear))
    heard: list[JsonObject] = []
    devtools.listen(None, lambda _, given: heard.append(given))
    try:
        for block in blocks:
            os.write(said, block)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
    finally:
        asyncio.get_running_loop().remove_reader(hear)
        for one in (told, tell, hear, said):
            os.close(one)
    return heard


def test_a_message_comes_in_pieces() -> None:
    message = b'{"method":"a","params":{"x":1}}\0'
    pieces = [bytes([one]) for one in message * 2]
    assert asyncio.run(_heard(pieces)) == [{"x": 1}, {"x": 1}]
    assert asyncio.run(_heard([message[:-1], b"\0" + message])) == [{"x": 1}, {"x": 1}]


def test_half_a_character_of_a_page_loses_no_message() -> None:
    message = b'{"method":"a","params":{"x":"\\ud800"}}\0'
    assert asyncio.run(_heard([message])) == [{"x": "\ud800"}]


def test_what_is_no_message_is_passed_over() -> None:
    blocks = [b"geen bericht\0[]\0\0null\0" + b'{"id":null}\0{"method":"a","params":{"x":2}}\0']
    assert asyncio.run(_heard(blocks)) == [{"x": 2}]


def test_a_message_that_is_too_long_is_let_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "_LONGEST_MESSAGE", 100)
    long, short = (
        b'{"method":"a","params":{"x":"' + b"x" * 200,
        b'{"method":"a","params":{"x":3}}\0',
    )
    assert asyncio.run(_heard([long, b"x" * 200, b'"}}\0' + short])) == [{"x": 3}]


def test_an_answer_that_is_too_long_is_declined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "_LONGEST_MESSAGE", 100)

    async def ask() -> None:
        told, tell = os.pipe()
        hear, said = os.pipe()
        devtools = Devtools(Started(os.getpid(), tell, hear))
        asked = asyncio.ensure_future(devtools.ask("Page.say", patience=600))
        await asyncio.sleep(0)
        os.write(said, b'{"id":1,"result":{"x":"' + b"x" * 200)
        try:
            await asked
        finally:
            asyncio.get_running_loop().remove_reader(hear)
            asyncio.get_running_loop().remove_writer(tell)
            for one in (told, tell, hear, said):
                os.close(one)

    with pytest.raises(Declined, match=r"Page\.say"):
        asyncio.run(ask())

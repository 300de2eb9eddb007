"""No page that is recorded gets at direct messages, whichever way it asks (C3, issue 6)."""

import asyncio
from pathlib import Path

import pytest

from weerklank.harvest.browser.bodies import Bodies, SocketFrame
from weerklank.harvest.browser.chromium import find_chromium
from weerklank.harvest.browser.gate import MESSAGES
from weerklank.harvest.browser.visit import Stopped, StopRule, Visit, browser, visit
from weerklank.store.spool import Spool
from weerklank.testing.message_site import MessageSite

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.needs("chromium"),
    pytest.mark.slow,
]
SCRIPTS = ("page", "worker", "shared", "service", "blob", "inside", "other")


def go(site: MessageSite, bodies: Bodies, *paths: str, longest: float = 60) -> list[Visit]:
    """Visit pages of a site, one after another, with one browser."""

    async def all_of_them() -> list[Visit]:
        async with browser(find_chromium()) as devtools:
            return [
                await visit(
                    devtools,
                    site.address + path,
                    home=site.address,
                    bodies=bodies,
                    rule=StopRule(quiet=3, longest=longest),
                )
                for path in paths
            ]

    return asyncio.run(all_of_them())


def reached(site: MessageSite) -> set[str]:
    return {one for one in site.asked if one.startswith("/api/")}


def test_no_way_leads_to_messages(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    with MessageSite() as site:
        first, second = go(site, Bodies(spool), "/", "/")
        assert reached(site) == set()
        # All of the scripts ran, each time; a browser asks again on a line that fell away.
        assert min(site.asked[f"/done?by={one}"] for one in SCRIPTS) >= 2
    # What is told of attempts says that none opened. A frame of another site and a worker that
    # serves several pages may open theirs before anybody hears of them: these are not always told.
    lines = [
        one for seen in (first, second) for one in seen.sockets
        if "/api/v1/streaming" in one.address
    ]  # fmt: skip
    assert {(one.status, one.count) for one in lines} == {(None, 0)}
    by = {one.address.rpartition("by=")[2] for one in lines}
    assert {f"{one}WebSocket" for one in ("page", "worker", "blob", "inside")} <= by
    exchanges = [*first.exchanges, *second.exchanges]
    told = {one.address.rpartition("?")[2] for one in exchanges if one.why is MESSAGES}
    assert {f"by={one}" for one in SCRIPTS if one != "other"} <= told
    assert {"by=moved", "by=icon", "by=picture", "by=frame", "by=begin-shared"} <= told
    # A line of events that is refused is not asked for again and again.
    for seen in (first, second):
        events = [one.address for one in seen.exchanges if "/streaming/user" in one.address]
        assert len(events) == len(set(events)) <= len(SCRIPTS)
    spool.close()


def test_a_line_to_other_things_opens_and_is_kept(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    bodies = Bodies(spool)
    with MessageSite() as site:
        (seen,) = go(site, bodies, "/line?by=alone")
        assert site.asked["/news"] == 1
    (line,) = seen.sockets
    frames = [SocketFrame.unpacked(one) for one in bodies.read(line.frames)]
    assert line.status == 101
    assert {one.payload for one in frames} == {b"welkom", b"hallo", b"hallo terug"}
    assert seen.stopped is Stopped.NOTHING_NEW
    spool.close()


@pytest.mark.parametrize("how", ["after", "hangs"])
def test_the_connection_of_another_line_leads_there_neither(tmp_path: Path, how: str) -> None:
    spool = Spool(tmp_path / "spool")
    with MessageSite() as site:
        go(site, Bodies(spool), f"/line?by={how}", longest=15)
        assert site.asked[f"/line?by={how}"] == 1
        assert reached(site) == set()
    spool.close()

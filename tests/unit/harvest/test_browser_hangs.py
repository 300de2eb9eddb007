"""A browser that answers nothing any more: told as lost, and followed by another."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from weerklank.harvest.browser import at_work
from weerklank.harvest.browser import visit as visiting
from weerklank.harvest.browser.bodies import Bodies
from weerklank.harvest.browser.chromium import Chromium
from weerklank.harvest.browser.devtools import BROWSER_LOST, Declined, Unanswered
from weerklank.harvest.browser.gate import Gate
from weerklank.harvest.browser.steps import SCROLL_ALONE
from weerklank.harvest.browser.visit import Stopped, StopRule, visit
from weerklank.model.errors import NotNow
from weerklank.store.spool import Spool

HOME = "https://voorbeelddam.example/@gemeente"


class Frozen:
    """The connection with a browser that answers nothing."""

    def listen(self, *_: object) -> None:
        pass

    def listen_no_more(self, *_: object) -> None:
        pass

    async def ask(self, method: str, *_: object, **__: object) -> None:
        raise Declined(method)


@pytest.mark.enable_socket
@pytest.mark.loopback
def test_a_browser_that_answers_nothing_is_lost(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    going = visit(
        Frozen(),  # type: ignore[arg-type] # all that is asked of it
        HOME,
        home=HOME,
        bodies=Bodies(spool),
        rule=StopRule(),
    )
    with pytest.raises(NotNow) as lost:
        asyncio.run(going)
    assert lost.value.code == BROWSER_LOST
    spool.close()


@pytest.mark.parametrize(
    ("stopped", "browsers"), [(Stopped.HUNG, ["begun", "ended"] * 2), (Stopped.TIME, ["begun"])]
)
def test_after_a_page_that_hung_comes_another_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stopped: Stopped, browsers: list[str]
) -> None:
    went: list[str] = []

    @asynccontextmanager
    async def browser(_: Chromium) -> AsyncIterator[str]:
        went.append("begun")
        yield "devtools"
        went.append("ended")

    async def visited(*_: object, **__: object) -> Any:
        return SimpleNamespace(stopped=stopped)

    monkeypatch.setattr(at_work, "browser", browser)
    monkeypatch.setattr(at_work, "visit", visited)
    spool = Spool(tmp_path / "spool")
    given = {"home": HOME, "bodies": Bodies(spool), "rule": StopRule(), "steps": SCROLL_ALONE}
    work = at_work.BrowserAtWork(Chromium(Path("chromium")))
    for _ in range(2):
        assert work.visit(HOME, **given).stopped is stopped  # type: ignore[arg-type] # by name
    assert went == browsers
    work.close()
    spool.close()


class Slow(Frozen):
    """The connection with a page that answers the sixth time that it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    async def ask(self, method: str, *_: object, **__: object) -> Any:
        self.asked += 1
        if self.asked < 6:
            raise Unanswered(method)
        return {"executionContextId": 1, "result": {"value": "hier"}}


@pytest.mark.parametrize(("loads", "answer"), [(True, "hier"), (False, None)])
def test_a_page_that_loads_much_does_not_hang(
    tmp_path: Path, loads: bool, answer: str | None
) -> None:
    """Its answer stands behind what comes; a page of which nothing comes hangs."""
    spool = Spool(tmp_path / "spool")

    async def go() -> object:
        began = time.monotonic()
        page = visiting._Page(
            Slow(),  # type: ignore[arg-type] # all that is asked of it
            Gate(HOME),
            Bodies(spool),
            StopRule(),
            began,
        )
        page.recorder.last_sign = began if loads else began - 60
        return await page.run("1")

    assert asyncio.run(go()) == answer
    spool.close()

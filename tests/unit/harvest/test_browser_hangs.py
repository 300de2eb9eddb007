"""A browser that answers nothing any more: told as lost, and followed by another."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from weerklank.harvest.browser import at_work
from weerklank.harvest.browser.bodies import Bodies
from weerklank.harvest.browser.chromium import Chromium
from weerklank.harvest.browser.devtools import BROWSER_LOST, Declined
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

"""Recording a page, against Chromium loading the same page unrecorded, and brozzler with pywb."""

import asyncio
import resource
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.brozzler import brozzled, rows
from benchmarks.figures import Figure
from weerklank.harvest.browser.bodies import Bodies
from weerklank.harvest.browser.chromium import find_chromium
from weerklank.harvest.browser.devtools import Devtools
from weerklank.harvest.browser.steps import SCROLL_ALONE
from weerklank.harvest.browser.visit import WINDOW, StopRule, Visit, browser, visit
from weerklank.harvest.browser.walk import walk
from weerklank.model.json_value import Json
from weerklank.store.spool import Spool
from weerklank.testing.trap_site import LONG, POSTS, TrapSite

_RULE = StopRule(quiet=1.5, longest=120)
_ROUNDS = 3
_POSTS_AT_ONCE = 6


@dataclass(frozen=True, slots=True)
class _Cost:
    wall: float
    cpu: float


def run() -> list[Figure]:
    """Give wall time and CPU as ratios, posts found, and what our process grew by."""
    with TrapSite() as site:
        pairs = [(_unrecorded(site), _recorded(site, "")) for _ in range(_ROUNDS)]
        plain = [one for one, _ in pairs]
        recorded = [cost for _, (cost, _) in pairs]
        found = sum("/posts?from=" in one.address for one in pairs[0][1][1].exchanges)
        before = _peak()
        _, long = _recorded(site, "?long")
        grown = _peak() - before
        peer = brozzled(site.address)
    whole = max(one.length for one in long.exchanges)
    wall = _least_wall(recorded) / _least_wall(plain)
    cpu = _least_cpu(recorded) / _least_cpu(plain)
    return [
        Figure("recorder: posts found of posts there", found * _POSTS_AT_ONCE / POSTS, 1, "x"),
        Figure("recorder: wall by unrecorded", wall, 3, "x", at_most=True),
        Figure("recorder: CPU by unrecorded", cpu, 1.4, "x", at_most=True),
        Figure("recorder: 100 MB whole", whole / LONG, 1, "x"),
        Figure("recorder: growth beside 100 MB", grown / (1 << 20), 200, "MB", at_most=True),
        *rows(peer, _least_wall(recorded)),
    ]


def _least_wall(costs: list[_Cost]) -> float:
    return min(one.wall for one in costs)


def _least_cpu(costs: list[_Cost]) -> float:
    return min(one.cpu for one in costs)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


def _cpu() -> float:
    """Give the seconds of this process, and of browsers that ended with all they started."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    used = [resource.getrusage(kind) for kind in kinds]
    return sum(one.ru_utime + one.ru_stime for one in used)


class _Plain:
    """A page of which nothing is recorded."""

    def __init__(self, devtools: Devtools, session: str) -> None:
        self._devtools, self._session = devtools, session

    async def run(self, script: str) -> Json:
        """Run a script among those of the page."""
        did = await self._devtools.ask("Runtime.evaluate", self._session, expression=script)
        result = did.get("result")
        return result.get("value") if isinstance(result, dict) else None

    async def run_in_frames(self, _script: str) -> list[Json]:
        """Look into no frames: going down a page needs none."""
        return []

    async def go_back(self, address: str) -> bool:
        """Open an address again."""
        return "errorText" not in await self._devtools.ask(
            "Page.navigate", self._session, url=address
        )

    def is_enough(self, same: float) -> bool:
        """Tell whether nothing changed for long enough."""
        return same >= _RULE.quiet


def _unrecorded(site: TrapSite) -> _Cost:
    """Go down the same page in the same steps, and record nothing."""

    async def go() -> None:
        async with browser(find_chromium()) as devtools:
            made = await devtools.ask(
                "Target.createTarget", url="about:blank", newWindow=True, **WINDOW
            )
            attached = await devtools.ask(
                "Target.attachToTarget", targetId=made["targetId"], flatten=True
            )
            page = _Plain(devtools, str(attached["sessionId"]))
            await page.go_back(site.address)
            await walk(page, SCROLL_ALONE, site.address)

    began, used = time.monotonic(), _cpu()
    asyncio.run(go())
    return _Cost(time.monotonic() - began, _cpu() - used)


def _recorded(site: TrapSite, query: str) -> tuple[_Cost, Visit]:
    with tempfile.TemporaryDirectory() as folder:
        spool = Spool(Path(folder) / "spool")
        bodies = Bodies(spool)

        async def go() -> Visit:
            async with browser(find_chromium()) as devtools:
                address = f"{site.address}/{query}"
                return await visit(devtools, address, home=site.address, bodies=bodies, rule=_RULE)

        began, used = time.monotonic(), _cpu()
        seen = asyncio.run(go())
        spool.close()
        return _Cost(time.monotonic() - began, _cpu() - used), seen

"""Recording a page, against Chromium loading the same page unrecorded."""

import asyncio
import resource
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Figure
from weerklank.harvest.browser.bodies import Bodies
from weerklank.harvest.browser.chromium import find_chromium
from weerklank.harvest.browser.steps import SCROLL_ALONE
from weerklank.harvest.browser.visit import StopRule, Visit, browser, visit
from weerklank.harvest.browser.walk import TICK, Walk
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
    whole = max(one.length for one in long.exchanges)
    wall = _least_wall(recorded) / _least_wall(plain)
    cpu = _least_cpu(recorded) / _least_cpu(plain)
    return [
        Figure("recorder: posts found of posts there", found * _POSTS_AT_ONCE / POSTS, 1, "x"),
        Figure("recorder: wall by unrecorded", wall, 3, "x", at_most=True),
        Figure("recorder: CPU by unrecorded", cpu, 1.4, "x", at_most=True),
        Figure("recorder: 100 MB whole", whole / LONG, 1, "x"),
        Figure("recorder: growth beside 100 MB", grown / (1 << 20), 200, "MB", at_most=True),
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


def _unrecorded(site: TrapSite) -> _Cost:
    """Go down the same page in the same steps, and record nothing."""

    async def go() -> None:
        async with browser(find_chromium()) as devtools:
            made = await devtools.ask("Target.createTarget", url="about:blank")
            attached = await devtools.ask(
                "Target.attachToTarget", targetId=made["targetId"], flatten=True
            )
            session = str(attached["sessionId"])
            await devtools.ask("Page.enable", session)
            await devtools.ask("Page.navigate", session, url=site.address)
            step = Walk(SCROLL_ALONE, site.address).script()
            seen, changed = "", time.monotonic()
            while time.monotonic() - changed < _RULE.quiet:
                await asyncio.sleep(TICK)
                shown = await devtools.ask("Runtime.evaluate", session, expression=step)
                if str(shown) != seen:
                    seen, changed = str(shown), time.monotonic()

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

"""Goes down a page as a reader would, and has it show what it holds back."""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Protocol

import msgspec

from weerklank.harvest.browser.steps import NEVER, Kind, Shown, Steps, Wall
from weerklank.model.json_value import Json

#: Seconds between two steps.
TICK = 0.25
#: Back to where a reader begins; tells what is there then.
_TO_TOP = """(() => { scrollTo({top: 0, behavior: 'instant'});
const all = Document.prototype.querySelectorAll.call(document, '*');
return [document.documentElement.scrollHeight, all.length].join(); })()"""
#: How often a page is asked whether it has settled there, and in how many seconds.
_SETTLES, _TOP_TIME = 8, 10.0
#: Steps within which a press may turn out to lead elsewhere.
_WATCHED = 8


class SteersPage(Protocol):
    """A page that is open."""

    async def run(self, script: str) -> Json:
        """Run a script in a world of its own; gives its value, None from a page that hangs."""
        ...

    async def run_in_frames(self, script: str) -> list[Json]:
        """Run a script in each frame of the page, in worlds of their own; gives the values."""
        ...

    async def go_back(self, address: str) -> bool:
        """Open an address again at which the page was; tells whether it opened."""
        ...

    def is_enough(self, same: float) -> bool:
        """Tell whether a rule stops the visit: the page shows the same for these seconds."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """What was done on a page, and what stood in the way."""

    #: How often something was pressed.
    pressed: Mapping[Kind, int]
    #: What could still be pressed when the walk ended: there was more than it may press, no time,
    #: or pressing did nothing.
    left: tuple[Kind, ...] = ()
    #: The page asked to sign in. Nothing was pressed from then on.
    wall: bool = False
    #: What of the steps fits no longer: the platform changed its pages.
    broken: tuple[str, ...] = ()
    #: The kind of page for which was looked whether all stands there that must; None where the
    #: page had nothing to show, or nothing is known of it.
    tested: str | None = None
    #: The page says that it has nothing to show.
    nothing: bool = False
    #: Where the page was when the walk ended; empty when it was never there.
    ended_at: str = ""
    #: The page answered no more.
    hung: bool = False


class _Told(msgspec.Struct, frozen=True):
    """What one step tells."""

    address: str
    strayed: bool = False
    pressed: tuple[int, ...] = ()
    left: tuple[int, ...] = ()
    #: The step that led elsewhere at once.
    led: int | None = None
    wall: bool = False
    no_selectors: tuple[str, ...] = ()
    there: tuple[bool, ...] = ()
    nothing: bool = False
    shown: str = ""


async def walk(page: SteersPage, steps: Steps, address: str) -> Walked:
    """Take steps on a page, opened at an address, until a rule of the visit stops it.

    Then it is at its top again, since a page may take out what is far from the window.
    """
    so_far = Walk(steps, address)
    # What a page showed before is nothing new: pictures that follow one another come round again.
    seen, changed = {""}, time.monotonic()
    while True:
        await asyncio.sleep(TICK)
        told = _told(await page.run(so_far.script()))
        if told is None:
            return so_far.walked(hung=True)
        if told.strayed and not await page.go_back(so_far.home):
            return so_far.walked(hung=True)
        so_far.take(told)
        told = await _refuse_in_frames(page, so_far, told)
        now = time.monotonic()
        if told.shown not in seen or any(told.pressed):
            seen.add(told.shown)
            changed = now
        if page.is_enough(now - changed):
            await _go_to_top(page)
            return so_far.walked(hung=False)


async def _refuse_in_frames(page: SteersPage, so_far: "Walk", told: _Told) -> _Told:
    """Refuse what frames ask; gives what the page tells with what was pressed there."""
    script = "" if told.strayed else so_far.script_in_frames()
    for value in await page.run_in_frames(script) if script else ():
        if (in_frame := _told(value)) is not None:
            told = so_far.take_of_frame(told, in_frame)
    return told


async def _go_to_top(page: SteersPage) -> None:
    before: Json = None
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_TOP_TIME):
            for _ in range(_SETTLES):
                there = await page.run(_TO_TOP)
                if there is None or there == before:
                    return
                before = there
                await asyncio.sleep(TICK)


@cache
def _source() -> str:
    return resources.files("weerklank.harvest.browser").joinpath("walk.js").read_text("utf-8")


def _told(value: Json) -> _Told | None:
    if not isinstance(value, str):
        return None
    try:
        return msgspec.json.decode(value, type=_Told)
    except ValueError:
        return None


@dataclass(slots=True)
class Walk:
    """A walk so far."""

    steps: Steps
    opened: str
    pressed: list[int] = field(init=False)
    left: tuple[int, ...] = ()
    #: Steps that led elsewhere: they are not taken again.
    closed: list[bool] = field(init=False)
    there: list[bool] = field(init=False)
    no_selectors: set[str] = field(default_factory=set)
    wall: bool = False
    nothing: bool = False
    #: Where the page was when something was pressed last, which steps those were, and how many
    #: steps ago.
    home: str = ""
    recent: set[int] = field(default_factory=set)
    ago: int = 0
    ended_at: str = ""

    def __post_init__(self) -> None:
        self.pressed = [0 for _ in self.steps.press]
        self.closed = [False for _ in self.steps.press]
        self.there = [False for _ in self._must()]

    def _must(self) -> tuple[str, ...]:
        shown = self.steps.shown_at(self.opened)
        return shown.must if shown else ()

    def script(self) -> str:
        """Give the script of the next step."""
        shown = self.steps.shown_at(self.opened)
        told = {
            "press": self.steps.press,
            "wall": self.steps.wall,
            "must": self._must(),
            "unless": shown.unless if shown else (),
            "plays": self.steps.plays,
        }
        closed = [one or self.wall for one in self.closed]
        return self._script({"steps": told, "closed": closed, "home": self.home})

    def script_in_frames(self) -> str:
        """Give what is done in frames: refusing, and nothing else; empty where nothing is."""
        here = [one.kind is Kind.REFUSE and one.inside for one in self.steps.press]
        if self.wall or not any(here):
            return ""
        told = {
            "press": self.steps.press,
            "wall": Wall(),
            "must": (),
            "unless": (),
            "plays": False,
        }
        closed = [not is_here or was for is_here, was in zip(here, self.closed, strict=True)]
        return self._script({"steps": told, "closed": closed, "home": "", "is_frame": True})

    def _script(self, given: dict[str, object]) -> str:
        most = [
            max(one.most - done, 0)
            for one, done in zip(self.steps.press, self.pressed, strict=True)
        ]
        told = {**given, "never": NEVER, "most": most}
        return f"({_source()})({msgspec.json.encode(told).decode()})"

    def take_of_frame(self, page: "_Told", frame: "_Told") -> "_Told":
        """Take note of what was refused in a frame; gives what the page tells with it."""
        just = {index for index, count in enumerate(frame.pressed) if count}
        if not just:
            return page
        self.home, self.ago = self.home or page.address, 0
        self.recent |= just
        for index in just:
            self.pressed[index] += frame.pressed[index]
        return msgspec.structs.replace(page, pressed=frame.pressed)

    def take(self, told: _Told) -> None:
        """Take note of what a step tells."""
        self.ago += 1
        self.ended_at = self.home if told.strayed else told.address
        if told.strayed:
            for index in self.recent:
                self.closed[index] = True
        if told.strayed or self.ago > _WATCHED:
            self.home = ""
            self.recent.clear()
        if told.strayed:
            return
        just = {index for index, count in enumerate(told.pressed) if count}
        if just:
            self.home, self.ago = self.home or told.address, 0
            self.recent = self.recent | just if told.led is None else {told.led}
        for index in just:
            self.pressed[index] += told.pressed[index]
        self.left = told.left
        self.wall = self.wall or told.wall
        self.nothing = self.nothing or told.nothing
        self.no_selectors.update(told.no_selectors)
        self.there = [was or now for was, now in zip(self.there, told.there, strict=True)]

    def walked(self, *, hung: bool) -> Walked:
        """Sum up."""
        pressed: Counter[Kind] = Counter()
        for one, count in zip(self.steps.press, self.pressed, strict=True):
            pressed[one.kind] += count
        still = {one.kind for one, left in zip(self.steps.press, self.left, strict=False) if left}
        return Walked(
            pressed={kind: pressed[kind] for kind in Kind if pressed[kind]},
            left=tuple(kind for kind in Kind if kind in still),
            wall=self.wall,
            broken=tuple(self._broken(hung=hung)),
            tested=shown.name if (shown := self._tested(hung=hung)) else None,
            nothing=self.nothing,
            ended_at=self.ended_at,
            hung=hung,
        )

    def _tested(self, *, hung: bool) -> Shown | None:
        """Give the kind of page that can be tested; a page that hung tells nothing of its form."""
        return None if self.wall or self.nothing or hung else self.steps.shown_at(self.opened)

    def _broken(self, *, hung: bool) -> list[str]:
        led_away = [
            f"press {', '.join(one.selectors)}: leads elsewhere"
            for one, closed in zip(self.steps.press, self.closed, strict=True)
            if closed
        ]
        bad = [f"{one}: no selector" for one in sorted(self.no_selectors)]
        shown = self._tested(hung=hung)
        if shown is None:
            return [*bad, *led_away]
        missing = [
            f"{shown.name}: {selector}"
            for selector, was in zip(shown.must, self.there, strict=True)
            if not was
        ]
        return [*bad, *led_away, *missing]

"""How a walk is led by what its steps tell, without a browser."""

import asyncio
import json
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from weerklank.harvest.browser.steps import SCROLL_ALONE, Kind, Steps, read_steps
from weerklank.harvest.browser.walk import Walked, walk
from weerklank.model.json_value import Json

HERE = "https://voorbeelddam.example/p/1"
STEPS = read_steps(
    b"""
[[press]]
kind = "more"
selectors = [".more"]
most = 3
[[press]]
kind = "open"
selectors = [".open"]
[[page]]
name = "post"
route = "/p/[0-9]+"
must = [".post", ".text"]
unless = [".gone"]
"""
)


def told(**more: object) -> Json:
    """Give what a step tells in which nothing happens."""
    usual: dict[str, object] = {
        "address": HERE,
        "pressed": [0, 0],
        "left": [0, 0],
        "there": [True, True],
        "shown": "0,0,1",
    }
    return json.dumps({**usual, **more})


@dataclass
class Page:
    """A page that tells what it is given, one by one."""

    tells: list[Json]
    opens: bool = True
    given: list[dict[str, object]] = field(default_factory=list)
    went: list[str] = field(default_factory=list)
    to_top: int = 0
    in_frames: list[dict[str, object]] = field(default_factory=list)
    same: list[float] = field(default_factory=list)
    frames_tell: list[list[Json]] = field(default_factory=list)

    async def run(self, script: str) -> Json:
        if "scrollTo" in script:
            self.to_top += 1
            return min(self.to_top, 3)  # what is there changes twice, then no more
        self.given.append(json.loads(script[script.rindex('({"steps"') + 1 : -1]))
        return self.tells.pop(0)

    async def run_in_frames(self, script: str) -> list[Json]:
        self.in_frames.append(json.loads(script[script.rindex('({"steps"') + 1 : -1]))
        return self.frames_tell.pop(0) if self.frames_tell else []

    async def go_back(self, address: str) -> bool:
        self.went.append(address)
        return self.opens

    def is_enough(self, same: float) -> bool:
        self.same.append(same)
        return not self.tells


def walked(page: Page, steps: Steps = STEPS) -> Walked:
    return asyncio.run(walk(page, steps, HERE))


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weerklank.harvest.browser.walk.TICK", 0)


def test_presses_are_counted_and_bounded() -> None:
    page = Page([told(pressed=[2, 1]), told(pressed=[1, 0], left=[1, 0])])
    assert walked(page) == Walked(
        pressed={Kind.MORE: 3, Kind.OPEN: 1}, left=(Kind.MORE,), tested="post", ended_at=HERE
    )
    assert [one["most"] for one in page.given] == [[3, 100], [1, 99]]


@pytest.mark.parametrize("answer", [None, 3, "", "{", '{"address": 1}'])
def test_a_page_that_answers_nothing_of_use_hangs(answer: Json) -> None:
    got = walked(Page([told(pressed=[1, 0]), answer]))
    assert (got.hung, got.pressed, got.ended_at) == (True, {Kind.MORE: 1}, HERE)


def test_a_page_is_at_its_top_and_settled_in_the_end() -> None:
    page = Page([told()])
    walked(page)
    assert page.to_top == 4


def test_what_comes_round_again_is_nothing_new(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter(range(100))
    clock = SimpleNamespace(monotonic=lambda: next(moments))
    monkeypatch.setattr("weerklank.harvest.browser.walk.time", clock)
    page = Page(
        [told(shown=one) for one in ("0,9,1", "0,9,2", "0,9,1", "0,9,2", "0,9,3", "0,9,1")]
    )
    walked(page)
    assert page.same == [0, 0, 1, 2, 0, 1]


def test_what_led_elsewhere_is_undone_and_left() -> None:
    away = json.dumps({"address": "https://voorbeelddam.example/elders", "strayed": True})
    page = Page([told(pressed=[1, 1], led=1), away, told()])
    got = walked(page)
    assert page.went == [HERE]
    assert [one["home"] for one in page.given] == ["", HERE, ""]
    assert page.given[2]["closed"] == [False, True]
    assert got.broken == ("press .open: leads elsewhere",)
    assert (got.ended_at, got.hung) == (HERE, False)


def test_what_leads_elsewhere_later_is_one_of_what_was_pressed() -> None:
    away = json.dumps({"address": "https://voorbeelddam.example/elders", "strayed": True})
    page = Page([told(pressed=[1, 1]), told(), away, told()])
    assert walked(page).broken == (
        "press .more: leads elsewhere",
        "press .open: leads elsewhere",
    )


def test_a_page_to_which_there_is_no_way_back_hangs() -> None:
    away = json.dumps({"address": "https://voorbeelddam.example/elders", "strayed": True})
    assert walked(Page([told(pressed=[1, 0]), away], opens=False)).hung


def test_a_page_that_goes_elsewhere_long_after_a_press_is_let() -> None:
    page = Page([told(pressed=[1, 0]), *(told() for _ in range(10))])
    walked(page)
    assert [one["home"] for one in page.given].count(HERE) < 10
    assert page.given[-1]["home"] == ""


@pytest.mark.parametrize(
    ("more", "broken"),
    [
        ({"there": [True, False]}, ("post: .text",)),
        ({"there": [False, False], "wall": True}, ()),
        ({"there": [False, False], "nothing": True}, ()),
        ({"no_selectors": ["]"]}, ("]: no selector",)),
    ],
)
def test_what_fits_no_longer_is_named(more: dict[str, object], broken: tuple[str, ...]) -> None:
    assert walked(Page([told(**more)])).broken == broken


@pytest.mark.parametrize(
    ("more", "tested"),
    [
        ({"there": [True, False]}, "post"),
        ({"there": [True, True]}, "post"),
        ({"there": [False, False], "wall": True}, None),
        ({"there": [False, False], "nothing": True}, None),
    ],
)
def test_of_which_kind_of_page_the_form_was_tested(more: dict[str, object], tested: str | None):
    assert walked(Page([told(**more)])).tested == tested


def test_a_page_that_hung_tells_nothing_of_its_form() -> None:
    got = walked(Page([told(there=[False, False]), None]))
    assert (got.hung, got.broken, got.tested) == (True, (), None)


def test_what_was_there_once_has_fitted() -> None:
    assert walked(Page([told(there=[True, False]), told(there=[False, True])])).broken == ()


def test_nothing_is_pressed_once_there_was_a_wall() -> None:
    page = Page([told(wall=True), told()])
    assert walked(page).wall
    assert page.given[1]["closed"] == [True, True]


def test_a_page_of_which_nothing_is_known() -> None:
    assert walked(Page([told(pressed=[], left=[], there=[])]), SCROLL_ALONE) == Walked(
        pressed={}, ended_at=HERE
    )


INSIDE = read_steps(
    b"""
[[press]]
kind = "refuse"
selectors = ["button"]
words = ["Weigeren"]
inside = true
most = 2
[[press]]
kind = "more"
selectors = [".more"]
inside = true
"""
)


def test_in_frames_nothing_is_done_but_refusing() -> None:
    page = Page(
        [told(there=[]), told(there=[])],
        frames_tell=[[told(pressed=[1, 0], there=[]), None, "{"], []],
    )
    got = walked(page, INSIDE)
    assert got.pressed == {Kind.REFUSE: 1}
    assert [one["closed"] for one in page.in_frames] == [[False, True], [False, True]]
    assert [one["most"] for one in page.in_frames] == [[2, 100], [1, 100]]
    assert {one["is_frame"] for one in page.in_frames} == {True}


def test_what_a_frame_led_elsewhere_by_is_undone_and_left() -> None:
    away = json.dumps({"address": "https://voorbeelddam.example/elders", "strayed": True})
    page = Page(
        [told(there=[]), away, told(there=[])], frames_tell=[[told(pressed=[1, 0], there=[])]]
    )
    got = walked(page, INSIDE)
    assert page.went == [HERE]
    assert got.broken == ("press button: leads elsewhere",)
    assert page.in_frames[-1]["closed"] == [True, True]


def test_no_frame_is_looked_into_unless_the_steps_say_so() -> None:
    page = Page([told()])
    walked(page)
    assert page.in_frames == []


def test_behind_a_wall_nothing_is_refused_in_frames() -> None:
    page = Page([told(wall=True, there=[]), told(there=[])])
    walked(page, INSIDE)
    assert page.in_frames == []

"""Pictures: the numbers in them are those that came in, in both widths, and told in words."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerklank.model.completeness import Verdict
from weerklank.model.completeness_words import VERDICTS
from weerklank.services.oversee.recent_coverage import SHOWN
from weerklank.web.plots.band import NARROW as NARROW_BAND
from weerklank.web.plots.band import WIDE as WIDE_BAND
from weerklank.web.plots.band import Mark as BandMark
from weerklank.web.plots.band import Row as BandRow
from weerklank.web.plots.band import band
from weerklank.web.plots.columns import FEW, MOST, Column, Mark, Seen, Step, together
from weerklank.web.plots.echo import NARROW, WIDE, echo, shade
from weerklank.web.plots.strip import HEIGHT, WIDTH, strip

START = date(2026, 1, 1)
SVG = "{http://www.w3.org/2000/svg}"
DAYS = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 9000)), min_size=1, max_size=900)


def columns(numbers: list[tuple[int, int]], *, seen: bool = True) -> list[Column]:
    rows = (Seen(Mark.UNUSED), Seen(Mark.HELD, 3), Seen(Mark.WAITS))
    return [
        Column(
            start=START + timedelta(days=index),
            posts=posts,
            replies=replies,
            seen=rows if seen else (),
        )
        for index, (posts, replies) in enumerate(numbers)
    ]


def bars(drawn: str, kind: str) -> list[float]:
    pattern = rf'<rect class="{kind}"[^>]*height="([\d.]+)"'
    return [float(height) for height in re.findall(pattern, drawn)]


@given(DAYS)
def test_putting_days_together_loses_nothing(numbers: list[tuple[int, int]]) -> None:
    days = columns(numbers)
    step, grouped = together(days)
    assert len(grouped) <= MOST or step is Step.YEAR
    assert sum(one.posts for one in grouped) == sum(one.posts for one in days)
    assert sum(one.replies for one in grouped) == sum(one.replies for one in days)
    assert sum(one.seen[1].held for one in grouped) == 3 * len(days)


@given(DAYS, st.sampled_from([WIDE, NARROW]))
def test_a_bar_is_as_tall_as_its_number(numbers: list[tuple[int, int]], width: int) -> None:
    drawn_of = together(columns(numbers), most=MOST if width == WIDE else FEW)[1]
    drawn = echo(drawn_of, Step.DAY, "nl", width, "e")
    posts = [one.posts for one in drawn_of if one.posts]
    heights = bars(drawn, "bar-post")
    assert len(heights) == len(posts)
    for height, count in zip(heights, posts, strict=True):
        assert height == pytest.approx(74 * count / max(posts), abs=0.06)
    assert len(bars(drawn, "bar-reply")) == sum(1 for one in drawn_of if one.replies)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("seen", [True, False])
def test_it_is_sound_says_what_it_is_and_holds_no_style(language: str, seen: bool) -> None:
    drawn = echo(columns([(1, 2), (0, 0), (3, 0)], seen=seen), Step.DAY, language, WIDE, "e")
    posts, replies = ("Berichten", "Reacties") if language == "nl" else ("Posts", "Replies")
    assert f">{posts}</text>" in drawn
    assert f">{replies}</text>" in drawn
    root = ElementTree.fromstring(
        drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    )
    assert root.get("role") == "img"
    named = [root.find(f"{SVG}{tag}") for tag in ("title", "desc")]
    told = [root.get(f"aria-{one}") for one in ("labelledby", "describedby")]
    assert told == [one.get("id") for one in named]  # the description is said once
    assert all(one.text for one in named)
    assert "style=" not in drawn
    ends = [float(one.get("x")) + float(one.get("width")) for one in root.iter(f"{SVG}rect")]
    assert max(ends) <= WIDE


def test_each_column_that_holds_something_leads_to_its_posts_and_is_no_stop_for_keys() -> None:
    numbers = [(1, 2), (0, 0), (0, 5), (3, 0)]
    drawn = echo(columns(numbers), Step.DAY, "nl", WIDE, "e", lambda day: f'/zoeken/?a="&v={day}')
    root = ElementTree.fromstring(
        drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    )
    links = list(root.iter(f"{SVG}a"))
    days = (START, START + timedelta(days=2), START + timedelta(days=3))
    assert [one.get("href") for one in links] == [f'/zoeken/?a="&v={day}' for day in days]
    assert {one.get("tabindex") for one in links} == {"-1"}
    assert ["5 reacties" in one.text for one in links[1].iter(f"{SVG}title")] == [True]
    assert root.get("role") == "group"  # what is an image holds nothing to follow
    image, beside = root.findall(f"{SVG}g")
    assert (image.get("role"), image.get("aria-labelledby")) == ("img", "e-t")
    assert not list(image.iter(f"{SVG}a"))
    # By ear each day is met once, in the table below.
    assert beside.get("aria-hidden") == "true"
    assert len(list(beside.iter(f"{SVG}a"))) == len(links)


def test_a_technique_that_was_never_used_says_so_in_words() -> None:
    drawn = echo(columns([(1, 0)]), Step.DAY, "nl", WIDE, "e")
    assert drawn.count("nog niet gebruikt") == 1
    assert len(bars(drawn, "waits")) == 1


@pytest.mark.parametrize(
    ("held", "items", "step"),
    [(10, 10, "d4"), (9, 10, "d3"), (5, 10, "d2"), (1, 10, "d1"), (0, 10, "d0"), (0, 0, "d0")],
)
def test_the_shade_tells_the_share(held: int, items: int, step: str) -> None:
    assert shade(Seen(Mark.HELD, held), items) == step


def days_seen(*marks: Mark) -> list[Column]:
    rows = [(Seen(Mark.UNUSED), Seen(mark, 2), Seen(Mark.WAITS)) for mark in marks]
    return [
        Column(start=START + timedelta(days=index), posts=2, replies=0, seen=row)
        for index, row in enumerate(rows)
    ]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_strip_is_sound_and_tells_in_words_what_it_shows(language: str) -> None:
    drawn = strip(days_seen(Mark.HELD, Mark.NOTHING, Mark.HELD, Mark.OTHERS), language, "s")
    root = ElementTree.fromstring(
        drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    )
    assert root.get("role") == "img"
    assert (root.get("aria-labelledby"), root.get("aria-describedby")) == ("s-t", "s-d")
    said = root.find(f"{SVG}desc").text
    assert ("Export: 2 vastgelegd" if language == "nl" else "Export: 2 recorded") in said
    assert ("API: nog niet gebruikt" if language == "nl" else "API: not used yet") in said
    assert ("Browser: 4 nog te doen" if language == "nl" else "Browser: 4 still to do") in said
    kinds = [one.get("class") for one in root.iter(f"{SVG}rect")]
    assert kinds == ["unused"] * 4 + ["d4", "nothing", "d4", "d0"] + ["waits"] * 4
    assert "style=" not in drawn


def test_a_strip_of_thirty_days_fits() -> None:
    drawn = strip(days_seen(*[Mark.HELD] * SHOWN), "nl", "s")
    places = re.findall(r'x="([\d.]+)" y="([\d.]+)" width="(\d+)" height="(\d+)"', drawn)
    assert max(float(x) + float(wide) for x, _, wide, _ in places) <= WIDTH
    assert max(float(y) + float(tall) for _, y, _, tall in places) <= HEIGHT


BAND_ZONES = {
    WIDE_BAND: {Verdict.BELOW: (252, 515), Verdict.IN_BAND: (515, 830), Verdict.FULL: (830, 1020)},
    NARROW_BAND: {Verdict.BELOW: (0, 104), Verdict.IN_BAND: (104, 214), Verdict.FULL: (214, 300)},
}
BAND_MARKS = st.lists(
    st.tuples(st.sampled_from(list(Verdict)), st.floats(0, 1)), min_size=1, max_size=24
)


@given(BAND_MARKS, st.sampled_from([WIDE_BAND, NARROW_BAND]))
def test_each_check_has_a_mark_in_its_zone_and_what_fails_has_its_name(
    given_marks: list[tuple[Verdict, float]], width: int
) -> None:
    marks = tuple(
        BandMark(name=f"<{at}>", value="1%", verdict=verdict, place=place, address="/a?b=1&c=2")
        for at, (verdict, place) in enumerate(given_marks)
    )
    drawn = band([BandRow("Vindbaar", marks)], "nl", width, "b")
    tree = ElementTree.fromstring(drawn)
    links = tree.findall(".//a")
    assert len(links) == len(marks)
    for link in links:
        title = link.findtext("title") or ""
        verdict = given_marks[int(title.split("<")[1].split(">")[0])][0]
        shape = link[1]
        x = float(shape.get("cx") or str(shape.get("d")).split("M")[1].split()[0])
        start, end = BAND_ZONES[width].get(verdict, (BAND_ZONES[width][Verdict.FULL][1], width))
        assert start < x < end
        named = link.findtext("text")
        assert named == (title if verdict is Verdict.BELOW else None)
    counts = [sum(verdict is one for verdict, _ in given_marks) for one in Verdict]
    told = tree.findtext("desc") or ""
    assert all(
        f"{n} {VERDICTS[one].nl}" in told for n, one in zip(counts, Verdict, strict=True) if n
    )
    if width == WIDE_BAND:  # the same stands beside the row, no line of it left out
        beside = " ".join(one.text or "" for one in tree.findall("text"))
        assert all(
            f"{n} {VERDICTS[one].nl}" in beside
            for n, one in zip(counts, Verdict, strict=True)
            if n
        )
    boxes = {
        (shape.get("cx"), shape.get("cy"), shape.get("d")) for link in links for shape in [link[1]]
    }
    assert len(boxes) == len(marks)  # none hides another

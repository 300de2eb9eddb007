"""Drift as a pure function: what is told, and what is chance."""

import pytest

from weerklank.model.coverage import (
    Coverage,
    ObjectFields,
    Standing,
    coverage_json,
    coverage_of,
)
from weerklank.model.drift import (
    Drift,
    DriftKind,
    HeldBefore,
    PagesTested,
    ReadNow,
    acknowledged,
    after,
    compare,
    fitting_again,
)

GONE, FELL = DriftKind.VANISHED, DriftKind.FELL


def posts(of: int, **holding: int) -> Coverage:
    """Give coverage of a number of posts; fields that stood in none are not told."""
    return {"post": {"": ObjectFields(of, {k: n for k, n in holding.items() if n})}}


def run(of: int, **holding: int) -> ReadNow:
    return ReadNow(coverage=posts(of, **holding))


def verdict(before: tuple[int, int], *runs: tuple[int, int]) -> list[DriftKind | None]:
    """Give what is told of one field in each of a row of runs."""
    known = after(HeldBefore(), run(before[1], field=before[0]), ())
    told = []
    for holding, of in runs:
        now = run(of, field=holding)
        found = compare(known, now)
        told.append(found[0].kind if found else None)
        known = after(known, now, [one.what for one in found])
    return told


@pytest.mark.parametrize(
    ("before", "runs", "told"),
    [
        # Steady fields: the platform decides.
        ((100, 100), [(0, 40)], [GONE]),
        ((100, 100), [(0, 5)], [GONE]),
        ((100, 100), [(0, 4)], [None]),
        ((100, 100), [(0, 1)] * 5, [None, None, None, None, GONE]),
        ((100, 100), [(0, 3), (1, 1), (0, 3)], [None, None, None]),
        ((1000, 1000), [(500, 1000)], [FELL]),
        ((1000, 1000), [(900, 1000)], [None]),
        ((1000, 1000), [(10, 19)], [None]),
        # Little was known: little is told.
        ((1, 1), [(0, 5)], [None]),
        ((3, 3), [(0, 5)], [None]),
        ((20, 20), [(0, 5)], [GONE]),
        ((1, 1), [(0, 25)], [GONE]),
        # Fields that are up to the maker: a summer without polls is no drift.
        ((400, 1000), [(0, 100)], [None]),
        ((400, 1000), [(0, 60), (0, 70)], [None, GONE]),
        ((20, 1000), [(0, 1000)], [None]),
        ((400, 1000), [(10, 200)], [FELL]),
        ((400, 1000), [(40, 200)], [None]),
        # Nothing to go by.
        ((100, 100), [(0, 0)], [None]),
        ((0, 100), [(0, 100)], [None]),
        ((0, 100), [(50, 100)], [None]),
    ],
)
def test_what_is_told_of_a_field(before, runs, told):
    assert verdict(before, *runs) == told


def test_what_drifted_is_told_again_and_not_taken_up():
    assert verdict((100, 100), (0, 40), (0, 40), (0, 1)) == [GONE, GONE, GONE]
    assert verdict((100, 100), (0, 40), (40, 40), (0, 4)) == [GONE, None, None]
    assert verdict((100, 100), (0, 40), (40, 40), (0, 5)) == [GONE, None, GONE]
    assert verdict((1000, 1000), (500, 1000), (500, 1000)) == [FELL, FELL]


def test_a_field_of_an_object_is_measured_by_those_objects_and_not_by_items():
    def read(posts: int, media: int, described: int) -> ReadNow:
        of_media = ObjectFields(media, {"description": described} if described else {})
        return ReadNow(coverage={"post": {"": ObjectFields(posts, {}), "media": of_media}})

    known = after(HeldBefore(), read(100, 100, 100), ())
    assert compare(known, read(100, 0, 0)) == []
    (found,) = compare(known, read(100, 30, 0))
    assert found == Drift(
        kind=GONE,
        what="post/media/description",
        before=Standing(100, 100),
        now=Standing(0, 30),
    )


def test_an_acknowledged_field_is_as_it_is_now():
    known = after(HeldBefore(), run(100, a=100, b=100), ())
    now = run(100, a=0, b=50)
    gone, fell = compare(known, now)
    assert (gone.kind, fell.kind) == (GONE, FELL)
    for one in (gone, fell):
        known = acknowledged(known, one)
    assert compare(known, now) == []
    assert [one.what for one in compare(known, run(200, a=0, b=0))] == ["post/b"]


def test_an_unknown_field_is_told_until_it_is_acknowledged():
    now = ReadNow(unknown={"/object/kenteken": 4})
    (found,) = compare(HeldBefore(), now)
    assert (found.kind, found.what) == (DriftKind.UNKNOWN, "/object/kenteken")
    assert compare(acknowledged(HeldBefore(), found), now) == []


@pytest.mark.parametrize(
    ("accepted", "now", "told"),
    [
        (None, (100, 100), False),
        (None, (103, 100), False),
        (None, (99, 100), True),
        ((90, 100), (90, 100), False),
        ((90, 100), (98, 110), False),
        ((90, 100), (97, 110), True),
        ((99, 100), (97, 100), False),
        ((99, 100), (96, 100), True),
        ((900, 1000), (890, 1000), False),
        ((900, 1000), (880, 1000), True),
    ],
)
def test_counts_that_do_not_add_up(accepted, now, told):
    known = HeldBefore(counts={"posts": Standing(*accepted)} if accepted else {})
    found = compare(known, ReadNow(counts={"posts": Standing(*now)}))
    assert [one.kind for one in found] == [DriftKind.COUNTS] * told


def test_what_is_old_weighs_less():
    known = HeldBefore()
    for _ in range(200):
        known = after(known, run(1000, a=1000), ())
    assert known.fields["post/a"].of <= 3000


def test_coverage_is_written_short_and_read_back():
    made: Coverage = {
        "post": {
            "": ObjectFields(10, {"content": 10, "uri": 10, "poll": 3}),
            "media": ObjectFields(2, {"url": 2}),
        },
        "profile": {"": ObjectFields(1, {"note": 1})},
    }
    written = coverage_json(made)
    assert written["post"] == {
        "": {"all": "content uri", "of": 10, "some": {"poll": 3}},
        "media": {"all": "url", "of": 2},
    }
    assert coverage_of(written) == made


@pytest.mark.parametrize("written", [None, 1, [], {"post": 1}, {"post": {"": 1}}])
def test_coverage_of_another_form_is_passed_over(written):
    assert compare(HeldBefore(), ReadNow(coverage=coverage_of(written))) == []


MAP, STEPS = DriftKind.PAGE_MAP, DriftKind.PAGE_STEPS


def pages(kind: DriftKind, page: str, of: int, **misfits: int) -> PagesTested:
    return PagesTested(kind=kind, page=page, of=of, misfits=misfits)


def told_of(before: HeldBefore, *tested: PagesTested) -> list[tuple[DriftKind, str, Standing]]:
    return [(one.kind, one.what, one.now) for one in compare(before, ReadNow(tested=tested))]


def test_what_does_not_fit_on_pages_is_told_with_no_run_before():
    assert told_of(HeldBefore(), pages(MAP, "post", 5)) == []
    assert told_of(
        HeldBefore(), pages(MAP, "post", 5, other_form=2), pages(STEPS, "post", 1, h1=1)
    ) == [(MAP, "post: other_form", Standing(3, 5)), (STEPS, "post: h1", Standing(0, 1))]


def test_what_was_acknowledged_on_pages_is_silent_until_it_fits_again():
    broken = pages(MAP, "post", 5, other_form=5)
    (drift,) = compare(HeldBefore(), ReadNow(tested=(broken,)))
    known = acknowledged(HeldBefore(), drift)
    assert told_of(known, broken) == []
    assert told_of(known, pages(STEPS, "post", 5, other_form=5)) != []  # another matter
    for says_nothing in (
        broken,
        pages(MAP, "account", 1),
        pages(STEPS, "post", 1),
        pages(MAP, "post", 0),
    ):
        assert fitting_again(known, [says_nothing]) == known
    assert told_of(fitting_again(known, [pages(MAP, "post", 1)]), broken) != []

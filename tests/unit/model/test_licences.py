"""The table of licences and statements: each code once, and what a choice of them gives."""

import pytest

from weerklank.model import licences
from weerklank.model.licences import LICENCES, Changes, CopyrightStatus, licence_of, pick


def test_each_code_stands_once_and_goes_with_a_status():
    rows = licences._table()
    assert len(rows) == len(LICENCES) == len({one.uri for one in rows if one.uri}) + 4
    assert all(one.fits for one in rows)
    assert {status for one in rows for status in one.fits} == {*CopyrightStatus}
    free = {one.code for one in rows if one.is_free}
    assert free == {"CC0-1.0", "CC-PDM-1.0", "AW-11"}


@pytest.mark.parametrize(
    ("commercial", "changes", "first"),
    [
        (True, Changes.ALIKE, "CC-BY-SA-4.0"),
        (True, Changes.NO, "CC-BY-ND-4.0"),
        (False, Changes.YES, "CC-BY-NC-4.0"),
        (False, Changes.ALIKE, "CC-BY-NC-SA-4.0"),
        (False, Changes.NO, "CC-BY-NC-ND-4.0"),
    ],
)
def test_the_newest_that_fits_comes_first(commercial, changes, first):
    found = pick(commercial=commercial, changes=changes, status=CopyrightStatus.LICENSED)
    assert found[0].code == first
    assert found[0].uri == f"https://creativecommons.org/licenses/{first[3:-4].lower()}/4.0/"


def test_a_code_of_a_later_version_is_shown_as_it_is():
    found = licence_of("CC-BY-5.0")
    assert (found.code, found.name.nl, found.uri, found.is_free) == (
        "CC-BY-5.0", "CC-BY-5.0", None, False,
    )  # fmt: skip

"""Which headings of a file of rights are read, passed over and told, or refused."""

import pytest

from weerklank.appraise.read_list import UnreadableList
from weerklank.appraise.rights_file import COLUMNS, read_rights_file

_OURS = ["id", "status"]


def read(headings: list[str]):
    cells = dict.fromkeys(headings, "x") | {"id": "vbd-2026-01-01-aaaaa", "status": "own"}
    lines = (headings, [cells[one] if one in _OURS else "" for one in headings])
    return read_rights_file("\n".join(";".join(line) for line in lines).encode())


@pytest.mark.parametrize(
    ("heading", "meant"),
    [
        ("licenti", "licentie"),
        ("Licence code", "licence"),
        ("portretrecht", "portret"),
        ("naam rechthebbende", "rechthebbende"),
        ("bronvermelding", "bron"),
    ],
)
def test_a_heading_that_looks_like_ours_is_refused_and_told_by_its_letter(heading, meant):
    with pytest.raises(UnreadableList) as error:
        read([*_OURS, heading])
    assert f"'{meant}'" in error.value.reason.nl
    assert "kolom C" in error.value.reason.nl
    assert f"'{heading}'" not in error.value.reason.nl  # what others typed is not said again


def test_a_column_of_ones_own_is_passed_over_and_told():
    assert read([*_OURS, "opmerking", "", "gezien door"]).passed == ("C", "E")
    wide = [*_OURS, *(f"eigen {number}" for number in range(26))]
    assert read(wide).passed[-3:] == ("Z", "AA", "AB")
    # What looks like a heading that stands there too was not meant to be it.
    assert read([*_OURS, "licentie", "licentie-adres"]).passed == ("D",)


def test_what_stands_in_a_column_without_a_heading_is_told():
    rows = ["id;status;;;bron;", "vbd-2026-01-01-aaaaa;own;;;eigen foto;", "vbd-2026-01-01-bbbbb;"]
    read_ = read_rights_file("\n".join([*rows, ";;;zie mail;;"]).encode())
    assert read_.passed == ("D",)
    assert len(read_.rows) == 1
    assert read_rights_file("\n".join(rows).encode()).passed == ()


def test_what_we_write_ourselves_is_no_news():
    assert read([*COLUMNS]).passed == ()


@pytest.mark.parametrize("headings", [["x" * 1_000_000], [f"k{n}" for n in range(100_000)]])
def test_headings_of_any_size_or_number_take_no_time(headings):
    if len(headings) == 1:
        assert read([*_OURS, *headings]).passed == ("C",)
    else:
        with pytest.raises(UnreadableList):
            read([*_OURS, *headings])

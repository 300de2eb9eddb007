"""No expression takes a group that can fail half-way and gives nothing of it back.

Python before 3.11.5 (Debian 12 has 3.11.2) then goes on behind what the failed turn had taken. An
atomic group around a greedy one means the same and is right everywhere.
"""

import re
from pathlib import Path

import pytest

from weerklank.minimise.leads import _USUAL
from weerklank.minimise.name_parts import _HANDLE

SOURCE = Path(__file__).parents[2] / "src" / "weerklank"
_GROUP = re.compile(r"\)[*+?]\+")
#: Files with groups of which no turn can fail half-way but where the text ends, which they match
#: all the same; an atomic group would remember each turn of a text of megabytes.
FINE = {
    "harvest/json_array.py",
    "harvest/json_fields.py",
    "harvest/json_subtrees.py",
    "minimise/html_nodes.py",
    "minimise/other_readings.py",
}


def test_there_is_none_but_those_that_cannot_fail_half_way():
    found = set()
    for path in SOURCE.rglob("*.py"):
        for line in path.read_text("utf-8").splitlines():
            is_pattern = re.search(r"""\bf?rb?f?["']""", line)
            if is_pattern and _GROUP.search(line.replace("()*+", "")):
                found.add(path.relative_to(SOURCE).as_posix())
    assert found <= FINE, found - FINE


@pytest.mark.parametrize("end", ["", '" class="u-url mention">@<span>jan', '" class="mention'])
def test_a_mention_that_is_cut_off_is_not_passed_over(end):
    begin = "<p>Dag "
    found = _USUAL.match(f'{begin}<a href="https://mast.example/@jan{end}')
    assert found
    assert found.end() == len(begin)


def test_a_handle_ends_before_the_sign_behind_it():
    assert _HANDLE.match("jan.de-vries. Dag")[0] == "jan.de-vries"
    assert _HANDLE.match("jan- en piet")[0] == "jan"

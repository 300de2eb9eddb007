"""Members: lines in small gzip members."""

import pytest

from weerklank.store.members import MemberWriter


@pytest.mark.parametrize("lines", [1, 64, 65, 200])
def test_a_line_is_given_from_the_file_or_of_those_that_wait(tmp_path, lines):
    with (tmp_path / "lines.gz").open("wb") as stream:
        writer = MemberWriter(stream)
        for number in range(lines):
            writer.add(b"regel %d" % number)
        assert [writer.line(n) for n in range(lines)] == [b"regel %d" % n for n in range(lines)]

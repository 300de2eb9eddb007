"""When a server answered, by its own clock: what it says of that is foreign input."""

from datetime import UTC, datetime

import pytest

from weerklank.harvest.exchange import Exchange

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "there"),
    [
        (b"Sat, 28 Nov 2026 13:00:00 GMT", datetime(2026, 11, 28, 13, tzinfo=UTC)),
        (b"Sat, 28 Nov 2026 13:00:00 -0000", datetime(2026, 11, 28, 13, tzinfo=UTC)),
        (b"Fri, 31 Dec 9999 23:59:59 GMT", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (b"Fri, 31 Dec 99999 23:59:59 GMT", NOW),
        (b"gisteren", NOW),
        (b"", NOW),
    ],
)
def test_the_moment_of_an_answer_is_that_of_the_server_where_it_tells_one(told, there):
    answer = Exchange(at=NOW, status=200, headers=((b"Date", told),), body=b"")
    assert answer.at_server() == there

"""Which tracks of a film are seen and heard, and which would go along unseen."""

import pytest

from weerklank.media.film_tracks import Track, seen_and_heard
from weerklank.media.foreign_file import TooMuch


def track(
    number: int,
    handler: bytes,
    *,
    on: bool = True,
    chapters: frozenset[int] = frozenset(),
    played: float = 9.0,
) -> Track:
    return Track(number * 100, number, handler, on, chapters, 9.0, played)


@pytest.mark.parametrize(
    ("tracks", "stay"),
    [
        ([track(1, b"vide"), track(2, b"soun"), track(3, b"sbtl")], {100, 200}),
        ([track(1, b"vide", on=False), track(2, b"vide"), track(3, b"vide")], {200}),
        ([track(1, b"vide", on=False), track(2, b"soun")], {200}),
        ([track(1, b"vide"), track(2, b"soun", on=False)], {100}),
        ([track(1, b"soun"), track(2, b"soun")], {100, 200}),
        (
            [track(n, kind, on=False) for n, kind in enumerate((b"soun", b"vide", b"vide"))],
            {0, 100},
        ),
        ([track(1, b"soun", chapters=frozenset({2})), track(2, b"vide")], {100}),
        ([track(1, b"text"), track(2, b"meta")], set()),
    ],
)
def test_one_picture_and_the_sound_that_is_played_stay(
    tracks: list[Track], stay: set[int]
) -> None:
    assert seen_and_heard(tracks) == stay


def test_what_is_cut_off_is_looked_at_in_what_stays_alone() -> None:
    kept = track(1, b"vide", played=8.5)
    assert seen_and_heard([kept, track(2, b"vide", on=False, played=2.0)]) == {100}
    with pytest.raises(TooMuch):
        seen_and_heard([track(1, b"vide", played=7.5)])

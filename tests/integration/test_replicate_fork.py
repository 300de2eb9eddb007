"""A replica of which the log went another way is all that is left of that way: nothing goes."""

from pathlib import Path

from small_archive import Small, post, posts
from test_replicate import files

from weerklank.model.access import Apart, Looked
from weerklank.services.people.access import note_seen
from weerklank.services.seal.seal_events import seal_events


def test_a_replica_whose_log_went_another_way_is_left_alone(tmp_path: Path) -> None:
    small, replica = Small(tmp_path / "plaats").make(), tmp_path / "replica"
    small.take_in(posts().items)
    small.good("replicate", str(replica))
    older = small.copy(tmp_path / "back-up")  # with its keys, as a whole machine is put back
    later = post(20, "Alleen hier: de haringkar staat op de kade van de haven.")
    small.take_in((*posts().items, later), "later.tar.gz")
    small.good("replicate")
    before = files(replica)
    workplace = older.workplace()
    for number in range(60):
        note_seen(workplace, Looked.POST, f"vrb-2026-01-01-{number:05d}", Apart.SHIELDED)
    here = seal_events(workplace)
    latest = small.workplace().log.latest()
    assert latest is not None
    assert here > latest.size  # by its length alone nothing shows
    for more in ((), ("--deep",)):
        code, told = older.run("replicate", *more)
        assert (code, told["error"]["code"]) == (6, "REPLICA-014"), told
    assert files(replica) == before
    # Whoever stands at its end is no other way: it is brought up to date.
    small.good("replicate")

"""The spool: what is put in comes out, and little of it waits in memory."""

from weerklank.store import spool
from weerklank.store.spool import Spool


def test_entries_come_out_in_their_order(tmp_path):
    working = Spool(tmp_path / "spool")
    for number in range(5000):
        working.add(f"2026-{number % 12 + 1:02d}", b"bericht %d" % number)
    assert working.names() == [f"2026-{month:02d}" for month in range(1, 13)]
    march = list(working.read("2026-03"))
    assert march == [b"bericht %d" % number for number in range(2, 5000, 12)]
    working.close()
    assert not (tmp_path / "spool").exists()


def test_many_streams_together_hold_no_more_than_the_bound(tmp_path, monkeypatch):
    monkeypatch.setattr(spool, "_MOST_WAITING", 20_000)
    working = Spool(tmp_path / "spool")
    most = 0
    for number in range(2000):
        working.add(f"stream-{number % 100}", bytes(100))
        most = max(most, sum(len(p) for parts in working._waiting.values() for p in parts))
    assert 15_000 < most < 22_000
    assert sum(len(list(working.read(name))) for name in working.names()) == 2000
    working.close()


def test_nothing_of_an_entry_lies_on_disk_in_the_clear(tmp_path):
    working = Spool(tmp_path / "spool")
    for _ in range(50):
        working.add("2026-01", b"Trijntje van der Vlier" * 1000)
    working.size("2026-01")
    found = [path.read_bytes() for path in (tmp_path / "spool").iterdir()]
    assert found
    assert not any(b"Trijntje" in content for content in found)
    working.close()

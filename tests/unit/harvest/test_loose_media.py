"""A file that no record names is an entry of its own."""

import tracemalloc

from weerklank.harvest.loose_media import LooseMedia
from weerklank.model.item import ItemKind
from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson

ME = RawPerson(platform=Platform.X, user_id="7", handle="voorbeelddam")
DAY = "2026-01-01T00:00:00Z"


def test_what_no_record_names_is_left():
    loose = LooseMedia(["m/b.jpg", "m/a%20b.mp4", "m/c"], ME)
    loose.named("m/b.jpg")
    loose.named("m/unknown.jpg")
    first, second = loose.entries(lambda path: DAY)
    assert (first.native_id, first.media, first.is_loose) == (
        "file:7/m/a b.mp4",
        ("m/a b.mp4",),
        True,
    )
    item = loose.read(first.content)
    assert item is not None
    assert item.native_id == first.native_id
    assert (item.kind, item.title, item.created_at) == (ItemKind.MEDIUM, "a%20b.mp4", DAY)
    assert item.media[0].content_type == "video/mp4"
    assert second.media == ("m/c",)


def test_a_record_of_the_export_is_none_of_these():
    assert LooseMedia([], ME).read(b'{"tweet":{}}') is None


def test_many_files_are_told_apart_in_little_memory():
    files = [f"media/posts/202001/{number}.jpg" for number in range(30_000)]
    loose = LooseMedia(files, ME)
    LooseMedia(files[:1], ME).named(files[0])  # what is made once is not counted to a file
    tracemalloc.start()
    for path in files[:-3]:
        loose.named(path)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [entry.media[0] for entry in loose.entries(lambda path: DAY)] == files[-3:]
    assert len(loose) == 3
    assert kept < 20 * len(files)

"""A file that no record names is an entry of its own."""

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

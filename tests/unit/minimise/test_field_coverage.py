"""What is counted of the fields of items: how many objects, and in which known names stood."""

from weerklank.minimise.field_coverage import FieldCoverage
from weerklank.model.coverage import ObjectFields
from weerklank.model.ids import ItemId
from weerklank.model.raw import ByType, Either, Field, Language, Shape

MEDIUM: Shape = {"url": Field.OWN, "meta": {"width": Field.KEEP}}
TAG = ByType({"Mention": {"type": Field.KEEP, "name": Field.HANDLE}}, {"type": Field.KEEP})
SHAPE: Shape = {
    "content": Field.HTML,
    "media": MEDIUM,
    "tag": Either(TAG, Field.HASHTAG),
    "contentMap": Language(Field.HTML),
}


def counted(*items, shape=SHAPE):
    coverage = FieldCoverage()
    for item in items:
        coverage.note("post", item, shape, ItemId("vrb-2026-01-01-a"))
    return coverage.counted()["post"]


def test_objects_are_counted_at_each_place_and_fields_in_them():
    found = counted(
        {"content": "a", "media": [{"url": "x", "meta": {"width": 1}}, {"url": "y"}]},
        {"content": None, "media": []},
        {"media": {"url": "z", "meta": None}},
    )
    assert found == {
        "": ObjectFields(3, {"content": 2, "media": 3}),
        "media": ObjectFields(3, {"url": 3, "meta": 2}),
        "media/meta": ObjectFields(1, {"width": 1}),
    }


def test_by_type_each_type_has_a_place_and_what_is_of_none_has_none():
    found = counted({"tag": [{"type": "Mention", "name": "@a"}, {"type": "Gerrit"}, "#b", [{}]]})
    assert found["tag:Mention"] == ObjectFields(1, {"type": 1, "name": 1})
    assert set(found) == {"", "tag:Mention"}


def test_names_that_no_mapping_knows_are_nowhere():
    found = counted(
        {"gerrit": 1, "content": ""}, {"media": {"gerrit": {}}, "contentMap": {"gerrit": "x"}}
    )
    assert "gerrit" not in str(found)


def test_the_first_items_that_lack_a_field_are_named_at_each_place():
    coverage = FieldCoverage()
    whole = {"content": "a", "media": [{"url": "x", "meta": {"width": 1}}]}
    for number in range(20):
        lacks = {"content": "a", "media": [{"url": "x"}, {"url": "y"}]}
        coverage.note("post", whole if number % 2 else lacks, SHAPE, ItemId(f"i{number}"))
    found = coverage.lacking()
    assert found["post/media/meta"] == ("i0", "i2", "i4")  # two media each, five are remembered
    assert found["post/tag"] == ("i0", "i1", "i2", "i3", "i4")
    assert "post/content" not in found


def test_two_mappings_of_one_kind_are_counted_together():
    coverage = FieldCoverage()
    other: Shape = {**SHAPE, "content": Field.DROP}
    for shape in (SHAPE, other, SHAPE):
        coverage.note("post", {"content": "a", "media": [{"url": "x"}]}, shape, ItemId("x"))
    assert coverage.counted()["post"] == {
        "": ObjectFields(3, {"content": 3, "media": 3}),
        "media": ObjectFields(3, {"url": 3}),
    }


def test_many_kinds_of_objects_are_not_remembered_and_not_lost(monkeypatch):
    monkeypatch.setattr("weerklank.minimise.field_coverage._MOST_KINDS", 3)
    items = [{f"new{number}": 1, "content": "a"} for number in range(20)]
    assert counted(*items) == {"": ObjectFields(20, {"content": 20})}

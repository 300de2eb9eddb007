"""Replicas and the term of who looked at what: a day that went goes from the copy too."""

from pathlib import Path

from place import Archive
from small_archive import failed
from test_access_term import NOW, acting, found, made, place  # noqa: F401 - fixtures
from test_replicate import together

from weerklank.services.people.access_term import end_access_days


def test_a_day_that_went_by_its_term_goes_there_and_is_no_damage(
    place: Archive,  # noqa: F811 - a fixture
    tmp_path: Path,
) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    place.good("replicate", str(before))
    end_access_days(acting(place, NOW))
    (new,) = place.good("replicate", str(after))["replicas"]
    assert (new["ok"], new["removed"]) == (True, [])
    (old,) = (one for one in place.good("replicate")["replicas"] if one["replica"] == "r0001")
    assert (old["removed"], old["strange"]) == (["access/2027/01/21"], [])
    assert place.good("replicate", "--deep")["replicas"][0]["removed"] == []
    for folder in (before, after):
        laid = together(folder, tmp_path / f"{folder.name} laid")
        assert not list((laid / "access").glob("2027*"))
        assert list((laid / "access").glob("2030/01/25/*.json"))
        assert failed(laid) == []


def test_a_day_that_came_back_out_of_a_copy_goes_again(
    place: Archive,  # noqa: F811 - a fixture
    tmp_path: Path,
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    place.good("replicate", str(old))
    end_access_days(acting(place, NOW))
    place.good("replicate", str(new))
    # The decision by which the day went is damaged, and the older copy still has the day.
    for path in (place.folder / "decisions").rglob("*.json"):
        if b"access.begun" in path.read_bytes():
            path.unlink()
    assert place.run("repair", str(old), str(new))[0] == 0
    assert found(place) == ([], [])
    end_access_days(acting(place, NOW))
    assert not list((place.folder / "access").glob("2027*"))
    assert list((place.folder / "access").glob("2030/01/25/*.json"))
    assert found(place) == ([], [])
    assert end_access_days(acting(place, NOW)).days == 0

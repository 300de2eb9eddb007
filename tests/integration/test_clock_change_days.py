"""Posts around the nights on which clocks here change fall on the days that people saw them on."""

from datetime import UTC, date, timedelta

from place import Archive, ExportPost, members, noted, packed, snowflake

from weerklank.model.clock import begin_of, civil_day

NIGHTS = (date(2025, 10, 26), date(2026, 3, 29))
HOUR = timedelta(hours=1)


def posts() -> list[ExportPost]:
    """Give one in each hour of the nights themselves, and just before and after them."""
    found = []
    for day in NIGHTS:
        at = begin_of(day).astimezone(UTC) - HOUR / 2
        until = begin_of(day + timedelta(days=1)) + HOUR
        while at < until:
            text = f"Bericht {at:%d %H}"
            found.append(ExportPost(number=snowflake(at), published=at, html=f"<p>{text}</p>"))
            at += HOUR
    return found


def test_each_day_has_the_hours_that_it_had_here(tmp_path):
    place = Archive(tmp_path).make()
    made = posts()
    place.take(packed(tmp_path, "zip", members([noted(one) for one in made])))
    for day, hours in zip(NIGHTS, (25, 23), strict=True):
        counted = {}
        for number in (-1, 0, 1):
            one = (day + timedelta(days=number)).isoformat()
            counted[number] = place.good("search", "bericht", "--from", one, "--to", one)["total"]
        assert counted == {-1: 1, 0: hours, 1: 1}
        assert sum(civil_day(one.published) == day for one in made) == hours
        one = day.isoformat()
        answer = place.good("search", "bericht", "--from", one, "--to", one, "--facets")
        assert answer["total"] == hours

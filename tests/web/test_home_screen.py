"""The home page per role: the band, what falls due, and tasks by the names people use (5.1)."""

import re
from pathlib import Path
from threading import Event

import pytest
from shown import ROLES, Shown, copied

from weerklank import bootstrap
from weerklank.model.hotspot import Criterion
from weerklank.model.person import Role
from weerklank.services.appraise.decide_hotspot import propose_hotspot
from weerklank.services.appraise.due_calendar import DueCalendar
from weerklank.services.runs.read_measurements import last_whole
from weerklank.services.workplace import Silent, Workplace
from weerklank.web import due_ahead
from weerklank.web.configure import configure
from weerklank.web.due_ahead import DueAhead
from weerklank.web.site import Site
from weerklank.web.task_count import COUNTS

BAND, DUE = 'id="band"', 'id="due"'


@pytest.fixture
def untouched(demo: Shown, tmp_path: Path) -> Shown:
    """The demonstration as it was made: accounts of other tests would come before its own."""
    made = copied(demo, tmp_path)
    configure(Site(archive=made.archive, keys=made.keys, address="http://testserver"))
    COUNTS.forget()
    return made


def test_the_band_stands_where_its_page_is(untouched: Shown) -> None:
    shown = untouched
    measured = last_whole(shown.workplace, None)
    assert measured is not None
    counts = [*measured.band.counts.values()]
    for role in (Role.ARCHIVIST, Role.COMMUNICATION, Role.PRIVACY):
        text = shown.get(role, "/")
        four = text[text.index(BAND) :]
        assert sorted(map(int, re.findall(r'"figure">(\d+)<', four)[:4])) == sorted(counts)
        assert 'href="/volledigheid/?account=a0001"' in text
    reader = shown.get(Role.READER, "/")
    assert BAND not in reader
    assert "small-band" not in reader


def test_what_falls_due_is_what_the_calendar_says(shown: Shown) -> None:
    whole = shown.get(Role.ARCHIVIST, "/bewaartermijnen/")
    said = re.search(r"In de komende twaalf maanden[^<]*", whole)
    assert said
    for role in (Role.ARCHIVIST, Role.REVIEWER, Role.INSPECTOR):
        text = shown.get(role, "/")
        due = text[text.index(DUE) :]
        assert "Er is nu niets te vernietigen." in due
        assert said[0].strip() in due
        assert 'href="/bewaartermijnen/"' in due
    for role in (Role.COMMUNICATION, Role.READER, Role.MAKER):
        assert DUE not in shown.get(role, "/")


def test_a_proposed_hotspot_is_called_by_its_name(shown: Shown, tmp_path: Path) -> None:
    own = copied(shown, tmp_path)
    workplace = bootstrap.workplace(
        str(own.archive), str(own.keys), Silent(), ROLES[Role.ARCHIVIST]
    )
    made = propose_hotspot(
        workplace,
        "Brand in de <Molenwijk>",
        accounts=("a0001",),
        since=workplace.today(),
        until=None,
        terms=("brand",),
        hashtags=(),
        criteria=(Criterion.UNREST,),
        reason="Een grote brand.",
    )
    configure(Site(archive=own.archive, keys=own.keys, address="http://testserver"))
    text = own.get(Role.ARCHIVIST, "/")
    assert "Hotspot Brand in de &lt;Molenwijk&gt; is voorgesteld" in text
    assert f"Hotspot {made.id} is" not in text


def test_it_is_counted_once_for_what_is_the_same_and_again_for_what_is_not(
    shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = copied(shown, tmp_path)
    passes: list[int] = []

    def counted(_: Workplace) -> list[DueCalendar]:
        passes.append(1)
        today = own.workplace.today()
        return [DueCalendar(today, today)]

    monkeypatch.setattr(due_ahead, "due_calendar", counted)
    monkeypatch.setattr(due_ahead, "_REST", 0)  # on a busy machine it would rest for seconds
    ahead = DueAhead()
    ahead.count(own.workplace)
    first = ahead.of(own.workplace)
    assert first is not None
    assert ahead.of(own.workplace) is first
    assert len(passes) == 1
    monkeypatch.setattr(due_ahead, "how_many_decided", lambda _: -1)
    ahead.count(own.workplace)
    assert len(passes) == 2


def test_a_page_does_not_wait_for_a_long_count(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = Event()

    def counted(_: Workplace) -> list[DueCalendar]:
        goes_on.wait(20)
        today = shown.workplace.today()
        return [DueCalendar(today, today)]

    monkeypatch.setattr(due_ahead, "due_calendar", counted)
    monkeypatch.setattr(due_ahead, "_QUICK", 0.01)
    ahead = DueAhead()
    assert ahead.of(shown.workplace) is None
    goes_on.set()
    ahead.count(shown.workplace)
    assert ahead.of(shown.workplace) is not None


def test_what_can_not_be_counted_breaks_no_page(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    def counted(_: Workplace) -> list[DueCalendar]:
        raise OSError

    monkeypatch.setattr(due_ahead, "due_calendar", counted)
    monkeypatch.setattr("weerklank.web.home_state.DUE_AHEAD", DueAhead())
    text = shown.get(Role.ARCHIVIST, "/")
    assert "wordt nog geteld" in text[text.index(DUE) :]

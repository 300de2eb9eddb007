"""A clamd that runs already: made use of where it is to be believed, and by the schedule."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from clamd_double import Double, clamd
from small_archive import Small, post, posts, small_parts
from test_media_formats import PURE
from test_virus_scan import CARRIER, EICAR, signatures

from weerklank.media.virus_daemon import Distrust, ask_daemon
from weerklank.model.clock import Clock
from weerklank.model.event import Book
from weerklank.model.virus import VirusState
from weerklank.services.appraise.media_files import MediaFile, Unread
from weerklank.services.appraise.scan_viruses import read_virus_checks
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.schedule import viruses_of_today as viruses
from weerklank.services.schedule.viruses_of_today import is_virus_scan_due, viruses_of_today
from weerklank.services.workplace import Workplace
from weerklank.store.state_folder import looked_through
from weerklank.testing.mastodon_export import ExportMedium

LARGE = ExportMedium(
    path="/media_attachments/files/groot.png",
    content_type="image/png",
    alt=None,
    width=8,
    height=8,
    data=PURE.data + b"\0" * 5_000,
)


@dataclass(frozen=True)
class Later:
    clock: Clock
    by: timedelta

    def now(self) -> datetime:
        return self.clock.now() + self.by


def later(workplace: Workplace, days: float) -> Workplace:
    return replace(workplace, clock=Later(workplace.clock, timedelta(days=days)))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Small:
    made = Small(tmp_path_factory.mktemp("daemon") / "small").make()
    made.take_in([*posts().items, post(20, "Drie bestanden.", media=(PURE, CARRIER, LARGE))])
    return made


@pytest.fixture
def small(template: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "clamscan" else name)
    return template.copy(tmp_path / "small")


@pytest.fixture
def place() -> Iterator[Path]:
    """The name of a socket must be short."""
    with tempfile.TemporaryDirectory(prefix="wk-") as folder:
        yield Path(folder) / "ctl"


def today() -> datetime:
    return datetime.now(UTC)


def double(**more: object) -> Double:
    return Double(today().date(), EICAR, **more)  # type: ignore[arg-type]


def states(small: Small) -> dict[str, int]:
    found = read_virus_checks(small.workplace()).values()
    return {str(one): sum(each.state is one for each in found) for one in VirusState}


def test_a_daemon_scans_where_there_is_no_program(small, place, monkeypatch):
    monkeypatch.setenv("WEERKLANK_CLAMD", str(place))
    with clamd(place, double(most=1_000)) as _:
        code, told = small.run("formats", "scan", acting="Anna")
    assert (code, told["engine"], told["signatures"]) == (1, "ClamAV 1.4.6", str(today().date()))
    # What is larger than it takes was not looked at, and nobody else is there to do so.
    assert {name: number for name, number in told["states"].items() if number} == {
        "clean": 3,
        "found": 1,
        "not-checked": 1,
    }
    assert told["found"][0]["name"] == "Voorbeeld.Proef"
    small.assert_verifies()


def test_one_that_calls_clean_what_it_passes_over_is_not_believed(small, place, monkeypatch):
    assert ask_daemon(place) is Distrust.SILENT
    with clamd(place, double(alerts=False)):
        assert ask_daemon(place) is Distrust.PASSES_OVER
        monkeypatch.setenv("WEERKLANK_CLAMD", str(place))
        assert small.run("formats", "scan", acting="Anna")[1]["error"]["code"] == "FORMATS-004"
    place.unlink()
    with clamd(place, Double(None, EICAR)):
        assert ask_daemon(place) is Distrust.UNDATED
    assert not any(states(small).values())


@pytest.mark.needs("clamav")
def test_what_the_daemon_does_not_take_the_program_does(template, tmp_path, place, monkeypatch):
    small = template.copy(tmp_path / "small")
    fresh = signatures(tmp_path / "fresh", b"iets anders")
    with clamd(place, double(most=1_000)):
        made = small.workplace()
        assert viruses_of_today(made, place, lambda: None, fresh) is None
    assert states(small)["not-checked"] == 0
    assert states(small)["clean"] == 4
    engines = {
        str(event.data["engine"])
        for event in small.workplace().events.read_backwards(Book.JOURNAL, ("formats.scanned",))
    }
    assert len(engines) == 2 or engines == {"ClamAV 1.4.6"}


def test_the_schedule_scans_what_came_in_once_a_day(small, place):
    made = small.workplace()
    assert is_virus_scan_due(made)
    # Nothing that can scan: nothing is done, and nothing told.
    assert viruses_of_today(made, None, lambda: None) is None
    assert not any(states(small).values())
    one = double()
    with clamd(place, one):
        assert viruses_of_today(made, place, lambda: None) is None
        assert states(small)["found"] == 1
        assert states(small)["clean"] == 4
        # Nothing came in since: not today, not tomorrow.
        assert not is_virus_scan_due(small.workplace())
        assert not is_virus_scan_due(later(small.workplace(), 2))
        small.take_in([post(21, "Nog een.", media=(replace(PURE, path="/m/n.png"),))])
        asked = one.files
        tomorrow = later(small.workplace(), 1.5)
        assert is_virus_scan_due(tomorrow)
        one.day = tomorrow.today()
        assert viruses_of_today(tomorrow, place, lambda: None) is None
        assert one.files - asked == 2 + 1  # its two tries, and what is new


def test_old_signatures_call_nothing_clean_and_are_made_up_for(small, place):
    one = double()
    one.day = today().date() - timedelta(days=30)
    with clamd(place, one):
        viruses_of_today(small.workplace(), place, lambda: None)
        assert (states(small)["old-signatures"], states(small)["clean"]) == (4, 0)
        tomorrow = later(small.workplace(), 1.5)
        assert is_virus_scan_due(tomorrow)
        one.day = tomorrow.today()
        viruses_of_today(tomorrow, place, lambda: None)
        assert (states(small)["old-signatures"], states(small)["clean"]) == (0, 4)


def test_a_daemon_that_dies_meanwhile_leaves_files_unchecked(small, place):
    class Dying(Double):
        def says(self, command: bytes, content: bytes) -> str:
            if self.files >= 3:
                return "\0" * 9
            return super().says(command, content)

    with clamd(place, Dying(today().date(), EICAR)):
        viruses_of_today(small.workplace(), place, lambda: None)
    assert states(small)["not-checked"] == 4


def read_packages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note which packages a turn reads the records of."""
    read: list[str] = []
    inner = viruses.media_files_in

    def noted(workplace: Workplace, package: str, unread: Unread) -> Iterator[MediaFile]:
        read.append(package)
        return inner(workplace, package, unread)

    monkeypatch.setattr(viruses, "media_files_in", noted)
    return read


def packages_of(small: Small) -> int:
    return len(consult(small.workplace(), lambda one: one.database.parts.generations()))


def test_a_turn_ends_in_time_and_the_next_goes_on_where_it_was(small, place, monkeypatch):
    small_parts(monkeypatch, 1)
    small.take_in([post(30 + day, f"Dag {day}.", media=(alike(day),)) for day in range(3)])
    one, read, days = double(), read_packages(monkeypatch), 0
    with clamd(place, one):
        while is_virus_scan_due(today_is := later(small.workplace(), days)):
            before, one.day = sum(states(small).values()), today_is.today()
            assert viruses_of_today(today_is, place, lambda: None, seconds=0.0) is None
            # One file a turn where there is time for none, and once a day.
            assert sum(states(small).values()) == before + 1
            assert not is_virus_scan_due(today_is)
            days += 1
    assert (states(small)["clean"], states(small)["found"], days) == (7, 1, 8)
    # A package that was looked through is not read again by the turns after.
    assert len(read) < days * packages_of(small)
    assert all(read.count(name) <= 1 + 4 for name in read)


def test_only_what_is_new_is_read(small, place, monkeypatch):
    one, read = double(), read_packages(monkeypatch)
    with clamd(place, one):
        viruses_of_today(small.workplace(), place, lambda: None)
        assert len(read) == packages_of(small)
        small.take_in([post(31, "Nieuw.", media=(alike(9),))])
        tomorrow = later(small.workplace(), 1.5)
        one.day = tomorrow.today()
        read.clear()
        viruses_of_today(tomorrow, place, lambda: None)
        assert 1 <= len(read) < packages_of(small)
        # What is kept of it is lost, or of no use: records are read again, and no file scanned.
        useless = (b"", b"[1]", b'{"x": ["ooit", "gisteren"]}')
        for days, content in enumerate(useless, 3):
            looked_through(small.workplace().keys).write_bytes(content)
            asked, then = one.files, later(small.workplace(), days)
            one.day = then.today()
            read.clear()
            assert is_virus_scan_due(then)
            viruses_of_today(then, place, lambda: None)
            assert (len(read), one.files - asked) == (packages_of(small), 2)


def test_what_nobody_could_look_at_is_tried_again_after_thirty_days(small, place):
    one = double(most=1_000)
    with clamd(place, one):
        viruses_of_today(small.workplace(), place, lambda: None)
        assert states(small)["not-checked"] == 1
        assert not is_virus_scan_due(later(small.workplace(), 29))
        then = later(small.workplace(), 30)
        assert is_virus_scan_due(then)
        asked, one.day, one.most = one.files, then.today(), 1 << 30
        viruses_of_today(then, place, lambda: None)
        assert one.files - asked == 2 + 1
    assert states(small)["not-checked"] == 0


def alike(number: int) -> ExportMedium:
    path = f"/media_attachments/files/n{number}.png"
    return replace(PURE, path=path, data=PURE.data + b"%d" % number)

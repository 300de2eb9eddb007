"""A run without an end on screen: whether it goes on or was broken off, and what it closed."""

import shutil
from pathlib import Path

import orjson
import pytest
from shown import Shown

from weerklank import bootstrap
from weerklank.model.person import Role
from weerklank.services.runs.open_runs import kept_of
from weerklank.services.workplace import Silent, Workplace
from weerklank.store.lock import is_held, locked
from weerklank.web.configure import configure
from weerklank.web.site import Site
from weerklank.web.task_count import COUNTS


@pytest.fixture
def broken(shown: Shown, tmp_path: Path) -> tuple[Workplace, str]:
    """The archive as it is when the one run of the hostile account died before its end."""
    archive = shutil.copytree(shown.archive, tmp_path / "a")
    configure(Site(archive=archive, keys=shown.keys, address="http://testserver"))
    COUNTS.forget()
    workplace = bootstrap.workplace(str(archive), str(shown.keys), Silent())
    account = _account(workplace)
    for path in archive.glob("journal/**/*.json"):
        event = orjson.loads(path.read_bytes())
        if event["kind"] == "run.finished" and event["data"]["account"] == account:
            path.unlink()
            return workplace, event["subject"]
    raise AssertionError


def _account(workplace: Workplace) -> str:
    found = workplace.register().accounts.values()
    return next(account.id for account in found if account.unit == "Kwaad")


def test_a_run_that_was_broken_off_is_never_called_complete(
    shown: Shown, broken: tuple[Workplace, str]
) -> None:
    workplace, run = broken
    account = _account(workplace)
    kept = kept_of(workplace, run)
    assert kept
    runs = shown.get(Role.ARCHIVIST, "/oogsten/")
    assert "1 run is afgebroken." in runs
    assert "Elke run was compleet." not in runs
    page = shown.get(Role.ARCHIVIST, f"/oogsten/{run}/")
    assert "Deze run is afgebroken." in page
    assert f"<b>{kept}</b> berichten, reacties en profielen zijn afgesloten" in page
    assert 'num">0<' not in page
    overview = shown.get(Role.ARCHIVIST, f"/accounts/{account}/")
    assert "De laatste run is afgebroken." in overview
    assert "Nog niets geoogst." not in overview
    assert "er is nog geen run klaar" in overview
    assert "laatste run afgebroken" in shown.get(Role.ARCHIVIST, "/accounts/")
    assert "Een run is afgebroken" in shown.get(Role.ARCHIVIST, "/")


def test_a_run_that_goes_on_is_not_called_broken_off(
    shown: Shown, broken: tuple[Workplace, str]
) -> None:
    workplace, run = broken
    account = _account(workplace)
    with locked(workplace.layout.lock(f"account-{account}"), account):
        runs = shown.get(Role.ARCHIVIST, "/oogsten/")
        assert "1 run loopt nog. Elke run die klaar is, was compleet." in runs or (
            "1 run loopt nog." in runs and "niet compleet" in runs
        )
        assert "loopt nog" in shown.get(Role.ARCHIVIST, f"/accounts/{account}/oogsten/")
        page = shown.get(Role.ARCHIVIST, f"/oogsten/{run}/")
        assert "Deze run loopt nog." in page
        overview = shown.get(Role.ARCHIVIST, f"/accounts/{account}/")
        assert "Er loopt een run." in overview
        assert "er loopt een run" in shown.get(Role.ARCHIVIST, "/accounts/")
        for address in ("/", "/oogsten/", f"/oogsten/{run}/", f"/accounts/{account}/"):
            assert "afgebroken" not in shown.get(Role.ARCHIVIST, address), address


def test_who_looks_whether_a_lock_is_held_keeps_nobody_out(tmp_path: Path) -> None:
    path = tmp_path / "locks" / "a.lock"
    assert not is_held(path)
    assert not path.exists()
    with locked(path, "a"):
        assert is_held(path)
    for _ in range(50):
        assert not is_held(path)
        with locked(path, "a"):
            pass

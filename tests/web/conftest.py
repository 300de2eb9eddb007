"""The demonstration archive behind the pages: filled once, shown by the one site of a process."""

import pytest
from shown import Shown

from weerklank.demo import fill_demo
from weerklank.model.clock import SystemClock
from weerklank.services.verify_archive import verify_archive
from weerklank.services.workplace import Silent
from weerklank.web.configure import configure
from weerklank.web.site import Site


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    folder = tmp_path_factory.mktemp("shown")
    archive, keys = folder / "demo", folder / "keys"
    made = fill_demo(archive, keys, SystemClock(), Silent())
    verify_archive(made.workplace, (), deep=True)
    return Shown(archive, keys, made.workplace, made.post)


@pytest.fixture(autouse=True)
def _site(shown: Shown) -> None:
    """Turn back to this site: another test of this process may have served one of its own."""
    configure(Site(archive=shown.archive, keys=shown.keys, address="http://testserver"))

"""Organisations of which a token closes the keys, behind one port: each has a PIN of its own."""

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from organisations_served import HOSTS, Served, block, served
from own_archive import OwnArchive, posted

from weerklank.model.errors import WrongUse
from weerklank.services.diagnose.examine import wrong_of_organisations
from weerklank.services.machines.organisations import read_organisations
from weerklank.services.machines.wall import kernel_version
from weerklank.store import held_keys

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback, pytest.mark.needs("softhsm")]
MODULE = "/usr/lib/softhsm/libsofthsm2.so"
PAGE = "/aanmelden/"
NAMES = ("aa", "bb", "vergeten")


@dataclass(frozen=True)
class Some:
    front: Served
    folder: Path


def token_of(folder: Path) -> list[str]:
    """Make a token for an organisation; gives what its block says of it."""
    token = folder / "token"
    (token / "tokens").mkdir(parents=True)
    conf = token / "conf"
    conf.write_text(f"directories.tokendir = {token}/tokens\n")
    pin = folder / "pincode"
    pin.write_text(f"4417{folder.name}\n")
    pin.chmod(0o600)
    subprocess.run(
        [
            *("softhsm2-util", "--init-token", "--free", "--label", "zegel"),
            *("--pin", pin.read_text().strip(), "--so-pin", "9182736455"),
        ],
        check=True,
        capture_output=True,
        env={**os.environ, "SOFTHSM2_CONF": str(conf)},
    )
    return [
        f'token_pin = "{pin}"',
        f'token_module = "{MODULE}"',
        f'token_settings = {{ SOFTHSM2_CONF = "{conf}" }}',
        f'folders = ["{token}"]',
    ]


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Some]:
    """Serve two that say how their token opens, and one that does not."""
    folder = tmp_path_factory.mktemp("met-token")
    told = "rounds_at_once = 0\n"
    for name in NAMES:
        place = OwnArchive(folder / name)
        place.root.mkdir()
        place.make([posted("2026-03-01 10:00", "De brug is open.")])
        lines = token_of(place.root)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SOFTHSM2_CONF", str(place.root / "token" / "conf"))
            patch.setenv("WEERKLANK_TOKEN_MODULE", MODULE)
            patch.setenv("WEERKLANK_TOKEN_PIN", str(place.root / "pincode"))
            place.run(
                "keys", "hold", "--token", "zegel", "--recovery", str(place.root / "herstel")
            )
        held_keys.forget()
        more = lines if name in HOSTS else []
        told += block(name, place.folder, place.keys, "passwords = true", *more)
    with pytest.MonkeyPatch.context() as patch:
        # Of whoever starts the server: it opens nothing of an organisation.
        patch.setenv("SOFTHSM2_CONF", str(folder / "vergeten" / "token" / "conf"))
        patch.setenv("WEERKLANK_TOKEN_MODULE", MODULE)
        patch.setenv("WEERKLANK_TOKEN_PIN", str(folder / "vergeten" / "pincode"))
        with served(folder, told) as front:
            yield Some(front, folder)


WALLED = """
    import sys
    from pathlib import Path
    from weerklank.services.machines.organisations import read_organisations
    from weerklank.store.keys import KeyFolder
    from weerklank.web.many import child
    from weerklank.web.many.order import Order, Part
    folder, name = Path(sys.argv[1]), sys.argv[2]
    listed = read_organisations(folder / "organisations.toml")
    every = {one.name: one for one in listed.organisation}
    own = folder / "eigen"
    own.mkdir(exist_ok=True)
    child._settle(Order(part=Part.SERVE, organisation=every[name], folder=own))
    assert len(KeyFolder(Path(every[name].keys)).read("blind.key")) == 32
    other = folder / ("bb" if name == "aa" else "aa")
    for path in (other / "pincode", other / "token" / "conf", other / "sleutels" / "token.json"):
        try:
            path.read_bytes()
        except PermissionError:
            print("held", end=" ")
"""


def test_each_opens_by_its_own_token(some: Some) -> None:
    for host in HOSTS.values():
        answer = some.front.ask(host, PAGE)
        assert answer.status == 200, answer.body


@pytest.mark.skipif(not kernel_version(), reason="this kernel has no Landlock")
def test_behind_the_wall_its_keys_open_and_no_pin_or_token_of_another_is_read(some: Some) -> None:
    for name in HOSTS:
        done = subprocess.run(
            [sys.executable, "-P", "-c", textwrap.dedent(WALLED), str(some.folder), name],
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.stdout == "held held held ", done.stderr


def test_one_without_a_pin_of_its_own_is_not_opened_by_that_of_all(some: Some) -> None:
    answer = some.front.ask("vergeten.example", PAGE)
    assert answer.status == 503
    wrong = wrong_of_organisations(some.folder / "organisations.toml")
    (found,) = [one for one in wrong if one.code == "DOCTOR-090"]
    assert "token_pin" in str(found.values["what"])


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ('token_pin = "/etc/pincode"', "/etc/pincode"),
        ('token_pin = "pincode"', "pincode"),
        ('token_settings = { WEERKLANK_KEYS = "/x" }', "WEERKLANK_KEYS"),
        ('token_settings = { LD_PRELOAD = "/x" }', "LD_PRELOAD"),
    ],
)
def test_a_pin_that_all_could_read_is_refused(tmp_path: Path, more: str, problem: str) -> None:
    file = tmp_path / "organisations.toml"
    file.write_text(block("aa", tmp_path / "a", tmp_path / "k", more))
    file.chmod(0o600)
    with pytest.raises(WrongUse) as wrong:
        read_organisations(file)
    assert problem in str(wrong.value.values["problem"])


def test_two_share_no_pin(tmp_path: Path) -> None:
    file = tmp_path / "organisations.toml"
    pin = f'token_pin = "{tmp_path}/pincode"'
    told = (block(name, tmp_path / name / "a", tmp_path / name / "k", pin) for name in HOSTS)
    file.write_text("".join(told))
    file.chmod(0o600)
    with pytest.raises(WrongUse) as wrong:
        read_organisations(file)
    assert f"{tmp_path}/pincode" in str(wrong.value.values["problem"])

"""The list of organisations: what it may say, and what would let one reach another."""

import sys
import time
from pathlib import Path

import pytest

from weerklank.model.errors import WrongUse
from weerklank.services.machines.organisations import read_organisations


def written(folder: Path, text: str, mode: int = 0o600) -> Path:
    file = folder / "organisations.toml"
    file.write_text(text)
    file.chmod(mode)
    return file


def block(**given: object) -> str:
    plain = {
        "name": "aa",
        "site": "https://aa.example",
        "archive": "/srv/aa/archief",
        "keys": "/srv/aa/sleutels",
    }
    told = {key: value for key, value in {**plain, **given}.items() if value is not None}
    lines = [f'{key} = "{value}"' for key, value in told.items()]
    return "[[organisation]]\n" + "\n".join(lines) + "\n"


OTHER = {"name": "bb", "site": "https://bb.example"}
ELSEWHERE = {**OTHER, "archive": "/srv/bb/archief", "keys": "/srv/bb/sleutels"}


def test_a_list_is_read(tmp_path: Path) -> None:
    socket = block(**OTHER, archive=None, keys=None, socket="/run/weerklank-bb/socket")
    found = read_organisations(written(tmp_path, "idle_minutes = 0\n" + block() + socket))
    assert [one.name for one in found.organisation] == ["aa", "bb"]
    assert found.organisation[0].hosts == ("aa.example",)
    assert not found.organisation[0].passwords, "off unless somebody says so"
    assert found.organisation[1].owned == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "organisation = 3",
        block(nmae="x"),
        block(name="A A"),
        block(site="http://aa.example"),
        block(site="https://aa.example/pad"),
        block(site="https://iemand@aa.example"),
        block(site="https://AA.example"),
        block(site="https://aa.example."),
        block(site="https://aa"),
        block(site="https://aa.example:99999"),
        block(archive="archief"),
        block(archive=None),
        block(socket="/run/aa/socket"),
        block(archive=None, keys=None),
        block(portal_site="https://aa.example"),
        "idle_minutes = 5\n" + block(),
        "rounds_at_once = -1\n" + block(),
        # What two of them share.
        block() + block(**{**ELSEWHERE, "name": "aa"}),
        block() + block(**{**ELSEWHERE, "site": "https://aa.example:8443"}),
        block() + block(**ELSEWHERE, replay_site="https://aa.example"),
        block() + block(**{**ELSEWHERE, "keys": "/srv/aa/sleutels"}),
        block() + block(**{**ELSEWHERE, "keys": "/srv/aa"}),
        block() + block(**{**ELSEWHERE, "archive": "/srv/aa/archief/x"}),
        block() + block(**{**ELSEWHERE, "archive": "/srv/bb/../aa/archief"}),
        # What every organisation may read.
        block(keys="/etc/weerklank/sleutels"),
        block(keys=f"{sys.prefix}/sleutels"),
        block(archive="/"),
    ],
)
def test_what_can_not_be_used_is_refused_whole(tmp_path: Path, text: str) -> None:
    with pytest.raises(WrongUse) as refused:
        read_organisations(written(tmp_path, text))
    assert refused.value.code == "ORGANISATIONS-001"


@pytest.mark.parametrize("mode", [0o602, 0o620])
def test_nobody_else_may_write_it(tmp_path: Path, mode: int) -> None:
    with pytest.raises(WrongUse):
        read_organisations(written(tmp_path, block(), mode))


def test_a_link_into_the_folder_of_another_is_seen(tmp_path: Path) -> None:
    (tmp_path / "aa").mkdir()
    (tmp_path / "bb").symlink_to(tmp_path / "aa")
    own = block(archive=tmp_path / "aa" / "archief")
    other = block(**{**ELSEWHERE, "archive": tmp_path / "bb" / "archief"})
    with pytest.raises(WrongUse):
        read_organisations(written(tmp_path, own + other))


def test_a_long_list_is_read_while_people_wait_for_pages(tmp_path: Path) -> None:
    text = "".join(
        block(
            name=f"o{one}",
            site=f"https://o{one}.example",
            archive=f"/srv/o{one}/archief",
            keys=f"/srv/o{one}/sleutels",
        )
        for one in range(500)
    )
    before = time.process_time()
    assert len(read_organisations(written(tmp_path, text)).organisation) == 500
    # Compared each with each it was seven, in which the front answered nobody.
    assert time.process_time() - before < 2
    own = {**ELSEWHERE, "archive": "/srv/o7"}
    with pytest.raises(WrongUse, match="o7"):
        read_organisations(written(tmp_path, text + block(**own)))

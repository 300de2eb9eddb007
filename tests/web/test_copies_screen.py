"""Copies on the screens: what there is, brought up to date, and mended from."""

import shutil
import time
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from own_archive import SANNE, OwnArchive, posted
from shown import Shown

from weerklank.web.work import WORKS

INA = "Ina Fictema"
HERE = "/controle/kopieen/"


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def ended(client: Client, address: str) -> str:
    """Wait until a work has ended; gives its page."""
    work = WORKS.find(address.strip("/").rpartition("/")[2])
    assert work is not None, address
    for _ in range(1200):
        if work.ended:
            return text(client.get(address))
        time.sleep(0.1)
    raise AssertionError(work.steps)


@pytest.mark.enable_socket
@pytest.mark.loopback
def test_a_copy_is_told_of_brought_up_to_date_and_mended_from(
    tmp_path: Path, shown: Shown
) -> None:
    own = OwnArchive(tmp_path / "plaats")
    own.root.mkdir()
    own.make([posted("2026-03-02T09:00:00", "De brug is weer dicht.")])
    own.run("person", "add", INA, "--role", "inspector", "--as", SANNE)
    own.serve()
    sanne, ina = shown.client(SANNE), shown.client(INA)
    empty = text(sanne.get(HERE))
    assert "nog geen kopie bekend" in empty
    assert "Herstellen uit kopieën" not in empty
    own.run("replicate", str(tmp_path / "schijf-b" / "kopie"), "--as", SANNE)
    told = text(ina.get(HERE))
    assert "r0001" in told
    assert "kopie" in told
    assert str(tmp_path) not in told
    assert "Nu bijwerken" not in told
    assert ina.post(f"{HERE}bijwerken/").status_code == 403
    done = ended(sanne, sanne.post(f"{HERE}bijwerken/")["Location"])
    assert "Bijgewerkt." in done
    (records,) = own.folder.rglob("records*.jsonl*")
    before = records.read_bytes()
    records.write_bytes(before[:-1] + bytes([before[-1] ^ 1]))
    mended = ended(sanne, sanne.post(f"{HERE}herstellen/")["Location"])
    assert "Er is geen schade (meer)." in mended
    assert records.read_bytes() == before
    # A copy that is away keeps no other from being written.
    other = tmp_path / "schijf-c" / "kopie"
    own.run("replicate", str(other), "--as", SANNE)
    (tmp_path / "schijf-b").rename(tmp_path / "weg")
    (held,) = other.rglob("records*.jsonl*")
    shutil.rmtree(held.parents[3])  # an object is there by its inventory
    away = ended(sanne, sanne.post(f"{HERE}bijwerken/")["Location"])
    assert "Bijgewerkt." not in away
    assert "REPLICA-" in away
    assert held.read_bytes() == before

"""Scanning an archive for who should not be shown: bytes by the second of one core."""

import tempfile
import time
from pathlib import Path

from benchmarks.figures import Figure, import_big
from weerklank import bootstrap
from weerklank.model.person import Role
from weerklank.services.people.add_person import add_person
from weerklank.services.scan.scan_archive import scan_archive
from weerklank.services.workplace import Silent

POSTS = 1_000
_WHO = "Pia Privacy"


def run() -> list[Figure]:
    """Scan one archive of a large export, as the privacy officer."""
    with tempfile.TemporaryDirectory() as name:
        archive = import_big(Path(name), POSTS).archive
        keys = str(archive.with_name(archive.name + "-keys"))
        add_person(bootstrap.workplace(str(archive), keys, Silent()), _WHO, (Role.PRIVACY,))
        workplace = bootstrap.workplace(str(archive), keys, Silent(), _WHO)
        begun = time.process_time()
        scanned = scan_archive(workplace)
        spent = time.process_time() - begun
        return [
            Figure("scan, MB on disk per CPU-second", scanned.bytes / spent / 1e6, None, "MB"),
            Figure("scan, MB unpacked per CPU-second", scanned.read / spent / 1e6, None, "MB"),
            Figure("scan, records per CPU-second", scanned.records / spent, None, ""),
        ]

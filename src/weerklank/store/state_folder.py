"""What runs at this moment: small files beside the keys, worthless once nothing runs, but one.

    state/budgets/    what servers of ours still allow, shared by all accounts and processes
    state/schedule.lock, state/scan.lock
    state/replica-<number>.lock   who writes to a replica
    state/workers/    a lock of each worker that is at work on this archive
    state/cared       the day on which terms and audit were last looked after by workers
    state/viruses     which packages the daily virus scan looked through; lost, it does so anew
    state/address     under which address the screens were shown last, for links in mail
    state/progress/   how far each harvest or scan is, for who looks from another process
    state/scans/      where scans of late found somebody

Outside the archive: none of it is record, and a copy of an archive has no use for it. Where
somebody stands must not be told to who has a copy and no keys.
"""

import os
from pathlib import Path

from weerklank.store.keys import KeyFolder


def budgets(keys: KeyFolder) -> Path:
    """Give the folder of rate budgets."""
    return _folder(keys, "budgets")


def progress(keys: KeyFolder) -> Path:
    """Give the folder of how far harvests are."""
    return _folder(keys, "progress")


def scans(keys: KeyFolder) -> Path:
    """Give the folder of where scans found what they found."""
    return _folder(keys, "scans")


def schedule_lock(keys: KeyFolder) -> Path:
    """Give the lock that a schedule holds as long as it is at work."""
    return keys.folder / "state" / "schedule.lock"


def workers(keys: KeyFolder) -> Path:
    """Give the folder of the locks that workers hold as long as they are at work."""
    return _folder(keys, "workers")


def cared(keys: KeyFolder) -> Path:
    """Give the file of the day on which a worker last looked after terms and audit."""
    file = keys.folder / "state" / "cared"
    file.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    return file


def screens(keys: KeyFolder) -> Path:
    """Give the file of the address under which the screens were shown last."""
    file = keys.folder / "state" / "address"
    file.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    return file


def looked_through(keys: KeyFolder) -> Path:
    """Give the file of which packages the daily virus scan looked through."""
    file = keys.folder / "state" / "viruses"
    file.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    return file


def scan_lock(keys: KeyFolder) -> Path:
    """Give the lock that a scan holds as long as it is at work: there is one at a time."""
    return keys.folder / "state" / "scan.lock"


def put(path: Path, content: bytes) -> None:
    """Put a small file in its place, whole for whoever reads it; durable it need not be."""
    unfinished = path.with_name(f".{path.name}")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(handle, "wb") as stream:
        stream.write(content)
    unfinished.replace(path)


def _folder(keys: KeyFolder, name: str) -> Path:
    folder = keys.folder / "state" / name
    folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    return folder


def replica_lock(keys: KeyFolder, replica: str) -> Path:
    """Give the lock of who writes to a replica, or mends from one."""
    return keys.folder / "state" / f"replica-{replica}.lock"

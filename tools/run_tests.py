"""Run pytest with what follows, and let tests lay their files in memory where there is room.

They make hundreds of thousands of small files, each written through to what it lies on: on a disk
that is half of what the tests cost. TMPDIR in the environment is left as it is.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
#: Twice what a run was seen to leave there; and with it what its programs take.
ROOM, FREE = 8 << 30, 14 << 30
FILES = 1_000_000


def has_room() -> bool:
    """Tell whether files fit in memory, and whether a program may be started from there."""
    try:
        told = os.statvfs(MEMORY)
        lines = Path("/proc/meminfo").read_text().splitlines()
        (free,) = [int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable")]
        if told.f_bavail * told.f_frsize < ROOM or told.f_favail < FILES or free < FREE:
            return False
        with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
            program = Path(folder) / "program"
            program.write_text("#!/bin/sh\n")
            program.chmod(0o700)
            subprocess.run([program], check=True)
    except (OSError, ValueError, subprocess.SubprocessError):
        return False
    return True


def main() -> int:
    """Run them; gives how pytest ended. What lies in memory goes with it."""
    pytest = [str(Path(sys.executable).with_name("pytest")), *sys.argv[1:]]
    if "TMPDIR" in os.environ or not has_room():
        return subprocess.run(pytest, check=False).returncode
    with tempfile.TemporaryDirectory(dir=MEMORY, ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # servers that give up being root go through it to their files
        in_memory = {**os.environ, "TMPDIR": folder}
        return subprocess.run(pytest, check=False, env=in_memory).returncode


if __name__ == "__main__":
    sys.exit(main())
